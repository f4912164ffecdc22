//! A share for trying `stopgap status` on: `share make DIR PEOPLE FORMS` fills DIR with so many people, each with so
//! many pieces of work in every state that there is, and prints the counts that `status --json` has to give.
//! `share inflate DIR` reads and inflates every part of every document there, which is what `status` is measured by.

#![allow(clippy::disallowed_methods, reason = "what it writes is thrown away")]

use jiff::civil::{Date, date};
use serde_json::json;
use std::{
    env,
    error::Error,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};
use stopgap::{
    desk::rows_for,
    form::{self, Answers, CompletedForm, Issue},
    template::{Pack, TemplateDef},
    tracker::{self, Entered, NewRow, RowNumber},
};

type Done<T = ()> = Result<T, Box<dyn Error>>;

const TODAY: Date = date(2026, 11, 24);

fn main() -> Done {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["make", folder, people, forms] => make(Path::new(folder), people.parse()?, forms.parse()?),
        ["inflate", folder] => inflate(Path::new(folder)),
        _ => Err("make DIR PEOPLE FORMS | inflate DIR".into()),
    }
}

#[derive(Default)]
struct Counts {
    open: usize,
    restricted: usize,
    without_form: usize,
    without_row: usize,
    entered: usize,
    copies: usize,
}

/// What becomes of a piece of work: of ten, six are entered, and of the others each is left in another way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Entered,
    Open,
    RowOnly,
    FormOnly,
    Restricted,
}

fn fate(piece: usize) -> Fate {
    match piece % 10 {
        0..=5 => Fate::Entered,
        6 => Fate::Open,
        7 => Fate::RowOnly,
        8 => Fate::FormOnly,
        _ => Fate::Restricted,
    }
}

fn make(folder: &Path, people: usize, forms: usize) -> Done {
    let pack = Pack::embedded();
    let definitions = [pack.template("contact")?, pack.template("case-note")?];
    let blanks = [form::blank(definitions[0], None)?, form::blank(definitions[1], None)?];
    let mut counts = Counts::default();
    for person in 0..people {
        let team = format!("Service {}/Team {}", person % 5, person % 25);
        let own = folder.join(team).join(format!("Person {person}"));
        fs::create_dir_all(&own)?;
        let mut tracker = tracker::blank(&format!("Person {person}"), &format!("Team {}", person % 25))?;
        let mut rows = Vec::new();
        for piece in 0..forms {
            let kind = piece % 2;
            let (bytes, completed) = completed(&pack, definitions[kind], &blanks[kind], person, piece)?;
            let number = completed.identity.issue.as_ref().ok_or("a number")?.number;
            let file = own.join(format!("{} {number}.docx", definitions[kind].title));
            if !matches!(fate(piece), Fate::RowOnly | Fate::Restricted) {
                fs::write(&file, &bytes)?;
                if (person * forms + piece).is_multiple_of(500) {
                    fs::write(own.join(format!("copy of {number}.docx")), &bytes)?;
                    counts.copies += 1;
                }
            }
            if fate(piece) != Fate::FormOnly {
                let work = rows_for(&completed, None, TODAY.at(12, 0, 0, 0)).remove(0);
                rows.push((NewRow { is_hidden: fate(piece) == Fate::Restricted, ..work }, fate(piece)));
            }
            counts.note(fate(piece));
        }
        let works: Vec<NewRow> = rows.iter().map(|(work, _)| work.clone()).collect();
        tracker = tracker::add_missing(&tracker, &works)?.0;
        for (at, _) in rows.iter().enumerate().filter(|(_, (_, fate))| *fate == Fate::Entered) {
            let row: RowNumber = (at + 1).to_string().parse()?;
            tracker = tracker::stamp(&tracker, |_| Some(row), &Entered::by_hand(TODAY))?.0;
        }
        fs::write(own.join(tracker::file_name(&format!("Person {person}"), "Team")), tracker)?;
    }
    println!("{}", counts.as_json());
    Ok(())
}

fn completed(
    pack: &Pack,
    definition: &TemplateDef,
    blank: &[u8],
    person: usize,
    piece: usize,
) -> Done<(Vec<u8>, CompletedForm)> {
    let mut answers = Answers::default();
    for line in [
        format!("pin={}{piece:03}", 8000 + person),
        "child_surname=Samplesson".into(),
        "child_dob=10/06/2019".into(),
        "restricted=no".into(),
        format!("written_at={:02}/11/2026 09:{:02}", 1 + piece % 20, piece % 60),
    ] {
        answers.set(definition, &line)?;
    }
    let issued = form::issued(blank, &Issue::random()?)?;
    let bytes = form::fill(&issued, definition, &answers)?;
    let completed = form::read(&bytes, pack, TODAY)?;
    Ok((bytes, completed))
}

impl Counts {
    fn note(&mut self, fate: Fate) {
        match fate {
            Fate::Entered => self.entered += 1,
            Fate::Open => self.open += 1,
            Fate::RowOnly => (self.open, self.without_form) = (self.open + 1, self.without_form + 1),
            Fate::FormOnly => (self.open, self.without_row) = (self.open + 1, self.without_row + 1),
            Fate::Restricted => (self.open, self.restricted) = (self.open + 1, self.restricted + 1),
        }
    }

    fn as_json(&self) -> serde_json::Value {
        json!({
            "open": self.open,
            "restricted": self.restricted,
            "without_form": self.without_form,
            "without_row": self.without_row,
            "to_stamp": 0,
            "entered": self.entered,
            "restricted_on_share": 0,
            "passed": 0,
            "not_received": 0,
            "entered_there": 0,
            "noted": 0,
            "copies": self.copies,
        })
    }
}

fn inflate(folder: &Path) -> Done {
    let (mut folders, mut documents) = (vec![folder.to_owned()], Vec::<PathBuf>::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { documents.push(path) }
        }
    }
    let mut part = Vec::new();
    for document in documents {
        let mut parts = zip::ZipArchive::new(io::Cursor::new(fs::read(document)?))?;
        for at in 0..parts.len() {
            part.clear();
            parts.by_index(at)?.read_to_end(&mut part)?;
        }
    }
    Ok(())
}
