//! Takes the answers off the page: each field by tag, bookmark or label, and what is odd about it.

use super::{
    anchor::{self, is_left_blank},
    completed::{Anchor, Answer, is_free_text},
    findings::{FindingKind, Findings, of_signs},
    layout,
    outside::Stray,
    places::{Place, Places, inside},
    rows::{Stretch, Stretches, stretches},
    table::{Answered, Columns, MOST_CELLS},
    ticks::is_glyph,
    value::Value,
    years,
};
use crate::{
    template::{
        Field, FieldId, FieldKind, Grid, OptionsByName, TemplateDef,
        date::{parse_date, parse_date_time, parse_time, show_date},
        meant, yes_no,
    },
    word::{
        Content, Element, Written,
        control::content_without,
        is_words_own,
        table::Row,
        text::{Signs, text_without},
    },
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Reads the fields of one document.
pub struct Reader<'t> {
    pub(super) places: Places<'t>,
    /// The rows of each table.
    stretches: HashMap<FieldId, Stretches>,
    /// The day that settles which year is meant.
    today: Date,
    pub findings: Findings,
    /// Where the elements start that stand in an answer.
    pub taken: HashSet<usize>,
    /// What a field holds that is not on its page.
    pub unseen: Vec<Stray>,
    /// How many rows of tables were taken; when there are more than [`MOST_ROWS`], not all.
    pub rows: usize,
    /// The row and the column that it is at.
    cell: Option<CellPlace>,
}

/// What all tables of a form can have. People write a dozen; a made-up form could have each read as hundreds.
pub const MOST_ROWS: usize = 5_000;

/// Findings in a cell are findings of its table: columns have no life of their own.
struct CellPlace {
    table: FieldId,
    /// As a finding names it: `row 2, Name: `.
    name: String,
}

/// What stands in a row, by the columns that it answers.
type Cells<'t> = Vec<(Answered, Vec<Element<'t>>)>;

impl<'t> Reader<'t> {
    pub fn new(root: Element<'t>, definition: &TemplateDef, today: Date) -> Self {
        let places = Places::new(root);
        let stretches = stretches(&places, definition);
        Self {
            places,
            stretches,
            today,
            findings: Findings::default(),
            taken: HashSet::new(),
            unseen: Vec::new(),
            rows: 0,
            cell: None,
        }
    }

    pub(super) fn find(&mut self, field: &Field, kind: FindingKind, message: &str) {
        match &self.cell {
            Some(CellPlace { table, name }) => {
                self.findings.push(Some(table), kind, format!("{name}{message}"));
            }
            None => self.findings.push(Some(&field.id), kind, message),
        }
    }

