//! Words that stand in no box: typed below or beside the form, in a copied part of it, in a header, a
//! comment, a footnote or a text box. None is lost: each is offered at the end, with where it stood.
//!
//! Known is what the form itself prints. What is neither printed nor in an answer was added by somebody.

use super::{
    EnteredNote, FormNumber, anchor,
    completed::{Anchor, Answer, CompletedForm},
    findings::{FindingKind, of_signs},
    identity::Identity,
    layout::{self, Printed},
    office::{self, SOME_SYSTEM},
    unplaced,
    value::Value,
};
use crate::{
    template::{Field, FieldKind, Name, TemplateDef, folded},
    word::{
        Element, Package, Unreadable, Written, is_unwritten,
        letterhead::is_logo,
        package::{all_was_read, tree},
        table::is_deleted,
        text::{Signs, form_that_is_read, text_without},
    },
};
use std::collections::{HashMap, HashSet};

/// Words in no box.
pub struct Stray {
    /// Where they stood, in the form's own words: "near “Reason for contact”".
    pub place: String,
    pub text: String,
    pub signs: Signs,
}

/// A form's page, and what was found on it that it does not print.
pub struct Page {
    /// What the form prints, folded, and how often.
    printed: HashMap<String, usize>,
    /// The labels and headings among it, as they are written.
    names: HashMap<String, String>,
    /// How many bytes the longest of it has, or of the lines round the page.
    longest: usize,
    running_lines: Vec<String>,
    /// The form has lost its number, and yet it prints it.
    is_numberless: bool,
    /// The label or heading that was passed last.
    near: Option<String>,
    pub strays: Vec<Stray>,
    /// Where pictures stand that are in no answer, as of a stray.
    pub pictures: Vec<String>,
    /// Where words that the form prints are struck out.
    pub struck: Vec<String>,
    /// The systems that the form may have been entered into, folded.
    systems: HashSet<String>,
    /// What the office-use block says.
    pub entered: Vec<EnteredNote>,
}

impl Page {
    pub fn new(definition: &TemplateDef, identity: &Identity) -> Self {
        let issue = identity.issue.as_ref();
        let mut page = Self {
            printed: HashMap::new(),
            names: HashMap::new(),
            longest: 0,
            running_lines: Vec::new(),
            is_numberless: issue.is_none(),
            near: None,
            strays: Vec::new(),
            pictures: Vec::new(),
            struck: Vec::new(),
            systems: definition
                .all_systems()
                .iter()
                .map(String::as_str)
                .chain([SOME_SYSTEM])
                .map(folded)
                .collect(),
            entered: Vec::new(),
        };
        for line in layout::running_lines(definition, issue) {
            let line = bare(&line);
            if page.is_numberless {
                page.running_lines.push(folded(&line.replace(layout::NO_NUMBER, "")));
            }
            page.longest = page.longest.max(line.len());
            page.running_lines.push(line);
        }
        for printed in layout::printed(definition, identity) {
            let (text, name) = match printed {
                Printed::Name(text) => (page.words(&text), Some(text)),
                Printed::Words(text) => (page.words(&text), None),
            };
            page.longest = page.longest.max(text.len());
            if let Some(name) = name {
                let name = name.trim_end_matches(anchor::STAR).to_owned();
                page.names.entry(text.clone()).or_insert(name);
            }
            *page.printed.entry(text).or_default() += 1;
        }
        page
    }

    /// Looks through the page itself for what is in none of the elements that start at `taken`.
    pub fn main(&mut self, root: Element<'_>, taken: &HashSet<usize>) {
        self.look(root, taken);
    }

    /// Looks through what stands round the page and beside it.
    ///
    /// # Errors
    /// When one of these parts cannot be read.
    pub fn other_parts(&mut self, package: &mut Package<'_>) -> Result<(), Unreadable> {
        for (kind, place) in [
            ("header", "in the line above the page"),
            ("footer", "in the line below the page"),
            ("comments", "in a comment"),
            ("footnotes", "in a footnote"),
            ("endnotes", "in an endnote"),
        ] {
            for name in package.all_related(kind)? {
                let Some(text) = package.part(&name)? else { continue };
                let tree = tree(&name, &text)?;
                for paragraph in paragraphs(tree.root()) {
                    let (text, signs) = text_without([paragraph], &is_unwritten);
                    if !self.is_running_line(text.expose()) {
                        self.add(place.to_owned(), text.expose(), signs);
                    }
                    self.look_at_pictures(place, paragraph, signs, &is_unwritten);
                }
                all_was_read(&name, &tree)?;
            }
        }
        Ok(())
    }

