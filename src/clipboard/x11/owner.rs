//! The thread that owns the clipboard of a display and answers whoever asks for it.
//!
//! Each request is answered, with nothing if need be: a browser that waits for an answer hangs.

use super::{
    super::{
        Cleared, ClipboardError, Goods, Key, Keys, News, Offer, Options,
        attention::{Idle, Refusals},
        news::Offers,
        served::Command,
        shield::Reader,
        text::for_box,
    },
    Display,
    copied::Copied,
    grabs::Grabs,
    presses::Presses,
    reads::{Habit, Reads},
    terminal::Terminal,
    transfer::Transfers,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::{
    collections::VecDeque,
    io::{PipeReader, Read},
    iter,
    os::unix::ffi::OsStrExt,
    path::Path,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, TryRecvError},
    },
    time::{Duration, Instant},
};
use x11rb::{
    connection::Connection,
    errors::{ConnectionError, ReplyError},
    protocol::{
        Event,
        screensaver::{self, ConnectionExt as _},
        xproto::{
            Atom, AtomEnum, ConnectionExt as _, EventMask, Mapping, PropMode, SELECTION_NOTIFY_EVENT,
            SelectionNotifyEvent, SelectionRequestEvent, Timestamp, Window,
        },
    },
    wrapper::ConnectionExt as _,
};
use zeroize::Zeroizing;

/// For how long at most an offer waits until the one before is not read any more.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// For how long an offer that was replaced is still given to whoever pasted it. Later than this a browser that is busy
/// was not seen to read, and sooner nobody pastes by a menu that no press tells of.
const LATE: Duration = Duration::from_secs(2);

/// The owner of the clipboard; see the module.
pub(super) struct Owner {
    display: Display,
    options: Options,
    commands: Receiver<Command>,
    woken: PipeReader,
    news: Sender<News>,
    offers: Offers,
    current: Option<Current>,
    /// What was on offer before, the newest first, and until when.
    earlier: VecDeque<(Current, Instant)>,
    presses: Presses,
    /// How the program that is pasted into reads, and its name.
    habit: (Habit, String),
    transfers: Transfers,
    grabs: Grabs,
    keys_on: bool,
    refusals: Refusals,
    idle: Idle,
    /// A command that waits until a paste has been read to its end, and since when.
    held_back: Option<(Command, Instant)>,
    copied: Copied,
    terminal: Terminal,
    /// Events that came while another one was waited for.
    waiting: VecDeque<Event>,
}

/// What is on the clipboard.
struct Current {
    offer: Offer,
    text: Arc<Zeroizing<String>>,
    /// The file that the text is the path of, as browsers and file managers ask for it.
    file: Option<Arc<Zeroizing<String>>>,
    /// Since when it is ours, in the time of the display.
    since: Timestamp,
    reads: Reads,
    /// The window that the last paste was for.
    reader: Option<Window>,
}

/// Whether to go on.
enum Going {
    On,
    End,
}

impl Owner {
    pub(super) fn new(
        display: Display,
        options: &Options,
        commands: Receiver<Command>,
        woken: PipeReader,
        news: Sender<News>,
    ) -> Self {
        let mut presses = Presses::default();
        presses.learn(&display);
        Self {
            display,
            options: options.clone(),
            commands,
            woken,
            news,
            offers: Offers::default(),
            current: None,
            earlier: VecDeque::new(),
            presses,
            habit: (Habit::default(), String::new()),
            transfers: Transfers::default(),
            grabs: Grabs::default(),
            keys_on: false,
            refusals: Refusals::default(),
            idle: Idle::new(options.idle, Instant::now()),
            held_back: None,
            copied: Copied::default(),
            terminal: Terminal::of_this_program(),
            waiting: VecDeque::new(),
        }
    }

    /// Serves the clipboard until it is told to end, or the display goes. With the connection the display
    /// forgets what was offered, so a display that goes, or a program that is killed, leaves nothing behind.
    pub(super) fn serve(mut self) {
        while let Ok(Going::On) = self.turn() {}
    }

    /// Does all that is to be done now, and waits for more.
    fn turn(&mut self) -> Result<Going, ReplyError> {
        while let Some(event) = self.next_event()? {
            self.meet(&event)?;
        }
        let now = Instant::now();
        let mut due = match self.obey(now)? {
            Obeyed::End => return Ok(Going::End),
            // While a command waits for the display, the display may have told of more.
            Obeyed::Something => return Ok(Going::On),
            Obeyed::Nothing { due } => due,
        };
        let idle = self.clear_when_idle(now)?;
        let transfers = self.transfers.give_up(&self.display, now)?;
        due = [due, idle, transfers, self.copied.give_up(now)].into_iter().flatten().min();
        if let Some(event) = self.next_event()? {
            self.meet(&event)?;
            return Ok(Going::On);
        }
        self.display.x.flush()?;
        self.wait(due.map(|due| due.saturating_duration_since(now)))?;
        Ok(Going::On)
    }

