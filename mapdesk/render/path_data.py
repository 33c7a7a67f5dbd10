"""Reads the path data that a symbol library writes: lines, curves and arcs as points in straight steps."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from mapdesk.render.along import Points

_TOKEN = re.compile(r"([MmLlHhVvCcQqAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([\s,]+)|(.)")
#: How many numbers each command takes at a time.
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "q": 4, "a": 7, "z": 0}
_STEPS = 14


class NotUnderstood(ValueError):
    """Path data or a drawing that holds what this reader doesn't know."""


@dataclass(frozen=True, eq=False)
class Subpath:
    """One course of a path, and whether it is closed."""

    points: Points
    closed: bool


def read_path(data: str) -> tuple[Subpath, ...]:
    """The subpaths of path data, curves in straight steps; raises NotUnderstood."""
    found: list[Subpath] = []
    course: list[complex] = []
    here = start = 0j
    for letter, numbers in _commands(data):
        relative, kind = letter.islower(), letter.lower()
        if kind == "z":
            if course:
                found.append(_subpath(course, True))
            course, here = [], start
            continue
        origin = here if relative else 0j
        if kind == "m":
            if len(course) > 1:
                found.append(_subpath(course, False))
            here = start = origin + complex(*numbers)
            course = [here]
            continue
        course = course or [here]
        if kind == "l":
            steps = [origin + complex(*numbers)]
        elif kind == "h":
            steps = [complex(origin.real + numbers[0], here.imag)]
        elif kind == "v":
            steps = [complex(here.real, origin.imag + numbers[0])]
        elif kind == "a":
            steps = _arc(here, origin, numbers)
        else:
            steps = _curve(
                here, [origin + complex(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
            )
        course += steps
        here = steps[-1]
    if len(course) > 1:
        found.append(_subpath(course, False))
    return tuple(found)


def _commands(data: str) -> list[tuple[str, list[float]]]:
    """Each command with as many numbers as it takes at a time; those after a move's first pair are lines."""
    found: list[tuple[str, list[float]]] = []
    letter = ""
    numbers: list[float] = []
    for word, number, _, other in _TOKEN.findall(data):
        if other:
            raise NotUnderstood(f"“{other}” in path data is not understood.")
        if word:
            if numbers:
                raise NotUnderstood("Path data ends in the middle of a command.")
            letter = word
            if word in "Zz":
                found.append((word, []))
        elif number:
            if letter in ("", "Z", "z"):
                raise NotUnderstood("Path data has numbers without a command.")
            numbers.append(float(number))
            if len(numbers) == _TAKES[letter.lower()]:
                found.append((letter, numbers))
                letter, numbers = {"M": "L", "m": "l"}.get(letter, letter), []
    if numbers:
        raise NotUnderstood("Path data ends in the middle of a command.")
    return found


def _subpath(course: list[complex], closed: bool) -> Subpath:
    points = np.array([(point.real, point.imag) for point in course])
    keep = np.concatenate(([True], np.any(np.abs(np.diff(points, axis=0)) > 1e-6, axis=1)))
    points = points[keep]
    if closed and len(points) > 1 and np.abs(points[0] - points[-1]).max() < 1e-6:
        points = points[:-1]
    return Subpath(points, closed)


def _curve(start: complex, controls: list[complex]) -> list[complex]:
    if len(controls) == 2:
        one, end = controls
        # The cubic that is the same curve.
        controls = [start + (one - start) * 2 / 3, end + (one - end) * 2 / 3, end]
    one, two, end = controls
    found = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        found.append(
            (1 - t) ** 3 * start + 3 * (1 - t) ** 2 * t * one + 3 * (1 - t) * t**2 * two + t**3 * end
        )
    return found


def _arc(start: complex, origin: complex, numbers: list[float]) -> list[complex]:
    """An elliptical arc by its centre: SVG 1.1, appendix F.6.5."""
    rx, ry, tilt, large, sweep, x, y = numbers
    end = origin + complex(x, y)
    rx, ry = abs(rx), abs(ry)
    if rx == 0 or ry == 0 or start == end:
        return [end]
    turn = complex(math.cos(math.radians(tilt)), math.sin(math.radians(tilt)))
    half = (start - end) / 2 * turn.conjugate()
    grow = math.hypot(half.real / rx, half.imag / ry)
    if grow > 1:
        rx, ry = rx * grow, ry * grow
    one = complex(half.real / rx, half.imag / ry)
    off = math.sqrt(max(1 / abs(one) ** 2 - 1, 0.0)) * (1 if bool(large) != bool(sweep) else -1)
    # In the circle that the ellipse is a stretched image of.
    centre = complex(one.imag, -one.real) * off
    first = math.atan2((one - centre).imag, (one - centre).real)
    last = math.atan2((-one - centre).imag, (-one - centre).real)
    span = last - first
    if sweep and span < 0:
        span += 2 * math.pi
    elif not sweep and span > 0:
        span -= 2 * math.pi
    count = max(2, math.ceil(abs(span) / (math.pi / 2) * _STEPS))
    middle = (start + end) / 2
    found = []
    for step in range(1, count + 1):
        angle = first + span * step / count
        on = centre + complex(math.cos(angle), math.sin(angle))
        found.append(middle + complex(on.real * rx, on.imag * ry) * turn)
    found[-1] = end
    return found
