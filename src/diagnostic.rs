//! Tool: a fault in a text that somebody wrote, with its place, cause and remedy.

use annotate_snippets::{AnnotationKind, Group, Level as DrawnLevel, Origin, Renderer, Snippet};
use std::{fmt, iter, ops::Range};

/// A text that faults are told about: its name as the person knows it, and what stands in it.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: String,
    pub text: String,
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
}

/// A stretch of a source, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which of the [`Sources`] it is in.
    pub source: usize,
    pub range: Range<usize>,
}

/// The texts that a set of faults is about.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Takes a text in and says which number its places bear.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        let text = text.into();
        let lines = iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.0.push(Source { name: name.into(), text, lines });
        self.0.len() - 1
    }

    /// The text with this number.
    pub fn get(&self, source: usize) -> &Source {
        &self.0[source]
    }

    /// Gives each text another name.
    pub fn rename(&mut self, name: impl Fn(&str) -> String) {
        for source in &mut self.0 {
            source.name = name(&source.name);
        }
    }

    /// Line and column of a place, from 1; the column counts characters.
    pub fn line_and_column(&self, place: &Place) -> (usize, usize) {
        self.line_and_column_of(place.source, place.range.start)
    }

    /// Line and column behind the last character of a place, from 1.
    pub fn end_line_and_column(&self, place: &Place) -> (usize, usize) {
        self.line_and_column_of(place.source, place.range.end)
    }

    fn line_and_column_of(&self, source: usize, at: usize) -> (usize, usize) {
        let Source { text, lines, .. } = self.get(source);
        let line = lines.partition_point(|start| *start <= at);
        (line, text[lines[line - 1]..at].chars().count() + 1)
    }
}

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It has to be mended first.
    Error,
    /// It works, but is probably not what was meant.
    Warning,
    /// Nothing is wrong: something that a person should know.
    Note,
}

impl Level {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Something wrong in a source.
#[derive(Debug, Clone)]
pub struct Fault {
    pub level: Level,
    /// Stays the same for ever, so that it can be looked up: `SG012`.
    pub code: &'static str,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    pub place: Place,
    /// A word or two at the arrow; may be empty.
    pub label: String,
    /// Another place that belongs to it, such as where an id was first used.
    pub other: Option<(Place, String)>,
    /// What to do about it.
    pub help: String,
}

/// The faults of a set of sources, sorted by place.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    pub sources: Sources,
    pub list: Vec<Fault>,
}

impl Faults {
    /// Whether any of them has to be mended first.
    pub fn are_serious(&self) -> bool {
        self.list.iter().any(|fault| fault.level == Level::Error)
    }

    /// How many of them are of this level.
    pub fn count(&self, level: Level) -> usize {
        self.list.iter().filter(|fault| fault.level == level).count()
    }

    /// Brings them into the order in which a person reads the files.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| {
            fn key(f: &Fault) -> (usize, usize, Level, &str, &str) {
                (f.place.source, f.place.range.start, f.level, f.code, &f.message)
            }
            key(a).cmp(&key(b))
        });
    }

    /// They are drawn with their lines and arrows; with colour if `colour`. While something has to be mended, notes
    /// are only counted: they would bury it. Of very many the first are drawn, and the others counted.
    pub fn drawn(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let notes = if self.are_serious() { self.count(Level::Note) } else { 0 };
        let mut shown = self.list.iter().filter(|fault| notes == 0 || fault.level != Level::Note);
        let mut drawn: Vec<String> =
            shown.by_ref().take(MOST_DRAWN).map(|fault| self.draw(fault, &renderer)).collect();
        match shown.count() {
            0 => {}
            1 => drawn.push("1 more is left for when these are mended".to_owned()),
            more => drawn.push(format!("{more} more are left for when these are mended")),
        }
        match notes {
            0 => {}
            1 => drawn.push("1 note is left for when this is mended".to_owned()),
            more => drawn.push(format!("{more} notes are left for when this is mended")),
        }
        drawn.join("\n\n")
    }

    fn draw(&self, fault: &Fault, renderer: &Renderer) -> String {
        let level = match fault.level {
            Level::Error => DrawnLevel::ERROR,
            Level::Warning => DrawnLevel::WARNING,
            Level::Note => DrawnLevel::NOTE,
        };
        let source = self.sources.get(fault.place.source);
        let mut arrow = AnnotationKind::Primary.span(fault.place.range.clone());
        if !fault.label.is_empty() {
            arrow = arrow.label(&fault.label);
        }
        let mut snippet = Snippet::source(&source.text).path(&source.name).annotation(arrow);
        let mut elsewhere = None;
        if let Some((place, label)) = &fault.other {
            let note = AnnotationKind::Context.span(place.range.clone()).label(label);
            if place.source == fault.place.source {
                snippet = snippet.annotation(note);
            } else {
                let other = self.sources.get(place.source);
                elsewhere = Some(Snippet::source(&other.text).path(&other.name).annotation(note));
            }
        }
        let title = level.primary_title(&fault.message).id(fault.code);
        // An arrow under nothing would say nothing.
        let mut group: Group<'_> = if source.text.is_empty() {
            title.element(Origin::path(&source.name))
        } else {
            title.element(snippet)
        };
        if let Some(elsewhere) = elsewhere {
            group = group.element(elsewhere);
        }
        group = group.element(DrawnLevel::HELP.message(&fault.help));
        renderer.render(&[group])
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.drawn(false))
    }
}

