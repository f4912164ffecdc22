use crate::program::Desk;
use serde_json::Value as Json;
use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Stdio},
};
use stopgap::{
    clipboard::Scripted,
    desk::{Options, Sitting, add_row, make_form, new_tracker, now, take_form, tracker_in, work_of},
    reentry::{Input, Want},
    template::Pack,
};

const ANSWERS: [&str; 12] = [
    "system=LCS",
    "pin=8123477",
    "child_surname=Inventson",
    "child_dob=12/04/2010",
    "event_at=17/11/2024 11:45",
    "written_at=17/11/2024 12:30",
    "note_type=VISIT",
    "title=Home visit",
    "people_present[1].name=Dee Inventson",
    "child_seen=yes",
    "note=What was said",
    "third_party=no",
];

/// A case note and the tracker row that waits for it.
fn note(folder: &Path, pack: &Pack) {
    let (file, tracker) = (folder.join("note.docx"), folder.join("tracker.docx"));
    make_form(pack, "case-note", &ANSWERS.map(str::to_owned), &file).unwrap();
    new_tracker("Jane Smith", "SCNorth", Some(&tracker)).unwrap();
    add_row(&tracker, &work_of(&take_form(&file, pack, now().date()).unwrap(), now())).unwrap();
}

/// The program, answered line by line.
struct Running {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Running {
    fn enter(desk: &Desk) -> Self {
        let mut command = desk.command(env!("CARGO_BIN_EXE_stopgap"), "enter note.docx --print --json");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, input, output: BufReader::new(output) }
    }

    fn wish(&mut self) -> Option<Json> {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        (!line.is_empty()).then(|| serde_json::from_str(&line).unwrap())
    }

    fn reply(&mut self, wish: &Json) {
        let reply = match wish["wants"].as_str().unwrap() {
            "child" => "8123477",
            "live" | "confirm" => "y",
            "reason" => "k",
            _ => "n",
        };
        writeln!(self.input, "{reply}").unwrap();
    }

