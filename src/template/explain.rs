//! What each code of a fault means, at length, with an example of wrong and of right.
//!
//! A test puts each example where it belongs and sees that it is as wrong, or as right, as it says.

use crate::diagnostic::suggestion;

/// What a code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    pub code: &'static str,
    /// A few words: what is wrong.
    pub title: &'static str,
    /// A paragraph: why it is wrong, and what to look at.
    pub about: &'static str,
    /// Where the examples stand.
    pub within: Within,
    /// Lines of a definition that have this fault.
    pub wrong: &'static str,
    /// The same lines without it.
    pub right: &'static str,
}

/// Where the examples of an [`Explanation`] stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// They are whole files.
    File,
    /// Lines of a template.
    Template,
    /// Under `sections`.
    Sections,
    /// Under the `fields` of a section.
    Fields,
    /// Lines of settings.
    Settings,
    /// Words only: an example would be too large.
    Words,
}

/// No fault has this code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no fault has the code `{code}`: {help}")]
pub struct UnknownCode {
    code: String,
    help: String,
}

/// Explains a code of definitions, or one of `others`, in capitals or not.
///
/// # Errors
/// When no fault has it.
pub fn explain(code: &str, others: &'static [Explanation]) -> Result<&'static Explanation, UnknownCode> {
    let wanted = code.trim().to_uppercase();
    let all = || EXPLANATIONS.iter().chain(others);
    all().find(|explanation| explanation.code == wanted).ok_or_else(|| UnknownCode {
        code: code.to_owned(),
        help: suggestion(&wanted, all().map(|explanation| explanation.code)),
    })
}

/// All codes, in their order.
pub static EXPLANATIONS: &[Explanation] = &[
    Explanation {
        code: "SG001",
        title: "the file cannot be read",
        about: "\
            YAML has a grammar, and from this place on the text does not follow it. Most often a \
            quote was opened and not closed, a line is set in with a tab instead of spaces, or a \
            text has `: ` in it, which YAML takes for another key. A space is needed behind the `:` of a \
            key and behind the `-` of an item. Each item of a list has its `- `, and each `{` its `}`. Within \
            `{ }` a comma stands between two keys. Lines that belong together are set in with as many spaces; \
            a space that was copied from a web page may be none to YAML. A text that begins with `@`, `%`, a \
            backtick, `>`, `|`, `- ` or `? ` needs quotes. Look at the line and at the one above it.",
        within: Within::Fields,
        wrong: concat!("- id: reason\n", "  label: Reason: what happened\n", "  type: text",),
        right: concat!("- id: reason\n", "  label: \"Reason: what happened\"\n", "  type: text",),
    },
    Explanation {
        code: "SG002",
        title: "the file is empty",
        about: "\
            There is nothing in the file, or nothing but comments (lines that begin with `#`). \
            Perhaps it was saved before anything was written.",
        within: Within::File,
        wrong: "# to be written",
        right: concat!(
            "title: About you\n",
            "fields:\n",
            "  - { id: worker_name, label: Your name, type: person }",
        ),
    },
    Explanation {
        code: "SG003",
        title: "two definitions in one file",
        about: "\
            A line of three dashes begins a second document in YAML. A file holds one definition \
            only, so that its name says what is in it.",
        within: Within::File,
        wrong: concat!(
            "title: About you\n",
            "fields: []\n",
            "---\n",
            "title: About the child\n",
            "fields: []",
        ),
        right: concat!("title: About you\n", "fields: []",),
    },
    Explanation {
        code: "SG004",
        title: "a list or a group where a key should be",
        about: "\
            In front of a `:` stands a key, which is a plain word. Here stands a list or a group in \
            brackets instead. Perhaps a bracket is in the wrong place.",
        within: Within::Fields,
        wrong: "- [id, note]: Note",
        right: concat!("- id: note\n", "  label: Note\n", "  type: text",),
    },
    Explanation {
        code: "SG005",
        title: "`&`, `*` or `!` at the start of a text",
        about: "\
            At the start of a text YAML reads `&` and `*` as names for something to be repeated, and \
            `!` as the name of a kind. stopgap takes none of these: put the text in double quotes. \
            What you want to use twice goes into a list or a shared section.",
        within: Within::Fields,
        wrong: concat!("- id: note\n", "  label: *Note\n", "  type: text",),
        right: concat!("- id: note\n", "  label: \"*Note\"\n", "  type: text",),
    },
    Explanation {
        code: "SG006",
        title: "the file is too large",
        about: "\
            A definition has some hundred lines; this file holds more than a hundred thousand items. \
            Probably it is another kind of file, or something was pasted into it many times.",
        within: Within::Words,
        wrong: "an export of the whole case system, called contact.yaml",
        right: "one template, list or shared section in each file",
    },
    Explanation {
        code: "SG007",
        title: "a text is cut off before `#`",
        about: "\
            A space and a `#` begin a comment in YAML: the rest of the line is dropped without a \
            word. Here it looks as if it belonged to the text. Put the text in double quotes; if a \
            comment is meant, put a space behind the `#`.",
        within: Within::Fields,
        wrong: concat!("- id: room\n", "  label: Room #3\n", "  type: text",),
        right: concat!("- id: room\n", "  label: \"Room #3\"\n", "  type: text",),
    },
    Explanation {
        code: "SG008",
        title: "a file is not read",
        about: "\
            A definition is a text in UTF-8, in a file whose name ends with `.yaml` in small letters. An \
            older editor may save it in another encoding: look in its Save as for UTF-8. Windows hides \
            endings, so that house-visit.yaml.txt looks like house-visit.yaml: let the Explorer show file \
            name extensions, and rename it. If you have no permission, ask the owner of the file. What \
            other files lack because of it is not told until it can be read.",
        within: Within::Words,
        wrong: "house-visit.yml, or a file in Windows-1252",
        right: "house-visit.yaml, in UTF-8",
    },
    Explanation {
        code: "SG009",
        title: "quotes of Word round a text",
        about: "\
            Word turns the quotes of the keyboard into curly ones. To YAML these are letters like others: \
            they are printed, and they do not protect a `:` or a `#`. Take them away, or type straight \
            quotes.",
        within: Within::Fields,
        wrong: "- { id: note, label: \u{201c}What happened\u{201d}, type: text }",
        right: "- { id: note, label: \"What happened\", type: text }",
    },
    Explanation {
        code: "SG010",
        title: "a key that does not exist",
        about: "\
            Each part of a definition has its own keys, and this is none of them. Often it is \
            misspelt, or it belongs to another part: a line that is set in too far or not far enough \
            goes to the wrong one.",
        within: Within::Fields,
        wrong: concat!("- id: note\n", "  lable: Note\n", "  type: text",),
        right: concat!("- id: note\n", "  label: Note\n", "  type: text",),
    },
    Explanation {
        code: "SG011",
        title: "the same key twice",
        about: "\
            A key can stand only once in its group, since nobody could say which of them holds. Keep \
            the one that is right. If several keys stand twice, a new question probably begins at the first \
            of them and lacks its dash: delete nothing, and put `- ` in front of it, set in as far as the \
            `- ` of the question above.",
        within: Within::Fields,
        wrong: concat!("- id: note\n", "  label: Note\n", "  label: Another note\n", "  type: text",),
        right: concat!("- id: note\n", "  label: Note\n", "  type: text",),
    },
    Explanation {
        code: "SG012",
        title: "a key is missing",
        about: "\
            Some keys are always needed: a field has an `id`, a `label` and a `type`, a section a \
            `title` and `fields`. If the line is there, look whether it is set in as far as the \
            lines beside it.",
        within: Within::Fields,
        wrong: concat!("- label: Note\n", "  type: text",),
        right: concat!("- id: note\n", "  label: Note\n", "  type: text",),
    },
    Explanation {
        code: "SG013",
        title: "the wrong kind of value",
        about: "\
            Behind this key something else is needed than what stands there: a text where there is a \
            list, a list where there is a text, or one of a few fixed words. The remedy says what to \
            write.",
        within: Within::Fields,
        wrong: concat!("- id: note\n", "  label: [Note, Another]\n", "  type: text",),
        right: concat!("- id: note\n", "  label: Note or another\n", "  type: text",),
    },
    Explanation {
        code: "SG014",
        title: "not a number, or out of bounds",
        about: "\
            Behind this key stands a whole number, in digits, without a comma, a point or a unit, \
            and within the bounds that the message names.",
        within: Within::Fields,
        wrong: concat!("- id: note\n", "  label: Note\n", "  type: text\n", "  max: 4,000 characters",),
        right: concat!("- id: note\n", "  label: Note\n", "  type: text\n", "  max: 4000",),
    },
    Explanation {
        code: "SG015",
        title: "a type that does not exist",
        about: "\
            The type says what kind of answer a field takes. There are fifteen of them; the columns \
            of a table can have those that fit into a line.",
        within: Within::Fields,
        wrong: concat!("- id: note\n", "  label: Note\n", "  type: multi-line",),
        right: concat!("- id: note\n", "  label: Note\n", "  type: multiline",),
    },
    Explanation {
        code: "SG016",
        title: "this cannot be an id",
        about: "\
            An id is a short name that stays with a field for ever, in the Word form too. It has \
            small letters, digits and `_`, begins with a letter, has at most 32 characters and does \
            not end with `__code`. What stands behind `by` becomes part of a command and of a file's \
            name; it is made in the same way, with `-` instead of `_`.",
        within: Within::Fields,
        wrong: concat!("- id: Child's views\n", "  label: Note\n", "  type: text",),
        right: concat!("- id: child_views\n", "  label: Note\n", "  type: text",),
    },
    Explanation {
        code: "SG017",
        title: "a key that has no meaning for this type",
        about: "\
            Some keys belong to some types only: `options` to choice and choices, `rows` and \
            `columns` to a table, `max` to what is copied. Here the type is another one. Change the \
            type, or take the key away.",
        within: Within::Fields,
        wrong: concat!("- id: kind\n", "  label: Kind\n", "  type: text\n", "  options: [Moved, Ended]",),
        right: concat!("- id: kind\n", "  label: Kind\n", "  type: choice\n", "  options: [Moved, Ended]",),
    },
    Explanation {
        code: "SG018",
        title: "a type that needs another key",
        about: "\
            A choice needs its `options`, and a table its `columns`: without them there is nothing \
            to print.",
        within: Within::Fields,
        wrong: concat!("- id: kind\n", "  label: Kind\n", "  type: choice",),
        right: concat!("- id: kind\n", "  label: Kind\n", "  type: choice\n", "  options: [Moved, Ended]",),
    },
    Explanation {
        code: "SG019",
        title: "keys that do not go together",
        about: "\
            Of these keys only one can stand in a group, since each of them says something else: a step \
            either tells something or waits for something, and a condition has either `is` or `not`. \
            Write two steps, or two checks, one below the other.",
        within: Within::Sections,
        wrong: concat!(
            "- title: One\n",
            "  screen: Notes\n",
            "  fields: []\n",
            "  then:\n",
            "    - tell: Save the contact.\n",
            "      wait: A manager has to authorise it.",
        ),
        right: concat!(
            "- title: One\n",
            "  screen: Notes\n",
            "  fields: []\n",
            "  then:\n",
            "    - tell: Save the contact.\n",
            "    - wait: A manager has to authorise it.",
        ),
    },
    Explanation {
        code: "SG020",
        title: "something to look up in your own systems",
        about: "\
            Nothing is wrong. Whoever wrote this could not see your screens, and says what to \
            compare with them. Look it up, write in what you find, and take the line `unverified` \
            away.",
        within: Within::Sections,
        wrong: concat!(
            "- title: Reason\n",
            "  unverified: The name of the screen is a guess.\n",
            "  screen: Contact - reason\n",
            "  fields: []",
        ),
        right: concat!("- title: Reason\n", "  screen: Contact record - reason\n", "  fields: []",),
    },
    Explanation {
        code: "SG021",
        title: "a form that tells of no child",
        about: "\
            Other templates ask for the child's PIN, and this one does not. Then nobody is asked for the \
            child with a new form, nor whether the record is restricted, and its row in the tracker has no \
            child. Most often the shared section that asks for them is not included.",
        within: Within::Words,
        wrong: concat!("sections:\n", "  - title: The visit\n", "    fields: []"),
        right: concat!(
            "sections:\n",
            "  - include: shared/header\n",
            "  - title: The visit\n",
            "    fields: []"
        ),
    },
    Explanation {
        code: "SG022",
        title: "an id that stopgap itself looks for",
        about: "\
            By some ids stopgap finds what it has to know of each form: `pin`, `restricted`, `event_at` and others, \
            which docs/definitions.md lists. Under another id it would not find the answer, even with `was`: a \
            restricted record would go into the shared folder. The label is yours to change.",
        within: Within::Fields,
        wrong: "- { id: record_restricted, was: [restricted], label: Restricted record?, type: yes-no }",
        right: "- { id: restricted, label: Is the record restricted?, type: yes-no }",
    },
    Explanation {
        code: "SG030",
        title: "an id is used twice",
        about: "\
            Each field of a template has an id of its own, those of its shared sections included; so \
            has each template, each column of a table and each option of a list. Give the second one \
            another id, or an option another code, unless it is there by mistake.",
        within: Within::Fields,
        wrong: concat!(
            "- { id: note, label: Note, type: text }\n",
            "- { id: note, label: Another note, type: text }",
        ),
        right: concat!(
            "- { id: note, label: Note, type: text }\n",
            "- { id: note_2, label: Another note, type: text }",
        ),
    },
    Explanation {
        code: "SG031",
        title: "a list that does not exist",
        about: "\
            Behind `list` stands the name of a file in the folder `lists`, without `.yaml`. There is \
            no such file: the name is misspelt, or the list has still to be written.",
        within: Within::Fields,
        wrong: concat!(
            "- id: colour\n",
            "  label: Colour\n",
            "  type: choice\n",
            "  options: { list: colors }",
        ),
        right: concat!(
            "- id: colour\n",
            "  label: Colour\n",
            "  type: choice\n",
            "  options: { list: colours }",
        ),
    },
    Explanation {
        code: "SG032",
        title: "a shared section that does not exist",
        about: "\
            Behind `include` stands the folder and the name of a file, without `.yaml`: \
            `shared/header`. There is no such file.",
        within: Within::Sections,
        wrong: "- include: shared/haeder",
        right: "- include: shared/header",
    },
    Explanation {
        code: "SG033",
        title: "a field that does not exist",
        about: "\
            A condition, a step or a box names a field by its id, and no field of this template, its \
            shared sections included, has this id. Perhaps the field was renamed or taken away.",
        within: Within::Fields,
        wrong: concat!("- id: note\n", "  label: Note\n", "  type: text\n", "  required: { field: knd }",),
        right: concat!(
            "- { id: kind, label: Kind, type: text }\n",
            "- id: note\n",
            "  label: Note\n",
            "  type: text\n",
            "  required: { field: kind }",
        ),
    },
    Explanation {
        code: "SG034",
        title: "an answer that cannot be given",
        about: "\
            The condition waits for an answer that is not among the options of the field, so it \
            would never hold. Write the code or the label of an option.",
        within: Within::Fields,
        wrong: concat!(
            "- { id: kind, label: Kind, type: choice, options: [Moved, Ended] }\n",
            "- id: note\n",
            "  label: Note\n",
            "  type: text\n",
            "  required: { field: kind, is: Mover }",
        ),
        right: concat!(
            "- { id: kind, label: Kind, type: choice, options: [Moved, Ended] }\n",
            "- id: note\n",
            "  label: Note\n",
            "  type: text\n",
            "  required: { field: kind, is: Moved }",
        ),
    },
    Explanation {
        code: "SG035",
        title: "a text with answers in it does not work",
        about: "\
            In `nature` and `as`, answers are put in with `{{ id }}`, and parts are left out with \
            `{% if id %}..{% endif %}`. Something of this is not closed or not in its place.",
        within: Within::Fields,
        wrong: concat!("- id: note\n", "  label: Note\n", "  type: text\n", "  as: \"{{ note\"",),
        right: concat!("- id: note\n", "  label: Note\n", "  type: text\n", "  as: \"{{ note }}\"",),
    },
    Explanation {
        code: "SG036",
        title: "a name in a text that no field has",
        about: "\
            Between `{{` and `}}` stands the id of a field of this template, or `late_entry_line`. \
            This is neither: the text would have a gap there.",
        within: Within::Fields,
        wrong: concat!(
            "- id: note\n",
            "  label: Note\n",
            "  type: text\n",
            "  as: \"{{ late_entry_lin }} {{ note }}\"",
        ),
        right: concat!(
            "- id: note\n",
            "  label: Note\n",
            "  type: text\n",
            "  as: \"{{ late_entry_line }} {{ note }}\"",
        ),
    },
    Explanation {
        code: "SG037",
        title: "a template that does not exist",
        about: "\
            Behind `after` stand the ids of templates that are entered first for the same child. The \
            pack has no template with this id.",
        within: Within::Template,
        wrong: "after: [contcat]",
        right: "after: [contact]",
    },
    Explanation {
        code: "SG038",
        title: "a box in a section that is not entered",
        about: "\
            A section without `screen` is not entered, so a box in it would never be shown. Give the \
            section a `screen`, or move the box to a section that has one.",
        within: Within::Sections,
        wrong: concat!(
            "- title: Notes\n",
            "  fields:\n",
            "    - { id: note, label: Note, type: text }\n",
            "    - { field: note, into: Notes }",
        ),
        right: concat!(
            "- title: Notes\n",
            "  screen: Case notes\n",
            "  fields:\n",
            "    - { id: note, label: Note, type: text }\n",
            "    - { field: note, into: Notes }",
        ),
    },
    Explanation {
        code: "SG039",
        title: "the id is not the name of the file",
        about: "\
            A template or list is found by the name of its file, and old forms are read by its id: \
            the two are the same. If the file was renamed, give it its old name back; an id never \
            changes.",
        within: Within::File,
        wrong: concat!(
            "template: another-name\n",
            "revision: 1\n",
            "title: A form\n",
            "system: LCS\n",
            "nature: A form\n",
            "sections: []",
        ),
        right: concat!(
            "template: example\n",
            "revision: 1\n",
            "title: A form\n",
            "system: LCS\n",
            "nature: A form\n",
            "sections: []",
        ),
    },
    Explanation {
        code: "SG040",
        title: "nothing to choose from",
        about: "\
            The options are a list with nothing in it. Write at least one.",
        within: Within::Fields,
        wrong: concat!("- id: kind\n", "  label: Kind\n", "  type: choice\n", "  options: []",),
        right: concat!("- id: kind\n", "  label: Kind\n", "  type: choice\n", "  options: [Moved, Ended]",),
    },
    Explanation {
        code: "SG041",
        title: "a box that no screen of the entry has",
        about: "\
            `entry` writes the screens out in an order of their own. Every field with a box has to be on \
            one of them, or its answer would never be entered. Add it, or give it `into: nowhere`.",
        within: Within::File,
        wrong: concat!(
            "template: example\n",
            "revision: 1\n",
            "title: Note\n",
            "system: LCS\n",
            "nature: Note\n",
            "sections:\n",
            "  - title: One\n",
            "    screen: Notes\n",
            "    fields:\n",
            "      - { id: kind, label: Kind, type: text }\n",
            "      - { id: note, label: Note, type: text }\n",
            "entry:\n",
            "  - screen: Notes\n",
            "    fields: [note]",
        ),
        right: concat!(
            "template: example\n",
            "revision: 1\n",
            "title: Note\n",
            "system: LCS\n",
            "nature: Note\n",
            "sections:\n",
            "  - title: One\n",
            "    screen: Notes\n",
            "    fields:\n",
            "      - { id: kind, label: Kind, type: text }\n",
            "      - { id: note, label: Note, type: text }\n",
            "entry:\n",
            "  - screen: Notes\n",
            "    fields: [note, kind]",
        ),
    },
    Explanation {
        code: "SG042",
        title: "a field without a box on a screen",
        about: "\
            The field has `into: nowhere`, so its answer goes into no box, and yet a screen under `entry` \
            has it. Give it the name of its box behind `into`, or take its id out of the screen.",
        within: Within::File,
        wrong: concat!(
            "template: example\n",
            "revision: 1\n",
            "title: Note\n",
            "system: LCS\n",
            "nature: Note\n",
            "sections:\n",
            "  - title: One\n",
            "    screen: Notes\n",
            "    fields:\n",
            "      - { id: note, label: Note, type: text, into: nowhere }\n",
            "entry:\n",
            "  - screen: Notes\n",
            "    fields: [note]",
        ),
        right: concat!(
            "template: example\n",
            "revision: 1\n",
            "title: Note\n",
            "system: LCS\n",
            "nature: Note\n",
            "sections:\n",
            "  - title: One\n",
            "    screen: Notes\n",
            "    fields:\n",
            "      - { id: note, label: Note, type: text, into: Note text }\n",
            "entry:\n",
            "  - screen: Notes\n",
            "    fields: [note]",
        ),
    },
    Explanation {
        code: "SG043",
        title: "templates that wait for one another",
        about: "\
            `after` names what is entered first for the same child. Here a template comes after another \
            that, by itself or through others, comes after this one: there is none to begin with. Take \
            one of them out.",
        within: Within::Template,
        wrong: "after: [example]",
        right: "after: [contact]",
    },
    Explanation {
        code: "SG044",
        title: "an old id that is taken",
        about: "\
            `was` names ids that a field had in earlier revisions, so that the answers of old forms find \
            it. This one is also the id of a field, or another field claims it as well: an old answer \
            would have two places to go to.",
        within: Within::Fields,
        wrong: concat!(
            "- { id: note, label: Note, type: text }\n",
            "- { id: account, label: Account, type: text, was: note }",
        ),
        right: concat!(
            "- { id: note, label: Note, type: text }\n",
            "- { id: account, label: Account, type: text, was: story }",
        ),
    },
    Explanation {
        code: "SG045",
        title: "the same words twice",
        about: "\
            Two options of a list, two questions of a section or two columns of a table have the same \
            words, so that nobody could tell them apart on the form. A form that another program saved \
            may also have to be read by these words. Capitals and spaces do not count. Where an option \
            took the place of another, keep one of them, with the code of the other behind `was`.",
        within: Within::Fields,
        wrong: concat!(
            "- id: kind\n",
            "  label: Kind\n",
            "  type: choice\n",
            "  options: [{ code: H, label: At home }, { code: S, label: At home }]",
        ),
        right: concat!(
            "- id: kind\n",
            "  label: Kind\n",
            "  type: choice\n",
            "  options: [{ code: H, label: At home }, { code: S, label: At school }]",
        ),
    },
    Explanation {
        code: "SG046",
        title: "two answers into one box",
        about: "\
            Two answers that are copied go into one box of a screen: the second would be written over the \
            first. Often one of them has a box of its own; write its name behind `into`. If there is only \
            one box, let one of the two paste both, by `as`. Nothing is told where only one of them may be \
            there: with another `by`, or another condition behind `when` or `required`.",
        within: Within::Fields,
        wrong: concat!(
            "- { id: seen, label: What was seen, type: multiline, into: Notes }\n",
            "- { id: said, label: What was said, type: multiline, into: Notes }",
        ),
        right: concat!(
            "- { id: seen, label: What was seen, type: multiline, into: Notes, as: \"{{ seen }} {{ said }}\" }\n",
            "- { id: said, label: What was said, type: multiline, into: nowhere }",
        ),
    },
    Explanation {
        code: "SG047",
        title: "too long for one line",
        about: "\
            A question, a title, an option and the name of a screen or a box are read at a glance, on one \
            line; 500 characters are far more than that. Say the rest in the `help` of a question, or in \
            the `guidance` of a section or a template. Perhaps a quote at its end is missing.",
        within: Within::Words,
        wrong: "label: Reason for contact, and whatever else one should think of while writing it, on and on",
        right: "label: Reason for contact, and the rest behind help:",
    },
    Explanation {
        code: "SG048",
        title: "the template is too large for a form",
        about: "\
            Each form carries the definition that it was made from, so that it can be read when that has \
            long changed. What a form carries has bounds, since a document that is made to do harm could \
            keep stopgap busy: 800 questions (a column counts as one), 2,000 options, 300 \
            sections, 100 checks with 500 ids, 2,000 values in conditions, 256 kB in all. No form that a \
            person fills in comes near them. Make two templates of it.",
        within: Within::Words,
        wrong: "one template with 1,200 questions",
        right: "two templates with 600 questions each",
    },
    Explanation {
        code: "SG049",
        title: "a system that is probably misspelt",
        about: "\
            The name of a system is printed on the form, and chosen there where a template has several; \
            what belongs to another system is left out when a form is entered. This name is near to EHM, \
            LCS or ContrOCC, or to one that other templates name, and no other template has it.",
        within: Within::Sections,
        wrong: concat!(
            "- title: Reason\n",
            "  screen: { EHM: Contact, LSC: Contact record }\n",
            "  fields: []",
        ),
        right: concat!(
            "- title: Reason\n",
            "  screen: { EHM: Contact, LCS: Contact record }\n",
            "  fields: []",
        ),
    },
];
