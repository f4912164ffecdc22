//! A session: one person entering one completed form, as a pure state machine.
//!
//! It holds no clipboard, no file and no clock. What happens goes in with [`Session::handle`], together with the
//! moment at which it did; then [`Session::want`] is what it wants to know next, [`Session::offer`] what should
//! be on the clipboard, [`Session::deadline`] when it wants to be woken, and [`Progress::fresh`] what has to be
//! noted. Whoever drives it makes that so, the file first, then the clipboard, then the screen: what was copied
//! is in the file before it can be pasted, and the screen never shows what the clipboard does not hold yet.

mod cards;
mod checks;
mod event;
mod finish;
mod hear;
mod input;
mod new_pin;
mod pace;
mod want;

pub use event::{Event, Goods, Heard, Key, Moment, Offer};
pub use input::{Input, Items};
pub use pace::{Abilities, Advance, Pause};
pub use want::{CardView, Ending, Want};

use super::{
    Addresses, Asked, Child, ChildKey, Deed, NotedPin, Page, Progress, Record, SkipReason, Step, StepKind,
    StepState,
};
use crate::{form::Pin, template::FieldId, tracker::Entered, word::Written};
use jiff::civil::DateTime;
use pace::{Hand, Pace};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    time::Duration,
};

/// A step can be taken back by going back within this time.
const UNDO: Duration = Duration::from_secs(5);
/// After so long a pause another record may be open.
const LONG_PAUSE: Duration = Duration::from_mins(10);

/// What there is to enter, and at what desk.
pub struct Task {
    /// The system that the form is entered into.
    pub system: String,
    /// The form's own child first.
    pub records: Vec<Record>,
    /// Needed answers that are blank, each with its label.
    pub blanks: Vec<(FieldId, String)>,
    /// PINs that rows of the team have already, where a child of the form is NEW.
    pub noted_pins: Vec<NotedPin>,
    pub addresses: Addresses,
    pub abilities: Abilities,
    pub advance: Advance,
}

/// A session; see the module.
pub struct Session {
    task: Task,
    /// For each record what is shown at once: ranges of its steps.
    cards: Vec<Vec<Range<usize>>>,
    progress: Progress,
    phase: Phase,
    /// The record that is entered now.
    record: usize,
    /// Times that the child did not fit, since the question came up.
    wrong: u8,
    /// What the last address said that was shown and is not the live one.
    shown_page: Option<Page>,
    /// Counts up whenever something is to be put on the clipboard afresh.
    offers: u64,
    hand: Hand,
    /// The offer before, if it was pasted.
    pasted_before: Option<u64>,
    /// What was copied at an earlier sitting and not done: when, and which part of it.
    earlier: BTreeMap<String, (DateTime, usize)>,
    /// What is offered in place of the part at hand: what a box had cut off.
    rest: Option<Written>,
    pace: Pace,
    learned: Vec<Learned>,
    /// What was typed at an Ask, until the person has said that it is right.
    typed: Written,
    /// The PIN of which the person was told, for this record, that a row has it already.
    doubted: Option<(usize, Pin)>,
    /// Cards that a name fits.
    fitting: Vec<usize>,
    /// Where it goes back to when a question in between is answered.
    back: Option<Phase>,
    /// Cards and records that were left for later in this sitting.
    left: BTreeSet<(usize, Option<usize>)>,
    /// What the last Next or skip did, for as long as it can be taken back.
    moved: Option<Moved>,
    now: Moment,
    /// When the person was last heard of.
    active: Moment,
    /// What to tell the person beside the next question.
    say: Option<String>,
}

/// What the person read off the screen.
#[derive(Debug, Clone)]
pub struct Learned {
    pub child: ChildKey,
    pub field: FieldId,
    pub given: Written,
}

#[derive(Debug)]
struct Moved {
    at: Duration,
    card: usize,
    part: usize,
    steps: Vec<String>,
}

/// Where a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Live,
    Child,
    Card {
        card: usize,
        part: usize,
    },
    /// Why is this step of the card skipped?
    Reason {
        card: usize,
        step: usize,
    },
    /// Is what was typed at this card right?
    Sure {
        card: usize,
    },
    /// Which box was meant?
    Which,
    /// Is the page gone?
    Gone,
    /// Why are needed answers blank?
    Blanks,
    Confirm,
    Done(Ending),
}

