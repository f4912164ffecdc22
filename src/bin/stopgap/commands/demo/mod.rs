//! `stopgap demo`: an outage from start to end, with invented people.
//!
//! Nothing in it is special: it calls what the other commands call, on real Word documents.

use super::{Done, several, tracker};
use crate::{
    args::Demo,
    faces::{Answers, Ears, Given, lines, wait_while_moving},
    failure::Failure,
    out::whole,
};
use std::{
    fs, io,
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
};
use stopgap::{
    clipboard::{self, Clipboard},
    desk::{Options, Sitting, add_row, make_form, new_tracker, now, take_form, tracker_in, work_of},
    reentry::{Advance, Asked, Child, Want},
    template::{Pack, date::show_date},
};

/// What Jane Smith wrote during the outage: a template and its answers, as `new --set -` takes them.
const FORMS: [(&str, &str); 3] = [
    ("demographics-change", include_str!("demographics-change.txt")),
    ("contact", include_str!("contact.txt")),
    ("case-note", include_str!("case-note.txt")),
];

pub fn run(demo: &Demo) -> Done {
    let folder = folder(demo)?;
    let pack = Pack::embedded();
    let by_hand = io::stdin().is_terminal() && io::stdout().is_terminal();
    title("During the outage: Jane Smith, social worker in SCNorth, keeps recording in Word");
    let tracker = new_tracker("Jane Smith", "SCNorth", Some(&folder.join("SCNorth_JaneSmith.docx")))?;
    println!("Her tracker: {}", whole(tracker.display()));
    let mut forms = Vec::new();
    for (template, answers) in FORMS {
        let file = folder.join(format!("{template}.docx"));
        let answers: Vec<String> = answers.lines().map(str::to_owned).collect();
        let number = make_form(&pack, template, &answers, &file)?.number;
        let row = add_row(&tracker, &work_of(&take_form(&file, &pack, now().date())?, now()))?;
        println!("Form {number}: {}, row {row} of the tracker", whole(file.display()));
        forms.push(file);
    }

    title("Afterwards: the forms are read back");
    for file in &forms {
        let form = take_form(file, &pack, now().date())?;
        let answered = form.answers.iter().filter(|answer| answer.value.is_some()).count();
        let (answered, odd) = (several(answered, "answer"), several(form.findings.len(), "thing"));
        println!("{}: {answered}, {odd} to look at", form.definition.title);
        for finding in &form.findings {
            let label = finding.field.as_ref().and_then(|id| form.definition.field(id.as_str()));
            println!("  {}: {}", label.map_or("The form", |field| &field.label), finding.message);
        }
    }

    title("The answers go into the case system, box by box");
    println!("{}", if by_hand { BY_HAND } else { BY_ITSELF });
    let mut ears = by_hand.then(|| Coached(Ears::open()));
    for (at, file) in forms.iter().enumerate() {
        println!();
        let clipboard = clipboard();
        let way = if clipboard.is_some() {
            "copied to the clipboard"
        } else {
            "shown, because there is no clipboard here"
        };
        let advance = if by_hand { Advance::Key } else { Advance::Told };
        let options =
            Options { tracker: Some(tracker.clone()), clipboard, advance, ..Options::new(&pack, now) };
        let mut sitting = Sitting::open(file, options)?;
        if let Some(ears) = &mut ears {
            lines::run(&mut sitting, ears, &mut anstream::stdout().lock())?;
        } else if at == 0 {
            lines::run(&mut sitting, &mut Jane, &mut anstream::stdout().lock())?;
        } else {
            lines::run(&mut sitting, &mut Jane, &mut io::sink())?;
            let (_, steps) = sitting.session().position();
            let steps = several(steps, "step");
            println!("{}: {steps} in the same way, each answer {way}.", sitting.heading());
        }
    }

    title("The tracker now");
    tracker::print_rows(&tracker, &tracker_in(&tracker)?);
    println!("\nLook at the files in {}", whole(folder.display()));
    println!("Next: stopgap forms, then stopgap new contact --to FILE.docx");
    Ok(ExitCode::SUCCESS)
}

