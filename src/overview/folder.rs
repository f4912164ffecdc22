//! What was seen in one person's folder.

use super::FormDetail;
use crate::{
    form::Issue,
    reentry::UnderWay,
    tracker::{Tracker, Wanted},
};
use jiff::civil::DateTime;
use std::{path::PathBuf, sync::Arc};

/// One person's folder: their trackers and their forms.
#[derive(Default)]
pub struct Folder {
    pub service: String,
    pub team: String,
    pub person: String,
    pub trackers: Vec<TrackerSeen>,
    pub forms: Vec<FormSeen>,
    /// Documents that could not be read, each with the reason.
    pub unread: Vec<(PathBuf, String)>,
}

/// A tracker and its file.
pub struct TrackerSeen {
    pub file: PathBuf,
    pub tracker: Tracker,
}

/// A form as far as a list needs to know it.
pub struct FormSeen {
    pub file: PathBuf,
    /// The title of its template: "New contact".
    pub title: Arc<str>,
    /// Its number and secret, unless it came from a published blank: copies of a form have the same.
    pub issue: Option<Issue>,
    /// By what its row is found.
    pub wanted: Wanted,
    pub is_restricted: bool,
    pub progress: Progressed,
    /// Its children, where the records of some are saved and those of others are not; else none.
    pub children: Vec<ChildSeen>,
    /// What it was left waiting for: somebody else has to do something first.
    pub waits_for: Option<String>,
    /// How far it is, if steps were done and it is not entered.
    pub under_way: Option<Box<UnderWay>>,
    /// Of forms that were read for their queue.
    pub detail: Option<Box<FormDetail>>,
}

/// One of the children of a form.
pub struct ChildSeen {
    /// By what their row is found.
    pub wanted: Wanted,
    /// Their record is saved.
    pub is_saved: bool,
}

/// How far a form has been entered, as its progress file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progressed {
    NotBegun,
    Begun,
    /// The record is saved; the tracker may not be stamped yet.
    Entered(DateTime),
}
