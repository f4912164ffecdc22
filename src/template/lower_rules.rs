//! Lowering of what is said about a field beyond its question, and of the checks across fields.

use super::{
    Expression, FieldId,
    definition::{Charset, Check, Fit, LineBreaks, Name, Rule},
    fault,
    keys::{Keys, text, texts},
    lower::Lowering,
    tree::{Located, Yaml},
};

const CHECK_KEYS: &[&str] = &["in order", "not in the future", "exactly one of", "warn", "if", "source"];

/// Signs that stand for a part of a date or a time in `format`.
const FORMAT_SIGNS: &[char] = &['d', 'm', 'y', 'h'];

impl<'n> Lowering<'n> {
    /// A name, or one for each system: `{ EHM: Note, LCS: Note text }`.
    pub(super) fn name(&self, node: &'n Located, key: &str) -> Option<Name> {
        let Yaml::Map(entries) = &node.value else {
            return text(node, key, self.found).map(|name| Name::Same(name.to_owned()));
        };
        let names = entries.iter().filter_map(|(system, node)| {
            Some((system.name.clone(), text(node, key, self.found)?.to_owned()))
        });
        Some(Name::BySystem(names.collect()))
    }

    pub(super) fn format(&self, node: &'n Located) -> Option<String> {
        let format = text(node, "format", self.found)?;
        let letters: Vec<char> = format.chars().filter(|c| c.is_alphabetic()).collect();
        if letters.is_empty() || !letters.iter().all(|c| FORMAT_SIGNS.contains(c)) {
            let wanted = "days as `d` or `dd`, months as `mm`, `mmm` or `mmmm`, years as `yy` or `yyyy`, times as `hh:mm`";
            self.found.add(fault::wrong_kind(node.place.clone(), "`format`", &format!("`{format}`"), wanted));
            return None;
        }
        Some(format.to_owned())
    }

    pub(super) fn range(&self, node: &'n Located) -> Option<(i64, i64)> {
        let bounds: Vec<i64> = texts(node, "range", self.found)
            .into_iter()
            .filter_map(|(bound, _)| bound.parse().ok())
            .collect();
        match bounds[..] {
            [least, most] if least <= most => Some((least, most)),
            _ => {
                let wanted = "the least and the most: `[0, 40]`";
                self.found.add(fault::wrong_kind(node.place.clone(), "`range`", "not a range", wanted));
                None
            }
        }
    }

    pub(super) fn fit(&self, keys: &Keys<'n>) -> Fit {
        let charset = self.one_of(
            keys,
            "charset",
            &[("any", Charset::Any), ("plain", Charset::Plain), ("strict", Charset::Strict)],
        );
        let line_breaks = self.one_of(
            keys,
            "line-breaks",
            &[("keep", LineBreaks::Keep), ("space", LineBreaks::Space), ("semicolon", LineBreaks::Semicolon)],
        );
        let single_line = if keys.flag("single-line") { LineBreaks::Space } else { LineBreaks::Keep };
        Fit { charset: charset.unwrap_or_default(), line_breaks: line_breaks.unwrap_or(single_line) }
    }

    fn one_of<T: Copy>(&self, keys: &Keys<'n>, key: &str, words: &[(&str, T)]) -> Option<T> {
        let node = keys.get(key)?;
        let word = text(node, key, self.found)?;
        let found = words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
        if found.is_none() {
            let wanted = crate::diagnostic::listed(words.iter().map(|(known, _)| *known));
            self.found.add(fault::wrong_kind(
                node.place.clone(),
                &format!("`{key}`"),
                &format!("`{word}`"),
                &wanted,
            ));
        }
        found
    }

    pub(super) fn check(&mut self, node: &'n Located) -> Option<Check> {
        let keys = Keys::of(node, "a check", CHECK_KEYS, self.found)?;
        let source = keys.text("source").map(str::to_owned);
        let mut ids = |key: &str| -> Option<Vec<FieldId>> {
            let named = texts(keys.get(key)?, key, self.found);
            for (id, place) in &named {
                self.references.field(id, place);
            }
            Some(named.into_iter().map(|(id, _)| FieldId::new(id)).collect())
        };
        let rule = if let Some(ids) = ids("in order") {
            Rule::InOrder(ids)
        } else if let Some(ids) = ids("not in the future") {
            Rule::NotInTheFuture(ids)
        } else if let Some(ids) = ids("exactly one of") {
            Rule::ExactlyOneOf(ids)
        } else {
            let warning = keys.needed_text("warn")?.to_owned();
            let node = keys.needed("if")?;
            let when = Expression::is_true(text(node, "if", self.found)?);
            self.expression_names(&when, node);
            Rule::Warn { text: warning, when }
        };
        Some(Check { rule, source })
    }
}
