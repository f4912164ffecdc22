//! A picture as a file: of PNG or JPEG, which Word shows wherever it runs.

use std::fmt;

/// What a picture may weigh: it is in every document that bears it.
pub const LARGEST: usize = 200 << 10;
/// The most pixels of a side. Word unpacks all of them, on desks with little memory.
const MOST_PIXELS: u32 = 4000;

/// A picture, as the bytes of its file.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    bytes: Vec<u8>,
    kind: PictureKind,
    /// Width and height.
    pixels: [u32; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PictureKind {
    Png,
    Jpeg,
}

/// Why a file is not a picture that a document can bear: what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAPicture {
    #[error("it is {0}, not a PNG or JPEG picture")]
    Other(&'static str),
    #[error("it is damaged, or was cut off while it was copied")]
    Damaged,
    #[error("it has {0} x {1} pixels, and {MOST_PIXELS} on each side are the most")]
    TooManyPixels(u32, u32),
    #[error("it has more than {} kB", LARGEST >> 10)]
    TooLarge,
}

impl Picture {
    /// Takes a file for a picture, by what stands in it and not by its name.
    ///
    /// # Errors
    /// When it is of another kind, not whole, or too large for a document.
    pub fn read(bytes: Vec<u8>) -> Result<Self, NotAPicture> {
        if bytes.len() > LARGEST {
            return Err(NotAPicture::TooLarge);
        }
        let (kind, pixels) = if bytes.starts_with(PNG) {
            (PictureKind::Png, pixels_of_png(&bytes))
        } else if bytes.starts_with(JPEG) {
            (PictureKind::Jpeg, pixels_of_jpeg(&bytes))
        } else {
            return Err(NotAPicture::Other(other_kind(&bytes)));
        };
        let [width, height] = pixels.filter(|sides| !sides.contains(&0)).ok_or(NotAPicture::Damaged)?;
        if width.max(height) > MOST_PIXELS {
            return Err(NotAPicture::TooManyPixels(width, height));
        }
        Ok(Self { bytes, kind, pixels: [width, height] })
    }

    /// The bytes of its file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How the name of its part ends: docx-rs declares what parts with such a name are.
    pub fn ending(&self) -> &'static str {
        match self.kind {
            PictureKind::Png => "png",
            PictureKind::Jpeg => "jpeg",
        }
    }

    /// Width and height on paper so that it fills this room, in its own proportions. It is not drawn larger than
    /// a screen shows it, at 96 pixels an inch: then it would be blurred.
    pub fn within(&self, room: [u64; 2]) -> [u64; 2] {
        let [width, height] = self.pixels.map(u64::from);
        let scaled = |side: u64, by: u64, to: u64| (by * side / to).max(1);
        let fitted = (room[0].min(width * EMU_OF_PIXEL)).min(scaled(width, room[1], height));
        [fitted.max(1), scaled(height, fitted, width).min(room[1])]
    }
}

/// English Metric Units (ECMA-376 part 1, 20.1.10.16): 914,400 an inch.
const EMU_OF_PIXEL: u64 = 9525;

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({:?}, {:?} pixels, {} bytes)", self.kind, self.pixels, self.bytes.len())
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG: &[u8] = &[0xff, 0xd8, 0xff];

/// From the first chunk of a file that goes on to its last one (W3C PNG, 5.3, 11.2.2).
fn pixels_of_png(bytes: &[u8]) -> Option<[u32; 2]> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let (mut at, mut pixels, mut has_image) = (PNG.len(), None, false);
    loop {
        let length = usize::try_from(number(at)?).ok()?;
        // Length and kind before the data, a check sum behind it.
        let end = at.checked_add(length)?.checked_add(12).filter(|end| *end <= bytes.len())?;
        match &bytes[at + 4..at + 8] {
            b"IHDR" if length == 13 => pixels = Some([number(at + 8)?, number(at + 12)?]),
            b"IDAT" => has_image = true,
            b"IEND" => return pixels.filter(|_| has_image),
            _ => {}
        }
        at = end;
    }
}

/// From the frame header of a file that has its end (ITU T.81, B.1.1.3, B.2.2).
fn pixels_of_jpeg(bytes: &[u8]) -> Option<[u32; 2]> {
    let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let marker = *bytes.get(at + 1).filter(|_| bytes[at] == 0xff)?;
        match marker {
            // Any number of these may stand before a marker.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            0xc0..=0xcf if ![0xc4, 0xc8, 0xcc].contains(&marker) => {
                let [height, width] = [number(at + 5)?, number(at + 7)?].map(u32::from);
                return bytes[at..].windows(2).any(|two| two == [0xff, 0xd9]).then_some([width, height]);
            }
            // The image itself, or the end, before its size.
            0xd8..=0xda => return None,
            _ => at += 2 + usize::from(number(at + 2)?.max(2)),
        }
    }
}

/// What a file is instead, as people call it.
fn other_kind(bytes: &[u8]) -> &'static str {
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let has = |words: &[u8]| head.windows(words.len()).any(|window| window == words);
    match () {
        () if bytes.trim_ascii().is_empty() => "empty",
        () if has(b"<svg") => "an SVG drawing",
        () if bytes.starts_with(b"GIF8") => "a GIF picture",
        () if bytes.starts_with(b"RIFF") && has(b"webp") => "a WebP picture",
        () if bytes.starts_with(b"BM") => "a bitmap (.bmp)",
        () if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") => "a TIFF picture",
        () if has(b"ftypheic") || has(b"ftypmif1") || has(b"ftypavif") => "a picture as phones take them",
        () if bytes.starts_with(b"%PDF") => "a PDF",
        () if bytes.starts_with(b"PK") => "a zip or an Office file",
        () if bytes.starts_with(&[0xd7, 0xcd, 0xc6, 0x9a]) || bytes.get(40..44) == Some(b" EMF") => {
            "a Windows metafile"
        }
        () => "another kind of file",
    }
}
