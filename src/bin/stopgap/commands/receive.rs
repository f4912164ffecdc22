//! `stopgap receive`: a form taken over from another team.

use super::{
    Done,
    handover::{Side, tell_rows, who_enters},
    new::{asked, told_of_rows},
    pack, settings, several,
};
use crate::{
    args::{Args, Receive as Asked},
    faces::questions::person,
    failure::Failure,
    out::whole,
};
use std::{fs, path::Path, process::ExitCode};
use stopgap::{
    desk::{Arrival, Received, SavedFiles, clear_old_mails, now},
    handover::WhoEnters,
};

pub fn run(args: &Args, asked: &Asked) -> Done {
    let Some(file) = settings(args)? else {
        return Err(Failure::usage(
            "there are no settings that say where your folder is: save the form in it, and write into your tracker from whom it came",
        ));
    };
    let pack = pack(args)?;
    let arrival = Arrival::open(&asked.file, &pack, now().date())?;
    let mut person = person();
    let workplace = asked::workplace(person.as_mut(), &file.settings, &asked.who)?;
    // Before anything is written: it may be that one of several cannot be settled.
    let mut settled = Vec::new();
    for at in 0..arrival.forms.len() {
        for warning in arrival.warnings(at, &file.settings, &workplace) {
            eprintln!("stopgap: {warning}");
        }
        let said = WhoEnters::said_in(&arrival.forms[at].form);
        let from = arrival.from(at, &file.settings, &workplace).unwrap_or("the other team");
        settled.push(who_enters(person.as_mut(), said, &asked.enters, Side::Receiver, from)?);
    }
    let mut code = ExitCode::SUCCESS;
    for (at, who) in settled.into_iter().enumerate() {
        match arrival.receive(at, who, &file.settings, &workplace, &pack, now()) {
            Ok(received) => tell(&received, &asked.file),
            Err(error) => {
                let failure = Failure::from(error);
                failure.report();
                code = failure.code();
            }
        }
    }
    if arrival.unreadable > 0 {
        let documents = several(arrival.unreadable, "Word document");
        eprintln!(
            "stopgap: {documents} of the mail cannot be read, so nobody can tell whether it is a form: open what was saved beside the form"
        );
    }
    clear_old_mails(workplace.folder(), now());
    Ok(code)
}

fn tell(received: &Received, file: &Path) {
    let Received {
        path,
        title,
        number,
        is_restricted,
        was_there,
        from,
        who_enters,
        rows,
        words,
        files,
        further_copies,
        shared_copies,
    } = received;
    let from = from.as_deref();
    if *was_there {
        println!("{title} {number} is there already: {}.", whole(path.display()));
    } else {
        println!("Put {title} {number} into {}.", whole(path.display()));
    }
    for copy in further_copies {
        eprintln!("stopgap: {} is the same form: look at both, and enter one of them only", copy.display());
    }
    for (tracker, rows) in rows {
        tell_rows(told_of_rows, tracker, rows, words.expose());
    }
    println!(
        "{}",
        match who_enters {
            WhoEnters::Receiver => "You enter it when the system is back.".to_owned(),
            WhoEnters::Sender => format!(
                "{} enters it; you only note what you did, in the same row.",
                from.unwrap_or("The other team")
            ),
        }
    );
    tell_files(files, *is_restricted);
    // Whoever saved the form in the right place named that very file.
    let is_copy = fs::canonicalize(path).ok() != fs::canonicalize(file).ok();
    if *is_restricted {
        println!(
            "The record is restricted, so the form is in your secure place: keep it there. It should not have been mailed: tell {}, and delete the mail everywhere, also among the deleted ones{}.",
            from.unwrap_or("the other team"),
            if is_copy { format!(", and {}", whole(file.display())) } else { String::new() }
        );
        for copy in shared_copies {
            println!(
                "A copy of it lies in your folder on the share: stopgap restrict \"{}\"",
                copy.display()
            );
        }
    } else if is_copy {
        println!("You can delete {} now.", whole(file.display()));
    }
}

/// Names of files can be those of children: where the record is restricted they are not repeated.
fn tell_files(files: &SavedFiles, is_restricted: bool) {
    if files.saved > 0 {
        println!(
            "{} that came with it: {}.",
            several(files.saved, "other file"),
            whole(files.folder.display())
        );
    }
    for (name, why) in &files.left {
        let name = if is_restricted { "A file" } else { name };
        println!("{name} was left in the mail: {why}.");
    }
}
