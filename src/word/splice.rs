//! Text spliced into a cell: what stands in the document stays as it was, byte for byte.

use super::{Edits, Element, Revision, control::is_showing_placeholder, table::Cell, xml::escaped};
use std::ops::Range;

/// Writes `text` into a cell that holds none, with the look that text typed there would have.
///
/// It goes to the end of the cell's first paragraph. A content control that shows its placeholder
/// there takes it in the placeholder's stead. Line feeds become line breaks.
pub fn write_in_cell(edits: &mut Edits<'_>, cell: &Cell<'_, '_>, text: &str, revision: &mut Revision) {
    let control = cell.control.filter(|control| is_showing_placeholder(control));
    let Some(place) = Place::first_in(cell.element, control) else {
        // The schema wants a paragraph in every cell; not every program gives it one.
        let prefix = cell.element.prefix();
        let run = revision.mark_runs(prefix, run(prefix, "", text));
        return put_at_end(edits, cell.element, &format!("<{prefix}p>{run}</{prefix}p>"));
    };
    let Place { paragraph, parent, control } = place;
    let prefix = paragraph.prefix();
    let look = control.and_then(|control| control.child("sdtPr")?.child("rPr")).map_or_else(
        || mark_look(edits.source(), paragraph),
        |look| source_of(edits.source(), look).to_owned(),
    );
    let run = revision.mark_runs(prefix, run(prefix, &look, text));
    let inside = control.and_then(|control| control.child("sdtContent"));
    match inside {
        None => put_at_end(edits, paragraph, &run),
        // A control within the paragraph: its content is the placeholder and nothing else.
        Some(content) if paragraph.range.start < content.range.start => put_instead(edits, content, &run),
        Some(_) => {
            for other in parent.elements().filter(|e| e.local() == "p" && e.range != paragraph.range) {
                edits.replace(other.range.clone(), "");
            }
            put_instead(edits, paragraph, &run);
        }
    }
    if let Some(control) = control {
        end_placeholder(edits, control);
    }
}

/// Where text goes in a cell.
struct Place<'t, 'a> {
    paragraph: &'t Element<'a>,
    parent: &'t Element<'a>,
    /// The control that shows its placeholder there, around the paragraph or within it.
    control: Option<&'t Element<'a>>,
}

impl<'t, 'a> Place<'t, 'a> {
    /// The first paragraph of an element, tables inside it apart.
    fn first_in(parent: &'t Element<'a>, control: Option<&'t Element<'a>>) -> Option<Self> {
        parent.elements().find_map(|child| match child.local() {
            "p" => {
                let within = || child.descendants().find(|e| e.local() == "sdt" && is_showing_placeholder(e));
                Some(Self { paragraph: child, parent, control: control.or_else(within) })
            }
            "sdt" if is_showing_placeholder(child) => Self::first_in(child, Some(child)),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => Self::first_in(child, control),
            _ => None,
        })
    }
}

/// One run with this text. `look` is its `rPr`, or nothing.
pub(super) fn run(prefix: &str, look: &str, text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<String> = text.split(['\n', '\r']).map(|line| line_of_run(prefix, line)).collect();
    format!("<{prefix}r>{look}{}</{prefix}r>", lines.join(&format!("<{prefix}br/>")))
}

fn line_of_run(prefix: &str, line: &str) -> String {
    let text_element = |piece| match escaped(piece) {
        empty if empty.is_empty() => empty,
        text => format!("<{prefix}t xml:space=\"preserve\">{text}</{prefix}t>"),
    };
    line.split('\t').map(text_element).collect::<Vec<_>>().join(&format!("<{prefix}tab/>"))
}

/// The look of a paragraph's mark (`pPr/rPr`), which is the look of what is typed there.
pub(super) fn mark_look(source: &str, paragraph: &Element<'_>) -> String {
    paragraph
        .child("pPr")
        .and_then(|properties| properties.child("rPr"))
        .map_or_else(String::new, |look| without(source, look, TRACKED))
}

/// What Track Changes keeps in properties: it tells of what was done before, not of how things look.
pub(super) const TRACKED: &[&str] = &[
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "trPrChange",
    "tcPrChange",
    "tblPrExChange",
    "cellIns",
    "cellDel",
    "cellMerge",
];

/// An element as it stands in the source, less the elements of these names at any depth below it.
pub(super) fn without(source: &str, element: &Element<'_>, names: &[&str]) -> String {
    let mut out = String::new();
    push_without(source, element, element.range.clone(), names, &mut out);
    out
}

/// What an element holds, as [`without`].
pub(super) fn inside_without(source: &str, element: &Element<'_>, names: &[&str]) -> String {
    let mut out = String::new();
    push_without(source, element, element.inner.clone(), names, &mut out);
    out
}

fn push_without(
    source: &str,
    element: &Element<'_>,
    stretch: Range<usize>,
    names: &[&str],
    out: &mut String,
) {
    let mut done = stretch.start;
    for child in element.elements() {
        out.push_str(&source[done..child.range.start]);
        if !names.contains(&child.local()) {
            push_without(source, child, child.range.clone(), names, out);
        }
        done = child.range.end;
    }
    out.push_str(&source[done..stretch.end]);
}

fn source_of<'s>(source: &'s str, element: &Element<'_>) -> &'s str {
    &source[element.range.clone()]
}

/// Puts text behind all that an element holds; `<a/>` is opened up.
fn put_at_end(edits: &mut Edits<'_>, element: &Element<'_>, text: &str) {
    if element.is_empty_tag() {
        let end = element.range.end;
        edits.replace(end - "/>".len()..end, format!(">{text}</{}>", element.name));
    } else {
        edits.insert(element.inner.end, text);
    }
}

/// Puts text in place of all that an element holds, its paragraph properties apart.
fn put_instead(edits: &mut Edits<'_>, element: &Element<'_>, text: &str) {
    if element.is_empty_tag() {
        return put_at_end(edits, element, text);
    }
    let start = element.child("pPr").map_or(element.inner.start, |properties| properties.range.end);
    edits.replace(start..element.inner.end, text);
}

/// Makes a control's content an answer: no placeholder, and no bound value that Word would put back.
fn end_placeholder(edits: &mut Edits<'_>, control: &Element<'_>) {
    let properties = control.child("sdtPr").into_iter().flat_map(Element::elements);
    for property in properties.filter(|p| matches!(p.local(), "showingPlcHdr" | "dataBinding")) {
        edits.replace(property.range.clone(), "");
    }
}
