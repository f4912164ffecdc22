#!/usr/bin/python3
"""Proves what `stopgap clipboard-check` finds out about a desk, and that `stopgap enter` goes by it.

usage: clipboard_check.py native                          (on a display with openbox and Chromium)
       clipboard_check.py wine WINE STOPGAP.exe DESK.exe  (what Windows has of its own, and the built desk.c)

Natively a person at a terminal is asked for a paste, which real keys make in a real browser: on a quiet desk, beside a
monitor that looks at the marks, beside one that reads at once, and where there is no display.
"""
import json
import os
import pty
import re
import subprocess
import sys
import tempfile
import time

import desk
import stopgap
from tally import Tally

tally = Tally()
SHIELDED = """\
good  histories and clouds: answers are marked so that clipboard managers leave them alone
good  global keys: Ctrl+Alt+PgDn next; Ctrl+Alt+PgUp back; Ctrl+Alt+Enter to stopgap and back
good  leaving the desk: the clipboard is cleared when the screen is locked, when nobody was there for a while, and if stopgap is killed
"""
CLEAN = """\
good  other programs: nothing read the word in five seconds
good  pasting: the word arrived, and the paste was seen
""" + SHIELDED + """
At this desk stopgap goes on by itself after each paste.
That is kept in STATE/desk.json.
"""
GREEDY = """\
LOOK  other programs: monitor.py read the word by itself, and got nothing. Close it while you enter forms, or have your IT service take it off this desk
LOOK  pasting: the word arrived, and the paste was seen, but monitor.py asked for it as well and got nothing
""" + SHIELDED + """
At this desk you paste, and then press the key for the next answer. Why is said above, where no “good” stands.
That is kept in STATE/desk.json.
"""
NO_DISPLAY = "stopgap: there is no clipboard, because no desktop answers; use --print and type the answers\n"
BY_PASTE = "you paste it, and the next one comes"


def main():
    with tempfile.TemporaryDirectory() as folder:
        windows(*sys.argv[2:], folder) if sys.argv[1] == "wine" else native(folder)
    tally.close()


def native(folder):
    os.environ.update(HOME=folder, XDG_STATE_HOME=f"{folder}/state")
    form = os.path.join(folder, "note.docx")
    stopgap.stopgap("new", "case-note", "--to", form, "--set", "pin=111", "--set", "title=Home visit")
    keyboard, browser = desk.Keyboard(), desk.Browser()
    monitors = {name: [f"{desk.HERE}/monitor.py", name] for name in ("polite", "greedy")}
    try:
        tally.note(BY_PASTE not in begin(form), "a desk that was not tried goes by paste")
        tally.same(check(keyboard, browser, folder), words(CLEAN), "a quiet desk")
        tally.note(BY_PASTE in begin(form), "a desk that has passed does not go by paste")
        for name, expected in (("polite", CLEAN), ("greedy", GREEDY)):
            with desk.monitors({name: monitors[name]}) as told:
                tally.same(check(keyboard, browser, folder), words(expected), f"beside a {name} monitor")
            tally.same(told[name], ["watching"], f"what the {name} monitor got")
        tally.note(BY_PASTE not in begin(form), "a desk where something reads goes by paste")
    finally:
        browser.close()
    no_display = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    ran = subprocess.run([stopgap.PROGRAM, "clipboard-check"], env=no_display, capture_output=True, text=True, timeout=60)
    tally.same((ran.returncode, ran.stdout, ran.stderr), (3, "", NO_DISPLAY), "without a display")


def check(keyboard, browser, folder):
    """What is said at the end to a person who pastes once into the browser."""
    with Terminal("clipboard-check") as terminal:
        terminal.hear("if you did not paste.")
        browser.begin(keyboard)
        keyboard.press("ctrl+v")
        end_of_patience = time.monotonic() + 5
        while not browser.boxes()[0] and time.monotonic() < end_of_patience:
            time.sleep(0.05)
        tally.same(browser.boxes()[0], "stopgap is here", "what stands in the box")
        shown = terminal.type("y\n")
    with open(f"{folder}/state/stopgap/desk.json", encoding="utf-8") as file:
        [kept] = json.load(file).values()
    tally.same(kept["by_paste"], "goes on by itself" in words(shown), "what is kept")
    return words(shown.split("> ")[-1].removeprefix("y\n")).replace(f"{folder}/state/stopgap", "STATE")


