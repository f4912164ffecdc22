use crate::{
    docx::{changed, zipped},
    reading::{check, outside, put, read_after},
};
use jiff::civil::date;
use std::{
    io::{Cursor, Read},
    sync::LazyLock,
};
use stopgap::{
    form::{self, CompletedForm, FindingKind, Issue, NotAForm},
    template::{ActionKind, FieldId, Pack},
};
use zip::ZipArchive;

/// Entries of a zip file: name and content.
type Entries = Vec<(String, Vec<u8>)>;

static BLANK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    form::blank(Pack::embedded().template("case-note").unwrap(), Some(&Issue::random().unwrap())).unwrap()
});

fn read(bytes: &[u8]) -> Result<CompletedForm, NotAForm> {
    form::read(bytes, &Pack::embedded(), date(2026, 11, 22))
}

/// A form whose note has this in front of its words.
#[track_caller]
fn noted(xml: &str) -> CompletedForm {
    read_after("case-note", &["note=He said."], |page| {
        put(page, "\"note\"", "<w:sdtContent>", |start| format!("{start}{xml}"))
    })
}

fn entries(bytes: &[u8]) -> Entries {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    let content = |name: &String| {
        let mut content = Vec::new();
        zip.by_name(name).unwrap().read_to_end(&mut content).unwrap();
        (name.clone(), content)
    };
    names.iter().map(content).collect()
}

fn packed(entries: &Entries) -> Vec<u8> {
    zipped(&entries.iter().map(|(name, content)| (name.as_str(), content)).collect::<Vec<_>>())
}

/// The blank form with another text in place of each of these in its part.
fn with(part: &str, texts: &[(&str, &str)]) -> Vec<u8> {
    changed(&BLANK, part, |text| {
        texts.iter().fold(text.to_owned(), |text, (was, now)| text.replace(was, now))
    })
}

#[test]
fn a_comment_and_a_footnote_in_an_answer_are_told() {
    let form = noted("<w:r><w:commentReference w:id=\"0\"/></w:r>");
    check(&form, "note", "He said.", "tag", &["comment"]);
    let form = noted("<w:r><w:footnoteReference w:id=\"2\"/></w:r>");
    check(&form, "note", "He said.", "tag", &["note"]);
}

#[test]
fn another_document_in_an_answer_or_outside_is_told() {
    check(&noted("<w:subDoc r:id=\"x\"/>"), "note", "He said.", "tag", &["picture"]);
    let form = read_after("case-note", &[], |page| {
        page.replace("<w:sectPr", "<w:p><w:subDoc r:id=\"x\"/></w:p><w:sectPr")
    });
    assert!(form.findings.iter().any(|finding| finding.kind == FindingKind::Picture));
}

#[test]
fn what_a_comment_says_is_offered_at_the_end() {
    let comment = "<w:comments xmlns:w=\"u\"><w:comment w:id=\"0\"><w:p><w:r><w:t>And he hit her.</w:t></w:r></w:p></w:comment></w:comments>";
    let mut parts = entries(&with(
        "word/_rels/document.xml.rels",
        &[(
            "</Relationships>",
            "<Relationship Id=\"rIdC\" Type=\"u/comments\" Target=\"said.xml\"/></Relationships>",
        )],
    ));
    parts.push(("word/said.xml".into(), comment.into()));
    let strays = outside(&read(&packed(&parts)).unwrap());
    assert_eq!(strays, [("Words in a comment".to_owned(), "And he hit her.".to_owned())]);
}

/// Of alternate content, the form that is read is the one that is looked through.
#[test]
fn what_only_the_last_form_of_alternate_content_says_is_not_lost() {
    let alternate = |choice: &str, fallback: &str| {
        format!(
            "<mc:AlternateContent><mc:Choice Requires=\"x\">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
        )
    };
    let below = |xml: &str| {
        read_after("case-note", &[], |page| page.replace("<w:sectPr", &format!("{xml}<w:sectPr")))
    };
    let said = "<w:p><w:r><w:t>And he hit her.</w:t></w:r></w:p>";
    let near = "near \u{201c}Office use\u{201d}";
    let words = |place: &str| [(format!("Words {place}"), "And he hit her.".to_owned())];
    assert_eq!(outside(&below(&alternate("", said))), words(near));
    assert_eq!(outside(&below(&alternate(said, said))), words(near));
    let shape = format!("<w:pict><w:txbxContent>{said}</w:txbxContent></w:pict>");
    let in_line = |choice: &str| format!("<w:p><w:r>{}</w:r></w:p>", alternate(choice, &shape));
    assert_eq!(outside(&below(&in_line(""))), words(&format!("in a text box {near}")));
    let picture = below(&format!("<w:p><w:r>{}</w:r></w:p>", alternate("", "<w:pict/>")));
    assert!(picture.findings.iter().any(|finding| finding.kind == FindingKind::Picture));
    check(&noted(&alternate("<w:r><w:drawing/></w:r>", said)), "note", "He said.", "tag", &["picture"]);
}

