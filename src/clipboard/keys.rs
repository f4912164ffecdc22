//! The three global keys: what they are called, and which were to be had.

#[cfg(any(windows, test))]
use std::time::{Duration, Instant};
use std::{fmt, str::FromStr};

/// What a global key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// The answer is in its box: on to the next.
    Next,
    /// Back to the one before.
    Back,
    /// To the window of the terminal that stopgap runs in, and back to where one was. The clipboard sees to it.
    GoTo,
}

impl Key {
    pub const ALL: [Self; 3] = [Self::Next, Self::Back, Self::GoTo];

    /// The keys to try for it, the best first.
    ///
    /// Ctrl+Alt with a letter is `AltGr`, which types; End and Insert with Ctrl+Alt are Ctrl+Alt+Del in
    /// remote desktops and `VMware`. Word has Ctrl+Alt+PgDn, which is one reason to have the keys on only
    /// while somebody enters a form.
    pub fn usual(self) -> Vec<Chord> {
        let named = match self {
            Self::Next => NamedKey::PageDown,
            Self::Back => NamedKey::PageUp,
            Self::GoTo => NamedKey::Enter,
        };
        let plain = Chord { ctrl: true, alt: true, shift: false, key: named };
        vec![plain, Chord { shift: true, ..plain }]
    }
}

/// Keys pressed together, as "Ctrl+Alt+PgDn". At least two of Ctrl, Alt and Shift are among them, so that a
/// key for typing is not taken from every window.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    pub(super) ctrl: bool,
    pub(super) alt: bool,
    pub(super) shift: bool,
    pub(super) key: NamedKey,
}

/// The keys that can be asked for: those that type nothing by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NamedKey {
    PageDown,
    PageUp,
    Enter,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    Insert,
    /// F1 to F12.
    Function(u8),
}

impl NamedKey {
    const WORDS: [(&str, Self); 10] = [
        ("PgDn", Self::PageDown),
        ("PgUp", Self::PageUp),
        ("Enter", Self::Enter),
        ("Up", Self::Up),
        ("Down", Self::Down),
        ("Left", Self::Left),
        ("Right", Self::Right),
        ("Home", Self::Home),
        ("End", Self::End),
        ("Insert", Self::Insert),
    ];

    fn parse(word: &str) -> Option<Self> {
        let function = || {
            let number = word.strip_prefix(['f', 'F'])?.parse().ok()?;
            (1..=12).contains(&number).then_some(Self::Function(number))
        };
        let named = Self::WORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        named.map(|(_, key)| *key).or_else(function)
    }
}

impl fmt::Display for NamedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function(number) => write!(f, "F{number}"),
            key => {
                f.write_str(Self::WORDS.iter().find(|(_, named)| named == key).map_or("", |(name, _)| name))
            }
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            f.write_str(if held { word } else { "" })?;
        }
        self.key.fmt(f)
    }
}

impl fmt::Debug for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text names no keys that could be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no global key: join two of Ctrl, Alt and Shift with PgDn, PgUp, Enter, Up, Down, Left, Right, Home, End, Insert or F1 to F12, as in Ctrl+Alt+PgDn"
)]
pub struct NotAChord(String);

impl FromStr for Chord {
    type Err = NotAChord;

    fn from_str(text: &str) -> Result<Self, NotAChord> {
        let wrong = || NotAChord(text.to_owned());
        let mut words: Vec<&str> = text.split('+').map(str::trim).collect();
        let key = words.pop().and_then(NamedKey::parse).ok_or_else(wrong)?;
        let mut chord = Self { ctrl: false, alt: false, shift: false, key };
        for word in &words {
            let held = match word.to_ascii_lowercase().as_str() {
                "ctrl" => &mut chord.ctrl,
                "alt" => &mut chord.alt,
                "shift" => &mut chord.shift,
                _ => return Err(wrong()),
            };
            *held = true;
        }
        let held = [chord.ctrl, chord.alt, chord.shift].iter().filter(|held| **held).count();
        if held < 2 || held != words.len() { Err(wrong()) } else { Ok(chord) }
    }
}

