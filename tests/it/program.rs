//! Runs the program in a folder of its own, as a person or another program would.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A folder to work in; it goes when the test ends.
pub struct Desk {
    folder: tempfile::TempDir,
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[track_caller]
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        fs::write(self.path(name), bytes).unwrap();
        self
    }

    #[track_caller]
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// The names of all files, sorted; those of other stopgaps' turns are not of interest.
    pub fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path()).unwrap().map(|e| e.unwrap().file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.ends_with(".stopgap-lock"));
        names.sort();
        names
    }

    /// Runs `stopgap` with these words.
    pub fn run(&self, words: &str) -> Ran {
        self.run_with(words, "")
    }

    /// Runs `stopgap` with these words and this on standard input. A word in the line may be quoted.
    #[track_caller]
    pub fn run_with(&self, words: &str, input: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_stopgap"))
            .args(split(words))
            .current_dir(self.folder.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that ends early closes its end; that is its right.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    /// It worked; gives what it said.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// It failed with this exit code and said this, and nothing on standard output.
    #[track_caller]
    pub fn fails(self, code: i32, message: &str) {
        assert_eq!(self.err.trim_end(), format!("stopgap: {message}"));
        assert_eq!((self.code, self.out.as_str()), (code, ""));
    }
}

/// The words of a line; `"two words"` is one.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// A text in which every form number and every date and time of today is the same, for snapshots.
pub fn steady(text: &str, folder: &Path) -> String {
    let mut out = text.replace(&format!("{}/", folder.display()), "");
    let numbers: Vec<String> = out
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|word| word.len() == 6 && word.parse::<stopgap::form::FormNumber>().is_ok())
        .map(str::to_owned)
        .collect();
    for number in numbers {
        out = out.replace(&number, "7K3F-2");
    }
    let today = stopgap::template::date::show_date(stopgap::desk::now().date());
    while let Some(at) = out.find(&format!("{today} ")).filter(|at| {
        out[at + 11..]
            .chars()
            .take(5)
            .zip("dd:dd".chars())
            .all(|(c, want)| if want == 'd' { c.is_ascii_digit() } else { c == want })
    }) {
        out.replace_range(at..at + 16, "[today and now]");
    }
    out.replace(&today, "[today]")
}
