#!/usr/bin/python3
"""Proves that `stopgap status` counts a share right, to the last form: one that examples/share.rs filled.

usage: status.py EXAMPLE
"""
import collections
import csv
import datetime
import io
import json
import os
import sys
import tempfile

import stopgap
from tally import Tally

PEOPLE, FORMS = (int(os.environ.get(name, number)) for name, number in (("PEOPLE", "20"), ("FORMS", "50")))


OUTAGE = datetime.datetime(2026, 11, 5, 18), datetime.datetime(2026, 11, 12, 9, 30)
SETTINGS = """
share: {}
published: /published
secure: /secure
services: [{{ name: Service 0, teams: [{{ name: Team 0 }}] }}]
outages: [{{ id: OUT-1, from: {:%d/%m/%Y %H:%M}, to: {:%d/%m/%Y %H:%M} }}]
"""


def by_outage(tally, share, wanted):
    """With an outage in the settings, each piece of work says whether it was recorded in it."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as settings:
        settings.write(SETTINGS.format(share, *OUTAGE))
        settings.flush()
        asked = ["status", share, "--settings", settings.name, "--templates", "template-defs"]
        counted = {one["outage"]: one["open"] for one in json.loads(stopgap.stopgap(*asked, "--json"))["outages"]}
        lines = list(csv.DictReader(io.StringIO(stopgap.stopgap(*asked, "--csv"))))
    lines = [line for line in lines if line["state"] == "to enter"]
    tally.same(sum(counted.values()), wanted, "pieces of work by outage")
    tally.same(counted, collections.Counter(line["outage"] or None for line in lines), "lines by outage")
    tally.note(counted.get("OUT-1", 0) > 0, "nothing was recorded in the outage")
    for line in lines:
        day = line["recorded"] and datetime.datetime.strptime(line["recorded"], "%d/%m/%Y").date()
        # Of the days on which it begins and ends the time decides, which is not in the line.
        if not day or day not in {at.date() for at in OUTAGE}:
            during = bool(day) and OUTAGE[0].date() < day < OUTAGE[1].date()
            tally.same(line["outage"] == "OUT-1", during, f"work of {day} is in the outage")


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
        by_outage(tally, share, len(shown))
    tally.close()


main()
