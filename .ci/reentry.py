#!/usr/bin/python3
"""Proves a whole re-entry, through the line protocol of `stopgap enter --json`, on a display with xclip.

What is to be pasted or attached is on the clipboard at its step and at no other; whoever stops halfway leaves nothing
there and carries on later; everything filled in comes by, to the worker or to whoever else has a part of the form; no
value stays behind in a file; the worker's end stamps the tracker row, and that of a brother or sister.
"""
import glob
import json
import os
import re
import subprocess
import tempfile

import invented
import stopgap
import x11
from tally import Tally

REPLIES = {"live": "y", "key": "n", "text": invented.PIN, "sure": "y", "reason": "Nobody could say.", "confirm": "y"}
MOST_STEPS = 1000
# Every form has room for brothers and sisters, and each of them is a whole round: one template shows it.
WITH_A_SISTER = "case-note"


def main():
    tally = Tally()
    for template in stopgap.TEMPLATES:
        with tempfile.TemporaryDirectory() as folder:
            reenter(tally, template, folder)
    tally.close()


def reenter(tally, template, folder):
    blank_form = stopgap.new_form(template, folder)
    answers = invented.invent(blank_form, stopgap.read(blank_form))
    sister = answers.pop("also_for")
    if template == WITH_A_SISTER:
        rows = sister.value[:1]
        answers["also_for"] = invented.Answer("table", {"also_for": [invented.merged(cells) for cells in rows]}, rows)
    form = filled_form(blank_form, answers, os.path.join(folder, "desk", template + ".docx"))
    found = stopgap.read(form)
    tracker = os.path.join(folder, "SCNorth_JaneSmith.docx")
    stopgap.stopgap("tracker", "new", "--name", "Jane Smith", "--team", "SCNorth", "--to", tracker)
    stopgap.stopgap("tracker", "add", tracker, "--pin", invented.PIN, "--surname", "Samplesson",
                    "--dob", "01/02/2015", "--nature", f"Work done ({found['form']})")

    secrets = markers(json.dumps(invented.merged(answers))) | {invented.PIN}
    begun = Sitting(tally, f"{template}, stopped", secrets, found)
    begun.enter(form, tracker, stop_at=2)
    tally.same([row["entered"] for row in stopgap.rows(tracker)], [None], f"{template}: stamps after a stop halfway")
    done = Sitting(tally, template, secrets, found)
    done.enter(form, tracker)
    stamps = [row["entered"] for row in stopgap.rows(tracker)]
    tally.same(len(stamps), 1 + (template == WITH_A_SISTER), f"{template}: rows in the tracker at the end")
    tally.note(all(stamps), f"{template}: a tracker row is not stamped at the end")
    seen = begun.seen | done.seen
    for other in others(template):
        part = Sitting(tally, f"{template}, {other}", secrets, found)
        part.enter(form, tracker, by=other)
        seen |= part.seen
    for field_id, one in answers.items():
        if one.kind in ("prose", "table") and found["fields"][field_id]["into"]:
            missed = markers(json.dumps(one.fills)) - seen
            tally.same(missed, set(), f"{template}: texts of {field_id} that were never offered")
    print(f"{template}: {begun.pasted} texts offered before the stop, {done.pasted} after")


def others(template):
    """Who else enters a part of the form."""
    plan = stopgap.stopgap("plan", template)
    return dict.fromkeys(re.findall(r"^.+, entered by (\S+)$", plan, re.MULTILINE))


def filled_form(blank_form, answers, form):
    """The form filled in, in a folder where nothing else stands."""
    filled = blank_form + ".filled.docx"
    stopgap.fill(blank_form, invented.merged(answers), filled)
    os.mkdir(os.path.dirname(form))
    os.rename(filled, form)
    return form


