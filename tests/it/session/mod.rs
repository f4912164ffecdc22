//! A session as a person meets it: lines in, what is shown out.

mod actions;
pub mod awkward;
mod checks;
mod going;
mod pace;
mod properties;
mod texts;
mod transitions;

use jiff::civil::{DateTime, datetime};
use std::{sync::LazyLock, time::Duration};
use stopgap::{
    form::{self, Answers, CompletedForm, Issue},
    reentry::{
        Abilities, Addresses, Advance, Deed, Event, Heard, Input, Moment, Planning, Progress, Record,
        Session, Step, Task, Want, needed_blanks, records,
    },
    template::Pack,
};

pub const NOW: DateTime = datetime(2026, 11, 22, 17, 0, 0, 0);

/// A desk whose clipboard can do everything.
pub const ABLE: Abilities = Abilities { copies: true, sees_pastes: true, tells_readers_apart: true };

/// A form of the template `two` with these answers.
pub fn filled(yaml: &str, answers: &[&str]) -> CompletedForm {
    let pack = Pack::read([("two.yaml", yaml)]).unwrap_or_else(|faults| panic!("{faults}"));
    let definition = pack.template("two").unwrap();
    let mut known = Answers::default();
    for answer in answers {
        known.set(definition, answer).unwrap();
    }
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    form::read(&form::fill(&blank, definition, &known).unwrap(), &pack, NOW.date()).unwrap()
}

/// A template with these sections.
pub fn two(sections: &str) -> String {
    format!("template: two\nrevision: 1\ntitle: Two\nsystem: LCS\nnature: Two\nsections:\n{sections}")
}

/// The records that a form goes into, where nothing was done yet.
pub fn records_of(form: &CompletedForm) -> Vec<Record> {
    records(form, &Planning { now: NOW, ..Planning::default() }, &[]).unwrap().0
}

/// A person at a session. Between two lines ten seconds go by, so nothing hurries unless a test says so.
pub struct Person {
    pub session: Session,
    pub running: Duration,
}

impl Person {
    /// At a form that was never opened, with nothing copied and every line meant.
    pub fn at(form: &CompletedForm) -> Self {
        Self::with(form, Self::begun(form), Abilities::default(), Advance::Told)
    }

    pub fn with(form: &CompletedForm, progress: Progress, abilities: Abilities, advance: Advance) -> Self {
        Self::at_records(form, records_of(form), progress, abilities, advance)
    }

    pub fn at_records(
        form: &CompletedForm,
        records: Vec<Record>,
        progress: Progress,
        abilities: Abilities,
        advance: Advance,
    ) -> Self {
        let task = Task {
            system: "LCS".into(),
            records,
            blanks: needed_blanks(form, None),
            noted_pins: Vec::new(),
            addresses: Addresses::default(),
            abilities,
            advance,
        };
        Self::at_task(task, progress)
    }

    pub fn at_task(task: Task, progress: Progress) -> Self {
        let session = Session::new(task, progress, Moment { wall: NOW, running: Duration::ZERO });
        Self { session, running: Duration::ZERO }
    }

    fn begun(form: &CompletedForm) -> Progress {
        let mut progress = Progress::default();
        progress.note(Deed::Began(Box::new(Progress::beginning(form, false))), NOW);
        progress
    }

    pub fn moment(&self) -> Moment {
        let seconds = i64::try_from(self.running.as_secs()).unwrap();
        Moment { wall: NOW + jiff::SignedDuration::from_secs(seconds), running: self.running }
    }

    /// Something happens.
    pub fn event(&mut self, event: Event) -> bool {
        let moment = self.moment();
        self.session.handle(event, moment)
    }

    /// Says a line, ten seconds after the one before; gives what is shown then.
    pub fn say(&mut self, line: &str) -> String {
        self.running += Duration::from_secs(10);
        let input = Input::parse(&self.session.want(), line);
        self.event(Event::Input(input));
        self.shown()
    }

    /// Says each of these lines.
    pub fn walk(mut self, lines: &[&str]) -> Self {
        for line in lines {
            self.say(line);
        }
        self
    }

    /// So many milliseconds later.
    pub fn after(&mut self, milliseconds: u64) -> &mut Self {
        self.running += Duration::from_millis(milliseconds);
        self
    }

