//! A clipboard for tests, with a person and other programs at its other end.

use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use super::{
    Abilities, Chord, Cleared, Clipboard, ClipboardError, Goods, Key, Keys, News, Offer, Options, Text,
    news::Offers, text::for_box,
};

/// A clipboard that belongs to no desk. The program offers and clears at one end; at the other, the
/// test pastes, presses keys, reads and copies as other programs would, and makes things go wrong.
///
/// ```
/// use stopgap::clipboard::{Clipboard, Goods, News, Scripted};
///
/// let desk = Scripted::default();
/// let mut clipboard = desk.clipboard();
/// let news = clipboard.news().unwrap();
/// let offer = clipboard.offer(&Goods::text("Mum rang.\n"))?;
/// assert_eq!(desk.paste().as_deref(), Some("Mum rang."));
/// assert_eq!(news.try_recv(), Ok(News::Pasted(offer)));
/// clipboard.clear()?;
/// assert_eq!(desk.paste(), None);
/// # Ok::<(), stopgap::clipboard::ClipboardError>(())
/// ```
#[derive(Clone, Default)]
pub struct Scripted(Arc<Mutex<State>>);

struct State {
    held: Option<Held>,
    offers: Vec<(Offer, String)>,
    troubles: VecDeque<ClipboardError>,
    news: Option<Sender<News>>,
    abilities: Abilities,
    keys: Keys,
    taken: Vec<Chord>,
    idle: Duration,
}

struct Held {
    /// The program's offer, or what another program copied.
    offer: Option<Offer>,
    text: String,
}

impl Scripted {
    /// The program's end. News goes to the end that was asked for last.
    pub fn clipboard(&self) -> Box<dyn Clipboard> {
        let (send, news) = channel();
        self.state().news = Some(send);
        Box::new(End { desk: self.clone(), offers: Offers::default(), news: Some(news) })
    }

    /// What is there now, without a paste: of a file its path.
    pub fn holds(&self) -> Option<String> {
        self.state().held.as_ref().map(|held| held.text.clone())
    }

    /// A person pastes: gives what arrives, and tells of it.
    pub fn paste(&self) -> Option<String> {
        let mut state = self.state();
        let (offer, text) = state.held.as_ref().map(|held| (held.offer, held.text.clone()))?;
        if let Some(offer) = offer {
            state.tell(News::Pasted(offer));
        }
        Some(text)
    }

    /// Another program asks for the offer and is refused.
    pub fn refuse(&self, by: Option<&str>) {
        let mut state = self.state();
        if let Some(offer) = state.held.as_ref().and_then(|held| held.offer) {
            state.tell(News::Refused { offer, by: by.map(str::to_owned) });
        }
    }

    /// Copies a text in another program.
    pub fn copy(&self, text: &str) {
        let mut state = self.state();
        let before = state.held.replace(Held { offer: None, text: text.to_owned() });
        if let Some(offer) = before.and_then(|held| held.offer) {
            state.tell(News::Replaced(offer));
        }
    }

    /// The desk is locked, left alone, or closed: an offer is cleared.
    pub fn leave(&self, why: Cleared) {
        let mut state = self.state();
        if let Some(offer) = state.held.take_if(|held| held.offer.is_some()).and_then(|held| held.offer) {
            state.tell(News::Cleared { offer, why });
        }
    }

    /// Presses a global key. It is heard only while the keys are on.
    pub fn press(&self, key: Key) {
        let mut state = self.state();
        if state.keys.chord(key).is_some() {
            state.tell(News::Key(key));
        }
    }

    /// Tells of anything at all, such as a paste of an offer that is long gone.
    pub fn tell(&self, news: News) {
        self.state().tell(news);
    }

    /// Gives these keys to another program.
    pub fn take_key(&self, chord: Chord) {
        self.state().taken.push(chord);
    }

    /// Makes it a desk that can do this and no more.
    pub fn set_abilities(&self, abilities: Abilities) {
        self.state().abilities = abilities;
    }

