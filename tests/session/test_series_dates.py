"""Dates as foreign files write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mapdesk.session.series_dates import date_of, dating_field, end_of, has_day_first, name_without_date

DAY = date(2022, 10, 4)


@pytest.mark.parametrize(
    "value",
    [
        "2022-10-04",
        "2022-10-04T12:30:00Z",
        "2022/10/4",
        "20221004",
        20221004,
        "10/4/2022",
        "4.10.2022",
        "10-04-2022",
        1664841600,
        1664841600000,
        1664841600000.0,
        "1664841600000",
    ],
)
def test_a_date_is_read_in_every_spelling(value: object) -> None:
    assert date_of(value) == DAY


@pytest.mark.parametrize("value", [None, "", "soon", "2022-13-40", "31/31/2022", 7, 3.5, "1234567", True])
def test_what_is_no_date_is_none(value: object) -> None:
    assert date_of(value) is None


def test_the_day_comes_first_where_one_of_them_can_only_be_a_day() -> None:
    assert has_day_first(["4/10/2022", "25/12/2022"])
    assert not has_day_first(["10/4/2022", "12/25/2022"])
    assert not has_day_first(["4/10/2022", None])
    assert date_of("4/10/2022", day_first=True) == DAY


def test_the_field_that_dates_is_the_most_telling_or_the_one_asked_for() -> None:
    fields = {"name": ["x"], "timestamp": [None], "begin": ["2022-10-04"]}
    assert dating_field(fields) == "begin"
    assert dating_field({**fields, "Date": ["4.10.2022"]}) == "Date"
    assert dating_field(fields, "NAME") == "name"
    assert dating_field({"name": ["2022-10-04"]}) is None


def test_the_end_of_a_span_counts_only_beside_its_begin() -> None:
    assert end_of({"begin": "2022-10-01", "end": "2022-10-04"}) == DAY
    assert end_of({"end": "2022-10-04"}) is None


def test_a_files_name_without_its_date_names_the_layer() -> None:
    assert name_without_date(Path("20221003_RussianAssessed.geojson")) == "RussianAssessed"
    assert name_without_date(Path("front_w.geojson")) == "front w"
