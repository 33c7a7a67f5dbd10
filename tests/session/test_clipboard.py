"""Features on the clipboard: copied as GeoJSON, pasted on any date and into any project."""

from __future__ import annotations

import json

import pytest
import shapely
from shapely import LineString, MultiLineString, Point
from shapely.geometry import mapping

from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.features import add_annotation, add_front_line, change_feature, delete_features
from mapdesk.edit.locks import lock_features
from mapdesk.edit.project import DESK
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, Evidence, FrontLine, Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from mapdesk.session.clipboard import copied_text, pasting, read_clip
from tests.plain_maps import (
    areas,
    day,
    edited,
    facing,
    ground,
    numbered,
    put,
    rectangle,
    same_ground,
    snapshot,
    square,
    two_sides,
)

WHERE = {"account": DESK, "day": day(1)}


def rich() -> Project:
    """Red faces Blue; a marker, an arrow and a drawn line lie on the map, and a claim of Blue's."""
    project = facing()
    project = add_annotation(
        project, kind=AnnotationKind.MARKER, shape=Point(31, 51), text="A bridge", ids=numbered(10), **WHERE
    ).project
    project = change_feature(
        project, feature_id="annotation-11", evidence="geolocated", note="Seen from above", **WHERE
    ).project
    project = add_annotation(
        project,
        kind=AnnotationKind.ARROW,
        shape=LineString([(33, 51), (31.5, 51.5)]),
        ids=numbered(20),
        name="Thrust",
        **WHERE,
    ).project
    project = add_front_line(
        project, course=LineString([(30, 55), (34, 56)]), sides=("red",), ids=numbered(30), **WHERE
    ).project
    return edited(project, "blue", square(40, 50), status=Status.CLAIMED, add=True, ids=numbered(40)).project


def text_of(project: Project, *feature_ids: str, on: int = 1) -> str:
    return copied_text(project, [snapshot(project, on).features[uid] for uid in feature_ids])


def paste(project: Project, text: str, on: int = 1, **how: object) -> Edited:
    clip = read_clip(text, project, side="red", status=Status.CONTROLLED)
    _, edit = pasting(
        clip,
        project,
        DESK,
        day(on),
        numbered(100),
        beside=(0.1, -0.1),
        **how,  # type: ignore[arg-type]
    )
    return edit(project)


def foreign(*shapes: shapely.Geometry, **fields: object) -> str:
    features = [{"type": "Feature", "geometry": mapping(shape), "properties": fields} for shape in shapes]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_what_is_copied_is_geojson_that_any_program_reads() -> None:
    document = json.loads(text_of(rich(), "annotation-11", "area-1"))
    marker, area = document["features"]
    assert (document["type"], marker["geometry"]) == (
        "FeatureCollection",
        {"type": "Point", "coordinates": [31.0, 51.0]},
    )
    assert (marker["properties"]["text"], marker["properties"]["evidence"]) == ("A bridge", "geolocated")
    assert (area["properties"]["side_name"], area["properties"]["status"]) == ("Red", "controlled")
    assert shapely.LinearRing(area["geometry"]["coordinates"][0]).is_ccw


def test_a_copy_on_the_same_date_lies_a_little_beside_it_and_a_second_one_beside_that() -> None:
    project = rich()
    text = text_of(project, "annotation-11", "annotation-21")
    first = paste(project, text)
    assert len(first.made) == 2
    notes = [snapshot(first.project).features[uid] for uid in first.made]
    assert [note.shape.bounds[:2] for note in notes] == [(31.1, 50.9), (31.6, 50.9)]
    assert isinstance(notes[0], Annotation)
    assert (notes[0].text, notes[0].note, notes[0].evidence) == (
        "A bridge",
        "Seen from above",
        Evidence.GEOLOCATED,
    )
    clip = read_clip(text, first.project, side="red", status=Status.CONTROLLED)
    _, again = pasting(clip, first.project, DESK, day(1), numbered(200), beside=(0.1, -0.1))
    second = again(first.project)
    assert snapshot(second.project).features[second.made[0]].shape == Point(31.2, 50.8)


