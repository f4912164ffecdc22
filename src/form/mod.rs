//! Stage 2: blank forms to hand out, completed forms to read back.

pub mod date;
mod number;

pub use number::{FormNumber, NotAFormNumber};
