//! `stopgap enter`: completed forms, box by box; one, or all that somebody has to enter.

mod by_hand;

use super::{Done, counted, new::asked, pack, settings};
use crate::{
    args::{Args, Enter, Move},
    faces::{Ears, lines, protocol, questions::person, queue},
    failure::Failure,
    out::{self, whole},
};
use std::{
    collections::BTreeSet,
    env,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use stopgap::{
    clipboard::{self, Clipboard},
    desk::{
        Backlog, Colleague, Me, Options, Places, Sitting, SittingError, ThisDesk, Workplace, add_rows_of,
        advance_here, clear_old_mails, make_sheet, now,
        settings::{ClipboardSettings, Settings, SettingsFile},
        take_form,
    },
    form::CompletedForm,
    overview::Piece,
    reentry::{Addresses, Advance, Ending, Hands},
    share::folder_of,
    template::Pack,
};

pub fn run(args: &Args, enter: &Enter) -> Done {
    let form_or_folder = enter.form_or_folder();
    if enter.for_colleague.is_some() && form_or_folder.is_some() {
        return Err(Failure::usage(
            "--for goes through all that a colleague has to enter: leave the form out, or --for",
        ));
    }
    if let (Some(folder), Some(_)) = (form_or_folder.filter(|file| file.is_dir()), enter.sheet()) {
        return Err(Failure::usage(format!(
            "{} is a folder: a sheet is made of one form, so name the form",
            folder.display()
        )));
    }
    let pack = pack(args)?;
    let settings = settings(args)?.map(|SettingsFile { settings, .. }| settings);
    let places = settings.as_ref().map(Places::of).transpose()?;
    let mut desk = Desk {
        enter,
        pack: &pack,
        settings: settings.as_ref(),
        places,
        hands: hands(),
        workplace: None,
        told: BTreeSet::new(),
        ears: None,
    };
    match form_or_folder {
        Some(file) if !file.is_dir() => desk.form(file, None).map(|_| ())?,
        Some(folder) => desk.folder(folder)?,
        None => desk.own()?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Whoever sits here is named by what they said at an earlier start, or by the account.
fn hands() -> Hands {
    let known = Me::known().ok().flatten().map(|me| me.name);
    Hands { entered_by: known.or_else(account), ..Hands::default() }
}

/// The name of the account at this desk.
fn account() -> Option<String> {
    ["USERNAME", "USER"].iter().find_map(|name| env::var(name).ok()).filter(|name| !name.trim().is_empty())
}

/// What is at hand while somebody enters.
struct Desk<'d> {
    enter: &'d Enter,
    pack: &'d Pack,
    settings: Option<&'d Settings>,
    places: Option<Places>,
    hands: Hands,
    /// Whoever sits here, once that was asked.
    workplace: Option<Workplace>,
    /// What was odd about the queue, as far as it was told.
    told: BTreeSet<String>,
    /// Opened once the few questions before are answered: from then on it takes every line.
    ears: Option<Ears>,
}

impl Desk<'_> {
    /// One's own backlog, or that of the colleague whom `--for` names.
    fn own(&mut self) -> Result<(), Failure> {
        let Some(settings) = self.settings else {
            return Err(Failure::usage("say which form or folder, as there are no settings that know yours"));
        };
        let workplace = asked::workplace(person().as_mut(), settings, &self.enter.who)?;
        self.hands.entered_by = Some(workplace.me.name.clone());
        self.workplace = Some(workplace.clone());
        let Some(name) = &self.enter.for_colleague else {
            return self.queue(&workplace, |desk| Ok(Backlog::own(&workplace, desk.pack, now().date())?));
        };
        let colleague = Colleague::find(&workplace, settings, name, self.enter.for_team.as_deref())?;
        let reason = match (&self.enter.reason, person()) {
            (Some(reason), _) => reason.clone(),
            (None, Some(mut person)) => {
                let question =
                    format!("Why does {} not enter it? In a few words, such as off sick.", colleague.name);
                person.ask(&question, |answer| match answer {
                    "" => Err("It stands in the record, so say it.".to_owned()),
                    reason => Ok(reason.to_owned()),
                })?
            }
            (None, None) => {
                return Err(Failure::usage("say why the colleague does not enter it: --reason WORDS"));
            }
        };
        self.hands.on_behalf_of = Some(colleague.name.clone());
        self.hands.reason = Some(reason);
        let workplace = colleague.workplace(settings)?;
        self.queue(&workplace, |desk| Ok(Backlog::of_colleague(&workplace, desk.pack, now().date())?))
    }

    fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let places = self.places.clone();
        self.queue_of(|desk| Ok(Backlog::in_folder(folder, places.as_ref(), desk.pack, now().date())?), None)
    }

    fn queue(
        &mut self,
        workplace: &Workplace,
        look: impl Fn(&Self) -> Result<Backlog, Failure>,
    ) -> Result<(), Failure> {
        self.queue_of(look, Some(workplace))
    }

    /// Piece by piece, until nothing is left or the person stops. It is looked at anew each time: others work in
    /// the same folders.
    fn queue_of(
        &mut self,
        look: impl Fn(&Self) -> Result<Backlog, Failure>,
        workplace: Option<&Workplace>,
    ) -> Result<(), Failure> {
        loop {
            let backlog = look(self)?;
            self.tell_what_is_odd(&backlog, workplace.is_some());
            let queue = backlog.queue(now().date());
            if queue.children.is_empty() {
                self.say("Nothing is left to enter.")?;
                return Ok(());
            }
            let mut out = io::stdout();
            let ears = self.ears.get_or_insert_with(Ears::open);
            let pick = if self.enter.json { queue::pick_by_json } else { queue::pick };
            let picked = pick(&queue, ears, &mut out)?;
            let work = picked.and_then(|picked| queue.works().nth(picked));
            let Some((_, work)) = work else { return Ok(()) };
            let goes_on = match &work.piece {
                Piece { form: Some(form), row, .. } => {
                    let tracker = match (row, workplace) {
                        (Some((seen, _)), _) => Some(seen.file.clone()),
                        (None, Some(workplace)) => self.offer_row(&form.file, workplace)?,
                        (None, None) => None,
                    };
                    match self.form(&form.file, tracker) {
                        Ok(ending) => ending != Some(Ending::Stopped),
                        Err(failure) if failure.is_of_desk() => return Err(failure),
                        // What is the matter with one form does not keep the others waiting.
                        Err(failure) => {
                            failure.report();
                            true
                        }
                    }
                }
                Piece { form: None, row: Some((seen, row)), .. } => {
                    by_hand::enter(seen, row, ears, self.enter.json)?
                }
                Piece { form: None, row: None, .. } => true,
            };
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// Each thing once: the queue is shown again after each form. What is restricted is named to its own worker, and
    /// to nobody else: people call forms after children.
    fn tell_what_is_odd(&mut self, backlog: &Backlog, is_somebodys: bool) {
        let closed =
            backlog.closed.iter().map(|folder| format!("{} cannot be looked into", folder.display()));
        let unread = backlog.unread().map(|(file, why)| format!("{}: {why}", file.display()));
        let mut odd: Vec<String> = closed.chain(unread).collect();
        if !backlog.restricted_on_share.is_empty() {
            let is_own = is_somebodys && self.hands.on_behalf_of.is_none();
            let what = if is_own {
                "move each with stopgap restrict FILE, then enter it from your secure place"
            } else {
                "only their worker enters them, and moves them with stopgap restrict first; their own stopgap enter names them"
            };
            let forms = counted(
                backlog.restricted_on_share.len(),
                "form of a restricted record lies",
                "forms of restricted records lie",
            );
            let named = backlog.restricted_on_share.iter().filter(|_| is_own).map(|(file, number)| {
                let number = number.map_or("no number".to_owned(), |number| number.to_string());
                format!("\n  {number}: {}", file.display())
            });
            odd.push(format!("{forms} in the shared folder: {what}{}", named.collect::<String>()));
        }
        let left = backlog.left_to_their_worker();
        if let Some(worker) = self.hands.on_behalf_of.as_ref().filter(|_| left > 0) {
            let work = counted(left, "piece of work", "pieces of work");
            odd.push(format!("left out: {work} about restricted records, for {worker} alone to enter"));
        }
        for line in odd {
            if self.told.insert(line.clone()) {
                eprintln!("stopgap: {line}");
            }
        }
    }

    /// A form that nobody noted gets its row before it is entered: else nothing says that it was.
    ///
    /// Gives the tracker that it was added to.
    fn offer_row(&mut self, form: &Path, workplace: &Workplace) -> Result<Option<PathBuf>, Failure> {
        let form = take_form(form, self.pack, now().date())?;
        // One that says itself that it was entered would have an open row for ever.
        if !form.entered.is_empty() {
            return Ok(None);
        }
        let mut tracker = None;
        for rows in add_rows_of(&form, workplace, now()) {
            match rows.added {
                Ok(_) => {
                    self.say(&format!(
                        "The form was in no tracker: a row was added to {}.",
                        whole(rows.tracker.display())
                    ))?;
                    // The first is that of the full row.
                    tracker.get_or_insert(rows.tracker);
                }
                Err(error) => {
                    eprintln!("stopgap: the form is in no tracker, and a row could not be added: {error}");
                }
            }
        }
        Ok(tracker)
    }

    /// One form to its end; None when it was not begun, and why was said.
    fn form(&mut self, file: &Path, tracker: Option<PathBuf>) -> Result<Option<Ending>, Failure> {
        let form = take_form(file, self.pack, now().date())?;
        let options = Options {
            hands: self.hands.clone(),
            places: self.places.clone(),
            ..Options::new(self.pack, now)
        };
        // Before anything else is said, or asked of this desk.
        options.refuse_restricted(file, &form)?;
        clear_old_mails(folder_of(file), now());
        let clipboard = self.clipboard()?;
        let system = form.system().and_then(|system| self.settings?.system(system));
        if let Some(notice) = system.and_then(|system| system.notice.as_ref()) {
            self.say(notice)?;
        }
        let mut options = Options {
            by: self.enter.by.clone(),
            tracker: self.enter.tracker.clone().or(tracker),
            team: self.team_of(file),
            clipboard,
            advance: self.advance(),
            addresses: system.map_or_else(Addresses::default, |system| Addresses {
                live: system.live.clone(),
                read_only: system.read_only.clone(),
            }),
            ..options
        };
        if let Some(to) = self.enter.sheet() {
            self.sheet(file, to, system.and_then(|system| system.notice.as_deref()), options)?;
            return Ok(None);
        }
        self.stamp_on_share(&mut options, &form)?;
        let mut sitting = Sitting::open(file, options)?;
        let was_by_paste = sitting.session().is_by_paste();
        let ears = self.ears.get_or_insert_with(Ears::open);
        if self.enter.json {
            protocol::run(&mut sitting, ears, &mut io::stdout().lock())?;
        } else {
            lines::run(&mut sitting, ears, &mut anstream::stdout().lock())?;
        }
        if was_by_paste && !sitting.session().is_by_paste() {
            self.distrust_desk()?;
        }
        Ok(sitting.outcome().map(|outcome| outcome.ending))
    }

    /// The form as a document to enter from somewhere else.
    fn sheet(
        &self,
        file: &Path,
        to: &Path,
        notice: Option<&str>,
        options: Options<'_>,
    ) -> Result<(), Failure> {
        let sheet = make_sheet(file, to, notice, options)?;
        self.say(&format!(
            "Made {}: all that is to enter, in the order of the screens.",
            whole(sheet.display())
        ))?;
        self.say("It holds what the form says of the child: keep it as safe as the form, and delete it when all is entered. Its last page says where to write the date.")
    }

    /// A person goes on as is right at this desk, unless they want it otherwise; a program knows when it has pasted.
    fn advance(&self) -> Advance {
        match self.enter.advance {
            Some(Move::Key) => Advance::Key,
            Some(Move::Paste) => Advance::Paste,
            None if !self.enter.json && io::stdin().is_terminal() => {
                advance_here(self.clipboard_settings().map(|clipboard| clipboard.advance).unwrap_or_default())
            }
            None => Advance::Told,
        }
    }

    /// Something here reads what is copied, whatever a check has found before. Where that cannot be kept, it is found
    /// out again the next time.
    fn distrust_desk(&self) -> Result<(), Failure> {
        if ThisDesk::known().by_paste && ThisDesk::default().keep().is_ok() {
            self.say("From now on this desk goes on by key. stopgap clipboard-check tries it anew.")?;
        }
        Ok(())
    }

    /// A restricted form has a row on the share, too, in the tracker of whoever sits here.
    fn stamp_on_share(&mut self, options: &mut Options<'_>, form: &CompletedForm) -> Result<(), Failure> {
        let Some(settings) = self.settings.filter(|_| form.is_restricted()) else { return Ok(()) };
        if self.workplace.is_none() {
            // While the keyboard is listened to, nothing can be asked.
            let mut person = if self.ears.is_none() && !self.enter.json { person() } else { None };
            let is_known = person.is_some() || self.enter.who.name.is_some() || Me::known()?.is_some();
            let workplace = || asked::workplace(person.as_mut(), settings, &self.enter.who);
            self.workplace = is_known.then(workplace).transpose()?;
        }
        let trouble = match &self.workplace {
            Some(workplace) => options.stamp_on_share(form, workplace).err().map(|error| error.to_string()),
            None => Some("say whose it is with --name and --team".to_owned()),
        };
        if let Some(trouble) = trouble {
            eprintln!("stopgap: the row on the share will not be stamped: {trouble}");
        }
        Ok(())
    }

    fn clipboard_settings(&self) -> Option<&ClipboardSettings> {
        self.settings.map(|settings| &settings.clipboard)
    }

    /// The folder of the team whose form it is, or of whoever sits here.
    fn team_of(&self, file: &Path) -> Option<PathBuf> {
        let (settings, places) = (self.settings?, self.places.as_ref()?);
        places.team_of(settings, file).or_else(|| {
            let workplace = Workplace::of(settings, Me::known().ok()??).ok()?;
            Some(places.team(workplace.service(), workplace.team()))
        })
    }

    fn clipboard(&self) -> Result<Option<Box<dyn Clipboard>>, Failure> {
        if self.enter.prints() {
            return Ok(None);
        }
        let clipboard = clipboard::open(&self.enter.clipboard.options(self.clipboard_settings()));
        clipboard.map(Some).map_err(|error| Failure::from(SittingError::from(error)).of_desk())
    }

    /// Says something to a person; a program reads its lines only.
    fn say(&self, text: &str) -> Result<(), Failure> {
        if !self.enter.json {
            writeln!(io::stdout(), "{}", out::paragraph(text, out::width(), ""))?;
        }
        Ok(())
    }
}
