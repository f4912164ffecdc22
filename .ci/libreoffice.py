#!/usr/bin/python3
"""Proves that a form filled with LibreOffice is read right but for line breaks that LibreOffice lost, and that these
are owned up to."""
import os
import tempfile

import invented
import stopgap
from tally import Tally

# Of the fields of a form: no more of them are texts of several lines.
MOST_IN_DOUBT = 1 / 3


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
            tally.note(len(doubts) <= MOST_IN_DOUBT * len(answers), f"{template}: {len(doubts)} fields are in doubt")
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
