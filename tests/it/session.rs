use jiff::{
    ToSpan,
    civil::{DateTime, datetime},
};
use proptest::prelude::*;
use std::sync::LazyLock;
use stopgap::{
    form::{self, Answers, CompletedForm, Issue},
    reentry::{ChildCheck, Ending, Input, Progress, Session, StepKind, Want, plan},
    template::Pack,
};

const NOW: DateTime = datetime(2026, 11, 22, 17, 0, 0, 0);
const ANSWERS: [&str; 9] = [
    "pin=NEW",
    "child_surname=Samplesson",
    "child_dob=10/06/2019",
    "received_at=16/11/2026 17:10",
    "contact_name=Mr Example",
    "consent=GIVEN",
    "children[1].surname=Samplesson",
    "children[2].surname=Inventson",
    "outcome=NEW_REFERRAL",
];

/// Making it takes longer than a session, and there are hundreds of sessions.
static FORM: LazyLock<CompletedForm> = LazyLock::new(completed);

fn completed() -> CompletedForm {
    let pack = Pack::embedded();
    let definition = pack.template("contact").unwrap();
    let mut answers = Answers::default();
    for answer in ANSWERS {
        answers.set(definition, answer).unwrap();
    }
    let long = "A sentence of a long account. ".repeat(200);
    answers.set(definition, &format!("reason={long}")).unwrap();
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    form::read(&form::fill(&blank, definition, &answers).unwrap(), &pack, NOW.date()).unwrap()
}

