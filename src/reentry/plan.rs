//! The plan: which step follows which when one form is entered.

use super::fit;
use crate::{
    form::{CompletedForm, Value},
    template::{
        Action, ActionKind, Confidential, Field, FieldId, FieldKind, Grid, Item, LATE_ENTRY_LINE, Required,
        Section, TemplateDef,
        date::{show_date, show_date_time},
    },
    word::Written,
};
use jiff::civil::DateTime;
use std::{collections::BTreeMap, fmt};

/// Names a step of a form: the same at every sitting, whatever has been answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StepId(String);

impl StepId {
    /// Takes an id as it stands in a progress file.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One thing to do on a screen of the case system.
#[derive(Debug, Clone)]
pub struct Step {
    pub id: StepId,
    /// The field whose answer it is about; None for what is not about one.
    pub field: Option<FieldId>,
    pub screen: String,
    /// The row that it belongs to, where a table is entered row by row.
    pub round: Option<Round>,
    pub kind: StepKind,
    /// Without it the form cannot be called entered, unless somebody says why.
    pub needed: bool,
}

impl Step {
    /// What it is about, in a list of steps: its box, with its row where it has one.
    pub fn name(&self) -> String {
        let what = match &self.kind {
            StepKind::Ask { label, .. } => label,
            kind => kind.box_name().unwrap_or(&self.screen),
        };
        match &self.round {
            Some(round) => format!("{}, row {}: {what}", round.grid, round.row),
            None => what.to_owned(),
        }
    }
}

/// A row of a table that is being entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The name of the grid on the screen.
    pub grid: String,
    /// From 1.
    pub row: usize,
    pub rows: usize,
    /// What the row says in columns that go into no box: it guides the work.
    pub about: Written,
}

/// What a step asks the person to do.
#[derive(Debug, Clone)]
pub enum StepKind {
    /// Paste a text into a box; more than one part when the box is too small.
    Paste {
        into: String,
        parts: Vec<Written>,
        max: Option<usize>,
        confidential: Option<Confidential>,
        /// What the box does not take as it was written.
        replaced: Option<Written>,
    },
    /// Pick in a drop-down or a list: what cannot be pasted.
    Choose { into: String, options: Written },
    /// Tick a box.
    Tick { into: String },
    /// Do something.
    Tell(String),
    /// Save, so that nothing before it is lost with the page.
    SavePoint(String),
    /// Wait for somebody else.
    Wait(String),
    /// Upload a file that lies beside the form.
    Attach { file: Written },
    /// Read something off the screen and type it here.
    Ask { field: FieldId, label: String },
}

impl StepKind {
    /// The word for it in the line protocol.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Paste { .. } => "paste",
            Self::Choose { .. } => "choose",
            Self::Tick { .. } => "tick",
            Self::Tell(_) => "tell",
            Self::SavePoint(_) => "save-point",
            Self::Wait(_) => "wait",
            Self::Attach { .. } => "attach",
            Self::Ask { .. } => "ask",
        }
    }

    /// The box it goes to; None for what is not about a box.
    pub fn box_name(&self) -> Option<&str> {
        match self {
            Self::Paste { into, .. } | Self::Choose { into, .. } | Self::Tick { into } => Some(into),
            Self::Tell(_) | Self::SavePoint(_) | Self::Wait(_) | Self::Attach { .. } | Self::Ask { .. } => {
                None
            }
        }
    }
}

/// The steps by which a form is entered.
///
/// Fields come in the order of the form; a blank answer makes no step. Answers of a section without a
/// screen make none; what there is to do after it is still a step, under the section's title. `by` says
/// whose part it is: None is the worker's, which is all that no section gives to somebody else.
pub fn plan(form: &CompletedForm, by: Option<&str>, now: DateTime) -> Vec<Step> {
    let mut planner = Planner { form, definition: &form.definition, now, steps: Vec::new() };
    for section in form.definition.screens() {
        if section.by.as_deref() == by {
            planner.section(section);
        }
    }
    number_repeats(&mut planner.steps);
    planner.steps
}

/// Gives steps that would have the same id one of their own: one that is done would hide the others.
fn number_repeats(steps: &mut [Step]) {
    let mut seen = BTreeMap::new();
    for step in steps {
        let times = seen.entry(step.id.clone()).and_modify(|times| *times += 1).or_insert(1);
        if *times > 1 {
            step.id = StepId(format!("{}#{times}", step.id));
        }
    }
}

/// Who else has a part of a form to enter, besides the worker.
pub fn others(form: &CompletedForm) -> Vec<String> {
    let mut others: Vec<String> = Vec::new();
    for section in form.definition.screens() {
        let answered = section.items.iter().any(|item| match item {
            Item::Field(field) => form.value(field.id.as_str()).is_some(),
            Item::Again(again) => form.value(again.field.as_str()).is_some(),
        });
        if let Some(by) = section.by.as_ref().filter(|by| answered && !others.contains(by)) {
            others.push(by.clone());
        }
    }
    others
}

