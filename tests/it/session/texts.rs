//! Every character of every answer, over all templates: offered once, in the order of the plan.

use super::{NOW, Person, awkward, filled, two};
use proptest::prelude::*;
use stopgap::{
    form::{CompletedForm, Value},
    reentry::{
        Abilities, Addresses, Advance, Hands, Input, Planning, Progress, StepId, StepKind, Task, Want, fit,
        late_entry_line, other_parts,
        parts::{length, mark},
        plan, records,
    },
    template::{Charset, Field, FieldKind, Fit, Grid, Item, LineBreaks, Pack, TemplateDef},
};

/// What a person answers who goes on from step to step at an awkward form.
pub fn onwards(person: &Person) -> Input {
    match person.session.want() {
        Want::Child { child, asked } if !asked.is_by_word() => match (&child.pin, child.born) {
            (Some(pin), _) => Input::Text(pin.written()),
            (None, Some(born)) => {
                let initials: String = [&child.forename, &child.surname]
                    .iter()
                    .filter_map(|name| name.expose().chars().find(|c| c.is_alphabetic()))
                    .collect();
                Input::Text(format!("{born} {initials}").into())
            }
            (None, None) => Input::Yes,
        },
        Want::Text { .. } => Input::Text("8123477".into()),
        Want::Reason { .. } | Want::Blanks => Input::Text("k".into()),
        Want::Key(_) => Input::Next,
        _ => Input::Yes,
    }
}

/// A person at the part of a form that is for somebody.
pub fn at_part(form: &CompletedForm, by: Option<&str>, are_parts_marked: bool) -> Person {
    let planning = Planning { by: by.map(str::to_owned), are_parts_marked, now: NOW, ..Planning::default() };
    let task = Task {
        system: "LCS".into(),
        records: records(form, &planning, &[]).unwrap().0,
        blanks: Vec::new(),
        noted_pins: Vec::new(),
        addresses: Addresses::default(),
        abilities: Abilities::default(),
        advance: Advance::Told,
    };
    Person::at_task(task, Progress::default())
}

/// All that a session offers until it is at its end: for each text its step, which part of how many it is, and
/// the text.
fn offered(mut person: Person) -> Vec<(StepId, usize, usize, String)> {
    let mut offered = Vec::new();
    let mut last = 0;
    for _ in 0..2000 {
        if let (Some(offer), Want::Key(card)) = (person.session.offer(), person.session.want())
            && offer.number != last
        {
            let step = &card.steps[0];
            last = offer.number;
            offered.push((step.id.clone(), card.part, step.parts(), offer.goods.text().expose().to_owned()));
        }
        if person.shown() == "done Saved" {
            return offered;
        }
        let input = onwards(&person);
        person.after(10_000).input(input);
    }
    panic!("it never ends: {}", person.shown());
}

/// How often a part of the form enters the answer of a field: in a box of its own, or within another text.
fn uses(definition: &TemplateDef, by: Option<&str>, id: &str) -> usize {
    let mut uses = 0;
    for section in definition.screens().iter().filter(|section| section.by.as_deref() == by) {
        for item in &section.items {
            let (field, has_box) = match item {
                Item::Field(field) => (Some(field), field.into.is_some()),
                Item::Again(again) => (definition.field(again.field.as_str()), true),
            };
            let Some(field) = field else { continue };
            let is_upload = matches!(&field.kind, FieldKind::Table(Grid { attach: Some(_), .. }));
            if !is_upload && (section.screen.is_none() || !has_box) {
                continue;
            }
            uses += match &field.paste {
                Some(paste) => paste.names().unwrap().iter().filter(|name| *name == id).count(),
                None => usize::from(field.id.as_str() == id),
            };
        }
    }
    uses
}

/// The free texts of a form, each with how often it should be offered, in the order of the form.
fn texts(form: &CompletedForm, by: Option<&str>) -> Vec<(String, usize)> {
    let mut texts = Vec::new();
    let is_marked = |text: &&stopgap::word::Written| text.expose().contains("zq");
    for (field, answer) in form.definition.fields().zip(&form.answers) {
        let often = uses(&form.definition, by, field.id.as_str());
        match (&field.kind, &answer.value) {
            (FieldKind::Table(Grid { columns, .. }), Some(Value::Rows(rows))) => {
                let by_itself = rows.iter().flat_map(|row| {
                    columns.iter().filter_map(move |column| Some((column, row.get(&column.id)?)))
                });
                for (column, value) in by_itself {
                    // A table that goes in with another text goes in with all of its columns.
                    let has_box = column.into.is_some() || is_within_another(form, field);
                    if let Value::Text(text) = value
                        && is_marked(&text)
                    {
                        texts.push((text.expose().to_owned(), if has_box { often } else { 0 }));
                    }
                }
            }
            (_, Some(Value::Text(text))) if is_marked(&text) => texts.push((text.expose().to_owned(), often)),
            _ => {}
        }
    }
    texts
}

