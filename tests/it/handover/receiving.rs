use super::*;
use crate::docx;
use proptest::prelude::*;
use stopgap::desk::Arrival;

const SOUTH: &str = "share/Assessment/SCSouth/Ann Lee";
const SOUTH_TRACKER: &str = "share/Assessment/SCSouth/Ann Lee/SCSouth_AnnLee.docx";
const ANN: &str = r#"--name "Ann Lee" --team SCSouth"#;

/// A form of Jane Smith's in a mail to `SCSouth`, as `in.eml` out of the share; gives the number.
fn mailed(council: &Council, answers: &str, words: &str) -> String {
    let form = made(council, "contact", answers);
    council.run(&format!(r#"handover "{form}" --to SCSouth {words}"#)).ok();
    fs::rename(council.desk.path(&mail_of(&form)), council.desk.path("in.eml")).unwrap();
    number_of(&form)
}

/// A mail with these files, by name.
fn mail_with(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut mail =
        b"From: Jane <scnorth@example.gov.uk>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".to_vec();
    for (name, bytes) in files {
        mail.extend(format!("--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n").as_bytes());
        mail.extend_from_slice(bytes);
        mail.extend(b"\r\n");
    }
    mail.extend(b"--b--\r\n");
    mail
}

fn received(council: &Council, file: &str) -> crate::program::Ran {
    council.run(&format!(r#"receive "{file}" {ANN}"#))
}

/// The forms and documents in Ann Lee's folder.
fn hers(council: &Council) -> Vec<String> {
    let files = council.files(SOUTH).into_iter().filter(|file| file != SOUTH_TRACKER);
    files.map(|file| file.strip_prefix(SOUTH).unwrap()[1..].to_owned()).collect()
}

#[test]
fn a_form_comes_into_ones_folder_and_tracker() {
    let council = Council::new();
    let number = mailed(&council, "", "--they-enter");
    insta::assert_snapshot!(council.desk.steady(&received(&council, "in.eml").ok()));
    let form = format!("{SOUTH}/New contact {number}.docx");
    assert_eq!(hers(&council), [format!("New contact {number}.docx")]);
    assert_eq!(
        answers(&council, &form, &["passed_received_by", "reenter_by", "receiving_team"]),
        json!(["Ann Lee", "Receiving team", "SCSouth"])
    );
    assert_eq!(
        answers(&council, &form, &["passed_received_at"])[0].as_str().unwrap()[..10],
        now().date().to_string()
    );
    let row = one_line(&council.rows(SOUTH_TRACKER));
    assert!(row.contains("8123477, Inventson 12/04/2010 New Contact, received from SCNorth [today] (7K3F-2), recorded 01/10/2026 09:00: to enter"), "{row}");
    // So the sender's is not waited for any more.
    council.counts(&json!({ "open": 1, "passed": 1, "not_received": 0 }));
}

#[test]
fn every_child_of_a_form_gets_a_row() {
    let council = Council::new();
    let other = "also_for[1].pin=NEW\nalso_for[1].surname=Inventson\nalso_for[1].dob=01/02/2020\n";
    mailed(&council, other, "--they-enter");
    let said = council.desk.steady(&received(&council, "in.eml").ok());
    assert!(said.contains(&format!("\nThey are rows 1 and 2 of {SOUTH_TRACKER}.\n")), "{said}");
}

#[test]
fn what_the_sender_enters_is_only_noted() {
    let council = Council::new();
    mailed(&council, "", "--i-enter");
    let said = received(&council, "in.eml").ok();
    assert!(said.contains("SCNorth enters it; you only note what you did, in the same row."), "{said}");
    let row = one_line(&council.rows(SOUTH_TRACKER));
    assert!(
        row.contains("received from SCNorth [today], SCNorth enters it (7K3F-2)")
            && row.ends_with("another team enters it"),
        "{row}"
    );
    council.counts(&json!({ "open": 1, "noted": 1 }));
    // And it is not passed further as if it were one's own.
    let form = format!("{SOUTH}/{}", hers(&council)[0]);
    council.run(&format!(r#"handover "{form}" --to SCSouth"#)).fails(2, "SCNorth enters this form, and your row only notes it: forward their mail, or pass on a form of your own about what you did");
}

#[test]
fn the_same_again_is_told_and_changes_nothing() {
    let council = Council::new();
    let number = mailed(&council, "", "--they-enter");
    received(&council, "in.eml").ok();
    let form = format!("{SOUTH}/New contact {number}.docx");
    let before = (council.desk.bytes(&form), council.desk.bytes(SOUTH_TRACKER));
    let said = received(&council, "in.eml").ok();
    assert!(said.starts_with(&format!("New contact {number} is there already: ")), "{said}");
    // Also the form itself where it lies; nobody is told to delete that.
    let said = received(&council, &form).ok();
    assert!(said.contains("is there already") && !said.contains("delete"), "{said}");
    assert!(before == (council.desk.bytes(&form), council.desk.bytes(SOUTH_TRACKER)));
}

/// Saved by hand and begun: it does not say yet who received it.
#[test]
fn a_form_that_somebody_is_entering_is_not_written_into() {
    let council = Council::new();
    let number = mailed(&council, "", "--they-enter");
    let form = format!("{SOUTH}/New contact {number}.docx");
    fs::create_dir_all(council.desk.path(SOUTH)).unwrap();
    let mail = Mail::read(&council.desk.bytes("in.eml")).unwrap();
    council.desk.file(&form, &mail.files[0].bytes);
    let turn = lock(&council.desk.path(&form.replace(".docx", ".progress.jsonl")), Duration::ZERO).unwrap();
    let ran = received(&council, "in.eml");
    assert!(ran.code == 3 && ran.err.contains("somebody is entering "), "{ran:?}");
    assert_eq!(council.desk.bytes(&form), mail.files[0].bytes);
    drop(turn);
    received(&council, "in.eml").ok();
}

#[test]
fn conflicted_copies_are_told_and_the_form_of_that_name_counts() {
    let council = Council::new();
    let number = mailed(&council, "", "--they-enter");
    received(&council, "in.eml").ok();
    let form = format!("{SOUTH}/New contact {number}.docx");
    let copy = form.replace(".docx", " (conflicted copy).docx");
    council.desk.file(&copy, council.desk.bytes(&form));
    let ran = received(&council, "in.eml");
    assert!(ran.err.contains("(conflicted copy).docx is the same form: look at both"), "{}", ran.err);
    assert!(ran.code == 0 && ran.out.contains(&format!("New contact {number}.docx.")), "{}", ran.out);
}

#[test]
fn a_form_that_was_saved_by_hand_is_taken_where_it_lies() {
    let council = Council::new();
    let number = mailed(&council, "", "--they-enter");
    fs::create_dir_all(council.desk.path(SOUTH)).unwrap();
    let saved = format!("{SOUTH}/contact (1).docx");
    let mail = Mail::read(&council.desk.bytes("in.eml")).unwrap();
    council.desk.file(&saved, &mail.files[0].bytes);
    let said = received(&council, &saved).ok();
    assert!(
        said.starts_with(&format!("New contact {number} is there already: ")) && !said.contains("delete"),
        "{said}"
    );
    assert_eq!(hers(&council), ["contact (1).docx"]);
    assert_eq!(answers(&council, &saved, &["passed_received_by"]), json!(["Ann Lee"]));
    assert!(one_line(&council.rows(SOUTH_TRACKER)).contains("received from SCNorth"));
    assert!(received(&council, "in.eml").ok().contains("is there already"));
}

#[test]
fn a_form_that_differs_is_told_by_its_questions() {
    let council = Council::new();
    let number = mailed(&council, "", "--they-enter");
    received(&council, "in.eml").ok();
    let form = format!("{SOUTH}/New contact {number}.docx");
    let other = council.desk.bytes(&form);
    let pack = stopgap::template::Pack::embedded();
    let definition = pack.template("contact").unwrap();
    let mut changed = stopgap::form::Answers::default();
    changed.set(definition, "child_forename=Kim").unwrap();
    changed.set(definition, "worker_role=Social worker").unwrap();
    council.desk.file(&form, stopgap::form::fill(&other, definition, &changed).unwrap());
    let before = (council.desk.bytes(&form), council.desk.bytes(SOUTH_TRACKER));
    let ran = received(&council, "in.eml");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err
            .contains("differs in \u{201c}Child's forename\u{201d}, \u{201c}Your role\u{201d}: look at both"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("Kim"));
    assert!(before == (council.desk.bytes(&form), council.desk.bytes(SOUTH_TRACKER)));
    // Where the sender was right, it is received once one's own has another name.
    fs::rename(council.desk.path(&form), council.desk.path("old.docx")).unwrap();
    assert!(received(&council, "in.eml").ok().starts_with("Put New contact"));
}

#[test]
fn two_people_at_one_mailbox_do_not_both_take_it() {
    let council = Council::new();
    let number = mailed(&council, "", "--they-enter");
    received(&council, "in.eml").ok();
    // They are named as their folder is, whatever they wrote into their tracker.
    let tracker = council.desk.bytes(SOUTH_TRACKER);
    let anyhow =
        docx::changed(&tracker, "word/document.xml", |page| page.replace("Ann Lee", "Dad hits Alva"));
    assert!(anyhow != tracker);
    council.desk.file(SOUTH_TRACKER, anyhow);
    let ran = council.run(r#"receive in.eml --name "Bo Ng" --team SCSouth"#);
    ran.fails(1, &format!("Ann Lee of your team has form {number} already: nothing was done. To enter it in their stead, use stopgap enter --for"));
    assert!(council.files("share/Assessment/SCSouth/Bo Ng").is_empty());
}

#[test]
fn a_form_without_a_number_gets_the_same_one_from_everybody() {
    let council = Council::new();
    let form = from_blank(&council, "saved.docx");
    let said = council.run(&format!("receive {form} --i-enter {ANN}")).ok();
    let name = hers(&council).remove(0);
    let number = name.trim_start_matches("New contact ").trim_end_matches(".docx").to_owned();
    assert!(
        said.contains(&number)
            && council
                .run(&format!(r#"read "{SOUTH}/{name}" --json"#))
                .ok()
                .contains(&format!("\"form\":\"{number}\""))
    );
    // Who enters it was settled the first time.
    let again = council.run("receive saved.docx --they-enter").ok();
    assert!(again.contains("is there already") && again.contains("You enter it"), "{again}");
    let ran = council.run(r#"receive saved.docx --i-enter --name "Bo Ng" --team SCSouth"#);
    assert!(ran.code == 1 && ran.err.contains(&number), "{}", ran.err);
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    let council = Council::new();
    from_blank(&council, "saved.docx");
    received(&council, "saved.docx")
        .fails(2, "the form does not say who enters it: answer it in Word, or say --they-enter or --i-enter");
    assert!(council.files("share").is_empty());
}

#[test]
fn a_restricted_form_goes_to_the_secure_place_and_nowhere_else() {
    let council = Council::new();
    let form = from_blank(&council, "saved.docx");
    let pack = stopgap::template::Pack::embedded();
    let definition = pack.template("contact").unwrap();
    let mut answers = stopgap::form::Answers::default();
    for line in ["restricted=yes", "reenter_by=Receiving team", "worker_team=SC North"] {
        answers.set(definition, line).unwrap();
    }
    let restricted = stopgap::form::fill(&council.desk.bytes(&form), definition, &answers).unwrap();
    council.desk.file(
        "in.eml",
        mail_with(&[("Kim.docx", &restricted), ("Kim Inventson.jpg", b"photo"), ("Kim.exe", b"MZ")]),
    );
    let said = received(&council, "in.eml").ok();
    insta::assert_snapshot!(council.desk.steady(&said));
    assert!(!said.contains("Kim") && !said.contains("Inventson"), "{said}");
    let share = council.all_text("share");
    for word in ["Inventson", "8123477", "12/04/2010", "2010-04-12", "Kim", "photo"] {
        assert!(!share.contains(word), "{word}");
    }
    let secure: Vec<String> = council.files("secure").iter().map(|file| council.desk.steady(file)).collect();
    assert_eq!(
        secure,
        [
            "secure/New contact 7K3F-2.docx",
            "secure/New contact 7K3F-2/Kim Inventson.jpg",
            "secure/SCSouth_AnnLee.docx"
        ]
    );
    assert!(one_line(&council.rows("secure/SCSouth_AnnLee.docx")).contains("received from SCNorth"));
    assert!(council.rows(SOUTH_TRACKER).contains("1  Restricted record"));
    assert!(received(&council, "in.eml").ok().contains("is there already"));
}

#[test]
fn other_files_lie_in_the_forms_folder() {
    let council = Council::new();
    let number = mailed(&council, "", "--they-enter");
    let form = Mail::read(&council.desk.bytes("in.eml")).unwrap().files.remove(0).bytes;
    let tracker = council.desk.bytes(TRACKER);
    let long = format!("{}.pdf", "a".repeat(300));
    let files: Vec<(&str, &[u8])> = vec![
        ("New contact.docx", &form),
        ("photo.jpg", b"one"),
        ("photo.jpg", b"two"),
        ("photo.jpg", b"one"),
        (r"..\\..\\Startup\\letter.pdf", b"x"),
        ("CON", b"x"),
        ("\u{202e}fdp.exe", b"x"),
        ("a.lnk", b"x"),
        ("b.VBS ", b"x"),
        (&long, b"x"),
        ("tracker.docx", &tracker),
        ("", b"x"),
    ];
    council.desk.file("in.eml", mail_with(&files));
    let said = received(&council, "in.eml").ok();
    let folder = format!("New contact {number}");
    let mut expected: Vec<String> = [
        "photo.jpg",
        "photo (2).jpg",
        "letter.pdf",
        "file 5 CON",
        &format!("{}.pdf", "a".repeat(80)),
        "file 11",
    ]
    .iter()
    .map(|name| format!("{folder}/{name}"))
    .collect();
    expected.push(format!("{folder}.docx"));
    expected.sort();
    assert_eq!(hers(&council), expected);
    assert_eq!(council.desk.bytes(&format!("{SOUTH}/{folder}/photo (2).jpg")), b"two");
    for left in [
        "fdp.exe was left in the mail: it could run as a program",
        "a.lnk was left",
        "b.VBS was left",
        "tracker.docx was left in the mail: it is a tracker, and tells of other children",
    ] {
        assert!(said.contains(left), "{left} in {said}");
    }
    // Again: they are there.
    assert_eq!(received(&council, "in.eml").code, 0);
    assert_eq!(hers(&council), expected);
}

#[test]
fn a_mail_with_several_forms_gives_each_its_files() {
    let council = Council::new();
    let (first, second) = (
        made(&council, "contact", "reenter_by=Receiving team\n"),
        made(&council, "case-note", "reenter_by=Receiving team\nattachments[1].file=letter.pdf\n"),
    );
    let (a, b) = (council.desk.bytes(&first), council.desk.bytes(&second));
    council.desk.file(
        "in.eml",
        mail_with(&[("a.docx", &a), ("b.docx", &b), ("again.docx", &a), ("letter.pdf", b"x")]),
    );
    let said = received(&council, "in.eml").ok();
    assert!(said.matches("Put ").count() == 2, "{said}");
    let (first, second) = (first.replace(NORTH, ""), second.replace(NORTH, ""));
    let mut expected = vec![
        first[1..].to_owned(),
        second[1..].to_owned(),
        format!("{}/letter.pdf", &second[1..].trim_end_matches(".docx")),
    ];
    expected.sort();
    assert_eq!(hers(&council), expected);
}

#[test]
fn what_holds_no_form_says_what_to_do() {
    let council = Council::new();
    let outlook: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
        .into_iter()
        .chain("__properties_version1.0".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let damaged = made(&council, "contact", "");
    let damaged = council.desk.bytes(&damaged)[..9_000].to_vec();
    council.desk.file("letter.docx", crate::docx::Docx::new("<w:p/>").bytes());
    for (file, bytes, because) in [
        ("a.msg", outlook, "it is a mail in Outlook's own format (.msg): open it, drag the form out of it"),
        (
            "a.eml",
            mail_with(&[("photo.jpg", b"x")]),
            "no form of stopgap is in the mail: if it only links to one",
        ),
        (
            "b.eml",
            b"Subject: x\nContent-Type: application/ms-tnef; name=winmail.dat\n\nx".to_vec(),
            "into winmail.dat: open the mail in Outlook",
        ),
        (
            "c.eml",
            b"Subject: x\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nx".to_vec(),
            "the mail is encrypted or sealed",
        ),
        ("d.eml", mail_with(&[("form.docx", &damaged)]), "it is damaged or was cut off"),
        ("e.eml", b"Dear all".to_vec(), "neither a mail (.eml) nor a Word document (.docx)"),
        ("f.pdf", b"%PDF-1.7".to_vec(), "it is a PDF, not a Word document"),
        ("g.eml", Vec::new(), "the file is empty"),
        ("letter.docx", council.desk.bytes("letter.docx"), "not a form made by stopgap"),
    ] {
        council.desk.file(file, bytes);
        let ran = received(&council, file);
        assert!(
            ran.code == 1 && ran.err.contains(because) && ran.err.starts_with(&format!("stopgap: {file}: ")),
            "{file}: {}",
            ran.err
        );
    }
    assert!(received(&council, "none.eml").err.contains("there is no file none.eml"));
    assert!(council.files("share/Assessment/SCSouth").is_empty());
}

#[test]
fn what_is_odd_is_told_and_it_is_received_all_the_same() {
    let council = Council::new();
    mailed(&council, "", "--they-enter");
    let ran = council.run(r#"receive in.eml --name "Bo Ng" --team EHCentral"#);
    assert!(
        ran.code == 0 && ran.err.contains("the form says that it goes to SCSouth, and not to EHCentral"),
        "{}",
        ran.err
    );
    received(&council, "in.eml").ok();
    let saved = format!("{SOUTH}/{}", hers(&council)[0]);
    fs::rename(council.desk.path(&saved), council.desk.path("saved.docx")).unwrap();
    let ran = council.run(r#"receive saved.docx --name "Bo Ng" --team EHCentral"#);
    assert!(ran.code == 0 && ran.err.contains("somebody received it before"), "{}", ran.err);
}

#[test]
fn where_the_tracker_is_open_the_row_comes_later() {
    let council = Council::new();
    mailed(&council, "", "--they-enter");
    council.run(&format!(
        "new contact {ANN} --set pin=NEW --set child_surname=Other --set child_dob=1/2/2020 --set restricted=no")).ok();
    let owner = format!("{SOUTH}/~$South_AnnLee.docx");
    council.desk.file(&owner, "\u{7}Ann Lee");
    let ran = received(&council, "in.eml");
    assert!(
        ran.code == 0
            && ran.err.contains("the tracker does not say so yet")
            && ran.err.contains("received from SCNorth"),
        "{}",
        ran.err
    );
    fs::remove_file(council.desk.path(&owner)).unwrap();
    assert!(received(&council, "in.eml").ok().contains("It is row 2 of "));
}

#[test]
fn a_row_that_somebody_typed_for_it_becomes_its_row() {
    let council = Council::new();
    from_blank(&council, "saved.docx");
    fs::create_dir_all(council.desk.path(SOUTH)).unwrap();
    council.run(&format!(r#"tracker new --name "Ann Lee" --team SCSouth --to "{SOUTH_TRACKER}""#)).ok();
    let row = "pin=8123477\nsurname=Inventson\ndob=12/04/2010\nnature=New contact from North\nrecorded=01/10/2026 09:00\n";
    council.desk.run_with(&format!(r#"tracker add "{SOUTH_TRACKER}" --set -"#), row).ok();
    council.run(&format!("receive saved.docx --i-enter {ANN}")).ok();
    let rows = one_line(&council.rows(SOUTH_TRACKER));
    assert!(
        rows.contains("1 row,")
            && rows.contains("New contact from North, received from another team [today] (7K3F-2)"),
        "{rows}"
    );
}

#[test]
fn what_comes_back_is_ones_own_again() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    council.run(&format!(r#"handover "{form}" --to SCSouth --they-enter"#)).ok();
    let copy = council.desk.bytes(&form);
    fs::remove_file(council.desk.path(&form)).unwrap();
    council.desk.file(
        "back.eml",
        String::from_utf8_lossy(&mail_with(&[]))
            .replace("scnorth", "scsouth")
            .replace("--b--\r\n", "")
            .into_bytes()
            .into_iter()
            .chain(mail_with(&[("c.docx", &copy)]).split_off(mail_with(&[]).len() - 7))
            .collect::<Vec<u8>>(),
    );
    let ran = council.run(&format!("receive back.eml {JANE}"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let row = one_line(&council.rows(TRACKER));
    assert!(
        row.contains("passed to SCSouth [today], SCSouth enters it, received from SCSouth [today] (7K3F-2)")
            && row.ends_with(": to enter"),
        "{row}"
    );
}

#[test]
fn without_settings_both_commands_say_what_to_do_by_hand() {
    let desk = crate::program::Desk::new();
    for words in ["handover a.docx --to SCSouth", "receive a.eml"] {
        let ran = desk.run(words);
        assert!(ran.code == 2 && ran.err.contains("there are no settings"), "{}", ran.err);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_give_a_sentence_and_no_panic(head in prop::sample::select(HEADS), rest: Vec<u8>) {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), [head, &rest].concat()).unwrap();
        let opened = Arrival::open(file.path(), &stopgap::template::Pack::embedded(), now().date());
        let said = opened.err().map(|error| error.to_string()).unwrap_or_default();
        prop_assert!(said.contains(&file.path().display().to_string()), "{}", said);
    }
}

/// How files of the kinds that are told apart begin.
const HEADS: &[&[u8]] = &[
    b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF", b"<html>", b"Subject: x\n\n",
    b"From: a@b.uk\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename=a.docx\n\nPK",
];
