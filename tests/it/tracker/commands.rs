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
