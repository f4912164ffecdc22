//! What stands round the questions: the template, its sections and screens, steps, conditions and checks.

use super::{
    super::words::ASKED,
    AGAIN, FIELD, Key, MAX_ORDER, MAX_REVISION, Map, SOME_TEXTS,
    Shape::{self, Any, List, Nested, Number, Part, Text, Words},
    TEXT_BY_SYSTEM, TEXTS, TITLE, may, needed, unverified,
};

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
        needed("title", "The name of the form, as people read it at its top.", "New contact", TITLE),
        needed(
            "system",
            "The system that its answers are entered into; with several of them the form asks which.",
            "[EHM, LCS]",
            SOME_TEXTS,
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
        may(
            "urgent",
            "When the form is entered before others of its order: the answer that tells of danger.",
            "{ field: immediate_risk, is: yes }",
            Nested(&CONDITION),
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
        unverified("The names of the boxes"),
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

pub const STEPS: Shape = List { of: &Nested(&STEP), least: 0 };

const FIRST: Key = may(
    "first",
    "What to do on the screen before its boxes.",
    "[{ tell: Search LCS for the child once more. }]",
    STEPS,
);

const THEN: Key =
    may("then", "What to do on the screen after its boxes.", "[{ tell: Save the contact. }]", STEPS);

pub static SECTION: Map = Map {
    name: "section",
    about: "A part of the form under its own heading, entered on one screen.",
    keys: &[
        needed("title", "The words in the bar above the section.", "Reason", TITLE),
        may("guidance", "A line of advice under the bar.", "Use their own words where you can.", Text),
        may(
            "screen",
            "The screen of the case system; without it the answers are not entered.",
            "Contact record - reason",
            TEXT_BY_SYSTEM,
        ),
        may("system", "The system of this section, where it is not that of the template.", "ContrOCC", Text),
        may(
            "by",
            "Who enters this section, where it is not the worker: small letters, digits and -.",
            "finance",
            Part,
        ),
        may(
            "when",
            "When the section is to be filled in: the form says \"Only if ..\".",
            "{ field: kind, is: [MOVED, BOTH] }",
            Nested(&CONDITION),
        ),
        FIRST,
        needed(
            "fields",
            "The questions in the order of the form and of the screen, each with `- ` in front.",
            "[{ id: reason, label: Reason for contact, type: multiline }]",
            List { of: &Shape::Either { key: "field", with: &AGAIN, without: &FIELD }, least: 0 },
        ),
        THEN,
        unverified("The name of the screen"),
    ],
    one_of: &[],
};

pub static ENTRY: Map = Map {
    name: "entry",
    about: "One screen of the case system, and the boxes on it in their order.",
    keys: &[
        needed("screen", "The name of the screen.", "Contact record - outcome", TEXT_BY_SYSTEM),
        may("system", "The system of this screen, where it is not that of the template.", "ContrOCC", Text),
        may("by", "Who enters it, where it is not the worker: small letters, digits and -.", "finance", Part),
        may(
            "when",
            "When the screen is come to; left out: always.",
            "{ field: kind, is: MOVED }",
            Nested(&CONDITION),
        ),
        FIRST,
        needed(
            "fields",
            "The ids of the fields in the order of the boxes; with `into` where the box has another name than in the form.",
            "[outcome, { field: event_at, into: Date of event }]",
            List { of: &BOX_OF_ENTRY, least: 0 },
        ),
        THEN,
    ],
    one_of: &[],
};

const BOX_OF_ENTRY: Shape = Any(&[Text, Nested(&AGAIN)]);

pub static STEP: Map = Map {
    name: "step",
    about: "Something to do beside the boxes: one of tell, save-point, wait and ask.",
    keys: &[
        may("tell", "Something to do; the person presses Enter when it is done.", "Save the contact.", Text),
        may(
            "save-point",
            "That the person saves; if the page is lost later, re-entry begins again from here.",
            "Save the contact.",
            Text,
        ),
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
    one_of: &["tell", "save-point", "wait", "ask"],
};

pub static CONDITION: Map = Map {
    name: "condition",
    about: "Holds or not, by an answer: with `field` alone it holds when there is an answer.",
    keys: &[
        needed("field", "The id of the field that it looks at.", "outcome", Text),
        may("is", "The answer, or one of several, by code or label.", "[MOVED, BOTH]", SOME_TEXTS),
        may("not", "An answer that must not be given, or several; not beside `is`.", "ENDED", SOME_TEXTS)
            .not_with("is"),
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
            SOME_TEXTS,
        ),
        may(
            "not in the future",
            "Ids of dates and times that cannot lie ahead.",
            "[received_at]",
            SOME_TEXTS,
        ),
        may(
            "exactly one of",
            "Ids of fields of which one is answered, and only one.",
            "[child_dob, expected_date]",
            SOME_TEXTS,
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
        )
        .with("warn"),
        may("source", "Where the rule comes from.", "SSDA903 rule 408", Text),
    ],
    one_of: &["in order", "not in the future", "exactly one of", "warn"],
};
