//! YAML as a tree in which each text knows its place, read before anything is made of it.
//!
//! A deserialiser stops at the first thing that it did not expect. An administrator wants to hear
//! of everything at once, so a file is read into this tree first and then lowered.

use super::{
    bracket, fault,
    slip::{is_unclosed, slip},
    table::Map,
};
use crate::diagnostic::{Fault, Place};
use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, Span};
use std::ops::Range;

/// Double and single, at either end.
const QUOTES_OF_WORD: [char; 5] = ['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}'];

/// More than any file of ours holds.
const MAX_NODES: usize = 100_000;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Located {
    pub value: Yaml,
    pub place: Place,
}

/// What YAML can say, as far as our files use it. A scalar is text as it was written: `NO`, `00`
/// and `8E1` are what they look like.
#[derive(Debug, Clone)]
pub enum Yaml {
    Text(String),
    List(Vec<Located>),
    Map(Vec<(Key, Located)>),
}

/// A key of a map.
#[derive(Debug, Clone)]
pub struct Key {
    pub name: String,
    /// No `:` stands behind it: within `{ }` a comma did so.
    pub bare: bool,
    /// It begins its line: no `-` and no `{` stands before it.
    pub is_first: bool,
    pub place: Place,
}

impl Located {
    pub fn is_list(&self) -> bool {
        matches!(self.value, Yaml::List(_))
    }

    /// The items of a list; nothing when it is none.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Yaml::List(items) => items,
            _ => &[],
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Yaml::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What stands behind a key of a group of keys.
    pub fn entry(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Yaml::Map(entries) => entries.iter().find(|(known, _)| known.name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// What it is, in plain words.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Yaml::Text(text) if text.is_empty() => "nothing",
            Yaml::Text(_) => "a text",
            Yaml::List(_) => "a list",
            Yaml::Map(_) => "a group of keys",
        }
    }
}

/// White space within a line.
fn is_space(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

/// Reads a YAML file. `None` when it is no YAML; then `faults` says why and where. `maps` are what may stand
/// in it: where a slip spoils the grammar, a known key tells what was meant.
pub fn parse(source: usize, text: &str, maps: &[&'static Map], faults: &mut Vec<Fault>) -> Option<Located> {
    let mut options = Options::default();
    options.emit_comments = false;
    // Then `*Note` is ours to tell of; without it, it reads as an error in the file's grammar.
    options.emit_unresolved_aliases = true;
    let mut events = Parser::new_from_str_with_options(text, options);
    let mut reader = TreeReader { source, text, maps, faults, nodes: 0, open: Vec::new(), read: 0 };
    let tree = reader.document(&mut events);
    match tree {
        Ok(tree) => tree,
        Err(fault) => {
            faults.push(*fault);
            None
        }
    }
}

type Events<'t> = Parser<'t, serde_yaml::granit_parser::StrInput<'t>>;
type Read<T> = Result<T, Box<Fault>>;

struct TreeReader<'t> {
    source: usize,
    text: &'t str,
    maps: &'t [&'static Map],
    faults: &'t mut Vec<Fault>,
    nodes: usize,
    /// Where the brackets stand that are not closed yet.
    open: Vec<usize>,
    /// How far the parser has told what it saw.
    read: usize,
}

impl<'t> TreeReader<'t> {
    fn document(&mut self, events: &mut Events<'t>) -> Read<Option<Located>> {
        let mut root = None;
        loop {
            let (event, span) = self.next(events)?;
            match event {
                Event::StreamEnd => break,
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                _ if root.is_some() => return Err(Box::new(fault::second_document(self.place(span)))),
                event => root = Some(self.node(event, span, events)?),
            }
        }
        if root.is_none() {
            self.faults.push(fault::empty_file(Place { source: self.source, range: 0..0 }));
        }
        Ok(root)
    }

