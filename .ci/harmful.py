#!/usr/bin/python3
"""Reads documents that are made to do harm: each is as large as the bounds let it be, in another way.

Every command has to end in a form or in a refusal, without a panic, within a second of CPU and 64 MiB beside the file's
own bytes. The documents are made from a form and a tracker of ours, so that all of the reader has to work on them.
"""
import html
import json
import os
import re
import struct
import sys
import tempfile
import zipfile
import zlib

import stopgap
from tally import Tally

PART = (8 << 20) - 200_000       # as much as a part may hold, less the form itself
NODES = (1 << 18) - 8_000        # as many elements and texts, less those of the form


def main():
    tally = Tally()
    chosen = sys.argv[1:]
    with tempfile.TemporaryDirectory() as desk:
        form, tracker = os.path.join(desk, "form.docx"), os.path.join(desk, "tracker.docx")
        stopgap.stopgap("new", "contact", "--to", form, "--set", "pin=8123477", "--set", "reason=ANSWER")
        stopgap.stopgap("tracker", "new", "--name", "Jane Smith", "--team", "SCNorth", "--to", tracker)
        stopgap.stopgap("tracker", "add", tracker, "--pin", "8123477", "--surname", "x", "--dob", "1/1/2020", "--nature", "ANSWER")
        for kind, original, commands, harm in (
            ("form", form, (["read"], ["read", "--json"], ["read", "--controls"]), {**HARM, **FORM_HARM}),
            ("tracker", tracker, (["tracker", "show"], ["tracker", "show", "--json"]), {**HARM, **TRACKER_HARM}),
        ):
            parts = parts_of(original)
            for name, change in harm.items():
                wanted = {f"{kind}, {name}: {' '.join(command)}": command for command in commands}
                wanted = {what: command for what, command in wanted.items() if all(word in what for word in chosen)}
                if not wanted:
                    continue
                harmful = os.path.join(desk, f"{name}.docx")
                write_apart(harmful, dict(parts), change)
                for what, command in wanted.items():
                    _, complaint = stopgap.is_modest(tally, what, command, harmful)
                    # Else it would not be what is read.
                    tally.note("the definition that it carries cannot be read" not in complaint, f"{what}: it carries its definition")
                os.remove(harmful)
    tally.close()


def parts_of(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if not name.endswith("/")}


def write_apart(path, parts, change):
    """In a process of its own: what this one holds would count as held by those that it starts."""
    child = os.fork()
    if child == 0:
        change()(parts)
        write(path, parts)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, f"{path} was written"


def write(path, parts):
    more = parts.pop(DIRECTORY, [])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    if more:
        list_more(path, len(parts), more)


def list_more(path, count, entries):
    """More entries in the directory of a package that has so many: zipfile would take minutes for as many."""
    with open(path, "r+b") as package:
        package.seek(-END.size, os.SEEK_END)
        start = END.unpack(package.read())[-2]
        package.seek(-END.size, os.SEEK_END)
        package.writelines(entries)
        end, count = package.tell(), count + len(entries)
        package.write(struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, end - start, start))
        package.write(struct.pack("<4sIQI", b"PK\6\7", 0, end, 1))
        # That all of it is told above.
        package.write(END.pack(b"PK\5\6", 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0))


def entry(name, packed=0, size=0, crc=0):
    """An entry of the directory for what the package begins with."""
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return ENTRY.pack(b"PK\1\2", 20, 20, 0, method, 0, 33, crc, packed, size, len(name), 0, 0, 0, 0, 0, 0) + name


PAGE, RELS, FOOTER, ITEM = "word/document.xml", "word/_rels/document.xml.rels", "word/footer1.xml", "customXml/item1.xml"
# No part: what the directory lists beside the parts.
DIRECTORY = ""
ENTRY, END = struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
LEVEL = 1


def answered(text):
    """An answer of this XML instead of its text."""
    def change(parts):
        before, answer, after = parts[PAGE].rpartition(b"ANSWER")
        assert answer, "the answer stands on the page"
        parts[PAGE] = before + b"</w:t></w:r>" + text + b"<w:r><w:t>" + after
    return change


