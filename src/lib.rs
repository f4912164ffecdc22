//! stopgap

pub mod clipboard;
pub mod desk;
pub mod diagnostic;
pub mod form;
pub mod reentry;
pub mod share;
pub mod template;
pub mod tracker;
pub mod word;
