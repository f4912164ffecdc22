//! A part of a document as a tree that borrows from its source and knows where each element stands.
//!
//! One tree serves the reader and the editor: what is read is found by element, what is changed is
//! changed as bytes at that element's place, and all the rest stays as it was.

use quick_xml::{Reader, escape, events::Event};
use std::{borrow::Cow, ops::Range};

/// Deeper nesting than any real document has; met by hostile ones.
const MAX_DEPTH: usize = 256;
/// Elements and texts together; a tracker of a thousand rows has about a quarter of it.
const MAX_NODES: usize = 400_000;

/// What keeps a part from being read as XML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    #[error("it is damaged near byte {0}")]
    Broken(usize),
    #[error("it declares a document type, which Word never does")]
    DocumentType,
    #[error("it is nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    #[error("it has more than {MAX_NODES} parts")]
    TooMany,
}

/// An element of the tree.
pub struct Element<'a> {
    /// The name as written, prefix included.
    pub name: &'a str,
    /// Name and attributes as written, without the angle brackets.
    tag: &'a str,
    /// From `<` to behind the end tag, in bytes of the source.
    pub range: Range<usize>,
    /// What stands between start and end tag; empty, at the end of `range`, for `<a/>`.
    pub inner: Range<usize>,
    /// Elements and texts in document order.
    pub children: Vec<Node<'a>>,
}

/// A child of an element.
pub enum Node<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// The name without its prefix. Word, strict documents and other producers choose different
    /// prefixes and namespaces for the same thing, so everything is matched on this.
    pub fn local(&self) -> &'a str {
        local(self.name)
    }

    /// The prefix as written, with its colon; empty where the namespace is the default one.
    pub fn prefix(&self) -> &'a str {
        self.name.strip_suffix(self.local()).unwrap_or_default()
    }

    /// The value of the attribute with this local name.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(key, _)| local(key) == name).map(|(_, value)| value)
    }

    /// All attributes, names as written, values with references resolved.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        let tag = self.tag;
        // Unchecked: to look for a name that stands twice takes the square of their number.
        let mut attributes = quick_xml::events::attributes::Attributes::new(tag, self.name.len());
        attributes.with_checks(false);
        attributes.flatten().filter_map(move |attribute| {
            let key = within(tag, attribute.key.as_ref())?;
            let raw = within(tag, &attribute.value)?;
            Some((key, escape::unescape(raw).unwrap_or(Cow::Borrowed(raw))))
        })
    }

    /// The child elements, in order.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Element<'a>> + Clone {
        self.children.iter().filter_map(Node::element)
    }

    /// The first child element with this local name.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|child| child.local() == name)
    }

    /// The `val` attribute of the first child with this local name, as in `<w:tag w:val="..."/>`.
    pub fn child_value(&self, name: &str) -> Option<Cow<'a, str>> {
        self.child(name)?.attribute("val")
    }

    /// Whether the child with this local name stands there and is not switched off
    /// (`ST_OnOff`: absent `val`, `1`, `true` and `on` mean on).
    pub fn switch(&self, name: &str) -> bool {
        self.child(name).is_some_and(Element::is_on)
    }

    /// Whether this element is not switched off, see [`Element::switch`].
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off"))
    }

    /// This element and all below it, in document order.
    pub fn descendants(&self) -> Descendants<'_, 'a> {
        Descendants { stack: vec![self] }
    }

    /// Whether it is written as `<a/>`.
    pub fn is_empty_tag(&self) -> bool {
        self.inner.start == self.range.end
    }
}

impl<'a> Node<'a> {
    /// The element, if this is one.
    pub fn element(&self) -> Option<&Element<'a>> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }
}

/// See [`Element::descendants`].
pub struct Descendants<'t, 'a> {
    stack: Vec<&'t Element<'a>>,
}

