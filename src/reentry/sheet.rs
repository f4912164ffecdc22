//! The re-entry sheet: all that a session would offer, as a Word document, for a desk where the program may not run.
//!
//! What a session does by itself stands here in words: the checks come first, each record has pages of its own, and
//! at the end it says what to write where, so that the form is not entered again.

use super::{
    Asked, Child, MAY_BE_SAME_CHILD, Names, Paste, Progress, Record, Round, SkipReason, Step, StepKind,
    StepState, other_parts,
    parts::{mark, thousands},
    warning,
};
use crate::{
    form::{CompletedForm, FindingKind, SOME_SYSTEM},
    template::date::{show_date, show_date_time},
    word::{
        Unreadable,
        finish::{ControlSpec, ControlSpecKind, Unfinished},
        page::{PALE, Sheet, cell, grid, head, paragraph, tick_box, title},
    },
};
use docx_rs::{Docx, HeightRule, LineSpacing, Paragraph, Run, Shading, Table, TableCell, TableRow};
use jiff::civil::DateTime;
use std::collections::BTreeMap;

const SHEET: Sheet = Sheet::Upright;
const PAGE: usize = SHEET.width();
/// The columns of the steps: what is done, which box, what goes into it.
const TICK: usize = 700;
const BOX: usize = 3000;
const TEXT: usize = PAGE - TICK - BOX;
/// What is behind a sentence to write something by hand.
const ROOM: usize = 2800;
const LABEL: usize = 2400;
/// A longer text may run over the page; a shorter one stays in one piece.
const LONG: usize = 600;

/// What a re-entry sheet is made from.
pub struct ReentrySheet<'s> {
    pub form: &'s CompletedForm,
    /// The records that the form goes into, each with its steps.
    pub records: &'s [Record],
    /// What was done at earlier sittings.
    pub progress: &'s Progress,
    /// For each record, where else of the team a child who is NEW is noted, or one who may be the same.
    pub alike: &'s [Vec<String>],
    /// Whose part of the form it is; None: the worker's.
    pub by: Option<&'s str>,
    /// Labels of answers that the form needs and that are blank.
    pub blanks: &'s [&'s str],
    /// What the council's settings say of the system: everybody is to know it first.
    pub notice: Option<&'s str>,
    /// Who made the sheet, in words that go behind when: " by A Khan"; or nothing.
    pub made_by: &'s str,
    /// When it was made: the time that its texts give as that of the entry.
    pub made: DateTime,
}

