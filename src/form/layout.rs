//! How a form looks: a template definition laid out as a page.

use super::{
    anchor,
    identity::{COUNCIL, Identity, Issue, item},
    issued::issued,
    office,
};
use crate::{
    template::{Condition, Field, FieldKind, Grid, Required, Section, TemplateDef, yes_no},
    word::{
        Letterhead, Unreadable,
        finish::{ControlSpec, ControlSpecKind, Unfinished},
        letterhead::Room,
        page::{PALE, Sheet, cell, grid, head, paragraph, tick_box, title},
    },
};
use docx_rs::{
    Docx, Footer, Header, HeightRule, Paragraph, Run, Shading, StructuredDataTag, Table, TableCell, TableRow,
};
use std::collections::BTreeMap;

const SHEET: Sheet = Sheet::Upright;
const PAGE: usize = SHEET.width();
const LABEL: usize = 3100;

/// A blank form: the bytes of a Word document. With an [`Issue`] it is one person's form and bears its
/// number; without, it is the blank that is handed out, the same bytes every time.
///
/// # Errors
/// When the layout cannot be finished: an error of ours, not of the definition.
pub fn blank(definition: &TemplateDef, issue: Option<&Issue>) -> Result<Vec<u8>, Unreadable> {
    blank_headed(definition, &Letterhead::default(), issue)
}

/// The same, with the council's name and logo at its top.
///
/// # Errors
/// As [`blank`].
pub fn blank_headed(
    definition: &TemplateDef,
    letterhead: &Letterhead,
    issue: Option<&Issue>,
) -> Result<Vec<u8>, Unreadable> {
    let blank = lay_out(definition, letterhead)?;
    match issue {
        Some(issue) => issued(&blank, issue),
        None => Ok(blank),
    }
}

fn lay_out(definition: &TemplateDef, letterhead: &Letterhead) -> Result<Vec<u8>, Unreadable> {
    let mut page = Page { definition, controls: BTreeMap::new() };
    let mut layout = SHEET
        .document()
        .header(header())
        .footer(footer(definition))
        .add_table(page.title())
        .add_paragraph(Paragraph::new().style("Gap"))
        .add_table(page.guidance());
    for section in &definition.sections {
        layout = page.section(section, layout);
    }
    layout = layout.add_table(office_use());
    let council = letterhead.name.as_deref();
    let mut properties = vec![
        ("stopgap.template", definition.id.to_string()),
        ("stopgap.revision", definition.revision.to_string()),
    ];
    properties.extend(council.map(|council| (COUNCIL, council.to_owned())));
    Unfinished {
        layout,
        letterhead: Some((letterhead, Room::Usual)),
        controls: page.controls,
        title: definition.title.clone(),
        properties,
        item: Some(item(definition, council)),
    }
    .finish()
}

fn header() -> Header {
    let [left, right] = HEADER;
    SHEET.header(left, right)
}

fn footer(definition: &TemplateDef) -> Footer {
    let [before, number, after] = footer_words(definition, None);
    SHEET.footer([
        Run::new().add_text(before),
        Run::new().bold().add_text(number),
        Run::new().add_text(after),
    ])
}

const HEADER: [&str; 2] =
    ["OFFICIAL-SENSITIVE when filled in", "Children's social care: for use while the systems are down"];

/// Before the form's number, the number, and behind it.
fn footer_words(definition: &TemplateDef, issue: Option<&Issue>) -> [String; 3] {
    let number = issue.map_or_else(|| NO_NUMBER.to_owned(), |issue| issue.number.to_string());
    let after = format!("   {}, revision {}", definition.title, definition.revision);
    [format!("{NUMBER} "), number, after]
}

/// Something that a blank form says: one paragraph of it.
pub enum Printed {
    /// A label or a heading: people know a place on the page by it.
    Name(String),
    /// Other words.
    Words(String),
}

