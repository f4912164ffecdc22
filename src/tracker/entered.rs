//! The proof that a piece of work was entered.

use jiff::civil::Date;

/// A piece of work was entered into the case system on this day: only this can stamp a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered {
    date: Date,
    how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Session,
    ByHand,
}

impl Entered {
    /// A person says that they entered it on this day.
    pub fn by_hand(date: Date) -> Self {
        Self { date, how: How::ByHand }
    }

    /// A session of re-entry was finished on this day, and the person confirmed that the record is saved.
    pub(crate) fn by_session(date: Date) -> Self {
        Self { date, how: How::Session }
    }

    /// The day on which it was entered.
    pub fn date(self) -> Date {
        self.date
    }

    /// Whether a person said so, without a session.
    pub fn is_by_hand(self) -> bool {
        self.how == How::ByHand
    }
}
