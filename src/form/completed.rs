//! A form that came back: its answers, how each was found, and what is odd about it.

use super::{EnteredNote, Findings, Identity, Pin, Value};
use crate::{
    template::{CODE_SUFFIX, Condition, Field, FieldId, FieldKind, Grid, Item, TemplateDef, ids, says_no},
    word::Written,
};
use std::{collections::BTreeMap, sync::Arc};

/// A completed form. A copy of it shares with it all that is long: for each child whom it is about there is one.
#[derive(Debug, Clone)]
pub struct CompletedForm {
    pub identity: Identity,
    /// The definition that its answers stand in and are entered by: today's, or the form's own.
    pub definition: Arc<TemplateDef>,
    /// One for each field of the definition, in its order.
    pub answers: Vec<Arc<Answer>>,
    pub findings: Findings,
    /// What its office-use block says: that it was entered, when and by whom.
    pub entered: Arc<[EnteredNote]>,
    /// The documents that go with it. Nothing in the form's own file says what they are: whoever knows the folder does.
    pub documents: Vec<SupportingDocument>,
}

/// A document that is uploaded with a form.
#[derive(Debug, Clone)]
pub struct SupportingDocument {
    /// Its name, as the form lists it or as it lies there. People name files after children.
    pub name: Written,
    /// It lies beside the form or in its folder.
    pub is_found: bool,
    /// A hash of what is in it; None where it was not found, or is too large to be read.
    pub hash: Option<String>,
    /// The form lists it; else it was laid into the form's folder.
    pub is_listed: bool,
}

/// What stands in one field.
#[derive(Debug, Clone)]
pub struct Answer {
    pub field: FieldId,
    /// None when it was left blank.
    pub value: Option<Value>,
    /// The answer as people see it on the page.
    pub text: Written,
    pub anchor: Anchor,
}

/// By what a field was found in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The tag of its content control: the way that a form comes back from Word.
    Tag,
    /// The bookmark round it: the control or its tag is gone.
    Bookmark,
    /// Its place beside its label, or under its heading.
    Label,
    /// Not at all.
    Missing,
}

impl Answer {
    /// The code of what was chosen; several are joined with ", ", and yes-no has `yes` and `no`.
    pub fn code(&self) -> Option<String> {
        match self.value.as_ref()? {
            Value::Choice(code) => Some(code.clone()),
            Value::Choices(codes) => Some(codes.join(", ")),
            Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
            _ => None,
        }
    }
}

impl Anchor {
    /// The word for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Bookmark => "bookmark",
            Self::Label => "label",
            Self::Missing => "missing",
        }
    }
}

/// Whether an answer to the question says that the record is restricted; `shown` is the answer as people see it, which is
/// all that a glance at the page has.
pub(super) fn says_restricted(answer: Option<&Value>, shown: &str) -> bool {
    match answer {
        None => false,
        Some(Value::Bool(restricted)) => *restricted,
        // All that does not plainly say no says yes: the mistake in that direction harms nobody.
        Some(_) => !says_no(shown),
    }
}

impl CompletedForm {
    /// The answer to the field with this id.
    pub fn answer(&self, id: &str) -> Option<&Answer> {
        self.answers.iter().map(Arc::as_ref).find(|answer| answer.field.as_str() == id)
    }

    /// The value of the field with this id; None when it is blank or there is no such field.
    pub fn value(&self, id: &str) -> Option<&Value> {
        self.answer(id)?.value.as_ref()
    }

    /// The text of the field with this id; empty when it is blank or there is no such field.
    pub fn text(&self, id: &str) -> &str {
        self.answer(id).map_or("", |answer| answer.text.expose())
    }

    /// Whether a condition holds for these answers.
    pub fn holds(&self, condition: &Condition) -> bool {
        let id = condition.field.as_str();
        let names = self.definition.field(id).zip(self.value(id)).map(|(field, value)| value.names(field));
        condition.holds(&names.unwrap_or_default())
    }

