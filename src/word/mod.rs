//! Tool: the part of Word's file format that we need.
//!
//! Here things bear the standard's names (ECMA-376: `sdt`, `tbl`, `tr`, tag); outside this module they
//! are fields, rows and stamps. Everything is matched on local names, so strict and transitional
//! documents, and those of other producers, look alike. What we do not understand we leave as it was.

mod change_end;
pub mod control;
mod copy;
pub mod edit;
mod encoding;
mod equation;
pub mod fill;
pub mod finish;
mod form_field;
pub mod grid;
pub mod letterhead;
pub mod new_row;
mod other_formats;
pub mod package;
pub mod page;
pub mod pen;
pub mod picture;
mod placeholder;
pub mod revision;
mod rewrite;
mod splice;
mod symbol;
pub mod table;
pub mod text;
mod wipe;
mod written;
pub mod xml;

pub use control::{Content, Control, ControlKind};
pub use edit::Edits;
pub use letterhead::Letterhead;
pub use package::{Package, Unreadable};
pub use pen::Pen;
pub use picture::Picture;
pub use placeholder::{is_showing_placeholder, is_unwritten, is_words_own};
pub use revision::Revision;
pub use written::Written;
pub use xml::{Element, Node, Tree};
