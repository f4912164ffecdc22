//! How lines are set: their width, what stands out, and what goes to either end.

use crate::out;
use std::{
    fmt::Display,
    io::{self, Write},
};

/// Where lines are written.
pub struct Page<'o> {
    out: &'o mut dyn Write,
    /// Asked each time: a window changes its size while one works.
    width: fn() -> usize,
}

impl<'o> Page<'o> {
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self { out, width: out::width }
    }

    /// How wide lines are now.
    pub fn width(&self) -> usize {
        (self.width)()
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
        writeln!(self.out, "{}", out::paragraph(text, self.width(), &before))
    }

    pub fn paragraph(&mut self, text: &str) -> io::Result<()> {
        self.set_in(0, text)
    }

    /// Keys, each with what it does; none is broken.
    pub fn keys(&mut self, keys: &[&str]) -> io::Result<()> {
        for line in in_lines(keys, self.width()) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// One thing on the left and one on the right; below each other where they do not fit.
    pub fn two_ends(&mut self, left: &str, right: &str) -> io::Result<()> {
        let used = textwrap::core::display_width(left) + textwrap::core::display_width(right);
        match self.width().checked_sub(used) {
            _ if right.is_empty() => writeln!(self.out, "{left}"),
            Some(gap) if gap >= 3 => writeln!(self.out, "{left}{:gap$}{right}", ""),
            _ => writeln!(self.out, "{left}\n{right}"),
        }
    }
}

/// How keys stand apart.
const BETWEEN: &str = "   ";

/// As many keys in a line as go there.
fn in_lines(keys: &[&str], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for key in keys {
        match lines.last_mut() {
            Some(line) if line.chars().count() + BETWEEN.len() + key.chars().count() <= width => {
                line.push_str(BETWEEN);
                line.push_str(key);
            }
            _ => lines.push((*key).to_owned()),
        }
    }
    lines
}

/// What stands out: bold, which every background bears. Where that is not wanted (`NO_COLOR`, no terminal) the
/// stream that it is written to leaves it out.
pub fn bold(text: &str) -> String {
    format!("\u{1b}[1m{text}\u{1b}[0m")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    thread_local! {
        static WIDTH: Cell<usize> = const { Cell::new(0) };
    }

    /// What is written to a window of this width, and then to one of that.
    fn written(widths: [usize; 2], write: impl Fn(&mut Page<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        let mut page = Page { out: &mut out, width: || WIDTH.get() };
        for width in widths {
            WIDTH.set(width);
            write(&mut page).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_of_keys_breaks_between_keys_and_no_key_breaks() {
        let keys = [
            "Enter next",
            "b back",
            "c copy again",
            "v check the box",
            "s skip",
            "g page gone",
            "? more",
            "q stop",
        ];
        let lines = in_lines(&keys, 80);
        assert_eq!(
            lines,
            [
                "Enter next   b back   c copy again   v check the box   s skip   g page gone",
                "? more   q stop"
            ]
        );
        assert_eq!(in_lines(&keys, 96), [keys.join(BETWEEN)]);
        assert_eq!(in_lines(&["Enter next"], 5), ["Enter next"]);
    }

    #[test]
    fn lines_are_as_wide_as_the_window_is_by_now() {
        let text = "It is here, and nobody has looked.";
        assert_eq!(
            written([24, 40], |page| page.paragraph(text)),
            "It is here, and nobody\nhas looked.\nIt is here, and nobody has looked.\n"
        );
        assert_eq!(
            written([24, 10], |page| page.two_ends("one end", "other")),
            "one end            other\none end\nother\n"
        );
        assert_eq!(
            written([24, 10], |page| page.keys(&["b back", "s skip"])),
            "b back   s skip\nb back\ns skip\n"
        );
    }
}
