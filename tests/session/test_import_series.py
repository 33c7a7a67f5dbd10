"""A series of dates as one step: read, previewed, put on the map, and put there again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString
from shapely.geometry import mapping

from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.project import DESK, add_side, give_home_ground, new_project
from mapdesk.exchange.apart import Stopped
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.geometry.measure import area_km2
from mapdesk.model.features import FrontLine, Status
from mapdesk.model.project import HomeGround, Project
from mapdesk.session.comparison import compare
from mapdesk.session.import_series import oddities, preview, read_series, work_out
from mapdesk.session.series_mapping import mapping_named
from mapdesk.session.series_onto_map import series_edit
from tests.plain_maps import (
    areas,
    day,
    ground,
    layers_file,
    numbered,
    put,
    rectangle,
    same_ground,
    two_sides,
)

DATA = Path(__file__).resolve().parents[3] / "shared/data/frontlines"
real = pytest.mark.skipif(not DATA.exists(), reason="the real data is not there")
HELD = rectangle(30, 50, 32, 52)


def written(path: Path, *features: tuple[Any, dict[str, Any]]) -> Path:
    members = [
        {"type": "Feature", "geometry": mapping(shape), "properties": fields} for shape, fields in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": members}), encoding="utf-8")
    return path


def imported(project: Project, *sources: Path, how: str = "", given: int = 0, **more: bool) -> Edited:
    series = read_series(sources)
    rows = preview(project, series, mapping_named(how), lines="lines" in more)
    ids = numbered(given)
    label, edit = series_edit(work_out(series, rows), new_sides="new_sides" in more, ids=ids)
    assert label.startswith("Import series, ")
    return edit(project)


@pytest.fixture
def three_days(tmp_path: Path) -> list[Path]:
    """Red holds a square and a small one; on the third day the square is less, and the small one is gone."""
    small, less = rectangle(40, 50, 40.5, 50.5), rectangle(30, 50, 31.5, 52)
    return [
        layers_file(tmp_path / "map_2024-05-01.geojson", RedHeld=HELD, RedAdvance=rectangle(31, 50, 33, 52)),
        layers_file(tmp_path / "map_2024-05-02.geojson", RedHeld=HELD, RedAdvance=small),
        layers_file(
            tmp_path / "map_2024-05-03.geojson", RedHeld=less, Rivers=LineString([(30, 50), (31, 51)])
        ),
    ]


def test_files_of_several_dates_are_read_apart_and_become_one_step(
    three_days: list[Path],
) -> None:
    edited = imported(two_sides(), *reversed(three_days))
    project = edited.project
    assert [one.date for one in project.snapshots[DESK]] == [day(1), day(2), day(3)]
    # What is controlled prevails, though the advance lies over it.
    assert same_ground(ground(project, "red", Status.ADVANCE), rectangle(32, 50, 33, 52))
    assert same_ground(ground(project, "red", Status.CONTROLLED, on=2), HELD)
    # The third file tells layers apart, so what it lacks is over.
    assert ground(project, "red", Status.ADVANCE, on=3).is_empty
    assert "New: 3 dates, 1 May 2024 to 3 May 2024." in edited.notes


def test_ground_that_stays_is_the_very_same_value_from_date_to_date(three_days: list[Path]) -> None:
    project = imported(two_sides(), *three_days).project
    held = [next(a for a in areas(project, on) if a.status is Status.CONTROLLED) for on in (1, 2, 3)]
    # On the first day the advance leaves vertices on its border; from then on it is all its own.
    assert {area.feature_id for area in held} == {held[0].feature_id}
    assert imported(project, three_days[1], given=50).project == project


def test_an_import_again_changes_nothing_and_one_of_new_files_says_what_changed(
    three_days: list[Path], tmp_path: Path
) -> None:
    project = imported(two_sides(), *three_days).project
    assert imported(project, *three_days, given=50).project == project
    small = rectangle(40, 50, 40.5, 50.5)
    layers_file(three_days[1], RedHeld=rectangle(30, 50, 32, 51.5), RedAdvance=small)
    edited = imported(project, *three_days, given=50)
    assert "As before: 2 dates." in edited.notes
    assert "Changed on 2 May 2024: 1 changed." in edited.notes


def test_a_layer_whose_file_is_missing_keeps_its_ground_and_that_is_said(tmp_path: Path) -> None:
    said = rectangle(34, 50, 35, 51)
    files = [
        written(tmp_path / name, (shape, {}))
        for name, shape in (
            ("20240501_RedHeld.geojson", HELD),
            ("20240501_RedClaims.geojson", said),
            ("20240502_RedHeld.geojson", rectangle(30, 50, 31, 52)),
        )
    ]
    edited = imported(two_sides(), *files)
    assert same_ground(ground(edited.project, "red", Status.CLAIMED, on=2), said)
    assert any("stays as it was before: 2 May 2024" in note for note in edited.notes)


def test_a_region_that_a_source_left_out_is_warned_of_also_when_imported_again(tmp_path: Path) -> None:
    files = [
        written(tmp_path / "20240501_Red.geojson", (HELD, {}), (rectangle(33, 50, 35, 51), {})),
        written(tmp_path / "20240502_Red.geojson", (HELD, {})),
    ]
    edited = imported(two_sides(), *files)
    again = imported(edited.project, *files, given=50)
    for notes in (edited.notes, again.notes):
        (warning,) = [note for note in notes if note.startswith("Check 2 May 2024")]
        assert f"{area_km2(rectangle(33, 50, 35, 51)):,.1f} km² that Red held" in warning


def test_one_file_with_a_date_column_is_a_series_of_many_parties(tmp_path: Path) -> None:
    path = written(
        tmp_path / "control.geojson",
        (HELD, {"date": "5/1/2024", "owner": "Red"}),
        (rectangle(32, 50, 33, 52), {"date": "5/1/2024", "owner": "Greens"}),
        (HELD, {"date": "5/13/2024", "owner": "Greens"}),
        (HELD, {"date": "unknown", "owner": "Red"}),
    )
    series = read_series([path])
    rows = preview(two_sides(), series, mapping_named("sides"))
    (odd, left) = oddities(series, rows)
    assert odd == "control.geojson: 1 of its features have no date in date (such as “unknown”); left out."
    assert left == "Left out: Red, since it has no date."
    with pytest.raises(EditRefused, match="no side called Greens"):
        imported(two_sides(), path, how="sides")
    edited = imported(two_sides(), path, how="sides", new_sides=True)
    assert "New side: Greens." in edited.notes
    assert same_ground(ground(edited.project, "greens"), rectangle(32, 50, 33, 52))
    assert ground(edited.project, "red", on=13).is_empty


def test_a_kml_span_shows_on_each_date_inside_it(tmp_path: Path) -> None:
    def placemark(name: str, west: int, begin: str, end: str) -> str:
        ring = " ".join(f"{x},{y}" for x, y in rectangle(west, 50, west + 1, 51).exterior.coords)
        return (
            f"<Placemark><name>{name}</name><TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan><Polygon>"
            f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs>"
            "</Polygon></Placemark>"
        )

    path = tmp_path / "Red control.kml"
    path.write_text(
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        + placemark("a", 30, "2024-05-01", "2024-05-03")
        + placemark("b", 34, "2024-05-02", "2024-05-03")
        + placemark("c", 38, "2024-05-03", "2024-05-09")
        + "</Document></kml>",
        encoding="utf-8",
    )
    project = imported(two_sides(), path).project
    west = [sorted(area.shape.bounds[0] for area in areas(project, on)) for on in (1, 2, 3)]
    assert west == [[30], [30, 34], [38]]


def test_a_name_and_a_field_that_name_different_dates_are_odd(tmp_path: Path) -> None:
    path = written(tmp_path / "red_2024-05-01.geojson", (HELD, {"date": "2024-05-02"}))
    series = read_series([path])
    assert series.oddities == (
        "red_2024-05-01.geojson: its name says 2024-05-01, but its field date has another date, 2024-05-02.",
    )
    assert [portion.day for portion in series.portions] == [day(1)]
    assert [portion.day for portion in read_series([path], date_from="DATE").portions] == [day(2)]
    with pytest.raises(SourceRefused, match="no field called when"):
        read_series([path], date_from="when")


def test_a_damaged_file_refuses_the_whole_series_and_it_can_be_stopped(
    three_days: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "map_2024-05-04.kml").write_bytes(b"nothing")
    with pytest.raises(SourceRefused, match=r"map_2024-05-04\.kml: it is no KML"):
        read_series([*three_days, tmp_path / "map_2024-05-04.kml"])
    with pytest.raises(Stopped):
        read_series(three_days, stopped=lambda: True)


def test_nothing_with_a_side_is_refused(tmp_path: Path) -> None:
    series = read_series([layers_file(tmp_path / "a_2024-05-01.geojson", forest=HELD)])
    with pytest.raises(EditRefused, match="Nothing of it is to go onto the map"):
        work_out(series, preview(two_sides(), series, mapping_named("")))


def test_other_ground_gives_way_and_is_kept_beside_it(tmp_path: Path) -> None:
    blue = put(two_sides(), "blue", rectangle(31, 50, 34, 52))
    project = imported(blue, written(tmp_path / "2024-05-02 red.geojson", (HELD, {})), given=50).project
    assert same_ground(ground(project, "red", on=2), HELD)
    assert same_ground(ground(project, "blue", on=2), rectangle(32, 50, 34, 52))


@real
def test_the_two_fronts_of_the_first_world_war_are_dated_lines_apart() -> None:
    project = imported(
        two_sides(), *sorted((DATA / "wwi_explorer_mit").glob("*.geojson")), lines=True
    ).project
    dated = project.snapshots[DESK]
    assert (len(dated), dated[0].date, dated[-1].date) == (73, date(1914, 8, 3), date(1918, 11, 11))
    shown = project.snapshot_on(DESK, date(1916, 6, 1))
    assert shown is not None
    lines = [one for one in shown.features.values() if isinstance(one, FrontLine)]
    assert sorted(line.name for line in lines) == ["front i", "front w"]


@real
def test_three_real_days_give_the_figures_that_were_measured_in_the_source() -> None:
    project = add_side(add_side(new_project("war", "War"), "Ukraine"), "Russia")
    box = rectangle(22, 44, 41, 53)
    project = give_home_ground(project, "ukraine", [HomeGround(label="home", shape=box)])
    files = [DATA / f"isw_ctp_2022_mit/daily_clipped/isw_2022-10-0{number}.geojson" for number in (2, 3, 4)]
    project = imported(project, *files, how="isw").project

    def totals(since: int, until: int) -> dict[tuple[str, str], tuple[float, float]]:
        change = compare(project, DESK, date(2022, 10, since), date(2022, 10, until)).change
        both = [*change.totals, *(replace(total, status="held") for total in change.held)]
        return {(total.side, total.status): (total.lost_km2, total.gained_km2) for total in both}

    assert totals(3, 4)["russia", "controlled"] == (pytest.approx(913.7, rel=0.005), 0)
    assert totals(3, 4)["russia", "held"] == (pytest.approx(1040.4, rel=0.01), pytest.approx(37.6, rel=0.01))
    assert totals(2, 3)["russia", "controlled"] == (pytest.approx(875.3, rel=0.005), 0)
