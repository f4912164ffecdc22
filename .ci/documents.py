#!/usr/bin/python3
"""Makes each kind of document that stopgap writes, to be judged: blank and filled forms, re-entry sheets, trackers added to and
stamped, and all of them with a council's name and logo.

usage: documents.py FOLDER
"""
import os
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib

import invented
import stopgap

ROWS = 30      # more than a tracker is made with: the last ones are new rows, not blank ones that were filled
# Its place among the settings is fixed: before the tab stops.
TRACKING = (b"<w:defaultTabStop ", b"<w:trackRevisions/><w:defaultTabStop ")


def main():
    folder = sys.argv[1]
    for template in stopgap.TEMPLATES:
        blank = stopgap.new_form(template, folder)
        answers = invented.invent(blank, stopgap.read(blank), more_rows=0)
        sets = [part for line in lines(answers) for part in ("--set", line)]
        filled = os.path.join(folder, template + "-filled.docx")
        stopgap.stopgap("new", template, "--to", filled, *sets)
        stopgap.stopgap("enter", filled, "--print", os.path.join(folder, template + "-sheet.docx"))
    trackers(folder)
    entered(folder)
    for kind, picture in (("png", png(600, 150)), ("jpeg", jpeg())):
        headed(folder, kind, picture)


# Enough of a case note to be entered to its end.
NOTE = ["system=LCS", "pin=8123477", "child_surname=O'Brien & <Sons>", "child_dob=12/04/2010", "title=Home visit",
        "note=What was said", "also_for[1].pin=8123488", "also_for[1].surname=O'Brien & <Sons>", "also_for[1].dob=02/02/2016"]


def entered(folder):
    """Forms that say that they were entered, for two children; also with Track Changes on, and with a block no more."""
    sets = [part for line in NOTE for part in ("--set", line)]
    for name, change in (("entered", None), ("entered-tracked", tracking), ("entered-older", without_block)):
        form, made = os.path.join(folder, name + ".docx"), os.path.join(folder, name + "-before.docx")
        stopgap.stopgap("new", "case-note", "--to", made, *sets)
        (change or shutil.copy)(made, form)
        answers = "y\n" + "".join(f"{pin}\n" + "\n" * 12 + "k\ny\n" for pin in ("8123477", "8123488"))
        ended = subprocess.run([stopgap.PROGRAM, "enter", form, "--print", "--json"], input=answers, text=True,
                               capture_output=True, check=True)
        assert '"wants":"done"' in ended.stdout.splitlines()[-1], ended.stdout
        with zipfile.ZipFile(form) as document:
            assert document.read("word/document.xml").count(b"Entered into LCS for ") == 2, name


def without_block(document, out):
    """A copy of a form as it was before there was a block for office use."""
    def cut(text):
        start = text.rindex(b"<w:tbl>", 0, text.index(b">Office use<"))
        return text[:start] + text[text.index(b"</w:tbl>", start) + len(b"</w:tbl>"):]
    with_part(document, out, "word/document.xml", cut)


# A name that could break a document that did not escape it.
SETTINGS = """council: O'Brien & <Sons> "Council"
logo: logo.{kind}
share: {place}
published: {place}/published
secure: {place}-secure
services: [{{ name: Assessment, teams: [{{ name: SCNorth, mailbox: scnorth@example.gov.uk }}] }}]
"""


