use crate::docx::{changed, in_utf16, main_bytes, main_text};
use jiff::civil::date;
use stopgap::{
    form::{self, Answers, CompletedForm, Issue, NotAForm},
    template::{FieldId, Pack},
};

/// What stands in no box of a form, and where it stood.
pub fn outside(form: &CompletedForm) -> Vec<(String, String)> {
    let fields = form.definition.fields().zip(&form.answers);
    let strays = fields.filter(|(field, _)| field.id.as_str().starts_with("outside_"));
    strays.map(|(field, answer)| (field.label.clone(), answer.text.expose().to_owned())).collect()
}

/// The page with something put in front of or behind the first of these marks that follows another.
#[track_caller]
pub fn put(page: &str, after: &str, mark: &str, with: impl Fn(&str) -> String) -> String {
    let from = page.find(after).unwrap_or_else(|| panic!("{after} stands on the page"));
    let at = from + page[from..].find(mark).unwrap();
    format!("{}{}{}", &page[..at], with(mark), &page[at + mark.len()..])
}

const MORE: &str = "<w:p><w:r><w:t>And he hit her.</w:t></w:r></w:p>";
const BEHIND: &str = "<w:r><w:t xml:space=\"preserve\"> And he hit her.</w:t></w:r>";

/// A form of the pack with these answers, its page changed as other programs and people change it.
#[track_caller]
pub fn read_after(template: &str, answers: &[&str], change: impl Fn(&str) -> String) -> CompletedForm {
    try_after(template, answers, change).unwrap()
}

/// The same where it may be refused.
#[track_caller]
pub fn try_after(
    template: &str,
    answers: &[&str],
    change: impl Fn(&str) -> String,
) -> Result<CompletedForm, NotAForm> {
    form::read(&bytes_after(template, answers, change), &Pack::embedded(), date(2026, 11, 22))
}

fn bytes_after(template: &str, answers: &[&str], change: impl Fn(&str) -> String) -> Vec<u8> {
    let pack = Pack::embedded();
    let definition = pack.template(template).unwrap();
    let mut known = Answers::default();
    for answer in answers {
        known.set(definition, answer).unwrap();
    }
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    let filled = form::fill(&blank, definition, &known).unwrap();
    changed(&filled, "word/document.xml", change)
}

/// What a field holds, by what it was found, and the kinds of its findings.
#[track_caller]
pub fn check(form: &CompletedForm, id: &str, text: &str, anchor: &str, findings: &[&str]) {
    let answer = form.answer(id).unwrap();
    assert_eq!(answer.text.expose(), text);
    assert_eq!(answer.anchor.name(), anchor);
    let of_field = form.findings.iter().filter(|finding| finding.field == Some(FieldId::new(id)));
    let kinds: Vec<&str> = of_field.map(|finding| finding.kind.name()).collect();
    assert_eq!(kinds, findings);
}

