#!/usr/bin/python3
"""Reads every document of the corpus: Word's own, other programs', and some made to do harm.

None may end in a panic, take a second of CPU or 64 MiB, and each has to be read as it was when somebody looked at it:
`corpus.txt` keeps, for each file, how it ended, how many named controls it holds, and a hash of what was read from them. The
documents are not ours to copy, so their words are not kept. `--accept` writes the list anew: compare it before you do.
"""
import hashlib
import json
import os
import sys
import tempfile

import stopgap
from tally import Tally

CORPUS = os.path.join(os.environ["SHARED"], "corpus")
KEPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus.txt")


def main():
    tally = Tally()
    found = {}
    for folder in ("word", "nasty"):
        for name in sorted(os.listdir(os.path.join(CORPUS, folder))):
            if name.endswith((".csv", ".txt")):
                continue        # what the folder says of itself
            found[f"{folder}/{name}"] = look(tally, os.path.join(CORPUS, folder, name), name)
    if sys.argv[1:] == ["--accept"]:
        with open(KEPT, "w", encoding="utf-8") as file:
            file.writelines(f"{said} {name}\n" for name, said in found.items())
    with open(KEPT, encoding="utf-8") as file:
        kept = dict(reversed(line.rstrip("\n").rsplit(" ", 1)) for line in file)
    tally.same(sorted(found), sorted(kept), "the files of the corpus")
    for name in found.keys() & kept.keys():
        tally.same(found[name], kept[name], f"{name}: what was read")
    tally.close()


def look(tally, path, name):
    """How a document is read, in three words."""
    with tempfile.TemporaryFile() as out:
        code, complaint = stopgap.is_modest(tally, name, ["read", "--controls"], path, out)
        out.seek(0)
        said = out.read()
    kept = said if code == 0 else complaint.replace(path, name).encode()
    names = len(json.loads(said)) if code == 0 else 0
    return f"{'read' if code == 0 else 'refused'} {names} {hashlib.sha256(kept).hexdigest()[:16]}"


main()
