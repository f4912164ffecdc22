//! The finishing pass: makes what docx-rs laid out valid, and puts in what docx-rs cannot say.
//!
//! docx-rs (0.4.22) writes some children in an order that the schema refuses, knows no tag, kind or
//! lock of a content control, no repeating rows, no heading rows and no language. So the layout puts
//! a bare control with a marker where a field goes, and this pass writes each part anew from its
//! tree: markers become whole controls, children get their order, and our own styles, settings,
//! properties and placeholders take the place of docx-rs's.

use super::{
    Element, Letterhead, Node, Package, Unreadable,
    letterhead::Room,
    package::{tree, with_picture},
    xml::{escaped, push_escaped},
};
use docx_rs::Docx;
use std::{collections::BTreeMap, fmt::Write as _, io::Cursor};

/// The style of a paragraph in a table's heading row; the row repeats on every page.
pub const TABLE_HEAD: &str = "TableHead";

const STYLES: &str = include_str!("parts/styles.xml");
const SETTINGS: &str = include_str!("parts/settings.xml");
const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// Names the relationship of a page to its logo.
const LOGO: &str = "rIdLogo";
/// Names the custom XML item that carries the identity; any constant will do.
const ITEM_ID: &str = "{6B1F0C1E-5E2B-4B9A-9C53-0D6B5B3C7A11}";

const GLOSSARY_TYPES: &str = "<Override PartName=\"/word/glossary/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml\"/><Override PartName=\"/word/glossary/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>";

/// What a content control has to be.
#[derive(Debug, Clone)]
pub struct ControlSpec {
    /// What Word shows and a screen reader says; cut to 64 characters, the most that Word's own
    /// dialogue takes.
    pub title: String,
    pub kind: ControlSpecKind,
    /// What stands there until somebody writes.
    pub placeholder: String,
    /// The name of the bookmark round it; at most 40 characters.
    pub bookmark: Option<String>,
}

/// See [`ControlSpec`].
#[derive(Debug, Clone)]
pub enum ControlSpecKind {
    Text {
        many_lines: bool,
    },
    Date,
    DropDown(Vec<(String, String)>),
    CheckBox,
    /// Rows that can be added; its controls have tags `TAG[].COLUMN`.
    RepeatingSection,
}

/// A laid-out document and all that goes into it beside the layout.
pub struct Unfinished<'l> {
    pub layout: Docx,
    /// What stands above the layout, and how much room there is for it.
    pub letterhead: Option<(&'l Letterhead, Room)>,
    /// What the marker of each control stands for, by tag.
    pub controls: BTreeMap<String, ControlSpec>,
    /// The document's title in its properties: what a screen reader and a list of files say.
    pub title: String,
    /// Small facts for the document's properties.
    pub properties: Vec<(&'static str, String)>,
    /// An XML text of ours, kept outside anything that can be typed in.
    pub item: Option<String>,
}

impl Unfinished<'_> {
    /// The bytes of the finished document; the same for the same input.
    ///
    /// # Errors
    /// When docx-rs wrote what cannot be read: an error of ours, not of the person's.
    pub fn finish(self) -> Result<Vec<u8>, Unreadable> {
        let Self { layout, letterhead, controls, title, properties, item } = self;
        let mut parts = layout.build();
        let top = letterhead.map_or_else(String::new, |(letterhead, room)| letterhead.paragraph(room, LOGO));
        let mut pass = Pass { controls: &controls, top: &top, next_id: 0 };
        parts.document = pass.part(&parts.document, "document")?;
        parts.numberings = pass.part(&parts.numberings, "numbering")?;
        for side in parts.headers.iter_mut().chain(&mut parts.footers) {
            *side = pass.part(side, "header or footer")?;
        }
        parts.styles = STYLES.into();
        parts.settings = SETTINGS.into();
        parts.doc_props.app = format!(
            "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>stopgap</Application></Properties>"
        ).into_bytes();
        parts.doc_props.custom = custom_properties(&properties).into_bytes();
        parts.doc_props.core = format!(
            "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>stopgap</dc:creator><dc:language>en-GB</dc:language><dc:title>{}</dc:title></cp:coreProperties>",
            escaped(&title)
        ).into_bytes();
        let (mut types, mut relations, mut added) = (String::new(), String::new(), Vec::new());
        if !placeholders(&controls).is_empty() {
            types.push_str(GLOSSARY_TYPES);
            let _ = write!(
                relations,
                "<Relationship Id=\"rIdGlossary\" Type=\"{RELATIONSHIPS}/glossaryDocument\" Target=\"glossary/document.xml\"/>"
            );
            added.extend(glossary(&controls));
        }
        if let Some(item) = &item {
            types.push_str("<Override PartName=\"/customXml/itemProps1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.customXmlProperties+xml\"/>");
            let _ = write!(
                relations,
                "<Relationship Id=\"rIdItem\" Type=\"{RELATIONSHIPS}/customXml\" Target=\"../customXml/item1.xml\"/>"
            );
            added.extend(custom_item(item));
        }
        let logo = letterhead.and_then(|(letterhead, _)| letterhead.logo.as_ref());
        let logo = logo.map(|logo| (format!("media/logo.{}", logo.ending()), logo));
        if let Some((name, _)) = &logo {
            let _ = write!(
                relations,
                "<Relationship Id=\"{LOGO}\" Type=\"{RELATIONSHIPS}/image\" Target=\"{name}\"/>"
            );
        }
        parts.content_type = before_end(&parts.content_type, "</Types>", &types)?;
        parts.document_rels = before_end(&parts.document_rels, "</Relationships>", &relations)?;
        let mut packed = Cursor::new(Vec::new());
        parts.pack(&mut packed).map_err(|_| Unreadable::Damaged("the layout could not be packed".into()))?;
        let packed = packed.into_inner();
        let added: Vec<(&str, &str)> = added.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let document = Package::open(&packed)?.with_parts(&added)?;
        match logo {
            Some((name, logo)) => with_picture(document, &format!("word/{name}"), logo),
            None => Ok(document),
        }
    }
}

