//! When a piece of work was recorded, as the tracker says it.

use crate::template::date::{show_date, show_date_time};
use jiff::civil::{Date, DateTime, Time};
use std::fmt;

/// The day on which something was recorded, and the time where it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    pub day: Date,
    pub time: Option<Time>,
}

impl Recorded {
    /// Whether two may be the same moment: the same day and, where both have a time, the same minute.
    pub(super) fn is(self, other: Self) -> bool {
        let minute = |time: Time| (time.hour(), time.minute());
        let is_minute = self.time.zip(other.time).is_none_or(|(one, other)| minute(one) == minute(other));
        self.day == other.day && is_minute
    }
}

impl From<DateTime> for Recorded {
    fn from(at: DateTime) -> Self {
        Self { day: at.date(), time: Some(at.time()) }
    }
}

impl From<Date> for Recorded {
    fn from(day: Date) -> Self {
        Self { day, time: None }
    }
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { day, time } = *self;
        f.write_str(&time.map_or_else(|| show_date(day), |time| show_date_time(day.to_datetime(time))))
    }
}
