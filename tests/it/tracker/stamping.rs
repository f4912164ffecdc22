use super::drawn::*;
use crate::docx::{Docx, main_bytes, other_parts, utf16};
use stopgap::tracker::{Match, Tracker, Wanted, find_row};

#[test]
fn writes_into_an_empty_paragraph() {
    stamps("<w:tc><w:p></w:p></w:tc>", "<w:tc><w:p>{stamp}</w:p></w:tc>");
    stamps("<w:tc><w:p/></w:tc>", "<w:tc><w:p>{stamp}</w:p></w:tc>");
    stamps("<w:tc><w:p w:rsidR='1' /></w:tc>", "<w:tc><w:p w:rsidR='1' >{stamp}</w:p></w:tc>");
    stamps("<w:tc><w:p><w:r/></w:p><w:p/></w:tc>", "<w:tc><w:p><w:r/>{stamp}</w:p><w:p/></w:tc>");
}

#[test]
fn writes_into_a_cell_without_a_paragraph() {
    stamps("<w:tc><w:tcPr/></w:tc>", "<w:tc><w:tcPr/><w:p>{stamp}</w:p></w:tc>");
    stamps("<w:tc/>", "<w:tc><w:p>{stamp}</w:p></w:tc>");
}

#[test]
fn takes_the_look_of_the_paragraph_mark() {
    let bold = run("16/11/2026").replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>");
    let mark = "<w:pPr><w:rPr><w:ins w:id='3' w:author='a'/><w:b/></w:rPr></w:pPr>";
    stamps(&format!("<w:tc><w:p>{mark}</w:p></w:tc>"), &format!("<w:tc><w:p>{mark}{bold}</w:p></w:tc>"));
}

#[test]
fn writes_into_a_content_control_round_the_paragraph() {
    let cell = |inside: &str| format!("<w:tc>{}</w:tc>", control("", inside));
    stamps(&cell("<w:p/>"), &cell("<w:p>{stamp}</w:p>"));
}

mod placeholders {
    use super::*;

    const SHOWN: &str = "<w:tag w:val='t'/><w:showingPlcHdr/>";
    const ANSWERED: &str = "<w:tag w:val='t'/>";
    const PROMPT: &str = "<w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>Click here</w:t></w:r>";

    #[test]
    fn of_a_control_round_paragraphs() {
        let prompts = format!("<w:p><w:pPr/>{PROMPT}</w:p><w:p>{PROMPT}</w:p>");
        let cell = |control: String| format!("<w:tc>{control}</w:tc>");
        stamps(&cell(control(SHOWN, &prompts)), &cell(control(ANSWERED, "<w:p><w:pPr/>{stamp}</w:p>")));
    }

    #[test]
    fn of_a_control_within_the_paragraph() {
        let cell = |control: String| format!("<w:tc><w:p><w:pPr/>{control}</w:p></w:tc>");
        stamps(&cell(control(SHOWN, PROMPT)), &cell(control(ANSWERED, "{stamp}")));
    }

    #[test]
    fn of_a_control_round_the_cell() {
        let cell = |inside: &str| format!("<w:tc><w:p>{inside}</w:p></w:tc>");
        stamps(&control(SHOWN, &cell(PROMPT)), &control(ANSWERED, &cell("{stamp}")));
    }

    #[test]
    fn that_are_not_seen_are_left_alone() {
        let hidden = control(SHOWN, PROMPT);
        for (start, end) in [
            ("<w:del w:id='3'>", "</w:del>"),
            ("<w:pPr>", "</w:pPr>"),
            ("<w:r><w:drawing><w:txbxContent>", "</w:txbxContent></w:drawing></w:r>"),
        ] {
            let cell = |behind: &str| format!("<w:tc><w:p>{start}{hidden}{end}{behind}</w:p></w:tc>");
            stamps(&cell(""), &cell("{stamp}"));
        }
    }

    #[test]
    fn with_a_look_of_its_own() {
        let (look, bound) = ("<w:rPr><w:b/></w:rPr>", "<w:dataBinding w:xpath='/a'/>");
        let cell = |control: String| format!("<w:tc><w:p>{control}</w:p></w:tc>");
        let bold = run("16/11/2026").replace("<w:r>", &format!("<w:r>{look}"));
        stamps(
            &cell(control(&format!("{look}{SHOWN}{bound}"), PROMPT)),
            &cell(control(&format!("{look}{ANSWERED}"), &bold)),
        );
    }
}

#[test]
fn marks_it_where_track_changes_is_on() {
    let cell = |inside: &str| {
        format!(
            "<w:tc><w:p><w:bookmarkStart w:id='41' w:name='b'/><w:bookmarkEnd w:id='41'/>{inside}</w:p></w:tc>"
        )
    };
    let marked = format!("<w:ins w:id=\"42\" w:author=\"stopgap\">{}</w:ins>", run("16/11/2026"));
    stamps_in(&with_cell(&cell("")).tracking(), &cell(""), &cell(&marked));
}

#[test]
fn writes_in_the_documents_own_prefix() {
    let document = with_cell("<w:tc><w:p/></w:tc>");
    let run = |prefix: &str| run("16/11/2026").replace("w:", prefix);
    stamps_in(
        &document.clone().strict("x"),
        "<x:tc><x:p/></x:tc>",
        &format!("<x:tc><x:p>{}</x:p></x:tc>", run("x:")),
    );
    stamps_in(&document.clone().strict(""), "<tc><p/></tc>", &format!("<tc><p>{}</p></tc>", run("")));
    let namespace = "xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"";
    let marked = format!("<ins {namespace} w:id=\"1\" w:author=\"stopgap\">{}</ins>", run(""));
    stamps_in(&document.tracking().strict(""), "<tc><p/></tc>", &format!("<tc><p>{marked}</p></tc>"));
}

