//! How far a form has been entered: states and times, never a value.

use super::plan::StepId;
use crate::form::{CompletedForm, FormNumber};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    /// The person went on from it.
    Entered,
    Skipped(SkipReason),
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
    /// It is not needed, and nobody said why.
    NotSaid,
}

impl SkipReason {
    /// Reads a reason from its letter or from words; None when there are none.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match crate::template::folded(text).as_str() {
            "" => return None,
            "a" | "already there" => Self::AlreadyThere,
            "x" | "no such box" => Self::NoSuchBox,
            "k" | "not known" => Self::NotKnown,
            "l" | "later" => Self::Later,
            _ => Self::InWords,
        })
    }

    /// Whether a form can be called entered with it.
    pub fn is_excuse(self) -> bool {
        self != Self::Later
    }
}

/// What a progress file holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The form's number; with it a progress file that was copied beside another form is told apart.
    pub form: Option<String>,
    pub steps: BTreeMap<String, StepRecord>,
    /// When the person confirmed that the record is saved.
    #[serde(default)]
    pub confirmed: Option<DateTime>,
    /// The record is saved and the tracker not stamped yet: it was open elsewhere, or there was a crash.
    #[serde(default)]
    pub unstamped: bool,
    /// By field: a hash of its answer, keyed by the secret in the form, to notice a change.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
}

/// What became of one step, and when.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StepRecord {
    pub state: StepState,
    pub at: DateTime,
}

impl Progress {
    /// Nothing done yet.
    pub fn new(form: &CompletedForm) -> Self {
        let number = form.identity.issue.as_ref().map(|issue| issue.number.to_string());
        Self { form: number, answers: hashes(form), ..Self::default() }
    }

    /// Reads a progress file.
    ///
    /// # Errors
    /// When it is not one.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The text of a progress file.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Whether it belongs to the form with this number.
    pub fn is_of(&self, number: Option<FormNumber>) -> bool {
        self.form == number.map(|number| number.to_string())
    }

    /// Whether nothing has been done yet.
    pub fn is_untouched(&self) -> bool {
        self.steps.is_empty() && self.confirmed.is_none()
    }

    /// Forgets what was done with answers that have changed since, so that their steps come again, and
    /// says which fields they are. A field that was renamed meanwhile keeps what was done with it.
    pub fn forget_changed(&mut self, form: &CompletedForm) -> Vec<String> {
        for field in form.definition.fields() {
            let id = field.id.as_str();
            let before = field.was.iter().find(|was| self.answers.contains_key(was.as_str()));
            if let Some(was) = before.filter(|_| !self.answers.contains_key(id)) {
                self.rename(was.as_str(), id);
            }
        }
        let now = hashes(form);
        // A field that is new and blank has not changed.
        let is_changed = |field: &str, hash: &String| match self.answers.get(field) {
            Some(before) => before != hash,
            None => form.value(field).is_some(),
        };
        let mut changed: Vec<String> = now
            .iter()
            .filter(|(field, hash)| is_changed(field, hash))
            .map(|(field, _)| field.clone())
            .collect();
        // What is pasted with another answer in it has changed with that.
        for field in form.definition.fields() {
            let names = field.paste.as_ref().and_then(|paste| paste.names().ok()).unwrap_or_default();
            let own = field.id.to_string();
            if !changed.contains(&own) && names.iter().any(|name| changed.contains(name)) {
                changed.push(own);
            }
        }
        self.answers = now;
        // Ids of steps begin with their field: `reason`, `children:1:surname`, `event_at:again:Date`.
        self.steps.retain(|id, _| !changed.iter().any(|field| id.split(':').next() == Some(field)));
        changed
    }

    fn rename(&mut self, was: &str, now: &str) {
        if let Some(hash) = self.answers.remove(was) {
            self.answers.insert(now.to_owned(), hash);
        }
        let steps = std::mem::take(&mut self.steps);
        self.steps = steps
            .into_iter()
            .map(|(id, record)| match id.strip_prefix(was) {
                Some(rest) if rest.is_empty() || rest.starts_with(':') => (format!("{now}{rest}"), record),
                _ => (id, record),
            })
            .collect();
    }

    /// What became of a step; None when it has not been done.
    pub fn state(&self, step: &StepId) -> Option<StepState> {
        self.steps.get(&step.to_string()).map(|record| record.state)
    }

    /// When a step was entered; None when it was not, or was skipped.
    pub fn entered_at(&self, step: &StepId) -> Option<DateTime> {
        let record = self.steps.get(&step.to_string())?;
        (record.state == StepState::Entered).then_some(record.at)
    }

    /// Takes back what became of a step.
    pub fn forget(&mut self, step: &StepId) {
        self.steps.remove(&step.to_string());
    }

    /// Notes what became of a step.
    pub fn note(&mut self, step: &StepId, state: StepState, at: DateTime) {
        self.steps.insert(step.to_string(), StepRecord { state, at });
    }
}

/// A hash without the secret would let anyone try likely answers against it; a form without a secret
/// gets none.
fn hashes(form: &CompletedForm) -> BTreeMap<String, String> {
    let Some(issue) = &form.identity.issue else { return BTreeMap::new() };
    let mut key = [0; 32];
    key[..16].copy_from_slice(&issue.secret);
    form.answers
        .iter()
        .map(|answer| {
            let hash = blake3::keyed_hash(&key, answer.text.expose().as_bytes());
            (answer.field.to_string(), hash.to_hex()[..16].to_owned())
        })
        .collect()
}
