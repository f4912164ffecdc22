"""Invents answers for a form and judges what was read back from it.

The fields are taken from the form's own content controls, so a field that the program forgets is missed. The tags say
which controls belong together: `ID` and `ID.time` are a date with a time, `ID.CODE` the tick boxes of one question,
`ID[].COLUMN` a column of the repeating section `ID`. All people and events are made up.
"""
import itertools
import zipfile
from typing import NamedTuple

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"

# What tells whose form it is and how it is treated: never left blank, and always the same.
PIN = "1234567"
CHILD = {"pin": PIN, "child_surname": "Samplesson", "child_dob": "2015-02-01", "restricted": "No", "system": "LCS"}
OF_A_TYPE = {"number": "3", "time": "17:10", "phone": "01622 555 0143", "email": "nan@example.invalid"}


# -- what a form asks ----------------------------------------------------------------------------------------------

class Control(NamedTuple):
    tag: str
    kind: str            # text, multiline, rich, date, pick, tick or table
    items: list = []     # of a pick: (text, value)


class Field:
    """One question: its controls by what follows the id in their tags, or the columns of its table."""

    def __init__(self):
        self.controls, self.columns, self.rows = {}, {}, 0


def fields(form):
    """The fields of a form by id, in the document's order."""
    found = {}
    for sdt in document(form).iter(W + "sdt"):
        control = control_of(sdt)
        if control is None:
            continue
        table, inside, name = control.tag.rpartition("[].")
        field_id, _, part = name.partition(".")
        field = (found[table].columns if inside else found).setdefault(field_id, Field())
        if control.kind == "table":
            field.rows = sum(1 for _ in sdt.iter(W15 + "repeatingSectionItem"))
        else:
            field.controls.setdefault(part, control)
    return found


def first_tag(form):
    """The tag of the first control on the page."""
    controls = (control_of(sdt) for sdt in document(form).iter(W + "sdt"))
    return next(control.tag for control in controls if control and control.kind != "table")


def document(form):
    with zipfile.ZipFile(form) as package:
        return etree.fromstring(package.read("word/document.xml"))


def control_of(sdt):
    """A content control that people fill in, or None."""
    properties = sdt.find(W + "sdtPr")
    tag = properties.find(W + "tag") if properties is not None else None
    if tag is None or properties.find(W15 + "repeatingSectionItem") is not None:
        return None
    lock = properties.find(W + "lock")
    if lock is not None and lock.get(W + "val") in ("contentLocked", "sdtContentLocked"):
        return None
    return Control(tag.get(W + "val"), *kind_of(properties))


def kind_of(properties):
    if properties.find(W15 + "repeatingSection") is not None:
        return ("table",)
    if properties.find(W14 + "checkbox") is not None:
        return ("tick",)
    if properties.find(W + "date") is not None:
        return ("date",)
    for choices in properties.iter(W + "dropDownList", W + "comboBox"):
        items = [(item.get(W + "displayText") or item.get(W + "value"), item.get(W + "value")) for item in choices]
        return "pick", [item for item in items if item[1]]
    text = properties.find(W + "text")
    if text is None:
        return ("rich",)
    return ("multiline" if text.get(W + "multiLine") in ("1", "true", "on") else "text",)


# -- what is filled in ---------------------------------------------------------------------------------------------

class Answer(NamedTuple):
    """What was filled into a field, and the value that has to be read from it."""
    kind: str            # blank, prose, date, datetime, pick, tick, ticks or table
    fills: dict          # tag -> what the filler is told; of a table: a list of such, one for each row
    value: object
    label: str = ""      # of a pick: what the page shows


def invent(form, blank, more_rows=1):
    """Answers for all fields of a form but every ninth; each text has a word of its own, as `marker` makes it."""
    numbers = itertools.count(1)
    answers = {}
    for field_id, field in fields(form).items():
        if field.columns:
            answers[field_id] = table(field_id, field, field.rows + more_rows, numbers)
        else:
            of_type = OF_A_TYPE.get(blank["fields"].get(field_id, {}).get("type"))
            answers[field_id] = answer(field, next(numbers), CHILD.get(field_id), of_type)
    return answers


def table(field_id, field, rows, numbers):
    filled = []
    for _ in range(rows):
        cells = {name: answer(column, next(numbers)) for name, column in field.columns.items()}
        first = next(iter(cells))
        if cells[first].kind == "blank":      # a row of one blank cell would be no row
            cells[first] = answer(field.columns[first], next(numbers))
        filled.append(cells)
    return Answer("table", {field_id: [merged(cells) for cells in filled]}, filled)


