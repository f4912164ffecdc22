//! The table of the children whom a form is about, where one of them was NEW and has a PIN by now.

use super::{Child, Paste, Record, Step, StepId, StepKind};
use crate::{
    form::{CompletedForm, Pin, Value},
    template::{FieldId, ids},
};
use std::collections::BTreeMap;

/// These children of a form and those of its table, each once.
pub(super) fn with_those_of_table(children: &[Child], table: &[Child]) -> Vec<Child> {
    let mut all = children.to_vec();
    for child in table {
        if !all.iter().any(|other| other.is(child)) {
            all.push(child.clone());
        }
    }
    all
}

/// The children of the table, in the order of its rows.
pub(super) fn of_table(form: &CompletedForm) -> Vec<Child> {
    let rows: &[BTreeMap<FieldId, Value>] = match form.value(ids::CHILDREN) {
        Some(Value::Rows(rows)) => rows,
        _ => &[],
    };
    rows.iter().map(Child::of_row).collect()
}

impl Record {
    /// Has the steps of the table's row say the PIN of a child who is NEW in the form. `table` are the children of its
    /// rows, `all` those of the form: a row that may be about several of them, such as twins, is left as it is.
    ///
    /// Gives whether any step is another one now.
    pub(super) fn know(&mut self, child: &Child, pin: &Pin, table: &[Child], all: &[Child]) -> bool {
        let is_of = |row: &Child| {
            row.is_new() && row.is(child) && all.iter().filter(|other| row.is(other)).count() == 1
        };
        let mut of_child = table.iter().enumerate().filter(|(_, row)| is_of(row));
        let (Some((at, _)), None) = (of_child.next(), of_child.next()) else { return false };
        let is_of_row = |step: &Step| {
            step.field.as_ref().is_some_and(|field| field.as_str() == ids::CHILDREN)
                && step.round.as_ref().is_some_and(|round| round.row == at + 1)
        };
        let mut is_changed = false;
        for row in self.steps.chunk_by_mut(|one, next| is_of_row(one) == is_of_row(next)) {
            if is_of_row(&row[0]) {
                know_in_row(row, pin);
                is_changed = true;
            }
        }
        is_changed
    }
}

fn know_in_row(row: &mut [Step], pin: &Pin) {
    let mut pastes_pin = false;
    for step in row.iter_mut() {
        if let StepKind::Paste(paste) | StepKind::PinToCome { paste, .. } = &step.kind
            && is_pin_column(step.id.as_str())
        {
            let paste = Paste { parts: vec![pin.written()], changes: None, ..paste.clone() };
            step.kind = StepKind::Paste(paste);
            pastes_pin = true;
            step.id = found(&step.id);
        }
    }
    for at in 0..row.len() {
        if let StepKind::Prove(proved) = &mut row[at].kind {
            // A PIN that is pasted from here proves nothing. And who is not NEW is compared with what came up.
            proved.pin = Some(pin.clone()).filter(|_| !pastes_pin);
            row[at].id = found(&row[at].id);
            row[at..].rotate_left(1);
            break;
        }
    }
}

/// What stands behind the id of a step of a child who was NEW and is known by a PIN.
const FOUND: &str = ":found";

/// A yes that the child was searched for says nothing of the record that comes up with the PIN, and NEW in its box is
/// not the PIN: what is done once it is known is another step.
fn found(id: &StepId) -> StepId {
    let (step, key) =
        id.as_str().split_once('@').map_or((id.as_str(), None), |(step, key)| (step, Some(key)));
    let key = key.map_or_else(String::new, |key| format!("@{key}"));
    StepId::new(format!("{}{FOUND}{key}", as_planned(step)))
}

/// The id that the plan gives to a step, whether its child is known by a PIN by now or not. The key of a brother or
/// sister does not stand in it.
pub fn as_planned(step: &str) -> &str {
    step.strip_suffix(FOUND).unwrap_or(step)
}

/// Whether it is the step of the column `pin`; in the record of a brother or sister their key stands behind it.
fn is_pin_column(id: &str) -> bool {
    id.split('@').next().is_some_and(|id| as_planned(id).ends_with(":pin"))
}
