//! `stopgap record`: who did what with a form, and when.

use super::{Done, pack};
use crate::{
    args::{Args, Record},
    out::tell_behind,
};
use serde_json::json;
use std::process::ExitCode;
use stopgap::{
    desk::{now, record_of},
    template::date::show_date_time,
};

pub fn run(args: &Args, record: &Record) -> Done {
    let told = record_of(&record.file, record.by.as_deref(), &pack(args)?, now().date())?;
    if told.is_empty() && !record.json {
        println!("Nobody has entered this form with stopgap yet.");
    }
    for deed in told {
        if record.json {
            print!("{}\n", json!({ "at": deed.at.to_string(), "who": deed.who, "what": deed.what }));
        } else {
            let who = deed.who.map_or(String::new(), |who| format!("  {who}:"));
            tell_behind(&show_date_time(deed.at), &format!("{who} {}", deed.what));
        }
    }
    Ok(ExitCode::SUCCESS)
}
