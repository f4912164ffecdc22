"""Counts what a check found right and wrong, and says so in one closing line."""
import sys


class Tally:
    """Notes each comparison; `close` ends the script, well only if something was compared and all was right."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def note(self, right, what):
        """Counts one comparison, and prints what it was about if it went wrong."""
        if right:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED:", what, flush=True)
        return right

    def same(self, found, wanted, what):
        """Counts a comparison of two values. All values here are invented, so it may print them."""
        return self.note(found == wanted, f"{what}: {found!r:.300} is not {wanted!r:.300}")

    def close(self):
        if not self.passed + self.failed:
            print("FAILED: nothing was compared")
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(0 if self.passed and not self.failed else 1)
