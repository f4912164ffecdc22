use jiff::civil::date;
use proptest::prelude::*;
use std::fmt::Write as _;
use stopgap::{
    form::{self, Answers, Issue, Value},
    template::{Field, FieldKind, Grid, Pack},
};

/// A field's type and options as YAML, and an answer to it.
fn question() -> impl Strategy<Value = (&'static str, String)> {
    let options = "options: [{ code: '00', label: \"None: at all\" }, { code: NO, label: No }, { code: 8E1, label: \"A & B <c>\" }]";
    let (choice, choices): (&str, &str) = (
        Box::leak(format!("type: choice, {options}").into_boxed_str()),
        Box::leak(format!("type: choices, {options}").into_boxed_str()),
    );
    let line = "[ -~\u{a3}\u{e9}\u{5d0}\u{1f600}\u{2019}]{1,40}"
        .prop_map(|text| format!("x{}", text.replace("\\n", "/n")));
    let lines = prop::collection::vec(line.clone(), 1..4).prop_map(|lines| lines.join("\\n"));
    let day = (1_i8..=28, 1_i8..=12, 1980_i16..2030).prop_map(|(d, m, y)| format!("{d:02}/{m:02}/{y}"));
    let time = (0_i8..24, 0_i8..60).prop_map(|(h, m)| format!("{h:02}:{m:02}"));
    prop_oneof![
        line.clone().prop_map(|answer| ("type: text", answer)),
        line.clone().prop_map(|answer| ("type: person", answer)),
        lines.clone().prop_map(|answer| ("type: multiline", answer)),
        lines.prop_map(|answer| ("type: address", answer)),
        day.clone().prop_map(|answer| ("type: date", answer)),
        time.clone().prop_map(|answer| ("type: time", answer)),
        (day, time).prop_map(|(day, time)| ("type: datetime", format!("{day} {time}"))),
        (0..999_i32).prop_map(|number| ("type: number", number.to_string())),
        prop_oneof![Just("yes"), Just("no")].prop_map(|answer| ("type: yes-no", answer.to_owned())),
        prop_oneof![Just("00"), Just("NO"), Just("8E1")].prop_map(move |answer| (choice, answer.to_owned())),
        prop_oneof![Just("00"), Just("00,8E1"), Just("NO,8E1")]
            .prop_map(move |answer| (choices, answer.to_owned())),
        Just(("type: tick", "yes".to_owned())),
    ]
}

fn definition(questions: &[(&str, String)], columns: &[(&str, String)]) -> String {
    let mut yaml = "template: any\nrevision: 1\ntitle: Any\nsystem: LCS\nnature: Any\nsections:\n  - title: All\n    screen: Screen\n    fields:\n".to_owned();
    for (at, (kind, _)) in questions.iter().enumerate() {
        let _ = writeln!(yaml, "      - {{ id: q{at}, label: Question {at}, {kind} }}");
    }
    yaml.push_str("      - id: grid\n        label: Grid\n        type: table\n        rows: 2\n        columns:\n          - { id: first, label: First, type: text }\n");
    for (at, (kind, _)) in columns.iter().enumerate() {
        let _ = writeln!(yaml, "          - {{ id: c{at}, label: Column {at}, {kind} }}");
    }
    yaml
}

fn is_for_columns(kind: &str) -> bool {
    !kind.contains("choices") && !kind.contains("multiline")
}

fn expected(field: &Field, answer: &str) -> Value {
    Value::parse(field, &answer.replace("\\n", "\n")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever is asked and answered: what was put into the form is what is read from it.
    #[test]
    fn what_goes_in_comes_out(
        questions in prop::collection::vec(question(), 1..8),
        columns in prop::collection::vec(question().prop_filter("no column", |(kind, _)| is_for_columns(kind)), 0..4),
    ) {
        let yaml = definition(&questions, &columns);
        let pack = Pack::read([("any.yaml", yaml)]).unwrap_or_else(|faults| panic!("{faults}"));
        let any = pack.template("any").unwrap();
        let mut answers = Answers::default();
        for (at, (_, answer)) in questions.iter().enumerate() {
            answers.set(any, &format!("q{at}={answer}")).unwrap();
        }
        answers.set(any, "grid[2].first=second row").unwrap();
        for (at, (_, answer)) in columns.iter().enumerate() {
            answers.set(any, &format!("grid[1].c{at}={answer}")).unwrap();
        }
        let blank = form::blank(any, Some(&Issue::random().unwrap())).unwrap();
        let read = form::read(&form::fill(&blank, any, &answers).unwrap(), &pack, date(2030, 1, 1)).unwrap();
        prop_assert!(read.findings.is_empty(), "{:?}", read.findings);
        for (at, (kind, answer)) in questions.iter().enumerate() {
            let field = any.field(&format!("q{at}")).unwrap();
            prop_assert!(read.value(&format!("q{at}")) == Some(&expected(field, answer)), "{kind}: {answer}");
        }
        let FieldKind::Table(Grid { columns: defined, .. }) = &any.field("grid").unwrap().kind else { unreachable!() };
        let Some(Value::Rows(rows)) = read.value("grid") else { panic!("no rows") };
        for (at, (kind, answer)) in columns.iter().enumerate() {
            let column = &defined[at + 1];
            prop_assert!(rows[0].get(&column.id) == Some(&expected(column, answer)), "{kind}: {answer}");
        }
        prop_assert!(rows.last().unwrap().get(&defined[0].id) == Some(&Value::Text("second row".into())));
    }
}

/// Words as administrators write and paste them, with what YAML and other programs leave in them.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9 .,:#&<>\"'*\u{a3}\u{e9}\u{2019}\u{201c}\u{2013}-]{1,12}".boxed(),
        1 => "[\n\t\r\u{1}\u{85}\u{a0}\u{ad}\u{200b}\u{2028}\u{feff}]{1,3}".boxed(),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| format!("a{}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// However a definition's words are written: the form prints them, and takes none of them for somebody's.
    #[test]
    fn a_form_knows_its_own_words(words in prop::collection::vec(words(), 12)) {
        let [title, guidance, section, below, label, help, option, grid, small, first, second, tip] = &words[..]
            else { unreachable!() };
        // Two of one label nobody could tell apart.
        let (grid, second) = (format!("b{grid}"), format!("b{second}"));
        // JSON is YAML.
        let definition = serde_json::json!({
            "template": "any", "revision": 1, "title": title, "system": "LCS", "nature": "Any", "guidance": guidance,
            "sections": [{ "title": section, "guidance": below, "screen": "Screen", "fields": [
                { "id": "one", "label": label, "help": help, "type": "choices", "options": [option, "other"] },
                { "id": "grid", "label": grid, "help": small, "type": "table", "rows": 1, "columns": [
                    { "id": "first", "label": first, "help": tip, "type": "text" },
                    { "id": "second", "label": second, "type": "date" },
                ]},
            ]}],
        });
        let pack = Pack::read([("any.yaml", definition.to_string())]).unwrap_or_else(|faults| panic!("{faults}"));
        let blank = form::blank(pack.template("any").unwrap(), Some(&Issue::random().unwrap())).unwrap();
        let read = form::read(&blank, &pack, date(2030, 1, 1)).unwrap();
        prop_assert!(read.findings.is_empty(), "{:?}", read.findings);
    }
}
