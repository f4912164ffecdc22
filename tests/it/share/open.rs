use super::folder::*;
use std::fs;
use stopgap::share::{Program, open_elsewhere};

#[test]
fn nobody_has_it() {
    let (_folder, path) = folder_with(Some("old"));
    assert_eq!(open_elsewhere(&path), None);
}

#[test]
fn word_in_all_its_spellings() {
    for sign in ["~$Team_Jo.docx", "~$eam_Jo.docx", "~$am_Jo.docx"] {
        sees(sign, &owner_file("Zoë Smith"), "open in Word by Zoë Smith");
    }
    sees("~$am_Jo.docx", b"\x04J\xf6rg", "open in Word by Jörg");
    sees("~$am_Jo.docx", b"", "open in Word");
    sees("~$am_Jo.docx", b"\xffJane", "open in Word");
    sees("~$am_Jo.docx", b"\x04\x1b[2J", "open in Word");
}

#[test]
fn libre_office() {
    let sign = ".~lock.Team_Jo.docx#";
    sees(sign, b"Jane Smith,jsmith,PC-7,16.11.2026 17:10,file:///home;", "open in LibreOffice by Jane Smith");
    sees(sign, b"Smith\\, Jane,jsmith,PC-7,,;", "open in LibreOffice by Smith, Jane");
    sees(sign, b",jsmith,PC-7,,;", "open in LibreOffice by jsmith");
    sees(sign, b"\xff", "open in LibreOffice");
}

#[cfg(windows)]
#[test]
fn one_that_shares_it_with_nobody() {
    use std::os::windows::fs::OpenOptionsExt;
    use stopgap::share::{ReadError, WriteError, read_file, replace_file};
    let (_folder, path) = folder_with(Some("old"));
    let held = fs::File::options().read(true).write(true).share_mode(0).open(&path).unwrap();
    assert_eq!(open_elsewhere(&path).unwrap().to_string(), "open in another program");
    assert!(matches!(read_file(&path, 9), Err(ReadError::InUse(_))));
    assert!(matches!(replace_file(&path, b"new"), Err(WriteError::InUse(_))));
    drop(held);
    assert_eq!(read_file(&path, 9).unwrap(), b"old");
}

#[test]
fn another_persons_document_does_not_count() {
    let (folder, path) = folder_with(Some("old"));
    fs::write(folder.path().join("~$am_Ann.docx"), owner_file("Ann")).unwrap();
    assert_eq!(open_elsewhere(&path), None);
}

#[track_caller]
fn sees(sign: &str, content: &[u8], expected: &str) {
    let (folder, path) = folder_with(Some("old"));
    fs::write(folder.path().join(sign), content).unwrap();
    let holder = open_elsewhere(&path).unwrap();
    assert_eq!(holder.to_string(), expected);
    assert_eq!(holder.sign, Some(folder.path().join(sign)));
    assert_eq!(holder.program == Program::Word, sign.starts_with('~'));
}

/// As Word writes it: 162 bytes, the name in the computer's code page and again in UTF-16.
fn owner_file(name: &str) -> Vec<u8> {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u8::try_from(wide.len() / 2).unwrap();
    let mut bytes = vec![length];
    bytes.extend(name.bytes());
    bytes.resize(54, 0);
    bytes.extend([length, 0]);
    bytes.extend(wide);
    bytes.resize(162, 0);
    bytes
}
