//! `stopgap tracker`: rows of work, and the day each was entered.

use super::{Done, capital, lines_set, new::numbered, pack, settings, several};
use crate::{
    args::{Args, Tracker, TrackerAdd, TrackerNew, TrackerShow, TrackerStamp},
    faces::questions::{Questions, person},
    failure::Failure,
    out::{self, whole},
};
use jiff::civil::{Date, DateTime};
use serde_json::json;
use std::{
    collections::BTreeMap,
    io::{BufRead, Write},
    path::Path,
    process::ExitCode,
};
use stopgap::{
    desk::{
        Places, add_missing_rows, add_row, new_tracker_headed, now, rows_for, settings::SettingsFile,
        stamp_row, take_form, tracker_in,
    },
    form::{FormNumber, Pin},
    template::{
        date::{parse_date, parse_date_time, show_date, show_date_time},
        folded,
    },
    tracker::{self, Entered, Match, NewRow, RowNumber, TrackerFinding, TrackerRow, Wanted, find_row},
    word::Written,
};

pub fn run(args: &Args, tracker: &Tracker) -> Done {
    match tracker {
        Tracker::New(new) => make(args, new),
        Tracker::Show(show) => self::show(show),
        Tracker::Add(TrackerAdd { form: Some(form), file, .. }) => add_form(args, file, form),
        Tracker::Add(add) => self::add(add),
        Tracker::Stamp(stamp) => self::stamp(stamp),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn make(args: &Args, new: &TrackerNew) -> Result<(), Failure> {
    for (flag, said, what) in
        [("--name", &new.name, "whose tracker it is"), ("--team", &new.team, "in which team they work")]
    {
        if said.trim().is_empty() {
            return Err(Failure::usage(format!("nothing stands behind {flag}: say {what}")));
        }
    }
    let letterhead = super::settings(args)?.map(|file| file.settings.council.letterhead_at_hand());
    let path = new_tracker_headed(&letterhead.unwrap_or_default(), &new.name, &new.team, new.to.as_deref())?;
    println!("Made {}.", whole(path.display()));
    Ok(())
}

fn show(show: &TrackerShow) -> Result<(), Failure> {
    let tracker = tracker_in(&show.file)?;
    if show.json {
        let rows: Vec<_> = tracker.rows().iter().map(row_json).collect();
        let findings: Vec<_> = tracker.findings(now().date()).iter().map(finding_json).collect();
        print!("{}\n", json!({ "rows": rows, "findings": findings }));
        return Ok(());
    }
    print_rows(&show.file, &tracker);
    let findings = tracker.findings(now().date());
    if !findings.is_empty() {
        println!("\nTo look at:");
    }
    for TrackerFinding { row, heading, message } in &findings {
        let place = match (row, heading) {
            (Some(row), Some(heading)) => format!("row {row}, {heading}: "),
            _ => String::new(),
        };
        print!("{}\n", wrapped(&format!("{place}{message}."), "  "));
    }
    Ok(())
}

/// The rows for people: what is still to enter stands out by its words.
pub fn print_rows(file: &Path, tracker: &tracker::Tracker) {
    let rows = tracker.rows();
    let open = rows.iter().filter(|row| row.is_open()).count();
    println!("{}: {}, {open} still to enter", whole(file.display()), several(rows.len(), "row"));
    for row in rows {
        print!("{}\n", described(row));
    }
}

/// A row as people read it, on as many lines as it takes.
fn described(row: &TrackerRow) -> String {
    let shown = |text: &Option<Written>| one_line(text.as_ref().map_or("-", Written::expose));
    let entered = match &row.entered {
        Some(entered) if row.is_entered() => format!("entered {}", one_line(entered.expose())),
        Some(words) => {
            format!("to enter, though \u{201c}{}\u{201d} stands there", one_line(words.expose()))
        }
        None if !row.is_open() => "another team enters it".to_owned(),
        None => "to enter".to_owned(),
    };
    let restricted = if row.is_restricted() { ", restricted" } else { "" };
    let child = if row.is_hidden() {
        "Restricted record".to_owned()
    } else {
        format!("{}, {}{restricted}", shown(&row.pin), shown(&row.child))
    };
    let work = format!("{}, recorded {}: {entered}", shown(&row.nature), shown(&row.recorded));
    format!("{}\n{}", wrapped(&child, &format!("{:>4}  ", row.row.get())), wrapped(&work, "      "))
}

fn wrapped(text: &str, first: &str) -> String {
    out::wrapped(text, out::width(), first, "      ")
}

fn one_line(text: &str) -> String {
    // One by one: a cell can hold millions of words.
    text.split_whitespace()
        .fold(String::new(), |line, word| if line.is_empty() { line } else { line + " " } + word)
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

fn finding_json(finding: &TrackerFinding) -> serde_json::Value {
    json!({
        "row": finding.row.map(RowNumber::get),
        "column": finding.heading.map(|heading| heading.to_string()),
        "message": finding.message,
    })
}

fn add(add: &TrackerAdd) -> Result<(), Failure> {
    let work = Said::of(add)?.work()?;
    if let Some(rows) = same_work(&tracker_in(&add.file)?, &work) {
        let warning = format!("{rows} of {} may tell of the same work already", add.file.display());
        match person() {
            Some(mut person) => {
                if !person.yes(&format!("{}. Add it all the same? y or n", capital(&warning)))? {
                    println!("Nothing was added.");
                    return Ok(());
                }
            }
            None => eprintln!("stopgap: {warning}: look at it"),
        }
    }
    let number = add_row(&add.file, &work)?;
    println!("Added row {number} to {}.", whole(add.file.display()));
    Ok(())
}

/// The rows that a form asks for, unless they are there.
fn add_form(args: &Args, file: &Path, form: &Path) -> Result<(), Failure> {
    let form = take_form(form, &pack(args)?, now().date())?;
    let on_share = match settings(args)? {
        Some(SettingsFile { settings, .. }) if Places::of(&settings)?.is_shared(file) => {
            Some(settings.restricted_rows)
        }
        _ => None,
    };
    for (row, is_new) in add_missing_rows(file, &rows_for(&form, on_share, now()))? {
        let file = whole(file.display());
        if is_new {
            println!("Added row {row} to {file}.");
        } else {
            println!("Row {row} of {file} is there already.");
        }
    }
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
            recorded: self.0.get("recorded").map_or_else(|| Ok(now()), |text| recorded(text))?.into(),
            is_hidden: false,
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
    // A person who has to say which of several rows it is must not hold up others at the tracker meanwhile.
    let said = match (&stamp.pin, person()) {
        (Some(pin), Some(mut person)) => one_of_several(&mut person, &tracker_in(&stamp.file)?, pin)?,
        _ => None,
    };
    let mut row = Err(Failure::usage("say which row: --row N or --pin PIN"));
    let choose = |tracker: &tracker::Tracker| {
        match (said.or(stamp.row), &stamp.pin) {
            (Some(number), _) => row = Ok(number),
            (None, Some(pin)) => row = row_of(tracker, pin),
            (None, None) => {}
        }
        if let Some(trouble) = row.as_ref().ok().and_then(|row| not_yet_recorded(tracker, *row, date)) {
            row = Err(trouble);
        }
        row.as_ref().ok().copied()
    };
    stamp_row(&stamp.file, choose, &Entered::by_hand(date))?;
    let row = row?;
    println!("Stamped row {row} of {} with {}.", whole(stamp.file.display()), show_date(date));
    Ok(())
}

/// Why work cannot have been entered on a day: it was recorded later.
fn not_yet_recorded(tracker: &tracker::Tracker, row: RowNumber, date: Date) -> Option<Failure> {
    let open = tracker.rows().iter().find(|known| known.row == row && !known.is_entered());
    let (recorded, _) = open?.recorded_at()?;
    (date < recorded).then(|| {
        let (recorded, date) = (show_date(recorded), show_date(date));
        Failure::usage(format!(
            "row {row} was recorded on {recorded}, so it was not entered on {date}: look at --date; if the row is wrong, correct it in Word first"
        ))
    })
}

/// The rows that seem to tell of a piece of work already, in words.
fn same_work(tracker: &tracker::Tracker, work: &NewRow) -> Option<String> {
    let wanted = Wanted {
        number: FormNumber::at_end_of(work.nature.expose()),
        pin: work.pin.clone(),
        surname: Some(work.surname.clone()),
        born: work.born,
        recorded: Some(work.recorded),
        natures: vec![work.nature.expose().to_owned()],
    };
    match find_row(tracker, &wanted) {
        Match::One(row) | Match::Entered(row) => Some(format!("row {row}")),
        Match::Several(rows) => Some(numbered(&rows)),
        Match::None => None,
    }
}

/// Which of several open rows of a child is meant; None where no more than one is open.
fn one_of_several<R: BufRead, W: Write>(
    person: &mut Questions<R, W>,
    tracker: &tracker::Tracker,
    pin: &str,
) -> Result<Option<RowNumber>, Failure> {
    let open = open_rows_of(tracker, pin)?;
    if open.len() < 2 {
        return Ok(None);
    }
    let lines: Vec<String> = open.iter().map(|row| described(row)).collect();
    let numbers: Vec<RowNumber> = open.iter().map(|row| row.row).collect();
    person
        .ask(
            &format!("Several rows have this PIN:\n{}\nWhich is entered? Type its number.", lines.join("\n")),
            |answer| {
                let row = answer.parse::<RowNumber>().ok().filter(|row| numbers.contains(row));
                row.ok_or_else(|| format!("Type the number of one of {}.", numbered(&numbers)))
            },
        )
        .map(Some)
}

/// The one row of a child that is still to enter.
fn row_of(tracker: &tracker::Tracker, pin: &str) -> Result<RowNumber, Failure> {
    match open_rows_of(tracker, pin)?[..] {
        [row] => Ok(row.row),
        [] => Err(Failure::faults("every row with this PIN is stamped already: nothing was changed")),
        ref open => {
            let open: Vec<RowNumber> = open.iter().map(|row| row.row).collect();
            Err(Failure::usage(format!("{} have this PIN: say which with --row N", numbered(&open))))
        }
    }
}

/// The rows of a child that are still to enter.
fn open_rows_of<'t>(tracker: &'t tracker::Tracker, pin: &str) -> Result<Vec<&'t TrackerRow>, Failure> {
    let Some(pin @ Pin::Issued(_)) = Pin::read(pin) else {
        // Every child who is NEW has the same: whichever row is open would be stamped.
        return Err(Failure::usage(
            "--pin takes a PIN with its digits: use --row N, as `stopgap tracker show` numbers the rows",
        ));
    };
    let fits = |row: &&TrackerRow| row.pin_or_new().is_some_and(|there| there == pin);
    let rows: Vec<&TrackerRow> = tracker.rows().iter().filter(fits).collect();
    if rows.is_empty() {
        return Err(Failure::faults("no row has this PIN: look at `stopgap tracker show`, then use --row N"));
    }
    Ok(rows.into_iter().filter(|row| !row.is_entered()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::questions::tests::transcript;
    use stopgap::{
        tracker::{Tracker, add, blank},
        word::Written,
    };

    #[test]
    fn whoever_stamps_by_pin_is_asked_which_of_several_rows() {
        let work = |nature: &str| NewRow {
            pin: Pin::read("8123499"),
            surname: Written::from("Sample"),
            born: None,
            restricted: false,
            nature: nature.into(),
            number: None,
            recorded: jiff::civil::datetime(2026, 11, 16, 9, 0, 0, 0).into(),
            is_hidden: false,
        };
        let bytes = blank("Jane Smith", "SCNorth").unwrap();
        let bytes = add(&add(&bytes, &work("Visit")).unwrap().0, &work("Call")).unwrap().0;
        let tracker = Tracker::read(&bytes).unwrap();
        let mut chosen = None;
        let (said, _) = transcript("7\n2\n", |person| {
            chosen = one_of_several(person, &tracker, "81 234-99")?;
            Ok(())
        });
        assert_eq!(chosen.map(RowNumber::get), Some(2));
        assert!(
            said.contains("   1  8123499, Sample")
                && said.contains("Type the number of one of rows 1 and 2."),
            "{said}"
        );
    }
}
