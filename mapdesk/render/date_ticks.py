"""The ticks of an axis of dates, from days to decades, each labelled so that it can be read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mapdesk.render.dates import short_date

#: Steps in days, months or years, each with the least room in pixels that its labels want.
_STEPS = (
    *(("days", 1, 74), ("days", 2, 74), ("days", 7, 74), ("days", 14, 74)),
    *(("months", 1, 58), ("months", 3, 58), ("months", 6, 58)),
    *(("years", 1, 44), ("years", 2, 44), ("years", 5, 44), ("years", 10, 44), ("years", 50, 44)),
)
#: Half of the widest label of each unit, in pixels.
_HALF_A_LABEL = {"days": 44, "months": 34, "years": 18}
_LENGTH = {"days": 1.0, "months": 30.44, "years": 365.25}


@dataclass(frozen=True)
class Ticks:
    """Labelled ticks and those between them, each at the ordinal of its date."""

    labelled: dict[int, str]
    between: tuple[int, ...]


@lru_cache(maxsize=64)
def ticks_of(low: float, high: float, pixels_per_day: float) -> Ticks:
    """The ticks between two dates (ordinals), as close as can be read at a scale."""
    unit, step = next(
        ((unit, step) for unit, step, room in _STEPS if _LENGTH[unit] * step * pixels_per_day >= room),
        ("years", 100),
    )
    first, last = int(low), int(high) + 1
    # A label that the left edge would cut off is left out, so that the first one, with its year, is seen.
    edge = low + _HALF_A_LABEL[unit] / pixels_per_day
    days = [day for day in _days(first, last, unit, step) if day.toordinal() >= edge]
    labelled = {day.toordinal(): _label(day, unit, first=index == 0) for index, day in enumerate(days)}
    finer = next((other for other, *_ in reversed(_STEPS) if _LENGTH[other] < _LENGTH[unit] * step), "days")
    if _LENGTH[finer] * pixels_per_day < 5:
        return Ticks(labelled, ())
    between = (day.toordinal() for day in _days(first, last, finer, 1))
    return Ticks(labelled, tuple(day for day in between if day not in labelled))


def _days(first: int, last: int, unit: str, step: int) -> Iterator[date]:
    first, last = max(first, 1), min(last, date.max.toordinal())
    if unit == "days":
        # Whole weeks begin on Mondays; the ordinal 1 is one.
        start = first + (1 - first) % step
        yield from (date.fromordinal(day) for day in range(start, last + 1, step))
        return
    start_of, end = date.fromordinal(first), date.fromordinal(last)
    length = step if unit == "months" else 12 * step
    month = start_of.year * 12 + start_of.month - 1
    month += -month % length
    while month < 12 * 10_000 and (day := date(month // 12, month % 12 + 1, 1)) <= end:
        if day >= start_of:
            yield day
        month += length


def _label(day: date, unit: str, *, first: bool) -> str:
    if unit == "years":
        return str(day.year)
    number, month = short_date(day).split()
    # The year is told once, and wherever it turns.
    turns = first or (day.month == 1 and (unit == "months" or day.day <= 14))
    year = f" {day.year}" if turns else ""
    return f"{month[:3]}{year}" if unit == "months" else f"{number} {month[:3]}{year}"