/// "Dad did not hit her", where "not" is struck out: what holds is for a person to say.
#[test]
fn words_that_are_struck_out_or_hidden_are_taken_and_told() {
    let noted = |look: &str, text: &str| {
        noted(&format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>"))
    };
    for look in ["<w:strike/>", "<w:dstrike w:val=\"true\"/>"] {
        check(&noted(look, "not "), "note", "not He said.", "tag", &["struck"]);
    }
    check(&noted("<w:vanish/>", "not "), "note", "not He said.", "tag", &["hidden"]);
    check(&noted("<w:strike/><w:vanish/>", "not "), "note", "not He said.", "tag", &["struck", "hidden"]);
    check(&noted("<w:strike w:val=\"0\"/>", "not "), "note", "not He said.", "tag", &[]);
    check(
        &noted("<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>", "not "),
        "note",
        "not He said.",
        "tag",
        &[],
    );
    check(&noted("<w:strike/>", " "), "note", " He said.", "tag", &[]);
    let struck = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>not her</w:t></w:r></w:p>";
    let form = read_after("case-note", &[], |page| page.replace("<w:sectPr", &format!("{struck}<w:sectPr")));
    check(&form, "outside_1", "not her", "label", &["outside", "struck"]);
}

/// As people strike out on paper what does not apply.
#[test]
fn the_forms_own_words_that_are_struck_out_are_told() {
    let form = read_after("contact", &[], |page| {
        put(page, "outcome.NFA", "<w:r><w:tab/>", |_| "<w:r><w:rPr><w:strike/></w:rPr><w:tab/>".to_owned())
    });
    let told: Vec<&str> = form
        .findings
        .iter()
        .filter(|finding| finding.kind == FindingKind::Struck)
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "words that the form prints are struck out, near \u{201c}Outcome of contact\u{201d}: look at the page"
        ]
    );
}

/// However a program writes them: as symbols, at their places in the font, or as letters in it.
#[test]
fn symbols_without_an_equal_are_told() {
    let in_font = |font: &str, text: &str| {
        let fonts = format!("<w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\"/>");
        noted(&format!("<w:r><w:rPr>{fonts}</w:rPr><w:t>{text}</w:t></w:r>"))
    };
    let form = noted("<w:r><w:sym w:font=\"Odd\" w:char=\"F041\"/></w:r>");
    check(&form, "note", "\u{fffd}He said.", "tag", &["symbol"]);
    let form = noted("<m:oMath><m:r><m:t>1</m:t></m:r></m:oMath>");
    check(&form, "note", "1He said.", "tag", &["symbol"]);
    let form = noted("<w:r><w:instrText> EQ \\f(1,2) </w:instrText></w:r>");
    check(&form, "note", "He said.", "tag", &["symbol"]);
    let form = noted("<w:r><w:ruby><w:rt><w:r><w:t>not</w:t></w:r></w:rt><w:rubyBase/></w:ruby></w:r>");
    check(&form, "note", "He said.", "tag", &["symbol"]);
    check(&in_font("Calibri", "\u{f041}"), "note", "\u{f041}He said.", "tag", &["symbol"]);
    check(&in_font("Wingdings", "\u{f0fc} \u{fc}"), "note", "\u{2713} \u{2713}He said.", "tag", &[]);
    check(&in_font("Wingdings", "J"), "note", "JHe said.", "tag", &["symbol"]);
    check(&in_font("Calibri", "J\u{fc}\u{ff1f}"), "note", "J\u{fc}\u{ff1f}He said.", "tag", &[]);
}

