//! The plan: which step follows which when one form is entered.

use super::{
    Child, Hands, KnownPins, OtherChildren, Paste, Round, Step, StepId, StepKind, fit, late_entry_line,
    parts::parts, progress::document_key,
};
use crate::{
    form::{CompletedForm, FindingKind, Value},
    template::{
        Action, ActionKind, Field, FieldId, FieldKind, Grid, Item, LATE_ENTRY_LINE, Required, Section,
        TemplateDef, ids,
    },
    word::Written,
};
use jiff::civil::DateTime;
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

/// What a plan depends on besides the form. It has no `Debug`, which would name other children.
#[derive(Clone, Default)]
pub struct Planning {
    /// Whose part is entered, where a definition gives parts to others; None: the worker's.
    pub by: Option<String>,
    pub hands: Hands,
    /// Whether parts of a long answer say which they are: "(1 of 3)".
    pub are_parts_marked: bool,
    /// Children of the same tracker, who should not be in what goes into this one's record.
    pub others: OtherChildren,
    /// What the form's rows say of PINs.
    pub pins: KnownPins,
    pub now: DateTime,
}

/// The steps by which a form is entered.
///
/// Fields come in the order of the form; a blank answer makes no step. Answers of a section without a
/// screen make none; what there is to do after it is still a step, under the section's title.
pub fn plan(form: &CompletedForm, planning: &Planning) -> Vec<Step> {
    let child = Child::of(form);
    let names = OnceCell::new();
    let definition = &form.definition;
    let mut planner = Planner { form, definition, planning, child, names, steps: Vec::new() };
    for section in form.definition.screens() {
        if section.by == planning.by {
            planner.section(section);
        }
    }
    if planning.by.is_none() {
        planner.documents_laid_there();
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
            step.id = StepId::new(format!("{}#{times}", step.id));
        }
    }
}

