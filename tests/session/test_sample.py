import json
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.layout import frame_named
from mapdesk.edit.project import DESK
from mapdesk.model.control_change import Direction
from mapdesk.model.features import ControlArea, FrontLine, Status
from mapdesk.model.problems import problems
from mapdesk.model.project import Project
from mapdesk.resources import resource
from mapdesk.session import sample
from mapdesk.session.comparison import Comparison, compare
from mapdesk.session.edit_session import EditSession
from mapdesk.session.exporting import export
from mapdesk.store.project_file import ProjectFile

SECOND, THIRD, FOURTH = (date(2022, 10, day) for day in (2, 3, 4))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditSession]:
    with sample.make_sample(tmp_path_factory.mktemp("sample") / sample.FILE_NAME) as session:
        yield session


@pytest.fixture(scope="module")
def project(made: EditSession) -> Project:
    return made.project


@pytest.fixture(scope="module")
def last_change(project: Project) -> Comparison:
    return compare(project, DESK, THIRD, FOURTH)


def recovered_places(comparison: Comparison) -> set[str]:
    return {
        place.name
        for patch, places in comparison.patches()
        if patch.direction is Direction.RECOVERED
        for place in places
    }


def test_nothing_is_wrong_with_the_sample(made: EditSession) -> None:
    assert made.file.check() == []
    assert problems(made.project) == []


def test_the_sample_can_be_edited_and_has_nothing_to_undo(made: EditSession) -> None:
    assert not made.file.read_only
    assert made.history() == []


def test_the_file_holds_what_was_made(made: EditSession) -> None:
    with ProjectFile.open(made.file.path, read_only=True) as file:
        assert file.read() == made.project


def test_two_sides_face_each_other_on_three_dates(project: Project) -> None:
    assert [snapshot.date for snapshot in project.snapshots[DESK]] == [SECOND, THIRD, FOURTH]
    assert [(side.name, side.colour, len(side.home)) for side in project.sides_in_order()] == [
        ("Ukraine", "#135E8C", 1),
        ("Russia", "#C74A38", 0),
    ]
    for snapshot in project.snapshots[DESK]:
        fronts = [feature for feature in snapshot.features.values() if isinstance(feature, FrontLine)]
        assert [front.sides for front in fronts] == [("ukraine", "russia")]
        assert shapely.get_num_coordinates(fronts[0].shape) > 250


def test_every_way_to_hold_ground_is_on_the_last_map(project: Project) -> None:
    shown = project.snapshots[DESK][-1].features.values()
    assert {area.status for area in shown if isinstance(area, ControlArea)} == set(Status)


def test_an_area_that_did_not_move_is_the_same_on_all_dates(project: Project) -> None:
    first, *later = (snapshot.features for snapshot in project.snapshots[DESK])
    unmoved = {uid for uid, feature in first.items() if all(day.get(uid) == feature for day in later)}
    assert len(unmoved) >= 1
    main = max((f for f in first.values() if isinstance(f, ControlArea)), key=lambda area: area.shape.area)
    assert all(main.feature_id in day for day in later)


def test_ground_by_the_dnieper_and_the_oskil_is_recovered_on_the_last_day(last_change: Comparison) -> None:
    recovered = [p for p in last_change.change.patches if p.direction is Direction.RECOVERED]
    assert sum(patch.area_km2 for patch in recovered) > 300
    assert {"Dudchany", "Velyka Oleksandrivka", "Davydiv Brid", "Borova"} <= recovered_places(last_change)


def test_ground_around_lyman_is_recovered_on_the_day_before(project: Project) -> None:
    assert {"Yampil", "Zarichne", "Torske"} <= recovered_places(compare(project, DESK, SECOND, THIRD))


def test_no_change_is_a_border_drawn_again(project: Project, last_change: Comparison) -> None:
    for comparison in (last_change, compare(project, DESK, SECOND, THIRD)):
        assert comparison.change.set_aside.count == 0
        assert all(patch.area_km2 > 10 for patch in comparison.change.patches)


def test_six_passages_lead_to_what_is_on_the_map_of_their_date(project: Project) -> None:
    assert len(project.links) == 6
    for link in project.links.values():
        shown = project.snapshot_on(DESK, date.fromisoformat(link.date_from))
        assert shown is not None
        assert link.target in shown.features
    targets = {project.snapshots[DESK][-1].features[link.target] for link in project.links.values()}
    assert {type(feature) for feature in targets} == {ControlArea, FrontLine}


def test_every_part_says_that_it_is_illustrative(project: Project) -> None:
    said = [project.about.title, project.about.credit]
    said += [snapshot.source for snapshot in project.snapshots[DESK]]
    said += [text for frame in project.frames.values() for text in (frame.subtitle, frame.source)]
    said += [text for article in project.articles.values() for text in (article.title, article.publisher)]
    said += [revision.text for revision in project.revisions.values()]
    said += [path.read_text(encoding="utf-8") for path in resource("samples", "two-fronts").iterdir()]
    assert all("illustrative" in text.casefold() for text in said)


@pytest.mark.parametrize("name", ["South", "East"])
def test_a_frame_is_exported_as_png_and_svg(project: Project, name: str, tmp_path: Path) -> None:
    frame = frame_named(project, name)
    for kind in ("png", "svg"):
        export(project, DESK, FOURTH, tmp_path / f"{name}.{kind}", frame=frame)
    assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")
    written = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
    assert frame.title in written
    assert "Recovered by Ukraine since 3 October" in written
    assert "illustrative" in written


def test_made_again_the_sample_is_the_same(project: Project, tmp_path: Path) -> None:
    with sample.make_sample(tmp_path / sample.FILE_NAME) as session:
        again = session.project
    assert again.snapshots == project.snapshots
    assert again.frames == project.frames
    assert [link.target for link in again.links.values()] == [link.target for link in project.links.values()]


def test_the_files_are_what_the_hand_drawn_lines_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "packaging"))
    import build_sample

    drawn = build_sample.stretches()
    document = tomllib.loads((build_sample.SAMPLE / "sample.toml").read_text(encoding="utf-8"))
    for day in document["dates"]:
        written = json.loads((build_sample.SAMPLE / f"{day['date']}.geojson").read_text(encoding="utf-8"))
        kept = [
            (f["properties"]["side"], f["properties"]["status"], shapely.normalize(shape(f["geometry"])))
            for f in written["features"]
        ]
        assert kept == build_sample.areas_of(day, document, drawn)


def test_the_users_copy_is_kept_with_its_edits(
    made: EditSession, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "MapDesk" / sample.FILE_NAME
    monkeypatch.setattr(sample, "sample_path", lambda: path)

    def copied(target: Path) -> EditSession:
        shutil.copyfile(made.file.path, target)
        return EditSession.open(target)

    monkeypatch.setattr(sample, "make_sample", copied)
    with sample.open_or_make_sample() as session:
        session.do("Rename", lambda content: replace(content, about=replace(content.about, title="Mine")))
    with sample.open_or_make_sample() as session:
        assert session.project.about.title == "Mine"


def test_no_place_for_the_sample_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    monkeypatch.setattr(sample, "sample_path", lambda: tmp_path / "taken" / sample.FILE_NAME)
    with pytest.raises(EditRefused, match="no place for the sample"):
        sample.open_or_make_sample()
