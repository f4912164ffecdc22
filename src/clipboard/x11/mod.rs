//! The clipboard of X11, where a text is not handed over but served by its owner, who sees every read.

mod copied;
mod grabs;
mod owner;
mod presses;
mod reader;
mod reads;
mod terminal;
mod transfer;

use super::{
    Abilities, ClipboardError, Options,
    served::{Served, Wake},
};
use std::{
    io::{PipeWriter, Write},
    sync::mpsc::channel,
    thread,
};
use x11rb::{
    connection::Connection,
    protocol::{
        res::ConnectionExt as _,
        screensaver::{self, ConnectionExt as _},
        xinput::ConnectionExt as _,
        xproto::{Atom, ConnectionExt as _, CreateWindowAux, EventMask, Window, WindowClass},
    },
    rust_connection::RustConnection,
};

x11rb::atom_manager! {
    /// What the clipboard says to others, by name.
    Atoms: AtomsCookie {
        CLIPBOARD,
        TARGETS,
        TIMESTAMP,
        INCR,
        UTF8_STRING,
        TEXT_UTF_8: b"text/plain;charset=utf-8",
        TEXT_PLAIN: b"text/plain",
        URI_LIST: b"text/uri-list",
        // With the value "secret" it keeps a text out of the histories of KDE's, GNOME's and other managers.
        HINT: b"x-kde-passwordManagerHint",
        STOPGAP_READ,
        STOPGAP_TIME,
        _NET_ACTIVE_WINDOW,
    }
}

/// The display, and the window that owns the clipboard on it. Nobody sees that window.
struct Display {
    x: RustConnection,
    root: Window,
    window: Window,
    atoms: Atoms,
    /// The display tells how long ago the person did something, and when the screen is locked.
    sees_absence: bool,
    /// The display tells of the keys and buttons that are pressed, and may be asked.
    tells_presses: bool,
}

/// Opens the clipboard of the display, so that a desk without one is told before the first answer.
pub(super) fn open(options: &Options) -> Result<Served<Waker>, ClipboardError> {
    let (display, tells_readers_apart) = connect(options).ok_or(ClipboardError::NoDisplay)?;
    let abilities = Abilities {
        sees_pastes: true,
        tells_readers_apart: tells_readers_apart && options.shield.on,
        has_keys: true,
        sees_absence: display.sees_absence,
        survives_a_crash: true,
    };
    let (commands, queue) = channel();
    let (send, news) = channel();
    let (woken, waker) = std::io::pipe().map_err(|error| ClipboardError::Refused(error.into()))?;
    let owner = owner::Owner::new(display, options, queue, woken, send);
    let thread = thread::Builder::new()
        .name("clipboard".to_owned())
        .spawn(move || owner.serve())
        .map_err(|error| ClipboardError::Refused(error.into()))?;
    Ok(Served { commands, wake: Waker(waker), news: Some(news), abilities, thread: Some(thread) })
}

/// A byte in a pipe, which the thread waits for beside the display.
pub(super) struct Waker(PipeWriter);

impl Wake for Waker {
    fn wake(&self) {
        // The other end is closed only when the thread has ended, which whoever asks it is told.
        let _ = (&self.0).write_all(&[0]);
    }
}

/// The display, and whether it tells which program a window belongs to.
fn connect(options: &Options) -> Option<(Display, bool)> {
    let (x, screen) = x11rb::connect(None).ok()?;
    let root = x.setup().roots.get(screen)?.root;
    let atoms = Atoms::new(&x).ok()?.reply().ok()?;
    let window = x.generate_id().ok()?;
    let events = CreateWindowAux::new().event_mask(EventMask::PROPERTY_CHANGE);
    x.create_window(0, window, root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, 0, &events)
        .ok()?
        .check()
        .ok()?;
    let tells_programs = x.res_query_version(1, 2).is_ok_and(|version| version.reply().is_ok());
    let sees_absence = x.screensaver_query_version(1, 1).is_ok_and(|version| version.reply().is_ok())
        && x.screensaver_select_input(root, screensaver::Event::NOTIFY_MASK).is_ok();
    // From 2.1 on it tells of what other programs have taken for themselves, too.
    let tells_presses = options.gesture
        && x.xinput_xi_query_version(2, 2).is_ok_and(|version| {
            version.reply().is_ok_and(|version| (version.major_version, version.minor_version) >= (2, 1))
        });
    Some((Display { x, root, window, atoms, sees_absence, tells_presses }, tells_programs))
}

impl Display {
    /// What a text is asked for as.
    fn texts(&self) -> [Atom; 3] {
        [self.atoms.UTF8_STRING, self.atoms.TEXT_UTF_8, self.atoms.TEXT_PLAIN]
    }
}
