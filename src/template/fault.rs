//! What can be wrong with a definition: for each fault its code, its words and its remedy.

pub use crate::yaml::fault::*;

use crate::diagnostic::{Fault, Level, Place, Suggestion, suggestion};

pub fn unknown_type(place: Place, found: &str, known: &[&str]) -> Fault {
    error(
        "SG015",
        place,
        format!("`{found}` is not a type of field"),
        suggestion(found, known.iter().copied()),
    )
}

pub fn bad_id(place: Place, found: &str, most: usize) -> Fault {
    error(
        "SG016",
        place,
        format!("`{found}` cannot be an id"),
        format!(
            "use small letters, digits and `_`, a letter first, at most {most} characters: `child_views`"
        ),
    )
}

pub fn long_id(place: Place, found: &str, most: usize) -> Fault {
    let message = format!("the id `{found}` has {} characters, and {most} are the most", found.len());
    error("SG016", place, message, "shorten it: people do not see it")
}

pub fn id_of_a_code(place: Place, found: &str, ending: &str) -> Fault {
    let message = format!("`{found}` cannot be an id: stopgap itself gives names that end with `{ending}`");
    error("SG016", place, message, "give it another ending: `child_code`")
}

pub fn bad_part(place: Place, found: &str, most: usize) -> Fault {
    error(
        "SG016",
        place,
        format!("`{found}` cannot stand behind `by`"),
        format!(
            "use small letters, digits and `-`, a letter first, at most {most} characters: `receiving-team`"
        ),
    )
}

pub fn no_question_here(place: Place) -> Fault {
    error(
        "SG013",
        place,
        "a question cannot stand under `entry`",
        "put the question into a section, and write only its id here",
    )
}

pub fn no_box(place: Place, id: &str) -> Fault {
    error(
        "SG042",
        place,
        format!("`{id}` has no box, because it has `into: nowhere`"),
        "give it the name of its box behind `into`, or take it out here",
    )
}

pub fn no_child(place: Place, id: &str, header: Option<&str>) -> Fault {
    let message = format!("`{id}` does not ask for the child's PIN, as other templates do");
    let help = match header {
        Some(header) => format!("write `- include: {header}` as the first of its sections"),
        None => "give it a question with the id `pin`".to_owned(),
    };
    Fault { level: Level::Warning, ..error("SG021", place, message, help) }
}

pub fn likely_system(place: Place, found: &str, meant: &str) -> Fault {
    let message = format!("`{found}` is not a system that other templates name");
    let help = format!("did you mean `{meant}`? If it is another system, leave it");
    Fault { level: Level::Warning, ..error("SG049", place, message, help) }
}

pub fn unknown_list(place: Place, list: &str, known: &[&str]) -> Fault {
    let add = format!("add lists/{list}.yaml");
    let help = match Suggestion::of(list, known.iter().copied()) {
        Suggestion::Nothing => add,
        near @ Suggestion::Near(_) => format!("{near} If not, {add}"),
        choice @ Suggestion::OneOf(_) => format!("{choice}; or {add}"),
    };
    error("SG031", place, format!("there is no list `{list}`"), help)
}

pub fn unknown_include(place: Place, name: &str, known: &[&str]) -> Fault {
    error(
        "SG032",
        place,
        format!("there is nothing to include under `{name}`"),
        suggestion(name, known.iter().copied()),
    )
}

pub fn included_twice(place: Place, name: &str, first: Place) -> Fault {
    let mut fault = error("SG030", place, format!("`{name}` is included twice"), "take one of the two out");
    fault.other = Some((first, "first here".into()));
    fault
}

pub fn unknown_field(place: Place, id: &str, known: &[&str]) -> Fault {
    error(
        "SG033",
        place,
        format!("no field of this template has the id `{id}`"),
        suggestion(id, known.iter().copied()),
    )
}

