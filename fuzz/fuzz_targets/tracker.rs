//! The editor of trackers: any bytes give an error or a document in which what was written stands, and
//! all else is as it was.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use std::{
    io::{Cursor, Read},
    ops::Range,
    sync::LazyLock,
};
use stopgap::{
    form::Pin,
    template::date::show_date,
    tracker::{Entered, NewRow, RowNumber, Tracker, TrackerRow, add, stamp, write_pin},
    word::{Element, Package, package::tree},
};
use stopgap_fuzz::{Kit, TODAY, bounded, mutate, tracker_kit};
use zip::ZipArchive;

static KIT: LazyLock<Kit> = LazyLock::new(tracker_kit);

fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| { mutate(data, size, most, seed) });

fuzz_target!(init: { LazyLock::force(&KIT); }, |input: &[u8]| {
    let Some(document) = KIT.document(input) else { return };
    let read = bounded(|| Tracker::read(&document));
    let added = bounded(|| add(&document, &work()));
    let Ok(before) = read else {
        assert!(added.is_err(), "a row was added to what is no tracker");
        return;
    };
    let entered = Entered::by_hand(TODAY);
    if let Ok((added, row)) = added {
        let after = look(&document, &added, &before, row);
        assert_eq!(after.rows().len(), before.rows().len() + 1);
        let new = after.row(row).expect("the new row");
        assert_eq!(new.form_number(), work().number, "the new row says something else");
        bounded(|| stamp(&added, |_| Some(row), &entered)).expect("a new row can be stamped");
    }
    let Some(open) = before.rows().iter().find(|row| row.entered.is_none()) else { return };
    if let Ok((stamped, _)) = bounded(|| stamp(&document, |_| Some(open.row), &entered)) {
        let after = look(&document, &stamped, &before, open.row);
        assert_eq!(after.rows().len(), before.rows().len());
        let shown = after.row(open.row).and_then(|row| row.entered.as_ref()).expect("a stamp");
        assert_eq!(shown.expose(), show_date(TODAY));
    }
    if let Ok((written, _)) = bounded(|| write_pin(&document, |_| Some(open.row), &Pin::Issued("654321".into()))) {
        look(&document, &written, &before, open.row);
    }
});

fn work() -> NewRow {
    NewRow {
        pin: Some(Pin::New),
        surname: "Samplesson & Co".into(),
        born: Some(TODAY),
        restricted: true,
        nature: "New Contact".into(),
        number: "7K3F-2".parse().ok(),
        recorded: TODAY.at(17, 10, 0, 0).into(),
        is_hidden: false,
    }
}

/// Reads what was written, and sees that nothing but one row changed.
fn look(was: &[u8], is: &[u8], before: &Tracker, changed: RowNumber) -> Tracker {
    let after = Tracker::read(is).expect("what was written can be read");
    let (old, new) = (main_text(was), main_text(is));
    let range = difference(&old, &new);
    let tree = tree("", &old).expect("it was read before");
    let root = tree.root();
    let is_in = |outer: &Range<usize>| outer.start <= range.start && range.end <= outer.end;
    assert!(
        range.is_empty() || root.descendants().any(|e| e.is("tr") && is_in(&e.range())),
        "more than one row changed"
    );
    assert!(other_parts(was) == other_parts(is), "another part changed");
    // In a table within a cell, a row's text is text of the outer row too.
    let is_table = |element: &Element<'_>| element.is("tbl");
    if !root.descendants().filter(is_table).any(|outer| outer.descendants().skip(1).any(|e| is_table(&e))) {
        let others = |tracker: &Tracker| -> Vec<TrackerRow> {
            tracker.rows().iter().filter(|row| row.row != changed).cloned().collect()
        };
        assert!(others(before) == others(&after), "another row changed");
    }
    after
}

/// The stretch of the old text that the new one does not have.
fn difference(old: &str, new: &str) -> Range<usize> {
    let same = |(a, b): &(u8, u8)| a == b;
    let start = old.bytes().zip(new.bytes()).take_while(same).count();
    let rest = old.bytes().rev().zip(new.bytes().rev()).take_while(same).count();
    start..(old.len() - rest.min(old.len().min(new.len()) - start))
}

fn main_text(document: &[u8]) -> String {
    Package::open(document).and_then(|mut package| package.main_text()).expect("it was read before")
}

/// Name, checksum and compressed bytes of every part but the main one, in order.
fn other_parts(document: &[u8]) -> Vec<(String, u32, Vec<u8>)> {
    let main = Package::open(document).expect("it was read before").main_part().to_owned();
    let mut zip = ZipArchive::new(Cursor::new(document)).expect("it was read before");
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index_raw(index).expect("it was read before");
        let mut raw = Vec::new();
        file.read_to_end(&mut raw).expect("it was read before");
        parts.push((file.name().to_owned(), file.crc32(), raw));
    }
    parts.retain(|(name, ..)| *name != main);
    parts
}
