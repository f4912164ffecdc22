//! Where a council stands: what is open, by team and person, oldest first.

use super::{Folder, FormSeen, Piece, State, join};
use crate::{form::FormNumber, tracker::RowNumber};
use jiff::civil::{Date, DateTime};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

/// Where a council, a team or one person stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    pub teams: Vec<TeamStatus>,
    /// Forms that lie there more than once, with the files: only one of them may be entered.
    pub copies: Vec<(FormNumber, Vec<PathBuf>)>,
}

/// Where a team stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamStatus {
    pub service: String,
    pub team: String,
    pub people: Vec<PersonStatus>,
}

/// Where one person stands. Of restricted records there are counts, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonStatus {
    pub person: String,
    pub counts: Counts,
    /// What is still to enter, the oldest first; what bears no date comes first of all, since nobody knows.
    pub open: Vec<Open>,
    /// Their trackers, if there is more than one: a copy made by OneDrive, or one begun anew. Rows that stand in
    /// both are counted twice.
    pub several_trackers: Vec<PathBuf>,
    /// Documents that could not be read, each with the reason.
    pub unread: Vec<(PathBuf, String)>,
}

/// How many pieces of work there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Still to enter.
    pub open: usize,
    /// Of these, the record is restricted.
    pub restricted: usize,
    /// Of these, no form was found: the work was noted in the tracker only, or the form is elsewhere.
    pub without_form: usize,
    /// Of these, no row was found.
    pub without_row: usize,
    /// The record is saved, and the tracker is still to be stamped.
    pub to_stamp: usize,
    /// Entered, and the tracker says when.
    pub entered: usize,
    /// Restricted forms that lie in the shared folder, where they must not be.
    pub restricted_on_share: usize,
}

/// A piece of work that is still to enter. It says nothing of the child, and nothing of what was done but the
/// title of its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The title of its form; None if it was noted in the tracker only.
    pub title: Option<String>,
    pub number: Option<FormNumber>,
    /// Where its form is.
    pub form: Option<PathBuf>,
    /// Its tracker and row.
    pub row: Option<(PathBuf, RowNumber)>,
    /// When it was recorded, if the row says so.
    pub recorded: Option<Date>,
    /// How many days ago that was.
    pub days: Option<i32>,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.open += other.open;
        self.restricted += other.restricted;
        self.without_form += other.without_form;
        self.without_row += other.without_row;
        self.to_stamp += other.to_stamp;
        self.entered += other.entered;
        self.restricted_on_share += other.restricted_on_share;
    }
}

impl TeamStatus {
    /// The counts of its people together.
    pub fn counts(&self) -> Counts {
        total(self.people.iter().map(|person| person.counts))
    }

    /// How many days the oldest of what is open has waited.
    pub fn oldest(&self) -> Option<i32> {
        self.people.iter().filter_map(PersonStatus::oldest).max()
    }
}

impl PersonStatus {
    /// How many days the oldest of what is open has waited.
    pub fn oldest(&self) -> Option<i32> {
        self.open.iter().filter_map(|open| open.days).max()
    }
}

impl Status {
    /// Counts what was seen in these folders on the share. Teams and people come in the order of their names.
    pub fn of(folders: &[Folder], today: Date) -> Self {
        let mut teams: BTreeMap<(&str, &str), Vec<PersonStatus>> = BTreeMap::new();
        for folder in folders {
            teams.entry((&folder.service, &folder.team)).or_default().push(person(folder, today));
        }
        let teams = teams.into_iter().map(|((service, team), mut people)| {
            people.sort_by(|a, b| a.person.cmp(&b.person));
            TeamStatus { service: service.to_owned(), team: team.to_owned(), people }
        });
        Self { teams: teams.collect(), copies: copies(folders) }
    }

    /// The counts of all teams together.
    pub fn counts(&self) -> Counts {
        total(self.teams.iter().map(TeamStatus::counts))
    }
}

fn total(all: impl Iterator<Item = Counts>) -> Counts {
    all.fold(Counts::default(), |mut sum, counts| {
        sum.add(counts);
        sum
    })
}

fn person(folder: &Folder, today: Date) -> PersonStatus {
    let mut counts = Counts::default();
    let mut open = Vec::new();
    for piece in join(folder) {
        let is_restricted = piece.is_restricted();
        counts.restricted_on_share += usize::from(piece.form.is_some_and(|form| form.is_restricted));
        match piece.state {
            State::Entered => counts.entered += 1,
            State::ToStamp => counts.to_stamp += 1,
            State::Open => {
                counts.open += 1;
                if is_restricted {
                    counts.restricted += 1;
                    continue;
                }
                counts.without_form += usize::from(piece.form.is_none());
                counts.without_row += usize::from(piece.row.is_none());
                open.push(Open::of(&piece, today));
            }
        }
    }
    open.sort_by_key(|open| (open.recorded, open.title.clone(), open.number));
    let trackers: Vec<PathBuf> = folder.trackers.iter().map(|seen| seen.file.clone()).collect();
    PersonStatus {
        person: folder.person.clone(),
        counts,
        open,
        several_trackers: if trackers.len() > 1 { trackers } else { Vec::new() },
        unread: folder.unread.clone(),
    }
}

impl Open {
    fn of(piece: &Piece<'_>, today: Date) -> Self {
        let recorded = match piece.row {
            Some((_, row)) => row.recorded_at().map(|(date, _)| date),
            None => piece.form.and_then(|form| form.wanted.recorded).map(DateTime::date),
        };
        let days = recorded.and_then(|date| today.since(date).ok()).map(|span| span.get_days());
        Self {
            title: piece.form.map(|form| form.title.to_string()),
            number: piece.number(),
            form: piece.form.map(|form| form.file.clone()),
            row: piece.row.map(|(seen, row)| (seen.file.clone(), row.row)),
            recorded,
            days,
        }
    }
}

/// Forms with the same number and the same secret, in more than one file: copies, of which only one may be
/// entered. A number alone may come twice by chance among thousands.
fn copies(folders: &[Folder]) -> Vec<(FormNumber, Vec<PathBuf>)> {
    let mut files: BTreeMap<(FormNumber, [u8; 16]), BTreeSet<PathBuf>> = BTreeMap::new();
    let forms = folders.iter().flat_map(|folder| &folder.forms);
    // Where a restricted record lies is named in no list.
    for FormSeen { issue, file, .. } in forms.filter(|form| !form.is_restricted) {
        if let Some(issue) = issue {
            files.entry((issue.number, issue.secret)).or_default().insert(file.clone());
        }
    }
    let several = files.into_iter().filter(|(_, files)| files.len() > 1);
    several.map(|((number, _), files)| (number, files.into_iter().collect())).collect()
}
