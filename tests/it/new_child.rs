use crate::{
    council::{Council, LIVE},
    program::Ran,
};
use std::fs;
use stopgap::{
    desk::{Options, Sitting, now},
    form::Pin,
    reentry::Input,
    template::Pack,
    tracker::write_pin,
};

const JANE: &str = "share/Assessment/SCNorth/Jane Smith/SCNorth_JaneSmith.docx";
const KHAN: &str = "share/Assessment/SCNorth/A Khan/SCNorth_AKhan.docx";
/// What a contact of a NEW child is asked, once LCS is live: searched, the step that tells, the PIN, and whether it is right.
const UNTIL_PIN: &str = "y\nn\n8123477\ny\nq\n";

/// Answers of a form for a child who is NEW, of whom all but the forename is the same.
fn child(forename: &str) -> String {
    format!(
        "pin=NEW\nchild_surname=Newson\nchild_forename={forename}\nchild_dob=12/04/2020\nrestricted=no\nevent_at=17/11/2026 11:45\n"
    )
}

/// Jane Smith has a contact of Alva; A Khan of the same team a case note of each of these.
fn council(of_khan: &[&str]) -> Council {
    let council = Council::new();
    council.new_form("contact", &child("Alva"));
    for forename in of_khan {
        let ran = council.desk.run_with(
            r#"new case-note --name "A Khan" --team SCNorth --set -"#,
            &(child(forename) + "system=LCS\n"),
        );
        ran.ok();
    }
    council
}

/// The form of this title in a person's folder.
fn form_of(council: &Council, person: &str, title: &str) -> String {
    let files = council.files(&format!("share/Assessment/SCNorth/{person}"));
    files.into_iter().find(|file| file.contains(title)).unwrap()
}

