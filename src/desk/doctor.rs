//! What works at this desk and what does not: the settings in force, and each place that they name.

use super::{
    Definitions, Me, PackError, Places,
    publish::{Outdated, outdated},
    settings::{
        Service, Settings, SettingsError, SettingsFile, System, Team, find_settings, places_of_settings,
    },
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub state: State,
    /// What it is about: "shared folder".
    pub what: &'static str,
    /// What was found, and if need be what to do.
    pub found: String,
}

/// How it stands with something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Good,
    /// It works, and somebody should look at it.
    Doubtful,
    /// It does not work.
    Bad,
}

impl State {
    /// What stands before it in a list, of one width.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Good => "good  ",
            Self::Doubtful => "LOOK  ",
            Self::Bad => "BAD   ",
        }
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Doubtful => "doubtful",
            Self::Bad => "bad",
        }
    }
}

/// Looks at the settings that are in force for somebody who stands in `from`, and at all that they name.
/// Nothing is written that stays.
pub fn examine(named: Option<&Path>, from: &Path) -> Vec<Look> {
    let mut looks = Looks(Vec::new());
    match find_settings(named, from) {
        Ok(Some(file)) => looks.settings(&file),
        Ok(None) => looks.without_settings(named, from),
        Err(SettingsError::Faulty { path, faults }) => {
            looks.bad("settings", format!("{} has faults:\n\n{faults}", path.display()));
        }
        Err(error) => looks.bad("settings", error.to_string()),
    }
    looks.0
}

struct Looks(Vec<Look>);

impl Looks {
    fn add(&mut self, state: State, what: &'static str, found: impl Into<String>) {
        self.0.push(Look { state, what, found: found.into() });
    }

    fn good(&mut self, what: &'static str, found: impl Into<String>) {
        self.add(State::Good, what, found);
    }

    fn doubtful(&mut self, what: &'static str, found: impl Into<String>) {
        self.add(State::Doubtful, what, found);
    }

    fn bad(&mut self, what: &'static str, found: impl Into<String>) {
        self.add(State::Bad, what, found);
    }

    fn without_settings(&mut self, named: Option<&Path>, from: &Path) {
        let mut looked: Vec<PathBuf> =
            places_of_settings(named, from).into_iter().map(|(_, path)| path).collect();
        looked.dedup();
        let looked: Vec<String> = looked.iter().map(|path| format!("\n  {}", path.display())).collect();
        self.doubtful(
            "settings",
            format!(
                "none, so the forms are the ones that stopgap brings along, and files go where you say. Looked for:{}",
                looked.concat()
            ),
        );
        self.me(None);
    }

    fn settings(&mut self, file: &SettingsFile) {
        let SettingsFile { path, place, settings } = file;
        self.good("settings", format!("{}, found {}", path.display(), place.words()));
        if let Ok((_, faults)) = super::settings::check_settings(path)
            && !faults.list.is_empty()
        {
            self.doubtful("settings", format!("to look at:\n\n{faults}"));
        }
        match Places::of(settings) {
            Ok(places) => {
                self.share(&places);
                self.teams(settings, &places);
                self.published(&places.published);
                self.secure(&places);
            }
            Err(error) => self.bad("folders", error.to_string()),
        }
        for system in &settings.systems {
            self.system(system);
        }
        self.me(Some(file));
    }

    fn share(&mut self, places: &Places) {
        let share = &places.share;
        match fs::read_dir(share) {
            Ok(_) => self.good("shared folder", share.display().to_string()),
            Err(_) if share.exists() => self.bad(
                "shared folder",
                format!("{} cannot be read: ask its owner or your IT service for access", share.display()),
            ),
            Err(_) => self.bad(
                "shared folder",
                format!("{} cannot be reached: look whether the drive is connected", share.display()),
            ),
        }
    }

    fn teams(&mut self, settings: &Settings, places: &Places) {
        let is_missing = |(service, team): &(&Service, &Team)| !places.team(service, team).is_dir();
        let missing: Vec<&str> = settings.teams().filter(is_missing).map(|(_, team)| &*team.name).collect();
        if places.share.is_dir() && !missing.is_empty() {
            let missing = missing.join(", ");
            self.good("team folders", format!("still to come with the first form of the team: {missing}"));
        }
    }

    fn published(&mut self, folder: &Path) {
        let what = "blank forms";
        let definitions = match Definitions::published(folder) {
            Ok(definitions) => definitions,
            Err(PackError::Faulty { faults, .. }) => {
                return self.bad(what, format!("the published definitions have faults:\n\n{faults}"));
            }
            Err(error) => return self.bad(what, error.to_string()),
        };
        let forms = definitions.pack.templates().len();
        self.good(what, format!("{forms} in {}", folder.display()));
        let old: Vec<String> = outdated(folder, &definitions)
            .into_iter()
            .map(|Outdated { file, blank, definition }| match blank {
                Some(blank) => format!("{file} (of revision {blank}, the definition has {definition})"),
                None => format!("{file} (never made)"),
            })
            .collect();
        if !old.is_empty() {
            self.doubtful(
                what,
                format!("not as the definitions beside them say, so publish again: {}", old.join(", ")),
            );
        }
    }

    fn secure(&mut self, places: &Places) {
        let (what, secure) = ("secure place", &places.secure);
        if secure.is_dir() {
            match fs::read_dir(secure) {
                Ok(_) => self.good(what, secure.display().to_string()),
                Err(_) => {
                    self.bad(what, format!("{} cannot be read: it has to be your own", secure.display()));
                }
            }
            return;
        }
        let above = secure.ancestors().skip(1).find(|folder| folder.is_dir());
        match above {
            Some(_) => self.good(
                what,
                format!("{} is not there yet: it is made with the first restricted record", secure.display()),
            ),
            None => self.bad(
                what,
                format!("{} cannot be reached: look whether the drive is connected", secure.display()),
            ),
        }
    }

    fn system(&mut self, system: &System) {
        let what = "system";
        if system.live.is_empty() {
            self.doubtful(
                what,
                format!(
                    "{} has no address of its live system: staff have to say themselves that it is live",
                    system.name
                ),
            );
        } else {
            self.good(what, format!("{} is live at {}", system.name, system.live.join(", ")));
        }
    }

    fn me(&mut self, file: Option<&SettingsFile>) {
        let what = "you";
        match Me::known() {
            Ok(Some(me)) => {
                let is_team = file.is_none_or(|file| file.settings.team(&me.team).is_some());
                let who = format!("{}, {}", me.name, me.team);
                if is_team {
                    self.good(what, who);
                } else {
                    self.doubtful(
                        what,
                        format!("{who}: the settings have no such team, so you are asked again"),
                    );
                }
            }
            Ok(None) => self.good(what, "not known yet: you are asked with your first form"),
            Err(error) => self.bad(what, error.to_string()),
        }
    }
}
