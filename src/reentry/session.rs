//! A session: one person entering one completed form, as a pure state machine.
//!
//! It holds no clipboard, no file and no clock. What it wants is asked with [`Session::want`], an
//! answer goes in with [`Session::answer`], and what should be on the clipboard at any moment is
//! [`Session::offer`]: whoever drives the session makes it so.

use super::{
    child::{Asked, ChildCheck, Verdict},
    plan::{Step, StepKind},
    progress::{Progress, SkipReason, StepState},
};
use crate::{
    form::Pin,
    template::{FieldId, folded},
    tracker::Entered,
    word::Written,
};
use jiff::civil::DateTime;

/// A session; see the module.
#[derive(Debug)]
pub struct Session {
    system: String,
    steps: Vec<Step>,
    progress: Progress,
    check: ChildCheck,
    phase: Phase,
    /// Times that the child did not fit.
    wrong: u8,
    /// Counts up whenever something is to be put on the clipboard afresh.
    offers: u64,
    learned: Vec<(FieldId, Written)>,
    /// What was typed at an Ask, until the person has said that it is right.
    typed: Written,
    /// Where it goes back to if the page is not gone after all.
    before: Phase,
    /// What to tell the person beside the next question.
    say: Option<String>,
}

/// Where a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Live,
    Child,
    Step {
        step: usize,
        part: usize,
    },
    Reason {
        step: usize,
    },
    /// Is what was typed at this step right?
    Sure {
        step: usize,
    },
    /// Is the page gone?
    Gone,
    Confirm,
    Done(Ending),
}

/// What a session wants to know next.
#[derive(Debug, Clone, Copy)]
pub enum Want<'s> {
    /// That the system is live: its address, or yes.
    Live,
    /// That the record on the screen is the child's.
    Child(Asked),
    /// What to do with this step; `part` counts from 1.
    Key { step: &'s Step, part: usize },
    /// What the screen says.
    Text { step: &'s Step },
    /// That what was typed is right, before it is written anywhere.
    Sure { step: &'s Step, typed: &'s Written },
    /// Why a needed answer is skipped.
    Reason { step: &'s Step },
    /// That the page is gone, and with it what was entered in so many steps.
    Gone { steps: usize },
    /// That the record is saved.
    Confirm,
    /// Nothing more.
    Done(Ending),
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The person confirmed that the record is saved.
    Saved,
    /// All was gone through, and the record is not saved.
    NotSaved,
    /// Steps were left for later.
    Later,
    /// The person stopped; it goes on from here another time.
    Stopped,
    /// The system is not live.
    NotLive,
    /// The child on the screen did not fit twice.
    WrongChild,
}

/// What a person answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Next,
    Back,
    Skip,
    /// Put it on the clipboard again.
    Copy,
    /// Show all of it.
    Print,
    /// The page is gone, and was not saved.
    Gone,
    Quit,
    Yes,
    No,
    Text(Written),
}

/// What should be on the clipboard.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'s> {
    /// Another number means: put it there afresh.
    pub number: u64,
    pub text: &'s Written,
}

impl Input {
    /// Reads a line as the answer to what is wanted. Letters are keys only where a key is wanted:
    /// elsewhere `n` may be what somebody has to say.
    pub fn parse(want: &Want<'_>, line: &str) -> Self {
        let line = line.trim();
        let word = folded(line);
        match (want, word.as_str()) {
            (_, "q" | "quit") => Self::Quit,
            (Want::Key { .. }, "" | "n" | "next") => Self::Next,
            (
                Want::Key { .. }
                | Want::Text { .. }
                | Want::Sure { .. }
                | Want::Reason { .. }
                | Want::Gone { .. }
                | Want::Confirm,
                "b" | "back",
            ) => Self::Back,
            (Want::Key { .. } | Want::Text { .. }, "s" | "skip") => Self::Skip,
            (Want::Key { .. }, "c" | "copy") => Self::Copy,
            (Want::Key { .. }, "p" | "print") => Self::Print,
            (Want::Key { .. } | Want::Text { .. } | Want::Confirm, "g" | "gone" | "page gone") => Self::Gone,
            (
                Want::Live | Want::Child(_) | Want::Sure { .. } | Want::Gone { .. } | Want::Confirm,
                "y" | "yes",
            ) => Self::Yes,
            (Want::Live | Want::Sure { .. } | Want::Gone { .. } | Want::Confirm, "n" | "no") => Self::No,
            _ => Self::Text(Written::from(line)),
        }
    }
}

