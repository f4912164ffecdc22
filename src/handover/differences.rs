//! What differs between two copies of a form, by the labels of its questions.

use super::who_enters::OF_THE_WAY;
use crate::{form::CompletedForm, template::FieldId};
use std::collections::BTreeSet;

/// The labels of the questions that two copies of a form answer differently, in the order of the form. No answer is
/// in it. What only says how the form went from team to team does not count.
pub fn differences(one: &CompletedForm, other: &CompletedForm) -> Vec<String> {
    let mut seen: BTreeSet<&FieldId> = BTreeSet::new();
    let fields = one.definition.fields().chain(other.definition.fields());
    fields
        .filter(|field| seen.insert(&field.id) && !OF_THE_WAY.contains(&field.id.as_str()))
        .filter(|field| {
            let id = field.id.as_str();
            one.value(id) != other.value(id) || one.text(id) != other.text(id)
        })
        .map(|field| field.label.clone())
        .collect()
}
