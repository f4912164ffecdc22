//! Stage 2: blank forms to hand out, completed forms to read back.

mod anchor;
pub mod date;
mod identity;
mod layout;
mod number;

pub use identity::{Identity, Issue};
pub use layout::blank;
pub use number::{FormNumber, NotAFormNumber};
