use std::{fs, path::Path};
use stopgap::{
    diagnostic::{Fault, Level},
    template::Pack,
};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// What stands in double quotes between two marks of a file.
fn quoted(text: &str, from: &str, to: &str) -> Vec<String> {
    let (_, rest) = text.split_once(from).unwrap();
    let (part, _) = rest.split_once(to).unwrap();
    part.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_key_and_word_of_the_language_is_explained() {
    let schema = stopgap::template::schema();
    let mut words: Vec<&str> = Vec::new();
    for map in schema["definitions"].as_object().unwrap().values() {
        for (key, value) in map["properties"].as_object().unwrap() {
            words.push(key);
            words.extend(value["enum"].as_array().into_iter().flatten().map(|word| word.as_str().unwrap()));
        }
    }
    let guide = file("docs/definitions.md");
    // In a row of a table, in code. A key that merely stands in an example explains nothing.
    let rows: Vec<&str> = guide.lines().filter(|line| line.starts_with('|')).collect();
    let explained = |word: &str| rows.iter().any(|row| in_code(row, word));
    let missing: Vec<&str> = words.into_iter().filter(|word| !explained(word)).collect();
    assert!(missing.is_empty(), "in no table of docs/definitions.md: {missing:?}");
}

/// Whether a row has a word in backquotes, alone or in a piece of YAML.
fn in_code(row: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let mut code = row.split('`').skip(1).step_by(2);
    code.any(|code| code == word || code.split(|c| !is_part(c)).any(|part| part == word))
}

#[test]
fn every_kind_of_finding_is_explained() {
    let kinds = quoted(&file("src/form/findings.rs"), "impl FindingKind", "\n}\n");
    let guide = file("docs/reading.md");
    let missing: Vec<&String> = kinds.iter().filter(|kind| !guide.contains(&format!("`{kind}`"))).collect();
    assert!(kinds.len() > 10 && missing.is_empty(), "not in docs/reading.md: {missing:?}");
}

#[test]
fn every_command_of_the_readme_is_there() {
    let readme = file("README.md");
    let help = crate::program::Desk::new().run("--help").ok();
    let commands: Vec<&str> = readme
        .split("`stopgap ")
        .skip(1)
        .filter_map(|after| after.split([' ', '`']).next())
        .filter(|word| word.chars().all(|c| c.is_ascii_lowercase()))
        .collect();
    assert!(commands.len() > 4);
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not in the help:\n{help}");
    }
}

/// The fenced blocks of a kind in a document.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let fence = format!("```{kind}\n");
    let parts = text.split(fence.as_str()).skip(1);
    parts.map(|part| part.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_examples_for_administrators_have_no_faults() {
    let blocks = blocks(&file("docs/administrators.md"), "yaml");
    assert!(blocks.len() >= 4);
    for block in blocks {
        let (name, text) = match block.split_once(": ").unwrap() {
            ("list", _) => ("lists/consent.yaml", block.clone()),
            ("template", _) => ("house-visit.yaml", block.clone()),
            _ => {
                let indented = block.lines().fold(String::new(), |text, line| text + "      " + line + "\n");
                let head = "template: example\nrevision: 1\ntitle: T\nsystem: LCS\nnature: T\nsections:\n  - include: shared/header\n  - title: T\n    screen: S\n    fields:\n";
                ("example.yaml", format!("{head}{indented}"))
            }
        };
        // Amid the definitions that stopgap brings along, as in the folder that the guide copies.
        let around = Pack::embedded_files().into_iter().filter(|(other, _)| *other != name);
        let files = around.map(|(other, text)| (other.to_owned(), text.to_owned()));
        let (templates, faults) = Pack::check(files.chain([(name.to_owned(), text)]));
        let is_of_it = |fault: &&Fault| faults.sources.get(fault.place.source).name == name;
        let own: Vec<&Fault> = faults.list.iter().filter(is_of_it).collect();
        assert!(own.iter().all(|fault| fault.level == Level::Note), "{faults}");
        // A form that tells of no child is of no use, whatever its screen is.
        let visit = templates.iter().find(|template| template.id.as_str() == "house-visit");
        assert!(
            visit.is_none_or(|visit| visit.field("pin").is_some() && visit.field("restricted").is_some())
        );
    }
}

#[test]
fn the_commands_for_administrators_work() {
    let desk = crate::program::Desk::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("template-defs"), &desk.path("my-forms"));
    let blocks = blocks(&file("docs/administrators.md"), "sh");
    let lines: Vec<&str> = blocks.iter().flat_map(|block| block.lines()).collect();
    assert!(lines.len() >= 5);
    for line in lines {
        desk.run(line.strip_prefix("stopgap ").unwrap()).ok();
    }
    assert!(desk.path("team-folder/manifest.json").exists());
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap().path();
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() { copy(&entry, &target) } else { fs::copy(&entry, &target).map(|_| ()).unwrap() }
    }
}

#[test]
fn every_key_of_settings_is_explained() {
    let guide = file("docs/settings.md");
    let rows: Vec<&str> = guide.lines().filter(|line| line.starts_with('|')).collect();
    let table = file("src/desk/settings/table.rs");
    let keys = ["needed(\"", "needed(\n            \"", "may(\"", "may(\n            \""]
        .iter()
        .flat_map(|start| table.split(start).skip(1))
        .filter_map(|rest| rest.split('"').next());
    let keys: Vec<&str> = keys.collect();
    let missing: Vec<&&str> = keys.iter().filter(|key| !rows.iter().any(|row| in_code(row, key))).collect();
    assert!(keys.len() > 15 && missing.is_empty(), "in no table of docs/settings.md: {missing:?}");
}

#[test]
fn every_test_that_the_guide_to_re_entry_names_is_there() {
    let guide = file("docs/re-entry.md");
    let (_, table) = guide.split_once("## What goes wrong by hand").unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(1)
        .map(|line| line.split('|').collect())
        .collect();
    let numbers: Vec<usize> = rows.iter().filter_map(|row| row[1].trim().parse().ok()).collect();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
    let sources = sources(Path::new(env!("CARGO_MANIFEST_DIR")));
    for row in rows {
        let named: Vec<&str> = row[4].split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "row {} names no test", row[1]);
        for test in named {
            let is_there = sources.iter().any(|source| source.contains(&format!("fn {test}(")));
            assert!(is_there, "there is no test {test}");
        }
    }
}

/// All source texts of the library and of its tests.
fn sources(root: &Path) -> Vec<String> {
    let mut folders = vec![root.join("src"), root.join("tests")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                sources.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    sources
}

#[test]
fn the_first_version_has_no_before() {
    let changes = file("CHANGELOG.md");
    let (_, first) = changes.split_once("## 0.1.0").unwrap();
    let told: Vec<&str> = first.lines().filter(|line| line.contains("before, ")).collect();
    assert!(told.is_empty(), "say what is so: {told:?}");
}
