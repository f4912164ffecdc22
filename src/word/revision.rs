//! Track Changes: whether it is on, and how what we write is marked then.

use super::{
    Element, Package, Unreadable,
    package::tree,
    xml::{escaped, local},
};
use std::fmt::Write as _;

/// Word counts ids in 31 bits; an id above this one is not from Word and leaves us no room.
const MAX_ID: u32 = 0x7fff_0000;

/// How text that we write into a document is marked: as an insertion, or not at all.
///
/// An insertion bears no date (it is optional, ECMA-376 17.13.5.18): this layer has no clock.
pub struct Revision {
    insertion: Option<Insertion>,
}

struct Insertion {
    next_id: u32,
    author: String,
    /// Where elements bear no prefix, attributes still need one: this declares it.
    declaration: String,
}

impl Revision {
    /// What Word would do with text typed into this document: marks it as inserted by `author` if
    /// Track Changes is on. `root` is the tree of the main part, whose ids must not be used again.
    ///
    /// # Errors
    /// When the document's settings cannot be read.
    pub fn of_typing(
        package: &mut Package<'_>,
        root: &Element<'_>,
        author: &str,
    ) -> Result<Self, Unreadable> {
        let insertion = is_tracking(package)?.then(|| Insertion {
            next_id: highest_id(root) + 1,
            author: escaped(author),
            declaration: format!(" xmlns:w=\"{}\"", escaped(&default_namespace(root))),
        });
        Ok(Self { insertion })
    }

    /// Runs, marked. `prefix` is that of the elements around them.
    pub fn mark_runs(&mut self, prefix: &str, runs: String) -> String {
        match self.tag(prefix) {
            Some(tag) => format!("<{tag}>{runs}</{prefix}ins>"),
            None => runs,
        }
    }

    /// What the properties of a new row (`trPr`) hold to mark it, if anything.
    pub fn row_mark(&mut self, prefix: &str) -> Option<String> {
        self.tag(prefix).map(|tag| format!("<{tag}/>"))
    }

    fn tag(&mut self, prefix: &str) -> Option<String> {
        let Insertion { next_id, author, declaration } = self.insertion.as_mut()?;
        let mut tag = format!("{prefix}ins");
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
    let settings = tree(&name, &text)?;
    let is_enforced = settings.child("documentProtection").is_some_and(|protection| {
        protection.attribute("edit").as_deref() == Some("trackedChanges")
            && matches!(protection.attribute("enforcement").as_deref(), Some("1" | "true" | "on"))
    });
    Ok(is_enforced || settings.switch("trackRevisions"))
}

/// The highest id of an annotation (insertion, bookmark, comment anchor ...). Drawings count on their
/// own, in attributes without a prefix.
fn highest_id(root: &Element<'_>) -> u32 {
    root.descendants()
        .flat_map(Element::attributes)
        .filter(|(name, _)| name.contains(':') && local(name) == "id")
        .filter_map(|(_, id)| id.parse().ok())
        .filter(|id| *id <= MAX_ID)
        .max()
        .unwrap_or(0)
}

/// The namespace of elements without a prefix.
fn default_namespace(root: &Element<'_>) -> String {
    const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    root.descendants()
        .filter_map(|element| element.attributes().find(|(name, _)| *name == "xmlns"))
        .map(|(_, namespace)| namespace.into_owned())
        .find(|namespace| namespace.contains("wordprocessingml"))
        .unwrap_or_else(|| TRANSITIONAL.to_owned())
}
