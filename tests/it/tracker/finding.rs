use super::drawn::*;
use jiff::civil::date;
use stopgap::{
    form::{FormNumber, Pin},
    tracker::{Match, Tracker, Wanted, find_row, find_row_beside},
};

const ROWS: [&str; 6] = [
    HEADINGS,
    "654321 | Other 03/04/2015 | | 16/11/2026 09:15 | Visit | ",
    "654321 | Other 03/04/2015 | | 16/11/2026 10:30 | Visit | ",
    "NEW | Sample, 1 Feb 2020 | | 16/11/2026 | New Contact (7K3F-2) | ",
    "NEW | Stone (dob 03/04/15) | | 12/11/26 | New Contact | 17/11/26",
    "NEW | De Souza 05/06/2017 | | 13/11/26 | New Contact | ",
];

#[test]
fn by_the_forms_number() {
    finds(&Wanted { number: work().number, ..unknown() }, &Match::One(row(3)));
    finds(&Wanted { number: work().number, surname: Some("Other".into()), ..unknown() }, &Match::One(row(3)));
}

#[test]
fn a_row_whose_pin_is_not_known_is_still_the_forms() {
    for there in ["not known", "n/a", "tbc", "NEW (unborn)", "81 234-99"] {
        let drawn = format!("{there} | Sample 01/02/2020 | | 16/11/2026 | New Contact (7K3F-2) | ");
        let tracker = Tracker::read(&document(&[HEADINGS, &drawn]).bytes()).unwrap();
        let wanted = Wanted { number: work().number, pin: Pin::read("8123499"), ..unknown() };
        assert_eq!(find_row(&tracker, &wanted), Match::One(row(1)), "{there}");
    }
}

#[test]
fn a_row_with_the_number_and_plainly_of_another_child_is_not_the_forms() {
    finds(&Wanted { number: work().number, born: Some(date(2020, 2, 2)), ..unknown() }, &Match::None);
    let drawn = "8123499 | Sample | | 16/11/2026 | New Contact (7K3F-2) | ";
    let tracker = Tracker::read(&document(&[HEADINGS, drawn]).bytes()).unwrap();
    for (pin, expected) in [("8123499", Match::One(row(1))), ("8123400", Match::None)] {
        let wanted = Wanted { number: work().number, pin: Pin::read(pin), ..unknown() };
        assert_eq!(find_row(&tracker, &wanted), expected, "{pin}");
    }
}

#[test]
fn a_row_that_is_plainly_a_sisters_is_not_the_childs() {
    let named = |surname: &str| Wanted { surname: Some(surname.into()), ..unknown() };
    let sister = Wanted { born: Some(date(2017, 6, 5)), ..named("De Souza") };
    let child = Wanted { recorded: Some(date(2026, 11, 13).at(8, 0, 0, 0).into()), ..named("De Souza") };
    let tracker = Tracker::read(&document(&ROWS).bytes()).unwrap();
    assert_eq!(find_row_beside(&tracker, &child, &[]), Match::One(row(5)));
    assert_eq!(find_row_beside(&tracker, &child, &[sister]), Match::None);
}

#[test]
fn the_rows_of_twins_are_told_apart_by_the_pin_that_one_of_them_has() {
    let row_of = |pin: &str| format!("{pin} | Sample 01/02/2020 | | 16/11/2026 | New Contact (7K3F-2) | ");
    let tracker = Tracker::read(&document(&[HEADINGS, &row_of("8123499"), &row_of("NEW")]).bytes()).unwrap();
    let twin = |pin: &str| Wanted {
        number: work().number,
        pin: Pin::read(pin),
        surname: Some("Sample".into()),
        born: Some(date(2020, 2, 1)),
        ..unknown()
    };
    for (one, other, expected) in [("8123499", "NEW", 1), ("NEW", "8123499", 2)] {
        assert_eq!(find_row_beside(&tracker, &twin(one), &[twin(other)]), Match::One(row(expected)), "{one}");
    }
}

#[test]
fn by_the_pin_and_the_time() {
    let other = Wanted { pin: Pin::read("654 321"), ..unknown() };
    finds(&other, &Match::Several(vec![row(1), row(2)]));
    let at_the_time = Wanted { recorded: Some(DAY.at(10, 30, 0, 0).into()), ..other.clone() };
    finds(&at_the_time, &Match::One(row(2)));
    finds(&Wanted { natures: vec!["Visit to the home".into()], ..at_the_time.clone() }, &Match::One(row(2)));
    // Other work of that moment is not this form's.
    finds(&Wanted { natures: vec!["New contact".into()], ..at_the_time }, &Match::None);
    finds(&Wanted { recorded: Some(DAY.at(11, 0, 0, 0).into()), ..other.clone() }, &Match::None);
    // Of a day without a time it may be either.
    let on_the_day = Wanted { recorded: Some(DAY.into()), ..other.clone() };
    finds(&on_the_day, &Match::Several(vec![row(1), row(2)]));
    finds(&Wanted { born: Some(date(2015, 4, 4)), ..other }, &Match::None);
}

#[test]
fn by_the_surname_of_a_child_without_a_pin() {
    let souza = Wanted { pin: Pin::read("new"), surname: Some("de souza".into()), ..unknown() };
    finds(&Wanted { born: Some(date(2017, 6, 5)), ..souza.clone() }, &Match::One(row(5)));
    finds(
        &Wanted { recorded: Some(date(2026, 11, 13).at(8, 0, 0, 0).into()), ..souza.clone() },
        &Match::One(row(5)),
    );
    // A sibling has the same surname.
    finds(&souza, &Match::None);
    finds(&Wanted { natures: vec!["New contact".into()], ..souza }, &Match::None);
    finds(&Wanted { surname: Some("Souzas".into()), ..unknown() }, &Match::None);
    finds(&Wanted { pin: Pin::read("NEW"), surname: Some(" ".into()), ..unknown() }, &Match::None);
}

#[test]
fn a_row_with_another_forms_number_is_not_it() {
    let sample = Wanted { surname: Some("Sample".into()), born: Some(date(2020, 2, 1)), ..unknown() };
    finds(&sample, &Match::None);
    let souza = Wanted { surname: Some("De Souza".into()), born: Some(date(2017, 6, 5)), ..unknown() };
    finds(&Wanted { number: Some(FormNumber::from_random(7)), ..sample }, &Match::None);
    finds(&Wanted { number: Some(FormNumber::from_random(7)), ..souza }, &Match::One(row(5)));
}

#[test]
fn says_so_when_it_is_stamped_already() {
    let stone = Wanted { surname: Some("Stone".into()), born: Some(date(2015, 4, 3)), ..unknown() };
    finds(&stone, &Match::None);
    finds(
        &Wanted { recorded: Some(date(2026, 11, 12).at(8, 0, 0, 0).into()), ..stone },
        &Match::Entered(row(4)),
    );
}

#[track_caller]
fn finds(wanted: &Wanted, expected: &Match) {
    let tracker = Tracker::read(&document(&ROWS).bytes()).unwrap();
    assert_eq!(find_row(&tracker, wanted), *expected);
}

fn unknown() -> Wanted {
    Wanted::default()
}
