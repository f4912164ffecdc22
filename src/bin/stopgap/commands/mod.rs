//! One module for each command: arguments in, what came of it on standard output.

pub mod check;
pub mod clipboard_check;
pub mod demo;
pub mod diff;
pub mod doctor;
pub mod enter;
pub mod forms;
pub mod handover;
pub mod new;
pub mod plan;
pub mod publish;
pub mod read;
pub mod receive;
pub mod record;
pub mod restrict;
pub mod schema;
pub mod settings;
pub mod status;
pub mod tracker;
pub mod welcome;

use crate::{args::Args, failure::Failure};
use serde_json::{Value, json};
use std::{
    io::{self, BufRead},
    path::Path,
    process::ExitCode,
};
use stopgap::{
    desk::{
        Definitions, Places, pack_in,
        settings::{SettingsFile, find_settings},
    },
    reentry::UnderWay,
    template::{Pack, date::show_date},
};

/// What a command gives back.
pub type Done = Result<ExitCode, Failure>;

/// The settings that are in force, if there are any.
fn settings(args: &Args) -> Result<Option<SettingsFile>, Failure> {
    Ok(find_settings(args.settings.as_deref(), Path::new("."))?)
}

/// The definitions that are in force: those of `--templates`, or the published ones, or without settings
/// the built-in ones.
fn pack(args: &Args) -> Result<Pack, Failure> {
    if let Some(folder) = &args.templates {
        return Ok(pack_in(folder)?);
    }
    match settings(args)? {
        Some(file) => Ok(Definitions::published(&Places::of(&file.settings)?.published)?.pack),
        None => Ok(Pack::embedded()),
    }
}

/// "1 form", "3 forms".
pub fn several(count: usize, what: &str) -> String {
    counted(count, what, &format!("{what}s"))
}

/// ", begun: 5 steps done, the last on 17/11/2026 by Jane Smith"; nothing where nothing was done. Beside one of several
/// rows of a form it is said of the form: nobody knows in which child's record the steps were done.
pub fn how_far(under_way: Option<&UnderWay>, is_one_of_several: bool) -> String {
    under_way.map_or(String::new(), |UnderWay { steps, on, by }| {
        let by = by.as_ref().map_or(String::new(), |by| format!(" by {by}"));
        let what = if is_one_of_several { "form begun" } else { "begun" };
        format!(", {what}: {} done, the last on {}{by}", several(*steps, "step"), show_date(*on))
    })
}

/// The same for programs; null where nothing was done.
pub fn begun_as_json(under_way: Option<&UnderWay>) -> Value {
    under_way.map_or(
        Value::Null,
        |UnderWay { steps, on, by }| json!({ "steps": steps, "last_on": on.to_string(), "by": by }),
    )
}

/// ", row 2 of 3 of this form" of a form for several children.
pub fn which_row(row_of_form: Option<(usize, usize)>) -> String {
    row_of_form.map_or(String::new(), |(at, of)| format!(", row {at} of {of} of this form"))
}

/// The text as a sentence begins.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// "1 child", "3 children".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What `--set` gave, as lines `ID=VALUE`; `-` stands for the lines of standard input.
fn lines_set(set: &[String]) -> Result<Vec<String>, Failure> {
    let mut answers = Vec::new();
    for answer in set {
        if answer == "-" {
            for line in io::stdin().lock().lines() {
                let line = line.map_err(|_| Failure::faults("standard input is not in UTF-8"))?;
                if !line.trim().is_empty() {
                    answers.push(line);
                }
            }
        } else {
            answers.push(answer.clone());
        }
    }
    Ok(answers)
}
