"""Ways along lines that meet, cross or nearly touch."""

from __future__ import annotations

from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapdesk.geometry.network import Network, Way

#: A square of one degree and a river that enters it half way up its western side.
SQUARE = ((30, 0), (31, 0), (31, 1), (30, 1), (30, 0))
RIVER = ((29, 0.5), (29.5, 0.6), (30.4, 0.5))


def network(*lines: tuple[tuple[float, float], ...], join: float = 0.0) -> Network:
    edges, of = [], []
    for number, line in enumerate(lines):
        edges += [(*a, *b) for a, b in pairwise(line)]
        of += [number] * (len(line) - 1)
    return Network(np.array(edges, dtype=float), np.array(of, dtype=np.intp), join=join)


def ways(net: Network, start: tuple[float, float], end: tuple[float, float]) -> list[Way]:
    first, last = net.spot(start, 1e-6), net.spot(end, 1e-6)
    assert first is not None
    assert last is not None
    return list(islice(net.ways(first, last), 4))


def test_the_first_way_round_a_ring_is_the_shorter_and_the_next_is_the_other_way_round() -> None:
    short, long, *_ = ways(network(SQUARE), (30.5, 0), (31, 0.5))
    assert short.points == ((30.5, 0), (31, 0), (31, 0.5))
    assert long.points == ((30.5, 0), (30, 0), (30, 1), (31, 1), (31, 0.5))
    assert short.km == pytest.approx(111.2, abs=0.1)


def test_a_way_along_an_edge_from_one_place_on_it_to_another_has_just_these_two_points() -> None:
    assert ways(network(SQUARE), (30.2, 0), (30.7, 0))[0].points == ((30.2, 0), (30.7, 0))


@pytest.mark.parametrize("turn", range(4))
def test_a_ring_has_two_ways_wherever_it_begins(turn: int) -> None:
    ring = (*SQUARE[turn:-1], *SQUARE[: turn + 1])
    assert len(ways(network(ring), (30.5, 0), (31, 0.5))) == 2


def test_there_is_another_way_round_also_where_both_ends_lie_between_the_same_two_crossings() -> None:
    across = ((29.5, 0.2), (31.5, 0.2))
    direct, round_about, *_ = ways(network(SQUARE, across), (30.2, 1), (30.8, 1))
    assert direct.points == ((30.2, 1), (30.8, 1))
    assert round_about.points == ((30.2, 1), (30, 1), (30, 0), (31, 0), (31, 1), (30.8, 1))


def test_a_way_turns_from_one_line_into_another_where_they_cross() -> None:
    way = ways(network(SQUARE, RIVER), (29, 0.5), (30, 1))[0]
    start, bend, crossing, end = way.points
    assert (start, bend, end) == ((29, 0.5), (29.5, 0.6), (30, 1))
    assert crossing[0] == 30
    assert way.lines == (1, 0)


def test_a_way_past_a_crossing_puts_no_vertex_there() -> None:
    assert ways(network(SQUARE, RIVER), (30, 0), (30, 1))[0].points == ((30, 0), (30, 1))


def test_pieces_of_a_line_with_a_small_gap_between_them_are_one_line() -> None:
    pieces = (((30, 0), (30.5, 0)), ((30.503, 0), (31, 0)))
    assert ways(network(*pieces, join=0.004), (30, 0), (31, 0))[0].points == (
        (30, 0),
        (30.5, 0),
        (30.503, 0),
        (31, 0),
    )
    assert ways(network(*pieces, join=0.001), (30, 0), (31, 0)) == []


def test_a_loose_end_is_joined_to_the_edge_near_it_and_not_only_to_its_ends() -> None:
    bank, brook = ((30, 0), (31, 0)), ((30.5, 0.003), (30.5, 1))
    assert ways(network(bank, brook, join=0.004), (30.5, 1), (31, 0))[0].points == (
        (30.5, 1),
        (30.5, 0.003),
        (30.5, 0),
        (31, 0),
    )


def test_a_way_keeps_to_its_line_where_another_is_but_a_little_shorter() -> None:
    bent, straight = ((30, 0), (30.5, 0.2), (31, 0)), ((30, 0), (30.5, 0), (31, 0))
    river = (*((29, 0), (30, 0)), *bent[1:], (32, 0))
    assert (30.5, 0.2) in ways(network(river, straight), (29.5, 0), (31.5, 0))[0].points


def test_where_two_lines_lie_on_each_other_the_first_is_followed() -> None:
    assert ways(network(SQUARE, SQUARE[:3]), (30, 0), (31, 0))[0].lines == (0,)


def test_a_place_beside_all_lines_is_no_spot() -> None:
    assert network(SQUARE).spot((30.5, 0.5), 1e-6) is None
    assert Network(np.empty((0, 4)), np.empty(0, dtype=np.intp), join=0.0).spot((30, 0), 1.0) is None


places = st.tuples(st.integers(0, 12), st.integers(0, 12))


@given(st.lists(places, min_size=3, max_size=9, unique=True), st.data())
def test_every_way_runs_along_the_lines_from_its_start_to_its_end(
    corners: list[tuple[int, int]], data: st.DataObject
) -> None:
    line = tuple((30 + x / 7, 50 + y / 7) for x, y in corners)
    line = tuple((round(x, 6), round(y, 6)) for x, y in line)
    net = network(line)
    start, end = data.draw(st.sampled_from(line)), data.draw(st.sampled_from(line))
    found = ways(net, start, end)
    assert found
    for way in found:
        assert way.points[0] == start
        assert way.points[-1] == end
        for a, b in pairwise(way.points):
            middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
            assert net.spot(middle, 3e-6) is not None
