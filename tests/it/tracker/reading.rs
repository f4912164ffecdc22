use super::drawn::*;
use crate::docx::{Docx, zipped};
use stopgap::tracker::Tracker;

#[test]
fn the_procedures_layout() {
    let tracker = [
        "Your Name: | Jane Smith | >4 In the table below please indicate the casework you have undertaken.",
        "Team Name: | SC North | >4 ",
        HEADINGS,
        "(e.g.) / NEW | Smith 10/06/2019 | | 10/11/2020 / 17:10 | New Contact, Progress to referral | 16/11/20",
        "(e.g.) 123455 | Jones 12/04/2010 | x | 01/09/2020 / 11:45 | Case Note added |",
        "NEW | Sample 01/02/2020 | x | 16/11/2026 / 09:15 | New Contact (7K3F-2) |",
        "654321 | Other 03/04/2015 | | 16/11/2026 | Case note | 17/11/26",
        BLANK,
    ];
    shows(
        &tracker,
        "1 | NEW | Sample 01/02/2020 | x | 16/11/2026 / 09:15 | New Contact (7K3F-2) | \n\
         2 | 654321 | Other 03/04/2015 |  | 16/11/2026 | Case note | 17/11/26",
    );
    let read = Tracker::read(&document(&tracker).bytes()).unwrap();
    assert_eq!(read.your_name().unwrap().expose(), "Jane Smith");
    assert_eq!(read.team_name().unwrap().expose(), "SC North");
}

#[test]
fn a_row_is_a_sample_only_where_it_says_so() {
    for sample in ["(e.g.) 1", "(eg) 1", "[E. G.] 1", "e.g. 1", "E.g. 1", "eg. 1", "eg: 1"] {
        shows(&[HEADINGS, &format!("{sample} | A | | | Visit | "), USED], USED_SHOWN);
    }
    for work in ["EG 1234", "Eg. Hansen", "E.G. Hansen", "egon", "e.gon"] {
        shows(
            &[HEADINGS, &format!("{work} | A | | | Visit | ")],
            &format!("1 | {work} | A |  |  | Visit | "),
        );
    }
}

#[test]
fn names_above_the_table() {
    let line = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = line("Your name: Jane Smith") + &line("Team Name:") + &table(&[HEADINGS, USED]);
    let read = Tracker::read(&Docx::new(&body).bytes()).unwrap();
    assert_eq!(read.your_name().unwrap().expose(), "Jane Smith");
    assert_eq!(read.team_name(), None);
}

#[test]
fn other_words_in_another_order() {
    shows(
        &[
            "Worker | Date put on LCS | Nature of  work | LCS PIN | Child\u{2019}s name & D.O.B. | RESTRICTED (x)",
            "js | 17/11/2026 | Visit | 654321 | Other 03/04/2015 | ",
        ],
        "1 | 654321 | Other 03/04/2015 |  |  | Visit | 17/11/2026",
    );
}

#[test]
fn who_entered_it_is_not_when() {
    for other in ["Entered by", "Late entry?", "Name on Liquidlogic", "Entered on LCS?"] {
        let rows = [
            &format!("PIN | Child DOB | Nature | {other} | Date entered | Recorded by | Recorded"),
            "1 | A | Visit | js | 17/11/2026 | Bo | 16/11/2026",
        ];
        shows(&rows, "1 | 1 | A |  | 16/11/2026 | Visit | 17/11/2026");
    }
}

#[test]
fn headings_are_known_in_cells_that_are_merged_downwards() {
    let heading = "Date Entered into Liquidlogic";
    let merged =
        format!("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>{heading}</w:t></w:r></w:p></w:tc>");
    let headings = HEADINGS.replace(heading, &merged);
    shows(&[&headings, "1 | A | | | Visit | "], "1 | 1 | A |  |  | Visit | ");
    let both = "1 | 1 | A |  |  | Visit | \n2 | 2 | B |  |  | Call | ";
    for [first, second] in [[&*headings, HEADINGS], [HEADINGS, &*headings]] {
        shows(&[first, "1 | A | | | Visit | ", second, "2 | B | | | Call | "], both);
    }
}

