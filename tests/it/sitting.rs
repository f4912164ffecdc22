use jiff::civil::DateTime;
use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use stopgap::{
    clipboard::{ClipboardError, News, Scripted},
    desk::{
        Options, Sitting, SittingError, Stamp, add_missing_rows, add_row, make_form, new_tracker, now,
        progress_beside, rows_for, stamp_row, take_form, tracker_in, work_of,
    },
    form::{self, Answers},
    reentry::{Advance, Ending, Input, Items, Moment, Pause, SkipReason, Want},
    template::Pack,
    tracker::Entered,
};

/// A case note in a folder, being entered at a desk whose clipboard a test can trouble.
fn sitting(folder: &Path, pack: &Pack, desk: &Scripted) -> Sitting {
    let form = folder.join("note.docx");
    let answers = ["pin=111", "title=Home visit", "note=What was said", "third_party=no"].map(str::to_owned);
    make_form(pack, "case-note", &answers, &form).unwrap();
    let options = Options { clipboard: Some(desk.clipboard()), ..Options::new(pack, now) };
    started(Sitting::open(&form, options).unwrap(), "111")
}

/// Up to the first step.
fn started(mut sitting: Sitting, pin: &str) -> Sitting {
    sitting.answer(Input::Yes).unwrap();
    sitting.answer(Input::Text(pin.into())).unwrap();
    sitting
}

/// Saves a case note made from a published blank, which has no number.
fn published(file: &Path, pack: &Pack, answers: &[&str]) {
    let definition = pack.template("case-note").unwrap();
    let mut known = Answers::default();
    for answer in answers {
        known.set(definition, answer).unwrap();
    }
    let blank = form::blank(definition, None).unwrap();
    fs::write(file, form::fill(&blank, definition, &known).unwrap()).unwrap();
}

fn open(file: &Path, pack: &Pack) -> Result<Sitting, SittingError> {
    Sitting::open(file, Options::new(pack, now))
}

/// Changes answers of a form that was filled in.
fn change(file: &Path, pack: &Pack, answers: &[&str]) {
    let definition = pack.template("case-note").unwrap();
    let mut changed = Answers::default();
    for answer in answers {
        changed.set(definition, answer).unwrap();
    }
    fs::write(file, form::fill(&fs::read(file).unwrap(), definition, &changed).unwrap()).unwrap();
}

fn at_hand(sitting: &Sitting) -> String {
    match sitting.want() {
        Want::Key(card) => card.steps[0].name(),
        other => format!("{other:?}"),
    }
}

fn stamp(sitting: &Sitting) -> &Stamp {
    sitting.stamps().last().unwrap().stamp.as_ref().unwrap()
}

#[test]
fn what_could_not_be_copied_is_not_gone_on_from() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    assert_eq!((at_hand(&sitting).as_str(), desk.paste().as_deref()), ("Title/subject", Some("Home visit")));
    // Going on to the note, the clipboard is held: the title is still on it.
    desk.trouble(ClipboardError::Occupied);
    assert!(sitting.answer(Input::Next).is_err());
    assert_eq!(at_hand(&sitting), "Note text");
    assert!(!sitting.is_copied());
    // Enter copies it now and stays: nothing is passed over.
    sitting.answer(Input::Next).unwrap();
    assert_eq!(at_hand(&sitting), "Note text");
    assert!(sitting.is_copied() && desk.paste().is_some_and(|text| text.contains("What was said")));
    sitting.answer(Input::Next).unwrap();
    assert_eq!((at_hand(&sitting).as_str(), desk.paste()), ("Confidential flag", None));
}

#[test]
fn a_look_before_anything_was_copied_takes_the_text_off_and_says_so() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    sitting.answer(Input::Look).unwrap();
    assert_eq!((desk.paste(), sitting.session().pause()), (None, Some(Pause::SetAside)));
    assert!(sitting.session().say().unwrap().starts_with("Copy it in the browser first"));
    // Who has pasted nothing and presses Enter would go on from an empty box.
    sitting.answer(Input::Next).unwrap();
    assert_eq!((at_hand(&sitting).as_str(), desk.paste().as_deref()), ("Title/subject", Some("Home visit")));
}

#[test]
fn what_was_copied_to_be_shown_stays_and_the_box_is_gone_on_from() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    sitting.answer(Input::Look).unwrap();
    desk.copy("Home visit");
    sitting.answer(Input::Look).unwrap();
    assert!(sitting.session().say().unwrap().starts_with("All 10 characters are there"));
    assert_eq!((desk.holds().as_deref(), desk.offered().len()), (Some("Home visit"), 1));
    sitting.answer(Input::Next).unwrap();
    assert_eq!(at_hand(&sitting), "Note text");
}

