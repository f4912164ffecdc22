use crate::council::Council;
use serde_json::json;
use std::fs;

const FOLDER: &str = "share/Assessment/SCNorth/Jane Smith";
const TRACKER: &str = "share/Assessment/SCNorth/Jane Smith/SCNorth_JaneSmith.docx";

fn child(pin: &str) -> String {
    format!(
        "pin={pin}\nchild_surname=Inventson\nchild_dob=12/04/2010\nrestricted=no\nwritten_at=01/11/2026 09:00\n"
    )
}

/// The form with this title that was made last.
fn form(council: &Council, title: &str) -> String {
    let newest = |file: &String| fs::metadata(council.desk.path(file)).unwrap().modified().unwrap();
    let forms = council.files("").into_iter().filter(|file| file.contains(title));
    forms.max_by_key(newest).unwrap()
}

#[test]
fn rows_and_forms_are_joined_by_the_number() {
    let council = Council::new();
    council.new_form("case-note", &child("111"));
    council.new_form("contact", &child("222"));
    council.counts(&json!({ "open": 2, "without_form": 0, "without_row": 0, "entered": 0 }));
    council.run(&format!(r#"tracker stamp "{TRACKER}" --row 1"#)).ok();
    council.counts(&json!({ "open": 1, "entered": 1 }));
    fs::remove_file(council.desk.path(&form(&council, "New contact"))).unwrap();
    council.counts(&json!({ "open": 1, "without_form": 1 }));
}

#[test]
fn work_noted_in_the_tracker_only_is_work() {
    let council = Council::new();
    council.new_form("case-note", &child("111"));
    council.run(&format!(r#"tracker add "{TRACKER}" --pin 333 --surname S --dob 1/2/2020 --nature "Rang the school" --recorded "2/11/2026 10:00""#)).ok();
    council.counts(&json!({ "open": 2, "without_form": 1 }));
    let said = council.run("status").ok();
    assert!(
        said.contains(
            "row 2 of Assessment/SCNorth/Jane Smith/SCNorth_JaneSmith.docx, noted in the tracker only"
        ),
        "{said}"
    );
    // What was done may say who, and this is for other eyes.
    assert!(!said.contains("school") && !said.contains("Inventson"));
}

#[test]
fn a_form_without_a_row_and_one_from_a_blank_are_found() {
    let council = Council::new();
    council.new_form("case-note", &child("111"));
    council
        .desk
        .run_with(&format!(r#"new contact --to "{FOLDER}/Contact.docx" --set -"#), &child("222"))
        .ok();
    council.counts(&json!({ "open": 2, "without_row": 1 }));
    // A row without the number is found by child and time.
    council.run(&format!(r#"tracker add "{TRACKER}" --pin 222 --surname Inventson --dob 12/4/2010 --nature "New contact" --recorded "1/11/2026 09:00""#)).ok();
    council.counts(&json!({ "without_row": 1, "without_form": 1 }));
}

#[test]
fn restricted_records_are_a_count() {
    let council = Council::new();
    let restricted = child("999").replace("restricted=no", "restricted=yes");
    council.new_form("contact", &restricted);
    council.new_form("contact", &child("111"));
    council.counts(&json!({ "open": 2, "restricted": 1, "restricted_on_share": 0 }));
    let open = council.status("")["teams"][0]["people"][0]["open"].clone();
    assert_eq!(open.as_array().unwrap().len(), 1);
    // Somebody ticked yes in Word afterwards, and left the form where it was.
    let own = council.run(&format!(r#"read "{}" --json"#, form(&council, "New contact"))).ok();
    assert!(own.contains("\"system\""));
    let secure = form(&council, "secure/New contact");
    fs::copy(council.desk.path(&secure), council.desk.path(&format!("{FOLDER}/x.docx"))).unwrap();
    council.counts(&json!({ "restricted": 1, "restricted_on_share": 1 }));
    let said = council.run("status --all").ok();
    assert!(said.contains("1 restricted form in the shared folder") && !said.contains("x.docx"), "{said}");
    // Others hear whose it is and its number; its worker, where it is.
    let number = secure.trim_end_matches(".docx").rsplit(' ').next().unwrap();
    let named =
        format!("restricted form {number} lies in the shared folder: their own stopgap enter says where");
    assert!(said.contains(&named), "{said}");
    assert!(!council.run("status").ok().contains(number));
    let ran = council.desk.run_with("enter --print", "q\n");
    let file = council.desk.path(&format!("{FOLDER}/x.docx")).display().to_string();
    assert!(ran.err.contains(&format!("enter it from your secure place\n  {number}: {file}\n")), "{ran:?}");
    let others = format!(r#"enter "{FOLDER}" --print"#);
    let ran = council.desk.run_with(&others, "q\n");
    assert!(ran.err.contains("their own stopgap enter names them") && !ran.err.contains("x.docx"), "{ran:?}");
}

#[test]
fn a_spreadsheet_has_a_line_for_a_restricted_record_that_says_no_more() {
    let council = Council::new();
    council.new_form("contact", &child("999").replace("restricted=no", "restricted=yes"));
    council.new_form("contact", &child("111"));
    let ran = council.run("status --csv");
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.out);
    let restricted = "Assessment,SCNorth,Jane Smith,,,,,,,,,,,to enter (restricted)";
    assert_eq!(ran.out.lines().filter(|line| *line == restricted).count(), 1, "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn a_team_is_called_by_its_name_and_one_without_a_folder_is_no_matter_of_permission() {
    let council = Council::new();
    council.new_form("contact", &child("111"));
    assert_eq!(council.run("status scnorth").ok(), council.run("status share/Assessment/SCNorth").ok());
    council.run("status SCSouth").fails(
        3,
        "SCSouth has no folder in the share yet: nothing was saved there; teams with a folder: SCNorth",
    );
    council
        .run("status nowhere")
        .fails(3, "there is no folder nowhere, and no such team; teams with a folder: SCNorth");
    crate::program::Desk::new().run("status nowhere").fails(3, "there is no folder nowhere");
}

#[test]
fn copies_of_a_form_are_told() {
    let council = Council::new();
    council.new_form("contact", &child("111"));
    let from = form(&council, "New contact");
    fs::create_dir_all(council.desk.path("share/Assessment/SCSouth/Ann")).unwrap();
    let copy = "share/Assessment/SCSouth/Ann/New contact-DESKTOP-7.docx";
    fs::copy(council.desk.path(&from), council.desk.path(copy)).unwrap();
    let copies = council.status("")["copies"].clone();
    assert_eq!(copies[0]["files"].as_array().unwrap().len(), 2, "{copies}");
    assert!(council.run("status").ok().contains("lies there 2 times; enter one of them only"));
}

#[test]
fn the_oldest_stand_first_and_all_are_named_when_asked_for() {
    let council = Council::new();
    council.new_form("case-note", &child("100"));
    for day in 1..=5 {
        council.run(&format!(r#"tracker add "{TRACKER}" --pin 20{day} --surname S --dob 1/2/2020 --nature Call --recorded "{day}/10/2026 10:00""#)).ok();
    }
    let said = council.run("status").ok();
    assert!(said.contains("and 3 more (--all names them)"), "{said}");
    let open = council.status("")["teams"][0]["people"][0]["open"].clone();
    let rows: Vec<i64> = open.as_array().unwrap().iter().map(|open| open["row"].as_i64().unwrap()).collect();
    assert_eq!(rows, [2, 3, 4, 5, 6, 1]);
    assert_eq!(council.run("status --all").ok().matches(", noted in the tracker only").count(), 5);
}

#[test]
fn work_is_told_by_the_outage_in_which_it_was_recorded() {
    let council = Council::new();
    let no_outages = council.run("status").ok();
    let outages = "outages:
  - { id: OUT-1, from: 1/10/2026 18:00, to: 3/10/2026 08:00 }
  - { id: OUT-2, read-only-since: 10/10/2026 17:00, from: 10/10/2026 18:00, to: 12/10/2026 08:00 }
";
    council.settings("", outages);
    assert_eq!(council.run("status").ok(), no_outages);
    council.new_form("contact", &child("999").replace("restricted=no", "restricted=yes"));
    let recorded = ["2/10/2026 10:00", "3/10/2026 08:00", "3/10/2026 09:00", "10/10/2026 17:30"];
    for at in recorded {
        council.run(&format!(r#"tracker add "{TRACKER}" --pin 201 --surname S --dob 1/2/2020 --nature Call --recorded "{at}""#)).ok();
    }
    let said = council.run("status --all").ok();
    assert!(
        said.ends_with("\nStill to enter, by the outage in which it was recorded: 2 in OUT-1, 1 in OUT-2, 1 in none, 1 restricted\n"),
        "{said}"
    );
    assert_eq!(said.matches("noted in the tracker only, recorded in OUT-1\n").count(), 2, "{said}");
    let status = council.status("");
    assert_eq!(
        status["outages"],
        json!([{ "outage": null, "open": 1 }, { "outage": "OUT-1", "open": 2 }, { "outage": "OUT-2", "open": 1 }])
    );
    let open = status["teams"][0]["people"][0]["open"].as_array().unwrap();
    let of_each: Vec<Option<&str>> = open.iter().map(|open| open["outage"].as_str()).collect();
    assert_eq!(of_each, [Some("OUT-1"), Some("OUT-1"), None, Some("OUT-2")]);
    let csv = council.run("status --csv").ok();
    let column: Vec<&str> = csv.lines().map(|line| line.split(',').nth(10).unwrap()).collect();
    assert_eq!(column, ["outage", "OUT-1", "OUT-1", "", "OUT-2", ""]);
}

#[test]
fn a_spreadsheet_gets_a_line_for_each_and_no_formulas() {
    let council = Council::new();
    fs::create_dir_all(council.desk.path("share/Assessment/SCNorth/=1+1")).unwrap();
    council.run(r#"tracker new --name J --team T --to "share/Assessment/SCNorth/=1+1/t.docx""#).ok();
    council.run(r#"tracker add "share/Assessment/SCNorth/=1+1/t.docx" --pin 1 --surname S --dob 1/2/2020 --nature Call --recorded "1/10/2026 10:00""#).ok();
    let csv = council.run("status --csv").ok();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "service,team,person,title,form,file,tracker,row,recorded,days,outage,passed to,received from,state"
    );
    assert!(
        lines[1].starts_with("Assessment,SCNorth,'=1+1,,,,Assessment/SCNorth/=1+1/t.docx,1,01/10/2026,"),
        "{}",
        lines[1]
    );
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_counted() {
    let council = Council::new();
    council.new_form("contact", &child("111"));
    council.desk.file(&format!("{FOLDER}/broken.docx"), "PK\u{3}\u{4}");
    council.desk.file(&format!("{FOLDER}/letter.docx"), b"no Word document at all");
    let said = council.run("status").ok();
    assert!(said.contains("broken.docx cannot be read: it is damaged"), "{said}");
    council.counts(&json!({ "open": 1 }));
    assert_eq!(council.run("status nowhere").code, 3);
}

#[test]
fn a_folder_without_settings_is_one_persons() {
    let desk = crate::program::Desk::new();
    assert_eq!(desk.run("status").ok(), "No forms and no trackers here.\n");
    desk.run(r#"tracker new --name "Jane Smith" --team SCNorth"#).ok();
    desk.run("tracker add SCNorth_JaneSmith.docx --pin 1 --surname S --dob 1/2/2020 --nature Call").ok();
    let said = desk.run("status").ok();
    assert!(
        said.starts_with(
            "SCNorth: 1 still to enter (1 without a form), the oldest from today\n  Jane Smith:"
        ),
        "{said}"
    );
}

/// A backup holds what the tracker holds: with the last open row it goes.
#[test]
fn the_backup_goes_with_the_last_open_row() {
    let council = Council::new();
    council.new_form("case-note", &child("111"));
    council.new_form("contact", &child("222"));
    let backup = council.desk.path(&format!("{TRACKER}.bak"));
    council.run(&format!(r#"tracker stamp "{TRACKER}" --row 1"#)).ok();
    assert!(backup.exists());
    council.run(&format!(r#"tracker stamp "{TRACKER}" --row 2"#)).ok();
    assert!(!backup.exists());
}

#[test]
fn a_copy_of_the_tracker_that_onedrive_made_is_told() {
    let council = Council::new();
    council.new_form("contact", &child("111"));
    let copy = TRACKER.replace(".docx", "-DESKTOP-7.docx");
    fs::copy(council.desk.path(TRACKER), council.desk.path(&copy)).unwrap();
    let said = council.run("status").ok();
    assert!(
        said.contains("has 2 trackers, and needs one: ") && said.contains("SCNorth_JaneSmith-DESKTOP-7.docx"),
        "{said}"
    );
    // New rows still go into the one that is called right.
    assert!(
        council.desk.run_with("new contact --set -", &child("222")).ok().contains("SCNorth_JaneSmith.docx")
    );
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights_is_told_and_the_rest_is_counted() {
    let council = Council::new();
    council.new_form("contact", &child("111"));
    fs::create_dir_all(council.desk.path("share/Assessment/SCSouth/Closed")).unwrap();
    council.desk.deny("share/Assessment/SCSouth/Closed");
    let ran = council.desk.run_without_rights("status");
    assert!(ran.code == 3 && ran.out.contains("1 still to enter"), "{ran:?}");
    assert!(ran.err.contains("Closed cannot be looked into: what is in it is not counted"), "{ran:?}");
}
