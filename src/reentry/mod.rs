//! Stage 5: one person entering one completed form.
//!
//! [`plan()`] turns a form into steps, a [`Session`] walks through them, [`Progress`] is what is kept
//! meanwhile, and an `Entered` is what comes out when the person has confirmed that the record is saved.

mod child;
pub mod fit;
mod plan;
mod progress;
mod session;

pub use child::{Asked, ChildCheck, Verdict};
pub use plan::{Round, Step, StepId, StepKind, late_entry_line, others, plan};
pub use progress::{Given, Progress, SkipReason, StepRecord, StepState};
pub use session::{Ending, Input, Offer, Session, Want};
