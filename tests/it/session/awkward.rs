//! Forms filled in with texts that are hard to copy.

use super::NOW;
use stopgap::{
    form::{self, Answers, CompletedForm, Issue},
    template::{Field, FieldKind, Grid, Pack, TemplateDef},
};

/// One person's form with an answer in every field, each text with a number of its own: `zq0001`.
///
/// Texts are longer than their box where that is not too long, have lines, quotes, dashes, letters of other
/// languages, faces of two units, tabs and spaces that do not break. The child has no brothers and sisters in it.
pub fn form(pack: &Pack, definition: &TemplateDef) -> CompletedForm {
    let mut answers = Answers::default();
    let mut number = 0;
    for field in definition.fields().filter(|field| field.id.as_str() != "also_for") {
        let mut set = |name: String, field: &Field| {
            number += 1;
            let value = match field.id.as_str() {
                "pin" if name == "pin" => "1234567".to_owned(),
                "restricted" => "no".to_owned(),
                "system" => definition.systems[0].clone(),
                _ => value(field, number),
            };
            answers.set(definition, &format!("{name}={value}")).unwrap();
        };
        match &field.kind {
            FieldKind::Table(Grid { columns, .. }) => {
                for row in 1..=2 {
                    for column in columns {
                        set(format!("{}[{row}].{}", field.id, column.id), column);
                    }
                }
            }
            _ => set(field.id.to_string(), field),
        }
    }
    let blank = form::blank(definition, Some(&Issue::random().unwrap())).unwrap();
    form::read(&form::fill(&blank, definition, &answers).unwrap(), pack, NOW.date()).unwrap()
}

fn value(field: &Field, number: usize) -> String {
    match &field.kind {
        FieldKind::Date => format!("{:02}/03/2026", 1 + number % 28),
        FieldKind::Datetime => format!("{:02}/03/2026 {:02}:10", 1 + number % 28, number % 24),
        FieldKind::Time => format!("{:02}:45", number % 24),
        FieldKind::Number => number.to_string(),
        FieldKind::YesNo | FieldKind::Tick => "yes".to_owned(),
        FieldKind::Choice(choices) | FieldKind::Choices(choices) => {
            choices.iter().find(|choice| !choice.retired).unwrap().code.clone()
        }
        FieldKind::Multiline => {
            let long = field.max.map_or(1, |max| 1 + 2 * max / 100);
            let lines = "She said \u{201c}come now\u{201d} \u{2013} and\u{a0}that\u{2019}s all\u{2026}\\n\\n- Zo\u{eb} Nguy\u{1ec5}n\tis \u{1f9d2}\u{1f3fd}. \u{a3}20 & 1 < 2.\\n".repeat(long);
            format!("zq{number:04} {lines}The end of {number:04}.")
        }
        _ => format!("O'Brien \u{201c}zq{number:04}\u{201d} & <Sons> \u{2013} caf\u{e9}\u{2026} \u{1f9d2}"),
    }
}
