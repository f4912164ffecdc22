//! `stopgap read`: what completed forms say.

use super::{Done, pack};
use crate::{
    args::{Args, Read},
    failure::Failure,
    out::{say_json, watched, whole, wrapped},
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};
use stopgap::{
    desk::{controls_of, now, take_form, word_documents},
    form::CompletedForm,
    template::Pack,
};

/// Columns that an answer is shown in where no terminal says how many there are.
const WIDEST: usize = 96;

pub fn run(args: &Args, read: &Read) -> Done {
    let mut files = Vec::new();
    for path in &read.files {
        files.extend(word_documents(path)?);
    }
    let several = files.len() > 1 || read.files.iter().any(|path| path.is_dir());
    let pack = pack(args)?;
    let mut code = ExitCode::SUCCESS;
    for file in &files {
        match one(file, several, read, &pack) {
            Ok(odd) if odd && read.strict => code = ExitCode::from(1),
            Ok(_) => {}
            Err(failure) if several && failure.is_not_a_form() && !read.files.contains(file) => {
                eprintln!("stopgap: {} is no form of ours and was left out", file.display());
            }
            Err(failure) if several => {
                failure.report();
                code = failure.code();
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(code)
}

/// A form in JSON, with the name of its file where there are several.
#[derive(Serialize)]
struct Said<'f> {
    #[serde(flatten)]
    form: &'f CompletedForm,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// Prints one file; says whether something odd was found.
fn one(file: &Path, several: bool, read: &Read, pack: &Pack) -> Result<bool, Failure> {
    if read.controls {
        let controls = controls_of(file)?;
        if several {
            say_json(&BTreeMap::from([(name(file), controls)]));
        } else {
            say_json(&controls);
        }
        return Ok(false);
    }
    let form = take_form(file, pack, now().date())?;
    let odd = !form.findings.is_empty();
    if read.json {
        say_json(&Said { form: &form, file: several.then(|| name(file)) });
    } else {
        show(file, &form);
    }
    Ok(odd)
}

fn name(file: &Path) -> String {
    PathBuf::from(file).display().to_string()
}

fn show(file: &Path, form: &CompletedForm) {
    let number =
        form.identity.issue.as_ref().map_or("no number".to_owned(), |issue| issue.number.to_string());
    println!(
        "{}: {} ({number}), revision {}",
        whole(file.display()),
        form.definition.title,
        form.identity.revision
    );
    let width = watched(&io::stdout()).unwrap_or(WIDEST);
    for section in &form.definition.sections {
        let answers: Vec<_> = section
            .fields()
            .filter_map(|field| {
                form.answer(field.id.as_str()).filter(|a| a.value.is_some()).map(|a| (field, a))
            })
            .collect();
        if answers.is_empty() {
            continue;
        }
        println!("\n{}", section.title);
        for (field, answer) in answers {
            println!("  {}", field.label);
            for line in answer.text.expose().lines() {
                print!("{}\n", wrapped(line, width, "    ", "    "));
            }
        }
    }
    if form.findings.is_empty() {
        return;
    }
    println!("\nLook at these:");
    for finding in &form.findings {
        let label = finding
            .field
            .as_ref()
            .and_then(|id| form.definition.field(id.as_str()))
            .map(|field| field.label.as_str());
        println!("  {}: {}", label.unwrap_or("The form"), finding.message);
    }
}
