//! Tool: the clipboard of the desk, one text at a time.
//!
//! A worker pastes each answer into the web application by hand. So the clipboard holds the one answer
//! that is asked for, marked so that histories, clouds and clipboard managers leave it alone, and it is
//! emptied when the answer is not wanted any more. What another program has copied since is never touched.

#[cfg(not(windows))]
mod desktop;
mod scripted;
mod text;
#[cfg(windows)]
mod windows;

pub use scripted::Scripted;

/// The clipboard as the program sees it. Dropping it clears it, too.
///
/// Pastes, and copies that other programs make, will be events that name their [`Offer`], given to
/// whoever asks this trait for a receiver of them; who only offers and clears need not change then.
pub trait Clipboard: Send {
    /// Puts a text on the clipboard in place of what is there.
    ///
    /// It arrives as a box of a web page takes it: with the line breaks of the system and none at the
    /// end.
    fn offer(&mut self, text: &str) -> Result<Offer, ClipboardError>;

    /// Empties the clipboard, if what it holds is still the last offer.
    fn clear(&mut self) -> Result<(), ClipboardError>;
}

/// Opens the clipboard of the desk that the program runs on.
pub fn open() -> Result<Box<dyn Clipboard>, ClipboardError> {
    #[cfg(windows)]
    let clipboard = windows::Windows::default();
    #[cfg(not(windows))]
    let clipboard = desktop::Desktop::open()?;
    Ok(Box::new(clipboard))
}

/// The number of an offer. Each clipboard counts its own, from 1, so that what is heard late about an
/// offer can be told from news about the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offer(u64);

/// Why the clipboard could not be used, and what to do then. It never says what was to be copied.
#[derive(Debug, thiserror::Error)]
pub enum ClipboardError {
    /// There is no desktop: a server, a container, a terminal without a display.
    #[error("there is no clipboard, because no desktop answers; use --print and type the answers")]
    NoDisplay,
    /// Another program opened the clipboard and did not close it again.
    #[error("another program keeps the clipboard to itself; copy again, or close that program")]
    Occupied,
    /// The system said no. Its reason is the source.
    #[error("the system did not take the answer for the clipboard; copy again, or use --print")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Numbers the offers of one clipboard.
#[derive(Default)]
struct Offers(u64);

impl Offers {
    fn next(&mut self) -> Offer {
        self.0 += 1;
        Offer(self.0)
    }
}
