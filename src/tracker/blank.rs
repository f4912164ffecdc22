//! A blank tracker, in the council's layout.

use crate::word::{
    Unreadable,
    finish::{TABLE_HEAD, Unfinished},
};
use docx_rs::{
    Docx, Footer, Header, HeightRule, NumPages, PageMargin, PageNum, PageOrientationType, Paragraph, Run,
    Shading, Tab, TabValueType, Table, TableBorder, TableBorderPosition, TableBorders, TableCell,
    TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};
use std::collections::BTreeMap;

/// A4 on its side between the margins, in twentieths of a point.
const PAGE: usize = 14798;
/// The council's headings, in its order, with the share of the page that each gets.
const COLUMNS: [(&str, usize); 6] = [
    ("EHM or LCS PIN or \u{2018}NEW\u{2019}", 1900),
    ("Child Surname and DOB", 3000),
    ("Restricted Record?", 1400),
    ("Date & Time Information Recorded", 2100),
    ("Nature of Work Undertaken", 4398),
    ("Date Entered into Liquidlogic", 2000),
];
const BLANK_ROWS: usize = 14;
const PALE: &str = "EEF2F7";

/// The bytes of a tracker for one person, with blank rows to write in by hand.
///
/// # Errors
/// When the layout cannot be finished: an error of ours.
pub fn blank(name: &str, team: &str) -> Result<Vec<u8>, Unreadable> {
    let right = || Tab::new().val(TabValueType::Right).pos(PAGE);
    let header = Paragraph::new().style("Header").add_tab(right()).add_run(
        Run::new()
            .add_text("OFFICIAL-SENSITIVE")
            .add_tab()
            .add_text("Children's social care: work done while the systems are down"),
    );
    let footer = Paragraph::new()
        .style("Footer")
        .add_tab(right())
        .add_run(
            Run::new()
                .add_text("One tracker for each person, for all of the outage")
                .add_tab()
                .add_text("Page "),
        )
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" of "))
        .add_num_pages(NumPages::new());
    let layout = Docx::new()
        .page_size(16838, 11906)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(PageMargin::new().top(1100).bottom(1000).left(1020).right(1020).header(500).footer(450))
        .header(Header::new().add_paragraph(header))
        .footer(Footer::new().add_paragraph(footer))
        .add_paragraph(text("Title", "Tracker"))
        .add_table(owner(name, team))
        .add_paragraph(Paragraph::new().style("Gap"))
        .add_paragraph(text("OnlyIf", GUIDANCE))
        .add_table(work())
        .add_paragraph(Paragraph::new().style("Gap"));
    let title = format!("Tracker of {name}, {team}");
    Unfinished { layout, controls: BTreeMap::new(), title, properties: Vec::new(), item: None }.finish()
}

const GUIDANCE: &str = "A row for each piece of work, and for each child. Put the form's number in brackets behind the \
nature of the work. If no form fits, say here what you have done. The last column is filled in when the work is in the system.";

/// The name of a person's tracker file: `SCNorth_JaneSmith.docx`. What a file name cannot hold is left out.
pub fn file_name(name: &str, team: &str) -> String {
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '\'')).collect::<String>()
    };
    format!("{}_{}.docx", plain(team), plain(name))
}

fn owner(name: &str, team: &str) -> Table {
    let cell = |words: &str, style: &str, width: usize, label: bool| {
        let cell = TableCell::new().width(width, WidthType::Dxa).add_paragraph(text(style, words));
        if label { cell.shading(Shading::new().fill(PALE)) } else { cell }
    };
    let row = |label: &str, value: &str| {
        TableRow::new(vec![cell(label, "FieldLabel", 2400, true), cell(value, "Answer", PAGE - 2400, false)])
            .cant_split()
    };
    grid(vec![row("Your Name:", name), row("Team Name:", team)], vec![2400, PAGE - 2400])
}

fn work() -> Table {
    let cell = |words: &str, style: &str, width: usize| {
        let paragraph = if words.is_empty() { Paragraph::new().style(style) } else { text(style, words) };
        TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph)
    };
    let heads = COLUMNS.iter().map(|(heading, width)| {
        cell(heading, TABLE_HEAD, *width)
            .shading(Shading::new().fill("DCE4EF"))
            .vertical_align(VAlignType::Bottom)
    });
    let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
    for _ in 0..BLANK_ROWS {
        let cells = COLUMNS.iter().map(|(_, width)| cell("", "TableAnswer", *width)).collect();
        rows.push(TableRow::new(cells).row_height(440.0).height_rule(HeightRule::AtLeast).cant_split());
    }
    grid(rows, COLUMNS.map(|(_, width)| width).into())
}

fn grid(rows: Vec<TableRow>, widths: Vec<usize>) -> Table {
    let line = |position| TableBorder::new(position).size(4).color("7F8FA9");
    let borders = [
        TableBorderPosition::Top,
        TableBorderPosition::Bottom,
        TableBorderPosition::Left,
        TableBorderPosition::Right,
        TableBorderPosition::InsideH,
        TableBorderPosition::InsideV,
    ];
    let borders =
        borders.into_iter().fold(TableBorders::with_empty(), |all, position| all.set(line(position)));
    Table::new(rows)
        .set_grid(widths)
        .width(PAGE, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(20, 90, 20, 90))
        .set_borders(borders)
}

fn text(style: &str, words: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(Run::new().add_text(words))
}