#[test]
fn blank_and_deleted_rows_are_not_counted() {
    let deleted = row_of("9 | Z | | | Gone | ")
        .replace("<w:tr>", "<w:tr><w:trPr><w:del w:id='1' w:author='a'/></w:trPr>");
    let second = "2 | B | | | Visit | ";
    shows(
        &[HEADINGS, BLANK, &deleted, USED, "<w:tr/>", second],
        &format!("{USED_SHOWN}\n2 | 2 | B |  |  | Visit | "),
    );
}

#[test]
fn headings_that_are_repeated_are_no_work() {
    shows(&[HEADINGS, HEADINGS, USED, HEADINGS], USED_SHOWN);
}

#[test]
fn deleted_words_are_not_read() {
    let dated = "<w:tc><w:p><w:del w:id='1' w:author='a'><w:r><w:delText>17/11/2026</w:delText></w:r></w:del></w:p></w:tc>";
    shows(&[HEADINGS, &format!("1 | A | | | Visit | {dated}")], USED_SHOWN);
    let gone = "<w:tc><w:tcPr><w:cellDel w:id='1' w:author='a'/></w:tcPr><w:p><w:r><w:t>17/11/2026</w:t></w:r></w:p></w:tc>";
    let gone = format!("1 | A | | | Visit | {gone}");
    shows(&[HEADINGS, &gone], USED_SHOWN);
    fails(stamp(&document(&[HEADINGS, &gone]).bytes(), row(1), entered()), "in row 1 the cell below");
}

#[test]
fn cells_merged_and_split() {
    shows(
        &[HEADINGS, "1 | A | >2 as before | Visit | ", "2 | ^ | | | Call | ", ">6 Handed over to Bo"],
        "1 | 1 | A | as before |  | Visit | \n\
         2 | 2 |  |  |  | Call | \n\
         3 | Handed over to Bo |  |  |  |  | ",
    );
    shows(
        &["PIN | >2 Child DOB | Recorded | Nature | Entered", "1 | A | 03/04/2015 | | Visit | "],
        "1 | 1 | A 03/04/2015 |  |  | Visit | ",
    );
}

#[test]
fn a_row_and_a_cell_in_content_controls() {
    let row = row_of(&format!("1 | A | | | Visit | {}", control("", &cell_of("17/11/2026"))));
    shows(&[HEADINGS, &control("", &row)], "1 | 1 | A |  |  | Visit | 17/11/2026");
}

#[test]
fn placeholders_and_unticked_boxes_say_nothing() {
    for placeholder in [prompt("Click"), run("Choose an item."), run(" ")] {
        let placeholder =
            format!("<w:tc>{}</w:tc>", control("<w:showingPlcHdr/>", &format!("<w:p>{placeholder}</w:p>")));
        let blank = format!("{placeholder} | | \u{2610} | | | {placeholder}");
        shows(&[HEADINGS, &blank, &format!("1 | A | \u{2610} | | Visit | {placeholder}")], USED_SHOWN);
    }
}

/// Some programs put a text into a control and leave the mark of a placeholder on, and its style.
#[test]
fn what_somebody_wrote_counts_where_the_mark_was_left_on() {
    let entered = format!("{USED_SHOWN}17/11/2026");
    let styled = format!("<w:p>{}</w:p>", prompt("17/11/2026"));
    let styled = format!("<w:tc>{}</w:tc>", control("<w:showingPlcHdr/>", &styled));
    let round_the_cell = control("<w:showingPlcHdr/>", &cell_of("17/11/2026"));
    for day in [still_marked("17/11/2026"), styled, round_the_cell] {
        shows(&[HEADINGS, &format!("1 | A | | | Visit | {day}")], &entered);
    }
    let two = control("<w:showingPlcHdr/>", &[cell_of("Choose an item."), cell_of("A")].concat());
    shows(&[HEADINGS, &format!("{two} | | | Visit | ")], "1 |  | A |  |  | Visit | ");
}

