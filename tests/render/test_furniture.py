"""Title, legend, scale bar, sources and locator."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from pyproj import Geod
from shapely import LineString, box

from mapdesk.model.control_change import Direction
from mapdesk.model.features import Evidence, Status
from mapdesk.model.ground import NOBODY, Holder
from mapdesk.model.layout import Furniture
from mapdesk.render.compose import compose_frame, locator_bounds
from mapdesk.render.dates import date_beside, full_date
from mapdesk.render.labels import overlap
from mapdesk.render.panels import BOTTOM_RIGHT, TOP_LEFT, News, Panel, arrange
from mapdesk.render.scale_bar import scale_bar
from mapdesk.render.scene import Layer, Scene, Text
from mapdesk.render.sheet import Box
from mapdesk.render.style import load_style
from mapdesk.render.text import text_width
from mapdesk.render.viewport import fit, viewport_of
from tests.render.frame_content import (
    HELD,
    HOME,
    SIZES,
    area,
    arrow,
    basemap,
    compared,
    content,
    frame,
    front,
    patch,
    path,
    texts,
)

LIGHT = load_style("light")
LONG = "The ministry says that its forces have crossed the river in three places and hold the eastern bank"


def composed(*, width: int = 1920, height: int = 1080, **more: object) -> Scene:
    return compose_frame(content(width, height, **more), basemap(), basemap(), LIGHT)


def legend(scene: Scene) -> set[str]:
    """The rows of the legend, lines of one row joined."""
    rows: dict[str, str] = {}
    for text in texts(scene):
        if text.css_class == "legend":
            uid = text.id.removeprefix("legend-").partition("-text")[0]
            rows[uid] = f"{rows.get(uid, '')} {text.text}".strip()
    return set(rows.values())


def box_of(scene: Scene, uid: str) -> Box:
    points = np.concatenate(path(scene, uid).lines)
    return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())


@pytest.mark.parametrize(
    ("bounds", "metres"),
    [((31, 46, 35, 48), 50_000), ((22, 44, 40.5, 52.6), 200_000), ((32.5, 46.6, 32.7, 46.7), 2_000)],
)
def test_the_scale_bar_is_a_round_geodesic_length_to_a_thousandth(
    bounds: tuple[float, float, float, float], metres: float
) -> None:
    view = fit(bounds, 1920, 1080, 1.6)
    bar = scale_bar(view, 304)
    assert bar.metres == metres
    ends = view.to_degrees(np.array([(960 - bar.pixels / 2, 540), (960 + bar.pixels / 2, 540)]))
    length = Geod(ellps="WGS84").inv(*ends[0], *ends[1])[2]
    assert length == pytest.approx(metres, rel=1e-3)
    assert bar.pixels <= 304


def test_the_scale_bar_in_the_picture_is_as_long_as_it_says() -> None:
    scene = composed()
    (course,) = path(scene, "scale-bar").lines
    pixels = course[:, 0].max() - course[:, 0].min()
    assert path(scene, "scale-bar").title == "50 km"
    assert viewport_of(frame()).metres_per_pixel * pixels == pytest.approx(50_000, rel=1e-3)


def test_the_scale_bar_says_where_it_holds_if_it_does_not_hold_everywhere() -> None:
    assert scale_bar(fit((-12, 34, 45, 72), 1200, 675), 170).words.endswith("at the centre")
    assert "centre" not in scale_bar(fit((22, 44, 40.5, 52.6), 1200, 675), 170).words


@pytest.mark.parametrize("subtitle", ["", "What the ministry's maps show", "Evening of 4 October 2022"])
def test_the_date_is_always_written_and_only_once(subtitle: str) -> None:
    scene = composed(frame=frame(subtitle=subtitle))
    written = " ".join(t.text for t in texts(scene) if t.css_class == "subtitle")
    assert written.count("4 October 2022") == 1


def test_the_legend_shows_only_what_is_in_the_picture() -> None:
    features = {**area("east", Status.CONTROLLED, HELD), **front()}
    assert legend(composed(features=features)) == {"East: controlled", "Front line"}
    assert legend(composed(features={})) == set()
    far = {**features, **area("west", Status.ADVANCE, box(31.2, 47.2, 31.6, 47.6))}
    assert "West: advance" in legend(composed(features=far))
    assert "West: advance" not in legend(composed(features=far, frame=frame(bounds=(33, 45.9, 35, 46.6))))


def test_the_legend_names_sides_statuses_and_dates() -> None:
    assert legend(compose_frame(compared(), basemap(), None, LIGHT)) == {
        "East: controlled",
        "East: advance",
        "Contested",
        "Claimed by East, not confirmed",
        "Claimed by West, not confirmed",
        "Recovered by West since 3 October",
        "Front line, 4 October",
        "Front line, 3 October",
        "Advance",
    }


def test_an_arrow_that_is_only_reported_is_explained_as_such() -> None:
    features = {**area("east", Status.CONTROLLED, HELD), **arrow(Evidence.REPORTED)}
    assert "Advance, not confirmed" in legend(composed(features=features))


def test_an_arrow_too_short_to_be_drawn_is_not_explained() -> None:
    ((uid, short),) = arrow().items()
    short = replace(short, shape=LineString([(32.2, 47.0), (32.201, 47.0)]))
    features = {**area("east", Status.CONTROLLED, HELD), uid: short}
    assert legend(composed(features=features)) == {"East: controlled"}


def test_lost_ground_is_told_from_recovered_ground() -> None:
    lost = patch(Direction.LOST, Holder("west", Status.CONTROLLED), Holder("east", Status.CONTROLLED))
    rows = legend(compose_frame(compared(change=(lost,)), basemap(), None, LIGHT))
    assert "Lost to East since 3 October" in rows
    assert not any(row.startswith("Recovered") for row in rows)


def test_ground_taken_where_neither_side_is_at_home_is_lost_to_who_took_it() -> None:
    taken = patch(Direction.OTHER, NOBODY, Holder("east", Status.CONTROLLED))
    rows = legend(compose_frame(compared(change=(taken,)), basemap(), None, LIGHT))
    assert "Lost to East since 3 October" in rows


def test_a_large_part_that_the_map_says_nothing_about_is_explained() -> None:
    assert "Not covered by this map" in legend(composed(extent=HELD.buffer(0.2)))
    assert "Not covered by this map" not in legend(composed(extent=HOME))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "title", ["Short", LONG, "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"]
)
def test_panels_never_overlap_and_no_text_runs_out_of_its_panel_or_the_frame(
    size: tuple[int, int], title: str
) -> None:
    asked = frame(*size, title=title, note=LONG, source=LONG)
    scene = compose_frame(compared(*size, frame=asked), basemap(), basemap(), LIGHT)
    found = {m.id for m in scene.marks()}
    panels = [p for p in ("title-panel", "scale-panel", "legend-panel", "locator-rim") if p in found]
    assert {"title-panel", "scale-panel"} <= set(panels)
    boxes = [box_of(scene, p) for p in panels]
    for i, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[1] >= 0
        assert one[2] <= size[0]
        assert one[3] <= size[1]
        assert not any(overlap(one, other) for other in boxes[i + 1 :])
    for text in texts(scene):
        if text.css_class in ("title", "subtitle", "source", "scale-text", "legend"):
            inside = [b for b in boxes if b[0] <= text.x <= b[2] and b[1] <= text.y <= b[3]]
            assert len(inside) == 1, text
            assert text.x + text_width(text.text, text.face, text.size) <= inside[0][2] + 0.5, text


@pytest.mark.parametrize(
    ("piece", "layer"),
    [
        (Furniture.TITLE, "layer-title"),
        (Furniture.LEGEND, "layer-legend"),
        (Furniture.LOCATOR, "layer-locator"),
    ],
)
def test_a_piece_of_furniture_that_is_switched_off_is_not_drawn(piece: Furniture, layer: str) -> None:
    assert layer in {x.id for x in composed().layers}
    without = composed(frame=frame(furniture=frozenset(Furniture) - {piece}))
    assert layer not in {x.id for x in without.layers}


def test_scale_bar_and_sources_can_each_be_switched_off() -> None:
    no_bar = composed(frame=frame(furniture=frozenset(Furniture) - {Furniture.SCALE_BAR}))
    assert "scale-bar" not in {m.id for m in no_bar.marks()}
    no_source = composed(frame=frame(furniture=frozenset(Furniture) - {Furniture.SOURCE}))
    assert not any("made-up institute" in t.text for t in texts(no_source))
    bare = composed(frame=frame(furniture=frozenset()))
    assert not {"layer-scale", "layer-title", "layer-locator", "layer-legend"} & {x.id for x in bare.layers}


def test_the_base_maps_credit_and_the_note_are_written() -> None:
    scene = composed(frame=frame(note="Borders shown are no statement."))
    written = " ".join(t.text for t in texts(scene) if t.css_class == "source")
    assert "Source: a made-up institute" in written
    assert "Base map: made up" in written
    assert "Borders shown are no statement." in written


def test_the_legend_lies_where_it_hides_the_least_change() -> None:
    asked = compared(frame=frame(bounds=(32.2, 46.2, 33.6, 47.0)))
    scene = compose_frame(asked, basemap(towns=0), None, LIGHT)
    left, _, right, _ = box_of(scene, "legend-panel")
    (changed,) = (np.concatenate(path(scene, "area-recovered-fill").lines),)
    inside = (changed[:, 0] > left) & (changed[:, 0] < right)
    top, bottom = box_of(scene, "legend-panel")[1::2]
    assert not np.any(inside & (changed[:, 1] > top) & (changed[:, 1] < bottom))


def test_the_locator_shows_the_frame_inside_its_countries_and_not_at_its_edge() -> None:
    scene = composed()
    rim, red = box_of(scene, "locator-rim"), box_of(scene, "locator-frame")
    assert rim[0] < red[0]
    assert rim[1] < red[1]
    assert red[2] < rim[2]
    assert red[3] < rim[3]
    assert "locator-west" in {m.id for m in scene.marks()}


def test_a_frame_as_wide_as_its_country_needs_no_locator() -> None:
    wide = composed(frame=frame(bounds=(24, 45, 38, 52.5)))
    assert "layer-locator" not in {x.id for x in wide.layers}


def test_the_locators_bounds_hold_home_ground_and_frame() -> None:
    west, south, east, north = locator_bounds(frame(), [HOME])
    assert west < 25
    assert south < 45.2
    assert east > 37
    assert north > 52
    alone = locator_bounds(frame(), [])
    assert alone[2] - alone[0] > 8


def test_dates_are_plain_english_on_every_machine() -> None:
    assert full_date(date(2022, 10, 4)) == "4 October 2022"
    assert date_beside(date(2022, 10, 3), date(2022, 10, 4)) == "3 October"
    assert date_beside(date(2021, 12, 31), date(2022, 1, 1)) == "31 December 2021"


@pytest.mark.parametrize("size", SIZES)
def test_furniture_finds_its_room_in_all_usual_sizes(size: tuple[int, int]) -> None:
    scene = compose_frame(compared(*size), basemap(), basemap(), LIGHT)
    assert not {"title", "legend", "scale", "locator"} & set(scene.dropped)
    assert legend(scene)


def test_panels_that_find_no_room_are_left_out_from_the_last() -> None:
    def draw(x: float, y: float) -> Layer:
        raise AssertionError((x, y))

    panels = [Panel(key, 700.0, 400.0, (TOP_LEFT, BOTTOM_RIGHT), draw) for key in ("one", "two", "three")]
    boxes = arrange(panels, (0.0, 0.0, 1200.0, 900.0), 1.0, News(1200, 900, 6))
    assert [*boxes] == ["one", "two"]


def test_scale_text_stays_clear_of_the_bar() -> None:
    scene = composed()
    (words,) = [t for t in texts(scene) if t.css_class == "scale-text"]
    assert isinstance(words, Text)
    assert words.y < box_of(scene, "scale-bar")[3]
