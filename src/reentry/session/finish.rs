//! The end of a record: what is blank, what was skipped, and the one confirmation.

use super::{Deed, Ending, Input, Phase, Session, SkipReason, Step, StepState};

impl Session {
    /// All steps were gone through.
    pub(super) fn finish_record(&mut self) {
        if !self.is_all_done() {
            self.leave_record();
        } else if self.blanks().is_empty() {
            self.phase = Phase::Confirm;
        } else {
            self.phase = Phase::Blanks;
        }
    }

    fn is_all_done(&self) -> bool {
        let state = |step: &Step| self.progress.state(&step.id);
        self.here().steps.iter().all(|step| state(step).is_some_and(StepState::is_done))
    }

    /// Why needed answers are blank, asked once for all of them.
    pub(super) fn excuse(&mut self, input: &Input) {
        let reason = match input {
            Input::Back => return self.back_to_the_last_card(),
            Input::Text(text) => SkipReason::parse(text.expose()),
            _ => None,
        };
        match reason {
            None => self.say = Some("Type a, x, k or l, or say why in a few words.".into()),
            Some(SkipReason::Later) => self.leave_record(),
            Some(reason) => {
                let fields = self.task.blanks.iter().map(|(field, _)| field.to_string()).collect();
                self.note(Deed::Excused { fields, reason });
                self.finish_record();
            }
        }
    }

    pub(super) fn confirm(&mut self, input: Input) {
        match input {
            Input::Yes if self.is_all_done() && self.blanks().is_empty() => {
                self.note(Deed::Confirmed { child: self.here().key.clone() });
                self.moved = None;
                self.next_record();
            }
            Input::No => self.end(Ending::NotSaved),
            Input::Back => self.back_to_the_last_card(),
            Input::Gone => self.ask_gone(),
            Input::Jump(name) => self.jump(&name),
            _ => self.say = Some("Type y once the record is saved, or no; g if the page is gone.".into()),
        }
    }

    fn back_to_the_last_card(&mut self) {
        if self.take_back() {
            return;
        }
        match self.cards[self.record].len() {
            0 => self.say = Some("There is no step to go back to.".into()),
            cards => self.show(cards - 1, 0, false),
        }
    }

    /// Leaves this record for another sitting and goes on with the next child's.
    pub(super) fn leave_record(&mut self) {
        self.left.insert((self.record, None));
        self.next_record();
    }

    fn next_record(&mut self) {
        let is_confirmed =
            |record: usize| self.progress.confirmation(&self.task.records[record].key).is_some();
        let records = 0..self.task.records.len();
        let open =
            records.clone().find(|record| !is_confirmed(*record) && !self.left.contains(&(*record, None)));
        match open {
            Some(record) => {
                self.record = record;
                self.wrong = 0;
                self.back = None;
                self.moved = None;
                self.phase = Phase::Child;
            }
            None if records.clone().all(is_confirmed) => self.end(Ending::Saved),
            None => self.end(Ending::Later),
        }
    }
}