#[test]
fn at_the_end_the_clipboard_is_empty() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    assert_eq!(desk.keys().on.len(), 3);
    sitting.answer(Input::Quit).unwrap();
    // The keys are other programs' again, whatever becomes of the sitting.
    assert_eq!((desk.paste(), desk.keys().on.len()), (None, 0));
}

#[test]
fn a_restricted_record_is_cleared_sooner_when_nobody_is_there() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    for (restricted, seconds) in [("no", 60), ("yes", 30)] {
        let (form, desk) = (folder.path().join(format!("{restricted}.docx")), Scripted::default());
        let answers = ["pin=111".to_owned(), format!("restricted={restricted}")];
        make_form(&pack, "case-note", &answers, &form).unwrap();
        let options = Options { clipboard: Some(desk.clipboard()), ..Options::new(&pack, now) };
        let _sitting = Sitting::open(&form, options).unwrap();
        assert_eq!(desk.idle(), Duration::from_secs(seconds), "restricted={restricted}");
    }
}

#[test]
fn a_second_paste_that_is_heard_of_when_the_next_text_is_there_is_told() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let form = folder.path().join("note.docx");
    make_form(&pack, "case-note", &PUBLISHED.map(str::to_owned), &form).unwrap();
    let clipboard = Some(desk.clipboard());
    let options = Options { clipboard, advance: Advance::Key, ..Options::new(&pack, now) };
    let mut sitting = started(Sitting::open(&form, options).unwrap(), "111");
    let at = |after| Moment { wall: now(), running: Duration::from_millis(after) };
    let first = desk.last_offer().unwrap();
    sitting.hear_at(News::Pasted(first), at(1000)).unwrap();
    sitting.answer_at(Input::Next, at(2000)).unwrap();
    assert_ne!(desk.last_offer(), Some(first));
    sitting.hear_at(News::Pasted(first), at(2050)).unwrap();
    assert!(sitting.session().say().unwrap().starts_with("The text before was pasted twice"));
}

const PUBLISHED: [&str; 7] = [
    "pin=111",
    "child_surname=Samplesson",
    "event_at=16/11/2026 10:00",
    "written_at=16/11/2026 11:00",
    "title=Home visit",
    "note=What was said",
    "third_party=no",
];

#[test]
fn a_form_without_a_number_is_told_from_others_like_one_with() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let file = folder.path().join("note.docx");
    published(&file, &pack, &PUBLISHED);
    let mut first = started(open(&file, &pack).unwrap(), "111");
    let number = first.given_number().unwrap();
    assert!(first.heading().contains(&number.to_string()));
    for _ in 0..3 {
        first.answer(Input::Next).unwrap();
    }
    drop(first);
    let again = started(open(&file, &pack).unwrap(), "111");
    assert_eq!((again.given_number(), at_hand(&again).as_str()), (Some(number), "Confidential flag"));
    drop(again);
    // Another child's form under the same name.
    for other in ["pin=222", "child_surname=Inventson"] {
        published(&file, &pack, &[&PUBLISHED[..], &[other]].concat());
        assert!(matches!(open(&file, &pack), Err(SittingError::ProgressOfAnother(_))), "{other}");
    }
    // Another note about the same child.
    let times = ["event_at=17/11/2026 10:00", "written_at=17/11/2026 11:00"];
    published(&file, &pack, &[&PUBLISHED[..], &times].concat());
    assert!(matches!(open(&file, &pack), Err(SittingError::ProgressOfAnother(_))));
    // What is changed in this one comes again, and a blank that says more of the child is filled in.
    published(&file, &pack, &[&PUBLISHED[..], &["title=Visit to school", "child_dob=10/06/2019"]].concat());
    let changed = open(&file, &pack).unwrap();
    assert_eq!(changed.changed(), ["Title"]);
    assert_eq!(at_hand(&started(changed, "111")), "Title/subject");
}

/// A case note with a number and the tracker row that waits for it; the note is entered and confirmed.
fn entered(folder: &Path, pack: &Pack, is_tracker_open: bool) -> (std::path::PathBuf, std::path::PathBuf) {
    let (file, tracker) = (folder.join("note.docx"), folder.join("tracker.docx"));
    make_form(pack, "case-note", &PUBLISHED.map(str::to_owned), &file).unwrap();
    new_tracker("Jane Smith", "SCNorth", Some(&tracker)).unwrap();
    add_row(&tracker, &work_of(&take_form(&file, pack, now().date()).unwrap(), now())).unwrap();
    let owner = folder.join("~$acker.docx");
    if is_tracker_open {
        fs::write(&owner, b"\x0aJane Smith").unwrap();
    }
    let mut sitting = started(open(&file, pack).unwrap(), "111");
    to_the_end(&mut sitting);
    assert_eq!(matches!(stamp(&sitting), Stamp::Pending(_)), is_tracker_open);
    if is_tracker_open {
        fs::remove_file(&owner).unwrap();
    }
    (file, tracker)
}

