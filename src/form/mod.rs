//! Stage 2: blank forms to hand out, completed forms to read back.
//!
//! A form goes out as [`blank`], which becomes one person's form ([`issued()`]) and may have known answers
//! put in ([`fill()`]). It comes back through [`read()`] as a [`CompletedForm`]: answers, how each was
//! found, and findings. Bytes in, bytes out.

mod anchor;
mod checks;
mod completed;
mod doubts;
mod fill;
mod findings;
mod glance;
mod identity;
mod issued;
mod json;
mod layout;
mod number;
mod office;
mod older;
mod outside;
mod pin;
mod places;
mod read;
mod reader;
mod rows;
mod table;
mod ticks;
mod unplaced;
mod value;
mod years;

pub use completed::{Anchor, Answer, CompletedForm, SupportingDocument};
pub use fill::{Answers, NotSet, fill};
pub use findings::{Finding, FindingKind, Findings};
pub use glance::{Glance, glance};
pub use identity::{Identity, Issue};
pub use issued::issued;
pub use layout::{blank, blank_headed};
pub use number::{FormNumber, NotAFormNumber};
pub use office::{EnteredNote, SOME_SYSTEM, note_entered};
pub use pin::Pin;
pub use read::{NotAForm, read};
pub use value::{DoesNotFit, Value};
