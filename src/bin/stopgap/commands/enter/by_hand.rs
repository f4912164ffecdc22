//! Work that was noted in the tracker only: the person enters it by hand, and says so.

use crate::{faces::Ears, failure::Failure, out::whole};
use serde_json::json;
use std::io::{self, Write};
use stopgap::{
    desk::{now, stamp_row},
    overview::TrackerSeen,
    template::date::show_date,
    tracker::{Entered, Tracker, TrackerRow},
    word::Written,
};

/// Shows what the row says, and stamps it once the person says that it is entered. False: they stop.
pub fn enter(seen: &TrackerSeen, row: &TrackerRow, ears: &mut Ears, json: bool) -> Result<bool, Failure> {
    let mut out = io::stdout();
    let shown = |text: &Option<Written>| text.as_ref().map_or("", Written::expose).replace('\n', " ");
    let (nature, recorded) = (shown(&row.nature), shown(&row.recorded));
    let today = now().date();
    loop {
        if json {
            let line = json!({ "wants": "confirm", "kind": "by-hand", "row": row.row.get(), "tracker": seen.file.display().to_string(), "text": nature, "recorded": recorded });
            writeln!(out, "{line}")?;
        } else {
            println!("\nRow {} of {}: {nature}, recorded {recorded}.", row.row, whole(seen.file.display()));
            println!(
                "There is no form of it here: enter it by hand. Is it entered, and the record saved? y stamps the row, no leaves it, q stops."
            );
            write!(out, "> ")?;
        }
        out.flush()?;
        let Some(line) = ears.line()? else { return Ok(false) };
        if !json && !ears.is_keyboard() {
            writeln!(out, "{line}")?;
        }
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => break,
            "n" | "no" => return Ok(true),
            "q" => return Ok(false),
            _ => {}
        }
    }
    // The row may have moved while the person typed: it is stamped only if it says what was shown.
    let is_it = |there: &&TrackerRow| {
        (&there.pin, &there.child, &there.nature, &there.recorded, &there.entered)
            == (&row.pin, &row.child, &row.nature, &row.recorded, &row.entered)
    };
    let choose = |tracker: &Tracker| {
        let mut same = tracker.rows().iter().filter(is_it);
        same.next().filter(|_| same.next().is_none()).map(|row| row.row)
    };
    match stamp_row(&seen.file, choose, &Entered::by_hand(today)) {
        Ok(Some(row)) if !json => {
            println!("Row {row} of {} is stamped with {}.", whole(seen.file.display()), show_date(today));
        }
        Ok(Some(_)) => {}
        Ok(None) => {
            eprintln!("stopgap: the row is not as it was: look at the tracker, and stamp it with its number");
        }
        Err(error) => eprintln!("stopgap: the row is not stamped: {error}"),
    }
    Ok(true)
}
