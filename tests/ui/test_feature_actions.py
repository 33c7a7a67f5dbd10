"""Features are cut, copied, pasted, locked, hidden, put in order and in line from the menus and by key."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from mapdesk.edit.arrange import in_front_order
from mapdesk.edit.articles import add_article
from mapdesk.model.articles import Article, Revision
from mapdesk.model.features import Status
from mapdesk.session.clipboard import GEOJSON
from mapdesk.ui.menus import actions_in
from mapdesk.ui.paste_to_date import PasteToDate
from mapdesk.ui.reading_text import ReadingText
from tests.plain_maps import day, ground, same_ground, square
from tests.ui.marked_map import MARKERS, Desk, at_desk

__all__ = ["at_desk"]

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _press(qtbot: QtBot, at_desk: Desk, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    page = at_desk.window.page
    assert page is not None
    page.canvas.setFocus()
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    qtbot.keyClick(page.canvas, key, held)


def test_a_marker_is_copied_pasted_beside_itself_and_cut_again_each_in_one_step(
    qtbot: QtBot, at_desk: Desk
) -> None:
    at_desk.select("bridge")
    _press(qtbot, at_desk, Qt.Key.Key_C, _CTRL)
    copy = QApplication.clipboard().mimeData()
    assert json.loads(bytes(copy.data(GEOJSON).data()).decode())["features"][0]["id"] == "bridge"
    assert json.loads(copy.text())["type"] == "FeatureCollection"
    _press(qtbot, at_desk, Qt.Key.Key_V, _CTRL)
    at_desk.settle()
    assert at_desk.undo == "Paste Bridge"
    (uid,) = at_desk.showing.selected
    assert uid != "bridge"
    (lon, lat), (here, there) = at_desk.markers()["bridge"], at_desk.markers()[uid]
    assert here > lon
    assert there < lat
    _press(qtbot, at_desk, Qt.Key.Key_X, _CTRL)
    assert at_desk.undo == "Cut Bridge"
    assert set(at_desk.markers()) == set(MARKERS)


def test_ground_is_pasted_to_another_date_which_is_then_shown(qtbot: QtBot, at_desk: Desk) -> None:
    red = next(uid for uid, f in at_desk.showing.features.items() if getattr(f, "side", "") == "red")
    at_desk.select(red)
    acts = at_desk.window.actions_of.of_features
    acts.copy.trigger()
    acts.paste_to.trigger()
    dialog = at_desk.window.findChild(PasteToDate)
    assert dialog is not None
    assert dialog.field.line.text() == "2024-05-03"
    dialog.field.enter()
    at_desk.settle()
    assert at_desk.showing.day == day(3)
    assert at_desk.undo == "Paste Red, controlled"
    project = at_desk.showing.project
    assert same_ground(ground(project, "red", Status.CONTROLLED, on=3), square(30, 50))


def test_what_is_no_date_is_not_taken(qtbot: QtBot, at_desk: Desk) -> None:
    at_desk.select("bridge")
    acts = at_desk.window.actions_of.of_features
    acts.copy.trigger()
    acts.paste_to.trigger()
    dialog = at_desk.window.findChild(PasteToDate)
    assert dialog is not None
    dialog.field.line.setText("someday")
    dialog.accept_typed()
    assert dialog.isVisible()
    dialog.reject()
    assert at_desk.showing.day == day(1)


def test_text_that_holds_no_features_is_refused_and_a_field_keeps_its_own_copy_and_paste(
    qtbot: QtBot, at_desk: Desk
) -> None:
    QApplication.clipboard().setText("Ground was left in the west.")
    _press(qtbot, at_desk, Qt.Key.Key_V, _CTRL)
    assert at_desk.refusals[-1].startswith("There are no features on the clipboard")
    at_desk.select("bridge")
    field = next(f for f in at_desk.window.selection.findChildren(QLineEdit) if f.text() == "Bridge")
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_C, _CTRL)
    assert QApplication.clipboard().text() == "Bridge"


def test_much_geojson_of_another_program_is_read_and_pasted_beside_the_window(
    qtbot: QtBot, at_desk: Desk
) -> None:
    steps = 30_000
    west = [[24 + 2 * number / steps, 44 + 1e-5 * (number % 2)] for number in range(steps)]
    ring = [*west, [26, 45], [24, 45], west[0]]
    text = json.dumps({"type": "Polygon", "coordinates": [ring]})
    assert len(text) > 400_000
    copy = QMimeData()
    copy.setText(text)
    QApplication.clipboard().setMimeData(copy)
    before = at_desk.showing.project
    at_desk.window.actions_of.of_features.paste.trigger()
    assert at_desk.showing.project is before
    qtbot.waitUntil(lambda: at_desk.showing.project is not before, timeout=30_000)
    assert at_desk.undo.startswith("Paste ")
    side = at_desk.showing.side
    assert ground(at_desk.showing.project, side).area > 1.9


def test_a_locked_marker_is_marked_so_and_can_not_be_deleted_before_it_is_unlocked(
    qtbot: QtBot, at_desk: Desk
) -> None:
    at_desk.select("bridge", "depot")
    _press(qtbot, at_desk, Qt.Key.Key_L, _CTRL)
    assert at_desk.undo == "Lock 2 features"
    assert at_desk.feature("bridge").locked
    assert at_desk.window.actions_of.of_features.lock.text() == "Un&lock"
    at_desk.select("bridge")
    _press(qtbot, at_desk, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: bool(at_desk.refusals))
    assert at_desk.refusals[-1] == "“Bridge” is locked; unlock it first (Ctrl+L)."
    _press(qtbot, at_desk, Qt.Key.Key_L, _CTRL)
    assert at_desk.undo == "Unlock Bridge"
    assert not at_desk.feature("bridge").locked
    assert at_desk.feature("depot").locked


def test_a_lock_is_not_said_to_end_on_another_date(at_desk: Desk) -> None:
    said: list[str] = []
    at_desk.window.desk.said.connect(said.append)
    at_desk.select("bridge")
    at_desk.window.actions_of.of_features.lock.trigger()
    assert said == ["Lock Bridge."]
    at_desk.window.desk.alter(day=day(3))
    assert at_desk.feature("bridge").locked


def test_hidden_features_are_let_go_of_and_shown_again(qtbot: QtBot, at_desk: Desk) -> None:
    at_desk.select("bridge", "ferry")
    _press(qtbot, at_desk, Qt.Key.Key_H)
    assert (at_desk.showing.hidden, at_desk.showing.selected) == ({"bridge", "ferry"}, ())
    _press(qtbot, at_desk, Qt.Key.Key_H, _SHIFT)
    assert at_desk.showing.hidden == frozenset()


def test_markers_are_brought_forward_and_put_in_one_line(qtbot: QtBot, at_desk: Desk) -> None:
    at_desk.select("bridge")
    _press(qtbot, at_desk, Qt.Key.Key_BracketRight, _CTRL)
    assert at_desk.undo == "Bring forward: Bridge"
    in_order = [note.feature_id for note in in_front_order(at_desk.showing.features)]
    assert in_order == ["depot", "bridge", "ferry"]
    at_desk.select(*MARKERS)
    by_name = {one.objectName(): one for one in actions_in(at_desk.window)}
    by_name["Align left"].trigger()
    assert at_desk.undo == "Align left: 3 features"
    assert {lon for lon, _ in at_desk.markers().values()} == {30.5}
    at_desk.select("bridge", "depot")
    assert not by_name["Distribute across"].isEnabled()
    at_desk.select()
    assert not by_name["Bring forward"].isEnabled()


def test_in_the_article_copy_copies_words_and_paste_asks_for_an_article(
    qtbot: QtBot, at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Lyman\nGround was left in the west."
    revision = Revision(uid="revision-1", article="article-1", number=1, text=text)
    article = Article(uid="article-1", title="The day", current_revision=revision.uid)
    at_desk.window.desk.do("Add", lambda p: add_article(p, article, revision))
    at_desk.window.desk.alter(article="article-1", selected=("bridge",))
    reading = at_desk.window.article.findChild(ReadingText)
    assert reading is not None
    reading.setFocus()
    reading.selectAll()
    before = at_desk.showing.project
    qtbot.keyClick(reading, Qt.Key.Key_C, _CTRL)
    assert "Ground was left" in QApplication.clipboard().text()
    asked: list[bool] = []
    monkeypatch.setattr(at_desk.window.article.articles, "paste", lambda: asked.append(True))
    qtbot.keyClick(reading, Qt.Key.Key_V, _CTRL)
    assert asked == [True]
    assert at_desk.showing.project is before
