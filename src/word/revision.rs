//! Track Changes: whether it is on, and how what we write and take out is marked then.

use super::{
    Edits, Element, Package, Unreadable,
    package::tree,
    xml::{escaped, local},
};
use std::fmt::Write as _;

/// Word counts ids in 31 bits; an id above this one is not from Word and leaves us no room.
const MAX_ID: u32 = 0x7fff_0000;

/// How a change of ours to a document is marked: as tracked, or not at all.
///
/// A mark bears no date (it is optional, ECMA-376 17.13.5.18): this layer has no clock.
pub struct Revision {
    mark: Option<Mark>,
}

struct Mark {
    next_id: u32,
    author: String,
    /// Where elements bear no prefix, attributes still need one: this declares it.
    declaration: String,
}

impl Revision {
    /// What Word would do with what is typed into this document: marks it as a change by `author`, if
    /// Track Changes is on. `root` is the tree of the main part, whose ids must not be used again.
    ///
    /// # Errors
    /// When the document's settings cannot be read.
    pub fn of_typing(package: &mut Package<'_>, root: Element<'_>, author: &str) -> Result<Self, Unreadable> {
        let mark = is_tracking(package)?.then(|| Mark {
            next_id: highest_id(root) + 1,
            author: escaped(author),
            declaration: format!(" xmlns:w=\"{}\"", escaped(&default_namespace(root))),
        });
        Ok(Self { mark })
    }

    /// Runs that are put in, marked. `prefix` is that of the elements around them.
    pub fn put_in(&mut self, prefix: &str, runs: String) -> String {
        match self.tag(prefix, "ins") {
            Some(tag) => format!("<{tag}>{runs}</{prefix}ins>"),
            None => runs,
        }
    }

    /// What stays of a run that is taken out: nothing, or the run, marked.
    pub fn take_out(&mut self, source: &str, run: Element<'_>) -> String {
        let prefix = run.prefix();
        let Some(tag) = self.tag(prefix, "del") else { return String::new() };
        let start = run.range().start;
        let mut edits = Edits::new(&source[run.range()]);
        for text in run.elements().filter(|e| e.is("t") && !e.is_empty_tag()) {
            // Deleted text stands in an element of another name (ECMA-376 17.3.3.7).
            let name = text.range().start - start + "<".len();
            edits.replace(name..name + text.name().len(), format!("{prefix}delText"));
            let end_tag = text.inner().end - start..text.range().end - start;
            edits.replace(end_tag, format!("</{prefix}delText>"));
        }
        format!("<{tag}>{}</{prefix}del>", edits.finish())
    }

    /// What the properties of a new row (`trPr`) hold to mark it, if anything.
    pub fn row_mark(&mut self, prefix: &str) -> Option<String> {
        self.tag(prefix, "ins").map(|tag| format!("<{tag}/>"))
    }

    fn tag(&mut self, prefix: &str, name: &str) -> Option<String> {
        let Mark { next_id, author, declaration } = self.mark.as_mut()?;
        let mut tag = format!("{prefix}{name}");
        let prefix = if prefix.is_empty() {
            tag.push_str(declaration);
            "w:"
        } else {
            prefix
        };
        let _ = write!(tag, " {prefix}id=\"{next_id}\" {prefix}author=\"{author}\"");
        *next_id += 1;
        Some(tag)
    }
}

/// Whether Word marks what is typed: Track Changes is on, or the document is protected so that it stays on.
fn is_tracking(package: &mut Package<'_>) -> Result<bool, Unreadable> {
    let Some(name) = package.related("settings")? else { return Ok(false) };
    let Some(text) = package.part(&name)? else { return Ok(false) };
    let tree = tree(&name, &text)?;
    let settings = tree.root();
    let is_enforced = settings.child("documentProtection").is_some_and(|protection| {
        protection.attribute("edit").as_deref() == Some("trackedChanges")
            && matches!(protection.attribute("enforcement").as_deref(), Some("1" | "true" | "on"))
    });
    Ok(is_enforced || settings.switch("trackRevisions"))
}

/// The highest id of an annotation (insertion, bookmark, comment anchor ...). Drawings count on their
/// own, in attributes without a prefix.
fn highest_id(root: Element<'_>) -> u32 {
    root.descendants()
        .flat_map(Element::attributes)
        .filter(|(name, _)| name.contains(':') && local(name) == "id")
        .filter_map(|(_, id)| id.parse().ok())
        .filter(|id| *id <= MAX_ID)
        .max()
        .unwrap_or(0)
}

/// The namespace of elements without a prefix.
fn default_namespace(root: Element<'_>) -> String {
    const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    root.descendants()
        .filter_map(|element| element.attributes().find(|(name, _)| *name == "xmlns"))
        .map(|(_, namespace)| namespace.into_owned())
        .find(|namespace| namespace.contains("wordprocessingml"))
        .unwrap_or_else(|| TRANSITIONAL.to_owned())
}
