//! How the program talks with people and other programs: a sitting in plain lines or in lines of JSON, and
//! the few questions of other commands.

mod ears;
pub mod lines;
pub mod protocol;
pub mod questions;
pub mod queue;

use crate::failure::Failure;
pub use ears::Ears;
use std::{thread, time::Instant};
use stopgap::{
    clipboard::News,
    desk::{Sitting, SittingError},
    reentry::{Paste, StepKind, Want},
};

/// Where answers come from, a line each.
pub trait Answers {
    /// From now on hears what happens on the desk of this sitting, too.
    fn hear(&mut self, _sitting: &mut Sitting) {}

    /// What comes next: an answer, news of the clipboard, or the deadline of the sitting.
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
    News(News),
    /// The deadline of the sitting has come.
    Late,
    /// There are no more.
    End,
}

/// For whoever answers at once: while a paste may still be on its way there is nothing to be answered.
pub fn wait_while_moving(sitting: &Sitting) -> Option<Given> {
    let until = sitting.deadline().filter(|_| sitting.session().is_moving())?;
    thread::sleep(until.saturating_duration_since(Instant::now()));
    Some(Given::Late)
}

/// What to say when a paste came into this window.
fn pasted_here(sitting: &Sitting) -> String {
    let place = match sitting.want() {
        Want::Key(card) => match card.step().map(|step| &step.kind) {
            Some(StepKind::Paste(Paste { into, .. })) => {
                let verb = if sitting.copies() { "Paste" } else { "Type" };
                format!(" {verb} it into \u{201c}{into}\u{201d} in the browser.")
            }
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
