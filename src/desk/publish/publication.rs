//! The files that are published, as bytes.

use super::{
    guide,
    manifest::{Entry, MANIFEST, Manifest, hash},
    name,
};
use crate::{
    desk::{Definitions, LARGEST, PackError, pack::readable_templates},
    form,
    share::read_file,
    template::{self, Change, Pack, TemplateId},
    tracker,
    word::{Letterhead, Unreadable},
};
use std::path::Path;

/// The guide of one page: the name sorts it to nobody's notice, but it says what to do with it.
pub(super) const GUIDE: &str = "Start here";
/// The blank tracker.
pub(super) const TRACKER: &str = "Tracker";

/// Where the definitions lie, and the schema among them.
const DEFINITIONS: &str = "definitions/";
const SCHEMA: &str = "schema.json";

/// All that is published, from one set of definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    files: Vec<PublishedFile>,
}

/// A file as it is to be in the published folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedFile {
    /// Its name within the folder: `New contact.docx`, `definitions/contact.yaml`.
    pub name: String,
    pub bytes: Vec<u8>,
    /// The template that it is a blank of, and its revision.
    pub template: Option<(TemplateId, u32)>,
}

impl Publication {
    /// Makes a guide, a tracker and a blank of every template, each with the letterhead, and adds the definitions
    /// themselves.
    ///
    /// # Errors
    /// When a document cannot be laid out: an error of ours, not of the definitions.
    pub fn of(definitions: &Definitions, letterhead: &Letterhead) -> Result<Self, Unreadable> {
        let Definitions { pack, files } = definitions;
        let names = names(pack);
        let document = |name: &str, bytes| PublishedFile { name: document(name), bytes, template: None };
        let mut all = vec![
            document(GUIDE, guide::guide(pack, &names, letterhead)?),
            document(TRACKER, tracker::blank_headed("", "", letterhead)?),
        ];
        for (template, name) in pack.templates().iter().zip(&names) {
            let blank = document(name, form::blank_headed(template, letterhead, None)?);
            all.push(PublishedFile { template: Some((template.id.clone(), template.revision)), ..blank });
        }
        // The first line of each template names it, for editors.
        let schema = format!("{:#}\n", template::schema());
        all.push(PublishedFile {
            name: format!("{DEFINITIONS}{SCHEMA}"),
            bytes: schema.into_bytes(),
            template: None,
        });
        all.extend(files.iter().map(|(name, text)| PublishedFile {
            name: format!("{DEFINITIONS}{name}"),
            bytes: text.clone().into_bytes(),
            template: None,
        }));
        Ok(Self { files: all })
    }

    /// The files in the order in which they are written: documents first, then definitions.
    pub fn files(&self) -> &[PublishedFile] {
        &self.files
    }
}

/// What changed since the definitions were last published into a folder that matters to the forms that were
/// handed out from there. What lies there of templates that are gone is told as stale.
pub fn changes_since(to: &Path, definitions: &Definitions) -> Vec<(Change, Vec<TemplateId>)> {
    let before = readable_templates(&Definitions::folder_in(to));
    let mut changes = template::all_changes(&before, definitions.pack.templates());
    changes.retain(|(change, _)| *change != Change::TemplateGone);
    changes
}

/// A published blank that is of another revision than the definition beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// Its name within the folder.
    pub file: String,
    /// The revision that it was made from; None when it was never made.
    pub blank: Option<u32>,
    pub definition: u32,
}

/// The blanks of a published folder that are not what the definitions there say: somebody changed a
/// definition in there and did not publish, or publishing was broken off.
pub fn outdated(folder: &Path, definitions: &Definitions) -> Vec<Outdated> {
    let manifest = manifest_of(folder);
    let pack = &definitions.pack;
    let made = |file: &str| {
        manifest.iter().flat_map(|manifest| &manifest.files).find(|entry| entry.name == file)?.revision
    };
    let blanks = pack.templates().iter().zip(names(pack)).map(|(template, name)| {
        let file = document(&name);
        Outdated { blank: made(&file), file, definition: template.revision }
    });
    blanks.filter(|blank| blank.blank != Some(blank.definition)).collect()
}

/// Whether other definitions than these were published into a folder: then these would take their place. Nobody's are
/// lost where nothing was published yet.
pub fn has_others(folder: &Path, definitions: &Definitions) -> bool {
    let is_there = |entry: &Entry| {
        let named = entry.name.strip_prefix(DEFINITIONS).filter(|name| *name != SCHEMA);
        named.is_none_or(|name| {
            let here = definitions.files.iter().find(|(other, _)| other == name);
            here.is_some_and(|(_, text)| hash(text.as_bytes()) == entry.blake3)
        })
    };
    match (manifest_of(folder), Definitions::published(folder)) {
        (Some(manifest), _) => !manifest.files.iter().chain(&manifest.writing).all(is_there),
        // Somebody copied them there.
        (None, Ok(there)) => there.files != definitions.files,
        (None, Err(PackError::Faulty { .. })) => true,
        (None, Err(_)) => false,
    }
}

/// What stopgap last wrote into a folder, as far as that can be read.
pub(super) fn manifest_of(folder: &Path) -> Option<Manifest> {
    Manifest::read(&read_file(&folder.join(MANIFEST), LARGEST).ok()?)
}

fn document(name: &str) -> String {
    format!("{name}.docx")
}

/// The names of the blanks, without ".docx", in the order of the pack.
fn names(pack: &Pack) -> Vec<String> {
    let titles: Vec<(&str, &str)> =
        pack.templates().iter().map(|template| (template.title.as_str(), template.id.as_str())).collect();
    name::file_names(&titles, &[GUIDE, TRACKER])
}
