//! What was done with a form, when and by whom: a line for each deed, and never a value.
//!
//! The lines are only ever added to. Whoever has to answer for a record can show who copied which answer when;
//! what stands on the page of the case system follows from it, and so a session goes on from it at another desk.

use super::records::{ChildKey, KnownChild};
use crate::{form::Issue, template::date::show_date_time};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// One line of a progress file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub at: DateTime,
    /// The person at the desk, if stopgap was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(flatten)]
    pub deed: Deed,
}

/// See [`Entry`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "kebab-case")]
pub enum Deed {
    /// Opened the form for the first time.
    Began(Box<Beginning>),
    /// Took it up again.
    TookUp,
    /// Found answers changed since: their steps come again.
    FoundChanges(Box<Changes>),
    /// Showed that the system is live.
    ProvedLive {
        by: LiveProof,
    },
    /// Showed that the record on the screen is the child's.
    ProvedChild {
        child: ChildKey,
        by: ChildProof,
    },
    /// Typed or copied what does not fit the child.
    MistookChild {
        child: ChildKey,
    },
    /// Had a text copied to the clipboard or, where nothing is copied, shown.
    Copied {
        step: String,
        part: usize,
        /// It was shown, and typed by the person: nothing is copied at that desk.
        #[serde(default, skip_serializing_if = "is_false")]
        shown: bool,
    },
    /// Said yes before a text was copied or typed that needs care.
    TookCare {
        step: String,
    },
    /// Pasted it, as far as the clipboard can tell.
    Pasted {
        step: String,
        part: usize,
    },
    /// Did these steps.
    Entered {
        steps: Vec<String>,
    },
    /// Saved the page.
    Saved {
        step: String,
    },
    /// Gave what the screen showed, such as a PIN.
    Gave {
        step: String,
    },
    Skipped {
        step: String,
        reason: SkipReason,
    },
    /// Left it at a step at which somebody else has to do something first: in the words of the definition.
    LeftWaiting {
        step: String,
        what: String,
    },
    /// Took back, within seconds, that these were done.
    TookBack {
        steps: Vec<String>,
    },
    /// Lost the page, and with it these steps.
    LostPage {
        steps: Vec<String>,
    },
    /// Copied a box back, to see whether all of it is there.
    Compared {
        step: String,
        part: usize,
        found: Found,
    },
    /// Said what is the matter with answers that the form needs and that are blank.
    Excused {
        fields: BTreeSet<String>,
        reason: SkipReason,
    },
    /// Confirmed that the record is saved.
    Confirmed {
        child: ChildKey,
    },
    /// Found that it was entered before, as the form or the tracker says.
    FoundEntered {
        child: ChildKey,
        when: DateTime,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// It was noted that the form was entered, or there is nobody to note it for.
    Stamped {
        child: ChildKey,
        what: Stamped,
    },
    Stopped,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What there is to know of a form when it is opened for the first time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Beginning {
    /// The form's number; with it a progress file that was copied beside another form is told apart.
    pub form: Option<String>,
    /// Of a form that came without a number: what it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Given>,
    /// By field: a hash of its answer, keyed by the secret in the form, to notice a change.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<KnownChild>,
}

/// What a form made from a published blank lacks, and is given at first sight.
///
/// The number is in [`Beginning::form`]. The secret lies beside the hashes that it keys, so it guards
/// them less than one in the form does; whoever can read it here can read the form, too.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub template: String,
    pub(super) secret: [u8; 16],
}

impl Given {
    /// What a form of this template was given.
    pub fn new(template: impl Into<String>, issue: &Issue) -> Self {
        Self { template: template.into(), secret: issue.secret }
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Given({}, secret hidden)", self.template)
    }
}

/// What has changed in a form since it was last read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// Fields whose answers are other ones now, or go out with one that is.
    pub fields: BTreeSet<String>,
    /// Fields that have another id since, by the old one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub renamed: BTreeMap<String, String>,
    /// The hashes of all answers as they are now.
    pub answers: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<KnownChild>,
    /// Whose records were confirmed to be saved and want something more.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reopened: BTreeSet<ChildKey>,
}

/// By what a system was shown to be live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LiveProof {
    /// The address is a live one.
    Address,
    /// The person said so.
    Word,
}

/// By what the record on the screen was shown to be the child's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChildProof {
    /// Something read off the screen was typed.
    Typed,
    /// Something was copied from the screen.
    Copied,
    /// The person searched, and there is no such record yet.
    Search,
    /// The person said so: the form knows too little.
    Word,
}

/// What a box held that was copied back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    AllThere,
    Twice,
    Cut,
    Different,
}

/// Where it is noted that a form was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stamped {
    Tracker,
    Form,
    /// The row of a restricted record that says nothing but its number, in the tracker on the share.
    NumberOnly,
}

/// Why a step was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// It stands in the record already.
    AlreadyThere,
    /// The screen has no such box: the definition should be looked at.
    NoSuchBox,
    /// Nobody knows it.
    NotKnown,
    /// It will be entered another time.
    Later,
    /// Said in words, which are not kept: they may tell of the child.
    InWords,
    /// The form does not need it, and nobody was asked why.
    NotSaid,
}

