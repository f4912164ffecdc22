//! `stopgap schema`: the JSON Schema of definitions, for editors.

use std::process::ExitCode;

pub fn run() -> ExitCode {
    println!("{:#}", stopgap::template::schema());
    ExitCode::SUCCESS
}
