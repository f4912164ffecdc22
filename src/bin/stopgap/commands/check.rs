//! `stopgap check`: the faults of template definitions, all at once.

use super::Done;
use crate::args::Check;
use std::process::ExitCode;
use stopgap::{desk::pack_in, template::Pack};

pub fn run(check: &Check) -> Done {
    let pack = match &check.folder {
        Some(folder) => pack_in(folder)?,
        None => Pack::embedded(),
    };
    println!("No faults in {} templates.", pack.templates().len());
    Ok(ExitCode::SUCCESS)
}
