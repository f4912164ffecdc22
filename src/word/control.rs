//! Content controls (`sdt`) and bookmarks: where the answers of a form stand.

use super::{
    Element, Package, Unreadable, Written,
    package::{all_was_read, tree},
    placeholder::is_unwritten,
    text::{Signs, text_without},
    xml::Children,
};
use std::{borrow::Cow, collections::HashMap};

/// A content control as it stands in a document.
#[derive(Clone, Copy)]
pub struct Control<'t> {
    /// The `sdt` element.
    pub element: Element<'t>,
}

/// What a control is for, by the element in its properties (ECMA-376 17.5.2, [MS-DOCX] 2.5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlKind {
    Text,
    Date,
    DropDown,
    CheckBox,
    /// Rows that can be added.
    RepeatingSection,
    RepeatingSectionItem,
    /// A frame round other things: a group, a table of contents, a picture.
    Frame,
}

impl<'t> Control<'t> {
    /// What it is for.
    pub fn kind(self) -> ControlKind {
        let kind_by = |property: Element<'_>| match property.local() {
            b"date" => Some(ControlKind::Date),
            b"dropDownList" | b"comboBox" => Some(ControlKind::DropDown),
            b"checkbox" => Some(ControlKind::CheckBox),
            b"repeatingSection" => Some(ControlKind::RepeatingSection),
            b"repeatingSectionItem" => Some(ControlKind::RepeatingSectionItem),
            b"group" | b"docPartObj" | b"docPartList" | b"picture" | b"citation" | b"bibliography"
            | b"equation" => Some(ControlKind::Frame),
            _ => None,
        };
        let mut properties = self.properties().into_iter().flat_map(Element::elements);
        properties.find_map(kind_by).unwrap_or(ControlKind::Text)
    }

    fn properties(self) -> Option<Element<'t>> {
        self.element.child("sdtPr")
    }

    /// The tag: the name that programs know it by.
    pub fn tag(self) -> Option<Cow<'t, str>> {
        self.properties()?.child_value("tag").filter(|tag| !tag.is_empty())
    }

    /// The title: the name that Word shows.
    pub fn title(self) -> Option<Cow<'t, str>> {
        self.properties()?.child_value("alias").filter(|title| !title.is_empty())
    }

    /// What was put into it.
    pub fn content(self) -> Content {
        content_of([self.element])
    }
}

/// What stands in a control, between bookmarks or in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The text, without the placeholders of controls that nobody filled.
    pub text: Written,
    pub signs: Signs,
    /// The state of the first tick box.
    pub ticked: Option<bool>,
    /// The calendar's day of the first date control, `yyyy-mm-dd`, if one was picked.
    pub picked: Option<Written>,
}

/// What stands in these elements, which may be or hold content controls.
pub fn content_of<'t>(elements: impl IntoIterator<Item = Element<'t>> + Clone) -> Content {
    content_without(elements, &is_unwritten)
}

/// As [`content_of`], but what is left out is `skip`'s to say, for placeholders too.
pub fn content_without<'t>(
    elements: impl IntoIterator<Item = Element<'t>> + Clone,
    skip: &impl Fn(Element<'_>) -> bool,
) -> Content {
    let (text, signs) = text_without(elements.clone(), skip);
    let mut content = Content { text, signs, ticked: None, picked: None };
    let elements = elements.into_iter().take_while(|element| element.may_read(element.places(), 0));
    for control in elements.flat_map(controls) {
        for property in control.properties().into_iter().flat_map(Element::elements) {
            match property.local() {
                // No `checked` element means unticked; the glyph is only decoration.
                b"checkbox" if content.ticked.is_none() => content.ticked = Some(property.switch("checked")),
                b"date" if content.picked.is_none() && !skip(control.element) => {
                    let day = property.attribute("fullDate");
                    content.picked = day.and_then(|day| day.get(..10).map(Written::from));
                }
                _ => {}
            }
        }
    }
    content
}

/// All controls of an element and below, in document order, those inside others too. What was deleted
/// with Track Changes on, and the second form of alternate content, is left out.
pub fn controls(root: Element<'_>) -> impl Iterator<Item = Control<'_>> {
    let holds_none =
        |element: Element<'_>| matches!(element.local(), b"del" | b"moveFrom" | b"Fallback" | b"sdtPr");
    let there = root.descendants_but(holds_none);
    there.filter(|element| element.is("sdt")).map(|element| Control { element })
}

/// The texts of all named controls of a document, by tag or, without one, by title, in the order in
/// which the names first come. A tick box gives `true` or `false`.
///
/// # Errors
/// When the bytes cannot be read as a Word document, or say far more than they hold: what stands in a
/// control within another is a text of both.
pub fn named_texts(bytes: &[u8]) -> Result<Vec<(String, Vec<String>)>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let text = package.main_text()?;
    let page = tree(package.main_part(), &text)?;
    let mut named: Vec<(String, Vec<String>)> = Vec::new();
    let mut places: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for control in controls(page.root()) {
        let kind = control.kind();
        let is_frame = matches!(
            kind,
            ControlKind::Frame | ControlKind::RepeatingSection | ControlKind::RepeatingSectionItem
        );
        let Some(name) = control.tag().or_else(|| control.title()).filter(|_| !is_frame) else { continue };
        let content = control.content();
        let text = match content.ticked {
            Some(ticked) if kind == ControlKind::CheckBox => ticked.to_string(),
            _ => content.text.expose().to_owned(),
        };
        let place = *places.entry(name.clone()).or_insert(named.len());
        match named.get_mut(place) {
            Some((_, texts)) => texts.push(text),
            None => named.push((name.into_owned(), vec![text])),
        }
    }
    all_was_read(package.main_part(), &page)?;
    Ok(named)
}

/// All wanted bookmarks whose start and end have one parent: by name in small letters, what stands between.
///
/// A bookmark survives programs that drop a control or its tag: LibreOffice 7.4 drops every tag. One that
/// ends in another paragraph is left out: what stands up to there would be cut off at the first.
pub fn bookmarks<'t>(root: Element<'t>, is_wanted: impl Fn(&str) -> bool) -> HashMap<String, Children<'t>> {
    let mut found = HashMap::new();
    for parent in root.descendants() {
        let mut open: HashMap<Cow<'t, str>, (String, Children<'t>)> = HashMap::new();
        let mut children = parent.children();
        while let Some(child) = children.next() {
            let Some(mark) = child.element() else { continue };
            match mark.local() {
                b"bookmarkStart" => {
                    let name = mark.attribute("name").filter(|name| is_wanted(name));
                    if let Some((id, name)) = mark.attribute("id").zip(name) {
                        open.insert(id, (name.to_lowercase(), children.clone()));
                    }
                }
                b"bookmarkEnd" => {
                    let start = mark.attribute("id").and_then(|id| open.remove(&id));
                    if let Some((name, behind)) = start {
                        found.entry(name).or_insert(behind.before(mark));
                    }
                }
                _ => {}
            }
        }
    }
    found
}
