use super::folder::*;
use std::{convert::Infallible, fs};
use stopgap::share::{UpdateError, update_file};

#[test]
fn leaves_an_open_file_alone() {
    let (folder, path) = folder_with(Some("old"));
    let sign = folder.path().join(".~lock.Team_Jo.docx#");
    let say_new = |old: &[u8]| Ok::<_, Infallible>([old, b" and new"].concat());
    fs::write(&sign, "Jane Smith,jsmith;").unwrap();
    let expected = format!("{} is open in LibreOffice by Jane Smith: close it there", path.display());
    says(update_file(&path, NO_WAIT, say_new), &expected);
    fs::remove_file(sign).unwrap();
    update_file(&path, NO_WAIT, say_new).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"old and new");
}

#[test]
fn loses_nothing_of_what_another_program_wrote_meanwhile() {
    let (_folder, path) = folder_with(Some("old"));
    let meanwhile = |_: &[u8]| {
        fs::write(&path, "theirs").unwrap();
        Ok::<_, Infallible>(b"ours".to_vec())
    };
    let expected = format!("{} was changed by another program", path.display());
    says(update_file(&path, NO_WAIT, meanwhile), &expected);
    assert_eq!(fs::read(&path).unwrap(), b"theirs");
}

#[test]
fn changes_nothing_when_the_change_fails() {
    let (folder, path) = folder_with(Some("old"));
    let result = update_file(&path, NO_WAIT, |_| Err("no tracker"));
    assert!(matches!(result, Err(UpdateError::Change("no tracker"))));
    assert_eq!(files_in(&folder), [".Team_Jo.docx.stopgap-lock: ", "Team_Jo.docx: old"]);
}

#[test]
fn clears_away_what_a_killed_stopgap_left() {
    let (folder, path) = folder_with(Some("old"));
    let leftover = folder.path().join(".Team_Jo.docx.0123456789abcdef.tmp");
    let anothers = folder.path().join(".Team_Ann.docx.0123456789abcdef.tmp");
    fs::write(&leftover, "half").unwrap();
    fs::write(&anothers, "half").unwrap();
    update_file(&path, NO_WAIT, |old| Ok::<_, Infallible>(old.to_vec())).unwrap();
    assert!(!leftover.exists() && anothers.exists());
}
