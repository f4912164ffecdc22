//! How far a form has been entered: states and times, never a value.

use super::plan::{Step, StepId, StepKind};
use crate::form::{CompletedForm, Issue};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The answers that say which child a form is about; the PIN is the first.
const CHILD: [&str; 3] = ["pin", "child_surname", "child_dob"];
/// One of them may be corrected; a form with others in both is another form.
const TIMES: [&str; 2] = ["event_at", "written_at"];

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
    /// The form does not need it, and nobody was asked why.
    NotSaid,
}

impl SkipReason {
    /// Reads a reason from its letter or from words; None when there are none. A stray letter or a short
    /// word is no reason: it may have been meant for another key.
    pub fn parse(text: &str) -> Option<Self> {
        let text = crate::template::folded(text);
        Some(match text.as_str() {
            "a" | "already there" => Self::AlreadyThere,
            "x" | "no such box" => Self::NoSuchBox,
            "k" | "not known" => Self::NotKnown,
            "l" | "later" => Self::Later,
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

/// What a progress file holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The form's number; with it a progress file that was copied beside another form is told apart.
    pub form: Option<String>,
    /// Of a form that came without a number: what it was given when it was first seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Given>,
    pub steps: BTreeMap<String, StepRecord>,
    /// Steps that were entered since the record was last saved: they are gone if the page is.
    #[serde(default)]
    pub unsaved: BTreeSet<String>,
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

/// What a form made from a published blank lacks, and is given at first sight.
///
/// The number is in [`Progress::form`]. The secret lies beside the hashes that it keys, so it guards
/// them less than one in the form does; whoever can read it here can read the form, too.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub template: String,
    secret: [u8; 16],
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Given({}, secret hidden)", self.template)
    }
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

    /// The same for a form that came without a number and was given one now.
    pub fn giving(form: &CompletedForm) -> Self {
        let given = form
            .identity
            .issue
            .as_ref()
            .map(|issue| Given { template: form.identity.template.to_string(), secret: issue.secret });
        Self { given, ..Self::new(form) }
    }

    /// The number and the secret that its form was given; None when the form has its own.
    pub fn given_issue(&self) -> Option<Issue> {
        let number = self.form.as_ref()?.parse().ok()?;
        Some(Issue { number, secret: self.given.as_ref()?.secret })
    }

    /// Whether it belongs to this form. A number that was given here is in no form, so there the
    /// template has to be the same, too.
    pub fn is_of(&self, form: &CompletedForm) -> bool {
        let number = form.identity.issue.as_ref().map(|issue| issue.number.to_string());
        let fits = |given: &Given| given.template == form.identity.template.as_str();
        self.form == number && self.given.as_ref().is_none_or(fits) && !self.is_of_another_child(form)
    }

    /// Whether what says which child and which event it is has changed since: what was entered would
    /// then be in another record. What was blank may be filled in, and NEW may become a PIN. In a form
    /// with a number a surname or a birth date may be corrected; without one, that is all there is to
    /// know it by.
    fn is_of_another_child(&self, form: &CompletedForm) -> bool {
        let Some(issue) = &form.identity.issue else { return false };
        let now = hashes(form);
        let open = ["", "NEW", "New", "new"].map(|text| hash(issue, text));
        let before = |id: &str| self.answers.get(id).filter(|before| !open.contains(before));
        let differs = |id: &&str| before(id).is_some_and(|before| now.get(*id) != Some(before));
        let changed = CHILD.iter().filter(|id| differs(id)).count();
        if self.given.is_none() {
            return !self.steps.is_empty() && (differs(&CHILD[0]) || changed > 1);
        }
        let was_known = CHILD.iter().any(|id| before(id).is_some());
        let is_known = CHILD.iter().any(|id| now.get(*id).is_some_and(|now| !open.contains(now)));
        changed > 0 || (is_known && !was_known) || TIMES.iter().all(differs)
    }

    /// Whether nothing has been done yet.
    pub fn is_untouched(&self) -> bool {
        self.steps.is_empty() && self.confirmed.is_none()
    }

    /// Fields of which a step was done.
    pub fn fields_done(&self) -> BTreeSet<String> {
        self.steps.keys().map(|id| field_of(id).to_owned()).collect()
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
        let is_kept = |id: &str| !changed.iter().any(|field| field_of(id) == field);
        self.steps.retain(|id, _| is_kept(id));
        self.unsaved.retain(|id| is_kept(id));
        changed
    }

    fn rename(&mut self, was: &str, now: &str) {
        if let Some(hash) = self.answers.remove(was) {
            self.answers.insert(now.to_owned(), hash);
        }
        let renamed = |id: String| match id.strip_prefix(was) {
            Some(rest) if field_of(&id) == was => format!("{now}{rest}"),
            _ => id,
        };
        let steps = std::mem::take(&mut self.steps);
        self.steps = steps.into_iter().map(|(id, record)| (renamed(id), record)).collect();
        self.unsaved = std::mem::take(&mut self.unsaved).into_iter().map(renamed).collect();
    }

    /// What became of a step; None when it has not been done.
    pub fn state(&self, step: &StepId) -> Option<StepState> {
        self.steps.get(&step.to_string()).map(|record| record.state)
    }

    /// Notes what became of a step. What the person read off the screen is known without the page, and
    /// what was entered before it was skipped may stand on the page all the same.
    pub fn note(&mut self, step: &Step, state: StepState, at: DateTime) {
        let id = step.id.to_string();
        match (&step.kind, state) {
            (StepKind::SavePoint(_), StepState::Entered) => self.unsaved.clear(),
            (StepKind::Ask { .. }, _) | (_, StepState::Skipped(_)) => {}
            (_, StepState::Entered) => {
                self.unsaved.insert(id.clone());
            }
        }
        self.steps.insert(id, StepRecord { state, at });
    }

    /// Takes back what was entered since the last save, because the page is gone.
    pub fn forget_unsaved(&mut self) {
        for id in std::mem::take(&mut self.unsaved) {
            self.steps.remove(&id);
        }
    }

    /// Notes that the person confirmed that the record is saved; the stamp is still to come.
    pub fn confirm(&mut self, at: DateTime) {
        self.confirmed = Some(at);
        self.unstamped = true;
        self.unsaved.clear();
    }
}

/// The field of a step: ids begin with it, as in `reason`, `children:1:surname`, `event_at:again:Date`.
fn field_of(id: &str) -> &str {
    id.split([':', '#']).next().unwrap_or(id)
}

/// A hash without the secret would let anyone try likely answers against it; a form without a secret
/// gets none.
fn hashes(form: &CompletedForm) -> BTreeMap<String, String> {
    let Some(issue) = &form.identity.issue else { return BTreeMap::new() };
    form.answers.iter().map(|answer| (answer.field.to_string(), hash(issue, answer.text.expose()))).collect()
}

fn hash(issue: &Issue, text: &str) -> String {
    let mut key = [0; 32];
    key[..16].copy_from_slice(&issue.secret);
    blake3::keyed_hash(&key, text.as_bytes()).to_hex()[..16].to_owned()
}
