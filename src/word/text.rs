//! What a reader of the page sees in a stretch of a document, with all tracked changes accepted.

use super::{Element, Written, form_field, placeholder::is_unwritten, symbol::SymbolFont, table::is_deleted};

use memchr::memchr;
use std::mem;

/// Things seen beside the text that a person should know of before relying on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is seen or not, whatever the others are")]
pub struct Signs {
    /// Words were inserted or deleted with Track Changes on.
    pub tracked: bool,
    /// A picture, shape, embedded object or other document stands there; its content is not in the text.
    pub picture: bool,
    /// A comment is anchored there; it is not in the text.
    pub comment: bool,
    /// A character of a symbol font that has no equal in Unicode; `U+FFFD` stands for it, or the letter in whose
    /// place it is. Or an equation, of which the text has what a line can have, or words
    /// written small above others, which are not in the text.
    pub symbol: bool,
    /// Paragraphs of a numbered or bulleted list: the numbers are not in the text.
    pub list: bool,
    /// A footnote or an endnote is anchored there; it is not in the text.
    pub note: bool,
    /// Words are struck out; they are in the text.
    pub struck: bool,
    /// Words are hidden, and most people do not see them; they are in the text.
    pub hidden: bool,
}

impl Signs {
    /// Takes in what was seen elsewhere.
    pub fn merge(&mut self, other: Signs) {
        self.tracked |= other.tracked;
        self.picture |= other.picture;
        self.comment |= other.comment;
        self.symbol |= other.symbol;
        self.list |= other.list;
        self.note |= other.note;
        self.struck |= other.struck;
        self.hidden |= other.hidden;
    }
}

/// The text of these elements, and what was seen beside it. No more than may be read of the tree: see
/// [`Tree::all_was_read`](super::Tree::all_was_read).
///
/// Paragraphs and breaks give `\n`, tabs and the cells of a table inside give `\t`. Fields give
/// their result, alternate content the first form that says anything, deleted text and placeholders nothing.
pub fn text_of<'t>(elements: impl IntoIterator<Item = Element<'t>>) -> (Written, Signs) {
    text_without(elements, &is_unwritten)
}

/// As [`text_of`], but what is left out is `skip`'s to say, for placeholders too.
pub fn text_without<'t>(
    elements: impl IntoIterator<Item = Element<'t>>,
    skip: &impl Fn(Element<'_>) -> bool,
) -> (Written, Signs) {
    let mut reader = TextReader::new(skip);
    for element in elements {
        reader.element(element);
    }
    (Written::from(reader.text), reader.signs)
}

/// The text of an element, as [`text_of`], unless it is longer than `most` bytes.
pub fn text_within(element: Element<'_>, most: usize) -> Option<Written> {
    let mut reader = TextReader { most, ..TextReader::new(&is_unwritten) };
    reader.element(element);
    (reader.text.len() <= most).then(|| reader.text.into())
}

/// The form of alternate content that is read, and so the one whose pictures count: the first that says or shows
/// anything.
pub fn form_that_is_read(alternate: Element<'_>) -> Option<Element<'_>> {
    forms(alternate).find(|form| {
        let mut reader = TextReader::new(&|_| false);
        reader.children(*form);
        !reader.text.is_empty() || reader.signs != Signs::default()
    })
}

/// The forms of alternate content, the plainest last (ECMA-376 part 3, 9).
fn forms(alternate: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    alternate.elements().filter(|form| matches!(form.local(), b"Choice" | b"Fallback"))
}

/// Whether properties say with this that Track Changes put in or took out what they belong to.
fn is_tracked(property: Element<'_>) -> bool {
    is_taken_out(property) || matches!(property.local(), b"ins" | b"moveTo" | b"cellIns")
}

fn is_taken_out(property: Element<'_>) -> bool {
    matches!(property.local(), b"del" | b"moveFrom" | b"cellDel")
}

/// A field whose end is still to come.
struct OpenField {
    /// What stands here are its instructions, which end with its `separate`.
    is_instructions: bool,
    /// Where the text begins that its state gave, and where what was said in the field.
    shown: usize,
    said: usize,
}

/// Whether a paragraph with these properties has a number or a bullet: its own, or that of Word's styles for lists.
/// The number 0 takes either away (ECMA-376 part 1, 17.9.18).
fn is_numbered(properties: Element<'_>) -> bool {
    if let Some(number) = properties.child("numPr").and_then(|number| number.child_value("numId")) {
        return number != "0";
    }
    let style = properties.child_value("pStyle");
    style.is_some_and(|style| style.starts_with("ListNumber") || style.starts_with("ListBullet"))
}

fn says_anything(element: Element<'_>) -> bool {
    element.may_read(element.places(), 0) && element.descendants().any(|inside| inside.is("t"))
}

/// Whether the instructions of a field draw an equation or a symbol: `EQ \f(1,2)`.
fn is_drawn(instructions: Element<'_>) -> bool {
    instructions.may_read(0, instructions.inner().len())
        && matches!(instructions.text().split_whitespace().next(), Some("EQ" | "SYMBOL"))
}

pub(super) struct TextReader<'s, S> {
    skip: &'s S,
    /// What is longer need not be read on.
    most: usize,
    pub(super) text: String,
    signs: Signs,
    /// The fields that are open, one within the other.
    fields: Vec<OpenField>,
    /// So far the text stays, whatever fields are open: it ends with a cell.
    kept: usize,
    /// How the run looks.
    look: Look,
    /// Where the last raised words end.
    raised_to: usize,
    /// A paragraph ended: the next one starts a new line.
    paragraph_ended: bool,
    /// How many elements were left out, as `skip` says.
    skipped: usize,
}

