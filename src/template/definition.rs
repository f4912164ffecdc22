//! A template definition: what a form asks, and where each answer goes.
//!
//! These types are also what a form carries in itself, as JSON, so that it can be read when the
//! definition has long moved on. New members must therefore have a default.

use super::{Condition, Expression};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes an id as it stands in a definition.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// Names a template for ever: the key that old forms are read by.
    TemplateId
);
id!(
    /// Names a field within its template, or a column within its table.
    FieldId
);

/// A whole template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TemplateDef {
    pub id: TemplateId,
    /// Raised by every published change.
    pub revision: u32,
    pub title: String,
    /// The systems that its answers go to: `LCS`, `EHM`, `ContrOCC`. More than one: the form asks which.
    pub systems: Vec<String>,
    /// Its place in the order of entry after an outage, 1 to 9.
    #[serde(default)]
    pub order: Option<u32>,
    /// Templates that are entered first for the same child.
    #[serde(default)]
    pub after: Vec<TemplateId>,
    /// When the form tells of danger, so that it is entered before others of its order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgent: Option<Condition>,
    /// What the tracker says under "Nature of Work Undertaken".
    pub nature: Expression,
    #[serde(default)]
    pub guidance: Option<String>,
    pub sections: Vec<Section>,
    /// The screens in the order of entry, where it is not the order of the form; empty: as the sections have it.
    #[serde(default)]
    pub entry: Vec<Section>,
    /// What is looked at across fields when a form comes back. They warn; they never stop anyone.
    #[serde(default)]
    pub checks: Vec<Check>,
}

/// A part of a form under its own heading; entered on one screen, or not at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    pub title: String,
    #[serde(default)]
    pub guidance: Option<String>,
    /// The screen of the case system. None: its answers are not entered; its steps are shown all the same.
    #[serde(default)]
    pub screen: Option<Name>,
    /// The system that it is entered into, where that is not the form's.
    #[serde(default)]
    pub system: Option<String>,
    /// Who enters it, where that is not the worker: `finance`.
    #[serde(default)]
    pub by: Option<String>,
    #[serde(default)]
    pub when: Option<Condition>,
    /// What to do on the screen before its boxes.
    #[serde(default)]
    pub first: Vec<Action>,
    pub items: Vec<Item>,
    /// What to do on the screen after its boxes.
    #[serde(default)]
    pub then: Vec<Action>,
}

/// What a section holds.
#[expect(clippy::large_enum_variant, reason = "nearly all are fields; a box would be on every one")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// A question of the form, with the box that its answer goes to.
    Field(Field),
    /// A box of this screen that takes an answer given elsewhere in the form.
    Again(Again),
}

/// See [`Item::Again`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Again {
    pub field: FieldId,
    pub into: Name,
}

/// The name of a screen or a box: one, or one for each system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Name {
    Same(String),
    BySystem(BTreeMap<String, String>),
}

impl Name {
    /// The name in a system. Where the system is not known, or has no name of its own: any.
    pub fn in_system(&self, system: Option<&str>) -> &str {
        match self {
            Self::Same(name) => name,
            Self::BySystem(names) => {
                let own = system.and_then(|system| names.get(system));
                own.or(names.values().next()).map_or("", String::as_str)
            }
        }
    }
}

/// A question, and the box that its answer goes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    pub id: FieldId,
    pub label: String,
    #[serde(default)]
    pub help: Option<String>,
    pub kind: FieldKind,
    #[serde(default)]
    pub required: Required,
    /// The box; None: it guides the work and is not entered.
    #[serde(default)]
    pub into: Option<Name>,
    /// How many characters the box takes, counted as UTF-16 units, as a browser counts `maxlength`.
    #[serde(default)]
    pub max: Option<usize>,
    /// What is pasted, where it is more than the answer.
    #[serde(default)]
    pub paste: Option<Expression>,
    /// Ids that it had in earlier revisions.
    #[serde(default)]
    pub was: Vec<FieldId>,
    #[serde(default)]
    pub confidential: Option<Confidential>,
    /// How a date is pasted: `dd/mm/yyyy hh:mm`.
    #[serde(default)]
    pub format: Option<String>,
    /// The least and the most that a number should be.
    #[serde(default)]
    pub range: Option<(i64, i64)>,
    /// What the box does not take as it was written.
    #[serde(default)]
    pub fit: Fit,
}

