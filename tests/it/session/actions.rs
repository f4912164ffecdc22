//! How much a person does in stopgap for each answer that they paste.

use super::{ABLE, NOW, Person, awkward, texts::onwards};
use std::{fs, path::Path};
use stopgap::{
    form::CompletedForm,
    reentry::{Addresses, Advance, Planning, Progress, Task, Want, parts::thousands, records},
    template::Pack,
};

/// What was done in one sitting.
#[derive(Default, Clone, Copy)]
struct Count {
    /// Texts that were pasted: parts count, as each is copied and pasted by hand, too.
    pasted: usize,
    /// What the person did in stopgap at the steps of those texts: keys and yes.
    at_pastes: usize,
    /// All that the person did in stopgap: checks, cards, save points and the confirmation, too.
    all: usize,
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.pasted += other.pasted;
        self.at_pastes += other.at_pastes;
        self.all += other.all;
    }
}

/// A whole sitting of a person who pastes everything and knows what to do.
fn sitting(form: &CompletedForm, advance: Advance) -> Count {
    let planning = Planning { now: NOW, ..Planning::default() };
    let task = Task {
        system: "LCS".into(),
        records: records(form, &planning, &[]).unwrap().0,
        blanks: Vec::new(),
        noted_pins: Vec::new(),
        addresses: Addresses::default(),
        abilities: ABLE,
        advance,
    };
    let mut person = Person::at_task(task, Progress::default());
    let mut count = Count::default();
    let mut pasted = 0;
    while !person.shown().starts_with("done") {
        person.after(3000);
        let kind = match person.session.want() {
            Want::Key(card) => card.step().map(|step| step.kind.name()),
            Want::Care { step } => Some(step.kind.name()),
            _ => None,
        };
        let is_paste = kind == Some("paste");
        if let Some(offer) = person.session.offer().map(|offer| offer.number).filter(|offer| *offer != pasted)
        {
            pasted = offer;
            let moves = person.session.moves_by_paste();
            person.pastes();
            count.pasted += usize::from(is_paste);
            if moves {
                person.after(400).wakes();
                continue;
            }
            person.after(1000);
        }
        let input = onwards(&person);
        person.input(input);
        count.all += 1;
        count.at_pastes += usize::from(is_paste);
    }
    assert_eq!(person.shown(), "done Saved");
    count
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn per_paste(actions: usize, count: Count) -> f64 {
    actions as f64 / count.pasted as f64
}

#[test]
fn no_more_than_1_2_actions_for_a_pasted_answer() {
    let pack = Pack::embedded();
    let (mut by_key, mut by_paste) = (Count::default(), Count::default());
    for definition in pack.templates() {
        let form = awkward::form(&pack, definition);
        by_key += sitting(&form, Advance::Key);
        by_paste += sitting(&form, Advance::Paste);
    }
    assert_eq!(by_key.pasted, by_paste.pasted);
    assert!(per_paste(by_key.at_pastes, by_key) <= 1.2);
    assert!(per_paste(by_paste.all, by_paste) <= 1.2);
    // The figures in the guide are these.
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/re-entry.md")).unwrap();
    for (name, count) in [("by key", by_key), ("by paste", by_paste)] {
        let row = format!(
            "| {name} | {} | {} | {:.2} | {} | {:.2} |",
            thousands(count.pasted),
            thousands(count.at_pastes),
            per_paste(count.at_pastes, count),
            thousands(count.all),
            per_paste(count.all, count)
        );
        assert!(guide.contains(&row), "docs/re-entry.md should say: {row}");
    }
}
