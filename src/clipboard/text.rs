//! The text that a paste brings into a box.

use zeroize::Zeroizing;

/// Gives a text the line breaks of the system, and none at its end: a box of one line would take that
/// for an Enter, and a long one for an empty line.
///
/// NUL goes, because on Windows it ends the text and the rest would be lost.
pub(super) fn for_box(text: &str, line_break: &str) -> Zeroizing<String> {
    let text = text.trim_end_matches(LINE_BREAKS);
    // Room for all of it, because a string that grows leaves its old self in memory.
    let room = text.len() + text.matches(LINE_BREAKS).count();
    let mut out = Zeroizing::new(String::with_capacity(room));
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\n' => out.push_str(line_break),
            '\r' => {
                letters.next_if_eq(&'\n');
                out.push_str(line_break);
            }
            '\0' => {}
            _ => out.push(letter),
        }
    }
    out
}

const LINE_BREAKS: [char; 2] = ['\r', '\n'];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, on_windows: &str) {
        assert_eq!(for_box(text, "\r\n").as_str(), on_windows);
        assert_eq!(for_box(text, "\n").as_str(), on_windows.replace("\r\n", "\n"));
    }

    #[test]
    fn every_line_break_becomes_that_of_the_system() {
        check("Mum rang.\nShe will ring again.", "Mum rang.\r\nShe will ring again.");
        check("old\rWindows\r\nand\n\nempty", "old\r\nWindows\r\nand\r\n\r\nempty");
    }

    #[test]
    fn line_breaks_at_the_end_go_and_others_stay() {
        check("one line\n", "one line");
        check("one line\r\n\r\n", "one line");
        check("\nstarts low", "\r\nstarts low");
        check("\n", "");
    }

    #[test]
    fn all_other_letters_arrive_as_they_are() {
        check("Zoë Nguyễn \u{1f9d2}\t“quoted” & <b>", "Zoë Nguyễn \u{1f9d2}\t“quoted” & <b>");
        check("spaces at the end  ", "spaces at the end  ");
        check("before\0after", "beforeafter");
    }
}