fn to_the_confirmation(sitting: &mut Sitting) {
    while !matches!(sitting.want(), Want::Confirm) {
        let is_blank = matches!(sitting.want(), Want::Blanks);
        sitting.answer(if is_blank { Input::Text("k".into()) } else { Input::Next }).unwrap();
    }
}

fn to_the_end(sitting: &mut Sitting) {
    to_the_confirmation(sitting);
    sitting.answer(Input::Yes).unwrap();
}

#[test]
fn what_is_added_before_the_stamp_is_entered_before_the_stamp() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let (file, tracker) = entered(folder.path(), &pack, true);
    change(&file, &pack, &["note=What was said, and one sentence more"]);
    let mut again = open(&file, &pack).unwrap();
    assert!(again.outcome().is_none(), "it was stamped without the sentence");
    assert_eq!(again.changed(), ["Case note"]);
    again = started(again, "111");
    assert_eq!(at_hand(&again), "Note text");
    to_the_end(&mut again);
    assert!(matches!(stamp(&again), Stamp::Done(_)));
    drop(again);
    let row = &tracker_in(&tracker).unwrap();
    assert!(row.rows()[0].is_entered());
}

#[test]
fn what_is_added_after_the_stamp_is_named_and_entered() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let (file, _) = entered(folder.path(), &pack, false);
    assert!(matches!(open(&file, &pack), Err(SittingError::AlreadyEntered { .. })));
    // No box takes it: it is said.
    change(&file, &pack, &["worker_role=Social worker"]);
    let Err(error) = open(&file, &pack) else { panic!("it is entered again") };
    assert!(error.to_string().ends_with("Changed in the form since: Your role"), "{error}");
    change(&file, &pack, &["title=Visit to school"]);
    let mut again = started(open(&file, &pack).unwrap(), "111");
    assert_eq!(at_hand(&again), "Title/subject");
    to_the_end(&mut again);
    let (outcome, stamp) = (again.outcome().unwrap(), stamp(&again));
    assert!(matches!((outcome.ending, stamp), (Ending::Saved, Stamp::Already(_))));
}

thread_local! {
    /// A form that somebody saves, and at which look at the clock.
    static SAVED: RefCell<Option<(PathBuf, u8)>> = const { RefCell::new(None) };
}

/// The clock of a desk at which somebody saves the form meanwhile.
fn clock() -> DateTime {
    let is_due = |(_, looks): &mut (PathBuf, u8)| {
        *looks -= 1;
        *looks == 0
    };
    if let Some((file, _)) = SAVED.with_borrow_mut(|saved| saved.take_if(is_due)) {
        change(&file, &Pack::embedded(), &["note=What was said, and one sentence more"]);
    }
    now()
}

#[test]
fn a_form_that_is_saved_while_it_is_taken_up_is_not_confirmed() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let file = folder.path().join("note.docx");
    make_form(&pack, "case-note", &PUBLISHED.map(str::to_owned), &file).unwrap();
    // The first look at the clock is for reading the form, the second comes behind it.
    SAVED.set(Some((file.clone(), 2)));
    let mut sitting = started(Sitting::open(&file, Options::new(&pack, clock)).unwrap(), "111");
    assert!(SAVED.take().is_none());
    to_the_confirmation(&mut sitting);
    sitting.answer(Input::Yes).unwrap();
    assert!(sitting.outcome().is_none() && sitting.session().say().unwrap().contains("was changed since"));
}

#[test]
fn a_form_that_is_saved_while_one_childs_row_is_stamped_is_not_confirmed_for_the_next() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let (file, tracker) = (folder.path().join("note.docx"), folder.path().join("tracker.docx"));
    let sister = ["also_for[1].pin=222", "also_for[1].surname=Samplesson", "also_for[1].dob=02/02/2016"];
    let answers: Vec<String> = PUBLISHED.iter().chain(&sister).map(|answer| (*answer).to_owned()).collect();
    make_form(&pack, "case-note", &answers, &file).unwrap();
    new_tracker("Jane Smith", "SCNorth", Some(&tracker)).unwrap();
    add_row(&tracker, &work_of(&take_form(&file, &pack, now().date()).unwrap(), now())).unwrap();
    let mut sitting = started(Sitting::open(&file, Options::new(&pack, clock)).unwrap(), "111");
    to_the_confirmation(&mut sitting);
    // The first look is for the confirmation itself, the second for the stamp.
    SAVED.set(Some((file.clone(), 2)));
    sitting.answer(Input::Yes).unwrap();
    assert!(SAVED.take().is_none() && matches!(stamp(&sitting), Stamp::Done(_)));
    sitting.answer(Input::Text("222".into())).unwrap();
    to_the_confirmation(&mut sitting);
    sitting.answer(Input::Yes).unwrap();
    assert!(sitting.outcome().is_none() && sitting.session().say().unwrap().contains("was changed since"));
}