def words(text):
    """A text without the ends of its lines: where they are is the terminal's doing."""
    return " ".join(text.split())


def begin(form):
    """What `stopgap enter` says before its first question."""
    with Terminal("enter", form) as terminal:
        terminal.hear("live")
        return words(terminal.type("q\n"))


class Terminal:
    """The program at a terminal of its own."""

    def __init__(self, *arguments):
        self.shown = ""
        self.child, self.end = pty.fork()
        if self.child == 0:
            os.execv(stopgap.PROGRAM, [stopgap.PROGRAM, *arguments])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.waitpid(self.child, 0)
        os.close(self.end)

    def hear(self, wanted):
        """Waits until this was shown."""
        while wanted not in words(self.shown) and self.read():
            pass

    def type(self, keys):
        """Types, and gives all that was shown when the program has ended."""
        os.write(self.end, keys.encode())
        while self.read():
            pass
        return self.shown

    def read(self):
        try:
            piece = os.read(self.end, 65536)
        except OSError:         # the program has ended
            return False
        self.shown += re.sub(r"\x1b\[[0-9;]*m", "", piece.decode()).replace("\r", "")
        return bool(piece)


def windows(wine, program, other, folder):
    """Policies, the name of the session and the marks are what Windows says of them."""
    marks = ("ExcludeClipboardContentFromMonitorProcessing, CanIncludeInClipboardHistory, "
             "CanUploadToCloudClipboard, Clipboard Viewer Ignore")
    histories = "Windows' history of what was copied is {}, its clipboard shared between computers is {}"
    advice = (". Both leave alone what is marked; an administrator can turn them off for everybody: "
              "AllowClipboardHistory and AllowCrossDeviceClipboard")
    looks = looked(wine, program)
    tally.same(looks["formats"], f"good the text is handed over when it is asked for, beside it stand {marks}", "marks")
    tally.same(looks["histories and clouds"], "good " + histories.format("off", "off"), "untouched Windows")
    tally.same(looks["other programs"], "good nothing read the word in five seconds", "a quiet desk")
    tally.note("session" not in looks, "a session at the computer itself is taken for a remote one")
    register(wine, r"HKCU\Software\Microsoft\Clipboard", "EnableClipboardHistory", 1)
    register(wine, r"HKLM\SOFTWARE\Policies\Microsoft\Windows\System", "AllowCrossDeviceClipboard", 0)
    with desk.monitors({"greedy": [wine, other, "monitor", "greedy"]}) as told:
        looks = looked(wine, program, session="ICA-CGP#3")
    tally.same(looks["histories and clouds"],
               "doubtful " + histories.format("on", "turned off for everybody") + advice, "policies")
    tally.note("Citrix" in looks["session"], f"Citrix is not noticed: {looks['session']}")
    tally.note("desk.exe read the word by itself, and got nothing" in looks["other programs"], looks["other programs"])
    tally.same(told["greedy"], ["watching"], "what the greedy monitor got")


def looked(wine, program, session="Console"):
    # Wine names the session itself, so it is named anew within it.
    command = f"set SESSIONNAME={session}&& Z:{os.path.abspath(program).replace('/', chr(92))} clipboard-check --json"
    ran = subprocess.run([wine, "cmd", "/c", command], stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    tally.same((ran.returncode, ran.stderr), (0, b""), "the exit code of clipboard-check, and what it complains of")
    found = json.loads(ran.stdout)
    tally.same(found["advance"], "key", "how a desk goes on that nobody has pasted at")
    return {look["what"]: f"{look['state']} {look['found']}" for look in found["looks"]}


def register(wine, key, name, number):
    subprocess.run([wine, "reg", "add", key, "/v", name, "/t", "REG_DWORD", "/d", str(number), "/f"], check=True,
                   capture_output=True, timeout=60)


main()
