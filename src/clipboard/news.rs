//! What happens on the desk.

use super::Key;

/// The number of an offer. Each clipboard counts its own, from 1, so that what is heard late about an
/// offer can be told from news about the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offer(u64);

/// For tests of who only hears of offers.
impl From<u64> for Offer {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

/// Something that happened on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A person's paste, as far as can be told, took the offer.
    ///
    /// A paste is told once, though a browser may read it twice within a quarter of a second. It is told
    /// again if the person pasted the same offer again; on Windows that is known only when the offer is
    /// replaced, and told then, under its old number, if it was within a second of the first.
    Pasted(Offer),
    /// Another program asked for it and was given nothing. Programs that ask again and again are told of
    /// four times a second at most.
    Refused { offer: Offer, by: Option<String> },
    /// Another program has the clipboard open, and what is to be offered waits for it.
    Held { by: Option<String> },
    /// Another program copied something: the offer is gone from the clipboard.
    Replaced(Offer),
    /// It emptied itself.
    Cleared { offer: Offer, why: Cleared },
    /// A global key.
    Key(Key),
}

/// Why an offer was cleared without being asked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cleared {
    /// The desk was locked, or its remote session disconnected.
    Locked,
    /// Nothing was done at the desk for a while.
    Idle,
    /// The person logs off, the computer shuts down, or the window of the program is closed.
    Ending,
}

/// Numbers the offers of one clipboard.
#[derive(Default)]
pub(super) struct Offers(u64);

impl Offers {
    pub(super) fn next(&mut self) -> Offer {
        self.0 += 1;
        Offer(self.0)
    }
}
