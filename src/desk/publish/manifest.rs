//! `manifest.json`: what stopgap last wrote into a folder.

use super::PublishedFile;
use serde::{Deserialize, Serialize};

/// The name of the manifest in a published folder.
pub(in crate::desk) const MANIFEST: &str = "manifest.json";
const OURS: &str = "stopgap publish";

/// What was published, sorted by name. It holds no time, so that the same gives the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Manifest {
    made_by: String,
    pub files: Vec<Entry>,
    /// What earlier definitions gave and these do not; it lies in the folder until a person deletes it.
    #[serde(default)]
    pub stale: Vec<Entry>,
    /// What was about to be written: it is here only if publishing was broken off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writing: Vec<Entry>,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Entry {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// The BLAKE3 hash of its bytes, in hexadecimal digits.
    pub blake3: String,
}

impl Manifest {
    pub fn new(mut files: Vec<Entry>, mut stale: Vec<Entry>) -> Self {
        files.sort();
        stale.sort();
        Self { made_by: OURS.to_owned(), files, stale, writing: Vec::new() }
    }

    /// The same, with what is about to be written.
    pub fn announcing(&self, writing: Vec<Entry>) -> Self {
        Self { writing, ..self.clone() }
    }

    /// Reads a manifest; None when it is not one of ours.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|manifest: &Self| manifest.made_by == OURS)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("names and hashes can be written as JSON");
        bytes.push(b'\n');
        bytes
    }

    /// Every file that stopgap put there, or was about to: one name may have two entries then.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> + Clone {
        self.files.iter().chain(&self.stale).chain(&self.writing)
    }
}

impl Entry {
    pub fn of(file: &PublishedFile) -> Self {
        Self {
            name: file.name.clone(),
            template: file.template.as_ref().map(|(id, _)| id.to_string()),
            revision: file.template.as_ref().map(|(_, revision)| *revision),
            blake3: hash(&file.bytes),
        }
    }
}

pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
