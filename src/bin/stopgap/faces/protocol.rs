//! A sitting as a line protocol: a JSON line says what is wanted, a line of text answers it.
//!
//! An answer that does not fit repeats the line with `say`. A line that was not asked for, because the session
//! went on by itself, says `"unasked": true` and takes the place of the one before. The last line wants `done`.

use super::{Answers, Given, can_go_on, pasted_here};
use crate::failure::Failure;
use serde_json::{Value as Json, json};
use std::io::Write;
use stopgap::{
    desk::Sitting,
    reentry::{CardView, Input, Paste, Pause, Step, StepKind, StepState, Want},
    word::Written,
};

/// Speaks the protocol to the end of the sitting, or of the answers.
pub fn run(sitting: &mut Sitting, answers: &mut dyn Answers, out: &mut dyn Write) -> Result<(), Failure> {
    answers.hear(sitting);
    let mut trouble: Option<String> = None;
    let (mut says, mut is_unasked) = (true, false);
    loop {
        if says && !sitting.session().is_moving() {
            let mut line = line(sitting, trouble.take().as_deref());
            if is_unasked {
                line["unasked"] = true.into();
            }
            writeln!(out, "{line}")?;
            out.flush()?;
        }
        if sitting.outcome().is_some() {
            return Ok(());
        }
        let was_moving = sitting.session().is_moving();
        let happened = match answers.next(sitting)? {
            Given::Line(answer) => {
                let input = Input::parse(&sitting.want(), &answer);
                sitting.answer(input).map(|()| (true, false))
            }
            Given::End => sitting.answer(Input::Quit).map(|()| (true, false)),
            Given::Paste => {
                trouble = Some(pasted_here(sitting));
                Ok((true, false))
            }
            // What a Next was waiting for is its answer.
            Given::News(news) => sitting.hear(news).map(|moved| (moved, !was_moving)),
            Given::Late => sitting.wake().map(|moved| (moved, !was_moving)),
        };
        (says, is_unasked) = match happened {
            Ok(next) => next,
            Err(error) => {
                trouble = Some(can_go_on(error)?);
                (true, false)
            }
        };
    }
}

fn line(sitting: &Sitting, trouble: Option<&str>) -> Json {
    let session = sitting.session();
    let (at, of) = session.position();
    let (wants, card) = match sitting.want() {
        Want::Live => ("live", None),
        Want::Child { .. } => ("child", session.card_at_hand()),
        Want::Key(card) => ("key", Some(card)),
        // What is answered with yes.
        Want::Care { step } => ("confirm", Some(alone(step))),
        Want::Text { step } => ("text", Some(alone(step))),
        Want::Sure { step, .. } => ("sure", Some(alone(step))),
        Want::Reason { step } => ("reason", Some(alone(step))),
        Want::Which => ("which", None),
        Want::Gone { .. } => ("gone", None),
        Want::Blanks => ("reason", None),
        Want::Confirm => ("confirm", None),
        Want::Done(_) => ("done", None),
    };
    let step = card.and_then(|card| card.step());
    let kind = card.map(|_| step.map_or("card", |step| step.kind.name()));
    let part = card.map_or(1, |card| card.part);
    let mut line = json!({
        "wants": wants,
        "step": at,
        "of": of,
        "kind": kind,
        "screen": card.map(|card| card.screen()),
        "into": step.and_then(|step| step.kind.box_name()),
        "part": part,
        "parts": step.map_or(1, Step::parts),
        "text": step.map(|step| session.rest().map_or_else(|| text(step, part), |rest| rest.expose().to_owned())),
        "say": trouble.or(session.say()),
    });
    if let Some(card) = card {
        about(sitting, card, &mut line);
    }
    match sitting.want() {
        Want::Child { child, asked } => {
            line["asked"] = asked.name().into();
            line["child"] = child.name().expose().into();
            line["has-pin-by-now"] = session.here().has_pin_by_now.into();
            let alike = sitting.alike().iter().map(|alike| {
                let row = alike.row.as_ref().map(|(tracker, row)| (tracker.display().to_string(), row.get()));
                let (tracker, row) = row.unzip();
                let form = alike.form.as_ref().map(|form| form.display().to_string());
                json!({ "form": form, "tracker": tracker, "row": row, "has-pin": alike.has_pin })
            });
            line["alike"] = alike.collect();
        }
        Want::Sure { typed, .. } => line["typed"] = typed.expose().into(),
        Want::Gone { steps } => line["steps"] = steps.into(),
        Want::Which => line["fitting"] = session.fitting().into(),
        Want::Blanks => line["blanks"] = session.blanks().into(),
        Want::Confirm => {
            let skipped = session.skipped().into_iter();
            let skipped: Vec<Json> = skipped
                .map(|(step, reason)| json!({ "name": step.name(), "reason": reason.words() }))
                .collect();
            line["entered"] = session.entered_steps().into();
            line["skipped"] = skipped.into();
            line["blanks"] = session.blanks().into();
        }
        Want::Done(_)
        | Want::Live
        | Want::Key(_)
        | Want::Care { .. }
        | Want::Text { .. }
        | Want::Reason { .. } => {}
    }
    let records = session.records().len();
    if records > 1 {
        line["record"] = session.record_number().into();
        line["records"] = records.into();
    }
    if let Some(outcome) = sitting.outcome() {
        line["stamped"] = Json::from(outcome.is_stamped);
        let left = sitting.pins_left().iter().map(|left| left.pin.written().expose().to_owned());
        let left: Vec<String> = left.collect();
        if !left.is_empty() {
            line["pins-left"] = left.into();
        }
    }
    line
}

