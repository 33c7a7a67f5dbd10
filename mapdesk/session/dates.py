"""What an editor types for a date: 2022-10-04, 4.10.2022, 4/10, "4 oct", "+1", "today"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from mapdesk.edit.edit import EditRefused

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}

_ISO = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})|(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[-./ ](?P<month>\d{1,2})(?:[-./ ](?P<year>\d{4}|\d{2})|\.)?")
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? ?(?:of )?(?P<word>[a-z]+)\.?,?(?: ?(?P<year>\d{4}))?"
)
_MONTH_FIRST = re.compile(r"(?P<word>[a-z]+)\.? ?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?")
_STEPS = re.compile(r"(?P<sign>[+-]) ?(?P<days>\d{1,5})")


def typed_date(text: str, shown: date, today: date) -> date:
    """The date that somebody means by some words; raises EditRefused.

    The day stands before the month. What is left out is that of the date shown; `+1` and `-7` count from it.
    """
    words = " ".join(text.casefold().replace("−", "-").replace("–", "-").split())
    words = re.sub(r"(?<=\d)([./]) (?=\d)", r"\1", words)
    if words in _NAMED:
        return _moved(today, _NAMED[words], text)
    if steps := _STEPS.fullmatch(words):
        return _moved(shown, int(steps["sign"] + steps["days"]), text)
    if re.fullmatch(r"\d{1,2}", words):
        return _date(shown.year, shown.month, int(words), text)
    if iso := _ISO.fullmatch(words):
        year, month, day = (int(part) for part in iso.groups() if part is not None)
        return _date(year, month, day, text)
    if numbers := _NUMBERS.fullmatch(words):
        return _date(_year(numbers["year"], shown), int(numbers["month"]), int(numbers["day"]), text)
    for form in (_DAY_FIRST, _MONTH_FIRST):
        named = form.fullmatch(words)
        month = _month(named["word"]) if named else 0
        if named and month:
            return _date(_year(named["year"], shown), month, int(named["day"]), text)
    raise EditRefused(
        f"“{text.strip()}” is not understood as a date; "
        "write it like 2022-10-04, 4.10.2022, 4 Oct, +1 or today."
    )


def _month(word: str) -> int:
    if word[:3] in _MONTHS and (word == "sept" or any(name.startswith(word) for name in _FULL)):
        return _MONTHS.index(word[:3]) + 1
    return 0


def _year(written: str | None, shown: date) -> int:
    if written is None:
        return shown.year
    return int(written) if len(written) == 4 else 2000 + int(written)


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise EditRefused(
            f"“{text.strip()}” is no day of the calendar; the day stands before the month."
        ) from None


def _moved(start: date, days: int, text: str) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise EditRefused(f"“{text.strip()}” leads beyond the calendar.") from None
