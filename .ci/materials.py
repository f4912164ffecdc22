#!/usr/bin/python3
"""Proves that the bill of materials of the Windows program is whole: every library, with version, licence and checksum.

usage: materials.py CARGO_CYCLONEDX     (the built program)
"""
import json
import os
import subprocess
import sys

from tally import Tally

TARGET = "x86_64-pc-windows-gnu"
BILL = "stopgap.cdx.json"


def main():
    tally = Tally()
    try:
        run(sys.argv[1], "cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5", "--target", TARGET)
        with open(BILL, encoding="utf-8") as file:
            bill = json.load(file)
    finally:
        if os.path.exists(BILL):
            os.remove(BILL)
    tally.same((bill["bomFormat"], bill["metadata"]["component"]["name"]), ("CycloneDX", "stopgap"), "what it is of")
    parts = {f"{part['name']} v{part['version']}": part for part in bill["components"]}
    tree = run("cargo", "tree", "--locked", "--target", TARGET, "--edges", "normal,build", "--prefix", "none")
    built_in = {" ".join(line.split()[:2]) for line in tree.splitlines()[1:] if line.strip()}
    tally.note(len(built_in) > 20, f"only {len(built_in)} libraries are built in")
    tally.same(sorted(built_in - set(parts)), [], "libraries that are built in and not in the bill")
    for name, part in parts.items():
        tally.note(part.get("licenses"), f"{name} has no licence")
        tally.note(any(made["alg"] == "SHA-256" for made in part.get("hashes", [])), f"{name} has no checksum")
    tally.close()


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


main()
