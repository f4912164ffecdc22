//! The keys of settings: what each is for, and what stands behind it.

use crate::yaml::{
    Map,
    Shape::{Any, List, Nested, Switch, Text, Words},
    Word, may, needed,
};

pub static RESTRICTED_ROWS: &[Word] = &[
    ("number-only", "the number of the form and the time, and no more"),
    ("full", "child and PIN as of any other record"),
];

/// An address, or several: a system may be reached by more than one.
const ADDRESSES: crate::yaml::Shape = Any(&[Text, List { of: &Text, least: 1 }]);

pub static SETTINGS: Map = Map {
    name: "settings",
    about: "What stopgap has to know of a council.",
    keys: &[
        may("council", "The council's name, for the top of every form.", "Example Council", Text),
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
            "When the systems were down; a form belongs to the outage in which it happened.",
            "[{ id: OUT-2026-01, from: 10/11/2026 18:00 }]",
            List { of: &Nested(&OUTAGE), least: 0 },
        ),
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

/// All of them.
pub static MAPS: [&Map; 5] = [&SETTINGS, &SERVICE, &TEAM, &SYSTEM, &OUTAGE];
