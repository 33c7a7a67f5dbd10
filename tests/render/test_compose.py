"""A Frame composed into a Scene."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path as FilePath

import numpy as np
import pytest
from shapely import LineString, MultiLineString, Polygon, box
from shapely.geometry import shape

from mapdesk.model.basemap import Basemap, Place
from mapdesk.model.features import Status
from mapdesk.model.layout import Frame
from mapdesk.model.project import HomeGround, Side
from mapdesk.render.compose import compose_frame, map_bounds
from mapdesk.render.content import FrameContent
from mapdesk.render.labels import overlap
from mapdesk.render.place_names import ABOVE, BELOW
from mapdesk.render.scene import Path, Scene, Text
from mapdesk.render.sheet import Box
from mapdesk.render.style import SMALLEST_NAME, load_style
from mapdesk.render.text import letter_advances, text_width
from mapdesk.render.viewport import FrameRefused, unit, viewport_of
from tests.render.frame_content import (
    EAST,
    FRONT,
    GROUND_OUTSIDE,
    HELD,
    HOME,
    SIZES,
    WEST,
    area,
    basemap,
    compared,
    content,
    everything,
    frame,
    front,
    ids,
    path,
    texts,
)

LIGHT, DARK = load_style("light"), load_style("dark")
#: A day of real front lines, where they lie beside the checkout.
REAL = (
    FilePath(__file__).resolve().parents[3]
    / "shared/data/frontlines/isw_ctp_2022_mit/daily_clipped/isw_2022-10-04.geojson"
)


def composed(**more: object) -> Scene:
    return compose_frame(content(**more), basemap(), basemap(), LIGHT)  # type: ignore[arg-type]


def labels(scene: Scene) -> list[Text]:
    """The names on the map."""
    return [text for text in texts(scene) if text.css_class.startswith("label")]


def boxes(text: Text) -> list[Box]:
    """The boxes that a name covers, without its halo."""
    if not text.letters:
        width = text_width(text.text, text.face, text.size, text.letter_spacing)
        return [(text.x, text.y - ABOVE * text.size, text.x + width, text.y + BELOW * text.size)]
    found = []
    for (x, y, angle), advance in zip(
        text.letters, letter_advances(text.text, text.face, text.size), strict=True
    ):
        turn = np.radians(angle)
        along, down = np.array((np.cos(turn), np.sin(turn))), np.array((-np.sin(turn), np.cos(turn)))
        corners = [np.array((x, y)) + along * u + down * v for u in (0, advance) for v in (-8.0, 2.0)]
        x0, y0 = np.min(corners, axis=0)
        x1, y1 = np.max(corners, axis=0)
        found.append((float(x0), float(y0), float(x1), float(y1)))
    return found


@pytest.mark.parametrize("style", [LIGHT, DARK])
@pytest.mark.parametrize("size", SIZES)
def test_no_name_overlaps_another_is_cut_by_the_frame_or_too_small(
    size: tuple[int, int], style: object
) -> None:
    scene = compose_frame(compared(*size), basemap(), basemap(), style)  # type: ignore[arg-type]
    names = labels(scene)
    assert len(names) >= 5
    covered = [(name.id, box) for name in names for box in boxes(name)]
    for i, (uid, one) in enumerate(covered):
        assert min(one[:2]) >= 4, uid
        assert one[2] <= size[0] - 4, uid
        assert one[3] <= size[1] - 4, uid
        for other_uid, other in covered[i + 1 :]:
            assert uid == other_uid or not overlap(one, other), (uid, other_uid)
    least = SMALLEST_NAME * unit(*size)
    assert all(name.size >= least - 0.01 for name in names)
    assert all(text.size >= 10.5 * unit(*size) - 0.01 for text in texts(scene))


def test_no_name_lies_on_a_panel() -> None:
    scene = composed()
    panels = [np.concatenate(path(scene, p).lines) for p in ("title-panel", "legend-panel", "scale-panel")]
    for points in panels:
        panel = (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
        assert not any(overlap(box, panel) for name in labels(scene) for box in boxes(name))


def test_the_layers_are_named_and_stand_in_their_order() -> None:
    scene = compose_frame(compared(), basemap(), basemap(), LIGHT)
    assert [layer.name for layer in scene.layers] == [
        "Land and water",
        "Borders",
        "Control areas",
        "Change",
        "Rivers and lakes",
        "Front lines",
        "Annotations",
        "Names of waters and regions",
        "Places",
        "Place names",
        "Title",
        "Scale and sources",
        "Legend",
        "Locator",
    ]


@pytest.mark.parametrize("size", SIZES)
def test_ids_are_plain_words_and_each_is_used_once(size: tuple[int, int]) -> None:
    scene = compose_frame(compared(*size), basemap(), basemap(), LIGHT)
    found = ids(scene)
    assert len(found) == len(set(found))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", uid) for uid in found)
    assert {"area-recovered-fill", "label-kherson", "layer-front", "area-east-controlled"} <= set(found)


def test_ids_stay_the_same_when_only_the_date_changes() -> None:
    later = composed(day=date(2022, 10, 5))
    assert ids(later) == ids(composed())


def test_coordinates_are_rounded_to_the_hundredth_of_a_pixel() -> None:
    for mark in compose_frame(compared(), basemap(), basemap(), LIGHT).marks():
        if isinstance(mark, Path):
            assert all(np.array_equal(line, np.round(line, 2)) for line in mark.lines), mark.id
            assert mark.lines, mark.id
        else:
            assert (mark.x, mark.y) == (round(mark.x, 2), round(mark.y, 2))


def test_composing_the_same_twice_gives_the_same_scene() -> None:
    one, two = composed(), composed()
    assert [m.id for m in one.marks()] == [m.id for m in two.marks()]
    assert texts(one) == texts(two)


def test_an_empty_map_is_a_picture_of_the_sea_with_its_title() -> None:
    empty = compose_frame(content(sides=(), features={}), Basemap(), None, LIGHT)
    assert empty.background == LIGHT.water
    assert any(t.text == "The river line holds" for t in texts(empty))
    assert not labels(empty)


@pytest.mark.parametrize("sides", [("east", "west"), ("west", "east")])
def test_teeth_point_to_the_side_that_is_not_at_home(sides: tuple[str, str]) -> None:
    line = FRONT if sides == ("east", "west") else MultiLineString([list(FRONT.geoms[0].coords)[::-1]])
    features = {**area("east", Status.CONTROLLED, HELD), **front(line, sides)}
    scene = compose_frame(content(features=features), basemap(), None, LIGHT)
    held = viewport_of(frame()).draw(HELD)
    triangles = path(scene, "front-teeth").lines
    assert len(triangles) > 10
    assert all(held.contains(Polygon(t).centroid) for t in triangles)


def test_the_front_line_keeps_its_course() -> None:
    scene = composed()
    drawn = MultiLineString([line.tolist() for line in path(scene, "front-line").lines])
    meant = viewport_of(frame()).draw(FRONT, simplify=0)
    assert drawn.hausdorff_distance(meant) < 0.5


def test_the_old_front_is_drawn_only_where_it_differs() -> None:
    scene = compose_frame(compared(), basemap(), None, LIGHT)
    drawn = MultiLineString([line.tolist() for line in path(scene, "front-old").lines])
    present = MultiLineString([line.tolist() for line in path(scene, "front-line").lines])
    away = [present.distance(LineString([p, p])) for line in drawn.geoms for p in line.coords]
    assert max(away) > 50
    assert drawn.intersection(present.buffer(3)).length < 0.1 * drawn.length


def test_changed_ground_stands_on_plain_land_with_nothing_under_it() -> None:
    asked = compared(features={**everything(), **area("west", Status.CLAIMED, box(32.5, 46.9, 33.1, 47.9))})
    scene = compose_frame(asked, basemap(), None, LIGHT)
    changed = Polygon(path(scene, "area-recovered-fill").lines[0])
    for uid in ("area-east-controlled-fill", "area-west-claimed-fill"):
        rings = path(scene, uid).lines
        overlapping = sum(Polygon(ring).intersection(changed.buffer(-1)).area for ring in rings)
        assert overlapping < 2


def test_home_ground_is_not_painted() -> None:
    scene = composed(features=area("east", Status.CONTROLLED, HELD))
    classes = {mark.css_class for mark in scene.marks()}
    assert "area controlled" in classes
    assert not any("west" in uid for uid in ids(scene) if uid.startswith("area-"))


def test_areas_end_at_the_coast() -> None:
    scene = composed(
        features=area("east", Status.CONTROLLED, HELD), frame=frame(bounds=(32.5, 45.6, 34.5, 46.6))
    )
    rings = path(scene, "area-east-controlled-fill").lines
    land = viewport_of(frame(bounds=(32.5, 45.6, 34.5, 46.6))).draw(box(20, 46.1, 45, 55)).buffer(0.5)
    assert all(land.covers(Polygon(ring)) for ring in rings)


def test_ground_outside_the_extent_is_veiled_and_its_edge_is_no_outline() -> None:
    extent = box(30, 46.5, 40, 52)
    features = area("east", Status.CONTROLLED, HELD.intersection(extent))
    scene = compose_frame(content(features=features, extent=extent), basemap(), None, LIGHT)
    assert path(scene, "not-covered").fill is not None
    edge = viewport_of(frame()).draw(LineString([(33.2, 46.5), (36.5, 46.5)]), simplify=0)
    outline = MultiLineString([x.tolist() for x in path(scene, "area-east-controlled-line").lines])
    assert outline.intersection(edge.buffer(1)).length < 20
    assert "not-covered" not in ids(composed(features=features))


def test_countries_that_are_nobodys_home_are_shaded() -> None:
    assert "land-other" in ids(composed(frame=frame(bounds=(35, 46, 39, 48))))
    homeless = (EAST, replace(WEST, home=()))
    assert "land-other" not in ids(composed(sides=homeless, frame=frame(bounds=(35, 46, 39, 48))))
    assert GROUND_OUTSIDE.intersection(HOME).area == 0


def test_names_are_in_the_frames_language_where_they_are_known() -> None:
    towns = (Place(uid="k", name="Kyiv", lon=33, lat=47.2, population=9_000_000, names={"uk": "Київ"}),)
    asked = {"features": {}, "frame": frame(language="uk")}
    scene = compose_frame(content(**asked), replace(basemap(), places=towns), None, LIGHT)  # type: ignore[arg-type]
    (name,) = [t for t in labels(scene) if t.css_class == "label place r1"]
    assert name.text == "Київ"
    assert name.id == "label-kyiv-text"


def test_a_wide_frame_names_all_large_towns_and_some_small_ones() -> None:
    scene = composed()
    places = [t for t in labels(scene) if t.css_class.startswith("label place")]
    assert 12 <= len(places) <= 32
    assert {"Kherson", "Mykolaiv"} <= {t.text for t in places}


def test_places_the_title_speaks_of_are_named_before_larger_ones() -> None:
    towns = [
        Place(
            uid=f"t{n}",
            name=f"Town {n}",
            lon=32.9 + 0.02 * (n % 5),
            lat=47 + 0.02 * (n // 5),
            population=90_000,
        )
        for n in range(20)
    ]
    lyman = Place(uid="l", name="Lyman", lon=32.95, lat=47.03, population=900)
    ground = replace(basemap(), places=(*towns, lyman))
    scene = compose_frame(content(frame=frame(title="Lyman retaken"), features={}), ground, None, LIGHT)
    assert "Lyman" in {t.text for t in labels(scene)}


def test_names_that_find_no_room_are_told_of() -> None:
    crowd = tuple(
        Place(
            uid=f"c{n}",
            name=f"Very Long Town Name {n}",
            lon=33 + 0.14 * (n % 6),
            lat=46.9 + 0.1 * (n // 6),
            population=300_000,
            capital=True,
        )
        for n in range(30)
    )
    scene = compose_frame(content(features={}), replace(basemap(), places=crowd), None, LIGHT)
    shown = {t.text for t in labels(scene)}
    assert scene.dropped
    assert not shown & set(scene.dropped)


def test_a_name_that_no_typeface_can_set_is_dropped_and_told_of() -> None:
    towns = (Place(uid="x", name="\U00012000\U00012001", lon=33, lat=47.2, population=900_000),)
    scene = compose_frame(content(features={}), replace(basemap(), places=towns), None, LIGHT)
    assert "\U00012000\U00012001" in scene.dropped


def test_a_river_carries_its_name_letter_by_letter_from_left_to_right() -> None:
    (name,) = [t for t in labels(composed()) if t.css_class == "label river"]
    assert name.text == "Long River"
    assert len(name.letters) == len("Long River")
    assert all(one[0] < other[0] for one, other in zip(name.letters, name.letters[1:], strict=False))


def test_a_sea_is_named_on_its_own_water_only() -> None:
    land = box(31.5, 45, 32, 48.5)
    two_seas = replace(
        basemap(towns=0),
        land=(land,),
        lakes=(),
        rivers=(),
        countries=(),
        regions=(),
        seas=(Place(uid="e", name="East Sea", lon=33.5, lat=47),),
    )
    scene = compose_frame(content(features={}), two_seas, None, LIGHT)
    (name,) = [t for t in labels(scene) if t.css_class == "label sea"]
    shore = viewport_of(frame()).draw(land).bounds
    assert name.x > shore[2]


def test_a_frame_over_the_180th_meridian_is_composed() -> None:
    fiji = Frame(uid="f", name="Fiji", bounds=(176.5, -19.5, -178.0, -15.5), title="Fiji")
    ground = Basemap(
        land=(box(177.2, -18.3, 178.7, -17.3), box(179.5, -17, 180, -16.5), box(-180, -17, -179.6, -16.5)),
        places=(
            Place(uid="s", name="Suva", lon=178.44, lat=-18.14, population=90_000, capital=True),
            Place(uid="t", name="Lakeba", lon=-178.8, lat=-18.2, population=20_000),
        ),
    )
    scene = compose_frame(FrameContent(frame=fiji, day=date(2022, 10, 4)), ground, None, LIGHT)
    assert {"Suva", "Lakeba"} <= {t.text for t in labels(scene)}
    # The island on the meridian is one piece.
    assert len(path(scene, "land").lines) == 2


def test_a_polar_frame_is_composed_around_the_pole() -> None:
    south = Frame(uid="a", name="Antarctica", bounds=(-180, -90, 180, -62), width=1200, height=1200)
    ground = Basemap(land=(box(-180, -90, 180, -70),))
    scene = compose_frame(FrameContent(frame=south, day=date(2022, 10, 4)), ground, None, LIGHT)
    (ice,) = path(scene, "land").lines
    assert Polygon(ice).contains(viewport_point(south, (0.0, -89.0)))


def viewport_point(asked: Frame, lon_lat: tuple[float, float]) -> Polygon:
    (spot,) = viewport_of(asked).to_pixels(np.array([lon_lat]))
    return box(spot[0] - 1, spot[1] - 1, spot[0] + 1, spot[1] + 1)


def test_a_frame_of_the_whole_world_is_refused_in_a_sentence() -> None:
    with pytest.raises(FrameRefused, match="half of the globe"):
        composed(frame=frame(bounds=(-180, -80, 180, 80)))


def test_the_map_is_asked_for_a_little_more_than_the_picture_shows() -> None:
    asked = frame()
    west, south, east, north = map_bounds(asked)
    corners = viewport_of(asked).to_degrees(
        np.array([(0.0, 0.0), (1920.0, 0.0), (1920.0, 1080.0), (0.0, 1080.0)])
    )
    assert west < corners[:, 0].min()
    assert east > corners[:, 0].max()
    assert south < corners[:, 1].min()
    assert north > corners[:, 1].max()


def test_the_scene_says_what_it_is() -> None:
    scene = compose_frame(compared(), basemap(), None, LIGHT)
    facts = dict(scene.metadata)
    assert facts["date"] == "2022-10-04"
    assert facts["since"] == "2022-10-03"
    assert facts["projection"].startswith("+proj=laea")
    assert "made-up institute" in facts["sources"]
    assert scene.title == "The river line holds"


@pytest.mark.skipif(not REAL.exists(), reason="no real front lines beside the checkout")
def test_a_real_day_of_thousands_of_corners_is_composed_whole() -> None:
    features = {}
    statuses = {
        "RussianAssessedCoTinUkraine": Status.CONTROLLED,
        "RussianClaimedCoTinUkraine": Status.CLAIMED,
    }
    for n, found in enumerate(json.loads(REAL.read_text())["features"]):
        status = statuses.get(found["properties"]["layer"])
        if status is None:
            continue
        whole = shape(found["geometry"])
        for m, part in enumerate(getattr(whole, "geoms", [whole])):
            (made,) = area("russia", status, part).values()
            features[f"{n}-{m}"] = replace(made, feature_id=f"{n}-{m}")
    russia = Side(uid="russia", name="Russia", colour="#C74A38", rank=0)
    ukraine = Side(
        uid="ukraine", name="Ukraine", colour="#135E8C", rank=1, home=(HomeGround(label="UA", shape=HOME),)
    )
    asked = content(sides=(russia, ukraine), features=features)
    scene = compose_frame(asked, basemap(400), None, LIGHT)
    assert {"area-russia-controlled-fill", "area-russia-claimed-hatch"} <= set(ids(scene))
    drawn = path(scene, "area-russia-controlled-fill").lines
    assert all(Polygon(ring).is_valid for ring in drawn)
