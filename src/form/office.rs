//! Office use: a small block at the end of every form that says when it was entered, and by whom.
//!
//! A form travels: it comes back by mail, and as a copy under another name, without what stopgap keeps beside it.
//! So it says itself that it was entered, in words that people read and write, too.

use super::{
    identity::{self, Issue},
    issued::issued,
};
use crate::{
    template::{
        date::{parse_date, parse_time, show_date, show_time},
        folded,
    },
    word::{
        Element, Package, Pen, Revision, Unreadable, Written,
        package::{all_was_read, tree},
        table,
    },
};
use jiff::civil::{DateTime, Time};
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
};

/// The name of the block, as it is printed.
pub(super) const LABEL: &str = "Office use";
/// What stands below it.
pub(super) const HELP: &str = "Leave this blank. stopgap notes here when the form was entered, and by whom; without stopgap, write it as in: Entered into LCS on 16/11/2026 by Jane Smith.";

/// How a system is called that the form does not name.
pub const SOME_SYSTEM: &str = "the case system";

/// The author of what stopgap writes where Track Changes is on.
const AUTHOR: &str = "stopgap";
/// A line with two names in it is this long at most, in bytes.
const LONGEST_LINE: usize = 1_000;
/// No name of a person who enters a form is longer, in bytes and in words.
const LONGEST_NAME: usize = 80;
const MOST_NAMES: usize = 6;
/// A no-break space. In the lines that stopgap writes, it keeps the words of a name together: "Jane St. Clair" is not
/// taken for Jane St, and a remark.
const TIE: char = '\u{a0}';
/// What stands before a name, with a full stop or without.
const TITLES: [&str; 6] = ["Dr", "Mr", "Mrs", "Ms", "Prof", "Rev"];
const BEGINNING: &str = "Entered into ";

/// A line of the block: that the form was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredNote {
    pub system: String,
    /// Whose part of the form it was, where that was not the worker's: `finance`.
    pub part: Option<String>,
    /// The child, as the tracker names them, where the form is about several.
    pub child: Option<Written>,
    /// Midnight where the line has no time.
    pub at: DateTime,
    pub by: Option<Written>,
    /// stopgap wrote the line, so that its name is that of a person who entered something; what people write there may
    /// be anything.
    pub is_ours: bool,
}

impl EnteredNote {
    /// The line as it is written: "Entered into LCS for Samplesson 10/06/2019 on 16/11/2026 at 17:30 by A Khan.", with
    /// no-break spaces within each name. A name longer than 80 bytes is left out: nobody would know it for one.
    pub fn line(&self) -> String {
        let named = |before: &str, name: Option<&Written>| match name.map(|name| tied(name.expose())) {
            Some(name) if !name.is_empty() => format!("{before}{name}"),
            _ => String::new(),
        };
        let part = self.part.as_ref().map_or(String::new(), |part| format!(" ({})", tied(part)));
        let child = named(" for ", self.child.as_ref());
        let by = named(" by ", self.by.as_ref().filter(|by| by.expose().len() <= LONGEST_NAME));
        let (day, time) = (show_date(self.at.date()), show_time(self.at.time()));
        format!("{BEGINNING}{}{part}{child} on {day} at {time}{by}.", tied(&self.system))
    }

