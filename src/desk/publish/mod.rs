//! Publishing: everything that people need in an outage, in one folder.
//!
//! [`Publication::of`] makes the files from the definitions, and is pure: the same bytes every time.
//! [`publish`] brings a folder to that state and leaves alone whatever is not stopgap's.

mod folder;
mod guide;
mod manifest;
mod name;
mod publication;

pub(super) use folder::Blanks;
pub(super) use manifest::MANIFEST;

pub use folder::{Done, Mode, NotWritten, PublishError, Published, publish};
pub use publication::{Outdated, Publication, PublishedFile, changes_since, has_others, outdated};
