use super::drawn::*;
use crate::docx::{Docx, main_text, other_parts};
use jiff::civil::Date;
use stopgap::tracker::{Passed, RowNumber, Tracker, Way, pass};

fn to_south(they_enter: bool) -> Passed {
    Passed { way: Way::To, team: "SCSouth".into(), on: Some(DAY), they_enter }
}

/// The document with its first row passed, and whether that changed it.
fn passed(before: &Docx, passed: &Passed) -> (Vec<u8>, bool) {
    let (bytes, rows) = pass(&before.bytes(), |_| vec![row(1)], passed, "7K3F-2".parse().ok()).unwrap();
    assert_eq!(rows[0].0, row(1));
    (bytes, rows[0].1)
}

/// A tracker whose only row has this cell for the nature of its work.
fn with_nature(cell: &str) -> Docx {
    document(&[HEADINGS, &format!("1 | A | | | <w:tc>{cell}</w:tc> | ")])
}

/// This nature of work becomes that one.
#[track_caller]
fn becomes(nature: &str, expected: &str) {
    let before = document(&[HEADINGS, &format!("1 | A | | | {nature} | "), USED]);
    let (bytes, _) = passed(&before, &to_south(false));
    assert_eq!(shown(&bytes), format!("1 | 1 | A |  |  | {expected} | \n2{}", &USED_SHOWN[1..]));
    assert_eq!(other_parts(&bytes), other_parts(&before.bytes()));
    let (again, is_changed) = passed(&Docx::new("").with_text(main_text(&bytes)), &to_south(false));
    assert!(!is_changed && main_text(&again) == main_text(&bytes), "it is said once");
}

/// In one cell, this part of the page becomes that one; all else stays as it was.
#[track_caller]
fn writes(before: &Docx, part: &str, expected: &str) {
    let (bytes, _) = passed(before, &to_south(true));
    assert_eq!(main_text(&bytes), before.text().replacen(part, expected, 1));
}

#[test]
fn stands_in_front_of_the_number() {
    becomes("New Contact (7K3F-2)", "New Contact, passed to SCSouth 16/11/2026 (7K3F-2)");
    becomes("New Contact (7k3f 2) ", "New Contact, passed to SCSouth 16/11/2026 (7k3f 2)");
    becomes("New Contact (phone)", "New Contact (phone), passed to SCSouth 16/11/2026 (7K3F-2)");
    becomes("Visit", "Visit, passed to SCSouth 16/11/2026 (7K3F-2)");
    becomes("", "passed to SCSouth 16/11/2026 (7K3F-2)");
    becomes("(7K3F-2)", "passed to SCSouth 16/11/2026 (7K3F-2)");
    becomes("Visit / nobody in (7K3F-2)", "Visit / nobody in, passed to SCSouth 16/11/2026 (7K3F-2)");
}

#[test]
fn what_people_wrote_of_it_stands_as_it_is() {
    becomes(
        "Contact passed to SC South on 14/11 (7K3F-2)",
        "Contact passed to SC South on 14/11, passed to SCSouth 16/11/2026 (7K3F-2)",
    );
    becomes(
        "Contact passed to SC South on 14/11/26 (7K3F-2)",
        "Contact passed to SC South on 14/11/26 (7K3F-2)",
    );
    becomes("Contact passed to SC South on 14/11/26", "Contact passed to SC South on 14/11/26 (7K3F-2)");
    becomes(
        "Contact, passed to EHCentral 1/11/26",
        "Contact, passed to EHCentral 1/11/26, passed to SCSouth 16/11/2026 (7K3F-2)",
    );
}

#[test]
fn the_last_run_changes_and_keeps_its_look() {
    let bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>New</w:t></w:r>";
    let last = "<w:r><w:rPr><w:i/></w:rPr><w:t xml:space='preserve'> Contact (7K3F-2)</w:t></w:r>";
    let before = with_nature(&format!("<w:p>{bold}{last}</w:p>"));
    let now = run(" Contact, passed to SCSouth 16/11/2026, SCSouth enters it (7K3F-2)");
    writes(&before, last, &now.replace("<w:r>", "<w:r><w:rPr><w:i/></w:rPr>"));
}

