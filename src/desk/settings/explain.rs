//! What each code of a fault in settings means, at length, with an example of wrong and of right.

use crate::template::{Explanation, Within};

/// The codes of settings, in their order; those of files in general are among the ones of definitions.
pub static EXPLANATIONS: &[Explanation] = &[
    Explanation {
        code: "SG050",
        title: "a path that does not say where it begins",
        about: "\
            Everybody runs stopgap from somewhere else, so the settings have to say the whole path: from the drive \
            (`O:\\`), from the server (`\\\\server\\`), or from a name that Windows knows (`%USERPROFILE%`). Windows \
            paths need no quotes in YAML, but for one that begins with `%`: that one needs single quotes. In double \
            quotes a backslash and the letter behind it mean something else.",
        within: Within::Settings,
        wrong: "secure: \"H:\\new\\records\"",
        right: "secure: H:\\new\\records",
    },
    Explanation {
        code: "SG051",
        title: "restricted records in the shared folder",
        about: "\
            The procedure wants restricted records kept where nobody but the worker can open them. A folder below \
            the shared one can be opened by everybody who can open that.",
        within: Within::Settings,
        wrong: "secure: O:\\Children's\\Restricted",
        right: "secure: '%USERPROFILE%\\Documents\\Restricted records'",
    },
    Explanation {
        code: "SG052",
        title: "a name that stands twice",
        about: "\
            Service areas, teams, systems and outages are known by their names: trackers are called by them, mail \
            goes to them. Two of one name could be taken for each other, whatever service area they are in. People \
            write names as they like, so capitals, spaces and marks make no other one: `SC North` is `SCNorth`.",
        within: Within::Settings,
        wrong: "systems: [{ name: LCS }, { name: lcs }]",
        right: "systems: [{ name: LCS }, { name: EHM }]",
    },
    Explanation {
        code: "SG053",
        title: "a name that cannot be that of a folder",
        about: "\
            A service area and a team each have a folder, called by their name. Windows takes no folder with \\ / : * \
            ? \" < > or | in its name, none that ends with a dot, and none that is called like one of its devices \
            (CON, AUX, NUL, COM1). Then the folder needs a name of its own behind `folder`.",
        within: Within::Settings,
        wrong: "services: [{ name: Fostering/Adoption, teams: [{ name: FA1, mailbox: fa1@example.gov.uk }] }]",
        right: "services: [{ name: Fostering/Adoption, folder: Fostering and Adoption, teams: [{ name: FA1, mailbox: fa1@example.gov.uk }] }]",
    },
    Explanation {
        code: "SG054",
        title: "no e-mail address",
        about: "\
            `stopgap handover` writes a mail to the team's group mailbox. It needs one whole address, with an `@` and \
            a host behind it, and nothing else.",
        within: Within::Settings,
        wrong: "services: [{ name: Assessment, teams: [{ name: SCNorth, mailbox: SC North }] }]",
        right: "services: [{ name: Assessment, teams: [{ name: SCNorth, mailbox: scnorth@example.gov.uk }] }]",
    },
    Explanation {
        code: "SG055",
        title: "no address of a system",
        about: "\
            By its address stopgap tells the live system from Read Only, which looks just the same. It is compared \
            with what a person copies from the browser, so it has to begin as that does: with `https://`.",
        within: Within::Settings,
        wrong: "systems: [{ name: LCS, live: lcs.example.gov.uk }]",
        right: "systems: [{ name: LCS, live: \"https://lcs.example.gov.uk\" }]",
    },
    Explanation {
        code: "SG056",
        title: "addresses that do not tell live from Read Only",
        about: "\
            An address that a person copies is compared with both, and the one that fits further decides. If both are \
            the same, stopgap would take Read Only for live, and what is typed there is lost.",
        within: Within::Settings,
        wrong: "systems: [{ name: LCS, live: \"https://lcs.example.gov.uk\", read-only: \"https://lcs.example.gov.uk\" }]",
        right: "systems: [{ name: LCS, live: \"https://lcs.example.gov.uk/live\", read-only: \"https://lcs.example.gov.uk/readonly\" }]",
    },
    Explanation {
        code: "SG057",
        title: "no day with a time",
        about: "\
            An outage begins and ends at a time of a day, written as dd/mm/yyyy hh:mm: 10/11/2026 18:00.",
        within: Within::Settings,
        wrong: "outages: [{ id: OUT-2026-01, from: 10/11/2026 }]",
        right: "outages: [{ id: OUT-2026-01, from: 10/11/2026 18:00 }]",
    },
    Explanation {
        code: "SG058",
        title: "an outage that ends before it begins",
        about: "\
            `to` is earlier than `from`. Perhaps day and month have changed places: the day comes first. An outage \
            that still goes on has no `to`.",
        within: Within::Settings,
        wrong: "outages: [{ id: OUT-2026-01, from: 10/11/2026 18:00, to: 11/10/2026 08:00 }]",
        right: "outages: [{ id: OUT-2026-01, from: 10/11/2026 18:00, to: 11/11/2026 08:00 }]",
    },
    Explanation {
        code: "SG059",
        title: "a team without a mailbox",
        about: "\
            Work is passed to a team by a mail to its group mailbox. To a team that has none, nothing can be passed \
            with stopgap. That is a warning: a team may have no need of it.",
        within: Within::Settings,
        wrong: "services: [{ name: Assessment, teams: [{ name: SCNorth }] }]",
        right: "services: [{ name: Assessment, teams: [{ name: SCNorth, mailbox: scnorth@example.gov.uk }] }]",
    },
    Explanation {
        code: "SG060",
        title: "a logo that cannot be printed",
        about: "\
            The logo stands at the top of every form, in 4 cm by 1.8 cm at most. It is a PNG or JPEG picture of up to \
            200 kB and 4,000 pixels on a side; 500 pixels are enough for that size, and each form carries it. Its path \
            begins at the folder of the settings, or is a whole one. While it cannot be printed, nothing is published; \
            forms that somebody makes have the council's name alone.",
        within: Within::Settings,
        wrong: "logo: logo.svg",
        right: "council: Example Council\nlogo: logo.png",
    },
    Explanation {
        code: "SG061",
        title: "a logo without the council's name",
        about: "\
            Whoever does not see the logo is told by a screen reader whose it is, and that stands behind `council`. \
            That is a warning.",
        within: Within::Settings,
        wrong: "logo: logo.png",
        right: "council: Example Council\nlogo: logo.png",
    },
    Explanation {
        code: "SG070",
        title: "no name of a program",
        about: "\
            Programs that read the clipboard are told apart by the name of their file, which the Task Manager of \
            Windows shows under Details: `msedge.exe`. Capitals and `.exe` do not matter. The folder in which it lies \
            is not asked for, and there are no wildcards.",
        within: Within::Settings,
        wrong: "clipboard: { allow: 'C:\\Citrix\\wfica32.exe' }",
        right: "clipboard: { allow: wfica32.exe }",
    },
    Explanation {
        code: "SG071",
        title: "a program that is both allowed and denied",
        about: "\
            A program under `deny` is never given an answer; one under `allow` is given it although another window \
            is in front. It cannot be both. What stands under `allow` here need not be taken out of stopgap's own \
            list of programs that are denied: that is done by itself.",
        within: Within::Settings,
        wrong: "clipboard: { allow: mstsc.exe, deny: [MSTSC, ditto.exe] }",
        right: "clipboard: { allow: mstsc.exe, deny: [ditto.exe] }",
    },
    Explanation {
        code: "SG072",
        title: "no global key",
        about: "\
            A global key is taken from every window while a form is entered, so it may be none that people type with. \
            At least two of Ctrl, Alt and Shift belong to it, and a key that types nothing. Ctrl+Alt+End and \
            Ctrl+Alt+Insert are taken by remote desktops.",
        within: Within::Settings,
        wrong: "clipboard: { keys: { next: Ctrl+N } }",
        right: "clipboard: { keys: { next: Ctrl+Alt+PgDn } }",
    },
    Explanation {
        code: "SG073",
        title: "a key that is to do two things",
        about: "\
            Each of next, back and go-to needs keys of its own, also among those that are only tried when another \
            program has the first.",
        within: Within::Settings,
        wrong: "clipboard: { keys: { next: Ctrl+Alt+PgDn, back: [Ctrl+Alt+PgDn, Ctrl+Alt+PgUp] } }",
        right: "clipboard: { keys: { next: Ctrl+Alt+PgDn, back: [Ctrl+Alt+PgUp, Ctrl+Alt+Up] } }",
    },
];
