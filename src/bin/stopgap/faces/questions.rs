//! Questions at a terminal, each asked until its answer fits.

use crate::{failure::Failure, out};
use std::io::{self, BufRead, IsTerminal, Write};

/// Whoever answers questions.
pub struct Questions<R, W> {
    answers: R,
    out: W,
    /// How wide lines are; None: each is as long as it is.
    width: Option<usize>,
}

/// The person at the terminal; None where there is none, and nothing may be asked.
pub fn person() -> Option<Questions<io::StdinLock<'static>, io::Stdout>> {
    let is_there = io::stdin().is_terminal() && io::stdout().is_terminal();
    let width = out::watched(&io::stdout());
    is_there.then(|| Questions { answers: io::stdin().lock(), out: io::stdout(), width })
}

impl<R: BufRead, W: Write> Questions<R, W> {
    /// Asks until `read` takes the answer; what it says instead is shown.
    ///
    /// # Errors
    /// When the person has gone.
    pub fn ask<T>(
        &mut self,
        question: &str,
        mut read: impl FnMut(&str) -> Result<T, String>,
    ) -> Result<T, Failure> {
        writeln!(self.out, "{}", out::set(question, self.width))?;
        loop {
            write!(self.out, "> ")?;
            self.out.flush()?;
            let mut line = String::new();
            if self.answers.read_line(&mut line)? == 0 {
                return Err(Failure::could_not("nothing was answered, so nothing was made"));
            }
            match read(line.trim()) {
                Ok(answer) => return Ok(answer),
                Err(instead) => writeln!(self.out, "{}", out::set(&instead, self.width))?,
            }
        }
    }

    /// Asks for yes or no.
    ///
    /// # Errors
    /// When the person has gone.
    pub fn yes(&mut self, question: &str) -> Result<bool, Failure> {
        self.ask(question, |answer| match answer.to_lowercase().as_str() {
            "y" | "yes" => Ok(true),
            "n" | "no" => Ok(false),
            _ => Err("Type y or n.".to_owned()),
        })
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Somebody who answers with these lines, and the transcript of it.
    pub fn transcript(
        lines: &str,
        talk: impl FnOnce(&mut Questions<&[u8], &mut Vec<u8>>) -> Result<(), Failure>,
    ) -> (String, bool) {
        let mut out = Vec::new();
        let mut questions = Questions { answers: lines.as_bytes(), out: &mut out, width: None };
        let went_well = talk(&mut questions).is_ok();
        (String::from_utf8(out).unwrap(), went_well)
    }

    #[test]
    fn a_question_is_asked_until_its_answer_fits() {
        let (said, went_well) = transcript("perhaps\n\nYES\n", |person| {
            assert!(person.yes("Is it yours? y or n")?);
            Ok(())
        });
        assert!(went_well);
        assert_eq!(said, "Is it yours? y or n\n> Type y or n.\n> Type y or n.\n> ");
    }

    #[test]
    fn who_goes_has_not_said_yes() {
        let (_, went_well) = transcript("", |person| person.yes("Is it yours?").map(|_| ()));
        assert!(!went_well);
    }
}
