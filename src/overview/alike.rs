//! Children who are NEW and may be the same: before anyone creates a second record.

use super::{Folder, FormSeen};
use crate::{form::Pin, template::folded};
use jiff::civil::Date;
use std::path::PathBuf;

/// Somebody's form or row for a child who may be the same as another NEW one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    pub team: String,
    pub person: String,
    /// Its form or its tracker.
    pub file: PathBuf,
    /// The child has got a PIN there meanwhile: a record was created.
    pub has_pin: bool,
}

/// A child for whom no record is known yet.
pub struct NewChild<'c> {
    pub surname: &'c str,
    pub born: Option<Date>,
}

impl NewChild<'_> {
    /// Where else a child was written down who was born on the same day and has a similar name, NEW or with a PIN by
    /// now. `own` is the form that is about to be entered.
    ///
    /// A restricted record is in none of these folders, and if it is, it is not told.
    pub fn alike_in(&self, folders: &[Folder], own: &std::path::Path) -> Vec<Alike> {
        let mut alike = Vec::new();
        for folder in folders {
            let at = |file: &PathBuf, has_pin| Alike {
                team: folder.team.clone(),
                person: folder.person.clone(),
                file: file.clone(),
                has_pin,
            };
            let forms = folder.forms.iter().filter(|form| form.file != own && !form.is_restricted);
            for FormSeen { file, wanted, .. } in forms {
                let surname = wanted.surname.as_ref().map_or("", |surname| surname.expose());
                if self.is_like(surname, wanted.born) {
                    alike.push(at(file, matches!(wanted.pin, Some(Pin::Issued(_)))));
                }
            }
            for seen in &folder.trackers {
                for row in seen.tracker.rows().iter().filter(|row| !row.is_restricted()) {
                    let is_of_a_form = row.form_number().is_some_and(|number| {
                        folder.forms.iter().any(|form| form.wanted.number == Some(number))
                    });
                    let surname = row.surname().unwrap_or_default();
                    if !is_of_a_form && self.is_like(surname.expose(), row.born()) {
                        alike.push(at(&seen.file, matches!(row.pin_or_new(), Some(Pin::Issued(_)))));
                    }
                }
            }
        }
        alike
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
        let child = NewChild { surname: one, born };
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
