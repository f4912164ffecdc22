#!/usr/bin/python3
"""Proves what the Windows clipboard gives and to whom, what it hears, and that nothing is left once it is gone.

usage: windows_clipboard.py WINE EXAMPLE.exe DESK.exe

EXAMPLE is the built examples/clipboard, DESK the built desk.c, which stands for every other program. WINEPREFIX says
where Wine lives, with a program that stays; a display with a window manager shows Notepad.
"""
import os
import signal
import subprocess
import sys
import tempfile
import time

import desk
from tally import Tally

WINE, EXAMPLE, DESK = sys.argv[1:]
TEXT, ARRIVES = "Zoë \U0001f9d2 rang.\nTwice.\n", ["text Zoë \U0001f9d2 rang.\r", "Twice."]
# Each with the zero that makes it a mark, and nothing else of ours but a number that has no meaning.
MARKS = {"ExcludeClipboardContentFromMonitorProcessing 00000000", "CanIncludeInClipboardHistory 00000000",
         "CanUploadToCloudClipboard 00000000", "Clipboard Viewer Ignore 00000000"}
# Windows' own numbers: a text, and what Windows makes of one by itself.
AS_TEXT, AS_FILE = {"#13", "#16", "#1", "#7"}, {"#15"}
tally = Tally()


def main():
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "text")
        with open(file, "w", encoding="utf-8", newline="") as opened:
            opened.write(TEXT)
        file = "Z:" + file.replace("/", "\\")
        texts(file)
        files(file)
        readers(file)
        others(file)
        held(file)
        absence(file)
        left_behind(file)
        taken_back(file)
        in_notepad()
    tally.close()


def example(*options):
    return desk.Program([WINE, EXAMPLE, *options])


def other(*words):
    """What another program says that does one thing and ends."""
    return subprocess.run([WINE, DESK, *words], capture_output=True, timeout=30).stdout.decode().split("\n")[:-1]


def formats():
    """What is on the clipboard, without the number that tells ours from others'."""
    *names, end = other("formats")
    tally.same(end, "end", "whether all formats were listed")
    return {name for name in names if not name.startswith("stopgap ")}


def texts(file):
    program = example("--shield", "off")
    tally.same(program.tell("offer " + file), "Offer(1)", "offering a text")
    tally.same(formats(), MARKS | AS_TEXT, "what a text is offered as")
    tally.same(other("read"), ARRIVES, "what arrives")
    tally.same(program.hear(""), "Pasted(Offer(1))", "what is heard of it")
    tally.same(other("read"), ARRIVES, "what arrives the second time")
    tally.same(program.tell("clear"), '"Cleared"', "clearing")
    tally.same((formats(), other("read")), (set(), ["nothing"]), "what is there then")
    program.tell("offer " + file)
    program.end()
    tally.same(formats(), set(), "what is there after the program ended")


def files(file):
    program = example("--shield", "off")
    program.tell("file " + file)
    tally.same(formats(), MARKS | AS_TEXT | AS_FILE, "what a file is offered as")
    tally.same(other("read"), ["text " + file], "the path of the file")
    program.end()


def readers(file):
    program = example("--no-gesture")
    program.tell("offer " + file)
    tally.same(other("read"), ["nothing"], "what a program gets that is not in front")
    tally.same(program.hear(""), 'Refused { offer: Offer(1), by: Some("desk.exe") }', "what is heard of it")
    tally.same(formats(), MARKS | AS_TEXT, "what is offered after somebody was refused")
    program.end()
    program = example("--no-gesture", "--allow", "DESK")
    program.tell("offer " + file)
    tally.same(other("read"), ARRIVES, "what a program gets that is allowed")
    program.end()
    program = example("--allow", "desk.exe")
    program.tell("offer " + file)
    tally.same(other("read"), ["nothing"], "what it gets when nobody pressed a key")
    program.end()


def others(file):
    program = example("--shield", "off")
    program.tell("offer " + file)
    tally.same(other("copy", "theirs"), ["copied"], "copying in another program")
    tally.same(program.hear(""), "Replaced(Offer(1))", "what is heard of it")
    tally.same(program.tell("read"), 'Some("theirs")', "what is read of it")
    program.tell("clear")
    tally.same(other("read"), ["text theirs"], "what is there after clearing what is not ours")
    program.tell("offer " + file)
    tally.same(program.tell("read"), "None", "what is read of our own")
    tally.same(other("read"), ARRIVES, "what is there after the next offer")
    other("copy", "theirs")
    program.end()
    tally.same(other("read"), ["text theirs"], "what is there after the program ended")
    keys = desk.Program([WINE, DESK, "keys"])
    tally.same(keys.hear(""), "taken", "taking a key in another program")
    program = example()
    on = "[(Next, Ctrl+Alt+Shift+PgDn), (Back, Ctrl+Alt+PgUp), (GoTo, Ctrl+Alt+Enter)]"
    tally.same(program.tell("keys on"), f"Keys {{ on: {on}, taken: [(Next, Ctrl+Alt+PgDn)] }}", "a key that is taken")
    program.end()
    keys.end()


