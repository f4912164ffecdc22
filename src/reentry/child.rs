//! The right-child check: something read off the case system's own screen has to fit the form.
//!
//! Re-typing an identifier prevents far more wrong-patient entries than a click that says yes: 41%
//! against 16% in a randomised trial of 3.3 million orders (Adelman et al., JAMIA 2013, table 3).

use crate::{
    form::{CompletedForm, Pin, Value},
    template::{
        FieldId,
        date::{parse_date, show_date},
        folded, ids,
    },
    word::Written,
};
use jiff::civil::Date;
use std::{collections::BTreeMap, fmt, ops::Range};

/// A child whose record a form goes into, as far as the form knows them.
#[derive(Clone, Default)]
pub struct Child {
    pub pin: Option<Pin>,
    pub born: Option<Date>,
    pub forename: Written,
    pub surname: Written,
}

/// What a person is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The PIN, or the birth date and initials.
    PinOrBirth,
    /// The birth date and initials: the form has no PIN. Where it has no name either, the birth date.
    Birth,
    /// That the child has been searched for: the form says NEW.
    SearchedFor,
    /// That the person is sure: the form has neither PIN nor birth date.
    Sure,
}

/// Before a second record is made of a child who is NEW; where the other one is noted goes behind it.
pub const MAY_BE_SAME_CHILD: &str = "Careful: a child born on the same day, with a name like this one's, is noted here. Look whether it is the same child before you make a second record";

/// What something read off the screen says about the child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The record on the screen is the form's child.
    Proved,
    /// It is too little to say; what to type is said.
    NotYet(&'static str),
    /// It is another child, as far as one can tell.
    Wrong,
}

impl Asked {
    /// The word for it in the line protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::PinOrBirth => "pin-or-birth",
            Self::Birth => "birth",
            Self::SearchedFor => "searched-for",
            Self::Sure => "sure",
        }
    }

    /// Whether it is answered by yes, because nothing on the screen could prove it.
    pub fn is_by_word(self) -> bool {
        matches!(self, Self::SearchedFor | Self::Sure)
    }
}

impl fmt::Debug for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Child({:?}, hidden)", self.asked())
    }
}

impl Child {
    /// The child at the top of a form.
    pub fn of(form: &CompletedForm) -> Self {
        let text = |id: &str| form.text(id).trim().into();
        Self {
            pin: Pin::read(form.text(ids::PIN)),
            born: day(form.value(ids::CHILD_DOB)),
            forename: text(ids::CHILD_FORENAME),
            surname: text(ids::CHILD_SURNAME),
        }
    }

    /// The child of a table's row, by its columns `pin`, `dob`, `surname`, `forename` or `name`.
    pub fn of_row(row: &BTreeMap<FieldId, Value>) -> Self {
        let value = |id: &str| row.get(&FieldId::new(id));
        let text = |id: &str| match value(id) {
            Some(Value::Text(text)) => text.expose().split_whitespace().collect::<Vec<_>>().join(" "),
            _ => String::new(),
        };
        let name = text("name");
        // "Alva Samplesson": all but the last word.
        let (forename, surname) = name.rsplit_once(' ').unwrap_or(("", name.as_str()));
        let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
        Self {
            pin: Pin::read(&text("pin")),
            born: day(value("dob")),
            forename: or(text("forename"), forename).into(),
            surname: or(text("surname"), surname).into(),
        }
    }

    /// Whether two are plainly the same: by PIN or, where one has none, by surname and birth date.
    pub fn is(&self, other: &Self) -> bool {
        if self.has_pin() && other.has_pin() {
            return self.pin == other.pin;
        }
        let name = folded(self.surname.expose());
        let is_one_forename = [self, other].iter().any(|child| child.forename.is_blank())
            || folded(self.forename.expose()) == folded(other.forename.expose());
        let is_named = !name.is_empty() && name == folded(other.surname.expose()) && is_one_forename;
        is_named && self.born.is_some() && self.born == other.born
    }

    /// Whether two places of a form surely name one child: by PIN, or where one of them has none, by the whole name
    /// and birth date. Two without a first name may be twins.
    fn is_surely(&self, other: &Self) -> bool {
        let has_forenames = !self.forename.is_blank() && !other.forename.is_blank();
        self.is(other) && (has_forenames || self.has_pin() && other.has_pin())
    }

