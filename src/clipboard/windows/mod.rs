//! The clipboard of Windows, where a text is handed over only when somebody asks for it ("delayed rendering").
//!
//! The clipboard says that there is a text, and Windows asks us for it when a program reads: then we see
//! who, and give it or not. What is refused stays offered. What was given stays in Windows' own memory
//! until we clear it, and later reads of it are not seen.

mod desk;
mod system;

use super::{
    ClipboardError, Options,
    guard::Guard,
    served::{Served, Wake},
};
use std::{sync::mpsc::channel, thread};

/// Opens the clipboard of this desktop.
pub(super) fn open(options: &Options) -> Result<Served<system::Waker>, ClipboardError> {
    let (commands, queue) = channel();
    let (send, news) = channel();
    let (ready, opened) = channel();
    let refused = |error: std::io::Error| ClipboardError::Refused(error.into());
    let number = getrandom::u64().map_err(|error| refused(std::io::Error::other(error)))?;
    // Where programs may start no others there is no guard; `Abilities` says so.
    let guard = options.guard.as_ref().and_then(|program| Guard::start(program, number).ok());
    let options = options.clone();
    let thread = thread::Builder::new()
        .name("clipboard".to_owned())
        .spawn(move || {
            desk::serve(&options, desk::Ends { commands: queue, news: send, number, guard }, &ready);
        })
        .map_err(refused)?;
    let Ok(Some(desk::Ready { wake, abilities })) = opened.recv() else {
        return Err(ClipboardError::NoDisplay);
    };
    Ok(Served { commands, wake, news: Some(news), abilities, thread: Some(thread) })
}

impl Wake for system::Waker {
    fn wake(&self) {
        system::Waker::wake(self);
    }
}
