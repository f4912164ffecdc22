//! The command line: reads what a person or a program asks for, calls the library, says what came of it.

// First, and so: its macros hold from here on.
#[macro_use]
mod out;

mod args;
mod commands;
mod faces;
mod failure;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;
use stopgap::clipboard;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) if failure::is_stray_word(&error) => {
            return failure::Failure::usage(failure::STRAY_WORD).tell();
        }
        Err(error) => error.exit(),
    };
    let done = match &args.command {
        None => commands::welcome::run(&args),
        Some(Command::New(new)) => commands::new::run(&args, new),
        Some(Command::Forms) => commands::forms::run(&args),
        Some(Command::Read(read)) => commands::read::run(&args, read),
        Some(Command::Tracker(tracker)) => commands::tracker::run(&args, tracker),
        Some(Command::Restrict(asked)) => commands::restrict::run(&args, asked),
        Some(Command::Handover(asked)) => commands::handover::run(&args, asked),
        Some(Command::Receive(asked)) => commands::receive::run(&args, asked),
        Some(Command::Status(status)) => commands::status::run(&args, status),
        Some(Command::Enter(enter)) => commands::enter::run(&args, enter),
        Some(Command::Check(check)) => commands::check::run(&args, check),
        Some(Command::Schema) => Ok(commands::schema::run()),
        Some(Command::Diff(diff)) => commands::diff::run(diff),
        Some(Command::Plan(plan)) => commands::plan::run(&args, plan),
        Some(Command::Publish(publish)) => commands::publish::run(&args, publish),
        Some(Command::Settings(settings)) => commands::settings::run(&args, settings),
        Some(Command::Doctor(doctor)) => Ok(commands::doctor::run(&args, doctor)),
        Some(Command::ClipboardCheck(check)) => commands::clipboard_check::run(&args, check),
        Some(Command::Demo(demo)) => commands::demo::run(demo),
        Some(Command::ClipboardGuard(guard)) => {
            clipboard::guard(&guard.number);
            Ok(ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(failure::Failure::tell)
}
