//! Two ways to talk about one sitting: plain lines for people, lines of JSON for programs.

pub mod lines;
pub mod protocol;

use crate::failure::Failure;
use std::io::{self, BufRead, IsTerminal};
use stopgap::desk::{Sitting, SittingError};

/// Where answers come from, a line each; None: there are no more.
pub trait Answers {
    fn next(&mut self, sitting: &Sitting) -> Result<Option<String>, Failure>;

    /// Whether whoever reads the lines sees them already, as at a keyboard; else they are written out,
    /// so that a transcript reads whole.
    fn are_seen(&self) -> bool {
        false
    }
}

/// Answers typed by a person or sent by a program.
pub struct Typed<R>(pub R);

impl<R: BufRead> Answers for Typed<R> {
    fn next(&mut self, _sitting: &Sitting) -> Result<Option<String>, Failure> {
        let mut line = String::new();
        let read =
            self.0.read_line(&mut line).map_err(|_| Failure::faults("standard input is not in UTF-8"))?;
        Ok((read > 0).then(|| line.trim_end_matches(['\n', '\r']).to_owned()))
    }

    fn are_seen(&self) -> bool {
        io::stdin().is_terminal()
    }
}

/// Trouble after which the same question can be asked again, in words for the person; what cannot be
/// mended at the keyboard ends the sitting.
fn can_go_on(error: SittingError) -> Result<String, Failure> {
    match error {
        SittingError::Clipboard(trouble) => Ok(format!("{trouble}.")),
        other => Err(other.into()),
    }
}
