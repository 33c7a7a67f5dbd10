"""What the hand holds on to: vertices before edges, the map before the base map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mapdesk.basemaps.lines import LineKind
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import SketchKind
from mapdesk.session.base_lines import BaseLinesNearby
from mapdesk.tools.draw_line import DrawLine
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.snapping import Snapped, snapped
from mapdesk.tools.tool import OnMap
from tests.plain_maps import put, square, two_sides
from tests.tools.hands import Hand, lines_read

#: Degrees of latitude to a pixel at 1 : 500,000 or so: all rivers are drawn.
NEAR = 0.001
#: The Oskil below Kupiansk.
ON_THE_OSKIL = (37.6204, 49.658)


@pytest.fixture(scope="module")
def base() -> BaseLinesNearby:
    """The base map's lines, read."""
    lines = BaseLinesNearby()
    lines_read(lines, *ON_THE_OSKIL)
    lines_read(lines, 33.5, 46.0)
    return lines


def on(base: BaseLinesNearby, project: Project) -> OnMap:
    return replace(Hand(project, DrawLine()).on, base=base)


def pointer(lon: float, lat: float, *, scale: float = NEAR, alt: bool = False) -> Pointer:
    return Pointer((lon, lat), (0, 0), scale, alt=alt)


def marks(there: Snapped) -> list[tuple[SketchKind, str]]:
    return [(sketch.kind, sketch.text) for sketch in there.sketches()]


def test_near_a_river_the_hand_holds_on_to_it_and_the_mark_names_it(base: BaseLinesNearby) -> None:
    there = snapped(pointer(ON_THE_OSKIL[0] + 0.004, ON_THE_OSKIL[1]), on(base, two_sides()))
    assert marks(there) == [(SketchKind.SNAP_EDGE, "Oskil")]
    assert there.lon_lat == pytest.approx(ON_THE_OSKIL, abs=0.004)
    assert there.lon_lat != ON_THE_OSKIL


def test_a_river_too_small_to_be_drawn_at_a_scale_holds_nobody(base: BaseLinesNearby) -> None:
    assert not snapped(pointer(*ON_THE_OSKIL, scale=0.01), on(base, two_sides())).held


def test_coasts_and_borders_are_named_by_what_they_are(base: BaseLinesNearby) -> None:
    known = lines_read(base, 33.5, 46.0)
    here = on(base, two_sides())
    middles = (known.edges[:, :2] + known.edges[:, 2:]) / 2
    for kind in (LineKind.COAST, LineKind.BORDER):
        of_kind = [row for row, line in enumerate(known.lines) if line.kind is kind]
        places = middles[np.isin(known.of, of_kind)].tolist()
        said = {snapped(pointer(lon, lat), here).to for lon, lat in places[:50]}
        assert kind in said


def test_an_edge_of_the_map_comes_before_a_river_and_a_vertex_before_an_edge(base: BaseLinesNearby) -> None:
    lon, lat = ON_THE_OSKIL
    beside = on(base, put(two_sides(), "red", square(lon + 0.005, lat - 1)))
    edge = snapped(pointer(lon + 0.001, lat), beside)
    assert edge.lon_lat[0] == round(lon + 0.005, 6)
    assert marks(edge) == [(SketchKind.SNAP_EDGE, "")]
    corner = on(base, put(two_sides(), "red", square(lon + 0.005, lat)))
    vertex = snapped(pointer(lon, lat), corner)
    assert vertex.lon_lat == (round(lon + 0.005, 6), lat)
    assert marks(vertex) == [(SketchKind.SNAP, "")]


def test_alt_suspends_it(base: BaseLinesNearby) -> None:
    there = snapped(pointer(*ON_THE_OSKIL, alt=True), on(base, two_sides()))
    assert there == Snapped(ON_THE_OSKIL)
    assert there.sketches() == ()


def test_what_is_not_read_yet_holds_nobody_and_nobody_waits_for_it() -> None:
    lines = BaseLinesNearby()
    assert snapped(pointer(*ON_THE_OSKIL), on(lines, two_sides())).to in ("", "Oskil")
    lines_read(lines, *ON_THE_OSKIL)
    assert snapped(pointer(*ON_THE_OSKIL), on(lines, two_sides())).to == "Oskil"
