//! What a person wrote: kept from logs, errors and debug texts.

use std::{fmt, sync::Arc};
use zeroize::Zeroizing;

/// A text that a person wrote into a document.
///
/// Its `Debug` shows only how long it is, so a derived `Debug` or a failed assertion somewhere above
/// cannot put a child's record into a log. Clones share one text, which is wiped from memory when the
/// last of them goes (as far as that can be done: copies that other libraries make are not ours to wipe).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Written(Arc<Zeroizing<String>>);

impl Written {
    /// The text itself. Every use of it is a place where a value leaves our hands: keep them few.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text without white space around it; the same text, if there is none.
    #[must_use]
    pub fn trimmed(self) -> Self {
        let trimmed = self.0.trim();
        if trimmed.len() == self.0.len() { self } else { trimmed.into() }
    }

    /// Whether there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<String> for Written {
    fn from(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }
}

impl From<&str> for Written {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Written({} characters, hidden)", self.0.chars().count())
    }
}
