use crate::{definitions::AROUND, program::Desk};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};
use stopgap::template::{EXPLANATIONS, Explanation, Pack, Within};

const FAULTY: &str = "template: note\nrevision: 1\ntitle: \"Närå\"\nsystem: LCS\nnature: Note\nsections:\n  - title: One\n    fields:\n      - { id: a, lable: A, type: text }\n";

/// A folder `defs` with a template that is right, one that is not, and a list that is not.
fn desk() -> Desk {
    let desk = Desk::new();
    for folder in ["defs", "defs/lists", "defs/shared"] {
        fs::create_dir(desk.path(folder)).unwrap();
    }
    for (name, text) in AROUND {
        desk.file(&format!("defs/{name}"), text);
    }
    desk.file("defs/note.yaml", FAULTY);
    desk.file("defs/lists/sizes.yaml", "list: sizes\ntitle: Sizes\nsource: invented\noptions: []\n");
    // Nothing of ours: left aside.
    desk.file("defs/schema.json", "{}").file("defs/readme.txt", "not yaml: [");
    desk
}

#[track_caller]
fn json_of(desk: &Desk, words: &str, code: i32) -> Value {
    let ran = desk.run(words);
    assert_eq!((ran.code, ran.err.as_str()), (code, ""), "{}", ran.out);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn a_folder_is_checked_and_faults_name_the_file_as_it_was_asked_for() {
    let ran = desk().run("check defs");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("stopgap: the definitions have 2 faults\n\n"), "{}", ran.err);
    assert!(ran.err.contains("--> defs/lists/sizes.yaml:4:10"), "{}", ran.err);
    assert!(ran.err.contains("--> defs/note.yaml:9:18"), "{}", ran.err);
}

#[test]
fn a_file_is_checked_amid_its_pack_and_only_its_own_faults_are_told() {
    let desk = desk();
    assert_eq!(desk.run("check defs/contact.yaml").ok(), "No faults in 1 template.\n");
    assert_eq!(desk.run("check defs/lists/colours.yaml").ok(), "No faults in it.\n");
    let ran = desk.run("check defs/contact.yaml defs/note.yaml");
    assert_eq!((ran.code, ran.out.as_str()), (1, "No faults in 1 template.\n"));
    assert!(ran.err.starts_with("stopgap: the definitions have 1 fault\n\nerror[SG010]"), "{}", ran.err);
    let ran = desk.run("check defs/lists/sizes.yaml");
    assert!(ran.err.contains("SG040") && ran.err.contains("--> defs/lists/sizes.yaml:4:10"), "{}", ran.err);
}

#[test]
fn what_has_to_be_looked_up_is_told_and_fails_nothing() {
    let desk = desk();
    let list = "list: sizes\ntitle: Sizes\nsource: invented\nunverified: the order\noptions: [S, L]\n";
    desk.file("defs/lists/sizes.yaml", list);
    assert_eq!(
        desk.run("check defs/lists/sizes.yaml --deny-warnings").ok(),
        "No faults in it.\n\nTo look up in your own systems:\n  defs/lists/sizes.yaml:4: the order\n"
    );
    let notes = json_of(&desk, "check defs/lists/sizes.yaml --json --deny-warnings", 0);
    assert_eq!((notes[0]["code"].as_str(), notes[0]["level"].as_str()), (Some("SG020"), Some("note")));
}

#[test]
fn json_is_a_list_for_editors() {
    let desk = desk();
    let notes = json_of(&desk, "check --json", 0);
    assert!(notes.as_array().unwrap().iter().all(|note| note["level"] == "note"), "{notes:#}");
    assert_eq!(json_of(&desk, "check defs/contact.yaml --json", 0), json!([]));
    assert_eq!(
        json_of(&desk, "check defs/note.yaml --json", 1),
        json!([{
            "file": "defs/note.yaml",
            "line": 9,
            "column": 18,
            "end_line": 9,
            "end_column": 23,
            "code": "SG010",
            "level": "error",
            "message": "`lable` is not a key of a field",
            "help": "did you mean `label`?",
        }])
    );
    let files: Vec<String> = json_of(&desk, "check defs defs/lists/sizes.yaml --json --deny-warnings", 1)
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["file"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, ["defs/lists/sizes.yaml", "defs/note.yaml", "defs/lists/sizes.yaml"]);
}

