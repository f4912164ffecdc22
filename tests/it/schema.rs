use jsonschema::Validator;
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};
use stopgap::{
    diagnostic::Fault,
    template::{Pack, schema},
};

/// Shape faults that a schema cannot see, and why.
const UNSEEN: [(&str, &str); 3] = [
    ("sg011-key-twice.yaml", "a YAML reader says so itself, before a schema is asked"),
    ("sg011-no-dash-of-a-step.yaml", "a YAML reader says so itself, before a schema is asked"),
    ("sg011-no-dash.yaml", "a YAML reader says so itself, before a schema is asked"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn validator() -> Validator {
    jsonschema::draft7::new(&schema()).unwrap()
}

/// A definition as an editor's YAML reader sees it.
fn seen(yaml: &str) -> Result<Value, String> {
    serde_yaml::from_str(yaml).map_err(|error| error.to_string())
}

fn yaml_files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn complaints(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn schema_json_is_what_the_program_prints() {
    let printed = crate::program::Desk::new().run("schema").ok();
    let kept = fs::read_to_string(root().join("template-defs/schema.json")).unwrap_or_default();
    assert!(kept == printed, "renew it: cargo run -- schema > template-defs/schema.json");
}

/// What an editor offers and the program then leaves aside would be worse than no offer.
#[test]
fn the_parser_reads_every_key_that_the_schema_offers() {
    let tables = ["language.rs", "words.rs", "schema.rs", "explain.rs"];
    let parser: String = fs::read_dir(root().join("src/template"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .chain([root().join("src/yaml/keys.rs")])
        .filter(|path| path.is_file() && !tables.iter().any(|table| path.ends_with(table)))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for map in schema()["definitions"].as_object().unwrap().values() {
        for key in map["properties"].as_object().unwrap().keys() {
            assert!(parser.contains(&format!("\"{key}\"")), "`{key}` is in the table, and nothing reads it");
        }
    }
}

#[test]
fn it_is_a_schema() {
    assert!(jsonschema::draft7::meta::validate(&schema()).is_ok());
}

#[test]
fn it_accepts_every_shipped_file() {
    let validator = validator();
    let mut looked_at = 0;
    for folder in ["template-defs", "template-defs/lists", "template-defs/shared"] {
        for (name, text) in yaml_files(&root().join(folder)) {
            let found = complaints(&validator, &seen(&text).unwrap());
            assert!(found.is_empty(), "{folder}/{name}:\n{}", found.join("\n"));
            looked_at += 1;
        }
    }
    assert!(looked_at > 20);
}

#[test]
fn every_shipped_template_names_the_schema() {
    for (name, text) in yaml_files(&root().join("template-defs")) {
        assert!(text.starts_with("# yaml-language-server: $schema=./schema.json\n"), "{name}");
    }
}

#[test]
fn it_rejects_every_shape_fault_of_the_gallery() {
    let validator = validator();
    let mut looked_at = 0;
    for (name, text) in yaml_files(&root().join("tests/faults")) {
        if !name.starts_with("sg01") {
            continue;
        }
        looked_at += 1;
        let rejected = seen(&text).is_ok_and(|value| !validator.is_valid(&value));
        let reason = UNSEEN.iter().find(|(unseen, _)| *unseen == name).map(|(_, reason)| *reason);
        match reason {
            Some(reason) => assert!(!rejected, "{name} is seen: {reason}?"),
            None => assert!(rejected, "{name} is accepted"),
        }
    }
    assert!(looked_at > 8);
}

fn template(field: &str) -> String {
    format!(
        "template: t\nrevision: 1\ntitle: T\nsystem: LCS\nnature: T\nsections:\n  - title: One\n    screen: S\n    fields:\n      - {{ id: a, label: A, {field} }}\n"
    )
}

fn shape_faults(text: &str) -> Vec<Fault> {
    // JSON is YAML.
    let is_list = text.starts_with("list:") || text.starts_with("{\"list\"");
    let name = if is_list { "lists/t.yaml" } else { "t.yaml" };
    let faults = Pack::read([(name, text)]).err().unwrap_or_default();
    faults.list.into_iter().filter(|fault| ("SG010".."SG020").contains(&fault.code)).collect()
}

/// Of one mind: what the parser calls a fault of shape, the schema rejects, and nothing else.
#[track_caller]
fn both(validator: &Validator, text: &str) {
    let value = seen(text).unwrap();
    let (faults, found) = (shape_faults(text), complaints(validator, &value));
    assert_eq!(
        faults.is_empty(),
        found.is_empty(),
        "{text}\nparser: {:?}\nschema: {found:?}",
        faults.iter().map(|f| &f.message).collect::<Vec<_>>()
    );
}

#[test]
fn parser_and_schema_agree_which_key_goes_with_which_type() {
    let validator = validator();
    let schema = schema();
    let types = schema["definitions"]["field"]["properties"]["type"]["enum"].as_array().unwrap();
    assert!(types.len() > 10);
    let keys = [
        "",
        ", options: [Yes, No]",
        ", rows: 3",
        ", columns: [{ id: c, label: C, type: text }]",
        ", max: 10",
        ", as: X",
        ", options: [Yes, No], max: 10",
        ", columns: [{ id: c, label: C, type: text }], max: 10",
        ", required: true",
        ", into: nowhere",
        ", was: [b, c]",
        ", confidential: strategy",
        ", format: dd/mm/yy",
        ", range: [0, 40]",
        ", single-line: true",
        ", charset: plain",
        ", line-breaks: space",
        ", attach: c, columns: [{ id: c, label: C, type: text }]",
        ", each: [{ tell: Press Add. }], columns: [{ id: c, label: C, type: text }]",
    ];
    for kind in types.iter().map(|kind| kind.as_str().unwrap()).chain(["nonsense"]) {
        for key in keys {
            both(&validator, &template(&format!("type: {kind}{key}")));
        }
        for key in keys {
            both(
                &validator,
                &template(&format!(
                    "type: table, columns: [{{ id: c, label: C, type: {kind}{} }}]",
                    key.replace("id: c", "id: d")
                )),
            );
        }
    }
}

#[test]
fn parser_and_schema_agree_on_fields() {
    let validator = validator();
    for field in [
        "type: text, max: 0",
        "type: text, max: 1",
        "type: text, max: '4000'",
        "type: text, max: 1000001",
        "type: text, max: 4.5",
        "type: text, max: four",
        "type: text, max: [1]",
        "type: text, help: 00",
        "type: text, help: 8E1",
        "type: text, help: NO",
        "type: text, help: 4.50",
        "type: text, help: ",
        "type: text, help: ' '",
        "type: text, help: [a]",
        "type: text, help: {a: b}",
        "type: text, required: yes",
        "type: text, required: false",
        "type: text, required: perhaps",
        "type: text, required: True",
        "type: text, required: YES",
        "type: text, required: 'FALSE'",
        "type: text, single-line: TRUE",
        "type: text, single-line: No",
        "type: text, required: {field: a}",
        "type: text, required: {field: a, is: [B, 00]}",
        "type: text, required: {is: B}",
        "type: text, required: {field: a, isnt: B}",
        "type: text, required: {field: a, is: A, not: B}",
        "type: text, required: {field: a, is: []}",
        "type: text, required: {field: a, not: []}",
        "type: text, confidential: secret",
        "type: text, was: b",
        "type: text, was: [[b]]",
        "type: text, unverified: The box",
        "type: text, into: {EHM: Note, LCS: Note text}",
        "type: text, into: {EHM: [Note]}",
        "type: text, into: [Note]",
        "type: date, format: d mmmm yyyy",
        "type: date, format: jj/mm/yyyy",
        "type: date, format: '-'",
        "type: date, format: [dd]",
        "type: number, range: [-1, '40']",
        "type: number, range: [0]",
        "type: number, range: [0, 1, 2]",
        "type: number, range: [a, b]",
        "type: number, range: 40",
        "type: text, single-line: no",
        "type: text, single-line: maybe",
        "type: text, charset: ascii",
        "type: text, line-breaks: semicolon",
        "type: text, line-breaks: comma",
        "type: choice, options: [{code: A, label: B, was: [C], retired: true}]",
        "type: choice, options: [{code: A, label: B, was: C, retired: since May}]",
        "type: choice, options: {list: 3, of: x}",
        "type: choice, options: {}",
        "type: choice, options: Yes",
        "type: choice, options: [00, 01, NO, true]",
        "type: choice, options: [{code: 00, label: None}]",
        "type: choice, options: [{code: 00, lable: None}]",
        "type: choice, options: [{code: 00}]",
        "type: choice, options: [[a]]",
        "type: table, rows: 41, columns: [{id: c, label: C, type: text}]",
        "type: table, columns: [{id: c, label: C, type: table}]",
        "type: table, columns: {id: c, label: C, type: text}",
        "type: table, columns: [text]",
        "type: table, columns: [{id: Surname, label: C, type: text}]",
    ] {
        both(&validator, &template(field));
    }
    for id in ["a1_b", "1a", "_a", "a-b", "aB", "a__code", "a__codes", &"a".repeat(32), &"a".repeat(33)] {
        both(&validator, &template("type: text").replace("id: a,", &format!("id: {id},")));
    }
}

#[test]
fn parser_and_schema_agree_on_steps_checks_and_templates() {
    let validator = validator();
    for step in [
        "{tell: Save it.}",
        "{wait: For it., when: {field: a}}",
        "{ask: a}",
        "{ask: pin}",
        "{}",
        "{tel: Save it.}",
        "Save it.",
        "{when: {field: a}}",
        "{tell: }",
        "{tell: Save it., wait: For it.}",
        "{save-point: Save it., tell: Save it.}",
        "{tell: Save it., ask: a, when: {field: a}}",
    ] {
        both(&validator, &format!("{}    then:\n      - {step}\n", template("type: text")));
    }
    for check in [
        "{in order: [a, a]}",
        "{not in the future: a, source: The law}",
        "{exactly one of: [a, [a]]}",
        "{exactly one off: [a]}",
        "{warn: It is odd., if: a == 'x'}",
        "{warn: It is odd.}",
        "{if: a == 'x'}",
        "{source: The law}",
        "{in order: [a, a], warn: It is odd.}",
        "{in order: [a, a], warn: It is odd., if: a == 'x'}",
        "{in order: [a, a], if: a == 'x'}",
        "{in order: []}",
        "{exactly one of: []}",
    ] {
        both(&validator, &format!("{}checks:\n  - {check}\n", template("type: text")));
    }
    let whole = template("type: text");
    for (line, other) in [
        ("revision: 1", "revision: 0"),
        ("revision: 1", "revision: two"),
        ("revision: 1", "order: 1"),
        ("system: LCS", "system: [EHM, LCS]"),
        ("system: LCS", "system: {a: b}"),
        ("title: T", "title:"),
        ("title: T", "title: 1984"),
        ("title: T", "title: T\nunverified: The name of the screen"),
        ("title: T", "title: T\nunverified: [a, b]"),
        ("    screen: S", "    screen: { EHM: S, LCS: T }\n    system: LCS\n    by: finance"),
        ("    screen: S", "    screen: S\n    by: [finance]"),
        ("    screen: S", "    screen: S\n    by: receiving-team"),
        ("    screen: S", "    screen: S\n    by: finance/audit"),
        ("    screen: S", "    screen: S\n    by: -all"),
        ("    screen: S", "    screen: S\n    sytem: LCS"),
        ("title: T", "title: T\norder: 9"),
        ("title: T", "title: T\norder: 10"),
        ("title: T", "title: T\nafter: t"),
        ("system: LCS", "system: []"),
        ("title: T", "title: T\nentry: []"),
        ("title: T", "title: T\nentry: [{ screen: S, fields: [a] }]"),
        ("title: T", "title: T\nentry: [{ screen: S, fields: [a, { field: a, into: B }] }]"),
        ("title: T", "title: T\nentry: [{ screen: S, fields: [a, { id: b, label: B, type: text }] }]"),
        ("title: T", "title: T\nentry: [{ screen: S }]"),
        ("sections:", "setcions:"),
        ("  - title: One", "  - include: shared/x\n    title: One"),
    ] {
        assert!(whole.contains(line));
        both(&validator, &whole.replace(line, other));
    }
}

/// Every way to take a key away, misspell it, or put something else behind it.
fn spoilt(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(map) => {
            let mut all = Vec::new();
            for (key, inner) in map {
                let without =
                    || map.iter().filter(|(other, _)| *other != key).map(|(k, v)| (k.clone(), v.clone()));
                all.push(without().collect());
                all.push(without().chain([(format!("{key}x"), inner.clone())]).collect());
                let others = [json!({ "x": "y" }), json!([["y"]]), json!("y")];
                for other in others.into_iter().chain(spoilt(inner)) {
                    let mut map = map.clone();
                    map.insert(key.clone(), other);
                    all.push(Value::Object(map));
                }
            }
            all
        }
        Value::Array(items) => {
            let mut all = Vec::new();
            for (at, item) in items.iter().enumerate() {
                for other in spoilt(item) {
                    let mut items = items.clone();
                    items[at] = other;
                    all.push(Value::Array(items));
                }
            }
            all
        }
        _ => Vec::new(),
    }
}

const EVERY_KEY_OF_A_TEMPLATE: &str = "
template: t
revision: 1
title: T
system: LCS
order: 1
after: [t]
urgent: { field: a, is: x }
nature: Of work
guidance: G
unverified: U
sections:
  - include: shared/x
  - title: One
    guidance: G
    unverified: U
    screen: S
    system: LCS
    by: finance
    when: { field: a, not: x }
    first: [{ ask: pin }]
    then: [{ wait: W }, { save-point: P }, { tell: Do it., when: { field: a, is: x } }]
    fields:
      - { id: a, label: A, help: H, type: text, required: { field: a }, into: B, max: 9, as: X, was: [b] }
      - { id: b, label: B, type: text, single-line: true, charset: any, line-breaks: keep, confidential: strategy }
      - { id: number, label: N, type: number, range: [0, 4], required: true }
      - { id: d, label: D, type: date, format: dd/mm/yyyy }
      - { id: l, label: L, type: choices, options: { list: l } }
      - id: c
        label: C
        type: choice
        options: [{ code: A, label: B, paste_as: C, was: D, retired: true }]
      - id: t
        label: T
        type: table
        rows: 2
        attach: c
        each: [{ tell: Press Add. }]
        columns:
          - { id: c, label: C, help: H, type: text, max: 3, into: I, charset: plain, line-breaks: keep, single-line: false, required: true }
          - { id: d, label: D, type: date, format: dd/mm }
          - { id: e, label: E, type: number, range: [0, 4] }
          - { id: f, label: F, type: choice, options: [A] }
      - { field: a, into: { EHM: E, LCS: L } }
entry:
  - { screen: S, system: LCS, by: finance, when: { field: a }, first: [{ tell: T }], then: [{ tell: T }], fields: [a, { field: a, into: B }] }
checks:
  - { in order: [d, d], source: S }
  - { not in the future: [d] }
  - { exactly one of: [a, d] }
  - { warn: W, if: a == 'x' }
";

const EVERY_KEY_OF_A_LIST: &str = "
list: t
title: T
source: S
unverified: U
year: '2026'
verified: V
notes: [N]
options: [A, { code: B, label: B }]
";

#[test]
fn parser_and_schema_agree_on_every_key_that_is_missing_misspelt_or_of_another_kind() {
    let validator = validator();
    let mut looked_at = 0;
    for whole in [EVERY_KEY_OF_A_TEMPLATE, EVERY_KEY_OF_A_LIST].map(|text| seen(text).unwrap()) {
        let found = complaints(&validator, &whole);
        assert!(shape_faults(&whole.to_string()).is_empty() && found.is_empty(), "{found:?}");
        for spoilt in spoilt(&whole) {
            both(&validator, &spoilt.to_string());
            looked_at += 1;
        }
    }
    assert!(looked_at > 500, "{looked_at}");
}

#[test]
fn the_lists_of_every_key_have_every_key() {
    let lists = [EVERY_KEY_OF_A_TEMPLATE, EVERY_KEY_OF_A_LIST].map(|text| seen(text).unwrap());
    let mut missing: Vec<String> = Vec::new();
    for (name, map) in schema()["definitions"].as_object().unwrap() {
        let keys: Vec<&String> = map["properties"].as_object().unwrap().keys().collect();
        let stand = |key: &String| {
            // A map is known by having none but its own keys.
            let mut at = lists.iter().flat_map(maps);
            at.any(|map| map.contains_key(key) && map.keys().all(|other| keys.contains(&other)))
        };
        missing.extend(keys.iter().filter(|key| !stand(key)).map(|key| format!("{name}.{key}")));
    }
    assert!(missing.is_empty(), "{missing:?}");
}

fn maps(value: &Value) -> Vec<&serde_json::Map<String, Value>> {
    match value {
        Value::Object(map) => map.values().flat_map(maps).chain([map]).collect(),
        Value::Array(items) => items.iter().flat_map(maps).collect(),
        _ => Vec::new(),
    }
}

/// The examples are shown to an administrator: they had better be right.
#[test]
fn every_example_fits_its_key() {
    let schema = schema();
    let mut looked_at = 0;
    for (name, map) in schema["definitions"].as_object().unwrap() {
        for (key, value) in map["properties"].as_object().unwrap() {
            let mut alone = value.clone();
            alone["definitions"] = schema["definitions"].clone();
            let validator = jsonschema::draft7::new(&alone).unwrap();
            for example in value["examples"].as_array().unwrap() {
                let found = complaints(&validator, example);
                assert!(found.is_empty(), "{name}.{key}: {example}: {found:?}");
                looked_at += 1;
            }
            let about = value["description"].as_str().unwrap();
            assert!(about.ends_with('.'), "{name}.{key}: {about}");
        }
    }
    assert!(looked_at > 60);
}

#[test]
fn it_knows_templates_lists_and_shared_sections_apart() {
    let validator = validator();
    for good in [
        "list: a\ntitle: A\nsource: S\nyear: 2026\noptions: [00, 01]\n",
        "title: About you\nfields:\n  - { id: a, label: A, type: text }\n",
        "title: Two systems\nscreen: { EHM: One, LCS: Two }\nby: finance\nfields:\n  - { field: a, into: { EHM: A, LCS: B } }\n",
    ] {
        let found = complaints(&validator, &seen(good).unwrap());
        assert!(found.is_empty(), "{good}: {found:?}");
    }
    for bad in [
        "list: a\ntitle: A\nsource: S\noptions: []\n",
        "list: a\ntitle: A\noptions: [a]\n",
        "title: About you\n",
        "title: About you\nsource: S\nfields: []\n",
        "- a\n",
        "template: t\n",
    ] {
        assert!(!validator.is_valid(&seen(bad).unwrap()), "{bad}");
    }
}
