//! What was sent instead of a Word document, told by content: people rename files.

use super::{Unreadable, encoding::Encoding};
use memchr::memmem;

/// What a file holds, and what is said of it then.
type Sign = (&'static str, fn() -> Unreadable);

/// How far into a file it is looked for what it is.
const HEAD: usize = 512;

/// Names of streams in OLE files, which all old Office programs write, and what the file is then. Word puts an
/// encrypted document into one as well ([MS-OFFCRYPTO] 2.3.4.4).
const STREAMS: [Sign; 5] = [
    ("EncryptedPackage", || Unreadable::Encrypted),
    ("__substg1.0_", || Unreadable::Mail(".msg")),
    ("WordDocument", || Unreadable::OldWord),
    ("Workbook", || Unreadable::Other("an Excel file (.xls)")),
    ("PowerPoint Document", || Unreadable::Other("a PowerPoint file (.ppt)")),
];

/// What a text is that begins so, in small letters and without the marks before it.
const BEGINNINGS: [Sign; 2] =
    [("{\\rtf", || Unreadable::Other("a rich text file (.rtf)")), ("%pdf", || Unreadable::Other("a PDF"))];

/// Marks that only a web page has near its beginning.
const OF_WEB_PAGES: [&str; 7] = ["<!doctype html", "<html", "<head", "<body", "<meta", "<div", "<table"];
/// What Word's own formats of a single XML file say near their beginning.
const OF_WORD_XML: [&str; 3] = ["word.document", "w:worddocument", "pkg:package"];

/// Refuses what is plainly something else.
pub fn refuse(bytes: &[u8]) -> Result<(), Unreadable> {
    let start = bytes.trim_ascii_start();
    if start.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.starts_with(b"PK") {
        return Ok(());
    }
    Err(if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) { ole(bytes) } else { text(start) })
}

fn ole(bytes: &[u8]) -> Unreadable {
    let holds = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    let found = STREAMS.iter().find(|(stream, _)| holds(stream));
    found.map_or(Unreadable::OldWord, |(_, unreadable)| unreadable())
}

fn text(start: &[u8]) -> Unreadable {
    // An even number of bytes, as UTF-16 has them.
    let head = start[..start.len().min(HEAD) & !1].to_vec();
    let decoded = Encoding::of(&head).decode(head.clone());
    let head = decoded.unwrap_or_else(|| String::from_utf8_lossy(&head).into_owned()).to_lowercase();
    let head = head.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let has_one_of = |marks: &[&str]| marks.iter().any(|mark| head.contains(mark));
    if let Some((_, unreadable)) = BEGINNINGS.iter().find(|(beginning, _)| head.starts_with(beginning)) {
        return unreadable();
    }
    if let Some(unreadable) = message(head) {
        return unreadable;
    }
    Unreadable::Other(match () {
        () if has_one_of(&OF_WORD_XML) => "a Word document in an XML file (.xml)",
        () if has_one_of(&OF_WEB_PAGES) => "a web page",
        () => "another kind of file",
    })
}

/// What a text is that begins with the lines of a message (RFC 5322, 2.2). The last line may be cut off.
fn message(head: &str) -> Option<Unreadable> {
    let lines: Vec<&str> = head.lines().take_while(|line| !line.is_empty()).collect();
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_header = |line: &&str| {
        line.starts_with([' ', '\t']) || line.split_once(':').is_some_and(|(name, _)| is_name(name))
    };
    let has = |start: &str| lines.iter().any(|line| line.starts_with(start));
    let are_headers = lines.len() > 1 && lines[..lines.len() - 1].iter().all(is_header);
    if !are_headers {
        None
    } else if has("snapshot-content-location:") || has("content-type: multipart/related") && !has("to:") {
        Some(Unreadable::Other("a web page in one file (.mht)"))
    } else {
        ["from:", "to:", "subject:", "received:"].into_iter().any(has).then_some(Unreadable::Mail(".eml"))
    }
}

/// What a zip file is that holds such parts, if it is plainly no Word document. `mimetype` is what its part of that
/// name says.
pub fn in_zip<'n>(mut names: impl Iterator<Item = &'n str>, mimetype: Option<&str>) -> Option<Unreadable> {
    let kind =
        mimetype.and_then(|mimetype| mimetype.trim().strip_prefix("application/vnd.oasis.opendocument."));
    Some(Unreadable::Other(match kind {
        Some(kind) if kind.starts_with("spreadsheet") => "an OpenDocument spreadsheet (.ods)",
        Some(kind) if kind.starts_with("presentation") => "an OpenDocument presentation (.odp)",
        Some(_) => "an OpenDocument text (.odt)",
        // Older ones are a folder, which is sent as a zip file.
        None if names.any(|name| name.ends_with("Index/Document.iwa") || name.ends_with("Index.zip")) => {
            "a Pages document"
        }
        None => return None,
    }))
}
