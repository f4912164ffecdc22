#!/usr/bin/python3
"""Proves that another X11 program gets each offered text whole and marked as secret, and nothing once it is gone.

usage: clipboard.py EXAMPLE     (the built examples/clipboard; needs a display and xclip)
"""
import os
import subprocess
import sys
import tempfile

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
OFFERED = {"TARGETS", "UTF8_STRING", "text/plain;charset=utf-8", "text/plain;charset=UTF-8", x11.HINT}
tally = Tally()


class Program:
    """The example, running; it is told a line at a time and answers with a line."""

    def __init__(self, folder):
        self.file = os.path.join(folder, "text")
        self.process = subprocess.Popen([EXAMPLE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def offer(self, text):
        with open(self.file, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return self.tell("offer " + self.file)

    def end(self):
        self.process.stdin.close()
        return self.process.wait(20)


def main():
    with tempfile.TemporaryDirectory() as folder:
        program = Program(folder)
        for number, (name, text) in enumerate(TEXTS.items(), 1):
            tally.same(program.offer(text + "\n"), f"Offer({number})", f"offering {name}")
            tally.note(x11.settles_on(text), f"{name} did not arrive as it was offered")
            tally.note(x11.settles_on(text), f"{name} could not be pasted twice")
            tally.same(x11.targets(), OFFERED, f"what {name} is offered as")
            tally.same(x11.hint(), b"secret", f"the hint to clipboard managers with {name}")
        tally.same(program.tell("clear"), "Cleared", "clearing")
        tally.note(x11.settles_on(None), "something is there after it was cleared")
        tally.same((x11.targets(), x11.hint()), (set(), None), "what is offered after it was cleared")

        program.offer("ours")
        x11.copy("theirs")
        program.tell("clear")
        tally.note(x11.settles_on("theirs"), "clearing took away what another program had copied")

        program.offer("ours again")
        tally.note(x11.settles_on("ours again"), "an offer after another program's copy did not arrive")
        tally.same(program.end(), 0, "the program's exit code")
        tally.note(x11.settles_on(None), "something is there after the clipboard was dropped")

        program = Program(folder)
        program.offer("killed")
        program.process.kill()
        program.process.wait(20)
        tally.note(x11.settles_on(None), "something is there after the program was killed")

    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    refused = subprocess.run([EXAMPLE], env=bare, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
    tally.note(refused.returncode != 0 and "NoDisplay" in refused.stderr, "no display was not told")
    tally.close()


main()
