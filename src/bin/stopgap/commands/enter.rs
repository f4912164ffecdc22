//! `stopgap enter`: a completed form, box by box.

use super::{Done, pack};
use crate::{
    args::{Args, Enter},
    faces::{answers, lines, protocol},
};
use std::{io, path::Path, process::ExitCode};
use stopgap::{
    clipboard,
    desk::{Options, Sitting, SittingError, clear_old_mails, now, take_form},
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
    let options =
        Options { pack: &pack, by: enter.by.clone(), tracker: enter.tracker.clone(), clipboard, clock: now };
    clear_old_mails(enter.file.parent().unwrap_or(Path::new("")), now());
    let mut sitting = Sitting::open(&enter.file, options)?;
    let mut answers = answers();
    let mut out = io::stdout().lock();
    if enter.json {
        protocol::run(&mut sitting, &mut *answers, &mut out)?;
    } else {
        lines::run(&mut sitting, &mut *answers, &mut out)?;
    }
    Ok(ExitCode::SUCCESS)
}
