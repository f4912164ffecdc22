//! Who asks for the clipboard, and whose window is in front.

use super::Display;
use std::fs;
use x11rb::{
    connection::Connection,
    cookie::Cookie,
    protocol::{
        res::{ClientIdMask, ClientIdSpec, ConnectionExt as _},
        xproto::{AtomEnum, ConnectionExt as _, MapState, Window},
    },
};

/// What the display says of a reader.
pub(super) struct Seen {
    pub name: String,
    pub in_front: bool,
    pub front: Option<String>,
}

impl Display {
    /// Who a window belongs to that asks for the clipboard.
    pub(super) fn seen(&self, requestor: Window) -> Seen {
        let (process, front) = (self.process(requestor), self.window_in_front());
        let front_process = front.and_then(|window| self.process(window));
        // A program can have several connections to the display, and a window for asking on another one.
        let in_front = front.is_some_and(|front| self.client(front) == self.client(requestor))
            || (process.is_some() && process == front_process);
        Seen {
            name: process.map_or_else(|| "a program on another computer".to_owned(), name),
            in_front,
            front: front_process.map(name),
        }
    }

    /// The window manager says which window is in front; without one it is the window that has the keyboard.
    ///
    /// It may be one that is long gone (Openbox goes on naming the last window when all are closed), and
    /// the display gives its number, or one like it, to the next program: so it has to be on the screen.
    pub(super) fn window_in_front(&self) -> Option<Window> {
        let (active, any) = (self.atoms._NET_ACTIVE_WINDOW, AtomEnum::WINDOW);
        let told = self.x.get_property(false, self.root, active, any, 0, 1).ok()?.reply().ok();
        let told = told.and_then(|told| told.value32()?.next()).filter(|window| *window != x11rb::NONE);
        let front = told.or_else(|| Some(self.x.get_input_focus().ok()?.reply().ok()?.focus));
        // 1 stands for "whichever the pointer is in".
        front.filter(|window| *window > 1 && *window != self.root && self.is_on_screen(*window))
    }

    fn is_on_screen(&self, window: Window) -> bool {
        let told = self.x.get_window_attributes(window).map(Cookie::reply);
        matches!(told, Ok(Ok(told)) if told.map_state == MapState::VIEWABLE)
    }

    /// Whether a window has not been closed.
    pub(super) fn is_there(&self, window: Window) -> bool {
        self.x.get_window_attributes(window).is_ok_and(|asked| asked.reply().is_ok())
    }

    /// The process of a program on this computer.
    fn process(&self, window: Window) -> Option<u32> {
        let asked = [ClientIdSpec { client: window, mask: ClientIdMask::LOCAL_CLIENT_PID }];
        let told = self.x.res_query_client_ids(&asked).ok()?.reply().ok()?;
        told.ids.iter().find_map(|id| id.value.first().copied())
    }

    /// The connection that made a window: the upper bits of each name that it was given.
    pub(super) fn client(&self, window: Window) -> u32 {
        window & !self.x.setup().resource_id_mask
    }
}

/// What a program is called. Linux keeps the name in memory: reading it waits for no disk.
fn name(process: u32) -> String {
    fs::read_to_string(format!("/proc/{process}/comm"))
        .map_or_else(|_| format!("process {process}"), |name| name.trim_end().to_owned())
}
