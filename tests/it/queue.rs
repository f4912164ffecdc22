use jiff::civil::{Date, date};
use proptest::{collection::vec, prelude::*};
use std::path::PathBuf;
use stopgap::{
    form::Pin,
    overview::{Folder, FormDetail, FormSeen, Progressed, Queue, TrackerSeen, Waits},
    template::TemplateId,
    tracker::{self, Tracker, Wanted},
};

const TODAY: Date = date(2026, 11, 24);

/// A form as `template child day [urgent]`; the child is a PIN, or NEW and a surname.
fn form(drawn: &str) -> FormSeen {
    let words: Vec<&str> = drawn.split(' ').collect();
    let (order, after): (u32, &[&str]) = match words[0] {
        "new-person" => (1, &[]),
        "contact" => (2, &["new-person"]),
        "referral" => (3, &["contact"]),
        "visit" => (4, &["referral"]),
        "closure" => (6, &[]),
        "egg" => (5, &["hen"]),
        "hen" => (5, &["egg", "hen"]),
        _ => (5, &[]),
    };
    let happened = date(2026, 11, words[2].parse().unwrap()).at(9, 0, 0, 0);
    let (pin, surname) = match words[1].strip_prefix("NEW:") {
        Some(surname) => (Some(Pin::New), surname),
        None => (Pin::read(words[1]), "S"),
    };
    FormSeen {
        file: PathBuf::from(drawn),
        title: words[0].into(),
        issue: None,
        wanted: Wanted {
            pin,
            surname: Some(surname.into()),
            born: Some(date(2020, 1, 1)),
            recorded: Some(happened.into()),
            ..Wanted::default()
        },
        is_restricted: words.contains(&"restricted"),
        progress: if words.contains(&"saved") { Progressed::Entered(happened) } else { Progressed::NotBegun },
        waits_for: words.contains(&"left").then(|| "A manager has to authorise it.".to_owned()),
        under_way: None,
        children: Vec::new(),
        detail: Some(Box::new(FormDetail {
            template: TemplateId::new(words[0]),
            order: Some(order),
            after: after.iter().map(|id| TemplateId::new(*id)).collect(),
            is_urgent: words.contains(&"urgent"),
            happened: Some(happened),
            forename: "Alva".into(),
        })),
    }
}

/// A queue, a line for each child: its work in the order of entry, what waits in brackets.
fn drawn(folder: &Folder) -> Vec<String> {
    let queue = Queue::of([folder], TODAY);
    let lines = queue.children.iter().map(|child| {
        let works = child.works.iter().map(|work| {
            let what = work.piece.form.map_or_else(
                || format!("row {}", work.piece.row.unwrap().1.row),
                |form| form.title.to_string(),
            );
            match &work.waits {
                Some(Waits::Form { title, .. }) => format!("{what} (waits for {title})"),
                Some(Waits::Somebody(what_for)) => format!("{what} (waits: {what_for})"),
                None => what,
            }
        });
        works.collect::<Vec<_>>().join(", ")
    });
    lines.collect()
}

#[track_caller]
fn queues(forms: &[&str], expected: &[&str]) {
    let folder = Folder { forms: forms.iter().map(|drawn| form(drawn)).collect(), ..Folder::default() };
    assert_eq!(drawn(&folder), expected);
}

#[test]
fn within_a_child_by_order_and_then_as_it_happened() {
    queues(&["visit 1 5", "note 1 3", "contact 1 9", "note 1 2"], &["contact, visit, note, note"]);
    queues(&["closure 1 1", "note 1 20"], &["note, closure"]);
}

#[test]
fn what_tells_of_danger_comes_first_and_its_child_too() {
    queues(&["contact 1 2", "contact 2 9 urgent"], &["contact", "contact"]);
    let folder = Folder { forms: vec![form("contact 1 2"), form("contact 2 9 urgent")], ..Folder::default() };
    let queue = Queue::of([&folder], TODAY);
    assert_eq!(queue.children[0].works[0].piece.form.unwrap().file, PathBuf::from("contact 2 9 urgent"));
    queues(&["note 1 1", "contact 1 3", "visit 1 2 urgent"], &["visit, contact, note"]);
}

#[test]
fn children_come_by_their_most_urgent_work() {
    queues(&["note 1 1", "contact 2 5", "note 2 2"], &["contact, note", "note"]);
}

