use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Tools use none of our other parts but the way to tell of faults.
const TOOLS: [&str; 5] = ["word", "clipboard", "share", "diagnostic", "yaml"];
const TOOL_OF_TOOLS: &str = "diagnostic";
/// A stage uses the tools and the stages before it.
const STAGES: [&str; 7] = ["template", "form", "tracker", "reentry", "handover", "overview", "desk"];

/// Long because they are one table each, to be read line by line.
const TABLES: [&str; 1] = ["template/explain.rs"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The room that a file of the library is in.
fn room(file: &Path) -> String {
    let inside = file.strip_prefix(src()).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a text names behind `crate::`, alone or in braces.
fn uses(text: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for after in text.split("crate::").skip(1) {
        let names: Vec<&str> = match after.strip_prefix('{') {
            Some(list) => top_level(list),
            None => vec![after],
        };
        for name in names {
            rooms.insert(name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    rooms.retain(|room: &String| !room.is_empty());
    rooms
}

/// The items of a brace list up to its end, those in inner braces left out.
fn top_level(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&list[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items
}

#[test]
fn a_stage_uses_tools_and_earlier_stages_and_a_tool_neither() {
    let mut looked_at = 0;
    for file in sources(&src()) {
        let room = room(&file);
        if ["lib", "bin"].contains(&room.as_str()) {
            continue;
        }
        looked_at += 1;
        let own = STAGES.iter().position(|stage| *stage == room);
        assert!(own.is_some() || TOOLS.contains(&room.as_str()), "{room} is neither a stage nor a tool");
        for used in uses(&fs::read_to_string(&file).unwrap()) {
            let is_earlier = own.is_some_and(|own| STAGES[..own].contains(&used.as_str()));
            let is_tool = own.is_some() && TOOLS.contains(&used.as_str());
            let is_for_all = used == TOOL_OF_TOOLS;
            assert!(used == room || is_earlier || is_tool || is_for_all, "{} uses {used}", file.display());
        }
    }
    assert!(looked_at > 40, "the sources were not found");
}

#[test]
fn the_pure_stages_touch_no_file_and_no_clock() {
    let impure = ["std::fs", "fs::", "File::", "std::env", "Zoned", "SystemTime", "std::process", "println!"];
    for file in sources(&src()) {
        if !STAGES[..6].contains(&room(&file).as_str()) && room(&file) != "word" {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for word in impure {
            assert!(!code.contains(word), "{} uses {word}", file.display());
        }
    }
}

#[test]
fn no_file_is_a_drawer() {
    for file in sources(&src()) {
        if TABLES.iter().any(|table| file.ends_with(table)) {
            continue;
        }
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 600, "{} has {lines} lines: split it", file.display());
    }
}

#[test]
fn every_module_opens_with_what_it_is() {
    for file in sources(&src()) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}", file.display());
    }
}

#[test]
fn every_stage_says_which_it_is_as_the_map_does() {
    let map = fs::read_to_string(src().join("lib.rs")).unwrap();
    for (before, stage) in STAGES.iter().enumerate() {
        let number = before + 1;
        let text = fs::read_to_string(src().join(stage).join("mod.rs")).unwrap();
        assert!(text.starts_with(&format!("//! Stage {number}: ")), "{stage}");
        assert!(map.contains(&format!("//! | {number} | [`{stage}`] |")), "{stage}");
    }
}

#[test]
fn the_rule_is_read_right() {
    let rooms = uses("use crate::{form::{self, X}, word::Y, template};\nlet x = crate::share::z();");
    assert_eq!(rooms.into_iter().collect::<Vec<_>>(), ["form", "share", "template", "word"]);
}
