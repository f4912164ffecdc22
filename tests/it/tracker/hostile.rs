use super::drawn::*;
use proptest::prelude::*;
use stopgap::tracker::{Tracker, add};

/// What may stand in a broken document where it does not belong.
const DEBRIS: &str =
    "(<w:(p|tc|tr|tbl|sdt|sdtPr|ins|del|gridSpan w:val='9')/?>|</w:(p|tc|tr)>|[a-z<>&]){0,3}";

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        let _ = Tracker::read(&bytes);
    }

    #[test]
    fn what_it_writes_into_a_broken_document_can_be_read(at in 0_usize..3000, length in 0_usize..80, debris in DEBRIS) {
        let placeholder = control("<w:showingPlcHdr/>", "<w:tc><w:p><w:r><w:t>Click</w:t></w:r></w:p></w:tc>");
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
