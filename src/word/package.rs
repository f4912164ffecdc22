//! The zip around a Word document: opened within bounds, and written back with one part changed.

use super::{
    Edits, Picture,
    encoding::Encoding,
    other_formats,
    xml::{self, Tree, XmlError},
};
use memchr::memmem;
use std::io::{Cursor, Read, Write};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// What a part may inflate to. The largest form of ours has about 400 kB, a tracker of a thousand rows 1.5 MB.
const MAX_PART: u64 = 8 << 20;
/// What all parts that are read may inflate to.
const MAX_ALL: u64 = 2 * MAX_PART;

/// Documents have a few dozen parts, and each picture is one. The zip library keeps a note of each.
const MOST_PARTS: usize = 10_000;
/// What a part begins with in the zip's directory (APPNOTE 4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";

/// How hard a part is compressed: a tracker of 500 rows takes a third of the time that level 6 takes, and 8 kB
/// more on a drive.
const LEVEL: i64 = 2;

/// Why a file cannot be read as a Word document: what it is instead, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("the file is empty: look for another copy, in the sent mail or the backup")]
    Empty,
    #[error("it is protected with a password: open it in Word, save it without the password, and try again")]
    Encrypted,
    #[error("it is in Word's old format (.doc): open it in Word and save it as .docx")]
    OldWord,
    #[error("it is an e-mail ({0}): open it, save the Word file that is attached to it, and take that")]
    Mail(&'static str),
    #[error(
        "it is {0}, not a Word document: ask for the Word file (.docx), or open it in Word and save it as .docx"
    )]
    Other(&'static str),
    #[error(
        "it is damaged or was cut off while it was copied ({0}): ask for it again, or open and repair it in Word"
    )]
    Damaged(String),
    #[error("it is not safe to open ({0}): tell your IT service where it came from")]
    Unsafe(String),
}

/// A Word document in memory.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    main: String,
    /// What parts may still inflate to.
    room: u64,
}

