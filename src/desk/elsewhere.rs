//! Looking for passed work where it went, beside the folder that is counted.

use super::{
    Places,
    settings::Settings,
    survey::{Closeness, Surveyed, survey},
};
use crate::{
    overview::{Elsewhere, Folder},
    template::Pack,
    tracker::{TrackerRow, Way},
};
use jiff::civil::Date;
use std::path::Path;

/// Looks into the folders of the teams that enter what was passed from the folders of this survey, as far as they
/// do not lie in `root`, which it has seen whole; also of those that they passed it on to. A team's folder that
/// cannot be read says nothing.
pub fn elsewhere(
    surveyed: &Surveyed,
    root: &Path,
    (settings, places): (&Settings, &Places),
    pack: &Pack,
    today: Date,
) -> Elsewhere {
    let teams: Vec<String> = settings.teams().map(|(_, team)| team.name.clone()).collect();
    let mut looked_into: Vec<bool> = settings
        .teams()
        .map(|(service, team)| {
            std::path::absolute(places.team(service, team)).is_ok_and(|team| team.starts_with(root))
        })
        .collect();
    let mut wanted = receiving(&surveyed.folders, settings);
    let mut folders = Vec::new();
    while let Some(at) = wanted.pop() {
        let Some((service, team)) = settings.teams().nth(at).filter(|_| !looked_into[at]) else { continue };
        looked_into[at] = true;
        let folder = places.team(service, team);
        if let Ok(found) =
            survey(&folder, Some((settings, places)), pack, Closeness::Glance, today, |_, _| {})
        {
            wanted.extend(receiving(&found.folders, settings));
            folders.extend(found.folders);
        }
    }
    Elsewhere { teams, folders }
}

/// The teams that enter what was passed from these folders, by their place in the settings.
fn receiving(folders: &[Folder], settings: &Settings) -> Vec<usize> {
    let rows = folders.iter().flat_map(|folder| &folder.trackers).flat_map(|seen| seen.tracker.rows());
    let passed =
        rows.filter_map(TrackerRow::passed).filter(|passed| passed.way == Way::To && passed.they_enter);
    let mut teams: Vec<usize> = passed
        .filter_map(|passed| settings.teams().position(|(_, team)| passed.is_with(&team.name)))
        .collect();
    teams.sort_unstable();
    teams.dedup();
    teams
}
