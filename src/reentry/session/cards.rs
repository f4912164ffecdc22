//! Cards: what is shown at once and done with one key.

use super::{
    Deed, Hand, Input, Items, Moved, Phase, Session, SkipReason, Step, StepKind, StepState, UNDO, Written,
};
use crate::{
    reentry::{CopiedBack, Found, Lines, compare, parts::thousands},
    template::folded,
};
use std::{collections::BTreeSet, ops::Range};

/// The steps in what is shown at once: those that are done without the clipboard and follow each other on one
/// screen go together.
pub(super) fn of(steps: &[Step]) -> Vec<Range<usize>> {
    let mut cards: Vec<Range<usize>> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let joins = |before: &Step| {
            before.kind.goes_on_a_card() && step.kind.goes_on_a_card() && before.screen == step.screen
        };
        match cards.last_mut() {
            Some(card) if joins(&steps[at - 1]) => card.end = at + 1,
            _ => cards.push(at..at + 1),
        }
    }
    cards
}

impl Session {
    pub(super) fn card(&mut self, card: usize, part: usize, input: Input) {
        let steps = self.steps_of(card);
        let is_paused = self.hand.pause.is_some();
        match (input, steps) {
            (Input::Back, _) => self.go_back(card, part),
            (Input::Gone, _) => self.ask_gone(),
            (Input::Jump(name), _) => self.jump(&name),
            (Input::Print, _) => {}
            (Input::Skip(reason, items), steps) if steps.len() > 1 => self.skip_items(card, reason, &items),
            (Input::Skip(reason, _), _) => self.skip(card, reason),
            (Input::Text(number), steps) if steps.len() > 1 => self.take_up_item(card, number.expose()),
            (answer, [Step { kind: StepKind::Prove(child), .. }]) => {
                let child = child.clone();
                self.prove(card, &child, &answer);
            }
            (Input::Text(answer), [Step { kind: StepKind::Ask { .. }, .. }]) => self.typed(card, answer),
            (Input::Next | Input::Yes, [Step { kind: StepKind::Ask { .. }, .. }]) => {
                self.say = Some("Type the PIN that the screen shows, or s to skip.".into());
            }
            (Input::Yes | Input::Copy, [step]) if self.hand.is_held => {
                let step = step.id.to_string();
                self.note(Deed::TookCare { step });
                self.offer_again();
            }
            (_, _) if self.hand.is_held => {
                let what = if self.task.abilities.copies { "copy" } else { "enter" };
                self.say = Some(format!("Type y to {what} it, s to skip it, or p to read all of it."));
            }
            (Input::Next, _) if is_paused => {
                self.offer_again();
                self.say = Some("It is copied again. Paste it, then press Enter.".into());
            }
            (Input::Copy, _) => self.offer_again(),
            // There is no paste that could be on its way.
            (Input::Next, _) if self.offer().is_none() => self.move_on(card, part),
            (Input::Next, _) => {
                self.hand.ask(self.now.running);
                self.go_on_if_due();
            }
            (Input::Shown(found), [Step { kind: StepKind::Paste(_), .. }]) => {
                self.compare(card, part, &found);
            }
            (Input::Shown(_), _) => {
                self.say = Some("There is nothing to compare here.".into());
            }
            _ => {
                let copy = if self.task.abilities.copies { "c, " } else { "" };
                self.say = Some(format!("Press Enter for next, or type b, {copy}s, j, g or q."));
            }
        }
    }

    /// Goes on from a part of a text, or from a whole card.
    pub(super) fn move_on(&mut self, card: usize, part: usize) {
        self.hand.stay();
        let steps = self.steps_of(card);
        let goes_by_paste = matches!(steps, [Step { kind: StepKind::Paste(_), .. }]);
        if let [step] = steps
            && part + 1 < step.parts()
        {
            self.moved = None;
            self.show(card, part + 1, false);
            return;
        }
        let is_left = self.left.contains(&(self.record, Some(card)));
        let open = steps.iter().filter(|step| match self.progress.state(&step.id) {
            // Of several, those that were skipped stay so, and those left for later for this sitting; of one, Next
            // says that it was done after all.
            Some(StepState::Skipped(reason)) => steps.len() == 1 || reason == SkipReason::Later && !is_left,
            Some(StepState::Entered) => false,
            None => true,
        });
        let done: Vec<String> = open.map(|step| step.id.to_string()).collect();
        let kind = &steps[0].kind;
        if !done.is_empty() {
            let deed = match kind {
                StepKind::SavePoint(_) => Deed::Saved { step: done[0].clone() },
                StepKind::Ask { .. } => Deed::Gave { step: done[0].clone() },
                _ => Deed::Entered { steps: done.clone() },
            };
            self.note(deed);
        }
        self.note_moved(card, part, done);
        self.go_on(card + 1, goes_by_paste);
    }

