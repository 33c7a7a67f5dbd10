"""Several kinds of ground of files at once: one step, the same map as layer by layer."""

from __future__ import annotations

from pathlib import Path

import pytest
from shapely import LineString

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import DESK
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.model.features import ControlArea, Evidence, FrontLine, Status
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession
from mapdesk.session.importing import Layer, import_edit, import_files
from tests.plain_maps import (
    areas,
    day,
    ground,
    layers_file,
    numbered,
    put,
    rectangle,
    same_ground,
    snapshot,
    two_sides,
)

HELD, ADVANCED = rectangle(30, 50, 32, 52), rectangle(31, 50, 33, 52)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return layers_file(
        tmp_path / "monday.geojson",
        ahead=ADVANCED,
        held=HELD,
        said=rectangle(33, 50, 35, 52),
        line=LineString([(32, 50), (32, 52)]),
    )


def _layer(layer: str, status: Status = Status.CONTROLLED, side: str = "red", **more) -> Layer:
    return Layer({"layer": layer}, side, status, **more)


def _imported(project: Project, sources: list[Path], *layers: Layer, **how):
    _, edit = import_edit(sources, layers, account=DESK, day=day(1), ids=numbered(50), **how)
    return edit(project)


def test_all_kinds_of_a_file_come_onto_the_map_as_one_step(file: Path) -> None:
    label, edit = import_edit(
        [file],
        [
            _layer("ahead", Status.ADVANCE, evidence=Evidence.REPORTED),
            _layer("said", Status.CLAIMED, side="blue"),
            _layer("held"),
            _layer("line", lines=True),
        ],
        account=DESK,
        day=day(1),
        source="An institute",
        ids=numbered(),
    )
    assert label == "Import monday.geojson on 1 May 2024"
    edited = edit(two_sides())
    project = edited.project
    # What is controlled prevails over the advance, though the advance was named first.
    assert same_ground(ground(project, "red", Status.CONTROLLED), HELD)
    assert same_ground(ground(project, "red", Status.ADVANCE), rectangle(32, 50, 33, 52))
    assert same_ground(ground(project, "blue", Status.CLAIMED), rectangle(33, 50, 35, 52))
    assert [area.evidence for area in areas(project) if area.status is Status.ADVANCE] == ["reported"]
    assert any(isinstance(f, FrontLine) and not f.derived for f in snapshot(project).features.values())
    assert snapshot(project).source == "An institute"
    assert any(note.startswith("Red, advance: ") and "gave way" in note for note in edited.notes)


def test_what_a_side_has_with_another_status_stays_and_the_same_is_replaced(file: Path) -> None:
    before = put(two_sides(), "red", rectangle(40, 50, 42, 52))
    before = put(before, "red", rectangle(44, 50, 46, 52), status=Status.CLAIMED)
    project = _imported(before, [file], _layer("held")).project
    assert same_ground(ground(project, "red", Status.CONTROLLED), HELD)
    assert same_ground(ground(project, "red", Status.CLAIMED), rectangle(44, 50, 46, 52))
    added = _imported(before, [file], _layer("held"), add=True).project
    assert ground(added, "red", Status.CONTROLLED).geom_type == "MultiPolygon"


def test_two_kinds_of_the_same_side_and_status_join(file: Path) -> None:
    project = _imported(two_sides(), [file], _layer("ahead"), _layer("held")).project
    (area,) = areas(project)
    assert same_ground(area.shape, rectangle(30, 50, 33, 52))


def test_two_kinds_of_one_status_that_are_known_differently_stay_both(file: Path) -> None:
    layers = [_layer("held", evidence=Evidence.VERIFIED), _layer("said", evidence=Evidence.REPORTED)]
    found = areas(_imported(two_sides(), [file], *layers).project)
    assert sorted(area.evidence for area in found) == ["reported", "verified"]


