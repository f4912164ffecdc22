#!/usr/bin/env python3
"""Proves that trackers which people made by hand are stamped in one cell: made with python-docx in the council's layout, as
LibreOffice saves them, and varied as people vary them.

usage: handmade.py VALIDATOR    (with a Python that has python-docx)
"""
import copy
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

import stopgap
from tally import Tally

HEADINGS = ["EHM or LCS PIN or ‘NEW’", "Child Surname and DOB", "Restricted Record?",
            "Date & Time\nInformation Recorded", "Nature of Work Undertaken", "Date Entered into Liquidlogic"]
SAMPLES = [["(e.g.)\nNEW", "Smith 10/06/2019", "", "10/11/2020\n17:10", "New Contact, Progress to referral", "16/11/20"],
           ["(e.g.) 123455", "Jones 12/04/2010", "x", "01/09/2020\n11:45", "Case Note added", ""]]
WORK = [["7001", "Samplesson 01/02/2015", "", "10/11/2025 17:10", "New Contact", ""],
        ["NEW", "O’Brien & Sons 15/07/19", "x", "11/11/25 09:15", "Assessment started", "12/11/25"],
        ["7003", "Nguyễn 31/12/2008", "", "Tuesday 11 November 2025", "Case note\nand a call", ""]]
STAMPED = "7003"
ENTERED = "24/11/2025"


def main():
    tally = Tally()
    validator = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for vary in VARIATIONS:
            path = os.path.join(folder, vary.__name__ + ".docx")
            vary(as_the_council_has_it()).save(path)
            made.append(path)
        libre = os.path.join(folder, "libre")
        stopgap.run("libreoffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx",
                    "--outdir", libre, *made)
        for path in made + [os.path.join(libre, os.path.basename(path)) for path in made]:
            check(tally, validator, path)
    tally.close()


def check(tally, validator, path):
    name = os.path.relpath(path, os.path.dirname(os.path.dirname(path)))
    rows = stopgap.rows(path)
    mine = [row["row"] for row in rows if row["pin"] == STAMPED]
    if not tally.same(len(mine), 1, f"{name}: rows that are to be stamped, of {rows}"):
        return
    tally.note(not any((row["pin"] or "").startswith("(e.g.)") for row in rows), f"{name}: samples among the rows")
    before, faults = zipfile.ZipFile(path), judged(validator, path)
    parts = {part: before.read(part) for part in before.namelist()}
    stopgap.stopgap("tracker", "stamp", path, "--row", str(mine[0]), "--date", ENTERED)
    after = zipfile.ZipFile(path)
    tally.same(after.namelist(), before.namelist(), f"{name}: the parts and their order")
    main_part = "word/document.xml"
    for part, data in parts.items():
        if part != main_part:
            tally.note(after.read(part) == data, f"{name}: {part} has changed")
    old, new = cells(parts[main_part]), cells(after.read(main_part))
    changed = [at for at, (was, now) in enumerate(zip(old, new)) if was != now]
    tally.same((len(old) == len(new), len(changed)), (True, 1), f"{name}: cells that changed")
    shown = {row["row"]: row["entered"] for row in stopgap.rows(path)}
    tally.same(shown[mine[0]], ENTERED, f"{name}: the day in the row")
    wanted = {row["row"]: row["entered"] for row in rows}
    wanted[mine[0]] = ENTERED
    tally.same(shown, wanted, f"{name}: the days in the other rows")
    tally.same(judged(validator, path), faults, f"{name}: faults that the validator finds")


def judged(validator, path):
    said = subprocess.run([validator, path], capture_output=True, text=True, timeout=120).stdout
    return sorted(re.sub(r"\d+", "", error.get("description", "")) for error in json.loads(said)["errors"])


def cells(document):
    """The cells that hold no other cell."""
    found = etree.fromstring(document).iter(qn("w:tc"))
    return [etree.tostring(cell, with_tail=False) for cell in found if cell.find(".//" + qn("w:tc")) is None]