/// A picture beside the boxes can be a photo of what somebody wrote by hand.
#[test]
fn a_picture_outside_the_boxes_is_told_and_shown_at_the_end() {
    let pictures = |page: fn(&str, &str) -> String| {
        let form = read_after("case-note", &[], |text| page(text, "<w:p><w:r><w:drawing/></w:r></w:p>"));
        let found = form.findings.iter().filter(|f| f.kind.name() == "picture" && f.field.is_none());
        let told: Vec<String> = found.map(|finding| finding.message.clone()).collect();
        let last = form.definition.screens().last().unwrap().clone();
        (told, last.first.into_iter().map(|action| action.what).collect::<Vec<_>>())
    };
    let below = |page: &str, picture: &str| page.replace("<w:sectPr", &format!("{picture}<w:sectPr"));
    let (told, actions) = pictures(below);
    assert_eq!(
        told,
        ["a picture or shape stands outside the boxes, near \u{201c}Office use\u{201d}: look at the page"]
    );
    assert_eq!(actions, [ActionKind::Tell("Look at the picture or shape near \u{201c}Office use\u{201d}: enter what it says, or upload the form itself.".into())]);
    let another = |page: &str, _: &str| page.replace("<w:sectPr", "<w:altChunk r:id=\"x\"/><w:sectPr");
    assert_eq!(pictures(another).0.len(), 1);
    // The council's logo says of itself that it is one.
    let on_top = |page: &str, picture: &str| page.replace("<w:body>", &format!("<w:body>{picture}"));
    assert_eq!(
        pictures(on_top).0,
        ["a picture or shape stands outside the boxes, at the top: look at the page"]
    );
    let logo = |page: &str, picture: &str| {
        let logo = picture
            .replace("<w:drawing/>", "<w:drawing><wp:docPr descr=\"Logo of Northshire\"/></w:drawing>");
        page.replace("<w:body>", &format!("<w:body>{logo}"))
    };
    assert_eq!(pictures(logo).0.len(), 0);
    // What stands in a text box is offered as words.
    let text_box = |page: &str, picture: &str| {
        let inside =
            "<w:drawing><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></w:drawing>";
        page.replace("<w:sectPr", &format!("{}<w:sectPr", picture.replace("<w:drawing/>", inside)))
    };
    assert_eq!(pictures(text_box).0.len(), 0);
}

#[test]
fn a_picture_in_a_comment_and_a_symbol_below_the_form_are_told() {
    let picture = "<w:comments xmlns:w=\"u\"><w:comment w:id=\"0\"><w:p><w:r><w:drawing/></w:r></w:p></w:comment></w:comments>";
    let mut parts = entries(&BLANK);
    let relationships = parts.iter_mut().find(|(name, _)| name.ends_with("document.xml.rels")).unwrap();
    let relationship = "<Relationship Id=\"rIdC\" Type=\"u/comments\" Target=\"said.xml\"/></Relationships>";
    relationships.1 =
        String::from_utf8(relationships.1.clone()).unwrap().replace("</Relationships>", relationship).into();
    parts.push(("word/said.xml".into(), picture.into()));
    let form = read(&packed(&parts)).unwrap();
    assert!(form.findings.iter().any(|finding| finding.message.contains("in a comment: look at the page")));
    let form = read_after("case-note", &[], |page| {
        page.replace(
            "<w:sectPr",
            "<w:p><w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr><w:t>J</w:t></w:r></w:p><w:sectPr",
        )
    });
    check(&form, "outside_1", "J", "label", &["outside", "symbol"]);
}

/// LibreOffice drops a text that a comment is anchored in, as if nobody had written.
#[test]
fn a_blank_text_is_doubted_where_libreoffice_saved_a_form_with_comments() {
    let doubted = |with_comments: bool| {
        let mut parts = entries(&BLANK);
        for (name, content) in &mut parts {
            let text = String::from_utf8_lossy(content).into_owned();
            if name == "docProps/app.xml" {
                *content = text.replace("stopgap", "LibreOffice/7.4").into_bytes();
                assert_ne!(String::from_utf8_lossy(content), text);
            } else if with_comments && name.ends_with("document.xml.rels") {
                let relationship =
                    "<Relationship Id=\"rIdC\" Type=\"u/comments\" Target=\"said.xml\"/></Relationships>";
                *content = text.replace("</Relationships>", relationship).into_bytes();
            }
        }
        let form = read(&packed(&parts)).unwrap();
        let note = Some(FieldId::new("note"));
        form.findings.iter().any(|finding| finding.kind == FindingKind::Program && finding.field == note)
    };
    assert!(doubted(true) && !doubted(false));
}

