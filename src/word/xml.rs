//! A part of a document as a tree that knows where each element stands in its source.
//!
//! One tree serves the reader and the editor: what is read is found by element, what is changed is
//! changed as bytes at that element's place, and all the rest stays as it was.

use memchr::{memchr, memchr2, memmem};
use quick_xml::escape;
use std::{borrow::Cow, cell::Cell, num::NonZeroU16, ops::Range};

/// Deeper nesting than any real document has; met by hostile ones.
const MAX_DEPTH: usize = 256;
/// Elements and texts together; a tracker of a thousand rows has a quarter of it.
const MAX_NODES: usize = 1 << 18;
/// How many bytes of a tracker or a form there are on average to an element or a text: with that the list need not
/// grow.
const BYTES_A_PLACE: usize = 24;
/// What may be read out of one tree, in bytes: three times what a part holds. Where paragraphs, controls or tables
/// lie within one another, what stands in the innermost is read once more with each of them.
const MOST_READ: usize = 24 << 20;
/// What it costs to visit an element.
const BYTES_AN_ELEMENT: usize = 8;

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
    #[error("a name in it is longer than any of Word's")]
    LongName,
    #[error("its parts lie within one another again and again")]
    ReadUp,
}

/// The elements and texts of a part: one list in the order of the source, in which an element is followed by
/// what stands within it. There can be hundreds of thousands, so only their places are kept.
pub struct Tree<'s> {
    source: &'s str,
    places: Vec<Place>,
    /// What may still be read out of it.
    left: Cell<usize>,
}

/// Where something stands in the source. A tracker has tens of thousands of them, and the memory that they take
/// is a good part of what reading costs.
enum Place {
    Element(Tags),
    Text {
        start: u32,
        end: u32,
        /// It stands in a CDATA section, where `&` is a character like others.
        is_verbatim: bool,
    },
}

// Not where somebody builds the program: how an enum is packed is the compiler's to say.
#[cfg(test)]
const _: () = assert!(size_of::<Place>() == 24);

/// Where the tags of an element stand.
struct Tags {
    start: u32,
    /// How far it is from there to the name without its prefix: a `<` at least.
    to_local: NonZeroU16,
    /// How far it is from there to the end of the name.
    to_name_end: u16,
    inner_start: u32,
    inner_end: u32,
    end: u32,
    /// How many places follow in the list for what stands within it.
    within: u32,
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub struct Element<'t> {
    tree: &'t Tree<'t>,
    tags: &'t Tags,
    /// Its number in the list.
    at: usize,
}

/// A child of an element.
pub enum Node<'t> {
    Element(Element<'t>),
    Text(Text<'t>),
}

/// Character data as it is written.
pub struct Text<'t> {
    tree: &'t Tree<'t>,
    start: u32,
    end: u32,
    is_verbatim: bool,
}

impl Tree<'_> {
    /// The element that all others stand in.
    #[expect(clippy::missing_panics_doc, reason = "a tree without a root is never made")]
    pub fn root(&self) -> Element<'_> {
        self.element(0).expect("the list begins with the root")
    }

    /// Whether all was read that somebody wanted to read. Who reads texts asks afterwards: when it is read up, what
    /// comes is cut short.
    ///
    /// # Errors
    /// When far more was to be read than a part can say.
    pub fn all_was_read(&self) -> Result<(), XmlError> {
        if self.left.get() == 0 { Err(XmlError::ReadUp) } else { Ok(()) }
    }

    fn element(&self, at: usize) -> Option<Element<'_>> {
        match &self.places[at] {
            Place::Element(tags) => Some(Element { tree: self, tags, at }),
            Place::Text { .. } => None,
        }
    }
}

impl Tags {
    fn name(&self) -> Range<usize> {
        self.start as usize + "<".len()..self.name_end()
    }

    fn prefix(&self) -> Range<usize> {
        self.name().start..self.local().start
    }

    fn local(&self) -> Range<usize> {
        self.start as usize + usize::from(self.to_local.get())..self.name_end()
    }

    fn name_end(&self) -> usize {
        self.start as usize + usize::from(self.to_name_end)
    }
}

