//! The clipboard of Windows, where a text is handed over only when somebody asks for it ("delayed rendering").
//!
//! The clipboard says that there is a text, and Windows asks us for it when a program reads: then we see
//! who, and give it or not. What is refused stays offered. What was given stays in Windows' own memory
//! until we clear it, and later reads of it are not seen.

mod desk;
mod system;

use super::{
    ClipboardError, Kept, Options, Surroundings,
    guard::Guard,
    served::{Served, Wake},
};
use clipboard_win::raw;
use std::{env, sync::mpsc::channel, thread};

/// Where one of these stands beside a text, histories, clouds and clipboard managers leave it alone:
/// the first three are Windows' own (learn.microsoft.com, "Clipboard Formats"), managers agreed on
/// the fourth. The second and third mean it by the zero that they hold.
const KEEP_OUT: [&str; 4] = [
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
    "Clipboard Viewer Ignore",
];

/// Opens the clipboard of this desktop.
pub(super) fn open(options: &Options) -> Result<Served<system::Waker>, ClipboardError> {
    let (commands, queue) = channel();
    let (send, news) = channel();
    let (ready, opened) = channel();
    let refused = |error: std::io::Error| ClipboardError::Refused(error.into());
    let number = getrandom::u64().map_err(|error| refused(std::io::Error::other(error)))?;
    // Where programs may start no others there is no guard; `Abilities` says so.
    let guard = options.guard.as_ref().and_then(|program| Guard::start(program, number).ok());
    let options = options.clone();
    let thread = thread::Builder::new()
        .name("clipboard".to_owned())
        .spawn(move || {
            desk::serve(&options, desk::Ends { commands: queue, news: send, number, guard }, &ready);
        })
        .map_err(refused)?;
    let Ok(Some(desk::Ready { wake, abilities })) = opened.recv() else {
        return Err(ClipboardError::NoDisplay);
    };
    Ok(Served { commands, wake, news: Some(news), abilities, thread: Some(thread) })
}

impl Wake for system::Waker {
    fn wake(&self) {
        system::Waker::wake(self);
    }
}

/// The policies are those of `GroupPolicy` under System, OS Policies; a person's own choices are those of the
/// settings under System, Clipboard (learn.microsoft.com, "Policy CSP - Privacy" and "Experience").
pub(super) fn surroundings() -> Surroundings {
    let kept = |policy, choice| match (system::policy(policy), system::own_choice(choice)) {
        (Some(0), _) => Kept::Forbidden,
        (_, Some(1)) => Kept::On,
        _ => Kept::Off,
    };
    Surroundings {
        history: kept("AllowClipboardHistory", "EnableClipboardHistory"),
        cloud: kept("AllowCrossDeviceClipboard", "EnableCloudClipboard"),
        remote: remote(),
        marks: KEEP_OUT.map(|name| (name, is_there(name))).to_vec(),
    }
}

/// Whether something stands on the clipboard under this name. It is not opened for that.
fn is_there(name: &str) -> bool {
    raw::register_format(name).is_some_and(|format| raw::is_format_avail(format.get()))
}

/// Citrix and Remote Desktop say who they are in the name of the session, "ICA-CGP#3" or "RDP-Tcp#0"; some
/// sessions of Remote Desktop have other names.
fn remote() -> Option<&'static str> {
    let session = env::var("SESSIONNAME").unwrap_or_default();
    match session.get(..3) {
        Some(start) if start.eq_ignore_ascii_case("ICA") => Some("Citrix"),
        Some(start) if start.eq_ignore_ascii_case("RDP") => Some("Remote Desktop"),
        _ => system::is_remote().then_some("Remote Desktop"),
    }
}
