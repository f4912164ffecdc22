/* Another program on a Windows desktop, for the checks of the clipboard.

   monitor greedy | polite   prints each text that it gets: at every change five times within 50 ms, or only once and of
                             what is not marked
   read                      reads the text once, as a program with a window of its own
   formats                   prints each format that there is, with its first four bytes where it is no text or file
   hold MS                   keeps the clipboard open for so long
   copy TEXT                 copies a text
   content                   prints what stands in Notepad
   keys                      takes Ctrl+Alt+PgDn from everybody
   stay                      does nothing
   lock | disconnect | end   tells stopgap's window what Windows would tell it

   monitor, keys and stay go on until standard input ends. */
#define UNICODE
#include <windows.h>
#include <wtsapi32.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>

static HWND window;
static int polite, again;

static void say(const char *format, const char *text)
{
    printf(format, text);
    fflush(stdout);
}

static int open_clipboard(void)
{
    for (int tries = 0; tries < 400; tries++) {
        if (OpenClipboard(window)) return 1;
        Sleep(5);
    }
    return 0;
}

/* Prints the text, if there is one and it is given. */
static void read_text(const char *format, const char *otherwise)
{
    char text[65536];
    HANDLE given = NULL;
    if (open_clipboard()) {
        given = GetClipboardData(CF_UNICODETEXT);
        if (given) {
            WideCharToMultiByte(CP_UTF8, 0, GlobalLock(given), -1, text, sizeof text, NULL, NULL);
            GlobalUnlock(given);
        }
        CloseClipboard();
    }
    if (given) say(format, text);
    else if (otherwise) say("%s\n", otherwise);
}

static void look(void)
{
    UINT keep_out = RegisterClipboardFormatW(L"ExcludeClipboardContentFromMonitorProcessing");
    if (polite && IsClipboardFormatAvailable(keep_out)) return;
    if (IsClipboardFormatAvailable(CF_UNICODETEXT)) read_text("got %s\n", NULL);
}

static LRESULT CALLBACK procedure(HWND of, UINT message, WPARAM word, LPARAM extra)
{
    if (message == WM_CLIPBOARDUPDATE || message == WM_TIMER) {
        if (message == WM_CLIPBOARDUPDATE) again = polite ? 0 : 4;
        else if (--again <= 0) KillTimer(of, 1);
        look();
        if (message == WM_CLIPBOARDUPDATE && again) SetTimer(of, 1, 10, NULL);
        return 0;
    }
    return DefWindowProcW(of, message, word, extra);
}

static DWORD WINAPI until_input_ends(void *nothing)
{
    while (getchar() != EOF) {}
    ExitProcess(0);
}

static void go_on(void)
{
    MSG message;
    CreateThread(NULL, 0, until_input_ends, NULL, 0, NULL);
    while (GetMessageW(&message, NULL, 0, 0) > 0) DispatchMessageW(&message);
}

static void print_formats(void)
{
    UINT format = 0;
    if (!open_clipboard()) return;
    while ((format = EnumClipboardFormats(format))) {
        char name[256] = "";
        if (format < 0xC000) {
            /* Windows' own have no names; some are made from others, and would be asked for from those. */
            sprintf(name, "#%u", format);
        } else {
            DWORD *given = NULL;
            HANDLE handle;
            GetClipboardFormatNameA(format, name, sizeof name - 16);
            handle = GetClipboardData(format);
            if (handle && GlobalSize(handle) >= 4 && (given = GlobalLock(handle))) {
                sprintf(name + strlen(name), " %08lx", *given);
                GlobalUnlock(handle);
            }
        }
        say("%s\n", name);
    }
    CloseClipboard();
    say("%s\n", "end");
}

static void copy(const char *text)
{
    wchar_t wide[1024];
    int length = MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, 1024);
    HANDLE handle = GlobalAlloc(GMEM_MOVEABLE, length * sizeof *wide);
    memcpy(GlobalLock(handle), wide, length * sizeof *wide);
    GlobalUnlock(handle);
    if (!open_clipboard()) return;
    EmptyClipboard();
    SetClipboardData(CF_UNICODETEXT, handle);
    CloseClipboard();
    say("%s\n", "copied");
}

static void print_content(void)
{
    wchar_t wide[4096] = L"";
    char text[8192];
    HWND edit = FindWindowExW(FindWindowW(L"Notepad", NULL), NULL, L"Edit", NULL);
    if (edit) SendMessageW(edit, WM_GETTEXT, 4096, (LPARAM)wide);
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, sizeof text, NULL, NULL);
    say(edit ? "%s\n" : "there is no Notepad\n", text);
    say("%s\n", "end");
}

static void send_to_stopgap(UINT message, WPARAM word)
{
    HWND stopgap = FindWindowW(L"StopgapClipboard", NULL);
    SendMessageW(stopgap, message, word, 0);
    say("%s\n", stopgap ? "sent" : "there is no stopgap");
}

int main(int count, char **words)
{
    const char *what = count > 1 ? words[1] : "";
    const char *with = count > 2 ? words[2] : "";
    WNDCLASSW class = { .lpfnWndProc = procedure, .hInstance = GetModuleHandleW(NULL), .lpszClassName = L"Another" };
    /* Line breaks go out as they are. */
    _setmode(_fileno(stdout), _O_BINARY);
    RegisterClassW(&class);
    window = CreateWindowExW(0, L"Another", L"Another", 0, 0, 0, 0, 0, NULL, NULL, class.hInstance, NULL);
    if (!strcmp(what, "monitor")) {
        polite = !strcmp(with, "polite");
        AddClipboardFormatListener(window);
        say("%s\n", "watching");
        look();
        go_on();
    } else if (!strcmp(what, "read")) {
        read_text("text %s\n", "nothing");
    } else if (!strcmp(what, "formats")) {
        print_formats();
    } else if (!strcmp(what, "hold")) {
        if (open_clipboard()) {
            say("%s\n", "held");
            Sleep(atoi(with));
            CloseClipboard();
        }
    } else if (!strcmp(what, "copy")) {
        copy(with);
    } else if (!strcmp(what, "content")) {
        print_content();
    } else if (!strcmp(what, "keys")) {
        say("%s\n", RegisterHotKey(window, 1, MOD_CONTROL | MOD_ALT, VK_NEXT) ? "taken" : "not to be had");
        go_on();
    } else if (!strcmp(what, "stay")) {
        say("%s\n", "there");
        go_on();
    } else if (!strcmp(what, "lock")) {
        send_to_stopgap(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK);
    } else if (!strcmp(what, "disconnect")) {
        send_to_stopgap(WM_WTSSESSION_CHANGE, WTS_REMOTE_DISCONNECT);
    } else if (!strcmp(what, "end")) {
        send_to_stopgap(WM_ENDSESSION, TRUE);
    } else {
        say("%s\n", "unknown");
        return 2;
    }
    return 0;
}
