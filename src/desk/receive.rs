//! Taking over what another team passed on: the form into one's own folder, and its row into one's tracker.

use super::{
    LARGEST, PATIENCE, PlaceError, TrackerFileError, TurnError, Workplace,
    mail_files::{SavedFiles, save_files},
    places::document_path,
    settings::Settings,
    sitting::take_turns,
    survey::{Closeness, survey},
    trackers::{PassedRows, Passing, pass_rows, wanted},
    work::{tracker_made, works_by_folder},
};
use crate::{
    form::{self, CompletedForm, FormNumber, Issue, NotAForm},
    handover::{Closed, Kind, Mail, MailFile, NotAMail, WhoEnters, as_received, differences, kind},
    overview::TrackerSeen,
    share::{CreateError, ReadError, UpdateError, create_file, read_file, remove_backup, update_file},
    template::{Pack, folded, ids},
    tracker::{Passed, Tracker, Way},
    word::{Unreadable, Written},
};
use jiff::civil::{Date, DateTime};
use std::path::{Path, PathBuf};

/// Why nothing could be taken out of a file.
#[derive(Debug, thiserror::Error)]
pub enum NothingReceived {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("{}: {source}", .path.display())]
    NotAMail { path: PathBuf, source: NotAMail },
    #[error("{}: {source}", .path.display())]
    NotAForm { path: PathBuf, source: NotAForm },
    #[error("{}: {}", .path.display(), no_form(*.closed))]
    NoForm { path: PathBuf, closed: Option<Closed> },
}

