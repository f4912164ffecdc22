//! `stopgap handover`: a form passed to another team.

use super::{
    Done,
    new::{asked, numbered},
    pack, settings, several,
};
use crate::{
    args::{Args, Enters, Handover as Asked},
    faces::questions::{Questions, person},
    failure::Failure,
    out::whole,
};
use std::{
    io::{BufRead, Write},
    path::Path,
    process::ExitCode,
};
use stopgap::{
    desk::{HandedOver, Handover, PassedRows, TrackerFileError, clear_old_mails, now},
    handover::WhoEnters,
    share::folder_of,
    tracker::RowNumber,
};

pub fn run(args: &Args, asked: &Asked) -> Done {
    let Some(file) = settings(args)? else {
        return Err(Failure::usage(
            "there are no settings that say which teams there are: mail the form yourself to the team's mailbox, with TEMPLATE REFERRAL in the subject, and write into its row to whom and when",
        ));
    };
    let mut person = person();
    let workplace = asked::workplace(person.as_mut(), &file.settings, &asked.who)?;
    let handover = Handover::of(&asked.file, &asked.to, &workplace, &file.settings, &pack(args)?, now())?;
    for warning in handover.warnings(&workplace) {
        eprintln!("stopgap: {warning}");
    }
    let said = handover.who_enters();
    let who = who_enters(person.as_mut(), said, &asked.enters, Side::Sender, handover.team())?;
    let team = handover.team().to_owned();
    let done = handover.pass_on(who, &workplace, now())?;
    clear_old_mails(folder_of(&done.mail), now());
    tell(&done, &team, &asked.file);
    if person.is_some() && !asked.no_open && opener::open(&done.mail).is_ok() {
        println!("\nThe mail opens now.");
    }
    Ok(ExitCode::SUCCESS)
}

/// On which side of the passing somebody is who says "I".
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Sender,
    Receiver,
}

/// Who enters it: what the form says, or what was said with the command, or what the person answers.
pub fn who_enters<R: BufRead, W: Write>(
    person: Option<&mut Questions<R, W>>,
    form_says: Option<WhoEnters>,
    enters: &Enters,
    side: Side,
    team: &str,
) -> Result<WhoEnters, Failure> {
    let (own, other) = match side {
        Side::Sender => (WhoEnters::Sender, WhoEnters::Receiver),
        Side::Receiver => (WhoEnters::Receiver, WhoEnters::Sender),
    };
    let wanted = match (enters.i_enter, enters.they_enter) {
        (true, _) => Some(own),
        (_, true) => Some(other),
        _ => None,
    };
    match (form_says, wanted, person) {
        (Some(said), Some(wanted), _) if said != wanted => Err(Failure::usage(
            "the form itself says otherwise who enters it: change \u{201c}Who will re-enter this\u{201d} in Word, or leave the option out",
        )),
        (Some(who), ..) | (None, Some(who), _) => Ok(who),
        (None, None, Some(person)) => {
            person.ask(&format!("Who enters it afterwards: you, or {team}?"), |answer| {
                match answer.to_lowercase().as_str() {
                    "you" | "me" | "i" | "we" | "i do" => Ok(own),
                    "they" | "them" | "they do" => Ok(other),
                    name if stopgap::tracker::is_same_team(name, team) => Ok(other),
                    _ => Err(format!("Type me, or {team}.")),
                }
            })
        }
        (None, None, None) => Err(Failure::usage(
            "the form does not say who enters it: answer it in Word, or say --they-enter or --i-enter",
        )),
    }
}