impl ReentrySheet<'_> {
    /// The bytes of the sheet as a Word document. Its steps stand in the order of the session, each text once: a
    /// long answer has a row for each part, and a row that is still to do has a box to tick, also on the screen.
    ///
    /// # Errors
    /// When the layout cannot be finished: an error of ours.
    pub fn document(&self) -> Result<Vec<u8>, Unreadable> {
        let mut page = Page { sheet: self, controls: BTreeMap::new() };
        let mut layout = SHEET
            .document()
            .header(SHEET.header(self.marking(), "Re-entry sheet: destroy it when all of it is entered"))
            .footer(SHEET.footer([
                Run::new().add_text(format!("{NUMBER} ")),
                Run::new().bold().add_text(self.number()),
                Run::new().add_text(format!("   Re-entry sheet, {}", self.form.definition.title)),
            ]))
            .add_table(page.title())
            .add_paragraph(gap())
            .add_table(page.notes());
        for at in 0..self.records.len() {
            layout = page.record(at, layout);
        }
        Unfinished {
            layout,
            letterhead: None,
            controls: page.controls,
            title: format!("Re-entry sheet, {} {}", self.form.definition.title, self.number()),
            properties: Vec::new(),
            item: None,
        }
        .finish()
    }

    fn system(&self) -> &str {
        self.form.system().unwrap_or(SOME_SYSTEM)
    }

    fn number(&self) -> String {
        self.form.identity.issue.as_ref().map_or_else(|| "none".to_owned(), |issue| issue.number.to_string())
    }

    fn marking(&self) -> &'static str {
        if self.form.is_restricted() { "OFFICIAL-SENSITIVE: RESTRICTED RECORD" } else { "OFFICIAL-SENSITIVE" }
    }

    /// What to know before anything, a paragraph each; those that must not be overlooked are told apart.
    fn notes(&self) -> Vec<(bool, String)> {
        let system = self.system();
        let mut notes = Vec::new();
        if self.form.is_restricted() {
            notes.push((true, "Restricted record: only its worker enters it, in person. Keep this sheet in your secure place: never in the shared folder, in a mail or on a desk.".to_owned()));
        }
        let made = show_date_time(self.made);
        notes.push((false, format!(
            "Made on {made}{}. Work from top to bottom, and tick each row once it stands in {system}. Enter every text as it is here: it is made fit for its box.",
            self.made_by
        )));
        notes.extend(self.notice.map(|notice| (true, notice.to_owned())));
        if self.says_when_entered() {
            notes.push((false, format!(
                "Its texts say that they were entered on {made}. If you enter them on another day, correct that in {system}."
            )));
        }
        if self.records.len() > 1 {
            notes.push((true, format!(
                "The form goes into the records of {} children. Each begins on a page of its own: save one before you open the next.",
                self.records.len()
            )));
        }
        for other in other_parts(self.form).into_iter().filter(|other| Some(other.as_str()) != self.by) {
            notes.push((
                false,
                format!("A part of the form is for {other} to enter, and stands on no page here."),
            ));
        }
        notes
    }

    /// Whether a text says when it was entered.
    fn says_when_entered(&self) -> bool {
        let mut steps = self.records.iter().flat_map(|record| &record.steps);
        steps.any(|step| matches!(&step.kind, StepKind::Paste(paste) if paste.says_when_entered))
    }
}

const NUMBER: &str = "Form number";
const NOT_FOUND: &str = "Not found when this sheet was made: it lay neither beside the form nor in the folder of its name. Look for it.";

/// Where it stands what the form knows of a child.
#[derive(Clone, Copy)]
enum Known {
    /// Above, at the head of the record that is to be opened.
    Above,
    /// In the same sentence: of a child in a table, whose record has come up beside the form's own.
    Before,
}

/// The sheet as it grows, and what its markers stand for.
struct Page<'s> {
    sheet: &'s ReentrySheet<'s>,
    controls: BTreeMap<String, ControlSpec>,
}

