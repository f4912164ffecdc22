//! The keys that a file may have, as a table: what each is for, and what stands behind it.
//!
//! The reader takes its known keys from such tables, and a schema for editors is made of them, so the two
//! cannot drift apart. The words are for people who have never seen YAML.

use Shape::{Any, List};

/// A word that may stand behind a key, and what it means.
pub type Word = (&'static str, &'static str);

/// The names of a table of words.
pub fn names(words: &[Word]) -> Vec<&'static str> {
    words.iter().map(|(name, _)| *name).collect()
}

/// A group of keys, such as a template, a section, a field.
#[derive(Debug)]
pub struct Map {
    /// What it is called in the schema: one word.
    pub name: &'static str,
    pub about: &'static str,
    pub keys: &'static [Key],
    /// Keys of which one, and only one, has to be there; empty: no such rule.
    pub one_of: &'static [&'static str],
}

/// One key of a map.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// A good value, as it is written behind the key.
    pub example: &'static str,
    pub shape: Shape,
    pub needed: bool,
    /// The types of field for which it has a meaning; empty: for all.
    pub only_for: &'static [&'static str],
    /// The types of field that cannot do without it.
    pub needed_for: &'static [&'static str],
    /// Another key that has to stand beside it.
    pub with: Option<&'static str>,
    /// Another key that must not stand beside it.
    pub not_with: Option<&'static str>,
}

/// What stands behind a key.
#[derive(Debug)]
pub enum Shape {
    /// A text; what looks like a number is one too.
    Text,
    /// A text that people see on one line, with at most so many characters; `rest` is the key that takes what is
    /// more, or nothing.
    Line { most: usize, rest: &'static str },
    /// The id of a field.
    Id,
    /// A short name that a command and a file name can hold: small letters, digits and `-`.
    Part,
    /// A whole number within bounds.
    Number { least: usize, most: usize },
    /// `true` or `false`; `yes` and `no` are taken as well.
    Switch,
    /// One of these words, each with what it means.
    Words(&'static [Word]),
    /// A list of these, with at least so many of them.
    List { of: &'static Shape, least: usize },
    /// A map of its own.
    Nested(&'static Map),
    /// The first of two maps when its marking key is there, else the second.
    Either { key: &'static str, with: &'static Map, without: &'static Map },
    /// A text for each system: `{ EHM: .., LCS: .. }`.
    BySystem,
    /// How a date is written: `d mmmm yyyy`.
    Format,
    /// The least and the most: `[0, 40]`.
    Range,
    /// Any of these.
    Any(&'static [Shape]),
}

impl Map {
    /// The names of its keys.
    pub fn keys(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }
}

pub const fn needed(name: &'static str, about: &'static str, example: &'static str, shape: Shape) -> Key {
    Key {
        name,
        about,
        example,
        shape,
        needed: true,
        only_for: &[],
        needed_for: &[],
        with: None,
        not_with: None,
    }
}

pub const fn may(name: &'static str, about: &'static str, example: &'static str, shape: Shape) -> Key {
    Key {
        name,
        about,
        example,
        shape,
        needed: false,
        only_for: &[],
        needed_for: &[],
        with: None,
        not_with: None,
    }
}

impl Shape {
    /// Whether a list of this shape has to hold something.
    pub fn wants_items(&self) -> bool {
        match self {
            List { least, .. } => *least > 0,
            Any(shapes) => shapes.iter().any(Self::wants_items),
            _ => false,
        }
    }
}

impl Key {
    pub const fn only_for(mut self, types: &'static [&'static str]) -> Self {
        self.only_for = types;
        self
    }

    pub const fn with(mut self, other: &'static str) -> Self {
        self.with = Some(other);
        self
    }

    pub const fn not_with(mut self, other: &'static str) -> Self {
        self.not_with = Some(other);
        self
    }

    pub const fn needed_for(mut self, types: &'static [&'static str]) -> Self {
        self.needed_for = types;
        self
    }
}
