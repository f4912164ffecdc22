//! Names of files and folders that Windows and SharePoint take.

/// Of a title or a person: the path to a synchronised folder is long already, and Windows takes 260 in all.
const LONGEST: usize = 80;
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
}