    /// As a power cut would: no cleaning up.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The box of a step that is shown, with its row.
fn place(wish: &Json) -> Option<String> {
    let is_text = wish["kind"] == "paste";
    is_text.then(|| format!("{} {}", wish["into"].as_str().unwrap(), wish["round"]["row"]))
}

#[test]
fn killed_after_every_step_it_offers_nothing_twice_as_new_and_stamps_once() {
    let pack = Pack::embedded();
    let mut kills = 0;
    for is_answered in [false, true] {
        for steps in 1.. {
            let desk = Desk::new();
            note(&desk.path(""), &pack);
            let mut offered = BTreeSet::new();
            let mut first = Running::enter(&desk);
            let mut is_done = false;
            for step in 1..=steps {
                let wish = first.wish().unwrap();
                is_done = wish["wants"] == "done";
                offered.extend(place(&wish));
                if !is_done && (step < steps || is_answered) {
                    // Killed while it works on the last answer, or while it waits for one.
                    first.reply(&wish);
                }
            }
            first.kill();
            if is_done {
                break;
            }
            kills += 1;
            let mut second = Running::enter(&desk);
            let mut seen = BTreeSet::new();
            while let Some(wish) = second.wish() {
                if let Some(place) = place(&wish)
                    && seen.insert(place.clone())
                    && offered.contains(&place)
                {
                    assert_eq!(wish["state"], "copied", "{place} comes as new after {steps} steps");
                }
                if wish["wants"] == "done" {
                    break;
                }
                second.reply(&wish);
            }
            second.child.wait().unwrap();
            let all: BTreeSet<String> = offered.union(&seen).cloned().collect();
            assert_eq!(all.len(), 4, "after {steps} steps: {all:?}");
            assert_is_entered_once(&desk.path(""), &pack);
        }
    }
    assert!(kills > 20, "{kills}");
}

fn assert_is_entered_once(folder: &Path, pack: &Pack) {
    let tracker = tracker_in(&folder.join("tracker.docx")).unwrap();
    assert!(tracker.rows().len() == 1 && tracker.rows()[0].is_entered());
    let form = take_form(&folder.join("note.docx"), pack, now().date()).unwrap();
    assert_eq!(form.entered.len(), 1);
}

fn sitting(folder: &Path, pack: &Pack) -> Result<Sitting, stopgap::desk::SittingError> {
    let tracker = Some(folder.join("tracker.docx"));
    Sitting::open(&folder.join("note.docx"), Options { tracker, ..Options::new(pack, now) })
}

fn to_the_end(sitting: &mut Sitting) {
    while sitting.outcome().is_none() {
        let input = match sitting.want() {
            Want::Child { .. } => Input::Text("8123477".into()),
            Want::Live | Want::Confirm => Input::Yes,
            Want::Blanks => Input::Text("k".into()),
            _ => Input::Next,
        };
        sitting.answer(input).unwrap();
    }
}

/// The progress file ends at any byte, and the crash came before, between or after the stamps.
#[test]
fn wherever_its_file_ends_the_next_start_completes_it() {
    let pack = Pack::embedded();
    let whole = tempfile::tempdir().unwrap();
    note(whole.path(), &pack);
    let file = |name: &str| whole.path().join(name);
    let before = [fs::read(file("tracker.docx")).unwrap(), fs::read(file("note.docx")).unwrap()];
    to_the_end(&mut sitting(whole.path(), &pack).unwrap());
    let after = [fs::read(file("tracker.docx")).unwrap(), fs::read(file("note.docx")).unwrap()];
    let progress = fs::read(file("note.progress.jsonl")).unwrap();
    let place_of = |what: &str| String::from_utf8_lossy(&progress).find(what).unwrap();
    let noted = [place_of("\"confirmed\""), place_of("\"what\":\"tracker\""), place_of("\"what\":\"form\"")];
    let lines: Vec<usize> =
        (0..progress.len()).filter(|at| progress[*at] == b'\n').map(|at| at + 1).collect();
    let torn = (0..progress.len()).step_by(131);
    let mut tried = 0;
    for end in lines.iter().copied().chain(torn) {
        for [has_tracker, has_form] in [[false, false], [true, false], [true, true]] {
            let whole_lines = lines.iter().rev().find(|line| **line <= end).copied().unwrap_or_default();
            // Nothing is stamped before the confirmation is on the disk, and no stamp is noted before it is there.
            let [is_confirmed, says_tracker, says_form] = noted.map(|at| whole_lines > at);
            if has_tracker && !is_confirmed || says_tracker && !has_tracker || says_form && !has_form {
                continue;
            }
            let folder = tempfile::tempdir().unwrap();
            let then = |at: usize, is_after: bool| if is_after { &after[at] } else { &before[at] };
            fs::write(folder.path().join("tracker.docx"), then(0, has_tracker)).unwrap();
            fs::write(folder.path().join("note.docx"), then(1, has_form)).unwrap();
            fs::write(folder.path().join("note.progress.jsonl"), &progress[..end]).unwrap();
            match sitting(folder.path(), &pack) {
                Ok(mut sitting) => to_the_end(&mut sitting),
                // All of it is on the disk, and says so.
                Err(error) => assert!(error.to_string().contains("it is not entered twice"), "{error}"),
            }
            assert_is_entered_once(folder.path(), &pack);
            let kept = fs::read(folder.path().join("note.progress.jsonl")).unwrap();
            assert!(kept.ends_with(b"\n") && stopgap::reentry::entries(&kept).is_ok());
            tried += 1;
        }
    }
    assert!(tried > 40, "{tried}");
}

#[test]
fn what_cannot_be_noted_is_not_copied() {
    let (folder, pack, desk) = (tempfile::tempdir().unwrap(), Pack::embedded(), Scripted::default());
    note(folder.path(), &pack);
    let options = Options { clipboard: Some(desk.clipboard()), ..Options::new(&pack, now) };
    // There is something where the progress file would go.
    fs::create_dir(folder.path().join("note.progress.jsonl")).unwrap();
    assert!(Sitting::open(&folder.path().join("note.docx"), options).is_err());
    assert!(desk.offered().is_empty());
}
