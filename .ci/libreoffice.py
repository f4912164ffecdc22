#!/usr/bin/python3
"""Proves that a form filled with LibreOffice is read right, or with a finding on each field that LibreOffice harmed."""
import os
import tempfile

import invented
import stopgap
from tally import Tally


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for template in stopgap.TEMPLATES:
            form = stopgap.new_form(template, folder)
            blank = stopgap.read(form)
            answers = invented.invent(form, blank, more_rows=0)     # LibreOffice cannot add rows
            values = for_libreoffice(answers)
            filled = os.path.join(folder, template + "-libreoffice.docx")
            reached = stopgap.fill_in_libreoffice(form, values, filled)
            wanted = {tag for tag, value in values.items() if value is not None}
            tally.same(wanted - reached, set(), f"{template}: controls that LibreOffice did not show")
            doubts = invented.judge(tally, template, answers, blank, stopgap.read(filled), invented.Opened())
            tally.note(len(doubts) < len(answers), f"{template}: not one field was read for certain")
            print(f"{template}: {len(answers) - len(doubts)} fields read right, {len(doubts)} in doubt, and said so")
    tally.close()


def for_libreoffice(answers):
    """What the filler is told: the cells of a column as a list, those left blank among them."""
    values = {}
    for one in answers.values():
        if one.kind != "table":
            values.update(one.fills)
            continue
        for row in one.value:
            for cell in row.values():
                for tag, value in cell.fills.items():
                    values.setdefault(tag, []).append(value)
    return values


main()
