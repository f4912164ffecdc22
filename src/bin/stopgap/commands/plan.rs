//! `stopgap plan`: the screens and boxes of a template, in the order in which it is entered.

use super::{Done, pack};
use crate::args::{Args, Plan};
use std::process::ExitCode;
use stopgap::template::{
    Action, ActionKind, Field, FieldKind, Grid, Item, Name, Required, Section, TemplateDef,
};

pub fn run(args: &Args, plan: &Plan) -> Done {
    let pack = pack(args)?;
    let definition = pack.template_called(&plan.template)?;
    println!("{}, {}, revision {}", definition.title, definition.systems.join(" or "), definition.revision);
    if !definition.after.is_empty() {
        let after: Vec<&str> = definition.after.iter().map(stopgap::template::TemplateId::as_str).collect();
        println!("After {} for the same child", after.join(", "));
    }
    for section in definition.screens() {
        self::section(section, definition);
    }
    Ok(ExitCode::SUCCESS)
}

fn section(section: &Section, definition: &TemplateDef) {
    let is_entered = section.screen.is_some() || !section.first.is_empty() || !section.then.is_empty();
    if !is_entered {
        return;
    }
    let screen = section.screen.as_ref().map_or(section.title.clone(), said);
    let system = section.system.as_ref().map_or(String::new(), |system| format!(" in {system}"));
    let by = section.by.as_ref().map_or(String::new(), |by| format!(", entered by {by}"));
    let when = section.when.as_ref().map_or(String::new(), |when| format!(", if {}", when.said(definition)));
    println!("\n{screen}{system}{by}{when}");
    actions(&section.first, definition, "  ");
    for item in section.items.iter().filter(|_| section.screen.is_some()) {
        match item {
            Item::Field(field) => self::field(field, definition, "  "),
            Item::Again(again) => println!("  {}: the answer to `{}`", said(&again.into), again.field),
        }
    }
    actions(&section.then, definition, "  ");
}

fn actions(actions: &[Action], definition: &TemplateDef, indent: &str) {
    for action in actions {
        let what = match &action.what {
            ActionKind::Tell(what) => format!("do: {what}"),
            ActionKind::SavePoint(what) => format!("save point: {what}"),
            ActionKind::Wait(what) => format!("wait: {what}"),
            ActionKind::Ask(field) => format!("ask: {field}"),
        };
        let when =
            action.when.as_ref().map_or(String::new(), |when| format!(" (if {})", when.said(definition)));
        println!("{indent}{what}{when}");
    }
}

fn field(field: &Field, definition: &TemplateDef, indent: &str) {
    let Some(into) = &field.into else { return };
    let how = match &field.kind {
        FieldKind::Choice(_) | FieldKind::Choices(_) | FieldKind::YesNo => "choose",
        FieldKind::Tick => "tick",
        FieldKind::Table(_) if field.paste.is_none() => "a round for each row",
        _ => "paste",
    };
    let max = field.max.map_or(String::new(), |max| format!(", at most {max}"));
    let needed = match &field.required {
        Required::No => String::new(),
        Required::Yes => ", needed".to_owned(),
        Required::When(condition) => format!(", needed if {}", condition.said(definition)),
    };
    println!("{indent}{}: {how}{max}{needed}", said(into));
    if let (FieldKind::Table(Grid { columns, each, .. }), None) = (&field.kind, &field.paste) {
        let inside = format!("{indent}  ");
        actions(each, definition, &inside);
        for column in columns {
            self::field(column, definition, &inside);
        }
    }
}

/// A name; where systems differ, with the system before each.
fn said(name: &Name) -> String {
    match name {
        Name::Same(name) => name.clone(),
        Name::BySystem(names) => {
            names.iter().map(|(system, name)| format!("{system}: {name}")).collect::<Vec<_>>().join(" / ")
        }
    }
}
