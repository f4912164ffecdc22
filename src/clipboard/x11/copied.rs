//! Reads what another program copied, when the person asks for it.

use super::{
    super::{ClipboardError, Text, served::Answer},
    Display,
};
use std::time::{Duration, Instant};
use x11rb::{
    errors::ReplyError,
    protocol::xproto::{AtomEnum, ConnectionExt as _, SelectionNotifyEvent},
};
use zeroize::Zeroizing;

/// For how long a program may take to give what was copied in it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Who waits for what was copied, and until when.
#[derive(Default)]
pub(super) struct Copied(Option<(Answer<Option<Text>>, Instant)>);

impl Copied {
    /// Asks for it. The answer comes when it comes: nothing waits here for another program.
    pub(super) fn ask(
        &mut self,
        display: &Display,
        answer: Answer<Option<Text>>,
        now: Instant,
    ) -> Result<(), ReplyError> {
        let (window, atoms) = (display.window, &display.atoms);
        let owner = display.x.get_selection_owner(atoms.CLIPBOARD)?.reply()?.owner;
        if owner == x11rb::NONE || owner == window {
            // Who asked may have gone meanwhile, here and below.
            let _ = answer.send(Ok(None));
            return Ok(());
        }
        let (text, place, time) = (atoms.UTF8_STRING, atoms.STOPGAP_READ, x11rb::CURRENT_TIME);
        display.x.convert_selection(window, atoms.CLIPBOARD, text, place, time)?;
        self.0 = Some((answer, now + PATIENCE));
        Ok(())
    }

    /// Takes it from where the program has put it.
    pub(super) fn take(&mut self, display: &Display, given: &SelectionNotifyEvent) -> Result<(), ReplyError> {
        let Some((answer, _)) = self.0.take() else { return Ok(()) };
        if given.property == x11rb::NONE {
            let _ = answer.send(Ok(None));
            return Ok(());
        }
        let (window, any, all) = (display.window, AtomEnum::ANY, u32::MAX / 4);
        let read = display.x.get_property(true, window, given.property, any, 0, all)?.reply()?;
        // In pieces comes only what is far longer than any box of a case system.
        let is_text = read.type_ == display.atoms.UTF8_STRING;
        let text = String::from_utf8(read.value).ok().filter(|_| is_text).map(Zeroizing::new);
        let _ = answer.send(text.map(|text| Some(Text::from(text.as_str()))).ok_or(ClipboardError::Unread));
        Ok(())
    }

    /// Waits no longer for a program that does not answer, and says until when to wait for one.
    pub(super) fn give_up(&mut self, now: Instant) -> Option<Instant> {
        if let Some((answer, _)) = self.0.take_if(|(_, until)| now >= *until) {
            let _ = answer.send(Err(ClipboardError::Unread));
        }
        self.0.as_ref().map(|(_, until)| *until)
    }
}
