//! `stopgap enter`: a completed form, box by box.

use super::{Done, pack, settings};
use crate::{
    args::{Args, Enter, Move},
    faces::{Ears, lines, protocol},
};
use std::{
    env,
    io::{self, IsTerminal},
    process::ExitCode,
};
use stopgap::{
    clipboard,
    desk::{
        Options, Sitting, SittingError, ThisDesk, advance_here, now, settings::ClipboardSettings, take_form,
    },
    reentry::{Advance, Hands},
};

pub fn run(args: &Args, enter: &Enter) -> Done {
    let pack = pack(args)?;
    let settings = settings(args)?.map(|file| file.settings.clipboard).unwrap_or_default();
    let clipboard = match clipboard::open(&enter.clipboard.options(Some(&settings))) {
        _ if enter.print => None,
        Ok(clipboard) => Some(clipboard),
        Err(error) => {
            // A form that cannot be read is the first thing to be told.
            take_form(&enter.file, &pack, now().date())?;
            return Err(SittingError::from(error).into());
        }
    };
    let options = Options {
        by: enter.by.clone(),
        tracker: enter.tracker.clone(),
        clipboard,
        advance: advance(enter, &settings),
        hands: Hands { entered_by: account(), ..Hands::default() },
        ..Options::new(&pack, now)
    };
    let mut sitting = Sitting::open(&enter.file, options)?;
    let was_by_paste = sitting.session().is_by_paste();
    let mut ears = Ears::open();
    if enter.json {
        protocol::run(&mut sitting, &mut ears, &mut io::stdout().lock())?;
    } else {
        lines::run(&mut sitting, &mut ears, &mut anstream::stdout().lock())?;
    }
    if was_by_paste && !sitting.session().is_by_paste() {
        distrust_desk(enter);
    }
    Ok(ExitCode::SUCCESS)
}

/// Something here reads what is copied, whatever a check has found before. Where that cannot be kept, it is found
/// out again the next time.
fn distrust_desk(enter: &Enter) {
    if ThisDesk::known().by_paste && ThisDesk::default().keep().is_ok() && !enter.json {
        println!("From now on this desk goes on by key. stopgap clipboard-check tries it anew.");
    }
}

/// A person goes on as is right at this desk, unless they want it otherwise; a program knows when it has pasted.
fn advance(enter: &Enter, settings: &ClipboardSettings) -> Advance {
    match enter.advance {
        Some(Move::Key) => Advance::Key,
        Some(Move::Paste) => Advance::Paste,
        None if !enter.json && io::stdin().is_terminal() => advance_here(settings.advance),
        None => Advance::Told,
    }
}

/// The name of the account at this desk.
fn account() -> Option<String> {
    ["USERNAME", "USER"].iter().find_map(|name| env::var(name).ok()).filter(|name| !name.trim().is_empty())
}
