//! Texts with answers in them, written in Tera: `New Contact{% if outcome %}, {{ outcome }}{% endif %}`.

mod filters;
mod safety;

use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, io};
use tera::{Context, Tera};

/// What an expression may become; far more than a box of the case systems takes.
const MAX_RENDERED: usize = 1 << 20;

/// Why an expression does not work. Says nothing of the answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ExpressionError(String);

/// A Tera text. It sees the answers that it is given and nothing else: no file, no network, no clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Expression(String);

impl Expression {
    /// Takes a text as it was written; [`Expression::names`] says whether it is Tera at all.
    pub fn new(source: impl Into<String>) -> Self {
        Self(source.into())
    }

    /// An expression that gives [`TRUE`] where a condition in Tera's words holds, and else nothing.
    pub fn is_true(condition: &str) -> Self {
        Self(format!("{{% if {condition} %}}{TRUE}{{% endif %}}"))
    }

    /// The names that it wants to know, sorted.
    ///
    /// # Errors
    /// When it is not valid Tera.
    pub fn names(&self) -> Result<Vec<String>, ExpressionError> {
        let tera = self.compiled()?;
        let names = tera.get_template_variables(NAME).map_err(|e| plain(&e))?;
        let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// The text with the answers put in. A name that has no answer counts as empty.
    ///
    /// # Errors
    /// When it is not valid Tera, or wants something that a text cannot do.
    pub fn render(&self, answers: &BTreeMap<String, String>) -> Result<String, ExpressionError> {
        let tera = self.compiled()?;
        let mut context = Context::new();
        for name in self.names()? {
            context.insert(name.clone(), answers.get(&name).map_or("", String::as_str));
        }
        let mut out = Bounded(Vec::new());
        tera.render_to(NAME, &context, &mut out).map_err(|e| plain(&e))?;
        String::from_utf8(out.0).map_err(|_| ExpressionError("it gives no text".into()))
    }

    fn compiled(&self) -> Result<Tera, ExpressionError> {
        safety::look_over(&self.0)?;
        let mut tera = Tera::default();
        filters::register(&mut tera);
        tera.add_raw_template(NAME, &codes_as_names(&self.0)).map_err(|e| plain(&e))?;
        Ok(tera)
    }
}

/// What [`Expression::is_true`] gives.
pub const TRUE: &str = "true";

/// No ending that would make Tera escape for HTML.
const NAME: &str = "text";

/// `{{ outcome.code }}` asks for the code of an answer that otherwise shows its label. An answer is
/// text to Tera, and text has no members, so the code stands beside it under the name `outcome__code`.
fn codes_as_names(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(open) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let (before, tag) = rest.split_at(open);
        let end = tag.find("}}").into_iter().chain(tag.find("%}")).min().unwrap_or(tag.len());
        out.push_str(before);
        out.push_str(&tag[..end].replace(".code", CODE_SUFFIX));
        rest = &tag[end..];
    }
    out + rest
}

/// What the name of an answer's code ends with, see [`Expression::render`].
pub const CODE_SUFFIX: &str = "__code";

/// Tera's message without its drawing: the drawing shows a line that is not the administrator's.
fn plain(error: &tera::Error) -> ExpressionError {
    use tera::ErrorKind::{RenderingError, SyntaxError};
    ExpressionError(match error.kind() {
        SyntaxError(report) | RenderingError(report) => report.message().to_owned(),
        tera::ErrorKind::Io(_) => "it never comes to an end".to_owned(),
        _ => error.to_string(),
    })
}

/// Takes so many bytes and no more, so that a runaway expression ends.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_RENDERED {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn gives(source: &str, expected: &str) {
        let answers = [
            ("outcome", "No further action"),
            ("outcome__code", "NFA"),
            ("who", "O'Brien & <Sons>"),
            ("born", "10/06/2019"),
            ("name", "Alva Samplesson"),
            ("rows", "Ask school\nRing GP"),
        ];
        let answers = answers.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        assert_eq!(Expression::new(source).render(&answers).as_deref(), Ok(expected), "{source}");
    }

    #[test]
    fn answers_are_texts() {
        gives("New Contact{% if outcome %}, {{ outcome }}{% endif %}", "New Contact, No further action");
        gives("{{ outcome.code }}", "NFA");
        gives("{% if outcome.code == 'NFA' %}closed{% endif %}", "closed");
        gives("{{ who }}", "O'Brien & <Sons>");
        gives("Case note{% if nothing %}: {{ nothing }}{% endif %}", "Case note");
    }

    #[test]
    fn filters_of_the_trade() {
        gives("{{ born | date(format='d mmmm yyyy') }}", "10 June 2019");
        gives("{{ who | initials }}", "O&<");
        gives("{{ name | surname }}, {{ name | initials }}", "Samplesson, AS");
        gives("{{ rows | rows(between='; ') }}", "Ask school; Ring GP");
        gives("{{ rows | first_line | upper }}", "ASK SCHOOL");
        gives("{{ nothing | date(format='d mmm yyyy') }}", "");
    }

    #[track_caller]
    fn refuses(source: &str, because: &str) {
        let error = Expression::new(source).names().unwrap_err().to_string();
        assert!(error.contains(because), "{error}");
    }

    #[test]
    fn what_could_run_away_is_refused() {
        refuses("{% for a in range(end=9) %}x{% endfor %}", "`for` is not for these texts");
        refuses("{% set a = 1 %}", "`set` is not for these texts");
        refuses("{% include 'secret' %}", "`include` is not for these texts");
        refuses("{{ range(end=9) }}", "`range` cannot be called here");
        refuses("{{ who | replace(from='a', to='aaaa') }}", "`replace` is not a filter here");
        refuses(&"x".repeat(5000), "longer than");
        refuses(&format!("{{{{ {}who{} }}}}", "(".repeat(1500), ")".repeat(1500)), "");
    }

    #[test]
    fn words_in_quotes_are_no_calls_and_no_filters() {
        gives("{{ outcome ~ ' (for now) | pending' }}", "No further action (for now) | pending");
        gives("{% if who is containing(pat='Brien') and (outcome) %}yes{% endif %}", "yes");
    }
}
