//! `stopgap tracker`: rows of work, and the day each was entered.

use super::Done;
use crate::{
    args::{Tracker, TrackerAdd, TrackerNew, TrackerShow, TrackerStamp},
    failure::Failure,
};
use serde_json::json;
use std::{path::Path, process::ExitCode};
use stopgap::{
    desk::{add_row, new_tracker, now, stamp_row, tracker_in},
    form::Pin,
    template::date::show_date,
    tracker::{self, Entered, NewRow, RowNumber, TrackerRow},
    word::Written,
};

pub fn run(tracker: &Tracker) -> Done {
    match tracker {
        Tracker::New(new) => make(new),
        Tracker::Show(show) => self::show(show),
        Tracker::Add(add) => self::add(add),
        Tracker::Stamp(stamp) => self::stamp(stamp),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn make(new: &TrackerNew) -> Result<(), Failure> {
    let path = new_tracker(&new.name, &new.team, new.to.as_deref())?;
    println!("Made {}.", path.display());
    Ok(())
}

fn show(show: &TrackerShow) -> Result<(), Failure> {
    let tracker = tracker_in(&show.file)?;
    if show.json {
        let rows: Vec<_> = tracker.rows().iter().map(row_json).collect();
        println!("{}", json!({ "rows": rows }));
        return Ok(());
    }
    print_rows(&show.file, &tracker);
    Ok(())
}

/// The rows for people: what is still to enter stands out by its words.
pub fn print_rows(file: &Path, tracker: &tracker::Tracker) {
    let open = tracker.rows().iter().filter(|row| !row.is_entered()).count();
    println!("{}: {} rows, {open} still to enter", file.display(), tracker.rows().len());
    for row in tracker.rows() {
        let shown = |text: &Option<Written>| one_line(text.as_ref().map_or("-", Written::expose));
        let entered = match &row.entered {
            Some(entered) if row.is_entered() => format!("entered {}", one_line(entered.expose())),
            Some(words) => {
                format!("to enter, though \u{201c}{}\u{201d} stands there", one_line(words.expose()))
            }
            None => "to enter".to_owned(),
        };
        let restricted = if row.is_restricted() { ", restricted" } else { "" };
        println!(
            "{:>4}  {}, {}{restricted}\n      {}, recorded {}: {entered}",
            row.row.to_string(),
            shown(&row.pin),
            shown(&row.child),
            shown(&row.nature),
            shown(&row.recorded),
        );
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn row_json(row: &TrackerRow) -> serde_json::Value {
    let text = |text: &Option<Written>| text.as_ref().map(|text| text.expose().to_owned());
    json!({
        "row": row.row.get(),
        "pin": text(&row.pin),
        "child": text(&row.child),
        "restricted": text(&row.restricted),
        "recorded": text(&row.recorded),
        "nature": text(&row.nature),
        "entered": text(&row.entered),
    })
}

fn add(add: &TrackerAdd) -> Result<(), Failure> {
    let row = NewRow {
        pin: Some(Pin::read(&add.pin).ok_or_else(|| Failure::usage(NO_PIN))?),
        surname: add.surname.as_str().into(),
        born: Some(add.dob),
        restricted: add.restricted,
        nature: add.nature.as_str().into(),
        number: None,
        recorded: add.recorded.unwrap_or_else(now),
    };
    let number = add_row(&add.file, &row)?;
    println!("Added row {number} to {}.", add.file.display());
    Ok(())
}

const NO_PIN: &str = "pin takes the child's PIN with its digits, or NEW where there is none yet";

fn stamp(stamp: &TrackerStamp) -> Result<(), Failure> {
    let row = match (stamp.row, &stamp.pin) {
        (Some(row), _) => row,
        (None, Some(pin)) => row_of(&stamp.file, pin)?,
        (None, None) => return Err(Failure::usage("say which row: --row N or --pin PIN")),
    };
    stamp_row(&stamp.file, row, &Entered::by_hand(stamp.date))?;
    println!("Stamped row {row} of {} with {}.", stamp.file.display(), show_date(stamp.date));
    Ok(())
}

/// The one row of a child that is still to enter.
fn row_of(file: &Path, pin: &str) -> Result<RowNumber, Failure> {
    let Some(pin @ Pin::Issued(_)) = Pin::read(pin) else {
        // Every child who is NEW has the same: whichever row is open would be stamped.
        return Err(Failure::usage(
            "--pin takes a PIN with its digits: use --row N, as `stopgap tracker show` numbers the rows",
        ));
    };
    let tracker = tracker_in(file)?;
    let fits = |row: &&TrackerRow| row.pin_or_new().is_some_and(|there| there == pin);
    let rows: Vec<&TrackerRow> = tracker.rows().iter().filter(fits).collect();
    let open: Vec<&&TrackerRow> = rows.iter().filter(|row| !row.is_entered()).collect();
    match (open.as_slice(), rows.is_empty()) {
        ([row], _) => Ok(row.row),
        ([], true) => {
            Err(Failure::faults("no row has this PIN: look at `stopgap tracker show`, then use --row N"))
        }
        ([], false) => {
            Err(Failure::faults("every row with this PIN is stamped already: nothing was changed"))
        }
        (several, _) => {
            let numbers: Vec<String> = several.iter().map(|row| row.row.to_string()).collect();
            Err(Failure::usage(format!("rows {} have this PIN: say which with --row N", numbers.join(", "))))
        }
    }
}
