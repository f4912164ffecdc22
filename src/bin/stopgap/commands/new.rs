//! `stopgap new`: a form to fill in with Word.

use super::{Done, pack};
use crate::{
    args::{Args, New},
    failure::Failure,
};
use std::{
    io::{self, BufRead},
    process::ExitCode,
};
use stopgap::desk::{MadeForm, make_form};

pub fn run(args: &Args, new: &New) -> Done {
    let pack = pack(args)?;
    let answers = answers(&new.set)?;
    let MadeForm { path, number } = make_form(&pack, &new.template, &answers, &new.to)?;
    println!("Made {} with form number {number}.", path.display());
    println!("Open it in Word and fill it in.");
    println!("In your tracker, write ({number}) after the text under Nature of Work Undertaken.");
    Ok(ExitCode::SUCCESS)
}

/// The answers as lines `ID=VALUE`; `-` stands for the lines of standard input.
fn answers(set: &[String]) -> Result<Vec<String>, Failure> {
    let mut answers = Vec::new();
    for answer in set {
        if answer == "-" {
            for line in io::stdin().lock().lines() {
                let line = line.map_err(|_| Failure::faults("standard input is not in UTF-8"))?;
                if !line.trim().is_empty() {
                    answers.push(line);
                }
            }
        } else {
            answers.push(answer.clone());
        }
    }
    Ok(answers)
}
