//! Which reads are one paste, and when it is over.
//!
//! For one paste Chromium reads a text twice and asks some fifteen times what there is. On a quiet machine
//! that takes 5 ms; with both cores busy the second read came up to 284 ms after the first, with twice as
//! much to do up to 394 ms (160 pastes, measured here). If the offer is replaced in between, the box stays
//! empty and the second read looks like a paste of the next offer. So the offer stays until both were made.

use std::time::{Duration, Instant};

/// Reads within this time belong to one paste, whatever the reader's habit.
const TOGETHER: Duration = Duration::from_millis(250);
/// How long to wait for a second read. A person pastes again a second later, and then the next offer has to be there.
const SECOND: Duration = Duration::from_millis(600);
/// After the last read, and after whatever else its reader asks for.
const QUIET: Duration = Duration::from_millis(100);

/// How often the program that is pasted into reads for one paste: for how many pastes in a row it has read once.
///
/// Whoever reads twice reads once now and then on a machine that has too much to do, so that one such paste says
/// nothing yet.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habit(u32);

impl Habit {
    const ONCE: Self = Self(3);

    /// Whether a second read is to be waited for. It is expected of whoever has not been seen to do without.
    fn is_twice(self) -> bool {
        self.0 < Self::ONCE.0
    }
}

/// The reads of one offer.
#[derive(Debug, Default)]
pub(super) struct Reads(Option<Paste>);

/// The last paste of it.
#[derive(Debug)]
struct Paste {
    begun: Instant,
    last: Instant,
    reads: u32,
    /// When its reader last asked for anything.
    asked: Instant,
}

impl Reads {
    /// Notes a read, and says whether it begins a paste.
    pub(super) fn note(&mut self, now: Instant, habit: &mut Habit) -> bool {
        if let Some(paste) = &mut self.0 {
            let is_second = habit.is_twice() && paste.reads < 2 && now < paste.begun + SECOND;
            if is_second || now < paste.last + TOGETHER {
                *habit = Habit::default();
                (paste.last, paste.asked) = (now, now);
                paste.reads += 1;
                return false;
            }
        }
        self.end(now, habit);
        self.0 = Some(Paste { begun: now, last: now, reads: 1, asked: now });
        true
    }

    /// Notes that a reader asks for more than the text, or for more of it.
    pub(super) fn go_on(&mut self, now: Instant) {
        if let Some(paste) = &mut self.0 {
            paste.asked = now;
        }
    }

    /// Whether anybody has read it.
    pub(super) fn is_read(&self) -> bool {
        self.0.is_some()
    }

    /// Learns from a paste that is over.
    pub(super) fn end(&self, now: Instant, habit: &mut Habit) {
        let was_once = self.0.as_ref().is_some_and(|paste| paste.reads == 1 && now >= paste.begun + SECOND);
        if was_once {
            habit.0 += 1;
        }
    }

    /// From when on the offer may be replaced; None: at any time, because nobody has read it.
    pub(super) fn quiet_at(&self, habit: Habit) -> Option<Instant> {
        let paste = self.0.as_ref()?;
        let quiet = paste.asked + QUIET;
        let wants_more = habit.is_twice() && paste.reads < 2;
        Some(if wants_more { quiet.max(paste.begun + SECOND) } else { quiet })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWICE: Habit = Habit(0);

    /// Reads of one offer, after so many milliseconds each, by a program with this habit: which begin a
    /// paste, what is learned, and when the offer may be replaced.
    #[track_caller]
    fn check(habit: Habit, reads: &[u64], begins: &[u64], learned: Habit, quiet: u64) {
        let (start, mut all, mut now) = (Instant::now(), Reads::default(), habit);
        let ms = |number: &u64| start + Duration::from_millis(*number);
        let begun: Vec<u64> = reads.iter().filter(|at| all.note(ms(at), &mut now)).copied().collect();
        assert_eq!((begun.as_slice(), now), (begins, learned));
        assert_eq!(all.quiet_at(now), Some(ms(&quiet)));
    }

    #[test]
    fn what_nobody_has_read_may_be_replaced_at_once() {
        assert_eq!(Reads::default().quiet_at(TWICE), None);
    }

    #[test]
    fn the_two_reads_of_a_browser_are_one_paste() {
        check(Habit::ONCE, &[0, 89], &[0], TWICE, 189);
        check(TWICE, &[0, 394], &[0], TWICE, 494);
        check(TWICE, &[0, 5, 240], &[0], TWICE, 340);
    }

    #[test]
    fn the_second_read_is_waited_for() {
        check(TWICE, &[0], &[0], TWICE, 600);
        check(Habit::ONCE, &[0], &[0], Habit::ONCE, 100);
    }

    #[test]
    fn a_second_paste_is_told_of() {
        check(TWICE, &[0, 5, 300, 305], &[0, 300], TWICE, 405);
        check(Habit::ONCE, &[0, 300], &[0, 300], Habit::ONCE, 400);
        check(TWICE, &[0, 5, 1200, 1205], &[0, 1200], TWICE, 1305);
    }

    #[test]
    fn a_program_that_reads_once_is_not_waited_for_again() {
        check(Habit(1), &[0, 1500], &[0, 1500], Habit(2), 2100);
        check(Habit(2), &[0, 1500], &[0, 1500], Habit::ONCE, 1600);
        let (start, mut reads, mut habit) = (Instant::now(), Reads::default(), Habit(2));
        reads.note(start, &mut habit);
        reads.end(start + TOGETHER, &mut habit);
        assert!(habit.is_twice());
        reads.end(start + SECOND, &mut habit);
        assert!(!habit.is_twice());
    }

    #[test]
    fn a_reader_that_goes_on_asking_is_not_through() {
        let (start, mut reads, mut habit) = (Instant::now(), Reads::default(), Habit::ONCE);
        reads.note(start, &mut habit);
        reads.go_on(start + TOGETHER);
        assert_eq!(reads.quiet_at(habit), Some(start + TOGETHER + QUIET));
    }
}
