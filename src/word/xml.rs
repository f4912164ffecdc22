//! A part of a document as a tree that borrows from its source and knows where each element stands.
//!
//! One tree serves the reader and the editor: what is read is found by element, what is changed is
//! changed as bytes at that element's place, and all the rest stays as it was.

use memchr::{memchr, memchr3, memmem};
use quick_xml::escape;
use std::{borrow::Cow, ops::Range};

/// Deeper nesting than any real document has; met by hostile ones.
const MAX_DEPTH: usize = 256;
/// Elements and texts together; a tracker of a thousand rows has a quarter of it. With this many, and a part
/// as large as it can be, a tree still takes less than 64 MiB.
const MAX_NODES: usize = 1 << 18;

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

/// An element of the tree. There can be hundreds of thousands, so it is small: places are kept in 32 bits.
pub struct Element<'a> {
    /// Name and attributes as written, without the angle brackets.
    tag: &'a str,
    name_end: u16,
    /// Behind the prefix and its colon.
    local_start: u16,
    start: u32,
    end: u32,
    inner_start: u32,
    inner_end: u32,
    /// Elements and texts in document order.
    pub children: Box<[Node<'a>]>,
}

/// A child of an element.
pub enum Node<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// The name as written, prefix included.
    pub fn name(&self) -> &'a str {
        &self.tag[..usize::from(self.name_end)]
    }

    /// The name without its prefix. Word, strict documents and other producers choose different
    /// prefixes and namespaces for the same thing, so everything is matched on this.
    pub fn local(&self) -> &'a str {
        &self.tag[usize::from(self.local_start)..usize::from(self.name_end)]
    }

    /// The prefix as written, with its colon; empty where the namespace is the default one.
    pub fn prefix(&self) -> &'a str {
        &self.tag[..usize::from(self.local_start)]
    }

    /// From `<` to behind the end tag, in bytes of the source.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What stands between start and end tag; empty, at the end of the range, for `<a/>`.
    pub fn inner(&self) -> Range<usize> {
        self.inner_start as usize..self.inner_end as usize
    }

    /// The value of the attribute with this local name.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(key, _)| local(key) == name).map(|(_, value)| value)
    }

    /// All attributes, names as written, values with references resolved.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        let tag = self.tag;
        let mut attributes = quick_xml::events::attributes::Attributes::new(tag, usize::from(self.name_end));
        // To look for two of one name would take for ever in a tag with a hundred thousand.
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
        self.inner_start == self.end
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
    u32::try_from(source.len()).map_err(|_| XmlError::TooMany)?;
    let mut tree = TreeReader { source, open: Vec::new(), done: Vec::new(), nodes: 0 };
    let mut at = 0;
    while let Some(length) = memchr(b'<', &source.as_bytes()[at..]) {
        tree.text(at..at + length)?;
        at = tree.markup(at + length)?;
        if tree.nodes > MAX_NODES {
            return Err(XmlError::TooMany);
        }
    }
    tree.text(at..source.len())?;
    if !tree.open.is_empty() {
        return Err(XmlError::Broken(source.len()));
    }
    match tree.done.pop() {
        Some(Node::Element(root)) => Ok(root),
        _ => Err(XmlError::Broken(0)),
    }
}

struct TreeReader<'a> {
    source: &'a str,
    /// Elements whose end is still to come, each with the place of its first child in `done`.
    open: Vec<(Element<'a>, usize)>,
    /// What is read and waits for the end of the element that it is in.
    done: Vec<Node<'a>>,
    nodes: usize,
}

