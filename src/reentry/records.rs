//! The records that one form goes into: that of its child, and of each brother or sister whom it names.
//!
//! What is entered for one child only is lost for the others, and what is entered into the record of one under
//! the name of another is worse. So each has steps, a check and a tracker row of their own.

use super::{
    Child, Planning, Step, StepId,
    children::{of_table, with_those_of_table},
    plan,
    progress::hash,
};
use crate::{
    form::{CompletedForm, Issue, Pin},
    template::folded,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names one of the children of a form for ever, wherever their row stands: nothing for the child at its top,
/// else a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChildKey(String);

impl ChildKey {
    /// The child at the top of the form.
    pub fn own() -> Self {
        Self::default()
    }

    /// Whether it is the child at the top of the form.
    pub fn is_own(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for ChildKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One child's record in the case system, and the steps by which the form is entered into it.
#[derive(Debug, Clone)]
pub struct Record {
    pub key: ChildKey,
    pub child: Child,
    /// The child is NEW in the form, and has a PIN by now.
    pub has_pin_by_now: bool,
    /// The form as it is for this child: it shares with the others what is not about the child.
    pub form: CompletedForm,
    pub steps: Vec<Step>,
}

/// How a child of a form is known again when somebody has put rows in or corrected them: hashes, keyed by the
/// secret in the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownChild {
    key: ChildKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pin: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    born: Option<String>,
}

impl KnownChild {
    fn new(key: ChildKey, child: &Child, issue: &Issue) -> Self {
        let pin = child.pin.as_ref().filter(|pin| pin.is_issued());
        let name = Some(folded(child.surname.expose())).filter(|name| !name.is_empty());
        Self {
            key,
            pin: pin.map(|pin| hash(issue, pin.written().expose())),
            name: name.map(|name| hash(issue, &name)),
            born: child.born.map(|born| hash(issue, &born.to_string())),
        }
    }

    /// Which of the form's children it is.
    pub(super) fn key(&self) -> ChildKey {
        self.key.clone()
    }

    /// By PIN where both have one, else by surname and birth date.
    fn is(&self, other: &Self) -> bool {
        match (&self.pin, &other.pin) {
            (Some(one), Some(other)) => one == other,
            _ => {
                self.name == other.name
                    && self.born == other.born
                    && (self.name.is_some() || self.born.is_some())
            }
        }
    }
}

/// A form is entered for so many children at once, which is far more than a family has: each is shown, entered and
/// stamped by a person, and told apart from all others before that.
const MOST_CHILDREN: usize = 50;

/// A form is for more children than one person enters at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("for more than {MOST_CHILDREN} children, the most that are entered at once")]
pub struct TooManyChildren;

/// The records that a form goes into, in the order of the form, and how their children are known from now on.
/// `known` is how they were known at earlier sittings.
///
/// # Errors
/// When there are too many to be entered at once. None of them is left out: nobody would enter it.
pub fn records(
    form: &CompletedForm,
    planning: &Planning,
    known: &[KnownChild],
) -> Result<(Vec<Record>, Vec<KnownChild>), TooManyChildren> {
    let mut records: Vec<Record> = Vec::new();
    let mut now: Vec<KnownChild> = Vec::new();
    for of_child in of_children(form, planning)? {
        let key = match (&form.identity.issue, records.len()) {
            (_, 0) => ChildKey::own(),
            (Some(issue), _) => {
                let unnamed = KnownChild::new(ChildKey::own(), &of_child.child, issue);
                let is_free = |known: &&KnownChild| !now.iter().any(|now: &KnownChild| now.key == known.key);
                let before = known.iter().filter(is_free).find(|known| known.is(&unnamed));
                let key =
                    before.map_or_else(|| next_key(known.iter().chain(&now)), |known| known.key.clone());
                now.push(KnownChild { key: key.clone(), ..unnamed });
                key
            }
            (None, before) => ChildKey((before + 1).to_string()),
        };
        records.push(record(key, of_child, planning));
    }
    // Whoever has a record may be known by a PIN that was written at the top of the form, and stand as NEW in its
    // table; of those in the table alone nothing is known but the tracker's rows.
    let of_records: Vec<Child> = records.iter().map(|record| record.child.clone()).collect();
    let table = of_table(form);
    let all = with_those_of_table(&of_records, &table);
    for (at, child) in all.iter().enumerate() {
        let pin = match child.pin.as_ref().filter(|_| at < of_records.len()) {
            Some(pin @ Pin::Issued(_)) => Some(pin),
            Some(Pin::New) | None => planning.pins.of_child(child, &all),
        };
        let Some(pin) = pin else { continue };
        for record in &mut records {
            record.know(child, pin, &table, &all);
        }
    }
    // A row that is gone may come back, and its number must be nobody else's.
    let gone = known.iter().filter(|known| !now.iter().any(|now| now.key == known.key));
    let gone: Vec<KnownChild> = gone.cloned().collect();
    now.extend(gone);
    Ok((records, now))
}

/// The form as it is for each child whose record it goes into, each once and the one at its top first: for each of
/// them the tracker has a row. What the tracker says of their PINs by now is not looked at.
pub fn for_each_child(form: &CompletedForm) -> Vec<CompletedForm> {
    let mut children: Vec<Child> = Vec::new();
    let mut forms = Vec::new();
    for form in for_all_children(form) {
        let child = Child::of(&form);
        if children.is_empty() || child.is_one_more(children.iter()) {
            children.push(child);
            forms.push(form);
        }
    }
    forms
}

/// The form as it is for the child at its top and for each line of brothers and sisters.
fn for_all_children(form: &CompletedForm) -> impl Iterator<Item = CompletedForm> {
    let siblings = form.siblings().iter().map(|row| form.for_sibling(row));
    std::iter::once(form.clone()).chain(siblings)
}

/// A form as it is for one of its children.
struct OfChild {
    child: Child,
    form: CompletedForm,
    has_pin_by_now: bool,
}

/// The form as it is for each child whose record it goes into, each once and the one at its top first.
fn of_children(form: &CompletedForm, planning: &Planning) -> Result<Vec<OfChild>, TooManyChildren> {
    let forms: Vec<CompletedForm> = for_all_children(form).collect();
    let all: Vec<Child> = forms.iter().map(Child::of).collect();
    let mut of_children: Vec<OfChild> = Vec::new();
    for (form, child) in forms.into_iter().zip(&all) {
        let pin = planning.pins.of_child(child, &all);
        let form = match pin {
            Some(pin) => form.with_pin(pin),
            None => form,
        };
        let of_child = OfChild { child: Child::of(&form), form, has_pin_by_now: pin.is_some() };
        let mut before = of_children.iter().map(|before| &before.child).peekable();
        if before.peek().is_some() && !of_child.child.is_one_more(before) {
            continue;
        }
        if of_children.len() == MOST_CHILDREN {
            return Err(TooManyChildren);
        }
        of_children.push(of_child);
    }
    Ok(of_children)
}

fn next_key<'k>(known: impl Iterator<Item = &'k KnownChild>) -> ChildKey {
    let highest = known.filter_map(|known| known.key.0.parse::<usize>().ok()).max().unwrap_or(1);
    ChildKey((highest + 1).to_string())
}

fn record(key: ChildKey, OfChild { child, form, has_pin_by_now }: OfChild, planning: &Planning) -> Record {
    let mut steps = plan(&form, planning);
    if !key.is_own() {
        for step in &mut steps {
            step.id = StepId::new(format!("{}@{key}", step.id));
        }
    }
    Record { key, child, has_pin_by_now, form, steps }
}