    fn note_moved(&mut self, card: usize, part: usize, steps: Vec<String>) {
        self.moved = Some(Moved { at: self.now.running, card, part, steps });
    }

    /// Shows the next card that is not done, from here to the end and then from the start.
    pub(super) fn go_on(&mut self, from: usize, goes_by_paste: bool) {
        let cards = self.cards[self.record].len();
        match (from..cards).chain(0..from.min(cards)).find(|card| self.is_open(*card)) {
            Some(card) => {
                // Of a text in parts, what was copied before is not offered as new.
                let copied = match self.steps_of(card) {
                    [step] if step.parts() > 1 => self.earlier.get(step.id.as_str()),
                    _ => None,
                };
                let part = copied.map_or(0, |(_, part)| part.saturating_sub(1));
                let part = part.min(self.steps_of(card)[0].parts() - 1);
                self.show(card, part, goes_by_paste && card == from);
            }
            None => self.finish_record(),
        }
    }

    /// Not done; or left for later, and not in this sitting.
    fn is_open(&self, card: usize) -> bool {
        let is_left = self.left.contains(&(self.record, Some(card)));
        self.steps_of(card).iter().any(|step| match self.progress.state(&step.id) {
            None => true,
            Some(StepState::Skipped(SkipReason::Later)) => !is_left,
            Some(StepState::Entered | StepState::Skipped(_)) => false,
        })
    }

    /// Shows a card; `follows_a_paste` says that the person comes from a box of the same screen's round.
    pub(super) fn show(&mut self, card: usize, part: usize, follows_a_paste: bool) {
        let (is_held, is_easy) = match self.steps_of(card) {
            [Step { kind: StepKind::Paste(paste), .. }] => {
                (paste.is_delicate() && part == 0, !paste.is_delicate() && !paste.is_long())
            }
            _ => (false, false),
        };
        self.pasted_before = self.hand.is_pasted().then_some(self.offers);
        self.offers += 1;
        self.rest = None;
        self.wrong = 0;
        self.phase = Phase::Card { card, part };
        self.hand = Hand::new(self.now.running, follows_a_paste && is_easy, is_held);
        self.note_copied();
    }

    /// Puts what is at hand on the clipboard once more.
    fn offer_again(&mut self) {
        self.offers += 1;
        self.hand = Hand::new(self.now.running, false, false);
        self.note_copied();
    }

    fn note_copied(&mut self) {
        if let (Some(_), Phase::Card { card, part }) = (self.offer(), self.phase) {
            let step = self.steps_of(card)[0].id.to_string();
            let shown = !self.task.abilities.copies;
            self.note(Deed::Copied { step, part: part + 1, shown });
        }
    }

    fn go_back(&mut self, card: usize, part: usize) {
        if self.take_back() {
            return;
        }
        match (card, part) {
            (0, 0) => self.say = Some("This is the first step.".into()),
            (card, 0) => self.show(card - 1, 0, false),
            (card, part) => self.show(card, part - 1, false),
        }
    }

    /// Takes back what was done last, if that was a moment ago.
    pub(super) fn take_back(&mut self) -> bool {
        let is_recent = |moved: &Moved| self.now.running.saturating_sub(moved.at) < UNDO;
        let Some(moved) = self.moved.take().filter(is_recent) else { return false };
        if !moved.steps.is_empty() {
            self.note(Deed::TookBack { steps: moved.steps });
        }
        self.left.remove(&(self.record, Some(moved.card)));
        self.show(moved.card, moved.part, false);
        true
    }

    fn skip(&mut self, card: usize, reason: Option<SkipReason>) {
        let step = &self.steps_of(card)[0];
        match reason {
            None if step.needed => {
                self.phase = Phase::Reason { card, step: self.cards[self.record][card].start };
            }
            reason => self.skip_step(card, reason.unwrap_or(SkipReason::NotSaid)),
        }
    }

    fn skip_step(&mut self, card: usize, reason: SkipReason) {
        if reason == SkipReason::Later && self.note_waiting() {
            // What comes behind it has no place to go to yet.
            self.leave_record();
            return;
        }
        let (id, name) = (self.steps_of(card)[0].id.to_string(), self.steps_of(card)[0].name());
        self.note(Deed::Skipped { step: id.clone(), reason });
        if reason == SkipReason::Later {
            self.left.insert((self.record, Some(card)));
        }
        self.note_moved(card, 0, vec![id]);
        self.go_on(card + 1, false);
        self.say = Some(match reason {
            SkipReason::NotSaid => format!("Skipped: {name}. b goes back."),
            said => format!("Skipped: {name} ({}). b goes back.", said.words()),
        });
    }