impl<'s, S: Fn(Element<'_>) -> bool> TextReader<'s, S> {
    fn new(skip: &'s S) -> Self {
        Self {
            skip,
            most: usize::MAX,
            text: String::new(),
            signs: Signs::default(),
            fields: Vec::new(),
            kept: 0,
            look: Look::default(),
            raised_to: 0,
            paragraph_ended: false,
            skipped: 0,
        }
    }

    pub(super) fn children(&mut self, element: Element<'_>) {
        for child in element.elements() {
            self.element(child);
        }
    }

    pub(super) fn element(&mut self, element: Element<'_>) {
        if self.text.len() > self.most || !element.may_read(1, 0) {
            return;
        }
        if (self.skip)(element) {
            self.skipped += 1;
            return;
        }
        match element.local() {
            b"t" => {
                if element.may_read(0, element.inner().len()) {
                    self.said(&element.text());
                }
            }
            b"r" => self.run(element),
            // What these fields show stands in their instructions alone.
            b"instrText" => self.signs.symbol |= is_drawn(element),
            b"tcPr" | b"trPr" => self.signs.tracked |= element.elements().any(is_tracked),
            b"sdtPr" | b"sdtEndPr" | b"rPr" | b"tblPr" | b"tblGrid" | b"sectPr" | b"Fallback" => {}
            // What is written small above other words.
            b"rt" => self.signs.symbol |= says_anything(element),
            b"del" | b"moveFrom" | b"delText" | b"delInstrText" => self.signs.tracked = true,
            b"ins" | b"moveTo" => {
                self.signs.tracked = true;
                self.children(element);
            }
            b"drawing" | b"pict" | b"object" | b"txbxContent" | b"altChunk" | b"subDoc" => {
                self.signs.picture = true;
            }
            // A control that was put in or taken out with Track Changes on.
            b"customXmlDelRangeStart" | b"customXmlInsRangeStart" => self.signs.tracked = true,
            b"commentReference" => self.signs.comment = true,
            b"footnoteReference" | b"endnoteReference" => self.signs.note = true,
            b"tab" | b"ptab" => self.text.push('\t'),
            // A break of the page or the column parts words, too.
            b"br" | b"cr" => self.text.push('\n'),
            b"noBreakHyphen" => self.text.push('-'),
            // Word writes emoji as `symEx` ([MS-DOCX] 2.6.1), with the character itself in another form.
            b"sym" | b"symEx" => {
                let font = element.attribute("font").and_then(|font| SymbolFont::named(&font));
                let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                self.symbol(font, code.unwrap_or(0xfffd));
            }
            b"fldChar" => match element.attribute("fldCharType").as_deref() {
                Some("begin") => {
                    let shown = self.text.len();
                    self.form_field(element);
                    self.fields.push(OpenField { is_instructions: true, shown, said: self.text.len() });
                }
                Some("separate") => self.end_instructions(),
                Some("end") => {
                    self.end_instructions();
                    self.end_field();
                }
                _ => {}
            },
            b"fldSimple" => {
                self.form_field(element);
                self.children(element);
            }
            b"AlternateContent" => self.alternate(element),
            b"oMath" => {
                self.signs.symbol = true;
                self.children(element);
            }
            b"f" => self.fraction(element),
            b"rad" => self.signed(element, "e", '√'),
            b"sSup" => self.signed(element, "sup", '^'),
            b"pPr" => {
                self.signs.list |= is_numbered(element);
                // The mark at the paragraph's end was put in or taken out.
                let mark = element.child("rPr");
                self.signs.tracked |= mark.is_some_and(|mark| mark.elements().any(is_tracked));
            }
            b"p" => {
                if self.paragraph_ended {
                    self.text.push('\n');
                }
                self.paragraph_ended = false;
                self.children(element);
                // Where the mark at its end was taken out, the next one goes on in the same line.
                let mark = element.child("pPr").and_then(|properties| properties.child("rPr"));
                self.paragraph_ended = mark.is_none_or(|mark| !mark.elements().any(is_taken_out));
            }
            b"tc" | b"tr" => {
                if is_deleted(element) {
                    self.signs.tracked = true;
                } else {
                    self.nested_table(element);
                }
            }
            _ => self.children(element),
        }
    }

    fn run(&mut self, run: Element<'_>) {
        let outside = mem::replace(&mut self.look, Look::of(run));
        self.children(run);
        self.look = outside;
    }

    /// Notes how words look that say something.
    fn note_look(&mut self, said: &str) {
        let Look { is_struck, is_hidden, .. } = self.look;
        if (is_struck || is_hidden) && !said.trim().is_empty() {
            self.signs.struck |= is_struck;
            self.signs.hidden |= is_hidden;
        }
    }

    fn form_field(&mut self, field: Element<'_>) {
        if let Some(shown) = form_field::shown(field).filter(|shown| field.may_read(0, shown.len())) {
            self.note_look(&shown);
            self.text.push_str(&shown);
        }
    }

    /// What was said in the innermost field up to here is not shown. What stands in one that never goes on is: Word
    /// leaves it on the page, and whoever wrote it knows of no field.
    fn end_instructions(&mut self) {
        if let Some(field) = self.fields.last_mut().filter(|field| field.is_instructions) {
            field.is_instructions = false;
            self.text.truncate(field.said.max(self.kept));
        }
    }

    /// Some programs write what a form field shows as its result, too.
    fn end_field(&mut self) {
        let Some(OpenField { shown, said, .. }) = self.fields.pop() else { return };
        // What is far longer is something else, and need not be trimmed.
        let result = self.text.get(said..).filter(|result| result.len() <= 2 * (said - shown));
        if shown < said && self.text.get(shown..said) == result.map(str::trim) {
            self.text.truncate(said.max(self.kept));
        }
    }

    /// A program shows the first form that it knows. Word knows all that it writes; what says nothing to us is one
    /// that we do not know, and then the next one serves.
    fn alternate(&mut self, element: Element<'_>) {
        let outside = mem::take(&mut self.signs);
        let before = (self.text.len(), self.skipped);
        for form in forms(element) {
            self.children(form);
            if (self.text.len(), self.skipped) != before || self.signs != Signs::default() {
                break;
            }
        }
        self.signs.merge(outside);
    }

    /// Rows of a table inside a field become lines, its cells are parted by tabs.
    fn nested_table(&mut self, element: Element<'_>) {
        if self.paragraph_ended {
            self.text.push(if element.is("tr") { '\n' } else { '\t' });
            self.paragraph_ended = false;
        }
        // A field of Word's that is open outside goes on behind the cell.
        let outside = mem::take(&mut self.fields);
        self.children(element);
        self.fields = outside;
        self.kept = self.text.len();
        self.paragraph_ended = true;
    }

    fn said(&mut self, text: &str) {
        self.note_look(text);
        if self.look.is_raised {
            self.begin_raised(text);
        }
        self.push_shown(text);
        if self.look.is_raised {
            self.raised_to = self.text.len();
        }
    }

    /// A raised digit behind another is a power or the number of a note, and no digit of that number.
    fn begin_raised(&mut self, text: &str) {
        let is_number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let goes_on = self.raised_to == self.text.len();
        if !goes_on && is_number(text.chars().next()) && is_number(self.text.chars().next_back()) {
            self.signs.symbol = true;
            self.text.push('^');
        }
    }

    /// Adds a text with the characters that its font shows.
    fn push_shown(&mut self, text: &str) {
        // What a symbol font has at F000-F0FF begins with this byte.
        if self.look.font.is_none() && memchr(0xef, text.as_bytes()).is_none() {
            self.text.push_str(text);
            return;
        }
        for c in text.chars() {
            let code = u32::from(c);
            let is_private = (0xf000..=0xf0ff).contains(&code);
            let glyph =
                self.look.font.and_then(|font| font.glyph(if is_private { code & 0xff } else { code }));
            // What nobody knows the look of is kept as it is.
            let is_symbol = is_private || self.look.font.is_some() && !c.is_whitespace();
            self.signs.symbol |= is_symbol && glyph.is_none();
            self.text.push(glyph.unwrap_or(c));
        }
    }

    /// A character of a symbol font, which keeps its glyphs at F000-F0FF (ECMA-376 17.3.3.30).
    fn symbol(&mut self, font: Option<SymbolFont>, code: u32) {
        let is_private = (0xe000..=0xf8ff).contains(&code);
        let glyph = font.and_then(|font| font.glyph(code & 0xff));
        let c = glyph.or_else(|| char::from_u32(code).filter(|_| !is_private)).unwrap_or('\u{fffd}');
        self.signs.symbol |= c == '\u{fffd}';
        self.note_look(c.encode_utf8(&mut [0; 4]));
        self.text.push(c);
    }
}

/// How a run looks, by its own properties.
#[derive(Clone, Copy, Default)]
struct Look {
    /// The run's font, where that has symbols in the places of letters.
    font: Option<SymbolFont>,
    is_struck: bool,
    is_hidden: bool,
    is_raised: bool,
}

impl Look {
    fn of(run: Element<'_>) -> Self {
        let mut look = Self::default();
        for property in run.child("rPr").into_iter().flat_map(Element::elements) {
            match property.local() {
                b"rFonts" => look.font = SymbolFont::of(property),
                b"strike" | b"dstrike" => look.is_struck |= property.is_on(),
                b"vanish" => look.is_hidden |= property.is_on(),
                b"vertAlign" => look.is_raised = property.attribute("val").as_deref() == Some("superscript"),
                _ => {}
            }
        }
        look
    }
}
