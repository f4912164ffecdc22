//! A completed form as the JSON contract of `stopgap read --json` has it. It is written as it is met: an
//! answer can be long, and is not copied.

use super::{CompletedForm, Finding, Value};
use crate::template::{FieldId, date::show_time};
use serde::{Serialize, Serializer};

#[derive(Serialize)]
struct Form<'f> {
    template: &'f str,
    revision: u32,
    #[serde(rename = "form")]
    number: Option<String>,
    system: Option<&'f str>,
    fields: Fields<'f>,
    findings: &'f [Finding],
}

/// All of them, by id.
struct Fields<'f>(&'f CompletedForm);

#[derive(Serialize)]
struct Field<'f> {
    label: &'f str,
    r#type: &'static str,
    value: Option<&'f Value>,
    text: &'f str,
    anchor: &'static str,
    into: Vec<&'f str>,
}

#[derive(Serialize)]
struct Odd<'f> {
    field: Option<&'f str>,
    kind: &'static str,
    message: &'f str,
}

impl Serialize for CompletedForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = Form {
            template: self.identity.template.as_str(),
            revision: self.identity.revision,
            number: self.identity.issue.as_ref().map(|issue| issue.number.to_string()),
            system: self.system(),
            fields: Fields(self),
            findings: &self.findings,
        };
        form.serialize(serializer)
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(form) = self;
        serializer.collect_map(form.definition.fields().zip(&form.answers).map(|(field, answer)| {
            let said = Field {
                label: &field.label,
                r#type: field.kind.name(),
                value: answer.value.as_ref(),
                text: answer.text.expose(),
                anchor: answer.anchor.name(),
                into: form.boxes(&field.id),
            };
            (&field.id, said)
        }))
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let field = self.field.as_ref().map(FieldId::as_str);
        Odd { field, kind: self.kind.name(), message: &self.message }.serialize(serializer)
    }
}

/// Dates as ISO 8601, choices as their code, ticks as booleans, several choices and rows as lists.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text.expose()),
            Self::Date(date) => serializer.collect_str(date),
            Self::Time(time) => serializer.serialize_str(&show_time(*time)),
            Self::DateTime(at) => serializer.collect_str(&at.strftime("%Y-%m-%dT%H:%M")),
            Self::Bool(yes) => serializer.serialize_bool(*yes),
            Self::Choice(code) => serializer.serialize_str(code),
            Self::Choices(codes) => codes.serialize(serializer),
            Self::Rows(rows) => rows.serialize(serializer),
        }
    }
}
