#!/usr/bin/python3
"""Proves what the X11 clipboard gives and to whom, what it hears, and that nothing is left once it is gone.

usage: clipboard.py EXAMPLE     (the built examples/clipboard; needs a display with a window manager, xclip and xset)
"""
import os
import subprocess
import sys
import tempfile
import time

from Xlib import X, XK

import desk
import x11
from tally import Tally

EXAMPLE = sys.argv[1]
TEXTS = {
    "one word": "Samplesson",
    "accents, emoji and quotes": "Zoë Nguyễn \U0001f9d2\U0001f3fd said “it’s O'Brien & <Sons>”",
    "line breaks": "Mum rang.\n\n\tShe will ring again.\nThen Nan did.",
    "100 kB": "".join(f"{n}: Zoë saw the café.\n" for n in range(4200))[:100_000].rstrip("\n"),
    "1 MB": "x" * 1_000_000 + "end",
}
# As text in the encodings that people's programs ask for, and marked, and nothing else: each more is one more way out.
OFFERED = {"TARGETS", "TIMESTAMP", "UTF8_STRING", "text/plain;charset=utf-8", "text/plain", x11.HINT}
tally = Tally()


def main():
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "Zoë's report.pdf")
        texts(file)
        files(file)
        readers(file)
        others(file)
        absence(file)
        presses(file)
        keys()
        going()
        killed(file)
    no_display()
    tally.close()


def example(*options):
    return desk.Program([EXAMPLE, *options])


def offer(program, file, text):
    with open(file, "w", encoding="utf-8", newline="") as opened:
        opened.write(text)
    return program.tell("offer " + file)


def texts(file):
    """Everybody is served here: xclip has no window that could be in front."""
    program = example("--shield", "off")
    for number, (name, text) in enumerate(TEXTS.items(), 1):
        tally.same(offer(program, file, text + "\n"), f"Offer({number})", f"offering {name}")
        tally.same(x11.targets(), OFFERED, f"what {name} is offered as")
        tally.same(x11.hint(), b"secret", f"the hint to clipboard managers with {name}")
        tally.note(x11.paste() == text, f"{name} did not arrive as it was offered")
        tally.same(program.hear(""), f"Pasted(Offer({number}))", f"what was heard of {name}")
        tally.note(x11.paste() == text, f"{name} could not be pasted twice")
    program.end()


def files(file):
    program = example("--shield", "off")
    tally.same(program.tell("file " + file), "Offer(1)", "offering a file")
    tally.same(x11.targets(), OFFERED | {"text/uri-list"}, "what a file is offered as")
    tally.same(x11.paste(), file, "the path of the file")
    link = "file://" + file.replace("ë", "%C3%AB").replace("'", "%27").replace(" ", "%20")
    tally.same(x11.paste("text/uri-list").rstrip(), link, "the file itself")
    program.end()


def readers(file):
    program = example()
    offer(program, file, "secret")
    tally.same((x11.paste(), x11.hint()), (None, b"secret"), "what a program gets that is not in front")
    tally.same(program.hear(""), 'Refused { offer: Offer(1), by: Some("xclip") }', "what was heard of it")
    program.end()
    program = example("--allow", "xclip")
    offer(program, file, "secret")
    tally.same(x11.paste(), "secret", "what a program gets that is allowed")
    program.end()


def others(file):
    program = example("--shield", "off")
    offer(program, file, "ours")
    x11.copy("theirs")
    tally.same(program.hear(""), "Replaced(Offer(1))", "what is heard of another program's copy")
    tally.same(program.tell("read"), 'Some("theirs")', "what is read of another program's copy")
    program.tell("clear")
    tally.note(x11.settles_on("theirs"), "clearing took away what another program had copied")
    offer(program, file, "ours again")
    tally.same(program.tell("read"), "None", "what is read of our own")
    tally.same(x11.paste(), "ours again", "an offer after another program's copy")
    program.hear("Pasted")
    tally.same(program.tell("clear"), '"Cleared"', "clearing")
    tally.same((x11.paste(), x11.targets(), x11.hint()), (None, set(), None), "what is there after it was cleared")
    offer(program, file, "dropped")
    program.end()
    tally.same(x11.paste(), None, "what is there after the program ended")


def absence(file):
    """The mouse was moved less than a second ago, so an idle time of a second is over after more than that."""
    keyboard = desk.Keyboard()
    program = example("--shield", "off", "--idle", "1000")
    keyboard.click(1, 1)
    offer(program, file, "left alone")
    for _ in range(6):
        time.sleep(0.3)
        keyboard.press("Shift_L")
    tally.same(x11.targets(), OFFERED, "what is there while somebody types")
    tally.same(program.hear("", 5), "Cleared { offer: Offer(1), why: Idle }", "what is heard when nobody does")
    tally.same(x11.targets(), set(), "what is there then")
    program.end()
    program = example("--shield", "off", "--idle", "1000")
    keyboard.click(1, 1)
    offer(program, file, "read again and again")
    reads = 0
    while x11.paste() is not None and reads < 20:
        reads += 1
        time.sleep(0.3)
    tally.note(0 < reads < 20, "a program that reads again and again keeps the text there")
    program.end()
    program = example("--shield", "off")
    offer(program, file, "locked")
    subprocess.run(["xset", "s", "activate"], check=True, timeout=20)
    tally.same(program.hear("", 5), "Cleared { offer: Offer(1), why: Locked }", "what is heard of a locked screen")
    tally.same(x11.targets(), set(), "what is there then")
    subprocess.run(["xset", "s", "reset"], check=True, timeout=20)
    program.end()


