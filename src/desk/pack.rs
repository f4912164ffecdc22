//! A pack of definitions in a folder.

use crate::{
    diagnostic::Faults,
    share::{ReadError, read_file},
    template::Pack,
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// More than any definition has.
const LARGEST_DEFINITION: u64 = 1 << 20;

/// The folders of a pack beside its templates.
const PARTS: [&str; 2] = ["lists", "shared"];

/// Why a folder gives no pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("there is no folder {}: look whether it was moved or renamed", .0.display())]
    Missing(PathBuf),
    #[error("the folder {} cannot be read: ask its owner or your IT service for access", .path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error(transparent)]
    File(#[from] ReadError),
    #[error("{} is not in UTF-8: save it as UTF-8 in your editor", .0.display())]
    NotUtf8(PathBuf),
    #[error("{} is no definition: name a file that ends with .yaml, or a folder of them", .0.display())]
    NoDefinition(PathBuf),
    #[error("there is no definition in {}: name the folder that holds contact.yaml and the like", .0.display())]
    Empty(PathBuf),
    #[error("{0}")]
    Faulty(Faults),
}

/// A pack and the files that it was read from.
#[derive(Debug, Clone)]
pub struct Definitions {
    pub pack: Pack,
    /// Their names within the pack (`contact.yaml`, `lists/sex.yaml`) and their texts, by name.
    pub files: Vec<(String, String)>,
}

impl Definitions {
    /// Reads the definitions of a folder, with its `lists` and `shared`.
    ///
    /// # Errors
    /// When something cannot be read, or with all faults of the definitions.
    pub fn in_folder(folder: &Path) -> Result<Self, PackError> {
        let mut files = files_of(folder)?;
        files.sort();
        Ok(Self { pack: Pack::read(files.clone()).map_err(PackError::Faulty)?, files })
    }

    /// Those that the program carries.
    pub fn embedded() -> Self {
        let named = |(name, text): (&str, &str)| (name.replace('\\', "/"), text.to_owned());
        let mut files: Vec<_> = Pack::embedded_files().into_iter().map(named).collect();
        files.sort();
        Self { pack: Pack::embedded(), files }
    }
}

/// Reads the definitions of a folder, with its `lists` and `shared`.
///
/// # Errors
/// When something cannot be read, or with all faults of the definitions.
pub fn pack_in(folder: &Path) -> Result<Pack, PackError> {
    Definitions::in_folder(folder).map(|definitions| definitions.pack)
}

/// What there is to say about definitions; the sources of the faults are called by their paths.
#[derive(Debug, Default)]
pub struct Checked {
    /// How many templates are among them.
    pub templates: usize,
    pub faults: Faults,
}

/// Checks the definitions of a folder, or one of them amid the others of its folder.
///
/// # Errors
/// When something cannot be read. Faults of the definitions are no error here.
pub fn check_definitions(path: &Path) -> Result<Checked, PackError> {
    if path.is_dir() {
        let (templates, mut faults) = Pack::check(files_of(path)?);
        faults.sources.rename(|name| path.join(name).display().to_string());
        return Ok(Checked { templates: templates.len(), faults });
    }
    if !path.exists() && path.extension().is_none() {
        return Err(PackError::Missing(path.to_owned()));
    }
    // Says it well when there is no such file, or it is not ours to read.
    read_file(path, LARGEST_DEFINITION)?;
    let Some((folder, name)) = place_in_pack(path) else {
        return Err(PackError::NoDefinition(path.to_owned()));
    };
    let files = files_of(&folder)?;
    if !files.iter().any(|(known, _)| *known == name) {
        return Err(PackError::NoDefinition(path.to_owned()));
    }
    let (templates, mut faults) = Pack::check(files);
    let count = templates.iter().filter(|template| name == format!("{}.yaml", template.id)).count();
    let Faults { sources, list } = &mut faults;
    list.retain(|fault| sources.get(fault.place.source).name == name);
    sources.rename(|other| {
        let shown = if other == name { path.to_owned() } else { folder.join(other) };
        shown.display().to_string()
    });
    Ok(Checked { templates: count, faults })
}

/// The folder of the pack that a file belongs to, and its name in there.
fn place_in_pack(file: &Path) -> Option<(PathBuf, String)> {
    let name = file.file_name()?.to_str()?;
    let whole = std::path::absolute(file).ok()?;
    let folder = whole.parent()?;
    match folder.file_name().and_then(|part| part.to_str()) {
        Some(part) if PARTS.contains(&part) => Some((folder.parent()?.to_owned(), format!("{part}/{name}"))),
        _ => Some((folder.to_owned(), name.to_owned())),
    }
}

/// The definitions in a folder and its parts: their names within the pack, and their texts.
fn files_of(folder: &Path) -> Result<Vec<(String, String)>, PackError> {
    if !folder.is_dir() {
        return Err(PackError::Missing(folder.to_owned()));
    }
    let mut files = Vec::new();
    definitions_in(folder, "", &mut files)?;
    for part in PARTS {
        let inside = folder.join(part);
        if inside.is_dir() {
            definitions_in(&inside, part, &mut files)?;
        }
    }
    if files.is_empty() {
        return Err(PackError::Empty(folder.to_owned()));
    }
    Ok(files)
}

fn definitions_in(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) -> Result<(), PackError> {
    let failed = |source| PackError::Folder { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        // Editors and drives leave files such as `.contact.yaml.swp` and `~$..` beside ours.
        if !name.ends_with(".yaml") || name.starts_with(['.', '~']) {
            continue;
        }
        let text = String::from_utf8(read_file(&path, LARGEST_DEFINITION)?)
            .map_err(|_| PackError::NotUtf8(path.clone()))?;
        let name = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        files.push((name, text));
    }
    Ok(())
}
