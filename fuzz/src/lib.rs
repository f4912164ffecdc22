//! What the fuzz targets share: documents out of inputs, changes that keep XML whole, and a bound on memory.

mod definition;
mod memory;
mod mutation;
mod package;
mod samples;

pub use definition::definition_files;
pub use memory::bounded;
pub use mutation::mutate;
pub use package::{Kit, seed};
pub use samples::{form_kit, pack, tracker_kit};

use jiff::civil::{Date, date};

/// The day on which everything happens.
pub const TODAY: Date = date(2026, 11, 16);
