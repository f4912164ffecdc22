//! Uses the clipboard of this desk by hand: `offer FILE` and `clear`, a line each on standard input.
//!
//! The end of the input drops the clipboard. `.ci/clipboard.py` drives this under X11.

use std::{error::Error, fs, io};
use stopgap::clipboard::{self, Goods, Options};

fn main() -> Result<(), Box<dyn Error>> {
    let mut clipboard = clipboard::open(&Options::default())?;
    for line in io::stdin().lines() {
        if let Some(("offer", file)) = line?.split_once(' ') {
            println!("{:?}", clipboard.offer(&Goods::text(&fs::read_to_string(file)?))?);
        } else {
            clipboard.clear()?;
            println!("Cleared");
        }
    }
    Ok(())
}
