//! What is made of what was seen: values in, values out.

use crate::{
    clipboard::{Abilities, Kept, Key, Keys, News, Offer, Surroundings},
    desk::doctor::{Look, State},
};

/// What was seen of the clipboard of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub abilities: Abilities,
    pub surroundings: Option<Surroundings>,
    pub keys: Keys,
    /// Programs that asked for the word by themselves, and were refused.
    pub refused: Vec<String>,
    /// Something read it by itself, and could not be told from a person's paste.
    pub looks_like_a_person: bool,
    /// The paste that was asked for; None: nobody was asked, or wanted to.
    pub paste: Option<Paste>,
}

/// What was seen of a paste that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paste {
    /// The word stands in the box, as the person says.
    pub has_arrived: bool,
    pub is_seen: bool,
    /// Programs that asked for the word meanwhile, and were refused.
    pub refused: Vec<String>,
}

/// How it stands with the clipboard of a desk, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub looks: Vec<Look>,
    /// Whether stopgap can go on by itself after each paste; None: nobody has pasted, so it stays as it was.
    pub by_paste: Option<bool>,
}

impl Seen {
    /// Of a desk where nothing has happened yet.
    pub fn new(abilities: Abilities, surroundings: Option<Surroundings>, keys: Keys) -> Self {
        Self { abilities, surroundings, keys, refused: Vec::new(), looks_like_a_person: false, paste: None }
    }

    /// Notes what happened. News of another offer than the present one comes late, and says nothing.
    pub fn hear(&mut self, news: News, present: Offer) {
        match (news, &mut self.paste) {
            (News::Pasted(offer) | News::Refused { offer, .. }, _) if offer != present => {}
            (News::Pasted(_), Some(paste)) => paste.is_seen = true,
            (News::Pasted(_), None) => self.looks_like_a_person = true,
            (News::Refused { by, .. }, paste) => {
                let list = paste.as_mut().map_or(&mut self.refused, |paste| &mut paste.refused);
                let by = by.unwrap_or_else(|| UNKNOWN.to_owned());
                if !list.contains(&by) {
                    list.push(by);
                }
            }
            (News::Held { .. } | News::Replaced(_) | News::Cleared { .. } | News::Key(_), _) => {}
        }
    }

    /// What follows.
    pub fn verdict(&self) -> Verdict {
        let looks = [
            Some(self.readers()),
            Some(self.pasting()),
            self.formats(),
            Some(self.keeping()),
            self.session(),
            Some(self.keys()),
            Some(self.leaving()),
        ];
        let looks = looks.into_iter().flatten().collect();
        let is_quiet = self.refused.is_empty() && !self.looks_like_a_person;
        let can = self.abilities.sees_pastes && self.abilities.tells_readers_apart && is_quiet;
        let by_paste = match &self.paste {
            _ if !can => Some(false),
            None => None,
            Some(paste) => Some(paste.has_arrived && paste.is_seen && paste.refused.is_empty()),
        };
        Verdict { looks, by_paste }
    }

    fn readers(&self) -> Look {
        let (state, found) = if !self.abilities.sees_pastes {
            (State::Doubtful, "this desk does not show who reads what is copied".to_owned())
        } else if !self.abilities.tells_readers_apart {
            (State::Doubtful, "the shield is off, so whatever reads is given the answers".to_owned())
        } else if self.looks_like_a_person {
            (
                State::Bad,
                "something read the word by itself that looks like a paste of yours: ask your IT service which program in front reads the clipboard".to_owned(),
            )
        } else if self.refused.is_empty() {
            (State::Good, "nothing read the word in five seconds".to_owned())
        } else {
            (
                State::Doubtful,
                format!(
                    "{} read the word by {}, and got nothing. Close it while you enter forms, or have your IT service take it off this desk",
                    self.refused.join(", "),
                    if self.refused.len() == 1 { "itself" } else { "themselves" }
                ),
            )
        };
        Look { state, what: "other programs", found }
    }

