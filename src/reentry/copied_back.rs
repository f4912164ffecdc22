//! A box that was copied back: whether all of the text is in it.
//!
//! A box may change what it takes: line ends, spaces at the ends, non-breaking spaces, quotes. That is no
//! loss, so it is not compared; what is compared is every character that can be seen.

use super::parts::length;
use crate::word::Written;

/// What a box that was copied back says of the text that went into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopiedBack {
    /// All of it is there.
    AllThere {
        /// Characters of the text, as the box counts them.
        characters: usize,
        lines: Lines,
        /// It stands there more than once: it was pasted twice.
        times: usize,
    },
    /// It ends too early.
    Cut {
        /// Characters that are there, and how many there should be.
        there: usize,
        of: usize,
        /// What is missing, to be offered by itself.
        rest: Written,
    },
    /// It begins like the text and goes on otherwise, from this character on.
    Differs { from: usize },
    /// It is another text.
    Another,
}

/// What became of the line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    Kept,
    /// So many came out of so many.
    Changed {
        there: usize,
        of: usize,
    },
}

/// In a text that is not the right one the first few characters may still be the same.
const A_BEGINNING: usize = 8;

/// Compares what a box holds with the text that was pasted into it.
pub fn compare(pasted: &str, found: &str) -> CopiedBack {
    let wanted = Seen::of(pasted);
    let box_ = Seen::of(found);
    if wanted.signs.is_empty() {
        return CopiedBack::Another;
    }
    let (text, held) = (wanted.text(), box_.text());
    let times = held.matches(&text).count();
    if times > 0 {
        // Only where the box holds nothing else can its line breaks be counted.
        let (there, of) = (box_.breaks, wanted.breaks);
        let lines =
            if there == of || box_.len() > wanted.len() { Lines::Kept } else { Lines::Changed { there, of } };
        return CopiedBack::AllThere { characters: length(pasted.trim_end()), lines, times };
    }
    let same = longest_start(&wanted, &box_);
    match same {
        0 => CopiedBack::Another,
        same if same < A_BEGINNING.min(wanted.len()) => CopiedBack::Another,
        // The box ends there, or something else that stood in it begins.
        same if box_.ends_after(&wanted, same) => {
            let at = wanted.place_after(same);
            let (start, rest) = pasted.split_at(at);
            CopiedBack::Cut {
                there: length(start.trim_end()),
                of: length(pasted.trim_end()),
                rest: rest.trim_start_matches([' ', '\n']).into(),
            }
        }
        same => CopiedBack::Differs { from: length(&pasted[..wanted.place_after(same)]) + 1 },
    }
}

/// How many signs at the start of `wanted` stand together somewhere in `found`, as many as can be. A box may
/// hold other words before ours.
///
/// As Knuth, Morris and Pratt search: each sign is looked at once, also where both are one long line of dashes.
fn longest_start(wanted: &Seen, found: &Seen) -> usize {
    let wanted: Vec<char> = wanted.signs.iter().map(|(sign, _)| *sign).collect();
    // Of so many signs at its start, how many at their end are the start again.
    let mut again = vec![0; wanted.len()];
    let with = |again: &[usize], mut run: usize, sign: char| {
        while run > 0 && wanted.get(run) != Some(&sign) {
            run = again[run - 1];
        }
        if wanted.get(run) == Some(&sign) { run + 1 } else { 0 }
    };
    for at in 1..wanted.len() {
        again[at] = with(&again, again[at - 1], wanted[at]);
    }
    let (mut run, mut longest) = (0, 0);
    for (sign, _) in &found.signs {
        run = with(&again, run, *sign);
        longest = longest.max(run);
    }
    longest
}

/// The characters of a text that can be seen, as a box may show them, each with its place in bytes.
struct Seen {
    signs: Vec<(char, usize)>,
    /// Where the text ends, in bytes.
    end: usize,
    /// Line breaks between signs.
    breaks: usize,
}

impl Seen {
    fn of(text: &str) -> Self {
        let is_seen = |c: &char| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        };
        let signs = text.char_indices().filter(|(_, c)| is_seen(c)).map(|(at, c)| (plain(c), at)).collect();
        let unified = text.trim().replace("\r\n", "\n").replace('\r', "\n");
        Self { signs, end: text.len(), breaks: unified.matches('\n').count() }
    }

    fn len(&self) -> usize {
        self.signs.len()
    }

    fn text(&self) -> String {
        self.signs.iter().map(|(sign, _)| sign).collect()
    }

    /// The place behind the first `count` signs.
    fn place_after(&self, count: usize) -> usize {
        self.signs.get(count).map_or(self.end, |(_, at)| *at)
    }

    /// Whether it ends with the first `count` signs of `wanted`.
    fn ends_after(&self, wanted: &Seen, count: usize) -> bool {
        self.len() >= count
            && self.signs[self.len() - count..].iter().zip(&wanted.signs).all(|(a, b)| a.0 == b.0)
    }
}

