use crate::{
    docx,
    program::{Desk, Ran},
};
use serde_json::Value as Json;
use std::{
    io::{BufRead, BufReader, Write},
    process::Stdio,
};
use stopgap::template::Pack;

const NOTE: &str = "system=LCS\npin=8123477\nchild_surname=Inventson\nchild_dob=12/04/2010\nevent_at=17/11/2024 11:45\nwritten_at=17/11/2024 12:30\ntitle=Home visit\nnote_type=VISIT\nnote=What was said\nthird_party=no\n";

/// A case note with a tracker beside it that has its row; `more` answers besides.
fn desk(more: &str) -> Desk {
    let desk = Desk::new();
    desk.run_with("new case-note --to note.docx --set -", &format!("{NOTE}{more}")).ok();
    desk.run(r#"tracker new --name "Jane Smith" --team SCNorth --to tracker.docx"#).ok();
    let form: Json = serde_json::from_str(&desk.run("read note.docx --json").ok()).unwrap();
    let number = form["form"].as_str().unwrap();
    desk.run(&format!(r#"tracker add tracker.docx --pin 8123477 --surname Inventson --dob 12/04/2010 --nature "Case note ({number})" --recorded "17/11/2024 12:30""#)).ok();
    desk
}

/// Enters the form of a desk to its end, as this person.
fn enter(desk: &Desk, file: &str, children: &[&str]) -> Ran {
    let steps = "\n".repeat(12);
    let rounds: Vec<String> = children.iter().map(|child| format!("{child}\n{steps}y\n")).collect();
    let input = format!("y\n{}", rounds.concat());
    let mut command = desk.command(env!("CARGO_BIN_EXE_stopgap"), &format!("enter {file} --print --json"));
    crate::program::ran(
        {
            command.env("USER", "akhan");
            command
        },
        &input,
    )
}

fn rows(desk: &Desk) -> Vec<Json> {
    let shown: Json = serde_json::from_str(&desk.run("tracker show tracker.docx --json").ok()).unwrap();
    shown["rows"].as_array().unwrap().clone()
}

fn last(ran: &Ran) -> Json {
    serde_json::from_str(ran.out.lines().last().unwrap()).unwrap()
}

#[test]
fn a_copy_says_itself_that_it_was_entered_and_by_whom() {
    let desk = desk("");
    assert_eq!(last(&enter(&desk, "note.docx", &["8123477"]))["stamped"], true);
    std::fs::create_dir(desk.path("mail")).unwrap();
    desk.file("mail/another name.docx", desk.bytes("note.docx"));
    let ran = desk.run(r#"enter "mail/another name.docx" --print"#);
    let told = ran.err.replace(&today(), "[today]");
    assert_eq!(ran.code, 1, "{told}");
    assert!(told.contains("another name.docx says that it was entered on [today]"), "{told}");
    assert!(told.contains(" by akhan: it is not entered twice."), "{told}");
    // What was changed in the copy afterwards is to be checked.
    let pack = Pack::embedded();
    let definition = pack.template("case-note").unwrap();
    let mut answers = stopgap::form::Answers::default();
    answers.set(definition, "note=What was said, and more").unwrap();
    let changed = stopgap::form::fill(&desk.bytes("note.docx"), definition, &answers).unwrap();
    desk.file("mail/another name.docx", changed);
    let ran = desk.run(r#"enter "mail/another name.docx" --print"#);
    assert!(
        ran.err
            .trim_end()
            .ends_with("Check again in the record what was changed in the form since: Case note"),
        "{}",
        ran.err
    );
    // Nothing was left beside the copies, and no second copy of the form.
    assert!(!desk.files().iter().any(|file| file.contains("note.docx.bak")), "{:?}", desk.files());
}

/// Anything may stand where a person writes who entered it.
#[test]
fn what_a_person_wrote_there_is_in_no_error_and_no_progress() {
    let desk = desk(SISTER);
    let by_hand = "Entered into LCS on 16/11/2026 by mum says dad hits Alva";
    let block = "</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Answer\"/></w:pPr></w:p></w:tc></w:tr></w:tbl>";
    let form = docx::changed(&desk.bytes("note.docx"), "word/document.xml", |page| {
        let at = page.rfind(block).expect("the block") + block.find("</w:p>").unwrap();
        format!("{}<w:r><w:t>{by_hand}</w:t></w:r>{}", &page[..at], &page[at..])
    });
    desk.file("note.docx", form);
    // The sister is still to be entered.
    let ran = enter(&desk, "note.docx", &["02/02/2016 I"]);
    let noted = String::from_utf8(desk.bytes("note.progress.jsonl")).unwrap();
    assert!(noted.contains("found-entered"), "{noted}");
    let told = desk.run("record note.docx").ok();
    std::fs::remove_file(desk.path("note.progress.jsonl")).unwrap();
    let refused = desk.run("enter note.docx --print --tracker nowhere.docx");
    for said in [&ran.err, &noted, &told, &refused.err] {
        assert!(!said.contains("Alva"), "{said}");
    }
}

#[test]
fn a_form_that_is_open_in_word_says_so_at_the_next_start() {
    let desk = desk("");
    desk.file("~$note.docx", b"\x0aJane Smith");
    let ran = enter(&desk, "note.docx", &["8123477"]);
    assert_eq!(last(&ran)["stamped"], true);
    let says = |desk: &Desk| desk.run("read note.docx --json").ok();
    let before = says(&desk);
    std::fs::remove_file(desk.path("~$note.docx")).unwrap();
    let ran = desk.run("enter note.docx --print").ok();
    assert!(ran.contains("is entered."), "{ran}");
    assert_eq!(says(&desk), before);
    std::fs::remove_file(desk.path("note.progress.jsonl")).unwrap();
    assert!(
        desk.run("enter note.docx --print --tracker nowhere.docx")
            .err
            .contains("says that it was entered on")
    );
    assert_eq!(rows(&desk).len(), 1);
}

const SISTER: &str = "also_for[1].pin=8123488\nalso_for[1].surname=Inventson\nalso_for[1].dob=02/02/2016\n";

#[test]
fn each_child_has_a_check_a_round_and_a_row() {
    let desk = desk(SISTER);
    let ran = enter(&desk, "note.docx", &["8123477", "02/02/2016 I"]);
    let lines: Vec<Json> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let asked: Vec<i64> = lines
        .iter()
        .filter(|line| line["wants"] == "child")
        .map(|line| line["record"].as_i64().unwrap())
        .collect();
    assert_eq!(asked, [1, 2]);
    let titles = lines.iter().filter(|line| line["into"] == "Title/subject").count();
    assert_eq!((titles, &last(&ran)["stamped"]), (2, &Json::Bool(true)));
    let rows = rows(&desk);
    assert_eq!(rows.len(), 2);
    assert_eq!((&rows[1]["pin"], &rows[1]["child"]), (&"8123488".into(), &"Inventson 02/02/2016".into()));
    assert!(rows.iter().all(|row| !row["entered"].is_null()));
    assert!(desk.run("enter note.docx --print").err.contains("it is not entered twice"));
}

#[test]
fn a_child_who_is_left_comes_at_the_next_sitting_and_the_other_does_not() {
    let desk = desk(SISTER);
    enter(&desk, "note.docx", &["8123477", "q"]);
    let rows = rows(&desk);
    assert!(!rows[0]["entered"].is_null() && rows[1]["entered"].is_null());
    assert_eq!((rows.len(), &rows[1]["child"]), (2, &"Inventson 02/02/2016".into()));
    // Also from a copy without its progress.
    std::fs::create_dir(desk.path("mail")).unwrap();
    desk.file("mail/copy.docx", desk.bytes("note.docx"));
    for form in ["note.docx", "mail/copy.docx --tracker tracker.docx"] {
        let ran = desk.run_with(&format!("enter {form} --print --json"), "y\nq\n").ok();
        let child: Json = serde_json::from_str(ran.lines().nth(1).unwrap()).unwrap();
        assert_eq!((&child["wants"], &child["record"]), (&"child".into(), &2.into()), "{form}");
    }
    // What is done there is done, although nobody went through the first child's steps in the copy.
    enter(&desk, "mail/copy.docx --tracker tracker.docx", &["8123488"]);
    let again = desk.run("enter mail/copy.docx --print --tracker tracker.docx");
    assert!(again.err.contains("it is not entered twice"), "{again:?}");
    // `l` leaves the first for later, too.
    let desk = self::desk(SISTER);
    let ran = desk.run_with("enter note.docx --print --json", "y\nl\n8123488\nq\n").ok();
    assert!(ran.lines().nth(3).unwrap().contains("\"wants\":\"key\""), "{ran}");
}

#[test]
fn the_record_of_one_child_does_not_stamp_the_row_of_the_other() {
    let desk = desk(SISTER);
    let number = rows(&desk)[0]["nature"].as_str().unwrap().to_owned();
    desk.run(&format!(r#"tracker add tracker.docx --pin 8123488 --surname Inventson --dob 02/02/2016 --nature "{number}" --recorded "17/11/2024 12:30""#)).ok();
    desk.run_with("enter note.docx --print", &format!("y\nl\n8123488\n{}y\n", "\n".repeat(12))).ok();
    let entered: Vec<bool> = rows(&desk).iter().map(|row| !row["entered"].is_null()).collect();
    assert_eq!(entered, [false, true]);
}

/// Two programs at one form: the second is told who has it.
#[test]
fn the_second_of_two_people_is_told_who_has_the_form() {
    let desk = desk("");
    let mut command = desk.command(env!("CARGO_BIN_EXE_stopgap"), "enter note.docx --print --json");
    let mut first =
        command.env("USER", "akhan").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(first.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
    let ran = desk.run("enter note.docx --print");
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("akhan is entering note.docx at this moment: ask them"), "{}", ran.err);
    first.stdin.take().unwrap().write_all(b"q\n").unwrap();
    assert!(first.wait().unwrap().success());
    desk.run_with("enter note.docx --print", "q\n").ok();
}

fn today() -> String {
    stopgap::template::date::show_date(stopgap::desk::now().date())
}

#[test]
fn a_form_that_is_renamed_is_still_the_one_that_was_begun() {
    let desk = desk("");
    desk.run_with("enter note.docx --print", "y\n8123477\n\nq\n").ok();
    let before = desk.run("record note.docx").ok();
    std::fs::rename(desk.path("note.docx"), desk.path("Dee.docx")).unwrap();
    assert!(desk.run("status .").ok().contains("begun: 1 step done"));
    assert_eq!(desk.run("record Dee.docx").ok(), before);
    let said = desk.run_with("enter Dee.docx --print", "y\n8123477\nq\n").ok();
    assert!(said.contains("It was called note.docx when it was begun."), "{said}");
    let unsaved = "1 step was entered after the last save. If that page is gone, type g at the next step: it comes again.";
    assert!(said.replace('\n', " ").contains(unsaved), "{said}");
    assert!(said.contains("step 2 of") && !said.contains("step 1 of"), "{said}");
    assert!(desk.files().contains(&"Dee.progress.jsonl".to_owned()), "{:?}", desk.files());
    assert!(!desk.files().contains(&"note.progress.jsonl".to_owned()), "{:?}", desk.files());
}
