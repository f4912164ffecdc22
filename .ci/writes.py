#!/usr/bin/python3
"""Proves that a tracker is the old one or the new one, whatever happens while it is written: killed at each step and at
any moment, a full drive, a drive that may only be read, and eight stopgaps at it at once."""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import stopgap
from tally import Tally

KILLS = int(os.environ.get("KILLS", "1000"))
PROCESSES, PIECES = 8, int(os.environ.get("PIECES", "200"))      # each adds so many rows, and stamps as many
# What a write consists of, in the order in which it is tried to stop it.
STEPS = ["openat", "fchmod", "write", "fsync", "rename", "unlink", "close"]
ADD = ["--surname", "Samplesson", "--dob", "01/02/2015", "--nature", "Call", "--recorded", "10/11/2025 17:10"]


def main():
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        tracker = os.path.join(folder, "tracker.docx")
        stopgap.stopgap("tracker", "new", "--name", "Jane Smith", "--team", "SCNorth", "--to", tracker)
        stopgap.stopgap("tracker", "add", tracker, "--pin", "1", *ADD)
        stopped_at_each_step(tally, folder, tracker)
        killed_at_any_moment(tally, folder, tracker)
        no_room_and_no_right(tally, folder, tracker)
        many_at_once(tally, folder, tracker)
    tally.close()


def command(tracker, pin):
    return [stopgap.PROGRAM, "tracker", "add", tracker, "--pin", pin, *ADD]


def is_whole(tally, tracker, before, what):
    """The tracker reads, and is as it was or has one row more. Gives its rows."""
    shown = subprocess.run([stopgap.PROGRAM, "tracker", "show", tracker, "--json"], capture_output=True, text=True)
    if not tally.note(shown.returncode == 0, f"{what}: {shown.stderr}"):
        return before
    rows = json.loads(shown.stdout)["rows"]
    tally.note(rows[:len(before)] == before and len(rows) - len(before) in (0, 1), f"{what}: {len(rows)} rows")
    return rows


def stopped_at_each_step(tally, folder, original):
    tracker = os.path.join(folder, "steps.docx")
    before = stopgap.rows(original)
    outcomes = set()
    for step in STEPS:
        for time_of_step in range(1, 60):
            shutil.copy(original, tracker)
            stop = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={step}",
                    "-e", f"inject={step}:signal=SIGKILL:when={time_of_step}"]
            ended = subprocess.run([*stop, *command(tracker, "2")], capture_output=True)
            rows = is_whole(tally, tracker, before, f"stopped at {step} number {time_of_step}")
            outcomes.add(len(rows))
            if ended.returncode == 0:
                break
    tally.same(outcomes, {1, 2}, "some stops leave the old tracker and some the new one")
    # Whoever writes next takes away what those who were stopped left lying.
    stopgap.stopgap("tracker", "add", tracker, "--pin", "3", *ADD)
    left = [name for name in os.listdir(folder) if name.endswith(".tmp")]
    tally.same(left, [], "nothing is left lying")


def killed_at_any_moment(tally, folder, original):
    tracker = os.path.join(folder, "kills.docx")
    shutil.copy(original, tracker)
    rows = stopgap.rows(tracker)
    usual = min(took(command(tracker, "0")) for _ in range(5))
    rows = stopgap.rows(tracker)
    killed = 0
    for kill in range(KILLS):
        adding = subprocess.Popen(command(tracker, str(kill)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0, 1.3 * usual))
        adding.send_signal(signal.SIGKILL)
        killed += adding.wait() == -signal.SIGKILL
        rows = is_whole(tally, tracker, rows, f"kill {kill}")
        if len(rows) > 60:
            shutil.copy(original, tracker)
            rows = stopgap.rows(tracker)
    tally.note(killed > KILLS / 3, f"only {killed} of {KILLS} were killed before they had ended")
    print(f"{killed} of {KILLS} were killed before they had ended")


def took(line):
    start = time.monotonic()
    subprocess.run(line, capture_output=True, check=True)
    return time.monotonic() - start


def no_room_and_no_right(tally, folder, original):
    drive = os.path.join(folder, "drive")
    os.mkdir(drive)
    tracker = os.path.join(drive, "tracker.docx")
    size = os.path.getsize(original)
    # Room for the tracker, and not for a second one.
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={(size + 8191) // 4096 * 4}k", "tmpfs", drive], check=True)
    try:
        shutil.copy(original, tracker)
        with open(original, "rb") as file:
            bytes_before = file.read()
        for state, words in [("full", "no room left"), ("read-only", "no permission")]:
            if state == "read-only":
                subprocess.run(["mount", "-o", "remount,ro", drive], check=True)
            ended = subprocess.run(command(tracker, "2"), capture_output=True, text=True)
            tally.same(ended.returncode, 3, f"the exit code on a drive that is {state}")
            tally.note(words in ended.stderr and "2" not in ended.stderr.replace(drive, ""), f"{state}: {ended.stderr}")
            with open(tracker, "rb") as file:
                tally.note(file.read() == bytes_before, f"the tracker changed on a drive that is {state}")
            form = os.path.join(drive, "form.docx")
            ended = subprocess.run([stopgap.PROGRAM, "new", "contact", "--to", form], capture_output=True, text=True)
            tally.same(ended.returncode, 3, f"the exit code of new on a drive that is {state}: {ended.stderr}")
            tally.note(not os.path.exists(form), f"half a form on a drive that is {state}")
            others = [name for name in os.listdir(drive) if name.endswith(".tmp") or name.endswith(".bak")]
            tally.same(others, [], f"what is left on a drive that is {state}")
    finally:
        subprocess.run(["umount", drive], check=True)


def many_at_once(tally, folder, original):
    """Each process adds rows and stamps its own, all at one tracker."""
    tracker = os.path.join(folder, "many.docx")
    shutil.copy(original, tracker)
    worker = [sys.executable, os.path.abspath(__file__), "worker", tracker]
    workers = [subprocess.Popen([*worker, str(number)]) for number in range(PROCESSES)]
    for number, process in enumerate(workers):
        tally.same(process.wait(), 0, f"the exit code of process {number}")
    rows = stopgap.rows(tracker)
    tally.same(len(rows), 1 + PROCESSES * PIECES, "rows after all have added theirs")
    pins = {row["pin"] for row in rows if row["entered"]}
    wanted = {f"{number}-{piece}" for number in range(PROCESSES) for piece in range(PIECES)}
    tally.same(pins, wanted, "the PINs of stamped rows")
    judged = subprocess.run([os.environ["VALIDATOR"], tracker], capture_output=True, text=True, timeout=300)
    verdict = json.loads(judged.stdout)
    tally.note(verdict["ok"] and not verdict["errors"], f"{PROCESSES * PIECES} rows: {verdict['errors'][:5]}")


def work(tracker, number):
    for piece in range(PIECES):
        pin = f"{number}-{piece}"
        stopgap.run(*command(tracker, pin))
        stopgap.stopgap("tracker", "stamp", tracker, "--pin", pin, "--date", "24/11/2025")


if sys.argv[1:2] == ["worker"]:
    work(sys.argv[2], sys.argv[3])
else:
    main()
