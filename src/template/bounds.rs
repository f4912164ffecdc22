//! How much a definition may hold, so that a form can carry it. Far more than any form asks: a document that is made
//! to do harm carries what it likes, and could keep us busy otherwise.

use super::{
    Condition, Field, FieldKind, Grid, Required, Rule, Section, TemplateDef,
    definition::{Action, Check},
    language::MAX_LINE,
};
use std::collections::BTreeSet;

const LONGEST_JSON: usize = 256 << 10;
/// Columns are questions as well.
const MOST_QUESTIONS: usize = 800;
const MOST_OPTIONS: usize = 2000;
const MOST_SECTIONS: usize = 300;
const MOST_CHECKS: usize = 100;
const MOST_CHECKED: usize = 500;
const MOST_VALUES: usize = 2000;

impl TemplateDef {
    /// The text that a form carries.
    ///
    /// # Panics
    /// Never: a definition is texts, numbers and lists of them, and what it has by name is by text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts, numbers and lists can be written as JSON")
    }

    /// The definition that a form carries; None when it is none, or more than a form of ours can carry.
    pub fn from_json(json: &str) -> Option<Self> {
        if json.len() > LONGEST_JSON {
            return None;
        }
        let definition: Self = serde_json::from_str(json).ok()?;
        (definition.beyond().is_none() && definition.is_told_apart()).then_some(definition)
    }

    /// What there is too much of for a form to carry, in words.
    pub fn too_much(&self) -> Option<String> {
        let too_long = || format!("it has more than {} kB", LONGEST_JSON >> 10);
        self.beyond().or_else(|| (self.to_json().len() > LONGEST_JSON).then(too_long))
    }

    fn beyond(&self) -> Option<String> {
        let counts = [
            (self.fields().map(questions).sum(), MOST_QUESTIONS, "questions, columns among them"),
            (self.fields().map(options).sum(), MOST_OPTIONS, "options"),
            (self.sections.len() + self.entry.len(), MOST_SECTIONS, "sections and screens"),
            (self.checks.len(), MOST_CHECKS, "checks"),
            (self.checks.iter().map(named).sum(), MOST_CHECKED, "fields named in checks"),
            (
                self.conditions().map(|condition| condition.values().len().max(1)).sum(),
                MOST_VALUES,
                "values in conditions",
            ),
        ];
        let (count, most, what) = counts.into_iter().find(|(count, most, _)| count > most)?;
        Some(format!("it has {count} {what}, and {most} are the most"))
    }

    /// All conditions, wherever they stand.
    fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let sections = || self.sections.iter().chain(&self.entry);
        let of_sections = sections().flat_map(|section| {
            section.when.iter().chain(section.first.iter().chain(&section.then).filter_map(of_action))
        });
        self.urgent.iter().chain(of_sections).chain(self.fields().flat_map(of_field))
    }

    /// Whether no two fields and no two columns are one, and no label is endless.
    fn is_told_apart(&self) -> bool {
        let has_short_title = |section: &Section| is_short(&section.title);
        let sections = || self.sections.iter().chain(&self.entry);
        is_short(&self.title) && sections().all(has_short_title) && are_told_apart(self.fields())
    }
}

/// How many questions it counts as.
fn questions(field: &Field) -> usize {
    match &field.kind {
        FieldKind::Table(Grid { columns, .. }) => 1 + columns.iter().map(questions).sum::<usize>(),
        _ => 1,
    }
}

fn options(field: &Field) -> usize {
    match &field.kind {
        FieldKind::Table(Grid { columns, .. }) => columns.iter().map(options).sum(),
        kind => kind.choices().len(),
    }
}

/// How many fields it names.
fn named(check: &Check) -> usize {
    match &check.rule {
        Rule::InOrder(ids) | Rule::NotInTheFuture(ids) | Rule::ExactlyOneOf(ids) => ids.len(),
        Rule::Warn { .. } => 0,
    }
}

fn of_action(action: &Action) -> Option<&Condition> {
    action.when.as_ref()
}

fn of_field(field: &Field) -> Vec<&Condition> {
    let mut conditions = Vec::new();
    if let Required::When(condition) = &field.required {
        conditions.push(condition);
    }
    if let FieldKind::Table(Grid { columns, each, .. }) = &field.kind {
        conditions.extend(each.iter().filter_map(of_action));
        conditions.extend(columns.iter().flat_map(of_field));
    }
    conditions
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= MAX_LINE
}

fn are_told_apart<'f>(fields: impl Iterator<Item = &'f Field>) -> bool {
    let mut ids = BTreeSet::new();
    for field in fields {
        let is_apart = ids.insert(&field.id)
            && is_short(&field.label)
            && field.kind.choices().iter().all(|choice| is_short(&choice.label));
        let columns_are_apart = match &field.kind {
            FieldKind::Table(Grid { columns, .. }) => are_told_apart(columns.iter()),
            _ => true,
        };
        if !is_apart || !columns_are_apart {
            return false;
        }
    }
    true
}