def test_on_another_date_a_marker_lies_at_its_place_and_stays_the_same_feature() -> None:
    project = put(rich(), "blue", square(36, 50), on=3, add=True)
    project = delete_features(project, account=DESK, day=day(3), feature_ids=["annotation-11"]).project
    after = paste(project, text_of(project, "annotation-11"), on=3)
    assert after.made == ("annotation-11",)
    assert snapshot(after.project, 3).features["annotation-11"] == snapshot(project).features["annotation-11"]


def test_ground_is_given_to_its_side_on_another_date_and_the_map_stays_planar() -> None:
    project = put(facing(), "blue", rectangle(30, 50, 34, 52), on=3)
    red = next(area.feature_id for area in areas(project) if area.side == "red")
    after = paste(project, text_of(project, red), on=3)
    assert same_ground(ground(after.project, "red", on=3), square(30, 50))
    assert same_ground(ground(after.project, "blue", on=3), square(32, 50))
    assert snapshot(after.project, 3).features[red].shape.equals(square(30, 50))
    assert not problems(after.project)
    assert snapshot(after.project, 1) is snapshot(project, 1)


def test_ground_that_is_held_that_way_already_is_not_pasted_again() -> None:
    project = rich()
    with pytest.raises(EditRefused, match="held that way already"):
        paste(project, text_of(project, "area-1"))


def test_no_ground_is_pasted_over_a_locked_area() -> None:
    project = put(facing(), "blue", rectangle(30, 50, 34, 52), on=3)
    blue = next(area.feature_id for area in areas(project, 3) if area.side == "blue")
    red = next(area.feature_id for area in areas(project) if area.side == "red")
    text = text_of(project, red)
    project = lock_features(project, account=DESK, feature_ids=[blue], locked=True).project
    with pytest.raises(EditRefused, match="is locked"):
        paste(project, text, on=3)


def test_a_claim_is_laid_over_the_map_of_another_date() -> None:
    project = put(rich(), "red", square(40, 50), on=3, add=True)
    claim = next(area.feature_id for area in areas(project) if area.status is Status.CLAIMED)
    project = delete_features(project, account=DESK, day=day(3), feature_ids=[claim]).project
    after = paste(project, text_of(project, claim), on=3)
    assert after.made == (claim,)
    assert same_ground(ground(after.project, "blue", Status.CLAIMED, on=3), square(40, 50))
    assert same_ground(ground(after.project, "red", on=3), ground(project, "red", on=3))


def test_a_front_of_the_areas_is_pasted_as_a_drawn_line_and_left_out_beside_areas() -> None:
    project = rich()
    assert len(json.loads(text_of(project, "area-1", "front-red-blue"))["features"]) == 1
    after = paste(project, text_of(project, "front-red-blue"))
    line = snapshot(after.project).features[after.made[0]]
    assert isinstance(line, FrontLine)
    assert (line.derived, set(line.sides)) == (False, {"red", "blue"})


def test_into_another_project_sides_go_by_their_names() -> None:
    project = rich()
    other = two_sides()
    other = put(other, "blue", square(44, 44))
    renamed = text_of(project, "area-1", "annotation-11").replace('"side": "red"', '"side": "ruby"')
    after = paste(other, renamed)
    assert same_ground(ground(after.project, "red"), square(30, 50))
    assert not {"area-1", "annotation-11"} & set(after.made)
    unknown = text_of(project, "area-1").replace("Red", "Green").replace('"red"', '"green"')
    with pytest.raises(EditRefused, match="no side called Green; add it"):
        paste(other, unknown)


