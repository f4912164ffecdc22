use crate::{
    docx,
    session::{NOW, two},
};
use std::{fs, sync::Arc};
use stopgap::{
    desk::{Options, Sitting, SittingError, now, progress_beside},
    form::{self, Answers, CompletedForm, Issue},
    reentry::{Planning, Record, TooManyChildren, records},
    template::Pack,
};

const FAMILY: &str = "
  - title: First
    screen: First
    fields:
      - { id: pin, label: PIN, type: text, into: nowhere }
      - { id: child_surname, label: Surname, type: text }
      - { id: note, label: Note, type: multiline }
  - title: Others
    fields:
      - id: also_for
        label: Same record for other children
        type: table
        rows: 2
        columns:
          - { id: pin, label: PIN, type: text }
          - { id: surname, label: Surname, type: text }
          - { id: dob, label: Born, type: date }
";

/// A form for one child and the brothers and sisters with these PINs: people put rows in, more than a blank form has.
fn family(siblings: &[usize]) -> Vec<u8> {
    let pack = pack();
    let definition = pack.template("two").unwrap();
    let mut answers = Answers::default();
    for answer in ["pin=8123000", "child_surname=Inventson", "note=What was said", "also_for[1].pin=PIN0"] {
        answers.set(definition, answer).unwrap();
    }
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    docx::changed(&form::fill(&blank, definition, &answers).unwrap(), "word/document.xml", |page| {
        let at = page.find("PIN0").unwrap();
        let (start, end) = (page[..at].rfind("<w:tr>").unwrap(), at + page[at..].find("</w:tr>").unwrap());
        let (row, after) = (&page[start..end + "</w:tr>".len()], &page[end + "</w:tr>".len()..]);
        let rows: String = siblings.iter().map(|pin| row.replace("PIN0", &pin.to_string())).collect();
        format!("{}{rows}{after}", &page[..start])
    })
}

fn pack() -> Pack {
    Pack::read([("two.yaml", two(FAMILY).as_str())]).unwrap_or_else(|faults| panic!("{faults}"))
}

fn form(siblings: &[usize]) -> CompletedForm {
    form::read(&family(siblings), &pack(), NOW.date()).unwrap()
}

/// So many different PINs.
fn pins(siblings: usize) -> Vec<usize> {
    (8_123_001..).take(siblings).collect()
}

fn of(form: &CompletedForm) -> Result<Vec<Record>, TooManyChildren> {
    Ok(records(form, &Planning { now: NOW, ..Planning::default() }, &[])?.0)
}

#[test]
fn the_records_of_one_form_share_what_is_not_about_one_child() {
    let records = of(&form(&pins(3))).unwrap();
    let own = &records[0].form;
    for Record { form, child, .. } in &records[1..] {
        assert!(Arc::ptr_eq(&form.definition, &own.definition));
        let pairs = || form.answers.iter().zip(&own.answers);
        let differs: Vec<&str> = pairs()
            .filter(|(one, other)| !Arc::ptr_eq(one, other))
            .map(|(one, _)| one.field.as_str())
            .collect();
        assert_eq!(differs, ["pin", "child_surname"]);
        assert_eq!(form.text("pin"), child.pin.as_ref().unwrap().written().expose());
    }
    assert_eq!(own.text("pin"), "8123000");
}

#[test]
fn a_form_is_entered_for_so_many_children_at_once_and_no_more() {
    assert_eq!(of(&form(&pins(49))).unwrap().len(), 50);
    assert_eq!(of(&form(&pins(50))).err(), Some(TooManyChildren));
    // Who stands there twice is nobody more, nor is the child at the top.
    let again = [pins(49), pins(20), vec![8_123_000]].concat();
    assert_eq!(of(&form(&again)).unwrap().len(), 50);
}

#[test]
fn one_for_more_children_is_not_begun_and_what_to_do_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("note.docx");
    let before = family(&pins(50));
    fs::write(&file, &before).unwrap();
    let refusal = Sitting::open(&file, Options::new(&pack(), now)).err().unwrap();
    assert!(matches!(refusal, SittingError::TooManyChildren { .. }));
    let said = refusal.to_string();
    let all = [
        "for more than 50 children",
        "nothing of it was entered",
        "save copies of it",
        "`Same record for other children`",
    ];
    for what in all {
        assert!(said.contains(what), "{said}");
    }
    assert!(!progress_beside(&file, None).exists() && fs::read(&file).unwrap() == before);
}
