//! What is put on the clipboard: a text, or a file to upload.

use std::{fmt, path::PathBuf};
use zeroize::Zeroizing;

/// What is offered.
#[derive(Clone, PartialEq, Eq)]
pub enum Goods {
    /// A text for a box.
    Text(Text),
    /// A file. Its whole path arrives where a text is wanted, such as in the window in which Windows asks
    /// which file to open, and the file itself where files can be dropped.
    File(PathBuf),
}

impl Goods {
    /// A text for a box.
    pub fn text(text: &str) -> Self {
        Self::Text(Text::from(text))
    }
}

/// Shows neither a word nor a name: files are called after people.
impl fmt::Debug for Goods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::File(_) => f.write_str("File(hidden)"),
        }
    }
}

/// A text on its way to the clipboard. Its `Debug` hides it, and it is wiped from memory when it goes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text(Zeroizing<String>);

impl Text {
    /// The text itself. Every use of it is a place where a value leaves our hands.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters, hidden)", self.0.chars().count())
    }
}