#[test]
fn a_cell_stands_under_the_heading_that_it_shares_most_with() {
    // The border between the last two columns was dragged a little, below the headings only.
    let grid =
        ["2000", "2000", "2000", "2000", "1900", "100", "2000"].map(|w| format!("<w:gridCol w:w='{w}'/>"));
    let dragged = table(&[
        "PIN | Child DOB | Restricted | Recorded | >2 Nature | Entered",
        "1 | A | | | Visit | >2 17/11/2026",
    ]);
    let dragged = dragged.replace("<w:tbl>", &format!("<w:tbl><w:tblGrid>{}</w:tblGrid>", grid.concat()));
    assert_eq!(shown(&Docx::new(&dragged).bytes()), "1 | 1 | A |  |  | Visit | 17/11/2026");
}

#[test]
fn a_row_that_starts_further_right() {
    let row =
        row_of("A | | | Visit | ").replace("<w:tr>", "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>");
    shows(&[HEADINGS, &row], "1 |  | A |  |  | Visit | ");
}

#[test]
fn a_table_in_a_cell_of_another() {
    let inner = table(&[HEADINGS, USED]);
    shows(&["Guide | Notes", &format!("<w:tc>{inner}<w:p/></w:tc> | ")], USED_SHOWN);
}

#[test]
fn a_second_table_goes_on_counting() {
    let body = table(&[HEADINGS, USED]) + "<w:p/>" + &table(&[HEADINGS, "2 | B | | | Call | "]);
    assert_eq!(shown(&Docx::new(&body).bytes()), format!("{USED_SHOWN}\n2 | 2 | B |  |  | Call | "));
}

#[test]
fn a_mark_means_restricted_unless_it_plainly_says_no() {
    let restricted = |mark: &str| {
        let bytes = document(&[HEADINGS, &format!("1 | A | {mark} | | Visit | ")]).bytes();
        Tracker::read(&bytes).unwrap().rows()[0].is_restricted()
    };
    assert!(["x", "X", "Yes", "\u{2612}", "ask Bo"].into_iter().all(restricted));
    assert!(!["", "No", "n/a", "\u{2610}"].into_iter().any(restricted));
}

#[test]
fn what_is_no_tracker() {
    let read = |rows: &[&str]| Tracker::read(&document(rows).bytes());
    fails(read(&["Name | Telephone", "Jo | 1"]), "no table in it has the tracker's headings");
    fails(read(&["PIN | Child DOB | Restricted | Nature", "1 | A | | Visit"]), "no table in it has");
    fails(Tracker::read(b"%PDF-1.7"), "it is a PDF, not a Word document");
    fails(Tracker::read(&zipped(&[("a.txt", "a")])), "it is a zip file");
    fails(Tracker::read(b""), "the file is empty");
}

#[test]
fn debug_texts_and_errors_are_silent_about_people() {
    let work = "654321 | Other | x | 16/11/2026 | Visit | 17/11/2026";
    let bytes = document(&["Your Name: | Jane Smith", HEADINGS, work]).bytes();
    let debug = format!("{:?} {:?}", Tracker::read(&bytes), stamp(&bytes, row(1), entered()));
    for secret in ["Jane", "654321", "Other", "16/11", "Visit", "17/11"] {
        assert!(!debug.contains(secret), "{secret} in {debug}");
    }
}

#[test]
fn the_surname_ends_where_the_birth_begins() {
    for cell in [
        "Samplesson 10/06/2019",
        "Samplesson DOB 10/06/2019",
        "Samplesson D.O.B: 10/06/2019",
        "Samplesson (dob 10/06/2019)",
        "Samplesson,10/06/2019",
        "Samplesson(10/06/2019)",
        "Samplesson B2",
    ] {
        let drawn = format!("NEW | {cell} | | 16/11/2026 | Visit | ");
        let tracker = Tracker::read(&document(&[HEADINGS, &drawn]).bytes()).unwrap();
        assert_eq!(tracker.rows()[0].surname(), Some("Samplesson".into()), "{cell}");
    }
}