#[test]
fn definitions_in_force_are_checked_without_a_path() {
    let desk = desk();
    let all = Pack::embedded().templates().len();
    let said = desk.run("check --deny-warnings").ok();
    assert!(said.starts_with(&format!("No faults in {all} templates.\n")), "{said}");
    assert_eq!(desk.run("check --templates defs").code, 1);
}

#[test]
fn what_cannot_be_checked_is_said() {
    let desk = desk();
    for (path, code, message) in [
        ("lost", 3, "there is no folder lost: look whether it was moved or renamed"),
        ("lost.yaml", 3, "there is no file lost.yaml: look whether it was moved or renamed"),
        (
            "defs/schema.json",
            2,
            "defs/schema.json is no definition: name a file that ends with .yaml, or a folder of them",
        ),
    ] {
        desk.run(&format!("check {path}")).fails(code, message);
    }
    desk.run("check --explain SG12").fails(2, "no fault has the code `SG12`: did you mean `SG012`?");
    assert_eq!(desk.run("check defs --explain SG012").code, 2);
}

#[test]
fn a_code_is_explained_at_length() {
    let said = Desk::new().run("check --explain sg012").ok();
    insta::assert_snapshot!(said, @"
    SG012: a key is missing

    Some keys are always needed: a field has an `id`, a `label` and a `type`, a
    section a `title` and `fields`. If the line is there, look whether it is set
    in as far as the lines beside it.

    Wrong, under `fields:`:

        - label: Note
          type: text

    Right:

        - id: note
          label: Note
          type: text
    ");
}

#[test]
fn every_code_is_explained() {
    let source =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/template/fault.rs")).unwrap();
    let given: BTreeSet<&str> =
        source.split('"').filter(|part| part.starts_with("SG") && part.len() == 5).collect();
    let explained: Vec<&str> = EXPLANATIONS.iter().map(|explanation| explanation.code).collect();
    assert!(given.len() > 20);
    assert_eq!(given.into_iter().collect::<Vec<_>>(), explained, "in src/template/explain.rs, sorted");
}

/// The codes of the faults of an example, put where it belongs.
fn codes(explanation: &Explanation, example: &str) -> Vec<&'static str> {
    let head = "template: example\nrevision: 1\ntitle: A form\nsystem: LCS\nnature: A form\n";
    let text = match explanation.within {
        Within::File | Within::Words => example.to_owned(),
        Within::Template => format!("{head}{example}\nsections: []\n"),
        Within::Sections => format!("{head}sections:\n{}\n", textwrap::indent(example, "  ")),
        Within::Fields => format!(
            "{head}sections:\n  - title: One\n    screen: S\n    fields:\n{}\n",
            textwrap::indent(example, "      ")
        ),
    };
    let name = if text.starts_with("template:") { "example.yaml" } else { "shared/example.yaml" };
    let (_, faults) = Pack::check(AROUND.into_iter().chain([(name, text.as_str())]));
    faults.list.iter().map(|fault| fault.code).collect()
}

#[test]
fn every_example_is_as_wrong_and_as_right_as_it_says() {
    for explanation in EXPLANATIONS.iter().filter(|explanation| explanation.within != Within::Words) {
        let code = explanation.code;
        assert!(codes(explanation, explanation.wrong).contains(&code), "wrong of {code}");
        assert_eq!(codes(explanation, explanation.right), Vec::<&str>::new(), "right of {code}");
    }
}