#[track_caller]
fn enter(council: &Council, person: &str, title: &str, lines: &str) -> Ran {
    let words = format!(r#"enter --print "{}""#, form_of(council, person, title));
    let ran = council.desk.run_with(&words, &format!("{LIVE}\n{lines}"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran
}

#[test]
fn others_of_the_team_who_may_have_the_child_are_told_before_a_record_is_made() {
    let council = council(&["Alva"]);
    let said = enter(&council, "Jane Smith", "New contact", "q\n").out;
    assert!(said.contains("Careful: a child born on the same day"), "{said}");
    assert!(said.replace('\n', " ").contains("A Khan/Case note"), "{said}");
}

#[test]
fn the_new_pin_goes_into_the_rows_of_the_childs_other_forms() {
    let council = council(&["Alva", "Bea"]);
    let said = enter(&council, "Jane Smith", "New contact", UNTIL_PIN).out.replace('\n', " ");
    assert!(council.rows(JANE).contains("8123477, Newson"), "{said}");
    let rows = council.rows(KHAN);
    assert_eq!(rows.matches("8123477, Newson").count(), 1, "{rows}");
    // Her twin stays NEW, and a person is told to look.
    assert_eq!(rows.matches("NEW, Newson").count(), 1, "{rows}");
    assert!(said.contains("It is in row 1 of") && said.contains("Look whether row 2 of"), "{said}");
}

#[test]
fn the_new_pin_of_a_twin_goes_into_one_of_their_two_rows() {
    let council = Council::new();
    let twin = "also_for[1].pin=NEW\nalso_for[1].surname=Newson\nalso_for[1].dob=12/04/2020\n";
    council.new_form("contact", &format!("{}{twin}", child("Alva")));
    let said = enter(&council, "Jane Smith", "New contact", UNTIL_PIN).out;
    let rows = council.rows(JANE);
    assert_eq!(
        (rows.matches("8123477, Newson").count(), rows.matches("NEW, Newson").count()),
        (1, 1),
        "{said}"
    );
}

#[test]
fn a_new_pin_is_no_day_and_not_that_of_a_brother() {
    let council = Council::new();
    let brother = "also_for[1].pin=8123488\nalso_for[1].surname=Newson\nalso_for[1].dob=01/02/2018\n";
    council.new_form("contact", &format!("{}{brother}", child("Alva")));
    let lines = "y\nn\n12/04/2020\n812 34-88\n8123477\ny\nq\n";
    let said = enter(&council, "Jane Smith", "New contact", lines).out.replace('\n', " ");
    assert!(said.contains("That is a day, not a PIN."), "{said}");
    assert!(said.contains("That is the PIN of another child of this form."), "{said}");
    assert!(council.rows(JANE).contains("8123477, Newson"), "{said}");
}

#[test]
fn a_new_pin_is_not_that_of_a_child_who_stands_in_the_table_alone() {
    let council = Council::new();
    let table = |more: &str| format!("{}children[1].pin=8123488\n{more}", child("Alva"));
    let cai = "children[1].surname=Newson\nchildren[1].forename=Cai\nchildren[1].dob=01/02/2018\n";
    council.new_form("contact", &table(cai));
    let said = enter(&council, "Jane Smith", "New contact", "y\nn\n8123488\nq\n").out.replace('\n', " ");
    assert!(said.contains("That is the PIN of another child of this form."), "{said}");
    // A row that names nobody may be this child's own.
    let council = Council::new();
    council.new_form("contact", &table(""));
    let said = enter(&council, "Jane Smith", "New contact", "y\nn\n8123488\ny\nq\n").out.replace('\n', " ");
    assert!(!said.contains("another child of this form"), "{said}");
    assert!(council.rows(JANE).contains("8123488, Newson"), "{said}");
}

#[test]
fn a_new_pin_that_a_row_has_for_another_child_is_taken_only_when_it_is_typed_twice() {
    let council = council(&["Bea"]);
    let other =
        "pin=8123488\nchild_surname=Olderson\nchild_forename=Cai\nchild_dob=01/02/2018\nrestricted=no\n";
    council.new_form("case-note", other);
    let said = enter(&council, "Jane Smith", "New contact", "y\nn\n812 34-88\nq\n").out.replace('\n', " ");
    assert!(said.contains("Careful: row 2 of") && said.contains("has this PIN for another child."), "{said}");
    assert!(!said.contains("Write the PIN") && !said.contains("Olderson"), "{said}");
    assert_eq!(council.rows(JANE).matches("8123488").count(), 1);
    // Once more, and a yes to the question that says so again.
    let again = "y\n8123488\n8123488\ny\nq\n";
    let said = enter(&council, "Jane Smith", "New contact", again).out.replace('\n', " ");
    assert_eq!(said.matches("has this PIN for another child.").count(), 3, "{said}");
    assert!(said.contains("Write the PIN 8123488 into the tracker"), "{said}");
    assert!(said.contains("If they are two children, correct in Word the one that is wrong."), "{said}");
    assert!(council.rows(JANE).contains("8123488, Newson"), "{said}");
}

#[test]
fn a_new_pin_that_the_row_of_a_twin_has_is_doubted_too() {
    let council = council(&[]);
    council.new_form("case-note", &child("Bea").replace("pin=NEW", "pin=8123488"));
    let said = enter(&council, "Jane Smith", "New contact", "y\nn\n8123488\nq\n").out.replace('\n', " ");
    assert!(said.contains("Careful: row 2 of") && said.contains("has this PIN already."), "{said}");
    assert!(!said.contains("Write the PIN"), "{said}");
}

#[test]
fn where_a_restricted_row_is_that_has_a_pin_is_not_told() {
    let council = council(&["Bea"]);
    let row = "pin=8123488\nsurname=Olderson\ndob=01/02/2018\nrestricted=yes\nnature=Strategy meeting\n";
    council.desk.run_with(&format!(r#"tracker add "{KHAN}" --set -"#), row).ok();
    let said = enter(&council, "Jane Smith", "New contact", "y\nn\n8123488\nq\n").out.replace('\n', " ");
    assert!(said.contains("Careful: a row of the team has this PIN for another child."), "{said}");
    assert!(!said.contains("Careful: row"), "{said}");
}

#[test]
fn a_row_with_more_words_than_the_surname_may_be_the_childs() {
    for (surname, taken) in
        [("Newson, Alva", "already"), ("NEW-SON", "already"), ("Newsons", "for another child")]
    {
        let council = council(&[]);
        let row = format!("pin=8123488\nsurname={surname}\ndob=12/04/2020\nnature=Visit\n");
        council.desk.run_with(&format!(r#"tracker add "{JANE}" --set -"#), &row).ok();
        let said = enter(&council, "Jane Smith", "New contact", "y\nn\n8123488\nq\n").out.replace('\n', " ");
        assert!(said.contains(&format!("has this PIN {taken}.")), "{surname}: {said}");
    }
}

#[test]
fn who_has_a_pin_by_now_gets_no_second_record() {
    let council = council(&["Alva"]);
    enter(&council, "Jane Smith", "New contact", UNTIL_PIN);
    let said = enter(&council, "A Khan", "Case note", "8123477\nq\n").out;
    let flat = said.replace('\n', " ");
    assert!(flat.contains("The form says NEW. The child has a PIN by now"), "{said}");
    assert!(flat.contains("type the PIN") && flat.contains("PIN 8123477"), "{said}");
    // The same when the form itself is taken up again.
    let said = enter(&council, "Jane Smith", "New contact", "q\n").out.replace('\n', " ");
    assert!(said.contains("The child has a PIN by now") && !said.contains("Search LCS"), "{said}");
}

/// A contact of Alva, who is NEW, and of her brother; the table names both.
fn contact_of_two() -> Council {
    let council = Council::new();
    let brother = "also_for[1].pin=8123488\nalso_for[1].surname=Newson\nalso_for[1].dob=01/02/2018\n";
    let table = "children[1].pin=NEW\nchildren[1].surname=Newson\nchildren[1].forename=Alva\nchildren[1].dob=12/04/2020\nchildren[2].pin=8123488\nchildren[2].surname=Newson\nchildren[2].forename=Cai\nchildren[2].dob=01/02/2018\n";
    council.new_form("contact", &format!("{}{brother}{table}", child("Alva")));
    council
}

#[test]
fn the_table_of_children_says_the_pin_by_which_a_child_is_known_by_now() {
    let council = contact_of_two();
    let says_pin = |said: &str| {
        let (_, step) = said.rsplit_once("Subject(s), row 1 of 2").unwrap_or_else(|| panic!("{said}"));
        assert!(step.contains("\n  PIN\n    8123477\n"), "{said}");
    };
    // In the sitting in which it was given.
    let lines = "y\nn\n8123477\ny\nj PIN\n1\nq\n";
    says_pin(&enter(&council, "Jane Smith", "New contact", lines).out);
    // And at the next one.
    says_pin(&enter(&council, "Jane Smith", "New contact", "8123477\nj PIN\n1\nq\n").out);
    let form = form_of(&council, "Jane Smith", "New contact");
    council.run(&format!(r#"enter "{form}" --print sheet.docx"#)).ok();
    let sheet = crate::sheet::outline(&council.desk.bytes("sheet.docx"));
    assert!(!sheet.contains("| NEW") && sheet.contains("| 8123477"), "{sheet}");
}

#[test]
fn who_has_got_a_pin_is_not_searched_for_again_in_the_record_of_a_brother() {
    let council = contact_of_two();
    let (file, pack) = (council.desk.path(&form_of(&council, "Jane Smith", "New contact")), Pack::embedded());
    let mut sitting = Sitting::open(&file, Options::new(&pack, now)).unwrap();
    let steps = |sitting: &Sitting| -> Vec<String> {
        let steps = sitting.session().records()[1].steps.iter();
        let of_row = steps.filter(|step| step.round.as_ref().is_some_and(|round| round.row == 1));
        of_row.map(stopgap::reentry::Step::name).collect()
    };
    let check = "Subject(s), row 1: the right child".to_owned();
    assert_eq!(steps(&sitting).first(), Some(&check));
    for input in [Input::Yes, Input::Yes, Input::Next, Input::Text("8123477".into()), Input::Yes] {
        sitting.answer(input).unwrap();
    }
    // The record that comes up with the PIN is compared.
    assert_eq!(steps(&sitting).last(), Some(&check));
}

#[test]
fn new_is_not_typed_where_the_system_gives_a_pin() {
    let council = contact_of_two();
    let lines = "l\n8123488\nj right child\ny\nq\n";
    let said = enter(&council, "Jane Smith", "New contact", lines).out.replace('\n', " ");
    let what = "The child is NEW: LCS gives the PIN. Leave \u{201c}PIN\u{201d} blank here. You are asked for it in the child's own record.";
    assert!(said.contains(what) && !said.contains("into \u{201c}PIN\u{201d}"), "{said}");
    let form = form_of(&council, "Jane Smith", "New contact");
    council.run(&format!(r#"enter "{form}" --print sheet.docx"#)).ok();
    let sheet = crate::sheet::outline(&council.desk.bytes("sheet.docx"));
    assert!(sheet.contains("LCS gives the PIN") && !sheet.contains("| PIN | NEW"), "{sheet}");
}

#[test]
fn a_pin_at_the_top_of_the_form_is_that_of_the_childs_row_in_its_table() {
    let council = Council::new();
    let table = "children[1].pin=NEW\nchildren[1].surname=Newson\nchildren[1].forename=Alva\nchildren[1].dob=12/04/2020\n";
    council.new_form("contact", &format!("{}{table}", child("Alva").replace("NEW", "8123477")));
    let said = enter(&council, "Jane Smith", "New contact", "8123477\nj PIN\nq\n").out;
    assert!(said.contains("\n  PIN\n    8123477\n") && !said.contains("NEW"), "{said}");
}

#[test]
fn that_a_child_was_searched_for_says_nothing_of_the_record_that_comes_up_with_the_pin() {
    let council = contact_of_two();
    // In the record of her brother, while she is left for later: the search, and NEW in the box.
    enter(&council, "Jane Smith", "New contact", "l\n8123488\nj right child\ny\nn\nq\n");
    let form = form_of(&council, "Jane Smith", "New contact");
    let record = council.run(&format!(r#"record "{form}""#)).ok();
    assert!(record.contains("entered Subject(s), row 1: PIN (child 2)"), "{record}");
    let pack = Pack::embedded();
    let mut sitting = Sitting::open(&council.desk.path(&form), Options::new(&pack, now)).unwrap();
    let is_done = |sitting: &Sitting| -> Vec<bool> {
        let session = sitting.session();
        let steps = session.records()[1].steps.iter();
        let of_row = steps.filter(|step| step.name().starts_with("Subject(s), row 1"));
        of_row.map(|step| session.state(step).is_some()).collect()
    };
    assert_eq!(is_done(&sitting)[..2], [true, true]);
    for input in [Input::Yes, Input::Yes, Input::Next, Input::Text("8123477".into()), Input::Yes] {
        sitting.answer(input).unwrap();
    }
    assert!(!is_done(&sitting).contains(&true));
    drop(sitting);
    // What is done at these steps is told by their names, too.
    enter(&council, "Jane Smith", "New contact", "l\n8123488\nj PIN\n1\nn\nq\n");
    let record = council.run(&format!(r#"record "{form}""#)).ok();
    assert_eq!(record.matches("entered Subject(s), row 1: PIN (child 2)").count(), 2, "{record}");
}

#[test]
fn who_finds_a_record_of_a_child_who_is_new_is_told_what_to_do() {
    let council = council(&[]);
    let said = enter(&council, "Jane Smith", "New contact", "q\n").out.replace('\n', " ");
    assert!(said.contains("If there is one, stop with q"), "{said}");
    let what = "If LCS has a record of this child already: write its PIN wherever the form says NEW for this child, and into";
    assert!(said.contains(what), "{said}");
    let said = enter(&council, "Jane Smith", "New contact", "y\nq\n").out.replace('\n', " ");
    assert!(!said.contains("has a record of this child already"), "{said}");
    // Who stands in the table alone has no row in the tracker.
    let council = Council::new();
    let table = "children[1].pin=NEW\nchildren[1].surname=Newson\nchildren[1].forename=Cai\nchildren[1].dob=01/02/2018\n";
    council.new_form("contact", &format!("{}{table}", child("Alva").replace("NEW", "8123477")));
    let lines = "8123477\nj right child\nq\n";
    let said = enter(&council, "Jane Smith", "New contact", lines).out.replace('\n', " ");
    assert!(said.contains("write its PIN in place of NEW in the form's table, in Word."), "{said}");
}

#[test]
fn the_pin_of_a_restricted_child_goes_into_nobody_elses_tracker() {
    let council = council(&["Alva"]);
    let restricted = child("Alva").replace("restricted=no", "restricted=yes");
    council.new_form("contact", &restricted);
    let file = council.files("secure").into_iter().find(|file| file.contains("New contact")).unwrap();
    let ran = council.desk.run_with(&format!(r#"enter --print "{file}""#), &format!("{LIVE}\n{UNTIL_PIN}"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    // Whose name is not said begins its sentence all the same.
    assert!(ran.out.contains("\nThe child is NEW."), "{}", ran.out);
    assert!(council.rows(KHAN).contains("NEW, Newson"));
    assert!(council.rows("secure/SCNorth_JaneSmith.docx").contains("8123477"), "{}", ran.out);
}

#[test]
fn another_pin_that_the_row_got_meanwhile_is_left_and_told() {
    let council = council(&[]);
    let (file, pack) = (council.desk.path(&form_of(&council, "Jane Smith", "New contact")), Pack::embedded());
    let mut sitting = Sitting::open(&file, Options::new(&pack, now)).unwrap();
    for input in [Input::Yes, Input::Yes, Input::Next] {
        sitting.answer(input).unwrap();
    }
    let tracker = council.desk.path(JANE);
    let row = |tracker: &stopgap::tracker::Tracker| Some(tracker.rows()[0].row);
    let meanwhile = write_pin(&fs::read(&tracker).unwrap(), row, &Pin::read("8123400").unwrap()).unwrap();
    fs::write(&tracker, meanwhile.0).unwrap();
    sitting.answer(Input::Text("8123499".into())).unwrap();
    sitting.answer(Input::Yes).unwrap();
    let told = sitting.session().say().unwrap();
    assert!(told.starts_with("Row 1 of ") && told.contains("bears another PIN"), "{told}");
    assert!(council.rows(JANE).contains("8123400"));
}
