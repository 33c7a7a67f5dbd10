"""What an editor types for a date."""

from __future__ import annotations

from datetime import date

import pytest

from mapdesk.edit.edit import EditRefused
from mapdesk.session.dates import typed_date

SHOWN = date(2022, 10, 2)
TODAY = date(2024, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2022-10-04",
            "2022/10/4",
            "20221004",
            "4.10.2022",
            "4. 10. 2022",
            "4/10",
            "4.10.",
            "04-10-22",
            " 4 10 ",
        ),
        *("4 oct", "4th of October", "4oct2022", "Oct 4", "OCTOBER 4, 2022", "4. Oct. 2022", "4", "+2"),
    ],
)
def test_the_fourth_of_october_in_all_its_spellings(text: str) -> None:
    assert typed_date(text, SHOWN, TODAY) == date(2022, 10, 4)


def test_days_are_counted_from_the_one_shown_and_names_from_today() -> None:
    assert typed_date("-2", SHOWN, TODAY) == date(2022, 9, 30)
    assert typed_date("−2", SHOWN, TODAY) == date(2022, 9, 30)
    assert [typed_date(name, SHOWN, TODAY).day for name in ("Yesterday", "today", "tomorrow")] == [29, 1, 2]


def test_what_is_left_out_is_that_of_the_day_shown() -> None:
    assert typed_date("31/12", SHOWN, TODAY) == date(2022, 12, 31)
    assert typed_date("1 sept", date(1916, 7, 1), TODAY) == date(1916, 9, 1)


@pytest.mark.parametrize("text", ["", "soon", "4 okt", "mayor 4", "1 2 3 4", "+", "4 oct 22 x"])
def test_what_is_no_date_is_refused_with_examples(text: str) -> None:
    with pytest.raises(EditRefused, match="not understood as a date; write it like"):
        typed_date(text, SHOWN, TODAY)


@pytest.mark.parametrize("text", ["31 feb", "30/2", "2022-13-01", "10/31", "45"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(EditRefused, match="no day of the calendar"):
        typed_date(text, SHOWN, TODAY)


def test_nobody_counts_beyond_the_calendar() -> None:
    with pytest.raises(EditRefused, match="beyond the calendar"):
        typed_date("+3", date.max, TODAY)
