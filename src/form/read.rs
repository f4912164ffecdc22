//! Reads a completed form back: finds each field by tag, bookmark or label, and tells what is odd.

use super::{
    anchor, checks,
    completed::{Anchor, Answer, CompletedForm, Finding, FindingKind},
    doubts::{doubt_texts, look_for_gaps, lossy_program},
    identity,
    older::bring_up_to,
    places::{Located, Places},
    value::Value,
};
use crate::{
    template::date::{parse_date, parse_date_time, parse_time},
    template::{Choice, Field, FieldKind, Grid, Pack, yes_no},
    word::{Content, Package, Unreadable, Written, control::content_of, package::tree, text::Signs},
};
use std::collections::BTreeMap;

use jiff::civil::Date;

/// Why a file is not a form that can be read.
#[derive(Debug, thiserror::Error)]
pub enum NotAForm {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error(
        "this Word document is not a form made by stopgap: if somebody copied the answers into another document, open it and enter them by hand"
    )]
    NotOurs,
    #[error(
        "the form says it is `{template}` revision {revision}, which is not among the definitions here, and the definition that it carries cannot be read: use --templates with the folder that has it"
    )]
    UnknownTemplate { template: String, revision: u32 },
}

/// Reads a completed form by the definition that it carries, or where that is gone by the one in the pack,
/// and brings it up to the pack's. `today` settles what a check finds to lie in the future.
///
/// # Errors
/// When it is no form of ours, or the file cannot be read at all. Never because of an answer.
pub fn read(bytes: &[u8], pack: &Pack, today: Date) -> Result<CompletedForm, NotAForm> {
    let mut package = Package::open(bytes)?;
    let identity = identity::read(&mut package)?.ok_or(NotAForm::NotOurs)?;
    let known = pack.template(identity.template.as_str()).ok();
    let Some(definition) = identity.definition.clone().or_else(|| known.cloned()) else {
        let template = identity.template.to_string();
        return Err(NotAForm::UnknownTemplate { template, revision: identity.revision });
    };
    let main = package.main_part().to_owned();
    let text = package.main_text()?;
    let root = tree(&main, &text)?;
    let places = Places::new(&root);
    let mut reader = Reader { places, findings: Vec::new() };
    if known.is_none() {
        let message = format!(
            "its template `{}` is not among the definitions here; it was read by the definition that it carries",
            identity.template
        );
        reader.findings.push(Finding { field: None, kind: FindingKind::Definition, message });
    }
    let answers = definition.fields().map(|field| reader.answer(field)).collect();
    let mut form = CompletedForm { identity, definition, answers, findings: reader.findings };
    if let Some(program) = lossy_program(&mut package)? {
        doubt_texts(&mut form, program);
        // It drops every tag: that fields were found by their bookmarks is one finding, not one for each.
        form.findings.retain(|finding| finding.kind != FindingKind::Moved);
        let message = format!(
            "the form was saved with {program}, which drops the marks that Word keeps; its answers were found by their places"
        );
        form.findings.insert(0, Finding { field: None, kind: FindingKind::Program, message });
    }
    if let Some(newer) = known {
        form = bring_up_to(form, newer);
    }
    look_for_gaps(&mut form);
    let checked = checks::check(&form, today);
    form.findings.extend(checked);
    Ok(form)
}

struct Reader<'t, 'a> {
    places: Places<'t, 'a>,
    findings: Vec<Finding>,
}

impl Reader<'_, '_> {
    fn find(&mut self, field: &Field, kind: FindingKind, message: impl Into<String>) {
        self.findings.push(Finding { field: Some(field.id.clone()), kind, message: message.into() });
    }

    fn answer(&mut self, field: &Field) -> Answer {
        let (value, anchor) = match &field.kind {
            FieldKind::Table(Grid { columns, .. }) => self.rows(field, columns),
            FieldKind::Choices(choices) => self.choices(field, choices),
            _ => self.single(field),
        };
        match anchor {
            Anchor::Missing => {
                self.find(field, FindingKind::Missing, "this field is gone from the form: look at the page");
            }
            Anchor::Bookmark | Anchor::Label if value.is_some() => {
                let message = "the box of this answer is gone; what stands in its place was taken: compare it with the page";
                self.find(field, FindingKind::Moved, message);
            }
            _ => {}
        }
        let text = value.as_ref().map(|value| value.shown(field)).unwrap_or_default();
        Answer { field: field.id.clone(), value, text, anchor }
    }

    /// A field with one control, or a date with its time.
    fn single(&mut self, field: &Field) -> (Option<Value>, Anchor) {
        let (contents, anchor) = self.locate(&anchor::tag(&field.id), &anchor::bookmark(&field.id), field);
        let Some(content) = self.only(field, contents) else { return (None, anchor) };
        let time = (field.kind == FieldKind::Datetime && anchor != Anchor::Label).then(|| {
            let tag = anchor::time_tag(&field.id);
            let bookmark = anchor::time_bookmark(&field.id);
            self.places
                .by_tag_or_bookmark(&tag, &bookmark)
                .and_then(|(contents, _)| self.only(field, contents))
        });
        let time = time.flatten().map(|content| content.text);
        (self.value(field, &content, time.as_ref()), anchor)
    }

