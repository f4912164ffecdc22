//! `stopgap settings`: the faults of settings, or settings to begin with.

use super::Done;
use crate::{
    args::{Args, Settings},
    failure::{Failure, counted},
    out::whole,
};
use std::{path::Path, process::ExitCode};
use stopgap::{
    desk::settings::{EXAMPLE, check_settings, settings_in_force},
    diagnostic::Faults,
};

pub fn run(args: &Args, asked: &Settings) -> Done {
    if asked.example {
        print!("{EXAMPLE}");
        return Ok(ExitCode::SUCCESS);
    }
    let named = asked.file.as_deref().or(args.settings.as_deref());
    let Some(path) = settings_in_force(named, Path::new(".")) else {
        println!("There are no settings. `stopgap settings --example` prints some to begin with.");
        return Ok(ExitCode::SUCCESS);
    };
    let (_, faults) = check_settings(&path)?;
    if faults.are_serious() {
        return Err(Failure::faults(format!(
            "the settings in {} have {}\n\n{faults}",
            path.display(),
            counted(&faults)
        )));
    }
    warn(&faults);
    println!("No faults in {}.", whole(path.display()));
    Ok(ExitCode::SUCCESS)
}

fn warn(faults: &Faults) {
    if !faults.list.is_empty() {
        eprintln!("{faults}\n");
    }
}
