//! Uses the clipboard of this desk by hand: `offer FILE` and `clear`, a line each on standard input.
//!
//! The end of the input drops the clipboard. `.ci/clipboard.py` drives this under X11.

use std::{error::Error, fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    let mut clipboard = stopgap::clipboard::open()?;
    for line in io::stdin().lines() {
        if let Some(("offer", file)) = line?.split_once(' ') {
            println!("{:?}", clipboard.offer(&fs::read_to_string(file)?)?);
        } else {
            clipboard.clear()?;
            println!("Cleared");
        }
    }
    Ok(())
}