/// The note of two children, of whom the first has no birth date and the other no PIN, and a tracker with the rows
/// that `rows` of them ask for; more answers besides.
fn note_of_two(folder: &Path, pack: &Pack, rows: usize, more: &[&str]) -> Sitting {
    let (file, tracker) = (folder.join("note.docx"), folder.join("tracker.docx"));
    let sister = ["also_for[1].surname=Samplesson", "also_for[1].dob=02/02/2016"];
    let answers: Vec<String> =
        PUBLISHED.iter().chain(&sister).chain(more).map(|answer| (*answer).to_owned()).collect();
    make_form(pack, "case-note", &answers, &file).unwrap();
    new_tracker("Jane Smith", "SCNorth", Some(&tracker)).unwrap();
    let form = take_form(&file, pack, now().date()).unwrap();
    add_missing_rows(&tracker, &rows_for(&form, None, now())[..rows]).unwrap();
    let number_only = folder.join("shared.docx");
    new_tracker("Jane Smith", "SCNorth", Some(&number_only)).unwrap();
    let number_only = form.is_restricted().then_some(number_only);
    let options = Options { tracker: Some(tracker), number_only, ..Options::new(pack, now) };
    let mut sitting = started(Sitting::open(&file, options).unwrap(), "111");
    to_the_end(&mut sitting);
    sitting
}

#[test]
fn the_row_of_a_twin_without_a_pin_is_stamped_apart() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let mut sitting = note_of_two(folder.path(), &pack, 2, &["child_dob=02/02/2016"]);
    assert!(matches!(stamp(&sitting), Stamp::Done(row) if row.get() == 1));
    second(&mut sitting);
    assert!(matches!(stamp(&sitting), Stamp::Done(row) if row.get() == 2));
}

#[test]
fn a_child_who_is_named_twice_has_one_row_and_it_is_stamped() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let (file, tracker) = (folder.path().join("note.docx"), folder.path().join("tracker.docx"));
    let answers: Vec<String> =
        PUBLISHED.iter().chain(&["also_for[1].pin=1-1 1"]).map(|answer| (*answer).to_owned()).collect();
    make_form(&pack, "case-note", &answers, &file).unwrap();
    new_tracker("Jane Smith", "SCNorth", Some(&tracker)).unwrap();
    let form = take_form(&file, &pack, now().date()).unwrap();
    assert_eq!(add_missing_rows(&tracker, &rows_for(&form, None, now())).unwrap().len(), 1);
    let options = Options { tracker: Some(tracker), ..Options::new(&pack, now) };
    let mut sitting = started(Sitting::open(&file, options).unwrap(), "111");
    to_the_end(&mut sitting);
    assert!(matches!(stamp(&sitting), Stamp::Done(row) if row.get() == 1));
    assert!(sitting.outcome().is_some_and(|outcome| outcome.is_stamped));
}

#[test]
fn a_twin_whose_first_name_the_form_does_not_ask_for_has_a_record_and_a_row() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let file = folder.path().join("note.docx");
    let twin = |row| {
        ["pin=NEW", "surname=Samplesson", "dob=02/02/2016"].map(|said| format!("also_for[{row}].{said}"))
    };
    let own = PUBLISHED.iter().map(|answer| (*answer).to_owned());
    let answers: Vec<String> = own.chain(twin(1)).chain(twin(2)).collect();
    make_form(&pack, "case-note", &answers, &file).unwrap();
    let form = take_form(&file, &pack, now().date()).unwrap();
    let sitting = open(&file, &pack).unwrap();
    assert_eq!((sitting.session().records().len(), rows_for(&form, None, now()).len()), (3, 3));
}

/// Shows the second child's record, and enters the note there, too.
fn second(sitting: &mut Sitting) {
    sitting.answer(Input::Text("02/02/2016 S".into())).unwrap();
    to_the_end(sitting);
}

#[test]
fn a_sisters_row_with_the_number_of_the_form_is_not_taken_for_the_childs_own() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let mut sitting = note_of_two(folder.path(), &pack, 2, &[]);
    assert!(matches!(stamp(&sitting), Stamp::Done(row) if row.get() == 1));
    second(&mut sitting);
    assert!(matches!(stamp(&sitting), Stamp::Done(row) if row.get() == 2));
    assert!(sitting.outcome().unwrap().is_stamped);
}

