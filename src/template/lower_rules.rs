//! Lowering of what is said about a field beyond its question, and of the checks across fields.

use super::{
    Expression, FieldId, Section,
    boxes::Filled,
    date::is_format,
    definition::{Again, Charset, Check, Fit, Item, LineBreaks, Name, Rule, folded},
    fault,
    language::{self, MAX_ID, MAX_LINE},
    lower::Lowering,
};
use crate::{
    diagnostic::Place,
    yaml::{Found, Keys, Located, Yaml, line, text, texts},
};
use std::collections::BTreeMap;

impl<'n> Lowering<'n> {
    /// A name, or one for each system: `{ EHM: Note, LCS: Note text }`.
    pub(super) fn name(&self, node: &'n Located, key: &str) -> Option<Name> {
        let Yaml::Map(entries) = &node.value else {
            return self.short(node, key).map(Name::Same);
        };
        for (system, _) in entries {
            self.around.systems.check(&system.name, &system.place, self.found);
        }
        let names =
            entries.iter().filter_map(|(system, node)| Some((system.name.clone(), self.short(node, key)?)));
        Some(Name::BySystem(names.collect()))
    }

    /// The system that a screen belongs to, where the template has several.
    pub(super) fn system(&self, keys: &Keys<'n>) -> Option<String> {
        let name = keys.text("system")?;
        self.around.systems.check(name, &keys.get("system")?.place, self.found);
        Some(name.to_owned())
    }

    fn short(&self, node: &'n Located, key: &str) -> Option<String> {
        text(node, key, self.found).map(|text| short(text, &node.place, key, self.found))
    }

    /// Who enters a part of the form: a word of a command, and a part of a file's name.
    pub(super) fn part(&self, keys: &Keys<'n>) -> Option<String> {
        let by = keys.text("by")?;
        let good = by.starts_with(|c: char| c.is_ascii_lowercase())
            && by.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && by.len() <= MAX_ID;
        if !good {
            self.found.add(fault::bad_part(keys.get("by")?.place.clone(), by, MAX_ID));
        }
        good.then(|| by.to_owned())
    }

    pub(super) fn format(&self, node: &'n Located) -> Option<String> {
        let format = text(node, "format", self.found)?;
        if !is_format(format) {
            let wanted = "days as `d` or `dd`, months as `mm`, `mmm` or `mmmm`, years as `yy` or `yyyy`, times as `hh:mm`";
            self.found.add(fault::wrong_kind(node.place.clone(), "`format`", &format!("`{format}`"), wanted));
            return None;
        }
        Some(format.to_owned())
    }

