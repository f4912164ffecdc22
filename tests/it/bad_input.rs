use crate::{
    docx::{utf16, zipped},
    program::{Desk, Ran},
};

/// A desk with a form and a tracker of one row.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.run("new case-note --to note.docx --set pin=8123477 --set child_surname=Inventson").ok();
    desk.run(r#"tracker new --name "Jane Smith" --team SCNorth --to tracker.docx"#).ok();
    desk.run(
        r#"tracker add tracker.docx --pin 8123477 --surname Inventson --dob 12/04/2010 --nature "Case note" --recorded "01/11/2026 09:00""#,
    )
    .ok();
    desk
}

/// The command fails so, and every file is what it was.
#[track_caller]
fn check(desk: &Desk, command: &str, code: i32, message: &str) {
    let before: Vec<_> = desk.files().into_iter().map(|name| (name.clone(), read(desk, &name))).collect();
    let ran: Ran = desk.run(command);
    let after: Vec<_> = desk.files().into_iter().map(|name| (name.clone(), read(desk, &name))).collect();
    ran.fails(code, message);
    assert!(before == after, "a file was changed");
}

fn read(desk: &Desk, name: &str) -> Vec<u8> {
    if desk.path(name).is_dir() { Vec::new() } else { desk.bytes(name) }
}

#[test]
fn a_file_that_is_not_there() {
    check(&desk(), "read lost.docx", 3, "there is no file lost.docx: look whether it was moved or renamed");
    check(
        &desk(),
        "enter lost.docx --print",
        3,
        "there is no file lost.docx: look whether it was moved or renamed",
    );
    check(
        &desk(),
        "tracker show lost.docx",
        3,
        "there is no file lost.docx: look whether it was moved or renamed",
    );
}

