//! Work passed between teams: as a mail, out of one, and with what all of it says to people.

/// Mails are written as Outlook wants them, and read within bounds, whatever they hold.
mod mail;
/// A form goes to another team.
mod passing;
/// A form comes from another team.
mod receiving;

use crate::council::Council;
use serde_json::{Value, json};
use std::{fs, time::Duration};
use stopgap::{desk::now, handover::Mail, share::lock, template::date::show_date};

const CHILD: &str = "pin=8123477\nchild_surname=Inventson\nchild_dob=12/04/2010\nrestricted=no\nwritten_at=01/10/2026 09:00\n";
const JANE: &str = r#"--name "Jane Smith" --team SCNorth"#;
const NORTH: &str = "share/Assessment/SCNorth/Jane Smith";
const TRACKER: &str = "share/Assessment/SCNorth/Jane Smith/SCNorth_JaneSmith.docx";

/// A form of Jane Smith's in her own folder, with these answers beside those about the child.
fn made(council: &Council, template: &str, answers: &str) -> String {
    let before = council.files(NORTH);
    council.new_form(template, &format!("{CHILD}{answers}"));
    council
        .files(NORTH)
        .into_iter()
        .find(|file| !before.contains(file) && !file.contains("SCNorth_"))
        .unwrap()
}

/// A form without a number, as one that was filled from a published blank.
fn from_blank(council: &Council, to: &str) -> String {
    let pack = stopgap::template::Pack::embedded();
    let definition = pack.template("contact").unwrap();
    let mut answers = stopgap::form::Answers::default();
    CHILD.lines().for_each(|line| answers.set(definition, line).unwrap());
    let blank = stopgap::form::blank(definition, None).unwrap();
    let path = council.desk.path(to);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, stopgap::form::fill(&blank, definition, &answers).unwrap()).unwrap();
    to.to_owned()
}

/// The mail of a form.
fn mail_of(form: &str) -> String {
    form.replace(".docx", ".handover.eml")
}

fn number_of(form: &str) -> String {
    form.trim_end_matches(".docx").rsplit(' ').next().unwrap().to_owned()
}

/// What a form answers to these questions.
fn answers(council: &Council, form: &str, ids: &[&str]) -> Value {
    let read: Value = serde_json::from_str(&council.run(&format!(r#"read "{form}" --json"#)).ok()).unwrap();
    ids.iter().map(|id| read["fields"][id]["value"].clone()).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn today() -> String {
    show_date(now().date())
}
