//! Every key at everything that can be shown.

use super::{ALL_KINDS, Person};
use std::fmt::Write as _;

/// The lines by which a person comes to each of the things that can be shown.
const PLACES: [(&str, &[&str]); 19] = [
    ("live", &[]),
    ("child", &["y"]),
    ("tell", &["y", "8123477"]),
    ("ask", &["y", "8123477", ""]),
    ("sure", &["y", "8123477", "", "8123466"]),
    ("paste", &["y", "8123477", "j title"]),
    ("paste, part 1", &["y", "8123477", "j long"]),
    ("paste, part 2", &["y", "8123477", "j long", ""]),
    ("card", &["y", "8123477", "j kind"]),
    ("why, on a card", &["y", "8123477", "j kind", "s 1"]),
    ("care", &["y", "8123477", "j secret"]),
    ("row's child", &["y", "8123477", "j PIN of subject", ""]),
    ("why", &["y", "8123477", "j needed", "s"]),
    ("save point", &["y", "8123477", "j needed", ""]),
    ("wait", &["y", "8123477", "j needed", "", ""]),
    ("upload", &["y", "8123477", "j needed", "", "", ""]),
    ("which", &["y", "8123477", "j e"]),
    ("gone", &["y", "8123477", "j title", "", "g"]),
    (
        "blanks",
        &["y", "8123477", "", "s", "k", "", "", "", "", "y", "", "", "10/06/2019", "y", "", "", "", ""],
    ),
];
const KEYS: [&str; 19] = [
    "",
    "y",
    "no",
    "b",
    "c",
    "p",
    "s",
    "a",
    "x",
    "k",
    "l",
    "s 1",
    "x 2",
    "g",
    "j long",
    "j",
    "8123477",
    "Nobody could say",
    "q",
];

#[test]
fn every_key_at_everything_that_can_be_shown() {
    let mut table = String::new();
    let confirm: Vec<&str> = PLACES[18].1.iter().copied().chain(["k"]).collect();
    let places = PLACES.iter().copied().chain([("confirm", confirm.as_slice())]);
    for (place, lines) in places {
        let at = Person::at(&ALL_KINDS).walk(lines).shown();
        writeln!(table, "\n{place}: {at}").unwrap();
        for key in KEYS {
            let mut person = Person::at(&ALL_KINDS).walk(lines);
            let then = person.say(key);
            let then = if then == at { "stays".to_owned() } else { then };
            let said = if person.said().is_empty() { String::new() } else { format!(" | {}", person.said()) };
            writeln!(table, "  {:<18}{then}{said}", if key.is_empty() { "Enter" } else { key }).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}
