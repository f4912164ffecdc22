//! What happens at the desk goes to the session, and what follows from it is made so: the file first, then the
//! clipboard; the screen is the face's.

use super::{Sitting, SittingError};
use crate::{
    clipboard::{self, News, Text},
    desk::Document,
    reentry::{Event, Goods, Heard, Input, Key, Moment, Want},
    word::Written,
};

impl Sitting {
    /// Takes an answer in: notes the progress, puts the next text on the clipboard or clears it, and
    /// at the end stamps the tracker.
    ///
    /// # Errors
    /// When progress cannot be noted, or the clipboard is held by another program. Then the session
    /// stays at a step that was not copied until it is.
    pub fn answer(&mut self, input: Input) -> Result<(), SittingError> {
        let now = self.now();
        self.answer_at(input, now)
    }

    /// The same at a moment that is given.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn answer_at(&mut self, input: Input, now: Moment) -> Result<(), SittingError> {
        if input == Input::Next && !self.is_copied() {
            // Going on would leave an older text on the clipboard for the next box.
            self.sync_clipboard()?;
            self.session.tell("It is copied now. Paste it, then press Enter.");
            return Ok(());
        }
        if input == Input::Yes && matches!(self.want(), Want::Confirm) && self.has_form_changed() {
            self.session.tell(
                "The form was changed since you opened it. Stop with q and start again: what is different comes again.",
            );
            return Ok(());
        }
        match input {
            Input::Look => self.look(now),
            input => self.take(Event::Input(input), now).map(|_| ()),
        }
    }

    /// Takes in what was heard of the clipboard and the global keys, and says whether the screen should be drawn
    /// anew.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn hear(&mut self, news: News) -> Result<bool, SittingError> {
        let now = self.now();
        self.hear_at(news, now)
    }

    /// The same at a moment that is given.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn hear_at(&mut self, news: News, now: Moment) -> Result<bool, SittingError> {
        let offers = [self.offered, self.offered_before];
        let number =
            |offer| offers.into_iter().flatten().find(|(_, of)| *of == offer).map(|(number, _)| number);
        let heard = match news {
            News::Pasted(offer) => number(offer).map(Heard::Pasted),
            News::Refused { offer, by } => number(offer).map(|offer| Heard::Refused { offer, by }),
            News::Replaced(offer) => number(offer).map(Heard::Replaced),
            News::Cleared { offer, .. } => number(offer).map(Heard::Cleared),
            News::Key(clipboard::Key::Next) => Some(Heard::Key(Key::Next)),
            News::Key(clipboard::Key::Back) => Some(Heard::Key(Key::Back)),
            News::Held { by } => {
                let who = by.unwrap_or_else(|| "Another program".to_owned());
                self.session.tell(format!("{who} has the clipboard open. Close it if this takes long."));
                return Ok(true);
            }
            // The terminal has come to the front already.
            News::Key(clipboard::Key::GoTo) => None,
        };
        match heard {
            Some(heard) => self.take(Event::Heard(heard), now),
            // Of an offer that is long gone.
            None => Ok(false),
        }
    }

    /// Tells the session that its deadline has come, and says whether the screen should be drawn anew.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn wake(&mut self) -> Result<bool, SittingError> {
        let now = self.now();
        self.take(Event::Woken, now)
    }

    fn take(&mut self, event: Event, now: Moment) -> Result<bool, SittingError> {
        let known = self.session.learned().len();
        let is_changed = self.session.handle(event, now);
        if self.session.learned().len() > known {
            self.write_new_pin();
        }
        self.keep()?;
        self.stamp_what_is_saved()?;
        self.see_whether_it_has_ended();
        // A clipboard that another program holds must not hold up the stamp, so it comes last.
        self.sync_clipboard()?;
        Ok(is_changed)
    }

    /// Adds to the progress file what is not in it yet.
    pub(super) fn keep(&mut self) -> Result<(), SittingError> {
        Ok(self.kept.keep(self.session.progress_mut())?)
    }

    /// Reads once what the person copied in the browser, and lets the session judge it.
    fn look(&mut self, now: Moment) -> Result<(), SittingError> {
        const FIRST: &str = "Copy it in the browser first, then type v again.";
        let Some(clipboard) = &mut self.clipboard else {
            self.session.tell("Nothing is copied here, so there is nothing to compare: type it.");
            return Ok(());
        };
        match clipboard.read_once() {
            Ok(Some(shown)) => {
                let shown = Written::from(shown.expose());
                self.take(Event::Input(Input::Shown(shown)), now).map(|_| ())
            }
            Ok(None) => {
                // Some desks cannot tell what is ours from what the person copied, unless ours is gone.
                self.session.set_aside();
                self.session.tell(FIRST);
                self.sync_clipboard()
            }
            Err(error) => {
                self.session.tell(format!("{error}."));
                Ok(())
            }
        }
    }

    pub(super) fn sync_clipboard(&mut self) -> Result<(), SittingError> {
        let Some(clipboard) = &mut self.clipboard else { return Ok(()) };
        match self.session.offer() {
            Some(offer) if self.offered.is_some_and(|(number, _)| number == offer.number) => {}
            Some(offer) => {
                self.offered_before = self.offered.take().or(self.offered_before);
                self.is_filled = true;
                let goods = goods(offer.goods, &self.documents);
                self.offered = Some((offer.number, clipboard.offer(&goods)?));
            }
            // Also where nothing of ours should be there: an earlier clear may have failed.
            None => {
                clipboard.clear()?;
                self.is_filled = false;
                // A text that turns out to be in its box, while it is off, is not put there again.
                if self.session.pause().is_none() {
                    self.offered_before = self.offered.take().or(self.offered_before);
                }
            }
        }
        Ok(())
    }
}

/// What the clipboard is given: a file that was found as a file, else its name.
fn goods(goods: Goods<'_>, documents: &[Document]) -> clipboard::Goods {
    match goods {
        Goods::Text(text) => clipboard::Goods::Text(Text::from(text.expose())),
        Goods::File(name) => {
            let found = documents.iter().find(|document| document.name == *name);
            match found.and_then(|document| std::path::absolute(document.path.as_ref()?).ok()) {
                Some(path) => clipboard::Goods::File(path),
                None => clipboard::Goods::text(name.expose()),
            }
        }
    }
}
