//! What can be asked for on the command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use stopgap::{clipboard, desk::settings::ClipboardSettings, tracker::RowNumber};

/// Keep recording while EHM, LCS or ContrOCC are down, and enter it all afterwards
#[derive(Parser)]
#[command(name = "stopgap", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub struct Args {
    /// Use the definitions in this folder instead of the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// Use these settings instead of the ones that are found: see `stopgap doctor`
    #[arg(long, global = true, value_name = "FILE")]
    pub settings: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the file or definition has faults, or an answer would lose its place
  2  the command was not understood
  3  could not: a file is missing, locked or not yours, or the clipboard is not to be had";

#[derive(Subcommand)]
pub enum Command {
    /// Make a blank form to fill in with Word
    New(New),
    /// List the forms that there are
    Forms,
    /// Read completed forms
    Read(Read),
    /// Make, show and stamp a tracker
    #[command(subcommand)]
    Tracker(Tracker),
    /// Move a form whose record is restricted from the share to your secure place
    Restrict(Restrict),
    /// Pass a form to another team: as a mail to their mailbox, with TEMPLATE REFERRAL in its subject
    Handover(Handover),
    /// Take over a form that another team mailed to yours
    Receive(Receive),
    /// Say what is still to enter, by team and person, the oldest first
    Status(Status),
    /// Enter a completed form into the case system, box by box
    Enter(Enter),
    /// Say who did what with a form when it was entered, without its answers
    Record(Record),
    /// Check template definitions, or say what a fault means
    Check(Check),
    /// Compare two folders of definitions: where would forms already handed out lose an answer?
    Diff(Diff),
    /// Show the screens and boxes of a template in the order of entry
    Plan(Plan),
    /// Print the JSON Schema of definitions, for editors
    Schema,
    /// Put blank forms, a tracker, a guide and the definitions into a folder for everyone
    Publish(Publish),
    /// Check and show settings, or print an example of them
    Settings(Settings),
    /// Say which settings are in force, and whether each place that they name works
    Doctor(Doctor),
    /// Try the clipboard of this desk with a harmless word, and say whether pastes can be trusted
    ClipboardCheck(ClipboardCheck),
    /// See an outage from start to end, with invented forms
    Demo(Demo),
    /// Clear the clipboard when the stopgap that started this one has ended
    #[command(name = clipboard::GUARD, hide = true)]
    ClipboardGuard(ClipboardGuard),
}

#[derive(ClapArgs)]
pub struct New {
    /// Which form, by id or title: see `stopgap forms`. Asked for if left out
    pub template: Option<String>,
    /// Where to save it, instead of your own folder; `.docx` may be left out. No row is added to a tracker then
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Put an answer in: ID=VALUE, or ID[ROW].COLUMN=VALUE in a table; `-` reads such lines from standard input
    #[arg(long, value_name = "ID=VALUE")]
    pub set: Vec<String>,
    #[command(flatten)]
    pub who: Who,
    /// Do not open the form in Word
    #[arg(long)]
    pub no_open: bool,
}

/// Who works here, where it is not known from an earlier start.
#[derive(ClapArgs)]
pub struct Who {
    /// Your name, as your folder is called; kept for the next time
    #[arg(long, requires = "team")]
    pub name: Option<String>,
    /// Your team, as the settings name it; kept for the next time
    #[arg(long, requires = "name")]
    pub team: Option<String>,
}

#[derive(ClapArgs)]
pub struct Read {
    /// Word documents, or a folder of them
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print JSON; for several files a line each
    #[arg(long)]
    pub json: bool,
    /// Print every content control of any document, by tag or title, as JSON
    #[arg(long, conflicts_with = "json")]
    pub controls: bool,
    /// End with 1 when something odd was found
    #[arg(long)]
    pub strict: bool,
}

#[derive(Subcommand)]
pub enum Tracker {
    /// Make a blank tracker
    New(TrackerNew),
    /// Show the rows of a tracker
    Show(TrackerShow),
    /// Add a row
    Add(TrackerAdd),
    /// Write the date on which a row was entered
    Stamp(TrackerStamp),
}

