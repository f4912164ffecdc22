//! The headings of a tracker, in the council's words and in others.

use super::words::words;
use crate::word::Written;
use std::fmt;

/// What a column of the tracker is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    Pin,
    Child,
    Restricted,
    Recorded,
    Nature,
    Entered,
}

/// No heading is longer, in bytes, whatever a team adds to the council's: what is longer is something said.
const LONGEST: usize = 1_000;

/// The words that ask for a day.
const WHEN: &[&str] = &["date", "day", "when"];

impl Heading {
    /// All of them, in the council's order.
    pub const ALL: [Self; 6] =
        [Self::Pin, Self::Child, Self::Restricted, Self::Recorded, Self::Nature, Self::Entered];

    /// The heading that a cell's text means, if it is one.
    ///
    /// Teams reword them ("LCS PIN", "Child's name & D.O.B.", "Date put on LCS"), so words decide. The
    /// order does too: a PIN may be "the child's", and "date entered" comes before "date and time".
    pub(super) fn meant_by(text: &str) -> Option<Self> {
        // Half of a tracker's cells hold a number, a day or nothing.
        if text.len() > LONGEST || !text.contains(char::is_alphabetic) {
            return None;
        }
        let text = words(text);
        let words: Vec<&str> = text.split(' ').collect();
        let any = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
        let date = any(WHEN);
        // "Entered by" and "Late entry?" are no place for a day, nor "Recorded by" for a time.
        let other = !date && any(&["by", "who", "whom", "name", "initials", "late", "reason", "why"]);
        match () {
            () if any(&["pin", "pins"]) => Some(Self::Pin),
            () if words.iter().any(|word| word.starts_with("restrict")) => Some(Self::Restricted),
            () if any(&["entered", "reentered", "entry", "inputted", "input", "liquidlogic"]) => {
                (!other).then_some(Self::Entered)
            }
            () if date && any(&["ehm", "lcs", "system", "uploaded", "transferred"]) => Some(Self::Entered),
            () if any(&["recorded", "recording"]) || date && any(&["time"]) => {
                (!other).then_some(Self::Recorded)
            }
            () if any(&["nature", "undertaken", "description", "activity", "task"]) => Some(Self::Nature),
            () if any(&["work"]) && !date => Some(Self::Nature),
            () if any(&["surname", "dob", "birth", "child", "childs"]) => Some(Self::Child),
            () => None,
        }
    }

    /// Whether a heading asks for a day: of two columns that could take one, that is the place for it.
    fn says_when(text: &str) -> bool {
        words(text).split(' ').any(|word| WHEN.contains(&word))
    }

    /// What the cells of a row head, each heading at most once; of two places for a day, the one that
    /// says so, and else the first.
    pub(super) fn of_row(texts: &[Written]) -> Vec<Option<Self>> {
        let meant: Vec<Option<Self>> = texts.iter().map(|text| Self::meant_by(text.expose())).collect();
        let place = |heading: Self| {
            let places = || (0..meant.len()).filter(|at| meant[*at] == Some(heading));
            let takes_day = matches!(heading, Self::Entered | Self::Recorded);
            let dated = places().find(|at| takes_day && Self::says_when(texts[*at].expose()));
            dated.or_else(|| places().next())
        };
        let places = Self::ALL.map(place);
        (0..meant.len()).map(|at| meant[at].filter(|heading| places[*heading as usize] == Some(at))).collect()
    }
}

impl fmt::Display for Heading {
    /// The council's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pin => "EHM or LCS PIN or 'NEW'",
            Self::Child => "Child Surname and DOB",
            Self::Restricted => "Restricted Record?",
            Self::Recorded => "Date & Time Information Recorded",
            Self::Nature => "Nature of Work Undertaken",
            Self::Entered => "Date Entered into Liquidlogic",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn means(heading: Heading, texts: &[&str]) {
        for text in texts {
            assert_eq!(Heading::meant_by(text), Some(heading), "{text}");
        }
    }

    #[test]
    fn the_councils_words_mean_themselves() {
        for heading in Heading::ALL {
            means(heading, &[&heading.to_string()]);
        }
    }

    #[test]
    fn other_words_for_the_same() {
        means(Heading::Pin, &["EHM or LCS PIN\nor \u{2018}NEW\u{2019}", "Child's PIN", "PIN no.", "1. PIN"]);
        means(Heading::Child, &["Child\u{2019}s name & D.O.B.", "SURNAME / DOB", "Name, date of birth"]);
        means(Heading::Restricted, &["Restricted (x)", "Is the record restricted?"]);
        means(Heading::Recorded, &["Date/Time recorded", "Date and\u{a0}time", "When recorded"]);
        means(Heading::Nature, &["Work undertaken", "Description of work", "NATURE OF  WORK"]);
        means(Heading::Entered, &["Date entered in LCS", "Re-entered on", "Date put on the system"]);
    }

    #[test]
    fn what_is_no_heading() {
        let others = ["Entered by", "Late entry?", "Name on Liquidlogic", "Who entered it", "Recorded by"];
        for text in ["Signed", "", "12/11/2026", "\u{2610}"].iter().chain(&others) {
            assert_eq!(Heading::meant_by(text), None, "{text}");
        }
    }
}
