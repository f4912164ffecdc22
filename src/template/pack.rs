//! A pack: all templates, lists and shared sections that belong together.

use super::{
    FileText, TemplateDef, UnknownTemplate, fault,
    keys::Found,
    lookup,
    lower::{self, Lowered, Surroundings},
    tree, unread,
};
use crate::diagnostic::{Faults, Sources};
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/template-defs");

/// All templates of a council, in the order of entry.
#[derive(Debug, Clone)]
pub struct Pack {
    templates: Vec<TemplateDef>,
    remarks: Faults,
}

impl Pack {
    /// Reads the files of a pack: their names within it (`contact.yaml`, `lists/sex.yaml`,
    /// `shared/header.yaml`) and their texts.
    ///
    /// # Errors
    /// All faults of all files, when any of them has to be mended first.
    pub fn read<N: Into<String>, T: Into<FileText>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, Faults> {
        let (templates, faults) = Self::check(files);
        if faults.are_serious() { Err(faults) } else { Ok(Self { templates, remarks: faults }) }
    }

    /// Reads the files of a pack, as [`Pack::read`] does, and gives all that is to be said about them, also
    /// what need not be mended, with the templates that could be read.
    pub fn check<N: Into<String>, T: Into<FileText>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> (Vec<TemplateDef>, Faults) {
        let mut sources = Sources::default();
        let found = Found::default();
        let (mut lists, mut shared, mut templates) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        let mut files: Vec<(String, FileText)> =
            files.into_iter().map(|(n, t)| (n.into().replace('\\', "/"), t.into())).collect();
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut unread = Vec::new();
        for (name, text) in files {
            let stem = name.trim_end_matches(".yaml").trim_end_matches(".yml");
            let text = match text {
                FileText::Text(text) => text,
                FileText::Unread(why) => {
                    if why.is_missed() {
                        unread.push(stem.to_owned());
                    }
                    found.add(why.fault(&mut sources, &name));
                    continue;
                }
            };
            let source = sources.add(name.clone(), text);
            let mut faults = Vec::new();
            let tree = tree::parse(source, &sources.get(source).text, &mut faults);
            found.add_all(faults);
            let Some(tree) = tree else {
                unread.push(stem.to_owned());
                continue;
            };
            if let Some(list_name) = stem.strip_prefix("lists/") {
                let Some((id, place, choices)) = lower::list(&tree, &found) else { continue };
                if id != list_name {
                    found.add(fault::wrong_file_name(place, &id, &format!("lists/{id}.yaml")));
                }
                lists.insert(id, choices);
            } else if stem.starts_with("shared/") {
                shared.insert(stem.to_owned(), tree);
            } else {
                templates.push((stem.to_owned(), tree));
            }
        }
        let around = Surroundings { lists: &lists, shared: &shared };
        let lowered: Vec<(&str, Lowered)> = templates
            .iter()
            .filter_map(|(stem, tree)| Some((stem.as_str(), lower::template(tree, &around, &found)?)))
            .collect();
        check_between_templates(&lowered, &found);
        let mut faults = Faults { sources, list: found.into_list() };
        faults.list.retain(|fault| !unread::follows(fault, &unread, &faults.sources));
        faults.sort();
        // A shared section is lowered once for each template that includes it.
        faults.list.dedup_by(|a, b| a.place == b.place && a.code == b.code && a.message == b.message);
        let mut templates: Vec<TemplateDef> =
            lowered.into_iter().map(|(_, lowered)| lowered.definition).collect();
        templates.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        (templates, faults)
    }

    /// The pack that the program carries, for the demo and for a desk without settings.
    ///
    /// # Panics
    /// When the embedded definitions have faults: a test sees to it that they have none.
    pub fn embedded() -> Self {
        Self::read(Self::embedded_files())
            .unwrap_or_else(|faults| panic!("the embedded definitions have faults:\n{faults}"))
    }

    /// The files of that pack, as [`Pack::read`] takes them.
    pub fn embedded_files() -> Vec<(&'static str, &'static str)> {
        embedded_files(&EMBEDDED)
    }

    /// What an administrator should know although nothing has to be mended: warnings, and what has to
    /// be looked up in the council's own systems.
    pub fn remarks(&self) -> &Faults {
        &self.remarks
    }

    /// The templates in their order of entry.
    pub fn templates(&self) -> &[TemplateDef] {
        &self.templates
    }

    /// The template with this id.
    ///
    /// # Errors
    /// When there is none; the error says which may be meant.
    pub fn template(&self, id: &str) -> Result<&TemplateDef, UnknownTemplate> {
        lookup::by_id(&self.templates, id)
    }

    /// The template that a person calls so, by id or title: capitals, hyphens and spaces do not matter.
    ///
    /// # Errors
    /// When there is none, or more than one; the error says which may be meant.
    pub fn template_called(&self, name: &str) -> Result<&TemplateDef, UnknownTemplate> {
        lookup::by_name(&self.templates, name)
    }
}

/// Rules that hold between templates, and between a template and its file.
fn check_between_templates(lowered: &[(&str, Lowered)], found: &Found) {
    let known: Vec<&str> = lowered.iter().map(|(_, template)| template.definition.id.as_str()).collect();
    for (at, (stem, template)) in lowered.iter().enumerate() {
        let id = template.definition.id.as_str();
        for (after, place) in template.definition.after.iter().zip(&template.after) {
            if !known.contains(&after.as_str()) {
                found.add(fault::unknown_template(place.clone(), after.as_str(), &known));
            }
        }
        if let Some(first) = known[..at].iter().position(|before| *before == id) {
            found.add(fault::id_twice(template.id.clone(), "template", id, lowered[first].1.id.clone()));
        } else if id != *stem {
            found.add(fault::wrong_file_name(template.id.clone(), id, &format!("{id}.yaml")));
        }
    }
}

fn embedded_files(dir: &'static Dir<'static>) -> Vec<(&'static str, &'static str)> {
    let mut files: Vec<_> = dir
        .files()
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
        .filter(|(path, _)| path.ends_with(".yaml"))
        .collect();
    files.extend(dir.dirs().flat_map(embedded_files));
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Level;

    #[test]
    fn the_embedded_definitions_have_no_faults() {
        let faults = match Pack::read(Pack::embedded_files()) {
            Ok(pack) => pack.remarks,
            Err(faults) => faults,
        };
        assert!(faults.list.iter().all(|fault| fault.level == Level::Note), "\n{faults}");
    }
}
