//! Where a council stands: what is open, by team and person, oldest first.

use super::{Elsewhere, Folder, FormSeen, Piece, Receipt, State, join, receipts::Receipts};
use crate::{
    form::FormNumber,
    reentry::UnderWay,
    tracker::{RowNumber, Way},
};
use jiff::civil::{Date, Time};
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

/// Where one person stands. Of restricted records there are counts, and the
/// numbers of forms that lie where they must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonStatus {
    pub person: String,
    pub counts: Counts,
    /// What is still to enter, the oldest first; what bears no date comes first of all, since nobody knows.
    pub open: Vec<Open>,
    /// What another team enters and has not entered yet, in the same order.
    pub passed: Vec<PassedOn>,
    /// The numbers of restricted forms that lie in the shared folder, of those that have one. A tracker there says no
    /// more of them either.
    pub restricted_on_share: Vec<FormNumber>,
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
    /// Passed to another team that enters it, and not entered there yet, as far as can be seen.
    pub passed: usize,
    /// Of these, no tracker of that team has a row for it.
    pub not_received: usize,
    /// Passed to another team and entered there.
    pub entered_there: usize,
    /// Received from another team that enters it itself: only noted here.
    pub noted: usize,
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
    /// At what time of that day, if the row says so.
    pub recorded_time: Option<Time>,
    /// How many days ago that was.
    pub days: Option<i32>,
    /// The outage in which it was recorded, where somebody told: see [`Status::in_outages`].
    pub outage: Option<String>,
    /// It was passed to another team or came from one, and is entered here all the same: which way, and the
    /// council's name for the team.
    pub passed: Option<(Way, Option<String>)>,
    /// What it was left waiting for, in the words of its definition.
    pub waits_for: Option<String>,
    /// How far it is, if steps were done.
    pub under_way: Option<UnderWay>,
    /// Which of the rows of its form, and of how many, where several bear its number.
    pub row_of_form: Option<(usize, usize)>,
}

/// A piece of work that another team enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOn {
    /// What it is. Its days count from when it was recorded, as of all work.
    pub work: Open,
    /// The council's name for the team; None where the row names none that it has.
    pub team: Option<String>,
    /// The day on which it was passed, if the row says so.
    pub on: Option<Date>,
    pub receipt: Receipt,
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
        self.passed += other.passed;
        self.not_received += other.not_received;
        self.entered_there += other.entered_there;
        self.noted += other.noted;
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
    pub fn of(folders: &[Folder], elsewhere: &Elsewhere, today: Date) -> Self {
        let receipts = Receipts::of(folders, elsewhere);
        let mut teams: BTreeMap<(&str, &str), Vec<PersonStatus>> = BTreeMap::new();
        for folder in folders {
            teams.entry((&folder.service, &folder.team)).or_default().push(person(folder, &receipts, today));
        }
        let teams = teams.into_iter().map(|((service, team), mut people)| {
            people.sort_by(|a, b| a.person.cmp(&b.person));
            TeamStatus { service: service.to_owned(), team: team.to_owned(), people }
        });
        Self { teams: teams.collect(), copies: copies(folders) }
    }

    /// The same, with the outage to which each piece of work belongs by when it was recorded.
    #[must_use]
    pub fn in_outages(mut self, outage: impl Fn(Date, Option<Time>) -> Option<String>) -> Self {
        for person in self.teams.iter_mut().flat_map(|team| &mut team.people) {
            let passed = person.passed.iter_mut().map(|passed| &mut passed.work);
            for work in person.open.iter_mut().chain(passed) {
                work.outage = work.recorded.and_then(|date| outage(date, work.recorded_time));
            }
        }
        self
    }

    /// How much is still to enter of each outage; None: it was recorded in none that is known, or nobody knows when.
    /// Of restricted records that is not told.
    pub fn open_by_outage(&self) -> BTreeMap<Option<&str>, usize> {
        let mut counts = BTreeMap::new();
        let people = self.teams.iter().flat_map(|team| &team.people);
        for open in people.flat_map(|person| &person.open) {
            *counts.entry(open.outage.as_deref()).or_default() += 1;
        }
        counts
    }

    /// The counts of all teams together.
    pub fn counts(&self) -> Counts {
        total(self.teams.iter().map(TeamStatus::counts))
    }

    /// Whether work that another team enters is among what this very status tells of that team, or of the one that
    /// it was passed on to: it is one piece of work.
    pub fn is_told_where_it_went(&self, passed: &PassedOn) -> bool {
        // It may go in a circle: then it is told wherever it is.
        let mut been_to = BTreeSet::new();
        let (mut at, number) = (passed, passed.work.number);
        while at.receipt == Receipt::Received
            && let (Some(team), Some(_)) = (&at.team, number)
            && been_to.insert(team)
        {
            let people =
                || self.teams.iter().filter(|other| other.team == *team).flat_map(|team| &team.people);
            if people().flat_map(|person| &person.open).any(|open| open.number == number) {
                return true;
            }
            match people().flat_map(|person| &person.passed).find(|onward| onward.work.number == number) {
                Some(onward) if onward.receipt != Receipt::Received => return true,
                Some(onward) => at = onward,
                None => return false,
            }
        }
        false
    }
}

fn total(all: impl Iterator<Item = Counts>) -> Counts {
    all.fold(Counts::default(), |mut sum, counts| {
        sum.add(counts);
        sum
    })
}

