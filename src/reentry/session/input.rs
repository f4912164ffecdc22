//! What a person answers, read from a line.

use super::Want;
use crate::{reentry::SkipReason, template::folded, word::Written};

/// What a person answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Next,
    Back,
    /// Skip it: for this reason, if one was given; on a card, these of its steps.
    Skip(Option<SkipReason>, Items),
    /// Put it on the clipboard again.
    Copy,
    /// Show all of it.
    Print,
    /// The page is gone, and was not saved.
    Gone,
    /// Go to the box whose name has these words.
    Jump(String),
    /// Read once what the person has copied in the browser. Whoever drives the session reads the clipboard and
    /// comes back with [`Input::Shown`].
    Look,
    /// What the person has copied in the browser.
    Shown(Written),
    Quit,
    Yes,
    No,
    Text(Written),
}

/// Steps of a card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Items {
    /// None was named.
    #[default]
    Unsaid,
    All,
    /// By number, from 1.
    These(Vec<usize>),
}

impl Input {
    /// Skips what is at hand, without a reason.
    pub fn skip() -> Self {
        Self::Skip(None, Items::Unsaid)
    }

    /// Reads a line as the answer to what is wanted. Letters are keys only where a key is wanted:
    /// elsewhere `n` may be what somebody has to say.
    pub fn parse(want: &Want<'_>, line: &str) -> Self {
        let line = line.trim();
        let word = folded(line);
        if matches!(word.as_str(), "q" | "quit") {
            return Self::Quit;
        }
        let is_step = matches!(want, Want::Key(_) | Want::Care { .. } | Want::Text { .. });
        let is_proof = matches!(want, Want::Child { .. });
        let has_steps = is_step || matches!(want, Want::Confirm);
        let answers_yes =
            !matches!(want, Want::Key(_) | Want::Text { .. } | Want::Reason { .. } | Want::Blanks);
        match word.as_str() {
            "" | "n" | "next" if matches!(want, Want::Key(_)) => Self::Next,
            "b" | "back" if !matches!(want, Want::Live) => Self::Back,
            "c" | "copy" if matches!(want, Want::Key(_) | Want::Care { .. }) => Self::Copy,
            "p" | "print" if is_step => Self::Print,
            "g" | "gone" | "page gone" if has_steps => Self::Gone,
            "v" | "look" if !matches!(want, Want::Reason { .. } | Want::Blanks) => Self::Look,
            "y" | "yes" if answers_yes => Self::Yes,
            "n" | "no" if answers_yes && !is_proof => Self::No,
            _ if has_steps && (word == "j" || word.starts_with("j ")) => {
                Self::Jump(word[1..].trim().to_owned())
            }
            // Elsewhere a letter with a number behind it may be a PIN.
            _ if matches!(want, Want::Key(_)) || (is_step || is_proof) && word.len() == 1 => {
                Self::skipping(&word).unwrap_or_else(|| Self::Text(line.into()))
            }
            _ => Self::Text(Written::from(line)),
        }
    }

    /// `s`, `x`, `x 2`, `a 1 3`, `l all`.
    fn skipping(word: &str) -> Option<Self> {
        let (key, items) = match word.strip_prefix("skip") {
            Some(items) => ("s", items),
            None => word.split_at_checked(1)?,
        };
        let reason = match key {
            "s" => None,
            key => Some(SkipReason::of_key(key)?),
        };
        let items = match items.trim() {
            "" => Items::Unsaid,
            "all" => Items::All,
            numbers => {
                let numbers = numbers.split([' ', ',']).filter(|number| !number.is_empty());
                Items::These(numbers.map(|number| number.parse().ok()).collect::<Option<_>>()?)
            }
        };
        Some(Self::Skip(reason, items))
    }
}
