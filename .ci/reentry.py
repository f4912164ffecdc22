#!/usr/bin/python3
"""Proves a whole re-entry: what is to be pasted is on the clipboard at its step and at no other, everything filled in
comes by, no value stays behind in a file, and the tracker row is stamped at the end. Needs a display and xclip."""
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

REPLIES = {"live": "y", "child": invented.PIN, "key": "n", "text": invented.PIN,
           "reason": "Nobody could say.", "confirm": "y"}
MOST_STEPS = 1000


def main():
    tally = Tally()
    for template in stopgap.TEMPLATES:
        with tempfile.TemporaryDirectory() as folder:
            reenter(tally, template, folder)
    tally.close()


def reenter(tally, template, folder):
    blank_form = stopgap.new_form(template, folder)
    blank = stopgap.read(blank_form)
    answers = invented.invent(blank_form, blank)
    form = os.path.join(folder, "desk", f"{template}.docx")
    os.mkdir(os.path.dirname(form))
    stopgap.fill(blank_form, invented.merged(answers), os.path.join(folder, "filled.docx"))
    os.rename(os.path.join(folder, "filled.docx"), form)
    found = stopgap.read(form)
    tracker = os.path.join(folder, "SCNorth_JaneSmith.docx")
    stopgap.stopgap("tracker", "new", "--name", "Jane Smith", "--team", "SCNorth", "--to", tracker)
    stopgap.stopgap("tracker", "add", tracker, "--pin", invented.PIN, "--surname", "Samplesson",
                    "--dob", "01/02/2015", "--nature", f"Work done ({found['form']})")

    secrets = {word for word in markers(json.dumps(invented.merged(answers)))} | {invented.PIN}
    with open(os.path.join(folder, "stderr"), "w+", encoding="utf-8") as said:
        program = subprocess.Popen([stopgap.PROGRAM, "enter", form, "--json", "--tracker", tracker], text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said)
        seen, pasted = drive(tally, template, program, os.path.dirname(form), secrets)
        tally.same(program.wait(30), 0, f"{template}: the exit code")
        said.seek(0)
        tally.same(markers(said.read()), set(), f"{template}: answers on standard error")
    tally.note(x11.settles_on(None), f"{template}: something is on the clipboard after the end")
    tally.note(pasted > 5, f"{template}: only {pasted} texts were offered")
    for field_id, one in answers.items():
        if one.kind == "prose" and found["fields"][field_id]["into"]:
            tally.note(markers(one.value) <= seen, f"{template}: {field_id} was never offered")
    stamped = [row["entered"] for row in stopgap.rows(tracker)]
    tally.note(len(stamped) == 1 and stamped[0], f"{template}: the tracker row is not stamped")
    print(f"{template}: {pasted} texts pasted")


def drive(tally, template, program, folder, secrets):
    """Answers each line of the program; gives the markers that it showed, and how many texts it offered."""
    seen, pasted, progress = set(), 0, set()
    for _ in range(MOST_STEPS):
        line = program.stdout.readline()
        if not tally.note(line, f"{template}: the program ended before the form was done"):
            break
        wish = json.loads(line)
        name = f"{template}, step {wish.get('step')} ({wish['wants']}, {wish.get('kind')})"
        if wish["wants"] == "key" and wish["kind"] == "paste":
            pasted += 1
            tally.note(x11.settles_on(wish["text"]), f"{name}: the clipboard does not hold its text")
        else:
            tally.note(x11.settles_on(None), f"{name}: something is on the clipboard")
        seen |= markers(line)
        progress |= leaks(tally, name, folder, secrets)
        if wish["wants"] == "done":
            tally.note(wish["stamped"] is True, f"{template}: done without a stamp")
            break
        program.stdin.write(REPLIES[wish["wants"]] + "\n")
        program.stdin.flush()
    else:
        tally.note(False, f"{template}: still not done after {MOST_STEPS} lines, the last: {line}")
        program.kill()
    program.stdin.close()
    tally.note(progress, f"{template}: no progress file stood beside the form at any time")
    return seen, pasted


def leaks(tally, name, folder, secrets):
    """Looks for answers in the files beside the form, which may be copies of it but must not tell of it otherwise."""
    files = [path for path in glob.glob(os.path.join(folder, "**"), recursive=True, include_hidden=True)
             if os.path.isfile(path)]
    others = set()
    for path in files:
        with open(path, "rb") as file:
            content = file.read()
        if not content.startswith(b"PK"):
            others.add(path)
            leaked = [secret for secret in secrets if secret.encode() in content]
            tally.same(leaked, [], f"{name}: answers in {os.path.basename(path)}")
    return others


def markers(text):
    return set(re.findall(r"zq\d{4}", text))


main()
