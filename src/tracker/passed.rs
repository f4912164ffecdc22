//! Work that one team passed to another: what its row says of it, in the words of stopgap and of people.

use super::{TrackerRow, words::words};
use crate::{
    form::FormNumber,
    template::date::{parse_date, show_date},
    word::Written,
};
use jiff::civil::Date;

/// Which way work was passed, as seen by whoever keeps the tracker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Away, to another team.
    To,
    /// Here, from another team.
    From,
}

/// What the nature of work says of its being passed: `passed to SCSouth 16/11/2026, SCSouth enters it`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    pub way: Way,
    /// The other team, as it stands there: people write "SC South" for `SCSouth`.
    pub team: Written,
    pub on: Option<Date>,
    /// The other team enters it into the case system, and whoever keeps the tracker does not.
    pub they_enter: bool,
}

impl Way {
    const fn words(self) -> &'static str {
        match self {
            Self::To => "passed to",
            Self::From => "received from",
        }
    }
}

/// How people say it. Of those that begin with the same words, the longest comes first.
const MARKS: [(&str, Way); 7] = [
    ("passed over to ", Way::To),
    ("passed on to ", Way::To),
    ("passed to ", Way::To),
    ("handed over to ", Way::To),
    ("handed on to ", Way::To),
    ("handed to ", Way::To),
    ("received from ", Way::From),
];

/// A date in words is this long at most: "Monday 16th November 2026".
const LONGEST_DATE: usize = 4;

impl TrackerRow {
    /// What it says of its work being passed; where it was passed more than once, of the last time.
    pub fn passed(&self) -> Option<Passed> {
        Passed::last_in(self.nature.as_ref()?.expose())
    }

    /// Whether another team enters its work into the case system.
    pub fn is_entered_by_others(&self) -> bool {
        self.passed().is_some_and(|passed| passed.they_enter)
    }

    /// Whether whoever keeps the tracker has still to enter it.
    pub fn is_open(&self) -> bool {
        !self.is_entered() && !self.is_entered_by_others()
    }
}

impl Passed {
    /// The words that a row gets: `passed to SCSouth 16/11/2026, SCSouth enters it`.
    pub fn in_words(&self) -> String {
        // What ends a team's name when it is read must not stand in it.
        let marks = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')');
        let team: Vec<&str> = self.team.expose().split(marks).filter(|word| !word.is_empty()).collect();
        let team = team.join(" ");
        let on = self.on.map(|on| format!(" {}", show_date(on))).unwrap_or_default();
        let enters = if self.they_enter { format!(", {team} enters it") } else { String::new() };
        format!("{} {team}{on}{enters}", self.way.words())
    }

    /// Whether the other team is the one of this name.
    pub fn is_with(&self, team: &str) -> bool {
        is_same_team(self.team.expose(), team)
    }

    /// Whether both say that the same work went the same way; the day does not matter.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        (self.way, self.they_enter) == (other.way, other.they_enter) && self.is_with(other.team.expose())
    }

    /// What a nature of work says of the last time that it was passed.
    pub(super) fn last_in(nature: &str) -> Option<Self> {
        let text = nature.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = match FormNumber::at_end_of(&text) {
            Some(_) => text.rsplit_once('(').map_or("", |(before, _)| before),
            None => &text,
        };
        let folded = text.to_ascii_lowercase();
        let begins_word = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
        let found = MARKS.iter().filter_map(|(mark, way)| {
            let (at, _) = folded.rmatch_indices(mark).find(|(at, _)| begins_word(*at))?;
            Some((at, at + mark.len(), *way))
        });
        let (_, from, way) = found.max_by_key(|(at, ..)| *at)?;
        Self::behind_mark(way, &text[from..])
    }

    /// Reads what stands behind "passed to": the team, the day, and who enters it.
    fn behind_mark(way: Way, text: &str) -> Option<Self> {
        let (first, rest) = text.split_once([',', ';', ':', '(']).unwrap_or((text, ""));
        let (team, on, rest) = match first_date(first) {
            Some((before, on, behind)) => (before, Some(on), format!("{behind}, {rest}")),
            None => match first_date(rest) {
                Some(("", on, behind)) => (first, Some(on), behind.to_owned()),
                _ => (first, None, rest.to_owned()),
            },
        };
        // "passed to SCSouth, who enter it" has its comma; without it the rest begins with one of these.
        let end = [" who ", " they ", " to enter", " to re-enter"]
            .iter()
            .filter_map(|end| team.to_ascii_lowercase().find(end))
            .min();
        let (team, said) = end.map_or((team, ""), |end| team.split_at(end));
        let team = team.trim_matches([' ', '.', '-', '\u{2013}', '"', '\u{201c}', '\u{201d}']);
        let team = strip_word(team, "on");
        let they_enter = do_they_enter(team, &format!("{said}, {rest}"));
        (!team.is_empty()).then(|| Self { way, team: team.into(), on, they_enter })
    }
}

