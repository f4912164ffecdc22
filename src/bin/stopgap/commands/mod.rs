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
use std::{
    io::{self, BufRead},
    process::ExitCode,
};
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

/// What `--set` gave, as lines `ID=VALUE`; `-` stands for the lines of standard input.
fn lines_set(set: &[String]) -> Result<Vec<String>, Failure> {
    let mut answers = Vec::new();
    for answer in set {
        if answer == "-" {
            for line in io::stdin().lock().lines() {
                let line = line.map_err(|_| Failure::faults("standard input is not in UTF-8"))?;
                if !line.trim().is_empty() {
                    answers.push(line);
                }
            }
        } else {
            answers.push(answer.clone());
        }
    }
    Ok(answers)
}
