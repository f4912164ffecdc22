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

/// The template with this id or title, whatever its capitals, hyphens and spaces.
pub fn template<'t>(templates: &'t [TemplateDef], name: &str) -> Result<&'t TemplateDef, UnknownTemplate> {
    if let Some(template) = templates.iter().find(|template| template.id.as_str() == name) {
        return Ok(template);
    }
    let wanted = spoken(name);
    let some = |fits: &dyn Fn(&str) -> bool| -> Vec<&'t TemplateDef> {
        let is_it = |t: &&TemplateDef| fits(&spoken(t.id.as_str())) || fits(&spoken(&t.title));
        templates.iter().filter(is_it).collect()
    };
    let called = some(&|text| text == wanted);
    if let [template] = called[..] {
        return Ok(template);
    }
    let has_words = |text: &str| !wanted.is_empty() && wanted.split(' ').all(|word| text.contains(word));
    let misspelt = |text: &str| is_near(&wanted, text);
    let meant = [called, some(&has_words), some(&misspelt)].into_iter().find(|meant| !meant.is_empty());
    Err(UnknownTemplate { name: name.to_owned(), help: help(&meant.unwrap_or_default()) })
}

/// A text as somebody says it: `cp-plan` and `CP plan` are one.
fn spoken(text: &str) -> String {
    let words = folded(text).replace(|c: char| !c.is_alphanumeric(), " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn help(meant: &[&TemplateDef]) -> String {
    if meant.is_empty() {
        return "`stopgap forms` lists those that there are".to_owned();
    }
    let width = meant.iter().map(|template| template.id.as_str().len()).max().unwrap_or_default() + 2;
    let line = |template: &&TemplateDef| {
        let id = format!("`{}`", template.id);
        format!("\n  {id:width$}  {} ({})", template.title, template.systems.join(" or "))
    };
    format!("say which you mean{}", meant.iter().map(line).collect::<String>())
}
