"""How long MapDesk takes to start: until its window is seen, and until the map of the sample is complete.

Of a process of its own with a home of its own, in which the sample lies already. Run with
--benchmark-enable -s; nothing here fails on a time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

#: Starts the window as the command does, and prints when what happened, in seconds since the system's start.
_START = """
import json, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer

class Watch(QObject):
    shown = 0.0
    def eventFilter(self, watched, event):
        if not self.shown and event.type() == QEvent.Type.Paint and watched.isWidgetType():
            # What is painted in this turn is seen after it.
            self.shown = 1.0
            QTimer.singleShot(0, self.mark)
        return False
    def mark(self):
        self.shown = time.monotonic()

from mapdesk.ui.app import application, open_window
from PySide6.QtWidgets import QApplication
app, watch, timer = application(), Watch(), QTimer()
app.installEventFilter(watch)

def look():
    for window in QApplication.topLevelWidgets():
        if hasattr(window, "is_drawn") and window.desk.showing is not None and window.is_drawn():
            print(json.dumps([watch.shown, time.monotonic()]), flush=True)
            timer.stop()
            window.close()
            return

timer.timeout.connect(look)
timer.start(10)
open_window(None)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a user who has started MapDesk before: the sample is made, modules are compiled."""
    folder = tmp_path_factory.mktemp("home")
    places = {"HOME": folder, "XDG_CONFIG_HOME": folder / "config", "XDG_DATA_HOME": folder / "data"}
    places |= {"XDG_CACHE_HOME": folder / "cache", "PYTHONPYCACHEPREFIX": folder / "compiled"}
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {
        **known,
        **{name: str(path) for name, path in places.items()},
        "QT_QPA_PLATFORM": "offscreen",
    }
    _times(environment)
    return environment


def _times(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds from the start of the process to its first window, and to the complete map."""
    # The monotonic clock counts from the start of the system for all processes alike.
    before = monotonic()
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _START], env=environment, cwd=root, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    shown, complete = json.loads(done.stdout.splitlines()[-1])
    assert 0 < shown < complete
    return shown - before, complete - before


@pytest.mark.parametrize("until", ["first window", "complete map"])
def test_the_start(benchmark: BenchmarkFixture, home: dict[str, str], until: str) -> None:
    starts: list[tuple[float, float]] = []
    benchmark.pedantic(lambda: starts.append(_times(home)), rounds=3)
    number = ("first window", "complete map").index(until)
    seconds = sorted(start[number] for start in starts)
    print(f"\n{until}: " + ", ".join(f"{value:.2f}" for value in seconds) + " s after the process started")