impl Session {
    /// A session over these steps; it goes on where the progress ends.
    pub fn new(system: impl Into<String>, steps: Vec<Step>, check: ChildCheck, progress: Progress) -> Self {
        Self {
            system: system.into(),
            steps,
            progress,
            check,
            phase: Phase::Live,
            wrong: 0,
            offers: 0,
            learned: Vec::new(),
            typed: Written::default(),
            before: Phase::Live,
            say: None,
        }
    }

    /// What it wants to know next.
    pub fn want(&self) -> Want<'_> {
        match self.phase {
            Phase::Live => Want::Live,
            Phase::Child => Want::Child(self.check.asked()),
            Phase::Step { step, part } => match &self.steps[step] {
                step @ Step { kind: StepKind::Ask { .. }, .. } => Want::Text { step },
                step => Want::Key { step, part: part + 1 },
            },
            Phase::Reason { step } => Want::Reason { step: &self.steps[step] },
            Phase::Sure { step } => Want::Sure { step: &self.steps[step], typed: &self.typed },
            Phase::Gone => Want::Gone { steps: self.unsaved() },
            Phase::Confirm => Want::Confirm,
            Phase::Done(ending) => Want::Done(ending),
        }
    }

    /// What to tell the person beside the next question: that an answer did not fit, and what does.
    pub fn say(&self) -> Option<&str> {
        self.say.as_deref()
    }

    /// Has something said beside the next question.
    pub fn tell(&mut self, what: impl Into<String>) {
        self.say = Some(what.into());
    }

    /// The system that the form is entered into.
    pub fn system(&self) -> &str {
        &self.system
    }

    /// The number of the step that is at hand, from 1, and how many there are.
    pub fn position(&self) -> (usize, usize) {
        let phase = if self.phase == Phase::Gone { self.before } else { self.phase };
        let at = match phase {
            Phase::Step { step, .. } | Phase::Reason { step } | Phase::Sure { step } => step + 1,
            Phase::Live | Phase::Child => 0,
            Phase::Gone | Phase::Confirm | Phase::Done(_) => self.steps.len(),
        };
        (at, self.steps.len())
    }

    /// What should be on the clipboard now; None: nothing of ours. Only what can be
    /// pasted is offered: a text, or the name of a file for the upload's file box.
    pub fn offer(&self) -> Option<Offer<'_>> {
        let Phase::Step { step, part } = self.phase else { return None };
        match &self.steps[step].kind {
            StepKind::Paste { parts, .. } => Some(Offer { number: self.offers, text: parts.get(part)? }),
            StepKind::Attach { file } => Some(Offer { number: self.offers, text: file }),
            _ => None,
        }
    }

    /// How far it is: states and times, to be kept beside the form.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// What the person read off the screen, by field: a new PIN.
    pub fn learned(&self) -> &[(FieldId, Written)] {
        &self.learned
    }

    /// The proof that the form was entered. There is none unless every step was entered or excused
    /// and the person confirmed that the record is saved.
    pub fn entered(&self) -> Option<Entered> {
        match (self.phase, self.progress.confirmed) {
            (Phase::Done(Ending::Saved), Some(at)) => Some(Entered::by_session(at.date())),
            _ => None,
        }
    }

    /// Goes to the end of a session whose record is saved, to stamp what could not be stamped then.
    pub fn take_up_confirmed(&mut self) {
        if self.progress.confirmed.is_some() {
            self.phase = Phase::Done(Ending::Saved);
        }
    }

    /// Notes that the tracker is stamped.
    pub fn note_stamped(&mut self) {
        self.progress.unstamped = false;
    }

    /// Steps that were skipped because the screen has no such box.
    pub fn boxes_not_found(&self) -> Vec<&Step> {
        let missing = Some(StepState::Skipped(SkipReason::NoSuchBox));
        self.steps.iter().filter(|step| self.progress.state(&step.id) == missing).collect()
    }

    /// Steps that were skipped, and why.
    pub fn skipped(&self) -> Vec<(&Step, SkipReason)> {
        let reason = |step: &Step| match self.progress.state(&step.id) {
            Some(StepState::Skipped(reason)) => Some(reason),
            _ => None,
        };
        self.steps.iter().filter_map(|step| Some((step, reason(step)?))).collect()
    }

    /// What the person gave at a step that asks, in this session.
    pub fn given(&self, field: &FieldId) -> Option<&Written> {
        self.learned.iter().rev().find(|(of, _)| of == field).map(|(_, given)| given)
    }

    /// What became of a step, if it is shown again.
    pub fn state(&self, step: &Step) -> Option<StepState> {
        self.progress.state(&step.id)
    }

    /// How many steps were done since the record was last saved: what is gone if the page is.
    pub fn unsaved(&self) -> usize {
        self.steps.iter().filter(|step| self.is_unsaved(step)).count()
    }

    fn is_unsaved(&self, step: &Step) -> bool {
        self.progress.unsaved.contains(&step.id.to_string())
    }

    /// Asks whether the page is gone: one key is too little to take back many steps.
    fn ask_gone(&mut self) {
        if self.unsaved() == 0 {
            self.say = Some("Nothing was entered since the last save, so nothing comes again.".into());
            return;
        }
        self.before = self.phase;
        self.phase = Phase::Gone;
    }

    fn gone(&mut self, input: &Input) {
        match (input, self.before) {
            (Input::Yes, _) => self.begin_again(),
            (_, Phase::Step { step, part }) => self.show(step, part),
            (_, before) => self.phase = before,
        }
        if *input != Input::Yes {
            self.say = Some("Nothing was changed.".into());
        }
    }

    /// Goes back to the first step that is gone with the page.
    fn begin_again(&mut self) {
        let first = self.steps.iter().position(|step| self.is_unsaved(step));
        self.say = Some(match self.unsaved() {
            1 => "1 step comes again. Open the page anew.".into(),
            many => format!("{many} steps come again. Open the page anew."),
        });
        self.progress.forget_unsaved();
        self.open_step(first);
    }

    /// Takes an answer in.
    pub fn answer(&mut self, input: Input, now: DateTime) {
        self.say = None;
        if input == Input::Quit && !matches!(self.phase, Phase::Done(_)) {
            self.phase = Phase::Done(Ending::Stopped);
            return;
        }
        match self.phase {
            Phase::Live => self.live(&input),
            Phase::Child => self.child(&input),
            Phase::Step { step, part } => self.step(step, part, input, now),
            Phase::Reason { step } => self.reason(step, &input, now),
            Phase::Sure { step } => self.sure(step, input, now),
            Phase::Gone => self.gone(&input),
            Phase::Confirm => self.confirm(&input, now),
            Phase::Done(_) => {}
        }
    }

    fn live(&mut self, input: &Input) {
        match input {
            Input::Yes => self.phase = Phase::Child,
            Input::No => self.phase = Phase::Done(Ending::NotLive),
            Input::Text(address) if looks_read_only(address.expose()) => {
                self.say = Some(format!(
                    "That is Read Only or a test system: what is entered there is lost. Open the live {}, then answer again.",
                    self.system
                ));
            }
            Input::Text(address) if address.expose().contains("://") => {
                self.say = Some("stopgap cannot tell from this address whether it is live. Check that you did not come through the Business Continuity page, then type y.".into());
            }
            _ => self.say = Some("Type y if it is live, or no to stop.".into()),
        }
    }

    fn child(&mut self, input: &Input) {
        let shown = match input {
            Input::Yes => "y",
            Input::Text(shown) => shown.expose(),
            _ => "",
        };
        match self.check.judge(shown) {
            Verdict::Proved => self.open_step(self.next_open(0)),
            // It says nothing about another child: it does not count.
            Verdict::NotYet(what) => self.say = Some(what.into()),
            Verdict::Wrong if self.wrong == 0 => {
                self.wrong = 1;
                self.say = Some(
                    "That does not fit this form. Look whose record is open, and type it again from the screen."
                        .into(),
                );
            }
            Verdict::Wrong => self.phase = Phase::Done(Ending::WrongChild),
        }
    }

    fn step(&mut self, step: usize, part: usize, input: Input, now: DateTime) {
        let parts = match &self.steps[step].kind {
            StepKind::Paste { parts, .. } => parts.len(),
            _ => 1,
        };
        match (input, &self.steps[step].kind) {
            (Input::Back, _) if part > 0 => self.show(step, part - 1),
            (Input::Back, _) if step > 0 => self.show(step - 1, 0),
            (Input::Back, _) => self.say = Some("This is the first step.".into()),
            (Input::Copy, _) => self.offers += 1,
            (Input::Print, _) => {}
            (Input::Gone, _) => self.ask_gone(),
            (Input::Skip, _) if self.steps[step].needed => self.phase = Phase::Reason { step },
            (Input::Skip, _) => self.skip(step, SkipReason::NotSaid, now),
            (Input::Text(answer), StepKind::Ask { .. }) => self.typed(step, answer),
            (Input::Next, StepKind::Ask { .. }) => {
                self.say = Some("Type the PIN that the screen shows, or s to skip.".into());
            }
            (Input::Next, _) if part + 1 < parts => self.show(step, part + 1),
            (Input::Next, _) => self.done(step, StepState::Entered, now),
            _ => self.say = Some("Press Enter for next, or type b, c, s, g or q.".into()),
        }
    }

    /// A PIN is written where others rely on it: the person sees it once more before that.
    fn typed(&mut self, step: usize, answer: Written) {
        if fits_ask(answer.expose()) {
            self.typed = answer;
            self.phase = Phase::Sure { step };
        } else {
            self.say = Some(
                "That is no PIN. Type it as it stands on the screen: digits, perhaps letters, at most 20."
                    .into(),
            );
            self.show(step, 0);
        }
    }

    fn sure(&mut self, step: usize, input: Input, now: DateTime) {
        match (input, &self.steps[step].kind) {
            (Input::Yes, StepKind::Ask { field, .. }) => {
                self.learned.push((field.clone(), std::mem::take(&mut self.typed)));
                self.done(step, StepState::Entered, now);
            }
            (Input::Text(again), _) if !again.is_blank() => self.typed(step, again),
            (Input::No | Input::Back, _) => self.show(step, 0),
            _ => self.say = Some("Type y if it is right, or type the PIN again.".into()),
        }
    }

    fn reason(&mut self, step: usize, input: &Input, now: DateTime) {
        match input {
            Input::Back => self.show(step, 0),
            Input::Text(text) => match SkipReason::parse(text.expose()) {
                Some(reason) => self.skip(step, reason, now),
                None => self.say = Some("Type a, x, k or l, or say why in a few words.".into()),
            },
            _ => self.say = Some("Type a, x, k or l, or say why in a few words.".into()),
        }
    }

    fn skip(&mut self, step: usize, reason: SkipReason, now: DateTime) {
        let name = self.steps[step].name();
        self.say = Some(match reason {
            SkipReason::NotSaid => format!("Skipped: {name}. b goes back."),
            said => format!("Skipped: {name} ({}). b goes back.", said.words()),
        });
        self.done(step, StepState::Skipped(reason), now);
    }

    fn confirm(&mut self, input: &Input, now: DateTime) {
        match input {
            Input::Yes => {
                self.progress.confirm(now);
                self.phase = Phase::Done(Ending::Saved);
            }
            Input::No => self.phase = Phase::Done(Ending::NotSaved),
            Input::Back if !self.steps.is_empty() => self.show(self.steps.len() - 1, 0),
            Input::Gone => self.ask_gone(),
            _ => self.say = Some("Type y once the record is saved, or no; g if the page is gone.".into()),
        }
    }

    fn done(&mut self, step: usize, state: StepState, now: DateTime) {
        self.progress.note(&self.steps[step], state, now);
        self.open_step(self.next_open(step + 1));
    }

    /// The next step that has not been done; a step left for later comes again at the next sitting.
    fn next_open(&self, from: usize) -> Option<usize> {
        (from..self.steps.len()).find(|at| {
            let state = self.progress.state(&self.steps[*at].id);
            matches!(state, None | Some(StepState::Skipped(SkipReason::Later)))
        })
    }

    fn open_step(&mut self, next: Option<usize>) {
        match next {
            Some(step) => self.show(step, 0),
            None if self.excused() => self.phase = Phase::Confirm,
            None => self.phase = Phase::Done(Ending::Later),
        }
    }

    fn show(&mut self, step: usize, part: usize) {
        self.offers += 1;
        self.phase = Phase::Step { step, part };
    }

    fn excused(&self) -> bool {
        self.steps.iter().all(|step| match self.progress.state(&step.id) {
            Some(StepState::Entered) => true,
            Some(StepState::Skipped(reason)) => reason.is_excuse(),
            None => false,
        })
    }
}

/// A PIN has at most 20 letters and digits (CIN census, identifiers of a local authority). One without
/// a digit is a key or a word that was meant for something else.
fn fits_ask(answer: &str) -> bool {
    let plain = answer.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | ' '));
    matches!(Pin::read(answer), Some(Pin::Issued(_))) && answer.len() <= 20 && plain
}

/// Read Only looks exactly like the live system; its address does not.
fn looks_read_only(address: &str) -> bool {
    let address = address.to_lowercase();
    let marks = [
        "readonly",
        "read-only",
        "read_only",
        "contingency",
        "continuity",
        "uat",
        "training",
        "//test",
        "-test",
        "_test",
    ];
    marks.iter().any(|mark| address.contains(mark))
}
