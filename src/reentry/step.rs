//! A step: one thing to do on a screen of the case system.

use super::Child;
use crate::{
    template::{Confidential, FieldId},
    word::Written,
};
use std::fmt;

/// Names a step of a form: the same at every sitting, whatever has been answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StepId(String);

impl StepId {
    /// Takes an id as it stands in a progress file.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One thing to do on a screen of the case system.
#[derive(Debug, Clone)]
pub struct Step {
    pub id: StepId,
    /// The field whose answer it is about; None for what is not about one.
    pub field: Option<FieldId>,
    pub screen: String,
    /// The row that it belongs to, where a table is entered row by row.
    pub round: Option<Round>,
    pub kind: StepKind,
    /// Without it the form cannot be called entered, unless somebody says why.
    pub needed: bool,
}

/// A row of a table that is being entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The name of the grid on the screen.
    pub grid: String,
    /// From 1.
    pub row: usize,
    pub rows: usize,
    /// What the row says in columns that go into no box: it guides the work.
    pub about: Written,
}

/// What a step asks the person to do.
#[derive(Debug, Clone)]
pub enum StepKind {
    /// Paste a text into a box.
    Paste(Paste),
    /// Pick in a drop-down or a list: what cannot be pasted.
    Choose { into: String, options: Written },
    /// Tick a box.
    Tick { into: String },
    /// Do something.
    Tell(String),
    /// Save, so that nothing before it is lost with the page.
    SavePoint(String),
    /// Wait for somebody else.
    Wait(String),
    /// Upload a file that lies beside the form.
    Attach { file: Written },
    /// Read something off the screen and type it here.
    Ask { field: FieldId, label: String },
    /// Show that the record of this row is the child's.
    Prove(Child),
    /// Leave the box of a PIN blank that the system has yet to give to this child; once it is known, it is pasted.
    PinToCome { child: Child, paste: Paste },
}

/// A text for a box.
#[derive(Debug, Clone)]
pub struct Paste {
    pub into: String,
    /// More than one where the box is too small.
    pub parts: Vec<Written>,
    /// How many characters the box takes.
    pub max: Option<usize>,
    /// A date with its day of the week, to be compared with what the box made of it.
    pub day: Option<Written>,
    /// What the box does not take as it was written, in words.
    pub changes: Option<Written>,
    pub confidential: Option<Confidential>,
    /// What stands in it of other children of the same tracker.
    pub others: Vec<Written>,
    /// The late-entry line is in it, which says when it is entered.
    pub says_when_entered: bool,
}

/// From this length on a text is long: it wants a look at the box before one goes on.
const LONG: usize = 250;

impl Paste {
    /// Whether somebody has to say yes before it is copied.
    pub fn is_delicate(&self) -> bool {
        self.confidential.is_some() || !self.others.is_empty()
    }

    /// Whether it has several lines or parts, or is too long to be seen at once in its box.
    pub fn is_long(&self) -> bool {
        let [only] = self.parts.as_slice() else { return true };
        only.expose().contains('\n') || only.expose().len() > LONG
    }
}

impl Step {
    /// What it is about, in a list of steps: its box, with its row where it has one.
    pub fn name(&self) -> String {
        let what = self.kind.subject().unwrap_or(&self.screen);
        match &self.round {
            Some(round) => format!("{}, row {}: {what}", round.grid, round.row),
            None => what.to_owned(),
        }
    }

    /// How many parts it has.
    pub fn parts(&self) -> usize {
        match &self.kind {
            StepKind::Paste(paste) => paste.parts.len(),
            _ => 1,
        }
    }
}

impl StepKind {
    /// The word for it in the line protocol.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Paste(_) => "paste",
            Self::Choose { .. } => "choose",
            Self::Tick { .. } => "tick",
            Self::Tell(_) | Self::PinToCome { .. } => "tell",
            Self::SavePoint(_) => "save-point",
            Self::Wait(_) => "wait",
            Self::Attach { .. } => "attach",
            Self::Ask { .. } => "ask",
            Self::Prove(_) => "prove",
        }
    }

    /// The box it goes to; None for what is not about a box.
    pub fn box_name(&self) -> Option<&str> {
        match self {
            Self::Paste(Paste { into, .. })
            | Self::PinToCome { paste: Paste { into, .. }, .. }
            | Self::Choose { into, .. }
            | Self::Tick { into } => Some(into),
            Self::Tell(_)
            | Self::SavePoint(_)
            | Self::Wait(_)
            | Self::Attach { .. }
            | Self::Ask { .. }
            | Self::Prove(_) => None,
        }
    }

    /// The words for a PIN that is to come: of which system, and whether the child has a record of this form.
    pub fn pin_to_come(into: &str, system: &str, has_record: bool) -> String {
        let then = if has_record { " You are asked for it in the child's own record." } else { "" };
        format!("The child is NEW: {system} gives the PIN. Leave \u{201c}{into}\u{201d} blank here.{then}")
    }

    /// What it is about: its box, or what there is to do.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::Ask { label, .. } => Some(label),
            Self::Tell(what) | Self::SavePoint(what) | Self::Wait(what) => Some(what.trim_end_matches('.')),
            Self::Prove(_) => Some("the right child"),
            kind => kind.box_name(),
        }
    }

    /// Whether it is seen and done without the clipboard, so that several of them go on one card.
    pub fn goes_on_a_card(&self) -> bool {
        matches!(self, Self::Choose { .. } | Self::Tick { .. } | Self::Tell(_))
    }
}
