//! One module for each command: arguments in, what came of it on standard output.

pub mod check;
pub mod demo;
pub mod diff;
pub mod enter;
pub mod forms;
pub mod new;
pub mod plan;
pub mod publish;
pub mod read;
pub mod schema;
pub mod tracker;
pub mod welcome;

use crate::{args::Args, failure::Failure};
use std::process::ExitCode;
use stopgap::{desk::pack_in, template::Pack};

/// What a command gives back.
pub type Done = Result<ExitCode, Failure>;

/// The definitions that are in force: those of `--templates`, or the built-in ones.
fn pack(args: &Args) -> Result<Pack, Failure> {
    match &args.templates {
        Some(folder) => Ok(pack_in(folder)?),
        None => Ok(Pack::embedded()),
    }
}

/// "1 form", "3 forms".
pub fn several(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}
