#!/usr/bin/python3
"""Proves that Word will open what stopgap makes: Microsoft's validator finds no error in it, nor does the ECMA schema.

usage: documents_valid.py VALIDATOR FILE..
"""
import json
import os
import subprocess
import sys

import stopgap
from tally import Tally


def main():
    tally = Tally()
    validator, documents = sys.argv[1], sys.argv[2:]
    for document in documents:
        name = os.path.basename(document)
        judged = subprocess.run([validator, document], capture_output=True, text=True, timeout=120)
        verdict = json.loads(judged.stdout)
        tally.note(verdict["ok"] and not verdict["errors"], f"{name}: {json.dumps(verdict['errors'][:5], indent=1)}")
    lines = stopgap.run(stopgap.PYTHON, os.path.join(stopgap.RIGS, "xsdcheck.py"), *documents).splitlines()
    for line in lines:
        tally.note(line.endswith(" valid"), line)
    for document in documents:
        tally.note(f"{document} word/document.xml valid" in lines, f"{document}: its main part was not checked")
    tally.close()


main()
