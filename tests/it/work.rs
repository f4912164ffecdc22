use crate::{
    council::{Council, LIVE},
    docx,
};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::Stdio,
    time::Duration,
};
use stopgap::{form::Pin, share::lock, tracker::write_pin};

/// A child who is not to be found where the record is restricted.
const CHILD: &str = "pin=8123477\nchild_surname=Inventson\nchild_dob=12/04/2010\nrestricted=no\n";
const RESTRICTED: &str = "pin=8123477\nchild_surname=Inventson\nchild_dob=12/04/2010\nrestricted=yes\n";
const FOLDER: &str = "share/Assessment/SCNorth/Jane Smith";
const TRACKER: &str = "share/Assessment/SCNorth/Jane Smith/SCNorth_JaneSmith.docx";

#[test]
fn a_form_lies_in_ones_own_folder_and_in_ones_tracker() {
    let council = Council::new();
    insta::assert_snapshot!(council.new_form("case-note", CHILD));
    let files: Vec<String> = council.files("share").iter().map(|file| council.desk.steady(file)).collect();
    assert_eq!(files, [format!("{FOLDER}/Case note 7K3F-2.docx"), TRACKER.to_owned()]);
    assert!(!files.concat().contains("Inventson"));
    let rows = council.rows(TRACKER);
    assert!(
        rows.contains("8123477, Inventson 12/04/2010") && rows.contains("Case Note added (7K3F-2)"),
        "{rows}"
    );
    // The next one goes below, and nobody has to say again who they are.
    let said = council.desk.run_with("new contact --set -", CHILD).ok();
    assert!(said.contains("It is row 2 of "), "{said}");
}

