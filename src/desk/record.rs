//! The record of a form: who did what with it and when, for whoever has to answer for it. It tells no answer.

use super::{
    SittingError, progress_beside,
    sitting::{deeds_in, progress_of_form},
    take_form,
};
use crate::{
    reentry::{Planning, Step, StepKind, as_planned, instructions, is_document, plan},
    template::Pack,
};
use jiff::civil::{Date, DateTime};
use std::{collections::BTreeMap, path::Path};

/// One thing that was done with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub at: DateTime,
    /// None: stopgap was not told who was at the desk.
    pub who: Option<String>,
    /// In words, with the names of boxes: "copied Note text, part 2".
    pub what: String,
}

/// How people call a step: by its box or, where they are told what to do, by these words in quotes.
fn said(kind: &StepKind, step: Option<&Step>) -> String {
    match (kind, step) {
        (StepKind::Tell(_), _) => format!("\u{201c}{}\u{201d}", kind.subject().unwrap_or_default()),
        (_, Some(step)) => step.name(),
        (_, None) => kind.subject().unwrap_or_default().to_owned(),
    }
}

/// What was done with a form, or with somebody else's part of it, from the first time that it was opened; nothing
/// where it never was. Where the form itself cannot be read any more, boxes are named by the ids of their fields.
///
/// # Errors
/// When its progress file cannot be read, or there is none and the form cannot be read either.
pub fn record_of(path: &Path, by: Option<&str>, pack: &Pack, today: Date) -> Result<Vec<Told>, SittingError> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let form = take_form(path, pack, today);
    if let Ok(form) = &form {
        names.extend(form.definition.fields().map(|field| (field.id.to_string(), field.label.clone())));
        let planning = Planning { by: by.map(str::to_owned), ..Planning::default() };
        // Also what the record of the form's own child does not ask for: that of a brother or sister may.
        names.extend(instructions(&form.definition).map(|(id, kind)| (id.to_string(), said(&kind, None))));
        let steps = plan(form, &planning);
        names.extend(steps.iter().map(|step| (step.id.to_string(), said(&step.kind, Some(step)))));
    }
    let name = |id: &str| {
        let (step, child) = id.split_once('@').map_or((id, None), |(step, child)| (step, Some(child)));
        // What was in the form once is known by its field.
        let known = names.get(as_planned(step)).or_else(|| names.get(step.split([':', '#']).next()?));
        let name = match known {
            Some(name) => name.as_str(),
            None if is_document(step) => "a document in its folder",
            None => step,
        };
        child.map_or_else(|| name.to_owned(), |child| format!("{name} (child {child})"))
    };
    let progress = match &form {
        Ok(form) => progress_of_form(path, by, form),
        Err(_) => progress_beside(path, by),
    };
    let entries = deeds_in(&progress)?;
    if entries.is_empty() {
        form?;
    }
    Ok(entries
        .into_iter()
        .map(|entry| Told { at: entry.at, what: entry.said(&name), who: entry.who })
        .collect())
}
