//! `stopgap diff`: what changed between two folders of definitions that matters to forms already handed out.

use super::Done;
use crate::{args::Diff, out};
use std::process::ExitCode;
use stopgap::{
    desk::pack_in,
    template::{Change, TemplateId, all_changes},
};
use textwrap::Options;

pub fn run(diff: &Diff) -> Done {
    let (old, new) = (pack_in(&diff.old)?, pack_in(&diff.new)?);
    let changes = all_changes(old.templates(), new.templates());
    if changes.is_empty() {
        println!("Every answer of a form that was handed out has its place.");
        return Ok(ExitCode::SUCCESS);
    }
    tell(&changes, "");
    Ok(ExitCode::from(1))
}

/// Prints each change with what to do about it.
pub fn tell(changes: &[(Change, Vec<TemplateId>)], indent: &str) {
    let within = format!("{indent}  ");
    let options = Options::new(out::width());
    let options = options.initial_indent(indent).subsequent_indent(&within);
    for (change, templates) in changes {
        print!("{}\n", textwrap::fill(&change.told(templates), &options));
    }
}