/// All that a blank form says between its running lines, in any order. A test holds it to [`blank`].
pub fn printed(definition: &TemplateDef, identity: &Identity) -> Vec<Printed> {
    use Printed::{Name, Words};
    let issue = identity.issue.as_ref();
    let mut all = vec![
        Words(kicker(definition)),
        Name(definition.title.clone()),
        Words(NUMBER.to_owned()),
        Words(LEGEND.to_owned()),
    ];
    all.push(Words(issue.map_or_else(|| NO_NUMBER.to_owned(), |issue| issue.number.to_string())));
    all.extend(identity.council.clone().map(Words));
    all.extend(definition.guidance.clone().map(Words));
    for section in &definition.sections {
        all.push(Name(section.title.clone()));
        all.extend(section.when.as_ref().map(|when| Words(only_if(when, definition))));
        all.extend(section.guidance.clone().map(Words));
        for field in section.fields() {
            all.push(Name(anchor::printed_label(field)));
            all.extend(note(field, definition).map(Words));
            match &field.kind {
                FieldKind::Choices(choices) => {
                    let offered = choices.iter().filter(|choice| !choice.retired);
                    all.extend(offered.map(|choice| Words(choice.label.clone())));
                }
                FieldKind::Tick => all.push(Words(YES.to_owned())),
                FieldKind::Datetime => all.push(Words(AT.to_owned())),
                FieldKind::Table(Grid { columns, .. }) => {
                    for column in columns {
                        all.push(Name(anchor::printed_label(column)));
                        all.extend(note(column, definition).map(Words));
                    }
                }
                _ => {}
            }
        }
    }
    all.push(Name(office::LABEL.to_owned()));
    all.push(Words(office::HELP.to_owned()));
    all
}

/// What stands above and below every page; behind the second, "Page 1 of 2".
pub fn running_lines(definition: &TemplateDef, issue: Option<&Issue>) -> [String; 2] {
    [HEADER.join(" "), footer_words(definition, issue).concat()]
}

const NUMBER: &str = "Form number";
/// Where the number goes: into the title's box and below every page; in a blank that is handed out it can be
/// written by hand.
pub const NO_NUMBER: &str = "_______";
const LEGEND: &str =
    "* needs an answer. If you do not know it, leave it and carry on: nothing here stops you from recording.";
/// Beside a single tick box.
pub const YES: &str = "Yes";
/// Between a date and its time.
const AT: &str = "  at  ";

fn kicker(definition: &TemplateDef) -> String {
    format!("To be entered into {} afterwards", definition.systems.join(" or "))
}

fn only_if(when: &Condition, definition: &TemplateDef) -> String {
    format!("Only if {}.", when.said(definition))
}

/// Small print under a label: help, and when the answer is needed.
fn note(field: &Field, definition: &TemplateDef) -> Option<String> {
    let needed = match &field.required {
        Required::When(condition) => Some(format!("Needed if {}.", condition.said(definition))),
        Required::Yes | Required::No => None,
    };
    let parts: Vec<String> = field.help.clone().into_iter().chain(needed).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The page as it grows, and what its markers stand for.
struct Page<'d> {
    definition: &'d TemplateDef,
    controls: BTreeMap<String, ControlSpec>,
}

