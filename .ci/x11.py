"""What another program sees of the X11 clipboard, through xclip."""
import subprocess
import time

HINT = "x-kde-passwordManagerHint"


def paste(target="UTF8_STRING"):
    """The text that a paste would bring, or None."""
    asked = subprocess.run(["xclip", "-selection", "clipboard", "-o", "-t", target], capture_output=True, timeout=20)
    return asked.stdout.decode() if asked.returncode == 0 else None


def targets():
    """What the text is offered as."""
    asked = subprocess.run(["xclip", "-selection", "clipboard", "-o", "-t", "TARGETS"], capture_output=True, text=True,
                           timeout=20)
    return set(asked.stdout.split()) if asked.returncode == 0 else set()


def hint():
    """What the text says of itself to clipboard managers, or None."""
    asked = subprocess.run(["xclip", "-selection", "clipboard", "-o", "-t", HINT], capture_output=True, timeout=20)
    return asked.stdout if asked.returncode == 0 else None


def settles_on(wanted):
    """Whether a paste brings the wanted text, at once or within a second: the server serves its clients in turn."""
    end = time.monotonic() + 1
    while (found := paste()) != wanted and time.monotonic() < end:
        time.sleep(0.02)
    return found == wanted


def copy(text):
    """Copies a text as another program; xclip stays in the background to serve it."""
    subprocess.run(["xclip", "-selection", "clipboard", "-i"], input=text.encode(), check=True, timeout=20,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
