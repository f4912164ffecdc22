//! From the tree of a file to a template definition, with every fault on the way.

use super::{
    Condition, Expression, FieldId, Section, TemplateDef, TemplateId, Test,
    boxes::{Boxes, Filled, columns_differ},
    definition::{
        Action, ActionKind, Again, Choice, Confidential, Field, FieldKind, Grid, Item, Name, Required,
        SYSTEM_FIELD,
    },
    expression::CODE_SUFFIX,
    fault, ids,
    language::{self, MAX_ID, MAX_MAX, MAX_ORDER, MAX_REVISION, MAX_ROWS},
    lower_rules::{fit, labels_differ, place_of, short},
    references::References,
    systems::Systems,
    words,
};
use crate::{
    diagnostic::Place,
    yaml::{Found, Keys, Located, Yaml, switch, text},
};
use std::collections::{BTreeMap, BTreeSet};

/// Names that an expression may use beside the ids of fields.
pub const LATE_ENTRY_LINE: &str = "late_entry_line";

/// What a template may refer to.
pub struct Surroundings<'n> {
    pub lists: &'n BTreeMap<String, Vec<Choice>>,
    pub shared: &'n BTreeMap<String, Located>,
    pub systems: &'n Systems,
    /// Lists with faults, of which options may be missing.
    pub partial: &'n BTreeSet<String>,
    /// Files that are there and cannot be read, without `.yaml`.
    pub lost: &'n BTreeSet<String>,
}

/// A code list from its file.
pub struct List {
    pub id: String,
    /// Where its id stands.
    pub place: Place,
    pub choices: Vec<Choice>,
    /// Nothing is the matter with any of its options.
    pub is_whole: bool,
}

/// A code list from its file. The faults tell what could not be made of it.
pub fn list(node: &Located, found: &Found) -> Option<List> {
    let keys = Keys::of(node, "a list", &language::LIST, found)?;
    keys.needed_text("title");
    keys.needed_text("source");
    keys.note_unverified();
    // For the next person only, but a text that is none is a slip.
    keys.text("year");
    keys.text("verified");
    keys.texts("notes");
    let name = keys.needed("list")?;
    let written = keys.needed("options")?;
    let choices = options(written, "a list: each option on a line of its own, with `- ` in front", found)?;
    let is_whole = choices.len() == written.items().len();
    Some(List { id: text(name, "list", found)?.to_owned(), place: name.place.clone(), choices, is_whole })
}

/// A template from its file, with places for the rules that hold between files.
pub struct Lowered {
    pub definition: TemplateDef,
    /// Where its id stands.
    pub id: Place,
    /// Where it names templates to be entered first, in the order of `definition.after`.
    pub after: Vec<Place>,
    /// All its questions could be read.
    pub is_whole: bool,
}

