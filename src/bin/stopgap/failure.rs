//! Bad news, well told: which exit code an error of the library has, and how it is said.

use crate::{commands::several, out::NOBODY_READS};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::{path::Path, process::ExitCode};
use stopgap::{
    clipboard::ClipboardError,
    desk::{
        BeginError, HandoverError, MakeError, MeError, NoColleague, NoWorkplace, NotADocumentName,
        NothingReceived, PackError, PlaceError, ReceiveError, RestrictError, SheetError, SittingError,
        TakeError, TrackerFileError,
        publish::{NotWritten, PublishError},
        settings::SettingsError,
    },
    diagnostic::{Faults, Level},
    form::NotAForm,
    template::{UnknownCode, UnknownTemplate},
    word::Unreadable,
};

/// Why a command did not do what it was asked for.
pub struct Failure {
    kind: Kind,
    message: String,
    /// The file is a sound Word document, and no form.
    not_a_form: bool,
    /// Every other form would fail by it, too.
    of_desk: bool,
}

/// What an exit code says: see the help.
#[derive(Clone, Copy)]
enum Kind {
    Faults = 1,
    Usage = 2,
    CouldNot = 3,
    /// Nobody reads what it says: nothing is wrong, and there is nobody to be told.
    NobodyReads = NOBODY_READS as isize,
}

/// So many faults show what is the matter, and leave the command in sight.
const SOME_FAULTS: usize = 3;

impl Failure {
    fn new(kind: Kind, message: &dyn std::fmt::Display) -> Self {
        Self { kind, message: message.to_string(), not_a_form: false, of_desk: false }
    }

    /// The input has faults.
    pub fn faults(message: impl std::fmt::Display) -> Self {
        Self::new(Kind::Faults, &message)
    }

    /// Definitions have faults: all of them.
    pub fn definitions(found: &Faults) -> Self {
        Self::faults(format!("the definitions have {}\n\n{found}", counted(found)))
    }

    /// Definitions have faults, and something else was wanted of them than to hear of each.
    fn faulty(folder: &Path, found: Faults) -> Self {
        let Faults { sources, mut list } = found;
        list.retain(|fault| fault.level == Level::Error);
        let (folder, count) = (folder.display().to_string(), several(list.len(), "fault"));
        let quoted = if folder.contains(' ') { format!("\"{folder}\"") } else { folder.clone() };
        let more = match list.len().saturating_sub(SOME_FAULTS) {
            0 => String::new(),
            more => format!("\n\nand {more} more"),
        };
        list.truncate(SOME_FAULTS);
        let first = Faults { sources, list };
        Self::faults(format!(
            "the definitions in {folder} have {count}: run stopgap check {quoted}\n\n{first}{more}"
        ))
    }

    /// The command was not understood.
    pub fn usage(message: impl std::fmt::Display) -> Self {
        Self::new(Kind::Usage, &message)
    }

    /// It could not be done.
    pub fn could_not(message: impl std::fmt::Display) -> Self {
        Self::new(Kind::CouldNot, &message)
    }

    /// Says it on standard error, for what goes on with the next file.
    pub fn report(&self) {
        if !matches!(self.kind, Kind::NobodyReads) {
            eprintln!("stopgap: {}", self.message);
        }
    }

    /// Says it and gives the exit code.
    pub fn tell(self) -> ExitCode {
        self.report();
        self.code()
    }

    /// Whether a sound Word document turned out to be no form: in a folder there may be others.
    pub fn is_not_a_form(&self) -> bool {
        self.not_a_form
    }

    /// The same, where it lies in the desk and in none of the forms.
    #[must_use]
    pub fn of_desk(self) -> Self {
        Self { of_desk: true, ..self }
    }

    /// Whether every other form would fail by it, too.
    pub fn is_of_desk(&self) -> bool {
        self.of_desk
    }

    /// The exit code.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(self.kind as u8)
    }
}

/// What is said of a word that no option takes.
pub const STRAY_WORD: &str =
    "a word stands alone that means nothing here: put words that belong together in quotes";

/// Whether the command line has a word that no option takes. It can be half of somebody's name, and
/// clap would repeat it.
pub fn is_stray_word(error: &clap::Error) -> bool {
    let word = error.get(ContextKind::InvalidArg);
    error.kind() == ErrorKind::UnknownArgument
        && matches!(word, Some(ContextValue::String(word)) if !word.starts_with('-'))
}

/// "1 fault", "3 faults and 2 warnings", "1 warning".
pub fn counted(found: &Faults) -> String {
    let some = |count: usize, word: &str| (count > 0).then(|| several(count, word));
    let parts = [some(found.count(Level::Error), "fault"), some(found.count(Level::Warning), "warning")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::BrokenPipe => Kind::NobodyReads,
            _ => Kind::CouldNot,
        };
        Self::new(kind, &error)
    }
}

impl From<UnknownTemplate> for Failure {
    fn from(error: UnknownTemplate) -> Self {
        Self::usage(error)
    }
}

impl From<UnknownCode> for Failure {
    fn from(error: UnknownCode) -> Self {
        Self::usage(error)
    }
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        match error {
            PackError::Faulty { folder, faults } => Self::faulty(&folder, faults),
            PackError::NoDefinition(_) | PackError::Misnamed { .. } => Self::usage(error),
            PackError::Missing(_)
            | PackError::NothingPublished(_)
            | PackError::NotReached(_)
            | PackError::Folder { .. }
            | PackError::File(_)
            | PackError::Empty(_) => Self::could_not(error),
        }
    }
}

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::Read(_) => Self::could_not(error),
            SettingsError::NotUtf8(_) => Self::faults(error),
            SettingsError::Faulty { path, faults } => Self::faults(format!(
                "the settings in {} have {}\n\n{faults}",
                path.display(),
                counted(&faults)
            )),
        }
    }
}