    /// What stands in these elements, which are an answer from now on.
    pub(super) fn take(&mut self, elements: &[Element<'t>]) -> Content {
        self.taken.extend(elements.iter().map(|element| element.range().start));
        content_without(elements.iter().copied(), &is_left_blank)
    }

    /// The answer to one field.
    pub fn answer(&mut self, field: &Field) -> Answer {
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
        let (places, anchor) = self.locate(field);
        let contents = places.iter().map(|place| self.content(field, place, anchor)).collect();
        let Some(content) = self.only(field, contents) else { return (None, anchor) };
        let time = (field.kind == FieldKind::Datetime && anchor != Anchor::Label).then(|| {
            let tag = anchor::time_tag(&field.id);
            let bookmark = anchor::time_bookmark(&field.id);
            let (places, _) = self.places.by_tag_or_bookmark(&tag, &bookmark)?;
            let contents = places.iter().map(|place| self.take(&place.elements)).collect();
            self.only(field, contents)
        });
        let time = time.flatten().map(|content| content.text);
        (self.value(field, &content, time.as_ref(), None), anchor)
    }

    fn locate(&self, field: &Field) -> (Vec<Place<'t>>, Anchor) {
        let (tag, bookmark) = (anchor::tag(&field.id), anchor::bookmark(&field.id));
        if let Some(found) = self.places.by_tag_or_bookmark(&tag, &bookmark) {
            return found;
        }
        match self.places.beside(&anchor::printed_label(field)) {
            Some(place) => (vec![place], Anchor::Label),
            None => (Vec::new(), Anchor::Missing),
        }
    }

    /// What stands in a place and, where somebody wrote beside the box, in its cell.
    fn content(&mut self, field: &Field, place: &Place<'t>, anchor: Anchor) -> Content {
        if field.kind == FieldKind::Tick {
            let printed = if anchor == Anchor::Label { layout::YES } else { "" };
            return self.take_tick(&place.elements, printed);
        }
        let Some(cell) = place.cell else { return self.take(&place.elements) };
        let cell = inside(cell);
        let own: HashSet<usize> = place.elements.iter().map(|element| element.range().start).collect();
        let is_own = |element: Element<'_>| own.contains(&element.range().start) || is_left_blank(element);
        let (beside, signs) = text_without(cell.iter().copied(), &is_own);
        self.notice(field, signs);
        if beside.is_blank() || !is_free_text(field) {
            return self.take(&place.elements);
        }
        let message = "words stand beside its box; they were taken along: compare it with the page";
        self.find(field, FindingKind::Beside, message);
        let content = self.take(&cell);
        // The paragraph of a box that was left blank is no line of the answer.
        Content { text: content.text.expose().trim_matches('\n').into(), ..content }
    }

    /// One content; where there are several for one field, all of them, and a finding.
    fn only(&mut self, field: &Field, contents: Vec<Content>) -> Option<Content> {
        let mut contents = contents.into_iter();
        let first = contents.next()?;
        let differs = |other: &Content| {
            other.text != first.text && !other.text.is_blank()
                || other.ticked == Some(true) && first.ticked != Some(true)
        };
        let others: Vec<Content> = contents.filter(differs).collect();
        if others.is_empty() {
            return Some(first);
        }
        self.find(
            field,
            FindingKind::Twice,
            "the form holds this field twice, with different answers: both were taken",
        );
        let mut joined = joined([first].into_iter().chain(others));
        joined.picked = None;
        Some(joined)
    }

    /// What a content answers. Of a column its options are given.
    fn value(
        &mut self,
        field: &Field,
        content: &Content,
        time: Option<&Written>,
        column: Option<&OptionsByName<'_>>,
    ) -> Option<Value> {
        self.notice(field, content.signs);
        if field.kind == FieldKind::Tick {
            let words = content.text.expose();
            // Beside the only box of a field they stay on the page, see `take_tick`.
            if column.is_some() && !words.chars().all(is_glyph) {
                return Some(self.not_understood(field, words, "words stand where a tick does"));
            }
            return Some(Value::Bool(self.is_ticked(field, content)));
        }
        let text = match field.kind {
            FieldKind::Datetime => without_time_placeholder(content.text.expose()),
            _ => content.text.expose(),
        };
        let time = time
            .map(|time| time.expose().trim())
            .filter(|time| *time != anchor::TIME_PLACEHOLDER && !time.is_empty());
        // Only its own: what stands in a column until somebody writes is an answer elsewhere.
        let is_ours = text.trim() == anchor::placeholder(&field.kind, column.is_some());
        if is_ours || is_words_own(text) || text.trim().is_empty() {
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
                Some(match column.map_or_else(|| meant(choices, text), |options| options.meant(text)) {
                    Some(choice) => Value::Choice(choice.code.clone()),
                    None => self.not_understood(field, text, "this is none of the options"),
                })
            }
            _ => Some(Value::Text(content.text.clone())),
        }
    }

    /// What cannot be understood is taken as it was written, and a person looks at it.
    pub(super) fn not_understood(&mut self, field: &Field, text: &str, message: &str) -> Value {
        self.find(field, FindingKind::NotUnderstood, &format!("{message}; it was taken as it was written"));
        Value::Text(Written::from(text.trim()))
    }

    fn date(&mut self, field: &Field, content: &Content) -> Value {
        let date = parse_date(content.text.expose()).map(|read| self.day_meant(field, content, read));
        self.compare_with_calendar(field, content, date);
        match date {
            Some(date) => Value::Date(date),
            None => {
                self.not_understood(field, content.text.expose(), "this is not a date that the calendar has")
            }
        }
    }

