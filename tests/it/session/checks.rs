//! Show me: the live system, the right child, all of a text.

use super::{ALL_KINDS, NOW, Person, filled, records_of, two};
use std::time::Duration;
use stopgap::reentry::{Abilities, Addresses, Advance, Deed, Input, Progress, Task};

fn with_addresses(live: &[&str]) -> Person {
    told_addresses(live, true)
}

fn told_addresses(live: &[&str], copies: bool) -> Person {
    let addresses = Addresses {
        live: live.iter().map(|address| (*address).to_owned()).collect(),
        read_only: vec!["https://lcs.example.gov.uk/readonly".into()],
    };
    let records = records_of(&ALL_KINDS);
    let (abilities, advance) = (Abilities { copies, ..Abilities::default() }, Advance::Told);
    let (system, blanks, noted_pins) = ("LCS".into(), Vec::new(), Vec::new());
    let task = Task { system, records, blanks, noted_pins, addresses, abilities, advance };
    Person::at_task(task, Progress::default())
}

#[test]
fn a_live_address_proves_it_and_a_yes_does_not_where_one_is_known() {
    let known = ["https://lcs.example.gov.uk"];
    assert_eq!(with_addresses(&known).walk(&["https://lcs.example.gov.uk/home"]).shown(), "child 1");
    let person = with_addresses(&known).walk(&["y"]);
    assert_eq!(person.shown(), "live");
    assert!(person.said().starts_with("Copy the address"), "{}", person.said());
    let person = with_addresses(&known).walk(&["https://lcs.example.gov.uk/readonly/home", "y"]);
    assert_eq!(person.shown(), "live");
    // The settings may be out of date: then the person decides, having seen that it is not known.
    assert_eq!(with_addresses(&known).walk(&["https://new-lcs.example.gov.uk", "y"]).shown(), "child 1");
    // What was shown last is what is open.
    let shown = ["https://new-lcs.example.gov.uk", "https://lcs.example.gov.uk/readonly", "y"];
    let person = with_addresses(&known).walk(&shown);
    assert_eq!(person.shown(), "live");
    assert!(person.said().contains("is that of Read Only"), "{}", person.said());
    // Where nothing can be copied, it is typed or pasted into stopgap's window.
    let person = told_addresses(&known, false).walk(&["y"]);
    assert_eq!(person.shown(), "live");
    assert!(person.said().starts_with("Type the address"), "{}", person.said());
    let person = told_addresses(&known, false).walk(&["https://new-lcs.example.gov.uk"]);
    assert!(
        person.said().contains("Type the address") && !person.said().contains("opy"),
        "{}",
        person.said()
    );
    assert_eq!(told_addresses(&known, false).walk(&["y", "lcs.example.gov.uk"]).shown(), "child 1");
}

#[test]
fn where_no_address_is_known_the_person_looks() {
    assert_eq!(with_addresses(&[]).walk(&["y"]).shown(), "child 1");
    for address in ["https://lcs.example.gov.uk/Business-Continuity/", "https://x/ReadOnly", "https://x/uat/"]
    {
        let person = Person::at(&ALL_KINDS).walk(&[address]);
        assert!(person.said().starts_with("That is Read Only or a test system"), "{address}");
        // A yes does not do against an address, until another one is open.
        let mut person = person.walk(&["y"]);
        assert_eq!(person.shown(), "live", "{address}");
        person.say("https://lcs.example.gov.uk/");
        assert_eq!(person.say("y"), "child 1");
    }
    assert_eq!(Person::at(&ALL_KINDS).walk(&["no"]).shown(), "done NotLive");
}

#[test]
fn what_was_copied_and_is_no_address_counts_for_nothing() {
    let mut person = Person::at(&ALL_KINDS);
    person.input(Input::Shown("Mum rang at ten".into()));
    assert!(person.said().starts_with("What you copied is no address"), "{}", person.said());
    assert_eq!(person.input(Input::Shown("https://lcs.example.gov.uk/".into())), "live");
}

#[test]
fn the_child_is_proved_by_what_is_typed_or_copied_and_wrong_twice_ends_it() {
    assert!(Person::at(&ALL_KINDS).walk(&["y", "12/04/2010 DI"]).session.is_proved());
    let mut person = Person::at(&ALL_KINDS).walk(&["y"]);
    person.input(Input::Shown("Inventson, Dee (8123477)".into()));
    assert!(person.session.is_proved());
    assert_eq!(Person::at(&ALL_KINDS).walk(&["y", "8123478", "12/04/2010 XX"]).shown(), "done WrongChild");
    // A clipboard with something else on it is no other child.
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123478"]);
    assert_eq!(person.input(Input::Shown("Home visit".into())), "child 1");
}

#[test]
fn after_a_long_pause_the_child_is_proved_again() {
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477", "j title"]);
    assert_eq!(person.session.deadline(), Some(person.running + Duration::from_mins(10)));
    person.after(600_000);
    assert_eq!(person.wakes(), "child 1");
    assert!(person.session.offer().is_none() && !person.session.is_proved());
    assert_eq!(person.say("8123477"), "paste Title");
    // What is typed after the pause answers what is on the screen before it, and nobody saw that change.
    person.after(700_000);
    assert_eq!(person.say(""), "child 1");
    assert_eq!(person.session.entered_steps(), 0);
    assert_eq!(person.say("8123477"), "paste Title");
    // A question in between is left.
    person = person.walk(&["j e"]);
    person.after(700_000).wakes();
    assert_eq!(person.say("8123477"), "paste Title");
}

