//! Children who are NEW and may be the same: before anyone creates a second record.

use super::{Folder, Piece, TrackerSeen, join};
use crate::{
    form::{FormNumber, Issue, Pin},
    template::folded,
    tracker::{Match, RowNumber, Wanted, find_row},
    word::Written,
};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Somebody's form or row for a child who may be the same as another NEW one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    pub team: String,
    pub person: String,
    pub form: Option<PathBuf>,
    /// The tracker that has a row of it, and which.
    pub row: Option<(PathBuf, RowNumber)>,
    pub number: Option<FormNumber>,
    /// The child has got a PIN there meanwhile: a record was created.
    pub has_pin: bool,
    /// Surname, forename and birth date are the same. Twins differ in the forename only, and a row does not say it.
    pub is_same: bool,
}

impl Alike {
    /// Where it is noted, as a person looks for it: form, row, and whether there is a record by now.
    pub fn place(&self) -> String {
        let form = self.form.as_ref().map(|form| form.display().to_string());
        let row = self.row.as_ref().map(|(tracker, row)| format!("row {row} of {}", tracker.display()));
        let at = form.into_iter().chain(row).collect::<Vec<_>>().join(", ");
        let pin = if self.has_pin { ": has a PIN, so there is a record" } else { "" };
        format!("{at}{pin}")
    }
}

/// A child for whom no record is known yet, in the form that is about to be entered.
pub struct NewChild<'c> {
    pub surname: &'c str,
    pub forename: &'c str,
    pub born: Option<Date>,
    /// The form's own file, and its number and secret.
    pub form: &'c Path,
    pub issue: Option<&'c Issue>,
    /// By what the form's own row is found.
    pub wanted: &'c Wanted,
}

impl NewChild<'_> {
    /// Where else a child was written down who was born on the same day and has a similar name, NEW or with a PIN by
    /// now.
    ///
    /// A restricted record is in none of these folders, and if it is, it is not told.
    pub fn alike_in<'f>(&self, folders: impl IntoIterator<Item = &'f Folder>) -> Vec<Alike> {
        let mut alike = Vec::new();
        for folder in folders {
            let own_rows = self.own_rows(folder);
            let pieces = join(folder).into_iter();
            for piece in pieces.filter(|piece| !piece.is_restricted() && !self.is_own(piece, &own_rows)) {
                let seen = Seen::of(&piece);
                if self.is_like(seen.surname.expose(), seen.born) {
                    alike.push(Alike {
                        team: folder.team.clone(),
                        person: folder.person.clone(),
                        form: piece.form.map(|form| form.file.clone()),
                        row: piece.row.map(|(tracker, row)| (tracker.file.clone(), row.row)),
                        number: piece.number(),
                        has_pin: seen.has_pin,
                        is_same: seen.forename.as_ref().is_some_and(|forename| {
                            let same =
                                |one: &str, other: &str| !one.is_empty() && letters(one) == letters(other);
                            same(self.forename, forename.expose())
                                && same(self.surname, seen.surname.expose())
                        }),
                    });
                }
            }
        }
        alike
    }

    /// In each tracker the row that the form is found by, if there is one.
    fn own_rows<'f>(&self, folder: &'f Folder) -> Vec<(&'f TrackerSeen, RowNumber)> {
        let own_row = |seen: &'f TrackerSeen| match find_row(&seen.tracker, self.wanted) {
            Match::One(own) | Match::Entered(own) => Some((seen, own)),
            Match::Several(_) | Match::None => None,
        };
        folder.trackers.iter().filter_map(own_row).collect()
    }

    fn is_own(&self, piece: &Piece<'_>, own_rows: &[(&TrackerSeen, RowNumber)]) -> bool {
        match (piece.form, piece.row) {
            (Some(form), _) => {
                form.file == self.form || self.issue.is_some() && form.issue.as_ref() == self.issue
            }
            (None, Some((_, row))) if row.form_number().is_some() => row.form_number() == self.wanted.number,
            (None, Some((seen, row))) => {
                own_rows.iter().any(|(there, own)| std::ptr::eq(*there, seen) && *own == row.row)
            }
            (None, None) => false,
        }
    }

    /// Born on the same day, and with a surname that could be a slip of the other.
    fn is_like(&self, surname: &str, born: Option<Date>) -> bool {
        let (own, other) = (letters(self.surname), letters(surname));
        let is_similar = own == other
            || strsim::jaro_winkler(&own, &other) >= 0.88
            || (own.len().min(other.len()) > 3 && (own.contains(&other) || other.contains(&own)));
        self.born.is_some() && self.born == born && !own.is_empty() && !other.is_empty() && is_similar
    }
}

/// Whom a piece of work is about.
struct Seen {
    surname: Written,
    born: Option<Date>,
    /// Only where a form says it of this child.
    forename: Option<Written>,
    has_pin: bool,
}

impl Seen {
    fn of(piece: &Piece<'_>) -> Self {
        let of_form = piece.form.map(|form| {
            let forename = form.detail.as_ref().map(|detail| detail.forename.clone());
            let wanted = &form.wanted;
            let has_pin = wanted.pin.as_ref().is_some_and(Pin::is_issued);
            Self { surname: wanted.surname.clone().unwrap_or_default(), born: wanted.born, forename, has_pin }
        });
        let Some((_, row)) = piece.row else { return of_form.unwrap_or_else(Self::nobody) };
        let has_pin = row.pin_issued().is_some();
        let of_row =
            Self { surname: row.surname().unwrap_or_default(), born: row.born(), forename: None, has_pin };
        match of_form {
            // A form for several children has a row for each of them.
            Some(form) if of_row.born.is_none() || of_row.is_named_as(&form) => {
                Self { has_pin: form.has_pin || has_pin, ..form }
            }
            _ => of_row,
        }
    }

    fn is_named_as(&self, other: &Self) -> bool {
        self.born == other.born && letters(self.surname.expose()) == letters(other.surname.expose())
    }

    fn nobody() -> Self {
        Self { surname: Written::default(), born: None, forename: None, has_pin: false }
    }
}

/// A name as it sounds alike: small letters without accents, hyphens and spaces.
fn letters(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    folded(name).nfd().filter(|c| c.is_alphabetic()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, expected: bool) {
        let born = Date::new(2020, 2, 1).ok();
        let wanted = Wanted::default();
        let child =
            NewChild { surname: one, forename: "", born, form: Path::new(""), issue: None, wanted: &wanted };
        assert_eq!(child.is_like(other, born), expected, "{one} and {other}");
        assert!(!child.is_like(other, Date::new(2020, 2, 2).ok()));
    }

    #[test]
    fn names_that_may_be_the_same() {
        for (one, other) in [
            ("Samplesson", "SAMPLESON"),
            ("O\u{2019}Brien", "OBrien"),
            ("Nguy\u{1ec5}n", "Nguyen"),
            ("Invented-Smith", "Invented Smith"),
            ("Invented-Smith", "Smith"),
            ("Samplesson", "Sampleson"),
        ] {
            check(one, other, true);
        }
        for (one, other) in [("Samplesson", "Inventson"), ("Brown", "Smith"), ("", ""), ("Li", "Lopez")] {
            check(one, other, false);
        }
    }
}
