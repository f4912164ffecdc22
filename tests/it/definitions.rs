use crate::docx::main_text;
use jiff::civil::date;
use proptest::prelude::*;
use std::{fs, path::Path};
use stopgap::{
    diagnostic::Faults,
    form,
    template::{Check, Choice, Field, FieldKind, Grid, Item, Pack, Rule, TemplateDef},
};

/// What every definition of the gallery may refer to.
pub const AROUND: [(&str, &str); 3] = [
    (
        "lists/colours.yaml",
        "list: colours\ntitle: Colours\nsource: invented\noptions:\n  - { code: R, label: Red }\n  - { code: B, label: Blue }\n",
    ),
    (
        "shared/header.yaml",
        "title: About you\nfields:\n  - { id: worker_name, label: Your name, type: person }\n",
    ),
    (
        "contact.yaml",
        "template: contact\nrevision: 1\ntitle: Contact\nsystem: LCS\nnature: Contact\nsections:\n  - include: shared/header\n",
    ),
];

fn faults_of(name: &str, text: &str) -> Faults {
    let files = AROUND.into_iter().chain([(name, text)]);
    let faults = Pack::read(files).map_or_else(|faults| faults, |pack| pack.remarks().clone());
    assert!(!faults.list.is_empty(), "{name} has no faults");
    faults
}

fn gallery() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults");
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Add a file to `tests/faults`, get a test: its faults as an administrator sees them.
#[test]
fn every_fault_is_drawn_with_place_cause_and_remedy() {
    for (name, text) in gallery() {
        let drawn = faults_of(&name, &text).to_string();
        insta::with_settings!({ description => text, omit_expression => true, snapshot_path => "../faults/drawn", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name.trim_end_matches(".yaml"), drawn);
        });
    }
}

#[test]
fn every_code_of_the_program_is_in_the_gallery() {
    let read = |file| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let source = read("src/yaml/fault.rs") + &read("src/template/fault.rs");
    let mut codes: Vec<&str> =
        source.split('"').filter(|part| part.starts_with("SG") && part.len() == 5).collect();
    codes.dedup();
    let drawn: String = gallery().iter().map(|(name, text)| faults_of(name, text).to_string()).collect();
    // A file of more than a hundred thousand nodes is no picture for a gallery, nor is one without a text, nor a
    // template of a thousand questions.
    codes.retain(|code| !["SG006", "SG008", "SG048"].contains(code));
    let missing: Vec<&&str> = codes.iter().filter(|code| !drawn.contains(**code)).collect();
    assert!(codes.len() > 20 && missing.is_empty(), "not in the gallery: {missing:?}");
}

#[test]
fn a_file_without_end_is_refused() {
    let endless = "- a\n".repeat(200_000);
    let drawn = faults_of("endless.yaml", &endless).list;
    assert_eq!(drawn.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["SG006"]);
}

#[test]
fn a_billion_laughs_are_refused() {
    let laughs = "a: &a [ha, ha]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    assert_eq!(faults_of("laughs.yaml", laughs).list[0].code, "SG005");
}

/// The guide and `forms` show it under "When to use it".
#[test]
fn the_guidance_of_each_form_begins_with_when_to_use_it() {
    for template in Pack::embedded().templates() {
        let guidance = template.guidance.as_deref().unwrap_or_default();
        let first = guidance.split_inclusive(". ").next().unwrap_or_default();
        let is_when = ["For ", "When "].iter().any(|start| first.starts_with(start));
        // More would not fit on the one page of the guide.
        assert!(is_when && first.len() <= 80, "{}: {first}", template.id);
    }
}

/// A template with these lines at its top and these fields, each on a line.
fn template(id: &str, top: &str, fields: &str) -> (String, String) {
    let fields = textwrap::indent(fields, "      ");
    let text = format!(
        "template: {id}\nrevision: 1\ntitle: T\nsystem: LCS\nnature: T{{{{ worker_name }}}}\n{top}sections:\n  - include: shared/header\n  - title: One\n    screen: S\n    fields:\n{fields}\n"
    );
    (format!("{id}.yaml"), text)
}

