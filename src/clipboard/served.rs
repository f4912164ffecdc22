//! The program's end of a clipboard that has a thread of its own.
//!
//! Whoever pastes waits until the clipboard has answered, and so does every program that copies. So it is
//! served by a thread that does nothing else: it never sleeps, opens no file of ours and waits for no other
//! thread. What it is asked to do comes in a queue, and what happens goes out in another.

use super::{Abilities, Clipboard, ClipboardError, Goods, Keys, News, Offer, Text};
use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread::JoinHandle,
};

/// What the thread is asked to do, and where it answers.
pub(super) enum Command {
    Offer(Goods, Answer<Offer>),
    Clear(Answer<()>),
    Keys(bool, Answer<Keys>),
    Restricted(bool),
    Read(Answer<Option<Text>>),
    /// Clear, and end.
    End,
}

pub(super) type Answer<T> = Sender<Result<T, ClipboardError>>;

/// Wakes the thread, which waits for the desk, to look into its queue.
pub(super) trait Wake: Send {
    fn wake(&self);
}

/// The program's end; see the module.
pub(super) struct Served<W: Wake> {
    pub commands: Sender<Command>,
    pub wake: W,
    pub news: Option<Receiver<News>>,
    pub abilities: Abilities,
    pub thread: Option<JoinHandle<()>>,
}

impl<W: Wake> Served<W> {
    fn ask<T>(&self, command: impl FnOnce(Answer<T>) -> Command) -> Result<T, ClipboardError> {
        let (answer, wait) = channel();
        self.send(command(answer));
        // A thread that has ended has lost its desk.
        wait.recv().unwrap_or(Err(ClipboardError::NoDisplay))
    }

    fn send(&self, command: Command) {
        if self.commands.send(command).is_ok() {
            self.wake.wake();
        }
    }
}

impl<W: Wake> Clipboard for Served<W> {
    fn offer(&mut self, what: &Goods) -> Result<Offer, ClipboardError> {
        self.ask(|answer| Command::Offer(what.clone(), answer))
    }

    fn clear(&mut self) -> Result<(), ClipboardError> {
        self.ask(Command::Clear)
    }

    fn news(&mut self) -> Option<Receiver<News>> {
        self.news.take()
    }

    fn abilities(&self) -> Abilities {
        self.abilities
    }

    fn set_keys(&mut self, on: bool) -> Result<Keys, ClipboardError> {
        self.ask(|answer| Command::Keys(on, answer))
    }

    fn set_restricted(&mut self, is_restricted: bool) {
        self.send(Command::Restricted(is_restricted));
    }

    fn read_once(&mut self) -> Result<Option<Text>, ClipboardError> {
        self.ask(Command::Read)
    }
}

impl<W: Wake> Drop for Served<W> {
    fn drop(&mut self) {
        self.send(Command::End);
        if let Some(thread) = self.thread.take() {
            // It has nothing more to say, even if it fell.
            let _ = thread.join();
        }
    }
}