fn person(folder: &Folder, receipts: &Receipts<'_>, today: Date) -> PersonStatus {
    let mut counts = Counts::default();
    let (mut open, mut passed, mut restricted_on_share) = (Vec::new(), Vec::new(), Vec::new());
    for piece in join(folder) {
        let is_restricted = piece.is_restricted();
        if let Some(form) = piece.form.filter(|form| form.is_restricted) {
            counts.restricted_on_share += 1;
            restricted_on_share.extend(form.wanted.number);
        }
        match piece.state {
            State::Entered => counts.entered += 1,
            State::ToStamp => counts.to_stamp += 1,
            State::Passed => {
                let work = PassedOn::of(&piece, receipts, today);
                counts.count_passed(work.as_ref().map(|work| work.receipt));
                passed.extend(work.filter(|work| work.receipt != Receipt::Entered && !is_restricted));
            }
            State::Open => {
                counts.open += 1;
                if is_restricted {
                    counts.restricted += 1;
                    continue;
                }
                counts.without_form += usize::from(piece.form.is_none());
                counts.without_row += usize::from(piece.row.is_none());
                open.push(Open::of(&piece, receipts, today));
            }
        }
    }
    open.sort_by_key(Open::place);
    passed.sort_by_key(|passed: &PassedOn| passed.work.place());
    let trackers: Vec<PathBuf> = folder.trackers.iter().map(|seen| seen.file.clone()).collect();
    PersonStatus {
        person: folder.person.clone(),
        counts,
        open,
        passed,
        restricted_on_share,
        several_trackers: if trackers.len() > 1 { trackers } else { Vec::new() },
        unread: folder.unread.clone(),
    }
}

impl Counts {
    /// Counts a piece of work that another team enters; None: it came from them.
    fn count_passed(&mut self, receipt: Option<Receipt>) {
        match receipt {
            None => self.noted += 1,
            Some(Receipt::Entered) => self.entered_there += 1,
            Some(receipt) => {
                self.passed += 1;
                self.not_received += usize::from(receipt == Receipt::NotReceived);
            }
        }
    }
}

impl PassedOn {
    /// None for work that came from the team that enters it.
    fn of(piece: &Piece<'_>, receipts: &Receipts<'_>, today: Date) -> Option<Self> {
        let passed = piece.row?.1.passed().filter(|passed| passed.way == Way::To)?;
        Some(Self {
            work: Open::of(piece, receipts, today),
            team: receipts.team(&passed).map(str::to_owned),
            on: passed.on,
            receipt: receipts.receipt(&passed, piece.number()),
        })
    }
}

impl Open {
    /// Its place among others: the oldest first.
    fn place(&self) -> (Option<Date>, Option<String>, Option<FormNumber>) {
        (self.recorded, self.title.clone(), self.number)
    }

    fn of(piece: &Piece<'_>, receipts: &Receipts<'_>, today: Date) -> Self {
        let (recorded, recorded_time) = match piece.row {
            Some((_, row)) => row.recorded_at(),
            None => piece.form.and_then(|form| form.wanted.recorded).map(|at| (at.day, at.time)),
        }
        .map_or((None, None), |(date, time)| (Some(date), time));
        let days = recorded.and_then(|date| today.since(date).ok()).map(|span| span.get_days());
        Self {
            title: piece.form.map(|form| form.title.to_string()),
            number: piece.number(),
            form: piece.form.map(|form| form.file.clone()),
            row: piece.row.map(|(seen, row)| (seen.file.clone(), row.row)),
            recorded,
            recorded_time,
            days,
            outage: None,
            waits_for: piece.form.and_then(|form| form.waits_for.clone()),
            under_way: piece.form.and_then(|form| form.under_way.as_deref().cloned()),
            row_of_form: piece.row_of_form,
            passed: piece
                .row
                .and_then(|(_, row)| row.passed())
                .map(|passed| (passed.way, receipts.team(&passed).map(str::to_owned))),
        }
    }
}

/// Forms with the same number and the same secret, in more than one file: copies, of which only one may be
/// entered. A number alone may come twice by chance among thousands. That of a team whose row says that another
/// one enters it is no such copy: it was mailed, and nobody enters it here.
fn copies(folders: &[Folder]) -> Vec<(FormNumber, Vec<PathBuf>)> {
    let mut files: BTreeMap<(FormNumber, [u8; 16]), BTreeSet<PathBuf>> = BTreeMap::new();
    for folder in folders {
        let rows = folder.trackers.iter().flat_map(|seen| seen.tracker.rows());
        let not_entered_here: BTreeSet<FormNumber> = rows
            .filter(|row| row.is_entered_by_others())
            .filter_map(crate::tracker::TrackerRow::form_number)
            .collect();
        // Where a restricted record lies is named in no list.
        for FormSeen { issue, file, .. } in folder.forms.iter().filter(|form| !form.is_restricted) {
            let Some(issue) = issue.as_ref().filter(|issue| !not_entered_here.contains(&issue.number)) else {
                continue;
            };
            files.entry((issue.number, issue.secret)).or_default().insert(file.clone());
        }
    }
    let several = files.into_iter().filter(|(_, files)| files.len() > 1);
    several.map(|((number, _), files)| (number, files.into_iter().collect())).collect()
}