    /// What an expression may use: each answer as people see it and, for choices, its code.
    pub fn for_expressions(&self) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        for answer in &self.answers {
            names.insert(answer.field.to_string(), answer.text.expose().to_owned());
            if let Some(code) = answer.code() {
                names.insert(format!("{}{CODE_SUFFIX}", answer.field), code);
            }
        }
        names
    }

    /// What a check may use: each answer as people see it, choices by their code.
    pub fn for_checks(&self) -> BTreeMap<String, String> {
        let said = |answer: &Answer| answer.code().unwrap_or_else(|| answer.text.expose().to_owned());
        self.answers.iter().map(|answer| (answer.field.to_string(), said(answer))).collect()
    }

    /// What the tracker says under "Nature of Work Undertaken"; the title where the definition's own
    /// words do not work.
    pub fn nature(&self) -> String {
        let nature = self.definition.nature.render(&self.for_expressions());
        nature
            .map(|text| text.trim().to_owned())
            .ok()
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| self.definition.title.clone())
    }

    /// Whether the record is restricted, as far as the form says.
    pub fn is_restricted(&self) -> bool {
        says_restricted(self.value(ids::RESTRICTED), self.text(ids::RESTRICTED))
    }

    /// The same form for another child, whom a row of a table names by its columns `pin`, `surname` and `dob`: what
    /// goes into that child's record.
    #[must_use]
    pub fn for_sibling(&self, row: &BTreeMap<FieldId, Value>) -> Self {
        let mut form = self.clone();
        let columns = [
            (ids::PIN, "pin"),
            (ids::CHILD_SURNAME, "surname"),
            (ids::CHILD_FORENAME, "forename"),
            (ids::CHILD_DOB, "dob"),
        ];
        for (id, column) in columns {
            let value = row.get(&FieldId::new(column)).cloned();
            let field = form.definition.field(id);
            let text = field.zip(value.as_ref()).map(|(field, value)| value.shown(field)).unwrap_or_default();
            form.answer_instead(id, value, text);
        }
        form
    }

    /// The same form for a child who was NEW in it and has a PIN by now.
    #[must_use]
    pub fn with_pin(mut self, pin: &Pin) -> Self {
        self.answer_instead(ids::PIN, Some(Value::Text(pin.written())), pin.written());
        self
    }

    /// Puts another answer in the place of one. What shares that with this form keeps it.
    fn answer_instead(&mut self, id: &str, value: Option<Value>, text: Written) {
        if let Some(answer) = self.answers.iter_mut().find(|answer| answer.field.as_str() == id) {
            *answer = Arc::new(Answer { field: answer.field.clone(), value, text, anchor: answer.anchor });
        }
    }

    /// The rows of brothers and sisters whose records need the same form.
    pub fn siblings(&self) -> &[BTreeMap<FieldId, Value>] {
        match self.value(ids::ALSO_FOR) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// Whether a question is answered with yes.
    pub fn holds_yes(&self, id: &str) -> bool {
        matches!(self.value(id), Some(Value::Bool(true)))
    }

    /// The tables in which it lists its supporting documents.
    pub fn attachments(&self) -> impl Iterator<Item = &FieldId> {
        let is_attached =
            |field: &&Field| matches!(&field.kind, FieldKind::Table(grid) if grid.attach.is_some());
        self.definition.fields().filter(is_attached).map(|field| &field.id)
    }

    /// The names of the files that it lists as its supporting documents.
    pub fn attached_files(&self) -> Vec<Written> {
        let mut files = Vec::new();
        for field in self.definition.fields() {
            let FieldKind::Table(Grid { attach: Some(column), .. }) = &field.kind else { continue };
            let Some(Value::Rows(rows)) = self.value(field.id.as_str()) else { continue };
            files.extend(rows.iter().filter_map(|row| row.get(column)).map(Value::shown_plainly));
        }
        files.retain(|file| !file.is_blank());
        files
    }

    /// The boxes that a field is offered to.
    pub fn boxes(&self, id: &FieldId) -> Vec<&str> {
        let screens = self.definition.screens().iter().filter(|section| section.screen.is_some());
        screens
            .flat_map(|section| &section.items)
            .filter_map(|item| match item {
                Item::Field(field) if field.id == *id => field.into.as_ref(),
                Item::Again(again) if again.field == *id => Some(&again.into),
                _ => None,
            })
            .map(|name| name.in_system(self.system()))
            .collect()
    }

    /// The system that the form is for; None when it asks which and nobody said.
    pub fn system(&self) -> Option<&str> {
        match (self.definition.systems.as_slice(), self.value(crate::template::SYSTEM_FIELD)) {
            (_, Some(Value::Choice(system))) => Some(system),
            ([only], _) => Some(only),
            _ => None,
        }
    }
}

/// Whether what people write into a field is a text of their own words.
pub fn is_free_text(field: &Field) -> bool {
    field.kind.takes_any_text() || field.kind == FieldKind::Number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_plainly_say_no_is_restricted() {
        let chosen = Value::Choice("0".into());
        assert!(
            says_restricted(Some(&Value::Bool(true)), "Yes")
                && !says_restricted(Some(&Value::Bool(false)), "")
        );
        assert!(says_restricted(Some(&Value::Text("perhaps".into())), "perhaps"));
        // A code says nothing to whoever glances at the page.
        assert!(says_restricted(Some(&chosen), "Yes, strictly") && !says_restricted(Some(&chosen), "No"));
        assert!(!says_restricted(None, ""));
    }
}
