//! The backlog of one person: their own, or a colleague's who is away.

use super::{
    Closeness, Me, NoWorkplace, Places, TakeError, Workplace,
    settings::{Service, Settings, Team},
    survey,
};
use crate::{
    form::FormNumber,
    overview::{Folder, Queue, State, join},
    template::{Pack, folded},
};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What lies in one person's folders.
pub struct Backlog {
    folders: Vec<Folder>,
    /// Folders that could not be looked into.
    pub closed: Vec<PathBuf>,
    /// Forms of restricted records that lie on the share, where they must not be and are not entered from.
    /// Each with its number, if it has one.
    pub restricted_on_share: Vec<(PathBuf, Option<FormNumber>)>,
    is_colleagues: bool,
}

/// A colleague's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub name: String,
    pub team: String,
    pub folder: PathBuf,
}

/// Why nobody's folder was found under this name.
#[derive(Debug, thiserror::Error)]
pub enum NoColleague {
    #[error("no team has a folder of {name}: say the name as the folder is called")]
    None { name: String },
    #[error("several teams have a folder of {name}: {}. Say which with --for-team", .teams.join(", "))]
    Several { name: String, teams: Vec<String> },
    #[error("that is your own folder: leave --for out")]
    Oneself,
    #[error(transparent)]
    Workplace(#[from] NoWorkplace),
}

impl Backlog {
    /// One's own: the folder on the share, and the secure place.
    ///
    /// # Errors
    /// When the folder on the share cannot be read.
    pub fn own(workplace: &Workplace, pack: &Pack, today: Date) -> Result<Self, TakeError> {
        let mut backlog = Self::in_folder(workplace.folder(), Some(&workplace.places), pack, today)?;
        let secure = &workplace.places.secure;
        if secure.is_dir() {
            let surveyed = survey(secure, None, pack, Closeness::Queue, today, |_, _| {})?;
            backlog.folders.extend(surveyed.folders);
            backlog.closed.extend(surveyed.closed);
        }
        backlog.join_folders();
        Ok(backlog)
    }

    /// A colleague's: what lies in their folder on the share, but for restricted records, which their own worker
    /// enters and nobody else.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_colleague(workplace: &Workplace, pack: &Pack, today: Date) -> Result<Self, TakeError> {
        let mut backlog = Self::in_folder(workplace.folder(), Some(&workplace.places), pack, today)?;
        backlog.join_folders();
        backlog.is_colleagues = true;
        Ok(backlog)
    }

    /// The folders of one person are one: a form in a folder of its own, or in the secure place, has its row in the
    /// tracker of another one.
    fn join_folders(&mut self) {
        let folders = std::mem::take(&mut self.folders);
        let joined = folders.into_iter().reduce(|mut all, folder| {
            all.trackers.extend(folder.trackers);
            all.forms.extend(folder.forms);
            all.unread.extend(folder.unread);
            all
        });
        self.folders.extend(joined);
    }

    /// What lies in any folder. A form of a restricted record that lies on the share is not
    /// in the queue: its worker moves it first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn in_folder(
        folder: &Path,
        places: Option<&Places>,
        pack: &Pack,
        today: Date,
    ) -> Result<Self, TakeError> {
        if !folder.is_dir() && places.is_some_and(|places| places.share.is_dir()) {
            // It is made with the first form.
            return Ok(Self {
                folders: Vec::new(),
                closed: Vec::new(),
                restricted_on_share: Vec::new(),
                is_colleagues: false,
            });
        }
        let surveyed = survey(folder, None, pack, Closeness::Queue, today, |_, _| {})?;
        let mut folders = surveyed.folders;
        let mut restricted_on_share = Vec::new();
        if places.is_some_and(|places| places.is_shared(folder)) {
            for folder in &mut folders {
                let restricted = folder.forms.extract_if(.., |form| form.is_restricted);
                restricted_on_share.extend(restricted.map(|form| (form.file, form.wanted.number)));
            }
        }
        Ok(Self { folders, closed: surveyed.closed, restricted_on_share, is_colleagues: false })
    }

    /// What is to be entered, in the order of entry.
    pub fn queue(&self, today: Date) -> Queue<'_> {
        let queue = Queue::of(&self.folders, today);
        if self.is_colleagues { queue.without_restricted() } else { queue }
    }

    /// How many pieces of work are open that a colleague does not enter: those of restricted records.
    pub fn left_to_their_worker(&self) -> usize {
        let pieces = self.folders.iter().flat_map(join);
        let is_open = |state| !matches!(state, State::Entered | State::Passed);
        pieces.filter(|piece| self.is_colleagues && piece.is_restricted() && is_open(piece.state)).count()
    }

    /// Documents that could not be read, each with the reason.
    pub fn unread(&self) -> impl Iterator<Item = &(PathBuf, String)> {
        self.folders.iter().flat_map(|folder| &folder.unread)
    }
}

impl Colleague {
    /// Finds the folder of a colleague: in one's own team, or else in another one; `team` says which.
    ///
    /// # Errors
    /// When there is none, more than one, or it is one's own.
    pub fn find(
        workplace: &Workplace,
        settings: &Settings,
        name: &str,
        team: Option<&str>,
    ) -> Result<Self, NoColleague> {
        let places = &workplace.places;
        let of = |(service, team): (&Service, &Team)| -> Option<Self> {
            let folder = places.person(service, team, name).ok().filter(|folder| folder.is_dir())?;
            let name = folder.file_name()?.to_string_lossy().into_owned();
            Some(Self { name, team: team.name.clone(), folder })
        };
        let is_wanted = |team_name: &str| team.is_none_or(|team| folded(team) == folded(team_name));
        let mut found: Vec<Self> =
            settings.teams().filter(|(_, team)| is_wanted(&team.name)).filter_map(of).collect();
        if found.len() > 1
            && let Some(own) = found.iter().position(|colleague| colleague.team == workplace.team().name)
        {
            found = vec![found.swap_remove(own)];
        }
        match found.len() {
            0 => Err(NoColleague::None { name: name.to_owned() }),
            1 if found[0].folder == workplace.folder() => Err(NoColleague::Oneself),
            1 => Ok(found.remove(0)),
            _ => {
                let teams = found.into_iter().map(|colleague| colleague.team).collect();
                Err(NoColleague::Several { name: name.to_owned(), teams })
            }
        }
    }

    /// The colleague as the person who works here, for whoever looks where their things lie.
    ///
    /// # Errors
    /// When the settings do not know the team.
    pub fn workplace(&self, settings: &Settings) -> Result<Workplace, NoWorkplace> {
        let folder = self.folder.file_name().map(|name| name.to_string_lossy().into_owned());
        Workplace::of(settings, Me { name: self.name.clone(), team: self.team.clone(), folder })
    }
}
