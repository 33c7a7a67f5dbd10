"""Trends: measured date by date, kept in the file, renewed where a date has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import new_project
from mapdesk.geometry.measure import area_km2, length_km
from mapdesk.model.basemap import Place
from mapdesk.model.features import Status
from mapdesk.model.project import Project
from mapdesk.model.trend import fronts_of
from mapdesk.session import trend as trends
from mapdesk.session.localities import LocalityMeter
from mapdesk.session.trend import Asked, Of, measured, measuring
from mapdesk.session.trend_places import place_called
from mapdesk.session.trend_series import Trend, first_under, trend, trend_csv, trend_document, usual_series
from mapdesk.store.project_file import ProjectFile
from tests.plain_maps import day, put, rectangle, snapshot, square, two_sides


def advancing() -> Project:
    """Red takes half a degree more of Blue's home ground on each of three days."""
    project = two_sides(blue=rectangle(30, 46, 38, 50))
    for on, east in ((1, 32.0), (2, 32.5), (3, 33.0)):
        project = put(project, "red", rectangle(30, 46, east, 50), on=on)
    return project


def found(project: Project, **asked: object) -> Trend:
    wanted = Asked(account="desk", **asked)  # type: ignore[arg-type]
    return trend(project, wanted, {k: dict(measuring(project, "desk", k, {})) for k in wanted.kinds()})


def named(shown: Trend) -> dict[str, tuple[float | None, ...]]:
    return {one.name: one.values for one in shown.series}


def test_held_ground_adds_up_what_a_side_controls_and_has_advanced_into() -> None:
    project = put(advancing(), "red", rectangle(33, 46, 34, 47), on=3, status=Status.ADVANCE)
    values = named(found(project))
    grown = [area_km2(rectangle(30, 46, east, 50)) for east in (32, 32.5, 33)]
    advance = area_km2(rectangle(33, 46, 34, 47))
    assert values["Red, controlled"] == pytest.approx(grown, abs=1e-4)
    assert values["Red, advance"] == pytest.approx([0, 0, advance], abs=1e-4)
    assert values["Red, held"] == pytest.approx([*grown[:2], grown[2] + advance], abs=1e-4)
    home = area_km2(rectangle(30, 46, 38, 50))
    assert values["Blue, held"] == pytest.approx(
        [home - grown[0], home - grown[1], home - grown[2] - advance]
    )


def test_contested_and_claimed_ground_is_shown_but_not_held() -> None:
    project = put(advancing(), "blue", square(34, 47), status=Status.CONTESTED)
    project = put(project, "red", square(36, 47), status=Status.CLAIMED)
    values = named(found(project))
    home = area_km2(rectangle(30, 46, 38, 50))
    red, contested = area_km2(rectangle(30, 46, 32, 50)), area_km2(square(34, 47))
    assert values["Blue, contested"][0] == pytest.approx(contested)
    assert values["Blue, held"][0] == pytest.approx(home - red - contested)
    assert values["Red, claimed"][0] == pytest.approx(area_km2(square(36, 47)))


def test_the_front_is_as_long_as_the_line_on_the_map() -> None:
    project = advancing()
    lines = [fronts_of(snapshot(project, on))[0].shape for on in (1, 2, 3)]
    shown = found(project, of=Of.FRONT)
    assert named(shown) == {"Red – Blue": pytest.approx([length_km(line) for line in lines], abs=1e-3)}


def test_the_distance_to_a_place_falls_as_the_front_comes_nearer() -> None:
    place = Place(uid="at", name="Ahead", lon=33.5, lat=48)
    shown = found(advancing(), of=Of.DISTANCE, places=(place,))
    (series,) = shown.series
    first, second, third = (value or 0 for value in series.values)
    assert first > second > third > 0
    assert first_under(shown, series, second + 0.001) == day(2)
    assert first_under(shown, series, third) is None


def test_figures_are_kept_in_the_file_and_only_a_date_that_changed_is_measured_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []
    meter = trends._Meter.figures
    monkeypatch.setattr(
        trends._Meter,
        "figures",
        lambda self, shown: asked.append(shown.date) or meter(self, shown),  # type: ignore[func-returns-value]
    )
    project = advancing()
    path = tmp_path / "war.mapdesk.gpkg"
    told: list[tuple[int, int]] = []
    with ProjectFile.create(path, project) as file:
        first = measured(file, project, "desk", "area", lambda done, of: told.append((done, of)))
    assert asked == [day(1), day(2), day(3)]
    assert told[-1] == (3, 3)
    with ProjectFile.open(path) as file:
        again = file.read()
        assert measured(file, again, "desk", "area", lambda *_: None) == first
        assert asked == [day(1), day(2), day(3)]
        moved = put(again, "red", rectangle(30, 46, 32.75, 50), on=2)
        second = measured(file, moved, "desk", "area", lambda *_: None)
        assert asked == [day(1), day(2), day(3), day(2)]
        assert {on for on in first if first[on] != second[on]} == {day(2)}


