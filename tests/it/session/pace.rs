//! When a session goes on from a text that was pasted: by key, by paste, and not at all.

use super::{ABLE, Person, filled, two};
use std::time::Duration;
use stopgap::{
    form::CompletedForm,
    reentry::{Abilities, Advance, Heard, Input, Key, Progress},
};

fn form() -> CompletedForm {
    let sections = "
  - title: First
    screen: First
    fields:
      - { id: a, label: A, type: text }
      - { id: b, label: B, type: text }
      - { id: c, label: C, type: multiline }
      - { id: d, label: D, type: text }
      - { id: e, label: E, type: yes-no }
      - { id: f, label: F, type: text }
";
    filled(&two(sections), &["a=said", "b=said", "c=a\\nb", "d=said", "e=yes", "f=said"])
}

/// A person at the first box.
fn desk(abilities: Abilities, advance: Advance) -> Person {
    Person::with(&form(), Progress::default(), abilities, advance).walk(&["y", "y"])
}

fn by_key() -> Person {
    desk(ABLE, Advance::Key)
}

/// By paste, at the second box: the first of a record is always gone on from by key.
fn by_paste() -> Person {
    let mut person = desk(ABLE, Advance::Paste);
    person.after(2000).pastes();
    person.after(500).input(Input::Next);
    assert_eq!(person.shown(), "paste B");
    person.after(2000);
    person
}

/// Wakes the session at its deadline and says how long that took.
#[track_caller]
fn due_in(person: &mut Person, milliseconds: u64, shows: &str) {
    let due = person.session.deadline().unwrap();
    assert_eq!(due, person.running + Duration::from_millis(milliseconds));
    // A moment too early nothing happens.
    person.running = due.saturating_sub(Duration::from_millis(1));
    let before = person.shown();
    assert_eq!(person.wakes(), before);
    person.running = due;
    assert_eq!(person.wakes(), shows);
}

#[test]
fn next_before_any_paste_waits_for_one_that_is_late() {
    let mut person = by_key();
    assert_eq!(person.input(Input::Next), "paste A");
    assert!(person.session.is_moving());
    due_in(&mut person, 300, "paste B");
}

#[test]
fn a_paste_settles_before_the_next_text_takes_its_place() {
    let mut person = by_key();
    person.input(Input::Next);
    person.after(100).pastes();
    due_in(&mut person, 150, "paste B");
    let mut person = by_key();
    person.pastes();
    person.after(40).input(Input::Next);
    due_in(&mut person, 110, "paste B");
    // Long after the paste there is nothing to wait for.
    let mut person = by_key();
    person.pastes();
    assert_eq!(person.after(900).input(Input::Next), "paste B");
}

#[test]
fn back_while_it_waits_stays_and_next_is_one_next() {
    let mut person = by_key();
    person.input(Input::Next);
    person.after(20).input(Input::Next);
    assert_eq!(person.after(20).input(Input::Back), "paste A");
    assert!(!person.session.is_moving());
    person.after(1000).wakes();
    assert_eq!(person.shown(), "paste A");
}

#[test]
fn a_key_never_goes_on_by_itself_however_often_it_is_pasted() {
    let mut person = by_key();
    for _ in 0..5 {
        person.after(800).pastes();
        person.after(5000).wakes();
    }
    assert_eq!((person.shown().as_str(), person.said()), ("paste A", ""));
}

#[test]
fn by_paste_the_next_comes_when_the_last_read_has_settled() {
    let mut person = by_paste();
    person.pastes();
    due_in(&mut person, 400, "paste C");
    let mut person = by_paste();
    person.pastes();
    person.after(90).pastes();
    due_in(&mut person, 400, "paste C");
}

#[test]
fn a_key_pressed_by_habit_after_a_paste_is_swallowed() {
    let mut person = by_paste();
    person.pastes();
    person.after(400).wakes();
    assert_eq!(person.after(699).input(Input::Next), "paste C");
    assert!(!person.session.is_moving());
    person.after(2).input(Input::Next);
    assert!(person.session.is_moving());
}

