//! Files of a pack that could not be read, and why.

use super::fault;
use crate::diagnostic::{Fault, Level, Place, Sources};
use std::ops::Range;

/// What was found in a file of a pack.
#[derive(Debug, Clone)]
pub enum FileText {
    Text(String),
    Unread(Unread),
}

/// Why a file of a pack has no text for us.
#[derive(Debug, Clone)]
pub struct Unread {
    level: Level,
    message: String,
    help: String,
    /// What can be shown of it, and where in there it begins to be unreadable.
    text: String,
    at: Range<usize>,
}

impl From<String> for FileText {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for FileText {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Unread> for FileText {
    fn from(unread: Unread) -> Self {
        Self::Unread(unread)
    }
}

/// How many bytes are looked at to tell what kind of file it is.
const A_LOOK: usize = 1024;

impl FileText {
    /// The text that these bytes are, in UTF-8.
    pub fn of(bytes: Vec<u8>) -> Self {
        let look = &bytes[..bytes.len().min(A_LOOK)];
        let nothings = look.split(|byte| *byte == 0).skip(1).count();
        // Half of an English text in UTF-16 is bytes of zero; Notepad marks it, and other programs may not.
        if look.starts_with(b"\xff\xfe") || look.starts_with(b"\xfe\xff") || nothings * 3 > look.len() {
            let help = "save it as UTF-8 in your editor: in Notepad, Save as, and there Encoding";
            return Unread::new("the file is in UTF-16, which is also called Unicode", help).into();
        }
        if nothings > 0 {
            let help = "look whether it is the right file, and move it away if not";
            return Unread::new("the file holds no text", help).into();
        }
        // A definition cannot begin so: its first key does.
        if bytes.trim_ascii_start().starts_with(b"<") {
            let help = "look whether it is the right file; if it was downloaded, download the file and not the page that shows it";
            return Unread::new("the file is a web page (HTML)", help).into();
        }
        String::from_utf8(bytes).map_or_else(
            |error| {
                let start = error.utf8_error().valid_up_to();
                let mut unread =
                    Unread::new("the file is not in UTF-8 from here on", "save it as UTF-8 in your editor");
                unread.text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                unread.at = start..start + char::REPLACEMENT_CHARACTER.len_utf8();
                unread.into()
            },
            Self::Text,
        )
    }

    /// The text, if it was had.
    pub fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Unread(_) => None,
        }
    }
}

impl Unread {
    /// A file that should be read and cannot be: what is the matter, and what to do.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        let (message, help) = (message.into(), help.into());
        Self { level: Level::Error, message, help, text: String::new(), at: 0..0 }
    }

    /// A file that is not read because of its name, though it was probably meant to be.
    pub fn misnamed(name: &str, help: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::new(format!("{name} is not read"), help) }
    }

    /// What to do about it.
    pub fn help(&self) -> &str {
        &self.help
    }

    /// Whether the pack lacks something because of it.
    pub fn is_missed(&self) -> bool {
        self.level == Level::Error
    }

    /// The fault that is told of it.
    pub(super) fn fault(self, sources: &mut Sources, name: &str) -> Fault {
        let place = Place { source: sources.add(name, self.text), range: self.at };
        let mut fault = fault::not_read(place, self.message, self.help);
        fault.level = self.level;
        fault
    }
}