def answer(field, number, fixed=None, of_type=None):
    controls = field.controls
    tags = {part: control.tag for part, control in controls.items()}
    if number % 9 == 0 and not fixed:
        return Answer("blank", dict.fromkeys(tags.values()), None)
    date = fixed or f"2026-{1 + number % 10:02}-{1 + number % 28:02}"
    kinds = {control.kind for control in controls.values()}
    if set(controls) == {"", "time"}:
        time = f"{number % 24:02}:{number * 7 % 60:02}"
        return Answer("datetime", {tags[""]: date, tags["time"]: time}, f"{date}T{time}")
    if kinds == {"date"}:
        return Answer("date", {tags[""]: date}, date)
    if kinds == {"tick"} and "" in controls:
        return Answer("tick", {tags[""]: number % 2 == 0}, number % 2 == 0)
    if kinds == {"tick"}:
        chosen = [code for at, code in enumerate(controls) if (at + number) % 2]
        return Answer("ticks", {tags[code]: code in chosen for code in controls}, chosen)
    control = controls[""]
    if control.kind == "pick":
        texts = dict(control.items)
        label = fixed or list(texts)[number % len(texts)]
        return Answer("pick", {control.tag: label}, texts[label], label)
    text = fixed or of_type or prose(control.kind, number)
    return Answer("prose", {control.tag: text}, text)


def prose(kind, number):
    if kind == "text":
        return f"O'Brien \"{marker(number)}\" & <Sons> -- café... \U0001f9d2"
    return (f"Mum rang at ten past five ({marker(number)}).\n"
            "She said \"come -- now\"... and that's all.\n\n"
            "Nan's café & <home> is where Zoë Nguyễn is \U0001f9d2\U0001f3fd. £20 & 1 < 2.")


def marker(number):
    return f"zq{number:04}"


def merged(answers):
    """What the filler is told for several answers; of those left blank, nothing."""
    return {tag: value for one in answers.values() for tag, value in one.fills.items() if value is not None}


# -- what is read back ---------------------------------------------------------------------------------------------

# The kinds of findings that own up to what a habit did to a field. A field that was filled in is never excused by
# `blank`, `check` or `not-asked`: these say that the answer is odd, and not that it may have been misread.
OWN_UP = {"smart": {"not-understood"}, "unwrap": {"moved", "missing"}, "mc": {"picture", "symbol"}, "special": {"symbol"},
          "paste": {"list", "picture"}}


class Page:
    """What became of the filled form before it was read: how its texts look now, and where the program may say in a
    finding that it is in doubt, instead of giving the value."""

    def __init__(self, form="", quirk="runs", answers=()):
        self.quirk = quirk
        self.first = first_tag(form) if quirk == "unwrap" else None
        self.first_text = first_text(form, answers) if quirk in ("mc", "field", "special") else None
        self.rich = {c.tag for f in fields(form).values() for c in f.controls.values() if c.kind == "rich"} \
            if quirk == "paste" else set()

    def shows(self, tag, text):
        """The texts that the page can be said to show where this was filled in."""
        if self.quirk == "smart":
            return {typographic(text)}
        if tag in self.rich:
            return {text + "\n\nPasted from an email\nlast pasted line"}
        if tag == self.first_text:
            return {"mc": {text + "CHOICE", text + "FALLBACK"}, "field": {text + " a link"},
                    "special": {text + " co-op soften \u2713\nafter cr"}}[self.quirk]
        return {text}

    def reads(self, tag, found):
        """A text that was read, with the signs of the `special` quirk that may be read in more than one way as one."""
        if tag == self.first_text and self.quirk == "special" and isinstance(found, str):
            return found.translate({0x2011: "-", 0xad: "", 0xa0: " ", 0x2714: "\u2713", 0x2611: "\u2713"})
        return found

    def excused_by(self, one):
        """The kinds of findings of which one on the field will do instead of its value."""
        if one.kind == "table":
            return set().union(*(self.excused_by(cell) for row in one.value for cell in row.values()))
        if self.quirk == "smart":
            harmed = any(isinstance(text, str) and text != typographic(text) for text in one.fills.values())
        else:
            harmed = {self.first, self.first_text, *self.rich} & set(one.fills)
        return OWN_UP.get(self.quirk, set()) if harmed else set()

    def harmed(self):
        """The page as the harm leaves it; None where there is no telling."""
        return None


