//! What a session wants to know next.

use crate::{
    reentry::{Asked, Child, Step},
    word::Written,
};

/// What a session wants to know next.
#[derive(Debug, Clone, Copy)]
pub enum Want<'s> {
    /// That the system is live: its address, or yes.
    Live,
    /// That the record on the screen is this child's.
    Child { child: &'s Child, asked: Asked },
    /// What to do with what is shown.
    Key(CardView<'s>),
    /// That this text is to be copied, whatever is in it.
    Care { step: &'s Step },
    /// What the screen says.
    Text { step: &'s Step },
    /// That what was typed is right, before it is written anywhere.
    Sure { step: &'s Step, typed: &'s Written },
    /// Why a needed answer is skipped.
    Reason { step: &'s Step },
    /// Which of several boxes was meant.
    Which,
    /// That the page is gone, and with it what was entered in so many steps.
    Gone { steps: usize },
    /// Why needed answers are blank.
    Blanks,
    /// That the record is saved.
    Confirm,
    /// Nothing more.
    Done(Ending),
}

/// What is shown at once: one step, or several that are done with one key.
#[derive(Debug, Clone, Copy)]
pub struct CardView<'s> {
    pub steps: &'s [Step],
    /// Which part of its text is at hand, from 1.
    pub part: usize,
}

impl<'s> CardView<'s> {
    /// The step, if there is only one.
    pub fn step(&self) -> Option<&'s Step> {
        match self.steps {
            [step] => Some(step),
            _ => None,
        }
    }

    /// The screen that it is on.
    pub fn screen(&self) -> &'s str {
        self.steps.first().map_or("", |step| &step.screen)
    }
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The person confirmed that the record is saved: each of them, where there are several.
    Saved,
    /// All was gone through, and the record is not saved.
    NotSaved,
    /// Steps, or the record of a child, were left for later.
    Later,
    /// The person stopped; it goes on from here another time.
    Stopped,
    /// The system is not live.
    NotLive,
    /// The child on the screen did not fit twice.
    WrongChild,
}
