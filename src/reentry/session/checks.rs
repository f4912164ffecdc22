//! Show me: that the system is live, and that the record on the screen is the child's.

use super::{Ending, Hand, Input, Phase, Session, SkipReason, Written, cards};
use crate::{
    form::Pin,
    reentry::{
        Child, ChildProof, Deed, LiveProof, Page, Verdict,
        children::{of_table, with_those_of_table},
        session::Learned,
    },
    template::{FieldId, ids},
};

impl Session {
    pub(super) fn live(&mut self, input: &Input) {
        let (Input::Text(address) | Input::Shown(address)) = input else {
            return match input {
                Input::Yes if self.takes_word_that_live() => {
                    self.note(Deed::ProvedLive { by: LiveProof::Word });
                    self.phase = Phase::Child;
                }
                Input::Yes if self.shown_page == Some(Page::ReadOnly) => {
                    self.say = Some(format!(
                        "The address that you showed is that of Read Only or a test system. Open the live {}, and show its address.",
                        self.task.system
                    ));
                }
                Input::Yes => self.say = Some(self.wants_address().into()),
                Input::No => self.end(Ending::NotLive),
                _ if self.task.abilities.copies => {
                    self.say = Some("Type v when you have copied the address, or no to stop.".into());
                }
                _ => self.say = Some("Type or paste the address, or no to stop.".into()),
            };
        };
        let system = &self.task.system;
        match self.task.addresses.judge(address.expose()) {
            Page::Live => {
                self.note(Deed::ProvedLive { by: LiveProof::Address });
                self.phase = Phase::Child;
            }
            Page::ReadOnly => {
                self.shown_page = Some(Page::ReadOnly);
                self.say = Some(format!(
                    "That is Read Only or a test system: what is entered there is lost. Open the live {system}, then answer again."
                ));
            }
            Page::Unknown if self.task.addresses.are_known() => {
                self.shown_page = Some(Page::Unknown);
                self.say = Some(format!(
                    "That is neither the live {system} nor Read Only, as far as stopgap was told. Open the live {system}. {} If you are sure that this is it, type y.",
                    self.wants_address()
                ));
            }
            Page::Unknown => {
                self.shown_page = Some(Page::Unknown);
                self.say = Some("stopgap cannot tell from this address whether it is live. Check that you did not come through the Business Continuity page, then type y.".into());
            }
            Page::NoAddress if matches!(input, Input::Shown(_)) => {
                self.say = Some(
                    "What you copied is no address. Click into the address bar of the browser, press Ctrl+C, then type v here.".into(),
                );
            }
            Page::NoAddress if !self.takes_word_that_live() => {
                self.say = Some(format!("That is no address. {}", self.wants_address()));
            }
            Page::NoAddress => self.say = Some("Type y if it is live, or no to stop.".into()),
        }
    }

    /// Where no address can be compared, the person's word has to do; against what an address said it does not.
    fn takes_word_that_live(&self) -> bool {
        match self.shown_page {
            Some(Page::ReadOnly) => false,
            Some(_) => true,
            None => !self.task.addresses.are_known(),
        }
    }

    /// How an address is shown here.
    fn wants_address(&self) -> &'static str {
        if self.task.abilities.copies {
            "Copy the address from the bar of the browser and type v: stopgap compares it with the live one."
        } else {
            "Type the address that the bar of the browser shows, or paste it here: stopgap compares it with the live one."
        }
    }

    pub(super) fn child(&mut self, input: &Input) {
        if *input == Input::Skip(Some(SkipReason::Later), super::Items::Unsaid) && self.task.records.len() > 1
        {
            self.leave_record();
            return;
        }
        let child = self.here().child.clone();
        if let Some(by) = self.judge(&child, input) {
            self.note(Deed::ProvedChild { child: self.here().key.clone(), by });
            self.active = self.now;
            match self.back {
                Some(_) => self.return_from_question(),
                None => self.go_on(0, false),
            }
        }
    }

    /// The record of a row's child has come up beside that of the form's own.
    pub(super) fn prove(&mut self, card: usize, child: &Child, input: &Input) {
        if let Some(by) = self.judge(child, input) {
            self.note(Deed::ProvedChild { child: self.here().key.clone(), by });
            self.wrong = 0;
            self.move_on(card, 0);
        }
    }

    /// By what the record was proved to be this child's; None while it is not.
    fn judge(&mut self, child: &Child, input: &Input) -> Option<ChildProof> {
        let by_word = if child.is_new() { ChildProof::Search } else { ChildProof::Word };
        let (verdict, by) = match input {
            Input::Yes => (child.judge("y"), by_word),
            Input::Shown(copied) => (child.judge_copied(copied.expose()), ChildProof::Copied),
            Input::Text(typed) => {
                let by = if child.asked().is_by_word() { by_word } else { ChildProof::Typed };
                (child.judge(typed.expose()), by)
            }
            _ => (child.judge(""), by_word),
        };
        match verdict {
            Verdict::Proved => return Some(by),
            // It says nothing about another child: it does not count.
            Verdict::NotYet(what) => self.say = Some(what.into()),
            Verdict::Wrong => {
                self.note(Deed::MistookChild { child: self.here().key.clone() });
                self.wrong += 1;
                if self.wrong > 1 {
                    self.end(Ending::WrongChild);
                } else {
                    self.say = Some(
                        "That does not fit this form. Look whose record is open, and type it again from the screen."
                            .into(),
                    );
                }
            }
        }
        None
    }

    /// Has the child proved once more before it goes on.
    pub(super) fn check_again(&mut self) {
        let back = match self.phase {
            // A question in between is asked anew from where it came.
            Phase::Which | Phase::Gone => self.back.take(),
            Phase::Reason { card, .. } | Phase::Sure { card } => Some(Phase::Card { card, part: 0 }),
            phase => Some(phase),
        };
        self.back = back;
        self.moved = None;
        self.typed = Written::default();
        self.hand = Hand::default();
        self.wrong = 0;
        self.phase = Phase::Child;
        self.say =
            Some("More than ten minutes have gone by. Show once more that the right record is open.".into());
    }

    /// A child who was new is known by the PIN from now on, also where the form's table says NEW.
    pub(super) fn learn(&mut self, field: FieldId, given: Written) {
        if field.as_str() == ids::PIN {
            let children: Vec<Child> = self.task.records.iter().map(|record| record.child.clone()).collect();
            let table = of_table(&self.here().form);
            let all = with_those_of_table(&children, &table);
            self.task.records[self.record].child.pin = Pin::read(given.expose());
            if let Some(pin) = Pin::read(given.expose()) {
                for (at, record) in self.task.records.iter_mut().enumerate() {
                    // In the records of the others a check has another place now. The one at hand has none.
                    if record.know(&children[self.record], &pin, &table, &all) && at != self.record {
                        self.cards[at] = cards::of(&record.steps);
                    }
                }
            }
        }
        let record = &self.task.records[self.record];
        self.learned.push(Learned { child: record.key.clone(), field, given });
    }
}
