use super::folder::*;
use crate::tracker::drawn::{HEADINGS, document, work};
use std::{
    collections::BTreeSet,
    fs, thread,
    time::{Duration, Instant},
};
use stopgap::{
    form::Pin,
    share::{LockError, lock, update_file},
    tracker::{NewRow, Tracker, add},
    word::Written,
};

#[test]
fn the_second_waits_and_then_gives_up() {
    let (_folder, path) = folder_with(Some("old"));
    let first = lock(&path, NO_WAIT).unwrap();
    assert!(matches!(lock(&path, NO_WAIT), Err(LockError::Busy(_))));
    let waiting = Instant::now();
    assert!(matches!(lock(&path, Duration::from_millis(120)), Err(LockError::Busy(_))));
    assert!(waiting.elapsed() >= Duration::from_millis(120));
    drop(first);
    lock(&path, NO_WAIT).unwrap();
}

#[test]
fn eight_at_one_tracker_lose_nothing() {
    let (_folder, path) = folder_with(None);
    fs::write(&path, document(&[HEADINGS]).bytes()).unwrap();
    let add_rows = |person: usize| {
        for piece in 0..25 {
            let new = NewRow { pin: Pin::read(&format!("{person}-{piece}")), ..work() };
            update_file(&path, Duration::from_secs(30), |old| add(old, &new).map(|(new, _)| new)).unwrap();
        }
    };
    thread::scope(|scope| (0..8).for_each(|person| drop(scope.spawn(move || add_rows(person)))));
    let tracker = Tracker::read(&fs::read(&path).unwrap()).unwrap();
    let pins: BTreeSet<&str> = tracker.rows().iter().flat_map(|row| &row.pin).map(Written::expose).collect();
    assert_eq!((tracker.rows().len(), pins.len()), (200, 200));
}