    fn locate(&self, tag: &str, bookmark: &str, field: &Field) -> Located {
        if let Some(found) = self.places.by_tag_or_bookmark(tag, bookmark) {
            return found;
        }
        match self.places.beside(&anchor::printed_label(field)) {
            Some(cell) => (vec![content_of(cell)], Anchor::Label),
            None => (Vec::new(), Anchor::Missing),
        }
    }

    /// One content; where there are several for one field, all of them, and a finding.
    fn only(&mut self, field: &Field, contents: Vec<Content>) -> Option<Content> {
        let mut contents = contents.into_iter();
        let first = contents.next()?;
        let others: Vec<Content> =
            contents.filter(|other| other.text != first.text && !other.text.is_blank()).collect();
        if others.is_empty() {
            return Some(first);
        }
        self.find(
            field,
            FindingKind::Twice,
            "the form holds this field twice, with different answers: both were taken",
        );
        let texts = std::iter::once(&first).chain(&others).map(|content| content.text.expose());
        let text = texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n").into();
        Some(Content { text, picked: None, ..first })
    }

    fn value(&mut self, field: &Field, content: &Content, time: Option<&Written>) -> Option<Value> {
        self.notice(field, content.signs);
        if field.kind == FieldKind::Tick {
            let glyph = content
                .text
                .expose()
                .trim_start()
                .starts_with(['\u{2612}', '\u{2611}', '\u{2713}', '\u{2714}']);
            return Some(Value::Bool(content.ticked.unwrap_or(glyph)));
        }
        let text = match field.kind {
            FieldKind::Datetime => without_time_placeholder(content.text.expose()),
            _ => content.text.expose(),
        };
        let unfilled =
            [false, true].iter().any(|column| text.trim() == anchor::placeholder(&field.kind, *column))
                || WORDS_OWN.contains(&text.trim());
        let time = time
            .map(|time| time.expose().trim())
            .filter(|time| *time != anchor::TIME_PLACEHOLDER && !time.is_empty());
        if unfilled || text.trim().is_empty() {
            // A time alone is still something that somebody wrote.
            return time.map(|time| self.not_understood(field, time, "a day is missing"));
        }
        match &field.kind {
            FieldKind::Date => Some(self.date(field, content)),
            FieldKind::Datetime => Some(self.date_time(field, content, time)),
            FieldKind::Time => Some(match parse_time(text) {
                Some(time) => Value::Time(time),
                None => self.not_understood(field, text, "this is not a time of day"),
            }),
            FieldKind::YesNo => Some(match yes_no().iter().position(|choice| choice.is_meant_by(text)) {
                Some(at) => Value::Bool(at == 0),
                None => self.not_understood(field, text, "this is neither Yes nor No"),
            }),
            FieldKind::Choice(choices) => {
                Some(match choices.iter().find(|choice| choice.is_meant_by(text)) {
                    Some(choice) => Value::Choice(choice.code.clone()),
                    None => self.not_understood(field, text, "this is none of the options"),
                })
            }
            _ => Some(Value::Text(content.text.clone())),
        }
    }

    /// What cannot be understood is taken as it was written, and a person looks at it.
    fn not_understood(&mut self, field: &Field, text: &str, message: &str) -> Value {
        self.find(field, FindingKind::NotUnderstood, format!("{message}; it was taken as it was written"));
        Value::Text(Written::from(text.trim()))
    }

    fn date(&mut self, field: &Field, content: &Content) -> Value {
        let Some(date) = parse_date(content.text.expose()) else {
            return self.not_understood(
                field,
                content.text.expose(),
                "this is not a date that the calendar has",
            );
        };
        if content
            .picked
            .as_ref()
            .and_then(|day| parse_date(day.expose()))
            .is_some_and(|picked| picked != date)
        {
            let message = "the day picked in the calendar and the day on the page differ; the page was taken: check which is right";
            self.find(field, FindingKind::TwoDates, message);
        }
        Value::Date(date)
    }

    /// The time may stand in its own control or, typed, behind the date.
    fn date_time(&mut self, field: &Field, content: &Content, time: Option<&str>) -> Value {
        let text = without_time_placeholder(content.text.expose());
        let Some((date, behind)) = parse_date_time(text) else {
            let all = [Some(text.trim()), time].into_iter().flatten().collect::<Vec<_>>().join(" ");
            return self.not_understood(field, &all, "this is not a date that the calendar has");
        };
        if behind.is_none() {
            self.date(field, content);
        }
        match (time.map(|time| (parse_time(time), time)), behind) {
            (Some((Some(time), _)), _) => Value::DateTime(date.to_datetime(time)),
            (Some((None, time)), _) => {
                let all = format!("{text} {time}");
                self.not_understood(field, &all, "this is not a time of day")
            }
            (None, Some(time)) => Value::DateTime(date.to_datetime(time)),
            (None, None) => {
                self.find(field, FindingKind::NoTime, "the time of day is missing");
                Value::Date(date)
            }
        }
    }