impl Page<'_> {
    fn title(&self) -> Table {
        let part = self.sheet.by.map_or(String::new(), |by| format!(", the part for {by}"));
        let kicker = format!("Re-entry sheet: to be entered into {}{part}", self.sheet.system());
        title(PAGE, &kicker, &self.sheet.form.definition.title, [NUMBER, &self.sheet.number()])
    }

    fn notes(&self) -> Table {
        let notes = self.sheet.notes().into_iter().map(|(stands_out, note)| {
            if stands_out { strong("Guidance", &note) } else { paragraph("Guidance", &note) }
        });
        let notes = notes.fold(shaded(cell(PAGE)), TableCell::add_paragraph);
        grid(vec![TableRow::new(vec![notes]).cant_split()], vec![PAGE])
    }

    fn record(&mut self, at: usize, mut layout: Docx) -> Docx {
        let record = &self.sheet.records[at];
        let name = called(&record.child);
        let heading = match self.sheet.records.len() {
            1 => format!("The record of {name}"),
            many => format!("Child {} of {many}: {name}", at + 1),
        };
        layout = layout
            .add_paragraph(paragraph("Heading1", &heading).page_break_before(at > 0))
            .add_table(whose(&record.child));
        // Entered already: what stands here would be entered a second time.
        if let Some(confirmation) = self.sheet.progress.confirmation(&record.key) {
            let said = format!(
                "Entered on {} already. There is nothing more to do for this child.",
                show_date(confirmation.at.date())
            );
            return layout.add_paragraph(gap()).add_paragraph(strong("Guidance", &said));
        }
        layout = layout.add_paragraph(paragraph("Heading2", "Before anything is entered"));
        layout = layout.add_table(self.checks(at));
        for steps in record.steps.chunk_by(|one, next| one.screen == next.screen) {
            layout = layout
                .add_paragraph(paragraph("Heading2", &screen(&steps[0].screen)))
                .add_table(self.steps(steps, &name));
        }
        layout
            .add_paragraph(paragraph("Heading2", "When all of it is entered"))
            .add_table(self.ending(record))
            .add_paragraph(gap())
    }

    /// What proves that the system is live and the record the child's.
    fn checks(&mut self, at: usize) -> Table {
        let record = &self.sheet.records[at];
        let system = self.sheet.system().to_owned();
        let live = format!(
            "{system} is live: look at the address bar of the browser. Read Only looks just the same, and what is typed there is lost."
        );
        let mut rows = vec![self.task(&live, &[])];
        if record.has_pin_by_now {
            rows.push(self.task("The form says NEW. The child has a PIN by now, which stands above: open that record, and make no other.", &[]));
        }
        let [what, write] = self.proof(&record.child, Known::Above);
        rows.push(self.task(&what, &[&write]));
        let alike = self.sheet.alike.get(at).map_or(&[][..], Vec::as_slice);
        if !alike.is_empty() {
            rows.push(self.task(&format!("{MAY_BE_SAME_CHILD}: {}.", alike.join("; ")), &[]));
        }
        grid(rows, vec![TICK, PAGE - TICK - ROOM, ROOM])
    }

    /// What to do to see that the record is this child's, and what to write down from the screen. What is only looked
    /// at is read as one expects it.
    fn proof(&self, child: &Child, known: Known) -> [String; 2] {
        let system = self.sheet.system();
        let (open, known) = match known {
            Known::Above => ("Open the record, and write down from the screen", "what stands above"),
            Known::Before => ("Write down from the screen", "this"),
        };
        let compare =
            format!("Then compare it with {known}. If it is not the same, stop: it is another child.");
        match child.asked() {
            Asked::PinOrBirth => [
                format!("{open} the PIN, or the birth date and initials. {compare}"),
                "On the screen:".to_owned(),
            ],
            Asked::Birth => {
                let initials = if child.name().is_blank() { "" } else { " and initials" };
                [format!("{open} the birth date{initials}. {compare}"), "On the screen:".to_owned()]
            }
            Asked::SearchedFor => [
                format!(
                    "The child is NEW: search {system} by name and by birth date first. If there is such a record, stop: write its PIN wherever the form says NEW for this child, and into your tracker, and have a new sheet made."
                ),
                "Searched, by:".to_owned(),
            ],
            Asked::Sure => [
                format!(
                    "The form has no PIN and no birth date. Be sure whose record in {system} it belongs to, or stop and ask who wrote it."
                ),
                "Sure, because:".to_owned(),
            ],
        }
    }

    /// The steps of one screen.
    fn steps(&mut self, steps: &[Step], name: &str) -> Table {
        let into = format!("What goes into it, in the record of {name}");
        let heads = [(TICK, "Done"), (BOX, "Box"), (TEXT, into.as_str())];
        let heads = heads.map(|(width, words)| head(width, paragraph("", words)));
        let mut rows = vec![TableRow::new(heads.into()).cant_split()];
        let mut round = None;
        for step in steps {
            if step.round != round {
                rows.extend(step.round.as_ref().map(row_of_grid));
                round.clone_from(&step.round);
            }
            self.step(step, &mut rows);
        }
        grid(rows, vec![TICK, BOX, TEXT])
    }

    fn step(&mut self, step: &Step, rows: &mut Vec<TableRow>) {
        let mut notes: Vec<Paragraph> = Vec::new();
        if let Some(StepState::Skipped(SkipReason::Later)) = self.sheet.progress.state(&step.id) {
            notes.push(small("Left for later at an earlier sitting."));
        }
        let findings = self.sheet.form.findings.iter();
        let findings = findings.filter(|f| step.field.is_some() && f.field == step.field);
        notes.extend(
            findings
                .filter(|f| f.kind != FindingKind::Blank)
                .map(|finding| small(&format!("Look: {}.", finding.message))),
        );
        match &step.kind {
            StepKind::Paste(paste) => {
                for part in 1..=paste.parts.len() {
                    let notes = notes_of_part(paste, part).chain(notes.clone()).collect();
                    let text = paste.parts[part - 1].expose();
                    rows.push(self.answer(step, &paste.into, notes, text.split('\n')));
                }
            }
            StepKind::Choose { into, options } => {
                let options: Vec<String> =
                    options.expose().lines().map(|option| format!("choose: {option}")).collect();
                rows.push(self.answer(step, into, notes, options.iter().map(String::as_str)));
            }
            StepKind::Tick { into } => rows.push(self.answer(step, into, notes, ["tick it"])),
            StepKind::Attach { file, .. } => {
                let mut documents = self.sheet.form.documents.iter();
                notes.push(if documents.any(|document| document.name == *file && document.is_found) {
                    small("It lies beside the form, or in the folder of its name.")
                } else {
                    strong("FieldHelp", NOT_FOUND)
                });
                let file = format!("upload: {}", file.expose());
                rows.push(self.answer(step, "File to upload", notes, [file.as_str()]));
            }
            StepKind::Tell(what) => rows.push(self.instruction(step, vec![paragraph("Answer", what)])),
            StepKind::SavePoint(what) => {
                rows.push(self.instruction(step, vec![strong("Answer", what)]));
            }
            StepKind::Wait(what) => {
                let words = vec![
                    strong("Answer", &format!("Wait: {what}")),
                    small("What comes behind it is entered when that is done."),
                ];
                rows.push(self.instruction(step, words));
            }
            StepKind::Ask { .. } => {
                let what = format!(
                    "Write down the new PIN that {} shows for this child, here and in your tracker in place of NEW: ______________",
                    self.sheet.system()
                );
                rows.push(self.instruction(step, vec![paragraph("Answer", &what)]));
            }
            StepKind::PinToCome { child, paste } => {
                let has_record = self.sheet.records.iter().any(|record| record.child.is(child));
                let what = StepKind::pin_to_come(&paste.into, self.sheet.system(), has_record);
                rows.push(self.instruction(step, vec![paragraph("Answer", &what)]));
            }
            StepKind::Prove(child) => {
                let [what, write] = self.proof_of_row(child);
                let words =
                    vec![paragraph("Answer", &what), paragraph("Answer", &format!("{write} ______________"))];
                rows.push(self.instruction(step, words));
            }
        }
    }

    /// The child whom a row of the form is about, who has no record of their own to be entered into.
    fn proof_of_row(&self, child: &Child) -> [String; 2] {
        let known =
            known_of(child).into_iter().filter_map(|(label, value)| Some(format!("{label} {}", value?)));
        let known = known.collect::<Vec<_>>().join(", ");
        let [what, write] = self.proof(child, Known::Before);
        [format!("Another child: {known}. {what}"), write]
    }

    /// A box and what goes into it. The right cell holds that and nothing else, so that it can be copied from Word.
    fn answer<'t>(
        &mut self,
        step: &Step,
        into: &str,
        notes: Vec<Paragraph>,
        lines: impl IntoIterator<Item = &'t str>,
    ) -> TableRow {
        let name = cell(BOX).add_paragraph(paragraph("FieldLabel", into));
        let name = notes.into_iter().fold(name, TableCell::add_paragraph);
        let (mut text, mut length) = (cell(TEXT), 0);
        for (at, line) in lines.into_iter().enumerate() {
            length += line.len();
            // On one line with the name of its box, and no room between its own lines.
            let before = if at == 0 { 50 } else { 0 };
            text = text.add_paragraph(as_written(line).line_spacing(LineSpacing::new().before(before)));
        }
        let row = TableRow::new(vec![self.tick(step), name, text]);
        if length > LONG { row } else { row.cant_split() }
    }

    /// What to do without a box.
    fn instruction(&mut self, step: &Step, words: Vec<Paragraph>) -> TableRow {
        let wide = shaded(cell(BOX + TEXT).grid_span(2));
        let wide = words.into_iter().fold(wide, TableCell::add_paragraph);
        TableRow::new(vec![self.tick(step), wide]).cant_split()
    }

    /// A box to tick, or what became of the step at an earlier sitting.
    fn tick(&mut self, step: &Step) -> TableCell {
        let done = match self.sheet.progress.state(&step.id) {
            Some(StepState::Entered) => "in",
            Some(StepState::Skipped(reason)) if reason != SkipReason::Later => reason.words(),
            _ => return self.open(step.name()),
        };
        cell(TICK).add_paragraph(paragraph("FieldHelp", done))
    }

    fn open(&mut self, title: String) -> TableCell {
        let tag = format!("done.{}", self.controls.len() + 1);
        let tick = tick_box(&tag);
        let kind = ControlSpecKind::CheckBox;
        self.controls.insert(tag, ControlSpec { title, kind, placeholder: String::new(), bookmark: None });
        cell(TICK).add_paragraph(Paragraph::new().style("Answer").add_structured_data_tag(tick))
    }

    /// A sentence to tick, with room to write behind it.
    fn task(&mut self, what: &str, write: &[&str]) -> TableRow {
        let words = if write.is_empty() { cell(PAGE - TICK).grid_span(2) } else { cell(PAGE - TICK - ROOM) };
        let mut cells = vec![self.open(what.to_owned()), words.add_paragraph(paragraph("Answer", what))];
        if !write.is_empty() {
            cells.push(write.iter().fold(cell(ROOM), |room, label| {
                room.add_paragraph(paragraph("FieldHelp", label)).add_paragraph(paragraph("Answer", ""))
            }));
        }
        TableRow::new(cells).cant_split()
    }

    /// Saved, and written down where others look.
    fn ending(&mut self, record: &Record) -> Table {
        let (system, number) = (self.sheet.system().to_owned(), self.sheet.number());
        let mut rows = Vec::new();
        if !self.sheet.blanks.is_empty() {
            let what = format!(
                "The form needs an answer to these, and they are blank: {}. If you can find one out, enter it in {system} now.",
                self.sheet.blanks.join("; ")
            );
            rows.push(self.task(&what, &["Found out:"]));
        }
        let saved = format!("Save the record, and look that {system} shows it as saved.");
        rows.push(self.task(&saved, &["Date:", "Initials:"]));
        // The tracker and its row are the worker's.
        if self.sheet.by.is_none() {
            let tracker = format!(
                "Write the date into your tracker, under \u{201c}Date Entered into Liquidlogic\u{201d}, in the row of this child with ({number})."
            );
            let on_share = if self.sheet.form.is_restricted() {
                " Where a row on the share says nothing but this number, write it there, too, when the last child is saved."
            } else {
                ""
            };
            rows.push(self.task(&format!("{tracker}{on_share}"), &[]));
        }
        let part = self.sheet.by.map_or(String::new(), |by| format!(" ({by})"));
        let child = match self.sheet.records.len() {
            1 => String::new(),
            _ => format!(" for {}", record.child.in_tracker().expose()),
        };
        let office = format!(
            "Open the form in Word, and write at its end under \u{201c}Office use\u{201d}, with today's date and your own name: Entered into {system}{part}{child} on dd/mm/yyyy by Your Name. Then nobody enters it a second time."
        );
        rows.push(self.task(&office, &[]));
        let destroy = match self.sheet.records.len() {
            1 => "Delete this document, and shred it if it was printed.",
            _ => "When the last child is done, delete this document, and shred it if it was printed.",
        };
        rows.push(self.task(destroy, &[]));
        grid(rows, vec![TICK, PAGE - TICK - ROOM, ROOM])
    }
}

