//! `stopgap schema`: the JSON Schema of definitions, for editors.

use std::process::ExitCode;

pub fn run() -> ExitCode {
    print!("{:#}\n", stopgap::template::schema());
    ExitCode::SUCCESS
}
