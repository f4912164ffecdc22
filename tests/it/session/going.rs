//! Going from step to step: cards, parts, skipping, going back, jumping, a lost page.

use super::{ALL_KINDS, Person, filled, two};
use stopgap::reentry::{Abilities, Advance, Input, SkipReason, StepKind};

/// Two screens with a save point each.
const TWO_SAVES: &str = "
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

/// A person at the first step of a form with these sections and answers.
fn started(sections: &str, answers: &[&str]) -> Person {
    Person::at(&filled(&two(sections), answers)).walk(&["y", "y"])
}

/// Says these lines and gives the boxes at which each was said.
#[track_caller]
fn boxes(lines: &[&str], expected: &str, said: &str) {
    let mut person = started(TWO_SAVES, &["a=said", "b=said", "c=said", "d=said"]);
    let mut boxes = Vec::new();
    let mut last = String::new();
    for line in lines {
        if let stopgap::reentry::Want::Key(card) = person.session.want() {
            boxes.push(card.steps[0].kind.box_name().unwrap_or("-").to_owned());
        }
        person.say(line);
        last = person.session.say().unwrap_or(&last).to_owned();
    }
    assert_eq!((boxes.join(" ").as_str(), last.as_str()), (expected, said));
}

#[test]
fn a_lost_page_brings_back_what_was_done_since_the_last_save() {
    boxes(
        &["", "", "", "s", "g", "y", "", "", "", "y"],
        "A - B C D B D -",
        "1 step comes again. Open the page anew.",
    );
    boxes(&["", "g", "y", "", "", ""], "A - A - B", "1 step comes again. Open the page anew.");
    boxes(
        &["", "", "g", "", ""],
        "A - B B C",
        "Nothing was entered since the last save, so nothing comes again.",
    );
    // Also at the end, and after going back.
    boxes(
        &["", "", "", "", "b", "g", "y", "", ""],
        "A - B C D C B C",
        "2 steps come again. Open the page anew.",
    );
    // One key takes nothing back.
    boxes(&["", "g", "no", ""], "A - -", "Nothing was changed.");
    // What was entered, and is skipped because it stands there now, is gone with the page all the same.
    boxes(&["", "", "", "b", "s", "g", "y", ""], "A - B C B C B", "1 step comes again. Open the page anew.");
}

const CHOICES: &str = "
  - title: First
    screen: First
    fields:
      - { id: a, label: A, type: text }
      - { id: b, label: B, type: yes-no }
      - { id: c, label: C, type: yes-no, required: true }
      - { id: d, label: D, type: tick }
    then:
      - tell: Look.
      - save-point: Save.
  - title: Second
    screen: Second
    fields:
      - { id: e, label: E, type: yes-no }
";
const CHOSEN: [&str; 5] = ["a=said", "b=yes", "c=no", "d=yes", "e=yes"];

#[test]
fn what_is_chosen_ticked_and_told_on_one_screen_is_one_card() {
    let mut person = started(CHOICES, &CHOSEN);
    assert_eq!(person.shown(), "paste A");
    assert_eq!(person.say(""), "choose B + choose C + tick D + tell Look");
    assert_eq!(person.session.position(), (2, 4));
    assert_eq!(person.say(""), "save-point Save");
    assert_eq!(person.session.unsaved(), 5);
    assert_eq!(person.say(""), "choose E");
}

#[test]
fn what_is_chosen_on_two_screens_is_two_cards() {
    let section = |name: &str, id: &str| {
        format!(
            "  - title: {name}\n    screen: {name}\n    fields: [{{ id: {id}, label: {name}, type: yes-no }}]\n"
        )
    };
    let mut person = started(&(section("First", "a") + &section("Second", "b")), &["a=yes", "b=yes"]);
    assert_eq!(person.shown(), "choose First");
    assert_eq!(person.say(""), "choose Second");
}

