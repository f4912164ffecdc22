use super::drawn::*;
use proptest::prelude::*;
use stopgap::tracker::{Tracker, TrackerError, add};

/// What may stand in a broken document where it does not belong.
const DEBRIS: &str =
    "(<w:(p|tc|tr|tbl|sdt|sdtPr|ins|del|gridSpan w:val='9')/?>|</w:(p|tc|tr)>|[a-z<>&]){0,3}";

/// A tracker in the last cell of a tracker, and so on, with a long text in the innermost.
fn nested(levels: usize, length: usize) -> Result<Tracker, TrackerError> {
    let innermost = cell_of(&"x".repeat(length));
    let nested = (0..levels).fold(innermost, |inside, _| {
        let rows = [HEADINGS, &format!("1 | A | | | Visit | {inside}")].map(row_of).concat();
        format!("<w:tc><w:tbl>{rows}</w:tbl><w:p/></w:tc>")
    });
    Tracker::read(&document(&[HEADINGS, &format!("1 | A | | | Visit | {nested}")]).bytes())
}

#[test]
fn a_tracker_within_another_is_read_and_a_long_text_in_many_is_not() {
    assert_eq!(nested(1, 7 << 20).unwrap().rows().len(), 2);
    assert_eq!(nested(60, 9).unwrap().rows().len(), 61);
    fails(
        nested(60, 600_000),
        "it is not safe to open (word/document.xml: its parts lie within one another again and again)",
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        let _ = Tracker::read(&bytes);
    }

    #[test]
    fn what_it_writes_into_a_broken_document_can_be_read(at in 0_usize..3000, length in 0_usize..80, debris in DEBRIS) {
        let placeholder = format!("<w:tc><w:p>{}</w:p></w:tc>", prompt("Click"));
        let placeholder = control("<w:showingPlcHdr/>", &placeholder);
        let whole = document(&[
            "Your Name: Jo | x",
            HEADINGS,
            "NEW | A | x | | >2 Visit",
            &format!("2 | ^ | | | Visit | {placeholder}"),
            BLANK,
        ]);
        let mut text = whole.text().to_owned();
        text.replace_range(text.floor_char_boundary(at)..text.floor_char_boundary(at + length), &debris);
        let bytes = whole.with_text(text).tracking().bytes();
        let stamped = stamp(&bytes, row(2), entered());
        let added = add(&bytes, &work()).map(|(added, _)| added);
        let pinned = write_pin(&bytes, row(1), "654321").map(|(bytes, _)| bytes);
        for written in [stamped, added, pinned].into_iter().flatten() {
            prop_assert!(Tracker::read(&written).is_ok());
        }
    }
}
