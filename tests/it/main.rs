//! Tests at the boundary of the library and of the program, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and writes its own files"
)]

/// Any definition, any answers: what goes into a form comes out of it.
mod any_definition;
/// Entering from the queue: one's own, a colleague's, rows without a form.
mod backlog;
/// What goes wrong is told in one sentence with what to do, and nothing is lost.
mod bad_input;
/// How much a document may say: what a real one never does is refused.
mod bounds;
/// What changed between definitions that forms already handed out would lose an answer by.
mod changes;
/// `stopgap check`: folders, files, JSON, and what the codes mean.
mod check;
/// The children of one form: how many it is entered for at once, and what their records share.
mod children;
/// `stopgap clipboard-check`: what is made of what was seen of a clipboard.
mod clipboard_check;
/// A council with a share, settings and published definitions.
mod council;
/// Whatever a crash leaves behind, the next start goes on from it.
mod crash;
/// Definitions: every fault with its place, cause and remedy.
mod definitions;
/// The guides name what the program has.
mod documents;
/// Makes small Word documents out of a body, and looks into them again.
mod docx;
/// Work passed between teams, by mail.
mod handover;
/// The journey as people see it: forms out and in, a session, the tracker, the demo.
mod journey;
/// The council's name and logo at the top of documents: printed, and no part of what people wrote.
mod letterhead;
/// Cells, rows, tables and options that somebody copied into others, joined or deleted.
mod misplaced;
/// Children who are NEW: who else of the team has them, and the PIN that they get.
mod new_child;
/// What other programs and people put into a form or make of it: comments, lists, calendars, wrapped boxes, other parts.
mod oddities;
/// The office-use block: what a form says of its entry, and what that changes in it.
mod office;
/// Forms of older revisions under newer definitions, checks, and what a definition says of systems and boxes.
mod older;
/// What is outstanding: rows and forms joined and counted.
mod overview;
/// Work that was passed between teams, as status tells of it.
mod passed;
/// Runs the program in a folder of its own.
mod program;
/// A published folder: what is written into it, what is left alone, what is told.
mod publish;
/// The queue: in which order one person enters what is open.
mod queue;
/// What Word and other programs do to a page, and documents made to do harm.
mod quirks;
/// Forms that came back odd: what is read, by which anchor, with which findings.
mod reading;
/// The record of a form: who did what with it and when, and no answer.
mod record;
/// The JSON Schema of definitions: kept equal, and of one mind with the parser.
#[cfg(not(windows))]
mod schema;
/// Sessions: what is on offer, what is recorded, what proves that a form was entered.
mod session;
/// Settings: read, with all their faults, and found where they lie.
mod settings;
/// The shape of the source: who may use whom, and what the pure stages must not touch.
mod shape;
/// Files are replaced whole or not at all, in turns, and not while others have them open.
mod share;
/// Re-entry sheets: all that a session would offer, in its order, on paper.
mod sheet;
/// A sitting at a desk whose clipboard does not always do as it should.
mod sitting;
/// Supporting documents: found beside a form or in its folder, or missing.
mod supporting;
/// Trackers as people make them are read, stamped and added to, and nothing else in them changes.
mod tracker;
/// No form is entered twice: not from a copy, not by two people, not for one child only.
mod twice;
/// Work begun with settings: forms in one's own folder, rows in one's tracker, restricted records apart.
mod work;
/// XML: read as quick-xml reads it, within bounds.
mod xml;
