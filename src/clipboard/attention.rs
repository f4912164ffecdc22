//! What is told of readers that were refused, and how long nothing was done.

use super::Offer;
use std::time::{Duration, Instant};

/// A program that asks again and again is told of once in this time.
const BETWEEN_REFUSALS: Duration = Duration::from_millis(250);

/// Which refusal was told last.
#[derive(Debug, Default)]
pub(super) struct Refusals(Option<(Offer, Option<String>, Instant)>);

impl Refusals {
    /// Whether this one is to be told.
    pub(super) fn note(&mut self, offer: Offer, by: Option<&str>, now: Instant) -> bool {
        let is_told = self.0.as_ref().is_some_and(|(of, last_by, at)| {
            *of == offer && last_by.as_deref() == by && now.duration_since(*at) < BETWEEN_REFUSALS
        });
        if !is_told {
            self.0 = Some((offer, by.map(str::to_owned), now));
        }
        !is_told
    }
}

/// How long nothing was done.
#[derive(Debug)]
pub(super) struct Idle {
    pub after: Duration,
    last: Instant,
}

impl Idle {
    pub(super) fn new(after: Duration, now: Instant) -> Self {
        Self { after, last: now }
    }

    /// Something was done.
    pub(super) fn touch(&mut self, now: Instant) {
        self.last = self.last.max(now);
    }

    /// When to look whether nothing was done for long enough.
    pub(super) fn due(&self) -> Instant {
        self.last + self.after
    }

    /// Whether nothing was done for long enough. `since_input` is what the desk says of the keyboard and the
    /// mouse, if it says anything.
    pub(super) fn is_over(&mut self, now: Instant, since_input: Option<Duration>) -> bool {
        if let Some(input) = since_input.and_then(|since| now.checked_sub(since)) {
            self.touch(input);
        }
        now >= self.due()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    #[test]
    fn who_asks_again_and_again_is_told_of_now_and_then() {
        let (start, mut refusals) = (Instant::now(), Refusals::default());
        let mut note = |offer: u64, by, at| refusals.note(Offer::from(offer), by, start + ms(at));
        assert!(note(1, Some("copyq"), 0));
        assert!(!note(1, Some("copyq"), 10));
        assert!(!note(1, Some("copyq"), 240));
        assert!(note(1, Some("copyq"), 260));
        assert!(note(1, None, 261));
        assert!(note(2, None, 262));
    }

    #[test]
    fn a_person_who_types_is_there() {
        let start = Instant::now();
        let mut idle = Idle::new(ms(60_000), start);
        assert!(!idle.is_over(start + ms(59_999), None));
        // At the end of the minute the last key is ten seconds old.
        assert!(!idle.is_over(start + ms(60_000), Some(ms(10_000))));
        assert_eq!(idle.due(), start + ms(110_000));
        assert!(idle.is_over(start + ms(110_000), Some(ms(60_000))));
        idle.touch(start + ms(115_000));
        assert!(!idle.is_over(start + ms(170_000), None));
        assert!(idle.is_over(start + ms(175_000), None));
    }
}
