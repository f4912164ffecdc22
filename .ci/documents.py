#!/usr/bin/python3
"""Makes each kind of document that stopgap writes, to be judged: blank and filled forms, trackers added to and stamped.

usage: documents.py FOLDER
"""
import os
import shutil
import sys
import zipfile

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
        stopgap.stopgap("new", template, "--to", os.path.join(folder, template + "-filled.docx"), *sets)
    trackers(folder)


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
    with zipfile.ZipFile(document) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename == "word/settings.xml":
                assert TRACKING[0] in text, "the settings have no tab stops"
                text = text.replace(*TRACKING)
            new.writestr(part, text)


main()
