#!/usr/bin/python3
"""Proves that `stopgap status` counts a share right, to the last form: one that examples/share.rs filled.

usage: status.py EXAMPLE
"""
import collections
import csv
import io
import json
import os
import sys
import tempfile

import stopgap
from tally import Tally

PEOPLE, FORMS = (int(os.environ.get(name, number)) for name, number in (("PEOPLE", "20"), ("FORMS", "50")))


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as share:
        wanted = json.loads(stopgap.run(sys.argv[1], "make", share, str(PEOPLE), str(FORMS)))
        status = json.loads(stopgap.stopgap("status", share, "--json"))
        tally.same(len(status["copies"]), wanted.pop("copies"), "forms that lie there twice")
        tally.same(status["counts"], wanted, "the counts of all")
        people = [person for team in status["teams"] for person in team["people"]]
        tally.same(len(people), PEOPLE, "people")
        for counted in (status["teams"], people):
            for what, count in wanted.items():
                tally.same(sum(one["counts"][what] for one in counted), count, f"{what}, added up")
        shown = [work for person in people for work in person["open"]]
        tally.same(len(shown), wanted["open"] - wanted["restricted"], "pieces of work that are named")
        tally.note("Samplesson" not in json.dumps(status), "a child is named")
        lines = list(csv.DictReader(io.StringIO(stopgap.stopgap("status", share, "--csv"))))
        states = collections.Counter(line["state"] for line in lines)
        restricted = wanted["restricted"]
        wanted_states = {"to enter": len(shown), "to enter (restricted)": restricted}
        tally.same(states, wanted_states, "lines for a spreadsheet")
        said = {key for line in lines if "restricted" in line["state"] for key in line if line[key]}
        tally.same(said, {"team", "person", "state"}, "what is said of restricted work")
    tally.close()


main()