#[test]
fn a_sister_gets_no_row_in_a_tracker_that_does_not_have_the_childs_own() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let mut sitting = note_of_two(folder.path(), &pack, 0, &[]);
    second(&mut sitting);
    assert!(sitting.stamps().iter().all(|stamp| matches!(stamp.stamp, Some(Stamp::NoRow))));
    assert!(!sitting.outcome().unwrap().is_stamped);
    assert!(tracker_in(&folder.path().join("tracker.docx")).unwrap().rows().is_empty());
}

#[test]
fn a_form_of_which_one_child_is_left_is_not_said_to_be_stamped() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let mut sitting = note_of_two(folder.path(), &pack, 2, &[]);
    sitting.answer(Input::Skip(Some(SkipReason::Later), Items::Unsaid)).unwrap();
    let outcome = sitting.outcome().unwrap();
    assert_eq!((outcome.ending, outcome.is_stamped), (Ending::Later, false));
}

#[test]
fn a_restricted_form_without_its_row_on_the_share_is_not_said_to_be_stamped() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let mut sitting = note_of_two(folder.path(), &pack, 2, &["restricted=yes"]);
    assert!(sitting.number_only().is_none(), "it waits for the last child");
    second(&mut sitting);
    assert!(sitting.stamps().iter().all(|stamp| matches!(stamp.stamp, Some(Stamp::Done(_)))));
    assert!(matches!(sitting.number_only(), Some((_, Stamp::NoRow))));
    assert!(!sitting.outcome().unwrap().is_stamped);
}

#[test]
fn the_part_of_another_stamps_no_row_of_the_workers_and_is_not_held_up_by_one() {
    for is_stamped in [false, true] {
        let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
        let (file, tracker) = (folder.path().join("form.docx"), folder.path().join("tracker.docx"));
        let answers = ["pin=111", "child_surname=Samplesson", "provider=Invented Care"].map(str::to_owned);
        make_form(&pack, "controcc-notification", &answers, &file).unwrap();
        new_tracker("Jane Smith", "SCNorth", Some(&tracker)).unwrap();
        let row =
            add_row(&tracker, &work_of(&take_form(&file, &pack, now().date()).unwrap(), now())).unwrap();
        if is_stamped {
            stamp_row(&tracker, |_| Some(row), &Entered::by_hand(now().date())).unwrap();
        }
        let (by, named) = (Some("finance".to_owned()), Some(tracker.clone()));
        let options = Options { by, tracker: named, ..Options::new(&pack, now) };
        let mut sitting = started(Sitting::open(&file, options).unwrap(), "111");
        to_the_end(&mut sitting);
        assert!(matches!(stamp(&sitting), Stamp::None));
        assert_eq!(tracker_in(&tracker).unwrap().rows()[0].is_entered(), is_stamped);
    }
}

#[test]
fn what_is_gone_with_the_page_is_gone_from_the_file() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    for input in [Input::Next, Input::Next, Input::Gone, Input::Yes] {
        sitting.answer(input).unwrap();
    }
    drop(sitting);
    let mut again = started(open(&folder.path().join("note.docx"), &pack).unwrap(), "111");
    assert_eq!(at_hand(&again), "Title/subject");
    assert!(again.session().copied_before().is_some(), "it was offered on the new page");
    again.answer(Input::Next).unwrap();
    assert_eq!(at_hand(&again), "Note text");
    assert!(again.session().copied_before().is_none(), "it was on the page that is gone");
}

#[test]
fn a_clipboard_that_is_held_does_not_hold_up_the_stamp() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    to_the_confirmation(&mut sitting);
    desk.trouble(ClipboardError::Occupied);
    assert!(sitting.answer(Input::Yes).is_err());
    let (outcome, stamp) = (sitting.outcome().unwrap(), stamp(&sitting));
    assert!(matches!((outcome.ending, stamp), (Ending::Saved, Stamp::NoTracker)));
}

#[test]
fn what_is_left_on_the_clipboard_is_told() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    desk.trouble(ClipboardError::Occupied);
    assert!(sitting.answer(Input::Quit).is_err());
    assert!(sitting.outcome().is_some() && !sitting.is_cleared());
}

