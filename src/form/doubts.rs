//! What is odd about a form as a whole: the program that saved it, and answers that are missing or too many.

use super::{
    completed::{CompletedForm, is_free_text},
    findings::{FindingKind, Findings},
    value::Value,
};
use crate::{
    template::{Condition, Field, FieldKind, Grid, Required, TemplateDef},
    word::{Element, Package, Unreadable, xml::parse},
};

/// The program that saved the form last, if it is one that is known to lose text.
pub fn lossy_program(package: &mut Package<'_>) -> Result<Option<&'static str>, Unreadable> {
    let Some(text) = package.part("docProps/app.xml")? else { return Ok(None) };
    let Ok(properties) = parse(&text) else { return Ok(None) };
    let application = properties.root().child("Application").map(Element::text);
    Ok(application.filter(|name| name.starts_with("LibreOffice")).map(|_| "LibreOffice"))
}

/// LibreOffice 7.4 runs the lines of a text together, drops one that has a comment in it, and brings
/// deleted words back (measured). Nothing in the file shows that it did, so where there are comments also a text that
/// is blank is doubted.
pub fn doubt_texts(form: &mut CompletedForm, program: &str, has_comments: bool) {
    for (field, answer) in form.definition.fields().zip(&form.answers) {
        let texts = match &field.kind {
            FieldKind::Table(Grid { columns, .. }) => columns.iter().any(is_free_text),
            _ => is_free_text(field),
        };
        if texts && (has_comments || answer.value.is_some()) {
            let message =
                format!("{program} can lose line breaks and commented text: compare it with the page");
            form.findings.push(Some(&field.id), FindingKind::Program, message);
        }
    }
}

/// Needed answers that are blank, and answers to questions that were not asked.
pub fn look_for_gaps(form: &CompletedForm, findings: &mut Findings) {
    let definition: &TemplateDef = &form.definition;
    for section in &definition.sections {
        let asked = section.when.as_ref().is_none_or(|when: &Condition| form.holds(when));
        for field in section.fields() {
            let needed = is_needed(form, field);
            let answered = match form.value(field.id.as_str()) {
                None => false,
                Some(value) => field.kind != FieldKind::Tick || *value == Value::Bool(true),
            };
            if asked && needed && !answered {
                findings.push(Some(&field.id), FindingKind::Blank, LEFT_BLANK);
            }
            if asked {
                for message in blank_cells(form, field) {
                    findings.push(Some(&field.id), FindingKind::Blank, message);
                }
            }
            if !asked && answered {
                let message = "this was answered although the form did not ask for it: check which is right";
                findings.push(Some(&field.id), FindingKind::NotAsked, message);
            }
        }
    }
}

const LEFT_BLANK: &str = "this needs an answer and was left blank";

fn is_needed(form: &CompletedForm, field: &Field) -> bool {
    match &field.required {
        Required::No => false,
        Required::Yes => true,
        Required::When(condition) => form.holds(condition),
    }
}

/// Needed cells that are blank in rows that are not.
fn blank_cells(form: &CompletedForm, field: &Field) -> impl Iterator<Item = String> {
    let rows = match form.value(field.id.as_str()) {
        Some(Value::Rows(rows)) => &rows[..],
        _ => &[],
    };
    let columns = match &field.kind {
        FieldKind::Table(Grid { columns, .. }) => &columns[..],
        _ => &[],
    };
    let needed: Vec<&Field> = columns.iter().filter(|column| is_needed(form, column)).collect();
    rows.iter().enumerate().flat_map(move |(at, row)| {
        let blank: Vec<&Field> =
            needed.iter().copied().filter(|column| !row.contains_key(&column.id)).collect();
        blank.into_iter().map(move |column| format!("row {}, {}: {LEFT_BLANK}", at + 1, column.label))
    })
}