impl Page<'_> {
    fn title(&self) -> Table {
        title(PAGE, &kicker(self.definition), &self.definition.title, [NUMBER, NO_NUMBER])
    }

    fn guidance(&self) -> Table {
        let mut box_ = cell(PAGE).shading(Shading::new().fill(PALE));
        if let Some(guidance) = &self.definition.guidance {
            box_ = box_.add_paragraph(paragraph("Guidance", guidance));
        }
        box_ = box_.add_paragraph(paragraph("Guidance", LEGEND));
        grid(vec![TableRow::new(vec![box_]).cant_split()], vec![PAGE])
    }

    fn section(&mut self, section: &Section, mut layout: Docx) -> Docx {
        layout = layout.add_paragraph(paragraph("Heading1", &section.title));
        if let Some(when) = &section.when {
            layout = layout.add_paragraph(paragraph("OnlyIf", &only_if(when, self.definition)));
        }
        if let Some(guidance) = &section.guidance {
            layout = layout.add_paragraph(paragraph("OnlyIf", guidance));
        }
        let mut rows = Vec::new();
        for field in section.fields() {
            if let FieldKind::Table(Grid { rows: count, columns, .. }) = &field.kind {
                layout = finish_rows(layout, &mut rows);
                layout = layout.add_paragraph(paragraph("Heading2", &anchor::printed_label(field)));
                if let Some(note) = note(field, self.definition) {
                    layout = layout.add_paragraph(paragraph("FieldHelp", &note).keep_next(true));
                }
                layout = layout.add_table(self.table(field, *count, columns));
                layout = layout.add_paragraph(Paragraph::new().style("Gap"));
            } else {
                rows.push(self.row(field));
            }
        }
        finish_rows(layout, &mut rows)
    }

    /// A label on the left, its answer on the right, high enough to write in by hand.
    fn row(&mut self, field: &Field) -> TableRow {
        let mut label = cell(LABEL)
            .shading(Shading::new().fill(PALE))
            .add_paragraph(paragraph("FieldLabel", &anchor::printed_label(field)));
        if let Some(note) = note(field, self.definition) {
            label = label.add_paragraph(paragraph("FieldHelp", &note));
        }
        let (answer, height) = self.answer(field, cell(PAGE - LABEL));
        let row = TableRow::new(vec![label, answer]).row_height(height).height_rule(HeightRule::AtLeast);
        // A long answer may run over the page; a short one stays with its label.
        let is_long = height > 1000.0 || field.kind.choices().len() > 12;
        if is_long && !matches!(field.kind, FieldKind::Choice(_)) { row } else { row.cant_split() }
    }

    fn answer(&mut self, field: &Field, cell: TableCell) -> (TableCell, f32) {
        let id = &field.id;
        match &field.kind {
            FieldKind::Choices(choices) => {
                let cell = choices.iter().enumerate().filter(|(_, choice)| !choice.retired).fold(
                    cell,
                    |cell, (at, choice)| {
                        let title = format!("{}: {}", field.label, choice.label);
                        let bookmark = anchor::option_bookmark(id, at);
                        let tick = self.tick_box(&anchor::option_tag(id, at, choice), title, bookmark);
                        let words = Run::new().add_tab().add_text(choice.label.as_str());
                        cell.add_paragraph(
                            Paragraph::new().style("Option").add_structured_data_tag(tick).add_run(words),
                        )
                    },
                );
                (cell, 400.0)
            }
            FieldKind::Tick => {
                let tick = self.tick_box(&anchor::tag(id), field.label.clone(), anchor::bookmark(id));
                let words = Run::new().add_tab().add_text(YES);
                (
                    cell.add_paragraph(
                        Paragraph::new().style("Option").add_structured_data_tag(tick).add_run(words),
                    ),
                    400.0,
                )
            }
            FieldKind::Datetime => {
                let date =
                    self.control(&anchor::tag(id), &field.label, &field.kind, Some(anchor::bookmark(id)));
                let title = format!("{}: time", field.label);
                let time = self.control(
                    &anchor::time_tag(id),
                    &title,
                    &FieldKind::Time,
                    Some(anchor::time_bookmark(id)),
                );
                let paragraph = Paragraph::new()
                    .style("Answer")
                    .add_structured_data_tag(date)
                    .add_run(Run::new().add_text(AT))
                    .add_structured_data_tag(time);
                (cell.add_paragraph(paragraph), 400.0)
            }
            kind => {
                let control = self.control(&anchor::tag(id), &field.label, kind, Some(anchor::bookmark(id)));
                let height = match (kind, field.max) {
                    (FieldKind::Multiline, None | Some(3000..)) => 2200.0,
                    (FieldKind::Multiline, _) => 1200.0,
                    (FieldKind::Address, _) => 800.0,
                    _ => 400.0,
                };
                (
                    cell.add_paragraph(Paragraph::new().style("Answer").add_structured_data_tag(control)),
                    height,
                )
            }
        }
    }

    fn table(&mut self, field: &Field, count: usize, columns: &[Field]) -> Table {
        let id = &field.id;
        let widths = widths(columns);
        self.controls.insert(
            anchor::tag(id),
            ControlSpec {
                title: field.label.clone(),
                kind: ControlSpecKind::RepeatingSection,
                placeholder: String::new(),
                bookmark: None,
            },
        );
        let heads = columns.iter().zip(&widths).enumerate().map(|(at, (column, width))| {
            let label = Run::new().add_text(anchor::printed_label(column));
            // Names of bookmarks are unique, so rows cannot have them: the heading row finds the table.
            let words = if at == 0 {
                let number = 1_000_000 + self.controls.len();
                Paragraph::new()
                    .add_bookmark_start(number, anchor::bookmark(id))
                    .add_run(label)
                    .add_bookmark_end(number)
            } else {
                Paragraph::new().add_run(label)
            };
            let head = head(*width, words);
            match note(column, self.definition) {
                Some(note) => head.add_paragraph(paragraph("FieldHelp", &note)),
                None => head,
            }
        });
        let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
        for _ in 0..count {
            let cells = columns.iter().zip(&widths).map(|(column, width)| {
                let title = format!("{}: {}", field.label, column.label);
                let tag = anchor::column_tag(id, &column.id);
                let content = match &column.kind {
                    FieldKind::Tick => {
                        Paragraph::new().add_structured_data_tag(self.bare_tick_box(&tag, title))
                    }
                    kind => Paragraph::new().add_structured_data_tag(self.control(&tag, &title, kind, None)),
                };
                cell(*width).add_paragraph(content.style("TableAnswer"))
            });
            rows.push(
                TableRow::new(cells.collect())
                    .row_height(440.0)
                    .height_rule(HeightRule::AtLeast)
                    .cant_split(),
            );
        }
        grid(rows, widths)
    }

    /// A control; without a bookmark it is one of a table's column.
    fn control(
        &mut self,
        tag: &str,
        title: &str,
        kind: &FieldKind,
        bookmark: Option<String>,
    ) -> StructuredDataTag {
        let is_column = bookmark.is_none();
        let items = |choices: &[crate::template::Choice]| {
            let offered = choices.iter().filter(|choice| !choice.retired);
            ControlSpecKind::DropDown(offered.map(|c| (c.label.clone(), c.code.clone())).collect())
        };
        let spec_kind = match kind {
            FieldKind::Date | FieldKind::Datetime => ControlSpecKind::Date,
            FieldKind::Choice(choices) => items(choices),
            FieldKind::YesNo => items(&yes_no()),
            FieldKind::Multiline | FieldKind::Address => ControlSpecKind::Text { many_lines: true },
            _ => ControlSpecKind::Text { many_lines: false },
        };
        let placeholder = anchor::placeholder(kind, is_column).to_owned();
        let text = Run::new().style("PlaceholderText").add_text(placeholder.as_str());
        let spec = ControlSpec { title: title.to_owned(), kind: spec_kind, placeholder, bookmark };
        self.controls.insert(tag.to_owned(), spec);
        StructuredDataTag::new().alias(tag).add_run(text)
    }

    fn tick_box(&mut self, tag: &str, title: String, bookmark: String) -> StructuredDataTag {
        let marker = self.bare_tick_box(tag, title);
        if let Some(spec) = self.controls.get_mut(tag) {
            spec.bookmark = Some(bookmark);
        }
        marker
    }

    fn bare_tick_box(&mut self, tag: &str, title: String) -> StructuredDataTag {
        let kind = ControlSpecKind::CheckBox;
        let spec = ControlSpec { title, kind, placeholder: String::new(), bookmark: None };
        self.controls.insert(tag.to_owned(), spec);
        tick_box(tag)
    }
}

