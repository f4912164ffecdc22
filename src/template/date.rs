//! Dates and times as people in Britain write them.

use jiff::{
    civil::{Date, DateTime, Time},
    fmt::strtime,
};

/// No date is longer, in bytes: "Wednesday 16th September 2026 at 10:10 pm" has 40. What is longer is something else,
/// and need not be looked at word by word.
const LONGEST: usize = 100;

/// Reads a date: `16/11/2026`, `16/11/26`, `16.11.2026`, `16-11-2026`, `2026-11-16`, `16 Nov 2026`,
/// `Monday 16th November 2026`. The day comes first, as in Britain; a two-digit year from 50 on is 19xx.
/// Whoever knows what day it is can tell better: a form is read so that births are not in the future.
///
/// `None` when it is something else, or a day that no calendar has.
pub fn parse_date(text: &str) -> Option<Date> {
    let text = short(text)?;
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ','))
        .filter(|word| !word.is_empty() && !is_weekday(word))
        .collect();
    let [first, month, last] = words[..] else { return None };
    let month_number = number(month).or_else(|| month_named(month))?;
    let (year, day) = if first.len() == 4 && number(first).is_some() { (first, last) } else { (last, first) };
    let day = number(["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day))?;
    let year = match (year.len(), number(year)?) {
        (2, short) => short + if short < 50 { 2000 } else { 1900 },
        (4, long) => long,
        _ => return None,
    };
    Date::new(year, i8::try_from(month_number).ok()?, i8::try_from(day).ok()?).ok()
}

fn short(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| text.len() <= LONGEST)
}

