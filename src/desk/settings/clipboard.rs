//! How the clipboard of the desks is used, as the settings have it.

use super::{fault, table};
use crate::{
    clipboard::{Chord, Key, Options, Shield},
    diagnostic::Place,
    yaml::{Found, Keys, Located},
};
use std::time::Duration;

/// How the clipboard of the desks is used. The default is what is right for nearly everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipboardSettings {
    pub advance: AdvanceBy,
    /// A second process clears the clipboard of Windows if the first one falls.
    pub has_guard: bool,
    /// All else. Which program is the guard, only the desk knows.
    pub options: Options,
}

/// What makes people go on from one answer to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AdvanceBy {
    /// The paste, at desks where `stopgap clipboard-check` has passed, else a key.
    #[default]
    Checked,
    /// A key, at all desks.
    Key,
    /// The paste, wherever the desk can tell one.
    Paste,
}

impl Default for ClipboardSettings {
    fn default() -> Self {
        Self { advance: AdvanceBy::default(), has_guard: true, options: Options::default() }
    }
}

/// How many seconds may be set for nobody being at the desk. Less would empty the clipboard under a person who reads.
pub(super) const IDLE: (usize, usize) = (10, 600);

/// The clipboard from its group. The faults tell what could not be made of it.
pub(super) fn clipboard(node: &Located, found: &Found) -> Option<ClipboardSettings> {
    let keys = Keys::of(node, "the clipboard", &table::CLIPBOARD, found)?;
    let usual = ClipboardSettings::default();
    // Where the key does not stand, all are on.
    let is_on = |key| keys.get(key).is_none() || keys.flag(key);
    let idle = |key, usual: Duration| {
        let seconds = keys.number(key, IDLE.0, IDLE.1).and_then(|seconds| seconds.try_into().ok());
        seconds.map_or(usual, Duration::from_secs)
    };
    let options = Options {
        shield: shield(&keys, is_on("shield"), found),
        gesture: is_on("gesture"),
        keys: keys.get("keys").map_or_else(|| usual.options.keys.clone(), |node| global_keys(node, found)),
        idle: idle("idle", usual.options.idle),
        idle_restricted: idle("idle-restricted", usual.options.idle_restricted),
        guard: None,
    };
    let advance = keys.one_of("advance", &[AdvanceBy::Checked, AdvanceBy::Key, AdvanceBy::Paste]);
    Some(ClipboardSettings { advance: advance.unwrap_or_default(), has_guard: is_on("guard"), options })
}

/// The usual lists of programs and the ones that stand here. What is allowed here is not denied by the usual list.
fn shield(keys: &Keys<'_>, on: bool, found: &Found) -> Shield {
    let mut shield = Shield { on, ..Shield::default() };
    let (deny, allow) = (programs(keys, "deny", found), programs(keys, "allow", found));
    for (name, place) in &allow {
        if let Some((_, denied)) = deny.iter().find(|(other, _)| Shield::is_same(name, other)) {
            found.add(fault::allowed_and_denied((*place).clone(), name, (*denied).clone()));
        }
        shield.deny.retain(|usual| !Shield::is_same(usual, name));
    }
    for (name, _) in &deny {
        shield.allow.retain(|usual| !Shield::is_same(usual, name));
    }
    let names =
        |list: Vec<(&str, &Place)>| list.into_iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
    shield.deny.extend(names(deny));
    shield.allow.extend(names(allow));
    shield.targets.extend(names(programs(keys, "targets", found)));
    shield
}

/// Names of programs, such as `msedge.exe`; not where they lie.
fn programs<'n>(keys: &Keys<'n>, key: &str, found: &Found) -> Vec<(&'n str, &'n Place)> {
    let mut programs = Vec::new();
    for (name, place) in keys.texts(key) {
        let name = name.trim();
        if name.contains(['\\', '/', '*']) {
            found.add(fault::not_a_program(place.clone()));
        } else {
            programs.push((name, place));
        }
    }
    programs
}

/// The keys for each purpose. One that does not stand here has its usual ones; one that says `none` has none.
fn global_keys(node: &Located, found: &Found) -> Vec<(Key, Vec<Chord>)> {
    let Some(keys) = Keys::of(node, "the keys", &table::KEYS, found) else { return Vec::new() };
    let mut taken: Vec<(Chord, &Place)> = Vec::new();
    let said = [(Key::Next, "next"), (Key::Back, "back"), (Key::GoTo, "go-to")].map(|(key, name)| {
        let chords = keys.get(name).map(|_| chords(keys.texts(name), &mut taken, found));
        (key, chords)
    });
    let is_free = |chord: &Chord| taken.iter().all(|(other, _)| other != chord);
    let usual = |key: Key| key.usual().into_iter().filter(is_free).collect();
    said.map(|(key, chords)| (key, chords.unwrap_or_else(|| usual(key)))).to_vec()
}

/// What stands behind one purpose; each key serves one purpose only.
fn chords<'n>(
    texts: Vec<(&'n str, &'n Place)>,
    taken: &mut Vec<(Chord, &'n Place)>,
    found: &Found,
) -> Vec<Chord> {
    let mut chords = Vec::new();
    for (text, place) in texts.into_iter().filter(|(text, _)| !text.trim().eq_ignore_ascii_case("none")) {
        let Ok(chord) = text.parse::<Chord>() else {
            found.add(fault::not_a_chord(place.clone()));
            continue;
        };
        if let Some((_, first)) = taken.iter().find(|(other, _)| *other == chord) {
            found.add(fault::chord_twice(place.clone(), &chord.to_string(), (*first).clone()));
        }
        taken.push((chord, place));
        chords.push(chord);
    }
    chords
}