/// That it is a late entry, and its three times: when it happened, was written, and was entered.
pub fn late_entry_line(form: &CompletedForm, now: DateTime) -> String {
    let said = |id: &str| match form.value(id) {
        Some(Value::DateTime(at)) => Some(show_date_time(*at)),
        Some(Value::Date(date)) => Some(show_date(*date)),
        _ => None,
    };
    let happened = said("event_at").map_or(String::new(), |at| format!(": happened {at}"));
    let name = match form.text("worker_name").trim() {
        "" => String::new(),
        name => format!(" by {name}"),
    };
    let recorded = said("written_at").map_or(String::new(), |at| format!("; recorded {at}{name}"));
    let number =
        form.identity.issue.as_ref().map_or(String::new(), |issue| format!(" (form {})", issue.number));
    let entered = show_date_time(now);
    format!("Late entry{happened}{recorded} while the system was down{number}; entered {entered}.")
}

/// Where a step stands.
#[derive(Clone, Copy)]
struct At<'a> {
    field: Option<&'a FieldId>,
    screen: &'a str,
    /// What its names are read in: the section's own system, or the form's.
    system: Option<&'a str>,
    round: Option<&'a Round>,
    needed: bool,
}

impl At<'_> {
    fn step(self, id: StepId, kind: StepKind) -> Step {
        Step {
            id,
            field: self.field.cloned(),
            screen: self.screen.to_owned(),
            round: self.round.cloned(),
            kind,
            needed: self.needed,
        }
    }
}

struct Planner<'f> {
    form: &'f CompletedForm,
    definition: &'f TemplateDef,
    now: DateTime,
    steps: Vec<Step>,
}

