//! A code list, and what can be chosen from it.

use super::{
    Map, SHORT,
    Shape::{self, Any, List, Nested, Switch, Text},
    TEXTS, may, needed, unverified,
};

pub static OPTION: Map = Map {
    name: "option",
    about: "One thing that can be chosen.",
    keys: &[
        needed("code", "What the systems call it among themselves; it never changes.", "NFA", Text),
        needed("label", "What people read.", "No further action", SHORT),
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

pub const OPTION_OR_TEXT: Shape = Any(&[Text, Nested(&OPTION)]);

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
        unverified("The order of the options"),
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
