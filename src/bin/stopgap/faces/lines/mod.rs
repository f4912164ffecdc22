//! A sitting in plain lines: no drawing, so that a screen reader and a slow remote desktop do well.

mod ends;
mod page;
mod step;

use super::{Answers, Given, can_go_on, pasted_here};
use crate::{commands::capital, failure::Failure};
use page::Page;
use std::io::{self, Write};
use stopgap::{
    desk::Sitting,
    overview::Alike,
    reentry::{Asked, Child, Input, MAY_BE_SAME_CHILD, Step, Want},
};

/// Walks a person through a sitting to its end.
pub fn run(sitting: &mut Sitting, answers: &mut dyn Answers, out: &mut dyn Write) -> Result<(), Failure> {
    answers.hear(sitting);
    let mut page = Page::new(out);
    let is_masked = sitting.form().is_restricted();
    let mut face = Face { screen: String::new(), whole: false, is_masked, stamps_told: 0 };
    ends::greet(sitting, &mut page)?;
    let mut asks = true;
    loop {
        if let Some(outcome) = sitting.outcome() {
            return Ok(ends::say_goodbye(sitting, outcome, face.stamps_told, &mut page)?);
        }
        if asks && !sitting.session().is_moving() {
            face.ask(sitting, answers.advice(sitting).as_deref(), &mut page)?;
        }
        let happened = match answers.next(sitting)? {
            Given::Line(line) => {
                if !answers.are_seen() {
                    page.line(&line)?;
                }
                face.take(sitting, &line, &mut page)?
            }
            // The person has gone: that is a stop, not a yes.
            Given::End => face.take(sitting, "q", &mut page)?,
            Given::Paste => {
                page.gap()?;
                page.paragraph(&pasted_here(sitting))?;
                Ok(true)
            }
            Given::News(news) => sitting.hear(news).inspect(|moved| face.turn(*moved)),
            Given::Late => sitting.wake().inspect(|moved| face.turn(*moved)),
        };
        asks = match happened {
            Ok(is_changed) => is_changed,
            Err(error) => {
                let trouble = can_go_on(error)?;
                page.paragraph(&trouble)?;
                true
            }
        };
    }
}

struct Face {
    /// The screen that was named last: it is named again when it changes.
    screen: String,
    /// Show the whole answer this time.
    whole: bool,
    /// Answers are hidden until they are asked for.
    is_masked: bool,
    /// So many of the sitting's stamps were told.
    stamps_told: usize,
}

impl Face {
    /// Takes a line in; the outcome says whether there is something new to be shown.
    fn take(
        &mut self,
        sitting: &mut Sitting,
        line: &str,
        page: &mut Page<'_>,
    ) -> Result<Result<bool, stopgap::desk::SittingError>, Failure> {
        if line.trim() == "?" {
            page.gap()?;
            help(sitting, page)?;
            return Ok(Ok(true));
        }
        let input = Input::parse(&sitting.want(), line);
        self.whole = input == Input::Print;
        Ok(sitting.answer(input).map(|()| true))
    }

    /// What moved by itself is shown as anything new is.
    fn turn(&mut self, has_moved: bool) {
        if has_moved {
            self.whole = false;
        }
    }

    fn ask(&mut self, sitting: &Sitting, advice: Option<&str>, page: &mut Page<'_>) -> io::Result<()> {
        page.gap()?;
        for stamp in &sitting.stamps()[self.stamps_told..] {
            ends::stamp(sitting, stamp, page)?;
        }
        self.stamps_told = sitting.stamps().len();
        if let Some(say) = sitting.session().say() {
            page.paragraph(say)?;
        }
        let session = sitting.session();
        let system = session.system();
        match sitting.want() {
            Want::Live => ask_whether_live(sitting, page)?,
            Want::Child { child, asked } => {
                if session.is_proved() {
                    // A child of a row, beside the form's own.
                    self.head(sitting, &self.screen.clone(), page)?;
                }
                self.ask_for_child(sitting, child, asked, page)?;
            }
            Want::Key(card) => self.card(sitting, card, page)?,
            Want::Care { step } | Want::Text { step } => {
                self.head(sitting, &step.screen, page)?;
                self.step(sitting, step, 1, page)?;
                page.keys(&asking_keys(sitting))?;
            }
            Want::Reason { step } => ask_for_reason(step, page)?,
            Want::Sure { typed, .. } => {
                let typed = typed.expose();
                let question = match sitting.tracker() {
                    Some(_) => format!("Write the PIN {typed} into the tracker for this child?"),
                    None => format!("Is {typed} the new PIN of this child?"),
                };
                page.paragraph(&format!("{question} Type y, or type it again."))?;
            }
            Want::Which => {
                page.line("Several boxes have that in their name:")?;
                for (at, name) in session.fitting().iter().enumerate() {
                    page.set_in(2, &format!("{}. {name}", at + 1))?;
                }
                page.line("Type a number, more of the name, or b to stay where you were.")?;
            }
            Want::Gone { steps } => {
                let steps =
                    if steps == 1 { "1 step comes".to_owned() } else { format!("{steps} steps come") };
                page.paragraph(&format!("{steps} again, all that was entered since the last save. Type y if the page is gone, or b to go on where you were."))?;
            }
            Want::Blanks => {
                page.paragraph(&format!(
                    "The form needs an answer to these, and they are blank: {}. If you can find one out, enter it in {system} now. Then say once for all:",
                    session.blanks().join("; ")
                ))?;
                page.keys(&[
                    "a it is there now",
                    "k not known",
                    "l later",
                    "b back, or say why in a few words",
                ])?;
            }
            Want::Confirm => ends::confirm(sitting, page)?,
            Want::Done(_) => {}
        }
        if let Some(advice) = advice {
            page.paragraph(advice)?;
        }
        page.prompt()
    }

