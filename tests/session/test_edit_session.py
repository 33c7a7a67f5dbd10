"""A project and its file, kept in step: edits, undo, redo, also after closing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.project import add_side
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession, now
from mapdesk.store.problems import ProjectFileError
from mapdesk.store.project_file import ProjectFile
from tests.plain_maps import areas, edited, front, put, rectangle, square, two_sides


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plain.mapdesk.gpkg"


@pytest.fixture
def session(path: Path) -> Iterator[EditSession]:
    with EditSession.create(path, two_sides(blue=rectangle(28, 48, 40, 58))) as opened:
        yield opened


def on_disk(path: Path) -> Project:
    with ProjectFile.open(path, read_only=True) as file:
        return file.read()


def test_each_edit_is_on_disk_before_the_next_begins(session: EditSession, path: Path) -> None:
    for west in (30, 31, 32):
        session.do(f"Move to {west}", _red(west))
        assert on_disk(path) == session.project
    assert [step.label for step in session.history()] == ["Move to 30", "Move to 31", "Move to 32"]


def _red(west: float, on: int = 1):
    return lambda project: put(project, "red", square(west, 50), on=on)


def test_the_front_is_saved_with_the_area_that_moved_it(session: EditSession, path: Path) -> None:
    session.do("Red", _red(30))
    assert front(on_disk(path)) == front(session.project)
    assert front(session.project) is not None


def test_what_an_edit_decided_is_told(session: EditSession) -> None:
    done = session.do("Red", lambda project: edited(project, "red", square(30, 50), square(31, 50)))
    assert done.notes == ("Dissolved: 2 polygons into 1 area.",)
    assert session.do("Green", lambda project: add_side(project, "Green")).notes == ()


def test_a_refused_edit_changes_neither_the_project_nor_the_file(session: EditSession, path: Path) -> None:
    session.do("Red", _red(30))
    before, raw = session.project, path.read_bytes()
    with pytest.raises(EditRefused):
        session.do("Nothing", lambda project: put(project, "red"))
    assert session.project is before
    assert path.read_bytes() == raw


def test_an_edit_that_changes_nothing_is_no_step(session: EditSession) -> None:
    session.do("Red", _red(30))
    session.do("Red again", _red(30))
    assert [step.label for step in session.history()] == ["Red"]


def test_undo_gives_back_the_equal_project_and_redo_the_later_one(session: EditSession, path: Path) -> None:
    states = [session.project]
    for west in (30, 31, 32):
        session.do(f"Move to {west}", _red(west, on=west - 29))
        states.append(session.project)
    for expected, label in zip(
        reversed(states[:-1]), ("Move to 32", "Move to 31", "Move to 30"), strict=True
    ):
        assert session.undo() == label
        assert session.project == expected == on_disk(path)
    for expected in states[1:]:
        session.redo()
        assert session.project == expected == on_disk(path)


def test_undo_outlives_closing(path: Path) -> None:
    with EditSession.create(path, two_sides()) as session:
        empty = session.project
        session.do("Red", _red(30))
        red = session.project
    with EditSession.open(path) as session:
        assert session.project == red
        assert session.undo() == "Red"
        assert session.project == empty
    with EditSession.open(path) as session:
        assert session.redo() == "Red"
        assert session.project == red


def test_a_new_edit_after_undo_ends_what_could_be_redone(session: EditSession) -> None:
    session.do("Red", _red(30))
    session.undo()
    session.do("Elsewhere", _red(36))
    with pytest.raises(ProjectFileError, match="nothing to redo"):
        session.redo()
    assert [step.label for step in session.history() if not step.undone] == ["Elsewhere"]


def test_with_nothing_done_there_is_nothing_to_undo(session: EditSession) -> None:
    with pytest.raises(ProjectFileError, match="nothing to undo"):
        session.undo()


def test_an_edit_of_an_old_date_leaves_the_later_ones_and_is_undone_alone(session: EditSession) -> None:
    session.do("First", _red(30, on=1))
    session.do("Fifth", _red(32, on=5))
    before = session.project
    session.do("Third", _red(31, on=3))
    assert [areas(session.project, on)[0].shape.bounds[0] for on in (1, 3, 4, 5)] == [30, 31, 31, 32]
    session.undo()
    assert session.project == before


def test_a_file_opened_for_reading_refuses_edits(session: EditSession, path: Path) -> None:
    with EditSession.open(path, read_only=True) as reader, pytest.raises(ProjectFileError):
        reader.do("Red", _red(30))


def test_a_file_that_can_t_be_read_is_not_held(
    session: EditSession, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[ProjectFile] = []

    def fails(file: ProjectFile) -> Project:
        held.append(file)
        raise ProjectFileError("It is damaged.")

    session.close()
    with monkeypatch.context() as patched:
        patched.setattr(ProjectFile, "read", fails)
        with pytest.raises(ProjectFileError):
            EditSession.open(path)
    with EditSession.open(path) as again:
        assert held
        assert not again.file.read_only


def test_ids_are_new_also_after_opening_again(path: Path) -> None:
    with EditSession.create(path, two_sides()) as session:
        session.do("Red", lambda project: edited(project, "red", square(30, 50), ids=session.ids))
        (area,) = areas(session.project)
    with EditSession.open(path) as session:
        assert area.feature_id not in {session.ids("area") for _ in range(100)}


def test_moments_are_written_in_utc() -> None:
    assert now().endswith("Z")
    assert len(now()) == len("2024-05-01T10:00:00Z")


CLAIMS = st.lists(
    st.tuples(st.sampled_from(["red", "blue"]), st.integers(30, 36), st.integers(50, 54), st.integers(1, 5)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims=CLAIMS)
def test_whatever_was_drawn_undo_leads_back_and_redo_forth(claims: list, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("drawn") / "plain.mapdesk.gpkg"
    with EditSession.create(path, two_sides()) as session:
        states = [session.project]
        for number, (side, west, south, on) in enumerate(claims):
            session.do(
                str(number),
                lambda project, side=side, west=west, south=south, on=on: put(
                    project, side, square(west, south), on=on
                ),
            )
            if session.project != states[-1]:
                states.append(session.project)
    with EditSession.open(path) as session:
        for expected in reversed(states[:-1]):
            session.undo()
            assert session.project == expected
        for expected in states[1:]:
            session.redo()
            assert session.project == expected
    assert on_disk(path) == states[-1]