/// What is said of a part of a text, below the name of its box.
fn notes_of_part(paste: &Paste, part: usize) -> impl Iterator<Item = Paragraph> + use<> {
    let parts = paste.parts.len();
    let mut notes = Vec::new();
    if parts > 1 {
        notes.push(strong("FieldHelp", &mark(part, parts).replace(['(', ')'], "")));
        let takes = paste.max.map_or(String::new(), |max| format!(" of {} characters", thousands(max)));
        notes.push(small(&match part {
            1 => format!("The box{takes} holds only this part; the rest goes somewhere else."),
            _ => "It does not fit into the box as well: enter it where your team puts what does not fit, such as a case note.".to_owned(),
        }));
    }
    let of_all = [
        paste
            .day
            .as_ref()
            .map(|day| small(&format!("It is {}: look what the box makes of it.", day.expose()))),
        paste.changes.as_ref().map(|changes| small(&format!("{}.", changes.expose()))),
        warning(paste, Names::Shown).map(|warning| strong("FieldHelp", warning.expose())),
    ];
    notes.extend(of_all.into_iter().flatten().filter(|_| part == 1));
    notes.into_iter()
}

/// Which row of a table is entered, and what it says besides.
fn row_of_grid(round: &Round) -> TableRow {
    let about = round.about.expose().split_whitespace().collect::<Vec<_>>().join(" ");
    let about = if about.is_empty() { about } else { format!(": {about}") };
    let words = format!("{}, row {} of {}{about}", round.grid, round.row, round.rows);
    let words = paragraph("FieldLabel", &words).keep_next(true);
    TableRow::new(vec![shaded(cell(PAGE).grid_span(3)).add_paragraph(words)]).cant_split()
}

