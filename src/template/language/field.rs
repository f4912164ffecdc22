//! A question of the form, a column of a table, and the box that an answer goes to.

use super::{
    super::words,
    CONDITION, Key, LABEL, MAX_MAX, MAX_ROWS, Map,
    Shape::{self, Any, Id, List, Nested, Number, Switch, Text, Words},
    TEXT_BY_SYSTEM, TEXTS,
    list::OPTION_OR_TEXT,
    may, needed,
    template::STEPS,
};

const CHOOSING: &[&str] = &["choice", "choices"];
const TABLE: &[&str] = &["table"];
const DATED: &[&str] = &["date", "time", "datetime"];
const NUMBER: &[&str] = &["number"];
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
/// The types whose answer is copied: the others are shown, there is nothing to shape.
const COPIED: &[&str] = match COPIED_OR_TABLE {
    [copied @ .., _table] => copied,
    [] => &[],
};

const OPTIONS_OR_LIST: Shape = Any(&[List { of: &OPTION_OR_TEXT, least: 1 }, Nested(&FROM_LIST)]);

const OPTIONS: Key = may(
    "options",
    "What can be chosen: a list from the folder `lists`, or the options themselves.",
    "{ list: consent }",
    OPTIONS_OR_LIST,
)
.only_for(CHOOSING)
.needed_for(CHOOSING);

const FORMAT: Key =
    may("format", "How a date or a time is pasted, in d, m, y and h.", "d mmmm yyyy", Shape::Format)
        .only_for(DATED);

const RANGE: Key = may(
    "range",
    "The least and the most that a number should be; what is beyond is pointed out.",
    "[0, 40]",
    Shape::Range,
)
.only_for(NUMBER);

const SINGLE_LINE: Key = may("single-line", "true if the box takes one line only.", "true", Switch);

const CHARSET: Key = may("charset", "Which characters the box takes.", "plain", Words(words::CHARSET));

const LINE_BREAKS: Key = may(
    "line-breaks",
    "What becomes of line breaks on the way into the box.",
    "semicolon",
    Words(words::LINE_BREAKS),
);

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
        needed("label", "The question, as people read it.", "Reason for contact", LABEL),
        may("help", "Small print under the question.", "Use their own words where you can.", Text),
        needed("type", "What kind of answer it takes.", "multiline", Words(words::TYPES)),
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
        FORMAT,
        RANGE,
        SINGLE_LINE,
        CHARSET,
        LINE_BREAKS,
        OPTIONS,
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
            STEPS,
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
        may("confidential", "Warns before the answer is copied.", "third-party", Words(words::CONFIDENTIAL)),
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
        needed("label", "The heading of the column.", "Surname", LABEL),
        may("help", "Small print under the heading.", "As on the birth certificate", Text),
        needed(
            "type",
            "What kind of answer it takes: one that fits into a line.",
            "text",
            Words(words::COLUMN_TYPES),
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
        OPTIONS,
        FORMAT,
        RANGE,
        SINGLE_LINE,
        CHARSET,
        LINE_BREAKS,
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

pub static FROM_LIST: Map = Map {
    name: "from-list",
    about: "The options are those of a code list.",
    keys: &[needed("list", "The name of a file in the folder `lists`, without `.yaml`.", "consent", Text)],
    one_of: &[],
};
