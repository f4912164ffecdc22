//! Uses the clipboard of this desk by hand, for `.ci`: what is asked for comes in as lines on standard input, and
//! what happens goes out as lines.
//!
//! `offer FILE`, `file PATH`, `clear`, `read`, `keys on`, `keys off` and `abilities` do one thing. The end of the input
//! drops the clipboard.

use std::{error::Error, fs, io, sync::mpsc::channel, thread, time::Duration};
use stopgap::clipboard::{self, Goods, News, Options};

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
    for heard in heard {
        match heard {
            Heard::End => break,
            Heard::News(news) => println!("{news:?}"),
            Heard::Line(line) => match line.split_once(' ').unwrap_or((line.as_str(), "")) {
                ("offer", file) => told(clipboard.offer(&Goods::text(&fs::read_to_string(file)?))),
                ("file", path) => told(clipboard.offer(&Goods::File(path.into()))),
                ("clear", _) => told(clipboard.clear().map(|()| "Cleared")),
                ("keys", on) => told(clipboard.set_keys(on == "on")),
                ("read", _) => {
                    told(clipboard.read_once().map(|text| text.map(|text| text.expose().to_owned())));
                }
                ("abilities", _) => println!("{:?}", clipboard.abilities()),
                _ => println!("unknown: {line}"),
            },
        }
    }
    Ok(())
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
