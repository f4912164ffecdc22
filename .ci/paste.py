#!/usr/bin/python3
"""Proves, at a real terminal, that a paste into stopgap's own window marks no box as entered."""
import json
import os
import pty
import select
import tempfile
import time

import stopgap
from tally import Tally

TEXT = "Mum rang.\n\nShe said so.\n\n"


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        form = os.path.join(folder, "note.docx")
        stopgap.stopgap("new", "case-note", "--to", form, "--set", "pin=111", "--set", "title=Home visit",
                        "--set", "note=What was said")
        shown = sit(form, ["y\n", "111\n", TEXT, "\n", "q\n"])
        tally.note("That looks like a paste into this window." in shown, "the paste was not told")
        with open(os.path.join(folder, "note.progress.jsonl"), encoding="utf-8") as progress:
            done = [step for line in progress for step in json.loads(line).get("steps", [])]
        tally.same(done, ["title"], "steps done by one Enter after the paste")
    tally.close()


def sit(form, pieces):
    """Types each piece at once, waits a little after it, and gives what the terminal showed."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(stopgap.PROGRAM, [stopgap.PROGRAM, "enter", form, "--print"])
    shown = read(terminal, 2)
    for piece in pieces:
        os.write(terminal, piece.encode())
        shown += read(terminal, 1)
    os.waitpid(child, 0)
    return shown.decode()


def read(terminal, seconds):
    read, end = b"", time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if not select.select([terminal], [], [], left)[0]:
            break
        try:
            piece = os.read(terminal, 65536)
        except OSError:         # the other end is closed
            break
        if not piece:
            break
        read += piece
    return read


main()