    fn next_event(&mut self) -> Result<Option<Event>, ReplyError> {
        match self.waiting.pop_front() {
            Some(event) => Ok(Some(event)),
            None => Ok(self.display.x.poll_for_event()?),
        }
    }

    /// Waits for the display or for a command, or until something is due.
    fn wait(&mut self, longest: Option<Duration>) -> Result<(), ReplyError> {
        // A millisecond more, so that what is due is due then.
        let longest = longest.and_then(|longest| Timespec::try_from(longest + Duration::from_millis(1)).ok());
        let stream = self.display.x.stream();
        let mut ends = [PollFd::new(stream, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
        match poll(&mut ends, longest.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(ConnectionError::IoError(error.into()).into()),
        }
        if !ends[1].revents().is_empty() {
            self.woken.read(&mut [0; 64]).map_err(ConnectionError::IoError)?;
        }
        Ok(())
    }

    /// Does what is asked for next, unless a paste is being read.
    fn obey(&mut self, now: Instant) -> Result<Obeyed, ReplyError> {
        if self.held_back.is_none() {
            self.held_back = match self.commands.try_recv() {
                Ok(command) => Some((command, now)),
                Err(TryRecvError::Empty) => return Ok(Obeyed::Nothing { due: None }),
                // The program's end is gone.
                Err(TryRecvError::Disconnected) => Some((Command::End, now)),
            };
        }
        let quiet = self.current.as_ref().and_then(|current| current.reads.quiet_at(self.habit.0));
        let at = self.held_back.as_ref().and_then(|(_, since)| Some(quiet?.min(*since + LONGEST_WAIT)));
        if at.is_some_and(|at| now < at) && self.reader_is_there() {
            return Ok(Obeyed::Nothing { due: at });
        }
        let Some((command, _)) = self.held_back.take() else { return Ok(Obeyed::Nothing { due: None }) };
        self.idle.touch(now);
        // Who asked may have gone meanwhile.
        match command {
            Command::Offer(goods, answer) => drop(answer.send(self.offer(&goods)?)),
            Command::Clear(answer) => {
                self.clear()?;
                drop(answer.send(Ok(())));
            }
            Command::Keys(on, answer) => drop(answer.send(Ok(self.set_keys(on)))),
            Command::Restricted(is_restricted) => self.idle.after = self.options.idle_for(is_restricted),
            Command::Read(answer) => self.copied.ask(&self.display, answer, now)?,
            Command::End => {
                self.clear()?;
                self.grabs.let_go_of_all(&self.display);
                self.display.x.sync()?;
                return Ok(Obeyed::End);
            }
        }
        Ok(Obeyed::Something)
    }

    /// Whether whoever was given the offer last can read it again.
    fn reader_is_there(&self) -> bool {
        let reader = self.current.as_ref().and_then(|current| current.reader);
        reader.is_some_and(|reader| self.display.is_there(reader))
    }

    fn offer(&mut self, goods: &Goods) -> Result<Result<Offer, ClipboardError>, ReplyError> {
        let (text, file) = match goods {
            Goods::Text(text) => (for_box(text.expose(), "\n"), None),
            Goods::File(path) => (path.display().to_string().into(), Some(Arc::new(link(path)))),
        };
        self.display.tell_presses(true)?;
        let since = self.time()?;
        let (window, selection) = (self.display.window, self.display.atoms.CLIPBOARD);
        self.display.x.set_selection_owner(window, selection, since)?;
        let owner = self.display.x.get_selection_owner(selection)?.reply();
        if owner.is_ok_and(|reply| reply.owner != window) {
            return Ok(Err(ClipboardError::Occupied));
        }
        self.learn();
        let now = Instant::now();
        self.earlier.retain(|(_, until)| now < *until + LATE);
        if let Some(current) = self.current.take() {
            self.earlier.push_front((current, now));
        }
        let offer = self.offers.next();
        self.current =
            Some(Current { offer, text: Arc::new(text), file, since, reads: Reads::default(), reader: None });
        Ok(Ok(offer))
    }

    /// The time of the display: that of a change to our own window.
    fn time(&mut self) -> Result<Timestamp, ReplyError> {
        let (window, mark) = (self.display.window, self.display.atoms.STOPGAP_TIME);
        self.display.x.change_property8(PropMode::APPEND, window, mark, AtomEnum::STRING, &[])?;
        self.display.x.flush()?;
        loop {
            match self.display.x.wait_for_event()? {
                Event::PropertyNotify(event) if event.window == window && event.atom == mark => {
                    return Ok(event.time);
                }
                event => self.waiting.push_back(event),
            }
        }
    }

    /// The last offer is replaced, so what was read of it is all that its paste took.
    fn learn(&mut self) {
        if let Some(current) = &self.current {
            current.reads.end(Instant::now(), &mut self.habit.0);
        }
    }

    /// With the time since when it is ours, the display takes it away only if it still is.
    fn clear(&mut self) -> Result<(), ReplyError> {
        self.learn();
        self.earlier.clear();
        self.display.tell_presses(false)?;
        if let Some(current) = self.current.take() {
            let selection = self.display.atoms.CLIPBOARD;
            self.display.x.set_selection_owner(x11rb::NONE, selection, current.since)?;
            self.display.x.sync()?;
        }
        Ok(())
    }

    fn clear_by_itself(&mut self, why: Cleared) -> Result<(), ReplyError> {
        if let Some(offer) = self.current.as_ref().map(|current| current.offer) {
            self.clear()?;
            self.tell(News::Cleared { offer, why });
        }
        Ok(())
    }

    /// Clears if nothing was done for long enough, and says when to look again.
    fn clear_when_idle(&mut self, now: Instant) -> Result<Option<Instant>, ReplyError> {
        if self.current.is_none() {
            return Ok(None);
        }
        if now >= self.idle.due() {
            let since_input = self.since_input();
            if self.idle.is_over(now, since_input) {
                self.clear_by_itself(Cleared::Idle)?;
                return Ok(None);
            }
        }
        Ok(Some(self.idle.due()))
    }

    /// How long ago the person last pressed a key or moved the mouse.
    fn since_input(&self) -> Option<Duration> {
        let display = &self.display;
        let told =
            display.sees_absence.then(|| display.x.screensaver_query_info(display.root).ok()?.reply().ok());
        told.flatten().map(|told| Duration::from_millis(told.ms_since_user_input.into()))
    }

    fn set_keys(&mut self, on: bool) -> Keys {
        self.keys_on = on;
        if on {
            return self.grabs.take(&self.display, &self.options.keys);
        }
        self.grabs.let_go_of_all(&self.display);
        Keys::default()
    }

    fn meet(&mut self, event: &Event) -> Result<(), ReplyError> {
        let now = Instant::now();
        match event {
            Event::SelectionRequest(request) => self.answer(request, now)?,
            Event::SelectionClear(lost) if lost.selection == self.display.atoms.CLIPBOARD => {
                // One that came before the last offer is about an older one.
                let replaced = self.current.take_if(|current| !is_before(lost.time, current.since));
                if let Some(replaced) = replaced {
                    self.earlier.clear();
                    self.tell(News::Replaced(replaced.offer));
                }
            }
            Event::SelectionNotify(given) if given.requestor == self.display.window => {
                self.copied.take(&self.display, given)?;
            }

            Event::PropertyNotify(taken) => {
                let goes_on = self.transfers.go_on(&self.display, taken, now)?;
                if let (true, Some(current)) = (goes_on, &mut self.current) {
                    current.reads.go_on(now);
                }
            }
            Event::DestroyNotify(gone) => self.transfers.forget(gone.window),
            Event::KeyPress(press) => {
                if let Some(key) = self.grabs.pressed(press) {
                    self.idle.touch(now);
                    if key == Key::GoTo {
                        self.terminal.go_to(&self.display)?;
                    }
                    self.tell(News::Key(key));
                }
            }
            Event::KeyRelease(release) => self.grabs.released(release),
            // Another keyboard: its keys have other numbers.
            Event::MappingNotify(change) if change.request != Mapping::POINTER => {
                self.presses.learn(&self.display);
                if self.keys_on {
                    self.grabs.take(&self.display, &self.options.keys);
                }
            }
            Event::ScreensaverNotify(change) if change.state == screensaver::State::ON => {
                self.clear_by_itself(Cleared::Locked)?;
            }
            event => self.presses.note(event),
        }
        Ok(())
    }

    fn answer(&mut self, request: &SelectionRequestEvent, now: Instant) -> Result<(), ReplyError> {
        // Old programs name no place.
        let property = if request.property == x11rb::NONE { request.target } else { request.property };
        let is_given = self.give(request, property, now)?;
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: if is_given { property } else { x11rb::NONE },
        };
        self.display.x.send_event(false, request.requestor, EventMask::NO_EVENT, answer)?;
        Ok(self.display.x.flush()?)
    }

    /// Puts what is asked for where the reader wants it, and says whether it did.
    fn give(
        &mut self,
        request: &SelectionRequestEvent,
        property: Atom,
        now: Instant,
    ) -> Result<bool, ReplyError> {
        // A browser that has much to do reads for the press before this offer.
        let late = self.late(now);
        let (x, atoms) = (&self.display.x, &self.display.atoms);
        let (reader, target, replace) = (request.requestor, request.target, PropMode::REPLACE);
        let meant = late.and_then(|at| self.earlier.get_mut(at)).map(|(offer, _)| offer);
        let Some(current) = meant.or(self.current.as_mut()) else { return Ok(false) };
        // Who pressed the keys before this was offered meant what was there before.
        let is_late = request.time != x11rb::CURRENT_TIME && is_before(request.time, current.since);
        if request.selection != atoms.CLIPBOARD || is_late {
            return Ok(false);
        }
        let texts = self.display.texts();
        // A paste goes on while its reader still asks for anything.
        if current.reader.is_some_and(|last| self.display.client(last) == self.display.client(reader)) {
            current.reads.go_on(now);
        }
        if target == atoms.TARGETS {
            let mut targets = vec![atoms.TARGETS, atoms.TIMESTAMP, atoms.HINT];
            targets.extend(texts);
            targets.extend(current.file.as_ref().map(|_| atoms.URI_LIST));
            x.change_property32(replace, reader, property, AtomEnum::ATOM, &targets)?;
            return Ok(true);
        }
        if target == atoms.TIMESTAMP {
            x.change_property32(replace, reader, property, AtomEnum::INTEGER, &[current.since])?;
            return Ok(true);
        }
        if target == atoms.HINT {
            x.change_property8(replace, reader, property, target, b"secret")?;
            return Ok(true);
        }
        // STRING is not among them: it has no more letters than Latin-1, and a name would arrive spoilt.
        let text = match &current.file {
            Some(file) if target == atoms.URI_LIST => file,
            _ if texts.contains(&target) => &current.text,
            _ => return Ok(false),
        };
        let seen = self.display.seen(reader);
        let asks = Reader {
            name: Some(&seen.name),
            in_front: seen.in_front,
            front: seen.front.as_deref(),
            gesture: None,
        };
        let offer = current.offer;
        if !self.options.shield.lets(asks) {
            if self.refusals.note(offer, Some(&seen.name), now) {
                self.tell(News::Refused { offer, by: Some(seen.name) });
            }
            return Ok(false);
        }
        self.transfers.give(&self.display, (reader, property, target), text, now)?;
        // That somebody is there keys and mouse say: a program that reads again and again is nobody.
        current.reader = Some(reader);
        if self.habit.1 != seen.name {
            self.habit = (Habit::default(), seen.name);
        }
        if late.is_some() && current.reads.is_read() {
            // It reads more than once, if late.
            self.habit.0 = Habit::default();
        } else if current.reads.note(now, &mut self.habit.0) {
            self.tell(News::Pasted(offer));
        }
        Ok(true)
    }

    /// Which of the earlier offers the person meant who pressed last. None: what is on offer now.
    fn late(&self, now: Instant) -> Option<usize> {
        let current = self.current.as_ref()?.since;
        let earlier = self.earlier.iter().take_while(|(_, until)| now < *until + LATE);
        let all = iter::once(current).chain(earlier.map(|(offer, _)| offer.since));
        self.presses.meant(all)?.checked_sub(1)
    }

    /// Nobody has to listen.
    fn tell(&self, news: News) {
        let _ = self.news.send(news);
    }
}

/// What became of the queue of commands.
enum Obeyed {
    Something,
    /// Nothing is to be done before this.
    Nothing {
        due: Option<Instant>,
    },
    End,
}

/// Times of the display begin anew after 49 days.
pub(super) fn is_before(time: Timestamp, other: Timestamp) -> bool {
    time != other && time.wrapping_sub(other) > Timestamp::MAX / 2
}

/// A file as a line of `text/uri-list`.
fn link(path: &Path) -> Zeroizing<String> {
    use std::fmt::Write;
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut link = Zeroizing::new("file://".to_owned());
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                link.push(char::from(*byte));
            }
            // Writing into a text does not fail.
            byte => drop(write!(link, "%{byte:02X}")),
        }
    }
    link.push_str("\r\n");
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_as_a_link() {
        let named = |path| link(Path::new(path)).to_string();
        assert_eq!(named("/home/jane/Zoë 50%.pdf"), "file:///home/jane/Zo%C3%AB%2050%25.pdf\r\n");
    }

    #[test]
    fn times_of_the_display_begin_anew() {
        assert!(is_before(1, 2) && !is_before(2, 1) && !is_before(2, 2));
        assert!(is_before(Timestamp::MAX, 5) && !is_before(5, Timestamp::MAX));
    }
}