const BY_HAND: &str = "Press Enter at each step, as beside a browser. q stops a form; you can take it up again with stopgap enter.";
const BY_ITSELF: &str = "Nobody is at the keyboard, so Jane presses the keys by herself.";

/// The clipboard of the desk, where there is one.
fn clipboard() -> Option<Box<dyn Clipboard>> {
    clipboard::open(&clipboard::Options::default()).ok()
}

fn title(text: &str) {
    println!("\n{text}");
    println!("{}", "-".repeat(text.chars().count()));
}

/// The invented team folder: the one that was named, or a new one among the temporary files.
fn folder(demo: &Demo) -> Result<PathBuf, Failure> {
    let made = |folder: &Path| {
        fs::create_dir_all(folder).map_err(|e| Failure::could_not(format!("{}: {e}", folder.display())))
    };
    if let Some(folder) = &demo.to {
        made(folder)?;
        if fs::read_dir(folder)?.next().is_some() {
            return Err(Failure::could_not(format!("{} is not empty: name a new folder", folder.display())));
        }
        return Ok(folder.clone());
    }
    let named = |n: u32| std::env::temp_dir().join(format!("stopgap-demo-{n}"));
    let Some(folder) = (1..1000).map(named).find(|folder| !folder.exists()) else {
        return Err(Failure::could_not(
            "there are too many demos among your temporary files: name a folder with --to",
        ));
    };
    made(&folder)?;
    Ok(folder)
}

/// Answers as Jane would, looking at her screen.
struct Jane;

impl Answers for Jane {
    fn next(&mut self, sitting: &Sitting) -> Result<Given, Failure> {
        if let Some(late) = wait_while_moving(sitting) {
            return Ok(late);
        }
        let answer = match sitting.want() {
            Want::Child { child, asked } => shown_of(child, asked),
            Want::Live | Want::Care { .. } | Want::Sure { .. } | Want::Gone { .. } | Want::Confirm => {
                "y".to_owned()
            }
            Want::Text { .. } => NEW_PIN.to_owned(),
            Want::Reason { .. } | Want::Blanks => "k".to_owned(),
            Want::Which => "1".to_owned(),
            Want::Key(_) | Want::Done(_) => String::new(),
        };
        Ok(Given::Line(answer))
    }
}

/// What the screen would show of a child.
fn shown_of(child: &Child, asked: Asked) -> String {
    match (asked, &child.pin, child.born) {
        (Asked::PinOrBirth, Some(pin), _) => pin.written().expose().to_owned(),
        (Asked::Birth, _, Some(born)) => {
            let initials =
                child.name().expose().split(' ').filter_map(|word| word.chars().next()).collect::<String>();
            format!("{} {initials}", show_date(born))
        }
        _ => "y".to_owned(),
    }
}

/// The PIN that the invented LCS gives to the invented child.
const NEW_PIN: &str = "8123499";

/// A person at the keyboard, who is told what the screen that they do not have would show.
struct Coached<A>(A);

impl<A: Answers> Answers for Coached<A> {
    fn hear(&mut self, sitting: &mut Sitting) {
        self.0.hear(sitting);
    }

    fn next(&mut self, sitting: &Sitting) -> Result<Given, Failure> {
        self.0.next(sitting)
    }

    fn are_seen(&self) -> bool {
        self.0.are_seen()
    }

    fn advice(&self, sitting: &Sitting) -> Option<String> {
        let shown = match sitting.want() {
            Want::Child { child, asked } if !asked.is_by_word() => shown_of(child, asked),
            Want::Text { .. } => NEW_PIN.to_owned(),
            _ => return None,
        };
        Some(format!("(In this demo the screen shows {shown}.)"))
    }
}
