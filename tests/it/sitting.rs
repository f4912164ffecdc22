use std::path::Path;
use stopgap::{
    clipboard::{ClipboardError, Scripted},
    desk::{Options, Sitting, make_form, now},
    reentry::{Input, Want},
    template::Pack,
};

/// A case note in a folder, being entered at a desk whose clipboard a test can trouble.
fn sitting(folder: &Path, pack: &Pack, desk: &Scripted) -> Sitting {
    let form = folder.join("note.docx");
    let answers = ["pin=111", "title=Home visit", "note=What was said", "third_party=no"].map(str::to_owned);
    make_form(pack, "case-note", &answers, &form).unwrap();
    let options = Options { pack, by: None, tracker: None, clipboard: Some(desk.clipboard()), clock: now };
    let mut sitting = Sitting::open(&form, options).unwrap();
    sitting.answer(Input::Yes).unwrap();
    sitting.answer(Input::Text("111".into())).unwrap();
    sitting
}

fn at_hand(sitting: &Sitting) -> String {
    match sitting.want() {
        Want::Key { step, .. } => step.name(),
        other => format!("{other:?}"),
    }
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
fn at_the_end_the_clipboard_is_empty() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    let mut sitting = sitting(folder.path(), &pack, &desk);
    sitting.answer(Input::Quit).unwrap();
    assert_eq!(desk.paste(), None);
}
