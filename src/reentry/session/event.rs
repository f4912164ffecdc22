//! What happens to a session, and what it wants to have on the clipboard.

use super::Input;
use crate::word::Written;
use jiff::civil::DateTime;
use std::time::Duration;

/// When something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// On the wall: for what is noted.
    pub wall: DateTime,
    /// Since the sitting began, by a clock that nobody sets: for what is waited for.
    pub running: Duration,
}

/// What happens to a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person says something.
    Input(Input),
    /// The desk says something.
    Heard(Heard),
    /// The deadline has come.
    Woken,
}

/// What is heard of the clipboard and of the keys that work in every window. Offers are named by their number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The offer was read, as a paste does.
    Pasted(u64),
    /// A program that is not the one that the person pastes into wanted it and did not get it.
    Refused {
        offer: u64,
        by: Option<String>,
    },
    /// Another program copied something else.
    Replaced(u64),
    /// It was taken off the clipboard.
    Cleared(u64),
    Key(Key),
}

/// A key that works in every window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Next,
    Back,
}

/// What should be on the clipboard.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'s> {
    /// Another number means: put it there afresh.
    pub number: u64,
    pub goods: Goods<'s>,
}

/// What is offered.
#[derive(Debug, Clone, Copy)]
pub enum Goods<'s> {
    Text(&'s Written),
    /// The name of a file that lies beside the form.
    File(&'s Written),
}

impl<'s> Goods<'s> {
    /// What a paste into a box of text brings.
    pub fn text(self) -> &'s Written {
        match self {
            Self::Text(text) | Self::File(text) => text,
        }
    }
}
