//! `stopgap doctor`: what works at this desk and what does not.

use crate::{
    args::{Args, Doctor},
    out::tell_behind,
};
use serde_json::{Value, json};
use std::{path::Path, process::ExitCode};
use stopgap::desk::doctor::{State, examine};

pub fn run(args: &Args, doctor: &Doctor) -> ExitCode {
    let looks = examine(args.settings.as_deref(), Path::new("."));
    if doctor.json {
        let list: Vec<Value> = looks
            .iter()
            .map(|look| json!({ "state": look.state.name(), "what": look.what, "found": look.found }))
            .collect();
        print!("{:#}\n", Value::Array(list));
    } else {
        for look in &looks {
            // Below the first line stand paths and the faults of a file, which are drawn.
            let (first, rest) = look.found.split_at(look.found.find('\n').unwrap_or(look.found.len()));
            tell_behind(look.state.sign(), &format!("{}: {first}", look.what));
            if let Some(rest) = rest.strip_prefix('\n') {
                print!("{rest}\n");
            }
        }
    }
    let is_bad = looks.iter().any(|look| look.state == State::Bad);
    if is_bad { ExitCode::from(3) } else { ExitCode::SUCCESS }
}
