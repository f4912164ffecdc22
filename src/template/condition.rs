//! Conditions: `{field: kind, is: [MOVED, BOTH]}`.

use super::{
    FieldId, TemplateDef,
    definition::{Field, FieldKind, folded, is_folded},
    yes_no,
};
use serde::{Deserialize, Serialize};

/// Something that is so or not, depending on one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub field: FieldId,
    pub test: Test,
}

/// What a condition wants of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// There is one.
    Answered,
    /// It is one of these, by code or label.
    Is(Vec<String>),
    /// There is one, and it is none of these.
    Not(Vec<String>),
}

/// So many times longer than it has to be is no name that somebody writes: folding leaves white space out.
const FOLDED_AWAY: usize = 50;

impl Condition {
    /// Whether it holds for an answer, given as all the names that it goes by (code, label, or the
    /// text itself); no names: there is no answer.
    pub fn holds(&self, names: &[impl AsRef<str>]) -> bool {
        let any_of = |wanted: &[String]| {
            let wanted: Vec<String> = wanted.iter().map(|wanted| folded(wanted)).collect();
            let longest = wanted.iter().map(String::len).max().unwrap_or_default();
            // A long text is no such name, however much of it is white space.
            let mut names =
                names.iter().map(AsRef::as_ref).filter(|name| name.len() <= FOLDED_AWAY * (longest + 1));
            names.any(|name| wanted.iter().any(|wanted| is_folded(name, wanted)))
        };
        match &self.test {
            Test::Answered => !names.is_empty(),
            Test::Is(wanted) => any_of(wanted),
            Test::Not(unwanted) => !names.is_empty() && !any_of(unwanted),
        }
    }

    /// The condition in the words of the form: `“What happened” is Change of placement or Both`.
    pub fn said(&self, definition: &TemplateDef) -> String {
        let field = definition.field(self.field.as_str());
        let label = field.map_or(self.field.as_str(), |field| &field.label);
        let question = label.trim_end_matches(['?', ':']);
        let words = |values: &[String]| {
            values.iter().map(|value| shown(field, value)).collect::<Vec<_>>().join(" or ")
        };
        match &self.test {
            Test::Answered => format!("\u{201c}{question}\u{201d} is answered"),
            Test::Is(values) => format!("\u{201c}{question}\u{201d} is {}", words(values)),
            Test::Not(values) => format!("\u{201c}{question}\u{201d} is anything but {}", words(values)),
        }
    }

    /// The values that it compares with.
    pub fn values(&self) -> &[String] {
        match &self.test {
            Test::Answered => &[],
            Test::Is(values) | Test::Not(values) => values,
        }
    }
}

/// The words of the form for a value that a condition names by code or label.
fn shown(field: Option<&Field>, value: &str) -> String {
    let yes_no = yes_no();
    let choices = match field.map(|field| &field.kind) {
        Some(FieldKind::YesNo) => &yes_no[..],
        Some(kind) => kind.choices(),
        None => &[],
    };
    let called = folded(value);
    choices.iter().find(|choice| choice.is_called(&called)).map_or(value, |choice| &choice.label).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(test: Test, answer: &[&str], expected: bool) {
        let names: Vec<String> = answer.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(Condition { field: FieldId::new("kind"), test }.holds(&names), expected);
    }

    #[test]
    fn by_code_or_label_however_written() {
        check(Test::Is(vec!["moved".into()]), &["MOVED", "Change of placement"], true);
        check(Test::Is(vec!["change  of Placement".into()]), &["MOVED", "Change of placement"], true);
        check(Test::Is(vec!["ENDED".into()]), &["MOVED"], false);
        check(Test::Not(vec!["ENDED".into()]), &["MOVED"], true);
    }

    #[test]
    fn a_blank_answer_is_neither_this_nor_not_this() {
        check(Test::Answered, &[], false);
        check(Test::Is(vec!["ENDED".into()]), &[], false);
        check(Test::Not(vec!["ENDED".into()]), &[], false);
    }
}