def presses(file):
    """Who reads late is given what was there when the keys for a paste were pressed."""
    keyboard = desk.Keyboard()
    program = example("--shield", "off")
    for number, (text, is_pasted) in enumerate([("first", True), ("second", False), ("third", True)], 1):
        tally.same(offer(program, file, text), f"Offer({number})", f"offering the {text}")
        if is_pasted:
            keyboard.press("ctrl+v")
        tally.same(x11.paste(), text if is_pasted else "first", f"what is read while the {text} is there")
        if is_pasted:
            tally.same(program.hear(""), f"Pasted(Offer({number}))", f"what is heard of the {text}")
    offer(program, file, "fourth")
    time.sleep(2.5)
    tally.same(x11.paste(), "fourth", "what is read when the press is long ago")
    tally.same(program.hear(""), "Pasted(Offer(4))", "what is heard of that")
    tally.same(program.tell("clear"), '"Cleared"', "clearing")
    tally.same(x11.paste(), None, "what is read late after that")
    tally.same(program.end(), [], "what else was heard")
    program = example("--shield", "off", "--no-gesture")
    offer(program, file, "first")
    keyboard.press("ctrl+v")
    offer(program, file, "second")
    tally.same(x11.paste(), "second", "what is read where nobody looks at presses")
    program.end()


def keys():
    keyboard = desk.Keyboard()
    program = example()
    keyboard.press("ctrl+alt+Next")
    on = "Keys { on: [(Next, Ctrl+Alt+PgDn), (Back, Ctrl+Alt+PgUp), (GoTo, Ctrl+Alt+Enter)], taken: [] }"
    tally.same(program.tell("keys on"), on, "the keys that are on")
    for pressed, key in [("Next", "Next"), ("Prior", "Back"), ("Return", "GoTo")]:
        keyboard.press("ctrl+alt+" + pressed)
        tally.same(program.hear(""), f"Key({key})", f"what is heard of {pressed}")
    for lock in ("Num_Lock", "Caps_Lock"):
        keyboard.press(lock)
        keyboard.press("ctrl+alt+Next")
        tally.same(program.hear("", 3), "Key(Next)", f"what is heard with {lock}")
        keyboard.press(lock)
    keyboard.press("ctrl+alt+Next", hold=1.5)
    keyboard.press("ctrl+alt+Prior")
    tally.same([program.hear(""), program.hear("")], ["Key(Next)", "Key(Back)"], "a key that is held down")
    tally.same(program.tell("keys off"), "Keys { on: [], taken: [] }", "the keys that are off")
    keyboard.press("ctrl+alt+Next")
    # Another program has Next.
    root = keyboard.display.screen().root
    taken = keyboard.display.keysym_to_keycode(XK.string_to_keysym("Next"))
    root.grab_key(taken, X.ControlMask | X.Mod1Mask, False, X.GrabModeAsync, X.GrabModeAsync)
    keyboard.display.sync()
    instead = on.replace("(Next, Ctrl+Alt+PgDn)", "(Next, Ctrl+Alt+Shift+PgDn)")
    tally.same(program.tell("keys on"), instead.replace("[] }", "[(Next, Ctrl+Alt+PgDn)] }"), "a key that is taken")
    keyboard.press("ctrl+alt+shift+Next")
    tally.same(program.hear(""), "Key(Next)", "what is heard of the key in its place")
    root.ungrab_key(taken, X.ControlMask | X.Mod1Mask)
    keyboard.display.sync()
    tally.same(program.end(), [], "what else was heard")


def going():
    """From the browser to the terminal and back, each a window here."""
    keyboard = desk.Keyboard()
    terminal, browser = (window(keyboard.display) for _ in range(2))
    settled(browser, "the window that was opened last")
    os.environ["WINDOWID"] = str(terminal)
    program = example()
    program.tell("keys on")
    for wanted, name in ((terminal, "the terminal"), (browser, "the browser"), (terminal, "the terminal again")):
        keyboard.press("ctrl+alt+Return")
        tally.same(program.hear(""), "Key(GoTo)", "what is heard")
        settled(wanted, name)
    program.end()
    del os.environ["WINDOWID"]


def window(display):
    screen = display.screen()
    made = screen.root.create_window(0, 0, 200, 200, 0, screen.root_depth)
    made.map()
    display.sync()
    settled(made.id, "a window that was opened")
    return made.id


def settled(wanted, name):
    """The window manager takes a moment."""
    end = time.monotonic() + 5
    while (front := in_front()) != wanted and time.monotonic() < end:
        time.sleep(0.02)
    tally.same(front, wanted, f"what is in front: {name}")


def in_front():
    asked = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True, timeout=20)
    return int(asked.stdout) if asked.returncode == 0 else None


def killed(file):
    for state in ("offered", "pasted"):
        program = example("--shield", "off")
        offer(program, file, "killed")
        if state == "pasted":
            tally.same(x11.paste(), "killed", "a paste before the program is killed")
        program.process.kill()
        program.process.wait(20)
        tally.note(x11.settles_on(None), f"something is there after the program was killed when it was {state}")


def no_display():
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    refused = subprocess.run([EXAMPLE], env=bare, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
    tally.note(refused.returncode != 0 and "NoDisplay" in refused.stderr, "no display was not told")


main()
