//! Fonts with symbols in the places of letters, and what stands there as a character of Unicode.

use super::Element;

/// A font with symbols in the places of letters.
#[derive(Clone, Copy)]
pub enum SymbolFont {
    Wingdings,
    Symbol,
    /// Wingdings 2, Webdings and the like.
    Other,
}

impl SymbolFont {
    /// The one that a run is set in, from its `rFonts`.
    pub fn of(fonts: Element<'_>) -> Option<Self> {
        Self::named(&fonts.attribute("ascii").or_else(|| fonts.attribute("hAnsi"))?)
    }

    /// The font of this name, if it is such a font.
    pub fn named(font: &str) -> Option<Self> {
        match font {
            "Wingdings" => Some(Self::Wingdings),
            "Symbol" => Some(Self::Symbol),
            "Wingdings 2" | "Wingdings 3" | "Webdings" => Some(Self::Other),
            _ => None,
        }
    }

    /// What it has in the place of this character: these are what a form meets.
    pub fn glyph(self, code: u32) -> Option<char> {
        match (self, code) {
            (Self::Wingdings, 0xfc) => Some('✓'),
            (Self::Wingdings, 0xfb) => Some('✗'),
            (Self::Wingdings, 0xfe) => Some('☑'),
            (Self::Wingdings, 0xfd) => Some('☒'),
            (Self::Wingdings, 0xa8) => Some('☐'),
            (Self::Symbol, 0xb7) | (Self::Wingdings, 0x9f | 0xa7) => Some('•'),
            _ => None,
        }
    }
}