fn before_end(part: &[u8], end: &str, text: &str) -> Result<Vec<u8>, Unreadable> {
    let part = utf8(part, end)?;
    let at = part.rfind(end).ok_or_else(|| Unreadable::Damaged(format!("no {end}")))?;
    Ok([&part[..at], text, &part[at..]].concat().into_bytes())
}

fn utf8<'p>(part: &'p [u8], name: &str) -> Result<&'p str, Unreadable> {
    std::str::from_utf8(part).map_err(|_| Unreadable::Damaged(format!("{name} is not in UTF-8")))
}

/// Writes trees anew; see the module.
struct Pass<'c> {
    controls: &'c BTreeMap<String, ControlSpec>,
    /// What the page begins with.
    top: &'c str,
    next_id: u32,
}

/// Children in the order that the schema wants (`wml.xsd` of ECMA-376 part 4): docx-rs has its own.
const ORDERS: &[(&str, &str)] = &[
    (
        "pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs \
         suppressAutoHyphens bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents jc \
         textDirection textAlignment outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    (
        "rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike vanish color spacing w kern position sz szCs \
         highlight u effect bdr shd fitText vertAlign rtl cs em lang",
    ),
    (
        "sectPr",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType \
         pgNumType cols vAlign titlePg textDirection docGrid",
    ),
    ("lvl", "start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc pPr rPr"),
    ("tblPr", "tblStyle tblpPr tblOverlap tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook"),
    (
        "tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    ),
    ("tcBorders", "top start left bottom end right insideH insideV tl2br tr2bl"),
];

impl Pass<'_> {
    fn part(&mut self, part: &[u8], name: &str) -> Result<Vec<u8>, Unreadable> {
        let tree = tree(name, utf8(part, name)?)?;
        let mut out = String::with_capacity(part.len() * 2);
        out.push_str(XML);
        self.element(tree.root(), &mut out);
        Ok(out.into_bytes())
    }

    fn id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id
    }

    fn element(&mut self, element: Element<'_>, out: &mut String) {
        let name = element.name();
        let _ = write!(out, "<{name}");
        if name == "w:document" {
            // Word 2010 refuses w15 elements unless they are declared ignorable.
            let _ = write!(
                out,
                " xmlns:w=\"{WORD}\" xmlns:r=\"{RELATIONSHIPS}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" mc:Ignorable=\"w14 w15\""
            );
        } else {
            for (key, value) in element.attributes() {
                // The schema knows no `type` here; and docx-rs counts paragraphs through the whole run of
                // the program, so that the same layout would not give the same bytes.
                if !(name == "w:gridCol" && key == "w:type" || key == "w14:paraId") {
                    let _ = write!(out, " {key}=\"{}\"", escaped(&value));
                }
            }
        }
        if element.inner().is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        if name == "w:body" {
            out.push_str(self.top);
        }
        self.children(element, out);
        let _ = write!(out, "</{name}>");
    }

    fn children(&mut self, element: Element<'_>, out: &mut String) {
        if element.name() == "w:tbl" {
            return self.table(element, out);
        }
        let mut children: Vec<Node<'_>> = element.children().filter(|child| !says_nothing(child)).collect();
        if let Some((_, order)) = ORDERS.iter().find(|(parent, _)| element.is(parent)) {
            children.sort_by_key(|child| {
                let is_it = |known: &str| child.element().is_some_and(|element| element.is(known));
                order.split(' ').position(is_it).unwrap_or(usize::MAX)
            });
        }
        for child in children {
            match child {
                Node::Text(text) => push_escaped(&text.resolved(), out),
                Node::Element(child) if child.name() == "w:sdt" => self.control(child, out),
                Node::Element(child) => self.element(child, out),
            }
        }
    }

    /// A marker becomes the whole control, between its bookmarks.
    fn control(&mut self, marker: Element<'_>, out: &mut String) {
        let tag = marker.child("sdtPr").and_then(|p| p.child_value("alias")).unwrap_or_default();
        let Some(spec) = self.controls.get(&*tag) else { return self.element(marker, out) };
        let bookmark = spec.bookmark.as_ref().map(|name| (self.id(), name));
        if let Some((id, name)) = bookmark {
            let _ = write!(out, "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>");
        }
        out.push_str("<w:sdt>");
        self.control_properties(&tag, spec, out);
        if let Some(content) = marker.child("sdtContent") {
            self.element(content, out);
        }
        out.push_str("</w:sdt>");
        if let Some((id, _)) = bookmark {
            let _ = write!(out, "<w:bookmarkEnd w:id=\"{id}\"/>");
        }
    }

    /// In the order of `CT_SdtPr`.
    fn control_properties(&mut self, tag: &str, spec: &ControlSpec, out: &mut String) {
        let title: String = spec.title.chars().take(64).collect();
        let _ = write!(
            out,
            "<w:sdtPr><w:alias w:val=\"{}\"/><w:tag w:val=\"{}\"/><w:id w:val=\"{}\"/><w:lock w:val=\"sdtLocked\"/>",
            escaped(&title),
            escaped(tag),
            self.id()
        );
        let has_placeholder =
            !matches!(spec.kind, ControlSpecKind::CheckBox | ControlSpecKind::RepeatingSection);
        if has_placeholder {
            let name = placeholder_name(self.controls, &spec.placeholder);
            let _ =
                write!(out, "<w:placeholder><w:docPart w:val=\"{name}\"/></w:placeholder><w:showingPlcHdr/>");
        }
        match &spec.kind {
            ControlSpecKind::Text { many_lines: false } => out.push_str("<w:text/>"),
            ControlSpecKind::Text { many_lines: true } => out.push_str("<w:text w:multiLine=\"1\"/>"),
            ControlSpecKind::Date => out.push_str("<w:date><w:dateFormat w:val=\"dd/MM/yyyy\"/><w:lid w:val=\"en-GB\"/><w:storeMappedDataAs w:val=\"date\"/><w:calendar w:val=\"gregorian\"/></w:date>"),
            ControlSpecKind::DropDown(items) => {
                out.push_str("<w:dropDownList>");
                for (shown, value) in items {
                    let _ = write!(out, "<w:listItem w:displayText=\"{}\" w:value=\"{}\"/>", escaped(shown), escaped(value));
                }
                out.push_str("</w:dropDownList>");
            }
            ControlSpecKind::CheckBox => out.push_str("<w14:checkbox><w14:checked w14:val=\"0\"/><w14:checkedState w14:val=\"2612\" w14:font=\"MS Gothic\"/><w14:uncheckedState w14:val=\"2610\" w14:font=\"MS Gothic\"/></w14:checkbox>"),
            ControlSpecKind::RepeatingSection => out.push_str("<w15:repeatingSection/>"),
        }
        out.push_str("</w:sdtPr>");
    }

    /// Rows of one repeating section are wrapped together, each in an item of its own, as Word does.
    fn table(&mut self, table: Element<'_>, out: &mut String) {
        let mut open: Option<String> = None;
        for child in table.elements() {
            let section = (child.name() == "w:tr").then(|| section_of(child)).flatten();
            if section != open {
                if open.is_some() {
                    out.push_str("</w:sdtContent></w:sdt>");
                }
                if let Some(spec) = section.as_ref().and_then(|tag| self.controls.get(tag)) {
                    out.push_str("<w:sdt>");
                    self.control_properties(section.as_deref().unwrap_or_default(), spec, out);
                    out.push_str("<w:sdtContent>");
                }
                open.clone_from(&section);
            }
            match (child.local(), &section) {
                (b"tr", Some(_)) => {
                    let id = self.id();
                    let _ = write!(
                        out,
                        "<w:sdt><w:sdtPr><w:id w:val=\"{id}\"/><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent>"
                    );
                    self.element(child, out);
                    out.push_str("</w:sdtContent></w:sdt>");
                }
                (b"tr", None) if is_heading_row(child) => self.heading_row(child, out),
                (b"tblPr", _) => self.table_properties(child, table, out),
                _ => self.element(child, out),
            }
        }
        if open.is_some() {
            out.push_str("</w:sdtContent></w:sdt>");
        }
    }

    fn heading_row(&mut self, row: Element<'_>, out: &mut String) {
        out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for child in row.elements().filter(|child| !child.is("trPr")) {
            self.element(child, out);
        }
        out.push_str("</w:tr>");
    }

    /// A title for the table (ECMA-376 17.4.62), which a screen reader says before it reads the cells.
    fn table_properties(&mut self, properties: Element<'_>, table: Element<'_>, out: &mut String) {
        out.push_str("<w:tblPr>");
        self.children(properties, out);
        let section = table.elements().find_map(section_of);
        if let Some(spec) = section.and_then(|tag| self.controls.get(&tag)) {
            let _ = write!(out, "<w:tblCaption w:val=\"{}\"/>", escaped(&spec.title));
        }
        out.push_str("</w:tblPr>");
    }
}