def headed(folder, kind, picture):
    """What is published, made and filled by settings with a logo."""
    place = os.path.join(folder, "council-" + kind)
    os.mkdir(place)
    settings = os.path.join(place, "stopgap.yaml")
    with open(settings, "w", encoding="utf-8") as file:
        file.write(SETTINGS.format(kind=kind, place=place))
    with open(os.path.join(place, "logo." + kind), "wb") as file:
        file.write(picture)

    def by_settings(*words):
        return stopgap.stopgap(*words, "--settings", settings)

    by_settings("publish")
    made = os.path.join(place, "published", "made.docx")
    by_settings("new", "case-note", "--to", made, *(part for line in NOTE for part in ("--set", line)))
    tracker = os.path.join(place, "published", "made-tracker.docx")
    by_settings("tracker", "new", "--name", "Jane Smith", "--team", "SCNorth", "--to", tracker)
    by_settings("tracker", "add", tracker, "--pin", "8123477", "--surname", "Inventson", "--dob", "01/02/2015", "--nature", "Call")
    documents = [name for name in os.listdir(os.path.join(place, "published")) if name.endswith(".docx")]
    for name in documents:
        document = os.path.join(folder, f"headed-{kind}-{name}")
        shutil.move(os.path.join(place, "published", name), document)
        with zipfile.ZipFile(document) as parts:
            assert parts.read("word/media/logo." + kind) == picture, name
            assert b'descr="Logo of O\'Brien &amp; &lt;Sons' in parts.read("word/document.xml"), name


def png(width, height):
    """A picture of stripes."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    row = b"\0" + b"".join(bytes((30 + at * 200 // width, 60, 120)) for at in range(width))
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(row * height)) + chunk(b"IEND", b"")


def jpeg():
    """A grey picture of 8 by 16 pixels: two blocks that say nothing, by tables of one word each (ITU T.81, annex B)."""
    def segment(marker, data):
        return bytes((0xff, marker)) + struct.pack(">H", len(data) + 2) + data
    codes = bytes([1] + [0] * 15) + b"\0"
    return b"".join((
        b"\xff\xd8", segment(0xe0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), segment(0xdb, b"\0" + bytes([1] * 64)),
        segment(0xc0, b"\x08" + struct.pack(">HH", 16, 8) + b"\1\1\x11\0"), segment(0xc4, b"\0" + codes),
        segment(0xc4, b"\x10" + codes), segment(0xda, b"\1\1\0\0\x3f\0"), b"\x0f", b"\xff\xd9"))


def lines(answers):
    """The answers as `ID=VALUE`."""
    for field_id, one in answers.items():
        if one.kind != "table":
            yield from (f"{field_id}={text}" for text in said(one))
            continue
        for row, cells in enumerate(one.value, 1):
            for column, cell in cells.items():
                yield from (f"{field_id}[{row}].{column}={text}" for text in said(cell))


def said(one):
    """What is said for one answer: one text, or none."""
    if one.kind == "pick":
        return [one.label]
    if one.kind == "tick":
        return ["yes" if one.value else "no"]
    if one.kind == "ticks":
        return [",".join(one.value)] if one.value else []
    return [one.value] if one.value else []


def trackers(folder):
    def named(name):
        return os.path.join(folder, f"tracker-{name}.docx")

    stopgap.stopgap("tracker", "new", "--name", "Jane Smith", "--team", "SCNorth", "--to", named("blank"))
    shutil.copy(named("blank"), named("rows"))
    for number in range(ROWS):
        stopgap.stopgap("tracker", "add", named("rows"), "--pin", str(8123400 + number), "--surname", "O'Brien & <Sons>",
                        "--dob", "01/02/2015", "--nature", "New Contact, \"urgent\" <café>")
    shutil.copy(named("rows"), named("stamped"))
    tracking(named("rows"), named("tracked"))
    for name in ("stamped", "tracked"):
        stopgap.stopgap("tracker", "stamp", named(name), "--row", str(ROWS))
    stopgap.stopgap("tracker", "add", named("tracked"), "--pin", "NEW", "--surname", "Samplesson", "--dob", "01/02/2015",
                    "--nature", "Case note")


def tracking(document, out):
    """A copy of a document with Track Changes on."""
    def on(text):
        assert TRACKING[0] in text, "the settings have no tab stops"
        return text.replace(*TRACKING)
    with_part(document, out, "word/settings.xml", on)


def with_part(document, out, part, change):
    """A copy of a document in which one part is another one."""
    with zipfile.ZipFile(document) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            new.writestr(entry, change(text) if entry.filename == part else text)


main()
