//! The keys of one map of a file, looked up with faults for what is unknown, twice or missing.

use super::{
    fault,
    table::{Map, Shape, names},
    tree::{Key, Located, Yaml},
};
use crate::diagnostic::{Fault, Place, listed, nearest};
use std::{cell::RefCell, collections::BTreeMap};

/// Takes in faults from wherever they are found.
#[derive(Default)]
pub struct Found(RefCell<Vec<Fault>>);

impl Found {
    pub fn add(&self, fault: Fault) {
        self.0.borrow_mut().push(fault);
    }

    pub fn add_all(&self, faults: Vec<Fault>) {
        self.0.borrow_mut().extend(faults);
    }

    pub fn into_list(self) -> Vec<Fault> {
        self.0.into_inner()
    }
}

/// See the module.
pub struct Keys<'n> {
    /// What the keys belong to, as in "a field".
    of: &'static str,
    map: &'static Map,
    place: Place,
    entries: &'n [(Key, Located)],
    found: &'n Found,
    /// Keys that were probably meant by unknown ones: they are not missing, they are misspelt.
    misspelt: Vec<String>,
    /// It is two items, of which the second lost its dash: the keys of that one are not read.
    is_two: bool,
}

impl<'n> Keys<'n> {
    /// The keys of a node; `None`, with a fault, when it has none.
    pub fn of(node: &'n Located, of: &'static str, map: &'static Map, found: &'n Found) -> Option<Self> {
        let known = map.keys();
        let Yaml::Map(entries) = &node.value else {
            found.add(fault::wrong_kind(
                node.place.clone(),
                of,
                node.kind(),
                "its keys, one on each line: `key: text`",
            ));
            return None;
        };
        let mut misspelt = Vec::new();
        let mut first: BTreeMap<&str, &Key> = BTreeMap::new();
        let mut twice: Vec<(&Key, &Key)> = Vec::new();
        for (key, _) in entries {
            if let Some(first) = first.get(key.name.as_str()) {
                twice.push((key, first));
                continue;
            }
            first.insert(&key.name, key);
            if !known.contains(&key.name.as_str()) {
                if let Some(meant) = without_colon(key, entries, &known) {
                    found.add(fault::key_without_colon(key, meant));
                    misspelt.push(meant.to_owned());
                    continue;
                }
                found.add(fault::unknown_key(key, of, &known));
                let name = key.name.trim().split(':').next().unwrap_or_default();
                misspelt.extend(nearest(name, known.iter().copied()).map(str::to_owned));
            }
        }
        // One key stands twice by a slip; several do so when the dash of the next item was left out.
        let mut entries = entries.as_slice();
        let is_two = matches!(twice[..], [(key, _), _, ..] if key.is_first);
        match twice[..] {
            [(key, first), ..] if is_two => {
                found.add(fault::no_dash_between(key.place.clone(), &key.name, first.place.clone()));
                entries = entries.split(|(other, _)| other.place == key.place).next().unwrap_or_default();
            }
            [(key, first)] if key.is_first && entries[0].0.place == first.place => {
                found.add(fault::item_or_twice(key, first));
            }
            _ => found.add_all(twice.iter().map(|(key, first)| fault::key_twice(key, first)).collect()),
        }
        // An arrow under a whole block would be a wall: the first key stands for it.
        let place = entries.first().map_or(&node.place, |(key, _)| &key.place).clone();
        let keys = Self { of, map, place, entries, found, misspelt, is_two };
        keys.check_together();
        Some(keys)
    }

    /// Which keys go with one another, as the table has it.
    fn check_together(&self) {
        let stand: Vec<&(Key, Located)> = self.map.one_of.iter().filter_map(|key| self.entry(key)).collect();
        let is_misspelt = self.map.one_of.iter().any(|key| self.misspelt.iter().any(|meant| meant == key));
        match stand[..] {
            [] if !self.map.one_of.is_empty() && !is_misspelt => {
                self.found.add(fault::missing_one_of(self.place(), self.of, self.map.one_of));
            }
            [(first, _), ref others @ ..] => {
                for (key, _) in others {
                    self.found.add(fault::not_together(
                        key,
                        first,
                        self.of,
                        &format!(
                            "keep one of them, and write {} of its own, with `- ` in front, for the other",
                            self.of
                        ),
                    ));
                }
            }
            [] => {}
        }
        for key in self.map.keys {
            let Some((here, _)) = self.entry(key.name) else { continue };
            if let Some(other) = key.with
                && self.get(other).is_none()
                && !self.misspelt.iter().any(|meant| meant == other)
                && !(self.map.one_of.contains(&other) && stand.is_empty())
            {
                self.found.add(fault::missing_beside(here.place.clone(), key.name, other));
            }
            if let Some((other, _)) = key.not_with.and_then(|other| self.entry(other)) {
                self.found.add(fault::not_together(here, other, self.of, "keep one of them"));
            }
        }
    }