def held(file):
    program = example()
    holder = desk.Program([WINE, DESK, "hold", "1500"])
    holder.hear("held")
    program.say("offer " + file)
    heard = {program.hear(""), program.hear("")}
    tally.same(heard, {'Held { by: Some("desk.exe") }', "Offer(1)"}, "what is heard while it is held for 1.5 s")
    holder = desk.Program([WINE, DESK, "hold", "3500"])
    holder.hear("held")
    program.say("offer " + file)
    tally.same(program.hear("desk"), "desk.exe keeps the clipboard to itself; copy again, or close that program",
               "what is said when it is held for too long")
    holder.end()
    program.say("offer " + file)
    tally.same(program.hear("Offer"), "Offer(2)", "an offer after that")
    tally.same(formats(), MARKS | AS_TEXT, "what is offered then")
    program.end()


def absence(file):
    program = example("--shield", "off", "--idle", "1500")
    tally.same(program.tell("offer " + file), "Offer(1)", "offering a text")
    tally.same(program.hear(""), "Cleared { offer: Offer(1), why: Idle }", "what is heard when nothing was done")
    tally.same(formats(), set(), "what is there then")
    program.end()
    program = example("--shield", "off")
    for number, (event, why) in enumerate([("lock", "Locked"), ("disconnect", "Locked"), ("end", "Ending")], 1):
        program.tell("offer " + file)
        tally.same(other("read"), ARRIVES, f"what is there before {event}")
        program.hear("Pasted")
        tally.same(other(event), ["sent"], f"telling of {event}")
        cleared = f"Cleared {{ offer: Offer({number}), why: {why} }}"
        tally.same(program.hear(""), cleared, f"what is heard of {event}")
        tally.same(formats(), set(), f"what is there after {event}")
    program.end()


def left_behind(file):
    """However the program ends, two seconds later nothing of it is there; what another program copied is."""
    for state in ("offered", "pasted", "theirs"):
        for way in (signal.SIGKILL, signal.SIGINT):
            program = example("--shield", "off")
            program.tell("offer " + file)
            if state == "pasted":
                tally.same(other("read"), ARRIVES, f"what is there before {way.name}")
            if state == "theirs":
                tally.same(other("copy", "theirs"), ["copied"], f"copying before {way.name}")
            program.process.send_signal(way)
            program.process.wait(20)
            time.sleep(2)
            wanted = AS_TEXT if state == "theirs" else set()
            tally.same(formats(), wanted, f"what is there after {way.name} when it was {state}")


def taken_back(file):
    """What was pasted stays in Windows' hands for a second, and is a promise again after that."""
    program = example("--no-gesture", "--allow", "desk.exe")
    program.tell("offer " + file)
    tally.same(other("read"), ARRIVES, "what arrives")
    program.hear("Pasted")
    time.sleep(1.5)
    tally.same(formats(), MARKS | AS_TEXT, "what is offered after a second")
    tally.same(other("read"), ARRIVES, "what arrives then")
    tally.same(program.hear(""), "Pasted(Offer(1))", "what is heard of a paste after a second")
    other("copy", "theirs")
    time.sleep(1.5)
    tally.same(other("read"), ["text theirs"], "what another program copied within that second")
    program.tell("offer " + file)
    program.end()


def in_notepad():
    """Real keys in a real window: three pastes beside monitors, with every rule of the shield in force."""
    keyboard = desk.Keyboard()
    notepad = desk.Program([WINE, "notepad.exe"])
    window = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name", "Notepad"], check=True,
                            capture_output=True, text=True, timeout=60).stdout.split()[0]
    subprocess.run(["xdotool", "windowactivate", "--sync", window], check=True, timeout=60)
    time.sleep(1)
    watching = {name: [WINE, DESK, "monitor", name] for name in ("greedy", "polite")}
    with desk.monitors(watching) as told, tempfile.TemporaryDirectory() as folder:
        program = example()
        for number, text in enumerate(("Mum", "Nan", "Dad"), 1):
            file = os.path.join(folder, text)
            with open(file, "w", encoding="utf-8") as opened:
                opened.write(text)
            program.say("offer Z:" + file.replace("/", "\\"))
            tally.same(program.hear("Offer"), f"Offer({number})", "the next offer")
            time.sleep(0.5)
            keyboard.press("ctrl+v", hold=0.1)
            tally.same(program.hear("Pasted"), f"Pasted(Offer({number}))", f"paste {number} in Notepad")
            keyboard.press("Return")
            time.sleep(0.4)
        program.tell("clear")
        program.tell("keys on")
        for key, means in [("Next", "Next"), ("Prior", "Back"), ("Return", "GoTo")]:
            keyboard.press("ctrl+alt+" + key)
            tally.same(program.hear("Key", 5), f"Key({means})", f"what is heard of {key}")
        keyboard.press("ctrl+alt+Next", hold=1.5)
        keyboard.press("ctrl+alt+Prior")
        heard = []
        while heard[-1:] != ["Key(Back)"] and (line := program.hear("Key", 5)):
            heard.append(line)
        program.end()
        tally.note(heard[-1:] == ["Key(Back)"] and heard.count("Key(Next)") <= 2, f"a key that is held down: {heard}")
    tally.same(other("content"), ["Mum\r", "Nan\r", "Dad\r", "", "end"], "what stands in Notepad")
    for name, lines in told.items():
        tally.same(lines, ["watching"], f"what the {name} monitor got")
    desk.end(notepad.process)


main()
