//! What is heard of the clipboard and of the keys that work in every window.

use super::{Deed, Heard, Input, Key, Pause, Phase, Session, Want, pace::Seen};

impl Session {
    pub(super) fn heard(&mut self, heard: Heard) {
        let is_at_hand = self.offer().map(|offer| offer.number);
        match heard {
            Heard::Key(key) => self.key(key),
            Heard::Pasted(offer) if is_at_hand == Some(offer) => self.pasted(),
            Heard::Refused { by, .. } if self.pace.listens() => self.refused(by),
            Heard::Replaced(offer) if is_at_hand == Some(offer) && self.pace.listens() => {
                // What was pasted already may be replaced; but the next text comes only when it is asked for.
                if self.hand.is_pasted() && self.pace.abilities.tells_readers_apart {
                    self.hand.stay();
                } else {
                    self.pause_for(Pause::Replaced);
                }
            }
            Heard::Cleared(offer) if is_at_hand == Some(offer) && self.pace.listens() => {
                self.pause_for(Pause::Cleared);
            }
            // Some desks find out only when the next text takes its place.
            Heard::Pasted(offer) if self.pasted_before == Some(offer) && self.pace.listens() => {
                self.pasted_before = None;
                self.hand.stay();
                self.say = Some(
                    "The text before was pasted twice. Look whether it stands in its box twice; b goes back."
                        .into(),
                );
            }
            // Of an earlier offer, or of one that nobody waits for.
            Heard::Pasted(_) | Heard::Refused { .. } | Heard::Replaced(_) | Heard::Cleared(_) => {}
        }
    }

    /// A key that is pressed in the browser answers no question: it only turns pages.
    fn key(&mut self, key: Key) {
        let turns = matches!(self.want(), Want::Key(_));
        match key {
            Key::Next if turns => self.input(Input::Next),
            Key::Back if turns => self.input(Input::Back),
            Key::Next | Key::Back => {
                self.say = Some("That key does nothing here: answer the question first.".into());
            }
        }
    }

    fn pasted(&mut self) {
        let is_first = !self.hand.is_pasted();
        match self.hand.note_read(self.now.running, &mut self.pace) {
            Seen::Suspicious => {
                self.slow_down("Something reads what is copied as soon as it is there");
                return;
            }
            Seen::TooSoon => {
                self.hand.stay();
                self.say = Some(
                    "That was read too soon to be a paste of yours. If it stands in its box, press Enter."
                        .into(),
                );
                return;
            }
            Seen::Twice if self.pace.listens() => {
                self.hand.stay();
                self.say = Some("That was pasted twice. Look whether it stands in the box twice.".into());
            }
            Seen::Twice | Seen::Pasted => {}
        }
        if let (true, Phase::Card { card, part }) = (is_first, self.phase) {
            let step = self.steps_of(card)[0].id.to_string();
            self.note(Deed::Pasted { step, part: part + 1 });
        }
    }

    fn refused(&mut self, by: Option<String>) {
        let who = by.unwrap_or_else(|| "A program that does not say its name".to_owned());
        if self.pace.note_refusal(self.now.running) && self.pace.is_by_paste() {
            self.slow_down(&format!("{who} keeps asking for what is copied, and was not given it"));
        } else if self.pace.note_refused(&who) {
            // Some browser may read otherwise than the ones that are known.
            self.say = Some(format!(
                "{who} asked for what is copied, and was not given it. If you were pasting into it, tell your administrator that name."
            ));
        }
    }

    /// Where pastes cannot be trusted, a key is.
    fn slow_down(&mut self, why: &str) {
        self.pace.slow_down();
        self.hand.stay();
        self.say = Some(format!("{why}. So from here on press Enter after each paste."));
    }

    /// Takes the text at hand off the clipboard, so that the person can copy something in the browser and show it.
    /// One that was seen to be pasted is in its box, and what is copied after it is told from it.
    pub fn set_aside(&mut self) {
        if self.offer().is_some() && !(self.hand.is_pasted() && self.pace.abilities.tells_readers_apart) {
            self.pause_for(Pause::SetAside);
        }
    }

    fn pause_for(&mut self, pause: Pause) {
        self.hand.stay();
        self.hand.pause = Some(pause);
    }

    pub(super) fn go_on_if_due(&mut self) {
        let Phase::Card { card, part } = self.phase else { return };
        if self.hand.due(&self.pace).is_some_and(|due| due <= self.now.running) {
            if !self.hand.is_moving() {
                self.pace.note_moved_by_itself(self.now.running);
            }
            self.move_on(card, part);
        }
    }
}
