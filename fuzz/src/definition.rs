//! The files of a pack out of a text.

use std::sync::LazyLock;
use stopgap::template::Pack;

static EMBEDDED: LazyLock<Vec<(&str, &str)>> = LazyLock::new(Pack::embedded_files);

/// A pack around a text, which is a template, a list or a shared section by what it says: with the lists and
/// shared sections that it names, and a template that uses it, where it is none.
pub fn definition_files(input: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(input).ok()?;
    let named = |key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.split('#').next().unwrap_or_default().trim().to_owned())
    };
    let mut files = if let Some(id) = named("template:") {
        vec![(format!("{id}.yaml"), text.to_owned())]
    } else if let Some(id) = named("list:") {
        let field = format!("fields: [{{ id: one, label: One, type: choice, options: {{ list: {id} }} }}]");
        vec![user(&field), (format!("lists/{id}.yaml"), text.to_owned())]
    } else {
        vec![user("include: shared/this"), ("shared/this.yaml".to_owned(), text.to_owned())]
    };
    let is_named = |files: &[(String, String)], folder: &str, file: &str| {
        let stem = file.strip_prefix(folder).and_then(|name| name.strip_suffix(".yaml"));
        stem.is_some_and(|stem| files.iter().any(|(_, text)| text.contains(stem)))
            && !files.iter().any(|(name, _)| name == file)
    };
    for folder in ["shared/", "lists/"] {
        for (name, text) in EMBEDDED.iter() {
            if is_named(&files, folder, name) {
                files.push(((*name).to_owned(), (*text).to_owned()));
            }
        }
    }
    Some(files)
}

fn user(section: &str) -> (String, String) {
    let section = match section.strip_prefix("include") {
        Some(_) => format!("  - {section}\n"),
        None => format!("  - title: One\n    {section}\n"),
    };
    let text =
        format!("template: user\nrevision: 1\ntitle: User\nsystem: LCS\nnature: Used\nsections:\n{section}");
    ("user.yaml".to_owned(), text)
}
