//! The thread that owns the clipboard of Windows, and the global keys: one hidden window, always listening.
//!
//! It never waits, neither for a program that has the clipboard open nor for anything else: such a program
//! may be waiting for this very window. What cannot be done now is tried again by a timer.

use super::{
    super::{
        Abilities, Cleared, ClipboardError, Goods, Keys, News, Offer, Options, Text,
        attention::{Idle, Refusals},
        guard::{Guard, MARK},
        keys::{Floor, Key},
        news::Offers,
        served::Command,
        shield::Reader,
        text::for_box,
    },
    KEEP_OUT,
    system::{self, ENDING, Other, WAKE, Waker, Window},
};
use clipboard_win::{
    ErrorCode,
    formats::{CF_HDROP, CF_UNICODETEXT},
    options::NoClear,
    raw,
};
use std::{
    cell::RefCell,
    collections::VecDeque,
    path::Path,
    sync::mpsc::{Receiver, Sender, TryRecvError},
    time::{Duration, Instant},
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    WM_CLIPBOARDUPDATE, WM_ENDSESSION, WM_HOTKEY, WM_QUERYENDSESSION, WM_RENDERALLFORMATS, WM_RENDERFORMAT,
    WM_TIMER, WM_WTSSESSION_CHANGE, WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK,
    WTS_SESSION_LOGOFF,
};
use zeroize::Zeroizing;

/// For how long another program may keep the clipboard; some hold it for more than a second.
const PATIENCE: Duration = Duration::from_secs(2);
/// When to say that it is kept.
const FIRST_WORD: Duration = Duration::from_millis(300);
const FIRST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_millis(50);
/// Within this time a second paste of the same offer is likely a slip.
const SLIP: Duration = Duration::from_millis(700);

/// For how long what was pasted stays in Windows' memory, where every program can read it. A browser may read
/// it twice, and on a busy machine the second read came 0.4 s after the first.
const HANDED_OVER: Duration = Duration::from_secs(1);

/// The timers of the window.
const RETRY: usize = 1;
const IDLE: usize = 2;
const TAKE_BACK: usize = 3;

thread_local! {
    /// The desk that this thread serves.
    static DESK: RefCell<Option<Desk>> = RefCell::default();
}

/// What the program's end needs.
pub(super) struct Ready {
    pub wake: Waker,
    pub abilities: Abilities,
}

/// What the thread is given to work with.
pub(super) struct Ends {
    pub commands: Receiver<Command>,
    pub news: Sender<News>,
    /// What each offer is marked with.
    pub number: u64,
    pub guard: Option<Guard>,
}

/// The desk; see the module.
struct Desk {
    window: Window,
    options: Options,
    ends: Ends,
    offers: Offers,
    current: Option<Current>,
    tasks: VecDeque<Task>,
    refusals: Refusals,
    idle: Idle,
    /// The keys that are on, by the number that Windows knows them by, from 1.
    keys: Vec<Key>,
    floor: Floor,
    /// The window that was in front before the person came to stopgap's.
    before: Option<Other>,
}

/// What is on the clipboard.
struct Current {
    offer: Offer,
    text: Zeroizing<String>,
    file: Option<String>,
    /// A key that pastes was pressed since it was offered.
    gesture: bool,
    /// When it was pasted first.
    pasted: Option<Instant>,
}

/// Something to do, and since when.
struct Task {
    what: What,
    since: Instant,
    /// How long to wait before it is tried again.
    pause: Duration,
    told: bool,
}

enum What {
    Asked(Command),
    /// Clear by itself.
    Leave(Cleared),
}

/// Whether there is more to be done.
#[derive(PartialEq, Eq)]
enum Then {
    GoOn,
    End,
}

/// Another program has the clipboard open.
struct Busy;

/// Serves the clipboard until it is told to end.
pub(super) fn serve(options: &Options, ends: Ends, ready: &Sender<Option<Ready>>) {
    let Some(window) = Window::create() else {
        // Whoever waits may have gone.
        let _ = ready.send(None);
        return;
    };
    window.listen();
    let abilities = Abilities {
        sees_pastes: true,
        // A browser that is late with its second read would be taken for the person's next paste.
        tells_readers_apart: options.shield.on && options.gesture,
        has_keys: true,
        sees_absence: window.hear_of_session(),
        survives_a_crash: ends.guard.is_some(),
    };
    system::hear_of_ending(Some(window));
    clear_left_over();
    DESK.set(Some(Desk::new(window, options, ends)));
    let _ = ready.send(Some(Ready { wake: window.waker(), abilities }));
    system::pump();
    system::hear_of_ending(None);
    DESK.take();
}