#[test]
fn a_number_in_runs_of_its_own_is_written_anew() {
    let runs = "<w:r><w:t>Visit</w:t></w:r><w:r><w:t xml:space='preserve'> (7K3F-</w:t></w:r><w:r><w:t>2)</w:t></w:r>";
    writes(
        &with_nature(&format!("<w:p>{runs}</w:p>")),
        runs,
        &run("Visit, passed to SCSouth 16/11/2026, SCSouth enters it (7K3F-2)"),
    );
}

#[test]
fn marks_the_change_where_track_changes_is_on() {
    let was = "<w:r><w:t>Visit (7K3F-2)</w:t></w:r>";
    let taken_out =
        "<w:del w:id=\"2\" w:author=\"stopgap\"><w:r><w:delText>Visit (7K3F-2)</w:delText></w:r></w:del>";
    let new = run("Visit, passed to SCSouth 16/11/2026, SCSouth enters it (7K3F-2)");
    let put_in = format!("<w:ins w:id=\"1\" w:author=\"stopgap\">{new}</w:ins>");
    writes(&with_nature(&format!("<w:p>{was}</w:p>")).tracking(), was, &format!("{taken_out}{put_in}"));
}

#[test]
fn a_picture_beside_the_words_stays() {
    let field = "<w:r><w:t>Visit (7K3F-2)</w:t><w:drawing/></w:r>";
    let (bytes, _) = passed(&with_nature(&format!("<w:p>{field}</w:p>")), &to_south(false));
    assert!(shown(&bytes).contains("Visit, passed to SCSouth 16/11/2026 (7K3F-2)"), "{}", shown(&bytes));
}

#[test]
fn every_row_that_is_picked_is_written() {
    let rows = [HEADINGS, "1 | A | | | Visit (7K3F-2) | ", "2 | B | | | Visit (7K3F-2) | ", USED];
    let both = |tracker: &Tracker| {
        tracker.rows().iter().filter(|row| row.form_number().is_some()).map(|row| row.row).collect()
    };
    let (bytes, rows) = pass(&document(&rows).bytes(), both, &to_south(true), None).unwrap();
    assert_eq!(rows, [(row(1), true), (row(2), true)]);
    let tracker = Tracker::read(&bytes).unwrap();
    let passed: Vec<Option<Passed>> =
        tracker.rows().iter().map(stopgap::tracker::TrackerRow::passed).collect();
    assert_eq!(passed, [Some(to_south(true)), Some(to_south(true)), None]);
}

#[test]
fn what_cannot_be_written_is_told_and_nothing_is() {
    let merged = document(&[HEADINGS, USED, "2 | B | | | ^ | "]).bytes();
    fails(
        pass(&merged, |_| vec![row(2)], &to_south(true), None),
        "in row 2 the cell below \"Nature of Work Undertaken\" is merged",
    );
    fails(pass(&merged, |_| vec![row(9)], &to_south(true), None), "there is no row 9");
    let (same, rows) = pass(&merged, |_| Vec::<RowNumber>::new(), &to_south(true), None).unwrap();
    assert!(same == merged && rows.is_empty());
}

#[test]
fn work_that_was_received_says_from_whom_in_front_of_the_number() {
    let from = Passed { way: Way::From, team: "SCNorth".into(), on: Some(DAY), they_enter: true };
    let without = Passed { on: None::<Date>, they_enter: false, ..from.clone() };
    let says = |nature: &str, passed: &Passed, expected: &str| {
        let before = document(&[HEADINGS, &format!("1 | A | | | {nature} | ")]).bytes();
        let (bytes, _) = pass(&before, |_| vec![row(1)], passed, None).unwrap();
        assert_eq!(Tracker::read(&bytes).unwrap().rows()[0].nature, Some(expected.into()));
    };
    says("New Contact", &from, "New Contact, received from SCNorth 16/11/2026, SCNorth enters it");
    says(
        "New Contact (7K3F-2)",
        &from,
        "New Contact, received from SCNorth 16/11/2026, SCNorth enters it (7K3F-2)",
    );
    says("", &without, "received from SCNorth");
}
