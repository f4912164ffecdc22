//! The queue: what one person has to enter, in the order in which it can be entered.

use super::{Folder, FormSeen, Piece, State, join};
use crate::{
    form::{FormNumber, Pin},
    template::{TemplateId, folded},
    tracker::TrackerRow,
    word::Written,
};
use jiff::civil::{Date, DateTime};

/// What has no form comes where other work does: nothing else waits for it.
const ORDER_WITHOUT_FORM: u32 = 5;

/// What the queue has to know of a form, which takes reading it.
#[derive(Clone)]
pub struct FormDetail {
    pub template: TemplateId,
    /// Its place in the order of entry after an outage.
    pub order: Option<u32>,
    /// Templates that are entered first for the same child.
    pub after: Vec<TemplateId>,
    /// It tells of danger.
    pub is_urgent: bool,
    pub happened: Option<DateTime>,
    /// The child's, which tells twins apart.
    pub forename: Written,
}

/// One person's queue.
pub struct Queue<'f> {
    /// The children in the order of their most urgent work.
    pub children: Vec<Child<'f>>,
}

/// The work for one child.
pub struct Child<'f> {
    /// Blank where nobody wrote it down, or the record is restricted.
    pub surname: Written,
    pub is_restricted: bool,
    /// In the order of entry.
    pub works: Vec<Work<'f>>,
}

/// One piece of work in its place.
pub struct Work<'f> {
    pub piece: Piece<'f>,
    /// What has to be done before; None: it can be entered now.
    pub waits: Option<Waits>,
    /// How many days ago it was recorded.
    pub days: Option<i32>,
}

/// What a piece of work waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waits {
    /// Another form of the same child.
    Form { title: String, number: Option<FormNumber> },
    /// Somebody else, in the words of the step that it was left at.
    Somebody(String),
}

impl<'f> Queue<'f> {
    /// What is open in a person's folders: their own on the share, and if it is theirs to enter, their secure
    /// place. Of forms without a [`FormDetail`] nothing is known but their rows.
    pub fn of(folders: impl IntoIterator<Item = &'f Folder>, today: Date) -> Self {
        let mut children: Vec<Vec<Piece<'f>>> = Vec::new();
        for piece in folders.into_iter().flat_map(join) {
            if matches!(piece.state, State::Entered | State::Passed)
                || piece.row.is_some_and(|(_, row)| row.is_hidden())
            {
                continue;
            }
            match children.iter_mut().find(|pieces| pieces.iter().any(|other| same_child(other, &piece))) {
                Some(pieces) => pieces.push(piece),
                None => children.push(vec![piece]),
            }
        }
        let mut children: Vec<Child<'f>> =
            children.into_iter().map(|pieces| Child::of(pieces, today)).collect();
        children.sort_by_key(|child| child.works.iter().map(|work| urgency(&work.piece)).min());
        Self { children }
    }

    /// The same without what row or form says is of a restricted record.
    #[must_use]
    pub fn without_restricted(mut self) -> Self {
        for child in &mut self.children {
            child.works.retain(|work| !work.piece.is_restricted());
        }
        self.children.retain(|child| !child.works.is_empty());
        self
    }

    /// How many pieces of work are still to be entered, for how many children, and how many records are saved of which
    /// only the row is still to be stamped.
    pub fn counts(&self) -> (usize, usize, usize) {
        let is_open = |work: &Work<'_>| work.piece.state == State::Open;
        let open = self.works().filter(|(_, work)| is_open(work)).count();
        let children = self.children.iter().filter(|child| child.works.iter().any(is_open)).count();
        (open, children, self.works().count() - open)
    }

    /// All pieces of work, in the order of entry.
    pub fn works(&self) -> impl Iterator<Item = (&Child<'f>, &Work<'f>)> {
        self.children.iter().flat_map(|child| child.works.iter().map(move |work| (child, work)))
    }
}