    /// Notes what the record waits for, if the step at hand waits for somebody.
    pub(super) fn note_waiting(&mut self) -> bool {
        let Some([Step { id, kind: StepKind::Wait(what), .. }]) = self.card_at_hand().map(|card| card.steps)
        else {
            return false;
        };
        let deed = Deed::LeftWaiting { step: id.to_string(), what: what.clone() };
        self.note(deed);
        true
    }

    /// Skips some of a card's steps; the others are still to be done.
    fn skip_items(&mut self, card: usize, reason: Option<SkipReason>, items: &Items) {
        let range = self.cards[self.record][card].clone();
        let numbers: BTreeSet<usize> = match items {
            Items::Unsaid => {
                let key = reason.map_or("s", SkipReason::key);
                self.say =
                    Some(format!("Which of them? Type its number as well, such as {key} 2, or {key} all."));
                return;
            }
            Items::All => (1..=range.len()).collect(),
            Items::These(numbers) => numbers.iter().copied().collect(),
        };
        if let Some(unknown) = numbers.iter().find(|number| !(1..=range.len()).contains(*number)) {
            self.say =
                Some(format!("There is no {unknown} here: they are numbered from 1 to {}.", range.len()));
            return;
        }
        let steps: Vec<usize> = numbers.iter().map(|number| range.start + number - 1).collect();
        let needed = steps.iter().copied().find(|step| self.here().steps[*step].needed);
        match (reason, needed) {
            (None, Some(step)) if steps.len() == 1 => self.phase = Phase::Reason { card, step },
            (None, Some(step)) => {
                let name = self.here().steps[step].name();
                self.say =
                    Some(format!("The form needs \u{201c}{name}\u{201d}: skip it by itself and say why."));
            }
            (reason, _) => {
                let reason = reason.unwrap_or(SkipReason::NotSaid);
                for step in &steps {
                    self.skip_item(card, *step, reason);
                }
            }
        }
    }

    fn skip_item(&mut self, card: usize, step: usize, reason: SkipReason) {
        let (id, name) = (self.here().steps[step].id.to_string(), self.here().steps[step].name());
        self.note(Deed::Skipped { step: id, reason });
        if reason == SkipReason::Later {
            self.left.insert((self.record, Some(card)));
        }
        let before = self.say.take().map_or(String::new(), |said| format!("{said} "));
        self.say =
            Some(format!("{before}Skipped: {name} ({}). Press Enter when the rest is done.", reason.words()));
    }

    /// Takes back that a step of a card was skipped.
    fn take_up_item(&mut self, card: usize, number: &str) {
        let item =
            number.trim().parse::<usize>().ok().and_then(|n| self.steps_of(card).get(n.checked_sub(1)?));
        let Some(step) = item else {
            self.say = Some(
                "Press Enter when all is done, or type s with a number for what could not be done.".into(),
            );
            return;
        };
        let (id, name) = (step.id.to_string(), step.name());
        if self.progress.state(&step.id).is_some() {
            self.note(Deed::TookBack { steps: vec![id] });
        }
        self.say = Some(format!("To be done: {name}."));
    }

    pub(super) fn reason(&mut self, card: usize, step: usize, input: &Input) {
        let reason = match input {
            Input::Back => {
                self.show(card, 0, false);
                return;
            }
            Input::Text(text) => SkipReason::parse(text.expose()),
            _ => None,
        };
        match reason {
            None => self.say = Some("Type a, x, k or l, or say why in a few words.".into()),
            Some(reason) if self.steps_of(card).len() > 1 => {
                self.show(card, 0, false);
                self.skip_item(card, step, reason);
            }
            Some(reason) => self.skip_step(card, reason),
        }
    }

    /// Goes to the box whose name is meant; where several may be, they are listed.
    pub(super) fn jump(&mut self, name: &str) {
        if name.is_empty() {
            self.say = Some("Type j and a part of the name of the box, such as j reason.".into());
            return;
        }
        let cards = 0..self.cards[self.record].len();
        self.choose_among(cards.collect(), name);
    }

    fn choose_among(&mut self, cards: Vec<usize>, name: &str) {
        let wanted = folded(name);
        let fits = |card: &usize, fits: &dyn Fn(&str) -> bool| {
            self.steps_of(*card).iter().any(|step| {
                let box_name = step.kind.box_name().map(folded);
                box_name.is_some_and(|name| fits(&name)) || fits(&folded(&step.name()))
            })
        };
        let exact: Vec<usize> = cards.iter().copied().filter(|c| fits(c, &|name| name == wanted)).collect();
        let fitting = if exact.is_empty() {
            cards.into_iter().filter(|card| fits(card, &|name| name.contains(&wanted))).collect()
        } else {
            exact
        };
        match fitting.as_slice() {
            [] => self.say = Some("No box has that in its name.".into()),
            [card] => {
                let card = *card;
                self.back = None;
                self.moved = None;
                self.show(card, 0, false);
            }
            _ => {
                if self.phase != Phase::Which {
                    self.back = Some(self.phase);
                }
                self.fitting = fitting;
                self.phase = Phase::Which;
            }
        }
    }