/// Room at the end for whoever enters the form.
fn office_use() -> Table {
    let label = cell(LABEL)
        .shading(Shading::new().fill(PALE))
        .add_paragraph(paragraph("FieldLabel", office::LABEL))
        .add_paragraph(paragraph("FieldHelp", office::HELP));
    let room = cell(PAGE - LABEL).shading(Shading::new().fill(PALE)).add_paragraph(paragraph("Answer", ""));
    grid(vec![TableRow::new(vec![label, room]).cant_split()], vec![LABEL, PAGE - LABEL])
}

fn finish_rows(layout: Docx, rows: &mut Vec<TableRow>) -> Docx {
    if rows.is_empty() {
        return layout;
    }
    let table = grid(std::mem::take(rows), vec![LABEL, PAGE - LABEL]);
    layout.add_table(table).add_paragraph(Paragraph::new().style("Gap"))
}

/// The page's width shared out among columns: what a date or a tick needs, and the rest by how much
/// people write.
fn widths(columns: &[Field]) -> Vec<usize> {
    let needed = |column: &Field| match &column.kind {
        FieldKind::Date | FieldKind::Datetime => Some(1260),
        FieldKind::Time | FieldKind::YesNo | FieldKind::Tick => Some(900),
        FieldKind::Choice(choices) if choices.iter().all(|choice| choice.label.len() <= 8) => Some(1000),
        _ => None,
    };
    let weight = |column: &Field| match (&column.kind, column.max) {
        (FieldKind::Choice(_), _) | (_, Some(..=25)) => 11,
        (_, Some(..=100) | None) => 14,
        (_, Some(..=400)) => 20,
        _ => 34,
    };
    let rest = PAGE.saturating_sub(columns.iter().filter_map(needed).sum());
    let weights: usize = columns.iter().filter(|column| needed(column).is_none()).map(weight).sum();
    let mut widths: Vec<usize> =
        columns.iter().map(|c| needed(c).unwrap_or_else(|| rest * weight(c) / weights.max(1))).collect();
    // What is over, from rounding or because all columns are narrow, goes to the last.
    let over = PAGE.saturating_sub(widths.iter().sum());
    if let Some(last) = widths.last_mut() {
        *last += over;
    }
    // A heading broken inside a word looks like a mistake: the widest column gives way.
    for (at, column) in columns.iter().enumerate() {
        let longest = column.label.split_whitespace().map(str::len).max().unwrap_or_default();
        let short = (longest * 112 + 200).saturating_sub(widths[at]);
        let widest = (0..widths.len()).max_by_key(|other| widths[*other]).unwrap_or(at);
        if widest != at && widths[widest] > 2 * short {
            widths[widest] -= short;
            widths[at] += short;
        }
    }
    widths
}