#[test]
fn a_glance_at_a_form_says_what_reading_it_does_or_nothing() {
    const TAG: &str = r#"w:val="restricted""#;
    let check = |answers: &[&str], change: &dyn Fn(&str) -> String, at_a_glance: Option<bool>| {
        let bytes = bytes_after("contact", answers, change);
        assert_eq!(form::glance(&bytes).unwrap().is_restricted, at_a_glance);
        let whole = form::read(&bytes, &Pack::embedded(), date(2026, 11, 22)).unwrap().is_restricted();
        assert!(at_a_glance.is_none_or(|said| said == whole));
    };
    let as_it_is = |page: &str| page.to_owned();
    check(&["restricted=no"], &as_it_is, Some(false));
    check(&["restricted=yes"], &as_it_is, Some(true));
    check(&[], &as_it_is, None);
    // Some programs put a text in and leave the mark of a placeholder.
    let marked = |page: &str| put(page, TAG, "<w:dropDownList>", |list| format!("<w:showingPlcHdr/>{list}"));
    check(&["restricted=yes"], &marked, Some(true));
    let beside = |page: &str| put(page, TAG, "</w:sdt>", |end| format!("{end}<w:r><w:t>Yes</w:t></w:r>"));
    check(&[], &beside, None);
    let in_other_words = |page: &str| put(page, TAG, ">No<", |_| ">Not at all<".to_owned());
    check(&["restricted=no"], &in_other_words, Some(true));
    let twice = |page: &str| page.replacen("<w:tag w:val=\"pin\"/>", &format!("<w:tag {TAG}/>"), 1);
    check(&["restricted=no"], &twice, None);
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
    let without_section = |page: &str| page.replace("<w15:repeatingSection/>", "<w:group/>");
    let form = read_after("case-note", &answers, without_section);
    check(&form, "people_present", "Dee\nAunt", "tag", &[]);
    let without_tags = |page: &str| without_section(page).replace("w:val=\"people_present", "w:val=\"other");
    let form = read_after("case-note", &answers, without_tags);
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
    check(&form, "child_dob", "about 2019", "tag", &["two-dates", "not-understood"]);
    assert_eq!(outside(&form)[0].1, "10/06/2019");
}

/// The birth of a grandmother, in two digits, is not to come.
#[test]
fn a_year_of_two_digits_is_one_that_is_past_or_near() {
    let born = |text: &str, findings: &[&str], shown: &str| {
        let answers = ["child_dob=10/06/2019"];
        let form = read_after("case-note", &answers, |page| {
            page.replace("10/06/2019", text).replace(" w:fullDate=\"2019-06-10T00:00:00Z\"", "")
        });
        check(&form, "child_dob", shown, "tag", findings);
    };
    born("12/03/48", &["year"], "12/03/1948");
    born("12 March 48", &["year"], "12/03/1948");
    born("12/03/19", &[], "12/03/2019");
    born("10/06/0019", &["year"], "10/06/0019");
    born("10/06/2562", &["year"], "10/06/2562");
    // The calendar knows which year was picked.
    let form =
        read_after("case-note", &["child_dob=12/03/2048"], |page| page.replace("12/03/2048", "12/03/48"));
    check(&form, "child_dob", "12/03/2048", "tag", &["year"]);
    assert_eq!(outside(&form), []);
}

