//! Saying things: what the standard `println!` and `eprintln!` do, without their panic.
//!
//! Those panic when nobody reads any more, as in `stopgap forms | head -1`. The macros here have their names, so
//! that none of us can use the others by mistake.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
    process,
};

/// What a shell says of a program that ended because nobody read what it wrote (128 and SIGPIPE).
pub const NOBODY_READS: u8 = 141;

macro_rules! print {
    ($($text:tt)*) => { $crate::out::say(format_args!($($text)*)) };
}

macro_rules! println {
    () => { $crate::out::say(format_args!("\n")) };
    ($($text:tt)*) => { $crate::out::say(format_args!("{}\n", format_args!($($text)*))) };
}

macro_rules! eprintln {
    ($($text:tt)*) => { $crate::out::report(format_args!($($text)*)) };
}

/// Writes to standard output; where that cannot be done, the program ends here.
pub fn say(text: fmt::Arguments<'_>) {
    let mut out = io::stdout().lock();
    if let Err(error) = out.write_fmt(text).and_then(|()| out.flush()) {
        if error.kind() == ErrorKind::BrokenPipe {
            process::exit(NOBODY_READS.into());
        }
        report(format_args!(
            "stopgap: what it has to say could not be written ({error}): look whether the disk is full"
        ));
        process::exit(3);
    }
}

/// Writes a line to standard error. There is nowhere to say that it cannot be written.
pub fn report(text: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