fn tell(done: &HandedOver, team: &str, form: &Path) {
    let HandedOver { mail, mailbox, subject, file_name, who_enters, tracker, rows, words, documents, .. } =
        done;
    println!("Made {}: a mail to {team}, with the form in it. Open it and send it.", whole(mail.display()));
    println!("If it does not open as a mail to be sent, write one yourself:");
    print!("  To:      {mailbox}\n  Subject: {subject}\n  Attach:  {}\n", form.display());
    if form.file_name().is_none_or(|own| own != file_name.as_str()) {
        print!("           under the name {file_name}\n");
    }
    if *documents > 0 {
        println!(
            "It has {}, which {} not in the mail: attach what {team} needs.",
            several(*documents, "supporting document"),
            if *documents == 1 { "is" } else { "are" }
        );
    }
    println!(
        "{}",
        match who_enters {
            WhoEnters::Sender => format!("You enter it when the system is back; {team} does not."),
            WhoEnters::Receiver => format!("{team} enters it when the system is back; you do not."),
        }
    );
    tell_rows(its_rows_say_so, tracker, rows, words);
    println!(
        "Delete the .eml once it is sent: it holds the form. If you forget, stopgap does it after a day, the next time that it works in this folder."
    );
}

fn its_rows_say_so(rows: &[RowNumber], tracker: &Path) -> String {
    let say = if rows.len() > 1 { "Its rows say so" } else { "Its row says so" };
    format!("{say}: {} of {}.", numbered(rows), whole(tracker.display()))
}

/// Says which rows say so, as `told` has it, or what a person has to write.
pub fn tell_rows(
    told: impl FnOnce(&[RowNumber], &Path) -> String,
    tracker: &Path,
    rows: &Result<PassedRows, TrackerFileError>,
    words: &str,
) {
    let by_hand = format!("write at the end of its Nature of Work: {words}");
    match rows {
        Ok(PassedRows::Said(rows)) => println!("{}", told(rows, tracker)),
        Ok(PassedRows::Unsure(rows)) => eprintln!(
            "stopgap: {} of {} may be its row, and none has its number: in the right one, {by_hand}",
            numbered(rows),
            tracker.display()
        ),
        Err(error) => {
            eprintln!("stopgap: the tracker does not say so yet: {error}");
            eprintln!("Then do the same again, and nothing is done twice; or {by_hand}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::questions::tests::transcript;

    const NOT_SAID: Enters = Enters { they_enter: false, i_enter: false };
    const THEY: Enters = Enters { they_enter: true, i_enter: false };

    #[test]
    fn whoever_is_asked_says_who_enters() {
        for (lines, who) in [
            ("me\n", WhoEnters::Sender),
            ("SC south\n", WhoEnters::Receiver),
            ("perhaps\n\nthem\n", WhoEnters::Receiver),
        ] {
            let (said, went_well) = transcript(lines, |person| {
                assert_eq!(who_enters(Some(person), None, &NOT_SAID, Side::Sender, "SCSouth")?, who);
                Ok(())
            });
            assert!(went_well && said.starts_with("Who enters it afterwards: you, or SCSouth?\n"), "{said}");
        }
        let (_, went_well) = transcript("me\n", |person| {
            assert_eq!(
                who_enters(Some(person), None, &NOT_SAID, Side::Receiver, "SCNorth")?,
                WhoEnters::Receiver
            );
            Ok(())
        });
        assert!(went_well);
    }

    #[test]
    fn what_is_said_is_not_asked() {
        let (said, went_well) = transcript("", |person| {
            let form_says = Some(WhoEnters::Receiver);
            who_enters(Some(person), form_says, &NOT_SAID, Side::Sender, "SCSouth")?;
            who_enters(Some(person), form_says, &THEY, Side::Sender, "SCSouth")?;
            who_enters(Some(person), None, &THEY, Side::Sender, "SCSouth")?;
            Ok(())
        });
        assert!(went_well && said.is_empty(), "{said}");
        // For the receiver "they" are the others.
        let (_, went_well) = transcript("", |person| {
            who_enters(Some(person), Some(WhoEnters::Receiver), &THEY, Side::Receiver, "SCNorth").map(|_| ())
        });
        assert!(!went_well);
    }
}
