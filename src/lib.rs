//! stopgap

pub mod form;
pub mod word;
