//! Passing: the nature of work says to whom it went and when, in front of the form's number.

use super::{
    Heading, Passed, RowNumber, Tracker,
    change::{Changed, change},
    sheet::Sheet,
};
use crate::{form::FormNumber, word::Written};

/// Writes into the rows of a tracker that `choose` picks that their work was passed, and gives them, each with
/// whether it was changed. A row that says so already stays as it is, whatever its day. The form's number stays
/// at the end of the nature of work, or is put there.
///
/// One cell of each row changes; the rest of the document stays as it was, byte for byte.
///
/// # Errors
/// When the document is no tracker, or a row has no cell of its own for the nature of its work.
pub fn pass(
    bytes: &[u8],
    choose: impl FnOnce(&Tracker) -> Vec<RowNumber>,
    passed: &Passed,
    number: Option<FormNumber>,
) -> Changed<Vec<(RowNumber, bool)>> {
    let (written, rows) = change(bytes, |page, pen| {
        let mut rows = Vec::new();
        for row in choose(&Tracker::of(page)) {
            let found = Sheet::with_row(&page.sheets, row)?;
            let cell = found.own_cell(row, Heading::Nature)?;
            let nature = found.text(Heading::Nature).map_or("", Written::expose);
            let end = End::of(nature, passed, number);
            if let Some(End { whole, was, now }) = &end
                && !pen.change_end(cell, was, now)
            {
                pen.rewrite(cell, whole);
            }
            rows.push((row, end.is_some()));
        }
        Ok(rows)
    })?;
    let is_changed = rows.iter().any(|(_, is_changed)| *is_changed);
    Ok((if is_changed { written } else { bytes.to_vec() }, rows))
}

/// What becomes of the end of a nature of work.
struct End {
    whole: String,
    was: String,
    now: String,
}

impl End {
    /// None where it says all of it already.
    fn of(nature: &str, passed: &Passed, number: Option<FormNumber>) -> Option<Self> {
        let nature = nature.trim();
        let there = FormNumber::at_end_of(nature);
        // As it was typed: "(7k3f 2)" stays so.
        let (before, was) = match there.and_then(|_| nature.rfind('(')) {
            Some(at) => nature.split_at(at),
            None => (nature, ""),
        };
        let is_said = Passed::last_in(nature).is_some_and(|said| said.says_the_same(passed));
        let missing = number.filter(|_| there.is_none()).map(|number| format!("({number})"));
        if is_said && missing.is_none() {
            return None;
        }
        let before = before.trim_end();
        let words = match (is_said, before) {
            (true, _) => String::new(),
            (false, "") => passed.in_words(),
            (false, _) => format!(", {}", passed.in_words()),
        };
        let tail = missing.unwrap_or_else(|| was.to_owned());
        let space = if tail.is_empty() || before.is_empty() && words.is_empty() { "" } else { " " };
        let now = format!("{words}{space}{tail}");
        Some(Self { whole: format!("{before}{now}"), was: was.to_owned(), now })
    }
}
