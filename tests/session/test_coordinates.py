"""Coordinates are read in the usual notations, and written so that they can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapdesk.edit.edit import EditRefused
from mapdesk.session.coordinates import (
    Notation,
    exact_coordinates,
    format_coordinates,
    parse_coordinates,
    typed_coordinates,
)

KHERSON = (32.608333, 46.635)


@pytest.mark.parametrize(
    "text",
    [
        "46.635, 32.608333",
        "  46.635 32.608333 ",
        "46.635; 32.608333",
        "46,635; 32,608333",
        "46,635 32,608333",
        "46.635N 32.608333E",
        "46.635° N, 32.608333° E",
        "N46.635 E32.608333",
        "32.608333 e 46.635 n",
        "46°38'06\"N 32°36'30\"E",
        "46°38′06″ N, 32°36′30″ E",
        "46º38’06” n 32º36’30” e",
        "46°38'06''N 32°36'30''E",
        "46 38 06 N 32 36 30 E",
        "46 38 06 32 36 30",
        "46°38.1' N 32°36.5' E",
        "46 38.1, 32 36.5",
        "46:38:06N 32:36:30E",
        "N 46 38 06.0 E 32 36 30.0",
    ],
)
def test_a_place_is_read_in_each_usual_notation(text: str) -> None:
    assert parse_coordinates(text) == pytest.approx(KHERSON, abs=1e-6)


@pytest.mark.parametrize("text", ["36TVS7001864678", "36T VS 70018 64678", "36tvs 70018 64678"])
def test_an_mgrs_reference_is_read_to_the_metre(text: str) -> None:
    assert parse_coordinates(text) == pytest.approx((32.608299, 46.634997), abs=2e-5)


def test_an_mgrs_reference_of_a_square_means_its_middle() -> None:
    assert parse_coordinates("36TVS7064") == parse_coordinates("36TVS 7050064500")
    assert parse_coordinates("36TVS") == parse_coordinates("36TVS 50000 50000")


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("46.5S, 32.25W", (-32.25, -46.5)),
        ("-46.5; 32.25", (32.25, -46.5)),
        ("−33.5 151.25", (151.25, -33.5)),
        ("0 0", (0, 0)),
        ("46, 32", (32, 46)),
    ],
)
def test_a_bare_pair_is_latitude_first_and_south_and_west_are_negative(
    text: str, there: tuple[float, float]
) -> None:
    assert parse_coordinates(text) == there


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kherson",
        "Sevan",
        "46.635",
        "91, 3",
        "46, 181",
        "46 N 32 N",
        "46 N, 32",
        "-46 N 32 E",
        "46 61 N 32 E",
        "46.5 30 N 32 E",
        "1 2 3",
        "61TVS7064",
        "36TVS706",
        "36TVS 70 6",
        "46.6, 32.6, 5",
        "2022-10-04",
    ],
)
def test_what_is_no_coordinate_is_not_read_as_one(text: str) -> None:
    assert parse_coordinates(text) is None


def test_what_was_typed_for_a_coordinate_and_is_none_is_refused_with_examples() -> None:
    assert typed_coordinates("46.635, 32.617") == (32.617, 46.635)
    with pytest.raises(EditRefused, match="“the bridge” is no coordinate; write latitude and longitude as"):
        typed_coordinates(" the bridge ")


def test_a_place_is_written_in_the_notation_chosen() -> None:
    assert format_coordinates(32.6083, 46.635) == "46.6350° N, 32.6083° E"
    assert format_coordinates(-32.6083, -46.635, Notation.DMS) == "46°38′06″ S, 32°36′30″ W"
    assert format_coordinates(32.6083, 46.635, Notation.MGRS) == "36T VS 70018 64678"
    assert format_coordinates(-151.2, -33.5, Notation.MGRS).startswith("5H PC ")
    assert format_coordinates(10, 88, Notation.MGRS).startswith("Z AE ")
    assert exact_coordinates(32.6083, 46.635) == "46.635000, 32.608300"


def test_seconds_that_round_up_make_a_minute() -> None:
    assert format_coordinates(32.99999, 46.99999, Notation.DMS) == "47°00′00″ N, 33°00′00″ E"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.integers(-180_000_000, 180_000_000).map(lambda step: step / 1e6),
    st.integers(-90_000_000, 90_000_000).map(lambda step: step / 1e6),
    st.sampled_from(Notation),
)
def test_what_is_written_is_read_back_as_the_same_place(lon: float, lat: float, notation: Notation) -> None:
    assert parse_coordinates(exact_coordinates(lon, lat)) == (lon, lat)
    read = parse_coordinates(format_coordinates(lon, lat, notation))
    assert read is not None
    if abs(lat) < 84:
        assert abs(read[1] - lat) < 3e-4
        assert min(abs(read[0] - lon), 360 - abs(read[0] - lon)) < 3e-4
