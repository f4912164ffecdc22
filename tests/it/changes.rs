use crate::program::Desk;
use std::fs;
use stopgap::template::{Pack, all_changes};

const FIELDS: &str = "      - { id: what, label: What, type: text }
      - { id: kind, label: Kind, type: choice, options: [{ code: T, label: Call }, { code: V, label: Visit }] }
      - { id: when, label: When, type: text }
      - id: people
        label: People
        type: table
        columns:
          - { id: name, label: Name, type: person }
          - { id: role, label: Role, type: choice, options: [Child, Parent] }
";

fn template(id: &str, revision: u32, fields: &str) -> String {
    format!(
        "template: {id}\nrevision: {revision}\ntitle: T\nsystem: LCS\nnature: T\nsections:\n  - title: One\n    screen: S\n    fields:\n{fields}"
    )
}

fn pack(files: &[(&str, String)]) -> Pack {
    Pack::read(files.to_vec()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// What is told when `from` becomes `to` in revision 2 of a template.
#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(FIELDS.contains(from), "{from}");
    let old = pack(&[("a.yaml", template("a", 1, FIELDS))]);
    let new = pack(&[("a.yaml", template("a", 2, &FIELDS.replace(from, to)))]);
    let told: Vec<String> = all_changes(old.templates(), new.templates())
        .iter()
        .map(|(change, templates)| change.told(templates))
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn what_loses_no_answer_is_not_told() {
    check("label: What", "label: What happened", &[]);
    check("id: what", "id: account, was: [what]", &[]);
    check("label: Call", "label: Telephone call", &[]);
    check("code: T, label: Call", "code: T, label: Call, retired: true", &[]);
    check("code: T, label: Call", "code: TEL, label: Telephone, was: [T]", &[]);
    // A form that has the old code is read by the label that it knew.
    check("code: T, label: Call", "code: TEL, label: Call", &[]);
    check("type: text }\n      - { id: kind", "type: multiline, max: 10 }\n      - { id: kind", &[]);
    check("[Child, Parent]", "[Child, Parent, Carer]", &[]);
}

#[test]
fn a_field_that_is_gone() {
    check(
        "id: what",
        "id: account",
        &[
            "Field `what` of a is gone; forms already handed out have it. If another field took its place, give that one `was: [what]`.",
        ],
    );
    check(
        "id: name",
        "id: who",
        &[
            "Column `name` of `people` of a is gone; forms already handed out have it. Put it back if what was written there is still to be entered.",
        ],
    );
}

#[test]
fn an_option_that_is_gone() {
    let told = |code: &str, field: &str| {
        format!(
            "Option `{code}` of `{field}` of a is gone; forms already handed out may have it. Put it back with `retired: true`, or if another option took its place, give that one `was: [{code}]`."
        )
    };
    check("{ code: T, label: Call }, ", "", &[&told("T", "kind")]);
    check("[Child, Parent]", "[Child]", &[&told("Parent", "people.role")]);
}

#[test]
fn another_type() {
    check(
        "label: When, type: text",
        "label: When, type: date",
        &[
            "Field `when` of a is of type date and was of type text; what was written there may not fit. If it asks something else now, give it an id of its own.",
        ],
    );
}

#[test]
fn a_revision_that_was_not_raised() {
    let told = |was: u32, is: u32, fields: &str, ids: &[&str]| -> Vec<String> {
        let files = |revision: u32, fields: &str| -> Vec<(String, String)> {
            ids.iter().map(|id| (format!("{id}.yaml"), template(id, revision, fields))).collect()
        };
        let (old, new) = (Pack::read(files(was, FIELDS)).unwrap(), Pack::read(files(is, fields)).unwrap());
        let all = all_changes(old.templates(), new.templates());
        all.iter().map(|(change, templates)| change.told(templates)).collect()
    };
    let other = FIELDS.replace("label: What", "label: What happened");
    assert_eq!(told(1, 1, FIELDS, &["a"]), [""; 0]);
    assert_eq!(told(1, 2, &other, &["a"]), [""; 0]);
    assert_eq!(told(1, 1, &other, &["a"]), ["a.yaml changed but is still revision 1: raise it."]);
    assert_eq!(
        told(1, 1, &other, &["a", "b"]),
        ["a.yaml and b.yaml changed but are still revision 1: raise each."]
    );
    assert_eq!(
        told(1, 1, &other, &["a", "b", "c", "d", "e"]),
        ["a.yaml, b.yaml, c.yaml, d.yaml and e.yaml changed but are still revision 1: raise each."]
    );
    assert_eq!(told(3, 1, FIELDS, &["a"]), ["a.yaml is revision 1 and had 3 before: raise it above that."]);
}

#[test]
fn two_folders_are_compared() {
    let desk = Desk::new();
    for (folder, revision, fields) in
        [("old", 1, FIELDS.to_owned()), ("new", 1, FIELDS.replace("id: what", "id: account"))]
    {
        fs::create_dir(desk.path(folder)).unwrap();
        desk.file(&format!("{folder}/a.yaml"), template("a", revision, &fields));
    }
    desk.file("old/b.yaml", template("b", 1, FIELDS));
    assert_eq!(desk.run("diff old old").ok(), "Every answer of a form that was handed out has its place.\n");
    let ran = desk.run("diff old new");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    insta::assert_snapshot!(ran.out);
    desk.run("diff old lost").fails(3, "there is no folder lost: look whether it was moved or renamed");
}