    /// Whether a record of its own is kept for a child whom a form names below these: something is known, and none of
    /// them is surely the same.
    pub(super) fn is_one_more<'c>(&self, mut before: impl Iterator<Item = &'c Self>) -> bool {
        !self.is_unknown() && !before.any(|before| before.is_surely(self))
    }

    /// Whether two are plainly not the same, by what is known of both beside the PIN.
    pub(super) fn is_plainly_another(&self, other: &Self) -> bool {
        let differs = |one: &Written, other: &Written| {
            !one.is_blank() && !other.is_blank() && folded(one.expose()) != folded(other.expose())
        };
        differs(&self.surname, &other.surname)
            || differs(&self.forename, &other.forename)
            || self.born.is_some() && other.born.is_some() && self.born != other.born
    }

    /// Whether nothing at all is known.
    pub fn is_unknown(&self) -> bool {
        self.pin.is_none() && self.born.is_none() && self.surname.is_blank() && self.forename.is_blank()
    }

    /// Whether a case system knows the child by a PIN.
    fn has_pin(&self) -> bool {
        self.pin.as_ref().is_some_and(Pin::is_issued)
    }

    /// Whether the child has no PIN yet.
    pub fn is_new(&self) -> bool {
        matches!(self.pin, Some(Pin::New))
    }

    /// Forename and surname: what may be said before the record is proved to be the child's.
    pub fn name(&self) -> Written {
        let name = format!("{} {}", self.forename.expose(), self.surname.expose());
        name.trim().into()
    }

    /// As the tracker names children: `Samplesson 10/06/2019`.
    pub fn in_tracker(&self) -> Written {
        let born = self.born.map_or(String::new(), show_date);
        format!("{} {born}", self.surname.expose()).trim().into()
    }

    /// What to ask for.
    pub fn asked(&self) -> Asked {
        match &self.pin {
            Some(Pin::New) => Asked::SearchedFor,
            Some(Pin::Issued(_)) => Asked::PinOrBirth,
            None if self.born.is_some() => Asked::Birth,
            None => Asked::Sure,
        }
    }

    /// What was read off the screen and typed says of the child.
    pub fn judge(&self, shown: &str) -> Verdict {
        match self.asked() {
            Asked::SearchedFor if shown.trim().is_empty() => {
                Verdict::NotYet("Type y when you have searched, or q to stop.")
            }
            Asked::Sure if shown.trim().is_empty() => {
                Verdict::NotYet("Type y if you are sure, or q to stop.")
            }
            Asked::SearchedFor | Asked::Sure if matches!(folded(shown).as_str(), "y" | "yes") => {
                Verdict::Proved
            }
            Asked::SearchedFor | Asked::Sure => Verdict::Wrong,
            Asked::PinOrBirth if shown.trim().is_empty() => {
                Verdict::NotYet("Type the PIN, or the birth date and initials, as the screen shows them.")
            }
            Asked::Birth if shown.trim().is_empty() => {
                Verdict::NotYet("Type the birth date and initials, as the screen shows them.")
            }
            Asked::PinOrBirth | Asked::Birth => self.judge_typed(shown),
        }
    }

    /// What was copied from the screen says of the child. Only a PIN, or a birth date beside the name, can speak
    /// for or against; whatever else was on the clipboard counts for nothing.
    pub fn judge_copied(&self, copied: &str) -> Verdict {
        const MORE: &str = "What you copied does not say enough. Copy the PIN from the screen, or type it.";
        let copied = copied.trim();
        if self.asked().is_by_word() {
            return Verdict::NotYet("There is nothing to compare it with. Type y, or q to stop.");
        }
        if copied.lines().count() > 1 || copied.chars().count() > LONGEST_BANNER {
            return Verdict::NotYet("That is too much: it may name others. Copy the PIN alone, or type it.");
        }
        if self.judge_typed(copied) == Verdict::Proved {
            return Verdict::Proved;
        }
        let signs = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | ':' | '[' | ']');
        let words: Vec<&str> = copied.split(signs).filter(|word| !word.is_empty()).collect();
        let dates = dates_in(&words);
        let is_of_date = |at: usize| dates.iter().any(|(range, _)| range.contains(&at));
        let is_pin = |(at, word): &(usize, &&str)| {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            digits >= LEAST_PIN && letters <= digits && !is_of_date(*at)
        };
        let pins: Vec<&str> = words.iter().enumerate().filter(is_pin).map(|(_, word)| *word).collect();
        match (pins.as_slice(), &self.pin) {
            ([pin], Some(Pin::Issued(_))) if self.is_pin(pin) => Verdict::Proved,
            ([_], Some(Pin::Issued(_))) => Verdict::Wrong,
            ([], _) | (_, None) => {
                let is_named = |name: &Written| {
                    !name.is_blank()
                        && format!(" {} ", folded(&words.join(" ")))
                            .contains(&format!(" {} ", folded(name.expose())))
                };
                let is_born = dates.iter().any(|(_, date)| Some(*date) == self.born);
                let has_names =
                    is_named(&self.surname) && (self.forename.is_blank() || is_named(&self.forename));
                if is_born && has_names { Verdict::Proved } else { Verdict::NotYet(MORE) }
            }
            _ => Verdict::NotYet("There is more than one number in what you copied. Copy the PIN alone."),
        }
    }

    fn judge_typed(&self, shown: &str) -> Verdict {
        let has_no_name = self.surname.is_blank() && self.forename.is_blank();
        let is_all_that_is_known = has_no_name && self.is_birth(shown);
        let fit = self.birth_and_initials(shown);
        if self.is_pin(shown) || is_all_that_is_known || fit == Some(Initials::Fit) {
            Verdict::Proved
        } else if self.is_birth(shown) {
            Verdict::NotYet("Type the initials as well, first name then surname.")
        } else if fit == Some(Initials::Turned) {
            // Screens show the surname first; but a twin may have these very initials.
            Verdict::NotYet("Type the initials with that of the first name first, then the surname.")
        } else if !shown.contains(|c: char| c.is_ascii_digit()) {
            // A key that was meant for something else speaks of no child.
            Verdict::NotYet("Type the PIN, or the birth date and initials, as the screen shows them.")
        } else {
            Verdict::Wrong
        }
    }

    /// What initials that stand on the screen say of first name and surname. Where the form has only one of them, the
    /// screen may have both, and what the form does not say is not wrong.
    fn judge_initials(&self, shown: &str) -> Option<Initials> {
        let first = |name: &Written| {
            let first = name.expose().chars().find(|c| c.is_alphabetic());
            first.map_or(String::new(), |first| first.to_uppercase().to_string())
        };
        let (forename, surname) = (first(&self.forename), first(&self.surname));
        let fits = |shown: &str| match (forename.is_empty(), surname.is_empty()) {
            (true, true) => false,
            (true, false) => shown.ends_with(&surname),
            (false, true) => shown.starts_with(&forename),
            (false, false) => shown == format!("{forename}{surname}"),
        };
        let shown: String =
            shown.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
        let turned: String = shown.chars().rev().collect();
        match (fits(&shown), fits(&turned)) {
            _ if shown.is_empty() || shown.chars().count() > MOST_INITIALS => None,
            (true, _) => Some(Initials::Fit),
            (false, true) => Some(Initials::Turned),
            (false, false) => None,
        }
    }

    fn is_birth(&self, shown: &str) -> bool {
        self.born.is_some() && parse_date(shown.trim()) == self.born
    }

    fn is_pin(&self, shown: &str) -> bool {
        self.pin.is_some() && self.pin == Pin::read(shown)
    }

    /// "10/06/2019 SS" or "SS 10/06/2019".
    fn birth_and_initials(&self, shown: &str) -> Option<Initials> {
        let words: Vec<&str> = shown.split_whitespace().collect();
        let (first, after_first) = words.split_first()?;
        let (last, before_last) = words.split_last()?;
        [(first, after_first), (last, before_last)]
            .into_iter()
            .find(|(_, date)| self.is_birth(&date.join(" ")))
            .and_then(|(initials, _)| self.judge_initials(initials))
    }
}

