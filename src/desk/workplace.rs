//! Where one worker's forms and trackers lie: in their own folder on the share, and in their secure place.

use super::{
    Beside, Me, PlaceError, Places, TrackerFileError,
    settings::{Council, RestrictedRows, Service, Settings, Team},
    trackers::trackers_in,
};
use crate::{diagnostic::suggestion, tracker};
use std::path::{Path, PathBuf};

/// One worker's place of work.
#[derive(Debug, Clone)]
pub struct Workplace {
    pub places: Places,
    pub me: Me,
    /// Who the documents are from that are made here.
    pub council: Council,
    pub restricted_rows: RestrictedRows,
    service: Service,
    team: Team,
    folder: PathBuf,
}

/// Why a worker has no place of work.
#[derive(Debug, thiserror::Error)]
pub enum NoWorkplace {
    #[error("the settings have no team {team}: {help}")]
    NoTeam { team: String, help: String },
    #[error(transparent)]
    Place(#[from] PlaceError),
}

impl Workplace {
    /// The place of work of somebody in a team that the settings know.
    ///
    /// # Errors
    /// When they do not know the team, or a folder that they name is not known here.
    pub fn of(settings: &Settings, me: Me) -> Result<Self, NoWorkplace> {
        let places = Places::of(settings)?;
        let Some((service, team)) = settings.team(&me.team) else {
            let known: Vec<&str> = settings.teams().map(|(_, team)| &*team.name).collect();
            return Err(NoWorkplace::NoTeam { help: suggestion(&me.team, known), team: me.team });
        };
        let folder = places.person(service, team, me.folder.as_deref().unwrap_or(&me.name))?;
        let me = Me { team: team.name.clone(), ..me };
        Ok(Self {
            places,
            me,
            council: settings.council.clone(),
            restricted_rows: settings.restricted_rows,
            service: service.clone(),
            team: team.clone(),
            folder,
        })
    }

    /// The worker's own folder on the share.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder for a form: one's own on the share, or the secure place.
    pub fn folder_for(&self, is_restricted: bool) -> &Path {
        if is_restricted { &self.places.secure } else { &self.folder }
    }

    /// The service area.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// The team.
    pub fn team(&self) -> &Team {
        &self.team
    }

    /// The worker's tracker in a folder of theirs: the one that is there, or else where it is to be.
    ///
    /// # Errors
    /// When a document there cannot be read, as it may be the tracker, or several are trackers and none is
    /// called as the worker's.
    pub fn tracker_in(&self, folder: &Path) -> Result<PathBuf, TrackerFileError> {
        let own = folder.join(tracker::file_name(&self.me.name, &self.me.team));
        if own.exists() || !folder.is_dir() {
            return Ok(own);
        }
        match trackers_in(folder, None)? {
            Beside::None => Ok(own),
            Beside::One(tracker) => Ok(tracker),
            Beside::Several(trackers) => Err(TrackerFileError::Several(trackers)),
        }
    }
}
