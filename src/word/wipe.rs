//! A cell whose words have to go for good.

use super::{
    Pen,
    copy::{look_in, without},
    pen::run,
    table::Cell,
};

impl Pen<'_> {
    /// Puts `text` in place of all that a cell holds, also what Track Changes keeps of deleted words. It is not
    /// marked as a change: what is marked can be brought back.
    pub fn wipe(&mut self, cell: &Cell<'_>, text: &str) {
        if cell.element.is_empty_tag() {
            return self.write(cell, text);
        }
        let prefix = cell.element.prefix();
        let first = cell.element.descendants().find(|element| element.is("p"));
        let properties = first.and_then(|paragraph| paragraph.child("pPr"));
        let kept = without(self.source(), properties, super::copy::TRACKED);
        let words = match text {
            "" => String::new(),
            text => run(prefix, &look_in(self.source(), properties), text),
        };
        let start = cell.element.child("tcPr").map_or(cell.element.inner().start, |tc| tc.range().end);
        let inside = start..cell.element.inner().end;
        self.edits.replace(inside, format!("<{prefix}p>{kept}{words}</{prefix}p>"));
    }
}
