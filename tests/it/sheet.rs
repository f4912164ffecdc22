use crate::{
    council::Council,
    docx::main_text,
    program::Desk,
    session::{ALL_KINDS, NOW, awkward, filled, records_of, two},
};
use stopgap::{
    form::{self, CompletedForm},
    reentry::{Deed, Progress, Record, ReentrySheet, Step, StepKind},
    template::Pack,
    word::{
        Element,
        table::{Row, tables},
        text::text_of,
        xml::parse,
    },
};

/// The sheet of a form at which this was done before.
fn sheet(form: &CompletedForm, records: &[Record], deeds: Vec<Deed>) -> Vec<u8> {
    let mut progress = Progress::default();
    for deed in deeds {
        progress.note(deed, NOW);
    }
    let blanks = ["Left blank"];
    let sheet = ReentrySheet {
        form,
        records,
        progress: &progress,
        alike: &[],
        by: None,
        blanks: &blanks,
        notice: None,
        made_by: " by A Khan",
        made: NOW,
    };
    sheet.document().unwrap()
}

/// The first line of a cell: what stands below it is said of it.
fn first_line(row: &Row<'_>, cell: usize) -> String {
    row.cells[cell].text().expose().lines().next().unwrap_or_default().to_owned()
}

/// The rows of its steps, each as the sheet has it: "tick box | text", or what there is to do.
fn rows(sheet: &[u8]) -> Vec<String> {
    let text = main_text(sheet);
    let tree = parse(&text).unwrap();
    let mut drawn = Vec::new();
    for table in tables(tree.root()).iter().filter(|table| first_line(&table.rows[0], 0) == "Done") {
        for row in &table.rows[1..] {
            match row.cells.len() {
                3 => drawn.push(format!("{} | {}", first_line(row, 1), row.cells[2].text().expose())),
                2 => drawn.push(first_line(row, 1)),
                // Says which row of a table the next ones are about.
                _ => {}
            }
        }
    }
    drawn
}

/// What a step is to be in a sheet.
fn wanted(step: &Step) -> Vec<String> {
    match &step.kind {
        StepKind::Paste(paste) => {
            paste.parts.iter().map(|part| format!("{} | {}", paste.into, part.expose())).collect()
        }
        StepKind::Choose { into, options } => {
            let options: Vec<String> =
                options.expose().lines().map(|option| format!("choose: {option}")).collect();
            vec![format!("{into} | {}", options.join("\n"))]
        }
        StepKind::Tick { into } => vec![format!("{into} | tick it")],
        StepKind::Attach { file, .. } => vec![format!("File to upload | upload: {}", file.expose())],
        StepKind::Tell(what) | StepKind::SavePoint(what) => vec![what.clone()],
        StepKind::Wait(what) => vec![format!("Wait: {what}")],
        StepKind::Ask { .. } => vec!["(the new PIN)".to_owned()],
        StepKind::PinToCome { paste, .. } => vec![StepKind::pin_to_come(&paste.into, "LCS", false)],
        StepKind::Prove(_) => vec!["(another child)".to_owned()],
    }
}

/// Whether every text of every step stands in a sheet once, in the order of the session.
#[track_caller]
fn stands_in_its_sheet(form: &CompletedForm) {
    let records = records_of(form);
    let steps = records.iter().flat_map(|record| &record.steps);
    let wanted: Vec<String> = steps.flat_map(wanted).collect();
    let found = rows(&sheet(form, &records, Vec::new())).into_iter().map(|row| match row.as_str() {
        row if row.starts_with("Write down the new PIN") => "(the new PIN)".to_owned(),
        row if row.starts_with("Another child: ") => "(another child)".to_owned(),
        row => row.to_owned(),
    });
    assert!(!wanted.is_empty());
    // One by one: the whole of both is no text to read.
    let found: Vec<String> = found.collect();
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(found, wanted);
    }
    assert_eq!(found.len(), wanted.len());
}

