//! A child's PIN, as people write it.

use crate::{template::date::parse_date, word::Written};

const LEAST: usize = 3;
const MOST: usize = 20;

/// What stands where a child's PIN goes. Two are equal if both were issued and differ in nothing but
/// spaces, marks and capitals: "81 234-99" is 8123499. A child who is new equals nobody, not even another.
#[derive(Debug, Clone)]
pub enum Pin {
    /// "NEW": the case system had no record of the child.
    New,
    /// The case system knows the child by it.
    Issued(Written),
}

impl Pin {
    /// Reads what stands there. `None` if it is neither a PIN nor NEW: "not known", "n/a", "tbc", nothing.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if text.contains(|c: char| c.is_ascii_digit()) {
            Some(Self::Issued(text.trim().into()))
        } else {
            words.next()?.eq_ignore_ascii_case("new").then_some(Self::New)
        }
    }

    /// Whether a case system knows the child by it.
    pub fn is_issued(&self) -> bool {
        matches!(self, Self::Issued(_))
    }

    /// Whether it looks like one that a case system gives. One has at most 20 letters and digits (CIN census,
    /// identifiers of a local authority); a very short one is an age or a house, and a day is none.
    pub fn is_likely(&self) -> bool {
        let Self::Issued(pin) = self else { return true };
        let pin = pin.expose();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | ' ');
        let signs = pin.chars().filter(char::is_ascii_alphanumeric).count();
        signs >= LEAST && pin.len() <= MOST && pin.chars().all(is_plain) && parse_date(pin).is_none()
    }

    /// What all PINs have in common that are equal, to find them by: without spaces, marks and capitals. None for a
    /// child who is new.
    pub fn key(&self) -> Option<String> {
        match self {
            Self::New => None,
            Self::Issued(pin) => Some(Self::key_of(pin.expose())),
        }
    }

    /// The key that a text would have as a PIN.
    pub(crate) fn key_of(text: &str) -> String {
        text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
    }

    /// How it is written into a form or a tracker.
    pub fn written(&self) -> Written {
        match self {
            Self::New => "NEW".into(),
            Self::Issued(pin) => pin.clone(),
        }
    }
}

impl PartialEq for Pin {
    fn eq(&self, other: &Self) -> bool {
        self.key().is_some_and(|key| other.key() == Some(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_pin_in_other_signs() {
        for text in ["8123499", "81 234-99", " 812.34/99\n", "(8123499)"] {
            assert_eq!(Pin::read(text), Pin::read("8123499"), "{text}");
        }
        assert_eq!(Pin::read("ehm 12a"), Pin::read("EHM-12A"));
        assert_ne!(Pin::read("8123499"), Pin::read("8123498"));
    }

    #[test]
    fn a_child_who_is_new_equals_nobody() {
        for text in ["NEW", "new", "New (unborn)", "'NEW'", "NEW - searched"] {
            assert!(matches!(Pin::read(text), Some(Pin::New)), "{text}");
        }
        assert_ne!(Pin::New, Pin::New);
        assert_ne!(Pin::read("8123499"), Some(Pin::New));
    }

    #[test]
    fn what_is_no_pin() {
        for text in ["", " ", "-", "not known", "n/a", "tbc", "none", "Newton", "unborn, new"] {
            assert!(Pin::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_does_not_look_like_one() {
        for text in ["8123499", "81 234-99", "EHM-12A", "NEW", "111"] {
            assert!(Pin::read(text).unwrap().is_likely(), "{text}");
        }
        for text in ["1", "12", "12/04/2010", "123456789012345678901", "about 3?"] {
            assert!(!Pin::read(text).unwrap().is_likely(), "{text}");
        }
    }

    #[test]
    fn its_debug_text_is_silent() {
        assert!(!format!("{:?}", Pin::read("8123499")).contains("8123499"));
    }
}