    fn look(&mut self, element: Element<'_>, taken: &HashSet<usize>) {
        if taken.contains(&element.range().start) {
            self.look_into_shapes(element);
            return;
        }
        match element.local() {
            b"del" | b"moveFrom" | b"Fallback" | b"sdtPr" | b"tcPr" | b"tblPr" | b"sectPr" => {}
            b"tr" | b"tc" if is_deleted(element) => {}
            b"altChunk" => self.note_picture(&self.place()),
            b"AlternateContent" => {
                let form = form_that_is_read(element);
                form.into_iter().flat_map(Element::elements).for_each(|child| self.look(child, taken));
            }
            b"p" => {
                self.paragraph(element, taken);
                self.look_into_shapes(element);
            }
            _ => element.elements().for_each(|child| self.look(child, taken)),
        }
    }

    /// Text boxes stand within a paragraph, whether that is part of an answer or not.
    fn look_into_shapes(&mut self, element: Element<'_>) {
        for paragraph in paragraphs_of_shapes(element) {
            let place = match &self.near {
                Some(near) => format!("in a text box near \u{201c}{near}\u{201d}"),
                None => "in a text box".to_owned(),
            };
            let (text, signs) = text_without([paragraph], &is_unwritten);
            self.look_at_pictures(&place, paragraph, signs, &is_unwritten);
            self.add(place, text.expose(), signs);
        }
    }

    fn paragraph(&mut self, paragraph: Element<'_>, taken: &HashSet<usize>) {
        let is_taken = |element: Element<'_>| taken.contains(&element.range().start);
        let (text, signs) = text_without([paragraph], &is_taken);
        self.look_at_pictures(&self.place(), paragraph, signs, &is_taken);
        let (entered, text) = office::taken_out_of(text.expose(), &self.systems);
        self.entered.extend(entered);
        if text.trim().is_empty() || anchor::is_placeholder(&text) {
            return;
        }
        if self.is_printed(&text) {
            if signs.struck {
                let place = self.place();
                note(&mut self.struck, place);
            }
            return;
        }
        self.add(self.place(), &text, signs);
    }

    fn place(&self) -> String {
        match &self.near {
            Some(near) => format!("near \u{201c}{near}\u{201d}"),
            None => "at the top".to_owned(),
        }
    }

    /// Notes the pictures of a paragraph, but for those in its text boxes: these have paragraphs of their own.
    fn look_at_pictures(
        &mut self,
        place: &str,
        paragraph: Element<'_>,
        signs: Signs,
        skip: &impl Fn(Element<'_>) -> bool,
    ) {
        if signs.picture && shows_picture(paragraph, skip) {
            self.note_picture(place);
        }
    }

    fn note_picture(&mut self, place: &str) {
        note(&mut self.pictures, place.to_owned());
    }

    /// Whether the form prints this, and not less often than it was met.
    fn is_printed(&mut self, text: &str) -> bool {
        if self.is_longer_than_printed(text) {
            return false;
        }
        let words = self.words(text);
        let Some(left) = self.printed.get_mut(&words).filter(|left| **left > 0) else {
            return words.is_empty();
        };
        *left -= 1;
        if let Some(name) = self.names.get(&words) {
            self.near = Some(name.clone());
        }
        true
    }

    /// What is far longer than all that is printed need not be compared with it.
    fn is_longer_than_printed(&self, text: &str) -> bool {
        text.len() > 4 * self.longest
    }

    fn words(&self, text: &str) -> String {
        let words = bare(text);
        if self.is_numberless { without_numbers(&words) } else { words }
    }

    fn add(&mut self, place: String, text: &str, signs: Signs) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match self.strays.iter_mut().rev().find(|stray| stray.place == place) {
            Some(stray) => {
                stray.text.push('\n');
                stray.text.push_str(text);
                stray.signs.merge(signs);
            }
            None => self.strays.push(Stray { place, text: text.to_owned(), signs }),
        }
    }

    /// The lines that stand above and below every page, whatever the number of the page is.
    fn is_running_line(&self, text: &str) -> bool {
        if self.is_longer_than_printed(text) {
            return false;
        }
        let line = self.words(text);
        let is_page = |rest: &str| {
            let words: Vec<&str> = rest.split_whitespace().collect();
            let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
            match words[..] {
                [] => true,
                ["page", "of"] => true,
                ["page", at, "of", all] => is_number(at) && is_number(all),
                ["page", at, "of"] => is_number(at),
                _ => false,
            }
        };
        line.is_empty()
            || self.running_lines.iter().any(|known| line.strip_prefix(known.as_str()).is_some_and(is_page))
    }
}

/// Notes a place once.
fn note(places: &mut Vec<String>, place: String) {
    if !places.contains(&place) {
        places.push(place);
    }
}

