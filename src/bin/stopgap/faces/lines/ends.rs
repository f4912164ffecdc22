//! What is said before the first step and after the last.

use super::page::{Page, bold};
use crate::{commands::several, out::whole};
use std::{io, path::Path};
use stopgap::{
    desk::{Beside, Outcome, PinLeft, RecordStamp, Sitting, Stamp},
    reentry::{Ending, SkipReason},
    template::date::show_date,
};

/// What one should know before the first question.
pub fn greet(sitting: &Sitting, page: &mut Page<'_>) -> io::Result<()> {
    page.line(sitting.heading())?;
    if let Some(number) = sitting.given_number() {
        page.paragraph(&format!("The form bears no number, so it is {number} from now on."))?;
    }
    if let Some(before) = sitting.was_called() {
        page.paragraph(&format!(
            "It was called {} when it was begun. It is the same form, and goes on from there.",
            whole(format_args!("{before}.docx"))
        ))?;
    }
    let session = sitting.session();
    let (_, steps) = session.position();
    let way = if !sitting.copies() {
        "Nothing is copied: you see each answer and type it."
    } else if session.is_by_paste() {
        "Each answer is copied for you; you paste it, and the next one comes."
    } else {
        "Each answer is copied for you; you paste it."
    };
    let records = match session.records().len() {
        1 => String::new(),
        many => format!(", for each of {many} children"),
    };
    let steps = several(steps, "step");
    page.paragraph(&format!("{steps} in {}{records}. {way}", session.system()))?;
    keys_everywhere(sitting, page)?;
    if !sitting.changed().is_empty() {
        let labels = sitting.changed().join(", ");
        page.paragraph(&format!("Changed in the form since you began, so they come again: {labels}."))?;
    }
    if !sitting.taken_out().is_empty() {
        let (labels, system) = (sitting.taken_out().join(", "), session.system());
        page.paragraph(&format!(
            "Taken out of the form since it was entered, so look at it in {system} yourself: {labels}."
        ))?;
    }
    let unsaved = session.unsaved();
    if unsaved > 0 {
        let (steps, come) = match unsaved {
            1 => ("1 step was".to_owned(), "it comes"),
            many => (format!("{many} steps were"), "they come"),
        };
        page.paragraph(&format!("{steps} entered after the last save. If that page is gone, type g at the next step: {come} again."))?;
    }
    notices(sitting, page)?;
    let trouble = match sitting.beside() {
        Some(Ok(Beside::None)) => "No tracker lies beside the form.".to_owned(),
        Some(Ok(Beside::Several(trackers))) => {
            let trackers: Vec<_> = trackers.iter().map(|file| whole(file.display())).collect();
            format!("Several trackers lie beside the form, so none is stamped: {}.", trackers.join(", "))
        }
        Some(Err(error)) => format!("No tracker is stamped, as this may be yours: {error}."),
        Some(Ok(Beside::One(_))) | None => return Ok(()),
    };
    let remedy = "Name yours with --tracker, or write the date into it by hand afterwards.";
    page.paragraph(&format!("{trouble} {remedy}"))
}

/// The keys that work in every window, and those that another program has.
fn keys_everywhere(sitting: &Sitting, page: &mut Page<'_>) -> io::Result<()> {
    use stopgap::clipboard::Key;
    let keys = sitting.keys();
    let said = [(Key::Next, "next"), (Key::Back, "back")];
    let on: Vec<String> =
        said.iter().filter_map(|(key, what)| Some(format!("{} {what}", keys.chord(*key)?))).collect();
    if !on.is_empty() {
        page.paragraph(&format!("From the browser: {}.", on.join(", ")))?;
    }
    let missing = said.iter().filter(|(key, _)| keys.chord(*key).is_none());
    let taken: Vec<String> = missing
        .flat_map(|(key, _)| keys.taken.iter().filter(move |(of, _)| of == key))
        .map(|(_, chord)| chord.to_string())
        .collect();
    if !taken.is_empty() {
        page.paragraph(&format!("Another program has {}.", taken.join(" and ")))?;
    }
    Ok(())
}

