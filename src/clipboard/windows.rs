//! The clipboard of Windows, through clipboard-win.

use std::{
    num::NonZeroU32,
    sync::mpsc::Receiver,
    thread,
    time::{Duration, Instant},
};

use clipboard_win::{ErrorCode, options::NoClear, raw};

use super::{
    Abilities, Clipboard, ClipboardError, Goods, Keys, News, Offer, Text, news::Offers, text::for_box,
};

/// No window of ours owns what we write: a window whose thread does not answer messages all the time
/// would hold up everybody else's copying. So Windows' count of changes tells whether a text is ours.
#[derive(Default)]
pub(super) struct Windows {
    offers: Offers,
    /// The count after our last write.
    written: Option<NonZeroU32>,
}

/// Where one of these stands beside a text, histories, clouds and clipboard managers leave it alone:
/// the first three are Windows' own (learn.microsoft.com, "Clipboard Formats"), managers agreed on
/// the fourth. The second and third mean it by the zero that they hold.
const KEEP_OUT: [&str; 4] = [
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
    "Clipboard Viewer Ignore",
];

/// For how long another program may keep the clipboard; some hold it for more than a second.
const PATIENCE: Duration = Duration::from_secs(2);
const FIRST_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

impl Clipboard for Windows {
    fn offer(&mut self, what: &Goods) -> Result<Offer, ClipboardError> {
        let text = match what {
            Goods::Text(text) => for_box(text.expose(), "\r\n"),
            Goods::File(path) => path.display().to_string().into(),
        };
        let opened = open()?;
        raw::empty().map_err(refused)?;
        // The marks go first: should one of them fail, the text was never there without it.
        for name in KEEP_OUT {
            let format = raw::register_format(name).ok_or_else(|| refused(ErrorCode::last_system()))?;
            raw::set_without_clear(format.get(), &0_u32.to_ne_bytes()).map_err(refused)?;
        }
        raw::set_string_with(&text, NoClear).map_err(refused)?;
        // Read after closing, because Windows then adds formats of its own and may count them.
        drop(opened);
        self.written = raw::seq_num();
        Ok(self.offers.next())
    }

    fn clear(&mut self) -> Result<(), ClipboardError> {
        if self.is_ours() {
            let _opened = open()?;
            // Asked again, because another program may have copied something before we had the lock.
            if self.is_ours() {
                raw::empty().map_err(refused)?;
            }
        }
        self.written = None;
        Ok(())
    }

    fn news(&mut self) -> Option<Receiver<News>> {
        None
    }

    fn abilities(&self) -> Abilities {
        Abilities { sees_pastes: false, tells_readers_apart: false, has_keys: false, sees_absence: false }
    }

    fn set_keys(&mut self, _on: bool) -> Result<Keys, ClipboardError> {
        Ok(Keys::default())
    }

    fn set_idle(&mut self, _after: Duration) {}

    fn read_once(&mut self) -> Result<Option<Text>, ClipboardError> {
        if self.is_ours() {
            return Ok(None);
        }
        let _opened = open()?;
        let mut bytes = Vec::new();
        Ok(raw::get_string(&mut bytes).ok().and_then(|_| std::str::from_utf8(&bytes).ok().map(Text::from)))
    }
}

impl Windows {
    fn is_ours(&self) -> bool {
        self.written.is_some() && self.written == raw::seq_num()
    }
}

impl Drop for Windows {
    fn drop(&mut self) {
        // Nobody is left to hear of a failure.
        let _ = self.clear();
    }
}

/// Opens the clipboard, which one program at a time can do; the value returned closes it.
fn open() -> Result<clipboard_win::Clipboard, ClipboardError> {
    let start = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        match clipboard_win::Clipboard::new() {
            Ok(opened) => return Ok(opened),
            Err(_) if start.elapsed() < PATIENCE => thread::sleep(pause),
            Err(_) => return Err(ClipboardError::Occupied),
        }
        pause = LONGEST_PAUSE.min(pause * 2);
    }
}

fn refused(error: ErrorCode) -> ClipboardError {
    ClipboardError::Refused(error.into())
}

/// They use the clipboard of the desk that they run on, so they run only when asked to, one at a time:
/// `cargo test clipboard::windows -- --ignored --test-threads=1`. `.ci/windows` asks, on a desk of its own,
/// and fails unless all four ran.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[ignore = "takes the clipboard of the desk"]
    fn the_text_arrives_with_all_four_marks() {
        let mut clipboard = Windows::default();
        clipboard.offer(&Goods::text("Zoë \u{1f9d2}\nrang\n")).unwrap();
        assert_eq!(paste().as_deref(), Some("Zoë \u{1f9d2}\r\nrang"));
        for name in KEEP_OUT {
            let _opened = open().unwrap();
            let mut value = [1; 4];
            let length = raw::get(raw::register_format(name).unwrap().get(), &mut value).unwrap();
            assert_eq!((length, value), (4, [0; 4]), "{name}");
        }
    }

    #[test]
    #[ignore = "takes the clipboard of the desk"]
    fn clearing_and_dropping_leave_nothing() {
        let mut clipboard = Windows::default();
        clipboard.offer(&Goods::text("one")).unwrap();
        clipboard.clear().unwrap();
        assert_eq!((paste(), raw::count_formats().unwrap_or(0)), (None, 0));
        clipboard.offer(&Goods::text("two")).unwrap();
        drop(clipboard);
        assert_eq!((paste(), raw::count_formats().unwrap_or(0)), (None, 0));
    }

    #[test]
    #[ignore = "takes the clipboard of the desk"]
    fn what_another_program_copied_stays() {
        let mut clipboard = Windows::default();
        clipboard.offer(&Goods::text("ours")).unwrap();
        clipboard_win::set_clipboard_string("theirs").unwrap();
        clipboard.clear().unwrap();
        drop(clipboard);
        assert_eq!(paste().as_deref(), Some("theirs"));
    }

    #[test]
    #[ignore = "takes the clipboard of the desk"]
    fn an_offer_waits_for_a_program_that_holds_the_clipboard() {
        let (opened, wait) = std::sync::mpsc::channel();
        let holder = thread::spawn(move || {
            let _held = open().unwrap();
            opened.send(()).unwrap();
            thread::sleep(Duration::from_millis(300));
        });
        wait.recv().unwrap();
        Windows::default().offer(&Goods::text("patient")).unwrap();
        holder.join().unwrap();
    }

    fn paste() -> Option<String> {
        clipboard_win::get_clipboard_string().ok()
    }
}
