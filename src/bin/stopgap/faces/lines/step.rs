//! What one sees of a step, and of a card of several.

use super::{
    Face,
    page::{Page, bold},
};
use crate::out::whole;
use std::io;
use stopgap::{
    desk::Sitting,
    reentry::{
        CardView, Child, Names, Paste, Pause, SkipReason, Step, StepKind, StepState,
        parts::{length, thousands},
        warning,
    },
    template::date::{show_date_time, show_time},
};

/// Lines of an answer that are shown before `p` is asked for.
const FIRST_LINES: usize = 12;
/// A text that is so short needs no count.
const SHORT: usize = 60;

impl Face {
    /// A step or a card, with what there is to do about it.
    pub fn card(&mut self, sitting: &Sitting, card: CardView<'_>, page: &mut Page<'_>) -> io::Result<()> {
        self.head(sitting, card.screen(), page)?;
        match card.step() {
            Some(step) => self.step(sitting, step, card.part, page)?,
            None => self.several(sitting, card.steps, page)?,
        }
        page.keys(&keys(sitting, card))
    }

    /// Whose record, which form, which screen, and how far.
    pub fn head(&mut self, sitting: &Sitting, screen: &str, page: &mut Page<'_>) -> io::Result<()> {
        let session = sitting.session();
        let (at, of) = session.position();
        let position = format!("step {at} of {of}");
        let form = |name: String| format!("{name} \u{b7} {}", session.system());
        match sitting.banner() {
            Some(banner) => {
                page.two_ends(&bold(&banner), &position)?;
                page.line(form(sitting.title()))?;
            }
            None => page.two_ends(&form(sitting.heading()), &position)?,
        }
        if self.screen != screen {
            page.line(format_args!("Screen: {screen}"))?;
            screen.clone_into(&mut self.screen);
        }
        Ok(())
    }

    /// One step.
    pub fn step(&self, sitting: &Sitting, step: &Step, part: usize, page: &mut Page<'_>) -> io::Result<()> {
        let session = sitting.session();
        self.round(step, page)?;
        if let Some(before) = before(sitting, step) {
            page.set_in(2, &before)?;
        }
        match &step.kind {
            StepKind::Paste(paste) => self.paste(sitting, paste, part, page)?,
            StepKind::Choose { into, options } => {
                page.line(format_args!("  {}", bold(into)))?;
                for option in options.expose().lines() {
                    page.set_in(4, &format!("choose: {option}"))?;
                }
            }
            StepKind::Tick { into } => page.line(format_args!("  tick: {}", bold(into)))?,
            StepKind::Tell(what) => page.paragraph(what)?,
            StepKind::SavePoint(what) => page.paragraph(&format!("{what} Press Enter when it is saved."))?,
            StepKind::Wait(what) => {
                page.paragraph(&format!("Wait: {what}"))?;
                page.paragraph("Press Enter when that is done. Type l if it is not: the list of what is left says what it waits for, and it goes on from here.")?;
            }
            StepKind::Attach { file } => {
                page.set_in(2, &format!("upload: {}", file.expose()))?;
                let way = if sitting.copies() { "Its name is copied for the file box. " } else { "" };
                let place = match sitting.document(file).and_then(|document| document.path.as_deref()) {
                    Some(path) => format!("It is {}.", whole(path.display())),
                    None => "It lies neither beside the form nor in its folder: look for it.".to_owned(),
                };
                page.paragraph(&format!("{way}{place} Press Enter when it is uploaded."))?;
            }
            StepKind::Ask { field, .. } => {
                page.paragraph(&format!("Type the new PIN that {} shows for this child.", session.system()))?;
                if let Some(given) = session.given(field) {
                    page.paragraph(&format!("You gave {}.", given.expose()))?;
                }
            }
            StepKind::Prove(_) => {}
            StepKind::PinToCome { child, paste } => {
                page.paragraph(&format!("{} Then press Enter.", pin_to_come(sitting, child, paste)))?;
            }
        }
        for finding in sitting.findings(step) {
            page.paragraph(&format!("Look: {finding}."))?;
        }
        Ok(())
    }

