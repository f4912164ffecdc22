//! `stopgap status`: what is still to enter, by team and person.

mod spreadsheet;

use super::{Done, begun_as_json, how_far, pack, settings, several, which_row};
use crate::{
    args::{Args, Status as Asked},
    failure::Failure,
    out::whole,
};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};
use stopgap::{
    desk::{Closeness, PlaceError, Places, elsewhere, now, settings::Settings, survey},
    overview::{Counts, Elsewhere, Open, PassedOn, PersonStatus, Receipt, Status, TeamStatus},
    template::{date::show_date, folded},
    tracker::Way,
};

/// Of each person, so many pieces of work are named.
const OLDEST: usize = 3;

pub fn run(args: &Args, asked: &Asked) -> Done {
    let file = settings(args)?;
    let places = file.as_ref().map(|file| Places::of(&file.settings)).transpose()?;
    let pack = pack(args)?;
    let council = file.as_ref().map(|file| &file.settings).zip(places.as_ref());
    let root = match (&asked.folder, &places) {
        (Some(folder), _) => folder_called(folder, council)?,
        (None, Some(places)) => places.share.clone(),
        (None, None) => PathBuf::from("."),
    };
    // Named as the settings name it, so that the folders tell whose they are.
    let root = match &places {
        Some(places) if places.is_shared(&root) => std::path::absolute(&root)?,
        _ => root,
    };
    let today = now().date();
    let bar = bar();
    let surveyed = survey(&root, council, &pack, Closeness::Glance, today, |done, of| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let surveyed = surveyed?;
    let elsewhere =
        council.map_or_else(Elsewhere::default, |council| elsewhere(&surveyed, &root, council, &pack, today));
    let status = Status::of(&surveyed.folders, &elsewhere, today).in_outages(|date, time| {
        let settings = &file.as_ref()?.settings;
        settings.outage_of(date, time).map(|outage| outage.id.clone())
    });
    let name = |path: &Path| path.strip_prefix(&root).unwrap_or(path).display().to_string();
    if asked.json {
        print!("{:#}\n", as_json(&status, &name));
    } else if asked.csv {
        print!("{}", spreadsheet::lines(&status, &name)?);
        if let Some(left_out) = spreadsheet::left_out(&status) {
            eprintln!("stopgap: {left_out}");
        }
    } else {
        print(&status, asked.all, &name);
        let has_outages = file.as_ref().is_some_and(|file| !file.settings.outages.is_empty());
        if has_outages && !status.teams.is_empty() {
            println!("{}", by_outage(&status));
        }
    }
    for folder in &surveyed.closed {
        eprintln!("stopgap: {} cannot be looked into: what is in it is not counted", folder.display());
    }
    Ok(if surveyed.closed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

/// The folder of this path or, where there is none, of the team of this name.
fn folder_called(named: &Path, council: Option<(&Settings, &Places)>) -> Result<PathBuf, Failure> {
    let no_folder = || format!("there is no folder {}", named.display());
    let Some((settings, places)) = council.filter(|_| !named.exists()) else {
        return if named.exists() { Ok(named.to_owned()) } else { Err(Failure::could_not(no_folder())) };
    };
    let name = named.to_string_lossy();
    let wanted = settings
        .team(&name)
        .or_else(|| settings.teams().find(|(_, team)| folded(&team.folder) == folded(&name)));
    let folder = wanted.map(|(service, team)| places.team(service, team));
    if let Some(folder) = folder.as_ref().filter(|folder| folder.is_dir()) {
        return Ok(folder.clone());
    }
    if !places.share.is_dir() {
        return Err(PlaceError::NotThere(places.share.clone()).into());
    }
    let there = settings.teams().filter(|(service, team)| places.team(service, team).is_dir());
    let there: Vec<&str> = there.map(|(_, team)| team.name.as_str()).collect();
    let there = if there.is_empty() {
        "no team has a folder in the share yet".to_owned()
    } else {
        format!("teams with a folder: {}", there.join(", "))
    };
    let what = match wanted {
        Some((_, team)) => format!("{} has no folder in the share yet: nothing was saved there", team.name),
        None => format!("{}, and no such team", no_folder()),
    };
    Err(Failure::could_not(format!("{what}; {there}")))
}

/// On standard error, and only if that is a terminal.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} documents");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn print(status: &Status, all: bool, name: &dyn Fn(&Path) -> String) {
    if status.teams.is_empty() {
        println!("No forms and no trackers here.");
        return;
    }
    for team in &status.teams {
        let title = [&*team.service, &*team.team].into_iter().filter(|part| !part.is_empty());
        let title = title.collect::<Vec<_>>().join(" / ");
        println!("{}: {}", or(&title, "Elsewhere"), counted(team.counts(), team.oldest()));
        for person in &team.people {
            print_person(person, all, name);
        }
        println!();
    }
    for (number, files) in &status.copies {
        let files: Vec<String> = files.iter().map(|file| whole(name(file))).collect();
        println!("{number} lies there {} times; enter one of them only: {}", files.len(), files.join(", "));
    }
    println!(
        "In all: {}",
        counted(status.counts(), status.teams.iter().filter_map(TeamStatus::oldest).max())
    );
}

fn print_person(person: &PersonStatus, all: bool, name: &dyn Fn(&Path) -> String) {
    println!("  {}: {}", or(&person.person, "in the team's folder"), counted(person.counts, person.oldest()));
    let shown = if all { person.open.len() } else { OLDEST };
    for open in person.open.iter().take(shown) {
        println!("    {}", described(open, name));
    }
    if let Some(more) = person.open.len().checked_sub(shown).filter(|more| *more > 0) {
        println!("    and {more} more (--all names them)");
    }
    // What nobody has received is nobody's work yet: all of it is named.
    for passed in person.passed.iter().filter(|passed| all || passed.receipt == Receipt::NotReceived) {
        println!("    {}", described_passed(passed, name));
    }
    // By number, as the person finds it: its name may be that of the child.
    for number in person.restricted_on_share.iter().filter(|_| all) {
        println!(
            "    restricted form {number} lies in the shared folder: their own stopgap enter says where"
        );
    }
    if !person.several_trackers.is_empty() {
        let files: Vec<String> = person.several_trackers.iter().map(|file| whole(name(file))).collect();
        println!("    has {} trackers, and needs one: {}", files.len(), files.join(", "));
    }
    for (file, why) in &person.unread {
        println!("    {} cannot be read: {why}", whole(name(file)));
    }
}

fn or<'t>(text: &'t str, other: &'t str) -> &'t str {
    if text.is_empty() { other } else { text }
}

/// "12 still to enter (2 restricted), the oldest for 9 days; 40 entered".
fn counted(counts: Counts, oldest: Option<i32>) -> String {
    let Counts {
        open, restricted, without_form, without_row, to_stamp, entered, restricted_on_share, ..
    } = counts;
    let not_received = match counts.not_received {
        0 => String::new(),
        not_received => format!(" ({not_received} not received)"),
    };
    let some = |count: usize, words: &str| (count > 0).then(|| format!("{count} {words}"));
    let of_open = [
        some(restricted, "restricted"),
        some(without_form, "without a form"),
        some(without_row, "without a row"),
    ];
    let of_open: Vec<String> = of_open.into_iter().flatten().collect();
    let of_open = if of_open.is_empty() { String::new() } else { format!(" ({})", of_open.join(", ")) };
    let oldest = oldest.map(|days| match days {
        ..=0 => ", the oldest from today".to_owned(),
        1 => ", the oldest for 1 day".to_owned(),
        days => format!(", the oldest for {days} days"),
    });
    let parts = [
        Some(if open == 0 {
            "nothing to enter".to_owned()
        } else {
            format!("{open} still to enter{of_open}{}", oldest.unwrap_or_default())
        }),
        some(to_stamp, "entered and not stamped yet"),
        some(entered, "entered"),
        some(counts.passed, &format!("passed to other teams{not_received}")),
        some(counts.entered_there, "passed and entered there"),
        some(counts.noted, "noted here and entered by other teams"),
        (restricted_on_share > 0).then(|| {
            let forms = several(restricted_on_share, "restricted form");
            format!("{forms} in the shared folder: their workers move them with stopgap restrict")
        }),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// "Still to enter, by the outage in which it was recorded: 9 in OUT-2026-01, 3 in none, 2 restricted".
fn by_outage(status: &Status) -> String {
    let mut counts = status.open_by_outage();
    let in_none = counts.remove(&None).unwrap_or_default();
    let mut parts: Vec<String> =
        counts.iter().map(|(outage, count)| format!("{count} in {}", outage.unwrap_or_default())).collect();
    parts.extend((in_none > 0).then(|| format!("{in_none} in none")));
    let restricted = status.counts().restricted;
    parts.extend((restricted > 0).then(|| format!("{restricted} restricted")));
    let parts = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    format!("Still to enter, by the outage in which it was recorded: {parts}")
}

fn described(open: &Open, name: &dyn Fn(&Path) -> String) -> String {
    let passed = match &open.passed {
        Some((Way::To, Some(team))) => format!(", passed to {team} and entered here"),
        Some((Way::From, Some(team))) => format!(", received from {team}"),
        _ => String::new(),
    };
    let waits = open.waits_for.as_ref().map_or(String::new(), |what| format!(", waits: {what}"));
    let begun = how_far(open.under_way.as_ref(), open.row_of_form.is_some());
    format!("{:>8}  {}{passed}{begun}{waits}", since(open), what(open, name))
}

fn described_passed(passed: &PassedOn, name: &dyn Fn(&Path) -> String) -> String {
    let team = passed.team.as_deref().unwrap_or("another team");
    let on = passed.on.map_or(String::new(), |on| format!(" on {}", show_date(on)));
    let receipt = match passed.receipt {
        Receipt::NotReceived => " and not received",
        Receipt::Received => " and not entered there yet",
        Receipt::Unknown | Receipt::Entered => "",
    };
    format!("{:>8}  {}, passed to {team}{on}{receipt}", since(&passed.work), what(&passed.work, name))
}

/// For how long a piece of work has waited.
fn since(open: &Open) -> String {
    match (open.days, open.recorded) {
        (Some(days), Some(_)) if days >= 0 => several(usize::try_from(days).unwrap_or_default(), "day"),
        (_, Some(date)) => show_date(date),
        _ => "no date".to_owned(),
    }
}

/// What a piece of work is, as far as others may know.
fn what(open: &Open, name: &dyn Fn(&Path) -> String) -> String {
    let number = open.number.map_or(String::new(), |number| format!(" {number}"));
    let number = number + &which_row(open.row_of_form);
    let what = match (&open.title, &open.row) {
        (Some(title), Some(_)) => format!("{title}{number}"),
        (Some(title), None) => {
            let file = open.form.as_deref().map(name).unwrap_or_default();
            format!("{title}{number}, without a row: {file}")
        }
        (None, Some((tracker, row))) => {
            let form =
                if open.number.is_some() { ", its form is not here" } else { ", noted in the tracker only" };
            format!("row {row} of {}{number}{form}", name(tracker))
        }
        (None, None) => String::new(),
    };
    let outage = open.outage.as_ref().map_or(String::new(), |outage| format!(", recorded in {outage}"));
    what + &outage
}

fn as_json(status: &Status, name: &dyn Fn(&Path) -> String) -> Value {
    let teams = status.teams.iter().map(|team| {
        let people = team.people.iter().map(|person| {
            json!({
                "person": person.person,
                "counts": counts_json(person.counts),
                "oldest_days": person.oldest(),
                "open": person.open.iter().map(|open| open_json(open, name)).collect::<Vec<_>>(),
                "passed": person.passed.iter().map(|passed| passed_json(passed, name)).collect::<Vec<_>>(),
                "restricted_on_share": person.restricted_on_share.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "several_trackers": person.several_trackers.iter().map(|file| name(file)).collect::<Vec<_>>(),
                "unread": person.unread.iter().map(|(file, why)| json!({ "file": name(file), "why": why })).collect::<Vec<_>>(),
            })
        });
        json!({
            "service": team.service,
            "team": team.team,
            "counts": counts_json(team.counts()),
            "oldest_days": team.oldest(),
            "people": people.collect::<Vec<_>>(),
        })
    });
    let copies = status.copies.iter().map(|(number, files)| {
        json!({ "form": number.to_string(), "files": files.iter().map(|file| name(file)).collect::<Vec<_>>() })
    });
    let outages = status.open_by_outage().into_iter();
    let outages = outages.map(|(outage, open)| json!({ "outage": outage, "open": open }));
    json!({
        "counts": counts_json(status.counts()),
        "outages": outages.collect::<Vec<_>>(),
        "teams": teams.collect::<Vec<_>>(),
        "copies": copies.collect::<Vec<_>>(),
    })
}

fn counts_json(counts: Counts) -> Value {
    json!({
        "open": counts.open,
        "restricted": counts.restricted,
        "without_form": counts.without_form,
        "without_row": counts.without_row,
        "to_stamp": counts.to_stamp,
        "entered": counts.entered,
        "restricted_on_share": counts.restricted_on_share,
        "passed": counts.passed,
        "not_received": counts.not_received,
        "entered_there": counts.entered_there,
        "noted": counts.noted,
    })
}

fn open_json(open: &Open, name: &dyn Fn(&Path) -> String) -> Value {
    json!({
        "title": open.title,
        "form": open.number.map(|number| number.to_string()),
        "file": open.form.as_deref().map(name),
        "tracker": open.row.as_ref().map(|(tracker, _)| name(tracker)),
        "row": open.row.as_ref().map(|(_, row)| row.get()),
        "recorded": open.recorded.map(|date| date.to_string()),
        "days": open.days,
        "outage": open.outage,
        "passed_to": team_of(open, Way::To),
        "waits_for": open.waits_for,
        "begun": begun_as_json(open.under_way.as_ref()),
        "row_of_form": open.row_of_form.map(|(at, _)| at),
        "rows_of_form": open.row_of_form.map(|(_, of)| of),
        "received_from": team_of(open, Way::From),
    })
}

/// The team that work went to, or came from; None where it is none that the council has.
fn team_of(open: &Open, way: Way) -> Option<&str> {
    open.passed.as_ref().filter(|(passed, _)| *passed == way).and_then(|(_, team)| team.as_deref())
}

fn passed_json(passed: &PassedOn, name: &dyn Fn(&Path) -> String) -> Value {
    let mut json = open_json(&passed.work, name);
    json["passed_on"] = json!(passed.on.map(|date| date.to_string()));
    json["receipt"] = json!(receipt(passed.receipt));
    json
}

/// The word for it.
fn receipt(receipt: Receipt) -> &'static str {
    match receipt {
        Receipt::Unknown => "unknown",
        Receipt::NotReceived => "not received",
        Receipt::Received => "received",
        Receipt::Entered => "entered",
    }
}
