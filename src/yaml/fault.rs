//! What can be wrong with a file in YAML, whatever it is for: its grammar, and its keys.

use super::tree::Key;
use crate::diagnostic::{Fault, Level, Place, listed, nearest, suggestion};

/// Something that has to be mended first.
pub fn error(code: &'static str, place: Place, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault {
        level: Level::Error,
        code,
        message: message.into(),
        place,
        label: String::new(),
        other: None,
        help: help.into(),
    }
}

pub fn no_yaml(place: Place) -> Fault {
    let help = "look at this line and the one above for a missing quote or bracket, or a missing space after `:` or `-`";
    error("SG001", place, "the file cannot be read from here on", help)
}

pub fn tab(place: Place) -> Fault {
    error("SG001", place, "a line is set in with a tab", "use spaces: two for each step in")
}

pub fn no_space(place: Place, sign: &str, right: &str) -> Fault {
    error("SG001", place, format!("no space after `{sign}`"), format!("put a space after it: `{right}`"))
}

pub fn no_break_space(place: Place) -> Fault {
    let message = "a no-break space, as web pages have it, stands where YAML needs a usual one";
    error("SG001", place, message, "delete it, and type a space if one belongs there")
}

pub fn no_colon(place: Place, key: &str) -> Fault {
    error("SG001", place, format!("a `:` is missing after `{key}`"), format!("write `{key}: ..`"))
}

pub fn no_comma(place: Place, key: &str) -> Fault {
    error("SG001", place, format!("a comma is missing in front of `{key}`"), format!("write `, {key}: ..`"))
}

pub fn no_brace(place: Place, key: &str) -> Fault {
    let message = format!("the line ends with `}}`, and `{{` is missing in front of `{key}`");
    error("SG001", place, message, format!("write `- {{ {key}: .. }}`"))
}

pub fn sign_first(place: Place, sign: char, text: &str) -> Fault {
    let sign = if sign == '`' { "a backtick".to_owned() } else { format!("`{sign}`") };
    let message = format!("{sign} at the start of a text means something else in YAML");
    let is_path = text.contains(['\\', '"']);
    let quotes = if is_path { "single quotes, '" } else { "double quotes" };
    error("SG001", place, message, format!("put the whole text in {quotes}"))
}

pub fn item_beside(place: Place, key: &str) -> Fault {
    let help = "put it on the next line, and each item after it on a line of its own";
    error("SG001", place, format!("the first item stands in the line of `{key}:`"), help)
}

pub fn backslash(place: Place) -> Fault {
    let help = "write it twice, `\\\\`, or put the text in single quotes, '";
    error("SG001", place, "a backslash in double quotes means something else in YAML", help)
}

pub fn set_in_too_far(place: Place, key: &str, above: &str, column: usize) -> Fault {
    let help = match column {
        0 => format!("take the spaces in front of it away, as in front of `{above}` above"),
        _ => format!("set it in with {column} spaces, as far as `{above}` above"),
    };
    error("SG001", place, format!("the line with `{key}` is set in too far"), help)
}

pub fn second_colon(place: Place, in_quotes_of_word: bool) -> Fault {
    let help = if in_quotes_of_word {
        "put the text after the first `:` in straight quotes, \", as the keyboard has them; those of Word are none to YAML"
    } else {
        "put the text after the first `:` in double quotes"
    };
    error("SG001", place, "a second `:` in a line", help)
}

pub fn quote_not_closed(place: Place) -> Fault {
    let help = "put the closing quote at the end of its text, in this line or one above";
    error("SG001", place, "a quote was opened and is not closed", help)
}

pub fn behind_quotes(place: Place) -> Fault {
    let help = "put the quotes round the whole text: one at its start, one at its end, and `'` within it";
    error("SG001", place, "something stands behind the closing quote", help)
}

pub fn brackets(place: Place) -> Fault {
    let help = "look whether each `{` has its `}` and each `[` its `]`, and a comma stands between two things in them";
    error("SG001", place, "brackets that do not fit together", help)
}

