//! `stopgap settings`: what settings say, and their faults; or settings to begin with.

use super::Done;
use crate::{
    args::{Args, Settings as Asked},
    failure::{Failure, counted},
    out::{tell_behind, whole},
};
use std::{path::Path, process::ExitCode};
use stopgap::{
    desk::settings::{
        AdvanceBy, ClipboardSettings, Council, EXAMPLE, Outage, RestrictedRows, Settings, System,
        check_settings, settings_in_force,
    },
    diagnostic::Faults,
    template::date::show_date_time,
};

pub fn run(args: &Args, asked: &Asked) -> Done {
    if asked.example {
        print!("{EXAMPLE}");
        return Ok(ExitCode::SUCCESS);
    }
    let named = asked.file.as_deref().or(args.settings.as_deref());
    let Some(path) = settings_in_force(named, Path::new(".")) else {
        println!("There are no settings. `stopgap settings --example` prints some to begin with.");
        return Ok(ExitCode::SUCCESS);
    };
    let (settings, faults) = check_settings(&path)?;
    if faults.are_serious() {
        return Err(Failure::faults(format!(
            "the settings in {} have {}\n\n{faults}",
            path.display(),
            counted(&faults)
        )));
    }
    warn(&faults);
    for (key, said) in settings.iter().flat_map(said) {
        tell_behind(&format!("{key:WIDTH$}"), &said);
    }
    println!("\nNo faults in {}.", whole(path.display()));
    Ok(ExitCode::SUCCESS)
}

fn warn(faults: &Faults) {
    if !faults.list.is_empty() {
        eprintln!("{faults}\n");
    }
}

/// The longest key, and two spaces.
const WIDTH: usize = "restricted-rows".len() + 2;

/// What settings say, by their keys, a line each; paths are as they were written.
fn said(settings: &Settings) -> Vec<(&'static str, String)> {
    let Settings {
        council,
        share,
        published,
        secure,
        restricted_rows,
        services,
        systems,
        outages,
        clipboard,
    } = settings;
    let rows = match restricted_rows {
        RestrictedRows::NumberOnly => "number-only: the number of the form and the time",
        RestrictedRows::Full => "full: child and PIN too",
    };
    let mut lines = vec![
        ("council", of_council(council)),
        ("share", whole(share)),
        ("published", whole(published)),
        ("secure", whole(secure)),
        ("restricted-rows", rows.to_owned()),
    ];
    let teams = services.iter().map(|service| {
        let teams: Vec<&str> = service.teams.iter().map(|team| &*team.name).collect();
        format!("{}: {}", service.name, teams.join(", "))
    });
    lines.extend(listed("services", teams));
    lines.extend(listed("systems", systems.iter().map(of_system)));
    lines.extend(listed("outages", outages.iter().map(of_outage)));
    lines.push(("clipboard", of_clipboard(clipboard)));
    lines
}

/// The key stands beside the first of several only.
fn listed(key: &'static str, items: impl ExactSizeIterator<Item = String>) -> Vec<(&'static str, String)> {
    if items.len() == 0 {
        return vec![(key, "none".to_owned())];
    }
    items.enumerate().map(|(at, item)| (if at == 0 { key } else { "" }, item)).collect()
}

fn of_council(Council { name, logo }: &Council) -> String {
    let name = name.as_deref().unwrap_or("not named");
    let logo = logo.as_ref().map(|logo| format!(", with the logo {}", whole(logo.path.display())));
    name.to_owned() + &logo.unwrap_or_default()
}

fn of_system(System { name, live, read_only, notice }: &System) -> String {
    let addresses = |what: &str, addresses: &[String]| {
        let addresses: Vec<String> = addresses.iter().map(whole).collect();
        (!addresses.is_empty()).then(|| format!("{what} {}", addresses.join(", ")))
    };
    let parts = [
        addresses("live", live),
        addresses("read-only", read_only),
        notice.as_ref().map(|_| "with a notice".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { name.clone() } else { format!("{name}: {}", parts.join("; ")) }
}

fn of_outage(outage: &Outage) -> String {
    let Outage { id, is_planned, read_only_since, from, to } = outage;
    let planned = if *is_planned { ", planned" } else { "" };
    let since = read_only_since.map(|at| format!(", read-only since {}", show_date_time(at)));
    let to = to.map_or_else(|| ", goes on".to_owned(), |to| format!(" to {}", show_date_time(to)));
    format!("{id}: {}{to}{planned}{}", show_date_time(*from), since.unwrap_or_default())
}

fn of_clipboard(ClipboardSettings { advance, has_guard, options }: &ClipboardSettings) -> String {
    let advance = match advance {
        AdvanceBy::Checked => "by paste where clipboard-check has passed, else by key",
        AdvanceBy::Key => "by key",
        AdvanceBy::Paste => "by paste",
    };
    let [idle, restricted] = [options.idle, options.idle_restricted].map(|time| time.as_secs());
    let off: Vec<&str> = [("shield", options.shield.on), ("gesture", options.gesture), ("guard", *has_guard)]
        .into_iter()
        .filter_map(|(what, is_on)| (!is_on).then_some(what))
        .collect();
    let off = if off.is_empty() { String::new() } else { format!("; off: {}", off.join(", ")) };
    format!("{advance}; cleared after {idle} seconds, {restricted} for a restricted record{off}")
}
