//! The form number: short, said aloud without mistakes, and checked.

use std::{fmt, str::FromStr};

/// No 0 O 1 I: they are misread on paper and misheard on the telephone.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Added to each check character: any constant serves, and this one makes our example, 7K3F-2, a number.
const FOR_THE_EXAMPLE: u8 = 24;

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
    /// The number in examples: 7K3F-2.
    pub const EXAMPLE: Self = Self(*b"7K3F");

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

    /// A sum in the field of 32 elements, with another weight for each place: finds every single wrong
    /// character and any two that changed places, the check character among them. Luhn's method misses
    /// the swap of the first and last letter, here 2 and Z.
    fn check(self) -> u8 {
        let value = |letter| (0..32_u8).find(|at| LETTERS[usize::from(*at)] == letter).unwrap_or_default();
        let sum = self.0.into_iter().fold(0, |sum, letter| twice(sum ^ value(letter)));
        LETTERS[usize::from(sum ^ FOR_THE_EXAMPLE)]
    }
}

/// Times x, where the elements are polynomials over two and x^5 is x^2 + 1.
fn twice(element: u8) -> u8 {
    if element < 16 { element << 1 } else { (element << 1) ^ 0b10_0101 }
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

    #[test]
    fn the_example_is_a_number() {
        assert_eq!("7K3F-2".parse(), Ok(FormNumber::EXAMPLE));
        assert_eq!(FormNumber::EXAMPLE.to_string(), "7K3F-2");
    }

    #[test]
    fn the_first_letter_and_the_last_do_not_change_places_unnoticed() {
        for text in ["2Z22", "22Z2", "Z2ZZ"] {
            let number = FormNumber(text.as_bytes().try_into().unwrap()).to_string();
            assert_eq!(number.replacen("2Z", "Z2", 1).parse::<FormNumber>(), Err(NotAFormNumber));
        }
    }

    proptest! {
        #[test]
        fn reads_back_however_it_is_written(bits: u32) {
            let number = FormNumber::from_random(bits);
            prop_assert_eq!(number.to_string().parse(), Ok(number));
            prop_assert_eq!(number.to_string().to_lowercase().replace('-', "").parse(), Ok(number));
            prop_assert_eq!(FormNumber::at_end_of(&format!("Case note (x) ({number}) ")), Some(number));
        }

        #[test]
        fn finds_every_single_wrong_character_and_every_swap(bits: u32) {
            let right = FormNumber::from_random(bits).to_string().replace('-', "").into_bytes();
            let is_number = |text: &[u8]| std::str::from_utf8(text).unwrap().parse::<FormNumber>().is_ok();
            for at in 0..5 {
                for letter in *LETTERS {
                    let mut wrong = right.clone();
                    wrong[at] = letter;
                    prop_assert_eq!(is_number(&wrong), wrong == right);
                }
                for other in 0..5 {
                    let mut wrong = right.clone();
                    wrong.swap(at, other);
                    prop_assert_eq!(is_number(&wrong), wrong == right);
                }
            }
        }

        #[test]
        fn reads_any_text_without_panic(text: String) {
            let _ = text.parse::<FormNumber>();
            let _ = FormNumber::at_end_of(&text);
        }
    }
}
