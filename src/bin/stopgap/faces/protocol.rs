//! A sitting as a line protocol: a JSON line says what is wanted, a line of text answers it.
//!
//! An answer that does not fit repeats the line with `say`. The last line wants `done`.

use super::{Answers, Given, can_go_on, pasted_here};
use crate::failure::Failure;
use serde_json::{Value as Json, json};
use std::io::Write;
use stopgap::{
    desk::Sitting,
    reentry::{Input, Step, StepKind, Want},
};

/// Speaks the protocol to the end of the sitting, or of the answers.
pub fn run(sitting: &mut Sitting, answers: &mut dyn Answers, out: &mut dyn Write) -> Result<(), Failure> {
    let mut trouble = None;
    loop {
        writeln!(out, "{}", line(sitting, trouble.take().as_deref()))?;
        out.flush()?;
        if sitting.outcome().is_some() {
            return Ok(());
        }
        let input = match answers.next(sitting)? {
            Given::Line(answer) => Input::parse(&sitting.want(), &answer),
            Given::Paste => {
                trouble = Some(pasted_here(sitting));
                continue;
            }
            Given::End => Input::Quit,
        };
        if let Err(error) = sitting.answer(input) {
            trouble = Some(can_go_on(error)?);
        }
    }
}

fn line(sitting: &Sitting, trouble: Option<&str>) -> Json {
    let session = sitting.session();
    let (at, of) = session.position();
    let (wants, step, part) = match sitting.want() {
        Want::Live => ("live", None, 1),
        Want::Child(_) => ("child", None, 1),
        Want::Key { step, part } => ("key", Some(step), part),
        Want::Text { step } => ("text", Some(step), 1),
        Want::Sure { step, .. } => ("sure", Some(step), 1),
        Want::Reason { step } => ("reason", Some(step), 1),
        Want::Gone { .. } => ("gone", None, 1),
        Want::Confirm => ("confirm", None, 1),
        Want::Done(_) => ("done", None, 1),
    };
    let mut line = json!({
        "wants": wants,
        "step": at,
        "of": of,
        "kind": step.map(|step| step.kind.name()),
        "screen": step.map(|step| &step.screen),
        "into": step.and_then(|step| step.kind.box_name()),
        "part": part,
        "parts": step.map_or(1, parts),
        "text": step.map(|step| text(step, part)),
        "say": trouble.or(session.say()),
    });
    match sitting.want() {
        Want::Key { step, .. } | Want::Text { step } => {
            line["findings"] = sitting.findings(step).into();
            if let StepKind::Paste { confidential, replaced, .. } = &step.kind {
                if let Some(confidential) = confidential {
                    line["confidential"] = confidential.name().into();
                }
                if let Some(replaced) = replaced {
                    line["replaced"] = replaced.expose().into();
                }
            }
        }
        Want::Child(asked) => line["asked"] = asked.name().into(),
        Want::Sure { typed, .. } => line["typed"] = typed.expose().into(),
        Want::Gone { steps } => line["steps"] = steps.into(),
        Want::Confirm => line["blanks"] = sitting.blanks().into(),
        Want::Live | Want::Reason { .. } | Want::Done(_) => {}
    }
    if let Some(round) = step.and_then(|step| step.round.as_ref()) {
        line["round"] = json!({ "into": round.grid, "row": round.row, "rows": round.rows, "about": round.about.expose() });
    }
    if let Some(outcome) = sitting.outcome() {
        line["stamped"] = Json::from(outcome.is_stamped());
    }
    line
}

fn parts(step: &Step) -> usize {
    match &step.kind {
        StepKind::Paste { parts, .. } => parts.len(),
        _ => 1,
    }
}

/// What a person would see: the text to paste, the option to choose, the words of a step.
fn text(step: &Step, part: usize) -> String {
    match &step.kind {
        StepKind::Paste { parts, .. } => parts[part - 1].expose().to_owned(),
        StepKind::Choose { options, .. } => options.expose().to_owned(),
        StepKind::Tick { into } => into.clone(),
        StepKind::Tell(what) | StepKind::SavePoint(what) | StepKind::Wait(what) => what.clone(),
        StepKind::Attach { file } => file.expose().to_owned(),
        StepKind::Ask { label, .. } => label.clone(),
    }
}