/// Why a form was not taken over. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    #[error(
        "form {number} is there already{}, and the one that came differs in {}: look at both. If the one that came is right, give yours another name and receive it again",
        at(.path.as_ref()),
        some(.labels)
    )]
    Differs { number: FormNumber, path: Option<PathBuf>, labels: Vec<String> },
    #[error(
        "another file lies where form {number} would go{}: look at it, and give it another name",
        at(.path.as_ref())
    )]
    OtherThere { number: FormNumber, path: Option<PathBuf> },
    #[error(
        "{person} of your team has form {number} already: nothing was done. To enter it in their stead, use stopgap enter --for"
    )]
    Colleague { number: FormNumber, person: String },
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error("the form could not be written anew: {0}")]
    Layout(#[from] Unreadable),
    #[error(transparent)]
    Create(#[from] CreateError),
    #[error("who received it could not be written into the form: {0}")]
    Update(UpdateError<Unreadable>),
    #[error(transparent)]
    Turn(#[from] TurnError),
}

/// What came in a file: a form, or a mail with forms.
pub struct Arrival {
    pub forms: Vec<ArrivedForm>,
    /// Word documents among them that cannot be read.
    pub unreadable: usize,
    /// The addresses that the mail is from.
    from: Vec<String>,
}

/// A form that came.
pub struct ArrivedForm {
    pub form: CompletedForm,
    bytes: Vec<u8>,
    /// The other files of its mail.
    others: Vec<MailFile>,
}

/// A form that was taken over.
#[derive(Debug)]
pub struct Received {
    pub path: PathBuf,
    pub title: String,
    pub number: FormNumber,
    pub is_restricted: bool,
    /// It was there already, from an earlier time.
    pub was_there: bool,
    /// The team that it came from, in the council's words; None if it is none that the council has.
    pub from: Option<String>,
    pub who_enters: WhoEnters,
    /// By tracker, its rows.
    pub rows: Vec<(PathBuf, Result<PassedRows, TrackerFileError>)>,
    /// What the rows say; it may name the team as the form does.
    pub words: Written,
    pub files: SavedFiles,
    /// It lies there more than once: these are the same form, too.
    pub further_copies: Vec<PathBuf>,
    /// It is restricted, and these copies of it lie on the share.
    pub shared_copies: Vec<PathBuf>,
}

impl Arrival {
    /// Looks what came in a file.
    ///
    /// # Errors
    /// When it is neither a form nor a mail with one in it.
    pub fn open(path: &Path, pack: &Pack, today: Date) -> Result<Self, NothingReceived> {
        let bytes = read_file(path, LARGEST)?;
        let not_a_form = |source| NothingReceived::NotAForm { path: path.to_owned(), source };
        if kind(&bytes) == Kind::Document {
            let form = form::read(&bytes, pack, today).map_err(not_a_form)?;
            let forms = vec![ArrivedForm { form, bytes, others: Vec::new() }];
            return Ok(Self { forms, unreadable: 0, from: Vec::new() });
        }
        let mail = Mail::read(&bytes)
            .map_err(|source| NothingReceived::NotAMail { path: path.to_owned(), source })?;
        let (mut forms, mut others, mut unreadable): (Vec<ArrivedForm>, _, _) =
            (Vec::new(), Vec::new(), Vec::new());
        for file in mail.files {
            match form::read(&file.bytes, pack, today) {
                // A mail that was answered and sent again holds the same form twice.
                Ok(_) if forms.iter().any(|known| known.bytes == file.bytes) => {}
                Ok(form) => forms.push(ArrivedForm { form, bytes: file.bytes, others: Vec::new() }),
                Err(error) => {
                    let is_word = file.name.to_lowercase().ends_with(".docx");
                    if is_word && !matches!(error, NotAForm::NotOurs) {
                        unreadable.push(error);
                    }
                    others.push(file);
                }
            }
        }
        if forms.is_empty() {
            return Err(match unreadable.into_iter().next() {
                Some(error) => not_a_form(error),
                None => NothingReceived::NoForm { path: path.to_owned(), closed: mail.closed },
            });
        }
        let mut arrival = Self { forms, unreadable: unreadable.len(), from: mail.from };
        for file in others {
            arrival.lay_beside_its_form(file);
        }
        Ok(arrival)
    }

    /// A file belongs to the form that lists it, or else to the first.
    fn lay_beside_its_form(&mut self, file: MailFile) {
        let lists = |arrived: &ArrivedForm| {
            arrived
                .form
                .attached_files()
                .iter()
                .any(|listed| listed.expose().trim().eq_ignore_ascii_case(file.name.trim()))
        };
        let at = self.forms.iter().position(lists).unwrap_or(0);
        self.forms[at].others.push(file);
    }

    /// The team that a form came from: that of whoever wrote it, or else of whoever mailed it. `None` for a team that
    /// the council does not have; the words are for the row.
    fn team_of<'s>(
        &self,
        form: &CompletedForm,
        settings: &'s Settings,
        own: &str,
    ) -> (Option<&'s str>, Written) {
        let written = form.text(ids::WORKER_TEAM).split_whitespace().collect::<Vec<_>>().join(" ");
        let other = |team: &&str| *team != own;
        let named = settings.team(&written);
        let of_writer = named.map(|(_, team)| &*team.name).filter(other);
        let is_of_mail = |mailbox: &Option<String>| {
            mailbox
                .as_ref()
                .is_some_and(|mailbox| self.from.iter().any(|from| from.eq_ignore_ascii_case(mailbox)))
        };
        let of_mail =
            || settings.teams().find(|(_, team)| is_of_mail(&team.mailbox)).map(|(_, team)| &*team.name);
        match of_writer.or_else(|| of_mail().filter(other)) {
            Some(team) => (Some(team), team.into()),
            None if written.is_empty() || named.is_some() => (None, "another team".into()),
            None => (None, written.into()),
        }
    }

    /// The team that the form at this place in the list came from, in the council's words.
    pub fn from<'s>(&self, at: usize, settings: &'s Settings, workplace: &Workplace) -> Option<&'s str> {
        self.team_of(&self.forms[at].form, settings, &workplace.team().name).0
    }

    /// What a person should know of a form that came.
    pub fn warnings(&self, at: usize, settings: &Settings, workplace: &Workplace) -> Vec<String> {
        let form = &self.forms[at].form;
        let mut warnings = Vec::new();
        let own = &*workplace.team().name;
        let named = settings.team(form.receiving_team()).map(|(_, team)| &*team.name);
        if let Some(other) = named.filter(|team| *team != own) {
            warnings.push(format!("the form says that it goes to {other}, and not to {own}"));
        }
        if form.leaves_restricted_open() {
            warnings.push(
                "the form does not say whether the record is restricted: find out, and if it is, use stopgap restrict"
                    .to_owned(),
            );
        }
        if form.says_received_by_other_than(&workplace.me.name) {
            warnings.push(
                "the form says that somebody received it before: make sure that it is entered once"
                    .to_owned(),
            );
        }
        warnings
    }

    /// Takes over the form at this place in the list: puts it into the worker's own folder, or if it is restricted into
    /// their secure place, with what came with it, and notes it in their tracker. What is there already is added to,
    /// and never written over.
    ///
    /// # Errors
    /// When another copy of it is there or with a colleague, or it cannot be written. That a row could not be written
    /// is no error.
    pub fn receive(
        &self,
        at: usize,
        who_enters: WhoEnters,
        settings: &Settings,
        workplace: &Workplace,
        pack: &Pack,
        now: DateTime,
    ) -> Result<Received, ReceiveError> {
        let ArrivedForm { form, bytes, others } = &self.forms[at];
        let mut form = form.clone();
        let issue = form.identity.issue.clone().unwrap_or_else(|| Issue::of_copy(bytes));
        let numbered =
            if form.identity.issue.is_some() { bytes.clone() } else { form::issued(bytes, &issue)? };
        form.identity.issue = Some(issue.clone());
        let number = issue.number;
        let is_restricted = form.is_restricted();
        let at_team = in_team(&issue, workplace, pack, now.date());
        if let Some(person) = at_team.colleague {
            return Err(ReceiveError::Colleague { number, person });
        }
        let folder = workplace.folder_for(is_restricted);
        let (mut own_copies, shared_copies) =
            if is_restricted { (Vec::new(), at_team.own_copies) } else { (at_team.own_copies, Vec::new()) };
        let path = document_path(folder, &form.definition.title, &number.to_string())?;
        let path = match own_copies.iter().position(|copy| *copy == path) {
            None if own_copies.is_empty() => path,
            at => own_copies.swap_remove(at.unwrap_or(0)),
        };
        workplace.places.make(folder)?;
        let was_there = path.exists();
        let mut who_enters = who_enters;
        if was_there {
            who_enters = same_as_there(&path, &form, workplace, pack, now, who_enters)?;
        } else {
            create_file(&path, &as_received(&numbered, &form, &workplace.me.name, now, who_enters)?)?;
        }
        let (team, words) = self.team_of(&form, settings, &workplace.team().name);
        let passed = Passed {
            way: Way::From,
            team: words,
            on: Some(now.date()),
            they_enter: who_enters == WhoEnters::Sender,
        };
        let passing = if was_there { Passing::WasNoted } else { Passing::IsNews };
        let rows = works_by_folder(&form, workplace, now).into_iter().map(|(folder, works)| {
            let tracker = match workplace.tracker_in(folder) {
                Ok(tracker) => tracker,
                Err(error) => return (folder.to_owned(), Err(error)),
            };
            let rows = tracker_made(workplace, &tracker)
                .and_then(|()| pass_rows(&tracker, &works, &wanted(&form), &passed, passing));
            (tracker, rows)
        });
        let rows = rows.collect();
        Ok(Received {
            files: save_files(&path.with_extension(""), others),
            title: form.definition.title.clone(),
            number,
            is_restricted,
            was_there,
            from: team.map(str::to_owned),
            who_enters,
            rows,
            words: format!("{} ({number})", passed.in_words()).into(),
            path,
            further_copies: own_copies,
            shared_copies,
        })
    }
}

