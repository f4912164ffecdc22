use super::drawn::*;
use stopgap::tracker::Tracker;

/// What is found in a tracker with these rows, a line each.
#[track_caller]
fn finds(rows: &[&str], expected: &[&str]) {
    let found = Tracker::read(&document(rows).bytes()).unwrap().findings(DAY);
    let found: Vec<String> = found
        .iter()
        .map(|finding| {
            let row = finding.row.map_or(String::new(), |row| format!("{row} "));
            let heading = finding.heading.map_or(String::new(), |heading| format!("{heading}: "));
            format!("{row}{heading}{}", finding.message)
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_tracker_as_it_should_be_has_none() {
    finds(&[HEADINGS, "NEW | Sample 1/2/20 | | 16/11/26 17:10 | New Contact (7K3F-2) | 16/11/2026"], &[]);
    finds(
        &[HEADINGS, "8123477 | Sample born 1 February 2020 | x | Monday 16th November 2026 | Call | "],
        &[],
    );
    finds(&[HEADINGS, "Restricted | Restricted | x | 16/11/2026 17:10 | (7K3F-2) | "], &[]);
}

#[test]
fn words_that_are_struck_out_or_hidden() {
    let told = |look: &str| {
        let day = format!("<w:r><w:rPr><w:{look}/></w:rPr><w:t>16/11/2026</w:t></w:r>");
        let day = format!("<w:tc><w:p>{day}</w:p></w:tc>");
        let row = format!("NEW | Sample 1/2/20 | | 16/11/26 17:10 | New Contact | {day}");
        let message = "words are struck out or hidden here, and read as if they stood: look at them in Word";
        finds(&[HEADINGS, &row], &[&format!("1 Date Entered into Liquidlogic: {message}")]);
    };
    told("strike");
    told("vanish");
}

#[test]
fn what_is_missing_in_a_row() {
    finds(
        &[HEADINGS, " | Sample | | | | ", "tbc | | | last week | Call (7K3F-3) | done"],
        &[
            "1 EHM or LCS PIN or 'NEW': there is no PIN, and not NEW either",
            "1 Child Surname and DOB: there is no date of birth that can be read",
            "1 Date & Time Information Recorded: it does not say when",
            "1 Nature of Work Undertaken: it does not say what was done",
            "2 EHM or LCS PIN or 'NEW': this is neither a PIN nor NEW",
            "2 Child Surname and DOB: nobody is named",
            "2 Date & Time Information Recorded: this is no day that can be read: write it as dd/mm/yyyy hh:mm",
            "2 Nature of Work Undertaken: the form's number at the end is misspelt: compare it with the form",
            "2 Date Entered into Liquidlogic: these words are no day, so the row counts as still to enter",
        ],
    );
}

#[test]
fn days_that_have_not_come_and_days_that_are_none() {
    let row = |recorded: &str, entered: &str| format!("1 | A 1/2/2020 | | {recorded} | Call | {entered}");
    finds(
        &[
            HEADINGS,
            &row("17/11/2026", ""),
            &row("16/11/2026", "17/11/2026"),
            &row("16/11/2026", "31/02/2026"),
        ],
        &[
            "1 Date & Time Information Recorded: this day has not come yet",
            "2 Date Entered into Liquidlogic: this day has not come yet, and counts as entered",
            "3 Date Entered into Liquidlogic: this is no day that can be read, and counts as entered",
        ],
    );
}

#[test]
fn columns_and_tables() {
    finds(
        &["PIN | Name and DOB | Work | Date entered", "1 | A 1/2/2020 | Call | "],
        &[
            "Restricted Record?: no column is headed \u{201c}Restricted Record?\u{201d}: type it above the one that is meant",
            "Date & Time Information Recorded: no column is headed \u{201c}Date & Time Information Recorded\u{201d}: type it above the one that is meant",
        ],
    );
    let two = format!("{}<w:p/>{}", table(&[HEADINGS, USED]), table(&[HEADINGS, USED]));
    let found = Tracker::read(&crate::docx::Docx::new(&two).bytes()).unwrap().findings(DAY);
    assert!(found[0].message.starts_with("2 tables have the tracker's headings"));
}

#[test]
fn a_day_that_cannot_be_written() {
    finds(
        &[
            HEADINGS,
            "1 | A 1/2/2020 | | 1/11/2026 | Call | 2/11/2026",
            "2 | B 1/2/2020 | | 1/11/2026 | Call | ^",
        ],
        &[
            "2 Date Entered into Liquidlogic: the cell is merged with another one: stopgap cannot write the day into it",
        ],
    );
}
