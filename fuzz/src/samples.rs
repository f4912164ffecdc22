//! The documents that inputs are put into.

use crate::{Kit, TODAY};
use stopgap::{
    form::{self, Answers, Issue, Pin},
    template::Pack,
    tracker::{self, NewRow},
    word::Package,
};

/// A field of every type, so that a small form meets the whole reader.
const EVERY_TYPE: &str = "template: every-type
revision: 2
title: One of each & more
system: [EHM, LCS]
nature: \"One{% if title %}, {{ title }}{% endif %}\"
sections:
  - title: All
    screen: Screen
    fields:
      - { id: pin, label: PIN, type: text, required: true }
      - { id: title, label: Title, type: text, max: 10 }
      - { id: note, label: Note, type: multiline }
      - { id: day, label: Day, type: date }
      - { id: at, label: At, type: datetime }
      - { id: clock, label: Clock, type: time }
      - { id: count, label: Count, type: number, range: [1, 9] }
      - { id: seen, label: Seen?, type: yes-no }
      - { id: sure, label: Sure, type: tick }
      - { id: one, label: One, type: choice, options: [A, { code: '00', label: \"B & C\" }] }
      - { id: some, label: Some, type: choices, options: [D, { code: NO, label: E }] }
      - id: rows
        label: Rows
        type: table
        rows: 2
        columns:
          - { id: name, label: Name, type: person }
          - { id: born, label: Born, type: date }
          - { id: kin, label: Kin, type: choice, options: [F, G] }
          - { id: here, label: Here, type: tick }
checks:
  - not in the future: [day, at]
";

const ANSWERS: [&str; 13] = [
    "system=LCS",
    "pin=8123477",
    "title=A \u{201c}visit\u{201d}",
    "note=O'Brien & <S\u{f6}hne>\\nsecond\tline",
    "day=16/11/2026",
    "at=15/11/2026 17:10",
    "clock=09:30",
    "seen=yes",
    "sure=yes",
    "one=00",
    "some=D,NO",
    "rows[1].name=Sam",
    "rows[2].born=01/02/2020",
];

/// The templates that the program carries, and one with a field of every type.
pub fn pack() -> Pack {
    let mut files = Pack::embedded_files();
    files.push(("every-type.yaml", EVERY_TYPE));
    Pack::read(files).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Forms, blank and filled in.
pub fn form_kit(pack: &Pack) -> Kit {
    let every = pack.template("every-type").expect("it was put in");
    let mut answers = Answers::default();
    for answer in ANSWERS {
        answers.set(every, answer).expect("an answer that fits");
    }
    let issue = Issue { number: "7K3F-2".parse().expect("a number"), secret: [7; 16] };
    let blank = form::blank(every, Some(&issue)).expect("a blank form");
    let filled = form::fill(&blank, every, &answers).expect("a form");
    let note = pack.template("case-note").expect("it is there");
    let documents = vec![filled, blank, form::blank(note, None).expect("a blank form")];
    Kit {
        documents,
        parts: &[
            "word/document.xml",
            "customXml/item1.xml",
            "docProps/custom.xml",
            "docProps/app.xml",
            "_rels/.rels",
        ],
    }
}

/// Trackers: blank, with rows, and with rows and Track Changes on.
pub fn tracker_kit() -> Kit {
    let blank = tracker::blank("Jane Smith", "SCNorth").expect("a blank tracker");
    let mut used = blank.clone();
    for nature in ["Case note", "New Contact, Progress to referral"] {
        let row = NewRow {
            pin: Pin::read("8123477"),
            surname: "Inventson".into(),
            born: Some(TODAY),
            restricted: true,
            nature: nature.into(),
            number: "8B8B-Z".parse().ok(),
            recorded: TODAY.at(9, 30, 0, 0).into(),
            is_hidden: false,
        };
        used = tracker::add(&used, &row).expect("a row").0;
    }
    let mut package = Package::open(&used).expect("a tracker");
    let settings = package.part("word/settings.xml").expect("settings").expect("settings");
    let end = settings.rfind("</").expect("an end");
    let settings = format!("{}<w:trackRevisions/>{}", &settings[..end], &settings[end..]);
    let tracked = package.with_parts(&[("word/settings.xml", settings.as_str())]).expect("a tracker");
    Kit {
        documents: vec![used, tracked, blank],
        parts: &["word/document.xml", "word/settings.xml", "_rels/.rels", "word/_rels/document.xml.rels"],
    }
}