pub fn not_closed(place: Place, bracket: &str) -> Fault {
    let closing = if bracket == "[" { "]" } else { "}" };
    let help = format!(
        "put `{closing}` where it ends, most often at the end of this line; if it is there, look for a missing comma before it"
    );
    error("SG001", place, format!("`{bracket}` is opened here and not closed"), help)
}

pub fn no_dash(place: Place, first: &str) -> Fault {
    let item = if first == "{" { "- { .. }".to_owned() } else { format!("- {first}: ..") };
    let help = format!("write `{item}`, set in as far as the `-` of the items beside it");
    error("SG001", place, format!("`- ` is missing in front of `{first}`"), help)
}

pub fn set_in_otherwise(place: Place) -> Fault {
    let help = "set it in with as many spaces as the lines that it belongs to, and `- ` in front of each item of a list";
    error("SG001", place, "this line does not go on with what stands above", help)
}

pub fn empty_file(place: Place) -> Fault {
    error("SG002", place, "the file is empty", "write into it what it is for, or delete it")
}

pub fn second_document(place: Place) -> Fault {
    error(
        "SG003",
        place,
        "a line of three dashes begins a second file in this one",
        "take the dashes away, or give each part a file of its own",
    )
}

pub fn key_not_text(place: Place) -> Fault {
    error("SG004", place, "this stands where a key should be", "write `key: text`")
}

pub fn anchor(place: Place) -> Fault {
    error(
        "SG005",
        place,
        "`&`, `*` and `!` at the start of a text mean something else in YAML",
        "put the text in double quotes; to use something twice, make a list or a shared section",
    )
}

pub fn too_large(place: Place) -> Fault {
    error("SG006", place, "the file is far too large", "split it, or look whether it is the right file")
}

pub fn cut_off(place: Place) -> Fault {
    error(
        "SG007",
        place,
        "the text is cut off before `#`",
        "put the whole text in double quotes; if a comment is meant, put a space after `#`",
    )
}

pub fn not_read(place: Place, why: impl Into<String>, help: impl Into<String>) -> Fault {
    error("SG008", place, why, help)
}

pub fn quotes_of_word(place: Place) -> Fault {
    let help = "take them away, or write straight quotes, \", as the keyboard has them";
    let mut fault = error("SG009", place, "these are quotes of Word: they stay in the text", help);
    fault.level = Level::Warning;
    fault
}

pub fn unknown_key(key: &Key, of: &str, known: &[&str]) -> Fault {
    let name = &key.name;
    if name.trim() != name {
        let message = format!("a no-break space, as web pages have it, stands beside `{}`", name.trim());
        let help = "delete it, and type a space if one belongs there";
        return error("SG010", key.place.clone(), message, help);
    }
    let help = match name.split_once(':') {
        Some((meant, value)) if known.contains(&meant) => {
            format!("put a space after `:`: `{meant}: {}`", value.trim())
        }
        _ if key.bare && nearest(name, known.iter().copied()).is_none() => {
            "a comma ends a text within `{ }`: put the whole text in double quotes".to_owned()
        }
        _ => suggestion(name, known.iter().copied()),
    };
    error("SG010", key.place.clone(), format!("`{name}` is not a key of {of}"), help)
}

pub fn key_without_colon(key: &Key, meant: &str) -> Fault {
    Fault { code: "SG010", ..no_colon(key.place.clone(), meant) }
}

pub fn key_twice(key: &Key, first: &Key) -> Fault {
    let message = format!("`{}` stands twice", key.name);
    let mut fault = error("SG011", key.place.clone(), message, "keep one of them");
    fault.other = Some((first.place.clone(), "first here".into()));
    fault
}

pub fn item_or_twice(key: &Key, first: &Key) -> Fault {
    let help = format!("keep one of them; or if a new item begins here, write `- {}: ..`", key.name);
    Fault { help, ..key_twice(key, first) }
}

pub fn no_dash_between(place: Place, first: &str, before: Place) -> Fault {
    let message = format!("`{first}` and others stand twice: `- ` seems to be missing in front of `{first}`");
    let help = format!(
        "if a new item begins here, write `- {first}: ..`, set in as far as the `-` of the item above; if not, keep one of each"
    );
    let mut fault = error("SG011", place, message, help);
    fault.other = Some((before, "first here".into()));
    fault
}

