//! A sitting in plain lines: no drawing, so that a screen reader and a slow remote desktop do well.

use super::{Answers, Given, can_go_on, pasted_here};
use crate::failure::Failure;
use std::io::{self, Write};
use stopgap::{
    desk::{Beside, Outcome, Sitting, Stamp},
    reentry::{Asked, Ending, Input, Session, SkipReason, Step, StepKind, StepState, Want, fit},
    template::{Confidential, date::show_date},
};
use textwrap::Options;

/// Wider lines are hard to read, narrower ones break labels.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=96;
/// Lines of an answer that are shown before `p` is asked for.
const FIRST_LINES: usize = 12;

/// Walks a person through a sitting to its end.
pub fn run(sitting: &mut Sitting, answers: &mut dyn Answers, out: &mut dyn Write) -> Result<(), Failure> {
    let mut face = Face { width: width(), screen: String::new(), whole: false };
    face.greet(sitting, out)?;
    loop {
        if let Some(outcome) = sitting.outcome() {
            return face.say_goodbye(sitting, outcome, out).map_err(Failure::from);
        }
        face.ask(sitting, answers.advice(sitting).as_deref(), out)?;
        out.flush()?;
        let line = match answers.next(sitting)? {
            Given::Line(line) => line,
            // The person has gone: that is a stop, not a yes.
            Given::End => "q".to_owned(),
            Given::Paste => {
                writeln!(out)?;
                face.paragraph(&pasted_here(sitting), out)?;
                continue;
            }
        };
        if !answers.are_seen() {
            writeln!(out, "{line}")?;
        }
        let input = Input::parse(&sitting.want(), &line);
        face.whole = input == Input::Print;
        if let Err(error) = sitting.answer(input) {
            let trouble = can_go_on(error)?;
            face.paragraph(&trouble, out)?;
        }
    }
}

fn width() -> usize {
    textwrap::termwidth().clamp(*WIDTHS.start(), *WIDTHS.end())
}

struct Face {
    width: usize,
    /// The screen that was named last: it is named again when it changes.
    screen: String,
    /// Show the whole answer this time.
    whole: bool,
}

impl Face {
    fn greet(&self, sitting: &Sitting, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", sitting.heading())?;
        if let Some(number) = sitting.given_number() {
            self.paragraph(&format!("The form bears no number, so it is {number} from now on."), out)?;
        }
        let (_, steps) = sitting.session().position();
        let way = if sitting.copies() {
            "Each answer is copied for you; you paste it."
        } else {
            "Nothing is copied: you see each answer and type it."
        };
        writeln!(out, "{steps} steps in {}. {way}", sitting.session().system())?;
        if !sitting.changed().is_empty() {
            let labels = sitting.changed().join(", ");
            self.paragraph(
                &format!("Changed in the form since you began, so they come again: {labels}."),
                out,
            )?;
        }
        if !sitting.taken_out().is_empty() {
            let labels = sitting.taken_out().join(", ");
            let system = sitting.session().system();
            self.paragraph(
                &format!(
                    "Taken out of the form since it was entered, so look at it in {system} yourself: {labels}."
                ),
                out,
            )?;
        }
        let unsaved = sitting.session().unsaved();
        if unsaved > 0 {
            let steps = if unsaved == 1 { "1 step was".to_owned() } else { format!("{unsaved} steps were") };
            self.paragraph(
                &format!("{steps} entered after the last save. If that page is gone, type g at the next step: they come again."),
                out,
            )?;
        }
        self.notices(sitting, out)?;
        let trouble = match sitting.beside() {
            Some(Ok(Beside::None)) => "No tracker lies beside the form.".to_owned(),
            Some(Ok(Beside::Several(trackers))) => {
                let trackers: Vec<_> = trackers.iter().map(|file| file.display().to_string()).collect();
                format!("Several trackers lie beside the form, so none is stamped: {}.", trackers.join(", "))
            }
            Some(Err(error)) => format!("No tracker is stamped, as this may be yours: {error}."),
            Some(Ok(Beside::One(_))) | None => return Ok(()),
        };
        let remedy = "Name yours with --tracker, or write the date into it by hand afterwards.";
        self.paragraph(&format!("{trouble} {remedy}"), out)
    }

    /// What the form says that one should know before its first box.
    fn notices(&self, sitting: &Sitting, out: &mut dyn Write) -> io::Result<()> {
        if sitting.outcome().is_some() {
            return Ok(());
        }
        if sitting.form().is_restricted() {
            self.paragraph("This record is restricted: see that nobody else reads your screen.", out)?;
        }
        if let Some(who) = sitting.entered_by() {
            self.paragraph(
                &format!("The form says that {who} enters it. If that is not you, ask before you go on."),
                out,
            )?;
        }
        self.blanks(sitting, out)
    }

