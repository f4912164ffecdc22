//! A folder for each test, and how the others look into it.

use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// Does not wait.
pub const NO_WAIT: std::time::Duration = std::time::Duration::ZERO;

/// A folder of its own, and a path in it with a file that says this, or with none.
pub fn folder_with(content: Option<&str>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Team_Jo.docx");
    if let Some(content) = content {
        fs::write(&path, content).unwrap();
    }
    (folder, path)
}

/// Every file of a folder, as `NAME: CONTENT`.
pub fn files_in(folder: &TempDir) -> Vec<String> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let shown = |path: &PathBuf| {
        format!("{}: {}", path.file_name().unwrap().display(), fs::read_to_string(path).unwrap())
    };
    paths.iter().map(shown).collect()
}

pub fn set_read_only(path: &Path, on: bool) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    permissions.set_readonly(on);
    fs::set_permissions(path, permissions).unwrap();
}

#[track_caller]
pub fn says<T, E: std::fmt::Display>(result: Result<T, E>, expected: &str) {
    let error = result.err().expect("it should fail").to_string();
    assert!(error.starts_with(expected), "{error}");
}
