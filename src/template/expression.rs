//! Texts with answers in them, written in Tera: `New Contact{% if outcome %}, {{ outcome }}{% endif %}`.

mod filters;
mod safety;
mod scan;

use safety::LONGEST;
use scan::{Kind, Piece};
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
        names(&self.compiled()?)
    }

    /// The text with the answers put in. A name that has no answer counts as empty.
    ///
    /// # Errors
    /// When it is not valid Tera, or wants something that a text cannot do.
    pub fn render(&self, answers: &BTreeMap<String, String>) -> Result<String, ExpressionError> {
        let tera = self.compiled()?;
        let mut context = Context::new();
        for name in names(&tera)? {
            let answer = answers.get(&name).map_or("", String::as_str);
            context.insert(name, answer);
        }
        let mut out = Bounded(Vec::new());
        tera.render_to(NAME, &context, &mut out).map_err(|error| while_rendering(&error))?;
        String::from_utf8(out.0).map_err(|_| ExpressionError("it gives no text".into()))
    }

    fn compiled(&self) -> Result<Tera, ExpressionError> {
        if self.0.len() > LONGEST {
            return Err(ExpressionError(format!("it is longer than {LONGEST} characters")));
        }
        let pieces = scan::pieces(&self.0)?;
        safety::look_over(&pieces)?;
        let mut tera = Tera::default();
        filters::register(&mut tera);
        tera.add_raw_template(NAME, &codes_as_names(&pieces)).map_err(|error| while_reading(&error))?;
        Ok(tera)
    }
}

/// What [`Expression::is_true`] gives.
pub const TRUE: &str = "true";

/// No ending that would make Tera escape for HTML.
const NAME: &str = "text";

fn names(tera: &Tera) -> Result<Vec<String>, ExpressionError> {
    let names = tera.get_template_variables(NAME).map_err(|error| while_reading(&error))?;
    let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    names.sort_unstable();
    Ok(names)
}

