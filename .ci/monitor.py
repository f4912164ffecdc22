#!/usr/bin/python3
"""A program that looks at whatever is copied under X11, and prints each text that it got.

usage: monitor.py greedy | polite | curious

The greedy one reads as soon as somebody owns the clipboard, and every 30 ms after that. The polite one asks first what
there is, and leaves alone what is marked as a secret. The curious one asks every 50 ms what there is and reads nothing.
"""
import select
import sys
import time

from Xlib import X, display
from Xlib.ext import xfixes

HINT = "x-kde-passwordManagerHint"


class Monitor:
    def __init__(self):
        self.display = display.Display()
        self.display.xfixes_query_version()
        self.window = self.display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self.clipboard = self.display.intern_atom("CLIPBOARD")
        self.place = self.display.intern_atom("MONITOR")
        self.display.xfixes_select_selection_input(self.window, self.clipboard,
                                                   xfixes.XFixesSetSelectionOwnerNotifyMask)
        self.display.sync()

    def request(self, target):
        self.window.convert_selection(self.clipboard, self.display.intern_atom(target), self.place, X.CurrentTime)
        self.display.flush()

    def ask(self, target):
        """What the owner gives when asked for this; None: nothing."""
        self.request(target)
        end = time.monotonic() + 1
        while time.monotonic() < end:
            if not self.display.pending_events():
                select.select([self.display.fileno()], [], [], 0.05)
                continue
            event = self.display.next_event()
            if event.type == X.SelectionNotify:
                if event.property == X.NONE:
                    return None
                given = self.window.get_full_property(self.place, X.AnyPropertyType)
                self.window.delete_property(self.place)
                return given and given.value
        return None

    def wait(self, seconds):
        """Waits for a new owner, or so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            while self.display.pending_events():
                if isinstance(self.display.next_event(), xfixes.SelectionNotify):
                    return
            select.select([self.display.fileno()], [], [], left)


def main():
    is_polite = sys.argv[1] == "polite"
    monitor = Monitor()
    print("watching", flush=True)
    while sys.argv[1] == "curious":
        monitor.request("TARGETS")
        monitor.wait(0.05)
    while True:
        is_secret = False
        if is_polite:
            offered = monitor.ask("TARGETS")
            names = [monitor.display.get_atom_name(atom) for atom in offered] if offered is not None else []
            is_secret = HINT in names and monitor.ask(HINT) == b"secret"
        if not is_secret and (text := monitor.ask("UTF8_STRING")):
            print("got", repr(text), flush=True)
        monitor.wait(3600 if is_polite else 0.03)


main()
