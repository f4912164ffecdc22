//! `stopgap status --csv`: a line for each piece of work that is not done.

use super::team_of;
use crate::{
    commands::{counted, several},
    failure::Failure,
};
use std::path::Path;
use stopgap::{
    overview::{Open, PersonStatus, Receipt, Status, TeamStatus},
    template::date::show_date,
    tracker::Way,
};

const COLUMNS: [&str; 14] = [
    "service",
    "team",
    "person",
    "title",
    "form",
    "file",
    "tracker",
    "row",
    "recorded",
    "days",
    "outage",
    "passed to",
    "received from",
    "state",
];

/// The lines; the first names the columns. As many are "to enter", restricted or not, as are counted so.
pub fn lines(status: &Status, name: &dyn Fn(&Path) -> String) -> Result<String, Failure> {
    let mut lines = csv::Writer::from_writer(Vec::new());
    let failed = |_| Failure::could_not("the lines could not be written");
    lines.write_record(COLUMNS).map_err(failed)?;
    for team in &status.teams {
        for person in &team.people {
            for (open, state) in works(status, person) {
                let whose = [team.service.clone(), team.team.clone(), person.person.clone()];
                let what = open.map(|open| described(open, name)).unwrap_or_default();
                let line = whose.into_iter().chain(what).chain([state.to_owned()]);
                lines.write_record(line.map(as_text)).map_err(failed)?;
            }
        }
    }
    let bytes = lines.into_inner().map_err(|_| Failure::could_not("the lines could not be written"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A person's work that is not done, each with its state. Of a restricted record nothing else is said.
fn works<'s>(
    status: &'s Status,
    person: &'s PersonStatus,
) -> impl Iterator<Item = (Option<&'s Open>, &'static str)> {
    let open = person.open.iter().map(|open| (Some(open), "to enter"));
    let restricted = (0..person.counts.restricted).map(|_| (None, "to enter (restricted)"));
    let passed = person.passed.iter().filter(|passed| !status.is_told_where_it_went(passed));
    let passed = passed.map(|passed| match passed.receipt {
        Receipt::NotReceived => (Some(&passed.work), "passed and not received"),
        _ => (Some(&passed.work), "passed"),
    });
    let hidden = person.counts.passed.saturating_sub(person.passed.len());
    let hidden = (0..hidden).map(|_| (None, "passed (restricted)"));
    open.chain(restricted).chain(passed).chain(hidden)
}

/// The columns between whose it is and its state.
fn described(open: &Open, name: &dyn Fn(&Path) -> String) -> [String; 10] {
    [
        open.title.clone().unwrap_or_default(),
        open.number.map(|number| number.to_string()).unwrap_or_default(),
        open.form.as_deref().map(name).unwrap_or_default(),
        open.row.as_ref().map(|(tracker, _)| name(tracker)).unwrap_or_default(),
        open.row.as_ref().map(|(_, row)| row.to_string()).unwrap_or_default(),
        open.recorded.map(show_date).unwrap_or_default(),
        open.days.map(|days| days.to_string()).unwrap_or_default(),
        open.outage.clone().unwrap_or_default(),
        team_of(open, Way::To).unwrap_or_default().to_owned(),
        team_of(open, Way::From).unwrap_or_default().to_owned(),
    ]
}

/// What is counted on the screen and has no line here; None: nothing.
pub fn left_out(status: &Status) -> Option<String> {
    let counts = status.counts();
    let people = || status.teams.iter().flat_map(|team: &TeamStatus| &team.people);
    let some = |count: usize, words: &str| (count > 0).then(|| format!("{count} {words}"));
    let many = |count: usize, thing: &str, what: &str| (count > 0).then(|| several(count, thing) + what);
    let of_several = people().filter(|person| !person.several_trackers.is_empty()).count();
    let parts = [
        some(counts.entered, "entered"),
        some(counts.to_stamp, "entered and not stamped yet"),
        some(counts.entered_there, "passed and entered there"),
        some(counts.noted, "noted here and entered by other teams"),
        many(counts.restricted_on_share, "restricted form", " in the shared folder"),
        many(status.copies.len(), "form", " of which copies lie there"),
        many(people().map(|person| person.unread.len()).sum(), "document", " not read"),
        (of_several > 0).then(|| counted(of_several, "person has", "people have") + " several trackers"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let parts = (!parts.is_empty()).then(|| parts.join("; "))?;
    Some(format!("not in these lines: {parts}. stopgap status --all says more"))
}

/// What a spreadsheet would take for a formula gets a quote in front, as OWASP advises ("CSV Injection").
fn as_text(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<i64>().is_err() {
        format!("'{cell}")
    } else {
        cell
    }
}