#[test]
fn a_date_typed_over_the_picked_one() {
    let form =
        read_after("case-note", &["child_dob=10/06/2019"], |page| page.replace("10/06/2019", "11/06/2019"));
    check(&form, "child_dob", "11/06/2019", "tag", &["two-dates"]);
    let label = &form.definition.field("child_dob").unwrap().label;
    let calendar = format!("Words in the calendar of \u{201c}{label}\u{201d}");
    assert_eq!(outside(&form), [(calendar, "10/06/2019".to_owned())]);
    // Also where the time is typed behind it.
    let form = read_after("case-note", &["event_at=20/11/2026 10:15"], |page| {
        page.replace(">20/11/2026<", ">16/11/2026 10:15<")
    });
    check(&form, "event_at", "16/11/2026 10:15", "tag", &["two-dates"]);
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
fn a_form_in_utf_16_is_numbered_filled_and_read() {
    let pack = Pack::embedded();
    let definition = pack.template("case-note").unwrap();
    let blank = in_utf16(&form::blank(definition, None).unwrap());
    let issue = Issue::random().unwrap();
    let mut known = Answers::default();
    known.set(definition, "title=Zo\u{eb} \u{1f9d2}").unwrap();
    let issued = form::issued(&blank, &issue).unwrap();
    let filled = form::fill(&issued, definition, &known).unwrap();
    let form = form::read(&filled, &pack, date(2026, 11, 22)).unwrap();
    check(&form, "title", "Zo\u{eb} \u{1f9d2}", "tag", &[]);
    assert_eq!(form.identity.issue, Some(issue));
    assert_eq!(outside(&form), []);
    assert!(main_bytes(&filled).starts_with(&[0xff, 0xfe, b'<', 0, b'?', 0]));
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

/// Word marks the words in them as well, other programs do not.
#[test]
fn rows_and_cells_that_were_deleted_with_track_changes_on_are_told() {
    let marked = |page: &str, tag: &str, properties: &str, mark: &str| {
        let tag = page.find(&format!("<w:tag w:val=\"{tag}\"/>")).unwrap();
        let at = page[..tag].rfind(properties).unwrap() + properties.len();
        format!("{}{mark}{}", &page[..at], &page[at..])
    };
    let form = read_after("case-note", &["people_present[1].name=Dee"], |page| {
        marked(page, "people_present[].name", "<w:tcPr>", "<w:cellDel w:id=\"91\" w:author=\"J\"/>")
    });
    check(&form, "people_present", "", "tag", &["tracked-changes"]);
    assert_eq!(outside(&form), []);
    let form = read_after("case-note", &["title=Home visit"], |page| {
        marked(page, "title", "<w:trPr>", "<w:del w:id=\"91\" w:author=\"J\"/>")
    });
    check(&form, "title", "Home visit", "bookmark", &["moved"]);
}

#[test]
fn word_s_own_placeholder_is_no_answer() {
    let form = read_after("case-note", &["title=x"], |page| {
        page.replace(">x<", ">Click or tap here to enter text.<")
    });
    check(&form, "title", "", "tag", &["blank"]);
}

/// In a column it would mean that nobody wrote there.
#[test]
fn three_dots_in_a_box_of_their_own_are_an_answer() {
    check(&read_after("case-note", &["title=\u{2026}"], str::to_owned), "title", "\u{2026}", "tag", &[]);
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

#[test]
fn a_form_as_it_was_made_has_nothing_outside_its_boxes() {
    let pack = Pack::embedded();
    let issue = Issue::random().unwrap();
    for definition in pack.templates() {
        for issue in [None, Some(&issue)] {
            let blank = form::blank(definition, issue).unwrap();
            let form = form::read(&blank, &pack, date(2026, 11, 22)).unwrap();
            assert_eq!(outside(&form), [], "{}", definition.id);
        }
    }
}

#[test]
fn what_looks_like_a_number_in_the_forms_own_words_is_nobodys() {
    let field = "{ id: one, label: As on form 7K3F-2, type: text, help: See form 7K3F-2. }";
    let text = format!(
        "template: user\nrevision: 1\ntitle: User\nsystem: LCS\nnature: Used\nsections:\n  - title: One\n    fields: [{field}]\n"
    );
    let pack = Pack::read([("user.yaml", text)]).unwrap();
    let blank = form::blank(&pack.templates()[0], None).unwrap();
    assert_eq!(outside(&form::read(&blank, &pack, date(2026, 11, 22)).unwrap()), []);
}

#[test]
fn words_behind_and_below_a_box_are_part_of_its_answer() {
    let form = read_after("case-note", &["title=Home visit"], |page| {
        put(page, "\"title\"", "</w:sdt>", |end| format!("{end}{BEHIND}"))
    });
    check(&form, "title", "Home visit And he hit her.", "tag", &["beside"]);
    let form = read_after("case-note", &["note=He said."], |page| {
        put(page, "\"note\"", "</w:p>", |end| format!("{end}{MORE}"))
    });
    check(&form, "note", "He said.\nAnd he hit her.", "tag", &["beside"]);
    let form =
        read_after("case-note", &[], |page| put(page, "\"note\"", "</w:p>", |end| format!("{end}{MORE}")));
    check(&form, "note", "And he hit her.", "tag", &["beside"]);
    assert_eq!(outside(&form), []);
}

#[test]
fn words_that_stand_in_no_box_are_offered_at_the_end() {
    let near = |place: &str, text: &str| (format!("Words {place}"), text.to_owned());
    // At the end of the form, beside a date, within a label, in a box that somebody made.
    let form = read_after("case-note", &["child_dob=10/06/2019"], |page| {
        let page = put(page, "\"child_dob\"", "</w:sdt>", |end| format!("{end}{BEHIND}"));
        page.replace("<w:sectPr", &format!("{MORE}<w:sectPr"))
    });
    check(&form, "child_dob", "10/06/2019", "tag", &[]);
    let label = &form.definition.field("child_dob").unwrap().label;
    let strays = outside(&form);
    assert_eq!(strays[0].1, "And he hit her.");
    assert!(strays[0].0.starts_with(&format!("Words near \u{201c}{label}")), "{strays:?}");
    assert!(strays[1].0.starts_with("Words near \u{201c}Office use"), "{strays:?}");
    let findings = form.findings.iter().filter(|finding| finding.kind.name() == "outside");
    assert_eq!(findings.count(), 2);
    // It is entered like all else, into a box that only the person can name.
    assert_eq!(form.definition.screens().last().unwrap().title, "Written outside the boxes");
    assert_eq!(form.boxes(&FieldId::new("outside_1")), ["the box where it belongs"]);
    // In a text box.
    let form = read_after("case-note", &[], |page| {
        put(page, "\"title\"", "</w:sdt>", |end| {
            format!(
                "{end}<w:r><w:drawing><wps:txbx xmlns:wps=\"u\"><w:txbxContent>{MORE}</w:txbxContent></wps:txbx></w:drawing></w:r>"
            )
        })
    });
    assert_eq!(outside(&form), [near("in a text box near \u{201c}Title\u{201d}", "And he hit her.")]);
    check(&form, "title", "", "tag", &["picture", "blank"]);
}

#[test]
fn words_in_the_lines_above_and_below_the_page() {
    let pack = Pack::embedded();
    let definition = pack.template("case-note").unwrap();
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    let parts = stopgap::word::Package::open(&blank).unwrap();
    let running: Vec<String> =
        parts.names().filter(|n| n.contains("/header") || n.contains("/footer")).map(str::to_owned).collect();
    let mut tried = 0;
    for part in running.iter().filter(|name| !name.contains("_rels")) {
        let with = changed(&blank, part, |text| text.replace("</w:p>", &format!("</w:p>{MORE}")));
        let form = form::read(&with, &pack, date(2026, 11, 22)).unwrap();
        let [(place, text)] = &outside(&form)[..] else { panic!("nothing in {part}") };
        assert!(
            place.starts_with("Words in the line ") && text.starts_with("And he hit her."),
            "{place}: {text}"
        );
        tried += 1;
    }
    assert_eq!(tried, 2);
}

#[test]
fn a_mark_that_says_blank_is_not_believed_against_the_words() {
    let form = read_after("case-note", &[], |page| {
        put(page, "\"note\"", "Click here to write", |_| "He said.".to_owned())
    });
    check(&form, "note", "He said.", "tag", &[]);
}

#[test]
fn a_border_that_was_dragged_moves_no_answer() {
    let answers = ["people_present[1].name=Sam", "people_present[1].role=Aunt", "people_present[2].name=Dee"];
    for tags in [true, false] {
        let form = read_after("case-note", &answers, |page| {
            let start = page.find("sg_people_present").unwrap();
            let start = page[..start].rfind("<w:tblGrid>").unwrap();
            let grid_end = start + page[start..].find("</w:tblGrid>").unwrap();
            let end = start + page[start..].find("</w:tbl>").unwrap();
            // The border right of the first cell was dragged a little to the left in one row.
            let grid = page[start..grid_end].replacen("/>", "/><w:gridCol w:w=\"300\"/>", 1);
            let span = |row: &str, cell: usize| {
                let (at, _) = row.match_indices("</w:tcPr>").nth(cell).unwrap();
                format!("{}<w:gridSpan w:val=\"2\"/>{}", &row[..at], &row[at..])
            };
            let rows: Vec<String> = page[grid_end..end]
                .split_inclusive("</w:tr>")
                .enumerate()
                .map(|(at, row)| match at {
                    _ if !row.contains("<w:tr>") => row.to_owned(),
                    1 => span(row, 1),
                    _ => span(row, 0),
                })
                .collect();
            let page = format!("{}{grid}{}{}", &page[..start], rows.concat(), &page[end..]);
            if tags { page } else { page.replace("w:val=\"people_present", "w:val=\"other") }
        });
        assert_eq!(form.text("people_present"), "Sam, Aunt\nDee", "tags: {tags}");
        assert_eq!(outside(&form), []);
    }
}

#[test]
fn a_table_that_was_copied_or_lost_its_heading() {
    let answers = ["people_present[1].name=Sam", "people_present[2].name=Dee"];
    let bounds = |page: &str| {
        let mark = page.find("sg_people_present").unwrap();
        (page[..mark].rfind("<w:tbl>").unwrap(), mark + page[mark..].find("</w:tbl>").unwrap() + 8)
    };
    let form = read_after("case-note", &answers, |page| {
        let (start, end) = bounds(page);
        let copy = page[start..end].replace("sg_people_present", "other").replace(">Sam<", ">Bo<");
        format!("{}<w:p/>{copy}{}", &page[..end], &page[end..])
    });
    assert_eq!(form.text("people_present"), "Sam\nDee\nBo\nDee");
    let form = read_after("case-note", &answers, |page| {
        let (start, end) = bounds(page);
        let row = start + page[start..end].find("<w:tr>").unwrap();
        let row_end = row + page[row..].find("</w:tr>").unwrap() + 7;
        format!("{}{}", &page[..row], &page[row_end..])
    });
    check(&form, "people_present", "Sam\nDee", "tag", &[]);
    let form = read_after("case-note", &answers, |page| {
        let at = page.find(">Dee<").unwrap();
        let row = page[..at].rfind("<w:tr>").unwrap();
        let properties = row + page[row..].find("<w:trPr>").unwrap() + 8;
        format!("{}<w:del w:id=\"9\" w:author=\"J\"/>{}", &page[..properties], &page[properties..])
    });
    check(&form, "people_present", "Sam", "tag", &["tracked-changes"]);
}

#[test]
fn a_column_that_somebody_added_is_offered_at_the_end() {
    let form = read_after("case-note", &["people_present[1].name=Sam"], |page| {
        let mark = page.find("sg_people_present").unwrap();
        let start = page[..mark].rfind("<w:tbl>").unwrap();
        let end = mark + page[mark..].find("</w:tbl>").unwrap();
        let mut rows = 0;
        let with: String = page[start..end]
            .split_inclusive("</w:tr>")
            .map(|row| {
                rows += 1;
                let text = if rows == 1 { "Views" } else { "I am scared" };
                row.replace(
                    "</w:tr>",
                    &format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"),
                )
            })
            .collect();
        format!("{}{with}{}", &page[..start], &page[end..])
    });
    assert_eq!(form.text("people_present"), "Sam");
    let all: String = outside(&form).into_iter().map(|(_, text)| text).collect();
    assert!(all.contains("Views") && all.contains("I am scared"), "{all}");
}

#[test]
fn what_is_taken_as_it_was_written_is_taken_whole() {
    let typed = |text: &'static str| move |page: &str| page.replace(">10/11/2026<", &format!(">{text}<"));
    let form = read_after("case-note", &["event_at=10/11/2026"], typed("not sure, saw a cat"));
    check(&form, "event_at", "not sure, saw a cat", "tag", &["two-dates", "not-understood"]);
    let form = read_after("case-note", &["event_at=10/11/2026"], typed("10/11/2026 at"));
    check(&form, "event_at", "10/11/2026", "tag", &["no-time"]);
    let form = read_after("case-note", &["event_at=10/11/2026 18:30"], typed("10/11/2026 17:10"));
    check(&form, "event_at", "10/11/2026 17:10 18:30", "tag", &["not-understood"]);
}

#[test]
fn an_answer_between_bookmarks_of_two_paragraphs_is_taken_whole() {
    let form = read_after("case-note", &["note=One."], |page| {
        let page = without_control(page, "note");
        let mark = page.find("\"sg_note\"").unwrap();
        let end = mark + page[mark..].find("<w:bookmarkEnd").unwrap();
        format!("{}</w:p><w:p><w:r><w:t>Two.</w:t></w:r>{}", &page[..end], &page[end..])
    });
    check(&form, "note", "One.\nTwo.", "label", &["moved"]);
}

#[test]
fn a_tick_box_that_was_copied_and_ticked_there() {
    let pack = Pack::embedded();
    let definition = pack.templates().iter().find(|d| d.fields().any(|f| f.kind.name() == "tick")).unwrap();
    let field = definition.fields().find(|field| field.kind.name() == "tick").unwrap();
    let tag = field.id.as_str();
    let form = read_after(definition.id.as_str(), &[], |page| {
        let mark = page.find(&format!("<w:tag w:val=\"{tag}\"/>")).unwrap();
        let start = page[..mark].rfind("<w:sdt>").unwrap();
        let end = mark + page[mark..].find("</w:sdt>").unwrap() + 8;
        let copy = page[start..end].replace("<w14:checked w14:val=\"0\"/>", "<w14:checked w14:val=\"1\"/>");
        assert_ne!(copy, page[start..end]);
        format!("{}{copy}{}", &page[..end], &page[end..])
    });
    assert_eq!(form.text(tag), "Yes");
}

/// Where somebody can write on a page: into a text, behind a box, below a paragraph.
fn places(page: &str) -> Vec<(usize, bool)> {
    let body = page.find("<w:body>").unwrap();
    let ends = |mark: &'static str| page[body..].match_indices(mark).map(move |(at, _)| body + at);
    let in_texts = ends("</w:t>").map(|at| (at, false));
    let behind_boxes = ends("</w:sdt>")
        .map(|at| at + 8)
        .filter(|at| ["<w:bookmarkEnd", "</w:p>", "<w:r>"].iter().any(|next| page[*at..].starts_with(next)));
    let below = ends("</w:p>").map(|at| at + 6);
    let mut all: Vec<(usize, bool)> =
        in_texts.chain(behind_boxes.chain(below).map(|at| (at, true))).collect();
    all.sort_unstable();
    all
}

const EACH: usize = 7;

/// Nothing is lost without a word: whatever somebody adds, wherever, is in an answer or offered at the end.
#[test]
fn every_word_that_was_added_is_in_an_answer() {
    let pack = Pack::embedded();
    for template in ["case-note", "contact", "s47-enquiry"] {
        let definition = pack.template(template).unwrap();
        let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
        let page = main_text(&blank);
        // Each page is read once for a word: a part of the places is enough, and other ones in each form.
        for (at, is_between) in places(&page).into_iter().skip(template.len() % EACH).step_by(EACH) {
            let is_in_cell_or_body = page[..at].ends_with("</w:p>");
            let added = match is_between {
                false => " xyzzy".to_owned(),
                true if is_in_cell_or_body => "<w:p><w:r><w:t>xyzzy</w:t></w:r></w:p>".to_owned(),
                true => "<w:r><w:t xml:space=\"preserve\"> xyzzy</w:t></w:r>".to_owned(),
            };
            let with =
                changed(&blank, "word/document.xml", |page| format!("{}{added}{}", &page[..at], &page[at..]));
            let form = form::read(&with, &pack, date(2026, 11, 22)).unwrap();
            let found = form.answers.iter().filter(|answer| answer.text.expose().contains("xyzzy")).count();
            assert_eq!(found, 1, "{template}: {}", &page[at.saturating_sub(200)..at]);
        }
    }
}
