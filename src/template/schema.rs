//! The language as JSON Schema, for editors that complete and explain while somebody types.
//!
//! Draft 7: what the YAML language server of the common editors understands. A scalar is a text to us,
//! and a number or a truth value to a YAML reader; so wherever a text may stand, these may too.

use super::{
    expression::CODE_SUFFIX,
    language::{self, Key, MAPS, MAX_ID, Map, Shape},
    words,
};
use crate::yaml::{self, Located, Yaml};
use serde_json::{Map as Object, Value, json};

/// The JSON Schema of every file of a pack: templates, lists and shared sections.
///
/// Which of them a file is, shows in its keys. All are in one schema, so that one file serves a folder.
pub fn schema() -> Value {
    let mut definitions = Object::new();
    for map in MAPS {
        definitions.insert(map.name.to_owned(), Value::Object(map_schema(map)));
    }
    let has = |keys: [&str; 2]| json!({ "anyOf": keys.map(|key| json!({ "required": [key] })) });
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A definition of stopgap",
        "description": "A template, a code list (in the folder `lists`) or a shared section (in the folder `shared`).",
        "type": "object",
        // An empty file is neither yet: these start one.
        "properties": {
            "template": first_key(&language::TEMPLATE),
            "list": first_key(&language::LIST),
        },
        "if": has(["template", "sections"]),
        "then": reference(&language::TEMPLATE),
        "else": {
            "if": has(["list", "options"]),
            "then": reference(&language::LIST),
            "else": reference(&language::SECTION),
        },
        "definitions": definitions,
    })
}

fn first_key(map: &Map) -> Value {
    json!({ "description": map.keys[0].about })
}

fn reference(map: &Map) -> Value {
    json!({ "$ref": format!("#/definitions/{}", map.name) })
}

/// The keys of a map, and what holds between them.
fn map_schema(map: &Map) -> Object<String, Value> {
    let mut schema = Object::new();
    let mut put = |key: &str, value: Value| schema.insert(key.to_owned(), value);
    put("description", map.about.into());
    put("type", "object".into());
    put("additionalProperties", false.into());
    let needed: Vec<&str> = map.keys.iter().filter(|key| key.needed).map(|key| key.name).collect();
    if !needed.is_empty() {
        put("required", json!(needed));
    }
    let properties: Object<String, Value> =
        map.keys.iter().map(|key| (key.name.to_owned(), key_schema(key))).collect();
    put("properties", Value::Object(properties));
    if !map.one_of.is_empty() {
        put("oneOf", map.one_of.iter().map(|key| json!({ "required": [key] })).collect());
    }
    let beside: Object<String, Value> =
        map.keys.iter().filter_map(|key| Some((key.name.to_owned(), json!([key.with?])))).collect();
    if !beside.is_empty() {
        put("dependencies", Value::Object(beside));
    }
    let apart: Vec<Value> = map
        .keys
        .iter()
        .filter_map(|key| Some(json!({ "type": "object", "required": [key.name, key.not_with?] })))
        .collect();
    if !apart.is_empty() {
        put("not", json!({ "anyOf": apart }));
    }
    let rules: Vec<Value> = map.keys.iter().flat_map(rules_by_type).collect();
    if !rules.is_empty() {
        put("allOf", Value::Array(rules));
    }
    schema
}

/// Which types of field need a key, and for which it has no meaning.
fn rules_by_type(key: &Key) -> Vec<Value> {
    let is = |types: &[&str]| json!({ "properties": { "type": { "enum": types } }, "required": ["type"] });
    let mut rules = Vec::new();
    if !key.needed_for.is_empty() {
        rules.push(json!({ "if": is(key.needed_for), "then": { "required": [key.name] } }));
    }
    if !key.only_for.is_empty() {
        let others: Vec<&str> =
            words::names(words::TYPES).into_iter().filter(|name| !key.only_for.contains(name)).collect();
        rules.push(json!({ "if": is(&others), "then": { "properties": { (key.name): false } } }));
    }
    rules
}

fn key_schema(key: &Key) -> Value {
    let mut schema = Object::new();
    schema.insert("description".into(), key.about.into());
    schema.extend(shape_schema(&key.shape));
    schema.insert("examples".into(), json!([example(key)]));
    Value::Object(schema)
}