impl<'a> TreeReader<'a> {
    /// Reads what begins with the `<` at this place, and says where it ends.
    fn markup(&mut self, start: usize) -> Result<usize, XmlError> {
        let rest = &self.source[start..];
        match rest.as_bytes().get(1) {
            Some(b'/') => self.end_tag(start),
            Some(b'?') => self.behind(start + "<?".len(), "?>"),
            Some(b'!') if rest.starts_with("<!--") => self.behind(start + "<!--".len(), "-->"),
            Some(b'!') if rest.starts_with("<![CDATA[") => {
                let text = start + "<![CDATA[".len();
                let end = self.behind(text, "]]>")?;
                self.put_text(Cow::Borrowed(&self.source[text..end - "]]>".len()]));
                Ok(end)
            }
            Some(b'!') if rest.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case("doctype")) => {
                Err(XmlError::DocumentType)
            }
            Some(b'!') | None => Err(XmlError::Broken(start)),
            Some(_) => self.start_tag(start),
        }
    }

    /// The place behind the next `end`.
    fn behind(&self, at: usize, end: &str) -> Result<usize, XmlError> {
        let rest = &self.source.as_bytes()[at..];
        let length = match end.as_bytes() {
            [one] => memchr(*one, rest),
            several => memmem::find(rest, several),
        };
        length.map(|length| at + length + end.len()).ok_or(XmlError::Broken(at))
    }

    fn start_tag(&mut self, start: usize) -> Result<usize, XmlError> {
        let end = self.end_of_tag(start)?;
        let tag = &self.source[start + 1..end - 1];
        self.nodes += 1;
        if let Some(tag) = tag.strip_suffix('/') {
            let element = element(tag, start, end)?;
            self.put(element)?;
        } else if self.open.len() == MAX_DEPTH {
            return Err(XmlError::TooDeep);
        } else {
            self.open.push((element(tag, start, end)?, self.done.len()));
        }
        Ok(end)
    }

    /// The place behind the `>` that ends a start tag: in a value one may stand as it is.
    fn end_of_tag(&self, start: usize) -> Result<usize, XmlError> {
        let bytes = self.source.as_bytes();
        let mut at = start + 1;
        loop {
            at += memchr3(b'>', b'"', b'\'', &bytes[at..]).ok_or(XmlError::Broken(start))? + 1;
            match bytes[at - 1] {
                b'>' => return Ok(at),
                quote => at += memchr(quote, &bytes[at..]).ok_or(XmlError::Broken(start))? + 1,
            }
        }
    }

    fn end_tag(&mut self, start: usize) -> Result<usize, XmlError> {
        let end = self.behind(start, ">")?;
        let (mut element, first) = self.open.pop().ok_or(XmlError::Broken(start))?;
        let behind_name = self.source[start + "</".len()..end - ">".len()].strip_prefix(element.name());
        if !behind_name.is_some_and(|rest| rest.bytes().all(|byte| SPACE.contains(&byte))) {
            return Err(XmlError::Broken(start));
        }
        element.inner_end = place(start);
        element.end = place(end);
        element.children = self.done.drain(first..).collect();
        self.put(element)?;
        Ok(end)
    }

    fn put(&mut self, element: Element<'a>) -> Result<(), XmlError> {
        if self.open.is_empty() && !self.done.is_empty() {
            return Err(XmlError::Broken(element.start as usize));
        }
        self.done.push(Node::Element(element));
        Ok(())
    }

    fn text(&mut self, range: Range<usize>) -> Result<(), XmlError> {
        if range.is_empty() {
            return Ok(());
        }
        let start = range.start;
        let text = escape::unescape(&self.source[range]).map_err(|_| XmlError::Broken(start))?;
        self.put_text(text);
        Ok(())
    }

    fn put_text(&mut self, text: Cow<'a, str>) {
        let Some((_, first)) = self.open.last() else { return };
        // A comment or the like may part a text.
        if let Some(Node::Text(before)) = self.done[*first..].last_mut() {
            before.to_mut().push_str(&text);
        } else {
            self.done.push(Node::Text(text));
            self.nodes += 1;
        }
    }
}

const SPACE: [u8; 4] = *b" \t\r\n";

/// An element that ends with its start tag, or whose end is still to come.
fn element(tag: &str, start: usize, end: usize) -> Result<Element<'_>, XmlError> {
    let bytes = tag.as_bytes();
    let name_end = bytes.iter().position(|byte| SPACE.contains(byte)).unwrap_or(bytes.len());
    let local_start = bytes[..name_end].iter().rposition(|byte| *byte == b':').map_or(0, |colon| colon + 1);
    let broken = |_| XmlError::Broken(start);
    if name_end == 0 {
        return Err(XmlError::Broken(start));
    }
    Ok(Element {
        tag,
        name_end: u16::try_from(name_end).map_err(broken)?,
        local_start: u16::try_from(local_start).map_err(broken)?,
        start: place(start),
        end: place(end),
        inner_start: place(end),
        inner_end: place(end),
        children: Box::default(),
    })
}

fn place(at: usize) -> u32 {
    u32::try_from(at).expect("the source is not longer than 32 bits can say")
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