impl<'a> Package<'a> {
    /// Opens a document and finds its main part by the package's relationships (ECMA-376 part 2, clause 9.3).
    ///
    /// # Errors
    /// When the bytes are something else, encrypted, damaged, or made to do harm.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        other_formats::refuse(bytes)?;
        // Wherever the library takes the directory to be, it is not longer than this.
        if memmem::find_iter(bytes, ENTRY).nth(MOST_PARTS).is_some() {
            return Err(Unreadable::Unsafe(format!("it has more than {MOST_PARTS} parts")));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("the end is missing"))?;
        refuse_duplicates(bytes, &archive)?;
        let mut package = Self { archive, main: String::new(), room: MAX_ALL };
        let mimetype = package.part("mimetype").ok().flatten();
        if let Some(other) = other_formats::in_zip(package.names(), mimetype.as_deref()) {
            return Err(other);
        }
        let rels = package.part("_rels/.rels")?.ok_or(Unreadable::Other("a zip file"))?;
        let rels = tree("_rels/.rels", &rels)?;
        package.main = rels
            .root()
            .elements()
            .find(|r| r.attribute("Type").is_some_and(|t| t.ends_with("/officeDocument")))
            .and_then(|r| r.attribute("Target"))
            .map(|target| target.trim_start_matches('/').to_owned())
            .filter(|target| {
                target.ends_with(".xml") && !target.starts_with("xl/") && !target.starts_with("ppt/")
            })
            .ok_or(Unreadable::Other("an Office file of another kind"))?;
        Ok(package)
    }

    /// The name of the main part, `word/document.xml` in nearly every document.
    pub fn main_part(&self) -> &str {
        &self.main
    }

    /// Whether there is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The names of all parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.archive.file_names()
    }

    /// The text of the main part.
    ///
    /// # Errors
    /// As [`Package::part`]; also when it is missing.
    pub fn main_text(&mut self) -> Result<String, Unreadable> {
        let main = self.main.clone();
        self.part(&main)?.ok_or_else(|| damaged("the page itself is missing"))
    }

    /// The text of a part, or `None` when there is no such part.
    ///
    /// # Errors
    /// When it is damaged, inflates beyond bounds, or is in neither UTF-8 nor UTF-16.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|_| damaged(name))?;
        let most = MAX_PART.min(self.room);
        // The declared size can lie: what counts is what comes out.
        let mut bytes = Vec::with_capacity(usize::try_from(file.size().min(most)).unwrap_or_default() + 1);
        let read = file.take(most + 1).read_to_end(&mut bytes);
        let inflated = bytes.len() as u64;
        // Also what turns out to be damaged took the time.
        self.room = self.room.saturating_sub(inflated);
        read.map_err(|_| damaged(name))?;
        if inflated > most {
            return Err(too_large(name, most));
        }
        let text = Encoding::of(&bytes).decode(bytes);
        let text = text.ok_or_else(|| damaged(&format!("{name} is in neither UTF-8 nor UTF-16")))?;
        // UTF-8 can take half as much again as UTF-16.
        if text.len() as u64 > MAX_PART {
            return Err(too_large(name, MAX_PART));
        }
        Ok(Some(text))
    }

    /// The name of the part that the main part refers to by a relationship of this kind, as `settings`.
    ///
    /// # Errors
    /// When the relationships of the main part cannot be read.
    pub fn related(&mut self, kind: &str) -> Result<Option<String>, Unreadable> {
        Ok(self.all_related(kind)?.into_iter().next())
    }

    /// The names of all such parts, as there is more than one `header`.
    ///
    /// # Errors
    /// When the relationships of the main part cannot be read.
    pub fn all_related(&mut self, kind: &str) -> Result<Vec<String>, Unreadable> {
        let (folder, file) = self.main.rsplit_once('/').unwrap_or(("", &self.main));
        let (folder, rels) = (folder.to_owned(), format!("{folder}/_rels/{file}.rels"));
        let rels = rels.trim_start_matches('/');
        let Some(text) = self.part(rels)? else { return Ok(Vec::new()) };
        let targets = tree(rels, &text)?
            .root()
            .elements()
            .filter(|r| r.attribute("Type").is_some_and(|t| t.rsplit('/').next() == Some(kind)))
            .filter_map(|r| r.attribute("Target"))
            .map(|target| match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None if folder.is_empty() => target.into_owned(),
                None => format!("{folder}/{target}"),
            })
            .collect();
        Ok(targets)
    }

    /// The document with these texts of parts that it has, or that are added to it. Each is written in the
    /// encoding that the part is in; every other part is copied as the compressed bytes that it was, in
    /// the same order.
    ///
    /// # Errors
    /// When a part that has to be copied is damaged.
    pub fn with_parts(&mut self, parts: &[(&str, &str)]) -> Result<Vec<u8>, Unreadable> {
        let parts: Vec<(&str, Vec<&str>)> = parts.iter().map(|(name, text)| (*name, vec![*text])).collect();
        self.with_pieces(&parts)
    }

    /// The document with these changes to a part that it has, as [`Package::with_parts`].
    ///
    /// # Errors
    /// As there.
    pub fn with_edits(&mut self, part: &str, mut edits: Edits<'_>) -> Result<Vec<u8>, Unreadable> {
        self.with_pieces(&[(part, edits.pieces())])
    }

    fn with_pieces(&mut self, parts: &[(&str, Vec<&str>)]) -> Result<Vec<u8>, Unreadable> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL));
        let broken = |_| damaged("a part could not be copied");
        let mut written = vec![false; parts.len()];
        for index in 0..self.archive.len() {
            let file = self.archive.by_index_raw(index).map_err(broken)?;
            let Some(nth) = parts.iter().position(|(name, _)| *name == file.name()) else {
                out.raw_copy_file(file).map_err(broken)?;
                continue;
            };
            let time = file.last_modified().unwrap_or_default();
            drop(file);
            written[nth] = true;
            let (name, pieces) = &parts[nth];
            let encoding = self.encoding(index)?;
            out.start_file(*name, options.last_modified_time(time)).map_err(broken)?;
            out.write_all(&encoding.mark()).map_err(|_| damaged(name))?;
            for piece in pieces {
                out.write_all(&encoding.encode(piece)).map_err(|_| damaged(name))?;
            }
        }
        for ((name, pieces), _) in parts.iter().zip(written).filter(|(_, written)| !written) {
            out.start_file(*name, options).map_err(broken)?;
            for piece in pieces {
                out.write_all(piece.as_bytes()).map_err(|_| damaged(name))?;
            }
        }
        Ok(out.finish().map_err(broken)?.into_inner())
    }

    /// How the text of a part is written.
    fn encoding(&mut self, index: usize) -> Result<Encoding, Unreadable> {
        let mut start = Vec::new();
        let file = self.archive.by_index(index).map_err(|_| damaged("a part"))?;
        file.take(Encoding::SIGN).read_to_end(&mut start).map_err(|_| damaged("a part"))?;
        Ok(Encoding::of(&start))
    }
}