    fn ask_for_child(
        &self,
        sitting: &Sitting,
        child: &Child,
        asked: Asked,
        page: &mut Page<'_>,
    ) -> io::Result<()> {
        let session = sitting.session();
        let system = session.system();
        let name = child.name();
        let who = match name.expose() {
            "" => "the child".to_owned(),
            _ if self.is_masked => "the child".to_owned(),
            name => name.to_owned(),
        };
        let records = session.records().len();
        if records > 1 && !session.is_proved() {
            let number = session.record_number();
            page.paragraph(&format!("Child {number} of {records}: {who}. l leaves this child for later."))?;
        }
        let look = if sitting.copies() { " Or copy it there and type v." } else { "" };
        let open = if session.is_proved() {
            format!(
                "{} is in this form, too. From the screen in {system} that now shows this child,",
                capital(&who)
            )
        } else {
            format!("Open the record of {who} in {system}. From that screen,")
        };
        let question = match asked {
            Asked::PinOrBirth => {
                format!("{open} type the PIN, or the birth date and initials (such as 01/02/2003 AB).{look}")
            }
            Asked::Birth if name.is_blank() => format!("{open} type the birth date.{look}"),
            Asked::Birth => {
                format!("{open} type the birth date and initials (such as 01/02/2003 AB).{look}")
            }
            Asked::SearchedFor => {
                let born = child.in_tracker();
                let born = if self.is_masked { String::new() } else { format!(" ({})", born.expose()) };
                format!(
                    "{}{born} is NEW. Search {system} by name and by birth date first. Type y when you have searched and there is no such record. If there is one, stop with q: you are told what to do.",
                    capital(&who)
                )
            }
            Asked::Sure => format!(
                "The form has no PIN and no birth date of {who}. Type y if you are sure whose record in {system} it belongs to."
            ),
        };
        page.paragraph(&question)?;
        if session.here().has_pin_by_now && !session.is_proved() {
            page.paragraph(
                "The form says NEW. The child has a PIN by now, which stands in the tracker: open that record, and make no other.",
            )?;
        }
        if asked == Asked::SearchedFor && !session.is_proved() {
            tell_alike(sitting.alike(), page)?;
        }
        Ok(())
    }
}

/// Before somebody makes a second record of a child: who else has one who may be the same.
fn tell_alike(alike: &[Alike], page: &mut Page<'_>) -> io::Result<()> {
    if alike.is_empty() {
        return Ok(());
    }
    page.paragraph(&page::bold(&format!("{MAY_BE_SAME_CHILD}:")))?;
    for alike in alike {
        page.paragraph(&format!("  {}", alike.place()))?;
    }
    Ok(())
}

fn ask_whether_live(sitting: &Sitting, page: &mut Page<'_>) -> io::Result<()> {
    let system = sitting.session().system();
    page.paragraph(&format!(
        "Is {system} live? Read Only looks just the same, and what is typed there is lost."
    ))?;
    let look = "Copy the address from the address bar of the browser, then type v here.";
    let words = match (sitting.copies(), sitting.session().knows_addresses()) {
        (true, true) => format!("{look} Or paste it here."),
        (true, false) => format!("{look} Or look at it yourself, and type y if it is live."),
        (false, true) => "Type what the address bar of the browser shows, or paste it here.".to_owned(),
        (false, false) => {
            "Look at the address bar of the browser. Type y if it is live, or paste the address here."
                .to_owned()
        }
    };
    page.paragraph(&words)
}

fn ask_for_reason(step: &Step, page: &mut Page<'_>) -> io::Result<()> {
    page.paragraph(&format!("The form needs \u{201c}{}\u{201d}. Why is it skipped?", step.name()))?;
    let say = "b back to it, or say why in a few words";
    page.keys(&["a already there", "x no such box", "k not known", "l later", say])
}

/// The keys beside a question that is answered with a text or a yes.
fn asking_keys(sitting: &Sitting) -> Vec<&'static str> {
    let yes: &[&str] = match (sitting.want(), sitting.copies()) {
        (Want::Care { .. }, true) => &["y copy it", "p show all"],
        (Want::Care { .. }, false) => &["y enter it", "p show all"],
        _ => &[],
    };
    [yes, &["b back", "s skip", "? more", "q stop"]].concat()
}

/// All keys, for who asks.
fn help(sitting: &Sitting, page: &mut Page<'_>) -> io::Result<()> {
    let on_card = matches!(sitting.want(), Want::Key(card) if card.step().is_none());
    let keys = [
        ("Enter", "next: what is shown is done"),
        ("b", "back; within five seconds it also takes back that the step was done"),
        ("c", "copy it again"),
        ("v", "compare what you copied in the browser: the box, the address, the PIN"),
        ("p", "show all of a long or hidden answer"),
        ("s", "skip it"),
        ("a", "skip it: it is there already"),
        ("x", "skip it: the screen has no such box"),
        ("k", "skip it: nobody knows"),
        ("l", "skip it now, and be asked another time"),
        ("j", "and a part of its name: go to a box"),
        ("g", "the page is gone and was not saved"),
        ("q", "stop here; start again with the same command and it goes on"),
        ("Ctrl+C", "the same at once and without a word: what was done is kept"),
    ];
    // What has to do with the clipboard does nothing where there is none.
    for (key, what) in keys.into_iter().filter(|(key, _)| sitting.copies() || !matches!(*key, "c" | "v")) {
        page.line(format_args!("  {key:<6} {what}"))?;
    }
    if on_card {
        page.line("  Of several things to do: a, x, k, l or s with a number, such as x 2; a number alone takes that back.")?;
    }
    Ok(())
}
