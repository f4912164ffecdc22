//! `stopgap check`: the faults of template definitions, all at once, and what they mean.

use super::{Done, settings, several};
use crate::{
    args::{Args, Check},
    failure::{Failure, counted},
};
use serde_json::{Value, json};
use std::process::ExitCode;
use stopgap::{
    desk::{Checked, Definitions, Places, check_definitions, settings::EXPLANATIONS},
    diagnostic::{Fault, Faults, Level},
    template::{Explanation, Pack, Within, explain},
};

pub fn run(args: &Args, check: &Check) -> Done {
    if let Some(code) = &check.explain {
        print!("{}", explained(explain(code, EXPLANATIONS)?));
        return Ok(ExitCode::SUCCESS);
    }
    let all: Vec<Result<Checked, Failure>> = if check.paths.is_empty() {
        vec![check_in_force(args)]
    } else {
        check.paths.iter().map(|path| Ok(check_definitions(path)?)).collect()
    };
    if check.json {
        let list: Vec<Value> = all.iter().flatten().flat_map(|checked| as_json(&checked.faults)).collect();
        print!("{:#}\n", Value::Array(list));
    }
    let mut code = ExitCode::SUCCESS;
    for checked in &all {
        match checked {
            Err(failure) => {
                failure.report();
                code = failure.code();
            }
            Ok(checked) => {
                if !check.json {
                    tell(checked, check.deny_warnings);
                }
                if code == ExitCode::SUCCESS && fails(&checked.faults, check.deny_warnings) {
                    code = ExitCode::from(1);
                }
            }
        }
    }
    Ok(code)
}

/// Checks the definitions that the other commands use, by the same rule as [`super::pack`].
fn check_in_force(args: &Args) -> Result<Checked, Failure> {
    if let Some(folder) = &args.templates {
        return Ok(check_definitions(folder)?);
    }
    if let Some(file) = settings(args)? {
        let published = Places::of(&file.settings)?.published;
        return Ok(check_definitions(&Definitions::folder_in(&published))?);
    }
    let pack = Pack::embedded();
    Ok(Checked { templates: pack.templates().len(), faults: pack.remarks().clone() })
}

/// Whether definitions with these faults have to be mended.
fn fails(faults: &Faults, deny_warnings: bool) -> bool {
    faults.are_serious() || deny_warnings && faults.count(Level::Warning) > 0
}

fn tell(checked: &Checked, deny_warnings: bool) {
    let sources = &checked.faults.sources;
    let (notes, list): (Vec<Fault>, Vec<Fault>) =
        checked.faults.list.iter().cloned().partition(|fault| fault.level == Level::Note);
    let faults = Faults { sources: sources.clone(), list };
    if fails(&faults, deny_warnings) {
        // What there is to look up would bury them.
        return Failure::definitions(&faults).report();
    }
    let of = match checked.templates {
        0 => "in it".to_owned(),
        count => format!("in {}", several(count, "template")),
    };
    if faults.list.is_empty() {
        println!("No faults {of}.");
    } else {
        eprintln!("{faults}\n");
        println!("No faults {of}, but {}.", counted(&faults));
    }
    if !notes.is_empty() {
        println!("\nTo look up in your own systems:");
    }
    for note in notes {
        let (line, _) = sources.line_and_column(&note.place);
        println!("  {}:{line}: {}", sources.get(note.place.source).name, note.message);
    }
}

fn as_json(faults: &Faults) -> Vec<Value> {
    faults.list.iter().map(|fault| fault_json(faults, fault)).collect()
}

fn fault_json(faults: &Faults, fault: &Fault) -> Value {
    let (line, column) = faults.sources.line_and_column(&fault.place);
    let (end_line, end_column) = faults.sources.end_line_and_column(&fault.place);
    json!({
        "file": faults.sources.get(fault.place.source).name,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "code": fault.code,
        "level": fault.level.name(),
        "message": fault.message,
        "help": fault.help,
    })
}

fn explained(explanation: &Explanation) -> String {
    let Explanation { code, title, about, within, wrong, right } = explanation;
    let place = match within {
        Within::File => ", a whole file",
        Within::Template => ", in a template",
        Within::Sections => ", under `sections:`",
        Within::Fields => ", under `fields:`",
        Within::Settings => ", in settings",
        Within::Words => "",
    };
    format!(
        "{code}: {title}\n\n{}\n\nWrong{place}:\n\n{}\n\nRight:\n\n{}\n",
        textwrap::fill(about, 78),
        textwrap::indent(wrong, "    "),
        textwrap::indent(right, "    "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use stopgap::diagnostic::{Place, Sources};

    fn one(level: Level) -> Faults {
        let mut sources = Sources::default();
        let place = Place { source: sources.add("t.yaml", "title: é\n"), range: 7..9 };
        let (message, help) = ("it is odd".into(), "look at it".into());
        let fault = Fault { level, code: "SG099", message, place, label: String::new(), other: None, help };
        Faults { sources, list: vec![fault] }
    }

    #[test]
    fn warnings_fail_only_when_denied() {
        assert!(fails(&one(Level::Error), false));
        assert!(!fails(&one(Level::Warning), false));
        assert!(fails(&one(Level::Warning), true));
        assert!(!fails(&one(Level::Note), true));
        assert!(!fails(&Faults::default(), true));
    }

    #[test]
    fn a_fault_as_json() {
        let json = as_json(&one(Level::Warning)).remove(0).to_string();
        assert_eq!(
            json,
            r#"{"file":"t.yaml","line":1,"column":8,"end_line":1,"end_column":9,"code":"SG099","level":"warning","message":"it is odd","help":"look at it"}"#
        );
    }
}
