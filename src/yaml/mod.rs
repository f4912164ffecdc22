//! Tool: YAML written by people who are not programmers.
//!
//! A file is read into a `tree` in which each text knows its place, its `keys` are looked up by a `table`,
//! and every `fault` on the way, and every `slip` in the grammar, is told at once.

mod bracket;
mod dash;
pub mod fault;
mod keys;
mod lines;
mod near;
mod slip;
mod table;
mod tree;

pub use keys::{Found, Keys, line, switch, text, texts};
pub use table::{Key, Map, Shape, Word, may, names, needed};
pub use tree::{Located, Yaml, parse};
