//! The language of definitions in one table: every key of every map, what it is for, and what stands behind it.
//!
//! The parser takes its known keys from here, and `schema` makes from it what an editor explains while
//! somebody types. So the three cannot drift apart. The words are for people who have never seen YAML.

mod field;
mod list;
mod template;

pub use crate::yaml::{Key, Map, Shape};
pub use field::{AGAIN, COLUMN, FIELD, FROM_LIST};
pub use list::{LIST, OPTION};
pub use template::{CHECK, CONDITION, ENTRY, INCLUDE, SECTION, STEP, TEMPLATE};

use crate::yaml::{may, needed};
use Shape::{Any, List, Text};

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

/// Nobody reads a longer question, title, option or name on one line.
pub const MAX_LINE: usize = 500;

/// A label, whose explanation goes into the small print under it.
const LABEL: Shape = Shape::Line { most: MAX_LINE, rest: "help" };
/// A title, with advice below it.
const TITLE: Shape = Shape::Line { most: MAX_LINE, rest: "guidance" };
/// A text that has nothing beside it to take the rest.
const SHORT: Shape = Shape::Line { most: MAX_LINE, rest: "" };
/// A text, or a list of them.
const TEXTS: Shape = Any(&[Text, List { of: &Text, least: 0 }]);
/// A text, or a list of one at least.
const SOME_TEXTS: Shape = Any(&[Text, List { of: &Text, least: 1 }]);
/// A text, or one for each system.
const TEXT_BY_SYSTEM: Shape = Any(&[Text, Shape::BySystem]);

/// Templates, sections and lists can all say what nobody has compared with the real screens.
const fn unverified(example: &'static str) -> Key {
    let about = "What somebody has to look up in your own systems; `stopgap check` reminds of it.";
    may("unverified", about, example, Text)
}

/// All maps of the language.
pub static MAPS: [&Map; 13] = [
    &TEMPLATE, &INCLUDE, &SECTION, &FIELD, &COLUMN, &AGAIN, &ENTRY, &FROM_LIST, &OPTION, &STEP, &CONDITION,
    &CHECK, &LIST,
];
