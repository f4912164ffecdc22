//! Tests at the boundary of the library and of the program, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and writes its own files"
)]

/// What goes wrong is told in one sentence with what to do, and nothing is lost.
mod bad_input;
/// Definitions: every fault with its place, cause and remedy.
mod definitions;
/// Makes small Word documents out of a body, and looks into them again.
mod docx;
/// The journey as people see it: forms out and in, a session, the tracker, the demo.
mod journey;
/// Runs the program in a folder of its own.
mod program;
