use super::folder::*;
use stopgap::share::{ReadError, read_file};

#[test]
fn a_whole_file_within_the_limit() {
    let (_folder, path) = folder_with(Some("1234"));
    assert_eq!(read_file(&path, 4).unwrap(), b"1234");
    assert!(matches!(read_file(&path, 3), Err(ReadError::TooLarge { limit: 3, .. })));
}

#[test]
fn what_cannot_be_read() {
    let (folder, path) = folder_with(None);
    assert!(matches!(read_file(&path, 9), Err(ReadError::Missing(_))));
    assert!(matches!(read_file(&path.join("below"), 9), Err(ReadError::Missing(_))));
    assert!(matches!(read_file(folder.path(), 9), Err(ReadError::Folder(_))));
}

#[test]
fn what_is_wrong_and_what_to_do_are_told_apart() {
    let error = ReadError::Missing("a: b.docx".into());
    assert_eq!(error.message(), "there is no file a: b.docx");
    assert_eq!(error.help(), "look whether it was moved or renamed");
    assert_eq!(error.to_string(), "there is no file a: b.docx: look whether it was moved or renamed");
}
