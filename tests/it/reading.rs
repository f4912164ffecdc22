use crate::docx::changed;
use jiff::civil::date;
use stopgap::{
    form::{self, Answers, CompletedForm, Issue},
    template::{FieldId, Pack},
};

/// A form of the pack with these answers, its page changed as other programs and people change it.
#[track_caller]
fn read_after(template: &str, answers: &[&str], change: impl Fn(&str) -> String) -> CompletedForm {
    let pack = Pack::embedded();
    let definition = pack.template(template).unwrap();
    let mut known = Answers::default();
    for answer in answers {
        known.set(definition, answer).unwrap();
    }
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    let filled = form::fill(&blank, definition, &known).unwrap();
    form::read(&changed(&filled, "word/document.xml", change), &pack, date(2026, 11, 22)).unwrap()
}

/// What a field holds, by what it was found, and the kinds of its findings.
#[track_caller]
fn check(form: &CompletedForm, id: &str, text: &str, anchor: &str, findings: &[&str]) {
    let answer = form.answer(id).unwrap();
    assert_eq!(answer.text.expose(), text);
    assert_eq!(answer.anchor.name(), anchor);
    let of_field = form.findings.iter().filter(|finding| finding.field == Some(FieldId::new(id)));
    let kinds: Vec<&str> = of_field.map(|finding| finding.kind.name()).collect();
    assert_eq!(kinds, findings);
}

/// The page without the control of this tag: its content stays behind, as when somebody deletes the control.
fn without_control(page: &str, tag: &str) -> String {
    let mark = page.find(&format!("<w:tag w:val=\"{tag}\"/>")).unwrap();
    let start = page[..mark].rfind("<w:sdt>").unwrap();
    let end = mark + page[mark..].find("</w:sdt>").unwrap();
    let content = &page[start..end];
    let inside =
        &content[content.find("<w:sdtContent>").unwrap() + 14..content.rfind("</w:sdtContent>").unwrap()];
    format!("{}{inside}{}", &page[..start], &page[end + 8..])
}

fn without_bookmark(page: &str, name: &str) -> String {
    page.replace(&format!("w:name=\"{name}\""), "w:name=\"other\"")
}

#[test]
fn a_form_as_it_was_filled() {
    let form = read_after("case-note", &["title=Home visit", "child_dob=10/06/2019"], str::to_owned);
    check(&form, "title", "Home visit", "tag", &[]);
    check(&form, "child_dob", "10/06/2019", "tag", &[]);
    check(&form, "note", "", "tag", &["blank"]);
}

#[test]
fn a_control_that_was_deleted_is_found_by_its_bookmark() {
    let form = read_after("case-note", &["title=Home visit"], |page| without_control(page, "title"));
    check(&form, "title", "Home visit", "bookmark", &["moved"]);
}

#[test]
fn without_control_and_bookmark_the_place_beside_the_label_serves() {
    let form = read_after("case-note", &["title=Home visit", "event_at=10/11/2026 17:10"], |page| {
        let page = without_control(&without_control(page, "title"), "event_at");
        without_bookmark(
            &without_bookmark(&without_control(&page, "event_at.time"), "sg_title"),
            "sg_event_at",
        )
    });
    check(&form, "title", "Home visit", "label", &["moved"]);
    check(&form, "event_at", "10/11/2026 17:10", "label", &["moved"]);
}

#[test]
fn a_field_whose_row_was_deleted_is_missing() {
    let form = read_after("case-note", &["title=Home visit"], |page| {
        let at = page.find("<w:tag w:val=\"title\"/>").unwrap();
        let start = page[..at].rfind("<w:tr>").unwrap();
        let end = at + page[at..].find("</w:tr>").unwrap() + 7;
        format!("{}{}", &page[..start], &page[end..])
    });
    check(&form, "title", "", "missing", &["missing", "blank"]);
}

#[test]
fn rows_are_read_without_their_repeating_section() {
    let answers = ["people_present[1].name=Dee", "people_present[3].role=Aunt"];
    let form =
        read_after("case-note", &answers, |page| page.replace("<w15:repeatingSection/>", "<w:group/>"));
    check(&form, "people_present", "Dee\nAunt", "bookmark", &["moved"]);
}