class Opened(Page):
    """A page that went through LibreOffice, which runs the lines of a text together: that has to be owned up to, and
    nothing else may be wrong."""

    def excused_by(self, one):
        if one.kind == "table":
            return set().union(*(self.excused_by(cell) for row in one.value for cell in row.values()))
        return {"program"} if one.kind == "prose" and "\n" in one.value else set()

    def harmed(self):
        return RunTogether()


class RunTogether(Page):
    """A page on which white space in a text does not count."""

    def shows(self, tag, text):
        return {"".join(text.split())}

    def reads(self, tag, found):
        return "".join(found.split()) if isinstance(found, str) else found


def first_text(form, answers):
    """The tag of the first text control that was filled outside the tables: where Word's oddities are put."""
    for field_id, field in fields(form).items():
        for control in field.controls.values():
            if control.kind in ("text", "multiline", "rich") and answers[field_id].kind != "blank":
                return control.tag
    return None


def typographic(text):
    """The text as Word's AutoCorrect leaves it, quotation marks in pairs."""
    for straight, curly in ((" -- ", " \u2013 "), ("...", "\u2026"), ("'", "\u2019")):
        text = text.replace(straight, curly)
    while '"' in text:
        text = text.replace('"', "\u201c", 1).replace('"', "\u201d", 1)
    return text


def judge(tally, name, answers, blank, found, page):
    """Compares every value that was read with what was filled in; gives the ids of the fields in doubt."""
    for field_id, field in found["fields"].items():
        # A comment is no answer, and not lost either: it is offered at the end.
        known = field_id in answers or (page.quirk == "comment" and field_id == "outside_1" and field["value"])
        tally.note(known, f"{name}: {field_id} was read, but the form has no control for it")
    doubts = set()
    for field_id, one in answers.items():
        field = found["fields"].get(field_id)
        if not tally.note(field is not None, f"{name}: {field_id} was filled in and is not in what was read"):
            continue
        when_blank = blank["fields"].get(field_id, {}).get("value")
        verdicts = list(compare(one, field, when_blank, page))
        kinds = {finding["kind"] for finding in found["findings"] if is_about(finding, field_id)}
        doubted = any(verdicts) and bool(kinds & page.excused_by(one))
        if doubted and page.harmed():
            doubted = not any(compare(one, field, when_blank, page.harmed()))
        if doubted:
            doubts.add(field_id)
        for fault in verdicts:
            tally.note(doubted or not fault, f"{name}: {field_id}: {fault}")
    return doubts


def compare(one, field, when_blank, page):
    """For each value of a field, and for each cell of a table, what is wrong with it, or an empty text."""
    value, text = field["value"], field["text"]
    if one.kind != "table":
        yield fault(one, value, when_blank, page)
        if one.kind == "prose":
            yield "" if text == value else f"its text {text!r:.300} is not its value"
        if one.kind == "pick":
            yield "" if text in (one.label, typographic(one.label)) else f"its text {text!r} is not {one.label!r}"
        return
    rows = value or []
    yield "" if len(rows) == len(one.value) else f"{len(rows)} rows were read, {len(one.value)} were filled in"
    for at, (cells, row) in enumerate(zip(one.value, rows), 1):
        for column, cell in cells.items():
            wrong = fault(cell, row.get(column), None, page)
            yield wrong and f"row {at}, {column}: {wrong}"


def fault(one, found, when_blank, page):
    return "" if is_right(one, found, when_blank, page) else f"{found!r:.300} is not {one.value!r:.300}"


def is_right(one, found, when_blank, page):
    tag = next(iter(one.fills))
    if one.kind == "blank":
        return found == when_blank or found in (None, False, [])
    if one.kind == "prose":
        return page.reads(tag, found) in page.shows(tag, one.value)
    if one.kind == "pick" and isinstance(found, bool):
        return found == {"yes": True, "no": False}.get(one.label.casefold())
    if one.kind == "tick":
        return bool(found) == one.value
    if one.kind == "ticks":
        return sorted(found or []) == sorted(one.value)
    return found == one.value


def is_about(finding, field_id):
    """Whether a finding names the field, or a row or column of it."""
    named = finding["field"] or ""
    return named == field_id or named.startswith((field_id + "[", field_id + "."))
