//! Saying things: what the standard `println!` and `eprintln!` do, without their panic.
//!
//! Those panic when nobody reads any more, as in `stopgap forms | head -1`. The macros here have their names, so
//! that none of us can use the others by mistake.

use serde::Serialize;
use std::{
    fmt,
    io::{self, BufWriter, ErrorKind, Write},
    process,
};
use textwrap::{Options, WrapAlgorithm};

/// What a shell says of a program that ended because nobody read what it wrote (128 and SIGPIPE).
pub const NOBODY_READS: u8 = 141;

macro_rules! print {
    ($($text:tt)*) => { $crate::out::say(format_args!($($text)*)) };
}

macro_rules! println {
    () => { $crate::out::say(format_args!("\n")) };
    ($($text:tt)*) => { $crate::out::say(format_args!("{}\n", format_args!($($text)*))) };
}

macro_rules! eprintln {
    ($($text:tt)*) => { $crate::out::report(format_args!($($text)*)) };
}

/// Writes to standard output; where that cannot be done, the program ends here.
pub fn say(text: fmt::Arguments<'_>) {
    let mut out = io::stdout().lock();
    end_unless_written(out.write_fmt(text).and_then(|()| out.flush()));
}

/// Writes a line of JSON to standard output, as [`say`].
pub fn say_json(value: &impl Serialize) {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = serde_json::to_writer(&mut out, value).map_err(io::Error::from);
    end_unless_written(written.and_then(|()| writeln!(out)).and_then(|()| out.flush()));
}

fn end_unless_written(written: io::Result<()>) {
    if let Err(error) = written {
        if error.kind() == ErrorKind::BrokenPipe {
            process::exit(NOBODY_READS.into());
        }
        report(format_args!(
            "stopgap: what it has to say could not be written ({error}): look whether the disk is full"
        ));
        process::exit(3);
    }
}

/// A text of one line broken into lines for a terminal, the first of them indented by its own words.
pub fn wrapped(text: &str, width: usize, first: &str, indent: &str) -> String {
    let mut lines = String::new();
    let mut rest = text;
    loop {
        // Each word takes ten times its own memory to be wrapped: a text of megabytes goes in pieces.
        let piece = start_of(rest, PIECE);
        let before = if lines.is_empty() { first } else { indent };
        let mut options = Options::new(width).initial_indent(before).subsequent_indent(indent);
        if text.len() > PIECE {
            // To weigh where a line looks best to end takes most of the time.
            options = options.wrap_algorithm(WrapAlgorithm::FirstFit);
        }
        lines.push_str(&textwrap::fill(piece, options));
        rest = rest[piece.len()..].trim_start();
        if rest.is_empty() {
            return lines;
        }
        lines.push('\n');
    }
}

const PIECE: usize = 1 << 16;

/// The start of a text with as many whole words as go into so many bytes; at least something.
fn start_of(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let cut = &text[..text.floor_char_boundary(most)];
    cut.rfind(' ').filter(|at| *at > 0).map_or(cut, |at| &cut[..at])
}

/// Writes a line to standard error. There is nowhere to say that it cannot be written.
pub fn report(text: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// No word is lost, and no line is wider than it may be, unless a word is.
    #[track_caller]
    fn wraps(text: &str) {
        let wrapped = wrapped(text, 40, "- ", "  ");
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert!(words(&wrapped["- ".len()..]) == words(text), "a word is lost");
        let is_too_wide =
            |line: &str| line.chars().count() > 40 && line.trim_start_matches("- ").trim().contains(' ');
        assert!(!wrapped.lines().any(is_too_wide), "a line is too wide");
    }

    #[test]
    fn texts_longer_than_a_piece_are_wrapped_whole() {
        wraps(&"some words ".repeat(PIECE / 8));
        wraps(&format!("{} and more", "x".repeat(3 * PIECE)));
        wraps(&"\u{e9}".repeat(PIECE));
    }

    proptest! {
        #[test]
        fn any_text_is_wrapped_whole(text in "[a-z \u{e9}]{0,400}") {
            wraps(&text);
        }
    }
}
