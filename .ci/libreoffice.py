#!/usr/bin/python3
"""Proves that a form filled with LibreOffice is read right but for line breaks that LibreOffice lost, and that these
are owned up to; and so is what it does to comments and struck-out words when it saves a form that was filled in Word."""
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
            if template in stopgap.TEMPLATES[::9]:      # it takes some seconds, and the template matters little
                for oddity in ("comment", "corrected"):
                    judge_saved_again(tally, form, folder, f"{template}-{oddity}", answers, oddity)
    tally.close()


def judge_saved_again(tally, form, folder, name, answers, oddity):
    """A form that was filled in Word, with a comment or a correction in each text, and saved by LibreOffice."""
    values = {tag: value for one in answers.values() if one.kind != "table" for tag, value in one.fills.items()}
    filled, saved = os.path.join(folder, name + ".docx"), os.path.join(folder, "saved")
    stopgap.fill(form, values, filled, oddity)
    profile = "-env:UserInstallation=file://" + os.path.join(folder, "profile")
    stopgap.run("soffice", profile, "--headless", "--convert-to", "docx", "--outdir", saved, filled)
    found = stopgap.read(os.path.join(saved, name + ".docx"))
    doubted = {finding["field"] for finding in found["findings"] if finding["kind"] == "program"}
    for field_id, one in answers.items():
        if one.kind != "prose":
            continue
        text = (found["fields"][field_id]["value"] or "").split()
        tally.note(
            text == one.value.split() or field_id in doubted,
            f"{name}: {field_id} is not what was written, and nothing doubts it",
        )


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
