//! How lines are set: their width, what stands out, and what goes to either end.

use crate::out;
use std::{
    fmt::Display,
    io::{self, Write},
};

/// Where lines are written.
pub struct Page<'o> {
    out: &'o mut dyn Write,
    pub width: usize,
}

impl<'o> Page<'o> {
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self { out, width: out::width() }
    }

    /// A line as it is, however long: a command that can be copied.
    pub fn line(&mut self, text: impl Display) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    pub fn gap(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// What is waited for after it is typed behind this.
    pub fn prompt(&mut self) -> io::Result<()> {
        write!(self.out, "> ")?;
        self.out.flush()
    }

    /// Words of any length, each line of them set in by this much.
    pub fn set_in(&mut self, by: usize, text: &str) -> io::Result<()> {
        let before = " ".repeat(by);
        writeln!(self.out, "{}", out::paragraph(text, self.width, &before))
    }

    pub fn paragraph(&mut self, text: &str) -> io::Result<()> {
        self.set_in(0, text)
    }

    /// One thing on the left and one on the right; below each other where they do not fit.
    pub fn two_ends(&mut self, left: &str, right: &str) -> io::Result<()> {
        let used = textwrap::core::display_width(left) + textwrap::core::display_width(right);
        match self.width.checked_sub(used) {
            _ if right.is_empty() => writeln!(self.out, "{left}"),
            Some(gap) if gap >= 3 => writeln!(self.out, "{left}{:gap$}{right}", ""),
            _ => writeln!(self.out, "{left}\n{right}"),
        }
    }
}

/// What stands out: bold, which every background bears. Where that is not wanted (`NO_COLOR`, no terminal) the
/// stream that it is written to leaves it out.
pub fn bold(text: &str) -> String {
    format!("\u{1b}[1m{text}\u{1b}[0m")
}
