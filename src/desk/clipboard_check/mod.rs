//! Whether pastes can be trusted on this desk: the clipboard tried with a harmless word.
//!
//! Forms are entered by key until this has passed: a person pastes and presses a key for the next answer.
//! Where each paste is seen, and nothing else reads, stopgap can go on by itself.

mod verdict;

pub use verdict::{Paste, Seen, Verdict};

use crate::clipboard::{Clipboard, ClipboardError, Goods, News, Offer, surroundings};
use std::{
    sync::mpsc::Receiver,
    time::{Duration, Instant},
};

/// A check that is going on; see the module. When it is dropped, the word goes from the clipboard.
pub struct ClipboardCheck {
    clipboard: Box<dyn Clipboard>,
    news: Option<Receiver<News>>,
    offer: Offer,
    seen: Seen,
}

impl ClipboardCheck {
    /// What is offered. It goes into whatever box the person pastes it into, so it says what it is.
    pub const WORD: &str = "stopgap is here";
    /// For how long is watched who reads it.
    pub const WATCH: Duration = Duration::from_secs(5);

    /// Offers the word, and takes the global keys.
    ///
    /// # Errors
    /// When another program keeps the clipboard to itself, or the system does not take the word.
    pub fn begin(mut clipboard: Box<dyn Clipboard>) -> Result<Self, ClipboardError> {
        let news = clipboard.news();
        let keys = clipboard.set_keys(true)?;
        let offer = clipboard.offer(&Goods::text(Self::WORD))?;
        let seen = Seen::new(clipboard.abilities(), surroundings(), keys);
        Ok(Self { clipboard, news, offer, seen })
    }

    /// Watches for so long who reads the word while nobody pastes it. Where readers are not seen, there is
    /// nothing to wait for.
    pub fn watch(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while let Some(news) = &self.news
            && let Ok(news) = news.recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            self.seen.hear(news, self.offer);
        }
    }

    /// Asks for a paste: whoever reads the word from now on may be the browser.
    ///
    /// # Errors
    /// As [`ClipboardCheck::begin`]: it is offered again, because it may have been read meanwhile.
    pub fn ask(&mut self) -> Result<(), ClipboardError> {
        self.hear();
        self.offer = self.clipboard.offer(&Goods::text(Self::WORD))?;
        self.seen.paste = Some(Paste::default());
        Ok(())
    }

    /// The person says whether the word stands in the box now; None: they did not paste.
    pub fn answer(&mut self, has_arrived: Option<bool>) {
        self.hear();
        match (&mut self.seen.paste, has_arrived) {
            (Some(paste), Some(has_arrived)) => paste.has_arrived = has_arrived,
            (paste, _) => *paste = None,
        }
    }

    /// What came of it.
    pub fn finish(self) -> Verdict {
        self.seen.verdict()
    }

    fn hear(&mut self) {
        for news in self.news.iter().flat_map(Receiver::try_iter) {
            self.seen.hear(news, self.offer);
        }
    }
}