impl Planner<'_> {
    fn section(&mut self, section: &Section) {
        let system = section.system.as_deref().or(self.form.system());
        let screen =
            section.screen.as_ref().map_or(section.title.as_str(), |screen| screen.in_system(system));
        // A section of another system says so on each of its steps.
        let screen = match &section.system {
            Some(own) if Some(own.as_str()) != self.form.system() => format!("{own}: {screen}"),
            _ => screen.to_owned(),
        };
        let at = At { field: None, screen: screen.as_str(), system, round: None, needed: false };
        let asked = section.when.as_ref().is_none_or(|when| self.form.holds(when));
        if asked {
            self.actions(&section.title, at, &section.first);
        }
        for item in &section.items {
            match item {
                // Files are uploaded wherever the record is, also from a section without a screen.
                Item::Field(
                    table @ Field {
                        kind: FieldKind::Table(Grid { attach: Some(attach), columns, .. }), ..
                    },
                ) => self.attachments(table, at, attach, columns),
                _ if section.screen.is_none() => {}
                Item::Field(field) => {
                    if let Some(into) = &field.into {
                        self.field(field.id.to_string(), at, field, into.in_system(system));
                    }
                }
                Item::Again(again) => {
                    let field = self.definition.field(again.field.as_str());
                    if let Some(
                        table @ Field {
                            kind: FieldKind::Table(Grid { attach: Some(attach), columns, .. }),
                            ..
                        },
                    ) = field
                    {
                        self.attachments(table, at, attach, columns);
                    } else if let Some(field) = field {
                        let into = again.into.in_system(system);
                        self.field(format!("{}:again:{into}", field.id), at, field, into);
                    }
                }
            }
        }
        if asked {
            self.actions(&section.title, at, &section.then);
        }
    }

    /// A file to upload for each row, and then what its other columns say of it.
    fn attachments(&mut self, table: &Field, at: At<'_>, attach: &FieldId, columns: &[Field]) {
        let Some(Value::Rows(rows)) = self.form.value(table.id.as_str()) else { return };
        for (row, values) in rows.iter().enumerate() {
            let about = values.get(attach).map(Value::shown_plainly).unwrap_or_default();
            let round =
                Round { grid: "Upload".to_owned(), row: row + 1, rows: rows.len(), about: about.clone() };
            let at = At { field: Some(&table.id), round: Some(&round), needed: true, ..at };
            let id = |column: &FieldId| StepId(format!("{}:{}:{column}", table.id, row + 1));
            if !about.is_blank() {
                self.steps.push(at.step(id(attach), StepKind::Attach { file: about.clone() }));
            }
            for column in columns.iter().filter(|column| column.id != *attach) {
                let (Some(value), Some(into)) = (values.get(&column.id), &column.into) else { continue };
                if let Some(kind) = self.column(table, column, value, into.in_system(at.system)) {
                    self.steps.push(at.step(id(&column.id), kind));
                }
            }
        }
    }

    /// What there is to do with one cell of a table; what is confidential about the table is so about it.
    fn column(&self, table: &Field, column: &Field, value: &Value, into: &str) -> Option<StepKind> {
        let mut kind = self.kind(column, value, into)?;
        if let StepKind::Paste { confidential, .. } = &mut kind {
            *confidential = confidential.or(table.confidential);
        }
        Some(kind)
    }

    fn actions(&mut self, id: &str, at: At<'_>, actions: &[Action]) {
        for action in actions {
            if action.when.as_ref().is_some_and(|when| !self.form.holds(when)) {
                continue;
            }
            // Its own words name a step: places shift when a definition changes.
            let (name, kind) = match &action.what {
                ActionKind::Tell(what) => (what.as_str(), StepKind::Tell(what.clone())),
                ActionKind::SavePoint(what) => (what.as_str(), StepKind::SavePoint(what.clone())),
                ActionKind::Wait(what) => (what.as_str(), StepKind::Wait(what.clone())),
                ActionKind::Ask(field) => {
                    let label =
                        self.definition.field(field.as_str()).map_or(field.as_str(), |field| &field.label);
                    (field.as_str(), StepKind::Ask { field: field.clone(), label: label.to_owned() })
                }
            };
            let needed = matches!(kind, StepKind::Ask { .. });
            let at = At { field: None, needed, ..at };
            self.steps.push(at.step(StepId(format!("{id}:{name}")), kind));
        }
    }

    fn field(&mut self, id: String, at: At<'_>, field: &Field, into: &str) {
        let needed = match &field.required {
            Required::No => false,
            Required::Yes => true,
            Required::When(condition) => self.form.holds(condition),
        };
        let Some(value) = self.form.value(field.id.as_str()) else { return };
        let at = At { field: Some(&field.id), needed, ..at };
        let rounds = match (value, &field.kind, &field.paste) {
            (Value::Rows(rows), FieldKind::Table(grid), None) => Some((rows, grid)),
            _ => None,
        };
        let Some((rows, Grid { columns, each, .. })) = rounds else {
            if let Some(kind) = self.kind(field, value, into) {
                self.steps.push(at.step(StepId(id), kind));
            }
            return;
        };
        for (row, values) in rows.iter().enumerate() {
            let guides = columns.iter().filter(|column| column.into.is_none());
            let about: Vec<Written> = guides.filter_map(|c| Some(values.get(&c.id)?.shown(c))).collect();
            let about = about.iter().map(Written::expose).collect::<Vec<_>>().join(", ").into();
            let round = Round { grid: into.to_owned(), row: row + 1, rows: rows.len(), about };
            let at = At { round: Some(&round), ..at };
            let has_boxes = columns.iter().any(|c| c.into.is_some() && values.contains_key(&c.id));
            if !has_boxes && !round.about.is_blank() {
                let kind = StepKind::Tell("This row goes into no box by itself: see to it.".to_owned());
                let id = StepId(format!("{id}:{}", row + 1));
                self.steps.push(at.step(id, kind));
            }
            self.actions(&format!("{id}:{}", row + 1), at, if has_boxes { each } else { &[] });
            for column in columns {
                let (Some(value), Some(into)) = (values.get(&column.id), &column.into) else { continue };
                let into = into.in_system(at.system);
                let Some(kind) = self.column(field, column, value, into) else { continue };
                let id = StepId(format!("{id}:{}:{}", row + 1, column.id));
                self.steps.push(at.step(id, kind));
            }
        }
    }

    fn kind(&self, field: &Field, value: &Value, into: &str) -> Option<StepKind> {
        let into = into.to_owned();
        let on_screen = |codes: &[String]| -> Written {
            let choices = codes.iter().map(|code| {
                let choice = field.kind.choices().iter().find(|choice| choice.code == *code);
                choice.map_or(code.as_str(), |choice| choice.on_screen())
            });
            choices.collect::<Vec<_>>().join("\n").into()
        };
        match (&field.kind, value) {
            (FieldKind::Tick, Value::Bool(ticked)) => return ticked.then_some(StepKind::Tick { into }),
            (_, Value::Choice(code)) => {
                return Some(StepKind::Choose { into, options: on_screen(std::slice::from_ref(code)) });
            }
            (_, Value::Choices(codes)) => return Some(StepKind::Choose { into, options: on_screen(codes) }),
            // What is none of the options cannot be pasted into a drop-down either.
            (FieldKind::YesNo | FieldKind::Choice(_) | FieldKind::Choices(_), other) => {
                return Some(StepKind::Choose { into, options: other.shown(field) });
            }
            _ => {}
        }
        let text = match &field.paste {
            Some(expression) => {
                let mut names = self.form.for_expressions();
                names.insert(LATE_ENTRY_LINE.to_owned(), late_entry_line(self.form, self.now));
                // An expression that fails must not cost the answer: then the answer itself is offered.
                expression.render(&names).map_or_else(|_| value.shown(field), Written::from)
            }
            None => fit::formatted(value, field),
        };
        let fitted = fit::for_box(text.expose(), field.fit);
        let replaced = fitted.replaced_words();
        let text = Written::from(fitted.text);
        if text.is_blank() {
            return None;
        }
        let parts = fit::split(text.expose(), field.max.unwrap_or(usize::MAX))
            .into_iter()
            .map(Written::from)
            .collect();
        Some(StepKind::Paste { into, parts, max: field.max, confidential: field.confidential, replaced })
    }
}