    /// The day that is meant by one that was read: people write the year in two digits.
    fn day_meant(&mut self, field: &Field, content: &Content, read: Date) -> Date {
        // Whoever picked it in the calendar saw which year it is.
        let is_short = picked(content) != Some(read) && years::is_short(content.text.expose(), read);
        let (day, odd) = years::meant(read, is_short, self.today);
        if let Some(message) = odd {
            self.find(field, FindingKind::Year, message);
        }
        day
    }

    /// Compares the day that is shown, if there is one, with the one that was picked.
    fn compare_with_calendar(&mut self, field: &Field, content: &Content, shown: Option<Date>) {
        if let Some(picked) = picked(content).filter(|picked| Some(*picked) != shown) {
            let message = "the day picked in the calendar and what stands on the page differ; the page was taken, the calendar's is offered at the end: check which is right";
            self.find(field, FindingKind::TwoDates, message);
            let place = format!("in the calendar of \u{201c}{}\u{201d}", field.label);
            self.unseen.push(Stray { place, text: show_date(picked), signs: Signs::default() });
        }
    }

    /// The time may stand in its own control or, typed, behind the date.
    fn date_time(&mut self, field: &Field, content: &Content, time: Option<&str>) -> Value {
        let text = without_time_placeholder(content.text.expose());
        let all = [Some(text.trim()), time].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let shown = parse_date_time(text).map(|(read, time)| (self.day_meant(field, content, read), time));
        self.compare_with_calendar(field, content, shown.map(|(date, _)| date));
        let Some((date, behind)) = shown else {
            return self.not_understood(field, &all, "this is not a date that the calendar has");
        };
        match (time.map(parse_time), behind) {
            (None, None) => {
                self.find(field, FindingKind::NoTime, "the time of day is missing");
                Value::Date(date)
            }
            (Some(Some(time)), None) => Value::DateTime(date.to_datetime(time)),
            (Some(Some(time)), Some(behind)) if time == behind => Value::DateTime(date.to_datetime(time)),
            (None, Some(behind)) => Value::DateTime(date.to_datetime(behind)),
            (Some(Some(_)), Some(_)) => self.not_understood(field, &all, "two different times stand there"),
            (Some(None), _) => self.not_understood(field, &all, "this is not a time of day"),
        }
    }

    /// Rows under a heading row: they read the same with and without their repeating section.
    fn rows(&mut self, field: &Field, columns: &[Field]) -> (Option<Value>, Anchor) {
        let Some(Stretches { all, anchor, is_scattered }) = self.stretches.remove(&field.id) else {
            return (None, Anchor::Missing);
        };
        if is_scattered {
            let message = "a box of it stands in another part of the form; what it holds was taken there: compare both with the page";
            self.find(field, FindingKind::Elsewhere, message);
        }
        let options: Vec<OptionsByName<'_>> =
            columns.iter().map(|column| OptionsByName::of(column.kind.choices())).collect();
        let mut rows = Vec::new();
        let mut with_rows = BTreeSet::new();
        for stretch in all {
            let before = rows.len();
            self.add_rows(field, columns, &options, &stretch, &mut rows);
            if rows.len() > before {
                with_rows.insert(stretch.table);
            }
        }
        if with_rows.len() > 1 {
            let message = "the form holds this table more than once: the rows of all were taken";
            self.find(field, FindingKind::Twice, message);
        }
        ((!rows.is_empty()).then_some(Value::Rows(rows)), anchor)
    }