/// Where a form is in one's team already.
#[derive(Default)]
struct InTeam {
    /// A colleague whose tracker has a row for it, and not as passed on, as their folder is called.
    colleague: Option<String>,
    /// One's own copies, whatever they are called: more than one where `OneDrive` made a "conflicted copy".
    own_copies: Vec<PathBuf>,
}

/// A group mailbox has several readers: two of them may take over the same mail.
fn in_team(issue: &Issue, workplace: &Workplace, pack: &Pack, today: Date) -> InTeam {
    let folder = workplace.places.team(workplace.service(), workplace.team());
    let Ok(found) = survey(&folder, None, pack, Closeness::Glance, today, |_, _| {}) else {
        return InTeam::default();
    };
    let own_name = |tracker: &Tracker| tracker.your_name().map(|name| name.expose().to_owned());
    let is_own = |seen: &TrackerSeen| {
        let name = own_name(&seen.tracker).unwrap_or_default();
        seen.file.starts_with(workplace.folder()) || folded(&name) == folded(&workplace.me.name)
    };
    let mut in_team = InTeam::default();
    for seen in found.folders.iter().flat_map(|folder| &folder.trackers).filter(|seen| !is_own(seen)) {
        let has_it = seen.tracker.rows().iter().any(|row| {
            let is_passed_on = row.passed().is_some_and(|passed| passed.way == Way::To);
            row.form_number() == Some(issue.number) && !is_passed_on
        });
        if has_it {
            in_team.colleague = Some(whose(&seen.file, &folder));
        }
    }
    let forms = found.folders.iter().flat_map(|folder| &folder.forms);
    let is_own_copy = |file: &Path| file.starts_with(workplace.folder());
    let copies = forms.filter(|form| is_own_copy(&form.file) && form.issue.as_ref() == Some(issue));
    in_team.own_copies = copies.map(|form| form.file.clone()).collect();
    in_team
}

