use crate::program::Desk;
use std::time::Duration;
use stopgap::{
    clipboard::{Abilities, ClipboardError, Kept, News, Offer, Scripted, Surroundings},
    desk::clipboard_check::{ClipboardCheck, Paste, Seen, Verdict},
};

/// A check at a desk where this happens while nobody pastes, and this when the person is asked to; they say
/// whether the word has arrived.
fn checked(alone: impl Fn(&Scripted), asked: impl Fn(&Scripted), says: Option<bool>) -> Verdict {
    let desk = Scripted::default();
    let mut check = ClipboardCheck::begin(desk.clipboard()).unwrap();
    assert_eq!(desk.holds().as_deref(), Some(ClipboardCheck::WORD));
    alone(&desk);
    check.watch(Duration::ZERO);
    check.ask().unwrap();
    asked(&desk);
    check.answer(says);
    let verdict = check.finish();
    assert_eq!((desk.holds(), desk.keys().on.len()), (None, 0));
    verdict
}

fn nothing(_: &Scripted) {}

fn paste(desk: &Scripted) {
    desk.paste();
}

/// The list as a person reads it, and what follows.
fn told(verdict: &Verdict) -> String {
    let looks =
        verdict.looks.iter().map(|look| format!("{}{}: {}\n", look.state.sign(), look.what, look.found));
    looks.chain([format!("by paste: {:?}\n", verdict.by_paste)]).collect()
}

#[test]
fn a_desk_where_pastes_are_seen_goes_on_by_itself() {
    let verdict = checked(nothing, paste, Some(true));
    insta::assert_snapshot!(told(&verdict));
}

#[test]
fn a_program_that_reads_by_itself_is_named() {
    let monitor = |desk: &Scripted| {
        desk.refuse(Some("parcellite"));
        desk.refuse(None);
        desk.refuse(Some("parcellite"));
    };
    let verdict = checked(monitor, paste, Some(true));
    insta::assert_snapshot!(told(&verdict));
}

#[test]
fn a_program_that_cannot_be_told_from_a_person_is_not_trusted() {
    let verdict = checked(paste, paste, Some(true));
    insta::assert_snapshot!(told(&verdict));
}

#[test]
fn a_browser_that_is_refused_is_named() {
    let verdict = checked(nothing, |desk| desk.refuse(Some("wfica32.exe")), Some(false));
    insta::assert_snapshot!(told(&verdict));
}

/// What is said of pasting, and what follows, when this happens on being asked.
#[track_caller]
fn check(asked: impl Fn(&Scripted), says: Option<bool>, by_paste: Option<bool>, found: &str) {
    let verdict = checked(nothing, asked, says);
    let look = verdict.looks.iter().find(|look| look.what == "pasting").unwrap();
    assert_eq!((verdict.by_paste, look.found.as_str()), (by_paste, found));
}

#[test]
fn a_paste_counts_when_it_is_seen_and_has_arrived() {
    let not_tried = "not tried: run stopgap clipboard-check at a terminal, beside the browser";
    check(nothing, None, None, not_tried);
    check(paste, None, None, not_tried);
    check(nothing, Some(true), Some(false), "the word arrived, but the paste was not seen");
    check(paste, Some(false), Some(false), "the word was given to a program, but does not stand in the box");
    check(
        nothing,
        Some(false),
        Some(false),
        "nothing asked for the word. Run stopgap where the browser runs: in the same remote session, or outside of it",
    );
}

#[test]
fn what_happens_to_an_older_offer_is_not_the_paste() {
    let late = |desk: &Scripted| desk.tell(News::Pasted(Offer::from(1)));
    let verdict = checked(nothing, late, Some(true));
    assert_eq!(verdict.by_paste, Some(false));
}

#[test]
fn a_desk_that_can_less_says_what() {
    let none = Abilities {
        sees_pastes: false,
        tells_readers_apart: false,
        has_keys: false,
        sees_absence: false,
        survives_a_crash: false,
    };
    let desk = Scripted::default();
    desk.set_abilities(none);
    let mut check = ClipboardCheck::begin(desk.clipboard()).unwrap();
    check.ask().unwrap();
    desk.paste();
    check.answer(Some(true));
    insta::assert_snapshot!(told(&check.finish()));
}

#[test]
fn what_windows_keeps_is_told() {
    let marks = vec![("CanIncludeInClipboardHistory", true), ("CanUploadToCloudClipboard", true)];
    let around = Surroundings { history: Kept::On, cloud: Kept::Forbidden, remote: Some("Citrix"), marks };
    let desk = Scripted::default();
    desk.take_key("Ctrl+Alt+PgDn".parse().unwrap());
    let mut clipboard = desk.clipboard();
    let keys = clipboard.set_keys(true).unwrap();
    let mut seen = Seen::new(clipboard.abilities(), Some(around), keys);
    seen.paste = Some(Paste { has_arrived: true, is_seen: true, refused: Vec::new() });
    insta::assert_snapshot!(told(&seen.verdict()));
}

#[test]
fn a_clipboard_that_is_held_is_told() {
    let desk = Scripted::default();
    desk.trouble(ClipboardError::HeldBy { by: "excel.exe".to_owned() });
    let error = ClipboardCheck::begin(desk.clipboard()).err().unwrap();
    assert_eq!(
        error.to_string(),
        "excel.exe keeps the clipboard to itself; copy again, or close that program"
    );
}

#[test]
fn without_a_desktop_it_says_so() {
    let message = "there is no clipboard, because no desktop answers; use --print and type the answers";
    Desk::new().run("clipboard-check").fails(3, message);
    Desk::new().run("clipboard-check --json").fails(3, message);
}