/// How a text is changed to suit its box.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    #[serde(default)]
    pub line_breaks: LineBreaks,
    #[serde(default)]
    pub charset: Charset,
}

/// What becomes of line breaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineBreaks {
    #[default]
    Keep,
    /// The box has one line.
    Space,
    /// The box has one line, and the parts are things of their own, as in an address.
    Semicolon,
}

/// Which characters a box takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Charset {
    #[default]
    Any,
    /// Quotes, dashes, bullets and spaces as a keyboard has them.
    Plain,
    /// As `plain`, and nothing that is not on a British keyboard.
    Strict,
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    Text,
    Multiline,
    Date,
    Time,
    Datetime,
    Number,
    Choice(Vec<Choice>),
    Choices(Vec<Choice>),
    YesNo,
    Tick,
    Person,
    Address,
    Phone,
    Email,
    Table(Grid),
}

/// A table: rows of the same questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Blank rows to print.
    pub rows: usize,
    pub columns: Vec<Field>,
    /// The column that names a file: each row is a file to upload.
    #[serde(default)]
    pub attach: Option<FieldId>,
    /// What to do before the boxes of each row.
    #[serde(default)]
    pub each: Vec<Action>,
}

/// One of the answers that a choice offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub code: String,
    pub label: String,
    /// The words on the council's own screen, where they differ from the label.
    #[serde(default)]
    pub paste_as: Option<String>,
    /// Codes that it had, or that it took the place of.
    #[serde(default)]
    pub was: Vec<String>,
    /// It is not offered any more; forms that have it still read.
    #[serde(default)]
    pub retired: bool,
}

/// Something that should hold across the fields of one form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    pub rule: Rule,
    /// Where the rule comes from.
    #[serde(default)]
    pub source: Option<String>,
}

/// See [`Check`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// These dates do not go back in time.
    InOrder(Vec<FieldId>),
    NotInTheFuture(Vec<FieldId>),
    ExactlyOneOf(Vec<FieldId>),
    /// A warning in the administrator's words, where an expression holds.
    Warn {
        text: String,
        when: Expression,
    },
}

/// When a field has to be answered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    #[default]
    No,
    Yes,
    When(Condition),
}

/// Why a text is warned about before it is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidential {
    /// It may hold what somebody outside the family said, or what must not reach the family.
    ThirdParty,
    /// It comes from a strategy meeting.
    Strategy,
}

impl Confidential {
    /// The word for it in a definition.
    pub fn name(self) -> &'static str {
        match self {
            Self::ThirdParty => "third-party",
            Self::Strategy => "strategy",
        }
    }
}

/// Something to do on a screen beside its boxes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    pub what: ActionKind,
    #[serde(default)]
    pub when: Option<Condition>,
}

/// See [`Action`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// Something that the person does.
    Tell(String),
    /// The person saves: what was entered before it survives a page that times out.
    SavePoint(String),
    /// Something that somebody else has to do before it goes on.
    Wait(String),
    /// Something that the system answers and that stopgap needs to know, such as a new PIN.
    Ask(FieldId),
}

/// The id of the field that asks which of several systems a form is for.
pub const SYSTEM_FIELD: &str = "system";

impl TemplateDef {
    /// The screens in the order in which the form is entered.
    pub fn screens(&self) -> &[Section] {
        if self.entry.is_empty() { &self.sections } else { &self.entry }
    }

    /// All systems that some of its answers go to.
    pub fn all_systems(&self) -> Vec<String> {
        let of_sections = self.screens().iter().filter_map(|section| section.system.clone());
        self.systems.iter().cloned().chain(of_sections).collect()
    }

    /// All fields in the order of the form; the columns of a table are within it.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(Section::fields)
    }

    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|field| field.id.as_str() == id)
    }
}

impl Section {
    /// Its questions, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.items.iter().filter_map(|item| match item {
            Item::Field(field) => Some(field),
            Item::Again(_) => None,
        })
    }
}

impl Field {
    /// A question that goes into no box, and of which nothing else is said.
    pub fn new(id: impl Into<String>, label: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            id: FieldId::new(id),
            label: label.into(),
            help: None,
            kind,
            required: Required::No,
            into: None,
            max: None,
            paste: None,
            was: Vec::new(),
            confidential: None,
            format: None,
            range: None,
            fit: Fit::default(),
        }
    }
}

