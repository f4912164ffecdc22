//! The queue shown, and one piece of work picked from it.

use super::Ears;
use crate::{
    commands::{begun_as_json, counted, how_far, several, which_row},
    failure::Failure,
    out,
};
use serde_json::{Value as Json, json};
use std::io::{self, Write};
use stopgap::{
    overview::{Child, Queue, State, Waits, Work},
    reentry::UnderWay,
    word::Written,
};

/// What somebody answers to the queue.
enum Answer {
    /// This piece of work, by its place.
    Work(usize),
    Stop,
    /// Nothing that is in the list.
    Unclear,
}

impl Answer {
    fn of(line: &str, count: usize) -> Self {
        match line.trim() {
            "" | "n" => Self::Work(0),
            "q" => Self::Stop,
            number => match number.parse::<usize>() {
                Ok(number) if (1..=count).contains(&number) => Self::Work(number - 1),
                _ => Self::Unclear,
            },
        }
    }
}

/// Which piece of work was picked, by its place in the queue; None: the person stops.
pub fn pick(queue: &Queue<'_>, ears: &mut Ears, to: &mut dyn Write) -> Result<Option<usize>, Failure> {
    show(queue, to)?;
    loop {
        writeln!(to, "Press Enter for number 1, type another number, or q to stop.")?;
        write!(to, "> ")?;
        to.flush()?;
        let Some(line) = ears.line()? else { return Ok(None) };
        if !ears.is_keyboard() {
            writeln!(to, "{line}")?;
        }
        match Answer::of(&line, queue.works().count()) {
            Answer::Work(at) => return Ok(Some(at)),
            Answer::Stop => return Ok(None),
            Answer::Unclear => writeln!(to, "That is no number in the list.")?,
        }
    }
}

/// The same for programs: a line that wants `pick`, answered by a number or `q`.
pub fn pick_by_json(
    queue: &Queue<'_>,
    ears: &mut Ears,
    to: &mut dyn Write,
) -> Result<Option<usize>, Failure> {
    let works: Vec<Json> = queue.works().map(|(child, work)| as_json(child, work)).collect();
    let mut say: Option<&str> = None;
    loop {
        writeln!(to, "{}", json!({ "wants": "pick", "works": works, "say": say }))?;
        to.flush()?;
        let Some(line) = ears.line()? else { return Ok(None) };
        match Answer::of(&line, works.len()) {
            Answer::Work(at) => return Ok(Some(at)),
            Answer::Stop => return Ok(None),
            Answer::Unclear => say = Some("Answer with a number from the list, or q."),
        }
    }
}

fn show(queue: &Queue<'_>, to: &mut dyn Write) -> Result<(), Failure> {
    writeln!(to, "{}:", count(queue))?;
    let mut number = 0;
    for child in &queue.children {
        writeln!(to, "{}", name(child))?;
        for work in &child.works {
            number += 1;
            let first = format!("{number:>4}  ");
            writeln!(to, "{}", out::set_behind(&first, &described(work), out::watched(&io::stdout())))?;
        }
    }
    Ok(())
}

/// "2 pieces of work to enter for 1 child, and 1 entered and not stamped yet".
fn count(queue: &Queue<'_>) -> String {
    let work = |count| counted(count, "piece of work", "pieces of work");
    match queue.counts() {
        (0, _, to_stamp) => format!("{} entered and not stamped yet", work(to_stamp)),
        (to_enter, children, to_stamp) => {
            let to_enter =
                format!("{} to enter for {}", work(to_enter), counted(children, "child", "children"));
            match to_stamp {
                0 => to_enter,
                to_stamp => format!("{to_enter}, and {to_stamp} entered and not stamped yet"),
            }
        }
    }
}

/// Birth date and PIN are not shown before somebody has proved whose record is open.
fn name<'c>(child: &'c Child<'_>) -> &'c str {
    match child.surname.expose() {
        _ if child.is_restricted => "A restricted record",
        "" => "Not named",
        surname => surname,
    }
}

fn described(work: &Work<'_>) -> String {
    let number = work.piece.number().map_or(String::new(), |number| format!(" {number}"));
    let number = number + &which_row(work.piece.row_of_form);
    let what = match (work.piece.form, work.piece.row) {
        (Some(form), Some(_)) => format!("{}{number}", form.title),
        (Some(form), None) => format!("{}{number}, not in the tracker", form.title),
        (None, Some((seen, row))) => {
            let tracker = seen.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let form = if number.is_empty() { "noted there only" } else { "its form is not here" };
            format!("row {} of {tracker}{number}, {form}", row.row)
        }
        (None, None) => String::new(),
    };
    let age = match work.days {
        None => String::new(),
        Some(..=0) => ", from today".to_owned(),
        Some(days) => format!(", {} old", several(usize::try_from(days).unwrap_or_default(), "day")),
    };
    let waits = match &work.waits {
        None => String::new(),
        Some(Waits::Form { title, number }) => {
            let number = number.map_or(String::new(), |number| format!(" {number}"));
            format!(" - enter {title}{number} first")
        }
        Some(Waits::Somebody(what)) => format!(" - waits: {what}"),
    };
    let begun = match work.piece.state {
        State::ToStamp => ", entered and not stamped yet".to_owned(),
        _ => how_far(under_way(work), work.piece.row_of_form.is_some()),
    };
    format!("{what}{age}{begun}{waits}")
}

/// How far a piece of work is that is still to be entered.
fn under_way<'f>(work: &Work<'f>) -> Option<&'f UnderWay> {
    work.piece.form.filter(|_| work.piece.state != State::ToStamp)?.under_way.as_deref()
}

fn as_json(child: &Child<'_>, work: &Work<'_>) -> Json {
    let surname = Some(&child.surname).filter(|_| !child.is_restricted).map(Written::expose);
    let waits = match &work.waits {
        None => Json::Null,
        Some(Waits::Form { title, number }) => {
            json!({ "for": "form", "title": title, "form": number.map(|number| number.to_string()) })
        }
        Some(Waits::Somebody(what)) => json!({ "for": "somebody", "what": what }),
    };
    json!({
        "child": surname,
        "title": work.piece.form.map(|form| form.title.to_string()),
        "form": work.piece.number().map(|number| number.to_string()),
        "file": work.piece.form.map(|form| form.file.display().to_string()),
        "row": work.piece.row.map(|(_, row)| row.row.get()),
        "days": work.days,
        "waits": waits,
        "to_stamp": work.piece.state == State::ToStamp,
        "begun": begun_as_json(under_way(work)),
        "row_of_form": work.piece.row_of_form.map(|(at, _)| at),
        "rows_of_form": work.piece.row_of_form.map(|(_, of)| of),
    })
}
