//! A clipboard for tests, with a person at its other end.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Clipboard, ClipboardError, Offer, Offers, text::for_box};

/// A clipboard that belongs to no desk. The program offers and clears at one end; at the other, the
/// test pastes, copies as another program would, and makes things go wrong.
///
/// ```
/// use stopgap::clipboard::{Clipboard, Scripted};
///
/// let desk = Scripted::default();
/// let mut clipboard = desk.clipboard();
/// clipboard.offer("Mum rang.\n")?;
/// assert_eq!(desk.paste().as_deref(), Some("Mum rang."));
/// clipboard.clear()?;
/// assert_eq!(desk.paste(), None);
/// # Ok::<(), stopgap::clipboard::ClipboardError>(())
/// ```
#[derive(Clone, Default)]
pub struct Scripted(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    held: Option<Held>,
    offered: Vec<String>,
    troubles: VecDeque<ClipboardError>,
}

struct Held {
    by: Holder,
    text: String,
}

#[derive(PartialEq, Eq)]
enum Holder {
    Program,
    Another,
}

impl Scripted {
    /// The program's end.
    pub fn clipboard(&self) -> Box<dyn Clipboard> {
        Box::new(End { desk: self.clone(), offers: Offers::default() })
    }

    /// What a paste brings now.
    pub fn paste(&self) -> Option<String> {
        self.state().held.as_ref().map(|held| held.text.clone())
    }

    /// Every text that was offered so far.
    pub fn offered(&self) -> Vec<String> {
        self.state().offered.clone()
    }

    /// Copies a text in another program.
    pub fn copy(&self, text: &str) {
        self.state().held = Some(Held { by: Holder::Another, text: text.to_owned() });
    }

    /// Makes the next offer or clearing fail. Several troubles are met one after the other.
    pub fn trouble(&self, error: ClipboardError) {
        self.state().troubles.push_back(error);
    }

    /// The state, even after a test panicked at the other end.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows no text, like everything else that may hold a person's words.
impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scripted(texts offered: {}, hidden)", self.state().offered.len())
    }
}

/// The program's end of a [`Scripted`] clipboard.
struct End {
    desk: Scripted,
    offers: Offers,
}

impl Clipboard for End {
    fn offer(&mut self, text: &str) -> Result<Offer, ClipboardError> {
        let mut state = self.desk.state();
        state.meet_trouble()?;
        let text = for_box(text, "\n").to_string();
        state.offered.push(text.clone());
        state.held = Some(Held { by: Holder::Program, text });
        Ok(self.offers.next())
    }

    fn clear(&mut self) -> Result<(), ClipboardError> {
        let mut state = self.desk.state();
        state.meet_trouble()?;
        state.held.take_if(|held| held.by == Holder::Program);
        Ok(())
    }
}

impl Drop for End {
    fn drop(&mut self) {
        let _ = self.clear();
    }
}

impl State {
    fn meet_trouble(&mut self) -> Result<(), ClipboardError> {
        self.troubles.pop_front().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_offer_takes_the_place_of_the_old_one() {
        let desk = Scripted::default();
        let mut clipboard = desk.clipboard();
        let first = clipboard.offer("one").unwrap();
        let second = clipboard.offer("two").unwrap();
        assert!(first < second);
        assert_eq!(desk.paste().as_deref(), Some("two"));
        assert_eq!(desk.offered(), ["one", "two"]);
    }

    #[test]
    fn clearing_and_dropping_leave_nothing() {
        let desk = Scripted::default();
        let mut clipboard = desk.clipboard();
        clipboard.offer("one").unwrap();
        clipboard.clear().unwrap();
        assert_eq!(desk.paste(), None);
        clipboard.offer("two").unwrap();
        drop(clipboard);
        assert_eq!(desk.paste(), None);
    }

    #[test]
    fn what_another_program_copied_stays() {
        let desk = Scripted::default();
        let mut clipboard = desk.clipboard();
        clipboard.offer("ours").unwrap();
        desk.copy("theirs");
        clipboard.clear().unwrap();
        drop(clipboard);
        assert_eq!(desk.paste().as_deref(), Some("theirs"));
    }

    #[test]
    fn a_trouble_is_met_once_and_changes_nothing() {
        let desk = Scripted::default();
        let mut clipboard = desk.clipboard();
        clipboard.offer("one").unwrap();
        desk.trouble(ClipboardError::Occupied);
        assert!(matches!(clipboard.offer("two"), Err(ClipboardError::Occupied)));
        assert_eq!(desk.paste().as_deref(), Some("one"));
        clipboard.offer("two").unwrap();
        assert_eq!(desk.paste().as_deref(), Some("two"));
    }

    #[test]
    fn no_debug_text_shows_a_word() {
        let desk = Scripted::default();
        desk.clipboard().offer("secret").unwrap();
        assert_eq!(format!("{desk:?}"), "Scripted(texts offered: 1, hidden)");
    }
}
