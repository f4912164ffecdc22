//! What is asked of Windows itself, made safe: the only place of the program with `unsafe`.
//!
//! `docs/security.md` says what those of these calls are for that look odd.
#![expect(unsafe_code, reason = "Windows is asked in C: each call says why it is sound")]

use super::super::keys::{Chord, NamedKey};
use std::{
    mem,
    ptr::{null, null_mut},
    sync::atomic::{AtomicIsize, Ordering},
    thread,
    time::Duration,
};
use windows_sys::Win32::{
    Foundation::{CloseHandle, HWND, LPARAM, LRESULT, WPARAM},
    System::{
        Console::{GetConsoleWindow, SetConsoleCtrlHandler},
        DataExchange::{AddClipboardFormatListener, GetOpenClipboardWindow, SetClipboardData},
        LibraryLoader::GetModuleHandleW,
        Registry::{HKEY, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, RRF_RT_REG_DWORD, RegGetValueW},
        RemoteDesktop::{
            NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification, WTSUnRegisterSessionNotification,
        },
        SystemInformation::GetTickCount,
        Threading::{OpenProcess, PROCESS_QUERY_LIMITED_INFORMATION, QueryFullProcessImageNameW},
    },
    UI::{
        Input::KeyboardAndMouse::{
            GetAsyncKeyState, GetLastInputInfo, LASTINPUTINFO, MOD_ALT, MOD_CONTROL, MOD_NOREPEAT, MOD_SHIFT,
            RegisterHotKey, UnregisterHotKey, VIRTUAL_KEY, VK_APPS, VK_DOWN, VK_END, VK_F1, VK_HOME,
            VK_INSERT, VK_LBUTTON, VK_LEFT, VK_MBUTTON, VK_NEXT, VK_PRIOR, VK_RBUTTON, VK_RETURN, VK_RIGHT,
            VK_UP, VK_V,
        },
        WindowsAndMessaging::{
            CreateWindowExW, DefWindowProcW, DestroyWindow, DispatchMessageW, GA_ROOTOWNER, GetAncestor,
            GetForegroundWindow, GetMessageW, GetSystemMetrics, GetWindowThreadProcessId, IsIconic,
            KillTimer, MSG, PostMessageW, PostQuitMessage, RegisterClassW, SM_REMOTESESSION,
            SMTO_ABORTIFHUNG, SW_RESTORE, SendMessageTimeoutW, SetForegroundWindow, SetTimer, ShowWindow,
            WM_APP, WNDCLASSW, WS_EX_NOACTIVATE, WS_EX_TOOLWINDOW,
        },
    },
};

/// Sent to our window by ourselves: there is something in the queue.
pub(super) const WAKE: u32 = WM_APP + 1;
/// Sent to our window by ourselves: the program is about to be ended from outside. The answer is 1 once
/// nothing of ours is on the clipboard.
pub(super) const ENDING: u32 = WM_APP + 2;

/// A window of ours that nobody sees. It lies on the desktop like others, because windows that exist for
/// messages only are not told of the end of a session.
#[derive(Clone, Copy)]
pub(super) struct Window(HWND);

/// A window of whoever it may be.
pub(super) struct Other(HWND);

/// Wakes the thread of our window.
pub(in crate::clipboard) struct Waker(isize);

impl Window {
    /// Makes the window on this thread. None: there is no desktop.
    pub(super) fn create() -> Option<Self> {
        let class = wide("StopgapClipboard");
        // SAFETY: null asks for the program itself, which stays loaded.
        let instance = unsafe { GetModuleHandleW(null()) };
        let described = WNDCLASSW {
            lpfnWndProc: Some(procedure),
            hInstance: instance,
            lpszClassName: class.as_ptr(),
            // SAFETY: numbers and pointers that may all be null.
            ..unsafe { mem::zeroed() }
        };
        // SAFETY: the description and the name in it live until the call returns. A class that is there
        // already is this one, made by an earlier clipboard of the program.
        unsafe { RegisterClassW(&raw const described) };
        let (parent, menu) = (null_mut(), null_mut());
        let style = WS_EX_TOOLWINDOW | WS_EX_NOACTIVATE;
        // SAFETY: both texts end with 0 and live until the call returns; the other pointers may be null.
        let window = unsafe {
            CreateWindowExW(
                style,
                class.as_ptr(),
                class.as_ptr(),
                0,
                0,
                0,
                0,
                0,
                parent,
                menu,
                instance,
                null(),
            )
        };
        (!window.is_null()).then_some(Self(window))
    }

