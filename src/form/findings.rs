//! What is odd about a form that came back.

use crate::{template::FieldId, word::text::Signs};
use std::{ops::Deref, sync::Arc};

/// What all findings of one form may say, in bytes: ten times what there is to say of the largest form. There can be
/// thousands of rows in which everything is odd, and each finding names its column.
const MOST_SAID: usize = 1 << 20;
/// What a finding counts beside its words.
const BYTES_A_FINDING: usize = 64;

/// The findings of one form, in the order in which they are told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    all: Arc<Vec<Finding>>,
    said: usize,
    is_full: bool,
}

/// Something odd that a person should look at. Never a reason to refuse a form, and never a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The field; None when it is about the whole form.
    pub field: Option<FieldId>,
    pub kind: FindingKind,
    pub message: String,
}

/// What kind of thing a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// An answer that is needed was left blank.
    Blank,
    /// It was answered although its condition does not hold.
    NotAsked,
    /// The field is gone from the document.
    Missing,
    /// Its control is gone, what stands in its place was taken.
    Moved,
    /// Two controls say that they are this field.
    Twice,
    /// Words stand beside its box, in the same cell.
    Beside,
    /// A box of it stands among those of another answer, or may: under another heading, in another table.
    Elsewhere,
    /// Words stand in no box; they are offered at the end.
    Outside,
    /// Words were inserted or deleted with Track Changes on.
    Tracked,
    /// A comment is anchored in it.
    Comment,
    /// A footnote or an endnote is anchored in it.
    Note,
    /// A picture, a shape or another document stands in it or, without a field, outside the boxes.
    Picture,
    /// A character could not be read.
    Symbol,
    /// Words are struck out, and were taken all the same.
    Struck,
    /// Words are hidden, and were taken all the same.
    Hidden,
    /// Paragraphs with numbers or bullets, which are not part of the text.
    List,
    /// Not a date, time or number, or none of the options.
    NotUnderstood,
    /// The calendar's day and the day that stands on the page differ.
    TwoDates,
    /// A year of two digits that could be of another century, or a year that hardly anybody means.
    Year,
    /// A datetime without its time.
    NoTime,
    /// The form was saved by a program that is known to change such a field.
    Program,
    /// A check of the definition found something.
    Check,
    /// An answer of an older form that today's definition has no place for; it is offered all the same.
    Older,
    /// The form was made from a definition that is not among those here.
    Definition,
    /// There is more that is odd than can be told.
    More,
}

impl FindingKind {
    /// The word for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::NotAsked => "not-asked",
            Self::Missing => "missing",
            Self::Moved => "moved",
            Self::Twice => "twice",
            Self::Beside => "beside",
            Self::Elsewhere => "elsewhere",
            Self::Outside => "outside",
            Self::Tracked => "tracked-changes",
            Self::Comment => "comment",
            Self::Note => "note",
            Self::Picture => "picture",
            Self::Symbol => "symbol",
            Self::Struck => "struck",
            Self::Hidden => "hidden",
            Self::List => "list",
            Self::NotUnderstood => "not-understood",
            Self::TwoDates => "two-dates",
            Self::Year => "year",
            Self::NoTime => "no-time",
            Self::Program => "program",
            Self::Check => "check",
            Self::Older => "older",
            Self::Definition => "definition",
            Self::More => "more",
        }
    }
}

/// What there is to tell of things that were seen beside a text.
pub(super) fn of_signs(signs: Signs) -> Vec<(FindingKind, &'static str)> {
    let all = [
        (
            signs.tracked,
            FindingKind::Tracked,
            "it was changed with Track Changes on; it was taken as if all changes were accepted",
        ),
        (
            signs.comment,
            FindingKind::Comment,
            "a comment stands beside it, which is not part of the answer; it is offered at the end",
        ),
        (
            signs.note,
            FindingKind::Note,
            "a footnote stands in it, which is not part of the answer; it is offered at the end",
        ),
        (
            signs.picture,
            FindingKind::Picture,
            "a picture or shape stands in it, which cannot be copied as text: look at the page",
        ),
        (
            signs.list,
            FindingKind::List,
            "its numbers or bullets are Word's and are not copied: look at the page",
        ),
        (
            signs.symbol,
            FindingKind::Symbol,
            "it holds a symbol or an equation that cannot be copied as text: look at the page",
        ),
        (
            signs.struck,
            FindingKind::Struck,
            "words are struck out here, and copied as if they stood: look at the page, and enter what holds",
        ),
        (
            signs.hidden,
            FindingKind::Hidden,
            "words are hidden here, which whoever looks at the page may not see; they were taken along: check them",
        ),
    ];
    all.into_iter().filter(|(is_seen, ..)| *is_seen).map(|(_, kind, message)| (kind, message)).collect()
}

impl Findings {
    pub(super) fn push(&mut self, field: Option<&FieldId>, kind: FindingKind, message: impl Into<String>) {
        let message = message.into();
        self.said += BYTES_A_FINDING + message.len();
        if self.said <= MOST_SAID {
            Arc::make_mut(&mut self.all).push(Finding { field: field.cloned(), kind, message });
        } else if !self.is_full {
            self.is_full = true;
            let message =
                "it is odd in more places than are told here: compare all of it with the page".to_owned();
            Arc::make_mut(&mut self.all).push(Finding { field: None, kind: FindingKind::More, message });
        }
    }

    /// Tells what was seen beside the text of a field, each thing once.
    pub(super) fn push_signs(&mut self, field: &FieldId, signs: &[(FindingKind, &str)]) {
        for (kind, message) in signs {
            if !self.all.iter().any(|told| told.field.as_ref() == Some(field) && told.kind == *kind) {
                self.push(Some(field), *kind, *message);
            }
        }
    }

    /// The same for a field that bears another id by now.
    pub(super) fn rename(&mut self, before: &FieldId, now: &FieldId) {
        let all = Arc::make_mut(&mut self.all).iter_mut();
        for finding in all.filter(|finding| finding.field.as_ref() == Some(before)) {
            finding.field = Some(now.clone());
        }
    }

    /// Tells one finding in place of all of a kind.
    pub(super) fn tell_instead_of(&mut self, of: FindingKind, kind: FindingKind, message: String) {
        let all = Arc::make_mut(&mut self.all);
        all.retain(|finding| finding.kind != of);
        all.insert(0, Finding { field: None, kind, message });
    }
}

impl Deref for Findings {
    type Target = [Finding];

    fn deref(&self) -> &[Finding] {
        &self.all
    }
}

impl<'f> IntoIterator for &'f Findings {
    type Item = &'f Finding;
    type IntoIter = std::slice::Iter<'f, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}