impl<'t> Element<'t> {
    /// The name as written, prefix included.
    pub fn name(self) -> &'t str {
        &self.tree.source[self.tags.name()]
    }

    /// The name without its prefix. Word, strict documents and other producers choose different
    /// prefixes and namespaces for the same thing, so everything is matched on this: as bytes, since a
    /// match on those looks at each letter once.
    pub fn local(self) -> &'t [u8] {
        &self.tree.source.as_bytes()[self.tags.local()]
    }

    /// Whether this is its name without the prefix.
    pub fn is(self, name: &str) -> bool {
        self.local() == name.as_bytes()
    }

    /// The prefix as written, with its colon; empty where the namespace is the default one.
    pub fn prefix(self) -> &'t str {
        &self.tree.source[self.tags.prefix()]
    }

    /// From `<` to behind the end tag, in bytes of the source.
    pub fn range(self) -> Range<usize> {
        self.tags.start as usize..self.tags.end as usize
    }

    /// What stands between start and end tag; empty, at the end of the range, for `<a/>`.
    pub fn inner(self) -> Range<usize> {
        self.tags.inner_start as usize..self.tags.inner_end as usize
    }

    /// The value of the attribute with this local name.
    pub fn attribute(self, name: &str) -> Option<Cow<'t, str>> {
        self.written_attributes().find(|(key, _)| local(key) == name).map(|(_, value)| resolved(value))
    }

    /// All attributes, names as written, values with references resolved.
    pub fn attributes(self) -> impl Iterator<Item = (&'t str, Cow<'t, str>)> {
        self.written_attributes().map(|(key, value)| (key, resolved(value)))
    }

    fn written_attributes(self) -> Attributes<'t> {
        Attributes { rest: &self.tree.source[self.tags.name_end()..self.tags.inner_start as usize] }
    }

    /// Where the attributes stand, in bytes of the source: from behind the name to the end of the start tag, which is
    /// not in it.
    pub fn attributes_range(self) -> Range<usize> {
        let end = if self.is_empty_tag() { "/>" } else { ">" };
        self.tags.name_end()..self.inner().start - end.len()
    }

    /// Elements and texts directly within it, in order.
    pub fn children(self) -> Children<'t> {
        let first = self.at + 1;
        Children { tree: self.tree, next: first, end: first + self.tags.within as usize }
    }

    /// The child elements, in order.
    pub fn elements(self) -> impl Iterator<Item = Element<'t>> + Clone {
        self.children().filter_map(|child| child.element())
    }

    /// The first child element with this local name.
    pub fn child(self, name: &str) -> Option<Element<'t>> {
        self.elements().find(|child| child.is(name))
    }

    /// The `val` attribute of the first child with this local name, as in `<w:tag w:val="..."/>`.
    pub fn child_value(self, name: &str) -> Option<Cow<'t, str>> {
        self.child(name)?.attribute("val")
    }

    /// The character data directly within it.
    pub fn text(self) -> Cow<'t, str> {
        let mut texts = self.children().filter_map(|child| child.text());
        let first = texts.next().unwrap_or_default();
        // A comment or the like may part a text.
        texts.fold(first, |text, more| text + more)
    }

    /// Whether the child with this local name stands there and is not switched off
    /// (`ST_OnOff`: absent `val`, `1`, `true` and `on` mean on).
    pub fn switch(self, name: &str) -> bool {
        self.child(name).is_some_and(Element::is_on)
    }

    /// Whether this element is not switched off, see [`Element::switch`].
    pub fn is_on(self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off"))
    }

    /// This element and all below it, in document order.
    pub fn descendants(self) -> impl Iterator<Item = Element<'t>> {
        (self.at..=self.at + self.tags.within as usize).filter_map(|at| self.tree.element(at))
    }

    /// As [`Element::descendants`], less the elements that `skip` names and all below them.
    pub fn descendants_but(self, skip: impl Fn(Element<'t>) -> bool) -> impl Iterator<Item = Element<'t>> {
        let end = self.at + 1 + self.tags.within as usize;
        let mut next = self.at;
        std::iter::from_fn(move || {
            while next < end {
                let element = self.tree.element(next);
                next += 1;
                match element {
                    Some(element) if skip(element) => next += element.tags.within as usize,
                    Some(element) => return Some(element),
                    None => {}
                }
            }
            None
        })
    }

    /// Whether these many elements, and bytes of text, may still be read out of its tree; they count as read.
    pub fn may_read(self, elements: usize, bytes: usize) -> bool {
        let left = &self.tree.left;
        left.set(left.get().saturating_sub(elements * BYTES_AN_ELEMENT + bytes));
        left.get() > 0
    }

    /// How many elements and texts it is: itself and all below it.
    pub fn places(self) -> usize {
        1 + self.tags.within as usize
    }

    /// Whether it is written as `<a/>`.
    pub fn is_empty_tag(self) -> bool {
        self.tags.inner_start == self.tags.end
    }
}

impl<'t> Node<'t> {
    /// The element, if this is one.
    pub fn element(&self) -> Option<Element<'t>> {
        match self {
            Node::Element(element) => Some(*element),
            Node::Text(_) => None,
        }
    }

    /// What is said here, if this is a text.
    pub fn text(&self) -> Option<Cow<'t, str>> {
        match self {
            Node::Element(_) => None,
            Node::Text(text) => Some(text.resolved()),
        }
    }
}

