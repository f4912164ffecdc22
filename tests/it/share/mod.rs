//! Files are replaced whole or not at all, in turns, and not while others have them open.

/// A file that is only added to.
mod appending;
/// A file of any size is copied whole, and never over another.
mod copying;
/// A folder for each test, and how the others look into it.
mod folder;
/// Word and LibreOffice leave signs, and often a name.
mod open;
/// A file is read whole, or it is said why not.
mod reading;
/// A file is the old one or the new one, never half of either.
mod replacing;
/// Two stopgaps at one file lose nothing.
mod turns;
/// Reading, changing and replacing in one go.
mod updating;
