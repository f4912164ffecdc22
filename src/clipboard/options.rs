//! How the clipboard of the desk is to be used: what a council or a person can set.

use super::{Chord, Key, Shield};
use std::{path::PathBuf, time::Duration};

/// What can be set. The default is what is right for nearly everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Who is given what is offered.
    pub shield: Shield,
    /// Look, when an offer is read on Windows, whether the person pressed a key or button that pastes. Without it
    /// a program in front can read by itself, and one that does not say who it is gets nothing. Under X11: look when
    /// such a key was pressed last, and give whoever reads late what was on offer then.
    pub gesture: bool,
    /// The keys to try for each purpose, the best first. A purpose that is not here has no key.
    pub keys: Vec<(Key, Vec<Chord>)>,
    /// For how long nothing may be done at the desk before an offer is cleared.
    pub idle: Duration,
    /// The same, while a restricted record is entered.
    pub idle_restricted: Duration,
    /// The program that guards the clipboard of Windows when it is started with [`GUARD`](super::GUARD): this one.
    pub guard: Option<PathBuf>,
}

impl Options {
    /// For how long nothing may be done while such a record is entered.
    pub(super) fn idle_for(&self, is_restricted: bool) -> Duration {
        if is_restricted { self.idle_restricted } else { self.idle }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            shield: Shield::default(),
            gesture: true,
            keys: Key::ALL.map(|key| (key, key.usual())).to_vec(),
            idle: Duration::from_mins(1),
            idle_restricted: Duration::from_secs(30),
            guard: None,
        }
    }
}
