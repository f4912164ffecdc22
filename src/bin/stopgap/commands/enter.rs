//! `stopgap enter`: a completed form, box by box.

use super::{Done, pack};
use crate::{
    args::{Args, Enter, Move},
    faces::{Ears, lines, protocol},
};
use std::{
    env,
    io::{self, IsTerminal},
    path::Path,
    process::ExitCode,
};
use stopgap::{
    clipboard,
    desk::{Options, Sitting, SittingError, clear_old_mails, now, take_form},
    reentry::{Advance, Hands},
};

pub fn run(args: &Args, enter: &Enter) -> Done {
    let pack = pack(args)?;
    let clipboard = match clipboard::open(&enter.clipboard.options()) {
        _ if enter.print => None,
        Ok(clipboard) => Some(clipboard),
        Err(error) => {
            // A form that cannot be read is the first thing to be told.
            take_form(&enter.file, &pack, now().date())?;
            return Err(SittingError::from(error).into());
        }
    };
    clear_old_mails(enter.file.parent().unwrap_or(Path::new("")), now());
    let options = Options {
        by: enter.by.clone(),
        tracker: enter.tracker.clone(),
        clipboard,
        advance: advance(enter),
        hands: Hands { entered_by: account(), ..Hands::default() },
        ..Options::new(&pack, now)
    };
    let mut sitting = Sitting::open(&enter.file, options)?;
    let mut ears = Ears::open();
    if enter.json {
        protocol::run(&mut sitting, &mut ears, &mut io::stdout().lock())?;
    } else {
        lines::run(&mut sitting, &mut ears, &mut anstream::stdout().lock())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A person goes on by key, unless they want it otherwise; a program knows when it has pasted.
fn advance(enter: &Enter) -> Advance {
    match enter.advance {
        Some(Move::Key) => Advance::Key,
        Some(Move::Paste) => Advance::Paste,
        None if !enter.json && io::stdin().is_terminal() => Advance::Key,
        None => Advance::Told,
    }
}

/// The name of the account at this desk.
fn account() -> Option<String> {
    ["USERNAME", "USER"].iter().find_map(|name| env::var(name).ok()).filter(|name| !name.trim().is_empty())
}
