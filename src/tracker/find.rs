//! Finding the row that a form belongs to.

use super::{Recorded, RowNumber, Tracker, TrackerRow, words::words};
use crate::{
    form::{FormNumber, Pin},
    word::Written,
};
use jiff::civil::Date;

/// What is known of the form whose row is wanted. It has no `Debug`, which would show when a child was born.
#[derive(Clone, Default)]
pub struct Wanted {
    pub number: Option<FormNumber>,
    /// The child's PIN in EHM or LCS, or "NEW".
    pub pin: Option<Pin>,
    pub surname: Option<Written>,
    pub born: Option<Date>,
    pub recorded: Option<Recorded>,
    /// Words for the kind of work: the form's title, and what its row would say.
    pub natures: Vec<String>,
}

/// The row or rows that a form can belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// This row, which is not stamped yet.
    One(RowNumber),
    /// This row, and it is already stamped.
    Entered(RowNumber),
    /// One of these: a person has to say which.
    Several(Vec<RowNumber>),
    None,
}

impl Tracker {
    /// The rows that are surely a form's: all that bear its number, one for each of its children, or the one that it
    /// is found by.
    pub fn rows_of(&self, wanted: &Wanted) -> Vec<&TrackerRow> {
        let numbered = self.numbered(wanted.number);
        match find_row(self, wanted) {
            Match::One(row) | Match::Entered(row) if numbered.is_empty() => {
                self.row(row).into_iter().collect()
            }
            _ => numbered,
        }
    }

    /// The rows that bear a form's number; none for a form without one.
    pub fn numbered(&self, number: Option<FormNumber>) -> Vec<&TrackerRow> {
        self.rows().iter().filter(|row| number.is_some() && row.form_number() == number).collect()
    }
}

/// Finds a form's row: by the number in brackets at the end of its nature of work, or, if no row bears
/// the form's number, among the rows without one by PIN, or by surname with birth date or time recorded.
pub fn find_row(tracker: &Tracker, wanted: &Wanted) -> Match {
    find_row_beside(tracker, wanted, &[])
}

/// The same for one of several children whom a form is about: the rows that are plainly those of the others are
/// none of this one's.
pub fn find_row_beside(tracker: &Tracker, wanted: &Wanted, others: &[Wanted]) -> Match {
    let numbered = wanted.number.map_or_else(Vec::new, |number| {
        // A copy of a form bears its number: whose row it is, the child decides.
        let of_form = tracker.rows().iter().filter(|row| row.form_number() == Some(number));
        let is_not_another =
            |row: &&TrackerRow| !row.is_of_another(wanted) && !Fit::is_of_other(row, wanted, others);
        of_form.filter(is_not_another).collect()
    });
    // That of a twin who has no PIN yet fits, too.
    let has_pin = |row: &&TrackerRow| Fit::pin(row.pin_or_new().as_ref(), wanted) == Some(true);
    let by_pin: Vec<&TrackerRow> =
        if others.is_empty() { Vec::new() } else { numbered.iter().copied().filter(has_pin).collect() };
    let numbered = if by_pin.is_empty() { numbered } else { by_pin };
    if !numbered.is_empty() {
        return one_of(&numbered);
    }
    let fitting: Vec<(&TrackerRow, Fit)> = tracker
        .rows()
        .iter()
        .filter(|row| row.form_number().is_none() && !Fit::is_of_other(row, wanted, others))
        .filter_map(|row| Some((row, Fit::of(row, wanted)?)))
        .collect();
    let at_the_time: Vec<&TrackerRow> =
        fitting.iter().filter(|(_, fit)| *fit == Fit::AtTheTime).map(|(row, _)| *row).collect();
    if !at_the_time.is_empty() {
        return one_of(&at_the_time);
    }
    // That the child has a stamped row of another time says nothing about this form.
    let open: Vec<&TrackerRow> =
        fitting.into_iter().map(|(row, _)| row).filter(|row| !row.is_entered()).collect();
    one_of(&open)
}

