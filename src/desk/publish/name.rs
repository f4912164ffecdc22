//! Names of the published files: a worker finds them, and each is there once.

use crate::desk::file_name::{is_device, plain};

/// A name for each of these titles and ids: the title without what a file name cannot hold, and with the
/// id behind it where another has the same. Windows does not tell capitals from small letters.
pub(super) fn file_names(titles: &[(&str, &str)], taken: &[&str]) -> Vec<String> {
    let plain: Vec<String> = titles.iter().map(|(title, _)| plain(title)).collect();
    let lower = |name: &str| name.to_lowercase();
    let is_alone = |name: &String| {
        let times = plain.iter().filter(|other| lower(other) == lower(name)).count();
        times == 1 && !name.is_empty() && !is_device(name) && !taken.iter().any(|t| lower(t) == lower(name))
    };
    let named = plain.iter().zip(titles).map(|(name, (_, id))| {
        if is_alone(name) { name.clone() } else { format!("{name} ({id})").trim_start().to_owned() }
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(titles: &[(&str, &str)], expected: &[&str]) {
        assert_eq!(file_names(titles, &["Tracker"]), expected);
    }

    #[test]
    fn what_a_file_name_cannot_hold_is_left_out() {
        check(
            &[
                ("New contact", "a"),
                ("Referral / MASH: \"who?\"", "b"),
                ("..Hidden. ", "c"),
                ("Plan\tB", "d"),
            ],
            &["New contact", "Referral - MASH who", "Hidden", "Plan B"],
        );
        check(&[(&"long ".repeat(40), "a")], &["long ".repeat(16).trim_end()]);
    }

    #[test]
    fn each_name_is_there_once() {
        check(&[("Visit", "cp-visit"), ("visit", "cla-visit")], &["Visit (cp-visit)", "visit (cla-visit)"]);
        check(&[("tracker", "track"), ("???", "what")], &["tracker (track)", "(what)"]);
    }

    #[test]
    fn names_of_devices() {
        check(&[("Con", "a"), ("LPT1.x", "b"), ("Contact", "c")], &["Con (a)", "LPT1.x (b)", "Contact"]);
    }
}
