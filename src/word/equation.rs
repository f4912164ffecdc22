//! Equations (`oMath`, ECMA-376 part 1, 22.1) as far as a line of text can have them: "1/2", "√9", "10^2".

use super::{Element, text::TextReader};

impl<S: Fn(Element<'_>) -> bool> TextReader<'_, S> {
    /// A fraction: what is above the line, and what is below it.
    pub(super) fn fraction(&mut self, element: Element<'_>) {
        let (Some(above), Some(below)) = (element.child("num"), element.child("den")) else {
            return self.children(element);
        };
        // "2 1/2" is not 21/2.
        if self.text.ends_with(char::is_alphanumeric) {
            self.text.push(' ');
        }
        self.part(above);
        self.text.push('/');
        self.part(below);
    }

    /// A root ("√9"), whose degree, if it has one, stands in front of the sign, or a power ("10^2"): a sign in front of
    /// the part of this name.
    pub(super) fn signed(&mut self, element: Element<'_>, part: &str, sign: char) {
        for child in element.elements() {
            if child.is(part) {
                self.text.push(sign);
                self.part(child);
            } else {
                self.element(child);
            }
        }
    }

    /// A part of an equation, in brackets where it is more than a number or a name.
    fn part(&mut self, part: Element<'_>) {
        let is_plain = part.elements().all(|child| match child.local() {
            b"ctrlPr" | b"argPr" => true,
            b"r" => child.elements().filter(|text| text.is("t")).all(|text| is_name(&text.text())),
            _ => false,
        });
        if is_plain {
            return self.element(part);
        }
        self.text.push('(');
        self.element(part);
        self.text.push(')');
    }
}

fn is_name(text: &str) -> bool {
    text.trim().chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ','))
}
