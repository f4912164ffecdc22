//! A pack: all templates, lists and shared sections that belong together.

use super::{
    Field, FieldKind, FileText, TemplateDef, UnknownTemplate, fault, ids,
    language::MAPS,
    lookup,
    lower::{self, List, Lowered, Surroundings},
    systems::Systems,
};
use crate::{
    diagnostic::{Faults, Place, Sources},
    yaml::{self, Found, Located, Yaml},
};
use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, BTreeSet};

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
        let Trees { lists, shared, templates, lost } = Trees::read(files, &mut sources, &found);
        check_names(
            "list",
            "lists/",
            &lists.iter().map(|(stem, list)| (&**stem, &*list.id, &list.place)),
            &found,
        );
        let partial = lists.iter().filter(|(_, list)| !list.is_whole);
        let partial = partial.map(|(_, list)| list.id.clone()).collect();
        let lists = lists.into_iter().map(|(_, List { id, choices, .. })| (id, choices)).collect();
        let systems = Systems::of(templates.iter().map(|(_, tree)| tree));
        let around = Surroundings {
            lists: &lists,
            shared: &shared,
            systems: &systems,
            partial: &partial,
            lost: &lost,
        };
        let lowered: Vec<(&str, Lowered)> = templates
            .iter()
            .filter_map(|(stem, tree)| Some((stem.as_str(), lower::template(tree, &around, &found)?)))
            .collect();
        let files: Vec<&str> =
            templates.iter().map(|(stem, _)| &**stem).chain(lost.iter().map(|s| &**s)).collect();
        check_between_templates(&lowered, &files, &found);
        check_children(&lowered, &shared, &found);
        let mut faults = Faults { sources, list: found.into_list() };
        faults.sort();
        // A shared section is lowered once for each template that includes it.
        faults.list.dedup_by(|a, b| a.place == b.place && a.code == b.code && a.message == b.message);
        let mut templates: Vec<TemplateDef> =
            lowered.into_iter().map(|(_, lowered)| lowered.definition).collect();
        // What may be entered in any order is entered last.
        templates
            .sort_by(|a, b| (a.order.is_none(), a.order, &a.id).cmp(&(b.order.is_none(), b.order, &b.id)));
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

    /// The templates that have all these words in their name, or else in what they say of their use; with no
    /// words, all of them.
    pub fn search(&self, words: &str) -> Vec<&TemplateDef> {
        lookup::search(&self.templates, words)
    }
}

/// Whether a file holds keys, as every file of a pack does: a letter or a web page does not.
fn has_keys(tree: &Located, sources: &Sources, stem: &str, found: &Found) -> bool {
    if matches!(tree.value, Yaml::Map(_)) {
        return true;
    }
    let of = match stem.split_once('/') {
        Some(("lists", _)) => "a list",
        Some(("shared", _)) => "a section",
        _ => "a template",
    };
    let Place { source, mut range } = tree.place.clone();
    let whole = &sources.get(source).text[range.clone()];
    range.end = range.start + whole.find('\n').unwrap_or(whole.len());
    found.add(fault::no_group(Place { source, range }, of, tree.kind()));
    false
}

/// A form that does not ask for the child's PIN is about nobody: told where other templates of the pack ask for it.
fn check_children(lowered: &[(&str, Lowered)], shared: &BTreeMap<String, Located>, found: &Found) {
    let is_it = |field: &Field| field.id.as_str() == ids::PIN;
    let asks = |template: &TemplateDef| {
        template.fields().any(|field| match &field.kind {
            FieldKind::Table(grid) => grid.columns.iter().any(is_it),
            _ => is_it(field),
        })
    };
    let is_pin = |node: &Located| node.entry("id").and_then(Located::as_text) == Some(ids::PIN);
    let has_pin =
        |section: &Located| section.entry("fields").is_some_and(|fields| fields.items().iter().any(is_pin));
    let header = shared.iter().find(|(_, section)| has_pin(section)).map(|(name, _)| name.as_str());
    if !lowered.iter().any(|(_, template)| asks(&template.definition)) {
        return;
    }
    for (_, template) in lowered.iter().filter(|(_, template)| template.is_whole) {
        if !asks(&template.definition) {
            found.add(fault::no_child(template.id.clone(), template.definition.id.as_str(), header));
        }
    }
}

