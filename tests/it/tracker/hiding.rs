use super::drawn::*;
use crate::docx::{main_text, other_parts};
use stopgap::tracker::{RowNumber, hide};

const VISIT: &str = "8123477 | Inventson 12/04/2010 | | 16/11/2026 10:30 | Visit (7K3F-2) | ";

/// The tracker with this row hidden.
fn hidden(rows: &[&str], number: usize) -> Vec<u8> {
    hide(&document(rows).bytes(), |_| vec![row(number)], "7K3F-2".parse().ok()).unwrap().0
}

#[test]
fn number_and_times_are_all_that_stays() {
    let bytes = hidden(&[HEADINGS, USED, VISIT, USED], 2);
    assert_eq!(
        shown(&bytes),
        format!(
            "{USED_SHOWN}\n2 | Restricted | Restricted | x | 16/11/2026 10:30 | (7K3F-2) | \n3{}",
            &USED_SHOWN[1..]
        )
    );
    let before = document(&[HEADINGS, USED, VISIT, USED]);
    assert_eq!(other_parts(&bytes), other_parts(&before.bytes()));
    let start = main_text(&before.bytes()).find("8123477").unwrap() - 100;
    assert_eq!(main_text(&bytes)[..start], main_text(&before.bytes())[..start]);
}

#[test]
fn what_a_team_added_goes_too_and_the_day_of_entry_stays() {
    let rows = [
        &format!("{HEADINGS} | Forename | Entered by"),
        "1 | A 1/2/2020 | no | Monday | Visit | 17/11/2026 | Dee | Jo",
    ];
    assert_eq!(shown(&hidden(&rows, 1)), "1 | Restricted | Restricted | x | Monday | (7K3F-2) | 17/11/2026");
    assert!(!main_text(&hidden(&rows, 1)).contains("Dee"));
}

#[test]
fn what_track_changes_keeps_goes_too() {
    let deleted = "<w:tc><w:tcPr/><w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr><w:del w:id='1' w:author='a'><w:r><w:delText>Inventson</w:delText></w:r></w:del><w:r><w:t>Other</w:t></w:r></w:p><w:p><w:r><w:t>more</w:t></w:r></w:p></w:tc>";
    let rows = [HEADINGS, &format!("1 | {deleted} | | Monday | Visit | ")];
    let bytes = hide(&document(&rows).tracking().bytes(), |_| vec![row(1)], None).unwrap().0;
    let text = main_text(&bytes);
    assert!(
        !["Inventson", "Other", "more", "Visit", "w:ins"].iter().any(|word| text.contains(word)),
        "{text}"
    );
    assert!(
        text.contains("<w:tc><w:tcPr/><w:p><w:pPr><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:rPr><w:b/></w:rPr>"),
        "{text}"
    );
}

#[test]
fn merged_cells_are_for_a_person() {
    let merged =
        "<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>8123477</w:t></w:r></w:p></w:tc>";
    let rows = [HEADINGS, &format!("{merged} | A | | | Visit | "), "^ | B | | | Call | "];
    let try_row = |number| hide(&document(&rows).bytes(), |_| vec![row(number)], None);
    fails(try_row(1), "in row 1 the cell below \"EHM or LCS PIN or 'NEW'\" is merged");
    fails(try_row(2), "in row 2 the cell below \"EHM or LCS PIN or 'NEW'\" is merged");
}

#[test]
fn hiding_nothing_changes_nothing() {
    let bytes = document(&[HEADINGS, VISIT]).bytes();
    let (same, rows) = hide(&bytes, |_| Vec::<RowNumber>::new(), None).unwrap();
    assert!(same == bytes && rows.is_empty());
    fails(hide(&bytes, |_| vec![row(2)], None), "there is no row 2");
}

#[test]
fn a_hidden_row_is_found_by_its_number_and_stamped() {
    let bytes = hidden(&[HEADINGS, VISIT], 1);
    let stamped = stamp(&bytes, row(1), entered()).unwrap();
    assert!(shown(&stamped).ends_with("(7K3F-2) | 16/11/2026"));
    let again = hide(&bytes, |_| vec![row(1)], "7K3F-2".parse().ok()).unwrap().0;
    assert_eq!(main_text(&again), main_text(&bytes));
}
