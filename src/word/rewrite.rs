//! Other text for a cell that holds some.

use super::{Element, Pen, copy::look_in, table::Cell};

impl Pen<'_> {
    /// Puts `text` in place of what a cell says, with the look of its first run. Tables inside it stay.
    pub fn rewrite(&mut self, cell: &Cell<'_>, text: &str) {
        let runs = spoken(cell.element);
        let Some(&Spoken { run: first, behind }) = runs.first().filter(|_| !cell.text().is_blank()) else {
            return self.write(cell, text);
        };
        let look = look_in(self.source(), Some(first));
        let new = self.run(first.prefix(), &look, text);
        self.edits.insert(behind, new);
        for Spoken { run, .. } in runs {
            let rest = self.revision.take_out(self.source(), run);
            self.edits.replace(run.range(), rest);
        }
    }
}

/// A run with text in it.
pub(super) struct Spoken<'t> {
    pub run: Element<'t>,
    /// Where another run can follow: behind it, and behind the insertion that it is part of.
    pub behind: usize,
}

/// The runs of a cell that hold text, those of tables inside it left out.
pub(super) fn spoken(cell: Element<'_>) -> Vec<Spoken<'_>> {
    let mut runs = Vec::new();
    collect(cell, None, &mut runs);
    runs
}

fn collect<'t>(parent: Element<'t>, inserted_to: Option<usize>, found: &mut Vec<Spoken<'t>>) {
    for child in parent.elements() {
        match child.local() {
            b"r" if child.child("t").is_some() => {
                found.push(Spoken { run: child, behind: inserted_to.unwrap_or(child.range().end) });
            }
            b"ins" | b"moveTo" => collect(child, inserted_to.or(Some(child.range().end)), found),
            b"p" | b"sdt" | b"sdtContent" | b"customXml" | b"smartTag" | b"hyperlink" | b"fldSimple" => {
                collect(child, inserted_to, found);
            }
            _ => {}
        }
    }
}