    /// Every text that was offered so far; of a file its path.
    pub fn offered(&self) -> Vec<String> {
        self.state().offers.iter().map(|(_, text)| text.clone()).collect()
    }

    /// The number of the last offer.
    pub fn last_offer(&self) -> Option<Offer> {
        self.state().offers.last().map(|(offer, _)| *offer)
    }

    /// Which global keys are on.
    pub fn keys(&self) -> Keys {
        self.state().keys.clone()
    }

    /// How long nothing may be done before an offer is cleared.
    pub fn idle(&self) -> Duration {
        self.state().idle
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
        write!(f, "Scripted(texts offered: {}, hidden)", self.state().offers.len())
    }
}

/// The program's end of a [`Scripted`] clipboard.
struct End {
    desk: Scripted,
    offers: Offers,
    news: Option<Receiver<News>>,
}

impl Clipboard for End {
    fn offer(&mut self, what: &Goods) -> Result<Offer, ClipboardError> {
        let mut state = self.desk.state();
        state.meet_trouble()?;
        let text = match what {
            Goods::Text(text) => for_box(text.expose(), "\n").to_string(),
            Goods::File(path) => path.display().to_string(),
        };
        let offer = self.offers.next();
        state.offers.push((offer, text.clone()));
        state.held = Some(Held { offer: Some(offer), text });
        Ok(offer)
    }

    fn clear(&mut self) -> Result<(), ClipboardError> {
        let mut state = self.desk.state();
        state.meet_trouble()?;
        state.held.take_if(|held| held.offer.is_some());
        Ok(())
    }

    fn news(&mut self) -> Option<Receiver<News>> {
        self.news.take()
    }

    fn abilities(&self) -> Abilities {
        self.desk.state().abilities
    }

    fn set_keys(&mut self, on: bool) -> Result<Keys, ClipboardError> {
        let mut state = self.desk.state();
        let wanted = if on && state.abilities.has_keys { Options::default().keys } else { Vec::new() };
        state.keys = Keys::take(&wanted, |_, chord| !state.taken.contains(&chord));
        Ok(state.keys.clone())
    }

    fn set_restricted(&mut self, is_restricted: bool) {
        self.desk.state().idle = Options::default().idle_for(is_restricted);
    }

    fn read_once(&mut self) -> Result<Option<Text>, ClipboardError> {
        let mut state = self.desk.state();
        state.meet_trouble()?;
        let copied = state.held.as_ref().filter(|held| held.offer.is_none());
        Ok(copied.map(|held| Text::from(held.text.as_str())))
    }
}

impl Drop for End {
    fn drop(&mut self) {
        let _ = self.clear();
        let _ = self.set_keys(false);
    }
}

impl State {
    fn meet_trouble(&mut self) -> Result<(), ClipboardError> {
        self.troubles.pop_front().map_or(Ok(()), Err)
    }

    /// Nobody has to listen.
    fn tell(&mut self, news: News) {
        if let Some(send) = &self.news {
            let _ = send.send(news);
        }
    }
}

