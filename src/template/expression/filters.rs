//! Filters for the trade: dates, names, rows. An answer is text, and so is what they give.
#![expect(clippy::needless_pass_by_value, reason = "Tera hands the arguments over")]

use crate::template::date::{formatted, parse_date_time};
use tera::{Kwargs, State, Tera, TeraResult};

pub fn register(tera: &mut Tera) {
    tera.register_filter("date", date);
    tera.register_filter("rows", rows);
    tera.register_filter("first_line", first_line);
    tera.register_filter("initials", initials);
    tera.register_filter("surname", surname);
}

/// A date in another format; what is no date stays as it is.
fn date(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let format = kwargs.must_get::<&str>("format")?;
    Ok(parse_date_time(text).map_or_else(|| text.to_owned(), |(date, time)| formatted(date, time, format)))
}

/// The rows of a table in one line.
fn rows(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let between = kwargs.get::<&str>("between")?.unwrap_or("; ");
    // Four letters at most: the text must not grow by what stands between its lines.
    let between: String = between.chars().take(4).collect();
    Ok(text.lines().collect::<Vec<_>>().join(&between))
}

fn first_line(text: &str, _: Kwargs, _: &State) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn initials(text: &str, _: Kwargs, _: &State) -> String {
    text.split_whitespace().filter_map(|word| word.chars().next()).collect::<String>().to_uppercase()
}

fn surname(text: &str, _: Kwargs, _: &State) -> String {
    text.split_whitespace().last().unwrap_or_default().to_owned()
}
