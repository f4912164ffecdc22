//! The global keys on X11: taken from the display, so that they are heard whichever window is in front.

use super::{
    super::keys::{Chord, Key, Keys, NamedKey},
    Display,
};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConnectionExt as _, GrabMode, KeyPressEvent, KeyReleaseEvent, Keycode, ModMask, Timestamp,
};

/// The keys that are taken. See `/usr/include/X11/keysymdef.h` for the numbers.
#[derive(Default)]
pub(super) struct Grabs {
    on: Vec<Grab>,
    /// The modifiers that people leave on: Caps Lock and Num Lock.
    locks: Vec<ModMask>,
    /// The key that was let go last, and when.
    let_go: Option<(Keycode, Timestamp)>,
}

struct Grab {
    key: Key,
    code: Keycode,
    held: ModMask,
}

impl Grabs {
    /// Takes the keys that are to be had. Those taken before are let go.
    pub(super) fn take(&mut self, display: &Display, wanted: &[(Key, Vec<Chord>)]) -> Keys {
        self.let_go_of_all(display);
        let Some(keyboard) = Keyboard::of(display) else { return Keys::default() };
        // A grab holds for just these modifiers, so each combination of locks wants its own.
        let (caps, num) = (ModMask::LOCK, keyboard.modifier(NUM_LOCK).unwrap_or_default());
        self.locks = vec![ModMask::default(), caps, num, caps | num];
        self.locks.dedup();
        Keys::take(wanted, |key, chord| {
            let Some((code, held)) = keyboard.find(chord) else { return false };
            let grab = Grab { key, code, held };
            let is_free = self.locks.iter().all(|locks| {
                let (root, mode) = (display.root, GrabMode::ASYNC);
                let asked = display.x.grab_key(false, root, grab.held | *locks, grab.code, mode, mode);
                asked.is_ok_and(|asked| asked.check().is_ok())
            });
            if is_free {
                self.on.push(grab);
            } else {
                self.ungrab(display, &grab);
            }
            is_free
        })
    }

    /// Gives all keys back.
    pub(super) fn let_go_of_all(&mut self, display: &Display) {
        for grab in std::mem::take(&mut self.on) {
            self.ungrab(display, &grab);
        }
    }

    fn ungrab(&self, display: &Display, grab: &Grab) {
        for locks in &self.locks {
            // It fails only where the display is gone.
            let _ = display.x.ungrab_key(grab.code, display.root, grab.held | *locks);
        }
    }

    /// Which key was pressed; None: it is held down. The display then says that it was let go and pressed
    /// again in the same moment.
    pub(super) fn pressed(&self, event: &KeyPressEvent) -> Option<Key> {
        if self.let_go == Some((event.detail, event.time)) {
            return None;
        }
        let modifiers = ModMask::from(u16::from(event.state));
        let is_it = |grab: &&Grab| {
            grab.code == event.detail && self.locks.iter().any(|locks| modifiers == grab.held | *locks)
        };
        self.on.iter().find(is_it).map(|grab| grab.key)
    }

    pub(super) fn released(&mut self, event: &KeyReleaseEvent) {
        self.let_go = Some((event.detail, event.time));
    }
}

const NUM_LOCK: u32 = 0xff7f;
const ALT: u32 = 0xffe9;

/// What the keys of the keyboard mean.
pub(super) struct Keyboard {
    first: Keycode,
    symbols: Vec<Vec<u32>>,
    /// For each of the eight modifiers the keys that make it.
    modifiers: Vec<Vec<Keycode>>,
}

impl Keyboard {
    pub(super) fn of(display: &Display) -> Option<Self> {
        let (first, last) = (display.x.setup().min_keycode, display.x.setup().max_keycode);
        let symbols = display.x.get_keyboard_mapping(first, last - first + 1).ok()?.reply().ok()?;
        let modifiers = display.x.get_modifier_mapping().ok()?.reply().ok()?;
        let per_key = usize::from(symbols.keysyms_per_keycode).max(1);
        let per_modifier = usize::from(modifiers.keycodes_per_modifier()).max(1);
        Some(Self {
            first,
            symbols: symbols.keysyms.chunks(per_key).map(<[u32]>::to_vec).collect(),
            modifiers: modifiers.keycodes.chunks(per_modifier).map(<[Keycode]>::to_vec).collect(),
        })
    }

    fn find(&self, chord: Chord) -> Option<(Keycode, ModMask)> {
        let code = self.codes(symbol(chord.key)).next()?;
        let mut held = ModMask::default();
        if chord.ctrl {
            held |= ModMask::CONTROL;
        }
        if chord.shift {
            held |= ModMask::SHIFT;
        }
        if chord.alt {
            held |= self.modifier(ALT)?;
        }
        Some((code, held))
    }

    /// The keys that bear a symbol, with whatever is held beside them.
    pub(super) fn codes(&self, symbol: u32) -> impl Iterator<Item = Keycode> {
        let codes = (self.first..=Keycode::MAX).zip(&self.symbols);
        codes.filter(move |(_, symbols)| symbols.contains(&symbol)).map(|(code, _)| code)
    }

    fn modifier(&self, symbol: u32) -> Option<ModMask> {
        let codes: Vec<Keycode> = self.codes(symbol).collect();
        let at = self.modifiers.iter().position(|keys| keys.iter().any(|key| codes.contains(key)))?;
        Some(ModMask::from(1_u16 << at))
    }
}

fn symbol(key: NamedKey) -> u32 {
    match key {
        NamedKey::PageDown => 0xff56,
        NamedKey::PageUp => 0xff55,
        NamedKey::Enter => 0xff0d,
        NamedKey::Up => 0xff52,
        NamedKey::Down => 0xff54,
        NamedKey::Left => 0xff51,
        NamedKey::Right => 0xff53,
        NamedKey::Home => 0xff50,
        NamedKey::End => 0xff57,
        NamedKey::Insert => 0xff63,
        NamedKey::Function(number) => 0xffbd + u32::from(number),
    }
}