/// Whether two names are those of one team: capitals, spaces and marks do not matter.
pub fn is_same_team(one: &str, other: &str) -> bool {
    let plain = |name: &str| words(name).replace(' ', "");
    !plain(one).is_empty() && plain(one) == plain(other)
}

/// The first date in a text, and what stands before and behind it.
fn first_date(text: &str) -> Option<(&str, Date, &str)> {
    let mut starts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
    starts.insert(0, 0);
    let ends: Vec<usize> = starts.iter().skip(1).map(|start| start - 1).chain([text.len()]).collect();
    (0..starts.len()).find_map(|from| {
        let to = (from + LONGEST_DATE).min(ends.len());
        (from..to).rev().find_map(|last| {
            let said = text[starts[from]..ends[last]].trim_end_matches(['.', ',']);
            Some((text[..starts[from]].trim_end(), parse_date(said)?, text[ends[last]..].trim_start()))
        })
    })
}

/// A text without this word at its end.
fn strip_word<'t>(text: &'t str, word: &str) -> &'t str {
    match text.rsplit_once(' ') {
        Some((before, last)) if last.eq_ignore_ascii_case(word) => before.trim_end(),
        _ => text,
    }
}

/// Whether a row's further words say that the other team enters it: `SCSouth enters it`, "they will re-enter".
/// Where it is not plain, the work stays with whoever keeps the tracker: it is better seen twice than by nobody.
fn do_they_enter(team: &str, said: &str) -> bool {
    const ENTER: [&str; 9] =
        ["enter", "enters", "entered", "entering", "reenter", "reenters", "reentered", "input", "inputs"];
    const THEY: [&str; 6] = ["they", "them", "their", "theirs", "who", "receiving"];
    const NOT_THEY: [&str; 9] = ["i", "we", "me", "us", "my", "our", "not", "never", "dont"];
    let (said, team) = (words(said), words(team));
    // A team may be called My: its name says nothing of who enters.
    let said_besides = format!(" {said} ").replace(&format!(" {team} "), " ");
    let any = |wanted: &[&str]| said_besides.split(' ').any(|word| wanted.contains(&word));
    let names_team = said.replace(' ', "").contains(&team.replace(' ', ""));
    let begins_to_enter = said.starts_with("to enter") || said.starts_with("to reenter");
    any(&ENTER) && (any(&THEY) || names_team || begins_to_enter) && !any(&NOT_THEY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A nature of work is read as these words of ours.
    #[track_caller]
    fn reads(nature: &str, expected: &str) {
        let read = Passed::last_in(nature).map(|passed| passed.in_words());
        assert_eq!(read.as_deref().unwrap_or("nothing"), expected, "{nature}");
    }

    #[test]
    fn as_stopgap_writes_it() {
        reads("New Contact, passed to SCSouth 16/11/2026 (7K3F-2)", "passed to SCSouth 16/11/2026");
        reads(
            "New Contact, passed to SCSouth 16/11/2026, SCSouth enters it (7K3F-2)",
            "passed to SCSouth 16/11/2026, SCSouth enters it",
        );
        reads(
            "Visit, received from Children and Families 16/11/2026, Children and Families enters it",
            "received from Children and Families 16/11/2026, Children and Families enters it",
        );
    }

    #[test]
    fn as_people_type_it() {
        reads("New contact - passed to SC South on 16/11/26", "passed to SC South 16/11/2026");
        reads(
            "PASSED TO SC  SOUTH, 16 Nov 2026, they enter it",
            "passed to SC SOUTH 16/11/2026, SC SOUTH enters it",
        );
        reads(
            "Visit. Handed over to EH Central 16.11.26. They will re-enter",
            "passed to EH Central 16/11/2026, EH Central enters it",
        );
        reads("Contact passed on to SCSouth to enter (7k3f-2)", "passed to SCSouth, SCSouth enters it");
        reads("passed to SCSouth who will input it", "passed to SCSouth, SCSouth enters it");
        reads("passed to SCSouth; to be entered by SC South", "passed to SCSouth, SCSouth enters it");
        reads("passed to SCSouth\n16/11/2026", "passed to SCSouth 16/11/2026");
        reads("passed to Our Place, Our Place enters it", "passed to Our Place, Our Place enters it");
    }

    #[test]
    fn work_stays_where_it_is_unless_it_is_plain_that_it_went() {
        for nature in [
            "passed to SCSouth, I enter it",
            "passed to SCSouth, they do not enter it",
            "passed to SCSouth, we will re-enter",
        ] {
            reads(nature, "passed to SCSouth");
        }
        reads("Message passed to school", "passed to school");
        for nature in [
            "Visit",
            "New Contact (7K3F-2)",
            "bypassed to x",
            "passed to",
            "passed to , on",
            "passed away 16/11/2026",
        ] {
            reads(nature, "nothing");
        }
    }

    #[test]
    fn the_last_time_counts() {
        let both =
            "Visit, received from SCNorth 16/11/2026, passed to EHCentral 17/11/2026, EHCentral enters it";
        reads(both, "passed to EHCentral 17/11/2026, EHCentral enters it");
        reads("passed to A 1/11/2026, A enters it, received from A 2/11/2026", "received from A 02/11/2026");
    }

    #[test]
    fn a_team_is_the_same_however_it_is_typed() {
        assert!(is_same_team("SC South", "scsouth") && is_same_team("S.C.-South", "SC South"));
        assert!(!is_same_team("SCNorth", "SCSouth") && !is_same_team("", "") && !is_same_team("..", ""));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            team in "[A-Z][A-Za-z]{1,9}( [A-Z][a-z]{2,6}){0,2}",
            days in 0..20_000_i32,
            they_enter: bool,
            is_away: bool,
            number: Option<u32>,
        ) {
            // What a team called Thu or They means, nobody could tell.
            let is_name = |word: &str| {
                parse_date(&format!("{word} 01/01/2020")).is_none()
                    && !["who", "they"].contains(&word.to_lowercase().as_str())
            };
            prop_assume!(team.split(' ').all(is_name));
            let way = if is_away { Way::To } else { Way::From };
            let on = date(2020, 1, 1).checked_add(jiff::Span::new().days(days)).ok();
            let passed = Passed { way, team: team.as_str().into(), on, they_enter };
            let number = number.map(|bits| format!(" ({})", FormNumber::from_random(bits))).unwrap_or_default();
            let nature = format!("New Contact, progress to referral, {}{number}", passed.in_words());
            prop_assert_eq!(Passed::last_in(&nature), Some(passed));
        }

        #[test]
        fn any_text_is_read_without_panic(text: String, team in "passed to \\PC{0,40}") {
            let _ = Passed::last_in(&text);
            if let Some(passed) = Passed::last_in(&team) {
                let _ = passed.in_words();
            }
        }
    }
}
