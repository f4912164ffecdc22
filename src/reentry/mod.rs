//! Stage 4: one person entering one completed form.
//!
//! [`records()`] turns a form into the records that it goes into and their steps, a [`Session`] walks through them,
//! [`Progress`] is what is kept meanwhile, and an `Entered` is what comes out when the person has confirmed that a
//! record is saved.

mod address;
mod careful;
mod child;
mod children;
mod copied_back;
mod deed;
pub mod fit;
mod late;
pub mod parts;
mod pins;
mod plan;
mod progress;
mod records;
mod session;
mod sheet;
mod step;

pub use address::{Addresses, Page};
pub use careful::{Names, OtherChildren, warning};
pub use child::{Asked, Child, MAY_BE_SAME_CHILD, Verdict};
pub use children::as_planned;
pub use copied_back::{CopiedBack, Lines, compare};
pub use deed::{Beginning, Changes, ChildProof, Deed, Entry, Found, Given, LiveProof, SkipReason, Stamped};
pub use late::{Hands, late_entry_line};
pub use pins::{KnownPins, NotedPin};
pub use plan::{Planning, instructions, needed_blanks, other_parts, plan};
pub use progress::{
    Confirmation, PartlySaved, Progress, ProgressGlance, StepRecord, StepState, UnderWay, UnreadLine,
    changed_since, document_key, entries, is_document,
};
pub use records::{ChildKey, KnownChild, Record, TooManyChildren, for_each_child, records};
pub use session::{
    Abilities, Advance, CardView, Ending, Event, Goods, Heard, Input, Items, Key, Learned, Moment, Offer,
    Pause, Session, Task, Want,
};
pub use sheet::ReentrySheet;
pub use step::{Paste, Round, Step, StepId, StepKind};
