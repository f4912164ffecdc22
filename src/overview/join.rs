//! Rows and forms of one person, joined.

use super::{Folder, FormSeen, Progressed, TrackerSeen};
use crate::{
    form::FormNumber,
    tracker::{Match, TrackerRow, Wanted, find_row, find_row_beside},
};

/// A piece of work: a row, a form, or both.
pub struct Piece<'f> {
    pub row: Option<(&'f TrackerSeen, &'f TrackerRow)>,
    pub form: Option<&'f FormSeen>,
    pub state: State,
    /// Where several rows of one tracker bear the number of one form: which of them it is, and of how many. None where
    /// one of them is restricted: that there is such a row is not told.
    pub row_of_form: Option<(usize, usize)>,
}

/// Where a piece of work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is still to enter.
    Open,
    /// Its row bears a day of entry.
    Entered,
    /// The record is saved, and the row is still to be stamped.
    ToStamp,
    /// Its row says that another team enters it.
    Passed,
}

impl Piece<'_> {
    /// The number of its form.
    pub fn number(&self) -> Option<FormNumber> {
        let of_row = self.row.and_then(|(_, row)| row.form_number());
        of_row.or_else(|| self.form.and_then(|form| form.wanted.number))
    }

    /// Whether its record is restricted, as far as row and form say.
    pub fn is_restricted(&self) -> bool {
        self.row.is_some_and(|(_, row)| row.is_restricted())
            || self.form.is_some_and(|form| form.is_restricted)
    }
}

/// The work in one person's folder: each row with its form, if there is one, in the order of the trackers, and
/// behind them the forms without a row.
pub fn join(folder: &Folder) -> Vec<Piece<'_>> {
    // Every form that is surely a row's, by tracker and number of the row.
    let mut forms_of_rows: Vec<(usize, usize, &FormSeen)> = Vec::new();
    let mut without_row: Vec<&FormSeen> = Vec::new();
    // Those of children whose records are saved, where others of the form are not.
    let mut saved: Vec<(usize, usize)> = Vec::new();
    for form in &folder.forms {
        let rows = rows_of(folder, form);
        let by_child = ByChild::of(folder, form);
        if rows.is_empty() || by_child.lacks_row {
            without_row.push(form);
        }
        saved.extend(by_child.saved);
        forms_of_rows.extend(rows.into_iter().map(|(tracker, row)| (tracker, row, form)));
    }
    let mut pieces = Vec::new();
    for (at, seen) in folder.trackers.iter().enumerate() {
        for row in seen.tracker.rows() {
            let form = forms_of_rows
                .iter()
                .find(|(tracker, number, _)| *tracker == at && *number == row.row.get())
                .map(|(_, _, form)| *form);
            let state = match form.map(|form| form.progress) {
                _ if row.is_entered() => State::Entered,
                Some(Progressed::Entered(_)) => State::ToStamp,
                _ if saved.contains(&(at, row.row.get())) => State::ToStamp,
                _ if row.is_entered_by_others() => State::Passed,
                _ => State::Open,
            };
            pieces.push(Piece { row: Some((seen, row)), form, state, row_of_form: row_of_form(seen, row) });
        }
    }
    pieces.extend(without_row.into_iter().map(|form| Piece {
        row: None,
        row_of_form: None,
        form: Some(form),
        state: match form.progress {
            Progressed::Entered(_) => State::ToStamp,
            Progressed::NotBegun | Progressed::Begun => State::Open,
        },
    }));
    pieces
}

/// What the rows say of a form of which some records are saved, and others are not.
#[derive(Default)]
struct ByChild {
    /// The rows of those that are saved, by tracker and number of the row.
    saved: Vec<(usize, usize)>,
    /// One who is still to be entered has no row.
    lacks_row: bool,
}

impl ByChild {
    fn of(folder: &Folder, form: &FormSeen) -> Self {
        let mut this = Self::default();
        for (child, seen) in form.children.iter().enumerate() {
            let others = form.children.iter().enumerate().filter(|(other, _)| *other != child);
            let others: Vec<Wanted> = others.map(|(_, other)| other.wanted.clone()).collect();
            let found: Vec<(usize, Match)> = folder
                .trackers
                .iter()
                .map(|TrackerSeen { tracker, .. }| find_row_beside(tracker, &seen.wanted, &others))
                .enumerate()
                .filter(|(_, found)| *found != Match::None)
                .collect();
            this.lacks_row |= !seen.is_saved && found.is_empty();
            this.saved.extend(found.into_iter().filter(|_| seen.is_saved).filter_map(
                |(at, found)| match found {
                    Match::One(row) => Some((at, row.get())),
                    Match::Entered(_) | Match::Several(_) | Match::None => None,
                },
            ));
        }
        this
    }
}

/// The rows need not stand in the order of the form, nor be as many as its children.
fn row_of_form(seen: &TrackerSeen, row: &TrackerRow) -> Option<(usize, usize)> {
    let number = row.form_number()?;
    let rows = seen.tracker.rows().iter().filter(|other| other.form_number() == Some(number));
    let rows: Vec<&TrackerRow> = rows.collect();
    if rows.iter().any(|row| row.is_restricted() || row.is_hidden()) {
        return None;
    }
    let at = rows.iter().position(|other| other.row == row.row)?;
    (rows.len() > 1).then_some((at + 1, rows.len()))
}

/// The rows of a form, by tracker and number of the row: all that bear its number, one for each of its children,
/// or the one that it is found by.
fn rows_of(folder: &Folder, form: &FormSeen) -> Vec<(usize, usize)> {
    let mut rows = Vec::new();
    for (at, TrackerSeen { tracker, .. }) in folder.trackers.iter().enumerate() {
        let numbered = tracker
            .rows()
            .iter()
            .filter(|row| form.wanted.number.is_some() && row.form_number() == form.wanted.number);
        rows.extend(numbered.map(|row| (at, row.row.get())));
    }
    if rows.is_empty() {
        for (at, TrackerSeen { tracker, .. }) in folder.trackers.iter().enumerate() {
            if let Match::One(row) | Match::Entered(row) = find_row(tracker, &form.wanted) {
                rows.push((at, row.get()));
            }
        }
    }
    rows
}
