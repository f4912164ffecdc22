"""A desk for the checks of the clipboard: real keys, programs beside each other, and a browser in front."""
import contextlib
import json
import os
import queue
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

from Xlib import X, XK, display
from Xlib.ext import xtest

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = f"file://{HERE}/boxes.html"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--ozone-platform=x11", "--window-size=960,900",
         "--window-position=0,0", "--disable-quic", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]


@contextlib.contextmanager
def busy():
    """Gives every core something to do."""
    loops = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(os.cpu_count())]
    try:
        yield
    finally:
        for loop in loops:
            end(loop)


def nothing():
    return contextlib.nullcontext()


@contextlib.contextmanager
def monitors(commands):
    """Programs that look at whatever is copied, by name: gives the lines that each says, whole when it is over."""
    told, programs = {name: [] for name in commands}, {}
    for name, command in commands.items():
        programs[name] = Program(command)
        told[name].append(programs[name].hear(""))
    try:
        yield told
    finally:
        for name, program in programs.items():
            end(program.process)
            told[name].extend(program.end())


class Program:
    """A program that is told a line at a time, and says one when something happens."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        encoding="utf-8")
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\r\n"))

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self, start, seconds=20):
        """The next line that starts so; those before it are dropped. None: none came."""
        end_of_patience = time.monotonic() + seconds
        while (left := end_of_patience - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                if (line := self.lines.get(timeout=left)).startswith(start):
                    return line
        return None

    def tell(self, line):
        """Says a line and gives the answer."""
        self.say(line)
        return self.hear("")

    def end(self):
        """Lets it end, and gives the lines that nobody heard."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(20)
        self.reader.join(20)
        return list(self.lines.queue)


def end(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Keyboard:
    """Keys as a hand presses them: they reach whichever window is in front."""

    def __init__(self):
        self.display = display.Display()

    def press(self, keys, hold=0.02):
        """Presses keys together, such as "ctrl+alt+Next"."""
        *held, last = [self.code(name) for name in keys.split("+")]
        for code in held:
            xtest.fake_input(self.display, X.KeyPress, code)
        xtest.fake_input(self.display, X.KeyPress, last)
        self.display.sync()
        time.sleep(hold)
        xtest.fake_input(self.display, X.KeyRelease, last)
        for code in reversed(held):
            xtest.fake_input(self.display, X.KeyRelease, code)
        self.display.sync()

    def click(self, x, y):
        xtest.fake_input(self.display, X.MotionNotify, x=round(x), y=round(y))
        xtest.fake_input(self.display, X.ButtonPress, 1)
        xtest.fake_input(self.display, X.ButtonRelease, 1)
        self.display.sync()

    def code(self, name):
        name = {"ctrl": "Control_L", "alt": "Alt_L", "shift": "Shift_L"}.get(name, name)
        return self.display.keysym_to_keycode(XK.string_to_keysym(name))


class Browser:
    """Chromium, showing the page of boxes."""

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.profile = tempfile.mkdtemp()
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, start_new_session=True)
        self.wait_for_driver()
        options = {"binary": "/usr/bin/chromium", "args": FLAGS + [f"--user-data-dir={self.profile}"]}
        wanted = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
        self.session = self.ask("POST", "/session", wanted)["sessionId"]

    def wait_for_driver(self):
        end_of_patience = time.monotonic() + 20
        while True:
            try:
                return self.ask("GET", "/status")
            except urllib.error.URLError:
                if time.monotonic() > end_of_patience:
                    raise
                time.sleep(0.1)

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)["value"]

    def do(self, what, body):
        return self.ask("POST", f"/session/{self.session}/{what}", body)

    def script(self, code):
        return self.do("execute/sync", {"script": code, "args": []})

    def begin(self, keyboard):
        """Shows the page anew, brings it to the front and clicks into the first box."""
        self.do("url", {"url": PAGE})
        windows = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "chromium"], capture_output=True,
                                 text=True, timeout=20).stdout.split()
        subprocess.run(["xdotool", "windowactivate", "--sync", windows[-1]], check=True, timeout=20)
        keyboard.click(*self.script("return middle_on_screen(boxes()[0])"))
        end_of_patience = time.monotonic() + 5
        while not self.script("return document.hasFocus() && document.activeElement === boxes()[0]"):
            if time.monotonic() > end_of_patience:
                raise SystemExit("FAILED: the browser does not take the keyboard")
            time.sleep(0.05)

    def boxes(self):
        return self.script("return read()")

    def close(self):
        with contextlib.suppress(OSError):
            self.ask("DELETE", f"/session/{self.session}")
        end(self.driver)
        shutil.rmtree(self.profile, ignore_errors=True)