    pub fn hear(&mut self, heard: Heard) -> String {
        self.event(Event::Heard(heard));
        self.shown()
    }

    /// Says this at once.
    pub fn input(&mut self, input: Input) -> String {
        self.event(Event::Input(input));
        self.shown()
    }

    /// The number of what is offered.
    pub fn offer(&self) -> u64 {
        self.session.offer().unwrap().number
    }

    pub fn pastes(&mut self) -> String {
        let offer = self.offer();
        self.hear(Heard::Pasted(offer))
    }

    pub fn wakes(&mut self) -> String {
        self.event(Event::Woken);
        self.shown()
    }

    pub fn said(&self) -> &str {
        self.session.say().unwrap_or_default()
    }

    /// What is shown, in short.
    pub fn shown(&self) -> String {
        shown(&self.session)
    }
}

/// What a session shows, in short: what it is and its box, `[parts]` where there are several.
pub fn shown(session: &Session) -> String {
    let one = |step: &Step| format!("{} {}", step.kind.name(), step.name());
    match session.want() {
        Want::Live => "live".to_owned(),
        Want::Child { .. } if session.is_proved() => "row's child".to_owned(),
        Want::Child { .. } => format!("child {}", session.record_number()),
        Want::Key(card) => {
            let parts = card.step().map_or(1, Step::parts);
            let part = if parts > 1 { format!(" {}/{parts}", card.part) } else { String::new() };
            let paused = if session.pause().is_some() { " paused" } else { "" };
            let steps: Vec<String> = card.steps.iter().map(one).collect();
            format!("{}{part}{paused}", steps.join(" + "))
        }
        Want::Care { step } => format!("care {}", step.name()),
        Want::Text { .. } => "ask".to_owned(),
        Want::Sure { .. } => "sure".to_owned(),
        Want::Reason { step } => format!("why {}", step.name()),
        Want::Which => format!("which of {}", session.fitting().join(" / ")),
        Want::Gone { steps } => format!("gone {steps}"),
        Want::Blanks => format!("blanks {}", session.blanks().join(", ")),
        Want::Confirm => "confirm".to_owned(),
        Want::Done(ending) => format!("done {ending:?}"),
    }
}

/// A form of two screens with a step of every kind that one screen can have.
pub static ALL_KINDS: LazyLock<CompletedForm> = LazyLock::new(|| filled(&two(KINDS), &KINDS_ANSWERS));

/// Planning takes longer than a session, and there are thousands of sessions.
pub static KINDS_RECORDS: LazyLock<Vec<Record>> = LazyLock::new(|| records_of(&ALL_KINDS));

const KINDS: &str = "
  - title: Head
    fields:
      - { id: pin, label: PIN, type: text }
      - { id: child_surname, label: Surname, type: text }
      - { id: child_forename, label: Forename, type: text }
      - { id: child_dob, label: Born, type: date }
  - title: First
    screen: First
    first:
      - tell: Search once more.
      - ask: pin
    fields:
      - { id: title, label: Title, type: text }
      - { id: long, label: Long, type: multiline, max: 20 }
      - { id: kind, label: Kind, type: choice, options: [Call, Visit], required: true }
      - { id: urgent, label: Urgent, type: tick }
      - { id: secret, label: Secret, type: multiline, confidential: third-party }
      - id: children
        label: Children
        type: table
        into: Subjects
        columns:
          - { id: pin, label: PIN of subject, type: text }
          - { id: surname, label: Subject, type: text, into: nowhere }
          - { id: dob, label: Born on, type: date, into: nowhere }
      - { id: needed, label: Needed, type: text, required: true }
      - { id: blank, label: Left blank, type: text, required: true }
    then:
      - save-point: Save it.
      - wait: A manager authorises it.
  - title: Files
    fields:
      - { id: files, label: Files, type: table, attach: file, columns: [{ id: file, label: File, type: text }] }
";
const KINDS_ANSWERS: [&str; 13] = [
    "pin=8123477",
    "child_surname=Inventson",
    "child_forename=Dee",
    "child_dob=12/04/2010",
    "title=Home visit",
    "long=One sentence here. Another one.",
    "kind=Visit",
    "urgent=yes",
    "secret=What Nan said",
    "children[1].pin=8123499",
    "children[1].dob=10/06/2019",
    "needed=Yes",
    "files[1].file=letter.pdf",
];