impl FieldKind {
    /// Whether it takes whatever people write.
    pub fn takes_any_text(&self) -> bool {
        matches!(
            self,
            Self::Text | Self::Multiline | Self::Person | Self::Address | Self::Phone | Self::Email
        )
    }

    /// The word for it in a definition.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Multiline => "multiline",
            Self::Date => "date",
            Self::Time => "time",
            Self::Datetime => "datetime",
            Self::Number => "number",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::YesNo => "yes-no",
            Self::Tick => "tick",
            Self::Person => "person",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Table(_) => "table",
        }
    }

    /// What it offers to choose from; nothing for kinds that take what people write.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Choice(choices) | Self::Choices(choices) => choices,
            _ => &[],
        }
    }
}

impl Choice {
    /// An option whose code is its label.
    pub fn plain(label: impl Into<String>) -> Self {
        let label = label.into();
        Self { code: label.clone(), label, paste_as: None, was: Vec::new(), retired: false }
    }

    /// What to look for in the drop-down of the case system.
    pub fn on_screen(&self) -> &str {
        self.paste_as.as_deref().unwrap_or(&self.label)
    }

    /// Whether a person means this one: by code or label, case and white space folded.
    pub fn is_meant_by(&self, text: &str) -> bool {
        self.is_called(&folded(text))
    }

    /// The same of a text that is folded, for who asks it of many options.
    pub(super) fn is_called(&self, folded: &str) -> bool {
        is_folded(&self.code, folded) || is_folded(&self.label, folded)
    }

    /// Whether this one has taken the place of a code.
    pub fn was_called(&self, code: &str) -> bool {
        self.was.iter().any(|was| folded(was) == folded(code))
    }
}

/// The option that a person means by a text on the page: by its label or, where none has it, by its code.
/// One option's label can be another's code.
pub fn meant<'c>(choices: &'c [Choice], text: &str) -> Option<&'c Choice> {
    let text = folded(text);
    let by_label = choices.iter().find(|choice| is_folded(&choice.label, &text));
    by_label.or_else(|| choices.iter().find(|choice| is_folded(&choice.code, &text)))
}

/// The options of a question by what people call them: for one that is answered in thousands of rows.
pub struct OptionsByName<'c>(HashMap<String, &'c Choice>);

impl<'c> OptionsByName<'c> {
    pub fn of(choices: &'c [Choice]) -> Self {
        let mut by_name = HashMap::new();
        let labels = choices.iter().map(|choice| (&choice.label, choice));
        let codes = choices.iter().map(|choice| (&choice.code, choice));
        for (name, choice) in labels.chain(codes) {
            by_name.entry(folded(name)).or_insert(choice);
        }
        Self(by_name)
    }

    /// The same as [`meant`] finds.
    pub fn meant(&self, text: &str) -> Option<&'c Choice> {
        self.0.get(&folded(text)).copied()
    }
}

/// Whether what somebody wrote plainly says no.
pub fn says_no(text: &str) -> bool {
    matches!(folded(text).as_str(), "no" | "n" | "none" | "n/a" | "na" | "-")
}

/// A text for comparing: case, white space and typographic quotes and dashes folded away.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(folded_character));
    }
    folded
}

/// Whether a text is this one when it is folded. Most differ in their first letters.
pub(super) fn is_folded(text: &str, folded: &str) -> bool {
    let words = text.split_whitespace().enumerate();
    let characters = words.flat_map(|(at, word)| {
        let space = (at > 0).then_some(' ');
        space.into_iter().chain(word.chars().flat_map(folded_character))
    });
    characters.eq(folded.chars())
}

fn folded_character(c: char) -> std::char::ToLowercase {
    match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2010}'..='\u{2014}' => '-',
        _ => c,
    }
    .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, code: Option<&str>) {
        let option = |code: &str, label: &str| Choice { code: code.into(), ..Choice::plain(label) };
        let choices = [option("NO", "None"), option("NONE", "Nobody\u{2019}s"), option("OLD", "NO")];
        for choice in [meant(&choices, text), OptionsByName::of(&choices).meant(text)] {
            assert_eq!(choice.map(|choice| &*choice.code), code, "{text}");
        }
    }

    #[test]
    fn an_option_is_meant_by_its_label_or_its_code() {
        check(" nobody's", Some("NONE"));
        check("none", Some("NO"));
        check("No", Some("OLD"));
        check("old", Some("OLD"));
        check("other", None);
    }
}
