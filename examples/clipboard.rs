//! Uses the clipboard of this desk by hand, for `.ci`: what is asked for comes in as lines on standard input, and
//! what happens goes out as lines.
//!
//! `offer FILE`, `file PATH`, `clear`, `read`, `keys on`, `keys off` do one thing. `walk paste FILE` and `walk key FILE`
//! offer the texts in a file, parted by lines of `---`, one after the other, as a person enters a form: on with the
//! next one when the last was pasted, or at a key (`n` on standard input does as well). The end of the input drops
//! the clipboard.

use std::{
    error::Error,
    fs, io,
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};
use stopgap::clipboard::{self, Clipboard, Goods, Key, News, Offer, Options};

enum Heard {
    Line(String),
    News(News),
    End,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    if words.next().is_some_and(|word| word == clipboard::GUARD) {
        clipboard::guard(&words.next().unwrap_or_default());
        return Ok(());
    }
    let mut clipboard = clipboard::open(&options()?)?;
    let (send, heard) = channel();
    if let Some(news) = clipboard.news() {
        let send = send.clone();
        thread::spawn(move || news.iter().try_for_each(|news| send.send(Heard::News(news))));
    }
    thread::spawn(move || {
        for line in io::stdin().lines().map_while(Result::ok) {
            if send.send(Heard::Line(line)).is_err() {
                return;
            }
        }
        let _ = send.send(Heard::End);
    });
    let mut walk: Option<Walk> = None;
    loop {
        let heard = match walk.as_ref().and_then(Walk::due) {
            None => heard.recv()?,
            Some(due) => match heard.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Err(RecvTimeoutError::Timeout) => {
                    walk.as_mut().map_or(Ok(()), |walk| walk.tick(&mut *clipboard))?;
                    continue;
                }
                heard => heard?,
            },
        };
        match heard {
            Heard::End => return Ok(()),
            Heard::News(news) => {
                println!("{news:?}");
                walk.as_mut().map_or(Ok(()), |walk| walk.hear(&news, &mut *clipboard))?;
            }
            Heard::Line(line) => match line.split_once(' ').unwrap_or((line.as_str(), "")) {
                ("offer", file) => told(clipboard.offer(&Goods::text(&fs::read_to_string(file)?))),
                ("file", path) => told(clipboard.offer(&Goods::File(path.into()))),
                ("clear", _) => told(clipboard.clear().map(|()| "Cleared")),
                ("keys", on) => told(clipboard.set_keys(on == "on")),
                ("read", _) => {
                    told(clipboard.read_once().map(|text| text.map(|text| text.expose().to_owned())));
                }
                ("abilities", _) => println!("{:?}", clipboard.abilities()),
                ("n", _) => walk.as_mut().map_or(Ok(()), |walk| walk.next(&mut *clipboard))?,
                ("walk", by_and_file) => {
                    let (by, file) = by_and_file.split_once(' ').ok_or("walk how, and what?")?;
                    let texts = fs::read_to_string(file)?;
                    let texts = texts.split("\n---\n").map(str::to_owned).collect();
                    clipboard.set_keys(true)?;
                    walk = Some(Walk::begin(by == "paste", texts, &mut *clipboard)?);
                }
                _ => println!("unknown: {line}"),
            },
        }
    }
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options { guard: std::env::current_exe().ok(), ..Options::default() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or("a value is missing");
        match argument.as_str() {
            "--shield" => options.shield.on = value()? == "on",
            "--allow" => options.shield.allow.push(value()?),
            "--no-guard" => options.guard = None,
            "--no-gesture" => options.gesture = false,
            "--idle" => options.idle = Duration::from_millis(value()?.parse()?),
            other => return Err(format!("unknown: {other}").into()),
        }
    }
    Ok(options)
}

fn told<T: std::fmt::Debug>(done: Result<T, clipboard::ClipboardError>) {
    match done {
        Ok(done) => println!("{done:?}"),
        Err(error) => println!("{error}"),
    }
}

/// A person who enters one text after the other.
struct Walk {
    by_paste: bool,
    texts: Vec<String>,
    at: usize,
    offer: Offer,
    state: State,
}

enum State {
    Offered,
    /// The key came before the paste was read.
    Late(Instant),
    /// It was read; until then it stays.
    Settling {
        until: Instant,
        goes_on: bool,
    },
    Pasted,
    Stopped,
}

impl Walk {
    const LATE: Duration = Duration::from_millis(300);

    fn begin(
        by_paste: bool,
        texts: Vec<String>,
        clipboard: &mut dyn Clipboard,
    ) -> Result<Self, Box<dyn Error>> {
        let offer = clipboard.offer(&Goods::text(&texts[0]))?;
        println!("{offer:?}");
        Ok(Self { by_paste, texts, at: 0, offer, state: State::Offered })
    }

    /// How long a text stays after it was read.
    fn settle(&self) -> Duration {
        Duration::from_millis(if self.by_paste { 400 } else { 150 })
    }

    fn due(&self) -> Option<Instant> {
        match self.state {
            State::Late(until) | State::Settling { until, .. } => Some(until),
            State::Offered | State::Pasted | State::Stopped => None,
        }
    }

    fn hear(&mut self, news: &News, clipboard: &mut dyn Clipboard) -> Result<(), Box<dyn Error>> {
        match news {
            News::Pasted(offer) if *offer == self.offer => {
                let goes_on = self.by_paste || matches!(self.state, State::Late(_));
                self.state = State::Settling { until: Instant::now() + self.settle(), goes_on };
            }
            News::Key(Key::Next) => self.next(clipboard)?,
            News::Replaced(_) | News::Cleared { .. } => self.state = State::Stopped,
            _ => {}
        }
        Ok(())
    }

    fn next(&mut self, clipboard: &mut dyn Clipboard) -> Result<(), Box<dyn Error>> {
        match &mut self.state {
            State::Offered => self.state = State::Late(Instant::now() + Self::LATE),
            State::Settling { goes_on, .. } => *goes_on = true,
            State::Pasted => self.go_on(clipboard)?,
            State::Late(_) | State::Stopped => {}
        }
        Ok(())
    }

    fn tick(&mut self, clipboard: &mut dyn Clipboard) -> Result<(), Box<dyn Error>> {
        match self.state {
            State::Settling { until, goes_on: false } if Instant::now() >= until => {
                self.state = State::Pasted;
            }
            State::Settling { until, .. } | State::Late(until) if Instant::now() >= until => {
                self.go_on(clipboard)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn go_on(&mut self, clipboard: &mut dyn Clipboard) -> Result<(), Box<dyn Error>> {
        self.at += 1;
        if let Some(text) = self.texts.get(self.at) {
            self.offer = clipboard.offer(&Goods::text(text))?;
            self.state = State::Offered;
            println!("{:?}", self.offer);
        } else {
            clipboard.clear()?;
            self.state = State::Stopped;
            println!("Done");
        }
        Ok(())
    }
}