/// Reads a time of day: `17:10`, `17.10`, `1710`, `17:10:00`, `5:10 pm`, `5pm`.
pub fn parse_time(text: &str) -> Option<Time> {
    let text = short(text)?.to_ascii_lowercase();
    let (clock, afternoon) = match text.trim_end_matches("hrs").trim_end_matches('h').trim() {
        t if t.ends_with("am") => (t.trim_end_matches("am").trim_end(), Some(false)),
        t if t.ends_with("pm") => (t.trim_end_matches("pm").trim_end(), Some(true)),
        t => (t, None),
    };
    let parts: Vec<&str> = clock.split([':', '.']).collect();
    let (hour, minute) = match parts[..] {
        [both] if both.len() == 4 && both.is_ascii() => (number(&both[..2])?, number(&both[2..])?),
        [hour] if afternoon.is_some() => (number(hour)?, 0),
        [hour, minute] | [hour, minute, "00"] if minute.len() == 2 => (number(hour)?, number(minute)?),
        _ => return None,
    };
    let hour = match (afternoon, hour) {
        (None, _) => hour,
        (Some(true), 12) => 12,
        (Some(true), 1..=11) => hour + 12,
        (Some(false), 12) => 0,
        (Some(false), 1..=11) => hour,
        _ => return None,
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// Reads a date and, if one stands behind it, a time: `16/11/2026 17:10`, `16/11/2026, 5:10 pm`,
/// `2026-11-16T17:10`, `16/11/2026 at 17:10`.
pub fn parse_date_time(text: &str) -> Option<(Date, Option<Time>)> {
    let text = short(text)?;
    if let Some(date) = parse_date(text) {
        return Some((date, None));
    }
    let parted = text.replace([',', '\n', '\t', '\u{a0}'], " ").replacen('T', " ", usize::from(is_iso(text)));
    let words: Vec<&str> = parted.split(' ').filter(|w| !w.is_empty() && *w != "at").collect();
    // The time is the shortest tail that leaves a date in front of it.
    (1..words.len()).rev().find_map(|at| {
        let time = parse_time(&words[at..].join(" "))?;
        Some((parse_date(&words[..at].join(" "))?, Some(time)))
    })
}

/// A date as the council writes it: `16/11/2026`.
pub fn show_date(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// A time as the council writes it: `17:10`.
pub fn show_time(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// A date with its time: `16/11/2026 17:10`.
pub fn show_date_time(at: DateTime) -> String {
    at.strftime("%d/%m/%Y %H:%M").to_string()
}

/// A date in a format such as `d mmmm yyyy` or `dd/mm/yyyy hh:mm`. Where the format asks for a time that
/// there is not, the date as the council writes it.
pub fn formatted(date: Date, time: Option<Time>, format: &str) -> String {
    let shown = match time {
        Some(time) => strtime::BrokenDownTime::from(date.to_datetime(time)).to_string(conversions(format)),
        None => strtime::BrokenDownTime::from(date).to_string(conversions(format)),
    };
    shown.unwrap_or_else(|_| {
        time.map_or_else(|| show_date(date), |time| show_date_time(date.to_datetime(time)))
    })
}

/// A time of day in a format such as `hh:mm`.
pub fn time_formatted(time: Time, format: &str) -> String {
    strtime::BrokenDownTime::from(time).to_string(conversions(format)).unwrap_or_else(|_| show_time(time))
}

/// Whether every letter of a format stands for a part of a date or a time.
pub fn is_format(format: &str) -> bool {
    let signs = signs(format);
    signs.iter().any(|(_, conversion)| conversion.is_some())
        && signs.iter().all(|(sign, conversion)| conversion.is_some() || !sign.contains(char::is_alphabetic))
}

/// `dd/mm/yyyy hh:mm` in the signs of `strftime`.
fn conversions(format: &str) -> String {
    let parts = signs(format).into_iter().map(|(sign, conversion)| match conversion {
        Some(conversion) => conversion.to_owned(),
        None => sign.replace('%', "%%"),
    });
    parts.collect()
}

/// Runs of one letter, each with what it stands for. `m` behind hours is minutes.
fn signs(format: &str) -> Vec<(&str, Option<&'static str>)> {
    let mut signs = Vec::new();
    let (mut rest, mut last_letter) = (format, ' ');
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|other| other != c).unwrap_or(rest.len());
        let (sign, after) = rest.split_at(length);
        signs.push((
            sign,
            match (c, sign.len(), last_letter) {
                ('d', 1, _) => Some("%-d"),
                ('d', 2, _) => Some("%d"),
                ('m', 2, 'h') => Some("%M"),
                ('m', 1, last) if last != 'h' => Some("%-m"),
                ('m', 2, _) => Some("%m"),
                ('m', 3, _) => Some("%b"),
                ('m', 4, _) => Some("%B"),
                ('y', 2, _) => Some("%y"),
                ('y', 4, _) => Some("%Y"),
                ('h', 1, _) => Some("%-H"),
                ('h', 2, _) => Some("%H"),
                _ => None,
            },
        ));
        if c.is_alphabetic() {
            last_letter = c;
        }
        rest = after;
    }
    signs
}

fn is_iso(text: &str) -> bool {
    text.as_bytes().get(10) == Some(&b'T') && text.is_char_boundary(10) && parse_date(&text[..10]).is_some()
}

fn number(digits: &str) -> Option<i16> {
    (!digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

fn month_named(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
    i16::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_any_date_is_none() {
        let apart = |spaces: usize| format!("16{}Nov 2026", " ".repeat(spaces));
        assert_eq!(parse_date(&apart(40)), parse_date("16/11/2026"));
        assert_eq!((parse_date(&apart(200)), parse_date_time(&apart(200))), (None, None));
        assert_eq!(parse_time(&format!("17{}:10", "0".repeat(200))), None);
    }

    #[track_caller]
    fn reads(text: &str, expected: &str) {
        let got = parse_date_time(text).map(|(date, time)| match time {
            Some(time) => show_date_time(date.to_datetime(time)),
            None => show_date(date),
        });
        assert_eq!(got.as_deref(), Some(expected), "{text}");
    }

    #[track_caller]
    fn refuses(text: &str) {
        assert_eq!(parse_date_time(text), None, "{text}");
    }

    #[test]
    fn dates_as_people_write_them() {
        reads("16/11/2026", "16/11/2026");
        reads("16/11/26", "16/11/2026");
        reads("1/9/85", "01/09/1985");
        reads("2026-11-16", "16/11/2026");
        reads("16.11.2026", "16/11/2026");
        reads("Monday 16th November 2026", "16/11/2026");
        reads("3 Sept 2026", "03/09/2026");
        reads("3 sep 2026", "03/09/2026");
    }

    #[test]
    fn times_behind_dates() {
        reads("16/11/2026 17:10", "16/11/2026 17:10");
        reads("16/11/2026\n17:10", "16/11/2026 17:10");
        reads("16/11/2026 at 5:10 pm", "16/11/2026 17:10");
        reads("2026-11-16T17:10", "16/11/2026 17:10");
        reads("16 November 2026, 1710", "16/11/2026 17:10");
        reads("16/11/2026 12am", "16/11/2026 00:00");
        reads("Monday 16th November 2026 at 5:10 pm", "16/11/2026 17:10");
    }

    #[test]
    fn in_a_format() {
        let day = Date::constant(2026, 11, 6);
        assert_eq!(formatted(day, None, "d mmmm yyyy"), "6 November 2026");
        assert_eq!(formatted(day, Some(Time::constant(9, 5, 0, 0)), "yyyy-mm-dd hh:mm"), "2026-11-06 09:05");
        assert_eq!(formatted(day, None, "dd/mm/yyyy hh:mm"), "06/11/2026");
        let time = Some(Time::constant(10, 5, 0, 0));
        assert_eq!(formatted(day, time, "ddmmyyyyhhmm"), "061120261005");
        assert_eq!(formatted(day, time, "d/m/yy h.mm"), "6/11/26 10.05");
        assert!(is_format("hh:mm") && !is_format("day and month") && !is_format("h:m") && !is_format("//"));
    }

    #[test]
    fn what_is_no_date() {
        refuses("31/02/2026");
        refuses("about 1979");
        refuses("2O/06/2019");
        refuses("16/11");
        refuses("16/11/2026 25:00");
        refuses("16/11/2026 5 10 pm");
        refuses("3 se 2026");
        refuses("ünïcödé/11/2026");
        refuses("");
    }
}