/// What the form says that one should know before its first box.
fn notices(sitting: &Sitting, page: &mut Page<'_>) -> io::Result<()> {
    if sitting.outcome().is_some() {
        return Ok(());
    }
    if sitting.form().is_restricted() {
        page.paragraph("This record is restricted: see that nobody else reads your screen. Answers are hidden until you type p.")?;
    }
    if let Some(who) = sitting.entered_by() {
        page.paragraph(&format!(
            "The form says that {who} enters it. If that is not you, ask before you go on."
        ))?;
    }
    blanks(sitting, page)
}

fn blanks(sitting: &Sitting, page: &mut Page<'_>) -> io::Result<()> {
    let blanks = sitting.session().blanks();
    if !blanks.is_empty() {
        page.paragraph(&format!(
            "The form needs an answer to these, and they are blank: {}. You are asked about them at the end.",
            blanks.join("; ")
        ))?;
    }
    Ok(())
}

/// The check page: what was entered, what was not, and the one question.
pub fn confirm(sitting: &Sitting, page: &mut Page<'_>) -> io::Result<()> {
    let session = sitting.session();
    if let Some(banner) = sitting.banner() {
        page.line(format_args!("{} \u{b7} {banner}", sitting.title()))?;
    }
    let (_, steps) = session.position();
    page.line(format_args!("Done: {} of {}", session.entered_cards(), several(steps, "step")))?;
    let skipped = session.skipped();
    let (could_not, skipped): (Vec<_>, Vec<_>) =
        skipped.into_iter().partition(|(_, reason)| *reason == SkipReason::NoSuchBox);
    for (title, steps) in [("Skipped", skipped), ("Could not be entered", could_not)] {
        if !steps.is_empty() {
            page.line(format_args!("{title}:"))?;
        }
        for (step, reason) in steps {
            page.set_in(2, &format!("{} ({})", step.name(), reason.words()))?;
        }
    }
    let not_yet =
        if sitting.copies() { "A paste is not a save." } else { "What you typed is not saved by itself." };
    page.paragraph(&format!(
        "That was the last step. Is the record saved in {}? {not_yet} Type y or no, b to go back, or g if the page is gone and was not saved.",
        session.system()
    ))
}

/// What came of it. So many of the sitting's stamps were told already.
pub fn say_goodbye(
    sitting: &Sitting,
    outcome: &Outcome,
    stamps_told: usize,
    page: &mut Page<'_>,
) -> io::Result<()> {
    page.gap()?;
    let system = sitting.session().system();
    let ending = match outcome.ending {
        Ending::Saved => format!("{} is entered.", sitting.heading()),
        Ending::NotSaved => {
            "Not saved, so nothing is stamped. Start again with the same command when it is saved.".into()
        }
        Ending::Later => match sitting.session().progress().waits_for() {
            Some(what) => {
                format!("It waits: {what} Start again with the same command: it goes on from there.")
            }
            None => {
                "Some of it is left for later. It comes again when you start with the same command.".into()
            }
        },
        Ending::Stopped => "Stopped. Start again with the same command: it goes on from here.".into(),
        Ending::NotLive => format!("Nothing was offered. Start again when {system} is live."),
        Ending::WrongChild => {
            "That is not this form's child. Find the right record, then start again.".into()
        }
    };
    page.paragraph(&ending)?;
    if let Some(say) = sitting.session().say().filter(|_| outcome.ending == Ending::Stopped) {
        page.paragraph(say)?;
    }
    for new in &sitting.stamps()[stamps_told..] {
        stamp(sitting, new, page)?;
    }
    pins(sitting, page)?;
    if let Some((tracker, of_row)) = sitting.number_only() {
        row_stamp(of_row, Some(tracker), false, &last_day(sitting), page)?;
    }
    for step in sitting.session().boxes_not_found() {
        page.paragraph(&format!(
            "Tell your administrator: {} has no box \u{201c}{}\u{201d}.",
            step.screen,
            step.name()
        ))?;
    }
    for other in sitting.others() {
        page.paragraph(&format!("A part of it is for {other} to enter:"))?;
        page.line(format_args!("stopgap enter \"{}\" --by \"{other}\"", sitting.path().display()))?;
    }
    if sitting.copies() {
        let cleared = if sitting.is_cleared() {
            "The clipboard is cleared."
        } else {
            "The clipboard could not be cleared: copy something else, so that no answer stays on it."
        };
        page.paragraph(cleared)?;
    }
    Ok(())
}

