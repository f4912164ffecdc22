use super::folder::*;
use stopgap::share::GrowingFile;

#[test]
fn lines_are_added_behind_those_that_are_there() {
    let (folder, path) = folder_with(None);
    let mut file = GrowingFile::new(&path, 0);
    file.append("one\n").unwrap();
    file.append("two\nthree\n").unwrap();
    assert_eq!(files_in(&folder), ["Team_Jo.docx: one\ntwo\nthree\n"]);
}

#[test]
fn a_torn_line_makes_room_for_the_next() {
    let (folder, path) = folder_with(Some("one\ntw"));
    GrowingFile::new(&path, 4).append("three\n").unwrap();
    assert_eq!(files_in(&folder), ["Team_Jo.docx: one\nthree\n"]);
}

#[test]
fn a_file_that_went_and_came_back_is_gone_on_with() {
    let (folder, path) = folder_with(None);
    let mut file = GrowingFile::new(&path.with_file_name("gone").join("file"), 0);
    says(file.append("one\n"), "there is no folder");
    std::fs::create_dir(folder.path().join("gone")).unwrap();
    file.append("one\n").unwrap();
    assert_eq!(std::fs::read(file.path()).unwrap(), b"one\n");
}