/// Rules that hold between templates, and between a template and its file. `files` are there, whether they
/// could be read or not.
fn check_between_templates(lowered: &[(&str, Lowered)], files: &[&str], found: &Found) {
    let ids = lowered.iter().map(|(stem, template)| (*stem, template.definition.id.as_str(), &template.id));
    check_names("template", "", &ids, found);
    let known: Vec<&str> = ids.map(|(_, id, _)| id).collect();
    for (_, template) in lowered {
        for (after, place) in template.definition.after.iter().zip(&template.after) {
            let after = after.as_str();
            if !known.contains(&after) && !files.contains(&after) {
                found.add(fault::unknown_template(place.clone(), after, &known));
            }
        }
    }
    for (at, (_, template)) in lowered.iter().enumerate() {
        if let Some((circle, place)) = circle(lowered, at) {
            let start = template.definition.id.as_str();
            // A circle is told once: where its first template is.
            if circle.iter().all(|id| known.iter().position(|known| known == id) >= Some(at)) {
                found.add(fault::after_in_circle(place, start, &circle));
            }
        }
    }
}

/// The way from a template by `after` back to itself, if there is one, and where it begins.
fn circle<'l>(lowered: &'l [(&str, Lowered)], start: usize) -> Option<(Vec<&'l str>, Place)> {
    let template_of =
        |id: &str| lowered.iter().position(|(_, template)| template.definition.id.as_str() == id);
    let mut ways: Vec<(Vec<&str>, &Place)> = lowered[start]
        .1
        .definition
        .after
        .iter()
        .zip(&lowered[start].1.after)
        .map(|(id, place)| (vec![id.as_str()], place))
        .collect();
    let mut seen = BTreeSet::new();
    while let Some((way, place)) = ways.pop() {
        let last = *way.last()?;
        let Some(at) = template_of(last) else { continue };
        if at == start {
            return Some((way, place.clone()));
        }
        if seen.insert(at) {
            let next = lowered[at].1.definition.after.iter();
            ways.extend(next.map(|id| ([way.clone(), vec![id.as_str()]].concat(), place)));
        }
    }
    None
}

/// The files of a pack as trees, by what they define. Each comes with its name without ending.
#[derive(Default)]
struct Trees {
    lists: Vec<(String, List)>,
    shared: BTreeMap<String, Located>,
    templates: Vec<(String, Located)>,
    /// Files that are there and give nothing: what names them is right, and its faults would bury theirs.
    lost: BTreeSet<String>,
}

impl Trees {
    fn read<N: Into<String>, T: Into<FileText>>(
        files: impl IntoIterator<Item = (N, T)>,
        sources: &mut Sources,
        found: &Found,
    ) -> Self {
        let mut trees = Self::default();
        let mut files: Vec<(String, FileText)> =
            files.into_iter().map(|(n, t)| (n.into().replace('\\', "/"), t.into())).collect();
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (name, text) in files {
            // Only one ending: `contact.yaml.yaml` is another file than `contact.yaml`.
            let stem = name.strip_suffix(".yaml").or(name.strip_suffix(".yml")).unwrap_or(&name).to_owned();
            match text {
                FileText::Text(text) => trees.add(name, stem, text, sources, found),
                FileText::Unread(why) => {
                    if why.is_missed() {
                        trees.lost.insert(stem);
                    }
                    found.add(why.fault(sources, &name));
                }
            }
        }
        trees
    }

    fn add(&mut self, name: String, stem: String, text: String, sources: &mut Sources, found: &Found) {
        let source = sources.add(name, text);
        let mut faults = Vec::new();
        let tree = yaml::parse(source, &sources.get(source).text, &MAPS, &mut faults);
        found.add_all(faults);
        let Some(tree) = tree.filter(|tree| has_keys(tree, sources, &stem, found)) else {
            self.lost.insert(stem);
            return;
        };
        if let Some(name) = stem.strip_prefix("lists/") {
            match lower::list(&tree, found) {
                Some(list) => self.lists.push((name.to_owned(), list)),
                None => _ = self.lost.insert(stem),
            }
        } else if stem.starts_with("shared/") {
            if let Some(first) = self.shared.get(&stem) {
                let first = lower::start(first);
                found.add(fault::id_twice(lower::start(&tree), "shared section", &stem, first));
            }
            self.shared.entry(stem).or_insert(tree);
        } else {
            self.templates.push((stem, tree));
        }
    }
}

/// Each id is that of one file only, and is its name.
fn check_names<'n>(
    what: &str,
    folder: &str,
    files: &(impl Iterator<Item = (&'n str, &'n str, &'n Place)> + Clone),
    found: &Found,
) {
    for (stem, id, place) in files.clone() {
        // The file that bears the id's name is the right one, or else the first.
        let mut same = files.clone().filter(|(_, other, _)| *other == id);
        let right = same.clone().find(|(stem, other, _)| stem == other).or(same.next());
        let Some((_, _, first)) = right.filter(|(_, _, first)| *first != place) else {
            if stem != id {
                found.add(fault::wrong_file_name(place.clone(), id, &format!("{folder}{id}.yaml")));
            }
            continue;
        };
        found.add(fault::id_twice(place.clone(), what, id, first.clone()));
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
