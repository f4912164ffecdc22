//! The boxes of the screens: of two answers that are copied into one, the second would be written over the first.

use super::{
    Condition, FieldId, Section, TemplateDef,
    definition::{Field, FieldKind, Name, Required, folded},
    fault,
    lower_rules::place_of,
};
use crate::{
    diagnostic::Place,
    yaml::{Found, Located},
};
use std::collections::BTreeMap;

/// No council has more systems.
const MOST_SYSTEMS: usize = 8;

/// The boxes that a template names, with their places.
#[derive(Default)]
pub struct Boxes {
    sections: Vec<Vec<Filled>>,
    entry: Vec<Vec<Filled>>,
}

/// A box, and which answer goes into it.
pub struct Filled {
    field: FieldId,
    into: Name,
    place: Place,
}

impl Filled {
    pub fn new(field: &FieldId, into: &Name, place: &Place) -> Self {
        Self { field: field.clone(), into: into.clone(), place: place.clone() }
    }
}

/// A box by the folded names of its system, its screen and itself, and by who fills it.
type BoxKey = (String, String, String, Option<String>);

/// Which answers go into a box: where the first stands, by the condition under which they are there.
type Answers<'b> = BTreeMap<Option<String>, &'b Place>;

impl Boxes {
    /// Takes in those of the next section, or of the next screen of the entry.
    pub fn add(&mut self, is_entry: bool, boxes: Vec<Filled>) {
        if is_entry { &mut self.entry } else { &mut self.sections }.push(boxes);
    }

    /// Warns of two answers that are copied into one box, unless only one of them may be there.
    pub fn check(&self, definition: &TemplateDef, found: &Found) {
        let fields: BTreeMap<&str, &Field> =
            definition.fields().map(|field| (field.id.as_str(), field)).collect();
        let boxes = if definition.entry.is_empty() { &self.sections } else { &self.entry };
        let mut known: BTreeMap<BoxKey, (usize, &Field, Answers<'_>)> = BTreeMap::new();
        for (at, (section, boxes)) in definition.screens().iter().zip(boxes).enumerate() {
            let Some(screen) = &section.screen else { continue };
            for filled in boxes {
                let Some(field) = fields.get(filled.field.as_str()).filter(|field| is_copied(field)) else {
                    continue;
                };
                let condition = condition(section, field);
                let mut told = false;
                for system in systems(definition, section) {
                    let into = filled.into.in_system(Some(system));
                    let names = [system, screen.in_system(Some(system)), into].map(folded);
                    let [system, screen, name] = names;
                    let (before, other, answers) = known
                        .entry((system, screen, name, section.by.clone()))
                        .or_insert_with(|| (at, field, Answers::new()));
                    // Two questions alike in one section are told of already.
                    let is_alike = *before == at && folded(&other.label) == folded(&field.label);
                    let first = if condition.is_none() {
                        answers.values().next()
                    } else {
                        answers.get(&None).or(answers.get(&condition))
                    };
                    if let Some(first) = first.filter(|_| !told && !is_alike && other.id != field.id) {
                        found.add(fault::one_box(filled.place.clone(), into, (*first).clone()));
                        told = true;
                    }
                    answers.entry(condition.clone()).or_insert(&filled.place);
                }
            }
        }
    }
}

/// Warns of two columns whose answers are copied into one box. Two of the same label are told of already.
pub fn columns_differ(columns: &[Field], nodes: &[&Located], found: &Found) {
    let mut known: BTreeMap<(&str, String), (&Field, &Place)> = BTreeMap::new();
    for (column, node) in columns.iter().zip(nodes).filter(|(column, _)| is_copied(column)) {
        let place = place_of(node, &["into", "label"]);
        let names: Vec<(&str, &str)> = match &column.into {
            Some(Name::Same(name)) => vec![("", name)],
            Some(Name::BySystem(names)) => names.iter().map(|(system, name)| (&**system, &**name)).collect(),
            None => Vec::new(),
        };
        let taken = names.into_iter().find_map(|(system, name)| {
            let (other, first) = *known.entry((system, folded(name))).or_insert((column, place));
            let is_other = other.id != column.id && folded(&other.label) != folded(&column.label);
            is_other.then_some((name, first))
        });
        if let Some((name, first)) = taken {
            found.add(fault::one_box(place.clone(), name, first.clone()));
        }
    }
}

/// Whether its answer goes into the box as a text: the others are chosen or ticked there.
fn is_copied(field: &Field) -> bool {
    match field.kind {
        FieldKind::Choice(_) | FieldKind::Choices(_) | FieldKind::YesNo | FieldKind::Tick => false,
        FieldKind::Table(_) => field.paste.is_some(),
        _ => true,
    }
}

/// The systems that a section is entered into.
fn systems<'d>(definition: &'d TemplateDef, section: &'d Section) -> Vec<&'d str> {
    match &section.system {
        Some(own) => vec![own],
        None => definition.systems.iter().take(MOST_SYSTEMS).map(String::as_str).collect(),
    }
}

/// When its answer is there; None: always. Two conditions that differ are taken for alternatives.
fn condition(section: &Section, field: &Field) -> Option<String> {
    let of_field = match &field.required {
        Required::When(condition) => Some(condition),
        _ => None,
    };
    let conditions: Vec<&Condition> = section.when.iter().chain(of_field).collect();
    if conditions.is_empty() { None } else { serde_json::to_string(&conditions).ok() }
}
