//! What can be wrong with settings: for each fault its code, its words and its remedy.

pub use crate::yaml::fault::*;

use super::LogoError;
use crate::diagnostic::{Fault, Level, Place};

pub fn not_a_whole_path(place: Place, key: &str) -> Fault {
    error(
        "SG050",
        place,
        format!("`{key}` does not say the whole path"),
        "begin with the drive or the server: `O:\\..`, `\\\\server\\..`, or a name between % signs in single quotes",
    )
}

pub fn backslash_in_quotes(place: Place, key: &str) -> Fault {
    error(
        "SG050",
        place,
        format!("in double quotes the backslashes of `{key}` mean something else"),
        "take the quotes away, or write single ones: '",
    )
}

pub fn shared_and_secure(place: Place, share: Place) -> Fault {
    let mut fault = error(
        "SG051",
        place,
        "the secure place and the shared folder are not apart",
        "name a folder for restricted records that only the worker can open, and that is not below the shared one",
    );
    fault.other = Some((share, "the shared folder".into()));
    fault
}

pub fn name_twice(place: Place, what: &str, name: &str, first: Place) -> Fault {
    let mut fault = error(
        "SG052",
        place,
        format!("{what} `{name}` stands twice"),
        "people could not tell them apart: call one of them otherwise",
    );
    fault.other = Some((first, "first here".into()));
    fault
}

pub fn no_folder_name(place: Place, name: &str) -> Fault {
    error(
        "SG053",
        place,
        format!("Windows takes no folder of the name `{name}`"),
        "keep the name and write the folder's behind `folder`, without \\ / : * ? \" < > | and no dot at its end",
    )
}

pub fn not_a_mailbox(place: Place) -> Fault {
    error("SG054", place, "this is no e-mail address", "write one address: scnorth@example.gov.uk")
}

pub fn not_an_address(place: Place) -> Fault {
    error(
        "SG055",
        place,
        "this is not how an address in a browser begins",
        "copy it from the address bar: https://lcs.example.gov.uk/live",
    )
}

pub fn live_is_read_only(place: Place, read_only: Place) -> Fault {
    let mut fault = error(
        "SG056",
        place,
        "the live system and Read Only have the same address here",
        "copy both from the address bar, and write as much of them as makes them differ",
    );
    fault.other = Some((read_only, "Read Only".into()));
    fault
}

pub fn not_a_time(place: Place, key: &str) -> Fault {
    error("SG057", place, format!("`{key}` is no day with a time"), "write it as dd/mm/yyyy hh:mm")
}

pub fn ends_before_it_begins(place: Place, from: Place) -> Fault {
    let mut fault =
        error("SG058", place, "the outage ends before it begins", "look at the days and months of both");
    fault.other = Some((from, "it begins here".into()));
    fault
}

pub fn not_a_program(place: Place) -> Fault {
    error(
        "SG070",
        place,
        "this is not how a program is called",
        "write its name without its folder, as the Task Manager shows it: `msedge.exe`",
    )
}

pub fn allowed_and_denied(place: Place, name: &str, denied: Place) -> Fault {
    let mut fault = error(
        "SG071",
        place,
        format!("`{name}` is both allowed and denied"),
        "keep it in one of the two lists",
    );
    fault.other = Some((denied, "denied here".into()));
    fault
}

pub fn not_a_chord(place: Place) -> Fault {
    error(
        "SG072",
        place,
        "this is no global key",
        "join two of Ctrl, Alt and Shift with PgDn, PgUp, Enter, Up, Down, Left, Right, Home, End, Insert or F1 to F12: `Ctrl+Alt+PgDn`; or write `none`",
    )
}

pub fn chord_twice(place: Place, chord: &str, first: Place) -> Fault {
    let mut fault =
        error("SG073", place, format!("`{chord}` is to do two things"), "give one of them another key");
    fault.other = Some((first, "first here".into()));
    fault
}

pub fn no_name_of_a_picture(place: Place) -> Fault {
    error("SG060", place, "this is not the name of a PNG or JPEG picture", HOW_TO_SAVE_A_LOGO)
}

const HOW_TO_SAVE_A_LOGO: &str = "save the logo as a PNG, 500 pixels wide, and write its name: `logo.png`";

/// What is wrong with the file that is to be the logo.
pub fn no_logo(place: Place, why: &LogoError) -> Fault {
    let (message, help) = match why {
        LogoError::Picture(why) => (why.to_string(), HOW_TO_SAVE_A_LOGO),
        LogoError::Read(why) => (why.message(), why.help()),
    };
    error("SG060", place, format!("the logo cannot be printed: {message}"), help)
}

pub fn logo_of_nobody(place: Place) -> Fault {
    let mut fault = error(
        "SG061",
        place,
        "there is a logo and no `council`: a screen reader cannot say whose it is",
        "add the council's name behind `council`",
    );
    fault.level = Level::Warning;
    fault
}

pub fn no_mailbox(place: Place, team: &str) -> Fault {
    let mut fault = error(
        "SG059",
        place,
        format!("work cannot be passed to {team}: it has no `mailbox`"),
        "add the group mailbox of the team, if it has one",
    );
    fault.level = Level::Warning;
    fault
}