/// Empty property groups carry nothing, and docx-rs puts them where they may not stand.
fn says_nothing(node: &Node<'_>) -> bool {
    node.element().is_some_and(|e| matches!(e.local(), b"rPr" | b"pPr" | b"trPr") && e.inner().is_empty())
}

fn section_of(row: Element<'_>) -> Option<String> {
    let mut tags = row.descendants().filter(|e| e.is("alias")).filter_map(|alias| alias.attribute("val"));
    tags.find_map(|tag| tag.split_once("[].").map(|(section, _)| section.to_owned()))
}

fn is_heading_row(row: Element<'_>) -> bool {
    row.descendants().any(|e| e.is("pStyle") && e.attribute("val").is_some_and(|v| v == TABLE_HEAD))
}

fn placeholders(controls: &BTreeMap<String, ControlSpec>) -> Vec<&str> {
    let mut texts: Vec<&str> =
        controls.values().map(|c| c.placeholder.as_str()).filter(|p| !p.is_empty()).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

fn placeholder_name(controls: &BTreeMap<String, ControlSpec>, text: &str) -> String {
    format!(
        "StopgapPlaceholder{}",
        placeholders(controls).iter().position(|p| *p == text).map_or(0, |at| at + 1)
    )
}

/// What Word puts back when somebody empties a control: without it Word shows a text of its own.
fn glossary(controls: &BTreeMap<String, ControlSpec>) -> Vec<(&'static str, String)> {
    let mut document = format!("{XML}<w:glossaryDocument xmlns:w=\"{WORD}\"><w:docParts>");
    for (at, text) in placeholders(controls).iter().enumerate() {
        let _ = write!(
            document,
            "<w:docPart><w:docPartPr><w:name w:val=\"StopgapPlaceholder{n}\"/><w:category><w:name w:val=\"General\"/><w:gallery w:val=\"placeholder\"/></w:category><w:types><w:type w:val=\"bbPlcHdr\"/></w:types><w:behaviors><w:behavior w:val=\"content\"/></w:behaviors><w:guid w:val=\"{{5B0C5F8E-2F0A-4C7C-9D52-{n:012}}}\"/></w:docPartPr><w:docPartBody><w:p><w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:docPartBody></w:docPart>",
            n = at + 1,
            text = escaped(text),
        );
    }
    document.push_str("</w:docParts></w:glossaryDocument>");
    let rels = format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONSHIPS}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    vec![
        ("word/glossary/document.xml", document),
        ("word/glossary/styles.xml", STYLES.to_owned()),
        ("word/glossary/_rels/document.xml.rels", rels),
    ]
}