    fn pasting(&self) -> Look {
        let Some(paste) = &self.paste else {
            let found = "not tried: run stopgap clipboard-check at a terminal, beside the browser".to_owned();
            return Look { state: State::Doubtful, what: "pasting", found };
        };
        let (state, found) = match (paste.has_arrived, paste.is_seen) {
            (true, true) if paste.refused.is_empty() => {
                (State::Good, "the word arrived, and the paste was seen".to_owned())
            }
            (true, true) => (
                State::Doubtful,
                format!(
                    "the word arrived, and the paste was seen, but {} asked for it as well and got nothing",
                    paste.refused.join(", ")
                ),
            ),
            (true, false) => (State::Doubtful, "the word arrived, but the paste was not seen".to_owned()),
            (false, _) if !paste.refused.is_empty() => (
                State::Bad,
                format!(
                    "the word did not arrive: {} asked for it and got nothing. If that is how your browser reads, your administrator can allow it by that name",
                    paste.refused.join(", ")
                ),
            ),
            (false, true) => {
                (State::Bad, "the word was given to a program, but does not stand in the box".to_owned())
            }
            (false, false) => (
                State::Bad,
                "nothing asked for the word. Run stopgap where the browser runs: in the same remote session, or outside of it"
                    .to_owned(),
            ),
        };
        Look { state, what: "pasting", found }
    }

    fn keeping(&self) -> Look {
        let what = "histories and clouds";
        let Some(around) = &self.surroundings else {
            let found = "answers are marked so that clipboard managers leave them alone".to_owned();
            return Look { state: State::Good, what, found };
        };
        let state = |kept| match kept {
            Kept::Forbidden => "turned off for everybody",
            Kept::Off => "off",
            Kept::On => "on",
        };
        let is_on = around.history == Kept::On || around.cloud == Kept::On;
        let advice = if is_on {
            ". Both leave alone what is marked; an administrator can turn them off for everybody: AllowClipboardHistory and AllowCrossDeviceClipboard"
        } else {
            ""
        };
        let found = format!(
            "Windows' history of what was copied is {}, its clipboard shared between computers is {}{advice}",
            state(around.history),
            state(around.cloud)
        );
        Look { state: if is_on { State::Doubtful } else { State::Good }, what, found }
    }

    /// Whether the marks stay beside the word.
    fn formats(&self) -> Option<Look> {
        let marks = &self.surroundings.as_ref()?.marks;
        let named = |there: bool| -> Vec<&str> {
            marks.iter().filter(|(_, is_there)| *is_there == there).map(|(name, _)| *name).collect()
        };
        let missing = named(false);
        let (state, found) = if missing.is_empty() {
            (
                State::Good,
                format!(
                    "the text is handed over when it is asked for, beside it stand {}",
                    named(true).join(", ")
                ),
            )
        } else {
            let missing = missing.join(", ");
            (
                State::Bad,
                format!(
                    "beside the text does not stand {missing}: something on this desk takes marks away, so clipboard managers may keep what you paste. Tell your IT service"
                ),
            )
        };
        Some(Look { state, what: "formats", found })
    }

    fn session(&self) -> Option<Look> {
        let remote = self.surroundings.as_ref()?.remote?;
        let found = format!(
            "this is a session of {remote}: run the browser in it, too, and not on the computer before you"
        );
        Some(Look { state: State::Doubtful, what: "session", found })
    }

    fn keys(&self) -> Look {
        let what = "global keys";
        if !self.abilities.has_keys {
            let found = "this desk has none: press the keys in stopgap's own window".to_owned();
            return Look { state: State::Doubtful, what, found };
        }
        let purposes = [(Key::Next, "next"), (Key::Back, "back"), (Key::GoTo, "to stopgap and back")];
        let mut found: Vec<String> = purposes
            .iter()
            .map(|(key, purpose)| match self.keys.chord(*key) {
                Some(chord) => format!("{chord} {purpose}"),
                None => format!("no key for {purpose}"),
            })
            .collect();
        let taken: Vec<String> = self.keys.taken.iter().map(|(_, chord)| chord.to_string()).collect();
        if !taken.is_empty() {
            found.push(format!("taken by other programs: {}", taken.join(", ")));
        }
        let state = if taken.is_empty() { State::Good } else { State::Doubtful };
        Look { state, what, found: found.join("; ") }
    }

    fn leaving(&self) -> Look {
        let (state, found) = match (self.abilities.sees_absence, self.abilities.survives_a_crash) {
            (true, true) => (
                State::Good,
                "the clipboard is cleared when the screen is locked, when nobody was there for a while, and if stopgap is killed",
            ),
            (true, false) => (
                State::Doubtful,
                "the clipboard is cleared when the screen is locked and when nobody was there for a while, but not if stopgap is killed",
            ),
            (false, _) => (
                State::Doubtful,
                "this desk does not say when you have gone: stop stopgap (q) before you leave",
            ),
        };
        Look { state, what: "leaving the desk", found: found.to_owned() }
    }
}

const UNKNOWN: &str = "a program that does not say its name";