    pub(super) fn which(&mut self, input: &Input) {
        match input {
            Input::Text(answer) if !answer.is_blank() => {
                let number = answer.expose().trim().parse::<usize>().ok();
                let chosen = number.and_then(|n| self.fitting.get(n.checked_sub(1)?)).copied();
                match (chosen, number) {
                    (Some(card), _) => {
                        self.back = None;
                        self.moved = None;
                        self.show(card, 0, false);
                    }
                    (None, Some(_)) => self.say = Some("Type one of the numbers.".into()),
                    (None, None) => self.choose_among(self.fitting.clone(), answer.expose()),
                }
            }
            Input::Back | Input::No => self.return_from_question(),
            _ => self.say = Some("Type a number, more of the name, or b to stay where you were.".into()),
        }
    }

    /// Goes back to where a question came in between.
    pub(super) fn return_from_question(&mut self) {
        match self.back.take() {
            Some(Phase::Card { card, part }) => self.show(card, part, false),
            Some(phase) => self.phase = phase,
            None => self.go_on(0, false),
        }
    }

    /// Compares the box that was copied back with what went into it.
    fn compare(&mut self, card: usize, part: usize, found: &Written) {
        let [Step { id, kind: StepKind::Paste(paste), .. }] = self.steps_of(card) else { return };
        let text = self.rest.as_ref().unwrap_or(&paste.parts[part]);
        let compared = compare(text.expose(), found.expose());
        let step = id.to_string();
        let found = match &compared {
            CopiedBack::AllThere { times: 1, .. } => Found::AllThere,
            CopiedBack::AllThere { .. } => Found::Twice,
            CopiedBack::Cut { .. } => Found::Cut,
            CopiedBack::Differs { .. } | CopiedBack::Another => Found::Different,
        };
        self.note(Deed::Compared { step, part: part + 1, found });
        self.say = Some(said(&compared));
        match compared {
            CopiedBack::Cut { rest, .. } => {
                self.offer_again();
                self.rest = Some(rest);
            }
            // What was compared is in its box: what the person copied to show it may stay where it is.
            CopiedBack::AllThere { .. } | CopiedBack::Differs { .. } => self.hand.pause = None,
            CopiedBack::Another => {}
        }
    }

    /// Asks whether the page is gone: one key is too little to take back many steps.
    pub(super) fn ask_gone(&mut self) {
        if self.unsaved() == 0 {
            self.say = Some("Nothing was entered since the last save, so nothing comes again.".into());
            return;
        }
        self.back = Some(self.phase);
        self.phase = Phase::Gone;
    }

    pub(super) fn gone(&mut self, input: &Input) {
        if *input == Input::Yes {
            self.begin_again();
        } else {
            self.return_from_question();
            self.say = Some("Nothing was changed.".into());
        }
    }

    /// Goes back to the first step that is gone with the page.
    fn begin_again(&mut self) {
        let gone = self.here().steps.iter().filter(|step| self.is_unsaved(step));
        let gone: Vec<String> = gone.map(|step| step.id.to_string()).collect();
        let said = match gone.len() {
            1 => "1 step comes again. Open the page anew.".into(),
            many => format!("{many} steps come again. Open the page anew."),
        };
        self.back = None;
        self.moved = None;
        // On the new page nothing is in its box yet.
        self.earlier.clear();
        self.note(Deed::LostPage { steps: gone });
        self.go_on(0, false);
        self.say = Some(said);
    }
}

/// What a box that was copied back says, in words.
fn said(compared: &CopiedBack) -> String {
    match compared {
        CopiedBack::AllThere { times: 2.., .. } => {
            "It stands in the box more than once. Take out what is too much, then press Enter.".to_owned()
        }
        CopiedBack::AllThere { characters, lines: Lines::Kept, .. } => {
            format!("All {} characters are there. Press Enter for next.", thousands(*characters))
        }
        CopiedBack::AllThere { characters, lines: Lines::Changed { there, of }, .. } => format!(
            "All {} characters are there, but of {of} line breaks {there} came out. Look whether it can be read, then press Enter.",
            thousands(*characters)
        ),
        CopiedBack::Cut { there, of, .. } => format!(
            "It was cut: {} of {} characters are there. The rest is copied now. Paste it where your team puts what does not fit, such as a case note, then press Enter.",
            thousands(*there),
            thousands(*of)
        ),
        CopiedBack::Differs { from } => format!(
            "It is different from character {} on. Look at the box; c copies the text again, Enter leaves it as it is.",
            thousands(*from)
        ),
        CopiedBack::Another => {
            "What you copied is not this text. Click into the box, press Ctrl+A and Ctrl+C, then type v here."
                .to_owned()
        }
    }
}
