//! A new PIN: what the person reads off the screen, and whether it can be this child's.

use super::{Input, NotedPin, Phase, Record, Session, StepKind, Written};
use crate::{
    form::Pin,
    reentry::{
        Child,
        children::{of_table, with_those_of_table},
    },
    template::date::parse_date,
};
use std::mem;

impl Session {
    /// A PIN is written where others rely on it: the person sees it once more before that.
    pub(super) fn typed(&mut self, card: usize, answer: Written) {
        // One without a digit, or a very short one, is a key or a word that was meant for something else.
        let is_pin = matches!(Pin::read(answer.expose()), Some(pin @ Pin::Issued(_)) if pin.is_likely());
        let refusal = if parse_date(answer.expose()).is_some() {
            "That is a day, not a PIN. Type the PIN as it stands on the screen."
        } else if !is_pin {
            "That is no PIN. Type it as it stands on the screen: digits, perhaps letters, at most 20."
        } else if self.is_pin_of_another(&answer) {
            "That is the PIN of another child of this form. Look whose record is open, and type the PIN that it shows."
        } else if let Some(doubt) = self.doubt(&answer) {
            self.show(card, 0, false);
            self.say = Some(doubt);
            return;
        } else {
            let taken = Pin::read(answer.expose()).and_then(|pin| self.noted_for_another(self.record, &pin));
            self.say = taken.map(|taken| format!("Careful: {taken}."));
            self.typed = answer;
            self.phase = Phase::Sure { card };
            return;
        };
        self.show(card, 0, false);
        self.say = Some(refusal.into());
    }

    /// Another record may be open than that of the child. Whoever types the same PIN once more means it.
    fn doubt(&mut self, answer: &Written) -> Option<String> {
        let pin = Pin::read(answer.expose())?;
        let taken = self.noted_for_another(self.record, &pin)?;
        if self.doubted.as_ref().is_some_and(|(record, told)| *record == self.record && *told == pin) {
            return None;
        }
        self.doubted = Some((self.record, pin));
        Some(format!(
            "Careful: {taken}. Look whose record is open, and whose that row is. If the screen shows this PIN for this child, type it once more; if not, type the one that it shows."
        ))
    }

    /// Where the team has noted a PIN that may be another child's than that of this record: "row 3 of .. has this PIN
    /// for another child".
    pub fn noted_for_another(&self, record: usize, pin: &Pin) -> Option<String> {
        let Record { key, child, .. } = self.task.records.get(record)?;
        Some(NotedPin::against(&self.task.noted_pins, pin, key, child)?.said())
    }

    fn is_pin_of_another(&self, answer: &Written) -> bool {
        let Some(pin) = Pin::read(answer.expose()) else { return false };
        let here = self.here();
        let children: Vec<Child> = self.task.records.iter().map(|record| record.child.clone()).collect();
        let all = with_those_of_table(&children, &of_table(&here.form));
        let (of_records, of_table) = all.split_at(children.len());
        let mut others = of_records.iter().enumerate().filter(|(at, _)| *at != self.record);
        // A row that says hardly more than the PIN may be this child's.
        others.any(|(_, other)| other.pin.as_ref() == Some(&pin))
            || of_table
                .iter()
                .any(|other| other.pin.as_ref() == Some(&pin) && other.is_plainly_another(&here.child))
    }

    pub(super) fn sure(&mut self, card: usize, input: Input) {
        match (input, &self.steps_of(card)[0].kind) {
            (Input::Yes, StepKind::Ask { field, .. }) => {
                let field = field.clone();
                let given = mem::take(&mut self.typed);
                self.learn(field, given);
                self.move_on(card, 0);
            }
            (Input::Text(again) | Input::Shown(again), _) if !again.is_blank() => self.typed(card, again),
            (Input::No | Input::Back, _) => self.show(card, 0, false),
            _ => self.say = Some("Type y if it is right, or type the PIN again.".into()),
        }
    }
}
