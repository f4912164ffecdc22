//! `stopgap restrict`: a form whose record turned out to be restricted.

use super::{
    Done, counted,
    new::{asked, told_of_rows},
    pack, settings,
};
use crate::{
    args::{Args, Restrict},
    faces::questions::person,
    failure::Failure,
    out::whole,
};
use std::process::ExitCode;
use stopgap::desk::{Restricted, RowsAdded, now, restrict};

pub fn run(args: &Args, asked: &Restrict) -> Done {
    let Some(file) = settings(args)? else {
        return Err(Failure::usage(
            "there are no settings that say where the share and the secure place are: move the form by hand, and write Restricted into its row",
        ));
    };
    let workplace = asked::workplace(person().as_mut(), &file.settings, &asked.who)?;
    let Restricted { form, number, others, rows, left, undone, is_still_there } =
        restrict(&asked.file, &workplace, &pack(args)?, now())?;
    let is_now = if is_still_there { "was copied to" } else { "is now" };
    println!("The form {is_now} {}, with form number {number}.", whole(form.display()));
    if others > 0 {
        let files = counted(others, "other file that belongs", "other files that belong");
        println!("{files} to it went with it.");
    }
    let mut is_done = undone.is_empty() && !is_still_there;
    match rows {
        Some(RowsAdded { tracker, added: Ok(rows) }) => {
            println!("{}", told_of_rows(&rows, &tracker));
        }
        Some(RowsAdded { tracker, added: Err(error) }) => {
            is_done = false;
            eprintln!("stopgap: the row is not in {}: {error}", tracker.display());
        }
        None => {}
    }
    if !left.is_empty() {
        println!("\nLook after this yourself:");
    }
    for what in left {
        println!("- {}.", what.expose());
    }
    for what in undone {
        eprintln!("stopgap: {}", what.expose());
    }
    if is_still_there {
        eprintln!(
            "The form is still on the share, too: once that is put right, run the same command again, and do not enter the form before"
        );
    }
    Ok(if is_done { ExitCode::SUCCESS } else { ExitCode::from(3) })
}
