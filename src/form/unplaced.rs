//! Answers that today's form has no place for: offered all the same, in a section of their own at the end.

use super::completed::{Answer, CompletedForm};
use crate::template::{Action, ActionKind, Field, Item, Name, Section};
use std::sync::Arc;

/// Adds a section with these answers to the end of a form and of its entry, and what to tell before them. A field that
/// names no box is called by its label there.
pub fn offer(form: &mut CompletedForm, title: &str, told: Vec<String>, answers: Vec<(Field, Answer)>) {
    if answers.is_empty() && told.is_empty() {
        return;
    }
    let mut items = Vec::new();
    for (field, answer) in answers {
        let into = field.into.or_else(|| Some(Name::Same(field.label.clone())));
        items.push(Item::Field(Field { into, ..field }));
        form.answers.push(Arc::new(answer));
    }
    let section = Section {
        title: title.to_owned(),
        guidance: None,
        screen: Some(Name::Same("Wherever it belongs".into())),
        system: None,
        by: None,
        when: None,
        first: told.into_iter().map(|told| Action { what: ActionKind::Tell(told), when: None }).collect(),
        items,
        then: Vec::new(),
    };
    let definition = Arc::make_mut(&mut form.definition);
    if !definition.entry.is_empty() {
        definition.entry.push(section.clone());
    }
    definition.sections.push(section);
}