    fn blanks(&self, sitting: &Sitting, out: &mut dyn Write) -> io::Result<()> {
        let blanks = sitting.blanks();
        if !blanks.is_empty() {
            self.paragraph(
                &format!("The form needs an answer to these, and they are blank: {}.", blanks.join("; ")),
                out,
            )?;
        }
        Ok(())
    }

    fn ask(&mut self, sitting: &Sitting, advice: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)?;
        if let Some(say) = sitting.session().say() {
            self.paragraph(say, out)?;
        }
        let system = sitting.session().system();
        match sitting.want() {
            Want::Live => {
                self.paragraph(
                    &format!(
                        "Is {system} live? Read Only looks just the same, and what is typed there is lost."
                    ),
                    out,
                )?;
                self.paragraph("Look at the address bar of the browser. Type y if it is live, or paste the address here.", out)?;
            }
            Want::Child(asked) => self.ask_for_child(sitting, asked, out)?,
            Want::Key { step, part } => self.step(sitting, step, part, out)?,
            Want::Text { step } => self.step(sitting, step, 1, out)?,
            Want::Reason { step } => {
                self.paragraph(
                    &format!("The form needs \u{201c}{}\u{201d}. Why is it skipped?", step.name()),
                    out,
                )?;
                self.paragraph(
                    "a already there   x no such box   k not known   l later   b back to it, or say why in a few words",
                    out,
                )?;
            }
            Want::Sure { typed, .. } => {
                let typed = typed.expose();
                let question = match sitting.tracker() {
                    Some(_) => format!("Write the PIN {typed} into the tracker for this child?"),
                    None => format!("Is {typed} the new PIN of this child?"),
                };
                self.paragraph(&format!("{question} Type y, or type it again."), out)?;
            }
            Want::Gone { steps } => {
                let steps =
                    if steps == 1 { "1 step comes".to_owned() } else { format!("{steps} steps come") };
                self.paragraph(
                    &format!("{steps} again, all that was entered since the last save. Type y if the page is gone, or b to go on where you were."),
                    out,
                )?;
            }
            Want::Confirm => self.confirm(sitting, out)?,
            Want::Done(_) => {}
        }
        if let Some(advice) = advice {
            self.paragraph(advice, out)?;
        }
        write!(out, "> ")
    }

    fn ask_for_child(&self, sitting: &Sitting, asked: Asked, out: &mut dyn Write) -> io::Result<()> {
        let system = sitting.session().system();
        let question = match asked {
            Asked::PinOrBirth => format!(
                "Open the child's record in {system}. From that screen, type the PIN, or the birth date and initials (such as 01/02/2003 AB)."
            ),
            Asked::Birth => format!(
                "Open the child's record in {system}. From that screen, type the birth date and initials (such as 01/02/2003 AB)."
            ),
            Asked::SearchedFor => format!(
                "This child is NEW: {}. Search {system} by name and by birth date first. Type y when you have searched and there is no such record; q to stop if there is one.",
                sitting.form().child().expose()
            ),
            Asked::Sure => format!(
                "This form has no PIN and no birth date. The child is: {}. Type y if you are sure whose record in {system} it belongs to.",
                Some(sitting.form().child().expose())
                    .filter(|child| !child.is_empty())
                    .unwrap_or("not named")
            ),
        };
        self.paragraph(&question, out)
    }

    fn step(&mut self, sitting: &Sitting, step: &Step, part: usize, out: &mut dyn Write) -> io::Result<()> {
        let session = sitting.session();
        self.rule(sitting, session, out)?;
        if self.screen != step.screen {
            writeln!(out, "Screen: {}", step.screen)?;
            self.screen.clone_from(&step.screen);
        }
        if let Some(round) = &step.round {
            let about = round.about.expose().split_whitespace().collect::<Vec<_>>().join(" ");
            let about = if about.is_empty() { about } else { format!(": {about}") };
            self.paragraph(&format!("  {}, row {} of {}{about}", round.grid, round.row, round.rows), out)?;
        }
        match session.state(step) {
            Some(StepState::Entered) => writeln!(out, "  (entered already)")?,
            Some(StepState::Skipped(SkipReason::Later)) => writeln!(out, "  (left for later)")?,
            Some(StepState::Skipped(_)) => writeln!(out, "  (skipped)")?,
            None => {}
        }
        match &step.kind {
            StepKind::Paste { into, parts, max, confidential, replaced } => {
                let text = parts[part - 1].expose();
                self.two_ends(&format!("  {into}"), &measure(text, *max, part, parts.len()), out)?;
                self.answer(text, out)?;
                if let Some(confidential) = confidential {
                    self.paragraph(warning(*confidential), out)?;
                }
                if let Some(replaced) = replaced.as_ref().filter(|_| part == 1) {
                    self.paragraph(&format!("{}.", replaced.expose()), out)?;
                }
                let done = if sitting.is_copied() {
                    what_to_do(into, part, parts.len(), sitting.copies())
                } else {
                    "Not copied yet: press Enter or c to try again.".to_owned()
                };
                self.paragraph(&done, out)?;
            }
            StepKind::Choose { into, options } => {
                writeln!(out, "  {into}")?;
                for option in options.expose().lines() {
                    writeln!(out, "    choose: {option}")?;
                }
            }
            StepKind::Tick { into } => writeln!(out, "  tick: {into}")?,
            StepKind::Tell(what) => self.paragraph(what, out)?,
            StepKind::SavePoint(what) => {
                self.paragraph(&format!("{what} Press Enter when it is saved."), out)?;
            }
            StepKind::Wait(what) => {
                self.paragraph(&format!("Wait: {what}"), out)?;
                self.paragraph(
                    "Press Enter when that is done, or q to stop here and go on another time.",
                    out,
                )?;
            }
            StepKind::Attach { file } => {
                writeln!(out, "  upload: {}", file.expose())?;
                let way = if sitting.copies() { "Its name is copied for the file box. " } else { "" };
                self.paragraph(&format!("{way}It lies beside the form. Press Enter when it is there."), out)?;
            }
            StepKind::Ask { field, .. } => {
                self.paragraph(
                    &format!("Type the new PIN that {} shows for this child.", session.system()),
                    out,
                )?;
                if let Some(given) = session.given(field) {
                    self.paragraph(&format!("You gave {}.", given.expose()), out)?;
                }
            }
        }
        for finding in sitting.findings(step) {
            self.paragraph(&format!("Look: {finding}."), out)?;
        }
        let next = if matches!(step.kind, StepKind::Ask { .. }) { "" } else { "Enter next   " };
        let copy = if sitting.copies() && session.offer().is_some() { "c copy again   " } else { "" };
        let gone = if session.unsaved() > 0 { "g page gone   " } else { "" };
        writeln!(out, "{next}b back   {copy}s skip   {gone}q stop here (nothing is lost)")
    }

    /// The form on the left, the position on the right.
    fn rule(&self, sitting: &Sitting, session: &Session, out: &mut dyn Write) -> io::Result<()> {
        let (at, of) = session.position();
        self.two_ends(
            &format!("{} \u{b7} {}", sitting.heading(), session.system()),
            &format!("step {at} of {of}"),
            out,
        )
    }

    fn two_ends(&self, left: &str, right: &str, out: &mut dyn Write) -> io::Result<()> {
        let used = textwrap::core::display_width(left) + textwrap::core::display_width(right);
        match self.width.checked_sub(used) {
            _ if right.is_empty() => writeln!(out, "{left}"),
            Some(gap) if gap >= 3 => writeln!(out, "{left}{:gap$}{right}", ""),
            _ => writeln!(out, "{left}\n{right}"),
        }
    }

    fn answer(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let options = Options::new(self.width).initial_indent("    ").subsequent_indent("    ");
        let lines: Vec<String> = text
            .lines()
            .flat_map(|line| match line.trim() {
                "" => vec![String::new()],
                _ => textwrap::wrap(line, &options).into_iter().map(std::borrow::Cow::into_owned).collect(),
            })
            .collect();
        let shown = if self.whole { lines.len() } else { FIRST_LINES };
        for line in lines.iter().take(shown) {
            writeln!(out, "{line}")?;
        }
        match lines.len().saturating_sub(shown) {
            0 => Ok(()),
            more => writeln!(out, "    .. {more} more lines (p shows them)"),
        }
    }

    fn confirm(&self, sitting: &Sitting, out: &mut dyn Write) -> io::Result<()> {
        let session = sitting.session();
        self.blanks(sitting, out)?;
        let skipped = session.skipped();
        if !skipped.is_empty() {
            writeln!(out, "Skipped:")?;
            for (step, reason) in skipped {
                writeln!(out, "  {} ({})", step.name(), reason.words())?;
            }
        }
        self.paragraph(
            &format!(
                "That was the last step. Is the record saved in {}? A paste is not a save. Type y or no, b to go back, or g if the page is gone and was not saved.",
                session.system()
            ),
            out,
        )
    }

    fn say_goodbye(&self, sitting: &Sitting, outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)?;
        let system = sitting.session().system();
        let ending = match outcome.ending {
            Ending::Saved => format!("{} is entered.", sitting.heading()),
            Ending::NotSaved => {
                "Not saved, so nothing is stamped. Start again with the same command when it is saved.".into()
            }
            Ending::Later => {
                "Some steps are left for later. They come again when you start with the same command.".into()
            }
            Ending::Stopped => "Stopped. Start again with the same command: it goes on from here.".into(),
            Ending::NotLive => format!("Nothing was offered. Start again when {system} is live."),
            Ending::WrongChild => {
                "That is not this form's child. Nothing was offered. Find the right record, then start again."
                    .into()
            }
        };
        self.paragraph(&ending, out)?;
        let date = sitting.session().progress().confirmed.map_or(String::new(), |at| show_date(at.date()));
        match (&outcome.stamp, sitting.tracker()) {
            (Stamp::Done(row), Some(tracker)) => self.paragraph(&format!("Row {row} of {} is stamped with {date}.", tracker.display()), out)?,
            (Stamp::Already(row), Some(tracker)) => self.paragraph(&format!("Row {row} of {} bore a date already; it was left.", tracker.display()), out)?,
            (Stamp::NoTracker, _) => self.paragraph(&format!("No tracker was stamped. Write {date} under \u{201c}Date Entered into Liquidlogic\u{201d} yourself."), out)?,
            (Stamp::NoRow, Some(tracker)) => {
                self.paragraph(&format!("No row of {} is surely this form's. Write {date} into the right one yourself, or with its row in place of N:", tracker.display()), out)?;
                writeln!(out, "stopgap tracker stamp \"{}\" --row N --date {date}", tracker.display())?;
            }
            (Stamp::Pending(error), _) => self.paragraph(&format!("The tracker is not stamped yet: {error}. Start again with the same command, and it is done then."), out)?,
            (Stamp::ByHand(error), _) => self.paragraph(&format!("The tracker is not stamped: {error}. The date to write into it is {date}; this form is not asked for again."), out)?,
            (Stamp::None | Stamp::Done(_) | Stamp::Already(_) | Stamp::NoRow, _) => {}
        }
        for step in sitting.session().boxes_not_found() {
            self.paragraph(
                &format!(
                    "Tell your administrator: {} has no box \u{201c}{}\u{201d}.",
                    step.screen,
                    step.name()
                ),
                out,
            )?;
        }
        for other in sitting.others() {
            self.paragraph(&format!("A part of it is for {other} to enter:"), out)?;
            writeln!(out, "stopgap enter \"{}\" --by \"{other}\"", sitting.path().display())?;
        }
        let children = sitting.other_children();
        if outcome.ending == Ending::Saved && children > 0 {
            let children = match children {
                1 => "1 other child, who needs".to_owned(),
                many => format!("{many} other children, who each need"),
            };
            self.paragraph(
                &format!("The form says that the same record is for {children} an entry and a tracker row of their own."),
                out,
            )?;
        }
        if sitting.copies() {
            let cleared = if sitting.is_cleared() {
                "The clipboard is cleared."
            } else {
                "The clipboard could not be cleared: copy something else, so that no answer stays on it."
            };
            self.paragraph(cleared, out)?;
        }
        Ok(())
    }

    fn paragraph(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", textwrap::fill(text, self.width))
    }
}

