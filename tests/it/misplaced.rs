//! Cells, rows, tables and options that somebody copied into others, joined, deleted or ticked by hand.

use crate::reading::{check, outside, put, read_after};
use jiff::civil::date;
use std::ops::Range;
use stopgap::{
    form::{self, Answers, CompletedForm},
    template::Pack,
};

const CHILDREN: [&str; 5] = [
    "children[1].surname=Samplesson",
    "children[1].forename=Amy",
    "adults[1].name=Joan Invented",
    "pin=7654321",
    "child_surname=Testcase",
];
const SURNAME: &str = "w:val=\"children[].surname\"";
const ADULT: &str = "w:val=\"adults[].name\"";

/// The innermost element of this name round the first place where this stands.
#[track_caller]
fn around(page: &str, mark: &str, name: &str) -> Range<usize> {
    let at = page.find(mark).unwrap_or_else(|| panic!("{mark} stands on the page"));
    let (open, close) = (format!("<w:{name}>"), format!("</w:{name}>"));
    let start = page[..at].rfind(&open).unwrap();
    start..at + page[at..].find(&close).unwrap() + close.len()
}

/// The page with this range replaced.
fn with(page: &str, range: Range<usize>, text: &str) -> String {
    format!("{}{text}{}", &page[..range.start], &page[range.end..])
}

fn rows(form: &CompletedForm, children: &str, adults: &str) {
    assert_eq!((form.text("children"), form.text("adults")), (children, adults));
}

#[test]
fn a_cell_copied_into_another_table_is_a_cell_of_that_table() {
    let form = read_after("contact", &CHILDREN, |page| {
        with(page, around(page, ADULT, "tc"), &page[around(page, SURNAME, "tc")])
    });
    rows(&form, "Samplesson, Amy", "Samplesson");
    check(&form, "children", "Samplesson, Amy", "tag", &["elsewhere"]);
}

#[test]
fn a_row_copied_into_another_table_is_a_row_of_that_table() {
    let form = read_after("contact", &CHILDREN, |page| {
        let behind = around(page, ADULT, "tr").end;
        with(page, behind..behind, &page[around(page, SURNAME, "tr")])
    });
    assert_eq!(form.text("children"), "Samplesson, Amy");
    assert!(form.text("adults").starts_with("Joan Invented\nSamplesson"));
}

#[test]
fn a_cell_copied_beside_a_label_makes_no_rows_of_labels() {
    let form = read_after("contact", &CHILDREN, |page| {
        with(page, around(page, "w:val=\"child_surname\"", "tc"), &page[around(page, SURNAME, "tc")])
    });
    rows(&form, "Samplesson, Amy", "Joan Invented");
    check(&form, "child_surname", "Samplesson", "label", &["moved"]);
}

#[test]
fn two_tables_that_became_one_are_read_under_their_headings() {
    let form = read_after("contact", &CHILDREN, |page| {
        let adults = around(page, ADULT, "tbl");
        let first = adults.start + page[adults.clone()].find("<w:tr>").unwrap();
        let rows = page[first..adults.end - "</w:tbl>".len()].to_owned();
        let page = with(page, adults, "");
        let end = around(&page, SURNAME, "tbl").end - "</w:tbl>".len();
        with(&page, end..end, &rows)
    });
    rows(&form, "Samplesson, Amy", "Joan Invented");
    assert!(form.findings.iter().all(|finding| !["elsewhere", "twice"].contains(&finding.kind.name())));
}

#[test]
fn what_stands_under_another_heading_than_its_box_is_doubted() {
    // A surname that was typed over a box copied under another heading.
    let form = read_after("contact", &CHILDREN, |page| {
        let (from, to) = (around(page, SURNAME, "tc"), around(page, "w:val=\"children[].school\"", "tc"));
        with(page, to, &page[from].replace(">Samplesson<", ">Oak School<"))
    });
    check(&form, "children", "Samplesson\nOak School, Amy", "tag", &["elsewhere"]);
}

/// The line of an option, and what the first tick box of it holds.
fn option_line(page: &str, code: &str) -> Range<usize> {
    around(page, &format!("w:val=\"outcome.{code}\""), "p")
}

#[test]
fn words_beside_options_are_offered_although_an_option_was_deleted() {
    const TYPED: &str = "<w:p><w:r><w:t>Mum was told</w:t></w:r></w:p>";
    let form =
        read_after("contact", &["outcome=NFA"], |page| with(page, option_line(page, "MISSING"), TYPED));
    check(&form, "outcome", "No further action", "tag", &["elsewhere"]);
    assert_eq!(outside(&form)[0].1, "Mum was told");
    // Only what is meant was left, and not ticked.
    let form = read_after("contact", &[], |page| {
        with(page, option_line(page, "NEW_REFERRAL").start..option_line(page, "NFA").start, "")
    });
    check(&form, "outcome", "", "tag", &["elsewhere", "blank"]);
    // All options gave way to words.
    let form = read_after("contact", &[], |page| {
        let cell = around(page, "w:val=\"outcome.NFA\"", "tc");
        let first = cell.start + page[cell.clone()].find("<w:p>").unwrap();
        with(
            page,
            first..cell.end - "</w:tc>".len(),
            &TYPED.replace("Mum was told", "\u{2612} No further action</w:t><w:br/><w:t>Mum was told"),
        )
    });
    check(&form, "outcome", "No further action", "label", &["moved"]);
    assert_eq!(outside(&form)[0].1, "\u{2612} No further action\nMum was told");
}

