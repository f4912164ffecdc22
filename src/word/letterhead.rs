//! What stands at the top of a council's documents: its logo, and beside that its name.

use super::{Element, picture::Picture, xml::escaped};
use std::fmt::Write as _;

/// Who documents are from; by default nobody, and then nothing stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letterhead {
    pub name: Option<String>,
    pub logo: Option<Picture>,
}

/// How much room there is for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A logo is up to 4 cm wide and 1.8 cm high.
    Usual,
    /// The document is a single page: a logo is up to 4 cm wide and 1 cm high.
    Little,
}

/// English Metric Units.
const CENTIMETRE: u64 = 360_000;
const EMU_OF_TWENTIETH: u64 = 635;
/// Between logo and name, in twentieths of a point.
const BETWEEN: u64 = 200;
/// A longer name would not stand on one line beside the widest logo: it is set smaller.
const LONG_NAME: usize = 48;

/// What a screen reader says in the place of the logo.
const LOGO: &str = "The council's logo";
const LOGO_OF: &str = "Logo of ";

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";
const IN_WORD: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

impl Room {
    fn of_logo(self) -> [u64; 2] {
        match self {
            Self::Usual => [4 * CENTIMETRE, CENTIMETRE * 9 / 5],
            Self::Little => [4 * CENTIMETRE, CENTIMETRE],
        }
    }
}

impl Letterhead {
    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.logo.is_none()
    }

    /// The paragraph that a document begins with; the picture is the part that this relationship names. No heading:
    /// what a screen reader lists as headings begins with the document's own title.
    pub(super) fn paragraph(&self, room: Room, relationship: &str) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut out = "<w:p><w:pPr><w:pStyle w:val=\"Letterhead\"/>".to_owned();
        let size = self.logo.as_ref().map(|logo| logo.within(room.of_logo()));
        if let (Some([width, _]), Some(_)) = (size, &self.name) {
            // A long name goes on below its own beginning.
            let indent = width / EMU_OF_TWENTIETH + BETWEEN;
            let _ = write!(
                out,
                "<w:tabs><w:tab w:val=\"left\" w:pos=\"{indent}\"/></w:tabs><w:ind w:left=\"{indent}\" w:hanging=\"{indent}\"/>"
            );
        }
        out.push_str("</w:pPr>");
        if let Some(size) = size {
            let _ = write!(out, "<w:r>{}</w:r>", self.drawing(size, relationship));
        }
        if size.is_some() && self.name.is_some() {
            out.push_str("<w:r><w:tab/></w:r>");
        }
        if let Some(name) = &self.name {
            let smaller = if name.chars().count() > LONG_NAME {
                "<w:rPr><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/></w:rPr>"
            } else {
                ""
            };
            let _ = write!(out, "<w:r>{smaller}<w:t>{}</w:t></w:r>", escaped(name));
        }
        out + "</w:p>"
    }

    /// The logo within the line (ECMA-376 part 1, 20.4.2.8), with what a screen reader says in its place.
    fn drawing(&self, [width, height]: [u64; 2], relationship: &str) -> String {
        let says = match &self.name {
            Some(name) => format!("{LOGO_OF}{name}"),
            None => LOGO.to_owned(),
        };
        let says = escaped(&says);
        format!(
            "<w:drawing><wp:inline xmlns:wp=\"{IN_WORD}\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"1\" name=\"Logo\" descr=\"{says}\"/>\
             <wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a=\"{DRAWING}\" noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
             <a:graphic xmlns:a=\"{DRAWING}\"><a:graphicData uri=\"{PICTURE}\"><pic:pic xmlns:pic=\"{PICTURE}\">\
             <pic:nvPicPr><pic:cNvPr id=\"1\" name=\"Logo\" descr=\"{says}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"{relationship}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>\
             </pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
    }
}

/// Whether a drawing is the logo of a letterhead, by what it says of itself, which other programs keep.
pub fn is_logo(drawing: Element<'_>) -> bool {
    let mut descriptions = drawing.descendants().filter_map(|element| element.attribute("descr"));
    descriptions.any(|says| says == LOGO || says.starts_with(LOGO_OF))
}