/// docx-rs keeps these in a map that gives another order each time.
fn custom_properties(properties: &[(&str, String)]) -> String {
    let mut part = format!(
        "{XML}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">"
    );
    for (at, (name, value)) in properties.iter().enumerate() {
        part.push_str(&custom_property(at, name, value, "vt:"));
    }
    part + "</Properties>"
}

/// One of a document's custom properties: the `at`-th from 0, its value's element under this prefix.
pub fn custom_property(at: usize, name: &str, value: &str, prefix: &str) -> String {
    // 0 and 1 are taken (ECMA-376 part 1, 22.3.2.2).
    let pid = at + 2;
    format!(
        "<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"{pid}\" name=\"{name}\"><{prefix}lpwstr>{}</{prefix}lpwstr></property>",
        escaped(value)
    )
}

fn custom_item(item: &str) -> Vec<(&'static str, String)> {
    let properties = format!(
        "{XML}<ds:datastoreItem xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\" ds:itemID=\"{ITEM_ID}\"><ds:schemaRefs/></ds:datastoreItem>"
    );
    let rels = format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONSHIPS}/customXmlProps\" Target=\"itemProps1.xml\"/></Relationships>"
    );
    vec![
        ("customXml/item1.xml", format!("{XML}{item}")),
        ("customXml/itemProps1.xml", properties),
        ("customXml/_rels/item1.xml.rels", rels),
    ]
}
