//! The language of definitions in one table: every key of every map, what it is for, and what stands behind it.
//!
//! The parser takes its known keys from here, and `schema` makes from it what an editor explains while
//! somebody types. So the three cannot drift apart. The words are for people who have never seen YAML.

use super::words::{ASKED, CHARSET, COLUMN_TYPES, CONFIDENTIAL, LINE_BREAKS, TYPES, Word};
use Shape::{Any, Id, List, Nested, Number, Switch, Text, Words};

/// A group of keys: a template, a section, a field.
#[derive(Debug)]
pub struct Map {
    /// What it is called in the schema: one word.
    pub name: &'static str,
    pub about: &'static str,
    pub keys: &'static [Key],
    /// Keys of which one, and only one, has to be there; empty: no such rule.
    pub one_of: &'static [&'static str],
}

/// One key of a map.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// A good value, as it is written behind the key.
    pub example: &'static str,
    pub shape: Shape,
    pub needed: bool,
    /// The types of field for which it has a meaning; empty: for all.
    pub only_for: &'static [&'static str],
    /// The types of field that cannot do without it.
    pub needed_for: &'static [&'static str],
    /// Another key that has to stand beside it.
    pub with: Option<&'static str>,
}

/// What stands behind a key.
#[derive(Debug)]
pub enum Shape {
    /// A text; what looks like a number is one too.
    Text,
    /// The id of a field.
    Id,
    /// A whole number within bounds.
    Number { least: usize, most: usize },
    /// `true` or `false`; `yes` and `no` are taken as well.
    Switch,
    /// One of these words, each with what it means.
    Words(&'static [Word]),
    /// A list of these, with at least so many of them.
    List { of: &'static Shape, least: usize },
    /// A map of its own.
    Nested(&'static Map),
    /// The first of two maps when its marking key is there, else the second.
    Either { key: &'static str, with: &'static Map, without: &'static Map },
    /// A text for each system: `{ EHM: .., LCS: .. }`.
    BySystem,
    /// How a date is written: `d mmmm yyyy`.
    Format,
    /// The least and the most: `[0, 40]`.
    Range,
    /// Any of these.
    Any(&'static [Shape]),
}

impl Map {
    /// The names of its keys.
    pub fn keys(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }
}

/// A bookmark's name has at most 40 characters (Word's limit) and holds the id and a few more.
pub const MAX_ID: usize = 32;
/// No box of the case systems is known to take more.
pub const MAX_MAX: usize = 1_000_000;
/// No form prints more blank rows.
pub const MAX_ROWS: usize = 40;
/// A revision that is higher is a slip.
pub const MAX_REVISION: usize = 1_000_000;
/// The places in the order of entry.
pub const MAX_ORDER: usize = 9;

const fn needed(name: &'static str, about: &'static str, example: &'static str, shape: Shape) -> Key {
    Key { name, about, example, shape, needed: true, only_for: &[], needed_for: &[], with: None }
}

const fn may(name: &'static str, about: &'static str, example: &'static str, shape: Shape) -> Key {
    Key { name, about, example, shape, needed: false, only_for: &[], needed_for: &[], with: None }
}

impl Key {
    const fn only_for(mut self, types: &'static [&'static str]) -> Self {
        self.only_for = types;
        self
    }

    const fn with(mut self, other: &'static str) -> Self {
        self.with = Some(other);
        self
    }

    const fn needed_for(mut self, types: &'static [&'static str]) -> Self {
        self.needed_for = types;
        self
    }
}

/// A text, or a list of them.
const TEXTS: Shape = Any(&[Text, List { of: &Text, least: 0 }]);
/// A text, or one for each system.
const TEXT_BY_SYSTEM: Shape = Any(&[Text, Shape::BySystem]);
const CHOOSING: &[&str] = &["choice", "choices"];
const TABLE: &[&str] = &["table"];
const DATED: &[&str] = &["date", "time", "datetime"];
const NUMBER: &[&str] = &["number"];
/// The types whose answer is copied: the others are shown, there is nothing to shape.
const COPIED: &[&str] =
    &["text", "multiline", "date", "time", "datetime", "number", "person", "address", "phone", "email"];
const COPIED_OR_TABLE: &[&str] = &[
    "text",
    "multiline",
    "date",
    "time",
    "datetime",
    "number",
    "person",
    "address",
    "phone",
    "email",
    "table",
];

pub static TEMPLATE: Map = Map {
    name: "template",
    about: "A template: what one form asks, and where each answer goes.",
    keys: &[
        needed(
            "template",
            "The id of the template, which is also the name of its file and never changes.",
            "contact",
            Text,
        ),
        needed(
            "revision",
            "A number that you raise by one with every change that you hand out.",
            "4",
            Number { least: 1, most: MAX_REVISION },
        ),
        needed("title", "The name of the form, as people read it at its top.", "New contact", Text),
        needed(
            "system",
            "The system that its answers are entered into; with several of them the form asks which.",
            "[EHM, LCS]",
            TEXTS,
        ),
        may(
            "order",
            "Its place in the order of entry after an outage: 1 is entered first, 9 last.",
            "2",
            Number { least: 1, most: MAX_ORDER },
        ),
        may(
            "after",
            "Templates that are entered before this one for the same child, by their ids.",
            "[new-person]",
            TEXTS,
        ),
        needed(
            "nature",
            "What the tracker says under \"Nature of Work Undertaken\"; answers go in as {{ id }}.",
            "\"New Contact{% if outcome %}, {{ outcome }}{% endif %}\"",
            Text,
        ),
        may(
            "guidance",
            "Advice in a box at the top of the form.",
            "Record what you were told, by whom and when.",
            Text,
        ),
        needed(
            "sections",
            "The parts of the form from top to bottom, each with `- ` in front.",
            "[{ include: shared/header }]",
            List { of: &Shape::Either { key: "include", with: &INCLUDE, without: &SECTION }, least: 0 },
        ),
        may(
            "entry",
            "The screens in the order of entry, where it is not the order of the form; left out: as the sections have it.",
            "[{ screen: Contact record - outcome, fields: [outcome] }]",
            List { of: &Nested(&ENTRY), least: 1 },
        ),
        may(
            "checks",
            "Rules between answers; they warn, and never stop anyone from recording.",
            "[{ in order: [received_at, decision_at] }]",
            List { of: &Nested(&CHECK), least: 0 },
        ),
        may(
            "unverified",
            "What somebody has to look up in your own systems; `stopgap check` reminds of it.",
            "The names of the boxes",
            Text,
        ),
    ],
    one_of: &[],
};

pub static INCLUDE: Map = Map {
    name: "include",
    about: "A section that is kept once and used by many templates.",
    keys: &[needed(
        "include",
        "The shared section to put in here: its folder and its name.",
        "shared/header",
        Text,
    )],
    one_of: &[],
};

pub static SECTION: Map = Map {
    name: "section",
    about: "A part of the form under its own heading, entered on one screen.",
    keys: &[
        needed("title", "The words in the bar above the section.", "Reason", Text),
        may("guidance", "A line of advice under the bar.", "Use their own words where you can.", Text),
        may(
            "screen",
            "The screen of the case system; without it the answers are not entered.",
            "Contact record - reason",
            TEXT_BY_SYSTEM,
        ),
        may("system", "The system of this section, where it is not that of the template.", "ContrOCC", Text),
        may("by", "Who enters this section, where it is not the worker.", "finance", Text),
        may(
            "when",
            "When the section is to be filled in: the form says \"Only if ..\".",
            "{ field: kind, is: [MOVED, BOTH] }",
            Nested(&CONDITION),
        ),
        may(
            "first",
            "What to do on the screen before its boxes.",
            "[{ tell: Search LCS for the child once more. }]",
            List { of: &Nested(&STEP), least: 0 },
        ),
        needed(
            "fields",
            "The questions in the order of the form and of the screen, each with `- ` in front.",
            "[{ id: reason, label: Reason for contact, type: multiline }]",
            List { of: &Shape::Either { key: "field", with: &AGAIN, without: &FIELD }, least: 0 },
        ),
        may(
            "then",
            "What to do on the screen after its boxes.",
            "[{ tell: Save the contact. }]",
            List { of: &Nested(&STEP), least: 0 },
        ),
        may(
            "unverified",
            "What somebody has to look up in your own systems; `stopgap check` reminds of it.",
            "The name of the screen",
            Text,
        ),
    ],
    one_of: &[],
};

pub static FIELD: Map = Map {
    name: "field",
    about: "A question of the form, and the box that its answer goes to.",
    keys: &[
        needed(
            "id",
            "A short name that never changes: small letters, digits and _, a letter first, at most 32.",
            "reason",
            Id,
        ),
        needed("label", "The question, as people read it.", "Reason for contact", Text),
        may("help", "Small print under the question.", "Use their own words where you can.", Text),
        needed("type", "What kind of answer it takes.", "multiline", Words(TYPES)),
        may(
            "required",
            "Whether it has to be answered: true, or a condition. A blank is pointed out; nothing stops a person.",
            "{ field: outcome, is: NFA }",
            Any(&[Switch, Nested(&CONDITION)]),
        ),
        may(
            "into",
            "The name of the box on the screen, the label if left out; `nowhere` means that it is not entered.",
            "Contact reason",
            TEXT_BY_SYSTEM,
        ),
        may(
            "max",
            "How many characters the box takes; a longer text is split, never cut.",
            "4000",
            Number { least: 1, most: MAX_MAX },
        )
        .only_for(COPIED),
        may(
            "as",
            "What is pasted, where it is more than the answer; answers go in as {{ id }}.",
            "\"{{ late_entry_line }} {{ reason }}\"",
            Text,
        )
        .only_for(COPIED_OR_TABLE),
        may("format", "How a date or a time is pasted, in d, m, y and h.", "d mmmm yyyy", Shape::Format)
            .only_for(DATED),
        may(
            "range",
            "The least and the most that a number should be; what is beyond is pointed out.",
            "[0, 40]",
            Shape::Range,
        )
        .only_for(NUMBER),
        may("single-line", "true if the box takes one line only.", "true", Switch),
        may("charset", "Which characters the box takes.", "plain", Words(CHARSET)),
        may(
            "line-breaks",
            "What becomes of line breaks on the way into the box.",
            "semicolon",
            Words(LINE_BREAKS),
        ),
        may(
            "options",
            "What can be chosen: a list from the folder `lists`, or the options themselves.",
            "{ list: consent }",
            Any(&[List { of: &OPTION_OR_TEXT, least: 1 }, Nested(&FROM_LIST)]),
        )
        .only_for(CHOOSING)
        .needed_for(CHOOSING),
        may("rows", "How many blank rows of a table are printed.", "4", Number { least: 1, most: MAX_ROWS })
            .only_for(TABLE),
        may(
            "columns",
            "The columns of a table, from left to right.",
            "[{ id: surname, label: Surname, type: text }]",
            List { of: &Nested(&COLUMN), least: 0 },
        )
        .only_for(TABLE)
        .needed_for(TABLE),
        may(
            "each",
            "What to do for each row of a table, before its boxes.",
            "[{ tell: Press Add for the next person. }]",
            List { of: &Nested(&STEP), least: 0 },
        )
        .only_for(TABLE),
        may("attach", "The column of a table that names a file: each row is a file to upload.", "file", Text)
            .only_for(TABLE),
        may(
            "was",
            "Ids that the field had in earlier revisions, so that old forms keep reading.",
            "[reason_for_referral]",
            TEXTS,
        ),
        may("confidential", "Warns before the answer is copied.", "third-party", Words(CONFIDENTIAL)),
    ],
    one_of: &[],
};

pub static COLUMN: Map = Map {
    name: "column",
    about: "A column of a table: a question that is answered in each row.",
    keys: &[
        needed(
            "id",
            "A short name that never changes, once in its table: small letters, digits and _.",
            "surname",
            Id,
        ),
        needed("label", "The heading of the column.", "Surname", Text),
        may("help", "Small print under the heading.", "As on the birth certificate", Text),
        needed(
            "type",
            "What kind of answer it takes: one that fits into a line.",
            "text",
            Words(COLUMN_TYPES),
        ),
        may(
            "required",
            "Whether it has to be answered in each row: true, or a condition.",
            "true",
            Any(&[Switch, Nested(&CONDITION)]),
        ),
        may(
            "into",
            "The name of the box on the screen, the label if left out; `nowhere` means shown beside the row.",
            "Family name",
            TEXT_BY_SYSTEM,
        ),
        may("max", "How many characters the box takes.", "100", Number { least: 1, most: MAX_MAX })
            .only_for(COPIED),
        may(
            "options",
            "What can be chosen: a list from the folder `lists`, or the options themselves.",
            "{ list: sex }",
            Any(&[List { of: &OPTION_OR_TEXT, least: 1 }, Nested(&FROM_LIST)]),
        )
        .only_for(CHOOSING)
        .needed_for(CHOOSING),
        may("format", "How a date or a time is pasted, in d, m, y and h.", "d mmmm yyyy", Shape::Format)
            .only_for(DATED),
        may(
            "range",
            "The least and the most that a number should be; what is beyond is pointed out.",
            "[0, 40]",
            Shape::Range,
        )
        .only_for(NUMBER),
        may("single-line", "true if the box takes one line only.", "true", Switch),
        may("charset", "Which characters the box takes.", "plain", Words(CHARSET)),
        may(
            "line-breaks",
            "What becomes of line breaks on the way into the box.",
            "space",
            Words(LINE_BREAKS),
        ),
    ],
    one_of: &[],
};

pub static AGAIN: Map = Map {
    name: "again",
    about: "A box of this screen that takes an answer given elsewhere in the form.",
    keys: &[
        needed("field", "The id of the field that was answered elsewhere.", "event_at", Text),
        needed("into", "The name of the box on this screen.", "Date/time of event", TEXT_BY_SYSTEM),
    ],
    one_of: &[],
};

pub static ENTRY: Map = Map {
    name: "entry",
    about: "One screen of the case system, and the boxes on it in their order.",
    keys: &[
        needed("screen", "The name of the screen.", "Contact record - outcome", TEXT_BY_SYSTEM),
        may("system", "The system of this screen, where it is not that of the template.", "ContrOCC", Text),
        may("by", "Who enters it, where it is not the worker.", "finance", Text),
        may(
            "when",
            "When the screen is come to; left out: always.",
            "{ field: kind, is: MOVED }",
            Nested(&CONDITION),
        ),
        may(
            "first",
            "What to do on the screen before its boxes.",
            "[{ tell: Search LCS for the child once more. }]",
            List { of: &Nested(&STEP), least: 0 },
        ),
        needed(
            "fields",
            "The ids of the fields in the order of the boxes; with `into` where the box has another name than in the form.",
            "[outcome, { field: event_at, into: Date of event }]",
            List { of: &BOX_OF_ENTRY, least: 0 },
        ),
        may(
            "then",
            "What to do on the screen after its boxes.",
            "[{ tell: Save the contact. }]",
            List { of: &Nested(&STEP), least: 0 },
        ),
    ],
    one_of: &[],
};

const BOX_OF_ENTRY: Shape = Any(&[Text, Nested(&AGAIN)]);

pub static FROM_LIST: Map = Map {
    name: "from-list",
    about: "The options are those of a code list.",
    keys: &[needed("list", "The name of a file in the folder `lists`, without `.yaml`.", "consent", Text)],
    one_of: &[],
};

const OPTION_OR_TEXT: Shape = Any(&[Text, Nested(&OPTION)]);

pub static OPTION: Map = Map {
    name: "option",
    about: "One thing that can be chosen.",
    keys: &[
        needed("code", "What the systems call it among themselves; it never changes.", "NFA", Text),
        needed("label", "What people read.", "No further action", Text),
        may(
            "paste_as",
            "What your own screen calls it, where that differs from the label.",
            "NFA - closed",
            Text,
        ),
        may(
            "was",
            "Codes that it had, or took the place of, so that old forms keep reading.",
            "[NOACTION]",
            TEXTS,
        ),
        may("retired", "true if new forms do not offer it any more; old forms keep reading.", "true", Switch),
    ],
    one_of: &[],
};

pub static STEP: Map = Map {
    name: "step",
    about: "Something to do beside the boxes: one of tell, wait and ask.",
    keys: &[
        may("tell", "Something to do; the person presses Enter when it is done.", "Save the contact.", Text),
        may("wait", "Something to wait for before it can go on.", "A manager has to authorise it.", Text),
        may(
            "ask",
            "What the system has now answered: a new PIN. It is asked for and written into the tracker.",
            "pin",
            Words(ASKED),
        ),
        may(
            "when",
            "When the step is shown; left out: always.",
            "{ field: pin, is: NEW }",
            Nested(&CONDITION),
        ),
    ],
    one_of: &["tell", "wait", "ask"],
};

pub static CONDITION: Map = Map {
    name: "condition",
    about: "Holds or not, by an answer: with `field` alone it holds when there is an answer.",
    keys: &[
        needed("field", "The id of the field that it looks at.", "outcome", Text),
        may("is", "The answer, or one of several, by code or label.", "[MOVED, BOTH]", TEXTS),
        may("not", "An answer that must not be given, or several.", "ENDED", TEXTS),
    ],
    one_of: &[],
};

pub static CHECK: Map = Map {
    name: "check",
    about: "A rule between answers: it warns, and never stops anyone from recording.",
    keys: &[
        may(
            "in order",
            "Ids of dates and times that come one after the other.",
            "[received_at, decision_at]",
            TEXTS,
        ),
        may("not in the future", "Ids of dates and times that cannot lie ahead.", "[received_at]", TEXTS),
        may(
            "exactly one of",
            "Ids of fields of which one is answered, and only one.",
            "[child_dob, expected_date]",
            TEXTS,
        ),
        may(
            "warn",
            "What is said when what stands under `if` holds.",
            "A5 and A6 need legal status E1.",
            Text,
        )
        .with("if"),
        may(
            "if",
            "When to warn: a comparison of answers; a choice is its code, a blank answer is \"\".",
            "placement_type in [\"A5\", \"A6\"] and legal_status != \"E1\"",
            Text,
        ),
        may("source", "Where the rule comes from.", "SSDA903 rule 408", Text),
    ],
    one_of: &["in order", "not in the future", "exactly one of", "warn"],
};

pub static LIST: Map = Map {
    name: "list",
    about: "A code list: what can be chosen, kept once and used by many fields.",
    keys: &[
        needed("list", "The name of the list, which is also the name of its file.", "consent", Text),
        needed("title", "What the list is of, for people.", "Consent to share information", Text),
        needed("source", "Where the codes come from.", "our LCS, looked up on 3 November 2026", Text),
        may("year", "The year that the codes are for.", "'2026'", Text),
        may(
            "verified",
            "How and when the list was compared with the real screens.",
            "looked up on our own screens",
            Text,
        ),
        may(
            "unverified",
            "What somebody has to look up in your own systems; `stopgap check` reminds of it.",
            "The order of the options",
            Text,
        ),
        may(
            "notes",
            "Anything that the next person should know.",
            "The screen shows them in another order.",
            TEXTS,
        ),
        needed(
            "options",
            "What can be chosen, in the order of the screen.",
            "[{ code: GIVEN, label: Given by parent/carer }]",
            List { of: &OPTION_OR_TEXT, least: 1 },
        ),
    ],
    one_of: &[],
};

/// All maps of the language.
pub static MAPS: [&Map; 13] = [
    &TEMPLATE, &INCLUDE, &SECTION, &FIELD, &COLUMN, &AGAIN, &ENTRY, &FROM_LIST, &OPTION, &STEP, &CONDITION,
    &CHECK, &LIST,
];
