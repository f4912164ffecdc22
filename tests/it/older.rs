use jiff::civil::{Date, date};
use stopgap::{
    form::{self, Answers, CompletedForm, Issue},
    reentry::{Paste, Planning, StepKind, plan},
    template::{Check, Expression, Pack, Rule},
};

const TODAY: Date = date(2026, 11, 22);

const REVISION_1: &str = "\
template: note
revision: 1
title: Note
system: [EHM, LCS]
nature: Note
sections:
  - title: One
    screen: Notes
    fields:
      - { id: what, label: What happened, type: text }
      - { id: kind, label: Kind, type: choice, options: [{ code: TEL, label: Telephone }, { code: FAX, label: Fax }] }
      - { id: reasons, label: Reasons, type: choices, options: [{ code: A, label: First }, { code: B, label: Second }] }
      - { id: colour, label: Colour of the house, type: text }
      - { id: when, label: When, type: date }
";

const REVISION_5: &str = "\
template: note
revision: 5
title: Note
system: [EHM, LCS]
nature: Note
sections:
  - title: One
    screen: { EHM: Early help notes, LCS: Case notes }
    fields:
      - id: account
        label: What happened and what was said
        type: multiline
        was: [what]
        into: { EHM: Note, LCS: Note text }
      - id: kind
        label: Kind
        type: choice
        options:
          - { code: CALL, label: Call, was: [TEL] }
          - { code: LETTER, label: Letter }
      - { id: reasons, label: Reasons, type: choices, options: [{ code: A, label: First, retired: true }, { code: C, label: Second }] }
      - { id: when, label: When, type: date, format: d mmmm yyyy }
      - { id: end, label: End, type: date }
      - { id: score, label: Score, type: number, range: [0, 40] }
      - { id: address, label: Address, type: address, line-breaks: semicolon }
      - id: files
        label: Files
        type: table
        attach: file
        columns:
          - { id: file, label: File, type: text }
  - title: Money
    screen: Payments
    system: ContrOCC
    by: finance
    fields:
      - { id: cost, label: Cost, type: number }
checks:
  - in order: [when, end]
    source: local rule 7
  - not in the future: [when]
  - exactly one of: [score, cost]
  - warn: Calls need a score.
    if: kind == \"CALL\" and score == \"\"
";

