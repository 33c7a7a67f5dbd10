"""Dates in the fields and names of foreign files, in the spellings that they use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

#: Fields that date features, the most telling first; the last ones are KML's TimeStamp and TimeSpan.
DATE_FIELDS = ("date", "day", "datum", "as_of", "timestamp", "begin")
#: The field in which KML's TimeSpan ends.
END_FIELD = "end"

_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_. ]?)(\d{2})\2(\d{2})(?!\d)")
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_OTHER = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_EPOCH = re.compile(r"-?\d{9,10}|-?\d{12,13}")


def date_in_name(path: Path) -> date | None:
    """The date in a file's name: isw_2022-10-03, 20221003, 2022_10_03; None where there is none."""
    return next((day for _, day in _dates_in(path.stem)), None)


def name_without_date(path: Path) -> str:
    """What a file's name says besides its date, in words: 20221003_Front is Front."""
    text = path.stem
    for found, _ in _dates_in(text):
        text = text.replace(found, " ")
    return " ".join(re.sub(r"[_\s]+", " ", text).strip(" -.,").split())


def _dates_in(text: str) -> Iterable[tuple[str, date]]:
    for found in _IN_NAME.finditer(text):
        day = _day(int(found[1]), int(found[3]), int(found[4]))
        if day is not None:
            yield found[0], day


def dating_field(values: Mapping[str, Sequence[Any]], wanted: str = "") -> str | None:
    """The field that dates features: the one of the `wanted` name, or of a telling one that has dates.

    `values` are those that each field has.
    """
    known = {field.casefold(): field for field in reversed(list(values))}
    if wanted:
        return known.get(wanted.casefold())
    dated = (known[name] for name in DATE_FIELDS if name in known)
    return next((field for field in dated if any(map(date_of, values[field]))), None)


def has_day_first(values: Iterable[Any]) -> bool:
    """Whether dates such as 25/12/1914 among these values say that all of them begin with the day.

    Those with points do anyway; without any such date, what comes first is the month.
    """
    found = [match for value in values if (match := _OTHER.match(str(value).strip()))]
    return any(int(match[1]) > 12 for match in found) and not any(int(match[3]) > 12 for match in found)


def date_of(value: Any, *, day_first: bool = False) -> date | None:
    """The date in a field's value, or None.

    Written like 2022-10-04 (a time may follow), 20221004, 10/4/2022 (with `day_first` 4/10/2022), 4.10.2022,
    or as seconds or milliseconds since 1970.
    """
    text = "" if value is None else str(value).strip()
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    if _EPOCH.fullmatch(text):
        seconds = int(text) / (1000 if len(text.lstrip("-")) > 10 else 1)
        try:
            return datetime.fromtimestamp(seconds, UTC).date()
        except (OverflowError, OSError, ValueError):
            return None
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _OTHER.match(text):
        one, other = int(found[1]), int(found[3])
        month, day = (other, one) if day_first or found[2] == "." else (one, other)
        return _day(int(found[4]), month, day)
    return None


def end_of(fields: Mapping[str, Any]) -> date | None:
    """The date on which what a feature shows is over, where KML's TimeSpan says so."""
    return date_of(fields.get(END_FIELD)) if "begin" in fields else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