/// Whose record it is, to be compared with the screen.
fn whose(child: &Child) -> Table {
    let rows = known_of(child).into_iter().map(|(label, value)| {
        let label = shaded(cell(LABEL)).add_paragraph(paragraph("FieldLabel", label));
        let value = value.unwrap_or_else(|| "not in the form".to_owned());
        let value = cell(PAGE - LABEL).add_paragraph(strong("Answer", &value));
        TableRow::new(vec![label, value]).row_height(400.0).height_rule(HeightRule::AtLeast).cant_split()
    });
    grid(rows.collect(), vec![LABEL, PAGE - LABEL])
}

/// What a child can be known by, where the form says it.
fn known_of(child: &Child) -> [(&'static str, Option<String>); 3] {
    let name = child.name();
    [
        ("Child", Some(name.expose().to_owned()).filter(|_| !name.is_blank())),
        ("Date of birth", child.born.map(show_date)),
        ("PIN", child.pin.as_ref().map(|pin| pin.written().expose().to_owned())),
    ]
}

/// The child by name, or as one whom the form does not name.
fn called(child: &Child) -> String {
    let name = child.name();
    if name.is_blank() { "a child without a name".to_owned() } else { name.expose().to_owned() }
}

fn screen(name: &str) -> String {
    if name.is_empty() { "Uploads".to_owned() } else { format!("Screen: {name}") }
}

/// A line of an answer, with its tabs.
fn as_written(line: &str) -> Paragraph {
    let run = line.split('\t').enumerate().fold(Run::new(), |run, (at, piece)| {
        let run = if at > 0 { run.add_tab() } else { run };
        if piece.is_empty() { run } else { run.add_text(piece) }
    });
    let paragraph = Paragraph::new().style("Normal");
    if line.is_empty() { paragraph } else { paragraph.add_run(run) }
}

fn small(words: &str) -> Paragraph {
    paragraph("FieldHelp", words)
}

fn strong(style: &str, words: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(Run::new().bold().add_text(words))
}

fn shaded(cell: TableCell) -> TableCell {
    cell.shading(Shading::new().fill(PALE))
}

fn gap() -> Paragraph {
    Paragraph::new().style("Gap")
}