#[derive(ClapArgs)]
pub struct TrackerNew {
    /// Your name
    #[arg(long)]
    pub name: String,
    /// Your team
    #[arg(long)]
    pub team: String,
    /// Where to save it, instead of `TEAM_YourName.docx` here; `.docx` may be left out
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub struct TrackerShow {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(ClapArgs)]
pub struct TrackerAdd {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Say what goes into it: pin=, surname=, dob=, nature=, and where need be restricted=yes and recorded=;
    /// `-` reads such lines from standard input, and no other program sees them
    #[arg(long, value_name = "ID=VALUE")]
    pub set: Vec<String>,
    /// Add the rows that this form asks for
    #[arg(long, conflicts_with_all = ["set", "pin", "surname", "dob", "restricted", "nature", "recorded"])]
    pub form: Option<PathBuf>,
    /// The child's PIN, or NEW
    #[arg(long)]
    pub pin: Option<String>,
    #[arg(long)]
    pub surname: Option<String>,
    /// Date of birth, dd/mm/yyyy
    #[arg(long, value_name = "DATE")]
    pub dob: Option<String>,
    /// The record is restricted
    #[arg(long)]
    pub restricted: bool,
    /// What was done
    #[arg(long)]
    pub nature: Option<String>,
    /// When it was recorded, dd/mm/yyyy hh:mm; now if left out
    #[arg(long, value_name = "DATE TIME")]
    pub recorded: Option<String>,
}

#[derive(ClapArgs)]
#[command(group(clap::ArgGroup::new("which").required(true)))]
pub struct TrackerStamp {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The number of the row, as `tracker show` has it
    #[arg(long, group = "which")]
    pub row: Option<RowNumber>,
    /// The PIN of the row's child, if no other row has it
    #[arg(long, group = "which")]
    pub pin: Option<String>,
    /// The day on which it was entered, dd/mm/yyyy; today if left out
    #[arg(long)]
    pub date: Option<String>,
}

#[derive(ClapArgs)]
pub struct Record {
    /// The form
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The record of the part that is for somebody else, such as finance
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// Print a line of JSON for each thing that was done
    #[arg(long)]
    pub json: bool,
}

#[derive(ClapArgs)]
pub struct Restrict {
    /// The form
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub who: Who,
}

#[derive(ClapArgs)]
pub struct Handover {
    /// The form
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The team that it goes to, as the settings name it
    #[arg(long, value_name = "TEAM")]
    pub to: String,
    #[command(flatten)]
    pub enters: Enters,
    /// Do not open the mail
    #[arg(long)]
    pub no_open: bool,
    #[command(flatten)]
    pub who: Who,
}

#[derive(ClapArgs)]
pub struct Receive {
    /// The mail (.eml), or the form saved out of it (.docx)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub enters: Enters,
    #[command(flatten)]
    pub who: Who,
}

/// Who enters passed work, where the form does not say.
#[derive(ClapArgs)]
pub struct Enters {
    /// The other team enters it into the case system; if the form says who does, that counts
    #[arg(long)]
    pub they_enter: bool,
    /// You or your team enter it into the case system; if the form says who does, that counts
    #[arg(long, conflicts_with = "they_enter")]
    pub i_enter: bool,
}

#[derive(ClapArgs)]
pub struct Status {
    /// A team, or a folder of forms and trackers, such as your own; the whole share if left out
    #[arg(value_name = "TEAM or DIR")]
    pub folder: Option<PathBuf>,
    /// Name every piece of work, not only the oldest of each person
    #[arg(long)]
    pub all: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print a line for each piece of work, for a spreadsheet
    #[arg(long)]
    pub csv: bool,
}

#[derive(ClapArgs)]
pub struct Enter {
    /// The completed form, or a folder of them; your own folder if left out
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Enter for a colleague who is away, from their folder
    #[arg(long = "for", value_name = "NAME", conflicts_with = "file")]
    pub for_colleague: Option<String>,
    /// The colleague's team, where several have a folder of that name
    #[arg(long, value_name = "TEAM", requires = "for_colleague")]
    pub for_team: Option<String>,
    /// Why the colleague does not enter it; asked for if left out
    #[arg(long, value_name = "WORDS", requires = "for_colleague")]
    pub reason: Option<String>,
    #[command(flatten)]
    pub who: Who,
    /// The tracker to stamp, if it does not lie beside the form
    #[arg(long, value_name = "FILE")]
    pub tracker: Option<PathBuf>,
    /// Enter the part of the form that is for somebody else, such as finance
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// Show the answers instead of copying them; or, with a form and a name, write them into a new Word document,
    /// to enter them from at a desk where stopgap may not run
    #[arg(long, value_name = "OUT.docx")]
    #[expect(clippy::option_option, reason = "how clap says that the value may be left out")]
    print: Option<Option<PathBuf>>,
    /// What makes it go on from one answer to the next: a key, or the paste itself where the desk can tell one
    #[arg(long, value_name = "HOW")]
    pub advance: Option<Move>,
    /// Speak JSON, a line for a line
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub clipboard: Clipboard,
}

impl Enter {
    /// Whether answers are shown, and nothing is copied.
    pub fn prints(&self) -> bool {
        self.print.is_some()
    }