#[test]
fn a_key_pressed_after_a_fast_paste_of_the_next_text_is_meant() {
    let mut person = by_paste();
    person.pastes();
    person.after(400).wakes();
    person.after(80).pastes();
    person.after(100).input(Input::Next);
    due_in(&mut person, 50, "paste D");
}

#[test]
fn next_while_a_paste_settles_goes_on_as_by_key() {
    let mut person = by_paste();
    person.pastes();
    person.after(10).input(Input::Next);
    due_in(&mut person, 140, "paste C");
}

#[test]
fn what_needs_a_look_is_never_gone_on_from_by_paste() {
    // A text of several lines, what follows an instruction, the first of a record.
    let mut person = by_paste();
    person.pastes();
    person.after(400).wakes();
    assert!(person.shown() == "paste C" && !person.session.moves_by_paste());
    person.after(2000).pastes();
    person.after(5000).wakes();
    assert_eq!(person.shown(), "paste C");
    assert_eq!(person.input(Input::Next), "paste D");
    person.after(2000).pastes();
    person.after(400).wakes();
    assert_eq!(person.shown(), "choose E");
    assert_eq!(person.after(800).input(Input::Next), "paste F");
    assert!(!person.session.moves_by_paste());
    assert!(!desk(ABLE, Advance::Paste).session.moves_by_paste());
}

#[test]
fn after_going_back_a_key_is_wanted() {
    let mut person = by_paste();
    person.after(8000).input(Input::Back);
    assert!(person.shown() == "paste A" && !person.session.moves_by_paste());
    person.input(Input::Copy);
    assert!(!person.session.moves_by_paste());
}

#[test]
fn two_pastes_of_one_text_are_told() {
    for (apart, is_told) in [(200, false), (300, true), (690, true), (750, false)] {
        let mut person = by_key();
        person.pastes();
        person.after(apart).pastes();
        assert_eq!(!person.said().is_empty(), is_told, "{apart} ms apart");
    }
    // In the time that a paste settles the second one keeps it from going on.
    let mut person = by_paste();
    person.pastes();
    person.after(300).pastes();
    person.after(2000).wakes();
    assert_eq!(person.shown(), "paste B");
    assert!(person.said().starts_with("That was pasted twice."));
}

#[test]
fn a_second_paste_that_is_told_late_is_told_all_the_same() {
    let mut person = by_paste();
    let first = person.offer();
    person.pastes();
    person.after(400).wakes();
    assert_eq!(person.hear(Heard::Pasted(first)), "paste C");
    assert!(person.said().starts_with("The text before was pasted twice."), "{}", person.said());
    assert!(!person.session.moves_by_paste());
}

#[test]
fn a_paste_of_an_older_text_is_dropped() {
    let mut person = by_paste();
    let older = person.offer() - 1;
    person.hear(Heard::Pasted(older - 1));
    person.hear(Heard::Pasted(older + 7));
    person.after(5000).wakes();
    assert_eq!((person.shown().as_str(), person.said()), ("paste B", ""));
}

#[test]
fn a_reader_that_is_too_quick_is_no_person() {
    let mut person = by_paste();
    // Two seconds ago the text was offered. Once it may be a person who pastes fast.
    person.running -= Duration::from_millis(1971);
    person.pastes();
    assert!(person.session.is_by_paste());
    person.after(400).wakes();
    person.after(29).pastes();
    assert!(person.said().ends_with("So from here on press Enter after each paste."), "{}", person.said());
    person.after(5000).wakes();
    assert!(person.shown() == "paste C" && !person.session.is_by_paste());
}

