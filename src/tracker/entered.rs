//! The proof that a piece of work was entered.

use jiff::civil::Date;

/// A piece of work was entered into the case system on this day: only this can stamp a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered(Date);

impl Entered {
    /// A person says that they entered it on this day.
    pub fn by_hand(date: Date) -> Self {
        Self(date)
    }

    /// A session of re-entry was finished on this day, and the person confirmed that the record is saved.
    pub(crate) fn by_session(date: Date) -> Self {
        Self(date)
    }

    /// The day on which it was entered.
    pub fn date(self) -> Date {
        self.0
    }
}
