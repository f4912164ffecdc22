//! A second process of the program, which empties the clipboard of Windows if the first one falls.
//!
//! What was pasted once stays in Windows' memory when the program that offered it is killed. The guard is
//! told a number and never a text: each offer bears that number in a format of its own, and the guard
//! empties the clipboard only if it still finds it there. It waits for its standard input to end, which
//! happens when the first process ends, however it ends.
//!
//! Elsewhere the display forgets an offer with the program, and no guard is needed.

/// The hidden command that makes a guard of the program; a number follows it.
pub const GUARD: &str = "clipboard-guard";

/// Guards the clipboard until the process that started this one has ended. To be called by the program when
/// it is started with [`GUARD`].
pub fn guard(number: &str) {
    #[cfg(windows)]
    windows::guard(number);
    #[cfg(not(windows))]
    let _ = number;
}

#[cfg(windows)]
pub(super) use windows::{Guard, MARK};

#[cfg(windows)]
mod windows {
    use super::GUARD;
    use clipboard_win::raw;
    use std::{
        io::{self, Read, Write},
        os::windows::process::CommandExt,
        path::Path,
        process::{ChildStdin, Command, Stdio},
        thread,
        time::{Duration, Instant},
    };

    /// The format that bears the number.
    pub(in crate::clipboard) const MARK: &str = "stopgap";
    /// What the guard is sent when there is nothing to guard any more.
    const DONE: u8 = b'.';
    /// For how long a guard tries to open the clipboard.
    const PATIENCE: Duration = Duration::from_secs(10);
    /// The guard has no console, so that closing the console of the first process does not end it, too, and
    /// is in no group with it, so that Ctrl+C does not (learn.microsoft.com, "Process Creation Flags").
    const ON_ITS_OWN: u32 = 0x0000_0008 | 0x0000_0200;

    /// The first process's end of the pipe.
    pub(in crate::clipboard) struct Guard(ChildStdin);

    impl Guard {
        /// Starts a guard for offers with this number.
        pub(in crate::clipboard) fn start(program: &Path, number: u64) -> io::Result<Self> {
            let mut command = Command::new(program);
            command.arg(GUARD).arg(number.to_string()).creation_flags(ON_ITS_OWN);
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
            // A process keeps the folder that it stands in, and this one should keep nobody's.
            if let Some(folder) = program.parent() {
                command.current_dir(folder);
            }
            let pipe = command.spawn()?.stdin.take();
            pipe.map(Self).ok_or_else(|| io::ErrorKind::BrokenPipe.into())
        }

        /// Nothing of ours is on the clipboard, and nothing will be.
        pub(in crate::clipboard) fn dismiss(mut self) {
            // A guard that has gone needs not be told.
            let _ = self.0.write_all(&[DONE]);
        }
    }

    pub(super) fn guard(number: &str) {
        let Ok(number) = number.parse() else { return };
        let mut last = Vec::new();
        // However it ends, it has ended.
        let _ = io::stdin().take(16).read_to_end(&mut last);
        if last.ends_with(&[DONE]) {
            return;
        }
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Ok(_opened) = clipboard_win::Clipboard::new() {
                if is_marked(number) {
                    let _ = raw::empty();
                }
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether what is on the clipboard, which is open, bears this number.
    fn is_marked(number: u64) -> bool {
        let mut found = [0; 8];
        let read = raw::register_format(MARK).map(|mark| raw::get(mark.get(), &mut found));
        matches!(read, Some(Ok(8))) && found == number.to_le_bytes()
    }
}
