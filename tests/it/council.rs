use crate::program::{Desk, Ran};
use std::{fs, path::Path};

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

    pub fn run(&self, words: &str) -> Ran {
        self.desk.run(words)
    }
}
