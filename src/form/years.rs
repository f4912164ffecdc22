//! Years as people write them on a form: which century is meant, and which of them a form hardly has.

use jiff::{ToSpan, civil::Date};

/// A review whose year is written with two digits lies no further ahead: such a day is rather a birth in the last century.
const YEARS_AHEAD_IN_TWO_DIGITS: i16 = 2;
/// What anybody writes on a form lies between this year and so many ahead.
const FIRST: i16 = 1900;
const YEARS_AHEAD: i16 = 5;

/// Whether this day was read from a text in which its year has two digits.
pub fn is_short(text: &str, read: Date) -> bool {
    !text.contains(&format!("{:04}", read.year()))
}

/// The day that is meant by one that was read, and what is odd about its year.
pub fn meant(read: Date, is_short: bool, today: Date) -> (Date, Option<&'static str>) {
    let earlier = Date::new(read.year() - 100, read.month(), read.day());
    match earlier {
        Ok(earlier) if is_short && read > today.saturating_add(YEARS_AHEAD_IN_TWO_DIGITS.years()) => (
            earlier,
            Some("its year has two digits, and was taken for one of the 1900s, not the 2000s: check it"),
        ),
        _ if is_odd(read, today) => {
            (read, Some("its year lies before 1900, or more than five years ahead: check it"))
        }
        _ => (read, None),
    }
}

/// Whether hardly anybody means this year: a digit too many or too few, or another calendar's.
fn is_odd(day: Date, today: Date) -> bool {
    !(FIRST..=today.year().saturating_add(YEARS_AHEAD)).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(text: &str, read: Date, expected: Date, is_told: bool) {
        let (day, told) = meant(read, is_short(text, read), date(2026, 11, 22));
        assert_eq!((day, told.is_some()), (expected, is_told), "{text}");
    }

    #[test]
    fn two_digits_are_a_year_that_is_past_or_near() {
        check("12/03/48", date(2048, 3, 12), date(1948, 3, 12), true);
        check("29 Feb 48", date(2048, 2, 29), date(1948, 2, 29), true);
        check("22/11/28", date(2028, 11, 22), date(2028, 11, 22), false);
        check("23/11/28", date(2028, 11, 23), date(1928, 11, 23), true);
        check("12/03/19", date(2019, 3, 12), date(2019, 3, 12), false);
        check("12/03/77", date(1977, 3, 12), date(1977, 3, 12), false);
    }

    #[test]
    fn four_digits_are_the_year_that_they_say() {
        check("12/03/2048", date(2048, 3, 12), date(2048, 3, 12), true);
        check("31/12/2031", date(2031, 12, 31), date(2031, 12, 31), false);
        check("10/06/0019", date(19, 6, 10), date(19, 6, 10), true);
        check("31/12/1899", date(1899, 12, 31), date(1899, 12, 31), true);
        check("1900-01-01", date(1900, 1, 1), date(1900, 1, 1), false);
    }
}
