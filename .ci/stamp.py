#!/usr/bin/python3
"""Proves that stamping a tracker adds one stretch of text inside one cell, and leaves every other byte as it was."""
import os
import shutil
import tempfile
import zipfile

from lxml import etree

import stopgap
from tally import Tally

CELL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tc"
ROWS = [("1234567", "Samplesson", "01/02/2015"), ("NEW", "O'Brien & Sons", "15/07/2019"), ("7654321", "Nguyễn", "31/12/2008")]
ENTERED = "24/11/2025"      # a day that has not come yet is refused


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        tracker = os.path.join(folder, "SCNorth_JaneSmith.docx")
        stopgap.stopgap("tracker", "new", "--name", "Jane Smith", "--team", "SCNorth", "--to", tracker)
        for pin, surname, dob in ROWS:
            stopgap.stopgap("tracker", "add", tracker, "--pin", pin, "--surname", surname, "--dob", dob,
                            "--nature", "New Contact <urgent>", "--recorded", "10/11/2025 17:10")
        before = stopgap.rows(tracker)
        tally.same([row["pin"] for row in before], [pin for pin, _, _ in ROWS], "the rows that were added")
        copy = os.path.join(folder, "before.docx")
        shutil.copy(tracker, copy)
        number = before[1]["row"]
        stopgap.stopgap("tracker", "stamp", tracker, "--row", str(number), "--date", ENTERED)

        wanted = [dict(row, entered=ENTERED) if row["row"] == number else row for row in before]
        tally.same([without_year(row) for row in stopgap.rows(tracker)], [without_year(row) for row in wanted],
                   "the rows after the stamp")
        compare(tally, zipfile.ZipFile(copy), zipfile.ZipFile(tracker))
    tally.close()


def without_year(row):
    """A tracker may write its years with two figures or four."""
    return dict(row, entered=row["entered"] and row["entered"].replace("/2025", "/25"))


def compare(tally, before, after):
    tally.same(after.namelist(), before.namelist(), "the parts of the file and their order")
    for part in before.namelist():
        if part != "word/document.xml":
            tally.note(before.read(part) == after.read(part), f"{part} has changed")
    old, new = before.read("word/document.xml"), after.read("word/document.xml")
    start = len(os.path.commonprefix([old, new]))
    tally.note(len(new) > len(old) and old[start:] == new[len(new) - (len(old) - start):],
               f"more than one stretch was changed, from {new[start - 40:start + 80]!r}")
    changed = [at for at, (was, now) in enumerate(zip(cells(old), cells(new), strict=True)) if was != now]
    tally.same(len(changed), 1, "cells that changed")
    tally.same(outside_cells(new), outside_cells(old), "the document outside its cells")


def cells(document):
    return [etree.tostring(cell, with_tail=False) for cell in etree.fromstring(document).iter(CELL)]


def outside_cells(document):
    root = etree.fromstring(document)
    for cell in list(root.iter(CELL)):
        cell.clear()
    return etree.tostring(root)


main()