impl Session {
    /// A session over these records; it goes on where the progress ends.
    ///
    /// # Panics
    /// When there is no record to enter anything into.
    pub fn new(task: Task, progress: Progress, now: Moment) -> Self {
        let cards = task.records.iter().map(|record| cards::of(&record.steps)).collect();
        let is_waiting = |step: &&Step| progress.state(&step.id).is_none();
        let steps = task.records.iter().flat_map(|record| &record.steps).filter(is_waiting);
        let earlier =
            steps.filter_map(|step| Some((step.id.to_string(), progress.copied(&step.id)?))).collect();
        let is_open = |record: &Record| progress.confirmation(&record.key).is_none();
        let record = task.records.iter().position(is_open);
        assert!(!task.records.is_empty(), "a form is about a child");
        Self {
            pace: Pace::new(task.advance, task.abilities),
            phase: if record.is_some() { Phase::Live } else { Phase::Done(Ending::Saved) },
            record: record.unwrap_or(0),
            task,
            cards,
            progress,
            wrong: 0,
            shown_page: None,
            offers: 0,
            hand: Hand::default(),
            pasted_before: None,
            earlier,
            rest: None,
            learned: Vec::new(),
            typed: Written::default(),
            doubted: None,
            fitting: Vec::new(),
            back: None,
            left: BTreeSet::new(),
            moved: None,
            now,
            active: now,
            say: None,
        }
    }

    /// Takes in what happened, and says whether the screen should be drawn anew.
    pub fn handle(&mut self, event: Event, now: Moment) -> bool {
        if matches!(self.phase, Phase::Done(_)) {
            return false;
        }
        let before = self.picture();
        self.now = now;
        let was_long_away = self.is_long_away();
        if matches!(event, Event::Input(_) | Event::Heard(Heard::Pasted(_) | Heard::Key(_))) {
            self.active = now;
        }
        match event {
            Event::Input(Input::Quit) => self.quit(),
            _ if was_long_away => self.check_again(),
            Event::Input(input) => self.input(input),
            Event::Heard(heard) => self.heard(heard),
            Event::Woken => self.go_on_if_due(),
        }
        before != self.picture()
    }

    /// All that a screen shows follows from this.
    fn picture(&self) -> (Phase, usize, u64, Option<Pause>, Option<String>) {
        (self.phase, self.record, self.offers, self.hand.pause, self.say.clone())
    }

    /// When it wants to be woken, if nothing happens before; by the running clock.
    pub fn deadline(&self) -> Option<Duration> {
        let pause = self.is_proved().then(|| self.active.running + LONG_PAUSE);
        let due = matches!(self.phase, Phase::Card { .. }).then(|| self.hand.due(&self.pace)).flatten();
        pause.into_iter().chain(due).min()
    }

    /// Whether Next was pressed and it waits for the paste to arrive.
    pub fn is_moving(&self) -> bool {
        self.hand.is_moving()
    }

