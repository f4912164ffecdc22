//! Whatever a person and a desk do: what must never happen does not.

use super::{ABLE, ALL_KINDS, KINDS_RECORDS, NOW, Person, filled, records_of};
use proptest::{prelude::*, strategy::ValueTree};
use std::{collections::BTreeSet, fmt::Write as _, time::Duration};
use stopgap::{
    form::CompletedForm,
    reentry::{
        Advance, Child, Ending, Entry, Event, Heard, Input, Items, Key, Planning, Progress, SkipReason,
        StepKind, StepState, Want, entries, plan,
    },
    template::Pack,
};

/// What happens, and how many milliseconds after what happened before.
#[derive(Debug, Clone)]
enum Happens {
    Says(Input),
    /// The answer that goes on, whatever is asked.
    Answers,
    Pastes,
    /// A paste of an older text.
    PastesOld,
    Replaces,
    Clears,
    Refuses,
    Presses(Key),
    Wakes,
}

fn happens() -> impl Strategy<Value = (Happens, u64)> {
    use Happens::{Answers, Clears, Pastes, PastesOld, Presses, Refuses, Replaces, Says, Wakes};
    let skip = |reason| Just(Says(Input::Skip(reason, Items::Unsaid)));
    // Somebody who means to get to the end, at a desk where much goes wrong.
    let what = prop_oneof![
        20 => Just(Answers),
        6 => Just(Says(Input::Next)),
        6 => Just(Pastes),
        4 => Just(Wakes),
        2 => Just(PastesOld),
        2 => Just(Replaces),
        1 => Just(Clears),
        1 => Just(Refuses),
        1 => prop_oneof![Just(Presses(Key::Next)), Just(Presses(Key::Back))],
        2 => Just(Says(Input::Yes)),
        2 => Just(Says(Input::Back)),
        1 => prop_oneof![skip(None), skip(Some(SkipReason::Later)), skip(Some(SkipReason::NoSuchBox))],
        1 => Just(Says(Input::Skip(Some(SkipReason::NotKnown), Items::These(vec![2])))),
        1 => Just(Says(Input::Copy)),
        1 => Just(Says(Input::Gone)),
        1 => Just(Says(Input::No)),
        1 => Just(Says(Input::Jump("e".into()))),
        1 => prop_oneof![Just("What Nan said"), Just("What Nan s")].prop_map(|found| Says(Input::Shown(found.into()))),
        1 => Just(Says(Input::Text("1".into()))),
        1 => Just(Says(Input::Text("8123466".into()))),
        1 => Just(Says(Input::Text("Nobody could say".into()))),
    ];
    let after = prop_oneof![
        10 => Just(0),
        10 => 1_u64..200,
        10 => 200_u64..800,
        20 => 1000_u64..8000,
        1 => Just(700_000),
    ];
    (what, after)
}

/// What somebody answers who goes on from step to step.
fn onwards(person: &Person) -> Input {
    match person.session.want() {
        Want::Child { child, .. } if child.pin.is_none() => Input::Text("10/06/2019".into()),
        Want::Child { .. } => Input::Text("8123477".into()),
        Want::Text { .. } => Input::Text("8123477".into()),
        Want::Reason { .. } | Want::Blanks => Input::Text("k".into()),
        Want::Key(_) => Input::Next,
        Want::Which => Input::Text("1".into()),
        Want::Live
        | Want::Care { .. }
        | Want::Sure { .. }
        | Want::Gone { .. }
        | Want::Confirm
        | Want::Done(_) => Input::Yes,
    }
}

fn happen(person: &mut Person, what: &Happens, after: u64) {
    person.after(after);
    let offer = person.session.offer().map(|offer| offer.number);
    let heard = match (what, offer) {
        (Happens::Says(input), _) => return drop(person.input(input.clone())),
        (Happens::Answers, _) => {
            let input = onwards(person);
            return drop(person.input(input));
        }
        (Happens::Wakes, _) => return drop(person.wakes()),
        (Happens::Presses(key), _) => Heard::Key(*key),
        (Happens::Pastes, Some(offer)) => Heard::Pasted(offer),
        (Happens::PastesOld, Some(offer)) => Heard::Pasted(offer.saturating_sub(1)),
        (Happens::Replaces, Some(offer)) => Heard::Replaced(offer),
        (Happens::Clears, Some(offer)) => Heard::Cleared(offer),
        (Happens::Refuses, Some(offer)) => Heard::Refused { offer, by: None },
        (_, None) => return,
    };
    drop(person.hear(heard));
}