impl<'f> Child<'f> {
    fn of(mut pieces: Vec<Piece<'f>>, today: Date) -> Self {
        pieces.sort_by_key(urgency);
        let is_restricted = pieces.iter().any(Piece::is_restricted);
        let surname = pieces.iter().map(surname).find(|name| !name.is_blank()).filter(|_| !is_restricted);
        let mut works: Vec<Work<'f>> = Vec::new();
        while !pieces.is_empty() {
            // The first that waits for no other one; if all wait in a circle, the first.
            let at = (0..pieces.len()).find(|at| first_before(&pieces, *at).is_none()).unwrap_or(0);
            let waits = works.iter().rev().find(|done| comes_after(&pieces[at], &done.piece)).map(|done| {
                Waits::Form {
                    title: done.piece.form.map_or_else(String::new, |form| form.title.to_string()),
                    number: done.piece.number(),
                }
            });
            let piece = pieces.remove(at);
            let somebody = piece.form.and_then(|form| form.waits_for.clone());
            let days = recorded(&piece).and_then(|date| today.since(date).ok()).map(|span| span.get_days());
            works.push(Work { waits: somebody.map(Waits::Somebody).or(waits), days, piece });
        }
        Self { surname: surname.unwrap_or_default(), is_restricted, works }
    }
}

/// The first of these that has to be entered before the one at `at`.
fn first_before(pieces: &[Piece<'_>], at: usize) -> Option<usize> {
    (0..pieces.len()).find(|other| *other != at && comes_after(&pieces[at], &pieces[*other]))
}

/// Whether a piece of work is entered after another one, because its template says so. One whose record is saved
/// and only the stamp is missing holds up nothing.
fn comes_after(piece: &Piece<'_>, other: &Piece<'_>) -> bool {
    let detail = |piece: &Piece<'_>| piece.form.and_then(|form| form.detail.clone());
    match (detail(piece), detail(other)) {
        (Some(own), Some(first)) => other.state == State::Open && own.after.contains(&first.template),
        _ => false,
    }
}

/// What is entered first has the least: what tells of danger, then by order, then as it happened.
fn urgency(piece: &Piece<'_>) -> (bool, u32, Option<DateTime>) {
    let detail = piece.form.and_then(|form| form.detail.as_ref());
    let order = detail.and_then(|detail| detail.order).unwrap_or(ORDER_WITHOUT_FORM);
    let happened = detail.and_then(|detail| detail.happened).or_else(|| {
        let (date, time) = piece.row?.1.recorded_at()?;
        Some(date.to_datetime(time.unwrap_or_default()))
    });
    (!detail.is_some_and(|detail| detail.is_urgent), order, happened)
}

fn recorded(piece: &Piece<'_>) -> Option<Date> {
    let of_row = piece.row.and_then(|(_, row)| row.recorded_at()).map(|(date, _)| date);
    of_row.or_else(|| piece.form?.wanted.recorded.map(DateTime::date))
}

/// Whether two pieces of work are for the same child: by PIN, or by surname and birth date. Who cannot be
/// told is a child of their own: it is better asked twice than mixed up.
fn same_child(one: &Piece<'_>, other: &Piece<'_>) -> bool {
    let (a, b) = (Who::of(one), Who::of(other));
    match (&a.pin, &b.pin) {
        (Some(Pin::Issued(_)), Some(Pin::Issued(_))) => a.pin == b.pin,
        _ => a.born.is_some() && a.born == b.born && !a.surname.is_empty() && a.surname == b.surname,
    }
}

/// Whom a piece of work is for.
struct Who {
    pin: Option<Pin>,
    born: Option<Date>,
    surname: String,
}

impl Who {
    fn of(piece: &Piece<'_>) -> Self {
        let row = piece.row.map(|(_, row)| row);
        let form = form_of_child(piece).map(|form| &form.wanted);
        Self {
            pin: form.and_then(|form| form.pin.clone()).or_else(|| row?.pin_or_new()),
            born: form.and_then(|form| form.born).or_else(|| row?.born()),
            surname: folded(surname(piece).expose()),
        }
    }
}

/// What the form says at its top is about one child; of several rows of a form, each says itself whose it is.
fn form_of_child<'f>(piece: &Piece<'f>) -> Option<&'f FormSeen> {
    piece.form.filter(|_| piece.row_of_form.is_none())
}

fn surname(piece: &Piece<'_>) -> Written {
    let of_form = form_of_child(piece).and_then(|FormSeen { wanted, .. }| wanted.surname.clone());
    of_form.or_else(|| piece.row.and_then(|(_, row)| TrackerRow::surname(row))).unwrap_or_default()
}