#[test]
fn a_pin_that_stands_in_the_tracker_is_not_passed_over_in_silence() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let (file, tracker) = (folder.path().join("contact.docx"), folder.path().join("tracker.docx"));
    let answers = ["pin=NEW", "child_surname=Samplesson", "child_dob=10/06/2019"].map(str::to_owned);
    make_form(&pack, "contact", &answers, &file).unwrap();
    new_tracker("Jane Smith", "SCNorth", Some(&tracker)).unwrap();
    add_row(&tracker, &work_of(&take_form(&file, &pack, now().date()).unwrap(), now())).unwrap();
    let mut sitting = open(&file, &pack).unwrap();
    sitting.answer(Input::Yes).unwrap();
    sitting.answer(Input::Yes).unwrap();
    sitting.answer(Input::Next).unwrap();
    for (pin, is_told) in [("8123498", false), ("8123499", true)] {
        sitting.answer(Input::Text(pin.into())).unwrap();
        sitting.answer(Input::Yes).unwrap();
        assert_eq!(sitting.session().say().is_some(), is_told, "{:?}", sitting.session().say());
        sitting.answer(Input::Back).unwrap();
    }
}

#[test]
fn a_form_that_became_another_childs_does_not_go_on() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    sitting.answer(Input::Next).unwrap();
    drop(sitting);
    let file = folder.path().join("note.docx");
    change(&file, &pack, &["child_surname=Inventson", "child_dob=10/06/2019"]);
    assert_eq!(at_hand(&started(open(&file, &pack).unwrap(), "111")), "Note text");
    // One of the two may be corrected; who has another name and another birth date is another child.
    change(&file, &pack, &["child_surname=Madeup", "child_dob=11/06/2019"]);
    assert!(matches!(open(&file, &pack), Err(SittingError::ProgressOfAnother(_))));
    change(&file, &pack, &["child_surname=Inventson", "child_dob=10/06/2019", "pin=222"]);
    assert!(matches!(open(&file, &pack), Err(SittingError::ProgressOfAnother(_))));
}

#[test]
fn the_progress_of_another_form_is_not_gone_on_from() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let [one, other] = ["one", "other"].map(|name| folder.path().join(format!("{name}.docx")));
    for form in [&one, &other] {
        make_form(&pack, "case-note", &PUBLISHED.map(str::to_owned), form).unwrap();
    }
    drop(open(&one, &pack).unwrap());
    fs::copy(progress_beside(&one, None), progress_beside(&other, None)).unwrap();
    assert!(matches!(open(&other, &pack), Err(SittingError::ProgressOfAnother(_))));
}

#[test]
fn a_form_without_a_number_that_named_no_child_or_was_another_form_is_not_gone_on_from() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let file = folder.path().join("note.docx");
    published(&file, &pack, &["title=Home visit"]);
    drop(open(&file, &pack).unwrap());
    published(&file, &pack, &["title=Home visit", "pin=222"]);
    assert!(matches!(open(&file, &pack), Err(SittingError::ProgressOfAnother(_))));
    fs::write(&file, form::blank(pack.template("contact").unwrap(), None).unwrap()).unwrap();
    assert!(matches!(open(&file, &pack), Err(SittingError::ProgressOfAnother(_))));
}

#[test]
fn an_answer_that_is_pasted_with_another_one_comes_again_with_it() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    to_the_confirmation(&mut sitting);
    drop(sitting);
    let file = folder.path().join("note.docx");
    change(&file, &pack, &["analysis=She is safe there"]);
    assert_eq!(at_hand(&started(open(&file, &pack).unwrap(), "111")), "Note text");
}

#[test]
fn both_parts_of_a_form_without_a_number_are_given_the_same() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let file = folder.path().join("form.docx");
    let definition = pack.template("controcc-notification").unwrap();
    fs::write(&file, form::blank(definition, None).unwrap()).unwrap();
    let number = open(&file, &pack).unwrap().given_number().unwrap();
    let options = Options { by: Some("finance".into()), ..Options::new(&pack, now) };
    assert_eq!(Sitting::open(&file, options).unwrap().given_number(), Some(number));
}

#[test]
fn a_child_who_was_new_may_get_a_pin() {
    for new in ["NEW", "New.", "NEW (none found)"] {
        let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
        let file = folder.path().join("note.docx");
        published(&file, &pack, &[&PUBLISHED[..], &[&format!("pin={new}")]].concat());
        let mut first = open(&file, &pack).unwrap();
        for input in [Input::Yes, Input::Yes, Input::Next] {
            first.answer(input).unwrap();
        }
        let next = at_hand(&first);
        drop(first);
        published(&file, &pack, &[&PUBLISHED[..], &["pin=111"]].concat());
        assert_eq!(at_hand(&started(open(&file, &pack).unwrap(), "111")), next, "{new}");
    }
}

