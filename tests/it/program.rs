//! Runs the program in a folder of its own, as a person or another program would.

use jiff::civil::Date;
use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};
use stopgap::{form::FormNumber, template::date};

#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;

/// A folder to work in; it goes when the test ends.
pub struct Desk {
    folder: tempfile::TempDir,
    /// The day on which it began: a test that runs over midnight sees two.
    day: Date,
}

/// What the program is told of the desk it runs at: colours, languages and clipboards of whoever runs the
/// tests are not its business. Windows starts nothing without its own folder.
const ENVIRONMENT: [&str; 6] = ["PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR", "LLVM_PROFILE_FILE"];

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), day: today() }
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
        ran(self.command(env!("CARGO_BIN_EXE_stopgap"), words), input)
    }

    /// Takes from everybody the right to a file or folder.
    #[cfg(unix)]
    pub fn deny(&self, name: &str) {
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o0)).unwrap();
    }

    /// Runs `stopgap` as somebody whose rights the system looks at: it lets root do everything.
    ///
    /// # Panics
    /// When the tests run as root and cannot be anybody else: then nothing would be tried.
    #[cfg(unix)]
    #[track_caller]
    pub fn run_without_rights(&self, words: &str) -> Ran {
        let program = env!("CARGO_BIN_EXE_stopgap");
        fs::write(self.path(".secret"), "").unwrap();
        self.deny(".secret");
        let are_looked_at = fs::read(self.path(".secret")).is_err();
        fs::remove_file(self.path(".secret")).unwrap();
        if are_looked_at {
            return self.run(words);
        }
        fs::set_permissions(self.path(""), fs::Permissions::from_mode(0o755)).unwrap();
        // Where the program lies, nobody else may look. A process of its own copies it: what this one writes, a
        // child of another test's thread holds open for a moment, and then nobody can run it.
        let copied = Command::new("cp").arg(program).arg(self.path(".stopgap")).status();
        assert!(copied.unwrap().success());
        let nobody = "--reuid=65534 --regid=65534 --clear-groups ./.stopgap";
        let ran = ran(self.command("setpriv", &format!("{nobody} {words}")), "");
        fs::remove_file(self.path(".stopgap")).unwrap();
        assert_ne!(ran.code, 127, "setpriv cannot run stopgap as nobody: {}", ran.err);
        ran
    }

    /// A program in this folder with these words, and with nothing else from around the tests.
    pub fn command(&self, program: &str, words: &str) -> Command {
        let mut command = Command::new(program);
        command.args(split(words)).current_dir(self.folder.path()).env_clear();
        // Whoever runs the tests has files of their own, and may have told stopgap who they are.
        command.env("HOME", self.path("home")).env("XDG_CONFIG_HOME", self.path("home"));
        command.envs(ENVIRONMENT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command
    }

    /// A text in which every form number and every date and time of today is the same each time, for
    /// snapshots. Different numbers stay different: the first is 7K3F-2.
    pub fn steady(&self, text: &str) -> String {
        let mut out = text.replace(&format!("{}/", self.folder.path().display()), "");
        let is_number = |word: &&str| word.len() == 6 && word.parse::<FormNumber>().is_ok();
        let mut numbers: Vec<String> = Vec::new();
        for word in out.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(is_number) {
            if !numbers.iter().any(|number| number == word) {
                numbers.push(word.to_owned());
            }
        }
        for (at, number) in numbers.iter().enumerate() {
            let steady = if at == 0 { "7K3F-2".to_owned() } else { format!("[form {}]", at + 1) };
            out = out.replace(number, &steady);
        }
        for day in [self.day, today()].map(date::show_date) {
            while let Some(at) = out.find(&format!("{day} ")).filter(|at| is_time(&out[at + 11..])) {
                out.replace_range(at..at + 16, "[today and now]");
            }
            out = out.replace(&day, "[today]");
        }
        out
    }
}

/// Runs a program with this on standard input.
#[track_caller]
pub fn ran(mut command: Command, input: &str) -> Ran {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that ends early closes its end; that is its right.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
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

/// The day on which the program runs, as far as it can be known here.
pub fn today() -> Date {
    stopgap::desk::now().date()
}

/// Whether a text begins with a time, as in "09:15".
fn is_time(text: &str) -> bool {
    let fits = |(c, wanted): (char, char)| if wanted == 'd' { c.is_ascii_digit() } else { c == wanted };
    text.len() >= 5 && text.chars().zip("dd:dd".chars()).all(fits)
}
