//! Documents out of inputs. Random bytes hardly ever pass a zip's checksums, so most inputs are the text of
//! one part, put into a document that is otherwise whole.

use std::io::{Cursor, Write};
use stopgap::word::Package;
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Whole documents, and the parts of theirs that an input can take the place of.
pub struct Kit {
    pub documents: Vec<Vec<u8>>,
    pub parts: &'static [&'static str],
}

impl Kit {
    /// The document that an input means. Its first byte is 0 before the bytes of a whole file; before the
    /// text of a part it says which part of which document, counted through.
    pub fn document(&self, input: &[u8]) -> Option<Vec<u8>> {
        let (choice, rest) = input.split_first()?;
        let Some(choice) = usize::from(*choice).checked_sub(1) else { return Some(rest.to_vec()) };
        let part = self.parts[choice % self.parts.len()];
        let document = &self.documents[choice / self.parts.len() % self.documents.len()];
        Some(with_stored(document, part, rest))
    }

    /// The inputs that give these documents as they are.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        let mut seeds = Vec::new();
        for (nth, document) in self.documents.iter().enumerate() {
            for (at, part) in self.parts.iter().enumerate() {
                let choice = 1 + nth * self.parts.len() + at;
                let Ok(choice) = u8::try_from(choice) else { return seeds };
                seeds.extend(seed(choice, document, part));
            }
        }
        seeds
    }
}

/// The input that is this part of a document, behind a first byte.
pub fn seed(choice: u8, document: &[u8], part: &str) -> Option<Vec<u8>> {
    let mut package = Package::open(document).ok()?;
    let part = if part == "word/document.xml" { package.main_part().to_owned() } else { part.to_owned() };
    let text = package.part(&part).ok()??;
    Some([&[choice], text.as_bytes()].concat())
}

/// The document with one part replaced or added, not compressed, which is quicker.
fn with_stored(document: &[u8], part: &str, text: &[u8]) -> Vec<u8> {
    let mut whole = ZipArchive::new(Cursor::new(document)).expect("a document of ours");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..whole.len() {
        let file = whole.by_index_raw(index).expect("a document of ours");
        if file.name() != part {
            out.raw_copy_file(file).expect("a document of ours");
        }
    }
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    out.start_file(part, stored).expect("a new part");
    out.write_all(text).expect("room in memory");
    out.finish().expect("room in memory").into_inner()
}
