//! Stage 6: what is outstanding: the rows of trackers and the forms together.
//!
//! [`join`] finds for each row of one person its form and for each form its row, as a [`Piece`] of work;
//! [`Status`] counts them by team and person. Values in, values out: whoever walks the folders is `desk`.

mod folder;
mod join;
mod status;

pub use folder::{Folder, FormSeen, Progressed, TrackerSeen};
pub use join::{Piece, State, join};
pub use status::{Counts, Open, PersonStatus, Status, TeamStatus};
