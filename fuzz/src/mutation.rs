//! Changes to XML that keep it XML: random bytes in a document of 50 kB mostly break it, and then nothing but
//! the XML reader is tried.

use libfuzzer_sys::fuzzer_mutate;
use std::ops::Range;
use stopgap::word::xml;

/// What is put round an element or in its place: what Word puts there itself.
const AROUND: [(&str, &str); 9] = [
    ("<w:ins w:id=\"9\" w:author=\"J\">", "</w:ins>"),
    ("<w:del w:id=\"9\" w:author=\"J\">", "</w:del>"),
    ("<w:moveFrom w:id=\"9\">", "</w:moveFrom>"),
    (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/><w:tag w:val=\"pin\"/></w:sdtPr><w:sdtContent>",
        "</w:sdtContent></w:sdt>",
    ),
    ("<w:customXml>", "</w:customXml>"),
    ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ("<mc:AlternateContent><mc:Choice>", "</mc:Choice><mc:Fallback/></mc:AlternateContent>"),
    ("<w:p><w:r><w:t>", "</w:t></w:r></w:p>"),
    ("<w:bookmarkStart w:id=\"7\" w:name=\"sg_pin\"/>", "<w:bookmarkEnd w:id=\"7\"/>"),
];

/// A change for `fuzz_mutator!`: half of the time of the tree, otherwise of bytes, always behind the first byte.
pub fn mutate(data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed) | 1 << 40);
    let changed = if size > 1 && dice.below(2) == 0 {
        std::str::from_utf8(&data[1..size]).ok().and_then(|text| of_tree(text, &mut dice))
    } else {
        None
    };
    match changed {
        Some(text) if text.len() < most => {
            data[1..=text.len()].copy_from_slice(text.as_bytes());
            text.len() + 1
        }
        _ => fuzzer_mutate(data, size, most),
    }
}

fn of_tree(text: &str, dice: &mut Dice) -> Option<String> {
    let tree = xml::parse(text).ok()?;
    let elements: Vec<_> = tree.root().descendants().collect();
    let mut pick = || elements[dice.below(elements.len())].range();
    let (one, other) = (pick(), pick());
    let piece = |range: &Range<usize>| &text[range.clone()];
    let put = |range: Range<usize>, new: &str| [&text[..range.start], new, &text[range.end..]].concat();
    let (start, end) = AROUND[dice.below(AROUND.len())];
    Some(match dice.below(6) {
        0 => put(one, ""),
        1 => put(one.end..one.end, piece(&one)),
        2 => put(one.start..one.start, piece(&other)),
        3 => put(one.clone(), piece(&other)),
        4 => put(one.clone(), &[start, piece(&one), end].concat()),
        _ => put(one.start..one.start, &[start, end].concat()),
    })
}

/// A small generator of numbers (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ mixed >> 31) % limit.max(1) as u64).unwrap_or_default()
    }
}
