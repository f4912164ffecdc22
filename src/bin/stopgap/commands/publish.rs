//! `stopgap publish`: everything that people need in an outage, in one folder.

use super::{Done, several};
use crate::{
    args::{Args, Publish},
    failure::Failure,
    out::{self, whole},
};
use indicatif::{ProgressBar, ProgressStyle};
use std::{path::Path, process::ExitCode};
use stopgap::desk::{
    Definitions, Places,
    publish::{self, Mode, Publication, Published},
    settings::letterhead_of,
};

pub fn run(args: &Args, asked: &Publish) -> Done {
    let definitions = match &args.templates {
        Some(_) if asked.built_in => {
            return Err(Failure::usage("say which definitions: --templates DIR or --built-in, not both"));
        }
        Some(folder) => Definitions::in_folder(folder)?,
        None => Definitions::embedded(),
    };
    let settings = super::settings(args)?;
    let to = match (&asked.to, &settings) {
        (Some(to), _) => to.clone(),
        (None, Some(file)) => Places::of(&file.settings)?.published,
        (None, None) => {
            return Err(Failure::usage("say which folder: --to DIR, as there are no settings that name one"));
        }
    };
    if args.templates.is_none() && !asked.built_in && publish::has_others(&to, &definitions) {
        return Err(Failure::usage(which_definitions(asked, &to)));
    }
    let letterhead = settings.as_ref().map(letterhead_of).transpose()?.unwrap_or_default();
    let publication = Publication::of(&definitions, &letterhead)?;
    let changes = publish::changes_since(&to, &definitions);
    let mode = if asked.dry_run { Mode::DryRun } else { Mode::Write };
    let bar = bar(publication.files().len() + 1);
    let published = publish::publish(&publication, &to, mode, |name| {
        bar.set_message(name.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    let published = published?;
    if !changes.is_empty() {
        println!("Forms that people already have:");
        super::diff::tell(&changes, "  ");
        println!("{}\n", out::paragraph(told_once(mode), out::width(), "  "));
    }
    print(&published, &to, mode);
    let mut code = ExitCode::SUCCESS;
    for trouble in published.troubles() {
        let failure = Failure::from(trouble);
        failure.report();
        code = failure.code();
    }
    Ok(code)
}

/// Those that are published there may be the council's own: the ones that stopgap brings along would take their place.
fn which_definitions(asked: &Publish, to: &Path) -> String {
    let command = match &asked.to {
        Some(to) => format!("stopgap publish --to {}", quoted(to)),
        None => "stopgap publish".to_owned(),
    };
    let there = quoted(&to.join("definitions"));
    format!(
        "{} has other definitions than those that stopgap brings along, so say which to publish. Nothing was written.\n\n  \
         your own, from the folder where you change them:\n    {command} --templates DIR\n  \
         those that are published there, once more:\n    {command} --templates {there}\n  \
         those that stopgap brings along, in place of them:\n    {command} --built-in",
        to.display()
    )
}

fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains(' ') { format!("\"{path}\"") } else { path }
}

/// What the forms were made from is compared with, and is written over: the next publishing finds no difference.
fn told_once(mode: Mode) -> &'static str {
    match mode {
        Mode::Write => {
            "This is told once: the definitions from before are written over. Note it, or mend it and publish again; with a copy of the definitions from before, stopgap diff COPY NEW tells it again."
        }
        Mode::DryRun => {
            "Publishing tells it once, and then not again. Keep a copy of the published definitions first: with it, stopgap diff COPY NEW tells it at any time."
        }
    }
}

/// On standard error, and only if that is a terminal.
fn bar(files: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len}  {wide_msg}");
    ProgressBar::new(files as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// More definitions than this are told as a number: nobody looks for a document among them.
const MOST_DEFINITIONS: usize = 5;

fn print(published: &Published, to: &Path, mode: Mode) {
    let (mut new, mut changed, mut unchanged, mut not_written) = (Vec::new(), Vec::new(), 0, 0);
    for (name, done) in &published.files {
        match done {
            publish::Done::Made => new.push(name),
            publish::Done::Changed => changed.push(name),
            publish::Done::Unchanged => unchanged += 1,
            publish::Done::NotWritten(_) => not_written += 1,
        }
    }
    let words = match mode {
        Mode::Write => ["Made", "Changed", "made", "changed", "unchanged", "not written"],
        Mode::DryRun => {
            ["Would make", "Would change", "to make", "to change", "unchanged", "that cannot be written"]
        }
    };
    list(words[0], &new);
    list(words[1], &changed);
    list(
        "Stale: the definitions do not give it any more. Left alone; look at it, and delete it if nobody needs it",
        &published.stale.iter().collect::<Vec<_>>(),
    );
    list("Foreign: stopgap did not put it there. Left alone", &published.foreign.iter().collect::<Vec<_>>());
    let counts: Vec<String> = [new.len(), changed.len(), unchanged, not_written]
        .iter()
        .zip(&words[2..])
        .filter(|(count, _)| **count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let files = several(published.files.len(), "file");
    println!("{}: {files}: {}.", whole(to.display()), counts.join(", "));
    if mode == Mode::DryRun {
        println!("Nothing was written.");
    }
}

fn list(heading: &str, names: &[&String]) {
    if names.is_empty() {
        return;
    }
    println!("{heading}:");
    let (definitions, documents): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| name.starts_with("definitions/"));
    let is_short = definitions.len() <= MOST_DEFINITIONS;
    for name in if is_short { names } else { &documents } {
        println!("  {name}");
    }
    if !is_short {
        println!("  definitions/, with {} files", definitions.len());
    }
    println!();
}
