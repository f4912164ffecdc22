//! A new table row, shaped like one that is there.

use super::{
    Element, Pen,
    copy::{TRACKED, inside_without, look_in, without},
    table::{Cell, Row, Table},
    xml::escaped,
};

/// What a row must not take from its model: it is no heading, and not merged with the row above.
const NOT_COPIED: &[&str] = &["tblHeader", "vMerge", "sectPr"];

/// The row that a new one is to be like.
pub struct Model<'r, 't> {
    pub row: &'r Row<'t>,
    /// It looks like what it is, a heading: the new row takes its grid and borders, not its shading and type.
    pub is_heading: bool,
}

impl Pen<'_> {
    /// Appends a row to a table, below all that are there.
    ///
    /// It has the properties of the model, of its cells and of their first paragraphs, but none of their
    /// text, ids, bookmarks or controls. `text` says what goes into the cell that stands where a cell of
    /// the model stands; nothing, if it is empty.
    pub fn append_row<'m>(
        &mut self,
        table: &Table<'_>,
        model: &Model<'_, '_>,
        text: impl Fn(&Cell<'_>) -> &'m str,
    ) {
        let row = Likeness { model, pen: self }.row(text);
        // Behind the control round the last row, if there is one: it may be a control for just that row.
        let last = table.rows.last().and_then(|last| {
            table.element.elements().find(|child| child.range().contains(&last.element.range().start))
        });
        self.edits.insert(last.map_or(table.element.inner().end, |last| last.range().end), row);
    }
}

struct Likeness<'p, 's, 'r> {
    model: &'r Model<'r, 'r>,
    pen: &'p mut Pen<'s>,
}

impl Likeness<'_, '_, '_> {
    fn row<'m>(&mut self, text: impl Fn(&Cell<'_>) -> &'m str) -> String {
        let Row { element, ref cells, .. } = *self.model.row;
        let mut inside = self.copy(element.child("tblPrEx")) + &self.properties(element);
        for cell in cells {
            inside.push_str(&self.cell(cell, text(cell)));
        }
        like(element, &inside)
    }

    fn properties(&mut self, row: Element<'_>) -> String {
        let prefix = row.prefix();
        let properties = inside_without(self.pen.source(), row.child("trPr"), &self.not_copied());
        // The mark of an insertion has its place at the end (ECMA-376 17.4.79).
        match properties + &self.pen.revision.row_mark(prefix).unwrap_or_default() {
            none if none.is_empty() => none,
            all => format!("<{prefix}trPr>{all}</{prefix}trPr>"),
        }
    }

    fn cell(&mut self, model: &Cell<'_>, text: &str) -> String {
        let properties = self.copy(model.element.child("tcPr"));
        let paragraph = match model.element.descendants().find(|e| e.is("p")) {
            Some(paragraph) if !self.model.is_heading => self.paragraph(paragraph, text),
            _ => {
                let prefix = model.element.prefix();
                format!("<{prefix}p>{}</{prefix}p>", self.run(prefix, "", text))
            }
        };
        like(model.element, &(properties + &paragraph))
    }

    fn paragraph(&mut self, model: Element<'_>, text: &str) -> String {
        let properties = model.child("pPr");
        let look = look_in(self.pen.source(), properties);
        let inside = self.copy(properties) + &self.run(model.prefix(), &look, text);
        like(model, &inside)
    }

    fn run(&mut self, prefix: &str, look: &str, text: &str) -> String {
        if text.is_empty() { String::new() } else { self.pen.run(prefix, look, text) }
    }

    fn copy(&self, properties: Option<Element<'_>>) -> String {
        without(self.pen.source(), properties, &self.not_copied())
    }

    fn not_copied(&self) -> Vec<&'static str> {
        let shading: &[&str] = if self.model.is_heading { &["shd"] } else { &[] };
        [TRACKED, NOT_COPIED, shading].concat()
    }
}

/// An element of the model's name. Of its attributes it has only the namespaces: the rest are ids and
/// marks of when it was saved.
fn like(model: Element<'_>, inside: &str) -> String {
    let namespaces = model.attributes().filter(|(name, _)| name.split(':').next() == Some("xmlns"));
    let namespaces: Vec<String> =
        namespaces.map(|(name, value)| format!(" {name}=\"{}\"", escaped(&value))).collect();
    format!("<{0}{1}>{inside}</{0}>", model.name(), namespaces.concat())
}