@pytest.mark.parametrize("change", ["home", "extent", "status"])
def test_figures_are_measured_anew_where_what_they_rest_on_is_another(change: str) -> None:
    project = advancing()
    kept = dict(measuring(project, "desk", "area", {}))
    if change == "home":
        other = two_sides(blue=rectangle(30, 46, 37, 50))
        project = replace(project, sides=other.sides)
    elif change == "extent":
        last = replace(snapshot(project, 3), extent=rectangle(30, 46, 36, 50))
        project = project.with_snapshot(last)
    else:
        last = snapshot(project, 3)
        features = {
            uid: replace(f, status=Status.CONTESTED) if hasattr(f, "status") else f
            for uid, f in last.features.items()
        }
        project = project.with_snapshot(replace(last, features=features))
    fresh = dict(measuring(project, "desk", "area", {}))
    assert dict(measuring(project, "desk", "area", kept)) == fresh
    assert fresh[day(3)].figures != kept[day(3)].figures


def test_a_map_that_speaks_of_other_ground_than_before_is_noted() -> None:
    project = advancing()
    project = project.with_snapshot(replace(snapshot(project, 3), extent=rectangle(30, 46, 36, 50)))
    (note,) = found(project).notes
    assert note.startswith("From 2024-05-03 on the map speaks of other ground")


def test_by_region_only_regions_that_are_fought_over_are_listed() -> None:
    ukraine = rectangle(31, 46, 36, 49.5)
    project = two_sides(blue=ukraine)
    for on, north in ((1, 47.0), (2, 46.9)):
        project = put(project, "red", rectangle(32, 46.2, 34, north), on=on)
    shown = found(project, by_region=True)
    names = named(shown)
    assert "Kherson Oblast: Red" in names
    assert "Kherson Oblast: Blue" in names
    assert not any(name.startswith("Poltava") for name in names)
    assert names["Kherson Oblast: Red"][0] > names["Kherson Oblast: Red"][1]  # type: ignore[operator]


def test_localities_are_counted_on_whose_ground_they_lie_and_follow_the_front() -> None:
    project = two_sides(blue=rectangle(31, 46, 35, 48))
    project = put(project, "red", rectangle(32.3, 46.4, 33.5, 47))
    project = put(project, "red", rectangle(32.8, 46.4, 33.5, 47), on=2)
    running = LocalityMeter(project.sides_in_order())
    for on, holder in ((1, ("red", "controlled")), (2, ("blue", "home"))):
        places = running.localities(snapshot(project, on))
        names = {key: {place.name for place in held.values()} for key, held in places.items()}
        assert "Kherson" in names[holder]
        assert sum("Kherson" in held for held in names.values()) == 1
        alone = LocalityMeter(project.sides_in_order()).localities(snapshot(project, on))
        assert {key: set(held) for key, held in places.items()} == {
            key: set(held) for key, held in alone.items()
        }
        assert running.counts(snapshot(project, on)) == {key: len(held) for key, held in places.items()}


def test_without_a_map_a_trend_is_refused() -> None:
    with pytest.raises(EditRefused, match="no map on any date"):
        list(measuring(new_project("plain", "Plain"), "desk", "area", {}))


def test_the_usual_series_are_what_those_hold_who_hold_more_than_their_home() -> None:
    assert [one.name for one in usual_series(found(advancing()))] == ["Red, held"]


def test_the_table_has_a_date_to_a_line_and_a_series_to_a_column() -> None:
    shown = found(advancing(), of=Of.FRONT)
    lines = trend_csv(shown).splitlines()
    assert lines[0] == "date,Red – Blue (km)"
    assert [line.split(",")[0] for line in lines[1:]] == ["2024-05-01", "2024-05-02", "2024-05-03"]
    assert all(len(line.split(",")[1].partition(".")[2]) == 1 for line in lines[1:])


def test_the_document_says_unit_method_and_first_dates() -> None:
    place = Place(uid="at", name="Ahead", lon=33.5, lat=48)
    shown = found(advancing(), of=Of.DISTANCE, places=(place,))
    document = trend_document(shown, "desk", limit=60)
    assert document["unit"] == "km"
    assert "WGS84" in document["method"]
    assert document["series"][0]["place"] == "Ahead"
    assert document["first_under"] == [{"name": "Ahead", "limit": 60, "date": "2024-05-03"}]


def test_a_place_is_found_by_any_spelling_and_an_ambiguous_one_is_said() -> None:
    place, note = place_called("Херсон")
    assert (place.name, note) == ("Kherson", "")
    place, note = place_called("Oleksandrivka")
    assert place.name == "Oleksandrivka"
    assert "this is the largest" in note
    place, note = place_called("Berdyansk")
    assert (place.name, note) == ("Berdiansk", "“Berdyansk” is taken for Berdiansk, Zaporizhzhia Oblast.")
    at, note = place_called("46.635, 32.617")
    assert (at.lon, at.lat, note) == (32.617, 46.635, "")
    with pytest.raises(EditRefused, match="No place is called"):
        place_called("Xqzzyv")


def test_a_map_read_from_its_file_has_the_marks_that_it_had_before(tmp_path: Path) -> None:
    project = advancing()
    marks = [figures.mark for _, figures in measuring(project, "desk", "front", {})]
    with ProjectFile.create(tmp_path / "war.mapdesk.gpkg", project) as file:
        again = [figures.mark for _, figures in measuring(file.read(), "desk", "front", {})]
    assert marks == again