def as_the_council_has_it():
    document = docx.Document()
    document.add_paragraph("Your Name: Jane Smith")
    document.add_paragraph("In the table below please indicate the casework you have undertaken.")
    table = document.add_table(rows=1, cols=6)
    table.style = "Table Grid"
    first = table.rows[0].cells
    first[0].merge(first[5]).text = "Team Name: SCNorth"
    for texts in [HEADINGS, *SAMPLES, *WORK]:
        add(table, texts)
    return document


def add(table, texts):
    for cell, text in zip(table.add_row().cells, texts):
        cell.text = text


def row_of(document, pin):
    return next(row for table in document.tables for row in table.rows if row.cells[0].text.strip() == pin)


def plain(document):
    return document


def reworded(document):
    for cell, text in zip(document.tables[0].rows[1].cells, ["LCS PIN", "Child’s name & D.O.B.", "Restricted (x)",
                                                           "When recorded", "Work undertaken", "Date put on LCS"]):
        cell.text = text
    return document


def in_another_order(document):
    for row in document.tables[0].rows[1:]:
        cells = row._tr.tc_lst
        row._tr.remove(cells[5])
        cells[0].addnext(cells[5])
    return document


def with_columns_of_its_own(document):
    table = document.tables[0]
    for heading in ("Forename", "Entered by"):
        for cell, text in zip(table.add_column(docx.shared.Cm(2)).cells[1:], [heading] + [""] * 20):
            cell.text = text
    return document


def in_two_tables(document):
    below = copy.deepcopy(document.tables[0]._tbl)
    document.tables[0]._tbl.addnext(below)
    below.addprevious(OxmlElement("w:p"))
    for table, keep in ((document.tables[0], WORK[0][0]), (document.tables[1], STAMPED)):
        for row in list(table.rows)[4:]:
            if row.cells[0].text != keep:
                table._tbl.remove(row._tr)
    return document


def with_blank_rows(document):
    table = document.tables[0]
    add(table, [""] * 6)
    table.rows[4]._tr.addprevious(table.rows[-1]._tr)
    add(table, [""] * 6)
    return document


def with_one_pin_for_two_rows(document):
    table = document.tables[0]
    add(table, ["", "Nguyễn 31/12/2008", "", "12/11/2025 10:00", "Visit", ""])
    table.cell(len(table.rows) - 2, 1).merge(table.cell(len(table.rows) - 1, 1)).text = "Nguyễn 31/12/2008"
    table.rows[-1].cells[0].text = "7004"
    return document


def tracked(document):
    document.settings.element.insert(0, OxmlElement("w:trackRevisions"))
    paragraph = row_of(document, STAMPED).cells[4].paragraphs[0]._p
    paragraph.append(parse_xml(f'<w:del {nsdecls("w")} w:id="901" w:author="J"><w:r><w:delText>no</w:delText></w:r></w:del>'))
    paragraph.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="902" w:author="J"><w:r><w:t>yes</w:t></w:r></w:ins>'))
    return document


def with_controls(document):
    cell = row_of(document, STAMPED).cells[5]._tc
    control = parse_xml(f'<w:sdt {nsdecls("w")}><w:sdtPr><w:showingPlcHdr/><w:date/></w:sdtPr><w:sdtContent>'
                        '<w:r><w:t>Click or tap to enter a date.</w:t></w:r></w:sdtContent></w:sdt>')
    cell.p_lst[0].append(control)
    return document


def with_a_table_inside(document):
    cell = row_of(document, STAMPED).cells[4]
    cell.add_table(rows=2, cols=2).cell(0, 0).text = "7001"
    cell.add_paragraph("below it")
    return document


def pasted_with_looks(document):
    row = row_of(document, STAMPED)
    run = row.cells[4].paragraphs[0].add_run(" in bold")
    run.bold, run.font.size = True, docx.shared.Pt(14)
    row.cells[5].paragraphs[0].style = "List Bullet"
    row.height = docx.shared.Cm(2)
    return document


VARIATIONS = [plain, reworded, in_another_order, with_columns_of_its_own, in_two_tables, with_blank_rows,
              with_one_pin_for_two_rows, tracked, with_controls, with_a_table_inside, pasted_with_looks]

main()
