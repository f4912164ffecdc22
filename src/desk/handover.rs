//! Passing a form to another team: the mail, then the form, then the row, so that no row says "passed" without
//! a mail.

use super::{
    LARGEST, PATIENCE, PlaceError, TakeError, TrackerFileError, TurnError, Workplace, documents_of,
    file_name::plain,
    settings::{Settings, Team},
    sitting::take_turns,
    survey::progress_of_form,
    trackers::{PassedRows, Passing, pass_rows, rows_of, tracker_in, wanted, works_of},
    work::{issue_apart_from, tracker_made},
};
use crate::{
    diagnostic::suggestion,
    form::{self, CompletedForm, FormNumber, Issue},
    handover::{Referral, WhoEnters, as_passed},
    share::{
        FileLock, Holder, ReadError, UpdateError, WriteError, folder_of, if_left_behind, open_elsewhere,
        read_file, remove_backup, save_file, update_file,
    },
    template::Pack,
    tracker::{Passed, Way},
    word::Unreadable,
};
use jiff::{Timestamp, ToSpan, civil::DateTime, tz::TimeZone};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// How the name of a mail ends. It begins with that of its form, so that whatever moves the form finds it.
const MAIL: &str = "handover.eml";

/// Why a form was not passed. Nothing was made or changed then.
#[derive(Debug, thiserror::Error)]
pub enum HandoverError {
    #[error(
        "the record is restricted: it is passed neither by mail nor over the shared folders. Ring the team; whoever is to work on it asks their own manager for access to the record, and you upload this form yourself when the system is back"
    )]
    Restricted,
    #[error(
        "the form does not say whether the record is restricted: answer it in Word, and pass the form on then"
    )]
    RestrictedOrNot,
    #[error("the settings have no team {team}: {help}")]
    NoTeam { team: String, help: String },
    #[error(
        "the settings have no mailbox for {0}: ask your administrator to add it, or mail the form yourself, with TEMPLATE REFERRAL in the subject"
    )]
    NoMailbox(String),
    #[error(
        "the form says that it goes to {0}: correct \u{201c}Receiving team\u{201d} in Word, or say --to with that team"
    )]
    OtherTeam(String),
    #[error(
        "{0} enters this form, and your row only notes it: forward their mail, or pass on a form of your own about what you did"
    )]
    OthersEnter(String),
    #[error("{}: {what}, so there is nothing to pass on", .path.display())]
    Entered { path: PathBuf, what: String },
    #[error("the form is {holder}: close it there, and try again{}", if_left_behind(.holder))]
    Open { holder: Holder },
    #[error(transparent)]
    Turn(#[from] TurnError),
    #[error(transparent)]
    Take(#[from] TakeError),
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error("the system gives no random numbers ({0}): try again")]
    Random(#[from] getrandom::Error),
    #[error("the form could not be written anew: {0}")]
    Layout(#[from] Unreadable),
    #[error("the mail could not be written: {0}")]
    Mail(#[source] WriteError),
    #[error(transparent)]
    Form(#[from] UpdateError<ChangedMeanwhile>),
}

/// Somebody saved the form while it was looked at.
#[derive(Debug, thiserror::Error)]
#[error("the form was changed at the same moment: try again")]
pub struct ChangedMeanwhile;

/// A form that can be passed to a team.
#[derive(Debug)]
pub struct Handover {
    path: PathBuf,
    bytes: Vec<u8>,
    form: CompletedForm,
    team: Team,
    mailbox: String,
    /// Some of it is in the system already.
    is_begun: bool,
    /// Nobody enters it while it is passed.
    _turns: Vec<FileLock>,
}

/// What came of it.
#[derive(Debug)]
pub struct HandedOver {
    /// The mail: it can be deleted once it was sent.
    pub mail: PathBuf,
    pub mailbox: String,
    pub subject: String,
    /// What the form is called in the mail.
    pub file_name: String,
    pub number: FormNumber,
    pub who_enters: WhoEnters,
    pub tracker: PathBuf,
    /// The rows that say so now; where they do not, a person has to write it.
    pub rows: Result<PassedRows, TrackerFileError>,
    /// What the rows say.
    pub words: String,
    /// How many supporting documents it has, which are not in the mail.
    pub documents: usize,
}

impl Handover {
    /// Looks whether a form can be passed to a team.
    ///
    /// # Errors
    /// When it cannot.
    pub fn of(
        path: &Path,
        to: &str,
        workplace: &Workplace,
        settings: &Settings,
        pack: &Pack,
        now: DateTime,
    ) -> Result<Self, HandoverError> {
        // First of all: what is said of a file names where it is.
        if workplace.places.is_secure(path) {
            return Err(HandoverError::Restricted);
        }
        let team = team_called(to, settings)?;
        let mailbox = team.mailbox.clone().ok_or_else(|| HandoverError::NoMailbox(team.name.clone()))?;
        let bytes = read_file(path, LARGEST)?;
        let mut form = form::read(&bytes, pack, now.date())
            .map_err(|source| TakeError::NotAForm { path: path.to_owned(), source })?;
        if form.is_restricted() {
            return Err(HandoverError::Restricted);
        }
        if form.leaves_restricted_open() {
            return Err(HandoverError::RestrictedOrNot);
        }
        if let Some(holder) = open_elsewhere(path) {
            return Err(HandoverError::Open { holder });
        }
        let named = settings.team(form.receiving_team());
        if let Some((_, named)) = named.filter(|(_, named)| named.name != team.name) {
            return Err(HandoverError::OtherTeam(named.name.clone()));
        }
        let turns = take_turns(path, &form)?;
        let progress = progress_of_form(path, &form);
        if let Some(at) = progress.as_ref().and_then(|progress| progress.confirmed) {
            let what = format!("it was entered on {}", crate::template::date::show_date(at.date()));
            return Err(HandoverError::Entered { path: path.to_owned(), what });
        }
        if form.identity.issue.is_none() {
            form.identity.issue = progress.as_ref().and_then(|progress| progress.given.clone());
        }
        let is_begun = progress.is_some_and(|progress| progress.is_begun());
        let (path, team) = (path.to_owned(), team.clone());
        let handover = Self { path, bytes, form, team, mailbox, is_begun, _turns: turns };
        handover.look_at_rows(workplace, settings)?;
        Ok(handover)
    }

    /// What the form's rows say against it. A tracker that cannot be read says nothing; when it is to be written, that
    /// is told.
    fn look_at_rows(&self, workplace: &Workplace, settings: &Settings) -> Result<(), HandoverError> {
        let Ok(path) = tracker_of(&self.path, workplace) else { return Ok(()) };
        let Ok(tracker) = tracker_in(&path) else { return Ok(()) };
        for row in rows_of(&tracker, &self.form).into_iter().filter_map(|row| tracker.row(row)) {
            if row.is_restricted() {
                return Err(HandoverError::Restricted);
            }
            if row.is_entered() {
                let what = format!("row {} of {} says that it was entered", row.row, path.display());
                return Err(HandoverError::Entered { path: self.path.clone(), what });
            }
            if let Some(passed) = row.passed().filter(|passed| passed.way == Way::From && passed.they_enter) {
                let known = settings.teams().find(|(_, team)| passed.is_with(&team.name));
                let team = known.map_or("the team that it came from", |(_, team)| &*team.name);
                return Err(HandoverError::OthersEnter(team.to_owned()));
            }
        }
        Ok(())
    }

    /// The team that it is passed to.
    pub fn team(&self) -> &str {
        &self.team.name
    }

    /// Who enters it, if the form says so.
    pub fn who_enters(&self) -> Option<WhoEnters> {
        WhoEnters::said_in(&self.form)
    }

    /// What a person should know before they pass it on.
    pub fn warnings(&self, workplace: &Workplace) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.team.name == workplace.team().name {
            warnings.push(format!("{} is your own team", self.team.name));
        }
        if self.is_begun {
            warnings.push(
                "some of it is in the system already: tell them what, so that it is not entered twice"
                    .to_owned(),
            );
        }
        warnings
    }

    /// Passes it on: writes the mail, says in the form to whom it goes and who enters it, and says so in its rows.
    ///
    /// # Errors
    /// When the mail or the form cannot be written; then nothing is as if it had been passed. That the rows could
    /// not be written is no error: the mail is there to be sent.
    pub fn pass_on(
        self,
        who_enters: WhoEnters,
        workplace: &Workplace,
        now: DateTime,
    ) -> Result<HandedOver, HandoverError> {
        let Self { path, bytes, mut form, team, mailbox, _turns, .. } = self;
        let (numbered, issue) = with_number(&bytes, &form, folder_of(&path))?;
        form.identity.issue = Some(issue.clone());
        let passed_form = as_passed(&numbered, &form, &team.name, who_enters)?;
        let number = issue.number;
        let referral = Referral {
            mailbox: &mailbox,
            to_team: &team.name,
            from_team: &workplace.me.team,
            from_name: &workplace.me.name,
            title: &form.definition.title,
            number,
            system: form.system(),
            who_enters,
            on: now.date(),
        };
        // Not as it is called here: people call forms after children.
        let file_name = format!("{} {number}.docx", plain(&form.definition.title)).trim_start().to_owned();
        let mail = path.with_extension(MAIL);
        save_file(&mail, &referral.mail(&passed_form, &file_name)).map_err(HandoverError::Mail)?;
        let was_there = |there: &[u8]| if there == bytes { Ok(passed_form) } else { Err(ChangedMeanwhile) };
        if let Err(error) = update_file(&path, PATIENCE, was_there) {
            let _ = fs::remove_file(&mail);
            return Err(error.into());
        }
        // It holds what the form held, and nobody needs it: only what was blank has been filled in.
        remove_backup(&path);
        let passed = Passed {
            way: Way::To,
            team: team.name.as_str().into(),
            on: Some(now.date()),
            they_enter: who_enters == WhoEnters::Receiver,
        };
        let (tracker, rows) = match tracker_of(&path, workplace) {
            Ok(tracker) => {
                let rows = tracker_made(workplace, &tracker).and_then(|()| {
                    pass_rows(&tracker, &works_of(&form, now), &wanted(&form), &passed, Passing::IsNews)
                });
                (tracker, rows)
            }
            Err(error) => (workplace.folder().to_owned(), Err(error)),
        };
        Ok(HandedOver {
            subject: referral.subject(),
            documents: documents_of(&path, &form).iter().filter(|document| document.path.is_some()).count(),
            mail,
            file_name,
            number,
            who_enters,
            tracker,
            rows,
            words: format!("{} ({number})", passed.in_words()),
            mailbox,
        })
    }
}

fn team_called<'s>(name: &str, settings: &'s Settings) -> Result<&'s Team, HandoverError> {
    settings.team(name).map(|(_, team)| team).ok_or_else(|| {
        let known: Vec<&str> = settings.teams().map(|(_, team)| &*team.name).collect();
        HandoverError::NoTeam { help: suggestion(name, known), team: name.to_owned() }
    })
}

/// The form with a number: its own, or the one that it was given when it was first entered, or a new one.
fn with_number(bytes: &[u8], form: &CompletedForm, folder: &Path) -> Result<(Vec<u8>, Issue), HandoverError> {
    let issue = match &form.identity.issue {
        Some(issue) => issue.clone(),
        None => issue_apart_from(folder)?,
    };
    let has_number = form::glance(bytes).is_ok_and(|glance| glance.issue.is_some());
    Ok((if has_number { bytes.to_vec() } else { form::issued(bytes, &issue)? }, issue))
}

/// The tracker that the form's work is noted in: the one that lies beside it, or else the worker's own.
fn tracker_of(form: &Path, workplace: &Workplace) -> Result<PathBuf, TrackerFileError> {
    let beside = workplace.tracker_in(folder_of(form))?;
    if beside.exists() { Ok(beside) } else { workplace.tracker_in(workplace.folder()) }
}

/// Removes the mails of forms in a folder that were made more than a day ago: by then they were sent, or they can be
/// made anew with the same command. A mail holds the whole form, and is a copy too many.
pub fn clear_old_mails(folder: &Path, now: DateTime) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(MAIL).and_then(|stem| stem.strip_suffix('.')) else { continue };
        let is_of_a_form = path.with_file_name(format!("{stem}.docx")).is_file();
        let written = entry.metadata().ok().and_then(|data| data.modified().ok());
        let written = written.and_then(|at| Timestamp::try_from(at).ok());
        let written = written.map(|at| at.to_zoned(TimeZone::system()).datetime());
        let is_old = written.is_some_and(|at| at.saturating_add(1.day()) < now);
        if is_of_a_form && is_old {
            let _ = fs::remove_file(path);
        }
    }
}