    pub(super) fn waker(self) -> Waker {
        Waker(self.0 as isize)
    }

    /// For clipboard-win, which takes windows so.
    pub(super) fn handle(self) -> *mut std::ffi::c_void {
        self.0
    }

    /// Hears of every change of the clipboard.
    pub(super) fn listen(self) {
        // SAFETY: the window is ours and of this thread. Windows forgets it with the window.
        unsafe { AddClipboardFormatListener(self.0) };
    }

    /// Hears of the session being locked or disconnected, and says whether it will.
    pub(super) fn hear_of_session(self) -> bool {
        // SAFETY: the window is ours; it is told to Windows again before it goes.
        unsafe { WTSRegisterSessionNotification(self.0, NOTIFY_FOR_THIS_SESSION) != 0 }
    }

    /// Has the window told after so long, once; an earlier wish under the same number is forgotten.
    pub(super) fn set_timer(self, number: usize, after: Duration) {
        let after = u32::try_from(after.as_millis()).unwrap_or(u32::MAX);
        // SAFETY: the window is ours, and is told by a message, not by a function.
        unsafe { SetTimer(self.0, number, after, None) };
    }

    pub(super) fn stop_timer(self, number: usize) {
        // SAFETY: the window is ours; a timer that there is not is none to stop.
        unsafe { KillTimer(self.0, number) };
    }

    /// Takes keys from all windows, if no other program has them.
    pub(super) fn take_keys(self, number: i32, chord: Chord) -> bool {
        let held = [(chord.ctrl, MOD_CONTROL), (chord.alt, MOD_ALT), (chord.shift, MOD_SHIFT)];
        let held = held.iter().filter(|(held, _)| *held).fold(MOD_NOREPEAT, |all, (_, key)| all | key);
        // SAFETY: the window is ours and of this thread.
        unsafe { RegisterHotKey(self.0, number, held, code(chord.key).into()) != 0 }
    }

    pub(super) fn give_back_keys(self, number: i32) {
        // SAFETY: the window is ours and of this thread.
        unsafe { UnregisterHotKey(self.0, number) };
    }

    /// Closes the window, and with it ends [`pump`].
    pub(super) fn close(self) {
        // SAFETY: the window is ours and of this thread; nothing of ours uses it after that.
        unsafe {
            WTSUnRegisterSessionNotification(self.0);
            DestroyWindow(self.0);
            PostQuitMessage(0);
        }
    }
}

impl Waker {
    pub(super) fn wake(&self) {
        // SAFETY: a window that is gone gets no message, and that is all that happens.
        unsafe { PostMessageW(self.0 as HWND, WAKE, 0, 0) };
    }
}

/// Serves our windows on this thread, until one is closed.
pub(super) fn pump() {
    // SAFETY: Windows fills the message in before it is looked at; numbers and null are valid until then.
    unsafe {
        let mut message: MSG = mem::zeroed();
        while GetMessageW(&raw mut message, null_mut(), 0, 0) > 0 {
            DispatchMessageW(&raw const message);
        }
    }
}

/// Called by Windows for each message to our window, on the thread that made it.
unsafe extern "system" fn procedure(window: HWND, kind: u32, word: WPARAM, long: LPARAM) -> LRESULT {
    super::desk::meet(kind, word)
        // SAFETY: the message goes on as it came.
        .unwrap_or_else(|| unsafe { DefWindowProcW(window, kind, word, long) })
}