/// Who else has a part of a form to enter, besides the worker.
pub fn other_parts(form: &CompletedForm) -> Vec<String> {
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

/// What there may be to do beside the boxes, whether this form or that asks for it or not: each with the id of its
/// step.
pub fn instructions(definition: &TemplateDef) -> impl Iterator<Item = (StepId, StepKind)> {
    definition.screens().iter().flat_map(move |section| {
        let actions = section.first.iter().chain(&section.then);
        actions.map(|action| of_action(&section.title, action, definition))
    })
}

/// The step of an action. Its own words name it: places shift when a definition changes.
fn of_action(before: &str, action: &Action, definition: &TemplateDef) -> (StepId, StepKind) {
    let (name, kind) = match &action.what {
        ActionKind::Tell(what) => (what.as_str(), StepKind::Tell(what.clone())),
        ActionKind::SavePoint(what) => (what.as_str(), StepKind::SavePoint(what.clone())),
        ActionKind::Wait(what) => (what.as_str(), StepKind::Wait(what.clone())),
        ActionKind::Ask(field) => {
            let label = definition.field(field.as_str()).map_or(field.as_str(), |field| &field.label);
            (field.as_str(), StepKind::Ask { field: field.clone(), label: label.to_owned() })
        }
    };
    (StepId::new(format!("{before}:{name}")), kind)
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
    planning: &'f Planning,
    /// Whose record it is for.
    child: Child,
    /// What a text with answers in it may use: they are all answers, and most forms have such a text or none.
    names: OnceCell<BTreeMap<String, String>>,
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
            let id = |column: &FieldId| StepId::new(format!("{}:{}:{column}", table.id, row + 1));
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

    /// Files that lie in the form's folder and that it does not list: where the others are uploaded, or at the end.
    fn documents_laid_there(&mut self) {
        let Some(issue) = &self.form.identity.issue else { return };
        let laid: Vec<_> = self.form.documents.iter().filter(|document| !document.is_listed).collect();
        let uploads = self.steps.iter().rposition(|step| matches!(step.kind, StepKind::Attach { .. }));
        let (place, screen) = match uploads.map(|at| (at, &self.steps[at])) {
            // Behind what else the table says of its last file.
            Some((at, last)) => {
                let of_row = self.steps[at..].iter().take_while(|step| step.round == last.round).count();
                (at + of_row, last.screen.clone())
            }
            None => {
                (self.steps.len(), self.steps.last().map_or_else(String::new, |step| step.screen.clone()))
            }
        };
        let steps: Vec<Step> = laid
            .iter()
            .enumerate()
            .map(|(row, document)| {
                let about = document.name.clone();
                let round =
                    Round { grid: "In the form's folder".to_owned(), row: row + 1, rows: laid.len(), about };
                let key = document_key(issue, document);
                let at = At {
                    field: Some(&key),
                    screen: &screen,
                    system: None,
                    round: Some(&round),
                    needed: false,
                };
                at.step(StepId::new(key.to_string()), StepKind::Attach { file: document.name.clone() })
            })
            .collect();
        self.steps.splice(place..place, steps);
    }

    /// What there is to do with one cell of a table; what is confidential about the table is so about it.
    fn column(&self, table: &Field, column: &Field, value: &Value, into: &str) -> Option<StepKind> {
        let mut kind = self.kind(column, value, into)?;
        if let StepKind::Paste(paste) = &mut kind {
            paste.confidential = paste.confidential.or(table.confidential);
        }
        Some(kind)
    }

    fn actions(&mut self, id: &str, at: At<'_>, actions: &[Action]) {
        for action in actions {
            if action.when.as_ref().is_some_and(|when| !self.form.holds(when)) {
                continue;
            }
            let (id, kind) = of_action(id, action, self.definition);
            let needed = matches!(kind, StepKind::Ask { .. });
            let at = At { field: None, needed, ..at };
            self.steps.push(at.step(id, kind));
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
        let Some((rows, grid)) = rounds else {
            if let Some(kind) = self.kind(field, value, into) {
                self.steps.push(at.step(StepId::new(id), kind));
            }
            return;
        };
        for (row, values) in rows.iter().enumerate() {
            let guides = grid.columns.iter().filter(|column| column.into.is_none());
            let about: Vec<Written> = guides.filter_map(|c| Some(values.get(&c.id)?.shown(c))).collect();
            let about = about.iter().map(Written::expose).collect::<Vec<_>>().join(", ").into();
            let round = Round { grid: into.to_owned(), row: row + 1, rows: rows.len(), about };
            let at = At { round: Some(&round), ..at };
            self.steps_of_row(&format!("{id}:{}", row + 1), at, (field, grid), values);
        }
    }

    /// What there is to do for one row of a table that is entered row by row.
    fn steps_of_row(
        &mut self,
        id: &str,
        at: At<'_>,
        (table, grid): (&Field, &Grid),
        row: &BTreeMap<FieldId, Value>,
    ) {
        let has_boxes = grid.columns.iter().any(|c| c.into.is_some() && row.contains_key(&c.id));
        if !has_boxes {
            if at.round.is_some_and(|round| !round.about.is_blank()) {
                let kind = StepKind::Tell("This row goes into no box by itself: see to it.".to_owned());
                self.steps.push(at.step(StepId::new(id), kind));
            }
            return;
        }
        self.actions(id, at, &grid.each);
        let proof = self.proof(table, &grid.columns, row).map(StepKind::Prove);
        let proof = proof.map(|kind| At { needed: true, ..at }.step(StepId::new(format!("{id}:")), kind));
        // A child who is new is searched for before a record is made, another one compared with what came up.
        let (before, after) = match proof {
            Some(step) if is_of_new_child(&step) => (Some(step), None),
            step => (None, step),
        };
        self.steps.extend(before);
        for column in &grid.columns {
            let (Some(value), Some(into)) = (row.get(&column.id), &column.into) else { continue };
            let kind = match self.column(table, column, value, into.in_system(at.system)) {
                Some(StepKind::Paste(paste)) if is_pin_to_come(table, column, row) => {
                    StepKind::PinToCome { child: Child::of_row(row), paste }
                }
                Some(kind) => kind,
                None => continue,
            };
            self.steps.push(at.step(StepId::new(format!("{id}:{}", column.id)), kind));
        }
        self.steps.extend(after);
    }

    fn names(&self) -> &BTreeMap<String, String> {
        self.names.get_or_init(|| {
            let mut names = self.form.for_expressions();
            let line = late_entry_line(self.form, &self.planning.hands, self.planning.now);
            names.insert(LATE_ENTRY_LINE.to_owned(), line);
            names
        })
    }

    /// The child whom a row of the form's children is about, unless it is the one whose record is open. A PIN that
    /// is pasted from here proves nothing.
    fn proof(&self, table: &Field, columns: &[Field], row: &BTreeMap<FieldId, Value>) -> Option<Child> {
        if table.id.as_str() != ids::CHILDREN {
            return None;
        }
        let mut child = Child::of_row(row);
        if child.is_unknown() || child.is(&self.child) {
            return None;
        }
        let pastes_pin = columns.iter().any(|column| column.id.as_str() == "pin" && column.into.is_some());
        if pastes_pin && !child.is_new() {
            child.pin = None;
        }
        Some(child)
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
        // An expression that fails must not cost the answer: then the answer itself is offered.
        let rendered = field.paste.as_ref().map(|expression| expression.render(self.names()));
        let says_when_entered = matches!(rendered, Some(Ok(_))) && has_late_entry_line(field);
        let text = match rendered {
            Some(text) => text.map_or_else(|_| value.shown(field), Written::from),
            None => fit::formatted(value, field),
        };
        let fitted = fit::for_box(text.expose(), field.fit);
        if fitted.text.trim().is_empty() {
            return None;
        }
        let parts = parts(&fitted.text, field.max, self.planning.are_parts_marked);
        Some(StepKind::Paste(Paste {
            into,
            parts: parts.into_iter().map(Written::from).collect(),
            max: field.max,
            day: field.paste.is_none().then(|| fit::day_of_week(value)).flatten(),
            changes: fitted.changes(),
            confidential: field.confidential,
            others: self.planning.others.in_text(&fitted.text),
            says_when_entered,
        }))
    }
}

fn has_late_entry_line(field: &Field) -> bool {
    let names = field.paste.as_ref().and_then(|expression| expression.names().ok());
    names.is_some_and(|names| names.iter().any(|name| name == LATE_ENTRY_LINE))
}

/// Whether it is the PIN of a child of the form who is NEW.
fn is_pin_to_come(table: &Field, column: &Field, row: &BTreeMap<FieldId, Value>) -> bool {
    table.id.as_str() == ids::CHILDREN && column.id.as_str() == "pin" && Child::of_row(row).is_new()
}

fn is_of_new_child(step: &Step) -> bool {
    matches!(&step.kind, StepKind::Prove(child) if child.is_new())
}

/// Answers that the form needs and that are blank, of what is entered by this person: each with its label.
pub fn needed_blanks(form: &CompletedForm, by: Option<&str>) -> Vec<(FieldId, String)> {
    let sections = form.definition.sections.iter();
    let entered = sections.filter(|section| section.screen.is_some() && section.by.as_deref() == by);
    let blank: BTreeSet<&FieldId> = form
        .findings
        .iter()
        .filter(|finding| finding.kind == FindingKind::Blank)
        .filter_map(|finding| finding.field.as_ref())
        .collect();
    let fields = entered.flat_map(Section::fields).filter(|field| field.into.is_some());
    fields.filter(|f| blank.contains(&f.id)).map(|f| (f.id.clone(), f.label.clone())).collect()
}