/// What to do with a text that goes to a box, or with a part of one that is longer than its box.
fn what_to_do(into: &str, part: usize, parts: usize, is_copied: bool) -> String {
    let (before, verb) = if is_copied { ("Copied. ", "paste") } else { ("", "type") };
    if part > 1 {
        return format!(
            "{before}It does not fit into \u{201c}{into}\u{201d} as well: {verb} it where your team puts what does not fit, such as a case note, then press Enter."
        );
    }
    let verb = if is_copied { "Paste" } else { "Type" };
    let rest = if parts > 1 { " The box holds only this part; the rest goes somewhere else." } else { "" };
    format!("{before}{verb} it into \u{201c}{into}\u{201d}, then press Enter.{rest}")
}

/// How long a text is and what the box takes: "1,204 characters, the box takes 4,000".
fn measure(text: &str, max: Option<usize>, part: usize, parts: usize) -> String {
    let length = fit::length(text);
    let part = if parts > 1 { format!("part {part} of {parts}, ") } else { String::new() };
    match max {
        Some(max) if length > 60 || parts > 1 => {
            format!("{part}{} characters, the box takes {}", thousands(length), thousands(max))
        }
        _ => part,
    }
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn warning(confidential: Confidential) -> &'static str {
    match confidential {
        Confidential::ThirdParty => {
            "Careful: this may hold what somebody outside the family said. Read it before you paste it."
        }
        Confidential::Strategy => "Careful: this comes from a strategy meeting. Read it before you paste it.",
    }
}
