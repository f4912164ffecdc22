use super::drawn::*;
use crate::program::Desk;
use stopgap::{
    desk::{make_form, now, take_form, work_of},
    template::Pack,
};

/// A desk with a tracker of these rows of work.
fn desk(rows: &[&str]) -> Desk {
    let desk = Desk::new();
    let rows: Vec<&str> = [HEADINGS].iter().chain(rows).copied().collect();
    desk.file("tracker.docx", document(&rows).bytes());
    desk
}

fn shown_at(desk: &Desk) -> String {
    shown(&desk.bytes("tracker.docx"))
}

#[test]
fn a_row_is_found_by_its_pin_however_that_is_written() {
    let desk = desk(&["81 234-99 | A | | | Visit | ", "8123490 | B | | | Visit | "]);
    desk.run("tracker stamp tracker.docx --pin 8123499 --date 16/11/2025").ok();
    assert!(shown_at(&desk).starts_with("1 | 81 234-99 | A |  |  | Visit | 16/11/2025\n"));
    assert!(shown_at(&desk).ends_with("Visit | "));
}

#[test]
fn new_is_no_pin_to_stamp_by() {
    let desk = desk(&["NEW | A | | | Visit | "]);
    for pin in ["NEW", "new", "tbc", "Sample"] {
        desk.run(&format!("tracker stamp tracker.docx --pin {pin} --date 16/11/2025")).fails(
            2,
            "--pin takes a PIN with its digits: use --row N, as `stopgap tracker show` numbers the rows",
        );
    }
    assert_eq!(shown_at(&desk), "1 | NEW | A |  |  | Visit | ");
}

#[test]
fn a_form_without_a_pin_makes_a_row_without_one() {
    let (desk, pack) = (Desk::new(), Pack::embedded());
    for (said, expected) in [("", ""), ("not known", ""), ("new", "NEW"), ("81 234-99", "81 234-99")] {
        let file = desk.path(&format!("{expected}{}.docx", said.len()));
        make_form(&pack, "case-note", &[format!("pin={said}")], &file).unwrap();
        let work = work_of(&take_form(&file, &pack, now().date()).unwrap(), now());
        assert_eq!(work.pin.map(|pin| pin.written()).unwrap_or_default().expose(), expected);
    }
}

const ROW: &str =
    "pin=81 234-99\nsurname=Sample\ndob=10/06/2019\nnature=Visit (7K3F-2)\nrecorded=16/11/2025 17:10\n";
const ADD: &str = "tracker add tracker.docx --set -";

#[test]
fn a_row_comes_from_lines_that_no_other_program_sees() {
    let desk = desk(&[]);
    assert_eq!(desk.run_with(ADD, ROW).ok(), "Added row 1 to tracker.docx.\n");
    // What looks like the same work once more is added, and said.
    for (words, row) in [
        (format!("{ADD} --restricted"), ROW.replace("81 234-99", "new")),
        (ADD.to_owned(), format!("{ROW}restricted=yes\n")),
    ] {
        let ran = desk.run_with(&words, &row);
        assert_eq!(
            (ran.code, ran.err.contains("may tell of the same work already")),
            (0, true),
            "{}",
            ran.err
        );
    }
    let work = "16/11/2025 17:10 | Visit (7K3F-2) | ";
    let expected = format!(
        "1 | 81 234-99 | Sample 10/06/2019 |  | {work}\n\
         2 | NEW | Sample 10/06/2019 | x | {work}\n\
         3 | 81 234-99 | Sample 10/06/2019 | x | {work}"
    );
    assert_eq!(shown_at(&desk), expected);
}

