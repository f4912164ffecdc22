//! `stopgap new`: a form to fill in with Word.

pub mod asked;

use super::{Done, lines_set, pack, settings};
use crate::{
    args::{Args, New},
    faces::questions::person,
    failure::Failure,
    out::whole,
};
use std::{path::Path, process::ExitCode};
use stopgap::{
    desk::{
        Begun, Definitions, MadeForm, Places, RowsAdded, begin, make_form, make_form_at, now,
        settings::SettingsFile,
    },
    form::Pin,
    template::{Pack, ids},
    tracker::RowNumber,
};

pub fn run(args: &Args, new: &New) -> Done {
    let settings = settings(args)?;
    let pack = pack(args)?;
    let mut answers = lines_set(&new.set)?;
    warn_of_pins(&answers);
    let mut person = person();
    let template = match (&new.template, &mut person) {
        (Some(template), _) => template.clone(),
        (None, Some(person)) => asked::template(person, &pack)?,
        (None, None) => return Err(Failure::usage("say which form: stopgap forms lists them")),
    };
    let definition = pack.template_called(&template)?;
    if let Some(file) = settings.as_ref().filter(|_| args.templates.is_some()) {
        warn_if_older(&pack, definition.id.as_str(), file)?;
    }
    match (&new.to, settings) {
        (Some(to), Some(file)) => Ok(made(&make_form_at(&file.settings, &pack, &template, &answers, to)?)),
        (Some(to), None) => Ok(made(&make_form(&pack, &template, &answers, to)?)),
        (None, None) => Err(Failure::usage(
            "say where: --to FILE, as there are no settings that know your folder (stopgap doctor says more)",
        )),
        (None, Some(file)) => {
            let workplace = asked::workplace(person.as_mut(), &file.settings, &new.who)?;
            if let Some(person) = &mut person {
                asked::child(person, definition, &mut answers)?;
            }
            asked::add_what_is_known(definition, &workplace.me, now(), &mut answers);
            let begun = begin(&workplace, &pack, &template, &answers, now())?;
            tell(&begun);
            if person.is_some() && !new.no_open {
                open(&begun.form);
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// A PIN that does not look like one is taken: a person has to look at it. It is not shown.
fn warn_of_pins(answers: &[String]) {
    for (id, pin) in answers.iter().filter_map(|answer| answer.split_once('=')) {
        let id = id.trim();
        let is_odd = || Pin::read(pin).is_some_and(|pin| !pin.is_likely());
        if (id == ids::PIN || id.ends_with(".pin")) && is_odd() {
            eprintln!(
                "stopgap: `{id}` does not look like a PIN: look at it, and correct it in the form and in the tracker if it is wrong"
            );
        }
    }
}

/// Definitions of one's own may be behind what everybody else uses.
fn warn_if_older(pack: &Pack, id: &str, file: &SettingsFile) -> Result<(), Failure> {
    let Ok(published) = Definitions::published(&Places::of(&file.settings)?.published) else { return Ok(()) };
    if let (Ok(here), Ok(there)) = (pack.template(id), published.pack.template(id))
        && there.revision > here.revision
    {
        eprintln!(
            "stopgap: the published {} is of revision {}, newer than this one of revision {}: leave --templates out to use it",
            there.title, there.revision, here.revision
        );
    }
    Ok(())
}

fn made(MadeForm { path, number }: &MadeForm) -> ExitCode {
    println!("Made {} with form number {number}.", whole(path.display()));
    println!("Open it in Word and fill it in.");
    println!("In your tracker, write ({number}) after the text under Nature of Work Undertaken.");
    ExitCode::SUCCESS
}

fn tell(begun: &Begun) {
    let Begun { form, number, is_restricted, rows } = begun;
    println!("Made {} with form number {number}.", whole(form.display()));
    if *is_restricted {
        println!(
            "The record is restricted, so the form is in your secure place. Keep it there, and enter it yourself."
        );
    }
    for RowsAdded { tracker, added } in rows {
        match added {
            Ok(rows) => println!("{}", told_of_rows(rows, tracker)),
            Err(error) => {
                eprintln!("stopgap: the row is not in the tracker: {error}");
                let command =
                    format!("stopgap tracker add \"{}\" --form \"{}\"", tracker.display(), form.display());
                eprintln!("Add it then: {}", whole(command));
            }
        }
    }
}

/// "It is row 3 of t.docx.", "They are rows 3 and 4 of t.docx."
pub fn told_of_rows(rows: &[RowNumber], tracker: &Path) -> String {
    let are = if rows.len() > 1 { "They are" } else { "It is" };
    format!("{are} {} of {}.", numbered(rows), whole(tracker.display()))
}

/// "row 3", "rows 3 and 4".
pub fn numbered(rows: &[RowNumber]) -> String {
    let rows: Vec<String> = rows.iter().map(RowNumber::to_string).collect();
    match rows.split_last() {
        Some((last, [])) => format!("row {last}"),
        Some((last, before)) => format!("rows {} and {last}", before.join(", ")),
        None => "no row".to_owned(),
    }
}

/// Opens the form with what the desk opens documents with. The path says nothing of the child.
fn open(form: &Path) {
    match opener::open(form) {
        Ok(()) => println!("It opens in Word now."),
        Err(_) => println!("Open it in Word and fill it in."),
    }
}