#[test]
fn what_a_template_wants_before_it_is_waited_for() {
    queues(
        &["contact NEW:A 3", "new-person NEW:A 4", "referral NEW:A 5"],
        &["new-person, contact (waits for new-person), referral (waits for contact)"],
    );
    // Urgent or not, it cannot be entered before.
    queues(&["contact 1 3 urgent", "new-person 1 4"], &["new-person, contact (waits for new-person)"]);
    // Another child's is nobody's business, and what is saved holds up nothing.
    queues(&["contact 1 3", "new-person 2 4"], &["new-person", "contact"]);
    queues(&["contact 1 3", "new-person 1 4 saved"], &["new-person, contact"]);
}

#[test]
fn what_was_left_waiting_says_for_what() {
    queues(&["referral 1 3 left"], &["referral (waits: A manager has to authorise it.)"]);
}

#[test]
fn the_same_child_is_known_by_pin_or_by_name_and_birth() {
    queues(&["contact 81-23 3", "note 8123 4"], &["contact, note"]);
    queues(&["contact NEW:Sample 3", "note NEW:SAMPLE 4"], &["contact, note"]);
    queues(&["contact NEW:Sample 3", "note NEW:Other 4"], &["contact", "note"]);
    queues(&["contact 1 3", "note 2 4"], &["contact", "note"]);
}

#[test]
fn who_may_be_one_of_several_is_with_the_first() {
    queues(&["contact 1 3", "note 2 4"], &["contact", "note"]);
    // All of them have one surname and birth date, and who is NEW may be either.
    queues(&["contact 1 3", "note 2 4", "note NEW:S 5", "visit 3 6"], &["contact, visit, note", "note"]);
    queues(&["note NEW:S 5", "contact 1 3", "note 2 4"], &["contact, note, note"]);
}

#[test]
fn what_waits_in_a_circle_begins_with_the_first() {
    queues(&["hen 1 2", "egg 1 3"], &["hen, egg (waits for hen)"]);
    queues(&["egg 1 2", "hen 1 3"], &["egg, hen (waits for egg)"]);
    queues(&["hen 1 2", "hen 1 3"], &["hen, hen (waits for hen)"]);
}

/// The queue of these forms by its rules alone, each work looked at beside each other one.
fn by_the_rules(forms: &[FormSeen]) -> Vec<Vec<(&FormSeen, Option<&FormSeen>)>> {
    let detail = |form: &'_ FormSeen| -> (TemplateId, Vec<TemplateId>) {
        let detail = form.detail.as_ref().unwrap();
        (detail.template.clone(), detail.after.clone())
    };
    let is_same = |one: &FormSeen, other: &FormSeen| match (&one.wanted.pin, &other.wanted.pin) {
        (Some(Pin::Issued(_)), Some(Pin::Issued(_))) => one.wanted.pin == other.wanted.pin,
        _ => one.wanted.surname == other.wanted.surname,
    };
    let comes_after = |one: &FormSeen, first: &FormSeen| {
        detail(one).1.contains(&detail(first).0) && !matches!(first.progress, Progressed::Entered(_))
    };
    let urgency = |form: &FormSeen| {
        let detail = form.detail.as_ref().unwrap();
        (!detail.is_urgent, detail.order, detail.happened)
    };
    let mut children: Vec<Vec<&FormSeen>> = Vec::new();
    for form in forms {
        match children.iter_mut().find(|child| child.iter().any(|other| is_same(other, form))) {
            Some(child) => child.push(form),
            None => children.push(vec![form]),
        }
    }
    children.sort_by_key(|child| child.iter().map(|form| urgency(form)).min());
    let mut in_order: Vec<Vec<(&FormSeen, Option<&FormSeen>)>> = Vec::new();
    for mut left in children {
        left.sort_by_key(|form| urgency(form));
        let mut works: Vec<(&FormSeen, Option<&FormSeen>)> = Vec::new();
        while !left.is_empty() {
            let waits = |at: usize| {
                let mut others = left.iter().enumerate().filter(|(other, _)| *other != at);
                others.any(|(_, other)| comes_after(left[at], other))
            };
            let next = left.remove((0..left.len()).find(|at| !waits(*at)).unwrap_or(0));
            let first = works.iter().rev().map(|(done, _)| *done).find(|done| comes_after(next, done));
            works.push((next, first));
        }
        in_order.push(works);
    }
    in_order
}