    /// Tick boxes, one for each option.
    fn choices(&mut self, field: &Field, choices: &[Choice]) -> (Option<Value>, Anchor) {
        let mut worst = Anchor::Tag;
        let mut ticked = Vec::new();
        for (at, choice) in choices.iter().enumerate() {
            let tag = anchor::option_tag(&field.id, choice);
            let found = self.places.by_tag_or_bookmark(&tag, &anchor::option_bookmark(&field.id, at));
            let Some((contents, anchor)) = found else {
                // A blank form does not offer what is retired.
                if choice.retired {
                    continue;
                }
                return self.choices_beside_label(field, choices);
            };
            if anchor != Anchor::Tag {
                worst = anchor;
            }
            for content in contents {
                self.notice(field, content.signs);
                let glyph = content.text.expose().contains(TICKS);
                if content.ticked.unwrap_or(glyph) && !ticked.contains(&choice.code) {
                    ticked.push(choice.code.clone());
                }
            }
        }
        ((!ticked.is_empty()).then_some(Value::Choices(ticked)), worst)
    }

    fn choices_beside_label(&mut self, field: &Field, choices: &[Choice]) -> (Option<Value>, Anchor) {
        let Some(cell) = self.places.beside(&anchor::printed_label(field)) else {
            return (None, Anchor::Missing);
        };
        let text = content_of(cell).text;
        let mut ticked = Vec::new();
        for line in text.expose().lines().filter(|line| line.contains(TICKS)) {
            let words = line.replace(TICKS, " ");
            match choices.iter().find(|choice| choice.is_meant_by(&words)) {
                Some(choice) => ticked.push(choice.code.clone()),
                None => {
                    return (
                        Some(self.not_understood(
                            field,
                            text.expose(),
                            "a tick stands at none of the options",
                        )),
                        Anchor::Label,
                    );
                }
            }
        }
        ((!ticked.is_empty()).then_some(Value::Choices(ticked)), Anchor::Label)
    }

    /// Rows under a heading row, by grid column: they read the same with and without their repeating section.
    fn rows(&mut self, field: &Field, columns: &[Field]) -> (Option<Value>, Anchor) {
        let Some((table, heading, anchor)) = self.places.table(field, columns) else {
            return (None, Anchor::Missing);
        };
        let mut contents: Vec<Vec<Option<Content>>> = Vec::new();
        for row in self.places.tables[table].rows.iter().skip(heading + 1).filter(|row| !row.deleted) {
            contents.push(
                (0..columns.len())
                    .map(|at| row.cell(at).map(|cell| content_of(cell.element.elements())))
                    .collect(),
            );
        }
        let mut rows = Vec::new();
        for row in contents {
            let mut values = BTreeMap::new();
            for (column, content) in columns.iter().zip(row) {
                let before = self.findings.len();
                let value = content.and_then(|content| self.value(column, &content, None));
                // Findings in a cell are findings of the table: columns have no life of their own.
                for finding in &mut self.findings[before..] {
                    finding.field = Some(field.id.clone());
                    finding.message =
                        format!("row {}, {}: {}", rows.len() + 1, column.label, finding.message);
                }
                if let Some(value) =
                    value.filter(|value| *value != Value::Bool(false) || column.kind != FieldKind::Tick)
                {
                    values.insert(column.id.clone(), value);
                }
            }
            if !values.is_empty() {
                rows.push(values);
            }
        }
        ((!rows.is_empty()).then_some(Value::Rows(rows)), anchor)
    }

    fn notice(&mut self, field: &Field, signs: Signs) {
        let found = [
            (
                signs.tracked,
                FindingKind::Tracked,
                "it was changed with Track Changes on; it was taken as if all changes were accepted",
            ),
            (
                signs.comment,
                FindingKind::Comment,
                "a comment stands beside it, which is not part of the answer: read it in Word",
            ),
            (
                signs.picture,
                FindingKind::Picture,
                "a picture or shape stands in it, which cannot be copied as text: look at the page",
            ),
            (
                signs.symbol,
                FindingKind::Symbol,
                "it holds a symbol that cannot be copied; \u{fffd} stands in its place",
            ),
        ];
        for (_, kind, message) in found.into_iter().filter(|(seen, ..)| *seen) {
            if !self.findings.iter().any(|f| f.field.as_ref() == Some(&field.id) && f.kind == kind) {
                self.find(field, kind, message);
            }
        }
    }
}

/// Date and time read as one text (`16/11/2026  at  hh:mm`), as far as somebody wrote it.
fn without_time_placeholder(text: &str) -> &str {
    text.trim().trim_end_matches(anchor::TIME_PLACEHOLDER).trim_end().trim_end_matches("at").trim_end()
}

/// Glyphs that mean a ticked box or a tick put in by hand.
const TICKS: [char; 5] = ['\u{2612}', '\u{2611}', '\u{2713}', '\u{2714}', '\u{2717}'];

/// What Word shows where a control lost its own placeholder.
const WORDS_OWN: [&str; 4] = [
    "Click or tap here to enter text.",
    "Choose an item.",
    "Click or tap to enter a date.",
    "Click here to enter text.",
];
