//! The folders among a person's own files where stopgap keeps what is theirs: who they are, and how their desk is.

use etcetera::{BaseStrategy, choose_base_strategy};
use std::path::PathBuf;

/// `%APPDATA%\stopgap` on Windows, `~/.config/stopgap` or what `XDG_CONFIG_HOME` says elsewhere; None where
/// the person has no folder of their own.
pub fn folder() -> Option<PathBuf> {
    choose_base_strategy().ok().map(|own| own.config_dir().join("stopgap"))
}

/// The same for what holds on this computer only: `%LOCALAPPDATA%\stopgap` on Windows, `~/.local/state/stopgap`
/// or what `XDG_STATE_HOME` says elsewhere.
pub fn folder_here() -> Option<PathBuf> {
    let own = choose_base_strategy().ok()?;
    // On Windows the folder for caches is that of the computer, and of nothing else.
    Some(own.state_dir().unwrap_or_else(|| own.cache_dir()).join("stopgap"))
}
