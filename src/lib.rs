//! stopgap keeps a council's children's social care recording going while its case systems are down,
//! and gets every word of it back into them afterwards: in the right child's record, in the right box, once.
//!
//! This page is the map. Read the modules in this order, as a form travels:
//!
//! | stage | | |
//! |---|---|---|
//! | 1 | [`template`] | what a form asks, and where each answer goes: YAML to [`template::TemplateDef`], with all faults |
//! | 2 | [`form`] | blank forms to hand out, completed forms to read back: answers, findings, identity |
//! | 3 | [`tracker`] | the rows of work, and the day each was entered |
//! | 4 | [`reentry`] | one person entering one completed form: records, steps, session, progress |
//! | 5 | [`handover`] | work passed between teams: a form as a mail, and what came in one |
//! | 6 | [`overview`] | what is outstanding: rows and forms joined, counts by team and person |
//! | 7 | [`desk`] | what a person does, start to end: publish, make a form, read what came back, take it up, finish it |
//!
//! | tool | |
//! |---|---|
//! | [`word`] | the part of Word's file format that we need |
//! | [`clipboard`] | the clipboard of the desk |
//! | [`share`] | files on a shared drive: replaced whole or not at all, in turns |
//! | [`diagnostic`] | a fault in a source text: place, cause, remedy |
//! | `yaml` | files that people write in YAML: read with places, looked up by tables, every slip told |
//!
//! Faces live in `src/bin`: they read arguments, call this library, and speak.
//!
//! # Rules
//! - A stage builds on the tools and on the stages before it; a tool builds on none of our parts
//!   but [`diagnostic`]; a face builds on this library. A test keeps it so (`tests/it/shape.rs`).
//! - Stages 1 to 6 are values in, values out. They read no file, know no clock and no clipboard; bytes,
//!   texts and times are arguments. Only [`desk`] joins them to the world.
//! - What a person wrote sits in a [`word::Written`] or a [`form::Value`], whose `Debug` is redacted. It is
//!   in no error, no log, no progress file and no argument list of ours.
//! - A form is never refused because of an answer: what is odd is a [`form::Finding`].
//! - Only a [`tracker::Entered`] can stamp a row, and only a finished [`reentry::Session`], or a person who
//!   says so, makes one.
//! - Documents are changed as bytes ([`word::Edits`]): what is not meant to change does not.
//!
//! Words: a *template definition* is what an administrator writes; a *blank form* is made from it; a
//! *completed form* came back; a *field* is a question and its *box* the place on the *screen* that its
//! answer goes to; a *step* is one thing to do there; to *stamp* is to write the date into the tracker.

pub mod clipboard;
pub mod desk;
pub mod diagnostic;
pub mod form;
pub mod handover;
pub mod overview;
pub mod reentry;
pub mod share;
pub mod template;
pub mod tracker;
pub mod word;
mod yaml;