/// Promises a format, to be rendered when somebody asks for it. The clipboard is open, and ours.
pub(super) fn promise(format: u32) {
    // SAFETY: null stands for the promise. What Windows then asks for, our window answers.
    unsafe { SetClipboardData(format, null_mut()) };
}

/// The window of whoever has the clipboard open. Programs may open it without one.
pub(super) fn opened_by() -> Option<Other> {
    // SAFETY: takes nothing.
    Other::new(unsafe { GetOpenClipboardWindow() })
}

/// The window in front.
pub(super) fn in_front() -> Option<Other> {
    // SAFETY: takes nothing.
    Other::new(unsafe { GetForegroundWindow() })
}

impl Other {
    fn new(window: HWND) -> Option<Self> {
        (!window.is_null()).then_some(Self(window))
    }

    /// The number of the process that it belongs to.
    pub(super) fn process(&self) -> Option<u32> {
        let mut process = 0;
        // SAFETY: the number is written to before the call returns; a window that is gone gives none.
        unsafe { GetWindowThreadProcessId(self.0, &raw mut process) };
        (process != 0).then_some(process)
    }
}

/// Brings the window of our console to the front, or, where it is there, the one that was before. In Windows' newer
/// terminal the console's own window is not seen, and belongs to the one that is.
pub(super) fn go_to_console(before: &mut Option<Other>) {
    // SAFETY: takes a window or null, and gives one or null.
    let console = unsafe { GetAncestor(GetConsoleWindow(), GA_ROOTOWNER) };
    let Some(console) = Other::new(console) else { return };
    let front = in_front();
    let to = if front.as_ref().is_some_and(|front| front.0 == console.0) {
        before.take()
    } else {
        *before = front;
        Some(console)
    };
    if let Some(Other(window)) = to {
        // SAFETY: a window that is gone does not come.
        unsafe {
            if IsIconic(window) != 0 {
                ShowWindow(window, SW_RESTORE);
            }
            SetForegroundWindow(window);
        }
    }
}

/// The file that a process runs, without its folders: "msedge.exe". Nothing else is asked of it.
pub(super) fn program(process: u32) -> Option<String> {
    let mut path = [0_u16; 1024];
    let mut length = 1024;
    // SAFETY: the process is closed again here, and the path is written into room that is as long as is said.
    let is_named = unsafe {
        let opened = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, process);
        if opened.is_null() {
            return None;
        }
        let is_named = QueryFullProcessImageNameW(opened, 0, path.as_mut_ptr(), &raw mut length) != 0;
        CloseHandle(opened);
        is_named
    };
    let path = String::from_utf16_lossy(path.get(..usize::try_from(length).ok()?)?);
    is_named.then(|| path.rsplit('\\').next().unwrap_or(&path).to_owned())
}

/// Whether a key or button that pastes is down, or was pressed since this was asked last.
///
/// It is asked when something is offered and when it is read, and at no other time; which key it was is
/// not kept. The mouse counts because menus paste, too.
pub(super) fn has_pasting_key_been_pressed() -> bool {
    let keys = [VK_V, VK_INSERT, VK_APPS, VK_LBUTTON, VK_RBUTTON, VK_MBUTTON];
    // All are asked, so that all are asked anew the next time.
    keys.map(has_been_pressed).contains(&true)
}

/// The same of the keyboard's own paste, Ctrl+V or Shift+Insert.
pub(super) fn has_paste_been_pressed() -> bool {
    has_been_pressed(VK_V) | has_been_pressed(VK_INSERT)
}

fn has_been_pressed(key: VIRTUAL_KEY) -> bool {
    // SAFETY: takes a number. The upper bit says "down now", the lower one "pressed since it was asked last".
    unsafe { GetAsyncKeyState(key.into()) != 0 }
}

