//! What a face hears: lines from standard input and news from the clipboard, whichever comes first.
//!
//! At a terminal, lines that come all at once are a paste into the wrong window. Each blank line of such a paste
//! would count as Enter, and mark a box as entered that is not.

use super::{Answers, Given};
use crate::failure::Failure;
use std::{
    collections::VecDeque,
    io::{self, IsTerminal},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};
use stopgap::{clipboard::News, desk::Sitting};

/// Nobody types two lines within this time; a key that is held down does, and is no answer either.
const TOGETHER: Duration = Duration::from_millis(50);
/// A long paste comes in pieces over a remote desktop: it is over when nothing came for this time.
const QUIET: Duration = Duration::from_millis(300);

/// See the module. One is enough for a program: it takes every line from standard input.
pub struct Ears {
    heard: Receiver<Heard>,
    tell: Sender<Heard>,
    /// Lines and news that came and were not given yet.
    lines: VecDeque<Line>,
    news: VecDeque<News>,
    is_over: bool,
    /// A person types the lines.
    is_keyboard: bool,
}

type Line = (io::Result<String>, Instant);

enum Heard {
    Line(Line),
    News(News),
    /// There will be no more lines.
    End,
}

impl Ears {
    /// Reads standard input from now on, noting when each line came.
    pub fn open() -> Self {
        let (tell, heard) = channel();
        let lines = tell.clone();
        thread::spawn(move || {
            for line in io::stdin().lines() {
                if lines.send(Heard::Line((line, Instant::now()))).is_err() {
                    return;
                }
            }
            let _ = lines.send(Heard::End);
        });
        Self::of(heard, tell, io::stdin().is_terminal())
    }

    fn of(heard: Receiver<Heard>, tell: Sender<Heard>, is_keyboard: bool) -> Self {
        let (lines, news) = (VecDeque::new(), VecDeque::new());
        Self { heard, tell, lines, news, is_over: false, is_keyboard }
    }

    /// Takes in what comes within this time; None: however long it takes. Says whether something came.
    fn listen(&mut self, until: Option<Instant>) -> bool {
        let heard = match until {
            None => self.heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => self.heard.recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match heard {
            Ok(Heard::Line(line)) => self.lines.push_back(line),
            Ok(Heard::News(news)) => self.news.push_back(news),
            Ok(Heard::End) | Err(RecvTimeoutError::Disconnected) => self.is_over = true,
            Err(RecvTimeoutError::Timeout) => return false,
        }
        true
    }

    /// What was said in the lines that came first.
    fn said(&mut self, (first, mut last): Line) -> Result<Given, Failure> {
        let mut is_paste = false;
        while self.is_keyboard {
            let gap = if is_paste { QUIET } else { TOGETHER };
            if self.lines.is_empty() && !self.is_over && self.listen(Some(Instant::now() + gap)) {
                continue;
            }
            match self.lines.front() {
                Some((_, at)) if at.duration_since(last) < gap => {
                    is_paste = true;
                    last = *at;
                    self.lines.pop_front();
                }
                _ => break,
            }
        }
        if is_paste {
            return Ok(Given::Paste);
        }
        first.map(Given::Line).map_err(|_| Failure::faults("standard input is not in UTF-8"))
    }

    /// The next line, outside of a sitting; None when there are no more.
    pub fn line(&mut self) -> Result<Option<String>, Failure> {
        loop {
            match self.next_until(None, true)? {
                Given::Line(line) => return Ok(Some(line)),
                Given::End => return Ok(None),
                // Several lines at once were meant for the browser.
                Given::Paste | Given::News(_) | Given::Late => {}
            }
        }
    }

    /// Whether whoever types sees the lines already.
    pub fn is_keyboard(&self) -> bool {
        self.is_keyboard
    }

    fn next_until(&mut self, until: Option<Instant>, takes_lines: bool) -> Result<Given, Failure> {
        loop {
            if let Some(news) = self.news.pop_front() {
                return Ok(Given::News(news));
            }
            if takes_lines {
                if let Some(line) = self.lines.pop_front() {
                    return self.said(line);
                }
                if self.is_over {
                    return Ok(Given::End);
                }
            }
            if !self.listen(until) {
                return Ok(Given::Late);
            }
            if self.is_over && !takes_lines && self.news.is_empty() {
                // Nothing more can be heard; what is waited for is only time.
                if let Some(until) = until {
                    thread::sleep(until.saturating_duration_since(Instant::now()));
                }
                return Ok(Given::Late);
            }
        }
    }
}

impl Answers for Ears {
    fn hear(&mut self, sitting: &mut Sitting) {
        let Some(news) = sitting.take_news() else { return };
        let tell = self.tell.clone();
        // It ends with the clipboard.
        thread::spawn(move || {
            for news in news {
                if tell.send(Heard::News(news)).is_err() {
                    return;
                }
            }
        });
    }

    fn next(&mut self, sitting: &Sitting) -> Result<Given, Failure> {
        // A line that is typed while a paste is still on its way answers what comes after it.
        self.next_until(sitting.deadline(), !sitting.session().is_moving())
    }

    fn are_seen(&self) -> bool {
        self.is_keyboard
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
            send.send(Heard::Line((Ok((*line).to_owned()), at))).unwrap();
        }
        send.send(Heard::End).unwrap();
        let mut ears = Ears::of(receiver, send, true);
        let mut given = Vec::new();
        loop {
            match ears.next_until(None, true) {
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

    #[test]
    fn news_come_before_lines_and_lines_wait_while_a_paste_is_on_its_way() {
        let (send, receiver) = channel();
        send.send(Heard::Line((Ok("next".to_owned()), Instant::now()))).unwrap();
        send.send(Heard::News(News::Pasted(1.into()))).unwrap();
        let mut ears = Ears::of(receiver, send, false);
        assert!(matches!(ears.next_until(None, false), Ok(Given::News(_))));
        assert!(matches!(ears.next_until(Some(Instant::now()), false), Ok(Given::Late)));
        assert!(matches!(ears.next_until(None, true), Ok(Given::Line(_))));
    }
}