/// Takes away what an earlier program of ours left that was killed together with its guard: it bears a mark
/// of ours, and the window that it was offered by is gone.
fn clear_left_over() {
    let is_left = || {
        let mark = raw::register_format(MARK);
        raw::get_owner().is_none() && mark.is_some_and(|mark| raw::is_format_avail(mark.get()))
    };
    if is_left()
        && let Ok(_opened) = clipboard_win::Clipboard::new()
        && is_left()
    {
        // The next offer takes its place otherwise.
        let _ = raw::empty();
    }
}

/// Meets a message to the window. None: Windows does with it what it does by itself. So it is with what comes
/// while another message is met, because that is what our own calls bring about.
pub(super) fn meet(kind: u32, word: usize) -> Option<isize> {
    DESK.with(|desk| desk.try_borrow_mut().ok()?.as_mut()?.meet(kind, word))
}

impl Desk {
    fn new(window: Window, options: &Options, ends: Ends) -> Self {
        Self {
            window,
            ends,
            offers: Offers::default(),
            current: None,
            tasks: VecDeque::new(),
            refusals: Refusals::default(),
            idle: Idle::new(options.idle, Instant::now()),
            keys: Vec::new(),
            floor: Floor::default(),
            before: None,
            options: options.clone(),
        }
    }

    fn meet(&mut self, kind: u32, word: usize) -> Option<isize> {
        match kind {
            WAKE => self.work(),
            WM_TIMER if word == RETRY => {
                self.window.stop_timer(RETRY);
                self.work();
            }
            WM_TIMER if word == IDLE => self.look_whether_idle(),
            WM_TIMER if word == TAKE_BACK => self.take_back(),
            WM_RENDERFORMAT => self.render(word),
            // The window goes while nobody has read the offer: that goes with it, unread.
            WM_RENDERALLFORMATS => {}
            WM_CLIPBOARDUPDATE => self.look_whose_it_is(),
            WM_HOTKEY => self.key(word),
            WM_WTSSESSION_CHANGE => match u32::try_from(word) {
                Ok(WTS_SESSION_LOCK | WTS_REMOTE_DISCONNECT | WTS_CONSOLE_DISCONNECT) => {
                    self.leave(Cleared::Locked);
                }
                Ok(WTS_SESSION_LOGOFF) => self.leave(Cleared::Ending),
                _ => {}
            },
            // The session may end as far as we are concerned.
            WM_QUERYENDSESSION => return Some(1),
            WM_ENDSESSION if word != 0 => self.leave(Cleared::Ending),
            ENDING => {
                self.leave(Cleared::Ending);
                return Some(isize::from(!self.is_ours()));
            }
            _ => return None,
        }
        Some(0)
    }

    /// Does what is in the queue, as far as it can be done now.
    fn work(&mut self) {
        loop {
            if self.tasks.is_empty() {
                match self.ends.commands.try_recv() {
                    Ok(command) => self.tasks.push_back(Task::new(What::Asked(command))),
                    Err(TryRecvError::Empty) => return,
                    // The program's end is gone.
                    Err(TryRecvError::Disconnected) => {
                        self.tasks.push_back(Task::new(What::Asked(Command::End)));
                    }
                }
            }
            let Some(mut task) = self.tasks.pop_front() else { return };
            match self.attempt(&mut task.what) {
                Ok(Then::GoOn) => {}
                Ok(Then::End) => return self.window.close(),
                Err(Busy) if task.since.elapsed() >= PATIENCE => {
                    if self.give_up(task.what) == Then::End {
                        return self.window.close();
                    }
                }
                Err(Busy) => {
                    if task.since.elapsed() >= FIRST_WORD && !task.told {
                        task.told = true;
                        self.tell(News::Held { by: holder() });
                    }
                    self.window.set_timer(RETRY, task.pause);
                    task.pause = LONGEST_PAUSE.min(task.pause * 2);
                    self.tasks.push_front(task);
                    return;
                }
            }
        }
    }

    fn attempt(&mut self, what: &mut What) -> Result<Then, Busy> {
        self.idle.touch(Instant::now());
        // Who asked may have gone meanwhile.
        match what {
            What::Asked(Command::Offer(goods, answer)) => drop(answer.send(self.offer(goods)?)),
            What::Asked(Command::Clear(answer)) => drop(answer.send(self.clear()?)),
            What::Asked(Command::Read(answer)) => drop(answer.send(Ok(self.read()?))),
            What::Asked(Command::Keys(on, answer)) => drop(answer.send(Ok(self.set_keys(*on)))),
            What::Asked(Command::Restricted(is_restricted)) => {
                self.idle.after = self.options.idle_for(*is_restricted);
                self.look_whether_idle();
            }
            What::Asked(Command::End) => {
                let cleared = self.clear()?;
                self.set_keys(false);
                if let (Ok(()), Some(guard)) = (cleared, self.ends.guard.take()) {
                    guard.dismiss();
                }
                return Ok(Then::End);
            }
            What::Leave(why) => {
                if let Some(offer) = self.current.as_ref().map(|current| current.offer)
                    && self.clear()?.is_ok()
                {
                    self.tell(News::Cleared { offer, why: *why });
                }
            }
        }
        Ok(Then::GoOn)
    }

