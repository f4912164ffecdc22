//! The systems that definitions name. Any council may have others than ours, so a name can only be doubted: where it
//! is near to one that is known.

use super::fault;
use crate::{
    diagnostic::{Place, nearest},
    yaml::{Found, Located},
};
use std::collections::BTreeMap;

/// Those that the procedure speaks of.
const KNOWN: [&str; 3] = ["EHM", "LCS", "ContrOCC"];

/// How many templates name each system.
pub struct Systems(BTreeMap<String, usize>);

impl Systems {
    /// The systems of these templates.
    pub fn of<'t>(templates: impl Iterator<Item = &'t Located>) -> Self {
        let mut named = BTreeMap::new();
        for system in templates.filter_map(|template| template.entry("system")) {
            let alone = std::iter::once(system).filter(|system| !system.is_list());
            for name in alone.chain(system.items()).filter_map(Located::as_text) {
                *named.entry(name.to_owned()).or_default() += 1;
            }
        }
        Self(named)
    }

    /// A warning where a name is probably that of another system, misspelt.
    pub fn check(&self, name: &str, place: &Place, found: &Found) {
        if let Some(meant) = self.meant(name) {
            found.add(fault::likely_system(place.clone(), name, meant));
        }
    }

    /// What several templates name is no slip.
    fn meant(&self, name: &str) -> Option<&str> {
        let count = |name: &str| self.0.get(name).copied().unwrap_or_default();
        if KNOWN.contains(&name) || count(name) > 1 {
            return None;
        }
        let others = self.0.keys().map(String::as_str).filter(|other| count(other) > count(name));
        nearest(name, KNOWN.into_iter().chain(others))
    }
}