#[test]
fn what_is_odd_in_a_new_row_is_told_without_it() {
    let desk = desk(&[]);
    for (right, wrong, expected) in [
        ("dob=10/06/2019", "dob=10/6/19x", "`dob` takes a day that the calendar has, as dd/mm/yyyy"),
        ("dob=10/06/2019", "", "a row needs pin, surname, dob and nature: `dob` is missing"),
        ("surname=", "surname=Sample\nsurname=", "`surname` is given twice: leave one of them out"),
        ("surname=", "sirname=", NO_LINE),
        ("surname=", "", NO_LINE),
        ("81 234-99", "tbc", "`pin` takes the child's PIN with its digits, or NEW where there is none yet"),
        (
            "16/11/2025",
            "16/13/2025",
            "`recorded` takes a day that the calendar has and a time, as dd/mm/yyyy hh:mm",
        ),
        (
            "16/11/2025",
            "16/11/2096",
            "16/11/2096 17:10 has not come yet: give the time at which it was recorded",
        ),
    ] {
        desk.run_with(ADD, &ROW.replace(right, wrong)).fails(2, expected);
    }
    desk.run("tracker add tracker.docx --pin 1 --surname Sample --dob 10/6/19x --nature Visit")
        .fails(2, "`dob` takes a day that the calendar has, as dd/mm/yyyy");
    assert_eq!(shown_at(&desk), "");
}

const NO_LINE: &str = "a line sets nothing of a row: write ID=VALUE, with one of pin, surname, dob, restricted, nature, recorded";

#[test]
fn a_word_too_many_is_not_repeated() {
    let ran = desk(&[]).run("tracker add tracker.docx --pin 1 --surname Van Sample");
    ran.fails(2, "a word stands alone that means nothing here: put words that belong together in quotes");
}

#[test]
fn a_stamp_is_of_today_or_before() {
    let desk = desk(&["1 | A | | | Visit | ", "2 | B | | | Visit | "]);
    desk.run("tracker stamp tracker.docx --row 1 --date 16/11/2096")
        .fails(2, "16/11/2096 has not come yet: give the day on which it was entered");
    assert_eq!(shown_at(&desk), "1 | 1 | A |  |  | Visit | \n2 | 2 | B |  |  | Visit | ");
    desk.run("tracker stamp tracker.docx --row 2").ok();
    let today = stopgap::template::date::show_date(now().date());
    assert!(shown_at(&desk).ends_with(&format!("Visit | {today}")));
}

#[test]
fn a_stamp_is_of_the_day_on_which_the_work_was_recorded_or_later() {
    let desk = desk(&["1 | A | | 29/11/2025 09:00 | Visit | ", "2 | B | | soon | Visit | "]);
    for which in ["--row 1", "--pin 1"] {
        desk.run(&format!("tracker stamp tracker.docx {which} --date 20/11/2025")).fails(
            2,
            "row 1 was recorded on 29/11/2025, so it was not entered on 20/11/2025: look at --date; if the row is wrong, correct it in Word first",
        );
    }
    desk.run("tracker stamp tracker.docx --row 1 --date 29/11/2025").ok();
    desk.run("tracker stamp tracker.docx --row 2 --date 20/11/2025").ok();
}

#[test]
fn a_tracker_is_somebodys() {
    let desk = Desk::new();
    desk.run(r#"tracker new --name "" --team SCNorth"#)
        .fails(2, "nothing stands behind --name: say whose tracker it is");
    desk.run(r#"tracker new --name Jo --team " ""#)
        .fails(2, "nothing stands behind --team: say in which team they work");
    assert_eq!(desk.files(), [""; 0]);
}

#[test]
fn rows_are_shown_within_eighty_columns() {
    let long =
        "New Contact, Progress to referral, and a call to the school and to the health visitor (7K3F-2)";
    let rows = [&format!("8123499 | Sample 10/06/2019 | x | 16/11/2025 17:10 | {long} | tbc")];
    insta::assert_snapshot!(desk(&[rows[0].as_str()]).run("tracker show tracker.docx").ok());
}

#[test]
fn what_another_team_enters_is_not_to_enter() {
    let rows = [
        "8123499 | Sample 10/06/2019 | | 16/11/2025 17:10 | Visit, passed to SCSouth 16/11/2025, SCSouth enters it | ",
    ];
    let said = desk(&rows).run("tracker show tracker.docx").ok();
    assert!(said.starts_with("tracker.docx: 1 row, 0 still to enter"), "{said}");
    assert!(
        said.split_whitespace().collect::<Vec<_>>().join(" ").ends_with("17:10: another team enters it"),
        "{said}"
    );
}
