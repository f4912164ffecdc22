#!/usr/bin/python3
"""Proves that what people fill in with Word is what stopgap reads, whatever Word does to the document.

Each template is filled once for each habit of Word, with rows added and every ninth field left blank. A value has to
be read as it was filled in; where the habit changes the page, as the page shows it, or with a finding on the field.
"""
import os
import tempfile

import invented
import stopgap
from tally import Tally

QUIRKS = "runs tracked corrected comment goback dupids smart mc field special paste unwrap plain".split()


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for template in stopgap.TEMPLATES:
            form = stopgap.new_form(template, folder)
            blank = stopgap.read(form)
            answers = invented.invent(form, blank)
            kinds = [one.kind for one in answers.values()]
            print(f"{template}: {len(kinds)} fields,", ", ".join(f"{kinds.count(k)} {k}" for k in sorted(set(kinds))))
            for quirk in QUIRKS:
                filled = os.path.join(folder, f"{template}-{quirk}.docx")
                name = f"{template}, {quirk}"
                missing = stopgap.fill(form, invented.merged(answers), filled, quirk)
                tally.same(missing, [], f"{name}: controls that could not be filled")
                page = invented.Page(form, quirk, answers)
                doubts = invented.judge(tally, name, answers, blank, stopgap.read(filled), page)
                if doubts:
                    print(f"  {quirk}: in doubt, and said so:", ", ".join(sorted(doubts)))
    tally.close()


main()