    fn round(&self, step: &Step, page: &mut Page<'_>) -> io::Result<()> {
        let Some(round) = &step.round else { return Ok(()) };
        let about = round.about.expose().split_whitespace().collect::<Vec<_>>().join(" ");
        let about = if about.is_empty() || self.is_masked { String::new() } else { format!(": {about}") };
        page.set_in(2, &format!("{}, row {} of {}{about}", round.grid, round.row, round.rows))
    }

    fn paste(&self, sitting: &Sitting, paste: &Paste, part: usize, page: &mut Page<'_>) -> io::Result<()> {
        let rest = sitting.session().rest();
        let text = rest.unwrap_or(&paste.parts[part - 1]).expose();
        let measure = measure(text, paste, part, rest.is_some());
        page.two_ends(&format!("  {}", bold(&paste.into)), &measure)?;
        self.answer(text, page)?;
        if let Some(day) = &paste.day {
            page.set_in(4, &format!("({})", day.expose()))?;
        }
        if let Some(changes) = paste.changes.as_ref().filter(|_| part == 1) {
            page.paragraph(&format!("{}.", changes.expose()))?;
        }
        let names = if self.is_masked && !self.whole { Names::Hidden } else { Names::Shown };
        if let Some(warning) = warning(paste, names) {
            page.paragraph(&bold(warning.expose()))?;
        }
        let session = sitting.session();
        let what = match session.pause() {
            Some(Pause::Replaced) => "You copied something else. Enter copies this again.".to_owned(),
            Some(Pause::Cleared) => "It was taken off the clipboard, as nobody pasted it for a while or the desk was locked. Enter copies it again.".to_owned(),
            Some(Pause::SetAside) => "It was taken off the clipboard, so that what you copy is told from it. Enter copies it again.".to_owned(),
            None if session.offer().is_none() && !sitting.copies() => {
                "Type y to enter it, p to read all of it, or s to skip it.".to_owned()
            }
            None if session.offer().is_none() => {
                "It is not copied yet. Type y to copy it, p to read all of it, or s to skip it.".to_owned()
            }
            None if !sitting.is_copied() => "Not copied yet: press Enter or c to try again.".to_owned(),
            None if rest.is_some() => return Ok(()),
            None => what_to_do(&paste.into, part, paste.parts.len(), sitting),
        };
        page.paragraph(&what)
    }

    fn answer(&self, text: &str, page: &mut Page<'_>) -> io::Result<()> {
        if self.is_masked && !self.whole {
            return page.set_in(4, "(hidden, because the record is restricted: p shows it)");
        }
        let width = page.width() - 4;
        let lines: Vec<String> = text
            .lines()
            .flat_map(|line| match line.trim() {
                "" => vec![String::new()],
                _ => textwrap::wrap(line, width).into_iter().map(std::borrow::Cow::into_owned).collect(),
            })
            .collect();
        let shown = if self.whole { lines.len() } else { FIRST_LINES };
        for line in lines.iter().take(shown) {
            page.line(format_args!("{}{line}", if line.is_empty() { "" } else { "    " }))?;
        }
        match lines.len().saturating_sub(shown) {
            0 => Ok(()),
            more => page.line(format_args!("    .. {more} more lines (p shows them)")),
        }
    }

    /// Several steps that are done with one key.
    fn several(&self, sitting: &Sitting, steps: &[Step], page: &mut Page<'_>) -> io::Result<()> {
        let mut round = None;
        for (at, step) in steps.iter().enumerate() {
            if step.round != round {
                self.round(step, page)?;
                round.clone_from(&step.round);
            }
            let number = at + 1;
            let done = match sitting.session().state(step) {
                None => String::new(),
                Some(StepState::Entered) => " (done)".to_owned(),
                Some(StepState::Skipped(reason)) => format!(" (skipped: {})", reason.words()),
            };
            match &step.kind {
                StepKind::Choose { into, options } => {
                    page.line(format_args!("  {number}. {}{done}", bold(into)))?;
                    for option in options.expose().lines() {
                        page.set_in(5, &format!("choose: {option}"))?;
                    }
                }
                StepKind::Tick { into } => {
                    page.line(format_args!("  {number}. tick: {}{done}", bold(into)))?;
                }
                kind => {
                    let what = if let StepKind::Tell(what) = kind { what } else { kind.name() };
                    page.set_in(2, &format!("{number}. {what}{done}"))?;
                }
            }
            for finding in sitting.findings(step) {
                page.set_in(5, &format!("Look: {finding}."))?;
            }
        }
        page.paragraph(
            "Do all of it, then press Enter once. What cannot be done: its key and number, such as x 2.",
        )
    }
}

