//! Tool: the clipboard of the desk, one answer at a time, and the keys that are heard in every window.
//!
//! A worker pastes each answer into the web application by hand. So the clipboard holds the one answer
//! that is asked for, marked so that histories, clouds and clipboard managers leave it alone, and it is
//! emptied when the answer is not wanted any more. What another program has copied since is never touched.
//!
//! What happens on the desk comes back as [`News`]: a paste, a reader that was refused, a copy that
//! another program made, a key. Each item bears the number of its [`Offer`], so that what is heard late
//! about an older answer is told from news about the present one.

mod attention;
mod goods;
mod guard;
mod keys;
mod news;
mod options;
#[cfg(not(windows))]
mod plain;
mod scripted;
mod served;
mod shield;
mod surroundings;
mod text;
#[cfg(windows)]
mod windows;
#[cfg(all(unix, not(target_os = "macos")))]
mod x11;

pub use goods::{Goods, Text};
pub use guard::{GUARD, guard};
pub use keys::{Chord, Key, Keys, NotAChord};
pub use news::{Cleared, News, Offer};
pub use options::Options;
pub use scripted::Scripted;
pub use shield::Shield;
pub use surroundings::{Kept, Surroundings, surroundings};

use std::sync::mpsc::Receiver;

/// The clipboard and the global keys of the desk, as the program sees them. Dropping it clears it, too.
pub trait Clipboard: Send {
    /// Puts this on the clipboard in place of what is there.
    ///
    /// A text arrives as a box of a web page takes it: with the line breaks of the system and none at the
    /// end.
    ///
    /// # Errors
    /// When another program keeps the clipboard to itself for longer than one can wait: what was offered
    /// before is then still there. Or when the system does not take it.
    fn offer(&mut self, what: &Goods) -> Result<Offer, ClipboardError>;

    /// Empties the clipboard, if what it holds is still the last offer.
    fn clear(&mut self) -> Result<(), ClipboardError>;

    /// Where what happens is heard of: the first call gives it, later ones None.
    ///
    /// It ends when the clipboard is dropped.
    fn news(&mut self) -> Option<Receiver<News>>;

    /// What can be done on this desk.
    fn abilities(&self) -> Abilities;

    /// Turns the global keys on or off. They belong to other programs, too: have them on only while
    /// somebody enters a form.
    ///
    /// Gives which keys are on now, and which other programs had already. Where the desk has no global
    /// keys, none are.
    fn set_keys(&mut self, on: bool) -> Result<Keys, ClipboardError>;

    /// A restricted record is entered from now on, or no such one: an offer of it is cleared sooner when nothing is
    /// done at the desk.
    fn set_restricted(&mut self, is_restricted: bool);

    /// Reads once what somebody copied in another program: only when the person asks for it. None when nothing
    /// was copied, no text, or when it is, or may be, what we offered ourselves.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read_once(&mut self) -> Result<Option<Text>, ClipboardError>;
}

/// What a clipboard can do on the desk that the program runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "abilities that do not depend on each other, not states")]
pub struct Abilities {
    /// Pastes are seen, and told as [`News::Pasted`].
    pub sees_pastes: bool,
    /// A person's paste is told from another program that reads, and only the paste is given the text.
    /// Without this a paste that is told may have been a clipboard manager.
    pub tells_readers_apart: bool,
    /// There are global keys.
    pub has_keys: bool,
    /// It is cleared when the desk is locked, or its person has gone.
    pub sees_absence: bool,
    /// Nothing is left on it if the program is killed.
    pub survives_a_crash: bool,
}

/// Opens the clipboard of the desk that the program runs on.
#[cfg(windows)]
pub fn open(options: &Options) -> Result<Box<dyn Clipboard>, ClipboardError> {
    Ok(Box::new(windows::open(options)?))
}

/// Opens the clipboard of the desk that the program runs on.
///
/// Under Wayland no program sees who reads, nor has keys outside its own window; there, as on macOS, it only
/// offers and clears.
#[cfg(not(windows))]
pub fn open(options: &Options) -> Result<Box<dyn Clipboard>, ClipboardError> {
    #[cfg(not(target_os = "macos"))]
    if std::env::var_os("WAYLAND_DISPLAY").is_none_or(|name| name.is_empty()) {
        return Ok(Box::new(x11::open(options)?));
    }
    let _ = options;
    Ok(Box::new(plain::Plain::open()?))
}

/// Why the clipboard could not be used, and what to do then. It never says what was to be copied.
#[derive(Debug, thiserror::Error)]
pub enum ClipboardError {
    /// There is no desktop: a server, a container, a terminal without a display.
    #[error("there is no clipboard, because no desktop answers; use --print and type the answers")]
    NoDisplay,
    /// Another program opened the clipboard and did not close it again.
    #[error("another program keeps the clipboard to itself; copy again, or close that program")]
    Occupied,
    /// The same, by a program that is known.
    #[error("{by} keeps the clipboard to itself; copy again, or close that program")]
    HeldBy { by: String },
    /// The program that something was copied in does not give it.
    #[error("what was copied cannot be read here; type it instead")]
    Unread,
    /// The system said no. Its reason is the source.
    #[error("the system did not take the answer for the clipboard; copy again, or use --print")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
}
