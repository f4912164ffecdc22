//! How the text of a part is written: in UTF-8 or UTF-16, the two that a package may use (ECMA-376 part 2,
//! clause 8.1.4), with or without a byte order mark.

use std::borrow::Cow;

/// How a part's text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    form: Form,
    has_mark: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,
}

const MARK: &str = "\u{feff}";

impl Encoding {
    /// How many bytes of a part's start tell its encoding.
    pub const SIGN: u64 = 3;

    /// The encoding of a part that starts so. Where there is no mark, the `<` that XML begins with tells.
    pub fn of(start: &[u8]) -> Self {
        let (form, has_mark) = match start {
            [0xef, 0xbb, 0xbf, ..] => (Form::Utf8, true),
            [0xff, 0xfe, ..] => (Form::Utf16LittleEndian, true),
            [0xfe, 0xff, ..] => (Form::Utf16BigEndian, true),
            [b'<', 0, ..] => (Form::Utf16LittleEndian, false),
            [0, b'<', ..] => (Form::Utf16BigEndian, false),
            _ => (Form::Utf8, false),
        };
        Self { form, has_mark }
    }

    /// The text of a part, without its mark; `None` where it is not written in this way.
    pub fn decode(self, bytes: Vec<u8>) -> Option<String> {
        let mut text = match self.form {
            Form::Utf8 => String::from_utf8(bytes).ok()?,
            Form::Utf16LittleEndian => from_utf16(&bytes, u16::from_le_bytes)?,
            Form::Utf16BigEndian => from_utf16(&bytes, u16::from_be_bytes)?,
        };
        if self.has_mark {
            text.remove(0);
        }
        Some(text)
    }

    /// The bytes that a part begins with, in front of its text.
    pub fn mark(self) -> Cow<'static, [u8]> {
        self.encode(if self.has_mark { MARK } else { "" })
    }

    /// The bytes of a stretch of a part's text.
    pub fn encode(self, text: &str) -> Cow<'_, [u8]> {
        match self.form {
            Form::Utf8 => text.as_bytes().into(),
            Form::Utf16LittleEndian => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Form::Utf16BigEndian => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks() else { return None };
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().ok()
}