def test_a_layer_of_one_file_takes_nothing_of_the_others(file: Path, tmp_path: Path) -> None:
    other = layers_file(tmp_path / "other.geojson", held=rectangle(40, 50, 42, 52))
    layers = [_layer("held", file=file), _layer("held", side="blue", file=other)]
    project = _imported(two_sides(), [file, other], *layers).project
    assert same_ground(ground(project, "red"), HELD)
    assert same_ground(ground(project, "blue"), rectangle(40, 50, 42, 52))
    both = _imported(two_sides(), [file, other], _layer("held")).project
    assert len(areas(both)) == 2


def test_what_is_refused_names_the_file_and_the_layer(file: Path) -> None:
    with pytest.raises(EditRefused, match=r"^monday\.geojson: Red, advance: All of it is held"):
        _imported(two_sides(), [file], _layer("held", Status.ADVANCE), _layer("held"))
    with pytest.raises(SourceRefused, match=r"^monday\.geojson: no feature in it has layer=gone"):
        _imported(two_sides(), [file], _layer("gone"))
    with pytest.raises(EditRefused, match="no side called green"):
        _imported(two_sides(), [file], _layer("held", side="green"))
    with pytest.raises(EditRefused, match="choose a side for one kind at least"):
        import_edit([file], [], account=DESK, day=day(1), ids=numbered())


def test_a_straight_edge_is_a_cut_of_the_source_only_where_no_layer_goes_beyond_it(file: Path) -> None:
    # The edges of each square are straight; those of all together are the source's.
    edited = _imported(two_sides(), [file], _layer("held"), _layer("said", Status.CLAIMED))
    assert snapshot(edited.project).extent.bounds == (30, 50, 35, 52)
    assert "The source was cut at" in edited.notes[0]
    beyond = put(two_sides(), "blue", rectangle(40, 50, 42, 52), extent=None)
    beyond = put(beyond, "blue", rectangle(44, 50, 46, 53), extent=rectangle(20, 40, 50, 60))
    kept = _imported(beyond, [file], _layer("held"), _layer("said", Status.CLAIMED)).project
    assert snapshot(kept).extent.bounds == (20, 40, 50, 60)


DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ISW = DATA / "frontlines" / "isw_ctp_2022_mit" / "daily_clipped" / "isw_2022-10-03.geojson"


def _content(project: Project) -> list[tuple[object, ...]]:
    """All that is on the map of a project's only date, whatever its ids."""
    (shown,) = project.snapshots[DESK]
    return [
        shown.extent,
        *sorted(
            (f.shape.wkb, f.evidence, *((f.side, f.status) if isinstance(f, ControlArea) else f.sides))
            for f in shown.features.values()
        ),
    ]


@pytest.mark.skipif(not ISW.exists(), reason="the real daily maps are not here")
def test_a_real_day_at_once_is_the_same_map_as_layer_by_layer(tmp_path: Path) -> None:
    from mapdesk.edit.project import add_side, new_project
    from mapdesk.exchange.vector_source import kinds_in
    from mapdesk.session.import_guess import guessed_layers
    from mapdesk.session.series_dates import date_in_name

    project = add_side(add_side(new_project("p", "Real"), "Ukraine"), "Russia")
    on = date_in_name(ISW)
    assert on is not None
    with EditSession.create(tmp_path / "real.mapdesk.gpkg", project) as session:
        for side, status, layer in (
            ("Russia", "controlled", "RussianAssessedCoTinUkraine"),
            ("Russia", "advance", "RussianAssessedAdvanceinUkraine"),
            ("Russia", "claimed", "RussianClaimedCoTinUkraine"),
            ("Ukraine", "claimed", "UkrainianClaimedCounterOffensives"),
        ):
            where = {"layer": layer}
            import_files(
                session, [ISW], day=on, side_name=side, status=status, where=where, evidence="assessed"
            )
        one_by_one = session.project
    layers = guessed_layers(project, kinds_in(ISW))
    _, edit = import_edit([ISW], layers, account=DESK, day=on, ids=numbered())
    assert _content(edit(project).project) == _content(one_by_one)