#[test]
fn one_thing_on_a_card_that_cannot_be_done_does_not_lose_the_rest() {
    let mut person = started(CHOICES, &CHOSEN).walk(&["", "x 3"]);
    assert_eq!(person.said(), "Skipped: D (no such box). Press Enter when the rest is done.");
    // What the form needs is skipped with a reason, by a key or in words.
    assert_eq!(person.say("s 2"), "why C");
    assert_eq!(person.say("Nobody could tell"), "choose B + choose C + tick D + tell Look");
    person.say("");
    let reasons: Vec<(String, SkipReason)> =
        person.session.skipped().into_iter().map(|(step, reason)| (step.name(), reason)).collect();
    assert_eq!(reasons, [("C".to_owned(), SkipReason::InWords), ("D".to_owned(), SkipReason::NoSuchBox)]);
    assert_eq!(person.session.entered_steps(), 3);
    assert_eq!(person.session.boxes_not_found()[0].name(), "D");
}

#[test]
fn a_number_takes_back_that_a_thing_was_skipped() {
    let mut person = started(CHOICES, &CHOSEN).walk(&["", "x 3", "3"]);
    assert_eq!(person.said(), "To be done: D.");
    person.say("");
    assert_eq!(person.session.entered_steps(), 5);
}

#[test]
fn a_stray_key_on_a_card_does_nothing() {
    for (line, said) in [
        ("x", "Which of them? Type its number as well, such as x 2, or x all."),
        ("x 7", "There is no 7 here: they are numbered from 1 to 4."),
        ("s 1 2", "The form needs \u{201c}C\u{201d}: skip it by itself and say why."),
        ("ok", "Press Enter when all is done, or type s with a number for what could not be done."),
    ] {
        let person = started(CHOICES, &CHOSEN).walk(&["", line]);
        assert_eq!((person.said(), person.session.skipped().len()), (said, 0), "{line}");
        assert!(person.shown().starts_with("choose B"));
    }
    assert_eq!(started(CHOICES, &CHOSEN).walk(&["", "k all"]).session.skipped().len(), 4);
}

#[test]
fn one_key_skips_and_a_needed_answer_wants_a_reason() {
    let mut person = started(TWO_SAVES, &["a=said", "b=said", "c=said", "d=said"]);
    for (key, said) in [
        ("a", "Skipped: A (already there). b goes back."),
        ("", ""),
        ("x", "Skipped: B (no such box). b goes back."),
        ("k", "Skipped: C (not known). b goes back."),
        ("s", "Skipped: D. b goes back."),
    ] {
        person.say(key);
        assert_eq!(person.said(), said);
    }
    let mut needed = Person::at(&ALL_KINDS).walk(&["y", "8123477", "j needed"]);
    assert_eq!(needed.shown(), "paste Needed");
    assert_eq!(needed.say("s"), "why Needed");
    assert_eq!(needed.say("dunno"), "why Needed");
    assert_eq!(needed.say("k"), "save-point Save it");
}

