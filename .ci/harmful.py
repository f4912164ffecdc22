#!/usr/bin/python3
"""Reads documents that are made to do harm: each is as large as the bounds let it be, in another way.

Every command has to end in a form or in a refusal, without a panic, within a second of CPU and 64 MiB. The documents are
made from a form and a tracker of ours, so that all of the reader has to work on them.
"""
import os
import sys
import tempfile
import zipfile

import stopgap
from tally import Tally

PART = (8 << 20) - 200_000       # as much as a part may hold, less the form itself
NODES = (1 << 18) - 8_000        # as many elements and texts, less those of the form


def main():
    tally = Tally()
    chosen = sys.argv[1:]
    with tempfile.TemporaryDirectory() as desk:
        form, tracker = os.path.join(desk, "form.docx"), os.path.join(desk, "tracker.docx")
        stopgap.stopgap("new", "contact", "--to", form, "--set", "pin=8123477", "--set", "reason=ANSWER")
        stopgap.stopgap("tracker", "new", "--name", "Jane Smith", "--team", "SCNorth", "--to", tracker)
        stopgap.stopgap("tracker", "add", tracker, "--pin", "8123477", "--surname", "x", "--dob", "1/1/2020", "--nature", "ANSWER")
        for kind, original, commands in (
            ("form", form, (["read"], ["read", "--json"], ["read", "--controls"])),
            ("tracker", tracker, (["tracker", "show"], ["tracker", "show", "--json"])),
        ):
            parts = parts_of(original)
            for name, change in HARM.items():
                harmful = os.path.join(desk, f"{name}.docx")
                write_apart(harmful, dict(parts), change)
                for command in commands:
                    what = f"{kind}, {name}: {' '.join(command)}"
                    if all(word in what for word in chosen):
                        stopgap.is_modest(tally, what, [*command, harmful])
                os.remove(harmful)
    tally.close()


def parts_of(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if not name.endswith("/")}


def write_apart(path, parts, change):
    """In a process of its own: what this one holds would count as held by those that it starts."""
    child = os.fork()
    if child == 0:
        change()(parts)
        write(path, parts)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, f"{path} was written"


def write(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)


PAGE, RELS = "word/document.xml", "word/_rels/document.xml.rels"


def answered(text):
    """An answer of this XML instead of its text."""
    def change(parts):
        before, answer, after = parts[PAGE].rpartition(b"ANSWER")
        assert answer, "the answer stands on the page"
        parts[PAGE] = before + b"</w:t></w:r>" + text + b"<w:r><w:t>" + after
    return change


def said(text):
    """An answer of this text."""
    def change(parts):
        parts[PAGE] = text.join(parts[PAGE].rsplit(b"ANSWER", 1))
    return change


def below(text):
    """This XML at the end of the page, where no box is."""
    def change(parts):
        parts[PAGE] = text.join([b"", b"</w:body>"]).join(parts[PAGE].rsplit(b"</w:body>", 1))
    return change


def part(name, text):
    def change(parts):
        parts[name] = text
    return change


def all_of(*changes):
    def change(parts):
        for one in changes:
            one(parts)
    return change