/// A document with a picture as one more part. Its own format packs it already.
///
/// # Errors
/// When the document is damaged.
pub fn with_picture(document: Vec<u8>, name: &str, picture: &Picture) -> Result<Vec<u8>, Unreadable> {
    let broken = |_| damaged(name);
    let mut out = ZipWriter::new_append(Cursor::new(document)).map_err(broken)?;
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    out.start_file(name, options).map_err(broken)?;
    out.write_all(picture.bytes()).map_err(|_| damaged(name))?;
    Ok(out.finish().map_err(broken)?.into_inner())
}

/// A part as a tree.
///
/// # Errors
/// When it is no XML, or XML that is not safe to read.
pub fn tree<'t>(name: &str, text: &'t str) -> Result<Tree<'t>, Unreadable> {
    xml::parse(text).map_err(|error| no_tree(name, &error))
}

/// Whether all that was wanted of a part was read, see [`Tree::all_was_read`].
///
/// # Errors
/// When it was not: what was read is no use then.
pub fn all_was_read(name: &str, tree: &Tree<'_>) -> Result<(), Unreadable> {
    tree.all_was_read().map_err(|error| no_tree(name, &error))
}

fn no_tree(name: &str, error: &XmlError) -> Unreadable {
    let what = format!("{name}: {error}");
    match error {
        XmlError::Broken(_) => Unreadable::Damaged(what),
        XmlError::DocumentType
        | XmlError::TooDeep
        | XmlError::TooMany
        | XmlError::LongName
        | XmlError::ReadUp => Unreadable::Unsafe(what),
    }
}

fn too_large(name: &str, most: u64) -> Unreadable {
    Unreadable::Unsafe(match most {
        MAX_PART => format!("{name} unpacks to more than {} MB", MAX_PART >> 20),
        _ => format!("its parts unpack to more than {} MB", MAX_ALL >> 20),
    })
}

fn damaged(what: &str) -> Unreadable {
    Unreadable::Damaged(what.to_owned())
}

/// Refuses an archive in which two entries bear one name: zip libraries differ in which of them they
/// show, so what we read might not be what Word shows. Ours keeps one of them, so the entries of the directory are
/// counted where it found it (APPNOTE 4.3.12); what other records say of their number can lie.
fn refuse_duplicates(bytes: &[u8], archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), Unreadable> {
    const LENGTH: usize = 46;
    let mut rest =
        usize::try_from(archive.central_directory_start()).ok().and_then(|start| bytes.get(start..));
    let mut entries = 0;
    while let Some(entry) = rest.filter(|rest| rest.starts_with(ENTRY) && rest.len() >= LENGTH) {
        let length = |at: usize| usize::from(u16::from_le_bytes([entry[at], entry[at + 1]]));
        // The name, what some programs add to it, and a comment.
        rest = entry.get(LENGTH + length(28) + length(30) + length(32)..);
        entries += 1;
    }
    if entries == archive.len() {
        Ok(())
    } else {
        Err(Unreadable::Unsafe("two of its parts have the same name".into()))
    }
}