class Sitting:
    """One person at one form, from the start of the program to its end."""

    def __init__(self, tally, name, secrets, form):
        self.tally, self.name, self.secrets, self.form = tally, name, secrets, form["fields"]
        self.seen, self.pasted, self.progress = set(), 0, set()

    def enter(self, form, tracker, stop_at=None, by=None):
        # xclip has no window that could be in front, so it is no person's paste.
        command = [stopgap.PROGRAM, "enter", form, "--json", "--shield", "off", "--tracker", tracker]
        command += ["--by", by] if by else []
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True)
            try:
                self.talk(program, os.path.dirname(form), stop_at, stamps=stop_at is None and by is None)
                program.stdin.close()
                code = program.wait(30)
            finally:
                program.kill()
            said.seek(0)
            complaint = said.read()
        self.tally.note(code == 0, f"{self.name}: the exit code is {code}: {complaint}")
        self.tally.same(markers(complaint), set(), f"{self.name}: answers on standard error")
        self.tally.note(x11.settles_on(None), f"{self.name}: something is on the clipboard after the end")
        self.tally.note(self.pasted, f"{self.name}: no text was offered")
        self.tally.note(self.progress, f"{self.name}: no progress file stood beside the form at any time")

    def talk(self, program, folder, stop_at, stamps):
        """Answers each line of the program until it says that it is done."""
        for _ in range(MOST_STEPS):
            line = program.stdout.readline()
            if not self.tally.note(line, f"{self.name}: the program ended before it was done"):
                return
            wish = json.loads(line)
            self.look(wish, folder)
            self.seen |= markers(line)
            if wish["wants"] == "done":
                self.tally.same(wish["stamped"], stamps, f"{self.name}: stamped")
                return
            stop = wish["wants"] == "key" and self.pasted == stop_at
            program.stdin.write(("q" if stop else self.reply(wish)) + "\n")
            program.stdin.flush()
        self.tally.note(False, f"{self.name}: still not done after {MOST_STEPS} lines, the last: {line}")

    def reply(self, wish):
        """What a person would answer who sees the right record on the screen."""
        if wish["wants"] != "child":
            return REPLIES[wish["wants"]]
        if wish["kind"] == "prove":
            return shown(self.form["children"]["value"][wish["round"]["row"] - 1], wish["asked"])
        if wish.get("record", 1) > 1:
            return shown(self.form["also_for"]["value"][wish["record"] - 2], wish["asked"])
        return invented.PIN

    def look(self, wish, folder):
        """Compares the clipboard, and the files beside the form, with what may be there at this step."""
        where = f"{self.name}, step {wish.get('step')} ({wish['wants']}, {wish.get('kind')})"
        if wish["wants"] == "key" and wish["kind"] in ("paste", "attach"):
            self.pasted += 1
            self.tally.note(x11.settles_on(wish["text"]), f"{where}: the clipboard does not hold its text")
        else:
            self.tally.note(x11.settles_on(None), f"{where}: something is on the clipboard")
        for path in filter(os.path.isfile, glob.glob(f"{folder}/**", recursive=True, include_hidden=True)):
            with open(path, "rb") as file:
                content = file.read()
            if not content.startswith(b"PK"):      # a copy of the form may stand there, but nothing else that tells
                self.progress.add(path)
                leaked = [secret for secret in self.secrets if secret.encode() in content]
                self.tally.same(leaked, [], f"{where}: answers in {os.path.basename(path)}")


def shown(child, asked):
    """What the screen shows of a child, as far as it is asked for."""
    if asked == "pin-or-birth":
        return child["pin"]
    if asked == "birth":
        year, month, day = child["dob"].split("-")
        first, _, last = (child.get("name") or "").rpartition(" ")
        names = [child.get("forename") or first, child.get("surname") or last]
        letters = (next((letter for letter in name if letter.isalpha()), "") for name in names)
        return f"{day}/{month}/{year} {''.join(letters)}"
    return "y"


def markers(text):
    return set(re.findall(r"zq\d{4}", text))


main()