    /// Says that another program did not let go of the clipboard in time.
    fn give_up(&mut self, what: What) -> Then {
        let held = || holder().map_or(ClipboardError::Occupied, |by| ClipboardError::HeldBy { by });
        match what {
            What::Asked(Command::Offer(_, answer)) => drop(answer.send(Err(held()))),
            What::Asked(Command::Clear(answer)) => drop(answer.send(Err(held()))),
            What::Asked(Command::Read(answer)) => drop(answer.send(Err(held()))),
            What::Asked(Command::End) => return Then::End,
            // Nobody else would try again.
            What::Leave(why) => {
                self.tasks.push_back(Task::new(What::Leave(why)));
                self.window.set_timer(RETRY, LONGEST_PAUSE);
            }
            What::Asked(Command::Keys(..) | Command::Restricted(_)) => {}
        }
        Then::GoOn
    }

    fn open(&self) -> Result<clipboard_win::Clipboard, Busy> {
        clipboard_win::Clipboard::new_for(self.window.handle()).map_err(|_| Busy)
    }

    fn offer(&mut self, goods: &Goods) -> Result<Result<Offer, ClipboardError>, Busy> {
        let opened = self.open()?;
        self.notice_second_paste();
        let (text, file) = match goods {
            Goods::Text(text) => (for_box(text.expose(), "\r\n"), None),
            Goods::File(path) => {
                let path = whole(path);
                (path.clone().into(), Some(path))
            }
        };
        if let Err(error) = promise(file.is_some(), self.ends.number) {
            self.current = None;
            return Ok(Err(ClipboardError::Refused(error.into())));
        }
        drop(opened);
        self.window.stop_timer(TAKE_BACK);
        let offer = self.offers.next();
        self.current = Some(Current { offer, text, file, gesture: false, pasted: None });
        if self.options.gesture {
            // What was pressed until now was not for this offer.
            system::has_pasting_key_been_pressed();
        }
        self.look_whether_idle();
        Ok(Ok(offer))
    }

    fn clear(&mut self) -> Result<Result<(), ClipboardError>, Busy> {
        self.notice_second_paste();
        if self.is_ours() {
            let _opened = self.open()?;
            // Asked again, because another program may have copied something before we had the lock.
            if self.is_ours()
                && let Err(error) = raw::empty()
            {
                return Ok(Err(ClipboardError::Refused(error.into())));
            }
        }
        self.current = None;
        self.window.stop_timer(IDLE);
        self.window.stop_timer(TAKE_BACK);
        Ok(Ok(()))
    }

    /// What another program copied.
    fn read(&self) -> Result<Option<Text>, Busy> {
        if self.is_ours() {
            return Ok(None);
        }
        let _opened = self.open()?;
        let mut bytes = Zeroizing::new(Vec::new());
        // Fails where there is no text.
        let read = raw::get_string(&mut bytes).ok();
        Ok(read.and_then(|_| std::str::from_utf8(&bytes).ok()).map(Text::from))
    }

    fn is_ours(&self) -> bool {
        self.current.is_some() && raw::get_owner().is_some_and(|owner| owner.as_ptr() == self.window.handle())
    }

    /// Windows shows us the first read of an offer only. That it was pasted again is known by the key, if
    /// that was pressed so soon that it can be about nothing else.
    fn notice_second_paste(&mut self) {
        let Some(current) = &mut self.current else { return };
        let is_recent = current.pasted.take().is_some_and(|pasted| pasted.elapsed() < SLIP);
        if self.options.gesture && is_recent && system::has_paste_been_pressed() {
            let offer = current.offer;
            self.tell(News::Pasted(offer));
        }
    }

    /// Clears now if it can be, or as soon as it can be.
    fn leave(&mut self, why: Cleared) {
        if self.current.is_some() {
            self.tasks.push_front(Task::new(What::Leave(why)));
            self.work();
        }
    }

    fn look_whether_idle(&mut self) {
        if self.current.is_none() {
            return self.window.stop_timer(IDLE);
        }
        let now = Instant::now();
        if now >= self.idle.due() && self.idle.is_over(now, system::since_input()) {
            self.window.stop_timer(IDLE);
            return self.leave(Cleared::Idle);
        }
        self.window.set_timer(IDLE, self.idle.due().saturating_duration_since(now));
    }

    fn look_whose_it_is(&mut self) {
        if !self.is_ours()
            && let Some(replaced) = self.current.take()
        {
            self.window.stop_timer(IDLE);
            self.tell(News::Replaced(replaced.offer));
        }
    }