#[test]
fn a_child_who_was_new_is_known_by_the_pin_from_then_on() {
    let answers = ["pin=NEW", "child_surname=Inventson", "title=Home visit"];
    let form = filled(&two(super::KINDS), &answers);
    let mut person = Person::at(&form).walk(&["y", "y", "", "8123499", "y"]);
    assert_eq!(person.shown(), "paste Title");
    person.after(700_000).wakes();
    // Now there is a record that can be shown: a yes does not do any more.
    assert_eq!(person.say("y"), "child 1");
    assert_eq!(person.say("8123499"), "paste Title");
}

#[test]
fn a_laptop_that_slept_has_paused_too() {
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477"]);
    let running = person.running;
    let wall = NOW + jiff::SignedDuration::from_hours(2);
    let moment = stopgap::reentry::Moment { wall, running };
    person.session.handle(stopgap::reentry::Event::Input(Input::Next), moment);
    assert_eq!(person.shown(), "child 1");
}

#[test]
fn each_child_in_the_form_is_shown_once_their_pin_is_in() {
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477", "j PIN of subject"]);
    assert_eq!(person.say(""), "row's child");
    // The PIN stood here to be pasted: it proves nothing.
    person.say("8123499");
    assert!(person.said().starts_with("That does not fit this form."), "{}", person.said());
    assert_eq!(person.say("b"), "paste Subjects, row 1: PIN of subject");
    assert_eq!(person.walk(&["", "10/06/2019"]).shown(), "paste Needed");
    let sections = "
  - title: First
    screen: First
    fields:
      - id: children
        label: Children
        type: table
        columns: [{ id: pin, label: PIN, type: text }, { id: name, label: Name, type: person }, { id: dob, label: Born, type: date }]
";
    let answers = ["children[1].pin=NEW", "children[1].name=Bo Samplesson", "children[2].name=Al Samplesson"];
    let mut person = Person::at(&filled(&two(sections), &answers)).walk(&["y", "y"]);
    // Who is new is searched for before a record is made.
    assert_eq!(person.shown(), "row's child");
    assert_eq!(person.say("y"), "tell Children, row 1: PIN");
    assert_eq!(person.walk(&["", "", ""]).shown(), "row's child");
}

/// A session at a text of two paragraphs.
fn at_a_text() -> Person {
    let sections = "
  - title: First
    screen: First
    fields: [{ id: note, label: Note, type: multiline }]
";
    let form = filled(&two(sections), &["note=Mum rang at ten.\\n\\nShe said that she is well."]);
    Person::at(&form).walk(&["y", "y"])
}

#[test]
fn a_box_that_is_copied_back_tells_whether_all_is_there() {
    let mut person = at_a_text();
    person.input(Input::Shown("Mum rang at ten.\r\n\r\nShe said that she is well.  ".into()));
    assert_eq!(person.said(), "All 46 characters are there. Press Enter for next.");
    person.input(Input::Shown("Mum rang at ten. She said that she is well.".into()));
    assert!(person.said().contains("of 2 line breaks 0 came out"), "{}", person.said());
    person.input(Input::Shown("Something else that was copied".into()));
    assert!(person.said().starts_with("What you copied is not this text."), "{}", person.said());
    let offer = person.offer();
    person.input(Input::Shown("Mum rang at ten.\n\nShe said".into()));
    assert!(person.said().starts_with("It was cut: 28 of 46 characters are there."), "{}", person.said());
    assert_eq!(person.session.offer().unwrap().goods.text().expose(), "that she is well.");
    assert!(person.offer() > offer);
    // The rest is compared with what became of the rest.
    person.input(Input::Shown("that she is well.".into()));
    assert!(person.said().starts_with("All 17 characters are there."), "{}", person.said());
    assert_eq!(person.say(""), "confirm");
}

#[test]
fn the_rest_of_one_text_is_not_offered_for_another_box() {
    let sections = "
  - title: First
    screen: First
    fields: [{ id: note, label: Note, type: text }, { id: plan, label: Plan, type: text }]
";
    let form = filled(&two(sections), &["note=Mum rang at ten today.", "plan=See her on Monday."]);
    for on in ["", "j plan", "x"] {
        let mut person = Person::at(&form).walk(&["y", "y"]);
        person.input(Input::Shown("Mum rang at".into()));
        assert_eq!(person.session.offer().unwrap().goods.text().expose(), "ten today.");
        person.say(on);
        assert_eq!(person.session.offer().unwrap().goods.text().expose(), "See her on Monday.", "{on}");
    }
}

#[test]
fn a_new_pin_is_seen_once_more_and_can_be_mended() {
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477", ""]);
    assert_eq!(person.shown(), "ask");
    for stray in ["", "y", "next", "home visit", "12", "123456789012345678901"] {
        assert_eq!(person.say(stray), "ask", "{stray}");
    }
    assert_eq!(person.say("8123498"), "sure");
    assert_eq!(person.say("8123466"), "sure");
    assert_eq!(person.say("no"), "ask");
    assert!(person.session.learned().is_empty());
    assert_eq!(person.walk(&["8123466", "y"]).session.learned()[0].given.expose(), "8123466");
}

#[test]
fn a_yes_comes_before_a_confidential_text() {
    let mut person = Person::at(&ALL_KINDS).walk(&["y", "8123477", "j secret"]);
    assert_eq!(person.shown(), "care Secret");
    assert!(person.session.offer().is_none());
    assert_eq!(person.say(""), "care Secret");
    assert_eq!(person.say("y"), "paste Secret");
    assert_eq!(person.session.offer().unwrap().goods.text().expose(), "What Nan said");
    let deeds: Vec<&Deed> = person.session.progress().fresh().iter().map(|entry| &entry.deed).collect();
    assert!(deeds.iter().any(|deed| matches!(deed, Deed::TookCare { step } if step == "secret")));
}
