use crate::program::Desk;
use stopgap::{
    desk::{documents_of, now, take_form},
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
    let documents = documents_of(&path, &form).unwrap();
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
        documents_of(&desk.path("note.docx"), &form).unwrap()[0].hash.clone()
    };
    assert!(hash("one").is_some() && hash("one") == hash("one") && hash("one") != hash("two"));
}
