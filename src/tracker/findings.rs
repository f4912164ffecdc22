//! What is odd about a tracker that people keep by hand: told, and never refused.

use super::{Heading, RowNumber, Tracker, TrackerRow, row::is_day};
use crate::{form::FormNumber, template::date::parse_date};
use jiff::civil::Date;

/// Something that a person should look at. It repeats nothing that stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackerFinding {
    /// None: it is about the tracker as a whole.
    pub row: Option<RowNumber>,
    /// The column, where it is about one.
    pub heading: Option<Heading>,
    pub message: String,
}

impl Tracker {
    /// What is odd about it. `today` settles what lies in the future.
    pub fn findings(&self, today: Date) -> Vec<TrackerFinding> {
        let whole = |heading, message: String| TrackerFinding { row: None, heading, message };
        let mut findings = Vec::new();
        if self.tables > 1 {
            let message = format!(
                "{} tables have the tracker's headings: their rows are counted on, and new ones go below the last",
                self.tables
            );
            findings.push(whole(None, message));
        }
        for heading in &self.missing {
            let message =
                format!("no column is headed \u{201c}{heading}\u{201d}: type it above the one that is meant");
            findings.push(whole(Some(*heading), message));
        }
        findings.extend(self.rows.iter().flat_map(|row| self.of_row(row, today)));
        findings
    }

    fn of_row(&self, row: &TrackerRow, today: Date) -> Vec<TrackerFinding> {
        let has = |heading: &Heading| !self.missing.contains(heading);
        let mut found: Vec<(Heading, &str)> = Vec::new();
        let is_hidden = row.is_hidden();
        if row.pin_or_new().is_none() && !is_hidden {
            found.push((
                Heading::Pin,
                match row.pin {
                    Some(_) => "this is neither a PIN nor NEW",
                    None => "there is no PIN, and not NEW either",
                },
            ));
        }
        if row.child.is_none() {
            found.push((Heading::Child, "nobody is named"));
        } else if row.born().is_none() && !is_hidden {
            found.push((Heading::Child, "there is no date of birth that can be read"));
        }
        match (&row.recorded, row.recorded_at()) {
            (None, _) => found.push((Heading::Recorded, "it does not say when")),
            (Some(_), None) => found
                .push((Heading::Recorded, "this is no day that can be read: write it as dd/mm/yyyy hh:mm")),
            (_, Some((day, _))) if day > today => {
                found.push((Heading::Recorded, "this day has not come yet"));
            }
            _ => {}
        }
        match &row.nature {
            None => found.push((Heading::Nature, "it does not say what was done")),
            Some(nature) if has_misread_number(nature.expose()) => {
                found.push((
                    Heading::Nature,
                    "the form's number at the end is misspelt: compare it with the form",
                ));
            }
            Some(_) => {}
        }
        match &row.entered {
            Some(entered) if !is_day(entered) => {
                found.push((Heading::Entered, "these words are no day, so the row counts as still to enter"));
            }
            Some(entered) => match parse_date(entered.expose()) {
                None => {
                    found.push((Heading::Entered, "this is no day that can be read, and counts as entered"));
                }
                Some(day) if day > today => {
                    found.push((Heading::Entered, "this day has not come yet, and counts as entered"));
                }
                Some(_) => {}
            },
            None if row.day_is_merged => {
                found.push((
                    Heading::Entered,
                    "the cell is merged with another one: stopgap cannot write the day into it",
                ));
            }
            None => {}
        }
        let struck = "words are struck out or hidden here, and read as if they stood: look at them in Word";
        found.extend(row.struck.iter().map(|heading| (*heading, struck)));
        let told = found.into_iter().filter(|(heading, _)| has(heading));
        told.map(|(heading, message)| TrackerFinding {
            row: Some(row.row),
            heading: Some(heading),
            message: message.to_owned(),
        })
        .collect()
    }
}

/// Whether brackets at the end hold something like a form's number, and none.
fn has_misread_number(nature: &str) -> bool {
    let inside = nature.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once('('));
    inside.is_some_and(|(_, inside)| {
        let inside = inside.trim();
        let is_like_one = inside.len() == 6
            && inside.as_bytes()[4] == b'-'
            && inside.contains(|c: char| c.is_ascii_digit());
        is_like_one && inside.parse::<FormNumber>().is_err()
    })
}
