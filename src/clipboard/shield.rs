//! The shield: who asks for an offer, a person's paste or a program that looks at whatever is copied?

/// The rules by which a reader is judged: names of programs, told apart by no case and by no ".exe".
///
/// They stand in `docs/security.md`; where they come from is said at [`Shield::default`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shield {
    /// Off: every reader is given what it asks for.
    pub on: bool,
    /// Never given anything.
    pub deny: Vec<String>,
    /// Given it although their window is not the one in front, such as those of remote desktops.
    pub allow: Vec<String>,
    /// Programs to paste into. A reader that does not say who it is (Chromium reads so at times) is taken for
    /// one of these while it is in front and the person has just pressed the keys for a paste.
    pub targets: Vec<String>,
}

/// Someone asks for an offer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'r> {
    /// The program that asks; None: it does not say.
    pub name: Option<&'r str>,
    /// Whether its window is the one in front.
    pub in_front: bool,
    /// The program whose window is in front.
    pub front: Option<&'r str>,
    /// Whether the person pressed a key or button that pastes since the offer was made; None: nobody looked.
    pub gesture: Option<bool>,
}

impl Shield {
    /// Whether two names are those of one program.
    pub fn is_same(one: &str, other: &str) -> bool {
        bare(one) == bare(other)
    }

    /// Whether a reader is given what it asks for.
    pub(super) fn lets(&self, reader: Reader<'_>) -> bool {
        let is_on = |list: &[String], name: Option<&str>| {
            name.is_some_and(|name| list.iter().any(|listed| Self::is_same(listed, name)))
        };
        if !self.on {
            return true;
        }
        if is_on(&self.deny, reader.name) || reader.gesture == Some(false) {
            return false;
        }
        match reader.name {
            Some(_) => reader.in_front || is_on(&self.allow, reader.name),
            None => reader.gesture == Some(true) && is_on(&self.targets, reader.front),
        }
    }
}

/// The name of a program without what differs between desks.
fn bare(name: &str) -> String {
    let name = name.to_lowercase();
    name.strip_suffix(".exe").unwrap_or(&name).to_owned()
}

impl Default for Shield {
    /// `deny`: what carries the clipboard to another computer, Windows' own panel of what was copied, and
    /// clipboard managers that are known to read at once. `allow` and `targets`: remote desktops and browsers
    /// by the names that their makers give them; of the remote ones none was at hand to be tried.
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let remote = ["mstsc", "msrdc", "wfica32", "CDViewer", "vmware-remotemks"];
        let browsers = ["msedge", "chrome", "chromium", "firefox", "iexplore"];
        Self {
            on: true,
            deny: list(&[
                "rdpclip",
                "TextInputHost",
                "ditto",
                "copyq",
                "clipmate",
                "clipdiary",
                "parcellite",
                "clipit",
                "klipper",
                "xfce4-clipman",
                "gpaste-daemon",
                "diodon",
            ]),
            allow: list(&remote),
            targets: list(&[&browsers[..], &remote].concat()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "NAME in front", "NAME behind FRONT", with "no gesture", "gesture" or nothing of it.
    #[track_caller]
    fn check(who: &str, gesture: Option<bool>, expected: bool) {
        let (name, front) = who.split_once(" behind ").unwrap_or((who, who));
        let named = |name| Some(name).filter(|name| *name != "nobody");
        let reader = Reader { name: named(name), in_front: name == front, front: named(front), gesture };
        assert_eq!(Shield::default().lets(reader), expected, "{who}, {gesture:?}");
    }

    #[test]
    fn the_window_in_front_is_given_it_when_the_person_pasted() {
        check("notepad.exe", Some(true), true);
        check("notepad.exe", Some(false), false);
        check("notepad.exe", None, true);
    }

    #[test]
    fn a_program_behind_is_refused() {
        check("monitor.exe behind msedge.exe", Some(true), false);
        check("monitor.exe behind msedge.exe", None, false);
        check("monitor.exe behind nobody", Some(true), false);
    }

    #[test]
    fn those_that_carry_it_elsewhere_are_refused_even_in_front() {
        check("rdpclip.exe", Some(true), false);
        check("RDPClip.exe", None, false);
        check("CopyQ", None, false);
    }

    #[test]
    fn a_remote_desktop_may_read_behind_its_window_after_a_gesture() {
        check("mstsc.exe behind msrdc.exe", Some(true), true);
        check("MSTSC.EXE behind nobody", None, true);
        check("mstsc.exe behind nobody", Some(false), false);
    }

    #[test]
    fn who_does_not_say_who_it_is_needs_a_browser_in_front_and_a_gesture() {
        check("nobody behind msedge.exe", Some(true), true);
        check("nobody behind msedge.exe", Some(false), false);
        check("nobody behind msedge.exe", None, false);
        check("nobody behind notepad.exe", Some(true), false);
        check("nobody", Some(true), false);
    }

    #[test]
    fn off_means_that_everybody_is_served() {
        let off = Shield { on: false, ..Shield::default() };
        let worst = Reader { name: Some("rdpclip.exe"), in_front: false, front: None, gesture: Some(false) };
        assert!(off.lets(worst));
    }
}
