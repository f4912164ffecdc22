//! `stopgap new`: a form to fill in with Word.

use super::{Done, lines_set, pack};
use crate::args::{Args, New};
use std::process::ExitCode;
use stopgap::desk::{MadeForm, make_form};

pub fn run(args: &Args, new: &New) -> Done {
    let pack = pack(args)?;
    let answers = lines_set(&new.set)?;
    let MadeForm { path, number } = make_form(&pack, &new.template, &answers, &new.to)?;
    println!("Made {} with form number {number}.", path.display());
    println!("Open it in Word and fill it in.");
    println!("In your tracker, write ({number}) after the text under Nature of Work Undertaken.");
    Ok(ExitCode::SUCCESS)
}
