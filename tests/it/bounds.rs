use crate::{
    docx::zipped,
    reading::{outside, put, read_after, try_after},
    tracker::drawn::{HEADINGS, document, fails},
};
use stopgap::{form::CompletedForm, tracker::Tracker, word::control::named_texts};

/// A refusal, without what to do.
#[track_caller]
fn unsafe_because<T>(result: Result<T, impl ToString>, why: &str) {
    let error = result.err().expect("it should be refused").to_string();
    assert_eq!(error, format!("it is not safe to open ({why}): tell your IT service where it came from"));
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn a_form_has_some_thousand_rows_and_not_more() {
    let row = format!("<w:tr><w:tc>{}</w:tc></w:tr>", paragraph("Sam"));
    let with = |times: usize| {
        try_after("case-note", &["people_present[1].name=Sam"], |page| {
            put(page, ">Sam<", "</w:tr>", |end| format!("{end}{}", row.repeat(times - 1)))
        })
    };
    assert_eq!(with(5_000).unwrap().text("people_present").lines().count(), 5_000);
    unsafe_because(with(5_001), "its tables have more than 5000 rows");
}

/// Three times what a part of a document holds is read, and no more: controls that lie within one another are read
/// with each.
#[test]
fn answers_within_answers_are_read_so_often() {
    let fields = ["title", "note", "child_surname", "worker_name"];
    let with = |length: usize| {
        try_after("case-note", &[], |page| {
            let innermost = paragraph(&"x".repeat(length));
            let nested = fields.iter().fold(innermost, |inside, field| {
                format!("<w:sdt><w:sdtPr><w:tag w:val=\"{field}\"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
            });
            let page = fields.iter().fold(page.to_owned(), |page, field| {
                page.replace(&format!("w:val=\"{field}\""), "w:val=\"other\"")
            });
            page.replace("<w:sectPr", &format!("{nested}<w:sectPr"))
        })
    };
    assert_eq!(with(1_000).unwrap().text("note").len(), 1_000);
    unsafe_because(with(7 << 20), "word/document.xml: its parts lie within one another again and again");
}

/// Each date of each row is odd. A form is never refused because of an answer.
#[test]
fn of_a_form_that_is_odd_in_thousands_of_places_not_all_are_told() {
    let row = ["NEW", "Sam", "soon", "soon", "soon"].map(|text| format!("<w:tc>{}</w:tc>", paragraph(text)));
    let row = format!("<w:tr>{}</w:tr>", row.concat());
    let with = |times: usize| {
        read_after("child-family-assessment", &["children[1].name=Sam"], |page| {
            put(page, ">Sam<", "</w:tr>", |end| format!("{end}{}", row.repeat(times)))
        })
    };
    let is_cut_short =
        |form: &CompletedForm| form.findings.iter().any(|finding| finding.kind.name() == "more");
    let form = with(100);
    assert!(form.findings.len() > 300 && !is_cut_short(&form));
    let form = with(4_000);
    assert!(form.findings.len() > 3_000 && is_cut_short(&form));
    assert_eq!(form.text("children").lines().count(), 4_001);
}

#[test]
fn a_paragraph_within_another_is_offered_once() {
    let nested = (0..50).fold(paragraph("And he hit her."), |inside, _| format!("<w:p>{inside}</w:p>"));
    let form = read_after("case-note", &[], |page| {
        put(page, "\"title\"", "</w:sdt>", |end| {
            format!("{end}<w:r><w:drawing><w:txbxContent>{nested}</w:txbxContent></w:drawing></w:r>")
        })
    });
    let strays = outside(&form);
    assert_eq!(strays.iter().map(|(_, text)| text.trim()).collect::<Vec<_>>(), ["And he hit her."]);
}

#[test]
fn a_document_has_some_thousand_parts_and_not_more() {
    let with = |count: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("word/media/{at}")).collect();
        named_texts(&zipped(&names.iter().map(|name| (name.as_str(), [])).collect::<Vec<_>>()))
    };
    assert!(with(10_000).unwrap_err().to_string().starts_with("it is a zip file, not a Word document"));
    unsafe_because(with(10_001), "it has more than 10000 parts");
}

#[test]
fn a_tracker_has_some_hundred_columns_and_not_more() {
    let with = |columns: usize| document(&[&format!("{HEADINGS}{}", " | x".repeat(columns - 6)), "1 | A"]);
    assert_eq!(Tracker::read(&with(252).bytes()).unwrap().rows().len(), 1);
    fails(Tracker::read(&with(253).bytes()), "no table in it has the tracker's headings");
}

/// What else stands in the cell is no part of who the child is.
#[test]
fn a_child_is_named_in_the_first_words_of_its_cell() {
    let born = |words: usize| {
        let cell = format!("Samplesson {}10/06/2019", "and ".repeat(words));
        let tracker =
            Tracker::read(&document(&[HEADINGS, &format!("1 | {cell} | | | Visit | ")]).bytes()).unwrap();
        tracker.rows()[0].born().is_some()
    };
    assert!(born(98) && !born(99));
}
