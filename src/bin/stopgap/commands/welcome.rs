//! `stopgap` with nothing: what it is, and what can be done next.

use super::{Done, pack, several};
use crate::args::Args;
use std::process::ExitCode;

pub fn run(args: &Args) -> Done {
    let pack = pack(args)?;
    println!(
        "stopgap keeps recording going while EHM, LCS or ContrOCC are down, and helps to enter it all afterwards.\n\
         It has {} here.\n\n\
         \x20 stopgap demo                          see it from start to end, with invented forms\n\
         \x20 stopgap forms                         list the forms\n\
         \x20 stopgap new contact --to FILE.docx    make one to fill in with Word\n\
         \x20 stopgap enter FILE.docx               enter a completed one, box by box\n\
         \x20 stopgap --help                        everything else",
        several(pack.templates().len(), "form")
    );
    Ok(ExitCode::SUCCESS)
}
