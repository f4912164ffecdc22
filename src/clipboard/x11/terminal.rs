//! The window of the terminal that the program runs in: to the front, and back to where one was.

use super::Display;
use std::env;
use x11rb::{
    connection::Connection,
    errors::ReplyError,
    protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask, Window},
};

/// Asked for by somebody who wants it so, not by a program (freedesktop.org, "Extended Window Manager Hints").
const BY_A_PERSON: u32 = 2;

/// See the module.
pub(super) struct Terminal {
    /// As the terminal says it to the programs in it; those that do not say it have none.
    window: Option<Window>,
    /// The window that was in front before.
    before: Option<Window>,
}

impl Terminal {
    pub(super) fn of_this_program() -> Self {
        let window = env::var("WINDOWID").ok().and_then(|window| window.parse().ok());
        Self { window, before: None }
    }

    /// Brings the terminal to the front, or, where it is there, what was before.
    pub(super) fn go_to(&mut self, display: &Display) -> Result<(), ReplyError> {
        let front = display.window_in_front();
        let to = if front == self.window {
            self.before.take()
        } else {
            self.before = front;
            self.window
        };
        if let Some(window) = to.filter(|window| display.is_there(*window)) {
            let kind = display.atoms._NET_ACTIVE_WINDOW;
            let wish = ClientMessageEvent::new(32, window, kind, [BY_A_PERSON, x11rb::CURRENT_TIME, 0, 0, 0]);
            let manager = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
            display.x.send_event(false, display.root, manager, wish)?;
            display.x.flush()?;
        }
        Ok(())
    }
}
