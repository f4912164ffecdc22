//! What to look at before a text is copied: what others said in confidence, and other children in it.
//!
//! A child protection plan that went to one family held what police had said of another family's child: the text
//! had been copied from somewhere else (ICO reprimand of Birmingham Children's Trust).

use super::Paste;
use crate::{
    form::{CompletedForm, Pin, Value},
    template::{Confidential, Field, FieldKind, Grid, date::parse_date},
    tracker::{Tracker, TrackerRow},
    word::Written,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The children of a tracker who have nothing to do with a form. It has no `Debug`, which would name them.
#[derive(Clone, Default)]
pub struct OtherChildren {
    /// Each name in its words, folded.
    names: BTreeSet<Vec<String>>,
    pins: BTreeSet<String>,
    born: BTreeSet<Date>,
}

/// A shorter PIN is a number like any other.
const LEAST_PIN: usize = 5;
/// "may" and "long" are words in most texts, and surnames in some: a short one counts with a capital only.
const LONGEST_WORD: usize = 5;

impl OtherChildren {
    /// The children of the rows of a tracker, without those whom the form names itself: its own child, brothers
    /// and sisters, and everybody in a box for a person.
    pub fn of(tracker: &Tracker, form: &CompletedForm) -> Self {
        let own = People::of(form);
        let number = form.identity.issue.as_ref().map(|issue| issue.number);
        let mut others = Self::default();
        for row in tracker.rows() {
            if number.is_some() && row.form_number() == number {
                continue;
            }
            let pin = row.pin_or_new().and_then(|pin| pin.key());
            if pin.as_ref().is_some_and(|pin| own.pins.contains(pin)) {
                continue;
            }
            others.pins.extend(pin.filter(|pin| pin.len() >= LEAST_PIN));
            others.born.extend(row.born().filter(|born| !own.born.contains(born)));
            let name = surname(row);
            if !name.is_empty() && !name.iter().all(|word| own.words.contains(word)) {
                others.names.insert(name);
            }
        }
        others
    }

    /// What of these children stands in a text, as it stands there.
    pub fn in_text(&self, text: &str) -> Vec<Written> {
        let words = words(text);
        let mut found: Vec<&str> = Vec::new();
        let mut note = |from: usize, to: usize| {
            let shown = &text[words[from].start..words[to].end];
            if !found.contains(&shown) {
                found.push(shown);
            }
        };
        for at in 0..words.len() {
            for name in self.names.iter().filter(|name| at + name.len() <= words.len()) {
                let here = &words[at..at + name.len()];
                let fits = here.iter().zip(name).all(|(word, name)| word.folded == *name);
                let stands_out =
                    here.iter().any(|word| word.is_capital || word.folded.chars().count() > LONGEST_WORD);
                if fits && stands_out {
                    note(at, at + name.len() - 1);
                }
            }
            if !words[at].folded.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            // "81 234-99" is 8123499, and "10 June 2019" a date.
            for to in at..(at + 3).min(words.len()) {
                let here = &text[words[at].start..words[to].end];
                if self.pins.contains(&Pin::key_of(here))
                    || parse_date(here).is_some_and(|day| self.born.contains(&day))
                {
                    note(at, to);
                }
            }
        }
        found.into_iter().map(Written::from).collect()
    }
}

/// Whether a warning tells what of other children stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    Shown,
    Hidden,
}

/// What is to be thought of before a text is pasted; None where there is nothing.
pub fn warning(paste: &Paste, names: Names) -> Option<Written> {
    let confidential = paste.confidential.map(|confidential| match confidential {
        Confidential::ThirdParty => "this may hold what somebody outside the family said",
        Confidential::Strategy => "this comes from a strategy meeting",
    });
    let others = (!paste.others.is_empty()).then(|| {
        let others: Vec<&str> = paste.others.iter().map(Written::expose).collect();
        let which = match names {
            Names::Hidden => String::new(),
            Names::Shown => format!(": {}", others.join(", ")),
        };
        format!("it names another child of your tracker{which}")
    });
    let reasons: Vec<String> = confidential.map(str::to_owned).into_iter().chain(others).collect();
    let said = format!("Careful: {}. Read it before you enter it.", reasons.join("; "));
    (!reasons.is_empty()).then(|| said.into())
}