fn shape_schema(shape: &Shape) -> Object<String, Value> {
    let schema = match shape {
        Shape::Text => json!({
            "type": ["string", "number", "boolean"], "pattern": r"\S", "patternErrorMessage": "Write a text.",
        }),
        Shape::Line { most, .. } => json!({
            "type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": most,
            "patternErrorMessage": "Write a text.",
        }),
        Shape::Id => json!({
            "type": "string",
            "pattern": format!("^(?!.*{CODE_SUFFIX}$)[a-z][a-z0-9_]*$"),
            "maxLength": MAX_ID,
            // A word of the common editors' language servers; to others it is nothing.
            "patternErrorMessage": "Use small letters, digits and _, a letter first.",
        }),
        Shape::Part => json!({
            "type": "string",
            "pattern": "^[a-z][a-z0-9-]*$",
            "maxLength": MAX_ID,
            "patternErrorMessage": "Use small letters, digits and -, a letter first.",
        }),
        // A number in quotes is one to the parser.
        Shape::Number { least, most } => json!({
            "type": ["integer", "string"], "minimum": least, "maximum": most, "pattern": "^[0-9]+$",
            "patternErrorMessage": "Write digits only.",
        }),
        Shape::Switch => json!({
            "type": ["boolean", "string"],
            "pattern": "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo])$",
            "patternErrorMessage": "Write true or false.",
        }),
        Shape::Words(table) => json!({
            "type": "string",
            "enum": words::names(table),
            "enumDescriptions": table.iter().map(|(_, about)| *about).collect::<Vec<_>>(),
        }),
        Shape::List { of, least } => {
            let mut list = json!({ "type": "array", "items": item_schema(of) });
            if *least > 0 {
                list["minItems"] = json!(least);
            }
            list
        }
        Shape::Nested(map) => {
            debug_assert!(map.one_of.is_empty(), "`oneOf` does not go with a text beside it");
            Value::Object(map_schema(map))
        }
        Shape::Either { .. } => item_schema(shape),
        Shape::BySystem => json!({
            "type": "object", "minProperties": 1, "additionalProperties": shape_schema(&Shape::Text),
        }),
        Shape::Format => json!({
            "type": "string",
            "pattern": "^[^A-Za-z]*((d{1,2}|m{1,4}|yyyy|yy|h{1,2})[^A-Za-z]*)+$",
            "patternErrorMessage": "Write d, m, y and h for day, month, year and hour: d mmmm yyyy.",
        }),
        Shape::Range => json!({
            "type": "array",
            "items": { "type": ["integer", "string"], "pattern": "^-?[0-9]+$" },
            "minItems": 2,
            "maxItems": 2,
        }),
        Shape::Any(shapes) => Value::Object(merged(shapes)),
    };
    match schema {
        Value::Object(schema) => schema,
        _ => Object::new(),
    }
}

/// The items of a list refer to the maps, which are written out once.
fn item_schema(shape: &Shape) -> Value {
    match shape {
        Shape::Nested(map) => reference(map),
        Shape::Either { key, with, without } => json!({
            "if": { "required": [key] }, "then": reference(with), "else": reference(without),
        }),
        _ => Value::Object(shape_schema(shape)),
    }
}

/// One schema for all of several shapes: the words of JSON Schema look each at one type only, so they go
/// side by side. An editor explains that much better than `anyOf`.
fn merged(shapes: &[Shape]) -> Object<String, Value> {
    let mut merged = Object::new();
    let mut types: Vec<Value> = Vec::new();
    for shape in shapes {
        for (word, value) in shape_schema(shape) {
            match (word.as_str(), value) {
                ("type", Value::Array(more)) => types.extend(more),
                ("type", one) => types.push(one),
                // What the key is for has been said; what a map is would be said of the text as well.
                ("description", _) => {}
                (_, value) => {
                    let before = merged.insert(word.clone(), value);
                    debug_assert!(before.is_none(), "`{word}` of two shapes");
                }
            }
        }
    }
    merged.insert("type".into(), Value::Array(types));
    merged
}

/// The example of a key, as a YAML reader sees it.
fn example(key: &Key) -> Value {
    let mut faults = Vec::new();
    let tree = yaml::parse(0, key.example, &MAPS, &mut faults);
    debug_assert!(faults.is_empty(), "the example of `{}` is no YAML", key.name);
    tree.map_or(Value::Null, |tree| seen(&tree, &key.shape))
}

fn seen(node: &Located, shape: &Shape) -> Value {
    match &node.value {
        Yaml::Text(text) => match shape {
            Shape::Number { .. } => text.parse::<u64>().map_or(Value::Null, Value::from),
            Shape::Switch => (text == "true").into(),
            _ => text.as_str().into(),
        },
        Yaml::List(items) => items.iter().map(|item| seen(item, &Shape::Text)).collect(),
        Yaml::Map(entries) => {
            entries.iter().map(|(key, value)| (key.name.clone(), seen(value, &Shape::Text))).collect()
        }
    }
}
