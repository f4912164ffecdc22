use crate::program::Desk;
use serde_json::{Value as Json, json};
use stopgap::{
    desk::now,
    form,
    template::{Pack, date::show_date},
};

/// A case note that was filled in, and a tracker with its row.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.run_with("new case-note --to note.docx --set -", NOTE).ok();
    desk.run(r#"tracker new --name "Jane Smith" --team SCNorth --to tracker.docx"#).ok();
    let number = read(&desk, "note.docx")["form"].as_str().unwrap().to_owned();
    desk.run(&format!(r#"tracker add tracker.docx --pin 8123477 --surname Inventson --dob 12/04/2010 --nature "Case note ({number})" --recorded "17/11/2024 12:30""#)).ok();
    desk
}

const NOTE: &str = "\
system=LCS
pin=8123477
child_surname=Inventson
child_forename=Dee
child_dob=12/04/2010
restricted=no
event_at=17/11/2024 11:45
written_at=17/11/2024 12:30
worker_name=Jane Smith
worker_team=SCNorth
note_type=VISIT
title=Home visit
people_present[1].name=Dee Inventson
people_present[1].role=Child
people_present[2].name=Ed Inventson
child_seen=yes
child_seen_alone=yes
note=Dee said she \"sleeps better\" & smiled.\\n\\nDad has the letter.
third_party=no
pass_on=no
reenter_by=Me
";

fn read(desk: &Desk, file: &str) -> Json {
    serde_json::from_str(&desk.run(&format!("read {file} --json")).ok()).unwrap()
}

fn rows(desk: &Desk) -> Json {
    serde_json::from_str::<Json>(&desk.run("tracker show tracker.docx --json").ok()).unwrap()["rows"].take()
}

/// What the program wanted, line by line.
fn wants(transcript: &str) -> Vec<Json> {
    transcript.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_was_set_is_what_is_read() {
    let form = read(&desk(), "note.docx");
    let value = |id: &str| form["fields"][id]["value"].clone();
    assert_eq!(value("pin"), "8123477");
    assert_eq!(value("child_dob"), "2010-04-12");
    assert_eq!(value("event_at"), "2024-11-17T11:45");
    assert_eq!(value("restricted"), false);
    assert_eq!(value("note_type"), "VISIT");
    assert_eq!(value("note"), "Dee said she \"sleeps better\" & smiled.\n\nDad has the letter.");
    assert_eq!(
        value("people_present"),
        json!([{ "name": "Dee Inventson", "role": "Child" }, { "name": "Ed Inventson" }])
    );
    assert_eq!(value("analysis"), Json::Null);
    assert_eq!(form["fields"]["note"]["into"], json!(["Note text"]));
    assert_eq!(form["fields"]["event_at"]["into"], json!(["Date/time of event"]));
    assert_eq!(form["fields"]["pin"]["into"], json!([]));
    assert_eq!(form["system"], "LCS");
    assert_eq!(form["findings"], json!([]));
}

#[test]
fn a_form_is_named_as_people_name_it() {
    let desk = Desk::new();
    for (words, file) in [
        (r#"new "New contact" --to a"#, "a.docx"),
        (r#"new "new  CONTACT" --to "visit 12.04""#, "visit 12.04.docx"),
        ("new new-contact --to b.DOCX", "b.DOCX"),
    ] {
        let said = desk.run(words).ok();
        let form = read(&desk, &format!(r#""{file}""#));
        let number = form["form"].as_str().unwrap();
        assert_eq!(
            said,
            format!(
                "Made {file} with form number {number}.\nOpen it in Word and fill it in.\nIn your tracker, write ({number}) after the text under Nature of Work Undertaken.\n"
            )
        );
        assert_eq!(form["template"], "contact");
    }
    let plan = desk.run("plan contact").ok();
    assert_eq!(desk.run(r#"plan "New contact""#).ok(), plan);
    // What a form says of itself is an id, and never a title.
    assert!(Pack::embedded().template("new-contact").is_err());
}

#[test]
fn a_blank_form_says_what_is_missing_and_holds_nothing() {
    let desk = Desk::new();
    desk.run("new contact --to c.docx").ok();
    let form = read(&desk, "c.docx");
    assert!(form["fields"].as_object().unwrap().values().all(|field| field["value"].is_null()));
    assert!(form["findings"].as_array().unwrap().iter().all(|finding| finding["kind"] == "blank"));
    assert_eq!(desk.run("read c.docx --strict").code, 1);
}

#[test]
fn several_files_give_a_line_each() {
    let desk = desk();
    desk.run("new contact --to contact.docx").ok();
    let ran = desk.run("read . --json");
    let files: Vec<Json> = wants(&ran.out).iter().map(|line| line["file"].clone()).collect();
    assert_eq!(files, ["./contact.docx", "./note.docx"]);
    // The tracker in the folder is no form: that is said, and no fault.
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            0,
            "stopgap: ./tracker.docx is no form of ours and was left out
"
        )
    );
}

#[test]
fn controls_of_any_document() {
    let controls: Json = serde_json::from_str(&desk().run("read note.docx --controls").ok()).unwrap();
    assert_eq!(controls["pin"], "8123477");
    assert_eq!(controls["people_present[].name"], json!(["Dee Inventson", "Ed Inventson", "", ""]));
}

#[test]
fn a_session_in_plain_lines() {
    let desk = desk();
    let ran = desk.run_with("enter note.docx --print", "y\n8123477\n\n\n\nb\n\ns\n\n\n\n\n\ns\nk\n\n\ny\n");
    insta::assert_snapshot!(desk.steady(&ran.ok()));
    assert_ne!(rows(&desk)[0]["entered"], Json::Null);
}

#[test]
fn a_session_as_a_line_protocol() {
    let desk = desk();
    let ran = desk.run_with("enter note.docx --print --json", "y\n8123477\n\n\n\n\n\n\n\n\n\n\n\n\n\n\ny\n");
    let lines = wants(&ran.ok());
    let pasted: Vec<(&str, &str)> = lines
        .iter()
        .filter(|line| line["kind"] == "paste")
        .map(|line| (line["into"].as_str().unwrap(), line["text"].as_str().unwrap()))
        .collect();
    assert_eq!(
        pasted[..4],
        [
            ("Date/time of event", "17/11/2024 11:45"),
            ("Title/subject", "Home visit"),
            ("Name", "Dee Inventson"),
            ("Role", "Child")
        ]
    );
    assert!(
        pasted[5]
            .1
            .starts_with("Late entry: happened 17/11/2024 11:45; recorded 17/11/2024 12:30 by Jane Smith")
    );
    assert!(pasted[5].1.ends_with("Dee said she \"sleeps better\" & smiled.\n\nDad has the letter."));
    assert_eq!(lines[0]["wants"], "live");
    assert_eq!(lines[1]["wants"], "child");
    assert_eq!(lines.last().unwrap()["wants"], "done");
    assert_eq!(lines.last().unwrap()["stamped"], true);
}

#[test]
fn the_progress_file_holds_no_value() {
    let desk = desk();
    desk.run_with("enter note.docx --print", "y\n8123477\n\n\n\n\n\n\n\n\n\n\n\n\ny\n").ok();
    let progress = String::from_utf8(desk.bytes("note.progress.jsonl")).unwrap();
    for value in [
        "8123477",
        "Inventson",
        "Dee",
        "Home visit",
        "VISIT",
        "letter",
        "12/04/2010",
        "2010-04-12",
        "SCNorth",
    ] {
        assert!(!progress.contains(value), "{value} in {progress}");
    }
}

#[test]
fn stopped_and_taken_up_again() {
    let desk = desk();
    let first = desk.run_with("enter note.docx --print --json", "y\n8123477\n\n\n\nq\n");
    assert_eq!(wants(&first.ok()).last().unwrap()["stamped"], false);
    let second = desk.run_with("enter note.docx --print --json", "y\n8123477\n");
    let lines = wants(&second.ok());
    assert_eq!((&lines[2]["step"], &lines[2]["into"]), (&json!(4), &json!("Name")));
}

#[test]
fn where_the_answers_end_the_session_stops_without_a_stamp() {
    let desk = desk();
    let ran = desk.run_with("enter note.docx --print --json", "y\n8123477\n\n\n\n\n\n\n\n\n\n\n\n\n");
    assert_eq!(wants(&ran.ok()).last().unwrap()["stamped"], false);
    assert_eq!(rows(&desk)[0]["entered"], Json::Null);
}

#[test]
fn a_wrong_child_twice_ends_it() {
    let desk = desk();
    let ran = desk.run_with("enter note.docx --print --json", "y\n8123478\n12/04/2010 XX\n");
    let lines = wants(&ran.ok());
    assert_eq!(lines[2]["wants"], "child");
    assert!(lines[2]["say"].as_str().unwrap().starts_with("That does not fit this form."));
    assert_eq!((&lines[3]["wants"], &lines[3]["stamped"]), (&json!("done"), &json!(false)));
    // Who tried is in the progress file, and that it was another child.
    let progress = String::from_utf8(desk.bytes("note.progress.jsonl")).unwrap();
    assert_eq!(progress.matches("mistook-child").count(), 2, "{progress}");
}

#[test]
fn birth_date_and_initials_prove_the_child_too() {
    for shown in ["12/04/2010 DI", "di 12.4.2010", "8123 477"] {
        let ran = desk().run_with("enter note.docx --print --json", &format!("y\n{shown}\n"));
        assert_eq!(wants(&ran.ok())[2]["wants"], "key", "{shown}");
    }
}

#[test]
fn no_pin_and_no_birth_date_before_the_child_is_proved() {
    let ran = desk().run_with("enter note.docx --print", "y\nq\n").ok();
    assert!(!ran.contains("8123477") && !ran.contains("2010"), "{ran}");
}

#[test]
fn read_only_is_not_live() {
    let ran = desk().run_with("enter note.docx --print --json", "https://lcs-readonly.example.gov.uk/\nno\n");
    let lines = wants(&ran.ok());
    assert!(lines[1]["say"].as_str().unwrap().starts_with("That is Read Only or a test system"));
    assert_eq!(lines[2]["wants"], "done");
}

#[test]
fn a_form_is_not_entered_twice() {
    let desk = desk();
    desk.run_with("enter note.docx --print", "y\n8123477\n\n\n\n\n\n\n\n\n\n\n\n\n\ny\n").ok();
    let again = desk.run("enter note.docx --print");
    assert_eq!(again.code, 1);
    assert!(again.err.contains("it is not entered twice"), "{}", again.err);
}

#[test]
fn an_answer_changed_since_comes_again() {
    let desk = desk();
    desk.run_with("enter note.docx --print", "y\n8123477\n\n\n\n\nq\n").ok();
    let pack = Pack::embedded();
    let definition = pack.template("case-note").unwrap();
    let mut answers = form::Answers::default();
    answers.set(definition, "title=Another title").unwrap();
    desk.file("note.docx", form::fill(&desk.bytes("note.docx"), definition, &answers).unwrap());
    let ran = desk.run_with("enter note.docx --print", "y\n8123477\n").ok();
    assert!(ran.contains("Changed in the form since you began, so they come again: Title."), "{ran}");
    assert!(ran.contains("Another title"), "{ran}");
}

#[test]
fn a_stamp_that_could_not_be_written_is_made_good_at_the_next_start() {
    let desk = desk();
    desk.file("~$acker.docx", b"\x0aJane Smith");
    let ran = desk.run_with("enter note.docx --print", "y\n8123477\n\n\n\n\n\n\n\n\n\n\n\n\n\ny\n").ok();
    assert!(
        ran.contains("The tracker is not stamped yet: tracker.docx is open in Word by Jane Smith"),
        "{ran}"
    );
    assert_eq!(rows(&desk)[0]["entered"], Json::Null);
    std::fs::remove_file(desk.path("~$acker.docx")).unwrap();
    let ran = desk.run("enter note.docx --print").ok();
    assert!(ran.contains("Row 1 of tracker.docx is stamped"), "{ran}");
    assert_ne!(rows(&desk)[0]["entered"], Json::Null);
}

#[test]
fn words_where_the_date_goes_are_told_once() {
    let desk = desk();
    let number = rows(&desk)[0]["nature"].as_str().unwrap().to_owned();
    let drawn = format!("8123477 | Inventson 12/04/2010 | | 17/11/2026 | {number} | tbc");
    let drawn = crate::tracker::drawn::document(&[crate::tracker::drawn::HEADINGS, &drawn]).bytes();
    desk.file("tracker.docx", &drawn);
    let shown = desk.run("tracker show tracker.docx").ok().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(shown.contains("to enter, though \u{201c}tbc\u{201d} stands there"), "{shown}");
    let ran = desk.run_with("enter note.docx --print", "y\n8123477\n\n\n\n\n\n\n\n\n\n\n\n\n\ny\n").ok();
    let told = ran.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("The tracker is not stamped: tracker.docx: in row 1 words stand where the date goes"),
        "{ran}"
    );
    assert!(told.contains(&format!("The date to write into it is {}", show_date(now().date()))), "{ran}");
    assert!(desk.bytes("tracker.docx") == drawn);
    assert!(desk.run("enter note.docx --print").err.contains("it is not entered twice"));
}

#[test]
fn a_new_pin_goes_into_the_tracker() {
    let desk = Desk::new();
    desk.run("new contact --to c.docx --set pin=NEW --set child_surname=Samplesson --set child_dob=10/06/2019 --set contact_name=Example").ok();
    desk.run(r#"tracker new --name "Jane Smith" --team SCNorth --to tracker.docx"#).ok();
    desk.run(
        r#"tracker add tracker.docx --pin NEW --surname Samplesson --dob 10/06/2019 --nature "New Contact""#,
    )
    .ok();
    let ran = desk.run_with("enter c.docx --print --json", "y\ny\n\n8123499\ny\n\n\n\nk\ny\n");
    assert_eq!(wants(&ran.ok()).last().unwrap()["stamped"], true);
    assert_eq!(rows(&desk)[0]["pin"], "8123499");
}

#[test]
fn a_long_answer_comes_in_parts_and_none_is_lost() {
    let desk = Desk::new();
    let long = "One sentence that goes on for a while. ".repeat(60);
    desk.run_with("new contact --to c.docx --set -", &format!("pin=111\nsafety_action={long}\n")).ok();
    let ran = desk.run_with("enter c.docx --print --json", "y\n111\n\n\n\n");
    let lines = wants(&ran.ok());
    let parts: Vec<&Json> = lines.iter().filter(|line| line["into"] == "Immediate action").collect();
    assert_eq!(parts.iter().map(|line| line["parts"].as_i64().unwrap()).collect::<Vec<_>>(), [2, 2]);
    let whole: String = parts.iter().map(|line| line["text"].as_str().unwrap()).collect();
    assert_eq!(whole.trim(), long.trim());
}

#[test]
fn the_demo_runs_by_itself() {
    let desk = Desk::new();
    let said = desk.run("demo --to team").ok();
    insta::assert_snapshot!(desk.steady(&said));
    assert_eq!(desk.run("demo --to team").code, 3);
}

#[test]
fn run_with_nothing_it_says_what_can_be_done() {
    insta::assert_snapshot!(Desk::new().run("").ok());
}

#[test]
fn the_plan_of_a_template() {
    insta::assert_snapshot!(Desk::new().run("plan demographics-change").ok());
}

#[test]
fn the_forms_that_there_are() {
    insta::assert_snapshot!(Desk::new().run("forms").ok());
}

#[test]
fn a_copy_of_an_entered_form_is_not_entered_again() {
    let desk = desk();
    // It was mailed before it was entered: only the tracker knows.
    std::fs::create_dir(desk.path("mail")).unwrap();
    desk.file("mail/copy.docx", desk.bytes("note.docx"));
    desk.run_with("enter note.docx --print", "y\n8123477\n\n\n\n\n\n\n\n\n\n\n\n\n\ny\n").ok();
    let ran = desk.run("enter mail/copy.docx --print --tracker tracker.docx");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("row 1 of tracker.docx bears a date already"), "{}", ran.err);
}

#[test]
fn the_row_of_another_child_or_of_other_work_is_not_stamped() {
    for (pin, dob, nature) in [
        ("999", "12/04/2010", "Case note"),
        ("8123477", "01/01/2011", "Case note"),
        ("8123477", "12/04/2010", "Telephone call to school"),
    ] {
        let desk = Desk::new();
        desk.run_with("new case-note --to note.docx --set -", NOTE).ok();
        desk.run(r#"tracker new --name "Jane Smith" --team SCNorth --to tracker.docx"#).ok();
        desk.run(&format!(r#"tracker add tracker.docx --pin {pin} --surname Inventson --dob {dob} --nature "{nature}" --recorded "17/11/2024 12:30""#)).ok();
        let ran = desk.run_with("enter note.docx --print", "y\n8123477\n\n\n\n\n\n\n\n\n\n\n\n\n\ny\n").ok();
        assert!(ran.contains("No row of tracker.docx is surely this form's"), "{ran}");
        assert!(ran.contains("\nstopgap tracker stamp \"tracker.docx\" --row N --date "), "{ran}");
        assert_eq!(rows(&desk)[0]["entered"], Json::Null, "{pin} {nature}");
    }
}

#[test]
fn two_people_at_one_form() {
    let desk = desk();
    let first = stopgap::share::lock(&desk.path("note.progress.jsonl"), std::time::Duration::ZERO).unwrap();
    let ran = desk.run("enter note.docx --print");
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("somebody is entering note.docx at this moment"), "{}", ran.err);
    drop(first);
}

#[test]
fn a_new_pin_is_in_the_tracker_at_once() {
    let desk = Desk::new();
    desk.run(
        "new contact --to c.docx --set pin=NEW --set child_surname=Samplesson --set child_dob=10/06/2019",
    )
    .ok();
    desk.run(r#"tracker new --name "Jane Smith" --team SCNorth --to tracker.docx"#).ok();
    desk.run(
        r#"tracker add tracker.docx --pin NEW --surname Samplesson --dob 10/06/2019 --nature "New Contact""#,
    )
    .ok();
    desk.run_with("enter c.docx --print", "y\ny\n\n8123499\ny\nq\n").ok();
    assert_eq!(rows(&desk)[0]["pin"], "8123499");
}

#[test]
fn what_a_lost_name_may_be_is_not_repeated() {
    let ran = Desk::new().run_with("new contact --to c.docx --set -", "Mum hit Sam = yes\n");
    assert!(ran.code == 2 && !ran.err.contains("Sam"), "{}", ran.err);
}
