//! Text spliced into a cell: what stands in the document stays as it was, byte for byte.

use super::{
    Edits, Element, Pen,
    copy::look_in,
    placeholder::{is_showing_placeholder, is_unwritten},
    table::Cell,
};

impl Pen<'_> {
    /// Writes `text` into a cell that holds none, with the look that text typed there would have.
    ///
    /// It goes to the end of the cell's first paragraph. A content control that shows its placeholder
    /// there takes it in the placeholder's stead. Line feeds become line breaks.
    pub fn write(&mut self, cell: &Cell<'_>, text: &str) {
        let control = cell.control.filter(|control| is_showing_placeholder(*control));
        match Place::first_in(cell.element, control) {
            Some(Place { paragraph, control: None, .. }) => {
                let look = look_in(self.source(), paragraph.child("pPr"));
                let run = self.run(paragraph.prefix(), &look, text);
                put_at_end(&mut self.edits, paragraph, &run);
            }
            Some(Place { paragraph, parent, control: Some(control) }) => {
                self.answer(control, parent, paragraph, text);
            }
            // The schema wants a paragraph in every cell; not every program gives it one.
            None => {
                let prefix = cell.element.prefix();
                let run = self.run(prefix, "", text);
                put_at_end(&mut self.edits, cell.element, &format!("<{prefix}p>{run}</{prefix}p>"));
            }
        }
    }

    /// Adds a paragraph with this text at the end of the document.
    pub fn add_paragraph(&mut self, root: Element<'_>, text: &str) {
        let Some(body) = root.child("body") else { return };
        let prefix = body.prefix();
        let run = self.run(prefix, "", text);
        let paragraph = format!("<{prefix}p>{run}</{prefix}p>");
        // The last section's properties close the body.
        match body.elements().last().filter(|last| last.is("sectPr")) {
            Some(last) => self.edits.insert(last.range().start, paragraph),
            None => put_at_end(&mut self.edits, body, &paragraph),
        }
    }

    /// Puts text in place of the placeholder that a control round or within a paragraph shows.
    fn answer(&mut self, control: Element<'_>, parent: Element<'_>, paragraph: Element<'_>, text: &str) {
        let properties = control.child("sdtPr");
        let look = match look_in(self.source(), properties) {
            none if none.is_empty() => look_in(self.source(), paragraph.child("pPr")),
            look => look,
        };
        let run = self.run(paragraph.prefix(), &look, text);
        let is_within = paragraph.range().start < control.range().start;
        match control.child("sdtContent") {
            Some(content) if is_within => put_instead(&mut self.edits, content, &run),
            // It has no room for an answer, so that stands behind it.
            None if is_within => put_at_end(&mut self.edits, paragraph, &run),
            _ => {
                for other in parent.elements().filter(|e| e.is("p") && e.range() != paragraph.range()) {
                    self.edits.replace(other.range(), "");
                }
                put_instead(&mut self.edits, paragraph, &run);
            }
        }
        // Else Word would take the answer for the placeholder, or put a bound value in its place.
        let no_answer = |p: &Element<'_>| matches!(p.local(), b"showingPlcHdr" | b"dataBinding");
        for property in properties.into_iter().flat_map(Element::elements).filter(no_answer) {
            // A control can stand round several cells, each of which gets an answer.
            self.edits.take_out(property.range());
        }
    }
}

/// Where text goes in a cell.
struct Place<'t> {
    paragraph: Element<'t>,
    parent: Element<'t>,
    /// The control that shows its placeholder there, round the paragraph or within it.
    control: Option<Element<'t>>,
}

impl<'t> Place<'t> {
    /// The first paragraph of an element, tables inside it apart.
    fn first_in(parent: Element<'t>, control: Option<Element<'t>>) -> Option<Self> {
        parent.elements().find_map(|child| match child.local() {
            b"p" => {
                Some(Self { paragraph: child, parent, control: control.or_else(|| placeholder_in(child)) })
            }
            b"sdt" if is_unwritten(child) => Self::first_in(child, Some(child)),
            b"sdt" | b"sdtContent" | b"customXml" | b"ins" | b"moveTo" => Self::first_in(child, control),
            _ => None,
        })
    }
}

/// The first control in the text of a paragraph that shows its placeholder. One in its properties, in a
/// picture's text or in what was deleted is none: what is written there is not seen.
fn placeholder_in(parent: Element<'_>) -> Option<Element<'_>> {
    parent.elements().find_map(|child| match child.local() {
        b"sdt" if is_unwritten(child) => Some(child),
        b"sdt" | b"sdtContent" | b"ins" | b"moveTo" | b"customXml" | b"smartTag" | b"hyperlink"
        | b"fldSimple" => placeholder_in(child),
        _ => None,
    })
}

/// Puts text behind all that an element holds; `<a/>` is opened up.
fn put_at_end(edits: &mut Edits<'_>, element: Element<'_>, text: &str) {
    if element.is_empty_tag() {
        let end = element.range().end;
        edits.replace(end - "/>".len()..end, format!(">{text}</{}>", element.name()));
    } else {
        edits.insert(element.inner().end, text);
    }
}

/// Puts text in place of all that an element holds, its paragraph properties apart.
fn put_instead(edits: &mut Edits<'_>, element: Element<'_>, text: &str) {
    if element.is_empty_tag() {
        return put_at_end(edits, element, text);
    }
    let start = element.child("pPr").map_or(element.inner().start, |properties| properties.range().end);
    edits.replace(start..element.inner().end, text);
}
