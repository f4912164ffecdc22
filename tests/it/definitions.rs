use std::{fs, path::Path};
use stopgap::{diagnostic::Faults, template::Pack};

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
    let source =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/template/fault.rs")).unwrap();
    let mut codes: Vec<&str> =
        source.split('"').filter(|part| part.starts_with("SG") && part.len() == 5).collect();
    codes.dedup();
    let drawn: String = gallery().iter().map(|(name, text)| faults_of(name, text).to_string()).collect();
    // A file of more than a hundred thousand nodes is no picture for a gallery, nor is one without a text.
    codes.retain(|code| !["SG006", "SG008"].contains(code));
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