    /// Adds the rows that say something. They are counted as they are entered: blank ones are none.
    fn add_rows(
        &mut self,
        field: &Field,
        columns: &[Field],
        options: &[OptionsByName<'_>],
        stretch: &Stretch,
        rows: &mut Vec<BTreeMap<FieldId, Value>>,
    ) {
        for cells in self.cells(field, columns, stretch) {
            if self.rows > MOST_ROWS {
                return;
            }
            let mut contents: BTreeMap<usize, Content> = BTreeMap::new();
            for (Answered { column, is_doubtful }, elements) in cells {
                let content = self.take(&elements);
                if is_doubtful && !content.text.is_blank() {
                    let message =
                        "what stands there may belong to the column beside it: compare it with the page";
                    let name = format!("row {}, {}: ", rows.len() + 1, columns[column].label);
                    self.findings.push(Some(&field.id), FindingKind::Elsewhere, name + message);
                }
                // A cell that somebody split is one answer.
                let content = joined(contents.remove(&column).into_iter().chain([content]));
                contents.insert(column, content);
            }
            let mut values = BTreeMap::new();
            for (at, content) in contents {
                let column = &columns[at];
                let name = format!("row {}, {}: ", rows.len() + 1, column.label);
                self.cell = Some(CellPlace { table: field.id.clone(), name });
                let value = self.value(column, &content, None, Some(&options[at]));
                self.cell = None;
                if let Some(value) =
                    value.filter(|value| *value != Value::Bool(false) || column.kind != FieldKind::Tick)
                {
                    values.insert(column.id.clone(), value);
                }
            }
            if !values.is_empty() {
                self.rows += 1;
                rows.push(values);
            }
        }
    }

    /// The cells of a table's rows. A cell under a heading that is none of ours is nobody's answer.
    fn cells(&mut self, field: &Field, columns: &[Field], stretch: &Stretch) -> Vec<Cells<'t>> {
        let table = &self.places.tables[stretch.table];
        let by_column = Columns::of(table, stretch.heading, field, columns);
        let is_heading = |at: usize| stretch.heading == Some(at);
        let data = |row: &Row<'t>| -> Cells<'t> {
            let cells = row.cells.iter().enumerate().take(MOST_CELLS).filter(|(_, cell)| !cell.continues);
            let cells = cells.filter_map(|(at, cell)| Some((by_column.answered_by(cell, at)?, cell)));
            cells
                .filter(|(_, cell)| !cell.control.is_some_and(is_left_blank))
                .map(|(column, cell)| (column, inside(cell.element)))
                .collect()
        };
        // Many fields can name one table.
        let rows = table.rows[stretch.rows.clone()].iter().zip(stretch.rows.start..);
        let rows = rows.take_while(|(row, _)| row.element.may_read(row.element.places(), 0));
        let rows = rows.filter(|(_, at)| !is_heading(*at));
        let (gone, there): (Vec<_>, Vec<_>) = rows.partition(|(row, _)| row.deleted);
        let there = there.into_iter().map(|(row, _)| data(row)).collect();
        if !gone.is_empty() {
            self.notice(field, Signs { tracked: true, ..Signs::default() });
        }
        there
    }

    pub(super) fn notice(&mut self, field: &Field, signs: Signs) {
        let signs = of_signs(signs);
        if self.cell.is_none() {
            self.findings.push_signs(&field.id, &signs);
        } else {
            for (kind, message) in signs {
                self.find(field, kind, message);
            }
        }
    }
}

/// The calendar's day.
fn picked(content: &Content) -> Option<Date> {
    parse_date(content.picked.as_ref()?.expose())
}

/// Contents of one answer that stand in several places, as one.
fn joined(contents: impl Iterator<Item = Content>) -> Content {
    let mut all = Content { text: Written::default(), signs: Signs::default(), ticked: None, picked: None };
    let mut texts: Vec<Written> = Vec::new();
    for content in contents {
        all.signs.merge(content.signs);
        all.ticked = all.ticked.max(content.ticked);
        all.picked = all.picked.or(content.picked);
        texts.push(content.text);
    }
    let texts: Vec<&str> = texts.iter().map(Written::expose).filter(|text| !text.trim().is_empty()).collect();
    all.text = texts.join("\n").into();
    all
}

/// Date and time read as one text (`16/11/2026  at  hh:mm`), as far as somebody wrote it.
fn without_time_placeholder(text: &str) -> &str {
    let text = text.trim();
    match text.strip_suffix(anchor::TIME_PLACEHOLDER) {
        Some(day) => day.trim_end().strip_suffix("at").unwrap_or(day).trim_end(),
        None => text.strip_suffix(" at").filter(|day| parse_date(day).is_some()).unwrap_or(text),
    }
}
