#!/usr/bin/env python3
"""Proves that stopgap.exe takes nothing from Windows but what it has been allowed, and nothing that reaches a network.

usage: imports.py STOPGAP.exe [--write]     (anywhere: Python is all that it needs)

Each function that the exe takes has to stand in imports.txt, below its library and what that is for. --write makes the
list anew, for a person to read before it is committed. What a program looks up while it runs stands in no such table, so
no network library may be named anywhere else in the exe either.
"""
import os
import struct
import sys

from tally import Tally

LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "imports.txt")
NETWORK = ("ws2_32", "wsock32", "mswsock", "wininet", "winhttp", "urlmon", "dnsapi", "iphlpapi", "netapi32", "rasapi32",
           "httpapi", "webio", "websocket", "rpcrt4", "mpr", "fwpuclnt", "bthprops")
# Within its header, and that again behind its signature and the description of the file.
DIRECTORIES, OF_64_BITS = 24 + 112, 0x20B
IMPORTS, LATE_IMPORTS = 1, 13
tally = Tally()


def main():
    exe = Exe(sys.argv[1])
    taken = exe.imports()
    if "--write" in sys.argv:
        write(taken)
    allowed = read()
    tally.note(taken.get("kernel32.dll"), "nothing is taken from Windows: this is not understood")
    tally.same(exe.directory(LATE_IMPORTS), 0, "where libraries stand that are loaded late")
    for name in NETWORK:
        tally.note(not exe.names(name), f"{name}.dll reaches the network, and is named in the program")
    for library, functions in sorted(taken.items()):
        reason, known = allowed.get(library, ("", set()))
        tally.note(reason, f"nobody has said what {library} is for")
        tally.same(sorted(functions - known), [], f"functions of {library} that nobody has allowed")
    gone = {library: sorted(known - taken.get(library, set())) for library, (_, known) in allowed.items()}
    print("On the list and no longer taken:", {library: names for library, names in gone.items() if names} or "nothing")
    tally.close()


class Exe:
    """A program for Windows, as Microsoft's "PE Format" describes it."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = file.read()
        [self.header] = self.numbers("<I", 0x3C)
        if self.bytes[:2] != b"MZ" or self.numbers("<I", self.header) != (0x4550,):
            sys.exit(f"FAILED: {path} is not a program for Windows")
        sections, of_header = self.numbers("<H", self.header + 6)[0], self.numbers("<H", self.header + 20)[0]
        if self.numbers("<H", self.header + 24) != (OF_64_BITS,):
            sys.exit(f"FAILED: {path} is not a program of 64 bits")
        # Of each section: its length and place in memory, and in the file.
        self.sections = [self.numbers("<4I", self.header + 24 + of_header + 40 * at + 8) for at in range(sections)]

    def numbers(self, form, place):
        return struct.unpack_from(form, self.bytes, place)

    def text(self, place):
        return self.bytes[place:self.bytes.index(b"\0", place)].decode("ascii", "replace")

    def directory(self, number):
        return self.numbers("<I", self.header + DIRECTORIES + 8 * number)[0]

    def place(self, address):
        """Where something lies in the file that has this address in memory."""
        for length, start, _, in_file in self.sections:
            if start <= address < start + length:
                return address - start + in_file
        sys.exit(f"FAILED: nothing lies at {address:#x}")

    def imports(self):
        """The functions taken from each library, by its name in small letters; a function without a name by number."""
        found, place = {}, self.place(self.directory(IMPORTS))
        while True:
            names, _, _, library, addresses = self.numbers("<5I", place)
            if not library:
                return found
            functions = found.setdefault(self.text(self.place(library)).lower(), set())
            at = self.place(names or addresses)
            while (function := self.numbers("<Q", at)[0]):
                functions.add(f"#{function & 0xFFFF}" if function >> 63 else self.text(self.place(function) + 2))
                at += 8
            place += 20

    def names(self, library):
        """Whether a library is named anywhere, in either way in which Windows writes texts."""
        small = self.bytes.lower()
        return any(f"{library}.dll".encode(way) in small for way in ("ascii", "utf-16-le"))


def read():
    """What the list allows: of each library what it is for, and its functions."""
    allowed, functions = {}, None
    with open(LIST, encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("  "):
                functions.update(line.split())
            elif line and not line.startswith("#"):
                library, _, reason = line.partition(":")
                functions = set()
                allowed[library] = (reason.strip(), functions)
    return allowed


def write(taken):
    allowed = read()
    with open(LIST, encoding="utf-8") as file:
        head = [line for line in file.read().splitlines() if line.startswith("#")]
    with open(LIST, "w", encoding="utf-8") as file:
        file.write("\n".join(head) + "\n")
        for library, functions in sorted(taken.items()):
            reason = allowed.get(library, ("", None))[0]
            file.write(f"\n{library}: {reason}".rstrip() + "\n")
            file.writelines(f"  {function}\n" for function in sorted(functions))


main()