pub fn unknown_option(place: Place, value: &str, field: &str, known: &[&str]) -> Fault {
    error(
        "SG034",
        place,
        format!("`{value}` is not an option of `{field}`, so this never holds"),
        suggestion(value, known.iter().copied()),
    )
}

pub fn bad_expression(place: Place, cause: &str) -> Fault {
    error(
        "SG035",
        place,
        format!("the text with `{{{{ .. }}}}` does not work: {cause}"),
        "compare it with the text of a template that works",
    )
}

pub fn unknown_name(place: Place, name: &str, known: &[&str]) -> Fault {
    error(
        "SG036",
        place,
        format!("`{name}` is not the id of a field"),
        suggestion(name, known.iter().copied()),
    )
}

pub fn unknown_template(place: Place, id: &str, known: &[&str]) -> Fault {
    error("SG037", place, format!("there is no template `{id}`"), suggestion(id, known.iter().copied()))
}

pub fn not_entered(place: Place, what: &str) -> Fault {
    error(
        "SG038",
        place,
        format!("{what} in a section without `screen` is never shown"),
        "give the section a `screen`, or move this to one that has it",
    )
}

pub fn not_in_entry(place: Place, id: &str) -> Fault {
    error(
        "SG041",
        place,
        format!("`{id}` has a box, and no screen under `entry` has it"),
        format!("add `{id}` to the screen that has its box, or give it `into: nowhere`"),
    )
}

pub fn wrong_file_name(place: Place, id: &str, expected: &str) -> Fault {
    error(
        "SG039",
        place,
        format!("`{id}` is not the name of its file"),
        format!("call the file {expected}, or change the id back"),
    )
}

pub fn after_in_circle(place: Place, start: &str, circle: &[&str]) -> Fault {
    let way: Vec<String> = circle.iter().map(|id| format!("after `{id}`")).collect();
    error(
        "SG043",
        place,
        format!("`{start}` is entered {}: nobody could begin", way.join(", that ")),
        "take one of them out of its `after`",
    )
}

pub fn own_id(place: Place, id: &str) -> Fault {
    error("SG016", place, format!("`{id}` is a name that stopgap gives itself"), "give the field another id")
}

pub fn known_id_renamed(place: Place, id: &str) -> Fault {
    let message =
        format!("stopgap itself looks for the answer of `{id}`, and would not find it under another id");
    error("SG022", place, message, "keep that id, and change the label as you like")
}

pub fn known_id_of_another_type(place: Place, id: &str, types: &[&str]) -> Fault {
    let message =
        format!("stopgap itself looks for the answer of `{id}`, and does not understand one of this type");
    error("SG022", place, message, format!("make it `type: {}`, or give the field another id", types[0]))
}

pub fn was_taken(place: Place, id: &str, first: Place) -> Fault {
    let message = format!("`{id}` is the id of another field, or was");
    let mut fault = error(
        "SG044",
        place,
        message,
        "name it under `was` of one field only, and of none while a field has it",
    );
    fault.other = Some((first, "here".into()));
    fault
}

pub fn nothing_to_choose(place: Place) -> Fault {
    error("SG040", place, "there is nothing to choose from", "write at least one option")
}

pub fn label_twice(place: Place, what: &str, label: &str, first: Place) -> Fault {
    let message = format!("{what} `{label}` is there twice");
    let mut fault =
        error("SG045", place, message, "nobody could tell the two apart: give one of them other words");
    fault.other = Some((first, "first here".into()));
    fault
}

pub fn one_box(place: Place, into: &str, first: Place) -> Fault {
    let help =
        "name the box of each behind `into`; or join the two with `as`, and give one of them `into: nowhere`";
    let mut fault = error("SG046", place, format!("two answers go into the box `{into}`"), help);
    fault.level = Level::Warning;
    fault.other = Some((first, "the other is here".into()));
    fault
}

pub fn too_large_for_a_form(place: Place, what: &str) -> Fault {
    error(
        "SG048",
        place,
        format!("the template is larger than a form can carry: {what}"),
        "split it into two",
    )
}
