//! What a person wrote: kept from logs, errors and debug texts.

use std::fmt;

/// A text that a person wrote into a document.
///
/// Its `Debug` shows only how long it is, so a derived `Debug` or a failed assertion somewhere above
/// cannot put a child's record into a log. It is wiped from memory when it goes (as far as that can
/// be done: copies that other libraries make are not ours to wipe).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Written(String);

impl Written {
    /// The text itself. Every use of it is a place where a value leaves our hands: keep them few.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<String> for Written {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Written {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Written({} characters, hidden)", self.0.chars().count())
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}
