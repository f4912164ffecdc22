//! Work that was passed between teams: whether it arrived, and whether it was entered there.

use super::Folder;
use crate::{
    form::FormNumber,
    tracker::{Passed, Way, is_same_team},
};
use std::collections::BTreeMap;

/// What is known beside the folders that are counted.
#[derive(Default)]
pub struct Elsewhere {
    /// The names of the council's teams; none where there are no settings.
    pub teams: Vec<String>,
    /// Folders that were looked into only to see whether passed work is there.
    pub folders: Vec<Folder>,
}

/// What became of work that another team enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receipt {
    /// Nobody can tell: the row names no team that is known, or no number.
    Unknown,
    /// No tracker of the team has a row for it.
    NotReceived,
    /// It stands in a tracker of the team, or of one that it was passed on to.
    Received,
    /// It is stamped there.
    Entered,
}

/// What the trackers of all teams say of passed work.
pub(super) struct Receipts<'f> {
    teams: &'f [String],
    rows: BTreeMap<(&'f str, FormNumber), Vec<Row>>,
}

/// A row with a form's number in a team's tracker.
struct Row {
    is_entered: bool,
    passed_on: Option<Passed>,
}

impl<'f> Receipts<'f> {
    pub fn of(folders: &'f [Folder], elsewhere: &'f Elsewhere) -> Self {
        let mut rows: BTreeMap<(&str, FormNumber), Vec<Row>> = BTreeMap::new();
        for folder in folders.iter().chain(&elsewhere.folders) {
            for row in folder.trackers.iter().flat_map(|seen| seen.tracker.rows()) {
                let Some(number) = row.form_number() else { continue };
                let passed_on = row.passed().filter(|passed| passed.way == Way::To && passed.they_enter);
                // Within one team the sender's own row is no sign that somebody received it.
                if passed_on.as_ref().is_some_and(|passed| passed.is_with(&folder.team)) {
                    continue;
                }
                let row = Row { is_entered: row.is_entered(), passed_on };
                rows.entry((&folder.team, number)).or_default().push(row);
            }
        }
        Self { teams: &elsewhere.teams, rows }
    }

    /// The council's name for the team that a row names. What else people write there is repeated nowhere: it can
    /// be anybody's name.
    pub fn team(&self, passed: &Passed) -> Option<&'f str> {
        self.teams.iter().map(String::as_str).find(|team| is_same_team(team, passed.team.expose()))
    }

    /// What became of work that was passed to another team.
    pub fn receipt(&self, passed: &Passed, number: Option<FormNumber>) -> Receipt {
        // It may go from team to team, and in a circle.
        self.followed(passed, number, self.teams.len())
    }

    fn followed(&self, passed: &Passed, number: Option<FormNumber>, further: usize) -> Receipt {
        let (Some(team), Some(number)) = (self.team(passed), number) else { return Receipt::Unknown };
        let Some(rows) = self.rows.get(&(team, number)) else { return Receipt::NotReceived };
        let is_entered = |row: &Row| {
            row.is_entered
                || row.passed_on.as_ref().filter(|_| further > 0).is_some_and(|onward| {
                    self.followed(onward, Some(number), further - 1) == Receipt::Entered
                })
        };
        // A row for each child of the form: all of them.
        if rows.iter().all(is_entered) { Receipt::Entered } else { Receipt::Received }
    }
}