fn pin_to_come(sitting: &Sitting, child: &Child, paste: &Paste) -> String {
    let session = sitting.session();
    let has_record = session.records().iter().any(|record| record.child.is(child));
    StepKind::pin_to_come(&paste.into, session.system(), has_record)
}

/// What became of a step before it was shown this time.
fn before(sitting: &Sitting, step: &Step) -> Option<String> {
    let session = sitting.session();
    match session.state(step) {
        Some(StepState::Entered) => Some("(entered already)".to_owned()),
        Some(StepState::Skipped(SkipReason::Later)) => Some("(left for later)".to_owned()),
        Some(StepState::Skipped(reason)) => Some(format!("(skipped: {})", reason.words())),
        None => {
            let at = session.copied_before()?;
            let today = sitting.now().wall.date();
            let at = if at.date() == today { show_time(at.time()) } else { show_date_time(at) };
            Some(format!(
                "(offered before, at {at}, and not marked as done: look first whether it is in the box already)"
            ))
        }
    }
}

/// The keys that do something here.
fn keys(sitting: &Sitting, card: CardView<'_>) -> Vec<&'static str> {
    let session = sitting.session();
    let asks = card.step().is_some_and(|step| matches!(step.kind, StepKind::Ask { .. } | StepKind::Prove(_)));
    let copies = sitting.copies() && session.offer().is_some();
    let can_look = copies && card.step().is_some_and(|step| matches!(step.kind, StepKind::Paste(_)));
    let waits = card.step().is_some_and(|step| matches!(step.kind, StepKind::Wait(_)));
    let keys = [
        (!asks, "Enter next"),
        (waits, "l not yet"),
        (true, "b back"),
        (copies, "c copy again"),
        (can_look, "v check the box"),
        (true, "s skip"),
        (session.unsaved() > 0, "g page gone"),
        (true, "? more"),
        (true, "q stop"),
    ];
    keys.into_iter().filter(|(does, _)| *does).map(|(_, key)| key).collect()
}

/// What to do with a text that goes to a box, or with a part of one that is longer than its box.
fn what_to_do(into: &str, part: usize, parts: usize, sitting: &Sitting) -> String {
    let (before, verb) = if sitting.copies() { ("Copied. ", "paste") } else { ("", "type") };
    let then = if sitting.session().moves_by_paste() {
        ": the next comes by itself."
    } else {
        ", then press Enter."
    };
    if part > 1 {
        return format!(
            "{before}It does not fit into \u{201c}{into}\u{201d} as well: {verb} it where your team puts what does not fit, such as a case note{then}"
        );
    }
    let verb = if sitting.copies() { "Paste" } else { "Type" };
    let rest = if parts > 1 { " The box holds only this part; the rest goes somewhere else." } else { "" };
    format!("{before}{verb} it into \u{201c}{into}\u{201d}{then}{rest}")
}

/// How long a text is and what the box takes: "1,204 characters, the box takes 4,000".
fn measure(text: &str, paste: &Paste, part: usize, is_rest: bool) -> String {
    let parts = paste.parts.len();
    let which = match (is_rest, parts) {
        (true, _) => "the rest, ".to_owned(),
        (false, 1) => String::new(),
        (false, parts) => format!("part {part} of {parts}, "),
    };
    let characters = length(text);
    match paste.max {
        Some(max) if characters > SHORT || parts > 1 => {
            format!("{which}{} characters, the box takes {}", thousands(characters), thousands(max))
        }
        None if characters > SHORT => format!("{which}{} characters", thousands(characters)),
        _ => which,
    }
}
