//! `stopgap doctor`: what works at this desk and what does not.

use crate::args::{Args, Doctor};
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
        println!("{:#}", Value::Array(list));
    } else {
        for look in &looks {
            println!("{}{}: {}", look.state.sign(), look.what, look.found);
        }
    }
    let is_bad = looks.iter().any(|look| look.state == State::Bad);
    if is_bad { ExitCode::from(3) } else { ExitCode::SUCCESS }
}