/// What is told of these files amid the others: each fault as its file, its line and its message.
#[track_caller]
fn told(files: &[(String, String)], expected: &[&str]) {
    let around = AROUND.iter().filter(|(name, _)| !files.iter().any(|(other, _)| other == name));
    let all =
        around.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).chain(files.iter().cloned());
    let (_, faults) = Pack::check(all);
    let told: Vec<String> = faults
        .list
        .iter()
        .map(|fault| {
            let (line, _) = faults.sources.line_and_column(&fault.place);
            format!("{}:{line}: {}", faults.sources.get(fault.place.source).name, fault.message)
        })
        .collect();
    assert_eq!(told, expected);
}

fn file(name: &str, text: &str) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

/// What the form of a template prints, `/` where a line of a text ends and `|` where a paragraph does.
#[track_caller]
fn prints(fields: &str, words: &[&str]) {
    let files = AROUND.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let pack =
        Pack::read(files.chain([template("one", "", fields)])).unwrap_or_else(|faults| panic!("{faults}"));
    let page = main_text(&form::blank(pack.template("one").unwrap(), None).unwrap());
    let page = page.replace("<w:br w:type=\"textWrapping\"/>", "/").replace("</w:p>", "|");
    let mut printed = String::new();
    for piece in page.split('<') {
        printed.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    let missing: Vec<&&str> = words.iter().filter(|words| !printed.contains(**words)).collect();
    assert!(missing.is_empty(), "{missing:?} is not in {printed}");
}

#[test]
fn lines_of_a_text_are_lines_on_the_form_and_a_label_is_one() {
    let help = "- id: a\n  label: >\n    Reason for\n    contact\n\n    today\n  type: text\n  help: |\n    First this.\n    Then that.\n";
    prints(help, &["Reason for contact today", "First this./Then that."]);
}

#[test]
fn small_print_of_a_column_stands_under_its_heading() {
    let column = "{ id: born, label: Born, type: date, help: Or when it is expected }";
    prints(
        &format!("- {{ id: t, label: T, type: table, columns: [{column}] }}"),
        &["Born|Or when it is expected|"],
    );
}

const NOTE: &str = "- { id: note, label: Note, type: text }";

#[test]
fn the_faults_of_a_shared_section_are_told_once() {
    let header =
        "title: About you\nfields:\n  - { id: worker_name }\n  - { id: worker_name, label: A, type: text }\n";
    told(
        &[file("shared/header.yaml", header), template("a", "", NOTE), template("b", "", NOTE)],
        &[
            "shared/header.yaml:3: a field needs `label`",
            "shared/header.yaml:3: a field needs `type`",
            "shared/header.yaml:4: field id `worker_name` is used twice",
        ],
    );
}

#[test]
fn what_follows_from_a_file_that_cannot_be_read_is_not_told() {
    let fields = "- { id: colour, label: Colour, type: choice, options: { list: colours } }\n- { id: note, label: Note, type: text, required: { field: colour, is: R }, as: \"{{ worker_name }}\" }";
    let both = [template("a", "after: [b]\n", fields), template("b", "", fields)];
    told(&both, &[]);
    let with = |name: &str, text: &str| [both.to_vec(), vec![file(name, text)]].concat();
    let unreadable = "a quote was opened and is not closed";
    told(
        &with("shared/header.yaml", "title: \"About\nfields:\n"),
        &[&format!("shared/header.yaml:2: {unreadable}")],
    );
    told(
        &with("shared/header.yaml", "title: About\nfeilds: []\n"),
        &["shared/header.yaml:2: `feilds` is not a key of a section"],
    );
    told(
        &with("lists/colours.yaml", "list: \"colours\ntitle: A\n"),
        &[&format!("lists/colours.yaml:2: {unreadable}")],
    );
    told(
        &with("lists/colours.yaml", "list: colours\ntitle: A\nsource: S\n"),
        &["lists/colours.yaml:1: a list needs `options`"],
    );
    told(
        &[both[0].clone(), file("b.yaml", "template: \"b\nrevision: 1\n")],
        &[&format!("b.yaml:2: {unreadable}")],
    );
    told(
        &[both[0].clone(), file("b.yaml", &both[1].1.replace("title: T\n", ""))],
        &["b.yaml:1: a template needs `title`"],
    );
}

#[test]
fn what_follows_from_an_option_with_a_fault_is_not_told() {
    let options = |second: &str| {
        format!("list: colours\ntitle: A\nsource: S\noptions:\n  - {{ code: R, label: Red }}\n  - {second}\n")
    };
    let uses = "- { id: colour, label: Colour, type: choice, options: { list: colours } }\n- { id: note, label: Note, type: text, required: { field: colour, is: B } }";
    let list = "lists/colours.yaml";
    told(
        &[file(list, &options("{ code: B, lable: Blue }")), template("a", "", uses)],
        &["lists/colours.yaml:6: `lable` is not a key of an option"],
    );
    told(
        &[file(list, &options("{ code: R, label: Blue }")), template("a", "", uses)],
        &["lists/colours.yaml:6: option `R` is used twice"],
    );
    let own = uses.replace("{ list: colours }", "[{ code: R, label: Red }, { code: B }]");
    told(&[template("a", "", &own)], &["a.yaml:11: an option needs `label`"]);
    told(
        &[file(list, &options("{ code: G, label: Green }")), template("a", "", uses)],
        &["a.yaml:12: `B` is not an option of `colour`, so this never holds"],
    );
}

#[test]
fn a_system_that_others_name_or_that_is_like_none_is_not_doubted() {
    let system = |id: &str, name: &str| {
        let (file, text) = template(id, "", NOTE);
        (file, text.replace("system: LCS", &format!("system: {name}")))
    };
    told(&[system("a", "[EHM, LCS]"), system("b", "Mosaic"), system("c", "ContrOCC")], &[]);
    told(&[system("a", "LSC")], &["a.yaml:4: `LSC` is not a system that other templates name"]);
    told(&[system("a", "[EHM, LSC]"), system("b", "LSC")], &[]);
    told(
        &[system("a", "Mosaic"), system("b", "Mosaic"), system("c", "[LCS, Mosiac]")],
        &["c.yaml:4: `Mosiac` is not a system that other templates name"],
    );
    let screen = |id: &str| {
        let (file, text) = system(id, "[EHM, LCS]");
        (file, text.replace("screen: S", "system: lcs\n    screen: { EHM: A, LSC: B }"))
    };
    told(
        &[screen("a")],
        &[
            "a.yaml:9: `lcs` is not a system that other templates name",
            "a.yaml:10: `LSC` is not a system that other templates name",
        ],
    );
}

#[test]
fn a_template_without_a_child_is_told_where_others_have_one() {
    let header = "title: About you\nfields:\n  - { id: worker_name, label: A, type: text }\n  - { id: pin, label: PIN, type: text }\n";
    let header = file("shared/header.yaml", header);
    let (name, text) = template("visit", "", NOTE);
    let without = text.replace("  - include: shared/header\n", "").replace("{{ worker_name }}", "");
    told(&[header.clone(), file(&name, &text)], &[]);
    told(
        &[header.clone(), file(&name, &without)],
        &["visit.yaml:1: `visit` does not ask for the child's PIN, as other templates do"],
    );
    // Of one that could not be read whole nobody knows.
    let unread = without.replace("    fields:", "    feilds:");
    told(&[header, file(&name, &unread)], &["visit.yaml:9: `feilds` is not a key of a section"]);
}

#[test]
fn two_files_with_one_id_are_told_apart() {
    let list = |id: &str| format!("list: {id}\ntitle: T\nsource: S\noptions: [A]\n");
    told(
        &[file("lists/a.yaml", &list("b")), file("lists/b.yaml", &list("b"))],
        &["lists/a.yaml:1: list `b` is used twice"],
    );
    told(
        &[file("lists/b.yaml", &list("b")), file("lists/b.yaml.yaml", &list("b"))],
        &["lists/b.yaml.yaml:1: list `b` is used twice"],
    );
    told(&[file("lists/c.yaml", &list("b"))], &["lists/c.yaml:1: `b` is not the name of its file"]);
    let (_, note) = template("note", "", NOTE);
    told(
        &[file("copy of note.yaml", &note), file("note.yaml", &note)],
        &["copy of note.yaml:1: template `note` is used twice"],
    );
    told(
        &[file("shared/a.yaml", "title: A\nfields: []\n"), file("shared/a.yml", "title: B\nfields: []\n")],
        &["shared/a.yml:1: shared section `shared/a` is used twice"],
    );
}

#[test]
fn templates_that_wait_for_one_another_are_told_once() {
    let three = |c: &str| {
        [template("a", "after: [b]\n", NOTE), template("b", "after: [c]\n", NOTE), template("c", c, NOTE)]
    };
    told(&three(""), &[]);
    told(&three("after: [contact]\n"), &[]);
    told(
        &three("after: [contact, a]\n"),
        &["a.yaml:6: `a` is entered after `b`, that after `c`, that after `a`: nobody could begin"],
    );
    told(&three("after: [b]\n"), &["b.yaml:6: `b` is entered after `c`, that after `b`: nobody could begin"]);
}

#[test]
fn a_file_that_includes_itself_ends() {
    told(
        &[file("shared/header.yaml", "include: shared/header\n"), template("a", "", NOTE)],
        &[
            "shared/header.yaml:1: `include` is not a key of a section",
            "shared/header.yaml:1: a section needs `fields`",
            "shared/header.yaml:1: a section needs `title`",
        ],
    );
    told(
        &[file("lists/colours.yaml", "list: colours\ntitle: T\nsource: S\noptions: { list: colours }\n")],
        &["lists/colours.yaml:4: `options` is a group of keys"],
    );
}

#[test]
fn notes_do_not_stand_among_errors() {
    let (name, text) = template("a", "unverified: the boxes\n", "- { id: note, lable: Note, type: text }");
    let drawn = faults_of(&name, &text).to_string();
    assert!(!drawn.contains("the boxes"), "{drawn}");
    assert!(drawn.ends_with("\n\n1 note is left for when this is mended"), "{drawn}");
    let (name, text) = template("a", "unverified: the boxes\n", NOTE);
    assert!(faults_of(&name, &text).to_string().contains("note[SG020]: the boxes"));
}

/// So many lines, each with its number in place of `#`.
fn many(count: usize, line: &str) -> String {
    (0..count).map(|at| line.replace('#', &at.to_string())).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_template_that_no_form_can_carry_is_told() {
    let text = |at: usize| format!("- {{ id: q{at}, label: Question {at}, type: text }}");
    let large = |what: &str| format!("a.yaml:1: the template is larger than a form can carry: it has {what}");
    // The shared section asks one more.
    told(&[template("a", "", &many(799, "- { id: q#, label: Question #, type: text }"))], &[]);
    told(
        &[template("a", "", &many(800, "- { id: q#, label: Question #, type: text }"))],
        &[&large("801 questions, columns among them, and 800 are the most")],
    );
    let options = many(2001, "{ code: C#, label: Option # }").replace('\n', ", ");
    let table = format!(
        "- {{ id: t, label: T, type: table, columns: [{{ id: c, label: C, type: choice, options: [{options}] }}] }}"
    );
    told(&[template("a", "", &table)], &[&large("2001 options, and 2000 are the most")]);
    let top = |key: &str, lines: &str| format!("{key}:\n{lines}\n");
    told(
        &[template("a", &top("checks", &many(101, "  - in order: [q1]")), &text(1))],
        &[&large("101 checks, and 100 are the most")],
    );
    told(
        &[template("a", &top("checks", &many(100, "  - in order: [q1, q1, q1, q1, q1, q1]")), &text(1))],
        &[&large("600 fields named in checks, and 500 are the most")],
    );
    told(
        &[template("a", &top("entry", &many(299, "  - { screen: S#, fields: [q1] }")), &text(1))],
        &[&large("301 sections and screens, and 300 are the most")],
    );
    let values = vec!["x"; 2001].join(", ");
    told(
        &[template("a", &format!("urgent: {{ field: q1, is: [{values}] }}\n"), &text(1))],
        &[&large("2001 values in conditions, and 2000 are the most")],
    );
    let help = format!("- {{ id: q1, label: Q, type: text, help: {} }}", "x".repeat(256 << 10));
    told(&[template("a", "", &help)], &[&large("more than 256 kB")]);
}

#[test]
fn a_form_that_carries_more_than_a_form_can_is_read_by_the_definitions_here() {
    let files = AROUND.into_iter().map(|(name, text)| file(name, text));
    let pack = Pack::read(files.chain([template("a", "", NOTE)])).unwrap();
    let definition = pack.template("a").unwrap();
    let carried = |spoil: &dyn Fn(&mut TemplateDef)| {
        let mut spoilt = definition.clone();
        spoil(&mut spoilt);
        let read = form::read(&form::blank(&spoilt, None).unwrap(), &pack, date(2026, 11, 22)).unwrap();
        // What is printed otherwise is read as words outside the boxes, in a section more.
        assert_eq!(read.definition.sections[..2], definition.sections);
        read.identity.definition.is_some()
    };
    assert!(carried(&|_| {}));
    assert!(!carried(&|form| form.title = "x".repeat(501)));
    assert!(!carried(&|form| form.sections[1].title = "x".repeat(501)));
    assert!(!carried(&|form| form.sections.push(form.sections[0].clone())));
    let note = |form: &mut TemplateDef, change: &dyn Fn(&mut Field)| match &mut form.sections[1].items[0] {
        Item::Field(field) => change(field),
        Item::Again(_) => panic!("no question"),
    };
    assert!(!carried(&|form| note(form, &|field| field.label = "x".repeat(501))));
    assert!(!carried(&|form| note(form, &|field| field.help = Some("x".repeat(256 << 10)))));
    assert!(!carried(&|form| note(form, &|field| {
        field.kind = FieldKind::Choice(vec![Choice::plain("x".repeat(501))]);
    })));
    assert!(!carried(&|form| note(form, &|field| {
        let column = Field::new("c", "C", FieldKind::Text);
        let columns = vec![column.clone(), column];
        field.kind = FieldKind::Table(Grid { rows: 1, columns, attach: None, each: Vec::new() });
    })));
    let checks = |count: usize| vec![Check { rule: Rule::InOrder(Vec::new()), source: None }; count];
    assert!(!carried(&|form| form.checks = checks(101)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    /// Whatever a file holds, its faults can be told, and each arrow has a place.
    #[test]
    fn any_file_is_told_about(text in "(title: |fields:|- |-id: |label:|[-:#\t{}\\[\\],\"'a\u{e9}\u{201c} \n]){0,40}") {
        for name in ["note.yaml", "lists/note.yaml", "shared/header.yaml"] {
            let (_, faults) = Pack::check(AROUND.into_iter().filter(|(other, _)| *other != name).chain([(name, text.as_str())]));
            let drawn = faults.to_string();
            prop_assert!(faults.list.is_empty() || drawn.contains("-->"), "{}", drawn);
        }
    }
}

/// A key whose comma is missing may stand behind a character of several bytes.
#[test]
fn a_key_behind_any_character_is_told_of() {
    let text = "template: a\nsections:\n  - title: A\n    fields:\n      - { id: pin, label: PIN, type: tex\u{2028}max: 20 }\n";
    assert!(!Pack::check([("a.yaml", text)]).1.list.is_empty());
}

/// White space that is more than a byte long is no part of the line's end.
#[test]
fn a_line_that_ends_in_other_white_space_is_told_like_any() {
    let text = "erver: $schema=./sshema}\u{2028}\n  - { code; 'PN2', screensource# ya[lerver: $schema=./sshema}\u{2028}\n  - { code; 'PN2', screensources\noptions:lo";
    assert!(!Pack::check([("a.yaml", text)]).1.list.is_empty());
}