/// Quotes and dashes as a keyboard has them.
fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str =
        "Mum rang at ten.\n\nShe said \u{201c}come now\u{201d} and that\u{a0}was all.\nNan was there.";

    fn all_there(times: usize, lines: Lines) -> CopiedBack {
        CopiedBack::AllThere { characters: length(TEXT), lines, times }
    }

    #[track_caller]
    fn check(found: &str, expected: &CopiedBack) {
        assert_eq!(compare(TEXT, found), *expected, "{found}");
    }

    #[test]
    fn what_a_box_changes_by_itself_is_no_loss() {
        check(TEXT, &all_there(1, Lines::Kept));
        check(&TEXT.replace('\n', "\r\n"), &all_there(1, Lines::Kept));
        check(&format!("  {TEXT}\n\n"), &all_there(1, Lines::Kept));
        check(
            &TEXT.replace(['\u{201c}', '\u{201d}'], "\"").replace('\u{a0}', " "),
            &all_there(1, Lines::Kept),
        );
        // The box held something before.
        check(&format!("An earlier note.\n{TEXT}"), &all_there(1, Lines::Kept));
    }

    #[test]
    fn line_breaks_that_were_lost_or_doubled_are_told() {
        check(&TEXT.replace('\n', " "), &all_there(1, Lines::Changed { there: 0, of: 3 }));
        check(&TEXT.replace('\n', "\n\n"), &all_there(1, Lines::Changed { there: 6, of: 3 }));
    }

    #[test]
    fn what_was_pasted_twice_is_told() {
        check(&format!("{TEXT}{TEXT}"), &all_there(2, Lines::Kept));
    }

    #[test]
    fn where_it_was_cut_the_rest_is_known() {
        let cut = CopiedBack::Cut { there: 16, of: length(TEXT), rest: TEXT[18..].into() };
        check("Mum rang at ten.", &cut);
        check("An earlier note.\nMum rang at ten.", &cut);
        let CopiedBack::Cut { rest, .. } = compare(TEXT, &TEXT[..38]) else { panic!("not cut") };
        assert!(TEXT.ends_with(rest.expose()));
    }

    #[test]
    fn another_text_is_told_from_one_that_was_changed() {
        check("", &CopiedBack::Another);
        check("Something else that was on the clipboard.", &CopiedBack::Another);
        check("Mum", &CopiedBack::Another);
        let changed = TEXT.replace("come now", "come later");
        assert!(matches!(compare(TEXT, &changed), CopiedBack::Differs { from } if from > 20));
        assert_eq!(compare("short", "short").clone(), compare("short", " short "));
        assert_eq!(compare("", "anything"), CopiedBack::Another);
    }

    #[test]
    fn long_lines_of_one_sign_are_compared_at_once() {
        let line = "-".repeat(100_000);
        let cut = CopiedBack::Cut { there: 100_000, of: 100_001, rest: "x".into() };
        assert_eq!(compare(&format!("{line}x"), &format!("{line}{line}")), cut);
        assert_eq!(compare(&line, &format!("x{}", &line[1..])), {
            CopiedBack::Cut { there: 99_999, of: 100_000, rest: "-".into() }
        });
    }

    #[test]
    fn the_longest_start_is_found_wherever_it_begins() {
        let of = |wanted, found| longest_start(&Seen::of(wanted), &Seen::of(found));
        assert_eq!(of("aabaac", "aabaabaac"), 6);
        assert_eq!(of("aabaac", "aabaabaa"), 5);
        assert_eq!(of("ababx", "abaabab"), 4);
        assert_eq!((of("abc", ""), of("abc", "cb")), (0, 0));
    }

    proptest! {
        /// Whatever the text and wherever the box cut it: what is there and the rest are the text.
        #[test]
        fn there_and_the_rest_are_all_of_it(text in "[a-z .\\n“’é😀]{20,200}", at in 10_usize..150) {
            let start: String = text.chars().take(at).collect();
            match compare(&text, &start) {
                CopiedBack::Cut { rest, of, .. } => {
                    let seen = |text: &str| Seen::of(text).text();
                    prop_assert_eq!(seen(&start) + &seen(rest.expose()), seen(&text));
                    prop_assert_eq!(of, length(text.trim_end()));
                }
                CopiedBack::AllThere { .. } => prop_assert_eq!(Seen::of(&start).text(), Seen::of(&text).text()),
                // A start that repeats itself, or too little to be known by.
                CopiedBack::Differs { .. } | CopiedBack::Another => {}
            }
        }
    }
}
