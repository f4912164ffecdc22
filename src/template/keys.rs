//! The keys of one map of a definition, looked up with faults for what is unknown, twice or missing.

use super::{
    fault,
    tree::{Key, Located, Yaml},
};
use crate::diagnostic::{Fault, Place, nearest};
use std::cell::RefCell;

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
    place: Place,
    entries: &'n [(Key, Located)],
    found: &'n Found,
    /// Keys that were probably meant by unknown ones: they are not missing, they are misspelt.
    misspelt: Vec<String>,
}

impl<'n> Keys<'n> {
    /// The keys of a node; `None`, with a fault, when it has none.
    pub fn of(node: &'n Located, of: &'static str, known: &[&str], found: &'n Found) -> Option<Self> {
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
        for (at, (key, _)) in entries.iter().enumerate() {
            if let Some((first, _)) = entries[..at].iter().find(|(before, _)| before.name == key.name) {
                found.add(fault::key_twice(key.place.clone(), &key.name, first.place.clone()));
            } else if !known.contains(&key.name.as_str()) {
                found.add(fault::unknown_key(key.place.clone(), &key.name, of, known));
                misspelt.extend(nearest(&key.name, known.iter().copied()).map(str::to_owned));
            }
        }
        // An arrow under a whole block would be a wall: the first key stands for it.
        let place = entries.first().map_or(&node.place, |(key, _)| &key.place).clone();
        Some(Self { of, place, entries, found, misspelt })
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

    /// Whether the key stands there and says yes.
    pub fn flag(&self, key: &str) -> bool {
        let Some(value) = self.get(key) else { return false };
        match text(value, key, self.found) {
            Some("true" | "yes") => true,
            Some("false" | "no") | None => false,
            Some(_) => {
                let what = format!("`{key}`");
                self.found.add(fault::wrong_kind(
                    value.place.clone(),
                    &what,
                    "something else",
                    "`true` or `false`",
                ));
                false
            }
        }
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
        let number = text(value, key, self.found)?.parse().ok().filter(|n| (least..=most).contains(n));
        if number.is_none() {
            self.found.add(fault::not_a_number(value.place.clone(), &format!("`{key}`"), least, most));
        }
        number
    }

    /// The items of a list; nothing when the key does not stand there.
    pub fn list(&self, key: &str) -> &'n [Located] {
        let Some(value) = self.get(key) else { return &[] };
        if let Yaml::List(items) = &value.value {
            return items;
        }
        let wanted = "a list: each item on a line of its own, with `- ` in front";
        self.found.add(fault::wrong_kind(value.place.clone(), &format!("`{key}`"), value.kind(), wanted));
        &[]
    }

    /// A text or a list of texts, each with its place.
    pub fn texts(&self, key: &str) -> Vec<(&'n str, &'n Place)> {
        match self.get(key) {
            Some(value) => texts(value, key, self.found),
            None => Vec::new(),
        }
    }
}

/// The text of a node, with a fault when it is something else or empty.
pub fn text<'n>(node: &'n Located, key: &str, found: &Found) -> Option<&'n str> {
    match &node.value {
        Yaml::Text(text) if !text.trim().is_empty() => Some(text),
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
