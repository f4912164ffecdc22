//! Checks across the fields of one form. They warn; they never stop anyone.

use super::{
    completed::CompletedForm,
    findings::{FindingKind, Findings},
    value::Value,
};
use crate::template::{Check, Field, FieldId, FieldKind, Rule, TRUE};
use jiff::civil::{Date, DateTime};

/// What the checks of a definition find, and numbers beyond their range. `today` settles what lies in the future.
pub fn check(form: &CompletedForm, today: Date, findings: &mut Findings) {
    let answers = form.for_checks();
    for check in &form.definition.checks {
        let found = match &check.rule {
            Rule::InOrder(ids) => out_of_order(form, ids),
            Rule::NotInTheFuture(ids) => in_the_future(form, ids, today),
            Rule::ExactlyOneOf(ids) => not_exactly_one(form, ids),
            Rule::Warn { text, when } => {
                let holds = when.render(&answers).is_ok_and(|holds| holds == TRUE);
                if holds { vec![(None, text.trim_end_matches('.').to_owned())] } else { Vec::new() }
            }
        };
        for (field, message) in found {
            findings.push(field.as_ref(), FindingKind::Check, message + &source(check));
        }
    }
    look_for_numbers(form, findings);
}

fn source(check: &Check) -> String {
    check.source.as_ref().map_or(String::new(), |source| format!(" ({source})"))
}

type Found = Vec<(Option<FieldId>, String)>;

fn label(form: &CompletedForm, id: &FieldId) -> String {
    form.definition.field(id.as_str()).map_or(id.as_str(), |field| &field.label).to_owned()
}

/// A date without a time counts from its start, so that the same day is never out of order.
fn at(form: &CompletedForm, id: &FieldId) -> Option<(DateTime, bool)> {
    match form.value(id.as_str())? {
        Value::Date(date) => Some((date.at(0, 0, 0, 0), false)),
        Value::DateTime(at) => Some((*at, true)),
        _ => None,
    }
}

fn out_of_order(form: &CompletedForm, ids: &[FieldId]) -> Found {
    let known: Vec<(&FieldId, DateTime, bool)> =
        ids.iter().filter_map(|id| at(form, id).map(|(at, timed)| (id, at, timed))).collect();
    let wrong = known.windows(2).filter(|pair| {
        let [(_, first, first_timed), (_, second, second_timed)] = pair else { return false };
        if *first_timed && *second_timed { second < first } else { second.date() < first.date() }
    });
    wrong
        .map(|pair| {
            let message = format!("it lies before \u{201c}{}\u{201d}: check both", label(form, pair[0].0));
            (Some(pair[1].0.clone()), message)
        })
        .collect()
}

fn in_the_future(form: &CompletedForm, ids: &[FieldId], today: Date) -> Found {
    let ahead = ids.iter().filter(|id| at(form, id).is_some_and(|(at, _)| at.date() > today));
    ahead.map(|id| (Some(id.clone()), "it lies in the future: check the date".to_owned())).collect()
}

fn not_exactly_one(form: &CompletedForm, ids: &[FieldId]) -> Found {
    let answered = ids.iter().filter(|id| form.value(id.as_str()).is_some()).count();
    if answered == 1 {
        return Vec::new();
    }
    let labels: Vec<String> = ids.iter().map(|id| format!("\u{201c}{}\u{201d}", label(form, id))).collect();
    let how = if answered == 0 { "none of these is answered" } else { "more than one of these is answered" };
    vec![(None, format!("{how}, and exactly one should be: {}", labels.join(", ")))]
}

/// Numbers beyond the range of their field.
fn look_for_numbers(form: &CompletedForm, findings: &mut Findings) {
    for (field, answer) in form.definition.fields().zip(&form.answers) {
        let mut look = |of: &Field, text: &str, place: &str| {
            if let Some((least, most)) = out_of_range(of, text) {
                let message = format!("{place}this is usually from {least} to {most}: check it");
                findings.push(Some(&field.id), FindingKind::Check, message);
            }
        };
        let (FieldKind::Table(grid), Some(Value::Rows(rows))) = (&field.kind, &answer.value) else {
            look(field, answer.text.expose(), "");
            continue;
        };
        for (at, row) in rows.iter().enumerate() {
            for column in &grid.columns {
                if let Some(value) = row.get(&column.id) {
                    let place = format!("row {}, {}: ", at + 1, column.label);
                    look(column, value.shown(column).expose(), &place);
                }
            }
        }
    }
}

/// The range of a field that a number lies beyond.
fn out_of_range(field: &Field, text: &str) -> Option<(i64, i64)> {
    let (least, most) = field.range?;
    let number: f64 = text.trim().replace(',', "").parse().ok()?;
    #[expect(clippy::cast_precision_loss, reason = "bounds that an administrator writes are small")]
    let within = (least as f64..=most as f64).contains(&number);
    (!within).then_some((least, most))
}