impl From<PlaceError> for Failure {
    fn from(error: PlaceError) -> Self {
        Self::could_not(error)
    }
}

impl From<MakeError> for Failure {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Template(_) | MakeError::Answer(_) => Self::usage(error),
            MakeError::Name(error) => error.into(),
            MakeError::Random(_) | MakeError::Unread(_) | MakeError::Layout(_) | MakeError::Save(_) => {
                Self::could_not(error)
            }
        }
    }
}

impl From<BeginError> for Failure {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Make(error) => error.into(),
            BeginError::Place(error) => error.into(),
            BeginError::Unknown(_) => Self::usage(error),
        }
    }
}

impl From<RestrictError> for Failure {
    fn from(error: RestrictError) -> Self {
        match error {
            RestrictError::Take(error) => error.into(),
            RestrictError::NotShared => Self::usage(error),
            RestrictError::NoQuestion => Self::faults(error),
            _ => Self::could_not(error),
        }
    }
}

impl From<HandoverError> for Failure {
    fn from(error: HandoverError) -> Self {
        match error {
            HandoverError::Take(error) => error.into(),
            HandoverError::NoTeam { .. } | HandoverError::OtherTeam(_) | HandoverError::OthersEnter(_) => {
                Self::usage(error)
            }
            HandoverError::RestrictedOrNot | HandoverError::Entered { .. } => Self::faults(error),
            _ => Self::could_not(error),
        }
    }
}

impl From<NothingReceived> for Failure {
    fn from(error: NothingReceived) -> Self {
        match error {
            NothingReceived::Read(_) => Self::could_not(error),
            NothingReceived::NotAMail { .. }
            | NothingReceived::NotAForm { .. }
            | NothingReceived::NoForm { .. } => Self::faults(error),
        }
    }
}

impl From<ReceiveError> for Failure {
    fn from(error: ReceiveError) -> Self {
        match error {
            ReceiveError::Differs { .. }
            | ReceiveError::OtherThere { .. }
            | ReceiveError::Colleague { .. } => Self::faults(error),
            _ => Self::could_not(error),
        }
    }
}

impl From<NoWorkplace> for Failure {
    fn from(error: NoWorkplace) -> Self {
        match error {
            NoWorkplace::NoTeam { .. } => Self::usage(error),
            NoWorkplace::Place(error) => error.into(),
        }
    }
}

impl From<NoColleague> for Failure {
    fn from(error: NoColleague) -> Self {
        match error {
            NoColleague::Workplace(error) => error.into(),
            _ => Self::usage(error),
        }
    }
}

impl From<MeError> for Failure {
    fn from(error: MeError) -> Self {
        Self::could_not(error)
    }
}

impl From<NotADocumentName> for Failure {
    fn from(error: NotADocumentName) -> Self {
        match error {
            NotADocumentName::NoFolder(_) => Self::could_not(error),
            NotADocumentName::Folder(_) | NotADocumentName::NotDocx(_) => Self::usage(error),
        }
    }
}

impl From<TakeError> for Failure {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::Read(_) | TakeError::Folder { .. } => Self::could_not(error),
            TakeError::NotAForm { ref source, .. } => {
                let not_a_form = matches!(source, NotAForm::NotOurs);
                Self { not_a_form, ..Self::faults(error) }
            }
        }
    }
}

impl From<TrackerFileError> for Failure {
    fn from(error: TrackerFileError) -> Self {
        match error {
            TrackerFileError::Tracker { .. } => Self::faults(error),
            TrackerFileError::Name(error) => error.into(),
            TrackerFileError::Several(_) => Self::usage(error),
            TrackerFileError::Read(_)
            | TrackerFileError::Place(_)
            | TrackerFileError::Folder(_)
            | TrackerFileError::Create(_)
            | TrackerFileError::Layout(_)
            | TrackerFileError::Update(_) => Self::could_not(error),
        }
    }
}

impl From<Unreadable> for Failure {
    /// Of a document that we lay out ourselves.
    fn from(error: Unreadable) -> Self {
        Self::could_not(format!("the document could not be laid out: {error}"))
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        Self::could_not(error)
    }
}

impl From<&NotWritten> for Failure {
    fn from(trouble: &NotWritten) -> Self {
        Self::could_not(trouble)
    }
}

impl From<ClipboardError> for Failure {
    fn from(error: ClipboardError) -> Self {
        Self::could_not(error)
    }
}

impl From<SittingError> for Failure {
    fn from(error: SittingError) -> Self {
        match error {
            SittingError::Take(error) => error.into(),
            SittingError::NoSuchPart { .. } => Self::usage(error),
            SittingError::Turn(_) => Self::could_not(error),
            SittingError::StampedAlready { .. }
            | SittingError::EnteredElsewhere { .. }
            | SittingError::AlreadyEntered { .. }
            | SittingError::RestrictedForAnother
            | SittingError::RestrictedOnShare(_)
            | SittingError::TooManyChildren { .. }
            | SittingError::BadProgress { .. }
            | SittingError::ProgressOfAnother(_) => Self::faults(error),
            SittingError::ReadProgress(_)
            | SittingError::WriteProgress(_)
            | SittingError::Random(_)
            | SittingError::Clipboard(_) => Self::could_not(error),
        }
    }
}

impl From<SheetError> for Failure {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::Name(error) => error.into(),
            SheetError::Sitting(error) => error.into(),
            SheetError::NothingLeft(_) => Self::faults(error),
            SheetError::Place(_) | SheetError::Layout(_) | SheetError::Create(_) => Self::could_not(error),
        }
    }
}
