//! How the program talks with people and other programs: a sitting in plain lines or in lines of JSON, and
//! the few questions of other commands.

mod keyboard;
pub mod lines;
pub mod protocol;
pub mod questions;

use crate::failure::Failure;
pub use keyboard::Keyboard;
use std::io::{self, BufRead, IsTerminal};
use stopgap::{
    desk::{Sitting, SittingError},
    reentry::{StepKind, Want},
};

/// Where answers come from, a line each.
pub trait Answers {
    fn next(&mut self, sitting: &Sitting) -> Result<Given, Failure>;

    /// Whether whoever reads the lines sees them already, as at a keyboard; else they are written out,
    /// so that a transcript reads whole.
    fn are_seen(&self) -> bool {
        false
    }

    /// What helps to answer, said before the answer is waited for.
    fn advice(&self, _sitting: &Sitting) -> Option<String> {
        None
    }
}

/// What came in place of an answer, or as one.
pub enum Given {
    Line(String),
    /// Several lines at once: they were meant for the browser.
    Paste,
    /// There are no more.
    End,
}

/// The answers of whoever is at standard input: a person at a terminal, or a program.
pub fn answers() -> Box<dyn Answers> {
    if io::stdin().is_terminal() { Box::new(Keyboard::open()) } else { Box::new(Sent(io::stdin().lock())) }
}

/// Answers sent by a program.
struct Sent<R>(R);

impl<R: BufRead> Answers for Sent<R> {
    fn next(&mut self, _sitting: &Sitting) -> Result<Given, Failure> {
        let mut line = String::new();
        let read =
            self.0.read_line(&mut line).map_err(|_| Failure::faults("standard input is not in UTF-8"))?;
        Ok(match read {
            0 => Given::End,
            _ => Given::Line(line.trim_end_matches(['\n', '\r']).to_owned()),
        })
    }
}

/// What to say when a paste came into this window.
fn pasted_here(sitting: &Sitting) -> String {
    let place = match sitting.want() {
        Want::Key { step, .. } => match &step.kind {
            StepKind::Paste { into, .. } => format!(" Paste it into \u{201c}{into}\u{201d} in the browser."),
            _ => String::new(),
        },
        _ => String::new(),
    };
    format!("That looks like a paste into this window. Nothing was changed.{place}")
}

/// Trouble after which the same question can be asked again, in words for the person; what cannot be
/// mended at the keyboard ends the sitting.
fn can_go_on(error: SittingError) -> Result<String, Failure> {
    match error {
        SittingError::Clipboard(trouble) => Ok(format!("{trouble}.")),
        other => Err(other.into()),
    }
}