/// Paragraphs in the order of the part, those in its text boxes too, without those that were deleted. What else
/// lies within a paragraph is part of it.
fn paragraphs(root: Element<'_>) -> Vec<Element<'_>> {
    let mut found = Vec::new();
    add_paragraphs(root, false, &mut found);
    found
}

/// The paragraphs of the text boxes that stand in a paragraph, or in several.
fn paragraphs_of_shapes(element: Element<'_>) -> Vec<Element<'_>> {
    let mut found = Vec::new();
    add_paragraphs(element, true, &mut found);
    found
}

fn add_paragraphs<'t>(element: Element<'t>, is_within_one: bool, found: &mut Vec<Element<'t>>) {
    let is_within_one = match element.local() {
        b"del" | b"moveFrom" | b"Fallback" => return,
        // The line between page and footnotes is a footnote in the file.
        b"footnote" | b"endnote" if element.attribute("type").is_some_and(|t| t != "normal") => return,
        b"AlternateContent" => {
            // The first that says anything: which of them Word shows depends on what it knows.
            let before = found.len();
            let mut forms = element.elements().filter(|form| matches!(form.local(), b"Choice" | b"Fallback"));
            while let Some(form) = forms.next().filter(|_| found.len() == before) {
                form.elements().for_each(|child| add_paragraphs(child, is_within_one, found));
            }
            return;
        }
        b"p" if !is_within_one => {
            found.push(element);
            true
        }
        b"txbxContent" => false,
        _ => is_within_one,
    };
    element.elements().for_each(|child| add_paragraphs(child, is_within_one, found));
}

/// Whether a picture stands in an element, its text boxes apart.
fn shows_picture(element: Element<'_>, skip: &impl Fn(Element<'_>) -> bool) -> bool {
    if skip(element) || matches!(element.local(), b"del" | b"moveFrom" | b"Fallback" | b"txbxContent") {
        return false;
    }
    let shown = if element.is("AlternateContent") { form_that_is_read(element) } else { Some(element) };
    is_picture(element) || shown.is_some_and(|shown| shown.elements().any(|child| shows_picture(child, skip)))
}

/// Whether it is a picture, or a shape that says nothing.
fn is_picture(element: Element<'_>) -> bool {
    let is_shape = matches!(element.local(), b"drawing" | b"pict" | b"object");
    let holds_picture = || {
        let own = element.descendants_but(|inside| inside.is("txbxContent"));
        own.into_iter().any(|inside| matches!(inside.local(), b"blip" | b"imagedata"))
    };
    let says_nothing = || !element.descendants().any(|inside| inside.is("txbxContent"));
    matches!(element.local(), b"altChunk" | b"subDoc")
        || is_shape && !is_logo(element) && (holds_picture() || says_nothing())
}

/// A text for comparing: folded, without the boxes of ticks. A box that is ticked is no part of what is printed.
fn bare(text: &str) -> String {
    folded(&text.replace('\u{2610}', " "))
}

/// The same without what looks like a form's number, `7K3F-2`.
fn without_numbers(words: &str) -> String {
    let is_number = |word: &str| word.contains('-') && word.parse::<FormNumber>().is_ok();
    words.split(' ').filter(|word| !is_number(word)).collect::<Vec<_>>().join(" ")
}

/// Offers the strays at the end of the form, each with a finding, and tells of the pictures there. Of the form's own
/// words that are struck out, as what does not apply, it tells where they stand.
pub fn offer(form: &mut CompletedForm, strays: Vec<Stray>, pictures: Vec<String>, struck: Vec<String>) {
    for place in struck {
        let message = format!("words that the form prints are struck out, {place}: look at the page");
        form.findings.push(None, FindingKind::Struck, message);
    }
    let mut told = Vec::new();
    for place in pictures {
        let message = format!("a picture or shape stands outside the boxes, {place}: look at the page");
        form.findings.push(None, FindingKind::Picture, message);
        told.push(format!(
            "Look at the picture or shape {place}: enter what it says, or upload the form itself."
        ));
    }
    let mut answers = Vec::new();
    for (at, stray) in strays.into_iter().enumerate() {
        let (id, label) = (format!("outside_{}", at + 1), format!("Words {}", stray.place));
        // Nobody but the person can say which box it is: where the words stood is in the finding.
        let into = Some(Name::Same("the box where it belongs".into()));
        let field = Field { into, ..Field::new(id, label, FieldKind::Multiline) };
        let message = format!("words stand in no box of the form, {}: see where they belong", stray.place);
        form.findings.push(Some(&field.id), FindingKind::Outside, message);
        let Signs { symbol, list, struck, hidden, .. } = stray.signs;
        let told = of_signs(Signs { symbol, list, struck, hidden, ..Signs::default() });
        form.findings.push_signs(&field.id, &told);
        let text = Written::from(stray.text);
        let value = Some(Value::Text(text.clone()));
        let answer = Answer { field: field.id.clone(), value, text, anchor: Anchor::Label };
        answers.push((field, answer));
    }
    unplaced::offer(form, "Written outside the boxes", told, answers);
}
