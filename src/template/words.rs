//! The fixed words that may stand behind a key, and what each of them means.

pub use crate::yaml::{Word, names};

/// The types of answers, and what each is on the form and when it is entered: first those that a line can hold.
pub const TYPES: &[Word] = &[
    ("text", "one line; copied"),
    ("date", "a date from the calendar; copied as dd/mm/yyyy"),
    ("time", "a time of day; copied as hh:mm"),
    ("datetime", "a date and a time; copied as dd/mm/yyyy hh:mm"),
    ("number", "a number; copied"),
    ("choice", "a drop-down to choose one from; shown, because a drop-down cannot be pasted into"),
    ("yes-no", "Yes or No; shown"),
    ("tick", "one tick box; shown"),
    ("person", "the name of a person; copied"),
    ("address", "an address, of one line or several; copied"),
    ("phone", "a telephone number; copied"),
    ("email", "an e-mail address; copied"),
    ("multiline", "several lines; copied, in parts if the box is too small"),
    ("choices", "a tick box for each option; shown"),
    ("table", "rows and columns; entered row by row"),
];

/// The types that the column of a table can have: all but the last three.
pub const COLUMN_TYPES: &[Word] = match TYPES {
    [of_a_line @ .., _multiline, _choices, _table] => of_a_line,
    _ => TYPES,
};

pub static CONFIDENTIAL: &[Word] = &[
    ("third-party", "it names people whom the family must not hear about"),
    ("strategy", "it is about a strategy discussion, which the family must not hear about"),
];

/// What the system answers and stopgap does something with.
pub static ASKED: &[Word] =
    &[("pin", "the PIN that LCS or EHM has given to a new person: it is written into the tracker")];

pub static CHARSET: &[Word] = &[
    ("any", "the box takes every character"),
    ("plain", "quotes, dashes and bullets become those of a keyboard"),
    ("strict", "and nothing that is not on a British keyboard"),
];

pub static LINE_BREAKS: &[Word] = &[
    ("keep", "line breaks stay"),
    ("space", "each line break becomes a space"),
    ("semicolon", "each line break becomes a semicolon and a space"),
];
