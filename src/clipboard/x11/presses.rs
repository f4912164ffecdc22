//! When the person last pressed what pastes, as the display tells it.
//!
//! A browser that has much to do reads what was pasted long after the press, when the next answer may be on
//! offer already. What was on offer at the press is what was meant. The display tells of every key while
//! something is on offer; of the keys that do not paste nothing is kept, and of those that do the time.

use super::{Display, grabs::Keyboard, owner::is_before};
use x11rb::{
    errors::ConnectionError,
    protocol::{
        Event,
        xinput::{ConnectionExt as _, Device, EventMask, XIEventMask},
        xproto::Timestamp,
    },
};

/// V, Insert on either side of the keyboard, the menu key, and the key that some keyboards have for it. See
/// `/usr/include/X11/keysymdef.h` and `XF86keysym.h` for the numbers.
const PASTING: [u32; 5] = [0x76, 0xff63, 0xff9e, 0xff67, 0x1008_ff6d];
/// The button that opens the menu of a box. The left one is pressed for much else.
const MENU_BUTTON: u32 = 3;

/// The last press.
#[derive(Default)]
pub(super) struct Presses {
    codes: Vec<u32>,
    last: Option<Timestamp>,
}

impl Presses {
    /// Learns which keys paste on this keyboard.
    pub(super) fn learn(&mut self, display: &Display) {
        let keyboard = Keyboard::of(display);
        let codes = |keyboard: &Keyboard| PASTING.iter().flat_map(|symbol| keyboard.codes(*symbol)).collect();
        let codes: Vec<_> = keyboard.as_ref().map(codes).unwrap_or_default();
        self.codes = codes.into_iter().map(u32::from).collect();
    }

    pub(super) fn note(&mut self, event: &Event) {
        match event {
            Event::XinputRawKeyPress(press) if self.codes.contains(&press.detail) => {
                self.last = Some(press.time);
            }
            Event::XinputRawButtonPress(press) if press.detail == MENU_BUTTON => {
                self.last = Some(press.time);
            }
            _ => {}
        }
    }

    /// Which of these offers was there at the last press, by the times since when they were, the newest first.
    /// None: there was no press, or it is older than all of them.
    pub(super) fn meant(&self, mut since: impl Iterator<Item = Timestamp>) -> Option<usize> {
        let press = self.last?;
        since.position(|since| !is_before(press, since))
    }
}

impl Display {
    /// Has presses told, or told no more.
    pub(super) fn tell_presses(&self, on: bool) -> Result<(), ConnectionError> {
        if self.tells_presses {
            let all = XIEventMask::RAW_KEY_PRESS | XIEventMask::RAW_BUTTON_PRESS;
            let mask = vec![if on { all } else { XIEventMask::default() }];
            let from_all = EventMask { deviceid: Device::ALL_MASTER.into(), mask };
            self.x.xinput_xi_select_events(self.root, &[from_all])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(press: Option<Timestamp>, offers: &[Timestamp], expected: Option<usize>) {
        let presses = Presses { last: press, ..Presses::default() };
        assert_eq!(presses.meant(offers.iter().copied()), expected, "{press:?}");
    }

    #[test]
    fn what_was_on_offer_at_the_press_was_meant() {
        check(Some(900), &[800, 500, 100], Some(0));
        check(Some(700), &[800, 500, 100], Some(1));
        check(Some(800), &[800, 500, 100], Some(0));
        check(Some(101), &[800, 500, 100], Some(2));
    }

    #[test]
    fn a_press_before_all_offers_says_nothing() {
        check(Some(50), &[800, 500, 100], None);
        check(None, &[800], None);
    }

    #[test]
    fn times_of_the_display_begin_anew() {
        check(Some(5), &[20, Timestamp::MAX], Some(1));
    }
}
