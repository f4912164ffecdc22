use crate::{council::Council, definitions::AROUND, program::Desk};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};
use stopgap::{
    desk::settings,
    template::{EXPLANATIONS, Explanation, Pack, Within},
};

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
    let note = "list: sizes\ntitle: Sizes\nsource: invented\nunverified: all\noptions: []\n";
    desk.file("defs/lists/sizes.yaml", note);
    let ran = desk.run("check defs/lists/sizes.yaml");
    assert!(!ran.err.contains("SG020"), "what is to be looked up comes when no fault is left: {}", ran.err);
    assert!(ran.err.contains("SG040") && ran.err.contains("--> defs/lists/sizes.yaml:5:10"), "{}", ran.err);
}

#[test]
fn the_lists_or_the_shared_sections_of_a_pack_are_checked_amid_it() {
    let desk = desk();
    assert_eq!(desk.run("check defs/shared").ok(), "No faults in it.\n");
    let ran = desk.run("check defs/lists");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.starts_with("stopgap: the definitions have 1 fault\n\nerror[SG040]"), "{}", ran.err);
    assert!(ran.err.contains("--> defs/lists/sizes.yaml:4:10"), "{}", ran.err);
    // A pack may be called so as well.
    fs::create_dir(desk.path("shared")).unwrap();
    desk.file("shared/note.yaml", FAULTY);
    assert!(desk.run("check shared").err.contains("--> shared/note.yaml:9:18"));
}