impl SkipReason {
    /// The reason that a key stands for.
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::AlreadyThere, Self::NoSuchBox, Self::NotKnown, Self::Later]
            .into_iter()
            .find(|reason| reason.key() == key)
    }

    /// The key that stands for it; for one in words, that which asks for them.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::AlreadyThere => "a",
            Self::NoSuchBox => "x",
            Self::NotKnown => "k",
            Self::Later => "l",
            Self::InWords | Self::NotSaid => "s",
        }
    }

    /// Reads a reason from its key or from words; None when there are none. A stray letter or a short
    /// word is no reason: it may have been meant for another key.
    pub fn parse(text: &str) -> Option<Self> {
        let text = crate::template::folded(text);
        if let Some(reason) = Self::of_key(&text) {
            return Some(reason);
        }
        Some(match text.as_str() {
            "already there" => Self::AlreadyThere,
            "no such box" => Self::NoSuchBox,
            "not known" => Self::NotKnown,
            "later" => Self::Later,
            words => {
                let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).count();
                let is_said =
                    words.split(' ').filter(|word| letters(word) > 0).count() > 1 && letters(words) > 3;
                return (is_said || letters(words) >= 8).then_some(Self::InWords);
            }
        })
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::AlreadyThere => "already there",
            Self::NoSuchBox => "no such box",
            Self::NotKnown => "not known",
            Self::Later => "later",
            Self::InWords => "with a reason",
            Self::NotSaid => "skipped by you",
        }
    }

    /// Whether a form can be called entered with it.
    pub fn is_excuse(self) -> bool {
        self != Self::Later
    }
}

impl Entry {
    /// The line that is added to the file, with its end.
    ///
    /// # Panics
    /// Never: an entry is texts, times and numbers. A line that says nothing would lose what was done.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("texts, times and numbers can be written as JSON") + "\n"
    }

    /// What was done, in words for people: "copied Note text, part 2". `name` says how people call the step or field
    /// of an id; what there was to do beside the boxes it puts in quotes.
    pub fn said(&self, name: &dyn Fn(&str) -> String) -> String {
        let steps = |steps: &[String]| steps.iter().map(|id| name(id)).collect::<Vec<_>>().join(", ");
        let of = |child: &ChildKey| if child.is_own() { String::new() } else { format!(" (child {child})") };
        let part = |part: usize| if part > 1 { format!(", part {part}") } else { String::new() };
        match &self.deed {
            Deed::Began(_) => "opened the form for the first time".to_owned(),
            Deed::TookUp => "took it up again".to_owned(),
            // It is noted with the first child beside that at the top of the form, and when a row of theirs is new.
            Deed::FoundChanges(changes) if changes.fields.is_empty() => {
                let what =
                    if changes.renamed.is_empty() { "which children it is for" } else { "the form anew" };
                format!("read {what}")
            }
            Deed::FoundChanges(changes) => {
                let fields: Vec<String> = changes.fields.iter().cloned().collect();
                format!("found changed answers: {}", steps(&fields))
            }
            Deed::ProvedLive { by: LiveProof::Address } => "showed by its address that it is live".to_owned(),
            Deed::ProvedLive { by: LiveProof::Word } => "said that it is live".to_owned(),
            Deed::ProvedChild { child, by } => {
                let how = match by {
                    ChildProof::Typed => "showed the right child, typed from the screen",
                    ChildProof::Copied => "showed the right child, copied from the screen",
                    ChildProof::Search => "searched for the child, who is new",
                    ChildProof::Word => "said that it is the right child",
                };
                format!("{how}{}", of(child))
            }
            Deed::MistookChild { child } => format!("had another child on the screen{}", of(child)),
            Deed::Copied { step, part: at, shown } => {
                format!("{} {}{}", if *shown { "was shown" } else { "copied" }, name(step), part(*at))
            }
            Deed::TookCare { step } => format!("looked at {}, and said yes to it", name(step)),
            Deed::Pasted { step, part: at } => format!("pasted {}{}", name(step), part(*at)),
            Deed::Entered { steps: done } => entered(done.iter().map(|id| name(id))),
            Deed::Saved { step } => format!("saved: {}", name(step)),
            Deed::Gave { step } => format!("gave what the screen shows: {}", name(step)),
            Deed::Skipped { step, reason } => format!("skipped {} ({})", name(step), reason.words()),
            Deed::LeftWaiting { what, .. } => format!("left it waiting: {what}"),
            Deed::TookBack { steps: done } => format!("took back {}", steps(done)),
            Deed::LostPage { steps: done } => format!("lost the page with {}", steps(done)),
            Deed::Compared { step, part: at, found } => {
                let found = match found {
                    Found::AllThere => "all there",
                    Found::Twice => "there twice",
                    Found::Cut => "cut",
                    Found::Different => "different",
                };
                format!("copied {}{} back: {found}", name(step), part(*at))
            }
            Deed::Excused { fields, reason } => {
                let fields: Vec<String> = fields.iter().cloned().collect();
                format!("left blank {} ({})", steps(&fields), reason.words())
            }
            Deed::Confirmed { child } => format!("confirmed that the record is saved{}", of(child)),
            Deed::FoundEntered { child, when, by } => {
                let by = by.as_ref().map_or(String::new(), |by| format!(" by {by}"));
                format!("found that it was entered on {}{by}{}", show_date_time(*when), of(child))
            }
            Deed::Stamped { child, what: Stamped::Tracker } => format!("tracker stamped{}", of(child)),
            Deed::Stamped { child, what: Stamped::Form } => format!("form stamped{}", of(child)),
            Deed::Stamped { what: Stamped::NumberOnly, .. } => "tracker on the share stamped".to_owned(),
            Deed::Stopped => "stopped".to_owned(),
        }
    }
}

/// "entered Note text, and did “Search for the child”".
fn entered(names: impl Iterator<Item = String>) -> String {
    let (did, entered): (Vec<_>, Vec<_>) = names.partition(|name| name.starts_with('\u{201c}'));
    let said =
        |what: &str, names: &[String]| (!names.is_empty()).then(|| format!("{what} {}", names.join(", ")));
    let parts = [said("entered", &entered), said("did", &did)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", and ")
}