#[test]
fn what_is_known_stands_in_the_form() {
    let council = Council::new();
    council.new_form("case-note", CHILD);
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    let read = council.run(&format!(r#"read "{form}" --json"#)).ok();
    let read: serde_json::Value = serde_json::from_str(&read).unwrap();
    assert_eq!(read["fields"]["worker_name"]["value"], "Jane Smith");
    assert_eq!(read["fields"]["worker_team"]["value"], "SCNorth");
    assert!(read["fields"]["written_at"]["value"].is_string());
}

#[test]
fn each_child_of_a_form_has_a_row() {
    let council = Council::new();
    let sibling = "also_for[1].pin=NEW\nalso_for[1].surname=Inventson\nalso_for[1].dob=01/02/2020\n";
    let twin = "also_for[2].pin=NEW\nalso_for[2].surname=Inventson\nalso_for[2].dob=01/02/2020\n";
    let said = council.new_form("case-note", &format!("{CHILD}{sibling}{twin}"));
    assert!(said.contains("They are rows 1, 2 and 3 of "), "{said}");
    let rows = council.rows(TRACKER);
    assert_eq!(rows.matches("NEW, Inventson 01/02/2020").count(), 2, "{rows}");
    assert_eq!(rows.matches("(7K3F-2)").count(), 3, "{rows}");
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    let again = council.run(&format!(r#"tracker add "{TRACKER}" --form "{form}""#)).ok();
    assert_eq!(again.matches("is there already").count(), 3, "{again}");
}

#[test]
fn a_child_who_stands_in_a_form_twice_has_one_row() {
    let council = Council::new();
    let again = "also_for[1].pin=812 34-77\nalso_for[2].pin=8123499\nalso_for[3].pin=8123499\n";
    council.new_form("case-note", &format!("{CHILD}{again}"));
    let rows = council.rows(TRACKER);
    assert_eq!(rows.matches("(7K3F-2)").count(), 2, "{rows}");
}

#[test]
fn a_form_that_says_the_day_on_which_it_was_written_and_no_time_gets_a_row_of_that_day() {
    let council = Council::new();
    council
        .new_form("case-note", &format!("{CHILD}written_at=17/11/2026 11:35\nevent_at=16/11/2026 17:00\n"));
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    let without_time = |page: &str| page.replace("11:35", "");
    let bytes = docx::changed(&council.desk.bytes(&form), "word/document.xml", without_time);
    council.desk.file(&form, bytes);
    council.run("tracker new --name Jo --team North --to other.docx").ok();
    council.run(&format!(r#"tracker add other.docx --form "{form}""#)).ok();
    let rows = council.rows("other.docx");
    assert!(rows.contains("recorded 17/11/2026: "), "{rows}");
}

#[test]
fn nothing_of_a_restricted_record_lies_on_the_share() {
    let council = Council::new();
    insta::assert_snapshot!(council.new_form("contact", RESTRICTED));
    let share = council.all_text("share");
    for word in ["Inventson", "8123477", "12/04/2010", "2010-04-12", "New contact"] {
        assert!(!share.contains(word), "{word}");
    }
    insta::assert_snapshot!(council.rows(TRACKER));
    let secure: Vec<String> = council.files("secure").iter().map(|file| council.desk.steady(file)).collect();
    assert_eq!(secure, ["secure/New contact 7K3F-2.docx", "secure/SCNorth_JaneSmith.docx"]);
    assert!(
        council.rows("secure/SCNorth_JaneSmith.docx").contains("8123477, Inventson 12/04/2010, restricted")
    );
}

#[test]
fn no_command_tells_others_of_a_restricted_record() {
    let council = Council::new();
    council.new_form("contact", RESTRICTED);
    let form = council.files("secure").into_iter().find(|file| file.contains("New contact")).unwrap();
    let other = r#"--for "Jane Smith" --reason x --name "A Khan" --team SCNorth"#;
    let commands = [
        "status share --all".to_owned(),
        "status share --json".to_owned(),
        "status share --csv".to_owned(),
        format!("enter --print {other}"),
        format!("enter --print --json {other}"),
        "enter share --print".to_owned(),
        format!(r#"handover "{form}" --to SCSouth --name "Jane Smith" --team SCNorth"#),
        "doctor".to_owned(),
    ];
    let mut said: String = commands
        .iter()
        .map(|words| council.desk.run_with(words, "q\n"))
        .map(|ran| ran.out + &ran.err)
        .collect();
    // Its worker begins to enter it.
    let steps = "n\n".repeat(60);
    council.desk.run_with(&format!(r#"enter --print "{form}""#), &format!("{LIVE}\n8123477\n{steps}")).ok();
    let share = council.all_text("share");
    assert!(!share.contains("New contact"));
    said += &share;
    for word in ["Inventson", "8123477", "12/04/2010", "2010-04-12"] {
        assert!(!said.contains(word), "{word} in {said}");
    }
}

#[test]
fn a_pin_that_does_not_look_like_one_is_taken_and_told() {
    let council = Council::new();
    let words = r#"new contact --name "Jane Smith" --team SCNorth --set -"#;
    let ran = council.desk.run_with(words, &CHILD.replace("8123477", "1"));
    assert!(ran.code == 0 && ran.out.contains("It is row 1 of "), "{ran:?}");
    assert!(ran.err.starts_with("stopgap: `pin` does not look like a PIN: look at it"), "{ran:?}");
}

#[test]
fn the_councils_own_way_has_restricted_rows_in_full() {
    let council = Council::new();
    council.settings("", "restricted-rows: full\n");
    council.new_form("contact", RESTRICTED);
    assert!(council.rows(TRACKER).contains("8123477, Inventson 12/04/2010, restricted"));
    assert_eq!(council.files("secure").len(), 1);
}

#[test]
fn a_restricted_form_is_not_saved_on_the_share_either() {
    let council = Council::new();
    let ran = council.desk.run_with("new contact --to share/c.docx --set -", RESTRICTED);
    assert!(ran.code == 3 && ran.err.contains("save it in your secure place"), "{}", ran.err);
    assert!(council.files("share").is_empty());
    council.desk.run_with("new contact --to c.docx --set -", RESTRICTED).ok();
}

#[test]
fn a_tracker_that_is_open_gets_its_row_later() {
    let council = Council::new();
    council.new_form("contact", CHILD);
    let owner = format!("{FOLDER}/~$North_JaneSmith.docx");
    council.desk.file(&owner, "\u{a}Jane Smith");
    let ran = council.desk.run_with("new case-note --set -", CHILD);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(council.desk.steady(&ran.err));
    fs::remove_file(council.desk.path(&owner)).unwrap();
    let advice = ran.err.lines().find_map(|line| line.split("stopgap tracker add ").nth(1)).unwrap();
    let said = council.run(&format!("tracker add {advice}")).ok();
    assert!(said.starts_with("Added row 2 to "), "{said}");
}

#[test]
fn nothing_is_made_while_something_is_missing() {
    let council = Council::new();
    let who = r#"--name "Jane Smith" --team SCNorth"#;
    for (words, input, code, because) in [
        ("new contact --set -", CHILD, 2, "say who you are"),
        (
            &format!("new contact {who} --set -"),
            "pin=1\nchild_dob=1/2/2020\n",
            2,
            "needs child_surname, restricted",
        ),
        (
            r#"new contact --name "Jane Smith" --team SCWest --set -"#,
            CHILD,
            2,
            "the settings have no team SCWest",
        ),
        (&format!("new --set - {who}"), CHILD, 2, "say which form"),
        (
            r#"new contact --name "..." --team SCNorth --set -"#,
            CHILD,
            3,
            "gives no folder that Windows takes",
        ),
    ] {
        let ran = council.desk.run_with(words, input);
        assert!(ran.code == code && ran.err.contains(because), "{words}: {}", ran.err);
        assert!(council.files("share").is_empty(), "{words}");
    }
}

#[test]
fn where_the_share_is_gone_nothing_is_made_elsewhere() {
    let council = Council::new();
    council.settings("share: {}/share", "share: {}/gone");
    let ran = council.desk.run_with(r#"new contact --name "J" --team SCNorth --set -"#, CHILD);
    assert!(ran.code == 3 && ran.err.contains("look whether the drive is connected"), "{}", ran.err);
    assert!(!council.desk.path("gone").exists());
}

#[test]
fn names_of_people_become_folders_as_they_can() {
    for (name, folder) in [
        ("Zo\u{eb} O'Brien-Ng", "Zo\u{eb} O'Brien-Ng"),
        ("Ann/Bob", "Ann-Bob"),
        ("Dr. J. Smith.", "Dr. J. Smith"),
        ("JANE  SMITH", "Jane Smith"),
    ] {
        let council = Council::new();
        fs::create_dir_all(council.desk.path(FOLDER)).unwrap();
        council.desk.run_with(&format!(r#"new contact --name "{name}" --team scnorth --set -"#), CHILD).ok();
        let files = council.files("share");
        assert!(files[0].starts_with(&format!("share/Assessment/SCNorth/{folder}/")), "{files:?}");
    }
}

#[test]
fn a_path_that_word_cannot_open_is_not_made() {
    let council = Council::new();
    let long = "a".repeat(200);
    council.settings("secure: {}/secure", &format!("secure: {{}}/secure/{long}"));
    let said = council.new_form("contact", RESTRICTED);
    let name = said.lines().next().unwrap().rsplit('/').next().unwrap().to_owned();
    assert!(name.contains("7K3F-2.docx") && !name.contains("New contact 7K3F-2"), "{name}");
    council.settings("secure: {}/secure", &format!("secure: {{}}/secure/{long}/{long}"));
    let ran = council.desk.run_with("new contact --set -", RESTRICTED);
    assert!(ran.code == 3 && ran.err.contains("Word opens no more than 259"), "{}", ran.err);
}

#[test]
fn the_tracker_is_the_one_that_is_there_whatever_its_name() {
    let council = Council::new();
    fs::create_dir_all(council.desk.path(FOLDER)).unwrap();
    council.run(&format!(r#"tracker new --name J --team T --to "{FOLDER}/My tracker.docx""#)).ok();
    assert!(
        council
            .new_form("contact", CHILD)
            .contains("It is row 1 of share/Assessment/SCNorth/Jane Smith/My tracker.docx")
    );
    council.run(&format!(r#"tracker new --name J --team T --to "{FOLDER}/Other tracker.docx""#)).ok();
    let ran = council.desk.run_with("new contact --set -", CHILD);
    assert!(ran.code == 0 && ran.err.contains("none is called as yours"), "{}", ran.err);
}

#[test]
fn older_definitions_of_ones_own_are_told_of() {
    let council = Council::new();
    let contact = "share/Blank forms/definitions/contact.yaml";
    let text = String::from_utf8(council.desk.bytes(contact)).unwrap();
    council.desk.file(contact, text.replace("revision: 1", "revision: 2"));
    let own = env!("CARGO_MANIFEST_DIR").to_owned() + "/template-defs";
    let ran =
        council.desk.run_with(&format!(r#"new contact --templates "{own}" --to c.docx --set -"#), CHILD);
    assert!(
        ran.code == 0 && ran.err.contains("is of revision 2, newer than this one of revision 1"),
        "{}",
        ran.err
    );
}

/// A form on the share with all that may lie beside it.
fn begun_on_share(council: &Council) -> String {
    let more = "attachments[1].file=letter.pdf\npass_on=yes\nreceiving_team=SCSouth\n";
    council.new_form("case-note", &format!("{CHILD}{more}"));
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    let stem = form.trim_end_matches(".docx");
    council.desk.file(&format!("{stem}.finance.progress.jsonl"), "{}");
    council.desk.file(&format!("{FOLDER}/letter.pdf"), "Dear Mr Inventson");
    fs::create_dir(council.desk.path(stem)).unwrap();
    council.desk.file(&format!("{stem}/photo.jpg"), "8123477");
    form
}

#[test]
fn one_other_file_belongs_to_a_form_that_is_moved() {
    let council = Council::new();
    council.new_form("case-note", CHILD);
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    let beside = council.desk.path(form.trim_end_matches(".docx"));
    fs::create_dir(&beside).unwrap();
    fs::write(beside.join("photo.jpg"), "a picture").unwrap();
    let said = council.run(&format!(r#"restrict "{form}""#)).ok();
    assert!(said.contains("\n1 other file that belongs to it went with it.\n"), "{said}");
}

#[test]
fn a_form_that_becomes_restricted_is_moved_and_cleaned_up_behind() {
    let council = Council::new();
    let form = begun_on_share(&council);
    insta::assert_snapshot!(council.desk.steady(&council.run(&format!(r#"restrict "{form}""#)).ok()));
    let share = council.all_text("share");
    for word in ["Inventson", "8123477", "12/04/2010", "Case Note added"] {
        assert!(!share.contains(word), "{word}");
    }
    assert!(!council.desk.path(&format!("{TRACKER}.bak")).exists());
    let secure: Vec<String> = council.files("secure").iter().map(|file| council.desk.steady(file)).collect();
    assert_eq!(
        secure,
        [
            "secure/Case note 7K3F-2.docx",
            "secure/Case note 7K3F-2.finance.progress.jsonl",
            "secure/Case note 7K3F-2/photo.jpg",
            "secure/SCNorth_JaneSmith.docx",
            "secure/letter.pdf"
        ]
    );
    let moved = council
        .files("secure")
        .into_iter()
        .find(|file| file.ends_with("2.docx") || file.contains("Case note"))
        .unwrap();
    let read = council.run(&format!(r#"read "{moved}" --json"#)).ok();
    assert!(
        read.contains(r#""restricted":{"label":"Restricted record?","type":"yes-no","value":true"#),
        "{read}"
    );
}

#[test]
fn a_document_goes_along_however_its_name_is_written() {
    let council = Council::new();
    let listed = "attachments[1].file=genogram\nattachments[2].file=LETTER.PDF\nattachments[3].file=lost\n";
    council.new_form("case-note", &format!("{CHILD}{listed}"));
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    council
        .desk
        .file(&format!("{FOLDER}/Genogram.pdf"), "Inventson")
        .file(&format!("{FOLDER}/letter.pdf"), "a");
    // Of another restricted record.
    fs::create_dir_all(council.desk.path("secure")).unwrap();
    council.desk.file("secure/letter.pdf", "another letter");
    let said = council.desk.steady(&council.run(&format!(r#"restrict "{form}""#)).ok());
    assert!(said.contains("2 other files that belong to it went with it."), "{said}");
    assert!(
        said.contains("- the form lists \u{201c}lost\u{201d}, and it was not found beside the form: look for it on the share, and move it to your secure place.\n"),
        "{said}"
    );
    assert!(!council.all_text("share").contains("Inventson"));
    let secure: Vec<String> = council.files("secure").iter().map(|file| council.desk.steady(file)).collect();
    assert!(secure.contains(&"secure/Genogram.pdf".to_owned()), "{secure:?}");
    assert!(secure.contains(&"secure/Case note 7K3F-2/letter.pdf".to_owned()), "{secure:?}");
    assert_eq!(council.desk.bytes("secure/letter.pdf"), b"another letter");
}

#[test]
fn trackers_and_other_forms_are_no_documents_of_a_form_that_is_moved() {
    let council = Council::new();
    council.desk.run_with("new contact --to Other.docx --set -", CHILD).ok();
    council.run("tracker new --name J --team T --to Theirs.docx").ok();
    let listed = "attachments[1].file=SCNorth_JaneSmith.docx\nattachments[2].file=other\n";
    council.new_form("case-note", &format!("{CHILD}{listed}"));
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    let own = form.trim_end_matches(".docx");
    fs::create_dir(council.desk.path(own)).unwrap();
    council.desk.file(&format!("{own}/photo.jpg"), "a picture");
    fs::rename(council.desk.path("Other.docx"), council.desk.path(&format!("{FOLDER}/Other.docx"))).unwrap();
    fs::rename(council.desk.path("Theirs.docx"), council.desk.path(&format!("{own}/Theirs.docx"))).unwrap();
    let said = council.desk.steady(&council.run(&format!(r#"restrict "{form}""#)).ok());
    let left: Vec<&str> = said.lines().filter(|line| line.contains("was not moved")).collect();
    assert_eq!(
        left,
        [
            format!(
                "- {FOLDER}/Case note 7K3F-2/Theirs.docx is a tracker and was not moved: it tells of other children, so do not upload it to this record."
            ),
            format!(
                "- {FOLDER}/SCNorth_JaneSmith.docx is a tracker and was not moved: it tells of other children, so do not upload it to this record."
            ),
            format!(
                "- {FOLDER}/Other.docx is a form of its own and was not moved: if its record is restricted too, run stopgap restrict for it."
            ),
        ]
    );
    let share: Vec<String> = council.files("share").iter().map(|file| council.desk.steady(file)).collect();
    assert_eq!(
        share,
        [
            format!("{FOLDER}/Case note 7K3F-2/Theirs.docx"),
            format!("{FOLDER}/Other.docx"),
            TRACKER.to_owned(),
        ]
    );
    assert!(council.rows(TRACKER).contains("Restricted record"));
}

#[test]
fn what_only_the_row_said_goes_along() {
    let council = Council::new();
    council
        .new_form("case-note", &format!("{}written_at=01/11/2024 09:00\n", CHILD.replace("8123477", "NEW")));
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    let pin = Pin::read("8123477").unwrap();
    let (with_pin, _) = write_pin(&council.desk.bytes(TRACKER), |_| "1".parse().ok(), &pin).unwrap();
    council.desk.file(TRACKER, with_pin);
    council.run(&format!(r#"tracker stamp "{TRACKER}" --row 1 --date 20/11/2024"#)).ok();
    council.run(&format!(r#"restrict "{form}""#)).ok();
    let rows = council.rows("secure/SCNorth_JaneSmith.docx");
    assert!(rows.contains("8123477, Inventson") && rows.contains("entered 20/11/2024"), "{rows}");
    assert!(council.run("enter --print").ok().contains("Nothing is left to enter"));
}

#[test]
fn copies_elsewhere_are_told() {
    let council = Council::new();
    let form = begun_on_share(&council);
    let copy = "share/Assessment/SCSouth/copy.docx";
    fs::create_dir_all(council.desk.path("share/Assessment/SCSouth")).unwrap();
    fs::copy(council.desk.path(&form), council.desk.path(copy)).unwrap();
    let said = council.run(&format!(r#"restrict "{form}""#)).ok();
    assert!(said.contains("a copy of it is") && said.contains("copy.docx"), "{said}");
}

#[test]
fn nothing_is_moved_while_a_tracker_cannot_be_changed() {
    let council = Council::new();
    // The tracker in the secure place is there.
    council.new_form("contact", RESTRICTED);
    let form = begun_on_share(&council);
    let restrict = format!(r#"restrict "{form}""#);
    let before = (council.files(""), council.desk.bytes(TRACKER));
    for folder in [FOLDER, "secure"] {
        let owner = format!("{folder}/~$North_JaneSmith.docx");
        council.desk.file(&owner, "\u{a}Jane Smith");
        let ran = council.run(&restrict);
        let refused = "stopgap: nothing was moved, as a tracker cannot be changed now: ";
        assert!(ran.code == 3 && ran.out.is_empty() && ran.err.starts_with(refused), "{ran:?}");
        let what = "SCNorth_JaneSmith.docx is open in Word by Jane Smith: close it there, and try again";
        assert!(ran.err.contains(&format!("{folder}/")) && ran.err.contains(what), "{ran:?}");
        fs::remove_file(council.desk.path(&owner)).unwrap();
        assert!(before == (council.files(""), council.desk.bytes(TRACKER)));
    }
    council.run(&restrict).ok();
}

#[test]
fn a_move_that_fails_midway_is_done_again() {
    let council = Council::new();
    let form = begun_on_share(&council);
    let restrict = format!(r#"restrict "{form}""#);
    // Nothing can take the place of a folder.
    let backup = council.desk.path(&format!("{TRACKER}.bak"));
    let _ = fs::remove_file(&backup);
    fs::create_dir(&backup).unwrap();
    fs::write(backup.join("x"), "").unwrap();
    let ran = council.run(&restrict);
    assert!(ran.code == 3 && ran.out.starts_with("The form was copied to "), "{ran:?}");
    assert!(
        ran.err.contains("still says whose it is, and so may ") && ran.err.contains(".docx.bak: "),
        "{ran:?}"
    );
    assert!(ran.err.contains("run the same command again"), "{ran:?}");
    assert!(council.desk.path(&form).exists());
    fs::remove_dir_all(&backup).unwrap();
    council.run(&restrict).ok();
    let share = council.all_text("share");
    for word in ["Inventson", "8123477", "12/04/2010", "Case Note added"] {
        assert!(!share.contains(word), "{word}");
    }
    assert_eq!(council.rows("secure/SCNorth_JaneSmith.docx").matches("Inventson").count(), 1);
}

/// A folder that only lets look at what is in it.
#[cfg(unix)]
#[test]
fn what_could_not_be_deleted_is_no_success() {
    use std::os::unix::fs::PermissionsExt;
    let council = Council::new();
    council.settings("", "restricted-rows: full\n");
    council.new_form("case-note", CHILD);
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    let progress = council.desk.path(&form.replace(".docx", ".progress.jsonl"));
    drop(lock(&progress, Duration::ZERO).unwrap());
    let name = progress.file_name().unwrap().to_string_lossy().into_owned();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(&progress.with_file_name(format!(".{name}.stopgap-lock")), 0o666);
    fs::create_dir_all(council.desk.path("secure")).unwrap();
    mode(&council.desk.path("secure"), 0o777);
    mode(&council.desk.path(FOLDER), 0o555);
    let restrict = format!(r#"restrict "{form}" --name "Jane Smith" --team SCNorth"#);
    let ran = council.desk.run_without_rights(&restrict);
    mode(&council.desk.path(FOLDER), 0o755);
    let undone = format!("stopgap: {form} could not be deleted: delete it yourself\n");
    assert!(ran.code == 3 && ran.err.ends_with(&undone), "{ran:?}");
    // And it can be done again.
    council.run(&restrict).ok();
    assert!(!council.desk.path(&form).exists());
}

/// A recording of an interview is larger than what is read as a form, and one file keeps no other where it is.
#[test]
fn documents_of_any_size_go_along() {
    let council = Council::new();
    council.new_form("case-note", &format!("{CHILD}attachments[1].file=interview.mp4\n"));
    let form = council.files("share").into_iter().find(|file| file.contains("Case note")).unwrap();
    let beside = |ending: &str| form.replace(".docx", ending);
    let film = |path: &str| {
        let file = fs::File::create(council.desk.path(path)).unwrap();
        file.set_len(65 << 20).unwrap();
    };
    film(&beside(".mp4"));
    film(&format!("{FOLDER}/interview.mp4"));
    council.desk.file(&beside(".jpg"), "the child");
    fs::create_dir_all(council.desk.path("secure")).unwrap();
    let taken = format!("secure/{}", beside(".jpg").rsplit('/').next().unwrap());
    council.desk.file(&taken, "another");
    let ran = council.run(&format!(r#"restrict "{form}""#));
    assert!(ran.out.contains("2 other files that belong to it went with it."), "{ran:?}");
    let undone = format!(
        "stopgap: {} was not moved ({there} is there already and was left as it is: choose another name): move it to your secure place yourself\n",
        beside(".jpg"),
        there = council.desk.path(&taken).display()
    );
    assert!(ran.code == 3 && ran.err == undone, "{ran:?}");
    let left = council.files(FOLDER);
    assert_eq!(left, [beside(".jpg"), TRACKER.to_owned()]);
    let secure = council.files("secure");
    assert!(secure.contains(&"secure/interview.mp4".to_owned()) && secure.len() == 5, "{secure:?}");
    assert_eq!(fs::metadata(council.desk.path("secure/interview.mp4")).unwrap().len(), 65 << 20);
    assert_eq!(council.desk.bytes(&taken), b"another");
}

#[test]
fn a_form_that_is_open_or_elsewhere_is_not_moved() {
    let council = Council::new();
    let form = begun_on_share(&council);
    let name = form.rsplit('/').next().unwrap();
    let owner = format!("{FOLDER}/~${}", name.chars().skip(2).collect::<String>());
    council.desk.file(&owner, "\u{a}Jane Smith");
    let before = council.files("");
    let ran = council.run(&format!(r#"restrict "{form}""#));
    assert!(ran.code == 3 && ran.err.contains("open in Word by Jane Smith"), "{}", ran.err);
    assert_eq!(council.files(""), before);
    council.desk.run_with("new contact --to here.docx --set -", CHILD).ok();
    assert_eq!(council.run("restrict here.docx").code, 2);
}

/// It would take the progress file away from under whoever notes in it.
#[test]
fn a_form_that_somebody_is_entering_is_not_moved() {
    let council = Council::new();
    let form = begun_on_share(&council);
    let words = format!(r#"enter "{form}" --print --json"#);
    let mut command = council.desk.command(env!("CARGO_BIN_EXE_stopgap"), &words);
    let mut session =
        command.env("USER", "akhan").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(session.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
    let before = council.files("");
    let restrict = format!(r#"restrict "{form}""#);
    let refused = format!(
        "Jane Smith is entering {form} at this moment: ask them, and try again when they have stopped"
    );
    council.run(&restrict).fails(3, &refused);
    assert_eq!(council.files(""), before);
    session.stdin.take().unwrap().write_all(b"q\n").unwrap();
    assert!(session.wait().unwrap().success());
    council.run(&restrict).ok();
    // Nor does the name of what the turn was at stay behind: people call forms after children.
    let left = fs::read_dir(council.desk.path(FOLDER)).unwrap().map(|left| left.unwrap().file_name());
    let left: Vec<String> = left.map(|name| name.to_string_lossy().into_owned()).collect();
    assert!(left.iter().all(|name| !name.contains("progress")), "{left:?}");
}

#[test]
fn a_part_that_somebody_else_is_entering_keeps_a_form_where_it_is() {
    let council = Council::new();
    let definition = "share/Blank forms/definitions/controcc-notification.yaml";
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("template-defs/controcc-notification.yaml");
    let text = fs::read_to_string(source).unwrap();
    council.desk.file(definition, text.replace("after: [cla-placement-change]\n", ""));
    council.new_form("controcc-notification", CHILD);
    let form = council.files("share").into_iter().find(|file| !file.contains("SCNorth_")).unwrap();
    let part = council.desk.path(&form.replace(".docx", ".finance.progress.jsonl"));
    let turn = lock(&part, Duration::ZERO).unwrap();
    let ran = council.run(&format!(r#"restrict "{form}""#));
    assert!(ran.code == 3 && ran.err.contains("somebody is entering"), "{ran:?}");
    drop(turn);
    council.run(&format!(r#"restrict "{form}""#)).ok();
}

#[test]
fn with_nothing_it_says_what_it_found() {
    let council = Council::new();
    assert!(council.run("").ok().contains("It has 2 forms of Example Council, by the settings in "));
    council.new_form("contact", CHILD);
    let said = council.run("").ok();
    assert!(said.contains("You are Jane Smith of SCNorth: 1 still to enter in "), "{said}");
}