/// `{{ outcome.code }}` asks for the code of an answer that otherwise shows its label. An answer is
/// text to Tera, and text has no members, so the code stands beside it under the name `outcome__code`.
fn codes_as_names(pieces: &[Piece<'_>]) -> String {
    let mut out = String::new();
    let mut rest = pieces;
    while let [first, behind @ ..] = rest {
        out.push_str(first.text);
        rest = behind;
        if let (Kind::Name, [Piece { text: ".", .. }, Piece { text: "code", .. }, behind @ ..]) =
            (first.kind, rest)
        {
            out.push_str(CODE_SUFFIX);
            rest = behind;
        }
    }
    out
}

/// What the name of an answer's code ends with, see [`Expression::render`].
pub const CODE_SUFFIX: &str = "__code";

/// Tera's message without its drawing: the drawing shows a line that is not the administrator's.
fn while_reading(error: &tera::Error) -> ExpressionError {
    use tera::ErrorKind::{RenderingError, SyntaxError};
    ExpressionError(match error.kind() {
        SyntaxError(report) | RenderingError(report) => report.message().to_owned(),
        _ => error.to_string(),
    })
}

/// In words of our own: Tera's can quote an answer.
fn while_rendering(error: &tera::Error) -> ExpressionError {
    let why = match error.kind() {
        tera::ErrorKind::Io(_) => "it grows too long",
        _ => {
            "an answer is a text, so it is not counted with and not compared with a number; or a filter lacks its brackets"
        }
    };
    ExpressionError(why.to_owned())
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
        refuses("{{ [a for a in who] }}", "`for` is not for these texts");
        refuses("{# {{ ' #}{% for a in range(end=9) %}x{% endfor %}{# ' }} #}", "`{#` begins a comment");
        refuses("{% if not range(end=1) %}x{% endif %}", "`range` cannot be called here");
        refuses("{{ who | default(value='\\'') | replace(from='a', to='aa') ~ '' }}", "a `\\` within");
        refuses("{%- raw %}{% endraw %}", "`raw` is not for these texts");
        refuses("{%-- raw -%}{% endraw %}", "`-` is not for these texts");
        refuses(&format!("{{{{ who{} }}}}", " ~ who".repeat(40)), "joins more than");
        refuses(&"x".repeat(5000), "longer than");
        refuses(&format!("{{{{ {}who{} }}}}", "(".repeat(1500), ")".repeat(1500)), "");
    }

    #[test]
    fn what_never_compares_as_meant_is_refused() {
        refuses(
            "{% if visits == 3 %}x{% endif %}",
            "an answer is a text, which is never 3: write \"3\" in quotes",
        );
        refuses("{% if not outcome.code != 4 %}x{% endif %}", "which is never 4");
        refuses("{% if visits > \"20\" %}x{% endif %}", "use `range` for a number");
        refuses("{% if born <= written %}x{% endif %}", "the check `in order` for dates");
        gives("{% if name | length > 3 %}long{% endif %}", "long");
        gives("{% if name and name | length != 3 %}long{% endif %}", "long");
        gives("{{ who | truncate(length=3) }}", "O'B\u{2026}");
    }

    #[test]
    fn an_answer_is_in_no_error() {
        let answers = [("who".to_owned(), "Alva Samplesson".to_owned())].into();
        for source in ["{{ who.codename }}", "{{ who + 1 }}", "{{ who.name.first }}", "{{ who[who] }}"] {
            let error = Expression::new(source).render(&answers).unwrap_err().to_string();
            assert!(error.starts_with("an answer is a text"), "{error}");
        }
    }

    #[test]
    fn only_codes_of_answers_are_rewritten() {
        gives("{{ '}}' ~ outcome.code }}", "}}NFA");
        gives("{{ '%} a.code' ~ \"b.code\" }}", "%} a.codeb.code");
        gives("{% if outcome.code == 'NFA' %}{{ outcome__code }}{% endif %}", "NFA");
        gives("about a.code", "about a.code");
    }

    #[test]
    fn words_in_quotes_are_no_calls_and_no_filters() {
        gives("{{ outcome ~ ' (for now) | pending' }}", "No further action (for now) | pending");
        gives("{% if who is containing(pat='Brien') and (outcome) %}yes{% endif %}", "yes");
        gives("{% if who is not containing(pat='x') and not (nothing) %}yes{% endif %}", "yes");
    }

    use proptest::prelude::*;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    };

    /// What expressions are made of.
    const WORDS: &[&str] = &[
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "{#",
        "#}",
        "{%-",
        "-%}",
        "\\'",
        "\\",
        "'",
        "\"",
        "`",
        "who",
        "who ",
        "is ",
        "not ",
        "in ",
        "and ",
        "if who",
        "(",
        ")",
        "[",
        "]",
        "~ ",
        "| ",
        ".code",
        "-",
        "1.",
        "range(end=50)",
        "{% if who %}",
        "{% endif %}",
        "{% endfor %}",
        "{{ who | upper }}",
        "{% set a = 1 %}",
        "\u{e9}",
    ];

    /// What somebody would write who wants one to run on.
    const ATTACKS: &[&str] = &[
        "{% for a in range(end=50) %}{{ who | upper }}{% endfor %}",
        "{% for a in who %}{{ who | upper }}{% endfor %}",
        "{% if not range(end=50) %}{% endif %}",
        "{{ [a for a in range(end=50)] }}",
        "{{ who ~ range(end=50) }}",
        "{{ range(end=50) | length }}",
    ];

    /// Where it could be hidden.
    const HIDINGS: &[(&str, &str)] = &[
        ("", ""),
        ("{# {{ ' #}", "{# ' }} #}"),
        ("{# {{ \" #}", "{# \" }} #}"),
        ("{{ who | default(value='\\'') }}", "{{ '' }}"),
        ("{{ '\\'' }}", "{{ '\\'' }}"),
        ("{{ who ~ \"'\" }}", "{{ who ~ \"'\" }}"),
        ("{{ '}}' }}", "{{ '{{' }}"),
        ("{{ 1 %}'", "'{{ 1 }}"),
        ("{% raw %}{{ '{% endraw %}", "{{ '' }}"),
        ("{%- raw -%}{{ '{%- endraw -%}", "{{ '' }}"),
        ("{{ who }", "}"),
        ("'", "'"),
    ];

    fn soup() -> impl Strategy<Value = String> {
        let hidden = (prop::sample::select(HIDINGS), prop::sample::select(ATTACKS))
            .prop_map(|((open, close), attack)| format!("{open}{attack}{close}"));
        let words = || prop::collection::vec(prop::sample::select(WORDS), 0..4);
        (words(), hidden, words())
            .prop_map(|(before, hidden, after)| before.concat() + &hidden + &after.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

        /// Whatever is written: nothing is called, and nothing is done more often than it is written.
        #[test]
        fn no_soup_of_words_calls_or_repeats(source in soup()) {
            if let Ok(mut tera) = Expression::new(source.clone()).compiled() {
                let (calls, uppers) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
                let (called, raised) = (Arc::clone(&calls), Arc::clone(&uppers));
                tera.register_function("range", move |_: tera::Kwargs, _: &tera::State| -> Vec<u64> {
                    called.fetch_add(1, Relaxed);
                    (0..50).collect()
                });
                tera.register_filter("upper", move |text: &str, _: tera::Kwargs, _: &tera::State| -> String {
                    raised.fetch_add(1, Relaxed);
                    text.to_uppercase()
                });
                let mut context = Context::new();
                context.insert("who", "Alva");
                let _ = tera.render(NAME, &context);
                prop_assert_eq!(calls.load(Relaxed), 0, "{}", source);
                prop_assert!(uppers.load(Relaxed) <= source.matches("upper").count(), "{}", source);
            }
        }
    }
}
