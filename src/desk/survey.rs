//! A survey of folders: every form and tracker in them, by person, as far as a list needs to know them.

use super::{
    LARGEST, Places, TakeError, progress_beside,
    publish::{Blanks, MANIFEST},
    settings::{Service, Settings},
    sitting::{self, LeftBehind},
    trackers::moment,
};
use crate::{
    form::{self, CompletedForm, Glance, NotAForm},
    overview::{ChildSeen, Folder, FormDetail, FormSeen, Progressed, TrackerSeen},
    reentry::{PartlySaved, Planning, ProgressGlance, Record, records},
    share::read_file,
    template::{Pack, ids},
    tracker::{Tracker, TrackerError, Wanted},
};
use jiff::civil::Date;
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A person's folder lies three folders below the share, and supporting documents a few more. A share that is
/// deeper leads in circles.
const DEEPEST: usize = 12;

/// How closely forms are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closeness {
    /// Which form it is and whether its record is restricted, for lists of thousands.
    Glance,
    /// What its place in a queue depends on, for one's own.
    Queue,
}

/// What a survey found.
pub struct Surveyed {
    pub folders: Vec<Folder>,
    /// Folders that could not be looked into.
    pub closed: Vec<PathBuf>,
}

/// Looks at all forms and trackers in a folder and below it. With settings, the folders of the share say whose
/// they are; elsewhere each folder is one person's, and the tracker in it says whose.
///
/// `tell` hears how many documents were looked at, and of how many.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn survey(
    root: &Path,
    council: Option<(&Settings, &Places)>,
    pack: &Pack,
    closeness: Closeness,
    today: Date,
    tell: impl Fn(usize, usize) + Sync,
) -> Result<Surveyed, TakeError> {
    let mut closed = Vec::new();
    let (documents, left) = documents_in(root, council.map(|(_, places)| places), &mut closed)?;
    let titles =
        pack.templates().iter().map(|template| (template.id.to_string(), template.title.as_str().into()));
    let looking = Looking { pack, titles: titles.collect(), left, closeness, today };
    let (looked_at, of) = (AtomicUsize::new(0), documents.len());
    let seen: Vec<(PathBuf, Seen)> = documents
        .into_par_iter()
        .map(|path| {
            let seen = Seen::at(&path, &looking);
            tell(looked_at.fetch_add(1, Ordering::Relaxed) + 1, of);
            (path, seen)
        })
        .collect();
    let mut folders: BTreeMap<Owner, Folder> = BTreeMap::new();
    for (path, seen) in seen {
        let owner = Owner::of(&path, council);
        let folder = folders.entry(owner.clone()).or_insert_with(|| owner.folder());
        match seen {
            Seen::Form(form) => folder.forms.push(FormSeen { file: path, ..form }),
            Seen::Tracker(tracker) => folder.trackers.push(TrackerSeen { file: path, tracker }),
            Seen::Unread(why) => folder.unread.push((path, why)),
            Seen::Other => {}
        }
    }
    let mut folders: Vec<Folder> = folders.into_values().collect();
    folders.retain(|folder| {
        !(folder.forms.is_empty() && folder.trackers.is_empty() && folder.unread.is_empty())
    });
    folders.iter_mut().for_each(named_by_tracker);
    Ok(Surveyed { folders, closed })
}

/// By folder, the progress that forms left behind when they were renamed.
type LeftIn = BTreeMap<PathBuf, Vec<LeftBehind>>;