pub fn no_dash_behind(place: Place, first: &str, of: &str) -> Fault {
    let message = format!("`- ` seems to be missing in front of `{first}`, which is not a key of {of}");
    error(
        "SG010",
        place,
        message,
        format!("write `- {first}: ..`, set in as far as the `-` of the item above"),
    )
}

pub fn missing_key(place: Place, key: &str, of: &str) -> Fault {
    error("SG012", place, format!("{of} needs `{key}`"), format!("add a line `{key}: ..`"))
}

pub fn missing_one_of(place: Place, of: &str, keys: &[&str]) -> Fault {
    let keys = listed(keys.iter().copied());
    error("SG012", place, format!("{of} needs {keys}"), "add the one that you mean")
}

pub fn missing_beside(place: Place, key: &str, other: &str) -> Fault {
    error("SG012", place, format!("`{key}` needs `{other}` beside it"), format!("add a line `{other}: ..`"))
}

pub fn not_together(key: &Key, first: &Key, of: &str, help: &str) -> Fault {
    let message = format!("`{}` and `{}` do not go together in {of}", first.name, key.name);
    let mut fault = error("SG019", key.place.clone(), message, help);
    fault.other = Some((first.place.clone(), "the other is here".into()));
    fault
}

pub fn no_group(place: Place, of: &str, found: &str) -> Fault {
    let message = format!("the whole file is {found}, where {of} has keys");
    let help = format!("look whether it is the right file; {of} has one key on each line: `key: text`");
    error("SG013", place, message, help)
}

pub fn wrong_kind(place: Place, what: &str, found: &str, wanted: &str) -> Fault {
    error("SG013", place, format!("{what} is {found}"), format!("write {wanted}"))
}

pub fn not_a_number(place: Place, what: &str, least: usize, most: usize) -> Fault {
    error("SG014", place, format!("{what} is not a number from {least} to {most}"), "write digits only")
}

pub fn too_large_a_number(place: Place, what: &str, least: usize, most: usize) -> Fault {
    error(
        "SG014",
        place,
        format!("{what} is larger than {most}"),
        format!("write a number from {least} to {most}"),
    )
}

pub fn too_small_a_number(place: Place, what: &str, least: usize, most: usize) -> Fault {
    error(
        "SG014",
        place,
        format!("{what} is smaller than {least}"),
        format!("write a number from {least} to {most}"),
    )
}

pub fn too_long(place: Place, what: &str, length: usize, most: usize, rest: &str) -> Fault {
    let help = match rest {
        "" => "say it in fewer words".to_owned(),
        key => format!("keep it short, and put the rest into `{key}`"),
    };
    error("SG047", place, format!("{what} has {length} characters, and {most} are the most"), help)
}

pub fn not_for_type(place: Place, key: &str, kind: &str) -> Fault {
    error(
        "SG017",
        place,
        format!("`{key}` has no meaning for a field of type {kind}"),
        format!("take `{key}` away, or change the type"),
    )
}

pub fn needs_for_type(place: Place, key: &str, kind: &str) -> Fault {
    error("SG018", place, format!("a field of type {kind} needs `{key}`"), format!("add `{key}`"))
}

pub fn unverified(place: Place, what: &str) -> Fault {
    let mut note = error("SG020", place, what, "look it up, write in what you find, and take this line away");
    note.level = Level::Note;
    note
}

pub fn id_twice(place: Place, what: &str, id: &str, first: Place) -> Fault {
    used_twice(place, what, id, "give the second one an id of its own", first)
}

pub fn code_twice(place: Place, code: &str, first: Place) -> Fault {
    used_twice(place, "option", code, "give the second one a code of its own", first)
}

fn used_twice(place: Place, what: &str, id: &str, help: &str, first: Place) -> Fault {
    let mut fault = error("SG030", place, format!("{what} `{id}` is used twice"), help);
    fault.other = Some((first, "first used here".into()));
    fault
}