/// Everybody whom a form names.
#[derive(Default)]
struct People {
    /// The words of their names, folded.
    words: BTreeSet<String>,
    pins: BTreeSet<String>,
    born: BTreeSet<Date>,
}

impl People {
    fn of(form: &CompletedForm) -> Self {
        let mut people = Self::default();
        for (field, answer) in form.definition.fields().zip(&form.answers) {
            let Some(value) = &answer.value else { continue };
            match (&field.kind, value) {
                (FieldKind::Table(Grid { columns, .. }), Value::Rows(rows)) => {
                    for row in rows {
                        let cells = columns.iter().filter_map(|column| Some((column, row.get(&column.id)?)));
                        cells.for_each(|(column, value)| people.add(column, value));
                    }
                }
                _ => people.add(field, value),
            }
        }
        people
    }

    fn add(&mut self, field: &Field, value: &Value) {
        let id = field.id.as_str();
        match value {
            Value::Date(day) if id.ends_with("dob") => {
                self.born.insert(*day);
            }
            Value::Text(text) if id.ends_with("pin") => {
                self.pins.extend(Pin::read(text.expose()).and_then(|pin| pin.key()));
            }
            Value::Text(text) if field.kind == FieldKind::Person || id.ends_with("name") => {
                self.words.extend(words(text.expose()).into_iter().map(|word| word.folded));
            }
            _ => {}
        }
    }
}

/// The words of the surname in a tracker's "Child Surname and DOB": what stands before a comma, a date or "DOB".
fn surname(row: &TrackerRow) -> Vec<String> {
    let name = row.surname().unwrap_or_default();
    let before = name.expose().split(',').next().unwrap_or_default();
    words(before).into_iter().map(|word| word.folded).collect()
}

struct Word {
    folded: String,
    is_capital: bool,
    start: usize,
    end: usize,
}

/// The words of a text: letters and digits that stand together.
fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ends {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let word = &text[from..at];
                let is_capital = word.starts_with(char::is_uppercase);
                found.push(Word { folded: word.to_lowercase(), is_capital, start: from, end: at });
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tracker::{self, NewRow};

    fn others() -> OtherChildren {
        OtherChildren {
            names: [vec!["inventson".to_owned()], vec!["o".into(), "brien".into()], vec!["may".into()]]
                .into(),
            pins: ["8123499".to_owned()].into(),
            born: [Date::constant(2019, 6, 10)].into(),
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = others().in_text(text);
        assert_eq!(found.iter().map(Written::expose).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn the_name_in_a_row_ends_where_the_birth_begins() {
        for before in
            ["Samplesson DOB", "Samplesson born", "Samplesson D.O.B.:", "Samplesson, Ann DOB", "Samplesson,"]
        {
            let work = NewRow {
                pin: None,
                surname: before.into(),
                born: Some(Date::constant(2019, 6, 10)),
                restricted: false,
                nature: "Visit".into(),
                number: None,
                recorded: Date::constant(2026, 11, 16).into(),
                is_hidden: false,
            };
            let bytes = tracker::add(&tracker::blank("Jane Smith", "SCNorth").unwrap(), &work).unwrap().0;
            assert_eq!(surname(&Tracker::read(&bytes).unwrap().rows()[0]), ["samplesson"], "{before}");
        }
    }

    #[test]
    fn whole_words_in_any_case() {
        check("Dee INVENTSON was there; inventson said so.", &["INVENTSON", "inventson"]);
        check("Inventsons, Inventsonia", &[]);
        check("Pat O'Brien rang.", &["O'Brien"]);
        check("Brien rang O.", &[]);
    }

    #[test]
    fn a_short_name_counts_with_a_capital() {
        check("she may come", &[]);
        check("Ann May came", &["May"]);
    }

    #[test]
    fn pins_and_birth_dates_however_they_are_written() {
        check("PIN 81 234-99.", &["81 234-99"]);
        check("born 10/06/2019, 10 June 2019 and 10.6.19", &["10/06/2019", "10 June 2019", "10.6.19"]);
        check("81234999 and 10/06/2018", &[]);
    }
}