fn alone(step: &Step) -> CardView<'_> {
    CardView { steps: std::slice::from_ref(step), part: 1 }
}

/// What there is to know of a step, or of each of several.
fn about(sitting: &Sitting, card: CardView<'_>, line: &mut Json) {
    let Some(step) = card.step() else {
        let items: Vec<Json> = card.steps.iter().map(|step| item(sitting, step)).collect();
        line["items"] = items.into();
        return;
    };
    if matches!(sitting.want(), Want::Key(_) | Want::Care { .. } | Want::Text { .. }) {
        line["findings"] = sitting.findings(step).into();
        line["state"] = state(sitting, step);
        if let Some(pause) = sitting.session().pause() {
            line["paused"] = match pause {
                Pause::Replaced => "replaced",
                Pause::Cleared => "cleared",
                Pause::SetAside => "set-aside",
            }
            .into();
        }
        if let StepKind::Paste(paste) = &step.kind {
            let said = |text: &Option<Written>| text.as_ref().map(|text| text.expose().to_owned());
            if let Some(confidential) = paste.confidential {
                line["confidential"] = confidential.name().into();
            }
            if !paste.others.is_empty() {
                let others: Vec<&str> = paste.others.iter().map(Written::expose).collect();
                line["others"] = others.into();
            }
            if let Some(changes) = said(&paste.changes) {
                line["replaced"] = changes.into();
            }
            if let Some(day) = said(&paste.day) {
                line["day"] = day.into();
            }
        }
    }
    if let Some(round) = round(step) {
        line["round"] = round;
    }
}

fn item(sitting: &Sitting, step: &Step) -> Json {
    let mut item = json!({
        "kind": step.kind.name(),
        "into": step.kind.box_name(),
        "text": text(step, 1),
        "state": state(sitting, step),
    });
    let findings = sitting.findings(step);
    if !findings.is_empty() {
        item["findings"] = findings.into();
    }
    if let Some(round) = round(step) {
        item["round"] = round;
    }
    item
}

/// What became of it before: nothing, or a word.
fn state(sitting: &Sitting, step: &Step) -> Json {
    match sitting.session().state(step) {
        Some(StepState::Entered) => "entered".into(),
        Some(StepState::Skipped(_)) => "skipped".into(),
        None if sitting.session().copied_before().is_some() => "copied".into(),
        None => Json::Null,
    }
}

fn round(step: &Step) -> Option<Json> {
    let round = step.round.as_ref()?;
    Some(json!({ "into": round.grid, "row": round.row, "rows": round.rows, "about": round.about.expose() }))
}

/// What a person would see: the text to paste, the option to choose, the words of a step.
fn text(step: &Step, part: usize) -> String {
    match &step.kind {
        StepKind::Paste(Paste { parts, .. }) => parts[part - 1].expose().to_owned(),
        StepKind::Choose { options, .. } => options.expose().to_owned(),
        StepKind::Tick { into } => into.clone(),
        StepKind::Tell(what) | StepKind::SavePoint(what) | StepKind::Wait(what) => what.clone(),
        StepKind::Attach { file } => file.expose().to_owned(),
        StepKind::Ask { label, .. } => label.clone(),
        StepKind::Prove(child) => child.name().expose().to_owned(),
        StepKind::PinToCome { paste, .. } => format!("Leave \u{201c}{}\u{201d} blank here.", paste.into),
    }
}
