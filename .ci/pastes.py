#!/usr/bin/python3
"""Proves that each text comes into its box in a real browser, pasted with real keys, and into no other.

usage: pastes.py native EXAMPLE          (the built examples/clipboard)
       pastes.py wine WINE EXAMPLE.exe DESK.exe   (the same for Windows under Wine, and the built desk.c)

Needs a display and openbox. A person pastes into fourteen boxes: five times in two seconds or at leisure, on a quiet
machine or with all cores busy, and goes on by pasting or by a key. The person looks at what was pasted, so that a
browser that lags is waited for. If STOPGAP_RUNS says how often, all of this is done so often; else a part of it once.
"""
import itertools
import os
import subprocess
import sys
import tempfile
import time

import desk
from tally import Tally

TEXTS = ["Samplesson", "Zoë", "10/06/2019", "01384 555 555", "zoe@example.gov.uk", "1 High Street\nDudley", "DY1 1AA",
         "16/11/2026 17:10", "Nursery", "Mum rang at ten past five. " * 140 + "END", "“I like it here”, she said.",
         "Mum rang.\n\nThen Nan did.", "Home visit", "\U0001f9d2\U0001f3fd & <b>O'Brien</b>"]
FAST, LEISURE = 0.5, 1.2
# What it takes to see that a text stands in its box, and to go on to the next.
LOOK = 0.4
RUNS = int(os.environ.get("STOPGAP_RUNS", "1"))
WAYS = [("paste", FAST, False), ("key", FAST, True), ("paste", LEISURE, True)]
if "STOPGAP_RUNS" in os.environ:
    WAYS = list(itertools.product(("paste", "key"), (FAST, LEISURE), (False, True)))
IN_WINE = sys.argv[1] == "wine"
# Under Wine whatever is pasted into an X program is read by explorer.exe, and no X program is ever in front; keys that
# are pressed there do not come through to Windows programs.
COMMAND = sys.argv[2:4] + (["--allow", "explorer.exe", "--no-gesture"] if IN_WINE else [])
MONITORS = {
    name: sys.argv[2:3] + [f"{sys.argv[4]}", "monitor", name] if IN_WINE else [f"{desk.HERE}/monitor.py", name]
    for name in ("greedy", "polite")
}
tally = Tally()


def main():
    keyboard = desk.Keyboard()
    browser = desk.Browser()
    # Wine 8 now and then sleeps over what an X program asks, until it is asked again.
    awake = desk.Program([f"{desk.HERE}/monitor.py", "curious"]) if IN_WINE else None
    try:
        for by, pace, is_busy in WAYS:
            name = f"{by}, {pace} s, {'busy' if is_busy else 'quiet'}"
            with desk.busy() if is_busy else desk.nothing():
                runs = [enter(browser, keyboard, by, pace, f"{name}, run {run}") for run in range(RUNS)]
            report(name, runs)
        with_monitors(browser, keyboard)
    finally:
        browser.close()
        if awake:
            desk.end(awake.process)
    tally.close()


def report(name, runs):
    wrong, empty = (sum(run[at] for run in runs) for at in range(2))
    print(f"{name}: {len(runs)} runs, {wrong} wrong boxes, {empty} empty boxes", flush=True)


def with_monitors(browser, keyboard):
    with desk.monitors(MONITORS) as told:
        runs = [enter(browser, keyboard, "paste", FAST, f"beside monitors, run {run}") for run in range(RUNS)]
    report("beside monitors", runs)
    for name, lines in told.items():
        tally.same([line for line in lines if line.startswith("got")], [], f"what the {name} monitor got")
        tally.same(lines[:1], ["watching"], f"whether the {name} monitor ran")


def enter(browser, keyboard, by, pace, name):
    """One person, one page: gives how many boxes are wrong, and how many empty."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write("\n---\n".join(TEXTS))
        file.flush()
        program = desk.Program(COMMAND)
        browser.begin(keyboard)
        path = "Z:" + file.name.replace("/", "\\") if IN_WINE else file.name
        program.say(f"walk {by} {path}")
        tally.same(program.hear("Offer"), "Offer(1)", f"{name}: the first offer")
        time.sleep(0.3)
        for at in range(len(TEXTS)):
            paste(browser, keyboard, program, by, pace, at)
        heard = program.end()
    boxes = [box.rstrip("\n") for box in browser.boxes()]
    empty = sum(box == "" for box in boxes)
    differs = [at for at, (box, text) in enumerate(zip(boxes, TEXTS)) if box != shown(at, text)]
    wrong = len(differs) - empty
    tally.same(differs, [], f"{name}: boxes that differ ({wrong} wrong, {empty} empty); it said {' '.join(heard)}")
    return wrong, empty


def shown(at, text):
    """A box of one line takes line breaks away."""
    return text if at in (5, 9, 10, 11, 13) else text.replace("\n", "")


def paste(browser, keyboard, program, by, pace, at):
    start = time.monotonic()
    keyboard.press("ctrl+v")
    while not browser.script(f"return read()[{at}]") and time.monotonic() < start + 3:
        time.sleep(0.01)
    seen = time.monotonic()
    if by == "key":
        if IN_WINE:
            program.say("n")
        else:
            keyboard.press("ctrl+alt+Next")
    if at + 1 < len(TEXTS):
        keyboard.press("Tab")
    time.sleep(max(start + pace, seen + LOOK) - time.monotonic())


main()
