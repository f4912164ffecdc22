#!/usr/bin/python3
"""Proves that the Windows program takes nothing from Windows that it has not been allowed, the network above all.

usage: imports.py STOPGAP.exe [--write]

Every function that the exe imports has to stand in imports.txt, below its library, and no library there is one that
reaches a network. --write makes that list anew, to be read before it is committed. What is looked up while the program
runs cannot be seen so: GetProcAddress is among the functions, and the libraries that use it are named in the list.
"""
import os
import subprocess
import sys

from tally import Tally

LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "imports.txt")
NETWORK = {"ws2_32.dll", "wsock32.dll", "mswsock.dll", "wininet.dll", "winhttp.dll", "urlmon.dll", "dnsapi.dll",
           "iphlpapi.dll", "netapi32.dll", "rasapi32.dll", "webio.dll", "httpapi.dll"}


def main():
    imported = imports(sys.argv[1])
    if "--write" in sys.argv:
        write(imported)
    allowed = read()
    tally = Tally()
    for library, functions in sorted(imported.items()):
        tally.note(library not in NETWORK, f"{library} reaches the network: {sorted(functions)}")
        more = sorted(functions - allowed.get(library, set()))
        tally.same(more, [], f"functions of {library} that nobody has allowed")
    tally.note(set(imported) >= {"kernel32.dll", "user32.dll"}, "no imports were found")
    tally.close()


def imports(program):
    """The functions that a program takes from each library, by its name in small letters."""
    told = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", program], check=True, capture_output=True, text=True)
    found, library = {}, None
    for line in told.stdout.splitlines():
        words = line.split()
        if line.strip().startswith("DLL Name:"):
            library = found.setdefault(words[2].lower(), set())
        elif library is not None and len(words) == 3 and line.startswith("\t") and words[1].isdecimal():
            library.add(words[2])
        elif not words:
            # A blank line ends the functions of a library.
            library = None
    return found


def read():
    allowed, library = {}, None
    with open(LIST, encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("  "):
                library.update(line.split())
            elif line and not line.startswith("#"):
                library = allowed.setdefault(line, set())
    return allowed


def write(imported):
    with open(LIST, encoding="utf-8") as file:
        head = [line for line in file.read().splitlines() if line.startswith("#")]
    with open(LIST, "w", encoding="utf-8") as file:
        file.write("\n".join(head) + "\n")
        for library, functions in sorted(imported.items()):
            file.write(f"\n{library}\n" + "".join(f"  {function}\n" for function in sorted(functions)))


main()
