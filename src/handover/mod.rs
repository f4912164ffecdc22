//! Stage 5: passing work to another team, and taking over what came from one.
//!
//! A [`Referral`] is a form as a mail that Outlook opens as a draft, with TEMPLATE REFERRAL in its subject and
//! nothing of the child outside the form. [`Mail::read`] gives the files of a mail that came. Who enters the work
//! afterwards ([`WhoEnters`]) stands in the form, so that it is entered once. Bytes in, bytes out.

mod differences;
mod kind;
mod mail;
mod referral;
mod who_enters;

pub use differences::differences;
pub use kind::{Kind, is_program, kind};
pub use mail::{Closed, Mail, MailFile, NotAMail};
pub use referral::Referral;
pub use who_enters::{ReenterBy, WhoEnters, as_passed, as_received};
