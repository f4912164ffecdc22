//! `stopgap clipboard-check`: whether pastes can be trusted on this desk.

use super::{Done, settings};
use crate::{
    args::{Args, ClipboardCheck as Asked},
    failure::Failure,
    out::tell_behind,
};
use serde_json::json;
use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::ExitCode,
};
use stopgap::{
    clipboard,
    desk::{
        ThisDesk,
        clipboard_check::{ClipboardCheck, Verdict},
        now,
        settings::AdvanceBy,
    },
};

pub fn run(args: &Args, asked: &Asked) -> Done {
    let is_spoken_to = io::stdin().is_terminal() && io::stdout().is_terminal() && !asked.json;
    let settings = settings(args)?.map(|file| file.settings.clipboard).unwrap_or_default();
    let mut check =
        clipboard::open(&asked.clipboard.options(Some(&settings))).and_then(ClipboardCheck::begin)?;
    if is_spoken_to {
        println!("Please wait five seconds and copy nothing: stopgap looks who reads what is copied.");
    }
    check.watch(ClipboardCheck::WATCH);
    if is_spoken_to {
        let has_arrived = ask_for_a_paste(&mut check)?;
        check.answer(has_arrived);
        println!();
    }
    let verdict = check.finish();
    let kept = keep(&verdict);
    if asked.json {
        let looks: Vec<_> = verdict
            .looks
            .iter()
            .map(|look| json!({ "state": look.state.name(), "what": look.what, "found": look.found }))
            .collect();
        let advance = if ThisDesk::known().by_paste { "paste" } else { "key" };
        print!("{:#}\n", json!({ "advance": advance, "looks": looks }));
        return Ok(ExitCode::SUCCESS);
    }
    for look in &verdict.looks {
        tell_behind(look.state.sign(), &format!("{}: {}", look.what, look.found));
    }
    println!();
    println!("{kept}");
    match settings.advance {
        AdvanceBy::Checked => {}
        AdvanceBy::Key => println!("The settings of your council want all desks to go by key."),
        AdvanceBy::Paste => println!("The settings of your council want all desks to go by paste that can."),
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the word stands in the box; None: nobody pasted.
fn ask_for_a_paste(check: &mut ClipboardCheck) -> Result<Option<bool>, Failure> {
    println!(
        "Now click into any box in the browser, such as the address bar, press Ctrl+V once, and come back."
    );
    loop {
        check.ask()?;
        println!(
            "Does \u{201c}{}\u{201d} stand there? y, n, or Enter if you did not paste.",
            ClipboardCheck::WORD
        );
        print!("> ");
        io::stdout().flush()?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(Some(true)),
            "n" | "no" => return Ok(Some(false)),
            line if line.contains(ClipboardCheck::WORD) => {
                println!(
                    "That came into this window. Click into a box in the browser first, then press Ctrl+V."
                );
            }
            _ => return Ok(None),
        }
    }
}

/// Keeps what follows for this desk, and says what that is.
fn keep(verdict: &Verdict) -> String {
    let way = |by_paste| {
        if by_paste {
            "At this desk stopgap goes on by itself after each paste."
        } else {
            "At this desk you paste, and then press the key for the next answer."
        }
    };
    let Some(by_paste) = verdict.by_paste else { return way(ThisDesk::known().by_paste).to_owned() };
    let why = if by_paste { "" } else { " Why is said above, where no \u{201c}good\u{201d} stands." };
    let kept = match (ThisDesk { by_paste, checked: Some(now().date()) }).keep() {
        Ok(path) => format!("That is kept in {}.", path.display()),
        Err(error) => format!("{error}."),
    };
    format!("{}{why}\n{kept}", way(by_paste))
}
