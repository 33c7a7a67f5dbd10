"""Annotations take the symbols that suit them, and no others."""

from __future__ import annotations

import pytest
from shapely import LineString, Point

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.features import add_annotation, change_feature
from mapdesk.edit.project import DESK
from mapdesk.model.features import Annotation, AnnotationKind
from mapdesk.model.project import Project
from tests.plain_maps import day, numbered, put, square, two_sides

WAY = LineString([(31, 51), (33, 52), (35, 51)])


@pytest.fixture
def project() -> Project:
    return put(two_sides(), "red", square(30, 50))


def _added(
    project: Project, shape: Point | LineString, symbol: str, **more: str
) -> tuple[Project, Annotation]:
    edited = add_annotation(
        project,
        account=DESK,
        day=day(1),
        kind=AnnotationKind.SYMBOL,
        shape=shape,
        symbol=symbol,
        ids=numbered(50),
        **more,
    )
    (uid,) = edited.made
    snapshot = edited.project.snapshot_on(DESK, day(1))
    assert snapshot is not None
    note = snapshot.features[uid]
    assert isinstance(note, Annotation)
    return edited.project, note


def _changed(project: Project, note: Annotation, **facts: object) -> Annotation:
    edited = change_feature(project, account=DESK, day=day(1), feature_id=note.feature_id, **facts)
    snapshot = edited.project.snapshot_on(DESK, day(1))
    assert snapshot is not None
    after = snapshot.features[note.feature_id]
    assert isinstance(after, Annotation)
    return after


def test_a_symbol_decides_what_kind_of_annotation_it_makes(project: Project) -> None:
    _, attack = _added(project, WAY, "main-attack", side="red")
    assert (attack.kind, attack.symbol, attack.side) == (AnnotationKind.ARROW, "main-attack", "red")
    _, line = _added(project, WAY, "fortified-line")
    assert line.kind is AnnotationKind.SYMBOL


def test_an_encirclement_is_closed_whether_or_not_the_hand_closed_it(project: Project) -> None:
    _, ring = _added(project, WAY, "encirclement")
    assert ring.shape.coords[0] == ring.shape.coords[-1]
    assert len(ring.shape.coords) == 4
    closed = LineString([*WAY.coords, WAY.coords[0]])
    assert _added(project, closed, "encirclement")[1].shape == ring.shape


@pytest.mark.parametrize(
    ("shape", "symbol", "reason"),
    [
        (Point(33, 51), "attack", "along a line"),
        (WAY, "strike", "single place"),
        (WAY, "10031000001211000000", "single place"),
        (Point(33, 51), "tank", "no symbol called tank"),
        (LineString([(31, 51), (33, 52)]), "encirclement", "three points"),
    ],
)
def test_a_symbol_that_does_not_suit_is_refused(
    project: Project, shape: Point | LineString, symbol: str, reason: str
) -> None:
    with pytest.raises(EditRefused, match=reason):
        _added(project, shape, symbol)


def test_a_symbol_is_drawn_for_a_side_of_the_project_or_for_none(project: Project) -> None:
    with pytest.raises(EditRefused, match="no side called green"):
        _added(project, Point(33, 51), "strike", side="green")
    after, strike = _added(project, Point(33, 51), "strike", side="red")
    assert _changed(after, strike, side="").side == ""


def test_a_strike_becomes_a_crossing_and_then_a_plain_marker(project: Project) -> None:
    after, strike = _added(project, Point(33, 51), "strike", text="Bridge")
    crossing = _changed(after, strike, symbol="crossing")
    assert (crossing.symbol, crossing.text, crossing.kind) == ("crossing", "Bridge", AnnotationKind.SYMBOL)
    assert _changed(after, strike, symbol="").kind is AnnotationKind.MARKER
    with pytest.raises(EditRefused, match="along a line"):
        _changed(after, strike, symbol="phase-line")


def test_a_text_has_no_symbol(project: Project) -> None:
    with pytest.raises(EditRefused, match="A text has no symbol"):
        add_annotation(
            project,
            account=DESK,
            day=day(1),
            kind=AnnotationKind.TEXT,
            shape=Point(33, 51),
            text="Marsh",
            symbol="strike",
            ids=numbered(50),
        )