/// A template from its file. The faults tell what could not be made of it.
pub fn template(node: &Located, around: &Surroundings<'_>, found: &Found) -> Option<Lowered> {
    let keys = Keys::of(node, "a template", &language::TEMPLATE, found)?;
    let mut lowering = Lowering {
        around,
        found,
        references: References::default(),
        boxes: Boxes::default(),
        included: BTreeMap::new(),
    };
    keys.note_unverified();
    let id = keys.needed("template");
    keys.needed("revision");
    let revision = keys.number("revision", 1, MAX_REVISION);
    let title = keys.needed_line("title");
    keys.needed("system");
    let systems = keys.texts("system").into_iter();
    let systems = systems.map(|(name, place)| (short(name, place, "system", found), place));
    let systems = systems.inspect(|(name, place)| around.systems.check(name, place, found));
    let systems: Vec<String> = systems.map(|(name, _)| name).collect();
    let nature = keys.needed("nature").and_then(|node| lowering.expression(node, "nature"));
    if !keys.needed("sections").is_some_and(Located::is_list) {
        lowering.references.some_are_lost();
    }
    let mut sections: Vec<Section> =
        keys.list("sections").iter().filter_map(|node| lowering.section_or_include(node)).collect();
    if systems.len() > 1
        && let Some(first) = sections.first_mut()
    {
        first.items.insert(0, Item::Field(system_field(&systems)));
        lowering.references.declare(SYSTEM_FIELD, keys.place(), Some(first_choices(first)));
    }
    let order = keys.number("order", 1, MAX_ORDER).and_then(|n| u32::try_from(n).ok());
    let after = keys.texts("after");
    let guidance = keys.lines("guidance");
    let urgent = keys.get("urgent").and_then(|node| lowering.condition(node));
    let entry = lowering.entry(&keys, &sections);
    let checks = keys.list("checks").iter().filter_map(|node| lowering.check(node)).collect();
    lowering.references.check(found);
    let definition = TemplateDef {
        id: TemplateId::new(text(id?, "template", found)?),
        revision: u32::try_from(revision?).ok()?,
        title: title?,
        systems,
        order,
        after: after.iter().map(|(id, _)| TemplateId::new(*id)).collect(),
        urgent,
        nature: nature?,
        guidance,
        sections,
        entry,
        checks,
    };
    lowering.boxes.check(&definition, found);
    if let Some(what) = definition.too_much() {
        found.add(fault::too_large_for_a_form(id?.place.clone(), &what));
    }
    let after = after.into_iter().map(|(_, place)| place.clone()).collect();
    let is_whole = !lowering.references.are_some_lost();
    Some(Lowered { definition, id: id?.place.clone(), after, is_whole })
}

fn system_field(systems: &[String]) -> Field {
    let choices = systems.iter().map(Choice::plain).collect();
    let field = Field::new(SYSTEM_FIELD, "Which system is this for?", FieldKind::Choice(choices));
    Field { required: Required::Yes, ..field }
}

fn first_choices(section: &Section) -> Vec<Choice> {
    section.fields().next().map(|field| field.kind.choices().to_vec()).unwrap_or_default()
}

pub(super) struct Lowering<'n> {
    pub(super) around: &'n Surroundings<'n>,
    pub(super) found: &'n Found,
    pub(super) references: References,
    pub(super) boxes: Boxes,
    /// Where a shared section is included: twice would be each of its questions twice.
    included: BTreeMap<&'n str, &'n Place>,
}

impl<'n> Lowering<'n> {
    fn section_or_include(&mut self, node: &'n Located) -> Option<Section> {
        let Some(name) = node.entry("include") else { return self.section(node) };
        if !self.are_two(node) {
            Keys::of(node, "an include", &language::INCLUDE, self.found)?;
        }
        let path = text(name, "include", self.found)?;
        if let Some(first) = self.included.insert(path, &name.place) {
            self.found.add(fault::included_twice(name.place.clone(), path, first.clone()));
            return None;
        }
        if let Some(shared) = self.around.shared.get(path) {
            return self.section(shared);
        }
        if self.around.lost.contains(path) {
            self.references.some_are_lost();
            return None;
        }
        let known: Vec<&str> = self.around.shared.keys().map(String::as_str).collect();
        self.found.add(fault::unknown_include(name.place.clone(), path, &known));
        None
    }

    /// Whether an include is followed by a section, or a section by an include, whose dash was left out.
    fn are_two(&mut self, node: &'n Located) -> bool {
        let Yaml::Map(entries) = &node.value else { return false };
        let mut keys = entries.iter().map(|(key, _)| key);
        let Some(first) = keys.next() else { return false };
        let is_section = |name: &str| language::SECTION.keys().contains(&name);
        let (next, of) = if first.name == "include" {
            (keys.next().filter(|key| is_section(&key.name)), "an include")
        } else {
            (keys.find(|key| key.name == "include").filter(|_| is_section(&first.name)), "a section")
        };
        let Some(next) = next.filter(|key| key.is_first) else { return false };
        self.found.add(fault::no_dash_behind(next.place.clone(), &next.name, of));
        self.references.some_are_lost();
        true
    }

