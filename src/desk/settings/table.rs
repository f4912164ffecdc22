//! The keys of settings: what each is for, and what stands behind it.

use super::clipboard::IDLE;
use crate::yaml::{
    Map,
    Shape::{Any, List, Nested, Number, Switch, Text, Words},
    Word, may, needed,
};

pub static RESTRICTED_ROWS: &[Word] = &[
    ("number-only", "the number of the form and the time, and no more"),
    ("full", "child and PIN as of any other record"),
];

pub static ADVANCE: &[Word] = &[
    ("checked", "by paste at desks where stopgap clipboard-check has passed, else by key"),
    ("key", "by key at all desks"),
    ("paste", "by paste wherever the desk can tell one"),
];

/// A text, or several.
const TEXTS: crate::yaml::Shape = Any(&[Text, List { of: &Text, least: 1 }]);

/// An address, or several: a system may be reached by more than one.
const ADDRESSES: crate::yaml::Shape = Any(&[Text, List { of: &Text, least: 1 }]);

pub static SETTINGS: Map = Map {
    name: "settings",
    about: "What stopgap has to know of a council.",
    keys: &[
        may("council", "The council's name, for the top of every form.", "Example Council", Text),
        may(
            "logo",
            "The council's logo, a PNG or JPEG picture: where it lies from this file.",
            "logo.png",
            Text,
        ),
        needed(
            "share",
            "The shared folder that holds the service areas, the teams and a folder for each person.",
            "O:\\Social Services\\SUCCESSOR\\Children's",
            Text,
        ),
        needed(
            "published",
            "The folder into which the blank forms are published; new forms are made from what lies there.",
            "O:\\Social Services\\SUCCESSOR\\Children's\\Blank forms",
            Text,
        ),
        needed(
            "secure",
            "Where each worker keeps restricted records; never below the shared folder.",
            "'%USERPROFILE%\\Documents\\Restricted records'",
            Text,
        ),
        may(
            "restricted-rows",
            "What the tracker in the shared folder says of a restricted record.",
            "number-only",
            Words(RESTRICTED_ROWS),
        ),
        needed(
            "services",
            "The service areas and their teams.",
            "[{ name: Assessment, teams: [{ name: SCNorth }] }]",
            List { of: &Nested(&SERVICE), least: 1 },
        ),
        may(
            "systems",
            "The case systems and their addresses, by which stopgap tells the live one from Read Only.",
            "[{ name: LCS, live: https://lcs.example.gov.uk }]",
            List { of: &Nested(&SYSTEM), least: 0 },
        ),
        may(
            "outages",
            "When the systems were down; status counts work by the outage in which it was recorded.",
            "[{ id: OUT-2026-01, from: 10/11/2026 18:00 }]",
            List { of: &Nested(&OUTAGE), least: 0 },
        ),
        may("clipboard", "How the clipboard of the desks is used.", "{ idle: 60 }", Nested(&CLIPBOARD)),
    ],
    one_of: &[],
};

pub static SERVICE: Map = Map {
    name: "service",
    about: "A service area.",
    keys: &[
        needed("name", "Its name, which is also that of its folder.", "Assessment", Text),
        may("folder", "Its folder, if that is called otherwise.", "Assessment Service", Text),
        needed(
            "teams",
            "Its teams.",
            "[{ name: SCNorth, mailbox: scnorth@example.gov.uk }]",
            List { of: &Nested(&TEAM), least: 1 },
        ),
    ],
    one_of: &[],
};

pub static TEAM: Map = Map {
    name: "team",
    about: "A team.",
    keys: &[
        needed("name", "Its name, as it stands in the name of each tracker.", "SCNorth", Text),
        may("folder", "Its folder, if that is called otherwise.", "Safeguarding North", Text),
        may("mailbox", "Its group mailbox, for work that is passed to it.", "scnorth@example.gov.uk", Text),
    ],
    one_of: &[],
};

pub static SYSTEM: Map = Map {
    name: "system",
    about: "A case system.",
    keys: &[
        needed("name", "Its name, as the templates have it.", "LCS", Text),
        may(
            "live",
            "How the address of the live system begins, as the browser shows it.",
            "https://lcs.example.gov.uk/live",
            ADDRESSES,
        ),
        may(
            "read-only",
            "How the address of Read Only, or of a test system, begins.",
            "https://lcs.example.gov.uk/readonly",
            ADDRESSES,
        ),
        may(
            "notice",
            "What everybody should know before they begin to enter.",
            "Save after each screen.",
            Text,
        ),
    ],
    one_of: &[],
};

pub static OUTAGE: Map = Map {
    name: "outage",
    about: "A time in which systems were down.",
    keys: &[
        needed("id", "A short name for it.", "OUT-2026-01", Text),
        may("planned", "yes if it was announced.", "yes", Switch),
        may(
            "read-only-since",
            "From when what was typed was not kept any more, dd/mm/yyyy hh:mm.",
            "10/11/2026 17:00",
            Text,
        ),
        needed("from", "When it began, dd/mm/yyyy hh:mm.", "10/11/2026 18:00", Text),
        may("to", "When it ended, dd/mm/yyyy hh:mm; none while it goes on.", "16/11/2026 08:00", Text),
    ],
    one_of: &[],
};

const SECONDS: crate::yaml::Shape = Number { least: IDLE.0, most: IDLE.1 };

pub static CLIPBOARD: Map = Map {
    name: "clipboard",
    about: "How the clipboard of the desks is used.",
    keys: &[
        may("advance", "What makes people go on from one answer to the next.", "checked", Words(ADVANCE)),
        may(
            "idle",
            "After so many seconds without a key or the mouse the clipboard is cleared.",
            "60",
            SECONDS,
        ),
        may("idle-restricted", "The same, while a restricted record is entered.", "30", SECONDS),
        may(
            "allow",
            "Programs that may read an answer although they are not in front.",
            "[mstsc.exe]",
            TEXTS,
        ),
        may("deny", "Programs that are never given an answer.", "[ditto.exe]", TEXTS),
        may(
            "targets",
            "Programs to paste into that do not say who they are when they read.",
            "[msedge.exe]",
            TEXTS,
        ),
        may(
            "keys",
            "The keys that are heard in every window while a form is entered.",
            "{ next: Ctrl+Alt+PgDn }",
            Nested(&KEYS),
        ),
        may("shield", "Whether answers are given to a person's paste only.", "yes", Switch),
        may(
            "gesture",
            "Whether Windows is asked, when an answer is read, if the keys for a paste were pressed.",
            "yes",
            Switch,
        ),
        may(
            "guard",
            "Whether a second process clears the clipboard of Windows if stopgap is killed.",
            "yes",
            Switch,
        ),
    ],
    one_of: &[],
};

pub static KEYS: Map = Map {
    name: "keys",
    about: "The keys that are heard in every window. Each is a key or a list of them, the best first, or none.",
    keys: &[
        may("next", "On to the next answer.", "Ctrl+Alt+PgDn", TEXTS),
        may("back", "Back to the one before.", "Ctrl+Alt+PgUp", TEXTS),
        may("go-to", "To stopgap's window, and back.", "Ctrl+Alt+Enter", TEXTS),
    ],
    one_of: &[],
};

/// All of them.
pub static MAPS: [&Map; 7] = [&SETTINGS, &SERVICE, &TEAM, &SYSTEM, &OUTAGE, &CLIPBOARD, &KEYS];