    /// The form, or the folder of forms. It may stand behind `--print` just as well: a sheet needs a form, so where
    /// no other word says which, the word is that.
    pub fn form_or_folder(&self) -> Option<&Path> {
        self.file.as_deref().or_else(|| self.print.as_ref()?.as_deref())
    }

    /// The Word document that the answers are to be written into.
    pub fn sheet(&self) -> Option<&Path> {
        self.file.as_ref()?;
        self.print.as_ref()?.as_deref()
    }
}

/// How the clipboard of the desk is used: what is set here holds for this once.
#[derive(ClapArgs)]
#[command(next_help_heading = "Clipboard")]
pub struct Clipboard {
    /// Give the answers to a person's paste only, or to every program that reads
    #[arg(long, value_name = "on|off")]
    pub shield: Option<Switch>,
    /// Take no keys that are heard in every window
    #[arg(long)]
    pub no_hotkeys: bool,
    /// Do not look, when an answer is read, whether the keys for a paste were pressed (Windows, X11)
    #[arg(long)]
    pub no_gesture: bool,
    /// Start no second process that clears the clipboard if this one is killed (Windows)
    #[arg(long)]
    pub no_guard: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

impl Clipboard {
    /// What the settings say, or for this once the arguments.
    pub fn options(&self, settings: Option<&ClipboardSettings>) -> clipboard::Options {
        let ClipboardSettings { mut options, has_guard, .. } = settings.cloned().unwrap_or_default();
        if let Some(shield) = self.shield {
            options.shield.on = shield == Switch::On;
        }
        options.gesture &= !self.no_gesture;
        options.guard = std::env::current_exe().ok().filter(|_| has_guard && !self.no_guard);
        if self.no_hotkeys {
            options.keys.clear();
        }
        options
    }
}

/// See [`Enter::advance`].
#[derive(Clone, Copy, ValueEnum)]
pub enum Move {
    Key,
    Paste,
}

#[derive(ClapArgs)]
pub struct Check {
    /// Folders of definitions, or single files in them; those in force if left out: with settings the published ones
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Print the faults as JSON, for editors and CI
    #[arg(long)]
    pub json: bool,
    /// End with 1 for warnings too
    #[arg(long)]
    pub deny_warnings: bool,
    /// Say at length what a code means
    #[arg(long, value_name = "CODE", conflicts_with_all = ["paths", "json", "deny_warnings"])]
    pub explain: Option<String>,
}

#[derive(ClapArgs)]
pub struct Diff {
    /// The folder of the definitions that forms were handed out from
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The folder of those that are to take their place
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
}

#[derive(ClapArgs)]
pub struct Plan {
    /// Which template, by id or title: see `stopgap forms`
    pub template: String,
}

#[derive(ClapArgs)]
pub struct Publish {
    /// The folder; it is made if it is not there. The one that the settings name if left out
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
    /// Publish the definitions that stopgap brings along, in place of others that are published there
    #[arg(long)]
    pub built_in: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(ClapArgs)]
pub struct ClipboardCheck {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub clipboard: Clipboard,
}

#[derive(ClapArgs)]
pub struct ClipboardGuard {
    pub number: String,
}

#[derive(ClapArgs)]
pub struct Settings {
    /// The settings to check and show; those in force if left out
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Print settings to begin with
    #[arg(long, conflicts_with = "file")]
    pub example: bool,
}

#[derive(ClapArgs)]
pub struct Doctor {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(ClapArgs)]
pub struct Demo {
    /// Where to put the invented team folder
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
}
