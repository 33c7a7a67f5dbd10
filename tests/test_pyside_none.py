"""PySide 6.12.0 on Python 3.11 loses a reference to None with each call that returns nothing.

After some thousands of calls the program aborts. From Python 3.12 on, None can't be lost.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath


def _change_of_none(call: Callable[[], object]) -> int:
    before = sys.getrefcount(None)
    for _ in range(500):
        call()
    return abs(sys.getrefcount(None) - before)


def _lines() -> Callable[[], object]:
    path = QPainterPath()
    return lambda: path.lineTo(1.0, 2.0)


def _names() -> Callable[[], object]:
    thing = QObject()
    return lambda: thing.setObjectName("map")


def _parents() -> Callable[[], object]:
    return QObject().parent


def _pictures() -> Callable[[], object]:
    image = QImage(4, 4, QImage.Format.Format_RGB32)

    def fill() -> None:
        painter = QPainter(image)
        painter.fillRect(0, 0, 4, 4, QColor("#D2EEFB"))
        painter.end()

    return fill


@pytest.mark.parametrize("make", [_lines, _names, _parents, _pictures])
def test_five_hundred_calls_into_qt_leave_none_as_it_was(make):
    # Other things hold and let go of None meanwhile, now and then; the fault shows each time.
    call = make()
    assert min(_change_of_none(call) for _ in range(4)) <= 50
