"""Finding a place for every label."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

from mapdesk.render.labels import CROSSING_FRONT, EDGE, Lines, Obstacle, Spot, Wanted, overlap, place, priced
from mapdesk.render.sheet import Box

FRAME = (0.0, 0.0, 400.0, 300.0)


def spot(x: float, y: float, cost: float = 0.0, width: float = 60, height: float = 16) -> Spot:
    return Spot(((x, y, x + width, y + height),), x, y + height, cost)


def around(x: float, y: float, width: float) -> tuple[Spot, ...]:
    """Eight spots around a dot."""
    starts = [(5, -14), (6, -8), (5, 0), (-5 - width, -14), (-6 - width, -8), (-5 - width, 0)]
    starts += [(-width / 2, -22), (-width / 2, 6)]
    return tuple(spot(x + dx, y + dy, 0.1 * n, width) for n, (dx, dy) in enumerate(starts))


@given(
    dots=st.lists(
        st.tuples(st.floats(0, 400), st.floats(0, 300), st.floats(20, 110), st.floats(0, 5)), max_size=60
    ),
    panels=st.lists(st.tuples(st.floats(0, 350), st.floats(0, 250)), max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_labels_never_overlap_each_other_or_a_panel_or_the_frame(
    dots: list[tuple[float, float, float, float]], panels: list[tuple[float, float]]
) -> None:
    wanted = [
        Wanted(f"town {n}", priority, around(x, y, width)) for n, (x, y, width, priority) in enumerate(dots)
    ]
    covered: list[Box] = [(x, y, x + 70, y + 50) for x, y in panels]
    placing = place(wanted, [Obstacle(box) for box in covered], FRAME)
    boxes = [s.boxes[0] for s in placing.spots.values()]
    for i, box in enumerate(boxes):
        assert not any(overlap(box, other) for other in [*boxes[i + 1 :], *covered])
        assert box[0] >= EDGE
        assert box[1] >= EDGE
        assert box[2] <= 400 - EDGE
        assert box[3] <= 300 - EDGE
    assert {*placing.spots, *placing.dropped} == {w.key for w in wanted}
    assert not {*placing.spots} & {*placing.dropped}


def test_the_more_important_label_gets_the_spot_both_want() -> None:
    both = (spot(100, 100),)
    placing = place([Wanted("village", 1, both), Wanted("city", 9, both)], [], FRAME)
    assert [*placing.spots] == ["city"]
    assert placing.dropped == ("village",)


def test_a_label_in_the_way_moves_to_another_of_its_own_spots() -> None:
    city = Wanted("city", 9, (spot(100, 100), spot(100, 130, 0.2)))
    village = Wanted("village", 1, (spot(110, 102),))
    placing = place([city, village], [], FRAME)
    assert placing.spots["city"].y == 146
    assert placing.spots["village"].x == 110


def test_a_label_may_touch_its_own_dot_but_no_other() -> None:
    one = Wanted("one", 1, (spot(100, 100),))
    dot: Box = (98.0, 104.0, 104.0, 110.0)
    assert place([one], [Obstacle(dot, "one")], FRAME).spots
    assert place([one], [Obstacle(dot, "two")], FRAME).dropped == ("one",)


def test_a_label_prefers_a_spot_that_does_not_cross_the_front() -> None:
    front = Lines([(LineString([(130, 0), (130, 300)]), CROSSING_FRONT)])
    (label,) = priced([Wanted("town", 1, (spot(100, 100), spot(30, 100, 0.9)))], front)
    assert label.spots[0].x == 30


def test_a_label_that_only_the_front_would_bear_is_dropped_if_it_is_minor() -> None:
    front = Lines([(LineString([(0, 108), (400, 108)]), CROSSING_FRONT)])
    (minor,) = priced([Wanted("hamlet", 1, (spot(100, 100),), most=3.0)], front)
    assert place([minor], [], FRAME).dropped == ("hamlet",)


def test_without_lines_nothing_costs_more() -> None:
    (label,) = priced([Wanted("town", 1, (spot(100, 100, 0.5),))], Lines([]))
    assert label.spots[0].cost == 0.5
