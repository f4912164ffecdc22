//! What changed between two revisions of definitions that matters to forms already handed out.
//!
//! Such a form is read by the definition that it carries and then taken into today's. What is told here is
//! where an answer would find no place there.

use super::{Choice, Field, FieldId, FieldKind, TemplateDef, TemplateId};

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The template is not there any more.
    TemplateGone,
    /// Something changed, and the revision does not say so.
    NotRaised { was: u32, is: u32 },
    /// No field has this id, nor had it once.
    FieldGone(FieldId),
    /// The field takes another kind of answer.
    TypeChanged { field: FieldId, was: &'static str, is: &'static str },
    /// The table has no such column.
    ColumnGone { table: FieldId, column: FieldId },
    /// No option of the field, or of the column of a table, is this one or took its place.
    OptionGone { field: String, code: String },
}

/// What changed in a template.
pub fn changes(old: &TemplateDef, new: &TemplateDef) -> Vec<Change> {
    let mut found = Vec::new();
    let is_same = TemplateDef { revision: new.revision, ..old.clone() } == *new;
    if new.revision < old.revision || new.revision == old.revision && !is_same {
        found.push(Change::NotRaised { was: old.revision, is: new.revision });
    }
    for before in old.fields() {
        let is_it = |field: &&Field| field.id == before.id || field.was.contains(&before.id);
        match new.fields().find(is_it) {
            Some(after) => field(before, after, &mut found),
            None => found.push(Change::FieldGone(before.id.clone())),
        }
    }
    found
}

fn field(before: &Field, after: &Field, found: &mut Vec<Change>) {
    if let (FieldKind::Table(old), FieldKind::Table(new)) = (&before.kind, &after.kind) {
        for column in &old.columns {
            if let Some(other) = new.columns.iter().find(|other| other.id == column.id) {
                options(&format!("{}.{}", before.id, column.id), column, other, found);
            } else {
                let (table, column) = (before.id.clone(), column.id.clone());
                found.push(Change::ColumnGone { table, column });
            }
        }
    } else if takes_other_answers(&before.kind, &after.kind) {
        let (was, is) = (before.kind.name(), after.kind.name());
        found.push(Change::TypeChanged { field: before.id.clone(), was, is });
    } else {
        options(before.id.as_str(), before, after, found);
    }
}

/// Whether what was written into one kind of field may not be an answer to another.
fn takes_other_answers(before: &FieldKind, after: &FieldKind) -> bool {
    let is_table = |kind: &FieldKind| matches!(kind, FieldKind::Table(_));
    let is_same = before.name() == after.name();
    !is_same && (!after.takes_any_text() || is_table(before))
}

fn options(field: &str, before: &Field, after: &Field, found: &mut Vec<Change>) {
    if before.kind.name() != after.kind.name() {
        return;
    }
    let choices = after.kind.choices();
    let has_place = |old: &Choice| {
        let is_it =
            |new: &Choice| new.code == old.code || new.was_called(&old.code) || new.is_meant_by(&old.label);
        choices.iter().any(is_it)
    };
    // One that was retired has had its time.
    for gone in before.kind.choices().iter().filter(|old| !old.retired && !has_place(old)) {
        found.push(Change::OptionGone { field: field.to_owned(), code: gone.code.clone() });
    }
}

/// What changed in all templates, each change with those that have it: a list or a shared section changes
/// many at once.
pub fn all_changes(old: &[TemplateDef], new: &[TemplateDef]) -> Vec<(Change, Vec<TemplateId>)> {
    let mut all: Vec<(Change, Vec<TemplateId>)> = Vec::new();
    for before in old {
        let found = match new.iter().find(|after| after.id == before.id) {
            Some(after) => changes(before, after),
            None => vec![Change::TemplateGone],
        };
        for change in found {
            match all.iter_mut().find(|(known, _)| *known == change) {
                Some((_, templates)) => templates.push(before.id.clone()),
                None => all.push((change, vec![before.id.clone()])),
            }
        }
    }
    all
}

/// More templates than this are told as a number.
const SOME_TEMPLATES: usize = 3;

impl Change {
    /// The change in words, with what to do about it.
    pub fn told(&self, templates: &[TemplateId]) -> String {
        let ids = some(templates);
        let files = all_files(templates);
        let [are, each] = if templates.len() == 1 { ["is", "it"] } else { ["are", "each"] };
        match self {
            Self::TemplateGone => format!(
                "{files} {are} gone; forms already handed out are read by what they carry. Put {each} back if some are still to be entered."
            ),
            Self::NotRaised { was, is } if was == is => {
                format!("{files} changed but {are} still revision {is}: raise {each}.")
            }
            Self::NotRaised { was, is } => {
                format!("{files} {are} revision {is} and had {was} before: raise {each} above that.")
            }
            Self::FieldGone(field) => format!(
                "Field `{field}` of {ids} is gone; forms already handed out have it. If another field took its place, give that one `was: [{field}]`."
            ),
            Self::TypeChanged { field, was, is } => format!(
                "Field `{field}` of {ids} is of type {is} and was of type {was}; what was written there may not fit. If it asks something else now, give it an id of its own."
            ),
            Self::ColumnGone { table, column } => format!(
                "Column `{column}` of `{table}` of {ids} is gone; forms already handed out have it. Put it back if what was written there is still to be entered."
            ),
            Self::OptionGone { field, code } => format!(
                "Option `{code}` of `{field}` of {ids} is gone; forms already handed out may have it. Put it back with `retired: true`, or if another option took its place, give that one `was: [{code}]`."
            ),
        }
    }
}

/// "contact", "contact and visit", "contact, visit, call and 24 more": what they have in common is mended in one place.
fn some(templates: &[TemplateId]) -> String {
    let mut names: Vec<String> = templates.iter().take(SOME_TEMPLATES).map(TemplateId::to_string).collect();
    match templates.len().saturating_sub(SOME_TEMPLATES) {
        0 => {}
        more => names.push(format!("{more} more")),
    }
    listed(&names)
}

/// "contact.yaml, visit.yaml and call.yaml": each of them has to be gone to.
fn all_files(templates: &[TemplateId]) -> String {
    listed(&templates.iter().map(|id| format!("{id}.yaml")).collect::<Vec<_>>())
}

fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