    /// What it wants to know next.
    pub fn want(&self) -> Want<'_> {
        match self.phase {
            Phase::Live => Want::Live,
            Phase::Child => {
                let child = &self.here().child;
                Want::Child { child, asked: child.asked() }
            }
            Phase::Card { card, part } => {
                let view = CardView { steps: self.steps_of(card), part: part + 1 };
                match view.step() {
                    Some(step @ Step { kind: StepKind::Ask { .. }, .. }) => Want::Text { step },
                    Some(Step { kind: StepKind::Prove(child), .. }) => {
                        Want::Child { child, asked: child.asked() }
                    }
                    Some(step) if self.hand.is_held => Want::Care { step },
                    _ => Want::Key(view),
                }
            }
            Phase::Reason { step, .. } => Want::Reason { step: &self.here().steps[step] },
            Phase::Sure { card } => Want::Sure { step: &self.steps_of(card)[0], typed: &self.typed },
            Phase::Which => Want::Which,
            Phase::Gone => Want::Gone { steps: self.unsaved() },
            Phase::Blanks => Want::Blanks,
            Phase::Confirm => Want::Confirm,
            Phase::Done(ending) => Want::Done(ending),
        }
    }

    /// What is shown at once, where that is a card.
    pub fn card_at_hand(&self) -> Option<CardView<'_>> {
        match self.phase {
            Phase::Card { card, part } => Some(CardView { steps: self.steps_of(card), part: part + 1 }),
            _ => None,
        }
    }

    /// What should be on the clipboard now; None: nothing of ours. Only what can be
    /// pasted is offered: a text, or the name of a file for the upload's file box.
    pub fn offer(&self) -> Option<Offer<'_>> {
        let Phase::Card { card, part } = self.phase else { return None };
        if self.hand.is_held || self.hand.pause.is_some() {
            return None;
        }
        let [step] = self.steps_of(card) else { return None };
        let goods = match (&step.kind, &self.rest) {
            (StepKind::Paste(_), Some(rest)) => Goods::Text(rest),
            (StepKind::Paste(paste), None) => Goods::Text(paste.parts.get(part)?),
            (StepKind::Attach { file }, _) => Goods::File(file),
            _ => return None,
        };
        Some(Offer { number: self.offers, goods })
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
        &self.task.system
    }

    /// The records that the form goes into.
    pub fn records(&self) -> &[Record] {
        &self.task.records
    }

    /// Which of the records is at hand, from 1.
    pub fn record_number(&self) -> usize {
        self.record + 1
    }

    /// The record that is at hand.
    pub fn here(&self) -> &Record {
        &self.task.records[self.record]
    }

    /// Whether the record on the screen has been shown to be the child's: before that nothing of the child is told
    /// but the name.
    pub fn is_proved(&self) -> bool {
        !matches!(self.phase, Phase::Live | Phase::Child | Phase::Done(_))
    }

    /// What of the form has no yes yet, for the record at hand: the number of what is shown, from 1, and how many
    /// such there are.
    pub fn position(&self) -> (usize, usize) {
        let of = self.cards[self.record].len();
        let phase = match self.phase {
            Phase::Gone | Phase::Which => self.back.unwrap_or(self.phase),
            phase => phase,
        };
        let at = match phase {
            Phase::Card { card, .. } | Phase::Reason { card, .. } | Phase::Sure { card } => card + 1,
            Phase::Live | Phase::Child => 0,
            Phase::Which | Phase::Gone | Phase::Blanks | Phase::Confirm | Phase::Done(_) => of,
        };
        (at, of)
    }

    /// Why the text at hand is not on the clipboard any more.
    pub fn pause(&self) -> Option<Pause> {
        self.hand.pause
    }

    /// Whether it goes on from a paste by itself.
    pub fn is_by_paste(&self) -> bool {
        self.pace.is_by_paste()
    }

    /// Whether a paste is enough to go on from what is at hand.
    pub fn moves_by_paste(&self) -> bool {
        self.pace.is_by_paste() && self.hand.goes_by_paste()
    }

    /// Whether an address can be compared with those of the live system.
    pub fn knows_addresses(&self) -> bool {
        self.task.addresses.are_known()
    }

    /// When the text at hand was copied at an earlier sitting: it may be in its box already.
    pub fn copied_before(&self) -> Option<DateTime> {
        let Phase::Card { card, part } = self.phase else { return None };
        let [step] = self.steps_of(card) else { return None };
        let (at, copied) = self.earlier.get(step.id.as_str())?;
        (*copied == part + 1 && self.progress.state(&step.id).is_none()).then_some(*at)
    }

    /// What a box had cut off and is offered now.
    pub fn rest(&self) -> Option<&Written> {
        self.rest.as_ref()
    }

    /// How far it is.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The same, to say that what was noted is in the file, or to note what was done with the tracker.
    pub fn progress_mut(&mut self) -> &mut Progress {
        &mut self.progress
    }

    /// What the person read off the screen: a new PIN.
    pub fn learned(&self) -> &[Learned] {
        &self.learned
    }

    /// The names of the boxes of which one was meant.
    pub fn fitting(&self) -> Vec<String> {
        self.fitting.iter().map(|card| self.name_of(*card)).collect()
    }

    /// Labels of answers that the form needs, that are blank, and about which nobody said anything yet.
    pub fn blanks(&self) -> Vec<&str> {
        let open = self.task.blanks.iter().filter(|(field, _)| !self.progress.is_excused(field.as_str()));
        open.map(|(_, label)| label.as_str()).collect()
    }

    /// The proof that the form was entered into the record of a child. There is none unless every step was
    /// entered or excused and the person confirmed that the record is saved.
    pub fn entered(&self, child: &ChildKey) -> Option<Entered> {
        self.progress.entered(child)
    }

    /// Steps of the record at hand that were skipped, and why.
    pub fn skipped(&self) -> Vec<(&Step, SkipReason)> {
        let reason = |step: &Step| match self.progress.state(&step.id) {
            Some(StepState::Skipped(reason)) => Some(reason),
            _ => None,
        };
        self.here().steps.iter().filter_map(|step| Some((step, reason(step)?))).collect()
    }

    /// How many steps of the record at hand were entered.
    pub fn entered_steps(&self) -> usize {
        let steps = self.here().steps.iter();
        steps.filter(|step| self.progress.state(&step.id) == Some(StepState::Entered)).count()
    }

    /// Of how much that is shown at once, of the record at hand, all was entered: so [`Self::position`] counts.
    pub fn entered_cards(&self) -> usize {
        let is_entered = |step: &Step| self.progress.state(&step.id) == Some(StepState::Entered);
        let cards = 0..self.cards[self.record].len();
        cards.filter(|card| self.steps_of(*card).iter().all(is_entered)).count()
    }

    /// Steps that were skipped because the screen has no such box.
    pub fn boxes_not_found(&self) -> Vec<&Step> {
        let missing = Some(StepState::Skipped(SkipReason::NoSuchBox));
        let steps = self.task.records.iter().flat_map(|record| &record.steps);
        steps.filter(|step| self.progress.state(&step.id) == missing).collect()
    }

    /// What the person gave at a step that asks, in this session.
    pub fn given(&self, field: &FieldId) -> Option<&Written> {
        let here = &self.here().key;
        let of = |learned: &&Learned| learned.field == *field && learned.child == *here;
        self.learned.iter().rev().find(of).map(|learned| &learned.given)
    }

    /// What became of a step, if it is shown again.
    pub fn state(&self, step: &Step) -> Option<StepState> {
        self.progress.state(&step.id)
    }

    /// How many steps were done since the record was last saved: what is gone if the page is.
    pub fn unsaved(&self) -> usize {
        self.here().steps.iter().filter(|step| self.is_unsaved(step)).count()
    }

    fn is_unsaved(&self, step: &Step) -> bool {
        self.progress.unsaved().contains(step.id.as_str())
    }

    fn steps_of(&self, card: usize) -> &[Step] {
        &self.here().steps[self.cards[self.record][card].clone()]
    }

    fn name_of(&self, card: usize) -> String {
        let names: Vec<String> = self.steps_of(card).iter().map(Step::name).collect();
        names.join(", ")
    }

    fn note(&mut self, deed: Deed) {
        self.progress.note(deed, self.now.wall);
    }

    fn input(&mut self, input: Input) {
        // Whoever has pasted the text at hand since then means it.
        if input == Input::Next && !self.hand.is_pasted() && self.pace.swallows_next(self.now.running) {
            return;
        }
        if self.hand.is_moving() {
            match input {
                Input::Next => return,
                Input::Back => {
                    self.hand.stay();
                    self.say = Some("Stayed here.".into());
                    return;
                }
                _ => self.hand.stay(),
            }
        }
        self.say = None;
        match self.phase {
            Phase::Live => self.live(&input),
            Phase::Child => self.child(&input),
            Phase::Card { card, part } => self.card(card, part, input),
            Phase::Reason { card, step } => self.reason(card, step, &input),
            Phase::Sure { card } => self.sure(card, input),
            Phase::Which => self.which(&input),
            Phase::Gone => self.gone(&input),
            Phase::Blanks => self.excuse(&input),
            Phase::Confirm => self.confirm(input),
            Phase::Done(_) => {}
        }
    }

    fn quit(&mut self) {
        self.say = match self.want() {
            Want::Child { child, asked: Asked::SearchedFor } => Some(self.where_pin_belongs(child)),
            _ => None,
        };
        self.note_waiting();
        self.note(Deed::Stopped);
        self.end(Ending::Stopped);
    }

    /// What to do where there is a record already of a child who is NEW.
    fn where_pin_belongs(&self, child: &Child) -> String {
        let has_record = self.task.records.iter().any(|record| record.child.is(child));
        let what = if has_record || !matches!(self.phase, Phase::Card { .. }) {
            "write its PIN wherever the form says NEW for this child, and into the child's row in your tracker, both in Word. Then start again, and enter it into that record."
        } else {
            "write its PIN in place of NEW in the form's table, in Word. Then start again."
        };
        format!("If {} has a record of this child already: {what}", self.task.system)
    }

    fn end(&mut self, ending: Ending) {
        self.hand = Hand::default();
        self.phase = Phase::Done(ending);
    }

    fn is_long_away(&self) -> bool {
        let on_the_wall = self.active.wall.duration_until(self.now.wall);
        let running = self.now.running.saturating_sub(self.active.running);
        // A laptop that sleeps stops one clock; the other can be set.
        let longest = running.max(on_the_wall.try_into().unwrap_or_default());
        self.is_proved() && longest >= LONG_PAUSE
    }
}