#[test]
fn a_folder_instead_of_a_file() {
    let desk = desk();
    std::fs::create_dir(desk.path("folder")).unwrap();
    check(&desk, "tracker show folder", 3, "folder is a folder: name a file in it");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission() {
    let desk = desk();
    std::fs::create_dir(desk.path("theirs")).unwrap();
    desk.deny("theirs");
    desk.run_without_rights("read theirs")
        .fails(3, "the folder theirs cannot be read: ask its owner or your IT service for access");
}

#[test]
fn something_else_than_a_word_document() {
    let desk = desk();
    desk.file("notes.docx", "just a few lines of text");
    desk.file("minutes.docx", "%PDF-1.7\n%\u{e9}");
    desk.file("letter.docx", "{\\rtf1\\ansi hello}");
    desk.file("page.docx", "<!DOCTYPE html><html><body>Hello</body></html>");
    desk.file("nothing.docx", "");
    let ask = "ask for the Word file (.docx), or open it in Word and save it as .docx";
    check(
        &desk,
        "read notes.docx",
        1,
        &format!("notes.docx: it is another kind of file, not a Word document: {ask}"),
    );
    check(&desk, "read minutes.docx", 1, &format!("minutes.docx: it is a PDF, not a Word document: {ask}"));
    check(
        &desk,
        "read letter.docx",
        1,
        &format!("letter.docx: it is a rich text file (.rtf), not a Word document: {ask}"),
    );
    check(
        &desk,
        "tracker show page.docx",
        1,
        &format!("page.docx: it is a web page, not a Word document: {ask}"),
    );
    check(
        &desk,
        "read nothing.docx",
        1,
        "nothing.docx: the file is empty: look for another copy, in the sent mail or the backup",
    );
}

#[test]
fn a_document_with_a_password() {
    let desk = desk();
    // An OLE file with the stream that Word keeps an encrypted document in.
    let mut ole = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    ole.resize(1024, 0);
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    desk.file("locked.docx", &ole);
    desk.file("old.docx", &ole[..1024]);
    check(
        &desk,
        "enter locked.docx --print",
        1,
        "locked.docx: it is protected with a password: open it in Word, save it without the password, and try again",
    );
    check(
        &desk,
        "read old.docx",
        1,
        "old.docx: it is in Word's old format (.doc): open it in Word and save it as .docx",
    );
}

#[test]
fn other_kinds_of_files_are_named_by_what_they_hold() {
    let desk = desk();
    let named = |name: &str, bytes: Vec<u8>, expected: &str| {
        desk.file(name, &bytes);
        check(&desk, &format!("read {name}"), 1, &format!("{name}: it is {expected}"));
    };
    let ole = |stream: &str| {
        let mut ole = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        ole.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        ole
    };
    let word = |what: &str| {
        format!(
            "{what}, not a Word document: ask for the Word file (.docx), or open it in Word and save it as .docx"
        )
    };
    let mail = |kind: &str| {
        format!("an e-mail ({kind}): open it, save the Word file that is attached to it, and take that")
    };
    named("a.docx", ole("WordDocument"), "in Word's old format (.doc): open it in Word and save it as .docx");
    named("b.docx", ole("__substg1.0_0037001F WordDocument"), &mail(".msg"));
    named("c.docx", ole("Workbook"), &word("an Excel file (.xls)"));
    named("d.docx", ole("PowerPoint Document"), &word("a PowerPoint file (.ppt)"));
    named("e.docx", b"From: Jane <jane@example.gov.uk>\r\nTo: x".into(), &mail(".eml"));
    named("f.docx", utf16("<html><body>x", u16::to_le_bytes), &word("a web page"));
    named("g.docx", b"<p>x</p><table><tr>".into(), &word("a web page"));
    named(
        "m.docx",
        b"To: x@example.gov.uk\r\nSubject: TEMPLATE REFERRAL\r\nX-Unsent: 1".into(),
        &mail(".eml"),
    );
    let web_page = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x";
    named("h.docx", web_page.into(), &word("a web page in one file (.mht)"));
    named("n.docx", b"Date: 3 May\nJane told me\n".into(), &word("another kind of file"));
    let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument/>";
    named("i.docx", xml.into(), &word("a Word document in an XML file (.xml)"));
    named("j.docx", zipped(&[("x.pages/Index.zip", "")]), &word("a Pages document"));
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    named("k.docx", zipped(&[("mimetype", kind)]), &word("an OpenDocument spreadsheet (.ods)"));
    named("l.docx", b"\x00\x01".into(), &word("another kind of file"));
}

#[test]
fn a_document_that_was_cut_off() {
    let desk = desk();
    let whole = desk.bytes("note.docx");
    desk.file("half.docx", &whole[..whole.len() / 2]);
    check(
        &desk,
        "read half.docx",
        1,
        "half.docx: it is damaged or was cut off while it was copied (the end is missing): ask for it again, or open and repair it in Word",
    );
}

#[test]
fn a_document_that_is_no_form() {
    let desk = desk();
    check(
        &desk,
        "read tracker.docx",
        1,
        "tracker.docx: this Word document is not a form made by stopgap: if somebody copied the answers into another document, open it and enter them by hand",
    );
    check(
        &desk,
        "tracker show note.docx",
        1,
        "note.docx: no table in it has the tracker's headings, such as \"EHM or LCS PIN or 'NEW'\" and \"Date Entered into Liquidlogic\": choose the tracker, or type them above its columns",
    );
}

#[test]
fn a_form_of_a_template_that_is_not_here() {
    let desk = desk();
    std::fs::create_dir(desk.path("defs")).unwrap();
    desk.file("defs/other.yaml", "template: other\nrevision: 1\ntitle: Other\nsystem: LCS\nnature: Other\nsections:\n  - title: One\n    fields:\n      - { id: note, label: Note, type: text }\n");
    // It carries its own definition, so it can still be read; without that, nothing can be done.
    let read = desk.run("read note.docx --templates defs").ok();
    assert!(read.contains("its template `case-note` is not among the definitions here; it was read by the definition that it carries"), "{read}");
    let stripped = crate::docx::changed(&desk.bytes("note.docx"), "customXml/item1.xml", |item| {
        let (start, rest) = item.split_once("<definition>").unwrap();
        let (_, end) = rest.split_once("</definition>").unwrap();
        format!("{start}{end}")
    });
    desk.file("bare.docx", stripped);
    check(
        &desk,
        "read bare.docx --templates defs",
        1,
        "bare.docx: the form says it is `case-note` revision 1, which is not among the definitions here, and the definition that it carries cannot be read: use --templates with the folder that has it",
    );
    desk.run("read bare.docx").ok();
}

#[test]
fn a_tracker_row_that_cannot_be_stamped() {
    let desk = desk();
    check(
        &desk,
        "tracker stamp tracker.docx --row 2 --date 16/11/2026",
        1,
        "tracker.docx: there is no row 2 in the tracker, which has 1: look up the row's number again",
    );
    check(
        &desk,
        "tracker stamp tracker.docx --pin 999 --date 16/11/2026",
        1,
        "no row has this PIN: look at `stopgap tracker show`, then use --row N",
    );
    desk.run("tracker stamp tracker.docx --row 1 --date 16/11/2026").ok();
    check(
        &desk,
        "tracker stamp tracker.docx --row 1 --date 17/11/2026",
        1,
        "tracker.docx: row 1 is already stamped: if the date there is wrong, correct it in Word",
    );
    check(
        &desk,
        "tracker stamp tracker.docx --pin 8123477 --date 17/11/2026",
        1,
        "every row with this PIN is stamped already: nothing was changed",
    );
}

#[test]
fn a_tracker_that_word_has_open() {
    let desk = desk();
    let mut owner = vec![10];
    owner.extend(b"Jane Smith");
    owner.resize(54, b' ');
    desk.file("~$acker.docx", &owner);
    check(
        &desk,
        "tracker stamp tracker.docx --row 1 --date 16/11/2026",
        3,
        "tracker.docx is open in Word by Jane Smith: close it there, and try again; if nobody has it open, delete ~$acker.docx",
    );
}

#[test]
fn a_template_or_field_that_does_not_exist() {
    let desk = Desk::new();
    check(
        &desk,
        "new contcat --to c.docx",
        2,
        "there is no template `contcat`: say which you mean\n  `contact`  New contact (LCS)",
    );
    check(
        &desk,
        "plan referral",
        2,
        "there is no template `referral`: say which you mean\n  `referral-mash`  Referral and MASH enquiry (LCS)",
    );
    check(
        &desk,
        "plan xylophone",
        2,
        "there is no template `xylophone`: `stopgap forms` lists those that there are",
    );
    let several = desk.run("new plan --to c.docx").err;
    assert!(several.contains("\n  `cin-plan`") && several.contains("\n  `cp-plan`"), "{several}");
    check(
        &desk,
        "new contact --to c.docx --set child_surnam=Samplesson",
        2,
        "there is no field `child_surnam`: did you mean `child_surname`?",
    );
    check(
        &desk,
        "new contact --to c.docx --set children[9].pin=NEW",
        2,
        "`children` has 4 rows in a blank form: use a row from 1 to 4",
    );
    check(
        &desk,
        r#"new contact --to c.docx --set "Mum rang at ten""#,
        2,
        "a line has no `=`: write ID=VALUE",
    );
}

#[test]
fn an_answer_that_does_not_fit_is_not_repeated() {
    let desk = Desk::new();
    check(
        &desk,
        "new contact --to c.docx --set child_dob=31/02/2026",
        2,
        "`child_dob` takes a day that the calendar has, as dd/mm/yyyy",
    );
    check(
        &desk,
        "new contact --to c.docx --set received_at=tomorrow",
        2,
        "`received_at` takes a day and a time, as dd/mm/yyyy hh:mm",
    );
    check(&desk, "new contact --to c.docx --set anonymous=maybe", 2, "`anonymous` takes yes or no");
    check(
        &desk,
        "new contact --to c.docx --set consent=perhaps",
        2,
        "`consent` takes one of `GIVEN`, `CHILD`, `REFUSED`, `NOTSOUGHT` or `NOTYET`",
    );
}

#[test]
fn a_day_that_no_calendar_has_on_the_command_line() {
    check(
        &desk(),
        "tracker stamp tracker.docx --row 1 --date 31/02/2026",
        2,
        "--date takes a day that the calendar has, as dd/mm/yyyy",
    );
}

#[test]
fn a_name_that_is_not_that_of_a_document() {
    let desk = desk();
    std::fs::create_dir(desk.path("My Folder")).unwrap();
    check(&desk, "new contact --to c2.doc", 2, "c2.doc is not named as a Word document: call it c2.docx");
    check(&desk, r#"new contact --to "My Folder""#, 2, "My Folder is a folder: add a file name");
    check(
        &desk,
        "tracker new --name Jo --team North --to t.doc",
        2,
        "t.doc is not named as a Word document: call it t.docx",
    );
    desk.run("tracker new --name Jo --team North --to t").ok();
    desk.run("tracker show t.docx").ok();
    check(
        &desk,
        "new contact --to nowhere/",
        3,
        "there is no folder nowhere/: make it first, or choose another",
    );
}

#[test]
fn a_file_that_is_there_already() {
    let desk = desk();
    check(
        &desk,
        "new contact --to note",
        3,
        "note.docx is there already and was left as it is: choose another name",
    );
    check(
        &desk,
        "new contact --to note.docx",
        3,
        "note.docx is there already and was left as it is: choose another name",
    );
    check(
        &desk,
        "new contact --to nowhere/c.docx",
        3,
        "there is no folder nowhere: make it first, or choose another",
    );
    check(
        &desk,
        r#"tracker new --name "Jane Smith" --team SCNorth --to tracker.docx"#,
        3,
        "tracker.docx is there already and was left as it is: choose another name",
    );
}

#[test]
fn definitions_with_faults() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("defs")).unwrap();
    check(
        &desk,
        "forms --templates lost",
        3,
        "there is no folder lost: look whether it was moved or renamed",
    );
    check(
        &desk,
        "forms --templates defs",
        3,
        "there is no definition in defs: name the folder that holds contact.yaml and the like",
    );
    desk.file("defs/note.yaml", "template: note\n");
    let ran = desk.run("new note --to n.docx --templates defs");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.starts_with(
            "stopgap: the definitions in defs have 5 faults: run stopgap check defs\n\nerror[SG012]: a template needs"
        ),
        "{}",
        ran.err
    );
    assert!(
        ran.err.ends_with("\n\nand 2 more\n") && ran.err.contains("--> defs/note.yaml:1:1"),
        "{}",
        ran.err
    );
}