    /// Which keys go with a type of field, as the table has it.
    pub fn check_type(&self, kind: &str) {
        for key in self.map.keys.iter().filter(|key| !key.only_for.is_empty()) {
            if let (Some((here, _)), false) = (self.entry(key.name), key.only_for.contains(&kind)) {
                self.found.add(fault::not_for_type(here.place.clone(), key.name, kind));
            }
        }
        for key in self.map.keys.iter().filter(|key| key.needed_for.contains(&kind)) {
            if self.get(key.name).is_none() && !self.misspelt.iter().any(|meant| meant == key.name) {
                self.found.add(fault::needs_for_type(self.place(), key.name, kind));
            }
        }
    }

    /// Whether a list under this key may be as short as it is; a fault when it may not.
    fn is_long_enough(&self, key: &str, value: &Located) -> bool {
        let shape = self.shape(key);
        let empty = matches!(&value.value, Yaml::List(items) if items.is_empty());
        let wrong = empty && shape.is_some_and(Shape::wants_items);
        if wrong {
            let (what, wanted) = (format!("`{key}`"), "at least one, or take the key away");
            self.found.add(fault::wrong_kind(value.place.clone(), &what, "an empty list", wanted));
        }
        !wrong
    }

    /// Whether there is probably another item in it, of which nothing was read.
    pub fn is_two(&self) -> bool {
        self.is_two
    }

    /// Where to point when something about the whole is wrong.
    pub fn place(&self) -> Place {
        self.place.clone()
    }

    pub fn get(&self, key: &str) -> Option<&'n Located> {
        self.entry(key).map(|(_, value)| value)
    }

    pub fn entry(&self, key: &str) -> Option<&'n (Key, Located)> {
        self.entries.iter().find(|(k, _)| k.name == key)
    }

    /// A value that has to be there.
    pub fn needed(&self, key: &str) -> Option<&'n Located> {
        let value = self.get(key);
        if value.is_none() && !self.misspelt.iter().any(|meant| meant == key) {
            self.found.add(fault::missing_key(self.place(), key, self.of));
        }
        value
    }

    /// A text, if the key stands there.
    pub fn text(&self, key: &str) -> Option<&'n str> {
        text(self.get(key)?, key, self.found)
    }

    /// A text that has to be there.
    pub fn needed_text(&self, key: &str) -> Option<&'n str> {
        text(self.needed(key)?, key, self.found)
    }

    /// A text that people see on one line, if the key stands there; see [`line`].
    pub fn line(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| self.short(key, text))
    }

    /// A text that people see on one line, which has to be there; see [`line`].
    pub fn needed_line(&self, key: &str) -> Option<String> {
        self.needed_text(key).map(|text| self.short(key, text))
    }

    /// The text as one line, with a fault when it is longer than the table allows.
    fn short(&self, key: &str, text: &str) -> String {
        let text = line(text);
        let length = text.chars().count();
        if let (Some(Shape::Line { most, rest }), Some(value)) = (self.shape(key), self.get(key))
            && length > *most
        {
            let place = value.place.clone();
            self.found.add(fault::too_long(place, &format!("`{key}`"), length, *most, rest));
        }
        text
    }

    fn shape(&self, key: &str) -> Option<&'static Shape> {
        self.map.keys.iter().find(|known| known.name == key).map(|known| &known.shape)
    }

    /// A text of one or several lines, if the key stands there; each of them as [`line`] says.
    pub fn lines(&self, key: &str) -> Option<String> {
        let lines: Vec<String> = self.text(key)?.trim().lines().map(line).collect();
        Some(lines.join("\n"))
    }

    /// Whether the key stands there and says yes.
    pub fn flag(&self, key: &str) -> bool {
        let Some(value) = self.get(key) else { return false };
        let Some(word) = text(value, key, self.found) else { return false };
        switch(word).unwrap_or_else(|| {
            let (what, is) = (format!("`{key}`"), format!("`{word}`"));
            self.found.add(fault::wrong_kind(value.place.clone(), &what, &is, "`true` or `false`"));
            false
        })
    }

    /// Notes what an `unverified` says has to be looked up.
    pub fn note_unverified(&self) {
        if let (Some(what), Some((key, _))) = (self.text("unverified"), self.entry("unverified")) {
            self.found.add(fault::unverified(key.place.clone(), what.trim_end_matches('.')));
        }
    }

    /// A whole number within bounds, if the key stands there.
    pub fn number(&self, key: &str, least: usize, most: usize) -> Option<usize> {
        let value = self.get(key)?;
        let written = text(value, key, self.found)?;
        let number = written.parse().ok().filter(|n| (least..=most).contains(n));
        if number.is_none() {
            let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let is_below = |text: &str| text.parse().is_ok_and(|number: usize| number < least);
            let fault = match written.strip_prefix('-') {
                Some(digits) if is_digits(digits) => fault::too_small_a_number,
                None if is_digits(written) && is_below(written) => fault::too_small_a_number,
                None if is_digits(written) => fault::too_large_a_number,
                _ => fault::not_a_number,
            };
            self.found.add(fault(value.place.clone(), &format!("`{key}`"), least, most));
        }
        number
    }

    /// Which of its words stands behind a key, if the key stands there; `meanings` are in the order of the words.
    pub fn one_of<T: Copy>(&self, key: &str, meanings: &[T]) -> Option<T> {
        let value = self.get(key)?;
        let word = text(value, key, self.found)?;
        let words = self.words(key)?;
        debug_assert_eq!(words.len(), meanings.len(), "each word of `{key}` has a meaning");
        let meant = words.iter().zip(meanings).find(|(known, _)| **known == word).map(|(_, meant)| *meant);
        if meant.is_none() {
            let (what, is) = (format!("`{key}`"), format!("`{word}`"));
            self.found.add(fault::wrong_kind(value.place.clone(), &what, &is, &listed(words)));
        }
        meant
    }

    /// The words that may stand behind a key; None for a key that has no place here, which is told of.
    fn words(&self, key: &str) -> Option<Vec<&'static str>> {
        match self.shape(key)? {
            Shape::Words(words) => Some(names(words)),
            _ => None,
        }
    }

    /// The items of a list; nothing when the key does not stand there.
    pub fn list(&self, key: &str) -> &'n [Located] {
        let Some(value) = self.get(key) else { return &[] };
        if let Yaml::List(items) = &value.value {
            self.is_long_enough(key, value);
            return items;
        }
        let wanted = "a list: each item on a line of its own, with `- ` in front";
        self.found.add(fault::wrong_kind(value.place.clone(), &format!("`{key}`"), value.kind(), wanted));
        &[]
    }

    /// A text or a list of texts, each with its place.
    pub fn texts(&self, key: &str) -> Vec<(&'n str, &'n Place)> {
        match self.get(key) {
            Some(value) if self.is_long_enough(key, value) => texts(value, key, self.found),
            _ => Vec::new(),
        }
    }
}