/// How initials fit a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Initials {
    Fit,
    /// That of the surname stands first.
    Turned,
}

/// First name, a middle one, surname; more is a word.
const MOST_INITIALS: usize = 3;

/// The line at the top of a record has a name, a birth date and a PIN; a whole page names the family.
const LONGEST_BANNER: usize = 160;
/// A shorter number on the screen may be an age or a house.
const LEAST_PIN: usize = 4;

/// The dates among these words, each with the words that it takes.
fn dates_in(words: &[&str]) -> Vec<(Range<usize>, Date)> {
    let ranges = (1..=3).flat_map(|count| (0..words.len()).map(move |at| at..at + count));
    let of_words = ranges.filter(|range| range.end <= words.len());
    of_words.filter_map(|range| Some((range.clone(), parse_date(&words[range].join(" "))?))).collect()
}

fn day(value: Option<&Value>) -> Option<Date> {
    match value {
        Some(Value::Date(date)) => Some(*date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dee() -> Child {
        Child {
            pin: Pin::read("8123477"),
            born: parse_date("12/04/2010"),
            forename: "Dee".into(),
            surname: "Inventson".into(),
        }
    }

    #[test]
    fn too_little_about_the_child_does_not_count_as_another_child() {
        for enough in ["8123477", "12/04/2010 DI", "di 12.4.2010"] {
            assert_eq!(dee().judge(enough), Verdict::Proved, "{enough}");
        }
        for little in ["", " ", "12/04/2010", "12/04/2010 ID", "I.D. 12/04/2010", "DI", "y"] {
            assert!(matches!(dee().judge(little), Verdict::NotYet(_)), "{little}");
        }
        for other in ["8123478", "13/04/2010", "13/04/2010 ID", "12/04/2010 XX"] {
            assert_eq!(dee().judge(other), Verdict::Wrong, "{other}");
        }
    }

    #[test]
    fn an_initial_that_the_form_does_not_know_is_not_wrong() {
        let unnamed = Child { forename: "".into(), ..dee() };
        for enough in ["12/04/2010 DI", "XI 12/04/2010", "12/04/2010 I", "12/04/2010 D.J.I."] {
            assert_eq!(unnamed.judge(enough), Verdict::Proved, "{enough}");
        }
        assert!(matches!(unnamed.judge("12/04/2010 ID"), Verdict::NotYet(_)));
        for other in ["12/04/2010 DX", "13/04/2010 DI", "12/04/2010 INVENTSONI"] {
            assert_eq!(unnamed.judge(other), Verdict::Wrong, "{other}");
        }
        let without_surname = Child { surname: "".into(), ..dee() };
        assert_eq!(without_surname.judge("12/04/2010 DI"), Verdict::Proved);
        assert_eq!(without_surname.judge("12/04/2010 EI"), Verdict::Wrong);
    }

    #[test]
    fn what_was_copied_speaks_only_if_it_names_a_child() {
        for enough in [
            "8123477",
            "PIN: 8123477",
            "INVENTSON, Dee (8123477) DOB 12/04/2010",
            "Dee Inventson born 12 April 2010",
            "12/04/2010 DI",
        ] {
            assert_eq!(dee().judge_copied(enough), Verdict::Proved, "{enough}");
        }
        let page = "Dee Inventson 8123477\nBrother: Ed Inventson";
        let long = format!("{} 8123477", "x ".repeat(80));
        for little in [
            "",
            "Mum rang.",
            "12/04/2010",
            "born 12/04/2010",
            "Inventson 8123477 8123478",
            page,
            &long,
            "https://lcs.example.gov.uk/person/8123477",
            "Home visit",
            // A twin, another child of the name, another name that begins alike, and a number that is no PIN.
            "Twin Inventson born 12/04/2010",
            "Dee Inventson born 13/04/2010",
            "Dee Inventsonia born 12/04/2010",
            "Inventson, flat 12",
        ] {
            assert!(matches!(dee().judge_copied(little), Verdict::NotYet(_)), "{little}");
        }
        assert_eq!(dee().judge_copied("PIN 8123478"), Verdict::Wrong);
        let new = Child { pin: Some(Pin::New), ..dee() };
        assert!(matches!(new.judge_copied("8123477"), Verdict::NotYet(_)));
    }

    #[test]
    fn one_child_in_two_places_of_a_form() {
        let named =
            |forename: &str, pin: &str| Child { pin: Pin::read(pin), forename: forename.into(), ..dee() };
        assert!(dee().is(&named("", "8123477")));
        assert!(dee().is(&named("", "NEW")));
        assert!(!dee().is(&named("Twin", "NEW")));
        assert!(!dee().is(&named("Dee", "8123478")));
        assert!(!named("", "").is(&Child::default()));
    }

    #[test]
    fn its_debug_text_is_silent() {
        assert_eq!(format!("{:?}", dee()), "Child(PinOrBirth, hidden)");
    }
}