/// Whose tracker it is, by the folder of theirs in that of the team: what they wrote into it is in no error.
fn whose(tracker: &Path, team: &Path) -> String {
    let below = tracker.strip_prefix(team).ok().filter(|below| below.components().count() > 1);
    let folder = below.and_then(|below| below.components().next());
    folder.map_or("a colleague".to_owned(), |folder| folder.as_os_str().to_string_lossy().into_owned())
}

/// Makes sure that the form that is there is the one that came; where it does not say yet who received it, that is
/// added. Gives who enters it, as it was settled the first time.
fn same_as_there(
    path: &Path,
    came: &CompletedForm,
    workplace: &Workplace,
    pack: &Pack,
    now: DateTime,
    who_enters: WhoEnters,
) -> Result<WhoEnters, ReceiveError> {
    let Some(number) = came.identity.issue.as_ref().map(|issue| issue.number) else { return Ok(who_enters) };
    // Where a restricted record lies is named nowhere.
    let named = || (!came.is_restricted()).then(|| path.to_owned());
    let other = || ReceiveError::OtherThere { number, path: named() };
    let there = read_file(path, LARGEST).map_err(|_| other())?;
    let there = form::read(&there, pack, now.date()).map_err(|_| other())?;
    if there.identity.issue != came.identity.issue {
        return Err(other());
    }
    let labels = differences(&there, came);
    if !labels.is_empty() {
        return Err(ReceiveError::Differs { number, path: named(), labels });
    }
    if !there.says_received() {
        let _turns = take_turns(path, &there)?;
        let fill = |bytes: &[u8]| as_received(bytes, &there, &workplace.me.name, now, who_enters);
        update_file(path, PATIENCE, fill).map_err(ReceiveError::Update)?;
        remove_backup(path);
    }
    Ok(WhoEnters::said_in(&there).unwrap_or(who_enters))
}

fn at(path: Option<&PathBuf>) -> String {
    path.map_or_else(|| " in your secure place".to_owned(), |path| format!(" ({})", path.display()))
}

/// So many labels show what it is about.
const SOME_LABELS: usize = 6;

fn some(labels: &[String]) -> String {
    let shown: Vec<String> =
        labels.iter().take(SOME_LABELS).map(|label| format!("\u{201c}{label}\u{201d}")).collect();
    match labels.len().saturating_sub(SOME_LABELS) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn no_form(closed: Option<Closed>) -> &'static str {
    match closed {
        None => {
            "no form of stopgap is in the mail: if it only links to one, save that, and name it; any other document is for you to read"
        }
        Some(Closed::Winmail) => {
            "Outlook packed the files of the mail into winmail.dat: open the mail in Outlook, drag the form out of it into a folder, and name that"
        }
        Some(Closed::Encrypted) => {
            "the mail is encrypted or sealed: open it in Outlook, drag the form out of it into a folder, and name that"
        }
    }
}