#[test]
fn a_form_that_was_renamed_goes_on_where_it_was_left() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let [note, renamed, copy] =
        ["note", "Dee I", "copy"].map(|name| folder.path().join(format!("{name}.docx")));
    let made = |file: &Path| {
        make_form(&pack, "case-note", &PUBLISHED.map(str::to_owned), file).unwrap();
    };
    let from_blank = |file: &Path| published(file, &pack, &PUBLISHED);
    for make in [&made as &dyn Fn(&Path), &from_blank] {
        make(&note);
        let mut sitting = started(open(&note, &pack).unwrap(), "111");
        let (number, first) = (sitting.number(), at_hand(&sitting));
        sitting.answer(Input::Next).unwrap();
        let next = at_hand(&sitting);
        drop(sitting);
        // While it lies there under its own name, another file of it is a copy.
        fs::copy(&note, &copy).unwrap();
        assert_eq!(at_hand(&started(open(&copy, &pack).unwrap(), "111")), first);
        fs::remove_file(&copy).unwrap();
        fs::remove_file(progress_beside(&copy, None)).unwrap();
        fs::rename(&note, &renamed).unwrap();
        let again = open(&renamed, &pack).unwrap();
        assert_eq!((again.was_called().as_deref(), again.number()), (Some("note"), number));
        assert_eq!(at_hand(&started(again, "111")), next);
        assert!(!progress_beside(&note, None).exists() && progress_beside(&renamed, None).exists());
        assert_eq!(open(&renamed, &pack).unwrap().was_called(), None);
        // Another form is none of its business.
        fs::remove_file(&renamed).unwrap();
        make_form(&pack, "case-note", &["pin=222".to_owned()], &copy).unwrap();
        assert_eq!(open(&copy, &pack).unwrap().was_called(), None);
        fs::remove_file(progress_beside(&renamed, None)).unwrap();
        fs::remove_file(&copy).unwrap();
        fs::remove_file(progress_beside(&copy, None)).unwrap();
    }
}

#[test]
fn the_part_of_another_goes_on_under_the_new_name_of_its_form_too() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let [file, renamed] = ["form", "other"].map(|name| folder.path().join(format!("{name}.docx")));
    let answers = ["pin=111", "child_surname=Samplesson", "provider=Invented Care"].map(str::to_owned);
    make_form(&pack, "controcc-notification", &answers, &file).unwrap();
    let part = || Options { by: Some("finance".to_owned()), ..Options::new(&pack, now) };
    let mut first = started(Sitting::open(&file, part()).unwrap(), "111");
    first.answer(Input::Next).unwrap();
    drop(first);
    fs::rename(&file, &renamed).unwrap();
    // The worker's own part is another one.
    assert_eq!(open(&renamed, &pack).unwrap().was_called(), None);
    assert_eq!(Sitting::open(&renamed, part()).unwrap().was_called().as_deref(), Some("form"));
}

#[test]
fn equal_answers_are_not_told_apart_from_others_by_what_is_kept_of_them() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let file = folder.path().join("note.docx");
    make_form(&pack, "case-note", &PUBLISHED.map(str::to_owned), &file).unwrap();
    let sitting = open(&file, &pack).unwrap();
    let answers = sitting.session().progress().answers().clone();
    let different: std::collections::BTreeSet<&String> = answers.values().collect();
    assert_eq!(different.len(), answers.len());
    // The form keeps the same of itself once it is entered.
    drop(sitting);
    to_the_end(&mut started(open(&file, &pack).unwrap(), "111"));
    let form = take_form(&file, &pack, now().date()).unwrap();
    assert_eq!(form.identity.entered, answers);
}

#[test]
fn what_an_earlier_version_kept_of_answers_is_understood() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let file = folder.path().join("note.docx");
    make_form(&pack, "case-note", &PUBLISHED.map(str::to_owned), &file).unwrap();
    let mut sitting = started(open(&file, &pack).unwrap(), "111");
    sitting.answer(Input::Next).unwrap();
    let next = at_hand(&sitting);
    drop(sitting);
    let form = take_form(&file, &pack, now().date()).unwrap();
    let mut key = [0; 32];
    key[..16].copy_from_slice(&form.identity.issue.as_ref().unwrap().secret);
    let progress = progress_beside(&file, None);
    let kept = fs::read_to_string(&progress).unwrap();
    let (began, rest) = kept.split_once('\n').unwrap();
    let mut began: serde_json::Value = serde_json::from_str(began).unwrap();
    for answer in &form.answers {
        let hash = blake3::keyed_hash(&key, answer.text.expose().as_bytes()).to_hex()[..16].to_owned();
        began["answers"][answer.field.as_str()] = hash.into();
    }
    fs::write(&progress, format!("{began}\n{rest}")).unwrap();
    let again = open(&file, &pack).unwrap();
    assert!(again.changed().is_empty(), "{:?}", again.changed());
    assert_eq!(at_hand(&started(again, "111")), next);
    // What is changed is still noticed, and so is another child.
    change(&file, &pack, &["title=Visit to school"]);
    assert_eq!(open(&file, &pack).unwrap().changed(), ["Title"]);
    change(&file, &pack, &["pin=222"]);
    assert!(matches!(open(&file, &pack), Err(SittingError::ProgressOfAnother(_))));
}