#[test]
fn every_text_of_every_template_stands_in_it_once_and_in_order() {
    let pack = Pack::embedded();
    for definition in pack.templates() {
        stands_in_its_sheet(&awkward::form(&pack, definition));
    }
    stands_in_its_sheet(&ALL_KINDS);
}

/// A sheet as it is read: its paragraphs and cells, a line each.
pub fn outline(sheet: &[u8]) -> String {
    let text = main_text(sheet);
    let tree = parse(&text).unwrap();
    let body = tree.root().child("body").unwrap();
    let lines = body.elements().flat_map(|block| match block.local() {
        b"tbl" => block.descendants().filter(|e| e.is("tr")).map(row_line).collect(),
        b"p" => vec![text_of([block]).0.expose().to_owned()],
        _ => Vec::new(),
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn row_line(row: Element<'_>) -> String {
    let cells = row.descendants().filter(|e| e.is("tc")).map(|cell| text_of(cell.elements()).0);
    let cells: Vec<String> = cells.map(|text| text.expose().replace('\n', " / ")).collect();
    format!("  {}", cells.join(" | "))
}

/// What a sheet says, with the number of its form made steady.
fn said(form: &CompletedForm, records: &[Record], deeds: Vec<Deed>) -> String {
    let number = form.identity.issue.as_ref().unwrap().number.to_string();
    outline(&sheet(form, records, deeds)).replace(&number, "7K3F-2")
}

#[test]
fn a_sheet_has_the_checks_the_steps_and_what_to_write_where() {
    insta::assert_snapshot!(said(&ALL_KINDS, &records_of(&ALL_KINDS), Vec::new()));
}

/// A sheet of a note that goes in as the definition has it, or as this says.
fn of_note(as_: &str, note: &str) -> String {
    let sections = format!(
        "\n  - title: First\n    screen: First\n    fields:\n      - {{ id: note, label: Note, type: multiline{as_} }}\n"
    );
    let form = filled(&two(&sections), &[&format!("note={note}")]);
    said(&form, &records_of(&form), Vec::new())
}

#[test]
fn it_says_that_a_text_has_the_time_of_entry_where_the_late_entry_line_is_in_it() {
    const SAID: &str = "Its texts say that they were entered on 22/11/2026 17:00.";
    let late = ", as: \"{{ late_entry_line }} {{ note }}\"";
    assert!(of_note(late, "Mum rang.").contains(SAID), "{}", of_note(late, "Mum rang."));
    // Whatever people write themselves, also in our words.
    let own = "The form says: entered 22/11/2026 17:00.";
    assert!(!of_note("", own).contains(SAID));
    assert!(!of_note(", as: \"{{ note | upper }}\"", own).contains("Its texts say"));
}

const FAMILY: &str = "
  - title: Head
    fields:
      - { id: pin, label: PIN, type: text }
      - { id: child_surname, label: Surname, type: text }
      - { id: child_dob, label: Born, type: date }
  - title: First
    screen: First
    fields:
      - { id: note, label: Note, type: multiline }
      - { id: more, label: More, type: multiline }
  - title: Others
    fields:
      - id: also_for
        label: Same record for other children
        type: table
        columns:
          - { id: pin, label: PIN, type: text }
          - { id: surname, label: Surname, type: text }
          - { id: dob, label: Born, type: date }
";
const FAMILY_ANSWERS: [&str; 8] = [
    "pin=NEW",
    "child_surname=Inventson",
    "child_dob=12/04/2010",
    "note=What was said",
    "more=A tab\\tand\\n\\nlines",
    "also_for[1].pin=8123488",
    "also_for[1].surname=Inventson",
    "also_for[1].dob=02/02/2016",
];

#[test]
fn each_child_has_pages_of_their_own() {
    let form = filled(&two(FAMILY), &FAMILY_ANSWERS);
    let bytes = sheet(&form, &records_of(&form), Vec::new());
    assert_eq!(main_text(&bytes).matches("<w:pageBreakBefore").count(), 1);
    let outline = outline(&bytes);
    let at = |text: &str| outline.find(text).unwrap_or_else(|| panic!("no {text} in {outline}"));
    assert!(at("Child 1 of 2: Inventson") < at("search LCS by name and by birth date first"));
    assert!(at("Entered into LCS for Inventson 12/04/2010 on dd/mm/yyyy") < at("Child 2 of 2: Inventson"));
    assert!(at("Child 2 of 2: Inventson") < at("Entered into LCS for Inventson 02/02/2016 on dd/mm/yyyy"));
    assert_eq!(outline.matches("What was said").count(), 2);
}

#[test]
fn what_is_entered_already_is_not_entered_from_it_again() {
    let form = filled(&two(FAMILY), &FAMILY_ANSWERS);
    let records = records_of(&form);
    let entered = Deed::Entered { steps: vec!["note".to_owned()] };
    let of_step = said(&form, &records, vec![entered.clone()]);
    assert!(of_step.contains("  in | Note | What was said"), "{of_step}");
    assert!(of_step.contains("  \u{2610} | More | "), "{of_step}");
    let confirmed = Deed::Confirmed { child: records[0].key.clone() };
    let of_child = said(&form, &records, vec![entered, confirmed]);
    let (first, second) = of_child.split_once("Child 2 of 2").unwrap();
    assert!(first.contains("Entered on 22/11/2026 already."), "{first}");
    assert!(!first.contains("What was said") && second.contains("What was said"), "{of_child}");
}

const NOTE: &str = "system=LCS\npin=8123477\nchild_surname=Inventson\nchild_dob=12/04/2010\nevent_at=17/11/2024 11:45\nwritten_at=17/11/2024 12:30\ntitle=Home visit\nnote_type=VISIT\nnote=What was said\nthird_party=no\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.run_with("new case-note --to note.docx --set -", NOTE).ok();
    desk
}

#[test]
fn it_is_written_for_a_form_and_never_over_a_file() {
    let desk = desk();
    let said = desk.run("enter note.docx --print sheet").ok();
    assert!(said.starts_with("Made sheet.docx: all that is to enter"), "{said}");
    let made = desk.bytes("sheet.docx");
    assert!(rows(&made).contains(&"Title/subject | Home visit".to_owned()));
    let ran = desk.run("enter note.docx --print sheet.docx");
    assert!(
        ran.code == 3 && ran.err.contains("sheet.docx is there already and was left as it is"),
        "{}",
        ran.err
    );
    assert!(desk.bytes("sheet.docx") == made);
    let ran = desk.run("enter note.docx --print note.docx");
    assert!(ran.code == 3 && ran.err.contains("is there already"), "{}", ran.err);
}

#[test]
fn a_form_behind_print_is_the_form() {
    let desk = desk();
    let ran = desk.run_with("enter --print note.docx", "q\n").ok();
    assert!(ran.contains("Is LCS live?"), "{ran}");
    let ran = desk.run_with("enter --print . --json", "").ok();
    assert!(ran.contains(r#""wants""#), "{ran}");
    assert_eq!(desk.files(), ["note.docx", "note.progress.jsonl"]);
    let ran = desk.run("enter . --print sheet.docx");
    assert!(ran.code == 2 && ran.err.contains("a sheet is made of one form"), "{}", ran.err);
    let ran = desk.run(r#"enter --for "Jane Smith" --print note.docx"#);
    assert!(ran.code == 2 && ran.err.contains("leave the form out"), "{}", ran.err);
}

#[test]
fn a_sheet_is_no_form_and_no_tracker_and_the_form_can_be_entered_after_it() {
    let desk = desk();
    desk.run(r#"tracker new --name "Jane Smith" --team SCNorth --to tracker.docx"#).ok();
    desk.run("tracker add tracker.docx --form note.docx").ok();
    desk.run("enter note.docx --print sheet.docx").ok();
    assert!(form::read(&desk.bytes("sheet.docx"), &Pack::embedded(), NOW.date()).is_err());
    let input = format!("y\n8123477\n{}y\n", "\n".repeat(12));
    let said = desk.run_with("enter note.docx --print --json", &input).ok();
    assert!(said.lines().last().unwrap().contains(r#""stamped":true"#), "{said}");
    let ran = desk.run("enter note.docx --print another.docx");
    assert!(ran.code == 1 && ran.err.contains("it is not entered twice"), "{}", ran.err);
    assert!(!desk.files().contains(&"another.docx".to_owned()));
}

#[test]
fn the_sheet_of_a_restricted_record_stays_off_the_share_and_says_so() {
    let council = Council::new();
    council
        .new_form("contact", "pin=8123477\nchild_surname=Inventson\nchild_dob=12/04/2010\nrestricted=yes\n");
    let form = council.files("secure").into_iter().find(|file| file.contains("New contact")).unwrap();
    let ran = council.run(&format!(r#"enter "{form}" --print share/sheet.docx"#));
    assert!(ran.code == 3 && ran.err.contains("save it in your secure place"), "{}", ran.err);
    assert!(!council.files("share").iter().any(|file| file.contains("sheet")));
    council.run(&format!(r#"enter "{form}" --print secure/sheet.docx"#)).ok();
    assert!(
        outline(&council.desk.bytes("secure/sheet.docx"))
            .contains("Restricted record: only its worker enters it")
    );
    assert!(
        outline(&council.desk.bytes("secure/sheet.docx"))
            .contains("a row on the share says nothing but this number")
    );
    assert!(council.all_text("secure").contains("OFFICIAL-SENSITIVE: RESTRICTED RECORD"));
}

#[test]
fn before_a_second_record_is_made_of_a_child_it_says_where_the_child_is_noted() {
    let council = Council::new();
    let child = "pin=NEW\nchild_surname=Newson\nchild_forename=Alva\nchild_dob=12/04/2020\nrestricted=no\n";
    council.new_form("contact", child);
    council.desk.run_with(r#"new case-note --name "A Khan" --team SCNorth --set -"#, child).ok();
    let files = council.files("share/Assessment/SCNorth/Jane Smith");
    let form = files.iter().find(|file| file.contains("New contact")).unwrap();
    council.run(&format!(r#"enter "{form}" --print sheet.docx"#)).ok();
    let outline = outline(&council.desk.bytes("sheet.docx"));
    let (_, careful) = outline.split_once("Careful: a child born on the same day").unwrap();
    assert!(careful.lines().next().unwrap().contains("A Khan/Case note"), "{outline}");
}

#[test]
fn an_upload_says_whether_its_file_was_found() {
    let desk = Desk::new();
    let listed = "attachments[1].file=letter.pdf\nattachments[2].file=photo.jpg\n";
    desk.run_with("new case-note --to note.docx --set -", &format!("{NOTE}{listed}")).ok();
    desk.file("letter.pdf", "what is in it").run("enter note.docx --print sheet.docx").ok();
    let outline = outline(&desk.bytes("sheet.docx"));
    let below = |file: &str| {
        let (row, _) = outline.split_once(&format!("upload: {file}")).unwrap();
        row.rsplit_once("File to upload").unwrap().1.to_owned()
    };
    assert!(below("letter.pdf").contains("It lies beside the form"), "{outline}");
    assert!(below("photo.jpg").contains("Not found when this sheet was made"), "{outline}");
}

#[test]
fn what_the_settings_say_of_the_system_comes_first() {
    let council = Council::new();
    council.settings("live: https://lcs.example.gov.uk/live", "notice: Save after each screen.");
    council.new_form("case-note", &NOTE.replace("third_party=no", "third_party=no\nrestricted=no"));
    let files = council.files("share/Assessment/SCNorth/Jane Smith");
    let form = files.iter().find(|file| file.contains("Case note")).unwrap();
    council.run(&format!(r#"enter "{form}" --print sheet.docx"#)).ok();
    let outline = outline(&council.desk.bytes("sheet.docx"));
    let at = |words: &str| outline.find(words).unwrap_or_else(|| panic!("{words} in {outline}"));
    assert!(at("Save after each screen.") < at("Before anything is entered"));
}