    pub(super) fn range(&self, node: &'n Located) -> Option<(i64, i64)> {
        let written = texts(node, "range", self.found);
        let bounds: Vec<i64> = written.iter().filter_map(|(bound, _)| bound.parse().ok()).collect();
        let is_number = |text: &str| {
            let digits = text.strip_prefix('-').unwrap_or(text);
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let (is, wanted) = match bounds[..] {
            [least, most] if least <= most => return Some((least, most)),
            [most, least] => ("the wrong way round", format!("the least first: `[{least}, {most}]`")),
            _ if written.len() == 2 && written.iter().all(|(bound, _)| is_number(bound)) => {
                ("beyond all that can be counted", "smaller numbers: `[0, 40]`".to_owned())
            }
            _ => ("not a range", "the least and the most, in whole numbers: `[0, 40]`".to_owned()),
        };
        self.found.add(fault::wrong_kind(node.place.clone(), "`range`", is, &wanted));
        None
    }

    /// The screens in an order of their own. Every field with a box has to be on one of them.
    pub(super) fn entry(&mut self, template: &Keys<'n>, sections: &[Section]) -> Vec<Section> {
        let entry: Vec<Section> =
            template.list("entry").iter().filter_map(|node| self.entry_screen(node, sections)).collect();
        let Some((key, _)) = template.entry("entry").filter(|_| !entry.is_empty()) else { return entry };
        let on_a_screen = |id: &FieldId| {
            entry
                .iter()
                .flat_map(|screen| &screen.items)
                .any(|item| matches!(item, Item::Again(a) if a.field == *id))
        };
        for section in sections.iter().filter(|section| section.screen.is_some()) {
            for field in section.fields().filter(|field| field.into.is_some() && !on_a_screen(&field.id)) {
                self.found.add(fault::not_in_entry(key.place.clone(), field.id.as_str()));
            }
        }
        entry
    }

    fn entry_screen(&mut self, node: &'n Located, sections: &[Section]) -> Option<Section> {
        let keys = Keys::of(node, "a screen", &language::ENTRY, self.found)?;
        let screen = keys.needed("screen").and_then(|node| self.name(node, "screen"));
        keys.needed("fields");
        let when = keys.get("when").and_then(|node| self.condition(node));
        let first = keys.list("first").iter().filter_map(|node| self.action(node)).collect();
        let mut items: Vec<Again> = Vec::new();
        let mut boxes = Vec::new();
        for node in keys.list("fields") {
            if let Yaml::Map(entries) = &node.value {
                let has = |name: &str| entries.iter().any(|(key, _)| key.name == name);
                if has("id") && !has("field") {
                    self.found.add(fault::no_question_here(entries[0].0.place.clone()));
                } else {
                    items.extend(self.again(node));
                }
            } else if let Some(id) = text(node, "fields", self.found) {
                self.references.field(id, &node.place);
                let field = sections.iter().flat_map(Section::fields).find(|field| field.id.as_str() == id);
                if let Some(field) = field.filter(|field| field.into.is_none()) {
                    self.found.add(fault::no_box(node.place.clone(), field.id.as_str()));
                }
                let into = field.and_then(|field| field.into.clone());
                items.extend(into.map(|into| Again { field: FieldId::new(id), into }));
            }
            let place = place_of(node, &["into"]);
            let new = items.iter().skip(boxes.len());
            boxes.extend(new.map(|again| Filled::new(&again.field, &again.into, place)).collect::<Vec<_>>());
        }
        let then = keys.list("then").iter().filter_map(|node| self.action(node)).collect();
        let title = screen.as_ref().map_or("", |screen| screen.in_system(None)).to_owned();
        let system = self.system(&keys);
        let by = self.part(&keys);
        let (screen, items) = (screen?, items.into_iter().map(Item::Again).collect());
        self.boxes.add(true, boxes);
        Some(Section { title, guidance: None, screen: Some(screen), system, by, when, first, items, then })
    }

    pub(super) fn check(&mut self, node: &'n Located) -> Option<Check> {
        let keys = Keys::of(node, "a check", &language::CHECK, self.found)?;
        let source = keys.text("source").map(str::to_owned);
        let mut ids = |key: &str| -> Option<Vec<FieldId>> {
            keys.get(key)?;
            let named = keys.texts(key);
            for (id, place) in &named {
                self.references.field(id, place);
            }
            Some(named.into_iter().map(|(id, _)| FieldId::new(id)).collect())
        };
        let rule = if let Some(ids) = ids("in order") {
            Rule::InOrder(ids)
        } else if let Some(ids) = ids("not in the future") {
            Rule::NotInTheFuture(ids)
        } else if let Some(ids) = ids("exactly one of") {
            Rule::ExactlyOneOf(ids)
        } else {
            let warning = keys.line("warn")?;
            let node = keys.get("if")?;
            let when = Expression::is_true(text(node, "if", self.found)?);
            self.expression_names(&when, node);
            Rule::Warn { text: warning, when }
        };
        Some(Check { rule, source })
    }
}

/// A text that people see on one line, with a fault when it is too long for that.
pub(super) fn short(text: &str, place: &Place, key: &str, found: &Found) -> String {
    let text = line(text);
    let length = text.chars().count();
    if length > MAX_LINE {
        found.add(fault::too_long(place.clone(), &format!("`{key}`"), length, MAX_LINE, ""));
    }
    text
}

/// What a box takes.
pub(super) fn fit(keys: &Keys<'_>) -> Fit {
    let charset = keys.one_of("charset", &[Charset::Any, Charset::Plain, Charset::Strict]);
    let line_breaks =
        keys.one_of("line-breaks", &[LineBreaks::Keep, LineBreaks::Space, LineBreaks::Semicolon]);
    let single_line = if keys.flag("single-line") { LineBreaks::Space } else { LineBreaks::Keep };
    Fit { charset: charset.unwrap_or_default(), line_breaks: line_breaks.unwrap_or(single_line) }
}

/// Labels that people see side by side differ: nobody could tell two alike apart, and a form that lost its tags is
/// read by them.
pub(super) fn labels_differ<'l>(
    what: &str,
    labels: impl Iterator<Item = (&'l str, &'l Place)>,
    found: &Found,
) {
    let mut known: BTreeMap<String, &Place> = BTreeMap::new();
    for (label, place) in labels {
        if let Some(first) = known.get(&folded(label)) {
            found.add(fault::label_twice(place.clone(), what, label, (*first).clone()));
        } else {
            known.insert(folded(label), place);
        }
    }
}

/// Where the first of these keys has its value; or else where the whole begins.
pub(super) fn place_of<'n>(node: &'n Located, keys: &[&str]) -> &'n Place {
    let Yaml::Map(entries) = &node.value else { return &node.place };
    let value =
        |key: &&str| entries.iter().find(|(known, _)| known.name == **key).map(|(_, value)| &value.place);
    keys.iter().find_map(value).unwrap_or(&node.place)
}
