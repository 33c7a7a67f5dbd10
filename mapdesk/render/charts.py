"""A chart of figures over dates as a Scene: thin grid, lines named at their ends, unit, source and method."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from mapdesk.render.colour import against
from mapdesk.render.date_ticks import ticks_of
from mapdesk.render.dates import full_date, short_date
from mapdesk.render.marks import rounded
from mapdesk.render.panels import balanced, wrapped
from mapdesk.render.scene import Face, Fill, Group, Halo, Layer, Mark, Path, Scene, Stroke, Text, Vertices
from mapdesk.render.text import text_width

WIDTH, HEIGHT = 1200, 675
_PAPER, _INK, _GREY, _GRID = "#FFFFFF", "#1A1A1A", "#5A5A5A", "#DDDAD3"
_MARGIN = 40.0
_TITLE, _SUBTITLE, _LABEL, _SMALL = 30.0, 18.0, 16.0, 13.0
#: A line's contrast with the paper at least, and its name's.
_LINE_CONTRAST, _NAME_CONTRAST = 3.0, 4.5
#: Up to so many dates each has a dot of its own.
_DOTTED = 45
#: An axis begins at nothing where the least figure is no more than this share of the largest.
_FROM_ZERO = 0.4


@dataclass(frozen=True, kw_only=True)
class ChartLine:
    """One line of a chart: its name, colour (#RRGGBB), dash in pixels, and a figure or None for each date."""

    name: str
    colour: str
    values: tuple[float | None, ...]
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What a chart shows. `limit` is a figure that is marked, and the date on which a line first is less."""

    title: str
    days: tuple[date, ...]
    lines: tuple[ChartLine, ...]
    unit: str = ""
    decimals: int = 0
    limit: float | None = None
    source: str = ""
    method: str = ""

    def said(self, value: float) -> str:
        """A figure with its unit; whole from a thousand on."""
        decimals = 0 if abs(value) >= 1000 else self.decimals
        return f"{value:,.{decimals}f}{' ' + self.unit if self.unit else ''}"


@dataclass(frozen=True)
class Scale:
    """The figures along an axis: its ends, and its ticks from the lowest."""

    low: float
    high: float
    ticks: tuple[float, ...]


def scale_for(values: Iterable[float]) -> Scale:
    """An axis with round ticks that holds all values; it begins at 0 unless that would flatten them."""
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    if 0 <= low <= _FROM_ZERO * high:
        low = 0.0
    if high - low < 1e-9:
        room = abs(high) * 0.01 or 1.0
        low, high = (max(low - room, 0.0) if low >= 0 else low - room), high + room
    step = _round_step((high - low) / 6.5)
    first, last = math.floor(low / step), math.ceil(high / step - 1e-9)
    ticks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(round_one * power for round_one in (1, 2, 2.5, 5, 10) if round_one * power >= step * 0.999)


def chart_scene(chart: Chart, width: int = WIDTH, height: int = HEIGHT) -> Scene:
    """The chart as a picture of so many pixels; its texts keep their size. Raises MissingGlyph."""
    return _Drawing(chart, width, height).scene()


class _Drawing:
    """Where everything lies on the page."""

    def __init__(self, chart: Chart, width: int, height: int) -> None:
        self.chart, self.width, self.height = chart, width, height
        self.scale = scale_for(
            value
            for value in (*(v for line in chart.lines for v in line.values), chart.limit)
            if value is not None
        )
        room = width - 2 * _MARGIN
        self.title = wrapped(chart.title, Face.BOLD, _TITLE, room)
        self.foot = [
            *balanced(chart.method, Face.REGULAR, _SMALL, room),
            *wrapped(f"Source: {chart.source}" if chart.source else "", Face.REGULAR, _SMALL, room),
        ]
        self.top = _MARGIN + len(self.title) * _TITLE * 1.2 + _SUBTITLE * 1.3 + 34
        self.bottom = height - _MARGIN * 0.7 - len(self.foot) * _SMALL * 1.4 - 46
        ticks = [self._tick_words(tick) for tick in self.scale.ticks]
        if chart.limit is not None:
            ticks.append(self._limit_words(chart.limit))
        self.left = _MARGIN + max(text_width(words, Face.SEMIBOLD, _LABEL) for words in ticks) + 12
        names = [max(_widths(line.name, self._last_words(line))) for line in chart.lines]
        self.right = width - _MARGIN - min(max(names, default=0.0) + 14, width * 0.34)
        self.first, self.last = (day.toordinal() for day in (chart.days[0], chart.days[-1]))

    def scene(self) -> Scene:
        """All of it, in named layers."""
        chart = self.chart
        layers = (
            Layer("grid", "Grid", tuple(self._grid())),
            Layer("axis", "Dates", tuple(self._dates())),
            Layer("limit", "Limit", tuple(self._limit())),
            Layer("lines", "Lines", tuple(self._lines())),
            Layer("names", "Names", tuple(self._names())),
            Layer("texts", "Title and source", tuple(self._texts())),
        )
        facts = (("Dates", self._period()), ("Method", chart.method), ("Source", chart.source))
        return Scene(
            self.width,
            self.height,
            _PAPER,
            tuple(layer for layer in layers if layer.items),
            title=chart.title,
            description=f"{chart.title}, {self._period()}",
            metadata=tuple((name, value) for name, value in facts if value),
        )

    def x(self, day: date) -> float:
        if self.last == self.first:
            return (self.left + self.right) / 2
        # Dots at the ends stay off the edge of the grid.
        left, right = self.left + 10, self.right - 10
        return left + (day.toordinal() - self.first) / (self.last - self.first) * (right - left)

    def y(self, value: float) -> float:
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.bottom - share * (self.bottom - self.top)

    def _tick_words(self, tick: float) -> str:
        # The uppermost tick tells the unit for all.
        words = f"{tick:,.10f}".rstrip("0").rstrip(".")
        return f"{words} {self.chart.unit}".rstrip() if tick == self.scale.ticks[-1] else words

    def _last_words(self, line: ChartLine) -> str:
        value = next((value for value in reversed(line.values) if value is not None), None)
        return "" if value is None else self.chart.said(value)

    def _period(self) -> str:
        first, last = self.chart.days[0], self.chart.days[-1]
        if first == last:
            return full_date(first)
        begun = short_date(first) if first.year == last.year else full_date(first)
        return f"{begun} to {full_date(last)}"

    def _grid(self) -> Iterable[Mark]:
        for number, tick in enumerate(self.scale.ticks):
            at = self.y(tick)
            is_base = number == 0
            stroke = Stroke(_GREY if is_base else _GRID, 1.2 if is_base else 1.0, cap="butt")
            yield _line(f"grid-{number}", "grid", [(self.left, at), (self.right, at)], stroke)
            words = self._tick_words(tick)
            if self.chart.limit is not None and abs(self.y(self.chart.limit) - at) < _LABEL:
                # The limit's own figure stands there.
                continue
            x = self.left - 12 - text_width(words, Face.REGULAR, _LABEL)
            yield _text(f"figure-{number}", "figure", words, x, at + _LABEL * 0.35, _LABEL, _GREY)

    def _dates(self) -> Iterable[Mark]:
        days = max(self.last - self.first, 1)
        spread = (self.right - self.left - 20) / days
        # Room for labels is counted for the smaller letters of a window.
        ticks = ticks_of(self.first - 60 / spread, self.last + 0.5, spread * 0.7)
        labels = {day: words for day, words in ticks.labelled.items() if self.first <= day <= self.last}
        if len(labels) < 2:
            ends = dict.fromkeys((self.first, self.last))
            labels = {day: full_date(date.fromordinal(day)) for day in ends}
        first = min(labels)
        for ordinal, words in labels.items():
            day = date.fromordinal(ordinal)
            if ordinal == first and str(day.year) not in words:
                words = f"{words} {day.year}"
            at = self.x(day)
            tick = [(at, self.bottom), (at, self.bottom + 6)]
            yield _line(f"date-tick-{ordinal}", "date", tick, Stroke(_GREY, 1.2, cap="butt"))
            half = text_width(words, Face.REGULAR, _LABEL) / 2
            x = min(max(at - half, _MARGIN), self.width - _MARGIN - 2 * half)
            yield _text(f"date-{ordinal}", "date", words, x, self.bottom + 26, _LABEL, _GREY)

    def _limit(self) -> Iterable[Mark]:
        limit = self.chart.limit
        if limit is None:
            return
        at = self.y(limit)
        stroke = Stroke(_INK, 1.2, dash=(5.0, 4.0), cap="butt")
        yield _line("limit-line", "limit", [(self.left, at), (self.right, at)], stroke)
        words = self._limit_words(limit)
        x = self.left - 12 - text_width(words, Face.SEMIBOLD, _LABEL)
        yield _text("limit-words", "limit", words, x, at + _LABEL * 0.35, _LABEL, _INK, Face.SEMIBOLD)

    def _limit_words(self, limit: float) -> str:
        return f"{limit:,.10f}".rstrip("0").rstrip(".") + f" {self.chart.unit}".rstrip()

    def _lines(self) -> Iterable[Group]:
        for number, line in enumerate(self.chart.lines, start=1):
            marks: list[Mark] = []
            colour = against(line.colour, _PAPER, _LINE_CONTRAST)
            runs = self._runs(line)
            if any(len(run) > 1 for run in runs):
                courses = tuple(_vertices(run) for run in runs if len(run) > 1)
                stroke = Stroke(colour, 2.6, dash=line.dash, cap="butt" if line.dash else "round")
                marks.append(Path(f"line-{number}", "line", courses, False, None, stroke, line.name))
            points = [point for run in runs for point in run]
            dotted = points if len(points) <= _DOTTED else points[-1:]
            for index, (x, y) in enumerate(dotted):
                marks.append(_dot(f"line-{number}-dot-{index}", x, y, 3.4, colour))
            marks += self._first_under(number, line, colour)
            yield Group(f"line-{number}-group", "line", tuple(marks), line.name)

    def _runs(self, line: ChartLine) -> list[list[tuple[float, float]]]:
        """The stretches of dates with figures, as points on the page."""
        runs: list[list[tuple[float, float]]] = [[]]
        for day, value in zip(self.chart.days, line.values, strict=True):
            if value is not None:
                runs[-1].append((self.x(day), self.y(value)))
            elif runs[-1]:
                runs.append([])
        return [run for run in runs if run]

    def _first_under(self, number: int, line: ChartLine, colour: str) -> Iterable[Mark]:
        limit = self.chart.limit
        if limit is None:
            return
        both = zip(self.chart.days, line.values, strict=True)
        day, value = next(((d, v) for d, v in both if v is not None and v < limit), (None, None))
        if day is None or value is None:
            return
        x, y = self.x(day), self.y(value)
        yield Path(
            f"line-{number}-first", "first", (_circle(x, y, 7.0),), True, Fill(_PAPER), Stroke(colour, 2.4)
        )
        words = full_date(day)
        width = text_width(words, Face.SEMIBOLD, _LABEL)
        # Below its dot, or where there is no room beside it on the side that the line has left.
        is_below = y + 28 < self.bottom - 4
        left = min(max(x - width / 2, self.left + 4), self.right - width) if is_below else x - 14 - width
        left = left if left >= self.left else x + 14
        base = y + 28 if is_below else y + _LABEL * 0.35
        ink = against(line.colour, _PAPER, _NAME_CONTRAST)
        name = f"line-{number}-first-date"
        yield _text(name, "first", words, left, base, _LABEL, ink, Face.SEMIBOLD, halo=True)

    def _names(self) -> Iterable[Group]:
        room = self.width - _MARGIN - self.right - 14
        ends = []
        for number, line in enumerate(self.chart.lines, start=1):
            last = next((v for v in reversed(line.values) if v is not None), None)
            if last is not None:
                words = wrapped(line.name, Face.SEMIBOLD, _LABEL, room + 1)
                ends.append((self.y(last), number, line, words))
        ends.sort(key=lambda end: end[0])
        heights = [(len(words) + 1) * _LABEL * 1.2 + 6 for *_, words in ends]
        middles = _spread([end[0] for end in ends], heights, self.top - 20, self.bottom + 10)
        for (at, number, line, words), middle, height in zip(ends, middles, heights, strict=True):
            ink = against(line.colour, _PAPER, _NAME_CONTRAST)
            baseline = middle - height / 2 + 3 + _LABEL * 0.95
            marks: list[Mark] = []
            if abs(middle - at) > _LABEL / 2:
                # A name that had to make room is led back to its line.
                lead = [(self.right - 4, at), (self.right + 10, middle)]
                marks.append(_line(f"lead-{number}", "lead", lead, Stroke(ink, 1.0, 0.6)))
            for index, row in enumerate([*words, self._last_words(line)]):
                face = Face.SEMIBOLD if index < len(words) else Face.REGULAR
                y = baseline + index * _LABEL * 1.2
                name = f"name-{number}-{index}"
                marks.append(_text(name, "name", row, self.right + 14, y, _LABEL, ink, face))
            yield Group(f"name-{number}", "name", tuple(marks), line.name)

    def _texts(self) -> Iterable[Mark]:
        y = _MARGIN * 0.6 + _TITLE * 0.9
        for index, row in enumerate(self.title):
            yield _text(f"title-{index}", "title", row, _MARGIN, y, _TITLE, _INK, Face.BOLD)
            y += _TITLE * 1.2
        words = self._period()
        if self.scale.low > 0:
            words += " · the axis does not begin at 0"
        yield _text("subtitle", "subtitle", words, _MARGIN, y - 4, _SUBTITLE, _GREY)
        y = self.height - _MARGIN * 0.6 - (len(self.foot) - 1) * _SMALL * 1.4
        for index, row in enumerate(self.foot):
            yield _text(f"foot-{index}", "foot", row, _MARGIN, y, _SMALL, _GREY)
            y += _SMALL * 1.4


def _widths(name: str, value: str) -> tuple[float, float]:
    return text_width(name, Face.SEMIBOLD, _LABEL), text_width(value, Face.REGULAR, _LABEL)


def _spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Middles of labels as near to where they are wanted (ascending) as they can be without overlapping."""
    placed: list[float] = []
    low = top
    for at, height in zip(wanted, heights, strict=True):
        placed.append(max(at, low + height / 2))
        low = placed[-1] + height / 2
    high = bottom
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], high - heights[index] / 2)
        high = placed[index] - heights[index] / 2
    return placed


def _vertices(points: Sequence[tuple[float, float]]) -> Vertices:
    return rounded(np.array(points, dtype=np.float64))


def _line(id: str, css_class: str, points: Sequence[tuple[float, float]], stroke: Stroke) -> Path:
    return Path(id, css_class, (_vertices(points),), False, None, stroke)


def _circle(x: float, y: float, radius: float) -> Vertices:
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    return rounded(np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)]))


def _dot(id: str, x: float, y: float, radius: float, colour: str) -> Path:
    return Path(id, "dot", (_circle(x, y, radius),), True, Fill(colour))


def _text(
    id: str,
    css_class: str,
    words: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    face: Face = Face.REGULAR,
    *,
    halo: bool = False,
) -> Text:
    rim = Halo(_PAPER, 4.0) if halo else None
    return Text(id, css_class, words, round(x, 2), round(y, 2), size, face, Fill(colour), rim)
