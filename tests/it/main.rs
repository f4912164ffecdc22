//! Tests at the boundary of the library and of the program, in one binary.

/// Definitions: every fault with its place, cause and remedy.
mod definitions;
