//! A row of work in a tracker.

use super::{add::HIDDEN, headings::Heading, sheet::SheetRow};
use crate::{
    form::{FormNumber, Pin},
    template::{
        date::{parse_date, parse_date_time},
        says_no,
    },
    word::Written,
};
use jiff::civil::{Date, Time};
use std::{fmt, num::NonZeroUsize, str::FromStr};

/// The number of a row: rows of work are counted from 1 below the headings, as a person counts them,
/// without blank rows, deleted ones and the "(e.g.)" samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowNumber(NonZeroUsize);

/// The text is no row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a row number: rows are counted from 1, below the headings")]
pub struct NotARowNumber;

impl RowNumber {
    /// The number as such, from 1.
    pub fn get(self) -> usize {
        self.0.get()
    }

    /// The number of the row with `rows` of work above it.
    pub(super) fn after(rows: usize) -> Self {
        Self(NonZeroUsize::MIN.saturating_add(rows))
    }

    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..).map(Self::after)
    }

    /// How many rows of work are above it.
    pub(super) fn index(self) -> usize {
        self.get() - 1
    }
}

impl fmt::Display for RowNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for RowNumber {
    type Err = NotARowNumber;

    fn from_str(text: &str) -> Result<Self, NotARowNumber> {
        text.trim().parse().map(Self).map_err(|_| NotARowNumber)
    }
}

/// So many words at most say who a child is and when it was born; behind them stands something else.
const WORDS_OF_A_CHILD: usize = 100;

/// What a row of a tracker says; `None` where its cell is blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackerRow {
    pub row: RowNumber,
    /// The child's PIN in EHM or LCS, or "NEW".
    pub pin: Option<Written>,
    /// Surname and date of birth.
    pub child: Option<Written>,
    /// Anything that marks the record as restricted, usually "x".
    pub restricted: Option<Written>,
    /// When the information was recorded.
    pub recorded: Option<Written>,
    /// What was done, with the form's number in brackets at its end if the form has one.
    pub nature: Option<Written>,
    /// The day on which it was entered into the case system.
    pub entered: Option<Written>,
    /// The cell for that day is merged with the one above it.
    pub(super) day_is_merged: bool,
    /// Below which headings words are struck out or hidden.
    pub(super) struck: Vec<Heading>,
}

impl TrackerRow {
    pub(super) fn read(number: RowNumber, found: &SheetRow<'_, '_>) -> Self {
        let [pin, child, restricted, recorded, nature, entered] = found.reading.texts.clone();
        let day_is_merged = found.cell(Heading::Entered).is_none_or(|cell| !cell.is_shown());
        let struck = found.reading.struck.clone();
        Self { row: number, pin, child, restricted, recorded, nature, entered, day_is_merged, struck }
    }

    /// Its PIN or NEW, where one of them stands there.
    pub fn pin_or_new(&self) -> Option<Pin> {
        Pin::read(self.pin.as_ref()?.expose())
    }

    /// Its PIN, where one that was issued stands there.
    pub fn pin_issued(&self) -> Option<Pin> {
        self.pin_or_new().filter(Pin::is_issued)
    }

    /// Whether it says of a restricted record only that there is one.
    pub fn is_hidden(&self) -> bool {
        let says = |text: &Option<Written>| text.as_ref().is_some_and(|text| text.expose().trim() == HIDDEN);
        says(&self.pin) && says(&self.child)
    }

    /// The number of its form.
    pub fn form_number(&self) -> Option<FormNumber> {
        FormNumber::at_end_of(self.nature.as_ref()?.expose())
    }

    /// Whether it was entered into the case system: a day stands in the last column.
    pub fn is_entered(&self) -> bool {
        self.entered.as_ref().is_some_and(is_day)
    }

    /// The day of entry, if what stands there is one that can be read.
    pub fn entered_on(&self) -> Option<Date> {
        parse_date(self.entered.as_ref()?.expose())
    }

    /// Whether its record is restricted. All that does not plainly say no says yes: the mistake in
    /// that direction harms nobody.
    pub fn is_restricted(&self) -> bool {
        self.restricted.as_ref().is_some_and(|mark| !says_no(mark.expose()))
    }

    /// When the information was recorded, if what stands there is a date.
    pub fn recorded_at(&self) -> Option<(Date, Option<Time>)> {
        parse_date_time(self.recorded.as_ref()?.expose())
    }

    /// The child's name, without the date of birth and what stands round it.
    pub fn surname(&self) -> Option<Written> {
        let text = self.child.as_ref()?.expose();
        let is_of_birth = |word: &str| {
            let lower = word.to_lowercase();
            ["born", "dob", "d.o.b", "edd"].contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
        };
        let mut words: Vec<&str> = Vec::new();
        for word in text.split_whitespace().take(WORDS_OF_A_CHILD) {
            let before = word.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
            let has_digit = before.len() < word.len();
            // "Smith,10/06/2019" and "Smith(10/06/2019)"; but "2A" and "B2" are no names.
            if is_of_birth(before) || has_digit && !before.ends_with([',', ';', ':', '(']) {
                break;
            }
            words.push(before);
            if has_digit {
                break;
            }
        }
        let name = words.join(" ");
        let name = name.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | ' '));
        (!name.is_empty()).then(|| name.into())
    }

    /// The child's date of birth, wherever it stands beside the name.
    pub fn born(&self) -> Option<Date> {
        let text = self.child.as_ref()?.expose();
        let marks = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | ':');
        let words: Vec<&str> =
            text.split(marks).filter(|word| !word.is_empty()).take(WORDS_OF_A_CHILD).collect();
        // "10 June 2019" is three words, "10/06/2019" one.
        (1..=3).rev().flat_map(|length| words.windows(length)).find_map(|words| parse_date(&words.join(" ")))
    }
}

/// Whether a day stands in the last column: "not yet" and "tbc" are none on which something was entered.
pub(super) fn is_day(text: &Written) -> bool {
    text.expose().contains(|c: char| c.is_ascii_digit())
}