proptest! {
    #[test]
    fn any_forms_come_by_the_rules(drawn in vec(
        "(new-person|contact|referral|visit|note|egg|hen) (1|2|3|NEW:S|NEW:A|NEW:B) [1-9]( urgent)?( saved)?",
        0..14,
    )) {
        let forms: Vec<FormSeen> = drawn.iter().map(|drawn| form(drawn)).collect();
        let folder = Folder { forms, ..Folder::default() };
        let queue = Queue::of([&folder], TODAY);
        let said: Vec<Vec<_>> = queue.children.iter().map(|child| {
            let works = child.works.iter().map(|work| {
                let waits = work.waits.as_ref().map(|waits| match waits {
                    Waits::Form { title, .. } | Waits::Somebody(title) => title.as_str(),
                });
                (&work.piece.form.unwrap().file, waits)
            });
            works.collect()
        }).collect();
        let wanted: Vec<Vec<_>> = by_the_rules(&folder.forms).into_iter().map(|works| {
            works.into_iter().map(|(form, first)| (&form.file, first.map(|first| &*first.title))).collect()
        }).collect();
        prop_assert_eq!(said, wanted);
    }
}

#[test]
fn rows_without_a_form_are_work_and_hidden_ones_are_not() {
    let work = crate::tracker::drawn::work();
    let noted = tracker::NewRow { number: None, pin: Pin::read("7"), restricted: false, ..work.clone() };
    let hidden = tracker::NewRow { is_hidden: true, ..work };
    let bytes = tracker::add_missing(&tracker::blank("J", "T").unwrap(), &[noted, hidden]).unwrap().0;
    let seen = TrackerSeen { file: "t.docx".into(), tracker: Tracker::read(&bytes).unwrap() };
    let folder = Folder { trackers: vec![seen], forms: vec![form("contact 7 3")], ..Folder::default() };
    // A note in the tracker of another time than the form's is another piece of work.
    assert_eq!(drawn(&folder), ["contact, row 1"]);
    let queue = Queue::of([&folder], TODAY);
    assert_eq!(queue.works().map(|(_, work)| work.days).collect::<Vec<_>>(), [Some(21), Some(8)]);
    assert_eq!(queue.children[0].surname.expose(), "S");
}

#[test]
fn a_restricted_child_is_not_named() {
    let folder = Folder { forms: vec![form("contact 7 3 restricted")], ..Folder::default() };
    let queue = Queue::of([&folder], TODAY);
    assert!(queue.children[0].is_restricted && queue.children[0].surname.is_blank());
}

#[test]
fn a_second_new_form_for_what_looks_like_the_same_child_is_found() {
    use std::path::Path;
    use stopgap::overview::{Alike, NewChild};
    let wanted = Wanted::default();
    let mut folder = Folder { team: "SCNorth".into(), person: "Ann".into(), ..Folder::default() };
    folder.forms = [
        "contact NEW:Sampleson 3",
        "note NEW:Other 4",
        "note NEW:Samplesson 5 restricted",
        "note NEW:Samplesson 6",
    ]
    .map(form)
    .into();
    let work = crate::tracker::drawn::work();
    let row = tracker::NewRow {
        surname: "SAMPLESSON".into(),
        born: Some(date(2020, 1, 1)),
        restricted: false,
        number: None,
        ..work
    };
    let bytes = tracker::add(&tracker::blank("Ann", "SCNorth").unwrap(), &row).unwrap().0;
    folder.trackers = vec![TrackerSeen { file: "t.docx".into(), tracker: Tracker::read(&bytes).unwrap() }];
    let child = |forename| NewChild {
        surname: "Samplesson",
        forename,
        born: Some(date(2020, 1, 1)),
        form: Path::new("own.docx"),
        issue: None,
        wanted: &wanted,
    };
    let drawn = |alike: &Alike| {
        let file = alike.form.as_ref().or(alike.row.as_ref().map(|(tracker, _)| tracker)).unwrap().display();
        format!("{file} of {}{}", alike.person, if alike.is_same { ", the same" } else { "" })
    };
    let found: Vec<String> = child("Bea").alike_in([&folder]).iter().map(drawn).collect();
    assert_eq!(found, ["t.docx of Ann", "contact NEW:Sampleson 3 of Ann", "note NEW:Samplesson 6 of Ann"]);
    // A twin has another forename.
    let found: Vec<String> = child("ALVA").alike_in([&folder]).iter().map(drawn).collect();
    assert_eq!(found[2], "note NEW:Samplesson 6 of Ann, the same");
}