#[test]
fn keeps_a_byte_order_mark() {
    let document = with_cell("<w:tc><w:p/></w:tc>");
    let marked = document.with_text(format!("\u{feff}{}", document.text()));
    stamps_in(&marked, "<w:tc><w:p/></w:tc>", &format!("<w:tc><w:p>{}</w:p></w:tc>", run("16/11/2026")));
}

#[test]
fn keeps_utf_16() {
    let document = with_cell("<w:tc><w:p><w:bookmarkStart w:name='n\u{e9}\u{1f9d2}'/></w:p></w:tc>");
    let written: [fn(&str) -> Vec<u8>; 4] = [
        |text| utf16(text, u16::to_le_bytes),
        |text| utf16(text, u16::to_be_bytes),
        |text| utf16(text, u16::to_le_bytes).split_off(2),
        |text| utf16(text, u16::to_be_bytes).split_off(2),
    ];
    for written in written {
        stamps_in(
            &document.clone().written(written),
            "'/></w:p>",
            &format!("'/>{}</w:p>", run("16/11/2026")),
        );
    }
}

#[test]
fn a_day_in_a_control_that_is_still_marked_is_not_replaced() {
    let row_of_work = format!("1 | A | | | Visit | {}", still_marked("17/11/2026"));
    fails(stamp(&document(&[HEADINGS, &row_of_work]).bytes(), row(1), entered()), "row 1 is already stamped");
}

#[test]
fn counts_rows_as_reading_does() {
    let rows = [HEADINGS, "(e.g.) 1 | A | | | Visit | ", BLANK, USED, "2 | B | | | Call | "];
    let stamped = stamp(&document(&rows).bytes(), row(2), entered()).unwrap();
    assert_eq!(shown(&stamped), format!("{USED_SHOWN}\n2 | 2 | B |  |  | Call | 16/11/2026"));
}

#[test]
fn refuses_what_it_would_spoil() {
    refuses(1, "1 | A | | | Visit | 17/11/26", "row 1 is already stamped");
    refuses(1, "1 | A | | | Visit | tbc", "in row 1 words stand where the date goes");
    refuses(
        1,
        "1 | A | | | Visit | ^",
        "in row 1 the cell below \"Date Entered into Liquidlogic\" is merged",
    );
    refuses(1, "1 | A | | | >2 Visit", "in row 1 the cell below \"Date Entered into Liquidlogic\" is merged");
    refuses(9, USED, "there is no row 9 in the tracker, which has 1");
}

#[track_caller]
fn refuses(number: usize, work: &str, expected: &str) {
    fails(stamp(&document(&[HEADINGS, work]).bytes(), row(number), entered()), expected);
}

/// The one row of a tracker is stamped: its last cell becomes `expected`, and nothing else changes.
#[track_caller]
fn stamps(cell: &str, expected: &str) {
    stamps_in(&with_cell(cell), cell, &expected.replace("{stamp}", &run("16/11/2026")));
}

#[track_caller]
fn stamps_in(document: &Docx, cell: &str, expected: &str) {
    assert_eq!(document.text().matches(cell).count(), 1, "the case is not clear");
    let stamped = stamp(&document.bytes(), row(1), entered()).unwrap();
    assert!(
        main_bytes(&stamped) == document.encoded(&document.text().replace(cell, expected)),
        "{}",
        String::from_utf8_lossy(&main_bytes(&stamped))
    );
    assert_eq!(other_parts(&stamped), other_parts(&document.bytes()));
    assert!(shown(&stamped).ends_with("16/11/2026"));
}

/// A tracker with one row, whose last cell is this XML.
fn with_cell(cell: &str) -> Docx {
    document(&[HEADINGS, &format!("1 | A | x | 2 | Visit | {cell}")])
}

#[test]
fn the_row_is_picked_among_those_that_stand_there_now() {
    let before = document(&[HEADINGS, "1 | Samplesson | | | Visit (7K3F-2) | "]).bytes();
    let wanted = Wanted { number: "7K3F-2".parse().ok(), ..Wanted::default() };
    assert_eq!(find_row(&Tracker::read(&before).unwrap(), &wanted), Match::One(row(1)));
    // Meanwhile somebody puts a row above.
    let now = document(&[HEADINGS, "2 | Inventson | | | Call | ", "1 | Samplesson | | | Visit (7K3F-2) | "])
        .bytes();
    let choose = |tracker: &Tracker| match find_row(tracker, &wanted) {
        Match::One(row) => Some(row),
        _ => None,
    };
    let (stamped, which) = stopgap::tracker::stamp(&now, choose, &entered()).unwrap();
    assert_eq!(which, Some(row(2)));
    assert_eq!(
        shown(&stamped),
        "1 | 2 | Inventson |  |  | Call | \n2 | 1 | Samplesson |  |  | Visit (7K3F-2) | 16/11/2026"
    );
    let (untouched, which) = stopgap::tracker::stamp(&now, |_| None, &entered()).unwrap();
    assert!(untouched == now && which.is_none());
}
