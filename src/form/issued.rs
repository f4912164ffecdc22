//! Makes a blank one person's form: its number and its identity are spliced in, all else stays as it was.

use super::{
    identity::{self, Issue, PROPERTIES, item_attributes},
    layout::NO_NUMBER,
};
use crate::word::{Edits, Package, Tree, Unreadable, finish::custom_property, package::tree};

/// The form that a blank becomes: its number stands where the blank leaves room for it, in its properties,
/// and beside the definition that it carries.
///
/// # Errors
/// When the blank cannot be read.
pub fn issued(blank: &[u8], issue: &Issue) -> Result<Vec<u8>, Unreadable> {
    let number = issue.number.to_string();
    let mut package = Package::open(blank)?;
    let mut parts: Vec<(String, String)> = Vec::new();
    let pages = package.all_related("footer")?.into_iter().chain([package.main_part().to_owned()]);
    for name in pages.collect::<Vec<_>>() {
        let Some(text) = package.part(&name)? else { continue };
        parts.push((name.clone(), with_number(&text, &tree(&name, &text)?, &number)));
    }
    for (name, text) in identity::items(&mut package) {
        let item = tree(&name, &text)?;
        let mut edits = Edits::new(&text);
        edits.insert(item.root().attributes_range().end, item_attributes(issue));
        parts.push((name, edits.finish()));
    }
    if let Some(text) = package.part(PROPERTIES)? {
        let properties = tree(PROPERTIES, &text)?;
        let mut edits = Edits::new(&text);
        let property =
            custom_property(properties.root().elements().count(), "stopgap.number", &number, "vt:");
        edits.insert(properties.root().inner().end, property);
        parts.push((PROPERTIES.to_owned(), edits.finish()));
    }
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    package.with_parts(&parts)
}

/// The part with the number wherever a blank leaves room for it.
fn with_number(text: &str, tree: &Tree<'_>, number: &str) -> String {
    let mut edits = Edits::new(text);
    for element in tree.root().descendants().filter(|element| element.is("t")) {
        if element.text() == NO_NUMBER {
            edits.replace(element.inner(), number);
        }
    }
    edits.finish()
}