#[test]
fn a_reader_that_keeps_asking_drops_it_back_to_keys() {
    let mut person = by_paste();
    let offer = person.offer();
    let refused = || Heard::Refused { offer, by: Some("parcellite".into()) };
    for _ in 0..2 {
        person.after(500).hear(refused());
    }
    assert!(person.session.is_by_paste());
    person.after(500).hear(refused());
    assert!(!person.session.is_by_paste());
    assert!(person.said().starts_with("parcellite keeps asking for what is copied, and was not given it."));
    // Now and then it is not.
    let mut person = by_paste();
    for _ in 0..5 {
        person.after(4000).hear(refused());
    }
    assert!(person.session.is_by_paste());
}

#[test]
fn another_copy_pauses_it_and_is_never_taken_away() {
    for advance in [Advance::Key, Advance::Paste] {
        let mut person = desk(ABLE, advance);
        let offer = person.offer();
        assert_eq!(person.hear(Heard::Replaced(offer)), "paste A paused");
        assert!(person.session.offer().is_none());
        person.after(5000).wakes();
        assert!(person.session.offer().is_none());
        // The first Enter only copies it again.
        assert_eq!(person.input(Input::Next), "paste A");
        assert!(person.offer() > offer);
    }
}

#[test]
fn another_copy_after_the_paste_waits_for_the_key() {
    let mut person = by_paste();
    let offer = person.offer();
    person.pastes();
    assert_eq!(person.after(100).hear(Heard::Replaced(offer)), "paste B");
    person.after(5000).wakes();
    assert_eq!(person.shown(), "paste B");
    assert_eq!(person.input(Input::Next), "paste C");
    // Where a monitor looks like a person, nothing says that it was pasted.
    let mut person = desk(Abilities { tells_readers_apart: false, ..ABLE }, Advance::Key);
    let offer = person.offer();
    person.pastes();
    assert_eq!(person.after(500).hear(Heard::Replaced(offer)), "paste A paused");
}

#[test]
fn an_empty_clipboard_pauses_it_too() {
    let mut person = by_key();
    let offer = person.offer();
    assert_eq!(person.hear(Heard::Cleared(offer)), "paste A paused");
    assert_eq!(person.input(Input::Copy), "paste A");
}

#[test]
fn keys_pressed_in_the_browser_turn_pages_and_answer_nothing() {
    let mut person = by_key();
    person.pastes();
    assert_eq!(person.after(500).hear(Heard::Key(Key::Next)), "paste B");
    assert_eq!(person.after(500).hear(Heard::Key(Key::Back)), "paste A");
    let mut person = desk(ABLE, Advance::Key).walk(&["j f"]);
    person.after(9000).pastes();
    person.after(500).hear(Heard::Key(Key::Next));
    while person.shown() != "confirm" {
        person.after(9000).input(Input::Next);
        person.after(9000).wakes();
    }
    assert_eq!(person.hear(Heard::Key(Key::Next)), "confirm");
    assert_eq!(person.said(), "That key does nothing here: answer the question first.");
}

#[test]
fn where_pastes_are_not_seen_a_key_moves_at_once() {
    for abilities in [Abilities::default(), Abilities { copies: true, ..Abilities::default() }] {
        for advance in [Advance::Key, Advance::Paste, Advance::Told] {
            let mut person = desk(abilities, advance);
            assert_eq!(person.input(Input::Next), "paste B");
            assert!(!person.session.is_by_paste());
        }
    }
}

#[test]
fn a_program_that_says_next_has_pasted() {
    let mut person = desk(ABLE, Advance::Told);
    person.pastes();
    person.after(5000).wakes();
    assert_eq!(person.shown(), "paste A");
    let offer = person.offer();
    assert_eq!(person.hear(Heard::Replaced(offer)), "paste A");
    assert_eq!(person.input(Input::Next), "paste B");
}

#[test]
fn without_a_shield_a_paste_proves_nothing() {
    let person = desk(Abilities { tells_readers_apart: false, ..ABLE }, Advance::Paste);
    assert!(!person.session.is_by_paste());
}
