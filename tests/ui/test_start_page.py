"""The start page, and the list of projects opened last behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mapdesk.ui.project_cards import ProjectCards
from mapdesk.ui.recent_projects import PICTURE_SIZE, RecentProjects
from mapdesk.ui.start_page import StartPage


def _settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def recent(tmp_path: Path) -> RecentProjects:
    return RecentProjects(_settings(tmp_path), tmp_path / "pictures")


def _project(folder: Path, name: str) -> Path:
    path = folder / f"{name}.mapdesk.gpkg"
    path.write_bytes(b"a file")
    return path


def _image(colour: str = "#C74A38") -> QImage:
    image = QImage(800, 800, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture
def three(recent: RecentProjects, tmp_path: Path) -> list[Path]:
    """Three projects, the last of which was opened last."""
    paths = [_project(tmp_path, name) for name in ("north", "east", "south")]
    for path in paths:
        recent.remember(path, path.name.partition(".")[0].title(), _image())
    return paths


@pytest.fixture
def page(qtbot: QtBot, recent: RecentProjects, three: list[Path]) -> StartPage:
    shown = StartPage(recent)
    qtbot.addWidget(shown)
    shown.resize(1200, 800)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def _cards(page: StartPage) -> ProjectCards:
    found = page.findChild(ProjectCards)
    assert isinstance(found, ProjectCards)
    return found


def test_the_project_opened_last_comes_first_and_only_once(
    recent: RecentProjects, three: list[Path], tmp_path: Path
) -> None:
    assert [project.title for project in recent.all()] == ["South", "East", "North"]
    recent.remember(three[0], "The north, renamed")
    again = RecentProjects(_settings(tmp_path), tmp_path / "pictures").all()
    assert [project.title for project in again] == ["The north, renamed", "South", "East"]
    assert again[0].picture.is_file()


def test_a_dozen_are_kept_and_no_picture_of_those_that_fall_off(
    recent: RecentProjects, tmp_path: Path
) -> None:
    for number in range(15):
        recent.remember(_project(tmp_path, f"p{number}"), f"P{number}", _image())
    assert [project.title for project in recent.all()] == [f"P{number}" for number in range(14, 2, -1)]
    assert len(list((tmp_path / "pictures").iterdir())) == 12


def test_pictures_are_small_and_of_one_shape(recent: RecentProjects, three: list[Path]) -> None:
    assert [QImage(str(project.picture)).size() for project in recent.all()] == [PICTURE_SIZE] * 3


def test_settings_that_make_no_sense_are_an_empty_list(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    for nonsense in (
        "{",
        "[1]",
        '[{"path": "/a"}]',
        '[{"path": "/a", "title": "A", "opened": "soon"}]',
        "null",
    ):
        settings.setValue("recent_projects", nonsense)
        assert RecentProjects(settings, tmp_path).all() == []


def test_arrows_go_over_the_cards_and_enter_opens_one(
    qtbot: QtBot, page: StartPage, three: list[Path]
) -> None:
    cards = _cards(page)
    cards.setFocus()
    qtbot.keyClick(cards, Qt.Key.Key_Right)
    with qtbot.waitSignal(page.open_wanted) as opened:
        qtbot.keyClick(cards, Qt.Key.Key_Return)
    assert opened.args == [three[1]]


def test_a_click_on_a_card_opens_it(qtbot: QtBot, page: StartPage, three: list[Path]) -> None:
    cards = _cards(page)
    middle = cards.visualRect(cards.model().index(2, 0)).center()
    with qtbot.waitSignal(page.open_wanted) as opened:
        qtbot.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert opened.args == [three[0]]


def test_a_file_that_is_gone_is_said_to_be_and_can_be_taken_off(
    qtbot: QtBot, page: StartPage, three: list[Path], recent: RecentProjects
) -> None:
    three[2].unlink()
    page.refresh()
    cards = _cards(page)
    first = cards.model().index(0, 0)
    assert "Not there any more" in first.data(Qt.ItemDataRole.AccessibleTextRole)
    with qtbot.assertNotEmitted(page.open_wanted):
        qtbot.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=cards.visualRect(first).center())
    cross = cards.remove_button(first).center()
    qtbot.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert [project.title for project in recent.all()] == ["East", "North"]
    assert cards.count() == 2


def test_delete_takes_a_card_off_the_list_and_leaves_its_file(
    qtbot: QtBot, page: StartPage, three: list[Path]
) -> None:
    cards = _cards(page)
    for _ in three:
        qtbot.keyClick(cards, Qt.Key.Key_Delete)
    assert cards.count() == 0
    assert not cards.isVisible()
    assert "Welcome" in [label.text() for label in page.findChildren(QLabel)]
    assert all(path.is_file() for path in three)


@pytest.mark.parametrize(
    ("name", "signal"),
    [("New project…", "new_wanted"), ("Open…", "browse_wanted"), ("Open the sample", "sample_wanted")],
)
def test_each_button_asks_for_what_it_says(qtbot: QtBot, page: StartPage, name: str, signal: str) -> None:
    (button,) = [one for one in page.findChildren(QAbstractButton) if one.accessibleName() == name]
    button.setFocus()
    with qtbot.waitSignal(getattr(page, signal)):
        qtbot.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize(("width", "least", "most"), [(800, 2, 3), (1200, 3, 4), (3840, 4, 6)])
def test_cards_stand_in_as_many_columns_as_there_is_room_for(
    qtbot: QtBot, recent: RecentProjects, tmp_path: Path, width: int, least: int, most: int
) -> None:
    for number in range(12):
        recent.remember(_project(tmp_path, f"p{number}"), f"P{number}")
    page = StartPage(recent)
    qtbot.addWidget(page)
    page.resize(width, 900)
    page.show()
    qtbot.waitExposed(page)
    cards = _cards(page)
    places = [cards.visualRect(cards.model().index(row, 0)) for row in range(12)]
    assert least <= len({place.left() for place in places}) <= most
    assert max(place.right() for place in places) <= cards.viewport().width()


def test_all_that_takes_focus_has_a_name(page: StartPage) -> None:
    shown = [widget for widget in page.findChildren(QWidget) if widget.isVisible()]
    takers = [widget for widget in shown if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(takers) >= 4
    assert [widget for widget in takers if not widget.accessibleName()] == []