#[test]
fn a_control_that_was_copied_gives_both_answers() {
    let form = read_after("case-note", &["title=Home visit", "worker_role=Another text"], |page| {
        page.replace("<w:tag w:val=\"worker_role\"/>", "<w:tag w:val=\"title\"/>")
    });
    check(&form, "title", "Another text\nHome visit", "tag", &["twice"]);
}

#[test]
fn what_is_no_date_is_taken_as_it_was_written() {
    let form =
        read_after("case-note", &["child_dob=10/06/2019"], |page| page.replace("10/06/2019", "about 2019"));
    check(&form, "child_dob", "about 2019", "tag", &["not-understood"]);
}

#[test]
fn a_date_typed_over_the_picked_one() {
    let form =
        read_after("case-note", &["child_dob=10/06/2019"], |page| page.replace("10/06/2019", "11/06/2019"));
    check(&form, "child_dob", "11/06/2019", "tag", &["two-dates"]);
}

#[test]
fn a_date_without_its_time() {
    let form = read_after("case-note", &["event_at=10/11/2026"], str::to_owned);
    check(&form, "event_at", "10/11/2026", "tag", &["no-time"]);
}

#[test]
fn a_time_typed_behind_the_date() {
    let form = read_after("case-note", &["event_at=10/11/2026"], |page| {
        page.replace(">10/11/2026<", ">10/11/2026 5.10pm<")
    });
    check(&form, "event_at", "10/11/2026 17:10", "tag", &[]);
}

#[test]
fn an_answer_that_is_none_of_the_options() {
    let form = read_after("case-note", &["note_type=VISIT"], |page| {
        page.replace("Home visit (not statutory)</w:t>", "Visit to school</w:t>")
    });
    check(&form, "note_type", "Visit to school", "tag", &["not-understood"]);
}

#[test]
fn tracked_changes_are_taken_as_accepted() {
    let form = read_after("case-note", &["title=Home visit"], |page| {
        page.replace(
            "<w:r><w:t xml:space=\"preserve\">Home visit</w:t></w:r>",
            "<w:del w:id=\"91\" w:author=\"J\"><w:r><w:delText>Office</w:delText></w:r></w:del><w:ins w:id=\"92\" w:author=\"J\"><w:r><w:t>Home</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> visit</w:t></w:r>",
        )
    });
    check(&form, "title", "Home visit", "tag", &["tracked-changes"]);
}

#[test]
fn word_s_own_placeholder_is_no_answer() {
    let form = read_after("case-note", &["title=x"], |page| {
        page.replace(">x<", ">Click or tap here to enter text.<")
    });
    check(&form, "title", "", "tag", &["blank"]);
}

#[test]
fn an_answer_to_a_question_that_was_not_asked() {
    let form = read_after("case-note", &["child_seen=no", "child_seen_alone=yes"], str::to_owned);
    check(&form, "child_seen_alone", "Yes", "tag", &[]);
    let form = read_after("case-note", &["child_seen=yes"], str::to_owned);
    check(&form, "child_seen_alone", "", "tag", &["blank"]);
}

#[test]
fn references_and_strange_characters_come_back() {
    let text = "O'Brien & <Söhne> \u{201c}quoted\u{201d} 😀\ttab\nline שלום";
    let form = read_after("case-note", &[&format!("note={text}")], |page| page.replace("Brien", "&#66;rien"));
    check(&form, "note", text, "tag", &[]);
}

#[test]
fn a_debug_text_shows_no_answer() {
    let form = read_after(
        "case-note",
        &["title=Home visit", "note_type=VISIT", "child_dob=10/06/2019"],
        str::to_owned,
    );
    let debug = format!("{:?}", form.answers);
    assert!(!debug.contains("Home visit") && !debug.contains("VISIT") && !debug.contains("2019"), "{debug}");
}

#[test]
fn a_blank_is_the_same_bytes_every_time() {
    for definition in Pack::embedded().templates() {
        assert!(form::blank(definition, None).unwrap() == form::blank(definition, None).unwrap());
    }
}
