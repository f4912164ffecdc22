//! The template that a person means by a word.

use super::{TemplateDef, folded};
use crate::diagnostic::is_near;

/// No template, or more than one, is meant by this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no template `{name}`: {help}")]
pub struct UnknownTemplate {
    name: String,
    help: String,
}

/// The template with this id.
pub fn by_id<'t>(templates: &'t [TemplateDef], id: &str) -> Result<&'t TemplateDef, UnknownTemplate> {
    let found = templates.iter().find(|template| template.id.as_str() == id);
    found.ok_or_else(|| unknown(id, &named(templates, id)))
}

/// The template with this id or title, whatever its capitals, hyphens and spaces.
pub fn by_name<'t>(templates: &'t [TemplateDef], name: &str) -> Result<&'t TemplateDef, UnknownTemplate> {
    by_id(templates, name).or_else(|unknown| match named(templates, name)[..] {
        [template] if is_called(template, &|text| text == spoken(name)) => Ok(template),
        _ => Err(unknown),
    })
}

/// Those that have all these words in their name, or else in what they say of their use; with no words, all.
pub fn search<'t>(templates: &'t [TemplateDef], words: &str) -> Vec<&'t TemplateDef> {
    let wanted = spoken(words);
    let has = |text: &str| wanted.split(' ').all(|word| text.contains(word));
    let by_name: Vec<&TemplateDef> = templates.iter().filter(|template| is_called(template, &has)).collect();
    if !by_name.is_empty() {
        return by_name;
    }
    let about = |template: &&TemplateDef| has(&spoken(template.guidance.as_deref().unwrap_or_default()));
    templates.iter().filter(about).collect()
}

/// Those that are called so; else those that have its words; else those with a name like it.
fn named<'t>(templates: &'t [TemplateDef], name: &str) -> Vec<&'t TemplateDef> {
    let wanted = spoken(name);
    let has_words = |text: &str| !wanted.is_empty() && wanted.split(' ').all(|word| text.contains(word));
    let ways: [&dyn Fn(&str) -> bool; 3] =
        [&|text| text == wanted, &has_words, &|text| is_near(&wanted, text)];
    let found = ways
        .into_iter()
        .map(|fits| templates.iter().filter(|template| is_called(template, fits)).collect::<Vec<_>>());
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

fn is_called(template: &TemplateDef, fits: &dyn Fn(&str) -> bool) -> bool {
    fits(&spoken(template.id.as_str())) || fits(&spoken(&template.title))
}

/// A text as somebody says it: `cp-plan` and `CP plan` are one.
fn spoken(text: &str) -> String {
    let words = folded(text).replace(|c: char| !c.is_alphanumeric(), " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unknown(name: &str, meant: &[&TemplateDef]) -> UnknownTemplate {
    let width = meant.iter().map(|template| template.id.as_str().len()).max().unwrap_or_default() + 2;
    let line = |template: &&TemplateDef| {
        let id = format!("`{}`", template.id);
        format!("\n  {id:width$}  {} ({})", template.title, template.systems.join(" or "))
    };
    let help = match meant {
        [] => "`stopgap forms` lists those that there are".to_owned(),
        _ => format!("say which you mean{}", meant.iter().map(line).collect::<String>()),
    };
    UnknownTemplate { name: name.to_owned(), help }
}
