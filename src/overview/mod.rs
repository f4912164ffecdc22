//! Stage 6: what is outstanding: the rows of trackers and the forms together.
//!
//! [`join`] finds for each row of one person its form and for each form its row, as a [`Piece`] of work;
//! [`Queue`] puts one person's into the order of entry, and [`Status`] counts them by team and person, with what
//! became of work that was passed between teams. Values in, values out: whoever walks the folders is `desk`.

mod alike;
mod folder;
mod join;
mod queue;
mod receipts;
mod status;

pub use alike::{Alike, NewChild};
pub use folder::{ChildSeen, Folder, FormSeen, Progressed, TrackerSeen};
pub use join::{Piece, State, join};
pub use queue::{Child, FormDetail, Queue, Waits, Work};
pub use receipts::{Elsewhere, Receipt};
pub use status::{Counts, Open, PassedOn, PersonStatus, Status, TeamStatus};
