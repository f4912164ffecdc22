//! `stopgap` with nothing: what it is, what it found, and what can be done next.

use super::{Done, pack, settings, several};
use crate::{
    args::Args,
    out::{tell_behind, whole},
};
use std::process::ExitCode;
use stopgap::{
    desk::{Closeness, Me, Workplace, now, settings::SettingsFile, survey},
    overview::{Counts, Elsewhere, Folder, Status},
};

pub fn run(args: &Args) -> Done {
    let file = settings(args)?;
    let pack = pack(args)?;
    println!(
        "stopgap keeps recording going while EHM, LCS or ContrOCC are down, and helps to enter it all afterwards."
    );
    let forms = several(pack.templates().len(), "form");
    match &file {
        Some(SettingsFile { path, settings, .. }) => {
            let council =
                settings.council.name.as_deref().map_or(String::new(), |council| format!(" of {council}"));
            println!("It has {forms}{council}, by the settings in {}.", whole(path.display()));
        }
        None => println!("It has {forms} here, and no settings: stopgap doctor says more."),
    }
    let place = file.as_ref().and_then(own_place);
    if let Some(workplace) = &place {
        let status = survey(workplace.folder(), None, &pack, Closeness::Glance, now().date(), |_, _| {});
        let counted = |folders: &[Folder]| Status::of(folders, &Elsewhere::default(), now().date()).counts();
        let counts = status.map_or_else(|_| Counts::default(), |found| counted(&found.folders));
        println!(
            "You are {} of {}: {} in {}.",
            workplace.me.name,
            workplace.me.team,
            match counts.open {
                0 => "nothing to enter".to_owned(),
                open => format!("{open} still to enter"),
            },
            whole(workplace.folder().display())
        );
    }
    // With settings, whoever is not known yet is asked, and gets a folder of their own.
    let (new, enter) = match &file {
        Some(_) => ("stopgap new", "stopgap enter"),
        None => ("stopgap new contact --to FILE.docx", "stopgap enter FILE.docx"),
    };
    println!();
    for (command, what) in [
        (new, "make a form to fill in with Word"),
        (enter, "enter what was completed, box by box"),
        ("stopgap status", "see what is still to enter"),
        ("stopgap forms", "list the forms"),
        ("stopgap demo", "see it from start to end, with invented forms"),
        ("stopgap --help", "everything else"),
    ] {
        tell_behind(&format!("  {command:37} "), what);
    }
    Ok(ExitCode::SUCCESS)
}

/// Where whoever works here has their forms; None where nobody said so yet.
fn own_place(file: &SettingsFile) -> Option<Workplace> {
    Workplace::of(&file.settings, Me::known().ok()??).ok()
}
