use super::folder::*;
use std::{fs, thread};
use stopgap::share::{CreateError, backup_of, create_file, replace_file};

#[test]
fn makes_a_new_file() {
    let (folder, path) = folder_with(None);
    replace_file(&path, b"new").unwrap();
    assert_eq!(files_in(&folder), ["Team_Jo.docx: new"]);
}

#[test]
fn keeps_the_old_file_as_the_one_backup() {
    let (folder, path) = folder_with(Some("1"));
    replace_file(&path, b"2").unwrap();
    replace_file(&path, b"3").unwrap();
    assert_eq!(files_in(&folder), ["Team_Jo.docx: 3", "Team_Jo.docx.bak: 2"]);
    assert_eq!(backup_of(&path), folder.path().join("Team_Jo.docx.bak"));
}

#[test]
fn leaves_the_old_file_and_nothing_else_when_it_fails() {
    let (folder, path) = folder_with(Some("old"));
    fs::create_dir_all(backup_of(&path).join("in the way")).unwrap();
    replace_file(&path, b"new").unwrap_err();
    fs::remove_dir_all(backup_of(&path)).unwrap();
    assert_eq!(files_in(&folder), ["Team_Jo.docx: old"]);
}

#[test]
fn does_not_replace_a_file_that_is_read_only() {
    let (folder, path) = folder_with(Some("old"));
    set_read_only(&path, true);
    says(replace_file(&path, b"new"), "you have no permission to change");
    assert_eq!(files_in(&folder), ["Team_Jo.docx: old"]);
    set_read_only(&path, false);
}

#[test]
fn says_that_the_folder_is_gone() {
    let (folder, path) = folder_with(None);
    drop(folder);
    says(replace_file(&path, b"new"), "there is no folder");
}

#[cfg(unix)]
#[test]
fn keeps_links_and_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = folder_with(Some("old"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.docx");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    replace_file(&link, b"new").unwrap();
    assert!(link.is_symlink());
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_reader_sees_the_old_file_or_the_new_one() {
    let (_folder, path) = folder_with(Some(&"0".repeat(100_000)));
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for digit in "123456789".chars() {
                replace_file(&path, digit.to_string().repeat(100_000).as_bytes()).unwrap();
            }
        });
        while !writer.is_finished() {
            let seen = fs::read(&path).unwrap();
            assert!(seen.len() == 100_000 && seen.iter().all(|byte| *byte == seen[0]));
        }
    });
}

#[test]
fn a_new_file_is_made() {
    let (folder, path) = folder_with(None);
    create_file(&path, b"new").unwrap();
    assert_eq!(files_in(&folder), ["Team_Jo.docx: new"]);
}

#[test]
fn a_new_file_never_takes_the_place_of_another() {
    let (folder, path) = folder_with(Some("old"));
    assert!(matches!(create_file(&path, b"new"), Err(CreateError::Exists(_))));
    assert_eq!(files_in(&folder), ["Team_Jo.docx: old"]);
}

#[test]
fn a_new_file_needs_a_folder() {
    let (_folder, path) = folder_with(None);
    says(create_file(&path.join("below"), b"new"), "there is no folder");
}
