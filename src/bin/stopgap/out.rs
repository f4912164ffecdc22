//! Saying things: what the standard `println!` and `eprintln!` do, without their panic, and in lines that are read well.
//!
//! Those panic when nobody reads any more, as in `stopgap forms | head -1`. The macros here have their names, so
//! that none of us can use the others by mistake. What `println!` and `eprintln!` say is for people: at a terminal
//! its lines are broken between words. Elsewhere, where a program may read it, each line stays one. `print!` says
//! its text as it is, wherever: JSON, files.

use serde::Serialize;
use std::{
    fmt,
    io::{self, BufWriter, ErrorKind, IsTerminal, Write},
    ops::RangeInclusive,
    process,
};
use textwrap::{Options, WordSeparator, WrapAlgorithm};

/// What a shell says of a program that ended because nobody read what it wrote (128 and SIGPIPE).
pub const NOBODY_READS: u8 = 141;

macro_rules! print {
    ($($text:tt)*) => { $crate::out::say(format_args!($($text)*)) };
}

macro_rules! println {
    () => { $crate::out::say(format_args!("\n")) };
    ($($text:tt)*) => { $crate::out::tell(format_args!($($text)*)) };
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

/// Says something to people: as [`set`] has it.
pub fn tell(text: fmt::Arguments<'_>) {
    say(format_args!("{}\n", set(&text.to_string(), watched(&io::stdout()))));
}

/// Says something to people: as [`set_behind`] has it.
pub fn tell_behind(first: &str, text: &str) {
    say(format_args!("{}\n", set_behind(first, text, watched(&io::stdout()))));
}

/// Wider lines are hard to read, narrower ones break labels.
const WIDTHS: RangeInclusive<usize> = 60..=96;

/// How wide lines are that people read: as the terminal is, where that reads well.
pub fn width() -> usize {
    textwrap::termwidth().clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// How wide its lines are, where people look at a stream.
pub fn watched(stream: &impl IsTerminal) -> Option<usize> {
    stream.is_terminal().then(width)
}

/// What people are told, in lines of this width. A line that is set in goes on two letters further in, and so does
/// one of a list. Without a width each line stays as long as it is.
pub fn set(text: &str, width: Option<usize>) -> String {
    let lines = text.split('\n').map(|line| {
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        let further = if indent > 0 || words.starts_with("- ") { 2 } else { 0 };
        match width {
            Some(width) => prose(words, width, &line[..indent], &" ".repeat(indent + further)),
            None => plain(line),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The same behind a word or a sign that begins the line; further lines begin below its first letter.
pub fn set_behind(first: &str, text: &str, width: Option<usize>) -> String {
    match width {
        Some(width) => prose(text, width, first, &" ".repeat(textwrap::core::display_width(first))),
        None => plain(&format!("{first}{text}")),
    }
}

/// A line broken between words. What is [`whole`] and what stands in quotes is not broken: people copy a path and a
/// command from the screen, and half of it does something else.
fn prose(line: &str, width: usize, first: &str, indent: &str) -> String {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(indent)
        .word_separator(WordSeparator::AsciiSpace)
        .break_words(false);
    plain(&textwrap::fill(&with_whole_quotes(line), options))
}

/// A paragraph of a session, each line set in by this much. A session is read by people alone: its lines are broken
/// wherever it is read.
pub fn paragraph(text: &str, width: usize, before: &str) -> String {
    if watched(&io::stdout()).is_some() {
        return prose(text, width, before, before);
    }
    textwrap::fill(&plain(text), Options::new(width).initial_indent(before).subsequent_indent(before))
}

/// Stand for a space and a hyphen at which no line is broken. Unicode has them for what a program keeps to itself.
const SPACE: char = '\u{fdd0}';
const HYPHEN: char = '\u{fdd1}';

/// Something that stays on one line at a terminal, however long it is: a path, a command.
pub fn whole(text: impl fmt::Display) -> String {
    text.to_string()
        .replace(' ', SPACE.encode_utf8(&mut [0; 4]))
        .replace('-', HYPHEN.encode_utf8(&mut [0; 4]))
}

fn with_whole_quotes(line: &str) -> String {
    let parts: Vec<&str> = line.split('"').collect();
    // A quote that does not end is none.
    let is_quoted = |at: usize| at % 2 == 1 && at + 1 < parts.len();
    let parts = parts.iter().enumerate();
    let parts = parts.map(|(at, part)| if is_quoted(at) { whole(part) } else { (*part).to_owned() });
    parts.collect::<Vec<_>>().join("\"")
}

fn plain(text: &str) -> String {
    text.replace(SPACE, " ").replace(HYPHEN, "-")
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

/// Writes a line to standard error, at a terminal as [`tell`] does. Below its first line stand the faults of a file, which
/// are drawn. There is nowhere to say that it cannot be written.
pub fn report(text: fmt::Arguments<'_>) {
    let text = text.to_string();
    let (first, rest) = text.split_at(text.find('\n').unwrap_or(text.len()));
    let _ = writeln!(io::stderr().lock(), "{}{rest}", set(first, watched(&io::stderr())));
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

    #[track_caller]
    fn is_set(text: &str, expected: &str) {
        assert_eq!(set(text, Some(24)), expected);
        assert_eq!(set(text, None), plain(text));
    }

    #[test]
    fn lines_end_between_words_and_go_on_below_their_own() {
        is_set("It is here, and nobody has looked.", "It is here, and nobody\nhas looked.");
        is_set("One line.\n\n- And one of some length.", "One line.\n\n- And one of some\n  length.");
        is_set("  Note: what was said by whom", "  Note: what was said\n    by whom");
        assert_eq!(
            set_behind("good  ", "settings: in one file", Some(20)),
            "good  settings: in\n      one file"
        );
    }

    #[test]
    fn a_path_and_a_command_stay_whole() {
        let path = whole("O:\\Children's\\SC-North\\Case note.docx");
        is_set(&format!("Made {path}."), "Made\nO:\\Children's\\SC-North\\Case note.docx.");
        is_set("Run stopgap x \"a b c d e f\".", "Run stopgap x\n\"a b c d e f\".");
        is_set("A 5\" screen is too small.", "A 5\" screen is too\nsmall.");
    }

    proptest! {
        #[test]
        fn any_text_is_wrapped_whole(text in "[a-z \u{e9}]{0,400}") {
            wraps(&text);
        }
    }
}
