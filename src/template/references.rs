//! What names a field of a template: looked at when all fields are known, so that a field may be named
//! before it stands.

use super::{definition::Choice, expression::CODE_SUFFIX, fault, lower::LATE_ENTRY_LINE};
use crate::diagnostic::Place;
use crate::yaml::Found;

/// The fields of a template, and what names them.
#[derive(Default)]
pub struct References {
    fields: Vec<Declared>,
    named: Vec<Reference>,
    /// Ids that fields had in earlier revisions.
    was: Vec<(String, Place)>,
    /// Fields are missing because their section could not be read: what names them is not to blame.
    lost: bool,
}

struct Declared {
    id: String,
    place: Place,
    /// What can be chosen, where the answer is a choice.
    choices: Option<Vec<Choice>>,
}

enum Reference {
    Field { id: String, place: Place },
    Option { field: String, value: String, place: Place },
    Expression { names: Vec<String>, place: Place },
}

impl References {
    pub fn declare(&mut self, id: &str, place: Place, choices: Option<Vec<Choice>>) {
        self.fields.push(Declared { id: id.to_owned(), place, choices });
    }

    /// Where a field of this id stands already.
    pub fn place_of(&self, id: &str) -> Option<&Place> {
        self.fields.iter().find(|field| field.id == id).map(|field| &field.place)
    }

    pub fn was(&mut self, id: &str, place: &Place) {
        self.was.push((id.to_owned(), place.clone()));
    }

    /// Says that there are more fields than could be read.
    pub fn some_are_lost(&mut self) {
        self.lost = true;
    }

    pub fn are_some_lost(&self) -> bool {
        self.lost
    }

    pub fn field(&mut self, id: &str, place: &Place) {
        self.named.push(Reference::Field { id: id.to_owned(), place: place.clone() });
    }

    pub fn option(&mut self, field: &str, value: &str, place: &Place) {
        let (field, value) = (field.to_owned(), value.to_owned());
        self.named.push(Reference::Option { field, value, place: place.clone() });
    }

    pub fn expression(&mut self, names: Vec<String>, place: &Place) {
        self.named.push(Reference::Expression { names, place: place.clone() });
    }

    /// Faults for all that names what is not there.
    pub fn check(&self, found: &Found) {
        let mut known: Vec<&str> = self.fields.iter().map(|field| field.id.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        self.check_was(found);
        for reference in
            self.named.iter().filter(|named| !self.lost || matches!(named, Reference::Option { .. }))
        {
            match reference {
                Reference::Field { id, place } => {
                    if !known.contains(&id.as_str()) {
                        found.add(fault::unknown_field(place.clone(), id, &known));
                    }
                }
                Reference::Option { field, value, place } => self.check_option(field, value, place, found),
                Reference::Expression { names, place } => {
                    for name in names {
                        let id = name.strip_suffix(CODE_SUFFIX).unwrap_or(name);
                        if id != LATE_ENTRY_LINE && !known.contains(&id) {
                            let known: Vec<&str> = known.iter().copied().chain([LATE_ENTRY_LINE]).collect();
                            found.add(fault::unknown_name(place.clone(), id, &known));
                        }
                    }
                }
            }
        }
    }

    /// An answer of an old form goes to one field, and not to one that takes another's place.
    fn check_was(&self, found: &Found) {
        for (at, (id, place)) in self.was.iter().enumerate() {
            let before = self.was[..at].iter().find(|(before, _)| before == id).map(|(_, place)| place);
            if let Some(first) = self.place_of(id).or(before) {
                found.add(fault::was_taken(place.clone(), id, first.clone()));
            }
        }
    }

    fn check_option(&self, field: &str, value: &str, place: &Place, found: &Found) {
        let choices =
            self.fields.iter().find(|known| known.id == field).and_then(|field| field.choices.as_ref());
        if let Some(choices) = choices.filter(|choices| !choices.is_empty())
            && !choices.iter().any(|choice| choice.is_meant_by(value))
        {
            let known: Vec<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
            found.add(fault::unknown_option(place.clone(), value, field, &known));
        }
    }
}
