use super::folder::*;
use std::fs;
use stopgap::share::{copy_file, is_same_file};

#[test]
fn a_file_is_copied_whole_and_the_same_one_once() {
    let (folder, path) = folder_with(Some("a film"));
    let copy = folder.path().join("copy");
    copy_file(&path, &copy).unwrap();
    copy_file(&path, &copy).unwrap();
    assert_eq!(files_in(&folder), ["Team_Jo.docx: a film", "copy: a film"]);
}

#[test]
fn nothing_is_copied_over_another_file() {
    let (folder, path) = folder_with(Some("a film"));
    let there = folder.path().join("there");
    fs::write(&there, "another").unwrap();
    says(copy_file(&path, &there), &format!("{} is there already", there.display()));
    says(copy_file(&path, &folder.path().join("none/copy")), "there is no folder");
    says(copy_file(&folder.path().join("gone"), &there), "there is no file");
    says(copy_file(folder.path(), &there), &format!("{} is a folder", folder.path().display()));
    assert_eq!(files_in(&folder), ["Team_Jo.docx: a film", "there: another"]);
}

#[test]
fn files_are_the_same_by_all_of_their_bytes() {
    let (folder, one) = folder_with(None);
    let other = folder.path().join("other");
    fs::write(&one, vec![7; (1 << 20) + 1]).unwrap();
    for (bytes, same) in [((1 << 20) + 1, true), (1 << 20, false), ((1 << 20) + 2, false), (0, false)] {
        fs::write(&other, vec![7; bytes]).unwrap();
        assert_eq!(is_same_file(&one, &other).unwrap(), same, "{bytes}");
    }
}
