//! A form of an older revision, taken into today's definition.

use super::{
    completed::{Anchor, Answer, CompletedForm},
    findings::{FindingKind, Findings},
    unplaced,
    value::Value,
};
use crate::{
    template::{Choice, Field, FieldId, FieldKind, Grid, TemplateDef},
    word::Written,
};
use std::sync::Arc;

/// The form as if it had been made from `newer`: each answer in the field that has its id, or that had
/// it once (`was`); codes that are gone in the options that took their place.
///
/// What has no place any more is a finding, and stands in a section of its own at the end, so that it is
/// offered all the same.
pub fn bring_up_to(form: CompletedForm, newer: &TemplateDef) -> CompletedForm {
    if *form.definition == *newer {
        return form;
    }
    let CompletedForm { identity, definition: old, answers, mut findings, entered, documents } = form;
    let answers = answers.into_iter().map(|answer| Some(Arc::unwrap_or_clone(answer)));
    let mut left: Vec<(&Field, Option<Answer>)> = old.fields().zip(answers).collect();
    let mut taken = Vec::new();
    for field in newer.fields() {
        // What bears the id itself comes before what bore it once.
        let is_left =
            |id: &FieldId| left.iter().position(|(before, answer)| answer.is_some() && before.id == *id);
        let is_todays = |id: &FieldId| newer.field(id.as_str()).is_some();
        let once = || field.was.iter().filter(|was| !is_todays(was)).find_map(is_left);
        let place = is_left(&field.id).or_else(once);
        let answer = place.and_then(|at| left[at].1.take().map(|answer| (left[at].0, answer)));
        let answer = match answer {
            Some((before, answer)) => {
                if loses_columns(field, before, &answer) {
                    let at = place.unwrap_or_default();
                    left[at].1 = Some(answer.clone());
                }
                findings.rename(&answer.field, &field.id);
                taken_into(field, before, answer, &mut findings)
            }
            None => Answer {
                field: field.id.clone(),
                value: None,
                text: Written::default(),
                anchor: Anchor::Missing,
            },
        };
        taken.push(Arc::new(answer));
    }
    let mut over = Vec::new();
    for (field, answer) in left {
        let Some(mut answer) = answer.filter(|answer| answer.value.is_some()) else { continue };
        // An id that means something else today must not be taken for it.
        let mut field = field.clone();
        if newer.field(field.id.as_str()).is_some() {
            field.id = FieldId::new(format!("older_{}", field.id));
        }
        let message =
            "the form is of an older revision, and today's has no place for this: see where it belongs";
        findings.push(Some(&field.id), FindingKind::Older, message);
        answer.field = field.id.clone();
        // Its box may be gone as well.
        field.into = None;
        over.push((field, answer));
    }
    let definition = Arc::new(newer.clone());
    let mut form = CompletedForm { identity, definition, answers: taken, findings, entered, documents };
    unplaced::offer(&mut form, "From an older form", Vec::new(), over);
    form
}

/// Whether a table of today has no column for something that stands in its rows: then the table of the
/// older form is offered as well.
fn loses_columns(field: &Field, before: &Field, answer: &Answer) -> bool {
    let (FieldKind::Table(new), FieldKind::Table(_), Some(Value::Rows(rows))) =
        (&field.kind, &before.kind, &answer.value)
    else {
        return false;
    };
    rows.iter()
        .flat_map(std::collections::BTreeMap::keys)
        .any(|id| !new.columns.iter().any(|column| column.id == *id))
}

fn taken_into(field: &Field, before: &Field, answer: Answer, findings: &mut Findings) -> Answer {
    let Some(value) = answer.value else { return Answer { field: field.id.clone(), ..answer } };
    let (value, is_known) = value_today(field, before, value, answer.text.expose());
    if !is_known {
        let message = "the form is of an older revision, and today's field does not know this answer; it was taken as it was written";
        findings.push(Some(&field.id), FindingKind::Older, message);
    }
    let text = value.shown(field);
    Answer { field: field.id.clone(), value: Some(value), text, anchor: answer.anchor }
}

/// A value as today's field has it, and whether it has one; else it is the text that people saw.
fn value_today(field: &Field, before: &Field, value: Value, shown: &str) -> (Value, bool) {
    let same_kind = std::mem::discriminant(&field.kind) == std::mem::discriminant(&before.kind);
    let new = match (&field.kind, &value) {
        (FieldKind::Choice(choices), Value::Choice(code)) => {
            successor(choices, before, code).map(|choice| Value::Choice(choice.code.clone()))
        }
        (FieldKind::Choices(choices), Value::Choices(codes)) => codes
            .iter()
            .map(|code| successor(choices, before, code).map(|choice| choice.code.clone()))
            .collect::<Option<Vec<String>>>()
            .map(Value::Choices),
        (FieldKind::Table(new), Value::Rows(_)) => {
            let FieldKind::Table(old) = &before.kind else { return (Value::Text(shown.into()), false) };
            return rows_today(new, old, value);
        }
        _ if same_kind => Some(value),
        (FieldKind::Table(_), _) => None,
        _ => Value::parse(field, shown).ok(),
    };
    match new {
        Some(value) => (value, true),
        None => (Value::Text(shown.into()), false),
    }
}

/// Rows whose cells are as today's columns have them; a column that is gone keeps its cells.
fn rows_today(new: &Grid, old: &Grid, value: Value) -> (Value, bool) {
    let Value::Rows(rows) = value else { return (value, true) };
    let mut all_known = true;
    let mut cell_today = |id: FieldId, value: Value| {
        let column = |grid: &'_ Grid| grid.columns.iter().find(|column| column.id == id).cloned();
        let (Some(today), Some(before)) = (column(new), column(old)) else { return (id, value) };
        let shown = value.shown(&before);
        let (value, is_known) = value_today(&today, &before, value, shown.expose());
        all_known &= is_known;
        (id, value)
    };
    let rows = rows
        .into_iter()
        .map(|row| row.into_iter().map(|(id, cell)| cell_today(id, cell)).collect())
        .collect();
    (Value::Rows(rows), all_known)
}

/// The option that a code means today: itself, the one that took its place, or the one with its label.
fn successor<'c>(choices: &'c [Choice], before: &Field, code: &str) -> Option<&'c Choice> {
    let label = before.kind.choices().iter().find(|choice| choice.code == code).map(|choice| &choice.label);
    choices
        .iter()
        .find(|choice| choice.code == code)
        .or_else(|| choices.iter().find(|choice| choice.was_called(code)))
        .or_else(|| choices.iter().find(|choice| label.is_some_and(|label| choice.is_meant_by(label))))
}
