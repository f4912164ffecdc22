//! What can be asked for on the command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use stopgap::tracker::RowNumber;

/// Keep recording while EHM, LCS or ContrOCC are down, and enter it all afterwards
#[derive(Parser)]
#[command(name = "stopgap", version, disable_help_subcommand = true, after_help = EXIT_CODES)]
pub struct Args {
    /// Use the definitions in this folder instead of the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub templates: Option<PathBuf>,
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
    /// Enter a completed form into the case system, box by box
    Enter(Enter),
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
    /// See an outage from start to end, with invented forms
    Demo(Demo),
}

#[derive(ClapArgs)]
pub struct New {
    /// Which form, by id or title: see `stopgap forms`
    pub template: String,
    /// Where to save it; `.docx` may be left out
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Put an answer in: ID=VALUE, or ID[ROW].COLUMN=VALUE in a table; `-` reads such lines from standard input
    #[arg(long, value_name = "ID=VALUE")]
    pub set: Vec<String>,
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
pub struct Enter {
    /// The completed form
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The tracker to stamp, if it does not lie beside the form
    #[arg(long, value_name = "FILE")]
    pub tracker: Option<PathBuf>,
    /// Enter the part of the form that is for somebody else, such as finance
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// Show the answers instead of copying them
    #[arg(long)]
    pub print: bool,
    /// What makes it go on from one answer to the next: a key, or the paste itself where the desk can tell one
    #[arg(long, value_name = "HOW")]
    pub advance: Option<Move>,
    /// Speak JSON, a line for a line
    #[arg(long)]
    pub json: bool,
}

/// See [`Enter::advance`].
#[derive(Clone, Copy, ValueEnum)]
pub enum Move {
    Key,
    Paste,
}

#[derive(ClapArgs)]
pub struct Check {
    /// Folders of definitions, or single files in them; those in force if left out
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
    /// The folder; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// Say what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(ClapArgs)]
pub struct Demo {
    /// Where to put the invented team folder
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
}