/// The documents of a folder and of those below it, sorted; and by folder the progress of forms that were renamed.
/// Published blanks are nobody's work.
fn documents_in(
    root: &Path,
    places: Option<&Places>,
    closed: &mut Vec<PathBuf>,
) -> Result<(Vec<PathBuf>, LeftIn), TakeError> {
    let published = places.and_then(|places| fs::canonicalize(&places.published).ok());
    let is_published = |folder: &Path| published.is_some() && fs::canonicalize(folder).ok() == published;
    let (mut documents, mut left) = (Vec::new(), LeftIn::new());
    let mut folders = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        if depth > 0 && is_published(&folder) {
            continue;
        }
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(source) if depth == 0 => return Err(TakeError::Folder { path: folder, source }),
            Err(_) => {
                closed.push(folder);
                continue;
            }
        };
        let entries: Vec<_> = entries.flatten().collect();
        let has_manifest = entries.iter().any(|entry| entry.file_name() == MANIFEST);
        let blanks = has_manifest.then(|| Blanks::of(&folder));
        let mut names = Vec::new();
        for entry in entries {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let Ok(kind) = entry.file_type() else { continue };
            // Word's owner files are named like documents; a link may lead round in circles.
            if name.starts_with(['~', '.']) || kind.is_symlink() && path.is_dir() {
                continue;
            }
            if kind.is_dir() {
                if depth < DEEPEST {
                    folders.push((path, depth + 1));
                }
            } else {
                if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"))
                    && !blanks.as_ref().is_some_and(|blanks| blanks.has(&name, &path))
                {
                    documents.push(path);
                }
                names.push(name);
            }
        }
        let of_folder = LeftBehind::among(&folder, &names);
        if !of_folder.is_empty() {
            left.insert(folder, of_folder);
        }
    }
    documents.sort();
    closed.sort();
    Ok((documents, left))
}

/// What a document turned out to be.
enum Seen {
    Form(FormSeen),
    Tracker(Tracker),
    Unread(String),
    /// A letter, minutes, photos: supporting documents.
    Other,
}

/// What is known before a document is looked at.
///
/// Titles are shared: a form that was looked at leaves nothing on the heap. What thousands of them left between
/// the texts that come and go would keep the allocator from using that room again, and ten thousand forms took
/// 115 MB instead of 27.
struct Looking<'p> {
    pack: &'p Pack,
    titles: BTreeMap<String, Arc<str>>,
    left: LeftIn,
    closeness: Closeness,
    today: Date,
}

impl Seen {
    fn at(path: &Path, looking: &Looking<'_>) -> Self {
        let bytes = match read_file(path, LARGEST) {
            Ok(bytes) => bytes,
            Err(error) => return Self::Unread(error.to_string()),
        };
        match form::glance(&bytes) {
            Ok(glance) => Self::form(path, &bytes, glance, looking),
            Err(NotAForm::NotOurs) => match Tracker::read(&bytes) {
                Ok(tracker) => Self::Tracker(tracker),
                Err(TrackerError::NotATracker) => Self::Other,
                Err(error) => Self::Unread(error.to_string()),
            },
            Err(error) => Self::Unread(error.to_string()),
        }
    }

    fn form(path: &Path, bytes: &[u8], glance: Glance, looking: &Looking<'_>) -> Self {
        let progress = glance_at(&looking.progress_of(path, bytes, &glance));
        let state = match &progress {
            Some(ProgressGlance { confirmed: Some(at), .. }) => Progressed::Entered(*at),
            Some(progress) if progress.is_begun() => Progressed::Begun,
            _ => Progressed::NotBegun,
        };
        // Whoever asked has the path, and puts it in: a copy would stay on the heap.
        let file = PathBuf::new();
        let (given, waits_for, under_way, partly) = progress.map_or((None, None, None, None), |progress| {
            (progress.given, progress.waits_for, progress.under_way.map(Box::new), progress.partly)
        });
        let title = looking.titles.get(glance.template.as_str()).cloned();
        // Whose row is to be stamped and whose is to be entered, only the whole form can say.
        if let (Closeness::Glance, None, Some(title), Some(is_restricted), Some(issue)) =
            (looking.closeness, &partly, title, glance.is_restricted, &glance.issue)
        {
            let wanted = Wanted { number: Some(issue.number), ..Wanted::default() };
            let issue = glance.issue;
            return Self::Form(FormSeen {
                file,
                title,
                issue,
                wanted,
                is_restricted,
                progress: state,
                children: Vec::new(),
                waits_for,
                under_way,
                detail: None,
            });
        }
        // One from a published blank is found by its child and its time, too: it has to be read.
        match form::read(bytes, looking.pack, looking.today) {
            Ok(mut form) => {
                if form.identity.issue.is_none() {
                    form.identity.issue = given;
                }
                Self::Form(FormSeen {
                    file,
                    title: form.definition.title.as_str().into(),
                    issue: glance.issue,
                    wanted: super::trackers::wanted(&form),
                    is_restricted: form.is_restricted(),
                    progress: state,
                    children: partly.map_or_else(Vec::new, |partly| children(&form, &partly)),
                    waits_for,
                    under_way,
                    detail: Some(Box::new(detail(&form))),
                })
            }
            Err(error) => Self::Unread(error.to_string()),
        }
    }
}