fn session(form: &CompletedForm, progress: Progress) -> Session {
    Session::new("LCS", plan(form, None, NOW), ChildCheck::new(form), progress)
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        6 => Just(Input::Next),
        2 => Just(Input::Yes),
        1 => Just(Input::Back),
        1 => Just(Input::Skip),
        1 => Just(Input::Copy),
        1 => Just(Input::Print),
        1 => Just(Input::Lost),
        1 => Just(Input::No),
        1 => Just(Input::Text("l".into())),
        1 => Just(Input::Text("k".into())),
        1 => Just(Input::Text("8123499".into())),
        1 => Just(Input::Text("https://lcs.example.gov.uk".into())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever a person does: what is on offer is the text of the step at hand and of no other, and
    /// nothing else is ever on offer.
    #[test]
    fn only_the_text_of_the_step_at_hand_is_on_offer(inputs in prop::collection::vec(input(), 0..150)) {
        let form = &*FORM;
        let mut session = session(form, Progress::new(form));
        for input in inputs {
            let on_offer = session.offer().map(|offer| offer.text.clone());
            let at_hand = match session.want() {
                Want::Key { step, part } => match &step.kind {
                    StepKind::Paste { parts, .. } => Some(parts[part - 1].clone()),
                    StepKind::Attach { file } => Some(file.clone()),
                    _ => None,
                },
                _ => None,
            };
            prop_assert_eq!(on_offer, at_hand);
            session.answer(input, NOW);
        }
    }

    /// There is no proof of entry unless the person confirmed that the record is saved, and by then each
    /// step was entered or skipped with a record.
    #[test]
    fn nothing_is_entered_without_a_record_of_each_step(inputs in prop::collection::vec(input(), 0..150)) {
        let form = &*FORM;
        let mut session = session(form, Progress::new(form));
        for input in inputs {
            session.answer(input, NOW);
        }
        let saved = matches!(session.want(), Want::Done(Ending::Saved));
        prop_assert_eq!(session.entered().is_some(), saved);
        if saved {
            for step in plan(form, None, NOW) {
                prop_assert!(session.progress().state(&step.id).is_some(), "{} has no record", step.id);
            }
        }
    }

    /// Stopped anywhere and taken up again, a session offers no step again that was entered.
    #[test]
    fn taken_up_again_it_goes_on_where_it_was(steps in 0_usize..25) {
        let form = &*FORM;
        let mut first = session(form, Progress::new(form));
        first.answer(Input::Yes, NOW);
        first.answer(Input::Yes, NOW);
        for _ in 0..steps {
            let input = if matches!(first.want(), Want::Text { .. }) { Input::Text("8123499".into()) } else { Input::Next };
            first.answer(input, NOW);
        }
        let kept = Progress::parse(&first.progress().text()).unwrap();
        let mut second = session(form, kept.clone());
        second.answer(Input::Yes, NOW);
        second.answer(Input::Yes, NOW);
        if let Want::Key { step, .. } | Want::Text { step } = second.want() {
            prop_assert_eq!(kept.state(&step.id), None);
        }
    }
}

#[test]
fn every_answer_is_offered_whole_and_once() {
    let form = &*FORM;
    let mut session = session(form, Progress::new(form));
    session.answer(Input::Yes, NOW);
    session.answer(Input::Yes, NOW);
    let mut offered = String::new();
    while !matches!(session.want(), Want::Confirm) {
        offered.push_str(session.offer().map_or("", |offer| offer.text.expose()));
        let input = if matches!(session.want(), Want::Text { .. }) {
            Input::Text("8123499".into())
        } else {
            Input::Next
        };
        session.answer(input, NOW);
    }
    assert_eq!(offered.matches(form.text("reason").trim()).count(), 1);
    assert_eq!(offered.matches("Mr Example").count(), 1);
    assert_eq!(offered.matches("Inventson").count(), 1);
}

#[test]
fn what_is_left_for_later_keeps_it_from_being_entered() {
    let form = &*FORM;
    let mut session = session(form, Progress::new(form));
    session.answer(Input::Yes, NOW);
    session.answer(Input::Yes, NOW);
    for _ in 0..100 {
        match session.want() {
            Want::Reason { .. } => session.answer(Input::Text("l".into()), NOW),
            _ => session.answer(Input::Skip, NOW),
        }
    }
    assert!(matches!(session.want(), Want::Done(Ending::Later)));
    assert!(session.entered().is_none());
}

/// Two screens with a save point each, and a table between them.
const TWO_SAVES: &str = "template: two
revision: 1
title: Two
system: LCS
nature: Two
sections:
  - title: First
    screen: First
    fields:
      - { id: a, label: A, type: text }
    then:
      - save-point: Save the first.
  - title: Second
    screen: Second
    fields:
      - { id: b, label: B, type: text }
      - { id: c, label: C, type: text }
      - { id: d, label: D, type: text }
    then:
      - save-point: Save the second.
";

/// Goes through the steps until the last, with these inputs, and gives the boxes in the order of their steps.
fn boxes_come_as(inputs: &[Input]) -> (Vec<String>, String) {
    let pack = Pack::read(vec![("two.yaml".to_owned(), TWO_SAVES.to_owned())]).unwrap();
    let definition = pack.template("two").unwrap();
    let mut answers = Answers::default();
    for id in ["a", "b", "c", "d"] {
        answers.set(definition, &format!("{id}=said")).unwrap();
    }
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    let form = form::read(&form::fill(&blank, definition, &answers).unwrap(), &pack, NOW.date()).unwrap();
    let mut session = session(&form, Progress::new(&form));
    session.answer(Input::Yes, NOW);
    session.answer(Input::Yes, NOW);
    let mut boxes = Vec::new();
    let mut said = String::new();
    for (seconds, input) in inputs.iter().enumerate() {
        if let Want::Key { step, .. } = session.want() {
            boxes.push(step.kind.box_name().unwrap_or("-").to_owned());
        }
        session.answer(input.clone(), NOW + i64::try_from(seconds).unwrap().seconds());
        said = session.say().unwrap_or(&said).to_owned();
    }
    (boxes, said)
}

#[test]
fn a_lost_page_brings_back_what_was_done_since_the_last_save() {
    use Input::{Back, Lost, Next, Skip, Yes};
    let (boxes, said) = boxes_come_as(&[Next, Next, Next, Skip, Lost, Next, Next, Next, Yes]);
    assert_eq!(boxes.join(" "), "A - B C D B D -");
    assert_eq!(said, "1 step comes again. Open the page anew.");
    let (boxes, _) = boxes_come_as(&[Next, Lost, Next, Next, Next]);
    assert_eq!(boxes.join(" "), "A - A - B");
    let (boxes, said) = boxes_come_as(&[Next, Next, Lost, Next, Next]);
    assert_eq!(boxes.join(" "), "A - B B C");
    assert_eq!(said, "Nothing was done since the last save, so nothing is lost.");
    // Also at the end, and after going back.
    let (boxes, _) = boxes_come_as(&[Next, Next, Next, Next, Back, Lost, Next, Next]);
    assert_eq!(boxes.join(" "), "A - B C D C B C");
}
