//! Who has a file open: the signs that Word and LibreOffice leave beside it.

use super::{beside, read_file};
use std::{
    fmt,
    path::{Path, PathBuf},
};

/// A program that has a file open, or had it open when it crashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub program: Program,
    /// The person at the program, where it says so.
    pub name: Option<String>,
    /// The file that tells of it. One that nobody removed after a crash can be deleted by hand.
    pub sign: PathBuf,
}

/// A program that opens forms and trackers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    Word,
    LibreOffice,
    /// One that leaves no sign, but shares the file with nobody (seen on Windows only).
    Unknown,
}

/// Says where a file is open, as "open in Word by Jane Smith".
impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.program {
            Program::Word => "open in Word",
            Program::LibreOffice => "open in LibreOffice",
            Program::Unknown => "open in another program",
        })?;
        self.name.as_ref().map_or(Ok(()), |name| write!(f, " by {name}"))
    }
}

/// Tells whether another program has a file open, as far as can be seen.
///
/// Where people share a document over SharePoint or OneDrive, Word may leave no sign.
pub fn open_elsewhere(path: &Path) -> Option<Holder> {
    in_word(path).or_else(|| in_libre_office(path)).or_else(|| in_another_program(path))
}

/// Word's owner file: `~$` and the document's name, less its first two letters; of short names it cuts
/// one or none, and which depends on the version, so all are looked for.
fn in_word(path: &Path) -> Option<Holder> {
    let name = path.file_name()?.to_str()?;
    (0..=2).find_map(|cut| {
        let rest: String = name.chars().skip(cut).collect();
        let sign = path.with_file_name(format!("~${rest}"));
        sign.is_file().then(|| Holder { program: Program::Word, name: name_in_owner_file(&sign), sign })
    })
}

fn in_libre_office(path: &Path) -> Option<Holder> {
    let sign = beside(path, ".~lock.", "#");
    sign.is_file().then(|| Holder { program: Program::LibreOffice, name: name_in_lock_file(&sign), sign })
}

/// What counts on Windows: whether the file can be had alone.
fn in_another_program(path: &Path) -> Option<Holder> {
    #[cfg(windows)]
    {
        let mut alone = std::fs::File::options();
        std::os::windows::fs::OpenOptionsExt::share_mode(alone.read(true), 0);
        if alone.open(path).is_err_and(|error| super::is_held(&error)) {
            return Some(Holder { program: Program::Unknown, name: None, sign: path.to_owned() });
        }
    }
    let _ = path;
    None
}

/// The owner file holds the person's name twice: its length and the name in the code page of that
/// computer, and from byte 54 on the same in UTF-16, which we take if it is there.
/// Nobody has published this; LibreOffice writes it so too (`msodocumentlockfile.cxx`).
fn name_in_owner_file(sign: &Path) -> Option<String> {
    const UTF_16_AT: usize = 54;
    let bytes = read_file(sign, 4096).ok()?;
    let wide = || {
        let length = usize::from(*bytes.get(UTF_16_AT)?);
        let name = bytes.get(UTF_16_AT + 2..UTF_16_AT + 2 + 2 * length)?;
        let units = name.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    let narrow = || {
        let name = bytes.get(1..=usize::from(*bytes.first()?))?;
        Some(name.iter().map(|byte| char::from(*byte)).collect::<String>())
    };
    [wide(), narrow()].into_iter().flatten().find_map(|name| shown(&name))
}

/// The lock file holds fields parted by commas: the name from the settings, the name of the account,
/// the computer, and more. A backslash stands before a comma that belongs to a field.
fn name_in_lock_file(sign: &Path) -> Option<String> {
    let text = String::from_utf8(read_file(sign, 4096).ok()?).ok()?;
    let mut fields = vec![String::new()];
    let mut letters = text.chars();
    while let (Some(letter), Some(field)) = (letters.next(), fields.last_mut()) {
        match letter {
            '\\' => field.extend(letters.next()),
            ',' => fields.push(String::new()),
            ';' => break,
            other => field.push(other),
        }
    }
    fields.iter().take(2).find_map(|name| shown(name))
}

/// A name fit to be shown: a name made of control characters could disturb a terminal.
fn shown(name: &str) -> Option<String> {
    let is_name = !name.trim().is_empty() && !name.chars().any(char::is_control);
    is_name.then(|| name.trim().to_owned())
}