impl<'t, 'a> Iterator for Descendants<'t, 'a> {
    type Item = &'t Element<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let element = self.stack.pop()?;
        self.stack.extend(element.elements().rev());
        Some(element)
    }
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The same bytes as a slice of `source`, which they were cut from.
fn within<'a>(source: &'a str, part: &[u8]) -> Option<&'a str> {
    let start = (part.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
    source.get(start..start + part.len())
}

/// Reads a part into its root element.
///
/// # Errors
/// When it is not well-formed, declares a document type, or is larger or deeper than a real
/// document can be. Nothing of its content is in the error.
pub fn parse(source: &str) -> Result<Element<'_>, XmlError> {
    let mut reader = Reader::from_str(source);
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut root = None;
    let mut nodes = 0;
    loop {
        let start = offset(&reader);
        let event = reader.read_event().map_err(|_| XmlError::Broken(start))?;
        let end = offset(&reader);
        match event {
            Event::Start(_) => {
                if open.len() == MAX_DEPTH {
                    return Err(XmlError::TooDeep);
                }
                open.push(element(source, start..end, start + 1..end - 1));
                nodes += 1;
            }
            Event::Empty(_) => {
                let empty = element(source, start..end, start + 1..end - 2);
                place(empty, &mut open, &mut root, start)?;
                nodes += 1;
            }
            Event::End(_) => {
                let mut closed = open.pop().ok_or(XmlError::Broken(start))?;
                closed.inner.end = start;
                closed.range.end = end;
                place(closed, &mut open, &mut root, start)?;
            }
            Event::Text(_) => push_text(&mut open, Cow::Borrowed(&source[start..end]), &mut nodes),
            Event::CData(_) => {
                let text = source[start..end].trim_start_matches("<![CDATA[").trim_end_matches("]]>");
                push_text(&mut open, Cow::Borrowed(text), &mut nodes);
            }
            // quick-xml gives `&amp;` and `&#10;` as events of their own.
            Event::GeneralRef(_) => {
                let text = escape::unescape(&source[start..end]).map_err(|_| XmlError::Broken(start))?;
                push_text(&mut open, text, &mut nodes);
            }
            Event::DocType(_) => return Err(XmlError::DocumentType),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        if nodes > MAX_NODES {
            return Err(XmlError::TooMany);
        }
    }
    if !open.is_empty() {
        return Err(XmlError::Broken(source.len()));
    }
    root.ok_or(XmlError::Broken(0))
}

fn offset(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).expect("a part in memory has a length that fits")
}

fn element(source: &str, range: Range<usize>, tag: Range<usize>) -> Element<'_> {
    let tag = &source[tag];
    let name = tag.split([' ', '\t', '\r', '\n']).next().unwrap_or(tag);
    let inner = range.end..range.end;
    Element { name, tag, range, inner, children: Vec::new() }
}

fn place<'a>(
    element: Element<'a>,
    open: &mut [Element<'a>],
    root: &mut Option<Element<'a>>,
    at: usize,
) -> Result<(), XmlError> {
    match (open.last_mut(), &root) {
        (Some(parent), _) => parent.children.push(Node::Element(element)),
        (None, None) => *root = Some(element),
        (None, Some(_)) => return Err(XmlError::Broken(at)),
    }
    Ok(())
}

fn push_text<'a>(open: &mut [Element<'a>], text: Cow<'a, str>, nodes: &mut usize) {
    let Some(parent) = open.last_mut() else { return };
    if let Some(Node::Text(before)) = parent.children.last_mut() {
        before.to_mut().push_str(&text);
    } else {
        parent.children.push(Node::Text(text));
        *nodes += 1;
    }
}

/// Appends `text` as character data.
///
/// Characters that XML 1.0 cannot hold (clause 2.2: controls other than tab, line feed and return)
/// are left out, so that no answer can make a document unreadable.
pub fn push_escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                out.push_str("&#");
                out.push_str(if c == '\t' {
                    "9;"
                } else if c == '\n' {
                    "10;"
                } else {
                    "13;"
                });
            }
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
}

/// `text` as character data or an attribute's value, see [`push_escaped`].
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_escaped(text, &mut out);
    out
}
