//! A child who is NEW: who else of the team has them, and the PIN that they get.

use super::{Sitting, Stamp};
use crate::{
    desk::{Closeness, survey, tracker_in, trackers},
    form::Pin,
    overview::{Alike, Folder, NewChild, TrackerSeen},
    reentry::{NotedPin, Record, Step, StepKind, StepState},
    template::{Pack, ids},
    tracker::{Match, PinWritten, RowNumber, Tracker, Wanted, find_row_beside},
    word::Written,
};
use jiff::civil::Date;
use std::path::{Path, absolute};

/// Where a child who is NEW is looked for.
pub(super) struct Looking<'l> {
    pub form: &'l Path,
    pub tracker: Option<&'l Path>,
    /// The folder of the whole team.
    pub team: Option<&'l Path>,
    pub pack: &'l Pack,
    pub today: Date,
}

impl Looking<'_> {
    /// For each record that has to be made, where else of the team a child was written down who may be the same;
    /// and the PINs that the team has noted.
    pub fn look(&self, records: &[Record]) -> (Vec<Vec<Alike>>, Vec<NotedPin>) {
        if !records.iter().any(|record| record.child.is_new()) {
            return (vec![Vec::new(); records.len()], Vec::new());
        }
        let folders = self.folders();
        (self.alike(records, &folders), noted_pins(records, &folders))
    }

    fn alike(&self, records: &[Record], folders: &[Folder]) -> Vec<Vec<Alike>> {
        let form = absolute(self.form).unwrap_or_else(|_| self.form.to_owned());
        let alike = |record: &Record| {
            if !record.child.is_new() {
                return Vec::new();
            }
            let child = NewChild {
                surname: record.child.surname.expose(),
                forename: record.child.forename.expose(),
                born: record.child.born,
                form: &form,
                issue: record.form.identity.issue.as_ref(),
                wanted: &super::finish::wanted(record),
            };
            child.alike_in(folders)
        };
        records.iter().map(alike).collect()
    }

    /// The team's folders, or at least the tracker that the form is noted in. What cannot be read there is told by
    /// `stopgap status`, and holds up nobody here.
    fn folders(&self) -> Vec<Folder> {
        let team = self.team.and_then(|team| absolute(team).ok());
        let surveyed = team
            .as_ref()
            .and_then(|team| survey(team, None, self.pack, Closeness::Queue, self.today, |_, _| {}).ok());
        let mut folders = surveyed.map(|surveyed| surveyed.folders).unwrap_or_default();
        let Some(tracker) = self.tracker.and_then(|tracker| absolute(tracker).ok()) else { return folders };
        if !folders.iter().flat_map(|folder| &folder.trackers).any(|seen| seen.file == tracker)
            && let Ok(read) = tracker_in(&tracker)
        {
            let trackers = vec![TrackerSeen { file: tracker, tracker: read }];
            folders.push(Folder { trackers, ..Folder::default() });
        }
        folders
    }
}

/// The PINs in the team's trackers, each with the child of this form whose own row it is.
fn noted_pins(records: &[Record], folders: &[Folder]) -> Vec<NotedPin> {
    let wanted: Vec<Wanted> = records.iter().map(super::finish::wanted).collect();
    let mut noted = Vec::new();
    for TrackerSeen { file, tracker } in folders.iter().flat_map(|folder| &folder.trackers) {
        let own: Vec<Option<RowNumber>> = (0..records.len())
            .map(|at| {
                let others: Vec<Wanted> = wanted
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != at)
                    .map(|(_, w)| w.clone())
                    .collect();
                match find_row_beside(tracker, &wanted[at], &others) {
                    Match::One(row) | Match::Entered(row) => Some(row),
                    Match::Several(_) | Match::None => None,
                }
            })
            .collect();
        noted.extend(tracker.rows().iter().filter_map(|row| {
            let at = own.iter().position(|own| *own == Some(row.row));
            NotedPin::of(row, file, at.map(|at| records[at].key.clone()))
        }));
    }
    noted
}