impl<'t> Text<'t> {
    /// What it says, references resolved.
    pub fn resolved(&self) -> Cow<'t, str> {
        let written = &self.tree.source[self.start as usize..self.end as usize];
        if self.is_verbatim { Cow::Borrowed(written) } else { resolved(written) }
    }
}

/// See [`Element::children`].
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t Tree<'t>,
    next: usize,
    end: usize,
}

impl<'t> Children<'t> {
    /// Those of them that stand before an element that is one of them.
    #[must_use]
    pub fn before(self, element: Element<'t>) -> Self {
        Self { end: element.at, ..self }
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.next == self.end {
            return None;
        }
        let at = self.next;
        self.next += 1;
        Some(match &self.tree.places[at] {
            Place::Element(tags) => {
                self.next += tags.within as usize;
                Node::Element(Element { tree: self.tree, tags, at })
            }
            &Place::Text { start, end, is_verbatim } => {
                Node::Text(Text { tree: self.tree, start, end, is_verbatim })
            }
        })
    }
}

/// What stands behind the name in a tag, names and values as written.
struct Attributes<'t> {
    rest: &'t str,
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest;
        let equals = memchr(b'=', rest.as_bytes())?;
        let opened = rest[equals + 1..].trim_ascii_start();
        let quote = *opened.as_bytes().first().filter(|byte| matches!(byte, b'"' | b'\''))?;
        let length = memchr(quote, &opened.as_bytes()[1..])?;
        self.rest = &opened[1 + length + 1..];
        Some((rest[..equals].trim_ascii(), &opened[1..=length]))
    }
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A text with its references resolved; as it is written, if there is none of that name.
fn resolved(text: &str) -> Cow<'_, str> {
    // Few texts have one.
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    escape::unescape(text).unwrap_or(Cow::Borrowed(text))
}

/// Reads a part.
///
/// # Errors
/// When it is not well-formed, declares a document type, or is larger or deeper than a real
/// document can be. Nothing of its content is in the error.
pub fn parse(source: &str) -> Result<Tree<'_>, XmlError> {
    u32::try_from(source.len()).map_err(|_| XmlError::TooMany)?;
    let places = Vec::with_capacity((source.len() / BYTES_A_PLACE).min(MAX_NODES));
    let mut reader = TreeReader { source, places, open: Vec::new() };
    let mut at = 0;
    while at < source.len() {
        at = if source.as_bytes()[at] == b'<' { reader.markup(at)? } else { reader.text(at)? };
    }
    if reader.places.is_empty() || !reader.open.is_empty() {
        return Err(XmlError::Broken(source.len()));
    }
    Ok(Tree { source, places: reader.places, left: Cell::new(MOST_READ) })
}

struct TreeReader<'s> {
    source: &'s str,
    places: Vec<Place>,
    /// The numbers of the elements whose end is still to come.
    open: Vec<usize>,
}