fn pack(text: &str) -> Pack {
    Pack::read([("note.yaml", text)]).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A form made and filled under one definition, and read under another.
fn read(made: &str, now: &str, answers: &[&str]) -> CompletedForm {
    let made = pack(made);
    let definition = made.template("note").unwrap();
    let mut known = Answers::default();
    for answer in answers {
        known.set(definition, answer).unwrap();
    }
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    form::read(&form::fill(&blank, definition, &known).unwrap(), &pack(now), TODAY).unwrap()
}

#[track_caller]
fn findings(form: &CompletedForm, expected: &[(&str, &str)]) {
    let found = form.findings.iter().map(|f| (f.field.as_ref().map_or("", |id| id.as_str()), f.kind.name()));
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

/// Box and text of each step.
fn steps(form: &CompletedForm, by: Option<&str>) -> Vec<String> {
    let said = |kind: StepKind| match kind {
        StepKind::Paste(Paste { into, parts, .. }) => format!("{into} <- {}", parts[0].expose()),
        StepKind::Choose { into, options } => format!("{into}: {}", options.expose()),
        StepKind::Attach { file } => format!("upload {}", file.expose()),
        other => format!("{other:?}"),
    };
    plan(form, &Planning { by: by.map(str::to_owned), now: TODAY.at(17, 0, 0, 0), ..Planning::default() })
        .into_iter()
        .map(|step| format!("{}: {}", step.screen, said(step.kind)))
        .collect()
}

#[test]
fn renamed_fields_and_codes_are_found_again() {
    let form = read(REVISION_1, REVISION_5, &["what=Rang", "kind=TEL", "reasons=A,B", "when=16/11/2026"]);
    assert_eq!(form.text("account"), "Rang");
    assert_eq!(form.answer("kind").unwrap().code().unwrap(), "CALL");
    assert_eq!(form.answer("reasons").unwrap().code().unwrap(), "A, C");
}

#[test]
fn what_has_no_place_any_more_is_a_finding_and_still_offered() {
    let form = read(REVISION_1, REVISION_5, &["system=LCS", "kind=FAX", "colour=green", "when=16/11/2026"]);
    findings(&form, &[("kind", "older"), ("colour", "older"), ("", "check")]);
    assert_eq!(
        steps(&form, None),
        [
            "Case notes: Kind: Fax",
            "Case notes: When <- 16 November 2026",
            "Wherever it belongs: Colour of the house <- green",
        ]
    );
}

#[test]
fn a_form_of_today_is_as_it_is() {
    let form = read(REVISION_5, REVISION_5, &["score=7"]);
    findings(&form, &[("system", "blank")]);
}

#[test]
fn screens_and_boxes_are_those_of_the_system() {
    let answers =
        ["account=Rang", "address=1 Nowhere Lane\\nMadeup", "score=1", "files[1].file=photo.jpg", "cost=12"];
    let ehm: Vec<&str> = answers.into_iter().chain(["system=EHM"]).collect();
    assert_eq!(
        steps(&read(REVISION_5, REVISION_5, &ehm), None),
        [
            "Early help notes: Note <- Rang",
            "Early help notes: Score <- 1",
            "Early help notes: Address <- 1 Nowhere Lane; Madeup",
            "Early help notes: upload photo.jpg",
        ]
    );
    assert_eq!(
        steps(&read(REVISION_5, REVISION_5, &ehm), Some("finance")),
        ["ContrOCC: Payments: Cost <- 12"]
    );
}

#[test]
fn checks_warn() {
    let base = ["system=LCS", "when=16/11/2026"];
    let with = |more: &[&'static str]| read(REVISION_5, REVISION_5, &[&base[..], more].concat());
    findings(&with(&["end=15/11/2026", "score=1"]), &[("end", "check")]);
    findings(&with(&["end=16/11/2026", "score=1"]), &[]);
    findings(&with(&["score=1", "cost=2"]), &[("", "check")]);
    findings(&with(&["score=41"]), &[("score", "check")]);
    findings(&with(&["cost=2", "kind=CALL"]), &[("", "check")]);
    findings(
        &read(REVISION_5, REVISION_5, &["system=LCS", "when=23/11/2026", "score=1"]),
        &[("when", "check")],
    );
    let message = &with(&["end=15/11/2026", "score=1"]).findings[0].message;
    assert_eq!(message, "it lies before \u{201c}When\u{201d}: check both (local rule 7)");
}

#[test]
fn screens_in_an_order_of_their_own() {
    let definition = REVISION_1.to_owned()
        + "entry:\n  - screen: Second\n    fields: [kind, { field: what, into: Note }]\n  - screen: First\n    fields: [colour, reasons, when]\n    then:\n      - tell: Save it.\n";
    let form = read(&definition, &definition, &["system=LCS", "what=Rang", "kind=TEL", "colour=green"]);
    assert_eq!(
        steps(&form, None),
        [
            "Second: Kind: Telephone",
            "Second: Note <- Rang",
            "First: Colour of the house <- green",
            "First: Tell(\"Save it.\")"
        ]
    );
    assert_eq!(form.boxes(&stopgap::template::FieldId::new("what")), ["Note"]);
}

#[test]
fn a_field_keeps_its_own_answer_though_another_once_had_its_name() {
    let old = "template: note\nrevision: 1\ntitle: Note\nsystem: LCS\nnature: Note\nsections:\n  - title: One\n    screen: Notes\n    fields:\n      - { id: b, label: B, type: text }\n      - { id: a, label: A, type: text }\n";
    let new = old.replace("revision: 1", "revision: 2").replace(
        "      - { id: b, label: B, type: text }\n      - { id: a, label: A, type: text }\n",
        "      - { id: a, label: A, type: text, was: [b] }\n",
    );
    let form = read(old, &new, &["a=Answer A", "b=Answer B"]);
    assert_eq!((form.text("a"), form.text("b")), ("Answer A", "Answer B"));
    findings(&form, &[("b", "older")]);
}

const PLACEMENTS: &str = "template: note
revision: 1
title: Note
system: LCS
nature: Note
sections:
  - title: One
    screen: Notes
    fields:
      - id: stays
        label: Stays
        type: table
        columns:
          - { id: with, label: With, type: choice, options: [{ code: P1, label: Own parents }, { code: P2, label: Foster carers }] }
          - { id: days, label: Days, type: number }
";

#[test]
fn codes_in_tables_are_found_again_as_well() {
    let new = PLACEMENTS
        .replace("revision: 1", "revision: 2")
        .replace("{ code: P1, label: Own parents }", "{ code: P9, label: Parents, was: [P1] }");
    let form = read(PLACEMENTS, &new, &["stays[1].with=P1", "stays[2].with=P2"]);
    assert_eq!(form.text("stays"), "Parents\nFoster carers");
    findings(&form, &[]);
    let gone =
        PLACEMENTS.replace("revision: 1", "revision: 2").replace("{ code: P1, label: Own parents }, ", "");
    let form = read(PLACEMENTS, &gone, &["stays[1].with=P1", "stays[2].with=P2"]);
    assert_eq!(form.text("stays"), "Own parents\nFoster carers");
    findings(&form, &[("stays", "older")]);
}

#[test]
fn what_a_column_needs_and_takes_is_looked_at_in_each_row() {
    let strict = PLACEMENTS.replace("type: number }", "type: number, required: true, range: [0, 40] }");
    let form = read(&strict, &strict, &["stays[1].with=P1", "stays[2].days=41", "stays[3].days=40"]);
    findings(&form, &[("stays", "blank"), ("stays", "check")]);
    assert_eq!(form.findings[0].message, "row 1, Days: this needs an answer and was left blank");
    assert_eq!(form.findings[1].message, "row 2, Days: this is usually from 0 to 40: check it");
}

/// A form carries its definition, so an expression in it may come from anybody.
#[test]
fn a_form_whose_expressions_would_run_on_is_read_all_the_same() {
    let pack = Pack::read([("note.yaml", REVISION_1)]).unwrap();
    let note = pack.template("note").unwrap();
    let loops = "{% for a in range(end=99999) %}{% for b in range(end=99999) %}{% endfor %}{% endfor %}";
    for attack in [
        format!("{{# {{{{ ' #}}{loops}{{# ' }}}} #}}"),
        format!("{{{{ what | default(value='\\'') }}}}{loops}{{{{ '' }}}}"),
        "{% if not range(end=99999999) %}{% endif %}".to_owned(),
        loops.to_owned(),
    ] {
        let mut odd = note.clone();
        odd.nature = Expression::new(attack);
        odd.checks
            .push(Check { rule: Rule::Warn { text: "W".into(), when: odd.nature.clone() }, source: None });
        let form = form::blank(&odd, Some(&Issue::random().unwrap())).unwrap();
        // In a pack that does not know the template, the form's own definition counts.
        let read = form::read(&form, &Pack::read([("", ""); 0]).unwrap(), TODAY).unwrap();
        assert_eq!((read.definition.nature == odd.nature, read.nature().as_str()), (true, "Note"));
    }
}