def times(text, nodes):
    """A text that has so many nodes, as often as the bounds let it stand there."""
    return text * min(PART // len(text), NODES // nodes)


def run(text):
    return b"<w:r><w:t>" + text + b"</w:t></w:r>"


def control(tag, inner):
    return b'<w:sdt><w:sdtPr><w:tag w:val="' + tag + b'"/><w:text/></w:sdtPr><w:sdtContent>' + inner + b"</w:sdtContent></w:sdt>"


def nested(depth, inner):
    for _ in range(depth):
        inner = control(b"a", inner)
    return b"<w:p>" + inner + b"</w:p>"


def comments(inner):
    start = b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="1">'
    relationship = b'<Relationship Id="rIdComments" Type="a/comments" Target="comments.xml"/></Relationships>'
    return all_of(
        part("word/comments.xml", start + inner + b"</w:comment></w:comments>"),
        lambda parts: parts.update({RELS: parts[RELS].replace(b"</Relationships>", relationship)}),
    )


def many_entries(parts):
    parts.update((f"word/media/{at}", b"") for at in range(60_000))


def padded(parts):
    # Not to be compressed: it is what the file weighs.
    parts["word/media/image1.png"] = os.urandom(20 << 20)


ROW = b"<w:tr><w:tc><w:p>" + run(b"8123477") + b"</w:p></w:tc>" + 5 * (b"<w:tc><w:p>" + run(b"x") + b"</w:p></w:tc>") + b"</w:tr>"


def trackers(depth, inner):
    """Trackers within trackers, by turns in the last cell and in the first."""
    words = (b"PIN", b"Child Surname and DOB", b"Restricted", b"Date recorded", b"Nature of Work", b"Date entered")
    headings = b"".join(b"<w:tc><w:p>" + run(word) + b"</w:p></w:tc>" for word in words)
    short = 5 * (b"<w:tc><w:p>" + run(b"1") + b"</w:p></w:tc>")
    for nth in range(depth):
        last = b"<w:tc>" + inner + b"</w:tc>"
        cells = short + last if nth % 2 else last + short
        inner = b"<w:tbl><w:tr>" + headings + b"</w:tr><w:tr>" + cells + b"</w:tr></w:tbl><w:p/>"
    return inner


def tables_of_four(depth, inner):
    """Tables within tables, in rows that have as many cells as a tracker's headings have at least."""
    for _ in range(depth):
        inner = b"<w:tbl><w:tr><w:tc>" + inner + b"</w:tc>" + 3 * b"<w:tc><w:p/></w:tc>" + b"</w:tr></w:tbl>"
    return inner


# Made one by one, when each is wanted.
HARM = {
    "one word": lambda: said(b"x" * PART),
    "one line": lambda: said(b"a word " * (PART // 7)),
    "emoji": lambda: said("\N{GRINNING FACE}".encode() * (PART // 4)),
    "accents": lambda: said("e\N{COMBINING ACUTE ACCENT}".encode() * (PART // 3)),
    "references": lambda: said(b"&amp;" * (PART // 5)),
    "references of numbers": lambda: said(b"&#9;" * (PART // 4)),
    "line feeds": lambda: said(b"\n" * PART),
    "runs": lambda: answered(times(run(b"x"), 3)),
    "breaks": lambda: answered(b"<w:r>" + times(b"<w:br/>", 1) + b"</w:r>"),
    "tabs": lambda: answered(b"<w:r>" + times(b"<w:tab/>x", 2) + b"</w:r>"),
    "paragraphs": lambda: below(times(b"<w:p>" + run(b"x") + b"</w:p>", 4)),
    "paragraphs of much": lambda: below(times(b"<w:p>" + run(b"some words here " * 4) + b"</w:p>", 4)),
    "empty paragraphs": lambda: below(times(b"<w:p/>", 1)),
    "one paragraph below": lambda: below(b"<w:p>" + run(b"x " * (PART // 2)) + b"</w:p>"),
    "digits": lambda: below(b"<w:p>" + run(b"1/1/2026 " * (PART // 9)) + b"</w:p>"),
    "tracked": lambda: answered(times(b"<w:ins>" + run(b"x") + b"</w:ins>", 4)),
    "controls": lambda: below(b"<w:p>" + times(control(b"a", run(b"x")), 8) + b"</w:p>"),
    "controls of our tag": lambda: below(b"<w:p>" + times(control(b"reason", run(b"x")), 8) + b"</w:p>"),
    "controls of tags": lambda: below(b"<w:p>" + b"".join(control(b"t%d" % at, run(b"x")) for at in range(NODES // 9)) + b"</w:p>"),
    "long tags": lambda: below(b"<w:p>" + b"".join(control(b"%d" % at * 300, run(b"x")) for at in range(PART // 2000)) + b"</w:p>"),
    "nested controls": lambda: below(nested(80, run(b"x" * (PART - 8_000)))),
    "nested controls again and again": lambda: below(b"".join([nested(80, run(b"x" * 60))] * (NODES // 660))),
    "a long attribute": lambda: below(b'<w:p w:val="' + b"x" * PART + b'"/>'),
    "attributes": lambda: below(b"<w:p" + b"".join(b' a%d="x"' % at for at in range(PART // 14)) + b"/>"),
    "a long name": lambda: below(b"<w:" + b"x" * (PART // 2 - 10) + b"/>"),
    "bookmarks": lambda: below(b"<w:p>" + b"".join(b'<w:bookmarkStart w:id="%d" w:name="sg_%d"/><w:bookmarkEnd w:id="%d"/>' % (at, at, at) for at in range(PART // 80)) + b"</w:p>"),
    "our bookmarks": lambda: below(b"<w:p>" + times(b'<w:bookmarkStart w:id="9" w:name="sg_reason"/><w:r/><w:bookmarkEnd w:id="9"/>', 3) + b"</w:p>"),
    "tables": lambda: below(times(b"<w:tbl>" + ROW + b"</w:tbl>", 32)),
    "rows": lambda: below(b"<w:tbl>" + times(ROW, 31) + b"</w:tbl>"),
    "cells": lambda: below(b"<w:tbl><w:tr>" + times(b"<w:tc><w:p/></w:tc>", 2) + b"</w:tr></w:tbl>"),
    "spans": lambda: below(b"<w:tbl>" + times(b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="4000000000"/></w:tcPr><w:p/></w:tc></w:tr>', 5) + b"</w:tbl>"),
    "tables in tables": lambda: below((b"<w:tbl><w:tr><w:tc>" * 80 + run(b"x" * 1_000) + b"</w:tc></w:tr></w:tbl>" * 80) * 700),
    "trackers in trackers": lambda: below(trackers(80, b"<w:p>" + run(b"x" * (PART - 200_000)) + b"</w:p>")),
    "trackers in trackers, blank": lambda: below(trackers(80, b"<w:p>" + run(b" " * (PART - 200_000)) + b"</w:p>")),
    "trackers in trackers again and again": lambda: below(trackers(80, b"<w:p>" + run(b"x" * 60_000) + b"</w:p>") * 50),
    "tables of four in tables": lambda: below(tables_of_four(80, b"<w:p>" + run(b"x" * 59_000) + b"</w:p>") * 110),
    "text boxes": lambda: below(times(b"<w:p><w:r><w:txbxContent><w:p>" + run(b"x") + b"</w:p></w:txbxContent></w:r></w:p>", 7)),
    "comments": lambda: comments(times(b"<w:p>" + run(b"x") + b"</w:p>", 4)),
    "one comment": lambda: comments(b"<w:p>" + run(b"x " * (PART // 2)) + b"</w:p>"),
    "both parts full": lambda: all_of(comments(b"<w:p>" + run(b"x " * (PART // 2 - 200_000)) + b"</w:p>"), said(b"a word " * (PART // 7 - 200_000))),
    "both parts of many": lambda: all_of(comments(times(b"<w:p>" + run(b"x") + b"</w:p>", 4)), below(times(b"<w:p>" + run(b"x") + b"</w:p>", 4))),
    "relationships": lambda: part(RELS, b"<Relationships>" + b'<Relationship Type="a/header" Target="header1.xml"/>' * 100_000 + b"</Relationships>"),
    "entries": lambda: many_entries,
    "a large file": lambda: padded,
}

if __name__ == "__main__":
    main()