#[test]
fn a_tick_put_in_by_hand_counts_or_is_offered() {
    let ticked = |tick: &'static str| {
        move |page: &str| put(page, "w:val=\"outcome.NFA\"", "\u{2610}", |_| tick.to_owned())
    };
    for tick in ["\u{2612}", "\u{2611}", "\u{2713}", "\u{2714}"] {
        check(&read_after("contact", &[], ticked(tick)), "outcome", "No further action", "tag", &["beside"]);
    }
    let form = read_after("contact", &[], |page| {
        put(page, "w:val=\"outcome.NFA\"", "</w:sdt>", |end| format!("{end}<w:r><w:t>\u{2612}</w:t></w:r>"))
    });
    assert!(outside(&form)[0].1.starts_with('\u{2612}'), "{:?}", outside(&form));
    let form = read_after("contact", &["outcome=NFA"], |page| {
        let behind = option_line(page, "NFA").end;
        let copy = page[option_line(page, "NFA")]
            .replace("<w14:checked w14:val=\"1\"/>", "")
            .replace('\u{2612}', "\u{2610}");
        with(page, behind..behind, &copy)
    });
    check(&form, "outcome", "No further action", "tag", &["twice"]);
}

#[test]
fn a_tick_whose_marks_are_gone_is_found_beside_its_label() {
    let form = read_after("case-closure", &["all_written=yes"], |page| {
        page.replace("w:val=\"all_written\"", "w:val=\"\"")
            .replace("w:name=\"sg_all_written\"", "w:name=\"\"")
    });
    check(&form, "all_written", "Yes", "label", &["moved"]);
    assert_eq!(outside(&form), []);
}

#[test]
fn a_word_typed_over_a_box_is_offered() {
    let form = read_after("contact", &[], |page| {
        put(page, "w:val=\"outcome.NFA\"", "\u{2610}", |_| "Yes".to_owned())
    });
    assert!(outside(&form)[0].1.starts_with("Yes"), "{:?}", outside(&form));
    let form = read_after("case-closure", &[], |page| {
        put(page, "w:val=\"all_written\"", "\u{2610}", |_| "Yes".to_owned())
    });
    assert!(outside(&form)[0].1.starts_with("Yes"), "{:?}", outside(&form));
}

#[test]
fn a_tick_in_a_table_is_taken_with_what_was_written_for_it() {
    let definition = "template: a\nrevision: 1\ntitle: A\nnature: A\nsystem: LCS\norder: 1\nsections:\n  - title: B\n    screen: C\n    fields:\n      - { id: seen, label: Who was seen, type: table, columns: [{ id: who, label: Who, type: text }, { id: alone, label: Alone, type: tick }] }\n";
    let pack = Pack::read([("a.yaml", definition)]).unwrap_or_else(|faults| panic!("{faults}"));
    let mut answers = Answers::default();
    answers.set(&pack.templates()[0], "seen[1].who=Amy").unwrap();
    let filled =
        form::fill(&form::blank(&pack.templates()[0], None).unwrap(), &pack.templates()[0], &answers)
            .unwrap();
    for (written, text, findings) in [
        ("\u{2612}", "Amy, Yes", &["beside"][..]),
        ("x", "Amy, x", &["not-understood"]),
        ("\u{2713} but not at home", "Amy, \u{2713} but not at home", &["not-understood"]),
    ] {
        let typed = crate::docx::changed(&filled, "word/document.xml", |page| {
            put(page, "w:val=\"seen[].alone\"", "\u{2610}", |_| written.to_owned())
        });
        check(&form::read(&typed, &pack, date(2026, 11, 22)).unwrap(), "seen", text, "tag", findings);
    }
}

#[test]
fn a_row_of_very_many_cells_is_no_more_work_than_a_page_of_them() {
    const CELL: &str = "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>";
    let form = read_after("contact", &CHILDREN, |page| {
        let mut page = page.to_owned();
        for mark in [SURNAME, "w:name=\"sg_children\""] {
            let end = around(&page, mark, "tr").end - "</w:tr>".len();
            page.insert_str(end, &CELL.repeat(1_000));
        }
        page
    });
    assert_eq!(form.text("children"), "Samplesson, Amy");
    assert_eq!(outside(&form).iter().map(|(_, text)| text.lines().count()).sum::<usize>(), 2_000);
}