/// The children of a form, each with whether their record is saved.
fn children(form: &CompletedForm, partly: &PartlySaved) -> Vec<ChildSeen> {
    // A form for more children than are entered at once was never begun.
    let Ok((records, _)) = records(form, &Planning::default(), &partly.children) else { return Vec::new() };
    let seen = |record: &Record| ChildSeen {
        wanted: sitting::wanted(record),
        is_saved: partly.saved.contains(&record.key),
    };
    records.iter().map(seen).collect()
}

fn detail(form: &CompletedForm) -> FormDetail {
    let definition = &form.definition;
    FormDetail {
        template: definition.id.clone(),
        order: definition.order,
        after: definition.after.clone(),
        is_urgent: definition.urgent.as_ref().is_some_and(|urgent| form.holds(urgent)),
        happened: moment(form, [ids::EVENT_AT, ids::WRITTEN_AT])
            .map(|at| at.day.to_datetime(at.time.unwrap_or_default())),
        forename: form.text(ids::CHILD_FORENAME).trim().into(),
    }
}

impl Looking<'_> {
    /// Where the progress of a form lies: beside it, also if it was renamed since.
    fn progress_of(&self, path: &Path, bytes: &[u8], glance: &Glance) -> PathBuf {
        let own = progress_beside(path, None);
        let left = path.parent().and_then(|folder| self.left.get(folder)).filter(|_| !own.exists());
        let Some(left) = left else { return own };
        let found = match &glance.issue {
            Some(issue) => {
                let definition = self.pack.template(glance.template.as_str()).ok();
                left.iter().find(|left| left.is_of(issue.number, definition, None))
            }
            None => form::read(bytes, self.pack, self.today)
                .ok()
                .and_then(|form| left.iter().find(|left| left.is_of_form(&form, None))),
        };
        found.map_or(own, |left| left.path().to_owned())
    }
}

/// How far a form is; None where it was never opened.
pub(super) fn progress_of_form(path: &Path, form: &CompletedForm) -> Option<ProgressGlance> {
    glance_at(&sitting::progress_of_form(path, None, form))
}

fn glance_at(progress: &Path) -> Option<ProgressGlance> {
    ProgressGlance::of(&read_file(progress, LARGEST).ok()?).ok()
}

/// Whose a document is: service area, team and person, or where nobody can tell, the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Owner {
    service: String,
    team: String,
    person: String,
}

impl Owner {
    fn of(document: &Path, council: Option<(&Settings, &Places)>) -> Self {
        let folder = document.parent().unwrap_or(Path::new(""));
        let on_share = council.and_then(|(settings, places)| Self::on_share(folder, settings, places));
        on_share.unwrap_or_else(|| Self {
            service: String::new(),
            team: String::new(),
            person: folder.display().to_string(),
        })
    }

    fn on_share(folder: &Path, settings: &Settings, places: &Places) -> Option<Self> {
        let below = folder.strip_prefix(&places.share).ok()?;
        let mut names = below.iter().map(|name| name.to_string_lossy().into_owned());
        let (service, team, person) = (names.next()?, names.next().unwrap_or_default(), names.next());
        let known = settings.services.iter().find(|known| known.folder.eq_ignore_ascii_case(&service));
        let team_of = |known: &Service| {
            let team = known.teams.iter().find(|known| known.folder.eq_ignore_ascii_case(&team))?;
            Some(team.name.clone())
        };
        Some(Self {
            team: known.and_then(team_of).unwrap_or(team),
            service: known.map_or(service, |known| known.name.clone()),
            person: person.unwrap_or_default(),
        })
    }

    fn folder(&self) -> Folder {
        let Self { service, team, person } = self.clone();
        Folder { service, team, person, ..Folder::default() }
    }
}

/// Off the share, whose folder it is stands in the tracker.
fn named_by_tracker(folder: &mut Folder) {
    let Some(TrackerSeen { tracker, .. }) = folder.trackers.first() else { return };
    if folder.team.is_empty()
        && let (Some(name), Some(team)) = (tracker.your_name(), tracker.team_name())
    {
        folder.person = name.expose().to_owned();
        folder.team = team.expose().to_owned();
    }
}
