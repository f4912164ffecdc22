"""The program under test, and the fillers that stand in for Word and LibreOffice; .ci/run says where they are."""
import json
import os
import subprocess
import tempfile

PROGRAM = os.environ["STOPGAP"]
TEMPLATES = os.environ["TEMPLATES"].split()
RIGS = os.path.join(os.environ["SHARED"], "rigs")
PYTHON = "/usr/bin/python3"
# For any document; its own bytes come on top.
MOST_SECONDS, MOST_KIB = 1.0, 64 * 1024
# What is far beyond that ends soon, and does not take the machine along.
BOUNDED = ["prlimit", "--cpu=20", f"--as={2 << 30}"]


def run(*command):
    """Runs a command that has to succeed without a terminal, and gives what it printed."""
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    if ended.returncode:
        raise SystemExit(f"FAILED: {' '.join(command)} ended with {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def stopgap(*arguments):
    return run(PROGRAM, *arguments)


def is_modest(tally, what, arguments, document, out=subprocess.DEVNULL):
    """Whether stopgap deals with any document as it should; gives how it ended, and its complaint. What it prints goes
    into a file: what this program has held counts as held by those that it starts."""
    with tempfile.TemporaryFile() as err:
        child = subprocess.Popen([*BOUNDED, PROGRAM, *arguments, document], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        complaint = err.read().decode()
    seconds = used.ru_utime + used.ru_stime
    tally.note(child.returncode in (0, 1), f"{what}: it ended with {child.returncode}")
    tally.note("panicked" not in complaint, f"{what}: it panicked")
    tally.note((child.returncode == 1) == bool(complaint), f"{what}: a refusal and its reason go together")
    tally.note(seconds < MOST_SECONDS, f"{what}: it took {seconds:.2f} s of CPU")
    allowed = MOST_KIB + (os.path.getsize(document) >> 10)
    tally.note(used.ru_maxrss < allowed, f"{what}: it took {used.ru_maxrss >> 10} MiB")
    return child.returncode, complaint


def read(form):
    """What `stopgap read` finds in a form."""
    return json.loads(stopgap("read", form, "--json"))


def rows(tracker):
    return json.loads(stopgap("tracker", "show", tracker, "--json"))["rows"]


def new_form(template, folder):
    form = os.path.join(folder, template + ".docx")
    stopgap("new", template, "--to", form)
    return form


def fill(form, values, out, quirk="runs"):
    """Fills a form as Word does, and gives the tags for which the form had no control."""
    described = write_json(out + ".values.json", values)
    filled = run(PYTHON, os.path.join(RIGS, "wordfill.py"), form, described, out, "--quirks", quirk)
    return json.loads(filled.splitlines()[-1])["missing"]


def fill_in_libreoffice(form, values, out):
    """Fills a form as LibreOffice does, and gives the tags that it filled."""
    described = write_json(out + ".values.json", values)
    lines = run(PYTHON, os.path.join(RIGS, "lofill.py"), form, described, out).splitlines()
    return {line["tag"] for line in map(json.loads, lines) if "now" in line}


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file)
    return path
