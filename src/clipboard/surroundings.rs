//! What else on this computer keeps or carries away what is copied.

/// What the system does with what is copied, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surroundings {
    /// The history that Win+V shows.
    pub history: Kept,
    /// The clipboard that a person's computers share.
    pub cloud: Kept,
    /// By what the session is shown on another computer, such as Citrix. What is copied can go there.
    pub remote: Option<&'static str>,
    /// The marks that keep histories, clouds and clipboard managers away, and whether each of them stands beside
    /// what is on the clipboard now.
    pub marks: Vec<(&'static str, bool)>,
}

/// Whether Windows keeps what is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The organisation has it turned off, for everybody.
    Forbidden,
    /// The person has not turned it on.
    Off,
    On,
}

/// What is around the clipboard here, which nothing is read from; None where it is not known, which is everywhere
/// but on Windows.
pub fn surroundings() -> Option<Surroundings> {
    #[cfg(windows)]
    return Some(super::windows::surroundings());
    #[cfg(not(windows))]
    None
}
