//! Pieces of a document copied elsewhere in it, less what must not stand there.

use super::Element;
use std::ops::Range;

/// What Track Changes keeps in properties: it tells of what was done before, not of how things look.
pub const TRACKED: &[&str] = &[
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

/// An element as it stands in the source, less the elements of these names at any depth below it;
/// nothing, if there is no element.
pub fn without(source: &str, element: Option<Element<'_>>, names: &[&str]) -> String {
    let mut out = String::new();
    if let Some(element) = element {
        push_without(source, element, &element.range(), names, &mut out);
    }
    out
}

/// What an element holds, as [`without`].
pub fn inside_without(source: &str, element: Option<Element<'_>>, names: &[&str]) -> String {
    let mut out = String::new();
    if let Some(element) = element {
        push_without(source, element, &element.inner(), names, &mut out);
    }
    out
}

fn push_without(source: &str, element: Element<'_>, part: &Range<usize>, names: &[&str], out: &mut String) {
    let mut done = part.start;
    for child in element.elements() {
        out.push_str(&source[done..child.range().start]);
        if !names.iter().any(|name| child.is(name)) {
            push_without(source, child, &child.range(), names, out);
        }
        done = child.range().end;
    }
    out.push_str(&source[done..part.end]);
}

/// The look (`rPr`) of a run, of a control (given its `sdtPr`), or of a paragraph's mark (`pPr`), which
/// is the look of what is typed there; nothing, if none is set.
pub fn look_in(source: &str, parent: Option<Element<'_>>) -> String {
    without(source, parent.and_then(|parent| parent.child("rPr")), TRACKED)
}
