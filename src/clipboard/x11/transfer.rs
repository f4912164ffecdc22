//! Long texts, which go over in pieces ("INCR" in the conventions of X11, section 2.7.2).

use super::Display;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use x11rb::{
    connection::RequestConnection,
    errors::ConnectionError,
    protocol::xproto::{
        Atom, ChangeWindowAttributesAux, ConnectionExt as _, EventMask, PropMode, Property,
        PropertyNotifyEvent, Window,
    },
    wrapper::ConnectionExt as _,
};
use zeroize::Zeroizing;

/// Some displays take no more than 256 KiB at a time; what is longer goes in pieces.
const PIECE: usize = 128 << 10;
/// A reader that takes no further piece for so long has gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// The transfers that are going on.
#[derive(Default)]
pub(super) struct Transfers(Vec<Transfer>);

struct Transfer {
    reader: Window,
    property: Atom,
    kind: Atom,
    text: Arc<Zeroizing<String>>,
    /// How many bytes were sent.
    sent: usize,
    last: Instant,
}

impl Transfers {
    /// Gives a reader the text, or begins to.
    pub(super) fn give(
        &mut self,
        display: &Display,
        (reader, property, kind): (Window, Atom, Atom),
        text: &Arc<Zeroizing<String>>,
        now: Instant,
    ) -> Result<(), ConnectionError> {
        // A reader that asks anew has given up on what it asked for before.
        self.0.retain(|transfer| (transfer.reader, transfer.property) != (reader, property));
        let most = PIECE.min(display.x.maximum_request_bytes() / 2);
        if text.len() <= most {
            display.x.change_property8(PropMode::REPLACE, reader, property, kind, text.as_bytes())?;
            return Ok(());
        }
        // The reader takes each piece away when it has it; of that and of its end we want to hear.
        watch(display, reader, EventMask::PROPERTY_CHANGE | EventMask::STRUCTURE_NOTIFY)?;
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        display.x.change_property32(PropMode::REPLACE, reader, property, display.atoms.INCR, &[length])?;
        self.0.push(Transfer { reader, property, kind, text: Arc::clone(text), sent: 0, last: now });
        Ok(())
    }

    /// Sends the next piece to a reader that took the one before, and says whether it did.
    pub(super) fn go_on(
        &mut self,
        display: &Display,
        taken: &PropertyNotifyEvent,
        now: Instant,
    ) -> Result<bool, ConnectionError> {
        let is_meant = |transfer: &Transfer| {
            (transfer.reader, transfer.property) == (taken.window, taken.atom)
                && taken.state == Property::DELETE
        };
        let Some(at) = self.0.iter().position(is_meant) else { return Ok(false) };
        let transfer = &mut self.0[at];
        let rest = &transfer.text.as_bytes()[transfer.sent..];
        let piece = &rest[..rest.len().min(PIECE)];
        let Transfer { reader, property, kind, .. } = *transfer;
        // A piece of no length is the end.
        display.x.change_property8(PropMode::REPLACE, reader, property, kind, piece)?;
        transfer.sent += piece.len();
        transfer.last = now;
        if piece.is_empty() {
            self.0.remove(at);
            self.leave(display, reader)?;
        }
        Ok(true)
    }

    /// A window is gone, and whatever was on its way to it.
    pub(super) fn forget(&mut self, reader: Window) {
        self.0.retain(|transfer| transfer.reader != reader);
    }

    /// Gives up on readers that have stopped, and says when to look again.
    pub(super) fn give_up(
        &mut self,
        display: &Display,
        now: Instant,
    ) -> Result<Option<Instant>, ConnectionError> {
        while let Some(at) = self.0.iter().position(|transfer| now >= transfer.last + PATIENCE) {
            let gone = self.0.remove(at);
            self.leave(display, gone.reader)?;
        }
        Ok(self.0.iter().map(|transfer| transfer.last + PATIENCE).min())
    }

    /// Hears no more of a window that nothing is on its way to.
    fn leave(&self, display: &Display, reader: Window) -> Result<(), ConnectionError> {
        if self.0.iter().any(|transfer| transfer.reader == reader) {
            return Ok(());
        }
        watch(display, reader, EventMask::NO_EVENT)
    }
}

fn watch(display: &Display, window: Window, events: EventMask) -> Result<(), ConnectionError> {
    let wanted = ChangeWindowAttributesAux::new().event_mask(events);
    display.x.change_window_attributes(window, &wanted).map(drop)
}
