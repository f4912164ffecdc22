//! The pace of a session: when it goes on from a text that was pasted.
//!
//! The figures were measured with real pastes into Chromium. One paste reads the clipboard twice, up to 217 ms
//! apart; a text that is replaced too early arrives empty or as the next one, and one that stays too long is
//! pasted again.

use std::{mem, time::Duration};

/// Next came before any paste was seen: it may still be on its way.
const LATE_PASTE: Duration = Duration::from_millis(300);
/// By key: from the last read of a paste until the text is replaced.
const SETTLE_BY_KEY: Duration = Duration::from_millis(150);
/// By paste: the same, with nobody who says that the paste has arrived.
const SETTLE_BY_PASTE: Duration = Duration::from_millis(400);
/// A habit presses Next although the paste has moved on by itself.
const SWALLOW: Duration = Duration::from_millis(700);
/// Reads of one paste are not further apart.
const ONE_PASTE: Duration = Duration::from_millis(250);
/// Two pastes of one text within this time were hardly meant.
const TWO_PASTES: Duration = Duration::from_millis(700);
/// Nobody pastes so soon after a text was offered: a program that watches the clipboard reads it, or a browser that
/// is late with its second read of the text before. Who pastes five times in two seconds, without looking at
/// stopgap, comes 60 to 150 ms after it.
const TOO_SOON: Duration = Duration::from_millis(50);
/// So many refused readers in so short a time: something is watching the clipboard.
const REFUSALS: usize = 3;
const OF_REFUSALS: Duration = Duration::from_secs(5);

/// What makes a session go on from one text to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Advance {
    /// A program says so, and knows that what was offered has arrived: nothing is waited for.
    #[default]
    Told,
    /// A person presses a key.
    Key,
    /// A person pastes; by key wherever a look at the screen is wanted first.
    Paste,
}

/// What the clipboard of the desk can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Abilities {
    /// Texts are copied at all; else they are shown, and typed by hand.
    pub copies: bool,
    /// It tells when a text was read.
    pub sees_pastes: bool,
    /// It gives a text to nobody but the program that a person pastes into.
    pub tells_readers_apart: bool,
}

/// How fast a session goes.
#[derive(Debug)]
pub(super) struct Pace {
    advance: Advance,
    pub abilities: Abilities,
    /// When it went on without being told.
    moved_by_itself: Option<Duration>,
    /// The text before was read too soon for a person.
    was_too_soon: bool,
    refusals: Vec<Duration>,
    /// Who was refused, by name, and was told of.
    refused: Vec<String>,
}

/// What to do about a paste that was seen.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// The text is in its box, as far as one can tell.
    Pasted,
    /// It may be there twice.
    Twice,
    /// No person pastes so soon.
    TooSoon,
    /// So it was with the text before, too.
    Suspicious,
}

impl Pace {
    pub fn new(advance: Advance, abilities: Abilities) -> Self {
        // Where a monitor looks like a person, a paste proves nothing.
        let can = abilities.copies && abilities.sees_pastes && abilities.tells_readers_apart;
        let advance = match advance {
            Advance::Paste if !can => Advance::Key,
            advance => advance,
        };
        Self {
            advance,
            abilities,
            moved_by_itself: None,
            was_too_soon: false,
            refusals: Vec::new(),
            refused: Vec::new(),
        }
    }

    pub fn is_by_paste(&self) -> bool {
        self.advance == Advance::Paste
    }

    /// Whether what is heard of the clipboard changes anything.
    pub fn listens(&self) -> bool {
        self.advance != Advance::Told
    }

    fn waits(&self) -> bool {
        self.listens() && self.abilities.copies && self.abilities.sees_pastes
    }

    /// From now on by key.
    pub fn slow_down(&mut self) {
        self.advance = Advance::Key;
    }

    pub fn note_moved_by_itself(&mut self, now: Duration) {
        self.moved_by_itself = Some(now);
    }

    /// Whether a Next is only habit.
    pub fn swallows_next(&self, now: Duration) -> bool {
        self.moved_by_itself.is_some_and(|moved| now.saturating_sub(moved) < SWALLOW)
    }

    /// Notes that a reader was refused, and says whether there were too many.
    pub fn note_refusal(&mut self, now: Duration) -> bool {
        self.refusals.push(now);
        self.refusals.retain(|at| now.saturating_sub(*at) <= OF_REFUSALS);
        self.refusals.len() >= REFUSALS
    }

    /// Notes that this program was refused, and says whether nothing was told of it yet.
    pub fn note_refused(&mut self, who: &str) -> bool {
        let is_first = self.refused.iter().all(|told| told != who);
        if is_first {
            self.refused.push(who.to_owned());
        }
        is_first
    }
}

/// Why the text at hand is not on the clipboard any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// Somebody copied something else.
    Replaced,
    /// It was taken off: nobody pasted it for a while, or the desk was locked.
    Cleared,
    /// It was taken off, so that what the person copies in the browser can be told from it.
    SetAside,
}

/// The text at hand.
#[derive(Debug, Default)]
pub(super) struct Hand {
    offered: Duration,
    /// The first and the last read of it.
    reads: Option<(Duration, Duration)>,
    /// When the person asked to go on.
    asked: Option<Duration>,
    /// A paste is enough to go on from it.
    goes_by_paste: bool,
    pub pause: Option<Pause>,
    /// It is not copied before somebody says yes.
    pub is_held: bool,
}

impl Hand {
    pub fn new(now: Duration, goes_by_paste: bool, is_held: bool) -> Self {
        Self { offered: now, goes_by_paste, is_held, ..Self::default() }
    }

    pub fn goes_by_paste(&self) -> bool {
        self.goes_by_paste
    }

    pub fn is_pasted(&self) -> bool {
        self.reads.is_some()
    }

    /// Whether Next was pressed and it still waits for the paste to arrive.
    pub fn is_moving(&self) -> bool {
        self.asked.is_some()
    }

    pub fn ask(&mut self, now: Duration) {
        self.asked = Some(now);
    }

    pub fn stay(&mut self) {
        self.asked = None;
        self.goes_by_paste = false;
    }

    /// Notes a read of the text.
    pub fn note_read(&mut self, now: Duration, pace: &mut Pace) -> Seen {
        if pace.is_by_paste() && self.reads.is_none() {
            let is_too_soon = now.saturating_sub(self.offered) < TOO_SOON;
            let was_too_soon = mem::replace(&mut pace.was_too_soon, is_too_soon);
            if is_too_soon {
                return if was_too_soon { Seen::Suspicious } else { Seen::TooSoon };
            }
        }
        let (first, last) = self.reads.unwrap_or((now, now));
        let apart = now.saturating_sub(last);
        self.reads = Some((first, now));
        if apart >= ONE_PASTE && apart < TWO_PASTES { Seen::Twice } else { Seen::Pasted }
    }

    /// When to go on from it; None: not before something happens.
    pub fn due(&self, pace: &Pace) -> Option<Duration> {
        match (self.asked, self.reads) {
            (Some(asked), _) if !pace.waits() => Some(asked),
            (Some(asked), None) => Some(asked + LATE_PASTE),
            (Some(asked), Some((_, last))) => Some(asked.max(last + SETTLE_BY_KEY)),
            (None, Some((_, last))) if self.goes_by_paste && pace.is_by_paste() && self.pause.is_none() => {
                Some(last + SETTLE_BY_PASTE)
            }
            (None, _) => None,
        }
    }
}