#[test]
fn numbers_of_a_list_are_told() {
    let listed = |style: &str, number: &str, findings: &[&str]| {
        let form = read_after("case-note", &["note=He said."], |page| {
            let answer = "<w:pStyle w:val=\"Answer\"/>";
            let at = page[..page.find("\"sg_note\"").unwrap()].rfind(answer).unwrap();
            let behind = &page[at + answer.len()..];
            format!("{}<w:pStyle w:val=\"{style}\"/>{number}{behind}", &page[..at])
        });
        check(&form, "note", "He said.", "tag", findings);
    };
    let number = |id: &str| format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{id}\"/></w:numPr>");
    listed("Answer", &number("1"), &["list"]);
    listed("Answer", &number("0"), &[]);
    listed("ListBullet2", "", &["list"]);
    listed("ListNumber", &number("0"), &[]);
    listed("ListNumber", "<w:numPr><w:ilvl w:val=\"1\"/></w:numPr>", &["list"]);
    listed("ListParagraph", "", &[]);
}

#[test]
fn a_control_that_was_deleted_with_track_changes_on_is_told() {
    let form = read_after("case-note", &["title=Home visit"], |page| {
        let mark = page.find("<w:tag w:val=\"title\"/>").unwrap();
        let start = page[..mark].rfind("<w:sdt>").unwrap();
        let end = mark + page[mark..].find("</w:sdt>").unwrap() + 8;
        format!(
            "{}<w:customXmlDelRangeStart w:id=\"9\" w:author=\"J\"/>{}<w:customXmlDelRangeEnd w:id=\"9\"/>{}",
            &page[..start],
            &page[start..end],
            &page[end..]
        )
    });
    check(&form, "title", "Home visit", "tag", &["tracked-changes"]);
}

/// LibreOffice forgets that a text is a placeholder.
#[test]
fn placeholders_without_their_mark_are_no_answers() {
    let pack = Pack::embedded();
    for definition in pack.templates() {
        let blank = form::blank(definition, None).unwrap();
        let unmarked = changed(&blank, "word/document.xml", |page| {
            assert!(page.contains("<w:showingPlcHdr/>"));
            page.replace("<w:showingPlcHdr/>", "")
        });
        let form = form::read(&unmarked, &pack, date(2026, 11, 22)).unwrap();
        let answered = form.answers.iter().find(|answer| !answer.text.is_blank());
        assert_eq!(answered.map(|answer| &answer.field), None, "{}", definition.id);
    }
}

#[test]
fn what_word_shows_in_an_empty_box_is_no_answer() {
    for words in [
        "Click or tap here to enter text.",
        "Choose an item.",
        "Click or tap to enter a date.",
        "Click here to enter text.",
    ] {
        let form = read_after("case-note", &["title=x"], |page| page.replace(">x<", &format!(">{words}<")));
        check(&form, "title", "", "tag", &["blank"]);
    }
}

#[test]
fn an_option_is_known_however_it_is_typed() {
    for typed in ["  home VISIT  (not statutory) ", "visit", "VISIT"] {
        let form = read_after("case-note", &["note_type=VISIT"], |page| {
            page.replace(">Home visit (not statutory)</w:t>", &format!(">{typed}</w:t>"))
        });
        check(&form, "note_type", "Home visit (not statutory)", "tag", &[]);
    }
}

/// A calendar set to the United States shows the month first: 6 November as 11/06/2026.
#[test]
fn a_calendar_of_another_country_is_told() {
    let form = read_after("case-note", &["child_dob=06/11/2019"], |page| {
        let page = page.replace(">06/11/2019<", ">11/06/2019<");
        page.replace(
            "<w:dateFormat w:val=\"dd/MM/yyyy\"/>",
            "<w:dateFormat w:val=\"MM/dd/yyyy\"/><w:lid w:val=\"en-US\"/>",
        )
    });
    check(&form, "child_dob", "11/06/2019", "tag", &["two-dates"]);
    assert_eq!(outside(&form)[0].1, "06/11/2019");
}