#[test]
fn a_reason_is_a_letter_or_words() {
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
fn what_is_left_for_later_keeps_it_from_being_entered() {
    let mut person = started(TWO_SAVES, &["a=said", "b=said"]);
    while person.shown() != "done Later" {
        person.say("l");
    }
    let key = person.session.here().key.clone();
    assert!(person.session.entered(&key).is_none());
}

#[test]
fn a_box_is_gone_to_by_a_part_of_its_name() {
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477"]);
    assert_eq!(person.say("j long"), "paste Long 1/2");
    assert_eq!(person.say("j xyz"), "paste Long 1/2");
    assert_eq!(person.said(), "No box has that in its name.");
    assert_eq!(person.say("j"), "paste Long 1/2");
    let which = "which of Title / tell / Needed".replace("tell / ", "");
    assert_ne!(which, person.say("j e"));
    assert!(person.shown().starts_with("which of "));
    assert_eq!(person.say("b"), "paste Long 1/2");
    // A name that is the whole of one box's means that one.
    assert_eq!(person.say("j title"), "paste Title");
    // What was passed over comes at the end of the others.
    person = person.walk(&["j needed", "", "", ""]);
    assert!(person.session.entered_steps() == 3, "{}", person.shown());
    assert_eq!(person.say(""), "tell Search once more");
}

#[test]
fn of_several_boxes_a_number_or_more_of_the_name_says_which() {
    let sections = TWO_SAVES.replace("label: B", "label: Box one").replace("label: C", "label: Box two");
    let at = |lines: &[&str]| started(&sections, &["b=said", "c=said"]).walk(lines).shown();
    assert_eq!(at(&["j box"]), "which of Box one / Box two");
    assert_eq!(at(&["j box", "2"]), "paste Box two");
    assert_eq!(at(&["j box", "3"]), "which of Box one / Box two");
    assert_eq!(at(&["j box", "one"]), "paste Box one");
}

#[test]
fn a_text_in_parts_is_gone_through_part_by_part() {
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477", "j long"]);
    assert_eq!(person.say(""), "paste Long 2/2");
    assert_eq!(person.say("b"), "paste Long 1/2");
    assert_eq!(person.say(""), "paste Long 2/2");
    assert_eq!(person.say(""), "choose Kind + tick Urgent");
}

#[test]
fn a_text_in_parts_goes_on_with_the_part_that_was_copied_last() {
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477", "j title", "", ""]);
    assert_eq!(person.shown(), "paste Long 2/2");
    let progress = std::mem::take(person.session.progress_mut());
    let again = Person::with(&ALL_KINDS, progress, Abilities::default(), Advance::Told);
    let mut again = again.walk(&["y", "8123477", "j title", ""]);
    assert_eq!(again.shown(), "paste Long 2/2");
    assert!(again.session.copied_before().is_some());
    // On a new page nothing of it stands.
    again.say("b");
    assert_eq!(again.walk(&["j title", "g", "y", "j title", ""]).shown(), "paste Long 1/2");
}

#[test]
fn what_is_left_for_later_on_a_card_is_not_done_with_the_rest() {
    let form = filled(&two(CHOICES), &CHOSEN);
    let person = Person::at(&form).walk(&["y", "y", "", "l 3", ""]);
    assert_eq!((person.shown().as_str(), person.session.entered_steps()), ("save-point Save", 4));
    // The record is not done without it.
    assert_eq!(person.walk(&["", ""]).shown(), "done Later");
    let mut person = Person::at(&form).walk(&["y", "y", "", "l 3", "", "q"]);
    let progress = std::mem::take(person.session.progress_mut());
    let (abilities, advance) = (Abilities::default(), Advance::Told);
    let again = Person::with(&form, progress, abilities, advance).walk(&["y", "y"]);
    // At the next sitting it comes again, and is done.
    assert_eq!(again.shown(), "choose B + choose C + tick D + tell Look");
    assert_eq!(again.walk(&["", "", ""]).shown(), "confirm");
}

#[test]
fn a_moment_later_a_step_can_be_taken_back() {
    for (after, entered) in [(4, 0), (6, 1)] {
        let mut person = started(TWO_SAVES, &["a=said", "b=said"]);
        person.say("");
        person.after(after * 1000).input(Input::Back);
        assert_eq!(
            (person.shown().as_str(), person.session.entered_steps()),
            ("paste A", entered),
            "{after} s"
        );
    }
}

#[test]
fn a_save_that_is_taken_back_saved_nothing() {
    let mut person = started(TWO_SAVES, &["a=said", "b=said"]).walk(&["", ""]);
    assert_eq!(person.session.unsaved(), 0);
    person.running -= std::time::Duration::from_secs(8);
    assert_eq!(person.say("b"), "save-point Save the first");
    assert_eq!(person.session.unsaved(), 1);
    // What is entered behind it is taken back by itself, and not the save.
    let mut person = started(TWO_SAVES, &["a=said", "b=said"]).walk(&["", "", ""]);
    person.running -= std::time::Duration::from_secs(8);
    assert_eq!(person.say("b"), "paste B");
    assert_eq!(person.session.unsaved(), 0);
}

#[test]
fn files_to_upload_are_steps_and_their_name_is_offered() {
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477", "j needed", "", "", ""]);
    assert_eq!(person.shown(), "attach Upload, row 1: Files");
    assert_eq!(person.session.offer().unwrap().goods.text().expose(), "letter.pdf");
    assert_eq!(person.say(""), "tell Search once more");
    let StepKind::Attach { .. } = &person.session.here().steps.last().unwrap().kind else {
        panic!("no file")
    };
}