impl Default for State {
    fn default() -> Self {
        let abilities = Abilities {
            sees_pastes: true,
            tells_readers_apart: true,
            has_keys: true,
            sees_absence: true,
            survives_a_crash: true,
        };
        Self {
            held: None,
            offers: Vec::new(),
            troubles: VecDeque::new(),
            news: None,
            abilities,
            keys: Keys::default(),
            taken: Vec::new(),
            idle: Options::default().idle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A desk, the program's end of its clipboard, and what is heard there.
    fn desk() -> (Scripted, Box<dyn Clipboard>, Receiver<News>) {
        let desk = Scripted::default();
        let mut clipboard = desk.clipboard();
        let news = clipboard.news().unwrap();
        (desk, clipboard, news)
    }

    fn offer(clipboard: &mut Box<dyn Clipboard>, text: &str) -> Offer {
        clipboard.offer(&Goods::text(text)).unwrap()
    }

    #[test]
    fn a_new_offer_takes_the_place_of_the_old_one() {
        let (desk, mut clipboard, _) = desk();
        let first = offer(&mut clipboard, "one");
        let second = offer(&mut clipboard, "two");
        assert!(first < second);
        assert_eq!(desk.paste().as_deref(), Some("two"));
        assert_eq!(desk.offered(), ["one", "two"]);
    }

    #[test]
    fn clearing_and_dropping_leave_nothing() {
        let (desk, mut clipboard, _) = desk();
        offer(&mut clipboard, "one");
        clipboard.clear().unwrap();
        assert_eq!(desk.paste(), None);
        offer(&mut clipboard, "two");
        drop(clipboard);
        assert_eq!(desk.paste(), None);
    }

    #[test]
    fn what_another_program_copied_stays() {
        let (desk, mut clipboard, _) = desk();
        offer(&mut clipboard, "ours");
        desk.copy("theirs");
        clipboard.clear().unwrap();
        drop(clipboard);
        assert_eq!(desk.paste().as_deref(), Some("theirs"));
    }

    #[test]
    fn what_happens_is_told_of_the_offer_that_it_is_about() {
        let (desk, mut clipboard, news) = desk();
        let first = offer(&mut clipboard, "one");
        desk.refuse(Some("parcellite"));
        desk.paste();
        let second = offer(&mut clipboard, "two");
        desk.tell(News::Pasted(first));
        desk.leave(Cleared::Locked);
        // There is nothing to be told of any more.
        desk.leave(Cleared::Idle);
        desk.copy("theirs");
        desk.paste();
        let told: Vec<News> = news.try_iter().collect();
        let by = Some("parcellite".to_owned());
        let expected = [
            News::Refused { offer: first, by },
            News::Pasted(first),
            News::Pasted(first),
            News::Cleared { offer: second, why: Cleared::Locked },
        ];
        assert_eq!(told, expected);
        assert!(clipboard.news().is_none());
    }

    #[test]
    fn keys_are_heard_while_they_are_on() {
        let (desk, mut clipboard, news) = desk();
        desk.take_key("Ctrl+Alt+PgDn".parse().unwrap());
        desk.press(Key::Next);
        let keys = clipboard.set_keys(true).unwrap();
        assert_eq!(
            keys.chord(Key::Next).map(|chord| chord.to_string()).as_deref(),
            Some("Ctrl+Alt+Shift+PgDn")
        );
        desk.press(Key::Next);
        clipboard.set_keys(false).unwrap();
        desk.press(Key::Back);
        assert_eq!(news.try_iter().collect::<Vec<_>>(), [News::Key(Key::Next)]);
    }

    #[test]
    fn a_trouble_is_met_once_and_changes_nothing() {
        let (desk, mut clipboard, _) = desk();
        offer(&mut clipboard, "one");
        desk.trouble(ClipboardError::Occupied);
        assert!(matches!(clipboard.offer(&Goods::text("two")), Err(ClipboardError::Occupied)));
        assert_eq!(desk.paste().as_deref(), Some("one"));
        offer(&mut clipboard, "two");
        assert_eq!(desk.paste().as_deref(), Some("two"));
    }

    #[test]
    fn only_what_others_copied_is_read() {
        let (desk, mut clipboard, _) = desk();
        assert_eq!(clipboard.read_once().unwrap(), None);
        offer(&mut clipboard, "ours");
        assert_eq!(clipboard.read_once().unwrap(), None);
        desk.copy("theirs");
        assert_eq!(clipboard.read_once().unwrap(), Some(Text::from("theirs")));
        desk.trouble(ClipboardError::Occupied);
        assert!(clipboard.read_once().is_err());
    }

    #[test]
    fn no_debug_text_shows_a_word() {
        let (desk, mut clipboard, _) = desk();
        offer(&mut clipboard, "secret");
        clipboard.offer(&Goods::File("secret.pdf".into())).unwrap();
        assert_eq!(format!("{desk:?}"), "Scripted(texts offered: 2, hidden)");
        let goods = [Goods::text("secret"), Goods::File("secret.pdf".into())];
        assert_eq!(format!("{goods:?}"), "[Text(6 characters, hidden), File(hidden)]");
    }
}