/// Of rows that say the same of twins who are NEW, any: whose it is, the PIN will say. None where they say more, or
/// are more than there are such children.
fn any_of_twins(
    tracker: &Tracker,
    rows: &[RowNumber],
    wanted: &Wanted,
    others: &[Wanted],
) -> Option<RowNumber> {
    let is_twin = |other: &&Wanted| {
        wanted.born.is_some()
            && (other.born, &other.surname) == (wanted.born, &wanted.surname)
            && matches!(other.pin, Some(Pin::New))
    };
    let first = tracker.row(*rows.first()?)?;
    let is_alike = |row: &RowNumber| {
        tracker.row(*row).is_some_and(|row| {
            row.child == first.child
                && row.nature == first.nature
                && matches!(row.pin_or_new(), Some(Pin::New))
        })
    };
    let twins = others.iter().filter(is_twin).count() + 1;
    (rows.len() <= twins && rows.iter().all(is_alike)).then_some(first.row)
}

/// A new PIN that could not be written into its row.
pub struct PinLeft {
    record: usize,
    /// Whose it is, by forename and surname; blank of a restricted record.
    pub child: Written,
    pub pin: Pin,
    /// Why it could not.
    pub why: String,
}

/// What became of a new PIN in the form's own row.
enum OwnRow {
    HasIt(RowNumber),
    /// What a person has to know of it.
    HasAnother(String),
    /// Why it could not be written.
    LacksIt(String),
}

impl Sitting {
    /// Others of the team who have a form or a row for a child who may be the one at hand, who is new. Before
    /// somebody makes a second record, they should be looked at.
    pub fn alike(&self) -> &[Alike] {
        let at = self.session.record_number().saturating_sub(1);
        self.alike.get(at).map_or(&[], Vec::as_slice)
    }

    /// The same for each record of the form, as the places where they are noted.
    pub fn alike_of_records(&self) -> Vec<Vec<String>> {
        self.alike.iter().map(|of_record| of_record.iter().map(Alike::place).collect()).collect()
    }

    /// A new PIN goes into the tracker at once, for it is kept nowhere else, and into the rows of the child's other
    /// forms in the team.
    pub(super) fn write_new_pin(&mut self) {
        let Some(learned) = self.session.learned().last() else { return };
        let Some(pin) = Pin::read(learned.given.expose()) else { return };
        let record = self.session.records().iter().position(|record| record.key == learned.child);
        let record = record.unwrap_or(0);
        self.pins_left.retain(|left| left.record != record);
        let mut told = Vec::new();
        match self.write_into_own_row(record, &pin) {
            OwnRow::HasIt(_) => {}
            OwnRow::HasAnother(what) => told.push(what),
            OwnRow::LacksIt(why) => {
                let child = self.session.records()[record].child.name();
                let child = if self.form.is_restricted() { Written::default() } else { child };
                told.push(format!(
                    "The PIN is not in the tracker: {why}. That is tried again at the end. Until it stands there, keep it: it is noted nowhere else."
                ));
                self.pins_left.push(PinLeft { record, child, pin: pin.clone(), why });
            }
        }
        told.extend(self.write_into_rows_of_others(record, &pin));
        told.extend(self.session.noted_for_another(record, &pin).map(|taken| {
            format!(
                "Careful: {taken}. Look at both rows. If they are two children, correct in Word the one that is wrong."
            )
        }));
        if !told.is_empty() {
            self.session.tell(told.join(" "));
        }
    }

    /// Tries once more to write the new PINs that could not be written when they were given.
    pub(super) fn try_pins_again(&mut self) {
        for mut left in std::mem::take(&mut self.pins_left) {
            match self.write_into_own_row(left.record, &left.pin) {
                OwnRow::HasIt(row) => self.pins_late.push(row),
                OwnRow::HasAnother(why) | OwnRow::LacksIt(why) => {
                    left.why = why;
                    self.pins_left.push(left);
                }
            }
        }
    }

    /// New PINs that are still not in their rows.
    pub fn pins_left(&self) -> &[PinLeft] {
        &self.pins_left
    }