def test_foreign_points_lines_and_polygons_become_markers_front_lines_and_ground() -> None:
    text = foreign(Point(25, 45), LineString([(25, 46), (26, 46)]), square(24, 48), name="From elsewhere")
    after = paste(facing(), text)
    made = [snapshot(after.project).features[uid] for uid in after.made]
    area, marker, line = made
    assert isinstance(marker, Annotation)
    assert (marker.kind, marker.text) == (AnnotationKind.MARKER, "From elsewhere")
    assert isinstance(line, FrontLine)
    assert line.shape == MultiLineString([[(25, 46), (26, 46)]])
    assert isinstance(area, ControlArea)
    assert (area.side, area.status, area.name) == ("red", Status.CONTROLLED, "From elsewhere")


def test_pasted_here_what_can_be_moved_has_its_middle_there() -> None:
    project = rich()
    after = paste(project, text_of(project, "annotation-21"), at=(45.0, 45.0))
    west, south, east, north = snapshot(after.project).features[after.made[0]].shape.bounds
    assert ((west + east) / 2, (south + north) / 2) == (45.0, 45.0)


def test_what_lies_outside_the_extent_is_left_out_with_a_note_or_refused() -> None:
    after = paste(facing(), foreign(Point(25, 45), Point(5, 5)))
    assert len(after.made) == 1
    assert after.notes == ("1 feature lies outside the extent of this date and was left out.",)
    with pytest.raises(EditRefused, match="outside the extent"):
        paste(facing(), foreign(Point(5, 5)))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Ground was left in the west.", "There are no features on the clipboard"),
        ("{}", "no GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "holds no point, line or polygon"),
        (
            '{"type": "Point", "coordinates": [1e999, 3]}',
            "The clipboard: the coordinates of feature 1 are broken",
        ),
        ('{"type": "Point", "coordinates": ["a", 3]}', "coordinates of feature 1 are broken"),
        ('{"type": "Blob", "coordinates": [1, 3]}', "no GeoJSON"),
        ('{"type": "Point", "coordinates": [' + "[" * 5000, "ends in the middle"),
    ],
)
def test_what_is_no_usable_geojson_is_refused_in_words(text: str, sentence: str) -> None:
    with pytest.raises((EditRefused, SourceRefused), match=sentence):
        paste(facing(), text)


def test_coordinates_that_are_no_degrees_are_refused() -> None:
    with pytest.raises(EditRefused, match="not degrees of longitude and latitude"):
        paste(facing(), foreign(Point(500_000, 5_000_000)))


def test_words_that_no_file_can_keep_are_left_out_of_names() -> None:
    text = '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [31, 51]}, '
    after = paste(facing(), text + '"properties": {"name": "A\\u0000 \\ud800bridge"}}')
    note = snapshot(after.project).features[after.made[0]]
    assert isinstance(note, Annotation)
    assert note.text == "A bridge"


def test_fields_of_ours_that_make_no_sense_make_a_foreign_feature_of_it() -> None:
    text = foreign(Point(31, 51), mapdesk="annotation", kind="arrow", rank="high", evidence=[1])
    after = paste(facing(), text)
    note = snapshot(after.project).features[after.made[0]]
    assert isinstance(note, Annotation)
    assert note.kind is AnnotationKind.MARKER


def test_a_million_vertices_are_refused_at_once_and_sent_to_the_import() -> None:
    ring = ",".join(["[30.123456,50.123456]"] * 1_000_000)
    text = f'{{"type": "Polygon", "coordinates": [[{ring}]]}}'
    with pytest.raises(
        SourceRefused, match=r"about 1,000,000 vertices, and 100,000 are the most.*import that"
    ):
        paste(facing(), text)


def test_the_step_is_named_by_what_is_pasted() -> None:
    project = rich()
    one = read_clip(text_of(project, "annotation-11"), project, side="", status=Status.CONTROLLED)
    both = read_clip(text_of(project, "annotation-11", "area-1"), project, side="", status=Status.CONTROLLED)
    names = [pasting(clip, project, DESK, day(1), numbered(), beside=(0, 0))[0] for clip in (one, both)]
    assert names == ["Paste A bridge", "Paste 2 features"]
