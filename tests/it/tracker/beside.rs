use super::drawn::*;
use crate::program::Desk;
use stopgap::desk::{Beside, tracker_beside};

/// A desk with a form and a note that is neither form nor tracker.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.run("new case-note --to note.docx --set pin=8123477 --set third_party=no").ok();
    desk.file("letter.docx", crate::docx::Docx::new("<w:p/>").bytes());
    desk
}

fn a_tracker() -> Vec<u8> {
    document(&[HEADINGS, "8123477 | A | | | Case note | "]).bytes()
}

#[test]
fn the_only_one_is_it() {
    let desk = desk();
    let found = || tracker_beside(&desk.path("note.docx")).unwrap();
    assert_eq!(found(), Beside::None);
    desk.file("mine.docx", a_tracker());
    assert_eq!(found(), Beside::One(desk.path("mine.docx")));
    desk.file("theirs.docx", a_tracker());
    assert_eq!(found(), Beside::Several(vec![desk.path("mine.docx"), desk.path("theirs.docx")]));
}

#[test]
fn several_are_named_and_none_is_stamped() {
    let desk = desk();
    desk.file("mine.docx", a_tracker()).file("theirs.docx", a_tracker());
    let ran = desk.run("enter note.docx --print").ok();
    let told = one_line(&ran);
    assert!(told.contains("so none is stamped: mine.docx, theirs.docx. Name yours with --tracker"), "{ran}");
}

#[test]
fn one_that_cannot_be_read_may_be_it() {
    let desk = desk();
    desk.file("mine.docx", &a_tracker()[..300]).file("theirs.docx", a_tracker());
    assert!(tracker_beside(&desk.path("note.docx")).is_err());
    let ran = desk.run("enter note.docx --print").ok();
    assert!(one_line(&ran).contains("No tracker is stamped, as this may be yours: mine.docx: "), "{ran}");
    assert_eq!(desk.bytes("theirs.docx"), a_tracker());
}

#[test]
fn the_part_of_another_asks_for_none() {
    let desk = Desk::new();
    desk.run("new controcc-notification --to form.docx").ok();
    let greeted = |by: &str| desk.run(&format!("enter form.docx --print {by}")).ok().contains("No tracker");
    assert_eq!((greeted(""), greeted("--by finance")), (true, false));
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