/// The first tick box of the pack's forms, on a page that was changed in it.
#[track_caller]
fn ticked(change: impl Fn(&str) -> String) -> String {
    let pack = Pack::embedded();
    let definition = pack.templates().iter().find(|d| d.fields().any(|f| f.kind.name() == "tick")).unwrap();
    let tag = definition.fields().find(|field| field.kind.name() == "tick").unwrap().id.to_string();
    let form = read_after(definition.id.as_str(), &[], |page| {
        let mark = page.find(&format!("<w:tag w:val=\"{tag}\"/>")).unwrap();
        let start = page[..mark].rfind("<w:sdt>").unwrap();
        let end = mark + page[mark..].find("</w:sdt>").unwrap() + 8;
        let changed = change(&page[start..end]);
        assert_ne!(changed, page[start..end]);
        format!("{}{changed}{}", &page[..start], &page[end..])
    });
    form.text(&tag).to_owned()
}

fn without_state(control: &str) -> String {
    let start = control.find("<w14:checkbox>").unwrap();
    let end = control.find("</w14:checkbox>").unwrap() + 15;
    format!("{}{}", &control[..start], &control[end..])
}

#[test]
fn a_tick_without_its_state_is_read_off_its_glyph() {
    assert_eq!(ticked(|control| without_state(control).replace('\u{2610}', "\u{2612}")), "Yes");
    assert_eq!(ticked(without_state), "");
}

/// LibreOffice puts the tick box into a control of its own.
#[test]
fn a_tick_box_within_the_control_of_its_name() {
    let wrapped = |control: &str| {
        let state =
            &control[control.find("<w14:checkbox>").unwrap()..control.find("</w14:checkbox>").unwrap() + 15];
        let state = state.replace("<w14:checked w14:val=\"0\"/>", "<w14:checked w14:val=\"1\"/>");
        let inner = format!(
            "<w:sdtContent><w:sdt><w:sdtPr>{state}</w:sdtPr><w:sdtContent><w:r><w:t>\u{2610}</w:t></w:r></w:sdtContent></w:sdt></w:sdtContent>"
        );
        let control = without_state(control);
        let start = control.find("<w:sdtContent>").unwrap();
        format!("{}{inner}</w:sdt>", &control[..start])
    };
    assert_eq!(ticked(wrapped), "Yes");
}

#[test]
fn control_characters_do_not_keep_a_form_from_being_read() {
    let form = read_after("case-note", &["note=He said."], |page| page.replace("He said.", "He&#x1F; said."));
    check(&form, "note", "He\u{1f} said.", "tag", &[]);
}

#[test]
fn the_page_is_found_wherever_it_lies() {
    let mut parts = entries(&BLANK);
    for (name, content) in &mut parts {
        match name.as_str() {
            "_rels/.rels" => {
                let text = String::from_utf8(content.clone()).unwrap();
                assert!(text.contains("word/document.xml"));
                *content = text.replace("word/document.xml", "/word/page2.xml").into();
            }
            "word/document.xml" => "word/page2.xml".clone_into(name),
            "word/_rels/document.xml.rels" => "word/_rels/page2.xml.rels".clone_into(name),
            _ => {}
        }
    }
    check(&read(&packed(&parts)).unwrap(), "title", "", "tag", &["blank"]);
}

#[test]
fn what_is_not_needed_may_be_damaged_or_oddly_named() {
    let mut parts = entries(&BLANK);
    parts.push(("word\\media\\image1.png".into(), b"a picture".to_vec()));
    let mut bytes = packed(&parts);
    // What is in it stands behind its name.
    let name = b"image1.png";
    let at = bytes.windows(name.len()).position(|window| window == name).unwrap() + name.len();
    bytes[at] ^= 0xff;
    check(&read(&bytes).unwrap(), "title", "", "tag", &["blank"]);
    // What is needed may not.
    let cut = bytes.len() / 2;
    assert!(read(&bytes[..cut]).unwrap_err().to_string().starts_with("it is damaged or was cut off"));
}

#[test]
fn other_documents_are_known_by_what_is_in_them() {
    let is = |entries: &[(&str, &str)], what: &str| {
        let error = read(&zipped(entries)).unwrap_err().to_string();
        assert!(error.starts_with(&format!("it is {what}, not a Word document")), "{error}");
    };
    is(
        &[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")],
        "an OpenDocument text (.odt)",
    );
    is(&[("Index/Document.iwa", "x"), ("preview.jpg", "x")], "a Pages document");
    is(&[("photo.jpg", "x")], "a zip file");
    let sheet =
        "<Relationships><Relationship Type=\"u/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    is(&[("_rels/.rels", sheet), ("xl/workbook.xml", "<a/>")], "an Office file of another kind");
}
