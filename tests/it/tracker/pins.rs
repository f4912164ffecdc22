use super::drawn::*;
use crate::docx::{Docx, main_text, other_parts};
use stopgap::tracker::PinWritten;

#[test]
fn takes_the_place_of_new() {
    writes(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>NEW</w:t></w:r></w:p>",
        "<w:p><w:r><w:rPr><w:b/></w:rPr>{pin}</w:r></w:p>",
    );
    writes("<w:p><w:r><w:t>N</w:t></w:r><w:r><w:t>ew</w:t></w:r></w:p>", "<w:p><w:r>{pin}</w:r></w:p>");
    writes("<w:p></w:p>", "<w:p><w:r>{pin}</w:r></w:p>");
    for words in ["NEW (unborn)", "not known"] {
        let words = format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
        writes(&words, "<w:p><w:r>{pin}</w:r></w:p>");
    }
}

#[test]
fn marks_both_where_track_changes_is_on() {
    let new = "<w:p><w:r><w:t>NEW</w:t></w:r></w:p>";
    let taken_out = "<w:del w:id=\"2\" w:author=\"stopgap\"><w:r><w:delText>NEW</w:delText></w:r></w:del>";
    let put_in = "<w:ins w:id=\"1\" w:author=\"stopgap\"><w:r>{pin}</w:r></w:ins>";
    writes_in(&with_pin(new).tracking(), new, &format!("<w:p>{taken_out}{put_in}</w:p>"));
}

#[test]
fn goes_behind_the_insertion_that_new_is_part_of() {
    let inserted = |inside: &str| format!("<w:ins w:id='7' w:author='a'>{inside}</w:ins>");
    let new = format!("<w:p>{}</w:p>", inserted("<w:r><w:t>NEW</w:t></w:r>"));
    writes(&new, &format!("<w:p>{}<w:r>{{pin}}</w:r></w:p>", inserted("")));
}

#[test]
fn leaves_a_pin_alone() {
    for (there, expected) in [("123456", PinWritten::Another), ("65 43-21", PinWritten::Same)] {
        let before = document(&[HEADINGS, &format!("{there} | A | | | Visit | ")]).bytes();
        let after = write_pin(&before, row(1), "654321").unwrap();
        assert!(after == (before, expected), "{there}");
    }
}

/// The PIN is written into the one row of a tracker: its first cell becomes `expected`, and nothing else changes.
#[track_caller]
fn writes(cell: &str, expected: &str) {
    writes_in(&with_pin(cell), cell, expected);
}

#[track_caller]
fn writes_in(document: &Docx, cell: &str, expected: &str) {
    let (written, what) = write_pin(&document.bytes(), row(1), "654321").unwrap();
    assert_eq!(what, PinWritten::Done);
    let expected = expected.replace("{pin}", "<w:t xml:space=\"preserve\">654321</w:t>");
    assert_eq!(main_text(&written), document.text().replace(cell, &expected));
    assert_eq!(other_parts(&written), other_parts(&document.bytes()));
    assert_eq!(shown(&written), "1 | 654321 | A | x | 2 | Visit | 3");
}

/// A tracker with one row, whose first cell holds this XML.
fn with_pin(inside: &str) -> Docx {
    document(&[HEADINGS, &format!("<w:tc>{inside}</w:tc> | A | x | 2 | Visit | 3")])
}
