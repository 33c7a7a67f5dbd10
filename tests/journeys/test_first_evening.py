"""The desk's first evening: a project, a day imported, the front pushed, a passage linked, a picture out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from shapely.geometry import Polygon, mapping

from mapdesk.model.articles import LinkKind
from mapdesk.model.control_change import Direction
from mapdesk.session.edit_session import EditSession
from mapdesk.session.editing_view import view_content
from mapdesk.tools.push import PushFront
from tests.journeys.at_the_desk import Hands, named

_CTRL = Qt.KeyboardModifier.ControlModifier
REAL = (
    Path(__file__).resolve().parents[3]
    / "shared/data/frontlines/isw_ctp_2022_mit/daily_clipped/isw_2022-10-03.geojson"
)
#: Illustrative: ground on both banks of the lower Dnieper, drawn for this test.
GROUND = Polygon(
    [
        (32.2, 46.55), (32.5, 46.95), (32.9, 47.1), (33.3, 47.25), (33.6, 47.35), (33.95, 47.4), (34.4, 47.5),
        (35.5, 47.4), (37.0, 47.2), (38.2, 47.1), (36.0, 46.2), (34.0, 46.1), (32.2, 46.3),
    ]
)  # fmt: skip
ARTICLE = (
    "The line near Dudchany (illustrative)\n\n"
    "This text was written for a test. Ground near Dudchany changed hands, and the front ends further "
    "downstream now.\n"
)


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hands:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    settings = tmp_path / "settings.ini"
    settings.write_text("[General]\nlast_project=\n", encoding="utf-8")
    return Hands(qtbot, tmp_path)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    file = tmp_path / "front_2022-10-03.geojson"
    properties = {"layer": "RussianControlled"}
    feature = {"type": "Feature", "geometry": mapping(GROUND), "properties": properties}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return file


def _new_project(hands: Hands, path: Path) -> None:
    def answer(dialog: QDialog) -> None:
        hands.fill(named(dialog, QLineEdit, "Title"), "The south")
        for number, (name, home) in enumerate((("Ukraine", "UA"), ("Russia", "")), start=1):
            hands.fill(named(dialog, QLineEdit, f"Name of side {number}"), name)
            if home:
                hands.fill(named(dialog, QLineEdit, f"Home ground of side {number}"), home)
        hands.fill(named(dialog, QLineEdit, "First date"), "2022-10-03")
        hands.fill(named(dialog, QLineEdit, "File"), str(path))
        hands.press(named(dialog, QPushButton, "Create"))

    hands.in_dialog(lambda: hands.press(named(hands.window.start_page, QPushButton, "New project…")), answer)
    hands.settle()


def _import(hands: Hands, file: Path) -> None:
    def answer(dialog: QDialog) -> None:
        button = named(dialog, QPushButton, "Import")
        hands.qtbot.waitUntil(button.isEnabled, timeout=20_000)
        hands.press(button)

    hands.in_dialog(lambda: hands.window.files.bring([file]), answer)
    hands.settle()


def _link(hands: Hands, words: str, lon: float, lat: float) -> None:
    text = hands.window.article.text
    assert text.find(words)
    hands.clicks += 1
    hands.key(Qt.Key.Key_L, to=text)
    hands.click(lon, lat)


def _rows(hands: Hands) -> list[str]:
    links = hands.window.article.links.list
    return [links.item(row).text() for row in range(links.count())]


def _save_as(hands: Hands, path: Path) -> None:
    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        # The system's own dialog: its name is filled in, and Save pressed.
        hands.clicks += 2
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(str(path))
        dialog.accept()

    hands.in_dialog(lambda: hands.key(Qt.Key.Key_E, _CTRL, hands.window), answer)
    hands.qtbot.waitUntil(path.exists, timeout=30_000)


def test_a_front_is_pushed_seen_linked_exported_and_undone_in_the_window(
    hands: Hands, day: Path, tmp_path: Path
) -> None:
    project = tmp_path / "south.mapdesk.gpkg"
    _new_project(hands, project)
    assert [side.name for side in hands.showing.project.sides_in_order()] == ["Ukraine", "Russia"]
    assert hands.showing.day == date(2022, 10, 3)

    _import(hands, day)
    assert [s.date for s in hands.showing.snapshots] == [date(2022, 10, 3)]
    assert "front-ukraine-russia" in hands.showing.features

    # The next day has no map yet; the first edit makes it.
    field = hands.page.timeline.field.line
    hands.fill(field, "2022-10-04")
    hands.key(Qt.Key.Key_Return, to=field)
    assert hands.showing.day == date(2022, 10, 4)
    assert not hands.showing.has_own_map
    hands.page.look_at((33.0, 46.8, 34.2, 47.5))
    hands.settle()

    hands.clicks = 0
    hands.key(Qt.Key.Key_P)
    assert isinstance(hands.page.hand.tool, PushFront)
    hands.click(33.3, 47.25)
    hands.click(33.75, 47.0)
    hands.point(33.95, 47.4)
    (label,) = [s for s in hands.page.hand.tool.sketches(hands.page.hand.on_map) if s.text]
    assert "km² to Ukraine" in label.text
    assert "Dudchany" in label.text
    hands.click(33.95, 47.4)
    hands.settle()
    assert hands.clicks == 4
    assert hands.showing.has_own_map
    assert hands.showing.comparison is not None
    (patch,) = hands.showing.comparison.change.patches
    assert patch.direction is Direction.RECOVERED
    places = {place.name for place in hands.showing.comparison.places[0]}
    assert "Dudchany" in places

    def answer(dialog: QDialog) -> None:
        named(dialog, QPlainTextEdit, "Text")
        hands.fill(named(dialog, QLineEdit, "Source"), "A desk that does not exist")
        hands.press(named(dialog, QPushButton, "Add article"))

    hands.in_dialog(lambda: hands.paste(ARTICLE, hands.window.article), answer)
    assert (
        next(iter(hands.showing.project.articles.values())).title == "The line near Dudchany (illustrative)"
    )

    hands.key(Qt.Key.Key_V)
    # The words speak of the ground that changed hands: the click goes into the light pink.
    centre = hands.showing.comparison.change.patches[0].centre
    _link(hands, "Ground near Dudchany changed hands", *centre)
    (link,) = hands.showing.project.links.values()
    assert link.kind is LinkKind.CHANGE_PATCH
    assert (link.date_from, link.date_to) == ("2022-10-03", "2022-10-04")
    assert hands.showing.passage == link.passage
    assert len(view_content(hands.showing).lit_ground) == 1
    (row,) = _rows(hands)
    assert "Recovered by Ukraine (Hornostaivka) · 3 → 4 October · " in row

    _link(hands, "the front ends further downstream", 33.4, 46.85)
    area = next(one for one in hands.showing.project.links.values() if one.kind is LinkKind.FEATURE)
    assert hands.showing.selected == (area.target,)
    assert hands.showing.passage == area.passage

    hands.window.show_dock(hands.window.frames)
    for name in ("tonight.png", "tonight.svg"):
        _save_as(hands, tmp_path / name)
    assert (tmp_path / "tonight.png").stat().st_size > 20_000
    assert "Recovered by Ukraine" in (tmp_path / "tonight.svg").read_text(encoding="utf-8")

    steps = [step.label for step in EditSession.open(project, read_only=True).history()]
    hands.restart()
    assert hands.showing.project.about.title == "The south"
    assert hands.showing.project.links[link.uid] == link
    assert len(hands.showing.project.links) == 2
    # A click on the passage goes back to the ground.
    hands.window.show_dock(hands.window.article)
    links = hands.window.article.links.list
    hands.press(links.viewport(), links.visualItemRect(links.item(0)).center())
    hands.settle()
    assert hands.showing.day == date(2022, 10, 4)
    assert hands.showing.passage == link.passage
    assert len(view_content(hands.showing).lit_ground) == 1
    for _ in steps[1:]:
        hands.key(Qt.Key.Key_Z, _CTRL, hands.window)
    assert [s.date for s in hands.showing.snapshots] == [date(2022, 10, 3)]
    assert not hands.showing.project.links
    assert not hands.showing.project.articles
    hands.window.close()
