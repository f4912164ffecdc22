//! The queue: what one person has to enter, in the order in which it can be entered.

use super::{Folder, FormSeen, Piece, State, join};
use crate::{
    form::FormNumber,
    template::{TemplateId, folded},
    tracker::TrackerRow,
    word::Written,
};
use jiff::civil::{Date, DateTime};
use std::collections::{HashMap, VecDeque};

/// What has no form comes where other work does: nothing else waits for it.
const ORDER_WITHOUT_FORM: u32 = 5;

/// What the queue has to know of a form, which takes reading it.
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
        let mut known = KnownChildren::default();
        for piece in folders.into_iter().flat_map(join) {
            if matches!(piece.state, State::Entered | State::Passed)
                || piece.row.is_some_and(|(_, row)| row.is_hidden())
            {
                continue;
            }
            let who = Who::of(&piece);
            let at = known.find(&who).unwrap_or(children.len());
            if at == children.len() {
                children.push(Vec::new());
            }
            children[at].push(piece);
            known.note(who, at);
        }
        let mut children: Vec<Child<'f>> =
            children.into_iter().map(|pieces| Child::of(pieces, today)).collect();
        children.sort_by_cached_key(|child| child.works.iter().map(|work| urgency(&work.piece)).min());
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
        pieces.sort_by_cached_key(urgency);
        let is_restricted = pieces.iter().any(Piece::is_restricted);
        let surname = pieces.iter().map(surname).find(|name| !name.is_blank()).filter(|_| !is_restricted);
        let mut works: Vec<Work<'f>> = Vec::new();
        // The last work of each template that others wait for.
        let mut last: HashMap<&TemplateId, usize> = HashMap::new();
        for piece in in_order(pieces) {
            let first = after(&piece).iter().filter_map(|template| last.get(template)).max();
            let waits = first.map(|first| &works[*first].piece).map(|first| Waits::Form {
                title: first.form.map_or_else(String::new, |form| form.title.to_string()),
                number: first.number(),
            });
            if let Some(template) = holds_up(&piece) {
                last.insert(template, works.len());
            }
            let somebody = piece.form.and_then(|form| form.waits_for.clone());
            let days = recorded(&piece).and_then(|date| today.since(date).ok()).map(|span| span.get_days());
            works.push(Work { waits: somebody.map(Waits::Somebody).or(waits), days, piece });
        }
        Self { surname: surname.unwrap_or_default(), is_restricted, works }
    }
}

/// What decides when a piece of work can be entered: the template that it holds up others by, and those it waits for.
type Ties<'f> = (Option<&'f TemplateId>, &'f [TemplateId]);

/// The pieces in the order of entry: each time the first that waits for no other one; if all wait in a circle, the
/// first.
fn in_order(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    // What has the same ties stands in one line, each with its place among all.
    let mut lines: HashMap<Ties<'_>, VecDeque<(usize, Piece<'_>)>> = HashMap::new();
    // So many that hold up others are still to come.
    let mut to_come: HashMap<&TemplateId, usize> = HashMap::new();
    for (at, piece) in pieces.into_iter().enumerate() {
        if let Some(template) = holds_up(&piece) {
            *to_come.entry(template).or_default() += 1;
        }
        lines.entry((holds_up(&piece), after(&piece))).or_default().push_back((at, piece));
    }
    let mut ordered = Vec::new();
    loop {
        let waits = |(own, after): &Ties<'_>| {
            after.iter().any(|template| {
                // Not for itself.
                to_come.get(template).is_some_and(|all| *all > usize::from(*own == Some(template)))
            })
        };
        let first = lines
            .iter_mut()
            .filter_map(|(ties, line)| Some((waits(ties), line.front()?.0, ties.0, line)))
            .min_by_key(|(waits, at, ..)| (*waits, *at));
        let Some((_, _, own, line)) = first else { return ordered };
        ordered.extend(line.pop_front().map(|(_, piece)| piece));
        if let Some(left) = own.and_then(|template| to_come.get_mut(template)) {
            *left -= 1;
        }
    }
}

/// The templates that are entered before a piece of work, because its own says so.
fn after<'f>(piece: &Piece<'f>) -> &'f [TemplateId] {
    detail(piece).map_or(&[], |detail| &detail.after)
}

/// The template of a piece of work for which others may wait. One whose record is saved and only the stamp is missing
/// holds up nothing.
fn holds_up<'f>(piece: &Piece<'f>) -> Option<&'f TemplateId> {
    detail(piece).filter(|_| piece.state == State::Open).map(|detail| &detail.template)
}

fn detail<'f>(piece: &Piece<'f>) -> Option<&'f FormDetail> {
    piece.form.and_then(|form| form.detail.as_deref())
}

/// What is entered first has the least: what tells of danger, then by order, then as it happened.
fn urgency(piece: &Piece<'_>) -> (bool, u32, Option<DateTime>) {
    let detail = detail(piece);
    let order = detail.and_then(|detail| detail.order).unwrap_or(ORDER_WITHOUT_FORM);
    let happened = detail.and_then(|detail| detail.happened).or_else(|| {
        let (date, time) = piece.row?.1.recorded_at()?;
        Some(date.to_datetime(time.unwrap_or_default()))
    });
    (!detail.is_some_and(|detail| detail.is_urgent), order, happened)
}

fn recorded(piece: &Piece<'_>) -> Option<Date> {
    let of_row = piece.row.and_then(|(_, row)| row.recorded_at()).map(|(date, _)| date);
    of_row.or_else(|| piece.form?.wanted.recorded.map(|recorded| recorded.day))
}

/// Whom a piece of work is for, as far as it says so.
struct Who {
    /// The key of a PIN that was issued.
    pin: Option<String>,
    /// Surname and birth date.
    name: Option<(String, Date)>,
}

impl Who {
    fn of(piece: &Piece<'_>) -> Self {
        let row = piece.row.map(|(_, row)| row);
        let form = form_of_child(piece).map(|form| &form.wanted);
        let pin = form.and_then(|form| form.pin.clone()).or_else(|| row?.pin_or_new());
        let born = form.and_then(|form| form.born).or_else(|| row?.born());
        let surname = Some(folded(surname(piece).expose())).filter(|surname| !surname.is_empty());
        Self { pin: pin.and_then(|pin| pin.key()), name: surname.zip(born) }
    }
}

/// The children of a queue by what was said of them, each with its place: the first where several may be meant.
///
/// Two pieces of work are for the same child by PIN where both have one, else by surname and birth date. Who cannot
/// be told is a child of their own: it is better asked twice than mixed up.
#[derive(Default)]
struct KnownChildren {
    pins: HashMap<String, usize>,
    names: HashMap<(String, Date), usize>,
    /// Of work that says no PIN.
    without_pin: HashMap<(String, Date), usize>,
}

impl KnownChildren {
    fn find(&self, who: &Who) -> Option<usize> {
        let Who { pin: Some(pin), name } = who else { return self.names.get(who.name.as_ref()?).copied() };
        let by_name = name.as_ref().and_then(|name| self.without_pin.get(name));
        self.pins.get(pin).into_iter().chain(by_name).min().copied()
    }

    fn note(&mut self, Who { pin, name }: Who, at: usize) {
        let note = |first: &mut usize| *first = at.min(*first);
        if let Some(name) = &name {
            self.names.entry(name.clone()).and_modify(note).or_insert(at);
        }
        match (pin, name) {
            (Some(pin), _) => _ = self.pins.entry(pin).and_modify(note).or_insert(at),
            (None, Some(name)) => _ = self.without_pin.entry(name).and_modify(note).or_insert(at),
            (None, None) => {}
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