    /// Somebody reads: gives what was promised, or nothing.
    fn render(&mut self, format: usize) {
        let now = Instant::now();
        let Some(current) = &mut self.current else { return };
        let looks = self.options.gesture;
        current.gesture |= looks && system::has_pasting_key_been_pressed();
        let reader = system::opened_by().and_then(|window| window.process());
        let front = system::in_front().and_then(|window| window.process());
        let (name, front_name) = (reader.map(name), front.map(name));
        let asks = Reader {
            name: name.as_deref(),
            in_front: reader.is_some() && reader == front,
            front: front_name.as_deref(),
            gesture: looks.then_some(current.gesture),
        };
        let offer = current.offer;
        if !self.options.shield.lets(asks) {
            if self.refusals.note(offer, asks.name, now) {
                self.tell(News::Refused { offer, by: name });
            }
            return;
        }
        // The reader has the clipboard open, so it is not opened here.
        let given = match (u32::try_from(format), &current.file) {
            (Ok(CF_UNICODETEXT), _) => raw::set_string_with(&current.text, NoClear),
            (Ok(CF_HDROP), Some(file)) => raw::set_file_list_with(&[file], NoClear),
            _ => return,
        };
        // What could not be given is asked for again.
        if given.is_ok() {
            // That somebody is there keys and mouse say: a program that reads again and again is nobody.
            self.window.set_timer(TAKE_BACK, HANDED_OVER);
            if current.pasted.replace(now).is_none() {
                self.tell(News::Pasted(offer));
            }
        }
    }

    /// Makes a promise again of what was pasted.
    fn take_back(&mut self) {
        self.window.stop_timer(TAKE_BACK);
        if !self.is_ours() {
            return;
        }
        let Ok(_opened) = self.open() else {
            return self.window.set_timer(TAKE_BACK, LONGEST_PAUSE);
        };
        // Asked again, because another program may have copied something before we had the lock.
        if self.is_ours()
            && let Some(current) = &mut self.current
        {
            current.pasted = None;
            // If it fails, nothing is there any more, and the next offer says why.
            let _ = promise(current.file.is_some(), self.ends.number);
        }
    }

    fn set_keys(&mut self, on: bool) -> Keys {
        for number in 1..=self.keys.len() {
            self.window.give_back_keys(number.try_into().unwrap_or(i32::MAX));
        }
        self.keys.clear();
        if !on {
            return Keys::default();
        }
        let (window, taken) = (self.window, &mut self.keys);
        Keys::take(&self.options.keys, |key, chord| {
            let number = taken.len() + 1;
            let is_free = window.take_keys(number.try_into().unwrap_or(i32::MAX), chord);
            if is_free {
                taken.push(key);
            }
            is_free
        })
    }

    fn key(&mut self, number: usize) {
        let now = Instant::now();
        let key = number.checked_sub(1).and_then(|at| self.keys.get(at)).copied();
        if let Some(key) = key.filter(|key| self.floor.lets(*key, now)) {
            self.idle.touch(now);
            if key == Key::GoTo {
                // Now, because Windows lets only the program come to the front that was just given a key.
                system::go_to_console(&mut self.before);
            }
            self.tell(News::Key(key));
        }
    }

    /// Nobody has to listen.
    fn tell(&self, news: News) {
        let _ = self.ends.news.send(news);
    }
}

impl Task {
    fn new(what: What) -> Self {
        Self { what, since: Instant::now(), pause: FIRST_PAUSE, told: false }
    }
}

/// Puts promises on the clipboard, which is open, in place of what is there.
fn promise(is_file: bool, number: u64) -> Result<(), ErrorCode> {
    raw::empty()?;
    // The marks go first: should one of them fail, the text was never there without it.
    for name in KEEP_OUT {
        let format = raw::register_format(name).ok_or_else(ErrorCode::last_system)?;
        raw::set_without_clear(format.get(), &0_u32.to_ne_bytes())?;
    }
    let mark = raw::register_format(MARK).ok_or_else(ErrorCode::last_system)?;
    raw::set_without_clear(mark.get(), &number.to_le_bytes())?;
    system::promise(CF_UNICODETEXT);
    if is_file {
        system::promise(CF_HDROP);
    }
    Ok(())
}

/// The whole path of a file, as people and the windows of Windows write it.
fn whole(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let path = path.to_string_lossy();
    match path.strip_prefix(r"\\?\") {
        Some(share) if share.starts_with(r"UNC\") => format!(r"\{}", &share[3..]),
        Some(path) => path.to_owned(),
        None => path.into_owned(),
    }
}

/// Who has the clipboard open.
fn holder() -> Option<String> {
    system::opened_by().and_then(|window| window.process()).map(name)
}

fn name(process: u32) -> String {
    system::program(process).unwrap_or_else(|| format!("process {process}"))
}
