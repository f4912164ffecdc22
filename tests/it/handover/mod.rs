//! Work passed between teams: as a mail, out of one, and with what all of it says to people.

/// Mails are written as Outlook wants them, and read within bounds, whatever they hold.
mod mail;
