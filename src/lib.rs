//! stopgap

pub mod clipboard;
pub mod form;
pub mod word;
