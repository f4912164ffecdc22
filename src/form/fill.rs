//! Answers put into a form as Word puts them in: known ones when it is made, and those of samples.

use super::{
    anchor,
    completed::says_restricted,
    value::{DoesNotFit, Value},
};
use crate::{
    diagnostic::{nearest, suggestion},
    template::date::{show_date, show_time},
    template::{Field, FieldId, FieldKind, Grid, TemplateDef, ids},
    word::{
        Edits, Package, Unreadable, Written,
        control::{Control, ControlKind, controls},
        fill as control_text,
        package::tree,
    },
};
use std::{borrow::Cow, collections::BTreeMap};

/// Answers to put into a form, by field; those of tables by row, from 0, and column.
#[derive(Default)]
pub struct Answers {
    values: BTreeMap<FieldId, Value>,
    cells: BTreeMap<(FieldId, usize, FieldId), Value>,
}

/// An answer that cannot be put in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSet {
    #[error("a line has no `=`: write ID=VALUE")]
    NoEquals,
    #[error("there is no field {id}: {help}")]
    UnknownField { id: String, help: String },
    #[error("`{id}` has {rows} rows in a blank form: use a row from 1 to {rows}")]
    NoSuchRow { id: String, rows: usize },
    #[error(transparent)]
    DoesNotFit(#[from] DoesNotFit),
}

impl Answers {
    /// Takes in an answer given as `ID=VALUE` or, for a cell of a table, `ID[ROW].COLUMN=VALUE` with
    /// rows from 1. In a value `\n` stands for a line break.
    ///
    /// # Errors
    /// When there is no such field, or the value does not fit it. The value is not in the error.
    pub fn set(&mut self, definition: &TemplateDef, line: &str) -> Result<(), NotSet> {
        let Some((name, value)) = line.split_once('=') else {
            return Err(NotSet::NoEquals);
        };
        let value = value.replace("\\n", "\n");
        let (id, cell) = match name.trim().split_once('[') {
            Some((id, cell)) => (id, Some(cell)),
            None => (name.trim(), None),
        };
        // Before the first `=` may stand a value that lost its name: only what is nearly an id is repeated.
        let said = |id: &str, known: &[&str]| {
            if nearest(id, known.iter().copied()).is_some() {
                format!("`{id}`")
            } else {
                "of this name".to_owned()
            }
        };
        let unknown = |id: &str, known: Vec<&str>| NotSet::UnknownField {
            id: said(id, &known),
            help: suggestion(id, known),
        };
        let field = definition
            .field(id)
            .ok_or_else(|| unknown(id, definition.fields().map(|field| field.id.as_str()).collect()))?;
        let Some(cell) = cell else {
            let value = Value::parse(field, &value)?;
            self.values.insert(field.id.clone(), value);
            return Ok(());
        };
        let FieldKind::Table(Grid { rows, columns, .. }) = &field.kind else {
            return Err(unknown(name.trim(), vec![field.id.as_str()]));
        };
        let (row, column) = cell.split_once("].").unwrap_or((cell, ""));
        let column = columns
            .iter()
            .find(|c| c.id.as_str() == column)
            .ok_or_else(|| unknown(column, columns.iter().map(|c| c.id.as_str()).collect()))?;
        let row = row
            .parse::<usize>()
            .ok()
            .filter(|row| (1..=*rows).contains(row))
            .ok_or_else(|| NotSet::NoSuchRow { id: field.id.to_string(), rows: *rows })?;
        self.cells.insert((field.id.clone(), row - 1, column.id.clone()), Value::parse(column, &value)?);
        Ok(())
    }

    /// The answer that is set for a field that is not a table.
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.values.get(&FieldId::new(id))
    }

    /// Whether a form of this definition with these is of a restricted record, as
    /// [`super::CompletedForm::is_restricted`] has it.
    pub fn is_restricted(&self, definition: &TemplateDef) -> bool {
        let answer = definition.field(ids::RESTRICTED).zip(self.get(ids::RESTRICTED));
        let shown = answer.map(|(field, value)| value.shown(field)).unwrap_or_default();
        says_restricted(self.get(ids::RESTRICTED), shown.expose())
    }
}

/// The form with these answers in their controls; everything else stays as it was.
///
/// # Errors
/// When the form cannot be read.
pub fn fill(form: &[u8], definition: &TemplateDef, answers: &Answers) -> Result<Vec<u8>, Unreadable> {
    let mut package = Package::open(form)?;
    let main = package.main_part().to_owned();
    let text = package.main_text()?;
    let page = tree(&main, &text)?;
    let mut by_tag: BTreeMap<Cow<'_, str>, Vec<Control<'_>>> = BTreeMap::new();
    for control in controls(page.root()) {
        if let Some(tag) = control.tag() {
            by_tag.entry(tag).or_default().push(control);
        }
    }
    let mut edits = Edits::new(&text);
    let mut put = |tag: String, nth: usize, content: &Put| {
        if let Some(control) = by_tag.get(&*tag).and_then(|controls| controls.get(nth)) {
            content.put_into(control, &mut edits);
        }
    };
    for field in definition.fields() {
        if let Some(value) = answers.values.get(&field.id) {
            for (tag, content) in contents(field, value) {
                put(tag, 0, &content);
            }
        }
        let FieldKind::Table(Grid { columns, .. }) = &field.kind else { continue };
        for ((_, row, column), value) in answers.cells.iter().filter(|((table, ..), _)| *table == field.id) {
            let Some(column) = columns.iter().find(|c| c.id == *column) else { continue };
            // A cell has one control: what fills several on the page goes into it as people see it.
            let mut filled = contents(column, value);
            let content = match filled.pop() {
                Some((_, only)) if filled.is_empty() => only,
                _ => Put::Text(value.shown(column)),
            };
            put(anchor::column_tag(&field.id, &column.id), *row, &content);
        }
    }
    package.with_edits(&main, edits)
}

/// What goes into one control.
enum Put {
    Text(Written),
    Day { shown: String, iso: String },
    Tick(bool),
}

impl Put {
    fn put_into(&self, control: &Control<'_>, edits: &mut Edits<'_>) {
        match (self, control.kind()) {
            (Self::Tick(on), ControlKind::CheckBox) => control_text::tick(control.element, *on, edits),
            (Self::Day { shown, iso }, ControlKind::Date) => {
                control_text::pick_date(control.element, shown, iso, edits);
            }
            (Self::Day { shown, .. }, _) => control_text::write(control.element, shown, edits),
            (Self::Text(text), _) => control_text::write(control.element, text.expose(), edits),
            (Self::Tick(_), _) => {}
        }
    }
}

/// The controls of a field that an answer fills, by tag.
fn contents(field: &Field, value: &Value) -> Vec<(String, Put)> {
    let tag = anchor::tag(&field.id);
    let day = |date| Put::Day { shown: show_date(date), iso: date.to_string() };
    match value {
        Value::Date(date) => vec![(tag, day(*date))],
        Value::DateTime(at) => {
            vec![(tag, day(at.date())), (anchor::time_tag(&field.id), Put::Text(show_time(at.time()).into()))]
        }
        Value::Bool(yes) if field.kind == FieldKind::Tick => vec![(tag, Put::Tick(*yes))],
        Value::Choices(codes) => field
            .kind
            .choices()
            .iter()
            .enumerate()
            .map(|(at, choice)| {
                (anchor::option_tag(&field.id, at, choice), Put::Tick(codes.contains(&choice.code)))
            })
            .collect(),
        _ => vec![(tag, Put::Text(value.shown(field)))],
    }
}
