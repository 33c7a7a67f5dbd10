"""Dates in plain English, the same on every machine."""

from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def full_date(day: date) -> str:
    """Day, month and year: 4 October 2022."""
    return f"{short_date(day)} {day.year}"


def short_date(day: date) -> str:
    """Day and month: 4 October."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def dates_beside(since: date, until: date, other: date) -> str:
    """Two dates as they are written beside another: 3 → 4 October, with the year only where it differs."""
    if since.year != until.year:
        return f"{full_date(since)} → {full_date(until)}"
    begun = str(since.day) if since.month == until.month else short_date(since)
    return f"{begun} → {date_beside(until, other)}"


def date_beside(day: date, other: date) -> str:
    """A date as it is written beside another: with its year only where that differs."""
    return short_date(day) if day.year == other.year else full_date(day)
