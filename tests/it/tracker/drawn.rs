//! Trackers drawn as lines of text, and how the others look at them.
//!
//! A table is a list of its rows, cells parted by `|`. `>2 text` is a cell over two grid columns, `^` one
//! merged with the cell above, ` / ` parts paragraphs, and what begins with `<` is XML as it stands.

use crate::docx::Docx;
use jiff::civil::{Date, date};
use stopgap::{
    form::Pin,
    tracker::{self, Entered, NewRow, PinWritten, RowNumber, Tracker, TrackerError},
};

/// The council's headings.
pub const HEADINGS: &str = "EHM or LCS PIN or \u{2018}NEW\u{2019} | Child Surname and DOB \
    | Restricted Record? | Date & Time / Information Recorded | Nature of Work Undertaken \
    | Date Entered into Liquidlogic";
pub const USED: &str = "1 | A | | | Visit | ";
pub const BLANK: &str = " | | | | | ";
/// How [`USED`] is shown as the first row.
pub const USED_SHOWN: &str = "1 | 1 | A |  |  | Visit | ";

/// The day that everything happens on.
pub const DAY: Date = date(2026, 11, 16);

/// The proof that work was entered on [`DAY`].
pub fn entered() -> Entered {
    Entered::by_hand(DAY)
}

/// A document with this row stamped.
pub fn stamp(bytes: &[u8], row: RowNumber, entered: Entered) -> Result<Vec<u8>, TrackerError> {
    tracker::stamp(bytes, |_| Some(row), &entered).map(|(stamped, _)| stamped)
}

/// A document with a PIN in this row, and what became of it.
pub fn write_pin(bytes: &[u8], row: RowNumber, pin: &str) -> Result<(Vec<u8>, PinWritten), TrackerError> {
    let (written, what) = tracker::write_pin(bytes, |_| Some(row), &Pin::Issued(pin.into()))?;
    Ok((written, what.unwrap().1))
}

/// A piece of work that has something in every column.
pub fn work() -> NewRow {
    NewRow {
        pin: Some(Pin::New),
        surname: "Sample".into(),
        born: Some(date(2020, 2, 1)),
        restricted: true,
        nature: "New Contact".into(),
        number: "7K3F-2".parse().ok(),
        recorded: DAY.at(17, 10, 0, 0).into(),
        is_hidden: false,
    }
}

/// How [`work`] is shown behind its number.
pub const WORK_SHOWN: &str = "NEW | Sample 01/02/2020 | x | 16/11/2026 17:10 | New Contact (7K3F-2) | ";

pub fn row(number: usize) -> RowNumber {
    number.to_string().parse().unwrap()
}

/// A document with one table.
pub fn document(rows: &[&str]) -> Docx {
    Docx::new(&table(rows))
}

pub fn table(rows: &[&str]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(|row| row_of(row)).collect::<String>())
}

pub fn row_of(row: &str) -> String {
    let is_xml = row.starts_with("<w:tr") || row.starts_with("<w:sdt>") && row.contains("<w:tr>");
    if is_xml {
        row.to_owned()
    } else {
        format!("<w:tr>{}</w:tr>", row.split('|').map(cell_of).collect::<String>())
    }
}

pub fn cell_of(cell: &str) -> String {
    let (properties, text) = match cell.trim() {
        xml if xml.starts_with('<') => return xml.to_owned(),
        "^" => ("<w:tcPr><w:vMerge/></w:tcPr>".to_owned(), "hidden"),
        wide if wide.starts_with('>') => {
            (format!("<w:tcPr><w:gridSpan w:val='{}'/></w:tcPr>", &wide[1..2]), wide[2..].trim())
        }
        text => (String::new(), text),
    };
    let paragraphs: String = text.split(" / ").map(paragraph_of).collect();
    format!("<w:tc>{properties}{paragraphs}</w:tc>")
}

fn paragraph_of(text: &str) -> String {
    match text {
        "" => "<w:p></w:p>".to_owned(),
        text => format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", text.replace('&', "&amp;")),
    }
}

/// A content control around something.
pub fn control(properties: &str, inside: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
}

/// A run as stopgap writes it.
pub fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A run as Word shows the placeholder of a control.
pub fn prompt(text: &str) -> String {
    format!("<w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>{text}</w:t></w:r>")
}

/// A cell in which somebody wrote into a control, and its mark was left on.
pub fn still_marked(text: &str) -> String {
    format!("<w:tc><w:p>{}</w:p></w:tc>", control("<w:showingPlcHdr/>", &run(text)))
}

/// A tracker's rows drawn in the same way, each behind its number.
pub fn shown(bytes: &[u8]) -> String {
    let tracker = Tracker::read(bytes).unwrap();
    let lines = tracker.rows().iter().map(|row| {
        let cells = [&row.pin, &row.child, &row.restricted, &row.recorded, &row.nature, &row.entered];
        let cells =
            cells.map(|text| text.as_ref().map_or(String::new(), |t| t.expose().replace('\n', " / ")));
        format!("{} | {}", row.row, cells.join(" | "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The rows of a drawn tracker are read as these.
#[track_caller]
pub fn shows(rows: &[&str], expected: &str) {
    assert_eq!(shown(&document(rows).bytes()), expected);
}

/// It fails, and says so in words that start like this.
#[track_caller]
pub fn fails<T>(result: Result<T, TrackerError>, expected: &str) {
    let error = result.err().expect("it should fail").to_string();
    assert!(error.starts_with(expected), "{error}");
}
