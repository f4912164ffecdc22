//! What writes into a document, and marks what it writes if Track Changes is on.

use super::{Edits, Revision, xml::escaped};

/// A pen at one document: its changes so far, and how they are marked.
pub struct Pen<'s> {
    pub(super) edits: Edits<'s>,
    pub(super) revision: Revision,
}

impl<'s> Pen<'s> {
    /// A pen at the document with this main part.
    pub fn new(source: &'s str, revision: Revision) -> Self {
        Self { edits: Edits::new(source), revision }
    }

    /// What it changed in the main part.
    pub fn into_edits(self) -> Edits<'s> {
        self.edits
    }

    pub(super) fn source(&self) -> &'s str {
        self.edits.source()
    }

    /// A run with this text, marked as put in. `look` is its `rPr`, or nothing.
    pub(super) fn run(&mut self, prefix: &str, look: &str, text: &str) -> String {
        self.revision.put_in(prefix, run(prefix, look, text))
    }
}

/// A run with this text, in which line ends and tabs are elements of their own.
pub fn run(prefix: &str, look: &str, text: &str) -> String {
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
