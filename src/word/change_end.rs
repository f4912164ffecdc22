//! Other words at the end of what a cell says.

use super::{
    Pen,
    copy::look_in,
    rewrite::{Spoken, spoken},
    table::Cell,
    text::text_of,
};

/// What a run can hold and be written anew as text.
const PLAIN: [&str; 6] = ["rPr", "t", "tab", "br", "cr", "lastRenderedPageBreak"];

impl Pen<'_> {
    /// Puts `now` in place of `was`, with which the last words of a cell end, and says whether it did: it does
    /// not where `was` does not stand in one run with words before it, or the run holds more than text. White
    /// space in front of it goes. All other runs stay, with their look.
    pub fn change_end(&mut self, cell: &Cell<'_>, was: &str, now: &str) -> bool {
        let text = |spoken: &Spoken<'_>| text_of([spoken.run]).0;
        let Some(last) = spoken(cell.element).into_iter().rev().find(|run| !text(run).is_blank()) else {
            return false;
        };
        let is_plain = last.run.elements().all(|child| PLAIN.iter().any(|name| child.is(name)));
        let said = text(&last);
        let Some(before) = said.expose().trim_end().strip_suffix(was).map(str::trim_end) else {
            return false;
        };
        if !is_plain || before.is_empty() {
            return false;
        }
        let look = look_in(self.source(), Some(last.run));
        let new = self.run(last.run.prefix(), &look, &format!("{before}{now}"));
        let rest = self.revision.take_out(self.source(), last.run);
        self.edits.insert(last.behind, new);
        self.edits.replace(last.run.range(), rest);
        true
    }
}
