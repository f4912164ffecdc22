use jiff::{
    ToSpan,
    civil::{DateTime, datetime},
};
use proptest::prelude::*;
use std::{fmt::Write as _, sync::LazyLock};
use stopgap::{
    form::{self, Answers, CompletedForm, Issue},
    reentry::{
        ChildCheck, Ending, Input, Progress, Session, SkipReason, StepKind, StepState, Verdict, Want, plan,
    },
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

/// What somebody answers who goes on from step to step.
fn onwards(session: &Session) -> Input {
    match session.want() {
        Want::Text { .. } => Input::Text("8123499".into()),
        Want::Sure { .. } => Input::Yes,
        _ => Input::Next,
    }
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        6 => Just(Input::Next),
        2 => Just(Input::Yes),
        1 => Just(Input::Back),
        1 => Just(Input::Skip),
        1 => Just(Input::Copy),
        1 => Just(Input::Print),
        1 => Just(Input::Gone),
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
            let input = onwards(&first);
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

    /// Whatever was done: what would come again with a lost page was entered and not saved since, and
    /// once the page is gone none of it counts as done.
    #[test]
    fn what_is_gone_with_the_page_comes_again(inputs in prop::collection::vec(input(), 0..100)) {
        let form = &*FORM;
        let mut session = session(form, Progress::new(form));
        for input in inputs {
            session.answer(input, NOW);
        }
        let unsaved = session.progress().unsaved.clone();
        prop_assert!(unsaved.iter().all(|id| session.progress().steps.contains_key(id)));
        session.answer(Input::Gone, NOW);
        if matches!(session.want(), Want::Gone { .. }) {
            session.answer(Input::Yes, NOW);
            prop_assert_eq!(session.unsaved(), 0);
            prop_assert!(unsaved.iter().all(|id| !session.progress().steps.contains_key(id)));
        }
    }

    /// A line that is typed at the question for a PIN becomes one only if it looks like one, and only
    /// after a yes.
    #[test]
    fn no_key_and_no_stray_line_becomes_a_pin(line in prop_oneof!["[a-z0-9 /-]{0,6}", ".{0,30}"]) {
        let mut session = at_the_question();
        let input = Input::parse(&session.want(), &line);
        session.answer(input, NOW);
        prop_assert!(session.learned().is_empty());
        if matches!(session.want(), Want::Sure { .. }) {
            prop_assert!(line.chars().any(|c| c.is_ascii_digit()));
            session.answer(Input::Yes, NOW);
            prop_assert_eq!(session.learned()[0].1.expose(), line.trim());
        }
    }

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
        let pack = Pack::read([("two.yaml", yaml)]).unwrap_or_else(|faults| panic!("{faults}"));
        let form = filled(&pack, &["a=said", "b=said", "t[1].c=said", "t[2].c=said", "files[1].file=letter.pdf"]);
        let ids: Vec<String> = plan(&form, None, NOW).iter().map(|step| step.id.to_string()).collect();
        let distinct: std::collections::BTreeSet<&String> = ids.iter().collect();
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

/// A form of the template `two` with these answers.
fn filled(pack: &Pack, answers: &[&str]) -> CompletedForm {
    let definition = pack.template("two").unwrap();
    let mut known = Answers::default();
    for answer in answers {
        known.set(definition, answer).unwrap();
    }
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    form::read(&form::fill(&blank, definition, &known).unwrap(), pack, NOW.date()).unwrap()
}

/// A session that asks for the new PIN.
fn at_the_question() -> Session {
    let form = &*FORM;
    let mut session = session(form, Progress::new(form));
    session.answer(Input::Yes, NOW);
    session.answer(Input::Yes, NOW);
    while !matches!(session.want(), Want::Text { .. }) {
        session.answer(Input::Next, NOW);
    }
    session
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
        let input = onwards(&session);
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
    let form = filled(&pack, &["a=said", "b=said", "c=said", "d=said"]);
    let mut session = session(&form, Progress::new(&form));
    session.answer(Input::Yes, NOW);
    session.answer(Input::Yes, NOW);
    let mut boxes = Vec::new();
    let mut said = String::new();
    for (seconds, input) in inputs.iter().enumerate() {
        if let Want::Key { step, .. } = session.want() {
            boxes.push(step.kind.box_name().unwrap_or("-").to_owned());
        }
        // The clock of the desk may be set back meanwhile.
        session.answer(input.clone(), NOW - i64::try_from(seconds).unwrap().seconds());
        said = session.say().unwrap_or(&said).to_owned();
    }
    (boxes, said)
}

#[test]
fn a_lost_page_brings_back_what_was_done_since_the_last_save() {
    use Input::{Back, Gone, Next, No, Skip, Yes};
    let (boxes, said) = boxes_come_as(&[Next, Next, Next, Skip, Gone, Yes, Next, Next, Next, Yes]);
    assert_eq!(boxes.join(" "), "A - B C D B D -");
    assert_eq!(said, "1 step comes again. Open the page anew.");
    let (boxes, _) = boxes_come_as(&[Next, Gone, Yes, Next, Next, Next]);
    assert_eq!(boxes.join(" "), "A - A - B");
    let (boxes, said) = boxes_come_as(&[Next, Next, Gone, Next, Next]);
    assert_eq!(boxes.join(" "), "A - B B C");
    assert_eq!(said, "Nothing was entered since the last save, so nothing comes again.");
    // Also at the end, and after going back.
    let (boxes, _) = boxes_come_as(&[Next, Next, Next, Next, Back, Gone, Yes, Next, Next]);
    assert_eq!(boxes.join(" "), "A - B C D C B C");
    // One key takes nothing back.
    let (boxes, said) = boxes_come_as(&[Next, Gone, No, Next]);
    assert_eq!((boxes.join(" ").as_str(), said.as_str()), ("A - -", "Nothing was changed."));
    // What was entered, and is skipped because it stands there now, is gone with the page all the same.
    let (boxes, _) = boxes_come_as(&[Next, Next, Next, Back, Skip, Gone, Yes, Next]);
    assert_eq!(boxes.join(" "), "A - B C B C B");
}

#[test]
fn a_needed_answer_is_skipped_for_a_reason_only() {
    #[track_caller]
    fn check(text: &str, expected: Option<SkipReason>) {
        assert_eq!(SkipReason::parse(text), expected, "{text}");
    }
    check("a", Some(SkipReason::AlreadyThere));
    check("Not known", Some(SkipReason::NotKnown));
    for stray in ["", "b", "n", "ss", "dunno", "y n", "-- --"] {
        check(stray, None);
    }
    check("Nobody knows", Some(SkipReason::InWords));
    check("confidential", Some(SkipReason::InWords));
}

#[test]
fn what_was_skipped_is_said() {
    let form = &*FORM;
    let mut session = at_the_question();
    session.answer(Input::Skip, NOW);
    session.answer(Input::Text("k".into()), NOW);
    assert_eq!(session.say(), Some("Skipped: EHM or LCS PIN, or NEW (not known). b goes back."));
    let first =
        plan(form, None, NOW).into_iter().find(|step| matches!(step.kind, StepKind::Ask { .. })).unwrap();
    assert_eq!(session.state(&first), Some(StepState::Skipped(SkipReason::NotKnown)));
}

#[test]
fn a_new_pin_is_seen_once_more_and_can_be_mended() {
    let mut session = at_the_question();
    session.answer(Input::Text("8123498".into()), NOW);
    assert!(matches!(session.want(), Want::Sure { typed, .. } if typed.expose() == "8123498"));
    session.answer(Input::Text("8123499".into()), NOW);
    assert!(matches!(session.want(), Want::Sure { typed, .. } if typed.expose() == "8123499"));
    session.answer(Input::No, NOW);
    assert!(matches!(session.want(), Want::Text { .. }) && session.learned().is_empty());
    session.answer(Input::Text("8123499".into()), NOW);
    session.answer(Input::Yes, NOW);
    session.answer(Input::Back, NOW);
    let Want::Text { step } = session.want() else { panic!("not at the question") };
    let StepKind::Ask { field, .. } = &step.kind else { panic!("no question") };
    assert_eq!(session.given(field).unwrap().expose(), "8123499");
    session.answer(Input::parse(&session.want(), "g"), NOW);
    assert!(matches!(session.want(), Want::Gone { .. }));
}

#[test]
fn too_little_about_the_child_does_not_count_as_another_child() {
    let pack = Pack::embedded();
    let definition = pack.template("case-note").unwrap();
    let mut answers = Answers::default();
    for answer in ["pin=8123477", "child_surname=Inventson", "child_forename=Dee", "child_dob=12/04/2010"] {
        answers.set(definition, answer).unwrap();
    }
    let blank = form::blank(definition, None).unwrap();
    let form = form::read(&form::fill(&blank, definition, &answers).unwrap(), &pack, NOW.date()).unwrap();
    let check = ChildCheck::new(&form);
    for enough in ["8123477", "12/04/2010 DI", "di 12.4.2010"] {
        assert_eq!(check.judge(enough), Verdict::Proved, "{enough}");
    }
    for little in ["", " ", "12/04/2010", "12/04/2010 ID", "I.D. 12/04/2010"] {
        assert!(matches!(check.judge(little), Verdict::NotYet(_)), "{little}");
    }
    for other in ["8123478", "13/04/2010", "13/04/2010 ID", "12/04/2010 XX", "DI", "y"] {
        assert_eq!(check.judge(other), Verdict::Wrong, "{other}");
    }
}

/// A table of another system, and one of files, with columns that are more than texts.
const COLUMNS: &str = "template: two
revision: 1
title: Two
system: LCS
nature: Two
sections:
  - title: Money
    screen: Payments
    system: ContrOCC
    fields:
      - id: costs
        label: Costs
        type: table
        into: Lines
        columns: [{ id: cost, label: Cost, type: text, into: { LCS: Cost, ContrOCC: Amount } }]
      - id: files
        label: Files
        type: table
        attach: file
        confidential: third-party
        columns:
          - { id: file, label: File, type: text }
          - { id: kind, label: Kind, type: choice, options: [Letter, Photo], into: { LCS: Kind, ContrOCC: Type } }
          - { id: title, label: Title, type: text, max: 10, charset: strict, into: Title }
";

#[test]
fn columns_are_entered_as_fields_are() {
    let pack = Pack::read([("two.yaml", COLUMNS)]).unwrap_or_else(|faults| panic!("{faults}"));
    let form = filled(
        &pack,
        &[
            "costs[1].cost=12",
            "files[1].file=a.pdf",
            "files[1].kind=Photo",
            "files[1].title=Kitchen \u{2026} floor",
        ],
    );
    let steps = plan(&form, None, NOW);
    let boxes: Vec<Option<&str>> = steps.iter().map(|step| step.kind.box_name()).collect();
    assert_eq!(boxes, [Some("Amount"), None, Some("Type"), Some("Title")]);
    assert!(matches!(&steps[2].kind, StepKind::Choose { options, .. } if options.expose() == "Photo"));
    let StepKind::Paste { parts, confidential, replaced, .. } = &steps[3].kind else { panic!("no paste") };
    assert_eq!(parts.iter().map(stopgap::word::Written::expose).collect::<String>(), "Kitchen ... floor");
    assert!(parts.len() == 2 && confidential.is_some() && replaced.is_some());
}

#[test]
fn the_continuity_page_is_not_live() {
    let form = &*FORM;
    for address in ["https://lcs.example.gov.uk/Business-Continuity/", "https://x/ReadOnly", "https://x/uat/"]
    {
        let mut session = session(form, Progress::new(form));
        session.answer(Input::Text(address.into()), NOW);
        assert!(session.say().unwrap().starts_with("That is Read Only or a test system"), "{address}");
    }
}
