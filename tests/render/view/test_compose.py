"""The composed view, as it looks when painted."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from shapely import LineString, MultiLineString, Point, box, union_all
from shapely.affinity import translate

from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.model.features import Annotation, AnnotationKind, FrontLine, Status
from mapdesk.model.ground import NOBODY, Holder
from mapdesk.render.qt_painter import image_pixels
from mapdesk.render.qt_view_painter import paint_view
from mapdesk.render.scene import Path, Scene, Text
from mapdesk.render.style import load_style
from mapdesk.render.view.compose import compose_part, compose_view, names_of
from mapdesk.render.view.content import BaseLayer, ViewContent
from mapdesk.render.view.mercator import MercatorViewport
from mapdesk.render.view.name_room import name_box
from mapdesk.render.view.names import FAR_BEYOND, PlacedNames
from tests.plain_maps import rectangle
from tests.render.view.view_content import VIEW, area, content, ground, marker, towns

STYLE = load_style("light")
GROUND = ground()


def _painted(scene: Scene) -> np.ndarray:
    image = QImage(scene.width, scene.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_view(scene, painter)
    painter.end()
    return image_pixels(image)


def _unnamed(shown: ViewContent, view: MercatorViewport = VIEW) -> np.ndarray:
    nothing = PlacedNames(view, GROUND, "en", ())
    return _painted(compose_part(shown, GROUND, nothing, view, STYLE))


def _colour(pixels: np.ndarray, lon: float, lat: float, view: MercatorViewport = VIEW) -> str:
    ((x, y),) = view.to_pixels([(lon, lat)]).tolist()
    return "#" + "".join(f"{part:02X}" for part in pixels[round(y), round(x)])


def _near(one: str, other: str) -> bool:
    parts = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (one, other)]
    return max(abs(a - b) for a, b in zip(*parts, strict=True)) <= 2


def _classes(scene: Scene) -> list[str]:
    return [mark.css_class for mark in scene.marks()]


def test_each_side_s_ground_has_its_colour_and_the_rest_is_plain_land() -> None:
    pixels = _unnamed(content())
    assert _near(_colour(pixels, 34.2, 48.7), STYLE.controlled("#2F6DB5").shown)
    assert _near(_colour(pixels, 37.7, 48.7), STYLE.controlled("#C74A38").shown)
    assert _near(_colour(pixels, 38.6, 48.7), STYLE.land)


def test_an_area_ends_at_the_coast_and_lakes_lie_over_it() -> None:
    pixels = _unnamed(content(area("south", "red", rectangle(34, 45, 38, 47))))
    assert _near(_colour(pixels, 34.75, 48.25), STYLE.water)
    assert _near(_colour(pixels, 35, 46.2), STYLE.water)
    assert _near(_colour(pixels, 35, 46.8), STYLE.controlled("#C74A38").shown)


def test_outside_the_extent_the_land_is_veiled() -> None:
    pixels = _unnamed(content(extent=rectangle(33.5, 46, 38.5, 50)))
    assert not _near(_colour(pixels, 38.8, 48.7), STYLE.land)
    assert _near(_colour(pixels, 38.3, 48.7), STYLE.land)


def test_recovered_ground_is_light_pink_whatever_lies_beneath() -> None:
    patch = ChangePatch(
        uid="patch-1",
        before=Holder("red", "controlled"),
        after=NOBODY,
        direction=Direction.RECOVERED,
        shape=rectangle(36.5, 47.9, 37, 48.4),
        area_km2=1.0,
    )
    pixels = _unnamed(content(change=(patch,)))
    assert _near(_colour(pixels, 36.9, 48.1), STYLE.recovered().shown)


@pytest.mark.parametrize("status", [Status.CONTESTED, Status.CLAIMED, Status.ADVANCE])
def test_ground_that_is_not_plainly_held_is_hatched(status: Status) -> None:
    # North of all else, so that nothing but its fill lies inside.
    pixels = _unnamed(content(area("more", "red", rectangle(34.2, 49.1, 37.8, 49.4), status)))
    (x0, y1), (x1, y0) = VIEW.to_pixels([(35, 49.15), (36, 49.35)]).round().astype(int)
    inside = pixels[y0:y1, x0:x1].reshape(-1, 3)
    assert len(np.unique(inside, axis=0)) > 5


def test_a_hidden_feature_is_not_drawn() -> None:
    pixels = _unnamed(content(hidden=frozenset({"west"})))
    assert _near(_colour(pixels, 34.2, 48.7), STYLE.land)


def test_a_moved_vertex_moves_all_areas_that_share_it() -> None:
    shown = content(moves={(36.0, 49.0): (35.0, 49.0)})
    pixels = _unnamed(shown)
    assert _near(_colour(pixels, 35.6, 48.8), STYLE.controlled("#C74A38").shown)
    assert _near(_colour(_unnamed(content()), 35.6, 48.8), STYLE.controlled("#2F6DB5").shown)


def test_a_part_is_painted_as_it_is_in_the_whole() -> None:
    shown = content(
        marker((36.4, 48.2)),
        area("more", "red", rectangle(33.2, 49.1, 37.8, 49.6), Status.CLAIMED),
        area("open", "blue", rectangle(34, 46.8, 36, 47), Status.CONTESTED),
        extent=rectangle(33, 46, 39, 50),
        old_fronts=(MultiLineString([[(36.5, 47), (36.3, 49)]]),),
        selected=frozenset({"east"}),
    )
    names = names_of(shown, GROUND, VIEW)
    whole = _painted(compose_part(shown, GROUND, names, VIEW, STYLE))
    for x0, y0, x1, y1 in ((0, 0, 20, 480), (200, 100, 330, 260), (0, 460, 640, 480), (300, 0, 340, 480)):
        scene = compose_part(shown, GROUND, names, VIEW, STYLE, (x0, y0, x1, y1))
        part = _painted(scene)[y0:y1, x0:x1]
        apart = np.abs(part.astype(int) - whole[y0:y1, x0:x1]).max(axis=2) > 16
        assert apart.mean() < 0.002, (x0, y0, x1, y1)


def test_a_front_has_its_teeth_on_the_side_that_is_not_at_home() -> None:
    scene = compose_view(content(), GROUND, VIEW, STYLE)
    (teeth,) = [mark for mark in scene.marks() if mark.css_class == "front teeth"]
    assert isinstance(teeth, Path)
    ((line, _),) = VIEW.to_pixels([(36, 48)]).tolist()
    assert len(teeth.lines) > 3
    # Neither has a home: they point toward the first side, which lies west.
    assert all(tooth[:, 0].min() < line - 3 for tooth in teeth.lines)
    assert all(tooth[:, 0].max() < line + 1 for tooth in teeth.lines)


def test_the_front_stands_where_the_view_is_panned_tooth_for_tooth() -> None:
    def teeth(view: MercatorViewport) -> np.ndarray:
        marks = compose_view(content(), GROUND, view, STYLE).marks()
        (found,) = [mark for mark in marks if mark.css_class == "front teeth"]
        assert isinstance(found, Path)
        return np.concatenate(found.lines)

    assert teeth(VIEW.panned(20, 0)) == pytest.approx(teeth(VIEW) + np.array((20, 0)), abs=1e-6)


def test_what_is_selected_is_outlined_and_what_is_lit_glows() -> None:
    scene = compose_view(content(selected=frozenset({"west"}), lit=frozenset({"front"})), GROUND, VIEW, STYLE)
    assert _classes(scene).count("selected") == 1
    assert "lit" in _classes(scene)
    assert "selected" not in _classes(compose_view(content(), GROUND, VIEW, STYLE))


def test_markers_and_texts_bear_their_words_and_arrows_their_heads() -> None:
    text = Annotation(feature_id="t", kind=AnnotationKind.TEXT, shape=Point(35, 48), text="Marsh")
    arrow = Annotation(
        feature_id="a", kind=AnnotationKind.ARROW, shape=LineString([(37, 47.5), (36.2, 48)]), name="Push"
    )
    scene = compose_view(content(marker((36.5, 48.5)), text, arrow), GROUND, VIEW, STYLE)
    words = {mark.text for mark in scene.marks() if isinstance(mark, Text)}
    assert {"Bridge", "Marsh"} <= words
    assert {"marker", "arrow announced"} <= set(_classes(scene))


def test_no_name_lies_over_another_or_over_an_annotation() -> None:
    scene = compose_view(content(marker((36.4, 48.2), "A rather long text")), GROUND, VIEW, STYLE)
    texts = [mark for mark in scene.marks() if isinstance(mark, Text)]
    assert len(texts) > 15
    boxes = [(t.x, t.y - 0.7 * t.size, t.x + 0.45 * t.size * len(t.text), t.y) for t in texts]
    for number, one in enumerate(boxes):
        for other in boxes[:number]:
            apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
            assert apart, (one, other)


def test_the_largest_towns_are_named_first() -> None:
    scene = compose_view(content(), GROUND, VIEW, STYLE)
    named = {mark.text for mark in scene.marks() if isinstance(mark, Text)}
    seen = [town for town in towns() if 33.5 < town.lon < 38.5 and 46.5 < town.lat < 49.6]
    largest = max(seen, key=lambda town: town.population)
    assert largest.name in named


def test_names_stay_where_they_are_while_the_view_moves() -> None:
    shown = content()
    before = names_of(shown, GROUND, VIEW)
    panned = VIEW.panned(60, 0)
    assert before.serves(panned, GROUND, "en")
    far = VIEW.panned(300, 0)
    assert not before.serves(far, GROUND, "en")
    after = names_of(shown, GROUND, far, before)
    places = {name.key: name.places for name in before.names}
    both = [name for name in after.names if name.key in places]
    assert len(both) > 10
    assert all(name.places == places[name.key] for name in both)


def test_names_are_those_of_the_language() -> None:
    scene = compose_view(replace(content(), language="uk"), GROUND, VIEW, STYLE)
    assert any(isinstance(m, Text) and m.text.startswith("Місто") for m in scene.marks())


def test_a_view_of_nothing_but_ground_is_drawn_too() -> None:
    scene = compose_view(ViewContent(), GROUND, VIEW, load_style("dark"))
    assert scene.background == load_style("dark").land


def test_a_front_drawn_on_its_own_needs_no_sides() -> None:
    drawn = FrontLine(feature_id="drawn", shape=MultiLineString([[(35, 47.2), (35.5, 48.8)]]))
    assert _classes(compose_view(content(drawn), GROUND, VIEW, STYLE)).count("front") == 1


def test_names_placed_ahead_change_nothing_in_the_view() -> None:
    shown = content(area("a", "ours", rectangle(30, 46, 34, 48)))
    before = names_of(shown, GROUND, VIEW)
    panned = VIEW.panned(20, 0)
    after = names_of(shown, GROUND, panned, before, FAR_BEYOND)
    inside = [box for box in before.changed_in(after, panned) if box[0] >= 0 and box[2] <= VIEW.width]
    assert not inside
    assert not before.serves(VIEW.panned(VIEW.width // 5, 0), GROUND, "en")
    assert after.serves(VIEW.panned(VIEW.width // 5, 0), GROUND, "en")


def test_lit_ground_and_lit_areas_glow_along_their_outline_and_keep_their_own_colour() -> None:
    plain = _unnamed(content())
    pixels = _unnamed(content(lit=frozenset({"east"}), lit_ground=(rectangle(34.5, 47.3, 35.5, 47.8),)))
    for lon, lat in ((37.4, 48.7), (34.7, 47.6)):
        assert _colour(pixels, lon, lat) == _colour(plain, lon, lat)
    for lon, lat in ((37, 49), (35, 47.3)):
        assert _colour(pixels, lon, lat) != _colour(plain, lon, lat)
    scene = compose_view(content(lit_ground=(rectangle(34, 47, 35, 48),)), GROUND, VIEW, STYLE)
    lit = [mark for mark in scene.marks() if mark.css_class == "lit"]
    assert lit
    assert all(isinstance(mark, Path) and mark.fill is None for mark in lit)


def test_a_river_is_named_beside_its_course_and_no_name_of_a_town_lies_there() -> None:
    view = MercatorViewport.fitted((34, 47, 37.5, 51), 900, 900)
    names = names_of(ViewContent(), GROUND, view)
    course = LineString(view.to_pixels([(33, 52), (36.5, 48), (37, 46.5)]))
    marks = [mark for mark in names.marks(view, STYLE) if mark.css_class == "label river"]
    assert marks
    for mark in marks:
        assert isinstance(mark, Text)
        assert mark.fill.colour == STYLE.water_text
        assert len(mark.letters) == len(mark.text) == len("Stream")
        away = [course.distance(Point(x, y)) for x, y, _ in mark.letters]
        assert all(3 < distance < 30 for distance in away)
    letters, towns_named = [], []
    for name in names.names:
        ((x, y),) = view.pixels_of(np.array([name.places[0][0]])).tolist()
        if name.kind == "river":
            letters += [translate(box(*each), x, y) for each in name.bends[0].boxes]
        else:
            towns_named.append(box(*name_box(name, name.places[0][1], (x, y), 0.0)))
    assert not union_all(letters).intersects(union_all(towns_named))


def test_a_river_s_name_stays_while_the_view_moves_and_stands_once_in_a_while() -> None:
    view = MercatorViewport.fitted((34, 47, 37.5, 51), 900, 900)
    before = names_of(ViewContent(), GROUND, view)
    after = names_of(ViewContent(), GROUND, view.panned(60, -50), before)
    seen, seen_after = ({name for name in names.names if name.kind == "river"} for names in (before, after))
    assert seen & seen_after
    for names in (seen, seen_after):
        spots = [view.pixels_of(np.array([name.places[0][0]]))[0] for name in names]
        assert all(np.hypot(*(one - other)) > 300 for one, other in combinations(spots, 2))


def test_an_area_has_no_outline_along_the_edge_of_the_extent() -> None:
    whole = content(extent=rectangle(33, 46, 39, 50))
    cut = content(extent=rectangle(34, 46, 39, 50))
    ring, open_line = (
        next(
            mark
            for mark in compose_view(shown, GROUND, VIEW, STYLE).marks()
            if isinstance(mark, Path) and mark.css_class.startswith("outline")
        )
        for shown in (whole, cut)
    )
    west = VIEW.to_pixels([(34, 48)])[0][0]
    assert any(LineString(line).distance(Point(west, 240)) < 2 for line in ring.lines)
    assert not any(LineString(line).distance(Point(west, 240)) < 20 for line in open_line.lines)


@pytest.mark.parametrize(
    ("layer", "gone"),
    [
        (BaseLayer.PLACES, {"label place", "place"}),
        (BaseLayer.RIVERS, {"river"}),
        (BaseLayer.BORDERS, {"border country", "border region"}),
        (BaseLayer.REGIONS, {"label country"}),
    ],
)
def test_a_part_of_the_base_map_that_is_hidden_is_not_drawn_and_all_else_stays(
    layer: BaseLayer, gone: set[str]
) -> None:
    before = set(_classes(compose_view(content(), GROUND, VIEW, STYLE)))
    after = set(_classes(compose_view(content(hidden=frozenset({layer.value})), GROUND, VIEW, STYLE)))
    assert before - after == gone
