//! The clipboard where only offering and clearing can be done, through arboard.

#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(not(target_os = "macos"))]
use arboard::SetExtLinux as _;

use super::{
    Abilities, Clipboard, ClipboardError, Goods, Keys, News, Offer, Text, news::Offers, text::for_box,
};
use std::sync::mpsc::Receiver;

/// On X11 a text is not handed over but served by its owner for as long as there is one.
pub(super) struct Plain {
    offers: Offers,
    owner: Option<arboard::Clipboard>,
    /// Something was offered and not cleared since.
    has_offer: bool,
}

impl Plain {
    /// Opens the clipboard of the display, so that a desk without one is told before the first answer.
    pub(super) fn open() -> Result<Self, ClipboardError> {
        Ok(Self { offers: Offers::default(), owner: Some(connect()?), has_offer: false })
    }
}

impl Clipboard for Plain {
    /// A file is offered as its path.
    fn offer(&mut self, what: &Goods) -> Result<Offer, ClipboardError> {
        let text = match what {
            Goods::Text(text) => for_box(text.expose(), "\n"),
            Goods::File(path) => path.display().to_string().into(),
        };
        let owner = match &mut self.owner {
            Some(owner) => owner,
            none => none.insert(connect()?),
        };
        // This mark is also what keeps arboard from giving the text to a clipboard manager at the end.
        owner.set().exclude_from_history().text(text.as_str()).map_err(refused)?;
        self.has_offer = true;
        Ok(self.offers.next())
    }

    /// Lets the owner go: the display then drops the text, if it is still the owner's.
    /// arboard's own `clear` would also take away what another program has copied since.
    fn clear(&mut self) -> Result<(), ClipboardError> {
        let owner = self.owner.take();
        self.has_offer = false;
        if cfg!(target_os = "macos") {
            // There the text outlives its owner, and nobody says whose it is.
            owner.map_or(Ok(()), |mut owner| owner.clear()).map_err(refused)?;
        }
        Ok(())
    }

    fn news(&mut self) -> Option<Receiver<News>> {
        None
    }

    fn abilities(&self) -> Abilities {
        Abilities {
            sees_pastes: false,
            tells_readers_apart: false,
            has_keys: false,
            sees_absence: false,
            survives_a_crash: cfg!(not(target_os = "macos")),
        }
    }

    fn set_keys(&mut self, _on: bool) -> Result<Keys, ClipboardError> {
        Ok(Keys::default())
    }

    fn set_restricted(&mut self, _is_restricted: bool) {}

    /// Nobody says here whether another program has copied since: what we offered has to be cleared first.
    fn read_once(&mut self) -> Result<Option<Text>, ClipboardError> {
        if self.has_offer {
            return Ok(None);
        }
        match connect()?.get_text() {
            Ok(text) => Ok(Some(Text::from(text.as_str()))),
            Err(arboard::Error::ContentNotAvailable) => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }
}

impl Drop for Plain {
    fn drop(&mut self) {
        // Nobody is left to hear of a failure.
        let _ = self.clear();
    }
}

fn connect() -> Result<arboard::Clipboard, ClipboardError> {
    arboard::Clipboard::new().map_err(|_| ClipboardError::NoDisplay)
}

fn refused(error: arboard::Error) -> ClipboardError {
    match error {
        arboard::Error::ClipboardOccupied => ClipboardError::Occupied,
        error => ClipboardError::Refused(error.into()),
    }
}