fn is_within_another(form: &CompletedForm, table: &Field) -> bool {
    let names = |field: &Field| field.paste.as_ref().map(|paste| paste.names().unwrap()).unwrap_or_default();
    form.definition.fields().any(|field| names(field).iter().any(|name| *name == table.id.as_str()))
}

#[test]
fn every_answer_of_every_template_is_offered_once_and_whole() {
    let pack = Pack::embedded();
    let (mut templates, mut seen, mut in_parts) = (0, 0, 0);
    for definition in pack.templates() {
        let form = awkward::form(&pack, definition);
        templates += 1;
        let parts_of_form = other_parts(&form).into_iter().map(Some).chain([None]);
        for by in parts_of_form {
            for are_marked in [false, true] {
                let by = by.as_deref();
                let offered = offered(at_part(&form, by, are_marked));
                check_order(&form, by, &offered);
                let mut all = String::new();
                for (_, part, parts, text) in &offered {
                    let bare = text.strip_prefix(&mark(*part, *parts)).filter(|_| are_marked && *parts > 1);
                    let text = bare.map_or(text.as_str(), |bare| bare.strip_prefix(' ').unwrap_or(bare));
                    in_parts += usize::from(*parts > 1);
                    all.push_str(text);
                    if part == parts {
                        all.push('\u{1}');
                    }
                }
                // It is not an answer, and names who wrote them.
                let all = all.replace(&late_entry_line(&form, &Hands::default(), NOW), "");
                for (text, often) in texts(&form, by) {
                    let marker = &text[text.find("zq").unwrap_or(0)..];
                    assert_eq!(all.matches(&text).count(), often, "{}: {marker:.6}", definition.id);
                    seen += often;
                }
            }
        }
    }
    assert!(templates == 27 && seen > 1000 && in_parts > 500, "{templates} {seen} {in_parts}");
}

/// The texts come as the plan has them, each part once, and no part is longer than its box.
fn check_order(form: &CompletedForm, by: Option<&str>, offered: &[(StepId, usize, usize, String)]) {
    let planning = Planning { by: by.map(str::to_owned), now: NOW, ..Planning::default() };
    let planned: Vec<StepId> = plan(form, &planning)
        .into_iter()
        .filter(|step| matches!(step.kind, StepKind::Paste(_) | StepKind::Attach { .. }))
        .map(|step| step.id)
        .collect();
    let mut came: Vec<StepId> = Vec::new();
    for (step, part, parts, text) in offered {
        if *part == 1 {
            came.push(step.clone());
        }
        assert_eq!(came.last(), Some(step), "a part of another step came in between");
        assert!(part <= parts && !text.is_empty());
        let field = form.definition.field(step.as_str());
        let max = field.and_then(|field| field.max).unwrap_or(usize::MAX);
        assert!(length(text) <= max, "{step} is longer than its box");
    }
    assert_eq!(came, planned, "{}", form.definition.id);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever somebody wrote, and whatever the box takes: what is offered is what was written, but for what is
    /// told to be changed.
    #[test]
    fn what_is_offered_is_what_was_written(
        text in "[ -~\\n“”’–…\u{a0}é½😀\t]{1,300}",
        charset in prop_oneof![Just(("any", Charset::Any)), Just(("plain", Charset::Plain)), Just(("strict", Charset::Strict))],
        breaks in prop_oneof![Just(("keep", LineBreaks::Keep)), Just(("space", LineBreaks::Space))],
        max in 20_usize..200,
        are_marked: bool,
    ) {
        let yaml = two(&format!("  - title: S\n    screen: S\n    fields: [{{ id: note, label: Note, type: multiline, max: {max}, charset: {}, line-breaks: {} }}]\n", charset.0, breaks.0));
        let text = text.replace('\\', "/").replace('=', "-");
        prop_assume!(!text.trim().is_empty() && !text.contains("Click or tap"));
        let form = filled(&yaml, &[&format!("note={}", text.replace('\n', "\\n"))]);
        let written = form.text("note");
        let offered = offered(at_part(&form, None, are_marked));
        let bare = offered.iter().map(|(_, part, parts, text)| {
            let marked = if are_marked && *parts > 1 { text.strip_prefix(&mark(*part, *parts)) } else { None };
            marked.map_or(text.as_str(), |bare| bare.strip_prefix(' ').unwrap_or(bare))
        });
        let all: String = bare.collect();
        let fitted = fit::for_box(written, Fit { line_breaks: breaks.1, charset: charset.1 });
        prop_assert_eq!(&all, &fitted.text);
        if charset.1 == Charset::Any && breaks.1 == LineBreaks::Keep {
            prop_assert_eq!(&all, written.trim_end_matches('\n'));
        }
        let StepKind::Paste(paste) = &plan(&form, &Planning { now: NOW, ..Planning::default() })[0].kind else { panic!("no paste") };
        prop_assert_eq!(paste.changes.is_some(), !fitted.replaced.is_empty() || fitted.joined > 0);
    }
}
