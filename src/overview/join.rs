//! Rows and forms of one person, joined.

use super::{Folder, FormSeen, Progressed, TrackerSeen};
use crate::{
    form::FormNumber,
    tracker::{Match, RowNumber, TrackerRow, Wanted, find_row, find_row_beside},
};
use std::collections::{HashMap, HashSet};

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
    let numbered: Vec<RowsByNumber<'_>> = folder.trackers.iter().map(rows_by_number).collect();
    // The form that is surely a row's, by tracker and row: the first, where there are copies.
    let mut forms_of_rows: HashMap<(usize, RowNumber), &FormSeen> = HashMap::new();
    let mut without_row: Vec<&FormSeen> = Vec::new();
    // Those of children whose records are saved, where others of the form are not.
    let mut saved: HashSet<(usize, RowNumber)> = HashSet::new();
    for form in &folder.forms {
        let rows = rows_of(folder, &numbered, form);
        let by_child = ByChild::of(folder, form);
        if rows.is_empty() || by_child.lacks_row {
            without_row.push(form);
        }
        saved.extend(by_child.saved);
        for row in rows {
            forms_of_rows.entry(row).or_insert(form);
        }
    }
    let mut pieces = Vec::new();
    for (at, (seen, numbered)) in folder.trackers.iter().zip(&numbered).enumerate() {
        let places = places_among_rows_of_form(numbered);
        for row in seen.tracker.rows() {
            let form = forms_of_rows.get(&(at, row.row)).copied();
            let state = match form.map(|form| form.progress) {
                _ if row.is_entered() => State::Entered,
                Some(Progressed::Entered(_)) => State::ToStamp,
                _ if saved.contains(&(at, row.row)) => State::ToStamp,
                _ if row.is_entered_by_others() => State::Passed,
                _ => State::Open,
            };
            let row_of_form = places.get(&row.row).copied();
            pieces.push(Piece { row: Some((seen, row)), form, state, row_of_form });
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
    /// The rows of those that are saved, by tracker and row.
    saved: Vec<(usize, RowNumber)>,
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
                    Match::One(row) => Some((at, row)),
                    Match::Entered(_) | Match::Several(_) | Match::None => None,
                },
            ));
        }
        this
    }
}

/// The rows of a tracker that bear the number of a form, by that number. It is read out of what was done, and a
/// tracker has thousands of rows: once for each row.
type RowsByNumber<'t> = HashMap<FormNumber, Vec<&'t TrackerRow>>;

fn rows_by_number(seen: &TrackerSeen) -> RowsByNumber<'_> {
    let mut rows = RowsByNumber::new();
    for row in seen.tracker.rows() {
        if let Some(number) = row.form_number() {
            rows.entry(number).or_default().push(row);
        }
    }
    rows
}

/// For the rows that bear a number together: which of them each is, and of how many. They need not stand in the order
/// of the form, nor be as many as its children.
fn places_among_rows_of_form(numbered: &RowsByNumber<'_>) -> HashMap<RowNumber, (usize, usize)> {
    let is_told = |rows: &&Vec<&TrackerRow>| {
        rows.len() > 1 && !rows.iter().any(|row| row.is_restricted() || row.is_hidden())
    };
    let places = numbered
        .values()
        .filter(is_told)
        .flat_map(|rows| rows.iter().enumerate().map(|(at, row)| (row.row, (at + 1, rows.len()))));
    places.collect()
}

/// The rows of a form, by tracker and number of the row: all that bear its number, one for each of its children,
/// or the one that it is found by.
fn rows_of(folder: &Folder, numbered: &[RowsByNumber<'_>], form: &FormSeen) -> Vec<(usize, RowNumber)> {
    let mut rows = Vec::new();
    if let Some(number) = form.wanted.number {
        for (at, numbered) in numbered.iter().enumerate() {
            rows.extend(numbered.get(&number).into_iter().flatten().map(|row| (at, row.row)));
        }
    }
    if rows.is_empty() {
        for (at, TrackerSeen { tracker, .. }) in folder.trackers.iter().enumerate() {
            if let Match::One(row) | Match::Entered(row) = find_row(tracker, &form.wanted) {
                rows.push((at, row));
            }
        }
    }
    rows
}