/// What became of new PINs that could not be written at once. They stand nowhere else.
fn pins(sitting: &Sitting, page: &mut Page<'_>) -> io::Result<()> {
    for row in sitting.pins_late() {
        page.paragraph(&format!("The new PIN stands in row {row} of the tracker now."))?;
    }
    for PinLeft { child, pin, why, .. } in sitting.pins_left() {
        let of = if child.is_blank() { String::new() } else { format!(" of {}", child.expose()) };
        page.paragraph(&bold(&format!(
            "The new PIN {}{of} is not in the tracker: {why}.",
            pin.written().expose()
        )))?;
        page.paragraph("Write it into the child's row in place of NEW, in Word. It is noted nowhere else.")?;
    }
    Ok(())
}

/// What was noted of a record that is saved.
pub fn stamp(sitting: &Sitting, stamp: &RecordStamp, page: &mut Page<'_>) -> io::Result<()> {
    let session = sitting.session();
    let record = &session.records()[stamp.record];
    let confirmation = session.progress().confirmation(&record.key);
    let date = confirmation.map_or(String::new(), |confirmation| show_date(confirmation.at.date()));
    if let Some(of_row) = &stamp.stamp {
        row_stamp(of_row, sitting.tracker(), stamp.is_added, &date, page)?;
    }
    if stamp.says_new {
        page.paragraph(&format!(
            "That row still says NEW. Write the PIN that {} gave the child into it, in Word.",
            session.system()
        ))?;
    }
    if let Some(error) = &stamp.not_in_form {
        page.paragraph(&format!("The form does not say yet that it was entered: {error}. Start again with the same command, and it is done then."))?;
    }
    Ok(())
}

/// The day on which the last of the records was saved.
fn last_day(sitting: &Sitting) -> String {
    let session = sitting.session();
    let records = session.records().iter();
    let days = records.filter_map(|record| Some(session.progress().confirmation(&record.key)?.at.date()));
    days.max().map_or(String::new(), show_date)
}

/// What became of a row.
fn row_stamp(
    stamp: &Stamp,
    tracker: Option<&Path>,
    is_added: bool,
    date: &str,
    page: &mut Page<'_>,
) -> io::Result<()> {
    let added = if is_added { "added to it for this child and " } else { "" };
    match (stamp, tracker) {
        (Stamp::Done(row), Some(tracker)) => {
            page.paragraph(&format!(
                "Row {row} of {} is {added}stamped with {date}.",
                whole(tracker.display())
            ))
        }
        (Stamp::Already(row), Some(tracker)) => {
            page.paragraph(&format!(
                "Row {row} of {} bore a date already; it was left.",
                whole(tracker.display())
            ))
        }
        (Stamp::NoTracker, _) => page.paragraph(&format!("No tracker was stamped. Write {date} under \u{201c}Date Entered into Liquidlogic\u{201d} yourself.")),
        (Stamp::NoRow, Some(tracker)) => {
            page.paragraph(&format!("No row of {} is surely this form's. Write {date} into the right one yourself, or with its row in place of N:", whole(tracker.display())))?;
            page.line(format_args!("stopgap tracker stamp \"{}\" --row N --date {date}", tracker.display()))
        }
        (Stamp::Pending(error), _) => page.paragraph(&format!("The tracker is not stamped yet: {error}. Start again with the same command, and it is done then.")),
        (Stamp::ByHand(error), _) => page.paragraph(&format!("The tracker is not stamped: {error}. The date to write into it is {date}; this form is not asked for again.")),
        (Stamp::None | Stamp::Done(_) | Stamp::Already(_) | Stamp::NoRow, _) => Ok(()),
    }
}
