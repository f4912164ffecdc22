use crate::program::Desk;
use stopgap::{
    clipboard::Scripted,
    desk::{Options, Sitting, documents_of, now, take_form},
    reentry::{Advance, Input, StepKind, Want},
    template::Pack,
};

/// A form that lists these files, with these files in the folder; what is found of its documents, a line each.
#[track_caller]
fn finds(listed: &[&str], there: &[&str], expected: &[&str]) {
    let desk = Desk::new();
    let lines: Vec<String> = listed
        .iter()
        .enumerate()
        .map(|(at, file)| format!("attachments[{}].file={file}\n", at + 1))
        .collect();
    desk.run_with("new case-note --to note.docx --set -", &lines.concat()).ok();
    std::fs::create_dir(desk.path("note")).unwrap();
    for file in there {
        desk.file(file, "what is in it");
    }
    let path = desk.path("note.docx");
    let form = take_form(&path, &Pack::embedded(), now().date()).unwrap();
    let documents = documents_of(&path, &form);
    let drawn: Vec<String> = documents
        .iter()
        .map(|document| {
            let at = document.path.as_ref().map_or("missing".to_owned(), |at| {
                at.strip_prefix(desk.path("")).unwrap().to_string_lossy().replace('\\', "/")
            });
            format!(
                "{}{}: {at}",
                document.name.expose(),
                if document.is_listed { "" } else { " (laid there)" }
            )
        })
        .collect();
    assert_eq!(drawn, expected);
}

#[test]
fn beside_the_form_or_in_its_folder() {
    finds(
        &["letter.pdf", "photo.jpg"],
        &["letter.pdf", "note/photo.jpg"],
        &["letter.pdf: letter.pdf", "photo.jpg: note/photo.jpg"],
    );
    finds(&["letter.pdf"], &[], &["letter.pdf: missing"]);
}

#[test]
fn what_is_laid_into_its_folder_belongs_to_it() {
    finds(
        &[],
        &["note/b.jpg", "note/a.pdf", "note/Thumbs.db", "other.pdf"],
        &["a.pdf (laid there): note/a.pdf", "b.jpg (laid there): note/b.jpg"],
    );
    finds(&["a.pdf"], &["note/a.pdf"], &["a.pdf: note/a.pdf"]);
}

#[test]
fn a_name_is_meant_whatever_its_capitals_and_ending() {
    finds(&["Letter"], &["letter.PDF"], &["Letter: letter.PDF"]);
    finds(&["letter"], &["letter.pdf", "letter.jpg"], &["letter: missing"]);
}

#[test]
fn what_leads_elsewhere_is_no_name() {
    finds(
        &["../note.docx", "/etc/hostname", "note/a.pdf"],
        &["note/a.pdf"],
        &[
            "../note.docx: missing",
            "/etc/hostname: missing",
            "note/a.pdf: missing",
            "a.pdf (laid there): note/a.pdf",
        ],
    );
}

#[test]
fn a_document_that_changed_has_another_hash() {
    let desk = Desk::new();
    desk.run_with("new case-note --to note.docx --set -", "attachments[1].file=a.txt\n").ok();
    let hash = |text: &str| {
        desk.file("a.txt", text);
        let form = take_form(&desk.path("note.docx"), &Pack::embedded(), now().date()).unwrap();
        documents_of(&desk.path("note.docx"), &form)[0].hash.clone()
    };
    assert!(hash("one").is_some() && hash("one") == hash("one") && hash("one") != hash("two"));
}

#[test]
fn an_upload_step_offers_the_file_itself_and_says_where_it_is() {
    let desk = Desk::new();
    let answers = "system=LCS\npin=8123477\nattachments[1].file=letter\nattachments[2].file=lost.pdf\n";
    desk.run_with("new case-note --to note.docx --set -", answers).ok();
    std::fs::create_dir(desk.path("note")).unwrap();
    desk.file("note/letter.pdf", "what is in it").file("note/photo.jpg", "what is on it");
    let said = desk.run_with("enter note.docx --print", "y\n8123477\nn\nq\n").ok();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let letter = std::path::Path::new("note").join("letter.pdf");
    assert!(said.contains(&format!("It is {}.", letter.display())), "{said}");
    let (pack, clipboard) = (Pack::embedded(), Scripted::default());
    let options = Options {
        clipboard: Some(clipboard.clipboard()),
        advance: Advance::Told,
        ..Options::new(&pack, now)
    };
    let mut sitting = Sitting::open(&desk.path("note.docx"), options).unwrap();
    let mut found = Vec::new();
    while sitting.outcome().is_none() && found.len() < 3 {
        let input = match sitting.want() {
            Want::Live => Input::Yes,
            Want::Child { .. } => Input::Text("8123477".into()),
            Want::Key(card) => {
                if let Some(StepKind::Attach { file }) = card.step().map(|step| &step.kind) {
                    let document = sitting.document(file).unwrap();
                    // Files are called after children.
                    assert!(!format!("{document:?}").contains(document.name.expose()));
                    found.push(document.path.clone());
                }
                Input::Next
            }
            Want::Confirm => Input::Quit,
            _ => Input::Text("k".into()),
        };
        sitting.answer(input).unwrap();
    }
    assert_eq!(found, [Some(desk.path("note/letter.pdf")), None, Some(desk.path("note/photo.jpg"))]);
    let offered = clipboard.offered();
    for file in [desk.path("note/letter.pdf"), "lost.pdf".into(), desk.path("note/photo.jpg")] {
        assert!(offered.contains(&file.display().to_string()), "{offered:?}");
    }
}

#[test]
fn a_document_that_changed_after_its_upload_comes_again() {
    let desk = Desk::new();
    desk.run_with(
        "new case-note --to note.docx --set -",
        "system=LCS\npin=8123477\nattachments[1].file=a.txt\n",
    )
    .ok();
    std::fs::create_dir(desk.path("note")).unwrap();
    let uploads = |lines: &str| {
        let ran = desk.run_with("enter note.docx --print --json", &format!("y\n8123477\n{lines}q\n")).ok();
        let uploads = ran.lines().filter(|line| line.contains(r#""kind":"attach""#)).count();
        (uploads, ran)
    };
    desk.file("note/a.txt", "one").file("note/b.txt", "one");
    assert_eq!(uploads("n\nn\nn\n").0, 2);
    assert_eq!(uploads("").0, 0);
    desk.file("note/a.txt", "two");
    assert_eq!(uploads("n\n").0, 1);
    desk.file("note/b.txt", "two").file("note/c.txt", "new");
    assert_eq!(uploads("n\nn\n").0, 2);
    // What was laid there may be named after a child: nothing kept says so.
    let kept = String::from_utf8(desk.bytes("note.progress.jsonl")).unwrap();
    assert!(!kept.contains(".txt"), "{kept}");
    let told = desk.run("record note.docx").ok();
    assert!(told.contains("entered a document in its folder\n") && !told.contains(".txt"), "{told}");
}