/// How long ago the person last used the keyboard or the mouse in this session.
pub(super) fn since_input() -> Option<Duration> {
    let mut last = LASTINPUTINFO { cbSize: size_of::<LASTINPUTINFO>().try_into().ok()?, dwTime: 0 };
    // SAFETY: it is written to before the call returns, and says how long it is.
    let (is_told, now) = unsafe { (GetLastInputInfo(&raw mut last) != 0, GetTickCount()) };
    is_told.then(|| Duration::from_millis(now.wrapping_sub(last.dwTime).into()))
}

/// The window to tell when the console is closed or Ctrl+C is pressed; 0: none.
static TO_TELL: AtomicIsize = AtomicIsize::new(0);

/// Has a window of ours told with [`ENDING`] before the program is ended from outside.
pub(super) fn hear_of_ending(window: Option<Window>) {
    TO_TELL.store(window.map_or(0, |window| window.0 as isize), Ordering::SeqCst);
    // SAFETY: the function stays for as long as the program. Given twice it is called twice, and the second
    // time there is nothing more to clear.
    unsafe { SetConsoleCtrlHandler(Some(ending), i32::from(window.is_some())) };
}

/// Called by Windows on a thread of its own. What it gives lets Windows end the program as it would have.
unsafe extern "system" fn ending(_: u32) -> i32 {
    for _ in 0..20 {
        let window = TO_TELL.load(Ordering::SeqCst) as HWND;
        let mut is_cleared = 0;
        // SAFETY: a window that is gone is told nothing, and the answer is written before the call returns.
        let is_told = unsafe {
            SendMessageTimeoutW(window, ENDING, 0, 0, SMTO_ABORTIFHUNG, 1000, &raw mut is_cleared) != 0
        };
        if window.is_null() || !is_told || is_cleared != 0 {
            break;
        }
        // Another program has the clipboard open. This thread is nobody else's: it may wait.
        thread::sleep(Duration::from_millis(50));
    }
    0
}

/// A setting that the organisation has made for everybody.
pub(super) fn policy(name: &str) -> Option<u32> {
    number(HKEY_LOCAL_MACHINE, r"SOFTWARE\Policies\Microsoft\Windows\System", name)
}

/// What the person has chosen in the settings of Windows.
pub(super) fn own_choice(name: &str) -> Option<u32> {
    number(HKEY_CURRENT_USER, r"Software\Microsoft\Clipboard", name)
}

fn number(root: HKEY, key: &str, name: &str) -> Option<u32> {
    let (key, name, mut value) = (wide(key), wide(name), 0_u32);
    let mut length = u32::try_from(size_of_val(&value)).ok()?;
    let (into, kind) = (&raw mut value, null_mut());
    // SAFETY: both texts end with 0, and a number of no more than the length that is said is written before
    // the call returns.
    let error = unsafe {
        RegGetValueW(root, key.as_ptr(), name.as_ptr(), RRF_RT_REG_DWORD, kind, into.cast(), &raw mut length)
    };
    (error == 0).then_some(value)
}

/// Whether the session is shown on another computer.
pub(super) fn is_remote() -> bool {
    // SAFETY: takes a number.
    unsafe { GetSystemMetrics(SM_REMOTESESSION) != 0 }
}

fn code(key: NamedKey) -> VIRTUAL_KEY {
    match key {
        NamedKey::PageDown => VK_NEXT,
        NamedKey::PageUp => VK_PRIOR,
        NamedKey::Enter => VK_RETURN,
        NamedKey::Up => VK_UP,
        NamedKey::Down => VK_DOWN,
        NamedKey::Left => VK_LEFT,
        NamedKey::Right => VK_RIGHT,
        NamedKey::Home => VK_HOME,
        NamedKey::End => VK_END,
        NamedKey::Insert => VK_INSERT,
        NamedKey::Function(number) => VK_F1 - 1 + VIRTUAL_KEY::from(number),
    }
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
