//! A pack of definitions in a folder.

use crate::{
    diagnostic::Faults,
    share::{ReadError, folder_of, read_file},
    template::{FileText, Pack, TemplateDef, Unread},
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
    #[error("nothing is published in {}: an administrator runs `stopgap publish --templates DIR`", .0.display())]
    NothingPublished(PathBuf),
    #[error("{} cannot be reached: look whether the drive is connected", .0.display())]
    NotReached(PathBuf),
    #[error("the folder {} cannot be read: ask its owner or your IT service for access", .path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error(transparent)]
    File(#[from] ReadError),
    #[error("{} is not read: {help}", .path.display())]
    Misnamed { path: PathBuf, help: String },
    #[error("{} is no definition: name a file that ends with .yaml, or a folder of them", .0.display())]
    NoDefinition(PathBuf),
    #[error("there is no definition in {}: name the folder that holds contact.yaml and the like", .0.display())]
    Empty(PathBuf),
    /// The sources of the faults are called by their paths.
    #[error("the definitions in {} have faults\n\n{faults}", .folder.display())]
    Faulty { folder: PathBuf, faults: Faults },
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
        let found = files_of(folder)?;
        let pack = Pack::read(found.clone()).map_err(|mut faults| {
            faults.sources.rename(|name| folder.join(name).display().to_string());
            PackError::Faulty { folder: folder.to_owned(), faults }
        })?;
        let mut files: Vec<_> =
            found.into_iter().filter_map(|(name, text)| Some((name, text.text()?))).collect();
        files.sort();
        Ok(Self { pack, files })
    }

    /// Reads the definitions that were published into a folder, beside the blanks.
    ///
    /// # Errors
    /// When nothing was published there, or the drive is not connected; else as [`Definitions::in_folder`].
    pub fn published(folder: &Path) -> Result<Self, PackError> {
        match Self::in_folder(&Self::folder_in(folder)) {
            // Publishing makes no more than the folder itself: where the one above is missing, it was not made.
            Err(PackError::Missing(_)) if !folder_of(folder).is_dir() => {
                Err(PackError::NotReached(folder_of(folder).to_owned()))
            }
            Err(PackError::Missing(_) | PackError::Empty(_)) => {
                Err(PackError::NothingPublished(folder.to_owned()))
            }
            other => other,
        }
    }

    /// Where the definitions lie that were published into a folder.
    pub fn folder_in(published: &Path) -> PathBuf {
        published.join("definitions")
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

/// The templates of a folder as far as they can be read; none if there is no such folder.
pub(super) fn readable_templates(folder: &Path) -> Vec<TemplateDef> {
    files_of(folder).map_or_else(|_| Vec::new(), |files| Pack::check(files).0)
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
    if let Some((folder, part)) = part_of_pack(path) {
        let (_, faults) = Pack::check(files_of(&folder)?);
        let is_of_it = |name: &str| name.strip_prefix(&part).is_some_and(|rest| rest.starts_with('/'));
        let shown = |name: &str| path.join(name.strip_prefix(&part).map_or(name, |name| &name[1..]));
        return Ok(Checked { templates: 0, faults: only(faults, is_of_it, shown, &folder) });
    }
    if path.is_dir() {
        let (templates, mut faults) = Pack::check(files_of(path)?);
        faults.sources.rename(|name| path.join(name).display().to_string());
        return Ok(Checked { templates: templates.len(), faults });
    }
    if !path.exists() && path.extension().is_none() {
        return Err(PackError::Missing(path.to_owned()));
    }
    // Whatever else is the matter with it is a fault among the others.
    if let Err(error @ ReadError::Missing(_)) = read_file(path, LARGEST_DEFINITION) {
        return Err(error.into());
    }
    let Some((folder, name)) = place_in_pack(path) else {
        return Err(PackError::NoDefinition(path.to_owned()));
    };
    let files = files_of(&folder)?;
    match files.iter().find(|(known, _)| *known == name) {
        Some((_, FileText::Unread(why))) if !why.is_missed() => {
            return Err(PackError::Misnamed { path: path.to_owned(), help: why.help().to_owned() });
        }
        Some(_) => {}
        None => return Err(PackError::NoDefinition(path.to_owned())),
    }
    let (templates, faults) = Pack::check(files);
    // Another file may wrongly have the same id.
    let is_template = templates.iter().any(|template| name == format!("{}.yaml", template.id));
    let faults = only(faults, |other| other == name, |_| path.to_owned(), &folder);
    Ok(Checked { templates: usize::from(is_template), faults })
}

/// The faults of some files of a pack, which are shown by other paths than the rest of its folder.
fn only(
    mut faults: Faults,
    is_one: impl Fn(&str) -> bool,
    shown: impl Fn(&str) -> PathBuf,
    folder: &Path,
) -> Faults {
    let Faults { sources, list } = &mut faults;
    list.retain(|fault| is_one(&sources.get(fault.place.source).name));
    sources.rename(|name| {
        let path = if is_one(name) { shown(name) } else { folder.join(name) };
        path.display().to_string()
    });
    faults
}

/// The pack that a folder is the `lists` or the `shared` of, and which of them it is. A pack may be called so as well:
/// it has templates.
fn part_of_pack(folder: &Path) -> Option<(PathBuf, String)> {
    let whole = std::path::absolute(folder).ok()?;
    let part = whole.file_name()?.to_str().filter(|part| PARTS.contains(part))?;
    let is_template = |(_, text): (String, FileText)| {
        text.text().is_some_and(|text| text.lines().any(|line| line.starts_with("template:")))
    };
    let files = definitions_in(&whole, "").ok()?;
    let has_templates = files.into_iter().any(is_template);
    (!has_templates).then_some((whole.parent()?.to_owned(), part.to_owned()))
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

/// What lies in a folder and its parts under the name of a definition, or under one that was meant to be:
/// the names within the pack, and the texts.
fn files_of(folder: &Path) -> Result<Vec<(String, FileText)>, PackError> {
    if !folder.is_dir() {
        return Err(PackError::Missing(folder.to_owned()));
    }
    let mut files = definitions_in(folder, "")?;
    for part in PARTS {
        let inside = folder.join(part);
        if inside.is_dir() {
            files.extend(definitions_in(&inside, &format!("{part}/"))?);
        }
    }
    let misnamed = |(name, text): &(String, FileText)| match text {
        FileText::Unread(why) if !why.is_missed() => Some((folder.join(name), why.help().to_owned())),
        _ => None,
    };
    match files.iter().map(misnamed).collect::<Option<Vec<_>>>() {
        // Nothing but files with wrong names.
        Some(names) => Err(names.into_iter().next().map_or_else(
            || PackError::Empty(folder.to_owned()),
            |(path, help)| PackError::Misnamed { path, help },
        )),
        None => Ok(files),
    }
}

fn definitions_in(folder: &Path, prefix: &str) -> Result<Vec<(String, FileText)>, PackError> {
    let failed = |source| PackError::Folder { path: folder.to_owned(), source };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    // Editors and drives leave files such as `.contact.yaml.swp` and `~$..` beside ours.
    names.retain(|name| !name.starts_with(['.', '~']));
    names.sort();
    let text = |name: &String| {
        let path = folder.join(name);
        if name.ends_with(".yaml") {
            return Some(text_of(&path));
        }
        let meant = meant_name(name, &path)?;
        let help = if names.contains(&meant) {
            format!("{meant} is there as well: keep one of them")
        } else {
            format!("rename it to {meant}")
        };
        Some(Unread::misnamed(name, help).into())
    };
    Ok(names.iter().filter_map(|name| Some((format!("{prefix}{name}"), text(name)?))).collect())
}

fn text_of(path: &Path) -> FileText {
    let why = match read_file(path, LARGEST_DEFINITION) {
        Ok(bytes) => return FileText::of(bytes),
        Err(error) => error,
    };
    let (message, help) = match why {
        ReadError::Missing(_) => ("the file is not there any more", "look whether it was moved or renamed"),
        ReadError::Folder(_) => {
            ("this is a folder", "give it a name that does not end with .yaml, or move it away")
        }
        ReadError::TooLarge { .. } => {
            ("the file has more than 1 MB, far more than a definition", "look whether it is the right file")
        }
        ReadError::NoPermission(_) => {
            ("you have no permission to read the file", "ask its owner or your IT service")
        }
        ReadError::InUse(_) => {
            ("another program has the file open and does not share it", "close it there, and try again")
        }
        ReadError::Failed { .. } => {
            ("the file could not be read", "look whether the drive is connected, and try again")
        }
    };
    Unread::new(message, help).into()
}

/// The name of a definition that a file was probably meant to have.
fn meant_name(name: &str, path: &Path) -> Option<String> {
    let lower = name.to_lowercase();
    let without = |ending: &str| lower.ends_with(ending).then(|| &name[..name.len() - ending.len()]);
    let stem = [".yaml", ".yml", ".yaml.txt", ".yml.txt"].into_iter().find_map(without);
    let stem = stem.or_else(|| without(".txt").filter(|_| is_definition(path)))?;
    path.is_file().then(|| format!("{stem}.yaml"))
}

/// Whether a text file looks like a definition: people keep notes beside theirs.
fn is_definition(path: &Path) -> bool {
    let Ok(bytes) = read_file(path, LARGEST_DEFINITION) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    text.lines().any(|line| ["template:", "list:", "fields:"].iter().any(|key| line.starts_with(key)))
}