def said(text, instead=b"ANSWER"):
    """An answer of this text."""
    def change(parts):
        before, answer, after = parts[PAGE].rpartition(instead)
        assert answer, "the answer stands on the page"
        parts[PAGE] = before + text + after
    return change


def below(text):
    """This XML at the end of the page, where no box is."""
    def change(parts):
        parts[PAGE] = text.join([b"", b"</w:body>"]).join(parts[PAGE].rsplit(b"</w:body>", 1))
    return change


def above(text):
    """This XML at the top of the page."""
    def change(parts):
        parts[PAGE] = parts[PAGE].replace(b"<w:body>", b"<w:body>" + text, 1)
    return change


def page(text):
    """This XML and nothing else on the page."""
    def change(parts):
        parts[PAGE] = parts[PAGE].partition(b"<w:body>")[0] + b"<w:body>" + text + b"</w:body></w:document>"
    return change


def part(name, text):
    def change(parts):
        parts[name] = text
    return change


def all_of(*changes):
    def change(parts):
        for one in changes:
            one(parts)
    return change


def times(text, nodes):
    """A text that has so many nodes, as often as the bounds let it stand there."""
    return text * min(PART // len(text), NODES // nodes)


def run(text):
    return b"<w:r><w:t>" + text + b"</w:t></w:r>"


def control(tag, inner):
    return b'<w:sdt><w:sdtPr><w:tag w:val="' + tag + b'"/><w:text/></w:sdtPr><w:sdtContent>' + inner + b"</w:sdtContent></w:sdt>"


def nested(depth, inner):
    for _ in range(depth):
        inner = control(b"a", inner)
    return b"<w:p>" + inner + b"</w:p>"


def comments(inner):
    start = b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="1">'
    relationship = b'<Relationship Id="rIdComments" Type="a/comments" Target="comments.xml"/></Relationships>'
    return all_of(
        part("word/comments.xml", start + inner + b"</w:comment></w:comments>"),
        lambda parts: parts.update({RELS: parts[RELS].replace(b"</Relationships>", relationship)}),
    )


def many_entries(parts):
    parts.update((f"word/media/{at}", b"") for at in range(60_000))


def entries(count):
    return part(DIRECTORY, [entry(b"%05x" % at) for at in range(count)])


def one_part_again_and_again(count):
    """Entries for one part, each of which is read to its end before it turns out to be damaged."""
    content = b"<a>" + b"x" * PART + b"</a>"
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    packed = len(packer.compress(content) + packer.flush())
    def change(parts):
        others = dict(parts)
        parts.clear()
        # A part of no use: what matters is where it lies.
        parts["begin"] = content
        parts.update(others)
        parts[DIRECTORY] = [entry(b"customXml/item1%d.xml" % at, packed, len(content), crc=1) for at in range(count)]
    return change


def padded(parts):
    # Not to be compressed: it is what the file weighs.
    parts["word/media/image1.png"] = os.urandom(20 << 20)


HEADINGS = (b"PIN", b"Child Surname and DOB", b"Restricted", b"Date recorded", b"Nature of Work", b"Date entered")
ROW = b"<w:tr><w:tc><w:p>" + run(b"8123477") + b"</w:p></w:tc>" + 5 * (b"<w:tc><w:p>" + run(b"x") + b"</w:p></w:tc>") + b"</w:tr>"


def trackers(depth, inner):
    """Trackers within trackers, by turns in the last cell and in the first."""
    headings = b"".join(b"<w:tc><w:p>" + run(heading) + b"</w:p></w:tc>" for heading in HEADINGS)
    short = 5 * (b"<w:tc><w:p>" + run(b"1") + b"</w:p></w:tc>")
    for nth in range(depth):
        last = b"<w:tc>" + inner + b"</w:tc>"
        cells = short + last if nth % 2 else last + short
        inner = b"<w:tbl><w:tr>" + headings + b"</w:tr><w:tr>" + cells + b"</w:tr></w:tbl><w:p/>"
    return inner


def tables_of_four(depth, inner):
    """Tables within tables, in rows that have as many cells as a tracker's headings have at least."""
    for _ in range(depth):
        inner = b"<w:tbl><w:tr><w:tc>" + inner + b"</w:tc>" + 3 * b"<w:tc><w:p/></w:tc>" + b"</w:tr></w:tbl>"
    return inner


def paragraphs(depth, inner):
    return b"<w:p>" * depth + inner + b"</w:p>" * depth


def text_box(inner):
    return b"<w:p><w:r><w:txbxContent>" + inner + b"</w:txbxContent></w:r></w:p>"


def fields(parts):
    """The ids of fields that the form has, each with one box."""
    return list(dict.fromkeys(re.findall(rb'<w:tag w:val="(\w+)"', parts[PAGE])))


def nested_fields(count, inner):
    """Boxes of so many fields, each in the one before."""
    def change(parts):
        within = inner
        for field in fields(parts)[:count]:
            within = control(field, within)
        below(b"<w:p>" + within + b"</w:p>")(parts)
    return change


def marked_fields(count, inner):
    """The bookmarks of so many fields round the same, and nothing else by which they could be found."""
    def change(parts):
        ours = list(enumerate(fields(parts)[:count]))
        starts = b"".join(b'<w:bookmarkStart w:id="%d" w:name="sg_%s"/>' % one for one in ours)
        ends = b"".join(b'<w:bookmarkEnd w:id="%d"/>' % at for at, _ in ours)
        page(b"<w:p>" + starts + inner + ends + b"</w:p>")(parts)
    return change


def in_footer(text):
    """This text behind what the form's footer says."""
    def change(parts):
        before, end, after = parts[FOOTER].rpartition(b"</w:p>")
        assert end, "the footer has a paragraph"
        parts[FOOTER] = before + run(text) + end + after
    return change


def row(*cells):
    return b"<w:tr>" + b"".join(b"<w:tc>" + cell + b"</w:tc>" for cell in cells) + b"</w:tr>"


def table(*rows):
    return b"<w:tbl>" + b"".join(rows) + b"</w:tbl>"


def words(text):
    # No run round it: as many as can be should fit in.
    return b"<w:p><w:t>" + text + b"</w:t></w:p>"


def rows_without_a_table(depth, inner):
    # A second cell: only beside one is a name looked for.
    return b"<w:tr><w:tc>" * depth + inner + b"</w:tc><w:tc/></w:tr>" * depth


def wide_tracker(columns, rows):
    """A tracker of so many columns, with cells that lie each below two of them."""
    headings = [words(text) for text in HEADINGS] + [b""] * (columns - len(HEADINGS))
    cell = b'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:t>1</w:t>'
    return table(row(*headings), *[row(*[cell] * (columns // 2))] * rows)


def made_up(*sections, checks=(), systems=("LCS",)):
    """The form carries this definition, which is of nobody's making here, and as large as a form can carry."""
    definition = {"id": "made-up", "revision": 1, "title": "Made up", "systems": systems, "nature": "x", "sections": sections, "checks": checks}
    carried = html.escape(json.dumps(definition, separators=(",", ":"))).encode()
    def change(parts):
        form = re.sub(b"<definition>.*</definition>", lambda _: b"<definition>" + carried + b"</definition>", parts[ITEM], flags=re.DOTALL)
        parts[ITEM] = form.replace(b'template="contact"', b'template="made-up"')
        assert parts[ITEM] != form, "the form says of which template it is"
    return change


def section(*fields, **more):
    return {"title": "Section", "items": [{"field": field} for field in fields], **more}


def field(id, label, kind="text", **more):
    return {"id": id, "label": label, "kind": kind, **more}


def grid(*columns):
    return {"table": {"rows": 1, "columns": columns}}


def options(count):
    return [{"code": f"O{at}", "label": f"Label {at}"} for at in range(count)]


def one_of(field, values):
    return {"field": field, "test": {"is": [f"value {value}" for value in values]}}


def ticked(tag):
    box = b'<w14:checkbox xmlns:w14="u"><w14:checked w14:val="1"/></w14:checkbox>'
    return b'<w:p><w:sdt><w:sdtPr><w:tag w:val="' + tag + b'"/>' + box + b"</w:sdtPr><w:sdtContent/></w:sdt></w:p>"


def check(rule, what):
    return {"rule": {rule: what}}


def answer(tag, text):
    return b"<w:p>" + control(tag, run(text)) + b"</w:p>"


# As long as a label can be.
LABEL = "x" * 500
LIKE_TABLES = section(*[field(f"f{at}", "a", grid(field("c", "c"))) for at in range(399)])

# Made one by one, when each is wanted.
HARM = {
    "one word": lambda: said(b"x" * PART),
    "one line": lambda: said(b"a word " * (PART // 7)),
    "emoji": lambda: said("\N{GRINNING FACE}".encode() * (PART // 4)),
    "accents": lambda: said("e\N{COMBINING ACUTE ACCENT}".encode() * (PART // 3)),
    "references": lambda: said(b"&amp;" * (PART // 5)),
    "references of numbers": lambda: said(b"&#9;" * (PART // 4)),
    "line feeds": lambda: said(b"\n" * PART),
    "runs": lambda: answered(times(run(b"x"), 3)),
    "breaks": lambda: answered(b"<w:r>" + times(b"<w:br/>", 1) + b"</w:r>"),
    "tabs": lambda: answered(b"<w:r>" + times(b"<w:tab/>x", 2) + b"</w:r>"),
    "paragraphs": lambda: below(times(b"<w:p>" + run(b"x") + b"</w:p>", 4)),
    "paragraphs of much": lambda: below(times(b"<w:p>" + run(b"some words here " * 4) + b"</w:p>", 4)),
    "empty paragraphs": lambda: below(times(b"<w:p/>", 1)),
    "one paragraph below": lambda: below(b"<w:p>" + run(b"x " * (PART // 2)) + b"</w:p>"),
    "digits": lambda: below(b"<w:p>" + run(b"1/1/2026 " * (PART // 9)) + b"</w:p>"),
    "tracked": lambda: answered(times(b"<w:ins>" + run(b"x") + b"</w:ins>", 4)),
    "controls": lambda: below(b"<w:p>" + times(control(b"a", run(b"x")), 8) + b"</w:p>"),
    "controls of our tag": lambda: below(b"<w:p>" + times(control(b"reason", run(b"x")), 8) + b"</w:p>"),
    "controls of tags": lambda: below(b"<w:p>" + b"".join(control(b"t%d" % at, run(b"x")) for at in range(NODES // 9)) + b"</w:p>"),
    "long tags": lambda: below(b"<w:p>" + b"".join(control(b"%d" % at * 300, run(b"x")) for at in range(PART // 2000)) + b"</w:p>"),
    "nested controls": lambda: below(nested(80, run(b"x" * (PART - 8_000)))),
    "nested controls again and again": lambda: below(b"".join([nested(80, run(b"x" * 60))] * (NODES // 660))),
    "a long attribute": lambda: below(b'<w:p w:val="' + b"x" * PART + b'"/>'),
    "attributes": lambda: below(b"<w:p" + b"".join(b' a%d="x"' % at for at in range(PART // 14)) + b"/>"),
    "a long name": lambda: below(b"<w:" + b"x" * (PART // 2 - 10) + b"/>"),
    "bookmarks": lambda: below(b"<w:p>" + b"".join(b'<w:bookmarkStart w:id="%d" w:name="sg_%d"/><w:bookmarkEnd w:id="%d"/>' % (at, at, at) for at in range(PART // 80)) + b"</w:p>"),
    "our bookmarks": lambda: below(b"<w:p>" + times(b'<w:bookmarkStart w:id="9" w:name="sg_reason"/><w:r/><w:bookmarkEnd w:id="9"/>', 3) + b"</w:p>"),
    "tables": lambda: below(times(b"<w:tbl>" + ROW + b"</w:tbl>", 32)),
    "rows": lambda: below(b"<w:tbl>" + times(ROW, 31) + b"</w:tbl>"),
    "cells": lambda: below(b"<w:tbl><w:tr>" + times(b"<w:tc><w:p/></w:tc>", 2) + b"</w:tr></w:tbl>"),
    "spans": lambda: below(b"<w:tbl>" + times(b'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="4000000000"/></w:tcPr><w:p/></w:tc></w:tr>', 5) + b"</w:tbl>"),
    "tables in tables": lambda: below((b"<w:tbl><w:tr><w:tc>" * 80 + run(b"x" * 1_000) + b"</w:tc></w:tr></w:tbl>" * 80) * 700),
    "trackers in trackers": lambda: below(trackers(80, b"<w:p>" + run(b"x" * (PART - 200_000)) + b"</w:p>")),
    "trackers in trackers, blank": lambda: below(trackers(80, b"<w:p>" + run(b" " * (PART - 200_000)) + b"</w:p>")),
    "trackers in trackers again and again": lambda: below(trackers(80, b"<w:p>" + run(b"x" * 60_000) + b"</w:p>") * 50),
    "tables of four in tables": lambda: below(tables_of_four(80, b"<w:p>" + run(b"x" * 59_000) + b"</w:p>") * 110),
    "text boxes": lambda: below(times(b"<w:p><w:r><w:txbxContent><w:p>" + run(b"x") + b"</w:p></w:txbxContent></w:r></w:p>", 7)),
    "comments": lambda: comments(times(b"<w:p>" + run(b"x") + b"</w:p>", 4)),
    "one comment": lambda: comments(b"<w:p>" + run(b"x " * (PART // 2)) + b"</w:p>"),
    "both parts full": lambda: all_of(comments(b"<w:p>" + run(b"x " * (PART // 2 - 200_000)) + b"</w:p>"), said(b"a word " * (PART // 7 - 200_000))),
    "both parts of many": lambda: all_of(comments(times(b"<w:p>" + run(b"x") + b"</w:p>", 4)), below(times(b"<w:p>" + run(b"x") + b"</w:p>", 4))),
    "relationships": lambda: part(RELS, b"<Relationships>" + b'<Relationship Type="a/header" Target="header1.xml"/>' * 100_000 + b"</Relationships>"),
    "entries": lambda: many_entries,
    "as many entries as a file holds": lambda: entries(390_000),
    "more entries than are read": lambda: entries(1_200_000),
    "a large file": lambda: padded,
}
FORM_HARM = {
    "nested fields": lambda: nested_fields(24, run(b"a word " * (PART // 8))),
    "fields marked at one place": lambda: marked_fields(24, run(b"a word " * (PART // 7))),
    "paragraphs in paragraphs of a comment": lambda: comments(paragraphs(200, run(b"a word " * (PART // 7)))),
    "paragraphs in paragraphs of a text box": lambda: below(text_box(paragraphs(200, run(b"a word " * (PART // 7))))),
    "tables in paragraphs in tables": lambda: below(b"<w:tbl><w:tr><w:tc><w:p>" * 62 + run(b"a word " * (PART // 7)) + b"</w:p></w:tc></w:tr></w:tbl>" * 62),
    "a long footer": lambda: in_footer(b" x" * (PART // 2)),
    "items that are one part": lambda: one_part_again_and_again(500),
    "made up, a check of one question again and again": lambda: made_up(section(field("a", LABEL)), checks=[check("exactly-one-of", ["a"] * 500)]),
    "made up, questions of one label": lambda: all_of(made_up(section(*[field(f"f{at}", "a") for at in range(799)])), page(table(row(words(b"a"), words(b"a word " * 57_000))))),
    "made up, tables of like columns": lambda: all_of(made_up(LIKE_TABLES), page(table(*[row(words(text)) for text in [b"c"] + [b"x"] * 50_000]))),
    "made up, headings of like columns": lambda: all_of(made_up(LIKE_TABLES), page(table(*[row(words(b"c"))] * 50_000))),
    "made up, headings of every two of many columns": lambda: all_of(made_up(section(*[field(f"t{a}x{b}", f"{a} {b}", grid(field("a", f"c{a}"), field("b", f"c{b}"))) for a in range(23) for b in range(a)])), page(table(*[row(*[words(b"c%d" % at) for at in range(25)])] * 8_000))),
    "made up, many cells under many headings": lambda: all_of(made_up(section(field("t", "t", grid(field("c", "c"))))), page(table(row(*[words(b"c")] * 60_000), row(*[words(b"x")] * 60_000)))),
    "made up, tables of blank rows": lambda: all_of(made_up(LIKE_TABLES), page(table(row(words(b"c"))) [:-8] + b"<w:tr><w:tc/></w:tr>" * 120_000 + b"</w:tbl>")),
    "made up, rows below a long label": lambda: all_of(made_up(section(field("t", "t", grid(field("c", LABEL, "date"))))), page(table(*[row(answer(b"t[].c", b"x"))] * 5_000))),
    "made up, many checks of a long answer": lambda: all_of(made_up(section(field("a", "a")), checks=[check("warn", {"text": "x", "when": "{% if a == 'x' %}true{% endif %}"})] * 100), page(answer(b"a", b"a word " * (6_000_000 // 7)))),
    "made up, many conditions on a long answer": lambda: all_of(made_up(section(field("a", "a")), *[section(field(f"f{at}", "f"), when=one_of("a", range(6))) for at in range(299)]), page(answer(b"a", b"a word " * 200_000))),
    "made up, conditions on many options": lambda: all_of(made_up(section(field("a", "a", {"choices": options(1_990)}), *[field(f"f{at}", "f", required={"when": one_of("a", range(2))}) for at in range(790)])), page(b"".join(ticked(b"a.O%d" % at) for at in range(1_990)))),
    "made up, a line for each option again and again": lambda: all_of(made_up(section(field("a", "a", {"choices": options(1_990)}))), page(table(row(words(b"a"), b"".join(words(b"\xe2\x98\x92Label %d" % (at % 1_990)) for at in range(60_000)))))),
    "made up, rows of one of many options": lambda: all_of(made_up(section(field("t", "t", grid(field("c", "c", {"choice": options(1_990)}))))), page(table(*[row(answer(b"t[].c", b"Label 1989"))] * 4_990))),
    "made up, many systems": lambda: all_of(made_up(section(field("a", "a")), systems=[f"s{at}" for at in range(20_000)]), below(words(b"Entered into x on 1/1/2020") * 50_000)),
    "made up, much below a long label": lambda: all_of(made_up(section(field("a", LABEL))), page(words(LABEL.encode()) + words(b"x") * 80_000)),
}
TRACKER_HARM = {
    "rows in rows without a table": lambda: above(rows_without_a_table(100, b"<w:p>" + run(b"a word " * (PART // 8)) + b"</w:p>")),
    "paragraphs in paragraphs above": lambda: all_of(said(b"A name", b"Your Name:"), above(paragraphs(200, run(b"a word " * (PART // 8) + b":")))),
    "columns": lambda: above(wide_tracker(40_000, 2)),
    "as many columns as are read": lambda: above(wide_tracker(252, 390)),
    "a child of words": lambda: said(b"x " * (PART // 2), b"x 01/01/2020"),
    "a child of digits": lambda: said(b"1 " * (PART // 2), b"x 01/01/2020"),
    "a PIN of words": lambda: said(b"x " * (PART // 2), b"8123477"),
    "a PIN of digits": lambda: said(b"1 " * (PART // 2), b"8123477"),
}

if __name__ == "__main__":
    main()
