//! stopgap

pub mod diagnostic;
pub mod form;
pub mod template;
pub mod word;
