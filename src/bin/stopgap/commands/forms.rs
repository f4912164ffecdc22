//! `stopgap forms`: the forms that there are.

use super::{Done, pack};
use crate::args::Args;
use std::process::ExitCode;

pub fn run(args: &Args) -> Done {
    let pack = pack(args)?;
    for template in pack.templates() {
        println!("{}", template.id);
        println!(
            "    {} ({}, revision {})",
            template.title,
            template.systems.join(" or "),
            template.revision
        );
        if let Some(guidance) = &template.guidance {
            println!(
                "{}",
                textwrap::fill(
                    guidance,
                    textwrap::Options::new(78).initial_indent("    ").subsequent_indent("    ")
                )
            );
        }
    }
    println!(
        "\nMake one: stopgap new {} --to FILE.docx",
        pack.templates().first().map_or("FORM", |t| t.id.as_str())
    );
    Ok(ExitCode::SUCCESS)
}
