//! Small Word documents for tests: a body goes in, the parts round it are always the same.

use std::io::{Cursor, Read, Write};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// A Word document in the making.
#[derive(Clone)]
pub struct Docx {
    document: String,
    settings: String,
    written: fn(&str) -> Vec<u8>,
}

impl Docx {
    /// A document with this body, in which elements are written `<w:...>`.
    pub fn new(body: &str) -> Self {
        let part =
            |name: &str, inside: &str| format!("<w:{name} xmlns:w=\"{TRANSITIONAL}\">{inside}</w:{name}>");
        Self {
            document: part("document", &format!("<w:body>{body}<w:sectPr/></w:body>")),
            settings: part("settings", ""),
            written: |text| text.as_bytes().to_vec(),
        }
    }

    /// With parts that are written in this encoding.
    pub fn written(self, written: fn(&str) -> Vec<u8>) -> Self {
        Self { written, ..self }
    }

    /// With Track Changes on.
    pub fn tracking(mut self) -> Self {
        self.settings = self.settings.replace("></", "><w:trackRevisions/></");
        self
    }

    /// In the strict namespace, with another prefix than `w`; an empty one makes it the default namespace.
    pub fn strict(mut self, prefix: &str) -> Self {
        for part in [&mut self.document, &mut self.settings] {
            *part = part.replace(TRANSITIONAL, STRICT);
            *part = if prefix.is_empty() {
                part.replace("xmlns:w=", "xmlns=").replace("<w:", "<").replace("</w:", "</")
            } else {
                part.replace("w:", &format!("{prefix}:")).replace(":w=", &format!(":{prefix}="))
            };
        }
        self
    }

    /// The main part as it stands in the document.
    pub fn text(&self) -> &str {
        &self.document
    }

    /// How the main part would be written with this text.
    pub fn encoded(&self, text: &str) -> Vec<u8> {
        (self.written)(text)
    }

    /// The document with the main part as it is given.
    pub fn with_text(&self, document: String) -> Self {
        Self { document, ..self.clone() }
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let types = "http://schemas.openxmlformats.org/package/2006/content-types";
        let rels = "http://schemas.openxmlformats.org/package/2006/relationships";
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
        let relationships = |kind_of: &str, target: &str| {
            format!(
                "<Relationships xmlns=\"{rels}\"><Relationship Id=\"rId1\" Type=\"{kind}/{kind_of}\" Target=\"{target}\"/></Relationships>"
            )
        };
        let content_types = format!(
            "<Types xmlns=\"{types}\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Override PartName=\"/word/document.xml\" ContentType=\"{word}.document.main+xml\"/>\
             <Override PartName=\"/word/settings.xml\" ContentType=\"{word}.settings+xml\"/></Types>"
        );
        zipped(&[
            ("[Content_Types].xml", self.encoded(&content_types)),
            ("_rels/.rels", self.encoded(&relationships("officeDocument", "word/document.xml"))),
            ("word/document.xml", self.encoded(&self.document)),
            ("word/_rels/document.xml.rels", self.encoded(&relationships("settings", "settings.xml"))),
            ("word/settings.xml", self.encoded(&self.settings)),
        ])
    }
}

/// A zip file with these entries.
pub fn zipped(entries: &[(&str, impl AsRef<[u8]>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// UTF-16 with a byte order mark, its units written so.
pub fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect()
}

/// The document with all its parts in UTF-16.
pub fn in_utf16(bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    let entries: Vec<_> = names
        .iter()
        .map(|name| {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            (name.as_str(), utf16(&text.replace("UTF-8", "UTF-16"), u16::to_le_bytes))
        })
        .collect();
    zipped(&entries)
}

/// The bytes of a document's main part.
pub fn main_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = Vec::new();
    zip.by_name("word/document.xml").unwrap().read_to_end(&mut part).unwrap();
    part
}

/// The text of a document's main part.
pub fn main_text(bytes: &[u8]) -> String {
    String::from_utf8(main_bytes(bytes)).unwrap()
}

/// Name and compressed bytes of every entry but the main part, in order.
pub fn other_parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index_raw(index).unwrap();
        let mut raw = Vec::new();
        entry.read_to_end(&mut raw).unwrap();
        parts.push((entry.name().to_owned(), raw));
    }
    parts.retain(|(name, _)| name != "word/document.xml");
    parts
}

/// The document with one part changed.
pub fn changed(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut package = stopgap::word::Package::open(bytes).unwrap();
    let text = change(&package.part(part).unwrap().unwrap());
    package.with_parts(&[(part, &text)]).unwrap()
}