    /// Reads a line, also one that a person wrote: with no time, no name, and in any case. Gives what is written
    /// behind it, too.
    pub fn read(line: &str) -> Option<(Self, String)> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        // As stopgap writes it, or else with whatever spaces somebody typed.
        let is_space = |c: char| c.is_whitespace() && c != TIE;
        let (note, more) =
            Self::read_words(line.split(is_space)).or_else(|| Self::read_words(line.split_whitespace()))?;
        let is_ours = line.trim_start().starts_with(&note.line());
        Some((Self { is_ours, ..note }, more))
    }

    fn read_words<'l>(words: impl Iterator<Item = &'l str>) -> Option<(Self, String)> {
        let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let line = line.strip_suffix('.').unwrap_or(&line);
        let said = line.get(BEGINNING.len()..).filter(|_| {
            line.get(..BEGINNING.len()).is_some_and(|start| start.eq_ignore_ascii_case(BEGINNING))
        })?;
        // A name may have the word in it: the day is what tells.
        let (where_, when) = said.match_indices(" on ").find_map(|(at, on)| {
            let after = &said[at + on.len()..];
            let day = after.split(' ').next().unwrap_or_default();
            Some((&said[..at], (parse_date(day)?, after[day.len()..].trim_start())))
        })?;
        let (day, rest) = when;
        let (time, rest) = match rest.strip_prefix("at ") {
            Some(rest) => {
                let time = rest.split(' ').next().unwrap_or_default();
                (parse_time(time)?, rest[time.len()..].trim_start())
            }
            None => (Time::midnight(), rest),
        };
        let (by, more) = match rest {
            "" => (None, ""),
            rest => {
                let (name, more) = name_and_more(rest.strip_prefix("by ")?);
                (name.map(untied).map(Written::from), more)
            }
        };
        let (system, child) =
            where_.split_once(" for ").map_or((where_, None), |(s, child)| (s, Some(child)));
        let (system, part) = match system.strip_suffix(')').and_then(|system| system.split_once(" (")) {
            Some((system, part)) => (system, Some(untied(part))),
            None => (system, None),
        };
        let child = child.map(untied).map(Written::from);
        let note =
            Self { system: untied(system), part, child, at: day.to_datetime(time), by, is_ours: false };
        (!note.system.is_empty()).then(|| (note, untied(more)))
    }

    /// Whether it is about this part of the form, and this child as the tracker names them. A line that names no
    /// child is about the one at the top of the form.
    pub fn is_about(&self, part: Option<&str>, child: &str, is_own: bool) -> bool {
        let same = |one: &str, other: &str| folded(one) == folded(other);
        let is_part = match (&self.part, part) {
            (Some(one), Some(other)) => same(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        is_part && self.child.as_ref().map_or(is_own, |named| same(named.expose(), child))
    }
}

/// The words of a name, held together.
fn tied(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(&String::from(TIE))
}

fn untied(text: &str) -> String {
    text.replace(TIE, " ")
}

/// The name that a text begins with, and what is written behind it. No name is as long as some sentences: then all of
/// it is what is written.
fn name_and_more(text: &str) -> (Option<&str>, &str) {
    // "J. Smith" and "Dr. Smith" go on, "Jane Smith. Mum rang" does not.
    let goes_on = |before: &str| {
        let word = before.rsplit(' ').next().unwrap_or_default();
        word.chars().count() == 1 || TITLES.iter().any(|title| word.eq_ignore_ascii_case(title))
    };
    let ends = [". ", "! ", "? ", "; ", " - ", " \u{2013} "];
    let found = ends.iter().flat_map(|end| text.match_indices(end));
    let end = found.filter(|(at, end)| *end != ". " || !goes_on(&text[..*at])).min();
    let (name, more) = end.map_or((text, ""), |(at, end)| (&text[..at], &text[at + end.len()..]));
    let is_name = untied(name).len() <= LONGEST_NAME && name.split(' ').count() <= MOST_NAMES;
    if is_name { (Some(name), more) } else { (None, text) }
}

/// Takes the lines of the block out of a text; gives them, and what is left. Only what was entered into one of
/// these systems, folded, is meant: people may write that a child entered into something else.
pub(super) fn taken_out_of<'t>(text: &'t str, systems: &HashSet<String>) -> (Vec<EnteredNote>, Cow<'t, str>) {
    let is_known = |note: &EnteredNote| systems.contains(&folded(&note.system));
    let mut notes = Vec::new();
    let rest: Vec<Cow<'_, str>> = text
        .split('\n')
        .filter_map(|line| match EnteredNote::read(line).filter(|(note, _)| is_known(note)) {
            Some((note, more)) => {
                notes.push(note);
                (!more.is_empty()).then_some(more.into())
            }
            None => Some(line.into()),
        })
        .collect();
    let rest = if notes.is_empty() { text.into() } else { rest.join("\n").into() };
    (notes, rest)
}

/// The form with a line in its block, and with the hashes of its answers as they are now, by which a change is
/// noticed. A form that has neither number nor block of its own gets the number, and the line at its end. Where
/// the line stands there already, nothing changes.
///
/// # Errors
/// When the form cannot be read.
pub fn note_entered(
    form: &[u8],
    note: &EnteredNote,
    issue: Option<&Issue>,
    answers: &BTreeMap<String, String>,
) -> Result<Vec<u8>, Unreadable> {
    let has_number =
        identity::at_a_glance(&mut Package::open(form)?)?.is_some_and(|identity| identity.issue.is_some());
    let numbered = match issue {
        Some(issue) if !has_number => issued(form, issue)?,
        _ => form.to_vec(),
    };
    let mut package = Package::open(&numbered)?;
    let text = package.main_text()?;
    let page = tree(package.main_part(), &text)?;
    let mut pen = Pen::new(&text, Revision::of_typing(&mut package, page.root(), AUTHOR)?);
    let line = note.line();
    match block(page.root()) {
        Some(cell) if cell.text().expose().lines().any(|there| there.trim() == line) => {
            return Ok(form.to_vec());
        }
        Some(cell) if cell.text().is_blank() => pen.write(&cell, &line),
        Some(cell) => pen.write(&cell, &format!("\n{line}")),
        None => {
            let mut paragraphs = page.root().descendants().filter(|element| element.is("p"));
            if paragraphs.any(|paragraph| says(paragraph, &line)) {
                return Ok(form.to_vec());
            }
            pen.add_paragraph(page.root(), &line);
        }
    }
    let main = package.main_part().to_owned();
    all_was_read(&main, &page)?;
    let mut parts = vec![(main, pen.into_edits().finish())];
    for (name, text) in identity::items(&mut package) {
        let item = tree(&name, &text)?;
        let entered = identity::with_entered(&text, item.root(), answers);
        parts.push((name, entered));
    }
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    package.with_parts(&parts)
}

