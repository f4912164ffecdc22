//! Names of files and folders that Windows and SharePoint take.

/// Of a title or a person: the path to a synchronised folder is long already, and Windows takes 260 in all.
const LONGEST: usize = 80;
/// The longest ending that is kept whole: `appinstaller`.
const LONGEST_ENDING: usize = 12;
/// Names of devices: Windows opens no file of theirs, whatever it ends in.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// The words of a title or a name, without what Windows or SharePoint refuses; may be empty.
pub fn plain(title: &str) -> String {
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

/// Whether Windows keeps this name for one of its devices.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_uppercase();
    let is_port = stem.len() == 4
        && (stem.starts_with("COM") || stem.starts_with("LPT"))
        && stem.ends_with(|c: char| c.is_ascii_digit());
    is_port || DEVICES.contains(&stem.as_str())
}

/// Whether a file or folder can have this very name.
pub fn is_file_name(name: &str) -> bool {
    !name.is_empty() && plain(name) == name && !is_device(name)
}

/// Whether Word, Windows or a drive puts files of this name beside others, and no person does.
pub fn is_by_the_way(name: &str) -> bool {
    let is = |other: &&str| name.eq_ignore_ascii_case(other);
    name.starts_with(['.', '~']) || ["desktop.ini", "thumbs.db"].iter().any(is)
}

/// What a file that came from elsewhere is called here: its own name as far as Windows takes it and people can trust
/// it, or `other`. Its ending stays.
pub fn safe(name: &str, other: &str) -> String {
    // What turns the direction of writing makes `exe.jpg` out of `gpj.exe`; what has no width hides.
    let is_hidden = |c: char| matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let shown: String = name.chars().filter(|c| !is_hidden(*c)).collect();
    let last = shown.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(['.', ' ']);
    let is_ending = |ending: &str| {
        (1..=LONGEST_ENDING).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let (stem, ending) = match last.rsplit_once('.').filter(|(_, ending)| is_ending(ending)) {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (last, String::new()),
    };
    let stem = match plain(stem) {
        stem if stem.is_empty() => other.to_owned(),
        stem if is_device(&stem) => format!("{other} {stem}"),
        stem => stem,
    };
    format!("{stem}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_takes() {
        for name in ["Jane Smith", "Zoë O'Brien", "SCNorth", "Contact 7K3F-2", "J. Smith", "Console"] {
            assert!(is_file_name(name), "{name}");
        }
        for name in ["", "CON", "aux.docx", "Lpt1", "a/b", "a:b", "ends.", " starts", ".hidden", "a\tb"] {
            assert!(!is_file_name(name), "{name}");
        }
    }

    #[test]
    fn what_no_person_put_there() {
        for name in ["~$letter.docx", ".DS_Store", "Thumbs.db", "DESKTOP.INI"] {
            assert!(is_by_the_way(name), "{name}");
        }
        for name in ["letter.docx", "thumbs.db.pdf", "desktop"] {
            assert!(!is_by_the_way(name), "{name}");
        }
    }

    #[test]
    fn names_that_came_from_elsewhere() {
        for (name, here) in [
            ("photo.jpg", "photo.jpg"),
            ("..\\..\\Start Menu\\letter.pdf", "letter.pdf"),
            ("C:\\a/b:c?.pdf", "bc.pdf"),
            ("/etc/passwd", "passwd"),
            ("..", "file"),
            ("", "file"),
            (".docx", "file.docx"),
            ("CON", "file CON"),
            ("aux.txt", "file aux.txt"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("a\u{200b}b\u{7}.jpg. .", "ab.jpg"),
            ("~$letter.docx", "$letter.docx"),
            ("Zo\u{eb} & Ann.tar.gz", "Zo\u{eb} & Ann.tar.gz"),
        ] {
            assert_eq!(safe(name, "file"), here, "{name}");
            assert!(is_file_name(&safe(name, "file")), "{name}");
        }
        let long = safe(&format!("{}.pdf", "a".repeat(300)), "file");
        assert!(long.len() == LONGEST + 4 && long.ends_with("a.pdf"), "{long}");
    }
}