fn advance() -> impl Strategy<Value = Advance> {
    prop_oneof![Just(Advance::Told), Just(Advance::Key), Just(Advance::Paste)]
}

fn person(advance: Advance) -> Person {
    Person::at_records(&ALL_KINDS, KINDS_RECORDS.clone(), Progress::default(), ABLE, advance)
}

/// A whole sitting: many things happen, and somebody who goes on gets far.
fn a_sitting() -> impl Strategy<Value = (Advance, Vec<(Happens, u64)>)> {
    (advance(), prop::collection::vec(happens(), 0..160))
}

/// All entries of a session as its file would hold them.
fn lines(person: &Person) -> String {
    person.session.progress().fresh().iter().map(Entry::line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// What is on offer is the text of the box that is shown, and of no other; and while something else is
    /// asked, or somebody has to say yes first, nothing is.
    #[test]
    fn no_answer_is_offered_for_another_steps_box((advance, events) in a_sitting()) {
        let mut person = person(advance);
        for (what, after) in &events {
            happen(&mut person, what, *after);
            let at_hand = match person.session.want() {
                Want::Key(card) => match card.step().map(|step| &step.kind) {
                    Some(StepKind::Paste(paste)) => Some(paste.parts[card.part - 1].clone()),
                    Some(StepKind::Attach { file }) => Some(file.clone()),
                    _ => None,
                },
                _ => None,
            };
            match person.session.offer() {
                Some(offer) => {
                    let (text, at_hand) = (offer.goods.text().expose(), at_hand.unwrap_or_default());
                    // What a box had cut off is the end of its own text.
                    let is_rest = person.session.rest().is_some() && at_hand.expose().ends_with(text);
                    prop_assert!(is_rest || text == at_hand.expose());
                    prop_assert!(person.session.is_proved());
                }
                None => prop_assert!(at_hand.is_none() || person.session.pause().is_some()),
            }
        }
    }

    /// A step that is not shown any more was entered or skipped, was gone back or jumped from, or its page was
    /// lost: nothing is passed over without a record. And `Entered` is not made unless everything was entered
    /// or excused, and the person said that the record is saved.
    #[test]
    fn nothing_is_passed_over_without_a_record((advance, events) in a_sitting()) {
        let mut person = person(advance);
        let key = person.session.here().key.clone();
        for (what, after) in &events {
            let before = match person.session.want() {
                Want::Key(card) if card.part == card.steps[0].parts() => {
                    card.steps.iter().map(|step| step.id.clone()).collect()
                }
                _ => Vec::new(),
            };
            let (at, _) = person.session.position();
            let had = person.session.progress().fresh().len();
            happen(&mut person, what, *after);
            let (now, _) = person.session.position();
            let goes_on = matches!(what, Happens::Says(Input::Next) | Happens::Answers | Happens::Wakes | Happens::Pastes);
            if goes_on && now > at && person.session.is_proved() {
                for step in before {
                    prop_assert!(person.session.progress().state(&step).is_some(), "{} has no record", step);
                }
            }
            prop_assert!(person.session.progress().fresh().len() >= had);
        }
        let is_saved = matches!(person.session.want(), Want::Done(Ending::Saved));
        prop_assert_eq!(person.session.entered(&key).is_some(), is_saved);
        if is_saved {
            for step in &person.session.here().steps {
                let state = person.session.progress().state(&step.id);
                let is_excused = matches!(state, Some(StepState::Skipped(reason)) if reason.is_excuse());
                prop_assert!(is_excused || state == Some(StepState::Entered), "{} was not entered", step.id);
            }
            prop_assert!(person.session.blanks().is_empty());
        }
    }

    /// A text is not replaced before its paste has settled, and goes on by itself only after a paste of it.
    #[test]
    fn a_text_is_not_taken_away_from_under_a_paste((advance, events) in a_sitting()) {
        let mut person = person(advance);
        let mut read: Option<(u64, Duration)> = None;
        for (what, after) in &events {
            let offer = person.session.offer().map(|offer| offer.number);
            let was_moving = person.session.is_moving();
            happen(&mut person, what, *after);
            let now = person.session.offer().map(|offer| offer.number);
            let goes_on = matches!(what, Happens::Wakes | Happens::Pastes);
            if let (true, Some(before), true) = (goes_on, offer, now != offer && person.session.is_proved()) {
                let settled = read.filter(|(of, _)| *of == before).map(|(_, at)| person.running.saturating_sub(at));
                let least = Duration::from_millis(if was_moving { 150 } else { 400 });
                prop_assert!(advance != Advance::Told);
                prop_assert!(settled.is_none_or(|settled| settled >= least), "after {:?}", settled);
                prop_assert!(was_moving || settled.is_some(), "it went on without a paste");
            }
            if let (Happens::Pastes, true) = (what, offer == now) {
                read = offer.map(|offer| (offer, person.running));
            }
        }
    }

    /// What its file says is how far it is; and a file that was torn anywhere says how far it was then.
    #[test]
    fn the_file_says_how_far_it_is((advance, events) in a_sitting(), torn in 0.0..1.0_f64) {
        let mut person = person(advance);
        for (what, after) in &events {
            happen(&mut person, what, *after);
        }
        let text = lines(&person);
        let (read, whole) = entries(text.as_bytes()).unwrap();
        prop_assert_eq!(whole, text.len());
        let again = Progress::of(&read);
        for step in &person.session.here().steps {
            prop_assert_eq!(again.state(&step.id), person.session.progress().state(&step.id));
            prop_assert_eq!(again.copied(&step.id), person.session.progress().copied(&step.id));
        }
        prop_assert_eq!(again.unsaved(), person.session.progress().unsaved());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a text")]
        let at = (text.len() as f64 * torn) as usize;
        let (first, whole) = entries(&text.as_bytes()[..at]).unwrap();
        prop_assert!(whole <= at && first[..] == read[..first.len()]);
    }

    /// Stopped anywhere and taken up again, no step comes again that was done, and a text that was copied before
    /// is not shown as new.
    #[test]
    fn taken_up_again_it_goes_on_where_it_was((advance, events) in a_sitting()) {
        let mut first = person(advance);
        for (what, after) in &events {
            happen(&mut first, what, *after);
        }
        let kept = Progress::of(&entries(lines(&first).as_bytes()).unwrap().0);
        let mut second = Person::with(&ALL_KINDS, kept.clone(), ABLE, advance);
        let mut seen = BTreeSet::new();
        for _ in 0..60 {
            if let (Want::Key(card), true) = (second.session.want(), seen.insert(second.session.position().0)) {
                let open = card.steps.iter().any(|step| {
                    matches!(kept.state(&step.id), None | Some(StepState::Skipped(SkipReason::Later)))
                });
                prop_assert!(open, "{} comes again", card.steps[0].id);
                let copied = card.step().and_then(|step| kept.copied(&step.id)).filter(|(_, part)| *part == card.part);
                let is_new = card.step().is_some_and(|step| kept.state(&step.id).is_none());
                prop_assert_eq!(second.session.copied_before().is_some(), copied.is_some() && is_new);
            }
            let input = onwards(&second);
            second.after(10_000).input(input);
            second.after(1000).wakes();
        }
        let saved = matches!(second.session.want(), Want::Done(Ending::Saved | Ending::Later));
        prop_assert!(saved, "{} is not the end", second.shown());
    }

    /// Whatever was done: what would come again with a lost page was entered and not saved since, and
    /// once the page is gone none of it counts as done.
    #[test]
    fn what_is_gone_with_the_page_comes_again((advance, events) in a_sitting()) {
        let mut person = person(advance);
        for (what, after) in &events {
            happen(&mut person, what, *after);
        }
        let unsaved: Vec<_> = {
            let ids = person.session.progress().unsaved();
            person.session.here().steps.iter().filter(|step| ids.contains(step.id.as_str())).map(|step| step.id.clone()).collect()
        };
        person.after(10_000).input(Input::Gone);
        if matches!(person.session.want(), Want::Gone { .. }) {
            person.input(Input::Yes);
            prop_assert_eq!(person.session.unsaved(), 0);
            prop_assert!(unsaved.iter().all(|id| person.session.progress().state(id).is_none()));
        }
    }

    /// A line that is typed at the question for a PIN becomes one only if it looks like one, and only
    /// after a yes.
    #[test]
    fn no_key_and_no_stray_line_becomes_a_pin(line in prop_oneof!["[a-z0-9 /-]{0,6}", ".{0,30}"]) {
        let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477", ""]);
        person.say(&line);
        prop_assert!(person.session.learned().is_empty());
        if matches!(person.session.want(), Want::Sure { .. }) {
            prop_assert!(line.chars().any(|c| c.is_ascii_digit()));
            person.input(Input::Yes);
            prop_assert_eq!(person.session.learned()[0].given.expose(), line.trim());
        }
    }

    /// Nothing that is typed at the question for the child proves it, but the child's own PIN or birth date.
    #[test]
    fn nothing_else_proves_the_child(line in prop_oneof!["[0-9]{5,8}", "[0-9/ A-Z]{0,14}", ".{0,30}"], copied: bool) {
        let mut person = Person::at(&ALL_KINDS).walk(&["y"]);
        let input = if copied { Input::Shown(line.as_str().into()) } else { Input::parse(&person.session.want(), &line) };
        person.event(Event::Input(input));
        if person.session.is_proved() {
            let bare: String = line.chars().filter(char::is_ascii_digit).collect();
            prop_assert!(bare.contains("8123477") || bare.contains("1204"), "{line}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Whatever is entered again, and however often: no two steps of a plan have one id.
    #[test]
    fn no_two_steps_have_one_id(
        again in prop::collection::vec((0..3_usize, 0..2_usize, 0..3_usize), 1..12),
        told in prop::collection::vec((0..2_usize, 0..2_usize), 0..4),
    ) {
        let mut yaml = REPEATS.to_owned();
        for screen in 0..2 {
            writeln!(yaml, "  - screen: Screen {screen}\n    fields: [t").unwrap();
            for (field, into, _) in again.iter().filter(|(.., on)| *on == screen) {
                writeln!(yaml, "      , {{ field: {}, into: Box {into} }}", ["a", "b", "t"][*field]).unwrap();
            }
            yaml.push_str("    ]\n    then:\n      - tell: Look.\n");
            for (_, what) in told.iter().filter(|(on, _)| *on == screen) {
                writeln!(yaml, "      - tell: Look{}.", ["", " twice"][*what]).unwrap();
            }
        }
        let yaml = yaml.replacen("fields: [t\n", "fields: [a, b, t, files\n", 1).replacen("fields: [t\n", "fields: [{ field: files, into: Files }, { field: t, into: Rows }\n", 1);
        let form = filled(&yaml, &["a=said", "b=said", "t[1].c=said", "t[2].c=said", "files[1].file=letter.pdf"]);
        let ids: Vec<String> = steps(&form).iter().map(|step| step.id.to_string()).collect();
        let distinct: BTreeSet<&String> = ids.iter().collect();
        prop_assert_eq!(distinct.len(), ids.len(), "{:?}", ids);
    }
}

const REPEATS: &str = "template: two
revision: 1
title: Two
system: LCS
nature: Two
sections:
  - title: All
    screen: All
    fields:
      - { id: a, label: A, type: text }
      - { id: b, label: B, type: text }
      - { id: t, label: T, type: table, columns: [{ id: c, label: C, type: text }] }
      - { id: files, label: Files, type: table, attach: file, columns: [{ id: file, label: File, type: text }] }
entry:
";

fn steps(form: &CompletedForm) -> Vec<stopgap::reentry::Step> {
    plan(form, &Planning { now: NOW, ..Planning::default() })
}

#[test]
fn a_child_and_its_steps_are_those_of_the_form() {
    let records = records_of(&ALL_KINDS);
    assert_eq!(records.len(), 1);
    assert!(records[0].child.is(&Child::of(&ALL_KINDS)));
    assert!(Pack::embedded().templates().len() > 20);
}

/// The cases above are of use only if they get somewhere.
#[test]
fn many_of_the_sittings_get_to_the_end() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut saved, mut pasted) = (0, 0);
    for _ in 0..200 {
        let (advance, events) = a_sitting().new_tree(&mut runner).unwrap().current();
        let mut person = person(advance);
        for (what, after) in &events {
            happen(&mut person, what, *after);
        }
        saved += usize::from(person.shown() == "done Saved");
        let deeds = person.session.progress().fresh();
        pasted +=
            deeds.iter().filter(|entry| matches!(entry.deed, stopgap::reentry::Deed::Pasted { .. })).count();
    }
    assert!(saved > 20 && pasted > 200, "{saved} were saved, {pasted} texts were pasted");
}
