//! A form of an older revision, taken into today's definition.

use super::{
    completed::{Anchor, Answer, CompletedForm, Finding, FindingKind},
    value::Value,
};
use crate::{
    template::{Choice, Field, FieldKind, Item, Name, Section, TemplateDef},
    word::Written,
};

/// The form as if it had been made from `newer`: each answer in the field that has its id, or that had
/// it once (`was`); codes that are gone in the options that took their place.
///
/// What has no place any more is a finding, and stands in a section of its own at the end, so that it is
/// offered all the same.
pub fn bring_up_to(form: CompletedForm, newer: &TemplateDef) -> CompletedForm {
    if form.definition == *newer {
        return form;
    }
    let CompletedForm { identity, definition: old, answers, findings } = form;
    let mut findings = findings;
    let mut left: Vec<(&Field, Option<Answer>)> = old.fields().zip(answers.into_iter().map(Some)).collect();
    let mut definition = newer.clone();
    let mut taken = Vec::new();
    for field in newer.fields() {
        let place = left.iter().position(|(before, answer)| {
            answer.is_some() && (before.id == field.id || field.was.contains(&before.id))
        });
        let answer = place.and_then(|at| left[at].1.take().map(|answer| (left[at].0, answer)));
        let answer = match answer {
            Some((before, answer)) => {
                if loses_columns(field, before, &answer) {
                    let at = place.unwrap_or_default();
                    left[at].1 = Some(answer.clone());
                }
                rename(&mut findings, &answer, field);
                taken_into(field, before, answer, &mut findings)
            }
            None => Answer {
                field: field.id.clone(),
                value: None,
                text: Written::default(),
                anchor: Anchor::Missing,
            },
        };
        taken.push(answer);
    }
    let mut over = Vec::new();
    for (field, answer) in left {
        let Some(answer) = answer.filter(|answer| answer.value.is_some()) else { continue };
        // An id that means something else today must not be taken for it.
        let mut field = field.clone();
        if newer.field(field.id.as_str()).is_some() {
            field.id = crate::template::FieldId::new(format!("older_{}", field.id));
        }
        let message =
            "the form is of an older revision, and today's has no place for this: see where it belongs";
        findings.push(Finding {
            field: Some(field.id.clone()),
            kind: FindingKind::Older,
            message: message.to_owned(),
        });
        field.into = Some(Name::Same(field.label.clone()));
        taken.push(Answer { field: field.id.clone(), ..answer });
        over.push(Item::Field(field));
    }
    if !over.is_empty() {
        let section = from_older(over);
        if !definition.entry.is_empty() {
            definition.entry.push(section.clone());
        }
        definition.sections.push(section);
    }
    CompletedForm { identity, definition, answers: taken, findings }
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

/// The section for what has no place any more.
fn from_older(items: Vec<Item>) -> Section {
    Section {
        title: "From an older form".into(),
        guidance: None,
        screen: Some(Name::Same("Wherever it belongs".into())),
        system: None,
        by: None,
        when: None,
        first: Vec::new(),
        items,
        then: Vec::new(),
    }
}

/// Findings follow their field to its new id.
fn rename(findings: &mut [Finding], answer: &Answer, field: &Field) {
    for finding in findings.iter_mut().filter(|finding| finding.field.as_ref() == Some(&answer.field)) {
        finding.field = Some(field.id.clone());
    }
}

fn taken_into(field: &Field, before: &Field, answer: Answer, findings: &mut Vec<Finding>) -> Answer {
    let Some(value) = answer.value else { return Answer { field: field.id.clone(), ..answer } };
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
        _ if same_kind => Some(value.clone()),
        (FieldKind::Table(_), _) => None,
        _ => Value::parse(field, answer.text.expose()).ok(),
    };
    let value = new.unwrap_or_else(|| {
        let message = "the form is of an older revision, and today's field does not know this answer; it was taken as it was written";
        findings.push(Finding { field: Some(field.id.clone()), kind: FindingKind::Older, message: message.to_owned() });
        Value::Text(answer.text.clone())
    });
    let text = value.shown(field);
    Answer { field: field.id.clone(), value: Some(value), text, anchor: answer.anchor }
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
