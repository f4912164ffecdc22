use crate::program::{Desk, ran};

/// Answers that are in nothing that stopgap says of what was done.
const ANSWERS: [&str; 10] = [
    "system=LCS",
    "pin=8123477",
    "child_surname=Inventson",
    "child_dob=12/04/2010",
    "event_at=17/11/2024 11:45",
    "title=Quite a visit",
    "note=What was said",
    "third_party=no",
    "also_for[1].pin=8123488",
    "also_for[1].surname=Madeupson",
];

/// A case note for two children of which the title was skipped, a long pause lay between, and the second was left.
fn entered() -> Desk {
    let desk = Desk::new();
    desk.run_with("new case-note --to note.docx --set -", &ANSWERS.join("\n")).ok();
    let mut first = desk.command(env!("CARGO_BIN_EXE_stopgap"), "enter note.docx --print");
    assert_eq!(
        ran(
            {
                first.env("USER", "jsmith");
                first
            },
            "y\n8123477\n\nj title\nx\nq\n"
        )
        .code,
        0
    );
    let mut second = desk.command(env!("CARGO_BIN_EXE_stopgap"), "enter note.docx --print");
    let steps = "\n".repeat(8);
    assert_eq!(
        ran(
            {
                second.env("USER", "akhan");
                second
            },
            &format!("y\n999\n8123477\n{steps}k\ny\nq\n")
        )
        .code,
        0
    );
    desk
}

#[test]
fn it_says_who_did_what_and_no_answer() {
    let desk = entered();
    let said = desk.run("record note.docx").ok();
    for what in [
        "jsmith: opened the form for the first time",
        "jsmith: said that it is live",
        "jsmith: showed the right child, typed from the screen",
        "jsmith: skipped Title/subject (no such box)",
        "jsmith: stopped",
        "akhan: took it up again",
        "akhan: had another child on the screen",
        "akhan: was shown Note text",
        "akhan: entered Note text",
        "akhan: confirmed that the record is saved",
        "akhan: form stamped",
    ] {
        assert!(said.lines().any(|line| line.ends_with(what)), "{what}:\n{said}");
    }
    assert!(!said.contains("copied"), "nothing was copied:\n{said}");
    for answer in
        ANSWERS.iter().filter_map(|answer| answer.split_once('=')).filter(|(_, answer)| answer.len() > 3)
    {
        assert!(!said.contains(answer.1), "{answer:?}:\n{said}");
    }
    let lines: Vec<serde_json::Value> = desk
        .run("record note.docx --json")
        .ok()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), said.lines().count());
    assert_eq!(
        (&lines[0]["who"], &lines[0]["what"]),
        (&"jsmith".into(), &"opened the form for the first time".into())
    );
    assert!(lines[0]["at"].as_str().unwrap().contains('T'));
}

#[test]
fn where_nothing_is_copied_nothing_is_said_of_copying() {
    let desk = Desk::new();
    let definition = "template: secret\nrevision: 1\ntitle: Secret\nsystem: LCS\nnature: Secret\nsections:\n  - title: First\n    screen: First\n    fields:\n      - { id: pin, label: PIN, type: text, into: nowhere }\n      - { id: secret, label: Words, type: multiline, confidential: third-party }\n";
    std::fs::create_dir(desk.path("defs")).unwrap();
    desk.file("defs/secret.yaml", definition);
    desk.run_with("new secret --templates defs --to s.docx --set -", "pin=8123477\nsecret=What Nan said")
        .ok();
    let lines = "y\n8123477\n?\nn\n\ny\n\ny\n";
    let said = desk.run_with("enter s.docx --print --templates defs", lines).ok();
    let flat = said.replace('\n', " ");
    assert!(
        flat.contains("Type y to enter it, p to read all of it") && flat.contains("y enter it"),
        "{said}"
    );
    assert!(flat.contains("is entered."), "{said}");
    assert!(said.contains("  Ctrl+C the same at once and without a word: what was done is kept\n"), "{said}");
    let (_, steps) = flat.split_once("> 8123477").unwrap();
    assert!(!steps.contains("cop") && !steps.contains("paste"), "{said}");
}

#[test]
fn nothing_was_done_with_a_form_that_nobody_opened() {
    let desk = Desk::new();
    desk.run("new case-note --to note.docx").ok();
    assert_eq!(desk.run("record note.docx").ok(), "Nobody has entered this form with stopgap yet.\n");
    assert_eq!(desk.run("record nothing.docx").code, 3);
}

#[test]
fn what_only_one_of_the_children_is_asked_for_is_told_in_words_too() {
    let desk = Desk::new();
    let answers = "pin=8123477\nchild_surname=Inventson\nchild_dob=12/04/2010\nevent_at=17/11/2024 11:45\nalso_for[1].pin=NEW\nalso_for[1].surname=Inventson\nalso_for[1].dob=12/04/2020\n";
    desk.run_with("new contact --to contact.docx --set -", answers).ok();
    desk.run_with("enter contact.docx --print", "y\nl\ny\n\n8123499\ny\nq\n").ok();
    let said = desk.run("record contact.docx").ok();
    for what in [
        "read which children it is for",
        "did \u{201c}Search LCS for the child once more. Create a new record only if there is no match\u{201d} (child 2)",
        "gave what the screen shows: EHM or LCS PIN, or NEW (child 2)",
    ] {
        assert!(said.replace("\n ", "").contains(what) || said.contains(what), "{what}:\n{said}");
    }
    assert!(!said.contains("contact:"), "{said}");
}