/// More than anybody mends in one go: a file of another kind can have tens of thousands, and each takes a look through
/// the whole file to draw.
const MOST_DRAWN: usize = 100;
/// A list can have tens of thousands of options: no more of them are compared with a word, or told.
const MOST_COMPARED: usize = 500;
const MOST_LISTED: usize = 60;

/// The candidate that somebody probably meant, if one is near enough.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let near = candidates.into_iter().take(MOST_COMPARED).filter(|candidate| is_near(word, candidate));
    near.min_by_key(|candidate| distance(word, candidate))
}

/// Whether somebody may have meant a candidate, and misspelt it.
pub fn is_near(word: &str, candidate: &str) -> bool {
    let length = candidate.chars().count();
    let most = 1 + length / 4;
    // A word of another length is at least as far away: a very long one would take very long to compare.
    word.chars().count().abs_diff(length) <= most && distance(word, candidate) <= most
}

fn distance(word: &str, candidate: &str) -> usize {
    strsim::damerau_levenshtein(&word.to_lowercase(), &candidate.to_lowercase())
}

/// What to write in place of a word that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion<'c> {
    /// The one that somebody probably meant.
    Near(&'c str),
    /// One of these, as nothing is near: [`listed`].
    OneOf(String),
    /// There is nothing to choose from.
    Nothing,
}

impl<'c> Suggestion<'c> {
    /// What to write in place of this word.
    pub fn of(word: &str, candidates: impl IntoIterator<Item = &'c str> + Clone) -> Self {
        match nearest(word, candidates.clone()) {
            Some(near) => Self::Near(near),
            None if candidates.clone().into_iter().next().is_none() => Self::Nothing,
            None => Self::OneOf(listed(candidates)),
        }
    }
}

impl fmt::Display for Suggestion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Near(near) => write!(f, "did you mean `{near}`?"),
            Self::OneOf(listed) => write!(f, "use one of {listed}"),
            Self::Nothing => f.write_str("there is none yet to choose from"),
        }
    }
}

/// The words of a [`Suggestion`].
pub fn suggestion<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str> + Clone) -> String {
    Suggestion::of(word, candidates).to_string()
}

/// "`a`, `b` or `c`".
pub fn listed<'c>(words: impl IntoIterator<Item = &'c str>) -> String {
    let mut words = words.into_iter();
    let mut listed: Vec<String> = words.by_ref().take(MOST_LISTED).map(|word| format!("`{word}`")).collect();
    let more = words.count();
    if more > 0 {
        listed.push(format!("{more} more"));
    }
    match listed.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_very_many_faults_the_first_are_drawn_and_the_others_counted() {
        let drawn = |count| {
            let mut sources = Sources::default();
            let place = Place { source: sources.add("t.yaml", "title: T\n"), range: 7..8 };
            let (message, help) = ("it is odd".into(), "look at it".into());
            let fault = Fault {
                level: Level::Error,
                code: "SG099",
                message,
                place,
                label: String::new(),
                other: None,
                help,
            };
            Faults { sources, list: vec![fault; count] }.to_string()
        };
        assert!(!drawn(MOST_DRAWN).contains("more"));
        let many = drawn(MOST_DRAWN + 2);
        assert_eq!(many.matches("it is odd").count(), MOST_DRAWN);
        assert!(many.ends_with("\n\n2 more are left for when these are mended"));
    }

    #[test]
    fn what_was_meant_or_all_that_there_is() {
        for (word, known, meant, words) in [
            ("colurs", &["colours", "sizes"][..], Suggestion::Near("colours"), "did you mean `colours`?"),
            (
                "animals",
                &["colours", "sizes?"],
                Suggestion::OneOf("`colours` or `sizes?`".into()),
                "use one of `colours` or `sizes?`",
            ),
            ("animals", &[], Suggestion::Nothing, "there is none yet to choose from"),
        ] {
            assert_eq!(Suggestion::of(word, known.iter().copied()), meant);
            assert_eq!(suggestion(word, known.iter().copied()), words);
        }
    }

    #[test]
    fn what_can_be_chosen_is_listed_up_to_a_length() {
        let words = vec!["a"; MOST_LISTED + 2];
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` or `c`");
        assert!(listed(words[..MOST_LISTED].iter().copied()).ends_with("`a`, `a` or `a`"));
        assert!(listed(words.iter().copied()).ends_with("`a`, `a` or 2 more"));
    }
}