#[test]
fn no_clipboard() {
    check(
        &desk(),
        "enter note.docx",
        3,
        "there is no clipboard, because no desktop answers; use --print and type the answers",
    );
    check(&desk(), "enter lost.docx", 3, "there is no file lost.docx: look whether it was moved or renamed");
}

#[test]
fn progress_that_is_damaged_or_of_another_form() {
    let desk = desk();
    desk.file("note.progress.jsonl", "not json\n");
    check(
        &desk,
        "enter note.docx --print",
        1,
        "line 1 is no deed of ours in the progress file note.progress.jsonl: move it away to begin this form anew",
    );
    let began = r#"{"at":"2026-11-22T17:00:00","did":"began","form":"7K3F-2"}"#;
    desk.file("note.progress.jsonl", format!("{began}\n"));
    check(
        &desk,
        "enter note.docx --print",
        1,
        "the progress file note.progress.jsonl is of another form, or the child was changed in this one: move it away to begin anew",
    );
}

/// `stopgap forms | head -1`: the reader goes away before all is said.
#[cfg(unix)]
#[test]
fn nobody_reads_to_the_end() {
    let desk = desk();
    let program = env!("CARGO_BIN_EXE_stopgap");
    for words in [
        "forms",
        "schema",
        "plan contact",
        "read note.docx",
        "read note.docx --json",
        "tracker show tracker.docx",
        "enter note.docx --print",
        "check --json",
        "",
    ] {
        // The shell waits until the reader has closed its end, and tells how stopgap ended.
        let line = format!("{{ sleep 0.3; {program} {words}; echo $? >code; }} 2>err </dev/null | exec 0<&-");
        let mut shell = desk.command("sh", "");
        assert!(shell.args(["-c", &line]).status().unwrap().success());
        let told = |name: &str| String::from_utf8(desk.bytes(name)).unwrap();
        assert_eq!((told("code").trim(), told("err").as_str()), ("141", ""), "{words}");
    }
}
