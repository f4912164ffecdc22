//! The folder among a person's own files where stopgap keeps what is theirs: who they are.

use etcetera::{BaseStrategy, choose_base_strategy};
use std::path::PathBuf;

/// `%APPDATA%\stopgap` on Windows, `~/.config/stopgap` or what `XDG_CONFIG_HOME` says elsewhere; None where
/// the person has no folder of their own.
pub fn folder() -> Option<PathBuf> {
    choose_base_strategy().ok().map(|own| own.config_dir().join("stopgap"))
}