impl TreeReader<'_> {
    /// Reads what begins with the `<` at this place, and says where it ends.
    fn markup(&mut self, start: usize) -> Result<usize, XmlError> {
        match self.source.as_bytes().get(start + 1) {
            Some(b'/') => self.end_tag(start),
            Some(b'?') => self.behind(start + "<?".len(), "?>"),
            Some(b'!') => self.declaration(start),
            _ => self.start_tag(start),
        }
    }

    fn declaration(&mut self, start: usize) -> Result<usize, XmlError> {
        let rest = &self.source[start..];
        match () {
            () if rest.starts_with("<!--") => self.behind(start + "<!--".len(), "-->"),
            () if rest.starts_with("<![CDATA[") => {
                let text = start + "<![CDATA[".len();
                let end = self.behind(text, "]]>")?;
                self.put_text(text, end - "]]>".len(), true)?;
                Ok(end)
            }
            () if rest.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case("doctype")) => {
                Err(XmlError::DocumentType)
            }
            () => Err(XmlError::Broken(start)),
        }
    }

    /// The place behind the next `end`.
    fn behind(&self, at: usize, end: &str) -> Result<usize, XmlError> {
        let length = memmem::find(&self.source.as_bytes()[at..], end.as_bytes());
        length.map(|length| at + length + end.len()).ok_or(XmlError::Broken(at))
    }

    fn start_tag(&mut self, start: usize) -> Result<usize, XmlError> {
        if self.open.is_empty() && !self.places.is_empty() {
            return Err(XmlError::Broken(start));
        }
        let (to_local, to_name_end) = self.name(start)?;
        let end = self.end_of_tag(start + usize::from(to_name_end))?;
        if self.source.as_bytes()[end - "/>".len()] != b'/' {
            if self.open.len() == MAX_DEPTH {
                return Err(XmlError::TooDeep);
            }
            self.open.push(self.places.len());
        }
        self.put(Place::Element(Tags {
            start: place(start),
            to_local,
            to_name_end,
            inner_start: place(end),
            inner_end: place(end),
            end: place(end),
            within: 0,
        }))?;
        Ok(end)
    }

    /// How far it is from the `<` at this place to behind the prefix of the name, and to behind the name.
    fn name(&self, start: usize) -> Result<(NonZeroU16, u16), XmlError> {
        let bytes = &self.source.as_bytes()[start..];
        let mut to_local = 1;
        // Names are too short for a search to pay.
        for (distance, byte) in bytes.iter().enumerate().skip(1) {
            match byte {
                b':' => to_local = distance + 1,
                b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>' if distance == 1 => break,
                b' ' | b'\t' | b'\r' | b'\n' | b'/' | b'>' => {
                    let to_local = u16::try_from(to_local).ok().and_then(NonZeroU16::new);
                    let distances = to_local.zip(u16::try_from(distance).ok());
                    return distances.ok_or(XmlError::LongName);
                }
                _ => {}
            }
        }
        Err(XmlError::Broken(start))
    }

    /// The place behind the `>` that ends a tag: in a value one may stand as it is.
    fn end_of_tag(&self, name_end: usize) -> Result<usize, XmlError> {
        let bytes = self.source.as_bytes();
        let broken = XmlError::Broken(name_end);
        let mut at = name_end;
        loop {
            match bytes.get(at) {
                Some(b'>') => return Ok(at + 1),
                Some(quote @ (b'"' | b'\'')) => match memchr(*quote, &bytes[at + 1..]) {
                    Some(length) => at += 1 + length + 1,
                    None => return Err(broken),
                },
                Some(_) => at += 1,
                None => return Err(broken),
            }
        }
    }

    fn end_tag(&mut self, start: usize) -> Result<usize, XmlError> {
        let broken = XmlError::Broken(start);
        let within = self.places.len();
        let Some(at) = self.open.pop() else { return Err(broken) };
        let Some(Place::Element(tags)) = self.places.get_mut(at) else { return Err(broken) };
        let bytes = self.source.as_bytes();
        let name = &bytes[tags.name()];
        let rest = bytes[start + "</".len()..].strip_prefix(name).map(<[u8]>::trim_ascii_start);
        let Some([b'>', rest @ ..]) = rest else { return Err(broken) };
        let end = bytes.len() - rest.len();
        tags.inner_end = place(start);
        tags.end = place(end);
        tags.within = place(within - at - 1);
        Ok(end)
    }

    fn text(&mut self, start: usize) -> Result<usize, XmlError> {
        let bytes = &self.source.as_bytes()[start..];
        let end = match memchr2(b'<', b'&', bytes) {
            Some(length) if bytes[length] == b'<' => start + length,
            Some(_) => self.text_with_references(start)?,
            None => self.source.len(),
        };
        self.put_text(start, end, false)?;
        Ok(end)
    }

    fn text_with_references(&self, start: usize) -> Result<usize, XmlError> {
        let rest = &self.source[start..];
        let text = memchr(b'<', rest.as_bytes()).map_or(rest, |length| &rest[..length]);
        escape::unescape(text).map_err(|_| XmlError::Broken(start))?;
        Ok(start + text.len())
    }

    /// Around the root there are no texts that count.
    fn put_text(&mut self, start: usize, end: usize, is_verbatim: bool) -> Result<(), XmlError> {
        if self.open.is_empty() {
            return Ok(());
        }
        self.put(Place::Text { start: place(start), end: place(end), is_verbatim })
    }

    fn put(&mut self, place: Place) -> Result<(), XmlError> {
        if self.places.len() == MAX_NODES {
            return Err(XmlError::TooMany);
        }
        self.places.push(place);
        Ok(())
    }
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