    /// Rows that got a new PIN only when it was tried again.
    pub fn pins_late(&self) -> &[RowNumber] {
        &self.pins_late
    }

    /// Whether a row that bears the date says NEW although the child was given a PIN, which nobody knows here any
    /// more: it was given at an earlier sitting.
    pub(super) fn still_says_new(&self, record: usize, stamp: &Stamp) -> bool {
        let (Stamp::Done(row) | Stamp::Already(row), Some(tracker)) = (stamp, &self.tracker) else {
            return false;
        };
        let steps = &self.session.records()[record].steps;
        let asks =
            |step: &Step| matches!(&step.kind, StepKind::Ask { field, .. } if field.as_str() == ids::PIN);
        let was_given =
            steps.iter().any(|step| asks(step) && self.session.state(step) == Some(StepState::Entered));
        let says_new = |tracker: Tracker| {
            tracker.row(*row).is_some_and(|row| matches!(row.pin_or_new(), Some(Pin::New)))
        };
        was_given
            && !self.pins_left.iter().any(|left| left.record == record)
            && tracker_in(tracker).is_ok_and(says_new)
    }

    fn write_into_own_row(&self, record: usize, pin: &Pin) -> OwnRow {
        // The row says NEW yet, or another PIN, which has to be told.
        let (mut wanted, others) = self.wanted(record);
        wanted.pin = trackers::wanted(&self.session.records()[record].form).pin;
        let choose = |tracker: &Tracker| match find_row_beside(tracker, &wanted, &others) {
            Match::One(row) | Match::Entered(row) => Some(row),
            Match::Several(rows) => any_of_twins(tracker, &rows, &wanted, &others),
            Match::None => None,
        };
        let written = self.tracker.as_ref().map(|path| (path, trackers::put_pin(path, choose, pin)));
        match written {
            Some((_, Ok(Some((row, PinWritten::Done | PinWritten::Same))))) => OwnRow::HasIt(row),
            Some((path, Ok(Some((row, PinWritten::Another))))) => OwnRow::HasAnother(format!(
                "Row {row} of {} bears another PIN: look at both and correct it in Word.",
                path.display()
            )),
            Some((_, Err(error))) => OwnRow::LacksIt(error.to_string()),
            None | Some((_, Ok(None))) => OwnRow::LacksIt("no row is surely this form's".to_owned()),
        }
    }

    /// Where the child is surely the same, their other rows get the PIN too; of the rest a person judges.
    fn write_into_rows_of_others(&self, record: usize, pin: &Pin) -> Vec<String> {
        // The number of a restricted record goes into nobody's tracker on the share.
        if self.form.is_restricted() {
            return Vec::new();
        }
        let mut told = Vec::new();
        for alike in self.alike.get(record).into_iter().flatten().filter(|alike| !alike.has_pin) {
            let Some((path, row)) = &alike.row else { continue };
            let row_there = || format!("row {row} of {}", path.display());
            if !alike.is_same {
                told.push(format!(
                    "Look whether {} is about the same child, and write the PIN there if it is.",
                    row_there()
                ));
                continue;
            }
            // Rows may have come in before it: it is the form's by its number.
            let choose = |tracker: &Tracker| -> Option<RowNumber> {
                let mut rows = tracker.rows().iter().filter(|there| {
                    alike.number.is_some()
                        && there.form_number() == alike.number
                        && there.born() == self.session.records()[record].child.born
                });
                let (row, None) = (rows.next()?, rows.next()) else { return None };
                Some(row.row)
            };
            told.push(match trackers::put_pin(path, choose, pin) {
                Ok(Some((row, PinWritten::Done | PinWritten::Same))) => {
                    format!("It is in row {row} of {} too, which is of the same child.", path.display())
                }
                Ok(_) => format!("It could not be written into {}: write it there in Word.", row_there()),
                Err(error) => format!("It is not in {}: {error}. Write it there in Word.", row_there()),
            });
        }
        told
    }
}
