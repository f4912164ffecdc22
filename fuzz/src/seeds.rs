//! Writes seeds for the fuzz targets: `seeds FOLDER [DOCUMENTS ..]`, where documents are files or folders.

use std::{
    env, fs,
    path::{Path, PathBuf},
};
use stopgap::{form, template::Pack};
use stopgap_fuzz::{form_kit, pack, seed, tracker_kit};

/// Larger ones make every run slow, and what they hold stands in smaller ones too.
const MOST: usize = 150_000;

fn main() {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let to = arguments.next().expect("seeds FOLDER [DOCUMENTS ..]");
    let documents: Vec<Vec<u8>> = arguments.flat_map(|path| files(&path)).collect();
    let pack = pack();
    let mut forms = form_kit(&pack).seeds();
    let blanks: Vec<_> = pack.templates().iter().filter_map(|one| form::blank(one, None).ok()).collect();
    forms.extend(blanks.iter().filter_map(|blank| seed(1, blank, "word/document.xml")));
    forms.extend(of_documents(&documents));
    write(&to.join("form"), &forms);

    let mut trackers = tracker_kit().seeds();
    trackers.extend(of_documents(&documents));
    write(&to.join("tracker"), &trackers);

    let definitions = Pack::embedded_files().into_iter().map(|(_, text)| text.as_bytes().to_vec());
    write(&to.join("definition"), &definitions.collect::<Vec<_>>());
}

/// Each document as it is, and its page within a document of ours.
fn of_documents(documents: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let whole = documents.iter().map(|document| [&[0], &document[..]].concat());
    whole.chain(documents.iter().filter_map(|document| seed(1, document, "word/document.xml"))).collect()
}

fn files(path: &Path) -> Vec<Vec<u8>> {
    if let Ok(entries) = fs::read_dir(path) {
        let mut inside: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        inside.sort();
        return inside.iter().flat_map(|path| files(path)).collect();
    }
    fs::read(path).into_iter().collect()
}

fn write(folder: &Path, seeds: &[Vec<u8>]) {
    fs::create_dir_all(folder).expect("a folder for seeds");
    for (nth, seed) in seeds.iter().enumerate().filter(|(_, seed)| seed.len() <= MOST) {
        fs::write(folder.join(format!("seed-{nth:03}")), seed).expect("a seed");
    }
    println!("{}: {}", folder.display(), seeds.len());
}
