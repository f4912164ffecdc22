//! Names of files that a worker finds and Windows takes.

/// Of a title; the path to a synchronised folder is long already, and Windows takes 260 in all.
const LONGEST: usize = 80;
/// Names of devices: Windows opens no file of theirs, whatever it ends in.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

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

/// The words of a title, without what Windows or SharePoint refuses in a name.
fn plain(title: &str) -> String {
    let words = title.chars().filter_map(|c| match c {
        '/' | '\\' | '|' => Some('-'),
        '<' | '>' | ':' | '"' | '?' | '*' => None,
        c if c.is_control() => Some(' '),
        c => Some(c),
    });
    let words: String = words.collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    // A dot or tilde in front hides a file or makes it Word's own; Windows drops a dot at the end.
    let name: String = words.join(" ").trim_start_matches(['.', '~', ' ']).chars().take(LONGEST).collect();
    name.trim_end_matches(['.', ' ']).to_owned()
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_uppercase();
    let is_port = stem.len() == 4
        && (stem.starts_with("COM") || stem.starts_with("LPT"))
        && stem.ends_with(|c: char| c.is_ascii_digit());
    is_port || DEVICES.contains(&stem.as_str())
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
