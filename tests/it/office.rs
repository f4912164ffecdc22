use crate::docx;
use jiff::civil::datetime;
use std::collections::BTreeMap;
use stopgap::{
    form::{self, Answers, CompletedForm, EnteredNote, Issue, note_entered},
    template::Pack,
    word::Package,
};

fn note() -> EnteredNote {
    let at = datetime(2026, 11, 22, 17, 30, 0, 0);
    EnteredNote {
        system: "LCS".into(),
        part: None,
        child: None,
        at,
        by: Some("A Khan".into()),
        is_ours: true,
    }
}

/// A contact with a number, or as it was handed out, with some answers.
fn contact(is_numbered: bool) -> Vec<u8> {
    let pack = Pack::embedded();
    let definition = pack.template("contact").unwrap();
    let mut answers = Answers::default();
    for answer in ["pin=8123477", "child_surname=Inventson", "contact_name=Mr Example", "reason=Mum rang."] {
        answers.set(definition, answer).unwrap();
    }
    let issue = Issue::random().unwrap();
    let blank = form::blank(definition, is_numbered.then_some(&issue)).unwrap();
    form::fill(&blank, definition, &answers).unwrap()
}

fn read(bytes: &[u8]) -> CompletedForm {
    form::read(bytes, &Pack::embedded(), datetime(2026, 11, 23, 0, 0, 0, 0).date()).unwrap()
}

fn noted(bytes: &[u8], note: &EnteredNote) -> Vec<u8> {
    note_entered(bytes, note, None, &BTreeMap::from([("pin".into(), "4f".into())])).unwrap()
}

#[test]
fn it_says_so_and_nothing_else_in_it_changes() {
    let before = contact(true);
    let after = noted(&before, &note());
    let (form, was) = (read(&after), read(&before));
    assert_eq!((&*form.entered, &*was.entered), (&[note()][..], &[][..]));
    assert_eq!(form.identity.entered["pin"], "4f");
    // It is no answer, and no words in no box.
    assert_eq!(form.answers.len(), was.answers.len());
    assert_eq!(form.findings, was.findings);
    for (answer, before) in form.answers.iter().zip(&was.answers) {
        assert!(answer.text == before.text, "{}", answer.field);
    }
    let names: Vec<String> = Package::open(&before).unwrap().names().map(str::to_owned).collect();
    for name in
        names.iter().filter(|name| !name.starts_with("customXml/item1") && *name != "word/document.xml")
    {
        let part = |bytes| Package::open(bytes).unwrap().part(name).ok().flatten();
        assert!(part(&before) == part(&after), "{name} has changed");
    }
}

#[test]
fn once_is_enough_and_each_child_has_a_line() {
    let once = noted(&contact(true), &note());
    assert!(noted(&once, &note()) == once);
    let sister = EnteredNote { child: Some("Inventson 02/02/2016".into()), ..note() };
    assert_eq!(*read(&noted(&once, &sister)).entered, [note(), sister]);
}

#[test]
fn a_form_from_before_there_was_such_a_block_says_it_at_its_end() {
    let form = docx::changed(&contact(true), "word/document.xml", |page| {
        let label = page.find(">Office use<").unwrap();
        let table = page[..label].rfind("<w:tbl>").unwrap();
        let end = table + page[table..].find("</w:tbl>").unwrap() + "</w:tbl>".len();
        format!("{}{}", &page[..table], &page[end..])
    });
    let once = noted(&form, &note());
    assert_eq!(*read(&once).entered, [note()]);
    assert!(noted(&once, &note()) == once);
}

#[test]
fn a_form_without_a_number_gets_the_one_that_it_was_given() {
    let issue = Issue::random().unwrap();
    let after = note_entered(&contact(false), &note(), Some(&issue), &BTreeMap::new()).unwrap();
    let form = read(&after);
    assert_eq!(form.identity.issue, Some(issue));
    assert_eq!(*form.entered, [note()]);
    assert!(form.findings.iter().all(|finding| finding.kind.name() != "outside"));
}

#[test]
fn what_people_write_there_counts_and_what_only_looks_like_it_does_not() {
    let block = "</w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Answer\"/></w:pPr></w:p></w:tc></w:tr></w:tbl>";
    let written = |words: &str| {
        let form = docx::changed(&contact(true), "word/document.xml", |page| {
            let at = page.rfind(block).expect("the block") + block.find("</w:p>").unwrap();
            format!("{}<w:r><w:t>{words}</w:t></w:r>{}", &page[..at], &page[at..])
        });
        let form = read(&form);
        let strays = form.findings.iter().filter(|finding| finding.kind.name() == "outside").count();
        (form.entered.len(), strays)
    };
    assert_eq!(written("entered into lcs on 16/11/26 by Jane"), (1, 0));
    assert_eq!(written("Entered into LCS on 16/11/2026 by Jane Lee. Mum rang at five."), (1, 1));
    assert_eq!(written("Entered into foster care on 16/11/2026"), (0, 1));
    assert_eq!(written("ring Jane"), (0, 1));
}
