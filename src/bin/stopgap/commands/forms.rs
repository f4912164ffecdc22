//! `stopgap forms`: the forms that there are.

use super::{Done, pack};
use crate::{args::Args, out};
use std::process::ExitCode;
use stopgap::template::TemplateDef;
use textwrap::Options;

pub fn run(args: &Args) -> Done {
    let pack = pack(args)?;
    let indent = pack.templates().iter().map(|template| template.id.as_str().len()).max().unwrap_or(0) + 3;
    for template in pack.templates() {
        print!("{}\n\n", described(template, indent));
    }
    println!("In an outage, use the form that fits. Afterwards, enter the lowest order first.");
    println!(
        "Make one: stopgap new {} --to FILE.docx",
        pack.templates().first().map_or("FORM", |t| t.id.as_str())
    );
    Ok(ExitCode::SUCCESS)
}

/// The id on the left, to be typed; beside it what the form is.
fn described(template: &TemplateDef, indent: usize) -> String {
    let order = template.order.map_or_else(|| "any order".to_owned(), |order| format!("order {order}"));
    let facts = format!("{}, revision {}, {order}", template.systems.join(" or "), template.revision);
    let left = format!("{:indent$}", template.id.as_str());
    let blank = " ".repeat(indent);
    let fill = |text: &str, first: &str| {
        textwrap::fill(text, Options::new(out::width()).initial_indent(first).subsequent_indent(&blank))
    };
    let mut lines = vec![fill(&template.title, &left), fill(&facts, &blank)];
    lines.extend(template.guidance.as_ref().map(|guidance| fill(guidance, &blank)));
    lines.join("\n")
}