/// Which global keys are on, and which could not be had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// What each is now; one that is not here is not to be had.
    pub on: Vec<(Key, Chord)>,
    /// Keys that other programs had already.
    pub taken: Vec<(Key, Chord)>,
}

impl Keys {
    /// What a key is now.
    pub fn chord(&self, key: Key) -> Option<Chord> {
        self.on.iter().find(|(of, _)| *of == key).map(|(_, chord)| *chord)
    }

    /// Tries the keys for each purpose, the best first, and notes which are to be had.
    pub(super) fn take(wanted: &[(Key, Vec<Chord>)], mut is_free: impl FnMut(Key, Chord) -> bool) -> Self {
        let mut keys = Self::default();
        for (key, chords) in wanted {
            for chord in chords {
                if is_free(*key, *chord) {
                    keys.on.push((*key, *chord));
                    break;
                }
                keys.taken.push((*key, *chord));
            }
        }
        keys
    }
}

/// Drops what a key says of itself while it is held down. Windows is asked not to tell of that, and Wine does.
#[derive(Debug, Default)]
#[cfg(any(windows, test))]
pub(super) struct Floor(Option<(Key, Instant)>);

#[cfg(any(windows, test))]
impl Floor {
    /// Keys that are held down come at least this often, and nobody presses one so often.
    const LEAST: Duration = Duration::from_millis(250);

    /// Whether the key was pressed, and not merely held.
    pub(super) fn lets(&mut self, key: Key, now: Instant) -> bool {
        let last = self.0.replace((key, now));
        last.is_none_or(|(last, at)| last != key || now.duration_since(at) >= Self::LEAST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(text.parse::<Chord>().ok().map(|chord| chord.to_string()).as_deref(), expected);
    }

    #[test]
    fn keys_are_read_as_people_write_them() {
        check("Ctrl+Alt+PgDn", Some("Ctrl+Alt+PgDn"));
        check("alt + ctrl + pgdn", Some("Ctrl+Alt+PgDn"));
        check("Ctrl+Shift+F12", Some("Ctrl+Shift+F12"));
        check("Ctrl+Alt+Shift+Enter", Some("Ctrl+Alt+Shift+Enter"));
    }

    #[test]
    fn what_people_type_with_is_not_taken_from_them() {
        for text in ["PgDn", "Ctrl+PgDn", "Ctrl+Ctrl+PgDn", "Ctrl+Alt+V", "Ctrl+Alt+F13", "Ctrl+Alt", "", "+"]
        {
            check(text, None);
        }
    }

    #[test]
    fn a_key_that_is_held_down_is_pressed_once() {
        let (start, mut floor) = (Instant::now(), Floor::default());
        let mut lets = |key, at| floor.lets(key, start + Duration::from_millis(at));
        assert!(lets(Key::Next, 0));
        for at in (30..900).step_by(30) {
            assert!(!lets(Key::Next, at));
        }
        assert!(lets(Key::Back, 900) && lets(Key::Next, 930) && lets(Key::Next, 1180));
    }

    #[test]
    fn a_taken_key_is_named_and_another_tried() {
        let usual = Key::ALL.map(|key| (key, key.usual()));
        let keys = Keys::take(&usual, |_, chord| chord.to_string() != "Ctrl+Alt+PgDn");
        let shown = |key| keys.chord(key).map(|chord| chord.to_string());
        assert_eq!(shown(Key::Next).as_deref(), Some("Ctrl+Alt+Shift+PgDn"));
        assert_eq!(shown(Key::Back).as_deref(), Some("Ctrl+Alt+PgUp"));
        assert_eq!(keys.taken.len(), 1);
        let none = Keys::take(&usual, |_, _| false);
        assert_eq!((none.on.len(), none.taken.len(), none.chord(Key::GoTo)), (0, 6, None));
    }
}