    fn section(&mut self, node: &'n Located) -> Option<Section> {
        let keys = Keys::of(node, "a section", &language::SECTION, self.found);
        if !keys.as_ref().and_then(|keys| keys.get("fields")).is_some_and(Located::is_list) {
            self.references.some_are_lost();
        }
        let keys = keys?;
        if keys.is_two() {
            self.references.some_are_lost();
        }
        let title = keys.needed_line("title");
        keys.note_unverified();
        let screen = keys.get("screen").and_then(|node| self.name(node, "screen"));
        keys.needed("fields");
        let when = keys.get("when").and_then(|node| self.condition(node));
        let first = keys.list("first").iter().filter_map(|node| self.action(node)).collect();
        let (items, boxes) = self.items(&keys, screen.is_some());
        let then = keys.list("then").iter().filter_map(|node| self.action(node)).collect();
        let guidance = keys.lines("guidance");
        let system = self.system(&keys);
        let by = self.part(&keys);
        let title = title?;
        self.boxes.add(false, boxes);
        Some(Section { title, guidance, screen, system, by, when, first, items, then })
    }

    /// What a section holds, and the boxes of it.
    fn items(&mut self, section: &Keys<'n>, entered: bool) -> (Vec<Item>, Vec<Filled>) {
        let (mut items, mut boxes, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        for node in section.list("fields") {
            let Some(item) = self.item(node, entered) else { continue };
            let filled = match &item {
                Item::Field(field) => field.into.as_ref().map(|into| (&field.id, into)),
                Item::Again(again) => Some((&again.field, &again.into)),
            };
            boxes.extend(
                filled.map(|(field, into)| Filled::new(field, into, place_of(node, &["into", "label"]))),
            );
            items.push(item);
            labels.push(place_of(node, &["label"]));
        }
        let labels = items.iter().zip(labels).filter_map(|(item, place)| match item {
            Item::Field(field) => Some((field.label.as_str(), place)),
            Item::Again(_) => None,
        });
        labels_differ("the question", labels, self.found);
        (items, boxes)
    }

    fn item(&mut self, node: &'n Located, entered: bool) -> Option<Item> {
        let again = match &node.value {
            Yaml::Map(entries) => entries.iter().any(|(key, _)| key.name == "field"),
            _ => false,
        };
        if !again {
            return self.field(node, false).map(Item::Field);
        }
        let what = "a box for an answer given elsewhere";
        if !entered && let Yaml::Map(entries) = &node.value {
            self.found.add(fault::not_entered(entries[0].0.place.clone(), what));
        }
        self.again(node).map(Item::Again)
    }

    pub(super) fn again(&mut self, node: &'n Located) -> Option<Again> {
        let keys = Keys::of(node, "a box for an answer given elsewhere", &language::AGAIN, self.found)?;
        let field = keys.needed("field")?;
        let id = text(field, "field", self.found)?;
        self.references.field(id, &field.place);
        let into = keys.needed("into").and_then(|node| self.name(node, "into"))?;
        Some(Again { field: FieldId::new(id), into })
    }

    fn field(&mut self, node: &'n Located, column: bool) -> Option<Field> {
        let (of, map) = if column { ("a column", &language::COLUMN) } else { ("a field", &language::FIELD) };
        let keys = Keys::of(node, of, map, self.found)?;
        if keys.is_two() {
            self.references.some_are_lost();
        }
        let label = keys.needed_line("label");
        let kind = self.kind(&keys, column);
        let id = keys.needed("id").and_then(|node| self.id(node));
        if let (Some(id), false, Some(place)) = (id, column, keys.get("id")) {
            let kind = kind.as_ref().filter(|kind| self.are_options_whole(&keys, kind));
            self.declare(id, &place.place, kind);
        }
        // All keys are looked at before any that is missing ends it: faults are told at once.
        let required = self.required(&keys);
        let paste = keys.get("as").and_then(|node| self.expression(node, "as"));
        let confidential = keys.one_of("confidential", &[Confidential::ThirdParty, Confidential::Strategy]);
        let max = keys.number("max", 1, MAX_MAX);
        let help = keys.lines("help");
        let was = keys.texts("was");
        for (old, place) in &was {
            self.references.was(old, place);
            if ids::types_of(old).is_some() {
                self.found.add(fault::known_id_renamed((*place).clone(), old));
            }
        }
        let was = was.into_iter().map(|(id, _)| FieldId::new(id)).collect();
        let into = match keys.get("into") {
            Some(node) => self.name(node, "into").filter(|name| *name != Name::Same("nowhere".to_owned())),
            None => label.clone().map(Name::Same),
        };
        let format = keys.get("format").and_then(|node| self.format(node));
        let range = keys.get("range").and_then(|node| self.range(node));
        let fit = fit(&keys);
        let (id, label, kind) = (FieldId::new(id?), label?, kind?);
        Some(Field {
            id,
            label,
            help,
            kind,
            required,
            into,
            max,
            paste,
            was,
            confidential,
            format,
            range,
            fit,
        })
    }

    fn id(&self, node: &'n Located) -> Option<&'n str> {
        let id = text(node, "id", self.found)?;
        let is_spelt = id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let fault = if !is_spelt {
            fault::bad_id(node.place.clone(), id, MAX_ID)
        } else if id.len() > MAX_ID {
            fault::long_id(node.place.clone(), id, MAX_ID)
        } else if id.ends_with(CODE_SUFFIX) {
            fault::id_of_a_code(node.place.clone(), id, CODE_SUFFIX)
        } else {
            return Some(id);
        };
        self.found.add(fault);
        None
    }

    fn declare(&mut self, id: &str, place: &Place, kind: Option<&FieldKind>) {
        if let Some(first) = self.references.place_of(id) {
            self.found.add(fault::id_twice(place.clone(), "field id", id, first.clone()));
        } else if [SYSTEM_FIELD, LATE_ENTRY_LINE].contains(&id) {
            self.found.add(fault::own_id(place.clone(), id));
        }
        if let (Some(types @ [_, ..]), Some(kind)) = (ids::types_of(id), kind)
            && !types.contains(&kind.name())
        {
            self.found.add(fault::known_id_of_another_type(place.clone(), id, types));
        }
        let choices = match kind {
            Some(FieldKind::YesNo | FieldKind::Tick) => Some(yes_no()),
            Some(kind @ (FieldKind::Choice(_) | FieldKind::Choices(_))) => Some(kind.choices().to_vec()),
            _ => None,
        };
        self.references.declare(id, place.clone(), choices);
    }

    fn kind(&mut self, keys: &Keys<'n>, column: bool) -> Option<FieldKind> {
        let node = keys.needed("type")?;
        let name = text(node, "type", self.found)?;
        let known = words::names(if column { words::COLUMN_TYPES } else { words::TYPES });
        if !known.contains(&name) {
            self.found.add(fault::unknown_type(node.place.clone(), name, &known));
            return None;
        }
        keys.check_type(name);
        Some(match name {
            "text" => FieldKind::Text,
            "multiline" => FieldKind::Multiline,
            "date" => FieldKind::Date,
            "time" => FieldKind::Time,
            "datetime" => FieldKind::Datetime,
            "number" => FieldKind::Number,
            "yes-no" => FieldKind::YesNo,
            "tick" => FieldKind::Tick,
            "person" => FieldKind::Person,
            "address" => FieldKind::Address,
            "phone" => FieldKind::Phone,
            "email" => FieldKind::Email,
            "choice" => FieldKind::Choice(self.choices(keys)?),
            "choices" => FieldKind::Choices(self.choices(keys)?),
            "table" => self.table(keys)?,
            _ => return None,
        })
    }

    fn choices(&self, keys: &Keys<'n>) -> Option<Vec<Choice>> {
        let node = keys.get("options")?;
        let Yaml::Map(_) = &node.value else {
            let wanted = match &node.value {
                Yaml::Text(name) if self.around.lists.contains_key(name) => format!("`{{ list: {name} }}`"),
                _ => "a list, or `{ list: NAME }`".to_owned(),
            };
            return options(node, &wanted, self.found);
        };
        let list = Keys::of(node, "options", &language::FROM_LIST, self.found)?.needed("list")?;
        let name = text(list, "list", self.found)?;
        if let Some(choices) = self.around.lists.get(name) {
            return Some(choices.clone());
        }
        if self.around.lost.contains(&format!("lists/{name}")) {
            return None;
        }
        let known: Vec<&str> = self.around.lists.keys().map(String::as_str).collect();
        self.found.add(fault::unknown_list(list.place.clone(), name, &known));
        None
    }

    /// Whether all options of a field are known: what names one that is not known may be right.
    fn are_options_whole(&self, keys: &Keys<'n>, kind: &FieldKind) -> bool {
        match keys.get("options") {
            Some(node) if node.is_list() => kind.choices().len() == node.items().len(),
            Some(node) => {
                let named = node.entry("list").and_then(Located::as_text);
                !named.is_some_and(|list| self.around.partial.contains(list))
            }
            None => true,
        }
    }

    fn table(&mut self, keys: &Keys<'n>) -> Option<FieldKind> {
        keys.get("columns")?;
        let mut columns: Vec<Field> = Vec::new();
        let mut nodes: Vec<&Located> = Vec::new();
        let mut known: BTreeMap<FieldId, &Place> = BTreeMap::new();
        for node in keys.list("columns") {
            let Some(column) = self.field(node, true) else { continue };
            if let Some(first) = known.get(&column.id) {
                let first = (*first).clone();
                self.found.add(fault::id_twice(node.place.clone(), "column id", column.id.as_str(), first));
            } else {
                known.insert(column.id.clone(), &node.place);
            }
            columns.push(column);
            nodes.push(node);
        }
        let labels = nodes.iter().map(|node| place_of(node, &["label"]));
        let labels = columns.iter().map(|column| column.label.as_str()).zip(labels);
        labels_differ("the column", labels, self.found);
        columns_differ(&columns, &nodes, self.found);
        let attach = keys.get("attach").and_then(|node| {
            let id = text(node, "attach", self.found)?;
            if !columns.iter().any(|column| column.id.as_str() == id) {
                let known: Vec<&str> = columns.iter().map(|column| column.id.as_str()).collect();
                self.found.add(fault::unknown_field(node.place.clone(), id, &known));
            }
            Some(FieldId::new(id))
        });
        let each = keys.list("each").iter().filter_map(|node| self.action(node)).collect();
        let rows = keys.number("rows", 1, MAX_ROWS).unwrap_or(4);
        Some(FieldKind::Table(Grid { rows, columns, attach, each }))
    }

    fn required(&mut self, keys: &Keys<'n>) -> Required {
        let Some(node) = keys.get("required") else { return Required::No };
        let is = match &node.value {
            Yaml::Map(_) => return self.condition(node).map_or(Required::No, Required::When),
            Yaml::Text(word) => match switch(word) {
                Some(true) => return Required::Yes,
                Some(false) => return Required::No,
                None if !word.is_empty() => format!("`{word}`"),
                None => node.kind().to_owned(),
            },
            Yaml::List(_) => node.kind().to_owned(),
        };
        let wanted = "`true`, or a condition: `{ field: outcome, is: NFA }`";
        self.found.add(fault::wrong_kind(node.place.clone(), "`required`", &is, wanted));
        Required::No
    }

    pub(super) fn condition(&mut self, node: &'n Located) -> Option<Condition> {
        let keys = Keys::of(node, "a condition", &language::CONDITION, self.found)?;
        let field = keys.needed("field")?;
        let id = text(field, "field", self.found)?;
        self.references.field(id, &field.place);
        let mut values = |key: &str| -> Vec<String> {
            let values = keys.texts(key);
            for (value, place) in &values {
                self.references.option(id, value, place);
            }
            values.into_iter().map(|(value, _)| value.to_owned()).collect()
        };
        let test = match (values("is"), values("not")) {
            (is, _) if !is.is_empty() => Test::Is(is),
            (_, not) if !not.is_empty() => Test::Not(not),
            _ => Test::Answered,
        };
        Some(Condition { field: FieldId::new(id), test })
    }

    pub(super) fn action(&mut self, node: &'n Located) -> Option<Action> {
        let keys = Keys::of(node, "a step", &language::STEP, self.found)?;
        let when = keys.get("when").and_then(|node| self.condition(node));
        let what = if let Some(ask) = keys.get("ask") {
            let id = text(ask, "ask", self.found)?;
            if id != ids::PIN {
                let why = format!("`{id}`, which nothing is done with");
                self.found.add(fault::wrong_kind(
                    ask.place.clone(),
                    "`ask`",
                    &why,
                    "`pin`, the only thing that is asked for",
                ));
            }
            self.references.field(id, &ask.place);
            ActionKind::Ask(FieldId::new(id))
        } else if let Some(wait) = keys.lines("wait") {
            ActionKind::Wait(wait)
        } else if let Some(save) = keys.line("save-point") {
            ActionKind::SavePoint(save)
        } else {
            ActionKind::Tell(keys.lines("tell")?)
        };
        Some(Action { what, when })
    }

    pub(super) fn expression(&mut self, node: &'n Located, key: &str) -> Option<Expression> {
        let expression = Expression::new(text(node, key, self.found)?);
        self.expression_names(&expression, node);
        Some(expression)
    }

    pub(super) fn expression_names(&mut self, expression: &Expression, node: &'n Located) {
        // Tera finds some mistakes only when there are answers, or when there are none.
        let tried = expression.names().and_then(|names| {
            for answer in ["", "x"] {
                let answers = names.iter().map(|name| (name.clone(), answer.to_owned())).collect();
                expression.render(&answers)?;
            }
            Ok(names)
        });
        match tried {
            Ok(names) => self.references.expression(names, &node.place),
            Err(error) => self.found.add(fault::bad_expression(node.place.clone(), &error.to_string())),
        }
    }
}

/// The first line of a file: an arrow under all of it would be a wall.
pub fn start(node: &Located) -> Place {
    match &node.value {
        Yaml::Map(entries) if !entries.is_empty() => entries[0].0.place.clone(),
        _ => node.place.clone(),
    }
}

/// The two answers of a yes-no field.
pub fn yes_no() -> Vec<Choice> {
    ["Yes", "No"].map(|label| Choice { code: label.to_lowercase(), ..Choice::plain(label) }).into()
}

/// Options: texts, or `{code, label, paste_as}`.
fn options(node: &Located, wanted: &str, found: &Found) -> Option<Vec<Choice>> {
    let Yaml::List(items) = &node.value else {
        found.add(fault::wrong_kind(node.place.clone(), "`options`", node.kind(), wanted));
        return None;
    };
    if items.is_empty() {
        found.add(fault::nothing_to_choose(node.place.clone()));
    }
    let mut choices: Vec<(Choice, &Place)> = Vec::new();
    let mut codes: BTreeMap<String, &Place> = BTreeMap::new();
    for item in items {
        let choice = match &item.value {
            Yaml::Text(_) => text(item, "options", found)
                .map(|label| Choice::plain(short(label, &item.place, "options", found))),
            _ => Keys::of(item, "an option", &language::OPTION, found).and_then(|keys| {
                let (code, label) = (keys.needed_line("code"), keys.needed_line("label"));
                let paste_as = keys.line("paste_as");
                let was = keys.texts("was").into_iter().map(|(code, _)| code.to_owned()).collect();
                let retired = keys.flag("retired");
                Some(Choice { code: code?, label: label?, paste_as, was, retired })
            }),
        };
        let Some(choice) = choice else { continue };
        if let Some(first) = codes.get(&choice.code) {
            found.add(fault::code_twice(item.place.clone(), &choice.code, (*first).clone()));
            continue;
        }
        codes.insert(choice.code.clone(), &item.place);
        choices.push((choice, place_of(item, &["label"])));
    }
    labels_differ("the option", choices.iter().map(|(choice, place)| (choice.label.as_str(), *place)), found);
    Some(choices.into_iter().map(|(choice, _)| choice).collect())
}