/// A contact of a child who is NEW, its row in the tracker, and the PIN given while the tracker is open in Word.
fn pin_given_while_the_tracker_is_open(folder: &Path, pack: &Pack) -> Sitting {
    let (file, tracker) = (folder.join("contact.docx"), folder.join("tracker.docx"));
    let answers = ["pin=NEW", "child_surname=Samplesson", "child_dob=10/06/2019"].map(str::to_owned);
    make_form(pack, "contact", &answers, &file).unwrap();
    new_tracker("Jane Smith", "SCNorth", Some(&tracker)).unwrap();
    add_row(&tracker, &work_of(&take_form(&file, pack, now().date()).unwrap(), now())).unwrap();
    fs::write(folder.join("~$acker.docx"), b"\x0aJane Smith").unwrap();
    let mut sitting = open(&file, pack).unwrap();
    for input in [Input::Yes, Input::Yes, Input::Next, Input::Text("8123498".into()), Input::Yes] {
        sitting.answer(input).unwrap();
    }
    assert!(sitting.session().say().unwrap().contains("The PIN is not in the tracker"));
    sitting
}

fn pin_in_row(folder: &Path) -> String {
    tracker_in(&folder.join("tracker.docx")).unwrap().rows()[0]
        .pin_or_new()
        .unwrap()
        .written()
        .expose()
        .to_owned()
}

#[test]
fn a_new_pin_that_could_not_be_written_is_written_at_the_end() {
    for is_saved in [true, false] {
        let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
        let mut sitting = pin_given_while_the_tracker_is_open(folder.path(), &pack);
        fs::remove_file(folder.path().join("~$acker.docx")).unwrap();
        if is_saved {
            to_the_end(&mut sitting);
        } else {
            sitting.answer(Input::Quit).unwrap();
        }
        assert_eq!(pin_in_row(folder.path()), "8123498");
        assert_eq!((sitting.pins_left().len(), sitting.pins_late().len()), (0, 1));
    }
}

#[test]
fn a_new_pin_that_is_in_no_row_is_told_at_the_end_and_when_the_row_is_stamped_without_it() {
    let (folder, pack) = (tempfile::tempdir().unwrap(), Pack::embedded());
    let mut sitting = pin_given_while_the_tracker_is_open(folder.path(), &pack);
    to_the_end(&mut sitting);
    let left = &sitting.pins_left()[0];
    assert_eq!((left.pin.written().expose(), left.child.expose()), ("8123498", "Samplesson"));
    assert!(left.why.contains("is open in Word"), "{}", left.why);
    drop(sitting);
    let kept = fs::read_to_string(progress_beside(&folder.path().join("contact.docx"), None)).unwrap();
    assert!(!kept.contains("8123498"));
    fs::remove_file(folder.path().join("~$acker.docx")).unwrap();
    let again = open(&folder.path().join("contact.docx"), &pack).unwrap();
    assert!(matches!(stamp(&again), Stamp::Done(_)) && again.stamps()[0].says_new);
    assert_eq!(pin_in_row(folder.path()), "NEW");
}

/// As the handover reads it: a council may have given these options codes of its own.
#[test]
fn who_enters_it_is_said_whatever_the_codes_are() {
    const OPTIONS: &str =
        "[{ code: ME, label: Me }, { code: MT, label: My team }, { code: RT, label: Receiving team }]";
    let folder = tempfile::tempdir().unwrap();
    let yaml = format!(
        "template: who\nrevision: 1\ntitle: Who\nsystem: LCS\nnature: Who\nsections:\n  - title: All\n    screen: All\n    fields:\n      - {{ id: pin, label: PIN, type: text }}\n      - {{ id: child_surname, label: Surname, type: person }}\n      - {{ id: note, label: Note, type: text, into: Note }}\n      - {{ id: worker_name, label: Your name, type: person }}\n      - id: reenter_by\n        label: Who enters it\n        type: choice\n        options: {OPTIONS}\n"
    );
    let pack = Pack::read([("who.yaml", yaml.as_str())]).unwrap_or_else(|faults| panic!("{faults}"));
    for (code, who) in [
        ("ME", "Jane Smith"),
        ("MT", "the team that wrote it (not named)"),
        ("RT", "the receiving team (not named)"),
    ] {
        let form = folder.path().join(format!("{code}.docx"));
        let answers = ["pin=111", "note=x", "worker_name=Jane Smith", &format!("reenter_by={code}")];
        make_form(&pack, "who", &answers.map(str::to_owned), &form).unwrap();
        assert_eq!(open(&form, &pack).unwrap().entered_by().as_deref(), Some(who));
    }
}