/// `{ id: room, label Room }`: the key that was meant. One that stands there as well was not.
fn without_colon<'k>(key: &Key, entries: &[(Key, Located)], known: &[&'k str]) -> Option<&'k str> {
    let stands = |name: &str| entries.iter().any(|(key, _)| key.name == name);
    let is_it = |name: &&&str| key.name.strip_prefix(**name).is_some_and(|rest| rest.starts_with(' '));
    known.iter().filter(is_it).copied().find(|name| key.bare && !stands(name))
}

/// Yes or no, in capitals or not: spreadsheets and other programs write `TRUE`.
pub fn switch(word: &str) -> Option<bool> {
    let is = |words: [&str; 2]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    if is(["true", "yes"]) { Some(true) } else { is(["false", "no"]).then_some(false) }
}

/// A text as it looks on one line: what ends a line or cannot be printed is a space between words. YAML leaves line
/// breaks in a text that is folded (`>`) or kept (`|`), and Word drops or refuses other controls.
pub fn line(text: &str) -> String {
    let parts = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}');
    let words: Vec<&str> = text.split(parts).map(str::trim).filter(|words| !words.is_empty()).collect();
    words.join(" ")
}

/// The text of a node, with a fault when it is something else or empty.
pub fn text<'n>(node: &'n Located, key: &str, found: &Found) -> Option<&'n str> {
    match &node.value {
        Yaml::Text(text) if !line(text).is_empty() => Some(text),
        _ => {
            let what = format!("`{key}`");
            found.add(fault::wrong_kind(node.place.clone(), &what, node.kind(), "a text behind it"));
            None
        }
    }
}

/// The texts of a node that holds one or a list of them.
pub fn texts<'n>(node: &'n Located, key: &str, found: &Found) -> Vec<(&'n str, &'n Place)> {
    let items = match &node.value {
        Yaml::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    items.iter().filter_map(|item| Some((text(item, key, found)?, &item.place))).collect()
}
