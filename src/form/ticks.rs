//! Tick boxes: ticked in Word or by hand, deleted as not applicable, or left without their marks.

use super::{
    anchor::{self, is_left_blank},
    completed::Anchor,
    findings::FindingKind,
    places::Place,
    reader::Reader,
    value::Value,
};
use crate::{
    template::{Choice, Field, OptionsByName},
    word::{Content, Element, control::content_without},
};
use std::collections::HashSet;

/// Glyphs that mean a ticked box or a tick put in by hand.
const TICKS: [char; 5] = ['\u{2612}', '\u{2611}', '\u{2713}', '\u{2714}', '\u{2717}'];
const BOX: char = '\u{2610}';

/// What stands in a box for a tick and says no more than whether it is ticked.
pub(super) fn is_glyph(c: char) -> bool {
    TICKS.contains(&c) || c == BOX || c.is_whitespace()
}

impl<'t> Reader<'t> {
    /// As [`Reader::take`], of a tick box. Words beside the glyph are not part of a tick: they stay on the page, but for
    /// the one that is printed there.
    pub(super) fn take_tick(&mut self, elements: &[Element<'t>], printed: &str) -> Content {
        let content = content_without(elements.iter().copied(), &is_left_blank);
        let text = content.text.expose().trim();
        let words = text.trim_matches(is_glyph);
        // Without a box, the printed word may be one that somebody typed.
        let is_all_known = words.is_empty() || words == printed && text != printed;
        if is_all_known { self.take(elements) } else { content }
    }

    /// Whether a box is ticked. What the page shows counts more than what Word keeps of it.
    pub(super) fn is_ticked(&mut self, field: &Field, content: &Content) -> bool {
        let shows_tick = content.text.expose().contains(TICKS);
        if shows_tick && content.ticked == Some(false) {
            let message = "its tick was put in by hand; it was taken as ticked: compare it with the page";
            self.find(field, FindingKind::Beside, message);
        }
        shows_tick || content.ticked == Some(true)
    }

    /// Tick boxes, one for each option.
    pub(super) fn choices(&mut self, field: &Field, choices: &[Choice]) -> (Option<Value>, Anchor) {
        let mut worst = Anchor::Tag;
        let (mut ticked, mut gone, mut are_there) = (Vec::new(), Vec::new(), false);
        for (at, choice) in choices.iter().enumerate() {
            let tag = anchor::option_tag(&field.id, at, choice);
            let found = self.places.by_tag_or_bookmark(&tag, &anchor::option_bookmark(&field.id, at));
            let Some((places, anchor)) = found else {
                // A blank form does not offer what is retired.
                gone.extend((!choice.retired).then_some(choice));
                continue;
            };
            are_there = true;
            if anchor != Anchor::Tag {
                worst = anchor;
            }
            if self.is_option_ticked(field, choice, &places) {
                ticked.push(choice.code.clone());
            }
        }
        if !are_there {
            return self.choices_beside_label(field, choices);
        }
        self.tell_of_deleted(field, &gone);
        ((!ticked.is_empty()).then_some(Value::Choices(ticked)), worst)
    }

    /// Whether an option is ticked, in any of its places.
    fn is_option_ticked(&mut self, field: &Field, choice: &Choice, places: &[Place<'t>]) -> bool {
        let mut states = HashSet::new();
        for place in places {
            let content = self.take_tick(&place.elements, "");
            self.notice(field, content.signs);
            states.insert(self.is_ticked(field, &content));
        }
        if states.len() > 1 {
            let message = format!(
                "\u{201c}{}\u{201d} stands there twice, and is ticked once: it was taken as ticked",
                choice.label
            );
            self.find(field, FindingKind::Twice, &message);
        }
        states.contains(&true)
    }

    /// Who deletes what does not apply means what is left, ticked or not.
    fn tell_of_deleted(&mut self, field: &Field, gone: &[&Choice]) {
        let [first, others @ ..] = gone else { return };
        let more = match others.len() {
            0 => " was".to_owned(),
            others => format!(" and {others} more were"),
        };
        let message = format!(
            "\u{201c}{}\u{201d}{more} deleted from its options: look at the page which of them are meant",
            first.label
        );
        self.find(field, FindingKind::Elsewhere, &message);
    }

    /// The ticked lines of a cell whose boxes have lost their marks. What is no line of an option stays on the page.
    fn choices_beside_label(&mut self, field: &Field, choices: &[Choice]) -> (Option<Value>, Anchor) {
        let Some(place) = self.places.beside(&anchor::printed_label(field)) else {
            return (None, Anchor::Missing);
        };
        let mut ticked: Vec<String> = Vec::new();
        let options = OptionsByName::of(choices);
        for element in &place.elements {
            let content = content_without([*element], &is_left_blank);
            if !content.text.expose().contains(TICKS) {
                continue;
            }
            let mut is_all_options = true;
            for line in content.text.expose().lines().filter(|line| !line.trim().is_empty()) {
                match options.meant(&line.replace(is_glyph, " ")) {
                    Some(choice) if line.contains(TICKS) => ticked.push(choice.code.clone()),
                    None if line.contains(TICKS) => {
                        let content = self.take(&place.elements);
                        self.notice(field, content.signs);
                        let message = "a tick stands at none of the options";
                        let value = self.not_understood(field, content.text.expose(), message);
                        return (Some(value), Anchor::Label);
                    }
                    Some(_) => {}
                    None => is_all_options = false,
                }
            }
            if is_all_options {
                let content = self.take(&[*element]);
                self.notice(field, content.signs);
            }
        }
        // By its label and by its code.
        let mut told = HashSet::new();
        ticked.retain(|code| told.insert(code.clone()));
        ((!ticked.is_empty()).then_some(Value::Choices(ticked)), Anchor::Label)
    }
}