/// Of rows that fit, those not stamped yet; if all are stamped, the first.
fn one_of(rows: &[&TrackerRow]) -> Match {
    let open: Vec<RowNumber> = rows.iter().filter(|row| !row.is_entered()).map(|row| row.row).collect();
    match (&open[..], rows) {
        ([row], _) => Match::One(*row),
        ([], [stamped, ..]) => Match::Entered(stamped.row),
        ([], []) => Match::None,
        _ => Match::Several(open),
    }
}

/// How well a row without a form number fits what is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The same child, and no word of when.
    Child,
    /// The same child at the same time.
    AtTheTime,
}

impl Fit {
    /// `None` unless the PIN is the same, or the surname and when the child was born or the work recorded,
    /// and nothing that both know differs. A surname alone is a sibling's, too.
    fn of(row: &TrackerRow, wanted: &Wanted) -> Option<Self> {
        let pin = Self::pin(row.pin_or_new().as_ref(), wanted);
        let surname = Self::surname(row, wanted);
        let born = same(row.born(), wanted.born, |a, b| a == b);
        let of_row = row.recorded_at().map(|(day, time)| Recorded { day, time });
        let time = same(of_row, wanted.recorded, Recorded::is);
        let known = [pin, surname, born, time, Self::nature(row, wanted)];
        let is_child =
            pin == Some(true) || surname == Some(true) && (born == Some(true) || time == Some(true));
        (is_child && !known.contains(&Some(false))).then_some(match time {
            Some(true) => Self::AtTheTime,
            _ => Self::Child,
        })
    }

    /// Whether the row is plainly that of another child of the same form, and not of this one.
    fn is_of_other(row: &TrackerRow, wanted: &Wanted, others: &[Wanted]) -> bool {
        if others.is_empty() {
            return false;
        }
        // They are read out of what people wrote: once, and not for each of the others.
        let (pin, born) = (row.pin_or_new(), row.born());
        let has_pin = |wanted: &Wanted| Self::pin(pin.as_ref(), wanted) == Some(true);
        let is_plain = |wanted: &Wanted| {
            let is_born = same(born, wanted.born, |a, b| a == b) == Some(true);
            has_pin(wanted) || is_born && Self::surname(row, wanted) == Some(true)
        };
        // Twins share surname and birth date.
        let is_by_pin = others.iter().any(has_pin) && !has_pin(wanted);
        is_by_pin || others.iter().any(is_plain) && !is_plain(wanted)
    }

    fn surname(row: &TrackerRow, wanted: &Wanted) -> Option<bool> {
        row.is_named(wanted.surname.as_ref()?)
    }

    /// Whether the PINs are the same, where both have been issued: a child who was NEW has one by now.
    fn pin(there: Option<&Pin>, wanted: &Wanted) -> Option<bool> {
        match (there?, wanted.pin.as_ref()?) {
            (Pin::New, _) | (_, Pin::New) => None,
            (there, wanted) => Some(there == wanted),
        }
    }

    /// Whether the row is about this kind of work: it begins with the same word, as people abbreviate the rest.
    fn nature(row: &TrackerRow, wanted: &Wanted) -> Option<bool> {
        let first = |text: &str| words(text).split(' ').next().map(str::to_owned);
        let said = first(row.nature.as_ref()?.expose())?;
        let known: Vec<String> = wanted.natures.iter().filter_map(|nature| first(nature)).collect();
        (!known.is_empty()).then(|| known.contains(&said))
    }
}

impl TrackerRow {
    /// Whether this surname is among its words for the child, however it was typed; None where there are none to
    /// compare.
    pub fn is_named(&self, surname: &Written) -> Option<bool> {
        let surname = Some(surname).filter(|surname| !surname.is_blank());
        same(self.child.as_ref(), surname, |child, surname| {
            format!(" {} ", words(child.expose())).contains(&format!(" {} ", words(surname.expose())))
        })
    }

    /// Whether the row is plainly about another child than is wanted.
    pub(super) fn is_of_another(&self, wanted: &Wanted) -> bool {
        let born = same(self.born(), wanted.born, |a, b| a == b);
        Fit::pin(self.pin_or_new().as_ref(), wanted) == Some(false) || born == Some(false)
    }
}

/// Whether two things are the same, where both are known.
fn same<A, B>(a: Option<A>, b: Option<B>, is_same: impl FnOnce(A, B) -> bool) -> Option<bool> {
    Some(is_same(a?, b?))
}
