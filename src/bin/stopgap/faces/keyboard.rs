//! The keyboard of a terminal, where lines that come all at once are a paste into the wrong window.
//!
//! Each blank line of such a paste would count as Enter, and mark a box as entered that is not.

use super::{Answers, Given};
use crate::failure::Failure;
use std::{
    io,
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};
use stopgap::desk::Sitting;

/// Nobody types two lines within this time; a key that is held down does, and is no answer either.
const TOGETHER: Duration = Duration::from_millis(50);
/// A long paste comes in pieces over a remote desktop: it is over when nothing came for this time.
const QUIET: Duration = Duration::from_millis(300);

/// See the module. One is enough for a program: it takes every line from standard input.
pub struct Keyboard {
    lines: Receiver<(io::Result<String>, Instant)>,
    /// A line that was read and is not of the burst before it.
    later: Option<(io::Result<String>, Instant)>,
}

impl Keyboard {
    /// Reads standard input from now on, noting when each line came.
    pub fn open() -> Self {
        let (send, lines) = channel();
        thread::spawn(move || {
            for line in io::stdin().lines() {
                if send.send((line, Instant::now())).is_err() {
                    return;
                }
            }
        });
        Self { lines, later: None }
    }

    fn given(&mut self) -> Result<Given, Failure> {
        let Some((first, mut last)) = self.later.take().or_else(|| self.lines.recv().ok()) else {
            return Ok(Given::End);
        };
        let mut is_paste = false;
        while let Ok((line, at)) = self.lines.recv_timeout(if is_paste { QUIET } else { TOGETHER }) {
            if at.duration_since(last) >= if is_paste { QUIET } else { TOGETHER } {
                self.later = Some((line, at));
                break;
            }
            is_paste = true;
            last = at;
        }
        if is_paste {
            return Ok(Given::Paste);
        }
        first.map(Given::Line).map_err(|_| Failure::faults("standard input is not in UTF-8"))
    }
}

impl Answers for Keyboard {
    fn next(&mut self, _sitting: &Sitting) -> Result<Given, Failure> {
        self.given()
    }

    fn are_seen(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is given when lines come after so many milliseconds each.
    #[track_caller]
    fn check(lines: &[(&str, u64)], expected: &[&str]) {
        let (send, receiver) = channel();
        let mut at = Instant::now();
        for (line, after) in lines {
            at += Duration::from_millis(*after);
            send.send((Ok((*line).to_owned()), at)).unwrap();
        }
        drop(send);
        let mut keyboard = Keyboard { lines: receiver, later: None };
        let mut given = Vec::new();
        loop {
            match keyboard.given() {
                Ok(Given::Line(line)) => given.push(line),
                Ok(Given::Paste) => given.push("PASTE".to_owned()),
                _ => break,
            }
        }
        assert_eq!(given, expected);
    }

    #[test]
    fn lines_that_come_together_are_no_answers() {
        check(&[("y", 0), ("", 200), ("s", 60)], &["y", "", "s"]);
        check(&[("Mum rang.", 0), ("", 1), ("She said", 1)], &["PASTE"]);
        check(&[("y", 0), ("", 900), ("", 0), ("b", 900)], &["y", "PASTE", "b"]);
        // A piece of a long paste that is late belongs to it.
        check(&[("one", 0), ("two", 2), ("", 120), ("three", 1), ("", 500)], &["PASTE", ""]);
    }
}
