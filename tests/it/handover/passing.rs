use super::*;
use crate::council::LIVE;

#[test]
fn a_form_becomes_a_mail_and_its_row_says_so() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    let said = council.run(&format!(r#"handover "{form}" --to scsouth --they-enter --no-open"#)).ok();
    insta::assert_snapshot!(council.desk.steady(&said));
    let mail = Mail::read(&council.desk.bytes(&mail_of(&form))).unwrap();
    assert_eq!(mail.files.len(), 1);
    assert_eq!(mail.files[0].name, form.rsplit('/').next().unwrap());
    assert!(mail.files[0].bytes == council.desk.bytes(&form), "the form as it is saved");
    assert_eq!(
        answers(&council, &form, &["pass_on", "receiving_team", "reenter_by"]),
        json!([true, "SCSouth", "Receiving team"])
    );
    let rows = council.rows(TRACKER);
    assert!(one_line(&rows).contains("passed to SCSouth [today], SCSouth enters it (7K3F-2)"), "{rows}");
}

#[test]
fn nothing_of_the_child_is_in_the_mail_outside_the_form() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    // People call forms after children.
    let named = form.replace("New contact", "Kim Inventson 8123477");
    fs::rename(council.desk.path(&form), council.desk.path(&named)).unwrap();
    let said = council.run(&format!(r#"handover "{named}" --to SCSouth --i-enter"#)).ok();
    let mail = String::from_utf8(council.desk.bytes(&mail_of(&named))).unwrap();
    let outside: String = mail.lines().filter(|line| line.len() != 76 || line.contains(' ')).collect();
    for word in ["Inventson", "8123477", "12/04/2010", "2010-04-12", "Kim"] {
        assert!(!outside.contains(word), "{word}");
    }
    let number = number_of(&form);
    assert!(outside.contains(&format!("filename=\"New contact {number}.docx\"")));
    assert!(said.contains(&format!("under the name New contact {number}.docx")), "{said}");
}

#[test]
fn the_same_command_again_does_nothing_twice() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    let command = format!(r#"handover "{form}" --to SCSouth --they-enter"#);
    let said = council.run(&command).ok();
    let before = (council.desk.bytes(&form), council.desk.bytes(TRACKER));
    // Who enters it stands in the form by now, so nobody has to say it again.
    assert_eq!(council.run(&format!(r#"handover "{form}" --to "SC South""#)).ok(), said);
    assert!(before == (council.desk.bytes(&form), council.desk.bytes(TRACKER)));
    assert!(!council.desk.path(&format!("{form}.bak")).exists());
    council.run(&format!(r#"handover "{form}" --to SCSouth --i-enter"#)).fails(2, "the form itself says otherwise who enters it: change \u{201c}Who will re-enter this\u{201d} in Word, or leave the option out");
}

#[test]
fn what_the_form_says_of_who_enters_it_counts() {
    for (answer, words, mail) in [
        ("Me", "You enter it when the system is back; SCSouth does not.", "SCNorth enters it"),
        ("My team", "You enter it", "SCNorth enters it"),
        ("Receiving team", "SCSouth enters it when the system is back; you do not.", "SCSouth enters it"),
    ] {
        let council = Council::new();
        let form = made(&council, "contact", &format!("reenter_by={answer}\n"));
        let said = council.run(&format!(r#"handover "{form}" --to SCSouth"#)).ok();
        assert!(said.contains(words), "{said}");
        assert!(String::from_utf8_lossy(&council.desk.bytes(&mail_of(&form))).contains(mail));
        assert_eq!(answers(&council, &form, &["reenter_by"]), json!([answer]));
        assert_eq!(
            one_line(&council.rows(TRACKER)).contains("SCSouth enters it"),
            answer == "Receiving team"
        );
    }
}

#[test]
fn a_form_that_somebody_is_entering_is_not_passed_on() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    let progress = council.desk.path(&form.replace(".docx", ".progress.jsonl"));
    let turn = lock(&progress, Duration::ZERO).unwrap();
    let before = (council.files("share"), council.desk.bytes(&form), council.desk.bytes(TRACKER));
    let command = format!(r#"handover "{form}" --to SCSouth --they-enter"#);
    let refused =
        format!("somebody is entering {form} at this moment: ask them, and try again when they have stopped");
    council.run(&command).fails(3, &refused);
    assert!(before == (council.files("share"), council.desk.bytes(&form), council.desk.bytes(TRACKER)));
    drop(turn);
    council.run(&command).ok();
}

#[test]
fn a_form_from_a_blank_gets_its_number_first() {
    let council = Council::new();
    let form = from_blank(&council, &format!("{NORTH}/contact.docx"));
    let row = "pin=8123477\nsurname=Inventson\ndob=12/04/2010\nnature=New contact by phone\nrecorded=01/10/2026 09:00\n";
    council.run(&format!(r#"tracker new --name "Jane Smith" --team SCNorth --to "{TRACKER}""#)).ok();
    council.desk.run_with(&format!(r#"tracker add "{TRACKER}" --set -"#), row).ok();
    let said = council.run(&format!(r#"handover "{form}" --to SCSouth --they-enter {JANE}"#)).ok();
    let number = said.split("New contact ").nth(1).unwrap()[..6].to_owned();
    assert_eq!(
        council.rows(TRACKER).matches("recorded").count(),
        1,
        "its row is found, and no other is added"
    );
    assert!(one_line(&council.run(&format!(r#"tracker show "{TRACKER}""#)).ok()).contains(&format!(
        "New contact by phone, passed to SCSouth {}, SCSouth enters it ({number})",
        today()
    )));
    assert!(
        council.run(&format!(r#"read "{form}" --json"#)).ok().contains(&format!("\"form\":\"{number}\""))
    );
}

#[test]
fn a_number_that_was_given_when_it_was_entered_stays() {
    let council = Council::new();
    let form = from_blank(&council, &format!("{NORTH}/contact.docx"));
    let ran =
        council.desk.run_with(&format!(r#"enter "{form}" --print"#), &format!("{LIVE}\n8123477\nn\nn\nq\n"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let progress = council.desk.bytes(&form.replace(".docx", ".progress.jsonl"));
    let began = progress.split(|byte| *byte == b'\n').next().unwrap();
    let began: Value = serde_json::from_slice(began).unwrap();
    let ran = council.run(&format!(r#"handover "{form}" --to SCSouth --they-enter {JANE}"#));
    let number = began["form"].as_str().unwrap();
    assert!(ran.code == 0 && ran.out.contains(&format!("New contact {number}")), "{}", ran.out);
    assert!(ran.err.contains("some of it is in the system already: tell them what"), "{}", ran.err);
    // And it goes on from there.
    let ran = council.desk.run_with(&format!(r#"enter "{form}" --print"#), "q\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn every_child_of_a_form_is_passed() {
    let council = Council::new();
    let form = made(
        &council,
        "contact",
        "also_for[1].pin=NEW\nalso_for[1].surname=Inventson\nalso_for[1].dob=01/02/2020\n",
    );
    let said = council.run(&format!(r#"handover "{form}" --to SCSouth --they-enter"#)).ok();
    assert!(said.contains("\nIts rows say so: rows 1 and 2 of "), "{said}");
    assert_eq!(one_line(&council.rows(TRACKER)).matches("passed to SCSouth").count(), 2);
}

#[test]
fn restricted_records_are_refused_and_nothing_is_said_of_them() {
    let council = Council::new();
    council.new_form("contact", &CHILD.replace("restricted=no", "restricted=yes"));
    let form = council.files("secure").into_iter().find(|file| file.contains("New contact")).unwrap();
    let before = council.files("");
    let because = "the record is restricted: it is passed neither by mail nor over the shared folders. Ring the team; whoever is to work on it asks their own manager for access to the record, and you upload this form yourself when the system is back";
    council.run(&format!(r#"handover "{form}" --to SCSouth --they-enter"#)).fails(3, because);
    // What is not there, or says otherwise, lies in the secure place all the same.
    council.run(r#"handover "secure/not there.docx" --to SCSouth"#).fails(3, because);
    let shared = format!("{NORTH}/x.docx");
    fs::copy(council.desk.path(&form), council.desk.path(&shared)).unwrap();
    council.run(&format!(r#"handover "{shared}" --to SCSouth"#)).fails(3, because);
    fs::remove_file(council.desk.path(&shared)).unwrap();
    assert_eq!(council.files(""), before);
}

#[test]
fn a_row_that_says_restricted_counts_as_much_as_the_form() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    let row = format!(
        "pin=8123477\nsurname=Inventson\ndob=12/04/2010\nrestricted=yes\nnature=Contact ({})\n",
        number_of(&form)
    );
    council.desk.run_with(&format!(r#"tracker add "{TRACKER}" --set -"#), &row);
    let ran = council.run(&format!(r#"handover "{form}" --to SCSouth --i-enter"#));
    assert!(ran.code == 3 && ran.err.contains("the record is restricted"), "{}", ran.err);
    assert!(!council.desk.path(&mail_of(&form)).exists());
    // And a form in which nobody said is not mailed either.
    let open = from_blank(&council, &format!("{NORTH}/open.docx")).replace("open", "open2");
    council.desk.run_with(&format!(r#"new contact --to "{open}" --set -"#), "pin=111\n").ok();
    council.run(&format!(r#"handover "{open}" --to SCSouth --i-enter"#)).fails(1, "the form does not say whether the record is restricted: answer it in Word, and pass the form on then");
}

#[test]
fn what_cannot_be_passed_is_left_as_it_is() {
    let council = Council::new();
    council.settings(", mailbox: ehcentral@example.gov.uk", "");
    let form = made(&council, "contact", "");
    let other = made(&council, "case-note", "receiving_team=EH Central\n");
    let before = (council.files("share"), council.desk.bytes(&form), council.desk.bytes(TRACKER));
    for (words, code, because) in [
        (
            format!(r#""{form}" --to SCSouht --i-enter"#),
            2,
            "the settings have no team SCSouht: did you mean `SCSouth`?",
        ),
        (
            format!(r#""{form}" --to EHCentral --i-enter"#),
            3,
            "no mailbox for EHCentral: ask your administrator to add it, or mail the form yourself, with TEMPLATE REFERRAL in the subject",
        ),
        (format!(r#""{form}" --to SCSouth"#), 2, "the form does not say who enters it"),
        (format!(r#""{other}" --to SCSouth --i-enter"#), 2, "the form says that it goes to EHCentral"),
        (format!(r#""{TRACKER}" --to SCSouth --i-enter"#), 1, "is not a form made by stopgap"),
        (format!(r#""{NORTH}/none.docx" --to SCSouth --i-enter"#), 3, "there is no file"),
        (format!(r#""{form}" --to SCSouth --i-enter --they-enter"#), 2, "cannot be used with"),
    ] {
        let ran = council.run(&format!("handover {words}"));
        assert!(ran.code == code && ran.err.contains(because), "{words}: {}", ran.err);
    }
    assert!(before == (council.files("share"), council.desk.bytes(&form), council.desk.bytes(TRACKER)));
}

#[test]
fn what_was_entered_is_not_passed() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    council.run(&format!(r#"tracker stamp "{TRACKER}" --row 1"#)).ok();
    let ran = council.run(&format!(r#"handover "{form}" --to SCSouth --i-enter"#));
    assert!(
        ran.code == 1 && ran.err.contains("says that it was entered, so there is nothing to pass on"),
        "{}",
        ran.err
    );
}

#[test]
fn a_form_that_is_open_in_word_is_not_touched() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    council.desk.file(&form.replace("New contact", "~$w contact"), "\u{a}Jane Smith");
    let ran = council.run(&format!(r#"handover "{form}" --to SCSouth --i-enter"#));
    assert!(
        ran.code == 3 && ran.err.contains("the form is open in Word by Jane Smith: close it there"),
        "{}",
        ran.err
    );
    assert!(!council.desk.path(&mail_of(&form)).exists() && !council.rows(TRACKER).contains("passed"));
}

#[test]
fn where_the_tracker_is_open_the_mail_is_made_and_the_row_written_later() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    let owner = format!("{NORTH}/~$North_JaneSmith.docx");
    council.desk.file(&owner, "\u{a}Jane Smith");
    let command = format!(r#"handover "{form}" --to SCSouth --they-enter"#);
    let ran = council.run(&command);
    assert!(ran.code == 0 && council.desk.path(&mail_of(&form)).exists());
    insta::assert_snapshot!(council.desk.steady(&ran.err));
    fs::remove_file(council.desk.path(&owner)).unwrap();
    council.run(&command).ok();
    assert!(one_line(&council.rows(TRACKER)).contains("passed to SCSouth"));
}

#[test]
fn rows_that_may_be_its_row_are_told_and_left() {
    let council = Council::new();
    let form = from_blank(&council, &format!("{NORTH}/contact.docx"));
    council.run(&format!(r#"tracker new --name "Jane Smith" --team SCNorth --to "{TRACKER}""#)).ok();
    for _ in 0..2 {
        let row =
            "pin=8123477\nsurname=Inventson\ndob=12/04/2010\nnature=New contact\nrecorded=01/10/2026 09:00\n";
        council.desk.run_with(&format!(r#"tracker add "{TRACKER}" --set -"#), row);
    }
    let before = council.desk.bytes(TRACKER);
    let ran = council.run(&format!(r#"handover "{form}" --to SCSouth --i-enter {JANE}"#));
    assert!(
        ran.code == 0 && ran.err.contains("rows 1 and 2 of ") && ran.err.contains("may be its row"),
        "{}",
        ran.err
    );
    assert!(before == council.desk.bytes(TRACKER));
}

#[test]
fn a_form_elsewhere_is_noted_in_ones_own_tracker() {
    let council = Council::new();
    let form = from_blank(&council, "desktop.docx");
    council.run(&format!(r#"handover "{form}" --to SCSouth --they-enter {JANE}"#)).ok();
    assert!(one_line(&council.rows(TRACKER)).contains("passed to SCSouth"));
    assert_eq!(council.files("").into_iter().filter(|file| file.contains("SCNorth_")).count(), 1);
}

#[test]
fn ones_own_team_and_supporting_documents_are_told_of() {
    let council = Council::new();
    let form = made(&council, "contact", "attachments[1].file=letter.pdf\nattachments[2].file=gone.pdf\n");
    council.desk.file(&format!("{NORTH}/letter.pdf"), "Dear Mr Inventson");
    let ran = council.run(&format!(r#"handover "{form}" --to SCNorth --i-enter"#));
    assert!(ran.code == 0 && ran.err.contains("SCNorth is your own team"), "{}", ran.err);
    assert!(ran.out.contains("It has 1 supporting document, which is not in the mail"), "{}", ran.out);
}

#[test]
fn a_mail_goes_after_a_day_with_the_next_work_in_its_folder() {
    let council = Council::new();
    let (old, other) = (made(&council, "contact", ""), made(&council, "case-note", ""));
    council.run(&format!(r#"handover "{old}" --to SCSouth --i-enter"#)).ok();
    let kept = [format!("{NORTH}/somebody's.handover.eml"), format!("{NORTH}/letter.eml")];
    for file in &kept {
        council.desk.file(file, "X-Unsent: 1");
    }
    let age = |file: &str, hours: u64| {
        let at = std::time::SystemTime::now() - std::time::Duration::from_secs(hours * 3600);
        fs::File::options().append(true).open(council.desk.path(file)).unwrap().set_modified(at).unwrap();
    };
    for file in &kept {
        age(file, 99);
    }
    age(&mail_of(&old), 20);
    council.run(&format!(r#"handover "{other}" --to SCSouth --i-enter"#)).ok();
    assert!(council.desk.path(&mail_of(&old)).exists());
    age(&mail_of(&old), 30);
    council.new_form("contact", CHILD);
    assert!(!council.desk.path(&mail_of(&old)).exists());
    assert!(
        council.desk.path(&mail_of(&other)).exists()
            && kept.iter().all(|file| council.desk.path(file).exists())
    );
}

#[test]
fn a_form_that_turns_out_restricted_takes_its_mail_along() {
    let council = Council::new();
    let form = made(&council, "contact", "");
    council.run(&format!(r#"handover "{form}" --to SCSouth --they-enter"#)).ok();
    let said = council.run(&format!(r#"restrict "{form}""#)).ok();
    assert!(said.contains("it was to be passed to another team: tell them"), "{said}");
    assert!(!council.desk.path(&mail_of(&form)).exists() && !council.rows(TRACKER).contains("passed"));
}

#[test]
fn a_form_that_was_only_opened_is_not_said_to_be_in_the_system() {
    let council = Council::new();
    let form = made(&council, "contact", "also_for[1].pin=NEW\nalso_for[1].surname=Inventson\n");
    council.desk.run_with(&format!(r#"enter "{form}" --print"#), &format!("{LIVE}\nq\n")).ok();
    let ran = council.run(&format!(r#"handover "{form}" --to SCSouth --they-enter"#));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
}