    fn next(&mut self, events: &mut Events<'t>) -> Read<(Event<'t>, Span)> {
        match events.next() {
            Some(Ok((event, span))) => {
                self.read = self.read.max(self.place(span).range.end);
                Ok((event, span))
            }
            Some(Err(error)) => {
                let at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
                let at = self.rest_of_line(at).start;
                // Of a bracket without its fellow the parser tells where it stands.
                let to = at + usize::from(is_unclosed(error.kind()));
                let open = bracket::open(self.text, &self.open, self.read, to);
                Err(Box::new(slip(self.source, self.text, self.maps, open, at, &error)))
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, events: &mut Events<'t>) -> Read<Located> {
        self.nodes += 1;
        let place = self.place(span);
        if self.nodes > MAX_NODES {
            return Err(Box::new(fault::too_large(place)));
        }
        match event {
            // `&Note all` would be the text "all", and `!Note all` as well.
            Event::Scalar(_, _, anchor, tag) if anchor > 0 || tag.is_some() => {
                self.faults.push(fault::anchor(place.clone()));
                Ok(Located { value: Yaml::Text("-".to_owned()), place })
            }
            Event::Scalar(text, style, ..) => {
                if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    self.notice_cut_off(&place);
                }
                if style == ScalarStyle::Plain
                    && text.starts_with(QUOTES_OF_WORD)
                    && text.ends_with(QUOTES_OF_WORD)
                {
                    self.faults.push(fault::quotes_of_word(place.clone()));
                }
                // `key:` with nothing behind it, and `~`, are YAML's ways to say nothing.
                let text = match style {
                    ScalarStyle::Plain if text == "~" => String::new(),
                    ScalarStyle::Literal | ScalarStyle::Folded => text.trim_end().to_owned(),
                    _ => text.into_owned(),
                };
                Ok(Located { value: Yaml::Text(text), place })
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                let is_open = self.note_open(&place, '[');
                loop {
                    match self.next(events)? {
                        (Event::SequenceEnd, end) => {
                            self.note_closed(is_open);
                            let place = self.up_to(&place, end);
                            return Ok(Located { value: Yaml::List(items), place });
                        }
                        (event, span) => items.push(self.node(event, span, events)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut entries: Vec<(Key, Located)> = Vec::new();
                let is_open = self.note_open(&place, '{');
                loop {
                    match self.next(events)? {
                        (Event::MappingEnd, end) => {
                            self.note_closed(is_open);
                            let place = self.up_to(&place, end);
                            return Ok(Located { value: Yaml::Map(entries), place });
                        }
                        (event, span) => {
                            let key = self.node(event, span, events)?;
                            let Yaml::Text(name) = key.value else {
                                return Err(Box::new(fault::key_not_text(key.place)));
                            };
                            let (event, span) = self.next(events)?;
                            let value = self.node(event, span, events)?;
                            let bare = !self.text[key.place.range.end..].trim_start().starts_with(':');
                            let before = self.text[..key.place.range.start].trim_end_matches(is_space);
                            let is_first = before.is_empty() || before.ends_with('\n');
                            entries.push((Key { name, bare, is_first, place: key.place }, value));
                        }
                    }
                }
            }
            // Anchors can make a small file expand to gigabytes, and nobody needs them: there are lists and includes.
            _ => Err(Box::new(fault::anchor(place))),
        }
    }

    /// Whether it begins with a bracket, which is noted.
    fn note_open(&mut self, place: &Place, bracket: char) -> bool {
        let is_open = self.text[place.range.start..].starts_with(bracket);
        self.open.extend(is_open.then_some(place.range.start));
        is_open
    }

    fn note_closed(&mut self, was_open: bool) {
        if was_open {
            self.open.pop();
        }
    }

    /// In `label: Room #3` YAML takes `#3` for a comment. A comment of ours has a space behind its `#`.
    fn notice_cut_off(&mut self, place: &Place) {
        let behind = &self.text[place.range.end..];
        let Some(comment) = behind.trim_start_matches(is_space).strip_prefix('#') else { return };
        let comment = comment.split('\n').next().unwrap_or_default();
        let is_ruler = |c: char| matches!(c, '#' | '-' | '=' | '*');
        let is_ours = comment.is_empty()
            || comment.starts_with([' ', '\t'])
            || comment.trim_end().chars().all(is_ruler);
        if !is_ours && !place.range.is_empty() {
            let start = place.range.end + behind.find('#').unwrap_or_default();
            let range = start..start + 1 + comment.trim_end().len();
            self.faults.push(fault::cut_off(Place { source: self.source, range }));
        }
    }

    fn place(&self, span: Span) -> Place {
        let range = span.byte_range().unwrap_or(0..0);
        let end = range.end.min(self.text.len());
        Place { source: self.source, range: range.start.min(end)..end }
    }

    fn up_to(&self, start: &Place, end: Span) -> Place {
        let end = self.place(end).range.end.max(start.range.end);
        Place { source: start.source, range: start.range.start..end }
    }

    fn rest_of_line(&self, at: usize) -> Range<usize> {
        let start =
            (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        start..self.text[start..].find('\n').map_or(self.text.len(), |length| start + length)
    }
}
