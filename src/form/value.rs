//! Answers as values: what a field of each kind can hold, and how it is said.

use crate::{
    diagnostic::listed,
    template::date::{parse_date, parse_date_time, parse_time, show_date, show_date_time, show_time},
    template::{Choice, Field, FieldId, FieldKind, Grid, meant, yes_no},
    word::Written,
};
use jiff::civil::{Date, DateTime, Time};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    fmt,
};

/// What somebody answered. Its `Debug` says what kind it is, not what.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// As written: texts, and what could not be understood as the kind it should be.
    Text(Written),
    Date(Date),
    Time(Time),
    DateTime(DateTime),
    /// A yes-no answer or a tick.
    Bool(bool),
    /// The code of the one that was chosen.
    Choice(String),
    /// The codes of those that were chosen, in the order of the definition.
    Choices(Vec<String>),
    /// The rows of a table that are not blank, by column.
    Rows(Vec<BTreeMap<FieldId, Value>>),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(hidden)",
            Self::Date(_) => "Date(hidden)",
            Self::Time(_) => "Time(hidden)",
            Self::DateTime(_) => "DateTime(hidden)",
            Self::Bool(_) => "Bool(hidden)",
            Self::Choice(_) => "Choice(hidden)",
            Self::Choices(_) => "Choices(hidden)",
            Self::Rows(_) => "Rows(hidden)",
        })
    }
}

/// An answer does not fit its field. Says what would fit, never what was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` takes {wanted}")]
pub struct DoesNotFit {
    pub field: String,
    pub wanted: String,
}

impl Value {
    /// Reads an answer that was given as text: dates as `dd/mm/yyyy` or ISO, choices by code or
    /// label, several choices parted by commas, ticks as yes or no.
    ///
    /// # Errors
    /// When the text is no such answer.
    pub fn parse(field: &Field, text: &str) -> Result<Self, DoesNotFit> {
        let text = text.trim();
        let wanted = |wanted: String| DoesNotFit { field: field.id.to_string(), wanted };
        let one_of = |choices: &[Choice], text: &str| {
            choices
                .iter()
                .find(|choice| choice.code == text && !choice.retired)
                .or_else(|| meant(choices, text).filter(|choice| !choice.retired))
                .map(|choice| choice.code.clone())
                .ok_or_else(|| {
                    wanted(format!("one of {}", listed(choices.iter().map(|choice| choice.code.as_str()))))
                })
        };
        Ok(match &field.kind {
            FieldKind::Date => Self::Date(
                parse_date(text)
                    .ok_or_else(|| wanted("a day that the calendar has, as dd/mm/yyyy".into()))?,
            ),
            FieldKind::Time => {
                Self::Time(parse_time(text).ok_or_else(|| wanted("a time of day, as hh:mm".into()))?)
            }
            FieldKind::Datetime => match parse_date_time(text) {
                Some((date, Some(time))) => Self::DateTime(date.to_datetime(time)),
                Some((date, None)) => Self::Date(date),
                None => return Err(wanted("a day and a time, as dd/mm/yyyy hh:mm".into())),
            },
            FieldKind::YesNo | FieldKind::Tick => match text.to_lowercase().as_str() {
                "yes" | "y" | "true" | "1" => Self::Bool(true),
                "no" | "n" | "false" | "0" => Self::Bool(false),
                _ => return Err(wanted("yes or no".into())),
            },
            FieldKind::Choice(choices) => Self::Choice(one_of(choices, text)?),
            // A label may hold a comma: the whole text may be one label.
            FieldKind::Choices(choices) => Self::Choices(match one_of(choices, text) {
                Ok(code) => vec![code],
                Err(_) => text.split(',').map(|part| one_of(choices, part)).collect::<Result<_, _>>()?,
            }),
            FieldKind::Table(Grid { columns, .. }) => {
                let columns = listed(columns.iter().map(|column| column.id.as_str()));
                return Err(wanted(format!(
                    "its cells one by one: {}[1].COLUMN, where COLUMN is {columns}",
                    field.id
                )));
            }
            _ => Self::Text(Written::from(text)),
        })
    }

    /// The answer as people see it: labels, dates as `dd/mm/yyyy`, several choices joined with ", ",
    /// rows of a table on lines of their own with their cells joined with ", ".
    pub fn shown(&self, field: &Field) -> Written {
        let label = |code: &String| {
            let choice = field.kind.choices().iter().find(|choice| choice.code == *code);
            choice.map_or(code.as_str(), |choice| &choice.label).to_owned()
        };
        match self {
            Self::Text(text) => text.clone(),
            Self::Date(date) => show_date(*date).into(),
            Self::Time(time) => show_time(*time).into(),
            Self::DateTime(at) => show_date_time(*at).into(),
            // A box that nobody ticked says nothing.
            Self::Bool(false) if field.kind == FieldKind::Tick => Written::default(),
            Self::Bool(yes) => if *yes { "Yes" } else { "No" }.into(),
            Self::Choice(code) => label(code).into(),
            Self::Choices(codes) => codes.iter().map(label).collect::<Vec<_>>().join(", ").into(),
            Self::Rows(rows) => {
                let FieldKind::Table(Grid { columns, .. }) = &field.kind else { return Written::default() };
                let line = |row: &BTreeMap<FieldId, Value>| {
                    let cells = columns.iter().filter_map(|column| Some(row.get(&column.id)?.shown(column)));
                    cells.map(|cell| cell.expose().to_owned()).collect::<Vec<_>>().join(", ")
                };
                rows.iter().map(line).collect::<Vec<_>>().join("\n").into()
            }
        }
    }

    /// A text as it was written; nothing for other kinds.
    pub fn shown_plainly(&self) -> Written {
        match self {
            Self::Text(text) => text.clone(),
            _ => Written::default(),
        }
    }

    /// The names that the answer goes by in a condition: code, label, or the text itself.
    pub fn names<'v>(&'v self, field: &'v Field) -> Vec<Cow<'v, str>> {
        let mut names: Vec<Cow<'v, str>> = match self {
            Self::Bool(false) if field.kind == FieldKind::Tick => Vec::new(),
            Self::Choice(code) => vec![code.into()],
            Self::Choices(codes) => codes.iter().map(Cow::from).collect(),
            Self::Bool(yes) => vec![yes_no()[usize::from(!yes)].code.clone().into()],
            other => vec![other.shown(field).expose().to_owned().into()],
        };
        let choices = field.kind.choices();
        let codes: HashSet<&str> = names.iter().map(|code| &**code).collect();
        let labels: Vec<&str> = choices
            .iter()
            .filter(|choice| codes.contains(&*choice.code))
            .map(|choice| &*choice.label)
            .collect();
        names.extend(labels.into_iter().map(Cow::from));
        names
    }
}
