//! Stage 7: what a person does, start to end: publish what others need, make a form, read what came back,
//! take it up, finish it.
//!
//! The only stage that joins the shared drive, the clipboard and the clock to the pure ones. Faces
//! call it and hold no logic of their own.

mod backlog;
pub mod clipboard_check;
pub mod doctor;
mod document_name;
mod documents;
mod elsewhere;
mod file_name;
mod forms;
mod handover;
mod mail_files;
mod me;
mod pack;
mod per_user;
mod places;
pub mod publish;
mod receive;
mod record;
mod restrict;
pub mod settings;
mod sheet;
mod sitting;
mod survey;
mod this_desk;
mod trackers;
mod work;
mod workplace;

pub use backlog::{Backlog, Colleague, NoColleague};
pub use document_name::NotADocumentName;
pub use documents::{Document, documents_of};
pub use elsewhere::elsewhere;
pub use forms::{MadeForm, MakeError, TakeError, controls_of, make_form, take_form, word_documents};
pub use handover::{ChangedMeanwhile, HandedOver, Handover, HandoverError, clear_old_mails};
pub use mail_files::{SavedFiles, WhyLeft};
pub use me::{Me, MeError};
pub use pack::{Checked, Definitions, PackError, check_definitions, pack_in};
pub use places::{PlaceError, Places};
pub use receive::{Arrival, ArrivedForm, NothingReceived, ReceiveError, Received};
pub use record::{Told, record_of};
pub use restrict::{RestrictError, Restricted, restrict};
pub use sheet::{SheetError, make_sheet};
pub use sitting::{
    Options, Outcome, PinLeft, RecordStamp, Sitting, SittingError, Stamp, TurnError, progress_beside,
};
pub use survey::{Closeness, Surveyed, survey};
pub use this_desk::{ThisDesk, ThisDeskError, advance_here};
pub use trackers::{
    Beside, PassedRows, TrackerFileError, add_missing_rows, add_row, new_tracker, new_tracker_headed,
    stamp_row, tracker_beside, tracker_in, work_of, works_of,
};

pub use work::{BeginError, Begun, RowsAdded, add_rows_of, begin, make_form_at, rows_for};
pub use workplace::{NoWorkplace, Workplace};

/// What a form or a tracker may weigh as a file: pictures that people paste in included.
const LARGEST: u64 = 64 << 20;
/// How long to wait for another stopgap at the same file.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// The time on the wall, for whoever passes a clock.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn now() -> jiff::civil::DateTime {
    jiff::Zoned::now().datetime()
}