#[test]
fn a_web_page_is_no_definition() {
    let desk = desk();
    desk.file("defs/note.yaml", "\n<!DOCTYPE html>\n<html><head><title>Sign in: O365</title>\n");
    let told = shown(&json_of(&desk, "check defs/note.yaml --json", 1));
    assert_eq!(
        told,
        [
            "defs/note.yaml:1: error SG008 the file is a web page (HTML): look whether it is the right file; if it was downloaded, download the file and not the page that shows it"
        ]
    );
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
    let council = Council::new();
    assert!(council.run("check").ok().starts_with("No faults in 2 templates.\n"));
    let note = "share/Blank forms/definitions/case-note.yaml";
    let text = String::from_utf8(council.desk.bytes(note)).unwrap();
    council.desk.file(note, text.replace("revision:", "revison:"));
    let ran = council.run("check");
    assert!(ran.code == 1 && ran.err.contains("definitions/case-note.yaml:"), "{}", ran.err);
    assert_eq!(
        json_of(&council.desk, "check --json", 1)[0]["message"],
        "`revison` is not a key of a template"
    );
    fs::remove_dir_all(council.desk.path("share")).unwrap();
    assert_eq!(council.run("check").code, 3);
    council.settings("services:", "servces:");
    let ran = council.run("check");
    assert!(ran.code == 1 && ran.err.starts_with("stopgap: the settings in "), "{}", ran.err);
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

/// The files of a check as JSON: each with its line, code, level and message.
fn shown(list: &Value) -> Vec<String> {
    let text = |fault: &Value, key: &str| fault[key].as_str().unwrap().to_owned();
    let line = |fault: &Value| {
        let [file, code, level, message] = ["file", "code", "level", "message"].map(|key| text(fault, key));
        format!("{file}:{}: {level} {code} {message}: {}", fault["line"], text(fault, "help"))
    };
    list.as_array().unwrap().iter().map(line).collect()
}

#[test]
fn a_file_that_cannot_be_read_is_a_fault_among_the_others() {
    let desk = desk();
    let template = |id: &str, label: &str| {
        format!("template: {id}\nrevision: 1\ntitle: {label}\nsystem: LCS\nnature: Note\nsections: []\n")
    };
    let latin = template("latin", "N\u{e4}r").chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<u8>>();
    let wide =
        |order: fn(u16) -> [u8; 2], text: &str| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    desk.file("defs/latin.yaml", latin)
        .file("defs/notepad.yaml", wide(u16::to_le_bytes, &format!("\u{feff}{}", template("notepad", "N"))))
        .file("defs/unmarked.yaml", wide(u16::to_be_bytes, &template("unmarked", "N")))
        .file("defs/export.yaml", "a".repeat(10 << 20))
        .file("defs/picture.yaml", b"PK\x03\x04 a picture \x00\x01 and so on")
        .file("defs/bom.yaml", format!("\u{feff}{}", template("bom", "N")));
    fs::create_dir(desk.path("defs/old.yaml")).unwrap();
    let told = [
        "defs/export.yaml:1: error SG008 the file has more than 1 MB, far more than a definition: look whether it is the right file",
        "defs/latin.yaml:3: error SG008 the file is not in UTF-8 from here on: save it as UTF-8 in your editor",
        "defs/lists/sizes.yaml:4: error SG040 there is nothing to choose from: write at least one option",
        "defs/note.yaml:9: error SG010 `lable` is not a key of a field: did you mean `label`?",
        "defs/notepad.yaml:1: error SG008 the file is in UTF-16, which is also called Unicode: save it as UTF-8 in your editor: in Notepad, Save as, and there Encoding",
        "defs/old.yaml:1: error SG008 this is a folder: give it a name that does not end with .yaml, or move it away",
        "defs/picture.yaml:1: error SG008 the file holds no text: look whether it is the right file, and move it away if not",
        "defs/unmarked.yaml:1: error SG008 the file is in UTF-16, which is also called Unicode: save it as UTF-8 in your editor: in Notepad, Save as, and there Encoding",
    ];
    assert_eq!(shown(&json_of(&desk, "check defs --json", 1)), told);
    assert_eq!(json_of(&desk, "check defs/contact.yaml --json", 0), json!([]));
    assert_eq!(shown(&json_of(&desk, "check defs/contact.yaml defs/latin.yaml --json", 1)), told[1..2]);
    let ran = desk.run("check defs/contact.yaml defs/latin.yaml lost");
    assert_eq!((ran.code, ran.out.as_str()), (3, "No faults in 1 template.\n"));
    insta::assert_snapshot!(ran.err, @"
    stopgap: the definitions have 1 fault

    error[SG008]: the file is not in UTF-8 from here on
     --> defs/latin.yaml:3:9
      |
    3 | title: N�r
      |         ^
      |
      = help: save it as UTF-8 in your editor
    stopgap: there is no folder lost: look whether it was moved or renamed
    ");
    insta::assert_snapshot!(desk.run("check defs/notepad.yaml").err, @"
    stopgap: the definitions have 1 fault

    error[SG008]: the file is in UTF-16, which is also called Unicode
    --> defs/notepad.yaml
     = help: save it as UTF-8 in your editor: in Notepad, Save as, and there Encoding
    ");
    let ran = desk.run("check lost.yaml defs/latin.yaml --json");
    let list: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, shown(&list).len()), (3, 1));
    assert_eq!(ran.err, "stopgap: there is no file lost.yaml: look whether it was moved or renamed\n");
}

#[cfg(unix)]
#[test]
fn a_file_that_one_may_not_read_is_a_fault_among_the_others() {
    let desk = desk();
    desk.file("defs/theirs.yaml", "template: theirs\n");
    desk.deny("defs/theirs.yaml");
    let ran = desk.run_without_rights("check defs --json");
    let list = shown(&serde_json::from_str(&ran.out).unwrap());
    assert_eq!((ran.code, ran.err.as_str(), list.len()), (1, "", 3));
    assert_eq!(
        list[2],
        "defs/theirs.yaml:1: error SG008 you have no permission to read the file: ask its owner or your IT service"
    );
    assert_eq!(desk.run_without_rights("check defs/contact.yaml").ok(), "No faults in 1 template.\n");
    let ran = desk.run_without_rights("forms --templates defs");
    assert!(
        ran.err.starts_with("stopgap: the definitions in defs have 3 faults: run stopgap check defs\n"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_in_a_file_that_cannot_be_read_is_not_told_as_missing() {
    let desk = desk();
    let uses = "template: uses\nrevision: 1\ntitle: Uses\nsystem: LCS\nafter: [contact]\nnature: \"{{ worker_name }}\"\nsections:\n  - include: shared/header\n  - title: One\n    fields:\n      - { id: a, label: A, type: choice, options: { list: colours }, required: { field: worker_name } }\n";
    desk.file("defs/uses.yaml", uses);
    assert_eq!(desk.run("check defs/uses.yaml").ok(), "No faults in 1 template.\n");
    for broken in ["\u{e9}".encode_utf16().next().unwrap().to_le_bytes().as_slice(), b"title: \"not closed"] {
        for name in ["lists/colours", "shared/header", "contact"] {
            desk.file(&format!("defs/{name}.yaml"), broken);
            assert_eq!(desk.run("check defs/uses.yaml").ok(), "No faults in 1 template.\n", "{name}");
        }
    }
}

#[test]
fn a_file_with_another_ending_is_warned_about() {
    let desk = desk();
    fs::remove_file(desk.path("defs/note.yaml")).unwrap();
    fs::remove_file(desk.path("defs/lists/sizes.yaml")).unwrap();
    desk.file("defs/house-visit.yml", "x")
        .file("defs/Call.YAML", "x")
        .file("defs/contact.yaml.txt", "x")
        .file("defs/note.txt", "# mine\ntemplate: note\n")
        .file("defs/lists/sizes.yml", "x");
    let told = [
        "defs/Call.YAML:1: warning SG008 Call.YAML is not read: rename it to Call.yaml",
        "defs/contact.yaml.txt:1: warning SG008 contact.yaml.txt is not read: contact.yaml is there as well: keep one of them",
        "defs/house-visit.yml:1: warning SG008 house-visit.yml is not read: rename it to house-visit.yaml",
        "defs/lists/sizes.yml:1: warning SG008 sizes.yml is not read: rename it to sizes.yaml",
        "defs/note.txt:1: warning SG008 note.txt is not read: rename it to note.yaml",
    ];
    assert_eq!(shown(&json_of(&desk, "check defs --json", 0)), told);
    assert_eq!(shown(&json_of(&desk, "check defs --json --deny-warnings", 1)), told);
    let ran = desk.run("check defs");
    assert_eq!((ran.code, ran.out.as_str()), (0, "No faults in 1 template, but 5 warnings.\n"));
    desk.run("check defs/house-visit.yml")
        .fails(2, "defs/house-visit.yml is not read: rename it to house-visit.yaml");
    fs::create_dir(desk.path("new")).unwrap();
    desk.file("new/house-visit.yml", "x");
    desk.run("check new").fails(2, "new/house-visit.yml is not read: rename it to house-visit.yaml");
}

#[test]
fn two_files_with_one_id_are_two_files() {
    let desk = desk();
    desk.file("defs/copy.yaml", fs::read(desk.path("defs/contact.yaml")).unwrap());
    let ran = desk.run("check defs/contact.yaml");
    assert!(ran.code == 0 && ran.out == "No faults in 1 template.\n", "{}{}", ran.out, ran.err);
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
    let read = |file| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let source =
        read("src/yaml/fault.rs") + &read("src/template/fault.rs") + &read("src/desk/settings/fault.rs");
    let given: BTreeSet<&str> =
        source.split('"').filter(|part| part.starts_with("SG") && part.len() == 5).collect();
    let explained: Vec<&str> =
        EXPLANATIONS.iter().chain(settings::EXPLANATIONS).map(|explanation| explanation.code).collect();
    assert!(given.len() > 20);
    assert_eq!(given.into_iter().collect::<Vec<_>>(), explained, "in src/template/explain.rs, sorted");
}

/// The codes of the faults of an example, put where it belongs.
fn codes(explanation: &Explanation, example: &str) -> Vec<&'static str> {
    if explanation.within == Within::Settings {
        return crate::settings::codes_of(example);
    }
    let head = "template: example\nrevision: 1\ntitle: A form\nsystem: LCS\nnature: A form\n";
    let text = match explanation.within {
        Within::File | Within::Words | Within::Settings => example.to_owned(),
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
    let all = EXPLANATIONS.iter().chain(settings::EXPLANATIONS);
    for explanation in all.filter(|explanation| explanation.within != Within::Words) {
        let code = explanation.code;
        assert!(codes(explanation, explanation.wrong).contains(&code), "wrong of {code}");
        assert_eq!(codes(explanation, explanation.right), Vec::<&str>::new(), "right of {code}");
    }
}
