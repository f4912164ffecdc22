//! The form number: short, said aloud without mistakes, and checked.

use std::{fmt, str::FromStr};

/// No 0 O 1 I: they are misread on paper and misheard on the telephone.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Added to each check character: any constant serves, and this one makes our example, 7K3F-2, a number.
const EXAMPLE: usize = 3;

/// The number of a form, such as `7K3F-2`: four characters and one that checks them.
///
/// It ties the form, its tracker row and its file together. It says nothing about the child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FormNumber([u8; 4]);

/// The text is no form number; perhaps a character was misread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a form number: it has four characters, a hyphen and a check character, such as 7K3F-2")]
pub struct NotAFormNumber;

impl FormNumber {
    /// A number from random bits; 20 of them count.
    pub fn from_random(bits: u32) -> Self {
        let digit = |n: u32| LETTERS[(bits >> (5 * n)) as usize & 31];
        Self([digit(3), digit(2), digit(1), digit(0)])
    }

    /// The number that stands in brackets at the end of a text, as in "New Contact (7K3F-2)".
    pub fn at_end_of(text: &str) -> Option<Self> {
        let (_, number) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
        number.trim().parse().ok()
    }

    /// Luhn's method for an alphabet of 32: finds every single wrong character and every pair
    /// of neighbours that changed places.
    fn check(self) -> u8 {
        let sum: usize = self
            .0
            .iter()
            .rev()
            .enumerate()
            .map(|(at, letter)| {
                let value = LETTERS.iter().position(|l| l == letter).unwrap_or_default();
                if at % 2 == 0 { value * 2 / 32 + value * 2 % 32 } else { value }
            })
            .sum();
        LETTERS[(32 + EXAMPLE - sum % 32) % 32]
    }
}

impl fmt::Display for FormNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters: String = self.0.map(char::from).iter().collect();
        write!(f, "{letters}-{}", char::from(self.check()))
    }
}

impl FromStr for FormNumber {
    type Err = NotAFormNumber;

    /// Reads a number with or without its hyphen, in capitals or not.
    fn from_str(text: &str) -> Result<Self, NotAFormNumber> {
        let letters: Vec<u8> =
            text.bytes().filter(|b| !matches!(b, b'-' | b' ')).map(|b| b.to_ascii_uppercase()).collect();
        let [a, b, c, d, check] = letters[..] else { return Err(NotAFormNumber) };
        let number = Self([a, b, c, d]);
        let known = number.0.iter().all(|letter| LETTERS.contains(letter));
        if known && number.check() == check { Ok(number) } else { Err(NotAFormNumber) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn reads_back_however_it_is_written(bits: u32) {
            let number = FormNumber::from_random(bits);
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            prop_assert_eq!(number.to_string().to_lowercase().replace('-', "").parse(), Ok(number));
            prop_assert_eq!(FormNumber::at_end_of(&format!("Case note (x) ({number}) ")), Some(number));
        }

        #[test]
        fn finds_every_single_wrong_character(bits: u32, at in 0_usize..4, other in 0_usize..32) {
            let text = FormNumber::from_random(bits).to_string();
            let mut wrong = text.clone().into_bytes();
            wrong[at] = LETTERS[other];
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert_eq!(wrong.parse::<FormNumber>().is_ok(), wrong == text);
        }

        #[test]
        fn reads_any_text_without_panic(text: String) {
            let _ = text.parse::<FormNumber>();
            let _ = FormNumber::at_end_of(&text);
        }
    }
}
