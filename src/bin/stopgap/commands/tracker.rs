//! `stopgap tracker`: rows of work, and the day each was entered.

use super::{Done, lines_set, several};
use crate::{
    args::{Tracker, TrackerAdd, TrackerNew, TrackerShow, TrackerStamp},
    failure::Failure,
    out,
};
use jiff::civil::{Date, DateTime};
use serde_json::json;
use std::{collections::BTreeMap, path::Path, process::ExitCode};
use stopgap::{
    desk::{add_row, new_tracker, now, stamp_row, tracker_in},
    form::Pin,
    template::{
        date::{parse_date, parse_date_time, show_date, show_date_time},
        folded,
    },
    tracker::{self, Entered, NewRow, RowNumber, TrackerRow},
    word::Written,
};

/// Columns of a terminal that is as wide as they once were.
const WIDEST: usize = 80;

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
    let rows = tracker.rows();
    let open = rows.iter().filter(|row| !row.is_entered()).count();
    println!("{}: {}, {open} still to enter", file.display(), several(rows.len(), "row"));
    for row in rows {
        let shown = |text: &Option<Written>| one_line(text.as_ref().map_or("-", Written::expose));
        let entered = match &row.entered {
            Some(entered) if row.is_entered() => format!("entered {}", one_line(entered.expose())),
            Some(words) => {
                format!("to enter, though \u{201c}{}\u{201d} stands there", one_line(words.expose()))
            }
            None => "to enter".to_owned(),
        };
        let restricted = if row.is_restricted() { ", restricted" } else { "" };
        let child = format!("{}, {}{restricted}", shown(&row.pin), shown(&row.child));
        let work = format!("{}, recorded {}: {entered}", shown(&row.nature), shown(&row.recorded));
        println!("{}\n{}", wrapped(&child, &format!("{:>4}  ", row.row.get())), wrapped(&work, "      "));
    }
}

fn wrapped(text: &str, first: &str) -> String {
    out::wrapped(text, textwrap::termwidth().min(WIDEST), first, "      ")
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
    let number = add_row(&add.file, &Said::of(add)?.work()?)?;
    println!("Added row {number} to {}.", add.file.display());
    Ok(())
}

/// What a new row is to say, as it was typed.
struct Said(BTreeMap<&'static str, String>);

impl Said {
    const IDS: [&str; 6] = ["pin", "surname", "dob", "restricted", "nature", "recorded"];

    /// What stands in the lines and behind the flags. An error names no value: it is about a child.
    fn of(add: &TrackerAdd) -> Result<Self, Failure> {
        let restricted = add.restricted.then(|| "yes".to_owned());
        let flags = [&add.pin, &add.surname, &add.dob, &restricted, &add.nature, &add.recorded];
        let mut said = Self(BTreeMap::new());
        for (id, value) in Self::IDS.into_iter().zip(flags) {
            said.take(id, value.as_deref().unwrap_or_default())?;
        }
        for line in lines_set(&add.set)? {
            let set = line.split_once('=').and_then(|(id, value)| {
                let id = Self::IDS.into_iter().find(|known| id.trim().eq_ignore_ascii_case(known))?;
                Some((id, value))
            });
            let Some((id, value)) = set else {
                let ids = Self::IDS.join(", ");
                return Err(Failure::usage(format!(
                    "a line sets nothing of a row: write ID=VALUE, with one of {ids}"
                )));
            };
            said.take(id, value)?;
        }
        Ok(said)
    }

    fn take(&mut self, id: &'static str, value: &str) -> Result<(), Failure> {
        let value = value.trim();
        if !value.is_empty() && self.0.insert(id, value.to_owned()).is_some() {
            return Err(Failure::usage(format!("`{id}` is given twice: leave one of them out")));
        }
        Ok(())
    }

    fn need(&self, id: &str) -> Result<&str, Failure> {
        self.0.get(id).map(String::as_str).ok_or_else(|| {
            Failure::usage(format!("a row needs pin, surname, dob and nature: `{id}` is missing"))
        })
    }

    fn work(&self) -> Result<NewRow, Failure> {
        let pin = Pin::read(self.need("pin")?).ok_or_else(|| {
            Failure::usage("`pin` takes the child's PIN with its digits, or NEW where there is none yet")
        })?;
        let restricted = match self.0.get("restricted").map(|text| folded(text)).as_deref() {
            None | Some("no") => false,
            Some("yes") => true,
            Some(_) => return Err(Failure::usage("`restricted` takes yes or no")),
        };
        Ok(NewRow {
            pin: Some(pin),
            surname: self.need("surname")?.into(),
            born: Some(parse_date(self.need("dob")?).ok_or_else(|| no_day("`dob`"))?),
            restricted,
            nature: self.need("nature")?.into(),
            number: None,
            recorded: self.0.get("recorded").map_or_else(|| Ok(now()), |text| recorded(text))?,
        })
    }
}

/// When work was recorded, which is no later than now.
fn recorded(text: &str) -> Result<DateTime, Failure> {
    let Some((date, Some(time))) = parse_date_time(text) else {
        return Err(Failure::usage(
            "`recorded` takes a day that the calendar has and a time, as dd/mm/yyyy hh:mm",
        ));
    };
    let at = date.to_datetime(time);
    if at > now() {
        let at = show_date_time(at);
        return Err(Failure::usage(format!("{at} has not come yet: give the time at which it was recorded")));
    }
    Ok(at)
}

/// The day on which work was entered, which is no later than today.
fn entered(text: Option<&str>) -> Result<Date, Failure> {
    let today = now().date();
    let date = text.map_or(Some(today), parse_date).ok_or_else(|| no_day("--date"))?;
    if date > today {
        let date = show_date(date);
        return Err(Failure::usage(format!("{date} has not come yet: give the day on which it was entered")));
    }
    Ok(date)
}

fn no_day(what: &str) -> Failure {
    Failure::usage(format!("{what} takes a day that the calendar has, as dd/mm/yyyy"))
}

fn stamp(stamp: &TrackerStamp) -> Result<(), Failure> {
    let date = entered(stamp.date.as_deref())?;
    let mut row = Err(Failure::usage("say which row: --row N or --pin PIN"));
    let choose = |tracker: &tracker::Tracker| {
        match (stamp.row, &stamp.pin) {
            (Some(number), _) => row = Ok(number),
            (None, Some(pin)) => row = row_of(tracker, pin),
            (None, None) => {}
        }
        row.as_ref().ok().copied()
    };
    stamp_row(&stamp.file, choose, &Entered::by_hand(date))?;
    let row = row?;
    println!("Stamped row {row} of {} with {}.", stamp.file.display(), show_date(date));
    Ok(())
}

/// The one row of a child that is still to enter.
fn row_of(tracker: &tracker::Tracker, pin: &str) -> Result<RowNumber, Failure> {
    let Some(pin @ Pin::Issued(_)) = Pin::read(pin) else {
        // Every child who is NEW has the same: whichever row is open would be stamped.
        return Err(Failure::usage(
            "--pin takes a PIN with its digits: use --row N, as `stopgap tracker show` numbers the rows",
        ));
    };
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
        (open, _) => {
            let numbers: Vec<String> = open.iter().map(|row| row.row.to_string()).collect();
            Err(Failure::usage(format!("rows {} have this PIN: say which with --row N", numbers.join(", "))))
        }
    }
}
