//! Settings: what stopgap has to know of a council, from `stopgap.yaml`.

mod clipboard;
mod council;
mod explain;
mod fault;
mod find;
mod lower;
mod table;

pub use clipboard::{AdvanceBy, ClipboardSettings};
pub use council::{Council, LogoError, LogoFile};
pub use explain::EXPLANATIONS;
pub use find::{
    Place, SettingsError, SettingsFile, check_settings, find_settings, letterhead_of, places_of_settings,
    settings_in_force,
};

use crate::{
    diagnostic::{Faults, Sources},
    tracker::is_same_team,
    yaml::{self, Found},
};
use jiff::civil::{Date, DateTime, Time};

/// Settings to begin with, as `stopgap settings --example` prints them.
pub const EXAMPLE: &str = include_str!("example.yaml");

/// What stopgap has to know of a council. Paths are as they were written: see [`super::Places`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub council: Council,
    /// The shared folder, with service areas, teams and people below it.
    pub share: String,
    /// Where the blank forms and their definitions are published.
    pub published: String,
    /// Where each worker keeps restricted records.
    pub secure: String,
    pub restricted_rows: RestrictedRows,
    pub services: Vec<Service>,
    pub systems: Vec<System>,
    pub outages: Vec<Outage>,
    pub clipboard: ClipboardSettings,
}

/// What the tracker in the shared folder says of a restricted record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RestrictedRows {
    /// The number of its form and the time.
    #[default]
    NumberOnly,
    /// As of any other record, which is what the council's own example does.
    Full,
}

/// A service area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub name: String,
    /// The name of its folder in the shared one.
    pub folder: String,
    pub teams: Vec<Team>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub name: String,
    /// The name of its folder in that of its service area.
    pub folder: String,
    pub mailbox: Option<String>,
}

/// A case system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct System {
    pub name: String,
    /// How the addresses of the live system begin.
    pub live: Vec<String>,
    /// How those of Read Only and of test systems begin.
    pub read_only: Vec<String>,
    pub notice: Option<String>,
}

/// A time in which systems were down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    pub id: String,
    pub is_planned: bool,
    pub read_only_since: Option<DateTime>,
    pub from: DateTime,
    /// None while it goes on.
    pub to: Option<DateTime>,
}

impl Settings {
    /// Reads settings from their text; `name` is how the person knows the file.
    ///
    /// # Errors
    /// With all faults, when any of them has to be mended first.
    pub fn read(name: &str, text: &str) -> Result<Self, Faults> {
        let (settings, faults) = Self::check(name, text);
        match settings {
            Some(settings) if !faults.are_serious() => Ok(settings),
            _ => Err(faults),
        }
    }

    /// The same, and all that is to be said about them, also what need not be mended.
    pub fn check(name: &str, text: &str) -> (Option<Self>, Faults) {
        let mut sources = Sources::default();
        let source = sources.add(name, text);
        let mut slips = Vec::new();
        let tree = yaml::parse(source, text, &table::MAPS, &mut slips);
        let found = Found::default();
        found.add_all(slips);
        let settings = tree.and_then(|tree| lower::settings(&tree, &found));
        let mut faults = Faults { sources, list: found.into_list() };
        faults.sort();
        (settings, faults)
    }

    /// The teams, each with its service area.
    pub fn teams(&self) -> impl Iterator<Item = (&Service, &Team)> {
        self.services.iter().flat_map(|service| service.teams.iter().map(move |team| (service, team)))
    }

    /// The team that a person calls so: capitals, spaces and marks do not matter.
    pub fn team(&self, name: &str) -> Option<(&Service, &Team)> {
        self.teams().find(|(_, team)| is_same_team(&team.name, name))
    }

    /// The system that a form calls so, by the same rule.
    pub fn system(&self, name: &str) -> Option<&System> {
        self.systems.iter().find(|system| is_same_team(&system.name, name))
    }

    /// The outage in which something was recorded; of those that overlap, the one that began last. Where only the day
    /// is known, it is one of any part of that day.
    pub fn outage_of(&self, date: Date, time: Option<Time>) -> Option<&Outage> {
        let first = date.to_datetime(time.unwrap_or(Time::MIN));
        let last = date.to_datetime(time.unwrap_or(Time::MAX));
        let began =
            |outage: &Outage| outage.read_only_since.map_or(outage.from, |since| since.min(outage.from));
        let covers = |outage: &&Outage| began(outage) <= last && outage.to.is_none_or(|to| first <= to);
        self.outages.iter().filter(covers).max_by_key(|outage| outage.from)
    }
}