/// The cell that the block is: beside its label.
fn block(root: Element<'_>) -> Option<table::Cell<'_>> {
    let rows = table::tables(root).into_iter().flat_map(|table| table.rows);
    let label = folded(LABEL);
    rows.filter(|row| !row.deleted).find_map(|row| {
        let mut cells = row.cells.into_iter();
        let text = cells.next()?.text();
        let is_label = text.expose().lines().next().is_some_and(|first| folded(first) == label);
        cells.next().filter(|_| is_label)
    })
}

fn says(paragraph: Element<'_>, line: &str) -> bool {
    crate::word::text::text_of([paragraph]).0.expose().trim() == line
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::{option, prelude::*};

    fn note() -> EnteredNote {
        EnteredNote {
            system: "LCS".into(),
            part: None,
            child: None,
            at: "2026-11-16T17:30".parse().unwrap(),
            by: Some("Jane St. Clair - SCNorth".into()),
            is_ours: true,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let of_sister = EnteredNote { child: Some("Samplesson 10/06/2019".into()), ..note() };
        let of_finance = EnteredNote { system: "ContrOCC".into(), part: Some("finance".into()), ..note() };
        for note in [note(), of_sister, of_finance, EnteredNote { by: None, ..note() }] {
            assert_eq!(
                EnteredNote::read(&note.line()),
                Some((note.clone(), String::new())),
                "{}",
                note.line()
            );
        }
    }

    #[test]
    fn a_line_with_a_remark_behind_it_is_ours_still() {
        let (read, more) = EnteredNote::read(&format!("{} Mum rang.", note().line())).unwrap();
        assert_eq!((read, more.as_str()), (note(), "Mum rang"));
    }

    #[test]
    fn people_write_it_too() {
        let read = |line: &str| EnteredNote::read(line).map(|(note, more)| (note.at.date(), note.by, more));
        let by = |name: &str, more: &str| Some((date(2026, 11, 16), Some(name.into()), more.to_owned()));
        let sentence = "Jane when Mum rang about the school";
        let line = format!("Entered into LCS on 16/11/2026 by {sentence}");
        assert_eq!(read(&line), Some((date(2026, 11, 16), None, sentence.to_owned())));
        assert_eq!(read("entered into LCS on 16/11/26 by Jane"), by("Jane", ""));
        assert_eq!(read(" Entered  into LCS on 16/11/2026 at 5pm by Jane. "), by("Jane", ""));
        assert_eq!(
            read("Entered into LCS on 16/11/2026 by Dr. J. Lee. Mum rang."),
            by("Dr. J. Lee", "Mum rang")
        );
        assert_eq!(read("Entered into LCS on 16/11/2026 by Jo Lee - Mum rang"), by("Jo Lee", "Mum rang"));
        for theirs in ["on 16/11/2026 by Jane", "on 16/11/2026 at 17:30 by mum says dad hits Alva."] {
            let (note, _) = EnteredNote::read(&format!("Entered into LCS {theirs}")).unwrap();
            assert!(!note.is_ours, "{theirs}");
        }
        for other in [
            "",
            "Entered into LCS",
            "Entered into the house on Monday",
            "Entered into LCS on 16/11/2026, twice",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_names_are_read_as_they_were_written(
            system in "\\PC{1,20}",
            part in option::of("\\PC{1,20}"),
            child in option::of("\\PC{1,30}"),
            by in option::of("\\PC{1,60}"),
            minutes in 0..1440_i64,
        ) {
            let in_words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let name = |text: Option<String>| text.map(in_words).filter(|text| !text.is_empty());
            let system = in_words(system);
            prop_assume!(!system.is_empty());
            let at = date(2026, 11, 16).at(0, 0, 0, 0) + jiff::Span::new().minutes(minutes);
            let (part, child) = (name(part), name(child).map(Written::from));
            let by = name(by).filter(|by| by.len() <= LONGEST_NAME).map(Written::from);
            let note = EnteredNote { system, part, child, at, by, is_ours: true };
            prop_assert_eq!(EnteredNote::read(&note.line()), Some((note, String::new())));
        }
    }

    #[test]
    fn a_line_is_about_one_child_and_one_part() {
        assert!(note().is_about(None, "Samplesson 10/06/2019", true));
        assert!(!note().is_about(None, "Samplesson 02/02/2016", false));
        assert!(!note().is_about(Some("finance"), "Samplesson 10/06/2019", true));
        let of_sister = EnteredNote { child: Some("samplesson 02/02/2016".into()), ..note() };
        assert!(of_sister.is_about(None, "Samplesson 02/02/2016", false));
        assert!(!of_sister.is_about(None, "Samplesson 10/06/2019", true));
    }
}
