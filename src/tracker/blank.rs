//! A blank tracker, in the council's layout.

use crate::word::{
    Letterhead, Unreadable,
    finish::Unfinished,
    letterhead::Room,
    page::{PALE, Sheet, cell, grid, head, paragraph},
};
use docx_rs::{HeightRule, Paragraph, Run, Shading, Table, TableRow};
use std::collections::BTreeMap;

const SHEET: Sheet = Sheet::OnItsSide;
const PAGE: usize = SHEET.width();
/// The council's headings, in its order, with the share of the page that each gets.
const COLUMNS: [(&str, usize); 6] = [
    ("EHM or LCS PIN or \u{2018}NEW\u{2019}", 1900),
    ("Child Surname and DOB", 3000),
    ("Restricted Record?", 1400),
    ("Date & Time Information Recorded", 2100),
    ("Nature of Work Undertaken", 4398),
    ("Date Entered into Liquidlogic", 2000),
];
/// As many as fill the page; a letterhead takes the place of one.
const BLANK_ROWS: usize = 14;

/// The bytes of a tracker for one person, with blank rows to write in by hand. Without name and team it
/// is the one that is handed out, with room for both and the name to save it under.
///
/// # Errors
/// When the layout cannot be finished: an error of ours.
pub fn blank(name: &str, team: &str) -> Result<Vec<u8>, Unreadable> {
    blank_headed(name, team, &Letterhead::default())
}

/// The same, with the council's name and logo at its top.
///
/// # Errors
/// As [`blank`].
pub fn blank_headed(name: &str, team: &str, letterhead: &Letterhead) -> Result<Vec<u8>, Unreadable> {
    let is_for_all = name.is_empty() && team.is_empty();
    let mut layout = SHEET
        .document()
        .header(
            SHEET
                .header("OFFICIAL-SENSITIVE", "Children's social care: work done while the systems are down"),
        )
        .footer(SHEET.footer([Run::new().add_text("One tracker for each person, for all of the outage")]))
        .add_paragraph(paragraph("Title", "Tracker"))
        .add_table(owner(name, team))
        .add_paragraph(Paragraph::new().style("Gap"));
    if is_for_all {
        layout = layout.add_paragraph(paragraph("OnlyIf", SAVE_AS));
    }
    let layout = layout
        .add_paragraph(paragraph("OnlyIf", GUIDANCE))
        .add_table(work(BLANK_ROWS - usize::from(!letterhead.is_empty())))
        .add_paragraph(Paragraph::new().style("Gap"));
    let title = if is_for_all { "Tracker".to_owned() } else { format!("Tracker of {name}, {team}") };
    let letterhead = Some((letterhead, Room::Little));
    let (controls, properties) = (BTreeMap::new(), Vec::new());
    Unfinished { layout, letterhead, controls, title, properties, item: None }.finish()
}

const GUIDANCE: &str = "A row for each piece of work, and for each child. If the form has a number, put it in brackets behind \
the nature of the work. If no form fits, say here what you have done. The last column is filled in when the work is in the system.";
const SAVE_AS: &str = "Save this in your own folder, named after your team and you, such as SCNorth_JaneSmith, before you write in it.";

/// The name of a person's tracker file: `SCNorth_JaneSmith.docx`. What a file name cannot hold is left out.
pub fn file_name(name: &str, team: &str) -> String {
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '\'')).collect::<String>()
    };
    format!("{}_{}.docx", plain(team), plain(name))
}

fn owner(name: &str, team: &str) -> Table {
    let row = |label: &str, value: &str| {
        let label =
            cell(2400).shading(Shading::new().fill(PALE)).add_paragraph(paragraph("FieldLabel", label));
        let value = cell(PAGE - 2400).add_paragraph(paragraph("Answer", value));
        TableRow::new(vec![label, value]).cant_split()
    };
    grid(vec![row("Your Name:", name), row("Team Name:", team)], vec![2400, PAGE - 2400])
}

fn work(blank_rows: usize) -> Table {
    let heads = COLUMNS.iter().map(|(heading, width)| head(*width, paragraph("", heading)));
    let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
    for _ in 0..blank_rows {
        let cells = COLUMNS.iter().map(|(_, width)| cell(*width).add_paragraph(paragraph("TableAnswer", "")));
        rows.push(
            TableRow::new(cells.collect()).row_height(440.0).height_rule(HeightRule::AtLeast).cant_split(),
        );
    }
    grid(rows, COLUMNS.map(|(_, width)| width).into())
}
