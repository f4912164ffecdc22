use crate::program::{Desk, Ran};
use serde_json::Value;
use std::{fs, io::Read, path::Path};

/// A council whose share, secure place and settings lie in a folder of their own.
pub struct Council {
    pub desk: Desk,
}

/// Its settings, with the folder that all of it is in where `{}` stands.
const SETTINGS: &str = "\
council: Example Council
share: {}/share
published: {}/share/Blank forms
secure: {}/secure
services:
  - name: Assessment
    teams:
      - { name: SCNorth, mailbox: scnorth@example.gov.uk }
      - { name: SCSouth, mailbox: scsouth@example.gov.uk }
  - name: Early Help
    teams:
      - { name: EHCentral, mailbox: ehcentral@example.gov.uk }
systems:
  - name: LCS
    live: https://lcs.example.gov.uk/live
    read-only: https://lcs.example.gov.uk/readonly
";

/// The address of its live LCS, as the bar of the browser shows it.
pub const LIVE: &str = "https://lcs.example.gov.uk/live/home";

impl Council {
    /// The share has the published definitions of two forms.
    pub fn new() -> Self {
        let desk = Desk::new();
        let definitions = Path::new(env!("CARGO_MANIFEST_DIR")).join("template-defs");
        let published = desk.path("share/Blank forms/definitions");
        for part in ["lists", "shared"] {
            fs::create_dir_all(published.join(part)).unwrap();
            for file in fs::read_dir(definitions.join(part)).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), published.join(part).join(file.file_name())).unwrap();
            }
        }
        for file in ["case-note.yaml", "contact.yaml"] {
            let text = fs::read_to_string(definitions.join(file)).unwrap();
            let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("after:")).collect();
            fs::write(published.join(file), lines.join("\n")).unwrap();
        }
        let council = Self { desk };
        council.settings("", "");
        council
    }

    /// Writes the settings, with one text in place of another.
    pub fn settings(&self, from: &str, to: &str) {
        let folder = self.desk.path("").display().to_string();
        let text = if from.is_empty() { SETTINGS.to_owned() + to } else { SETTINGS.replace(from, to) };
        self.desk.file("stopgap.yaml", text.replace("{}", folder.trim_end_matches('/')));
    }

    /// Makes a form as Jane Smith of `SCNorth`, and gives what was said.
    #[track_caller]
    pub fn new_form(&self, template: &str, answers: &str) -> String {
        let words = format!(r#"new {template} --name "Jane Smith" --team SCNorth --set -"#);
        self.desk.steady(&self.desk.run_with(&words, answers).ok())
    }

    /// The rows of a tracker, as people see them.
    pub fn rows(&self, tracker: &str) -> String {
        self.desk.steady(&self.run(&format!(r#"tracker show "{tracker}""#)).ok())
    }

    /// What `stopgap status` says, as JSON.
    #[track_caller]
    pub fn status(&self, words: &str) -> Value {
        serde_json::from_str(&self.run(&format!("status {words} --json")).ok()).unwrap()
    }

    /// Looks at some of the counts of all.
    #[track_caller]
    pub fn counts(&self, expected: &Value) {
        let counts = self.status("")["counts"].clone();
        for (what, count) in expected.as_object().unwrap() {
            assert_eq!(&counts[what], count, "{what} in {counts}");
        }
    }

    /// All files below a folder, by their paths in the council's folder, sorted; those of turns and backups left out.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.desk.path(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if ![".stopgap-lock", ".bak"].iter().any(|end| path.to_string_lossy().ends_with(end)) {
                    let shown = path.strip_prefix(self.desk.path("")).unwrap();
                    files.push(shown.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        files.retain(|file| !file.contains("/Blank forms/"));
        files.sort();
        files
    }

    /// All that a folder holds, as text: names, and what the parts of documents say.
    pub fn all_text(&self, folder: &str) -> String {
        let mut all = String::new();
        for file in self.files(folder) {
            all += &file;
            let bytes = self.desk.bytes(&file);
            match zip::ZipArchive::new(std::io::Cursor::new(&bytes)) {
                Ok(mut parts) => {
                    for at in 0..parts.len() {
                        let mut part = Vec::new();
                        parts.by_index(at).unwrap().read_to_end(&mut part).unwrap();
                        all += &String::from_utf8_lossy(&part);
                    }
                }
                Err(_) => all += &String::from_utf8_lossy(&bytes),
            }
        }
        all
    }

    pub fn run(&self, words: &str) -> Ran {
        self.desk.run(words)
    }
}
