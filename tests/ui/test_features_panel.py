"""The list of features selects, hides and finds what is on the map."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from mapdesk.edit.locks import lock_features
from mapdesk.edit.project import DESK
from mapdesk.model.features import Status
from mapdesk.model.project import Project
from mapdesk.ui.desk import Desk
from mapdesk.ui.features_panel import FeaturesPanel
from tests.plain_maps import edited, numbered, put, square, two_sides


@pytest.fixture
def desk(open_desk: Callable[[Project], Desk]) -> Desk:
    project = put(two_sides(), "red", square(30, 50), square(34, 50))
    return open_desk(put(project, "blue", square(32, 50)))


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> FeaturesPanel:
    panel = FeaturesPanel(desk)
    qtbot.addWidget(panel)
    panel.show()
    return panel


@pytest.fixture
def tree(panel: FeaturesPanel) -> QTreeWidget:
    tree = panel.findChild(QTreeWidget)
    assert tree is not None
    return tree


def _groups(tree: QTreeWidget) -> dict[str, QTreeWidgetItem]:
    items = (tree.topLevelItem(row) for row in range(tree.topLevelItemCount()))
    return {item.text(0): item for item in items if item is not None}


def test_features_are_listed_by_side_status_and_kind(tree: QTreeWidget) -> None:
    counts = {title: item.childCount() for title, item in _groups(tree).items()}
    assert counts == {"Red: controlled": 2, "Blue: controlled": 1, "Front lines": 1, "Base map": 4}


def test_a_click_selects_and_a_selection_made_elsewhere_is_marked(desk: Desk, tree: QTreeWidget) -> None:
    blue = _groups(tree)["Blue: controlled"].child(0)
    tree.setCurrentItem(blue)
    assert desk.showing is not None
    assert [desk.showing.features[uid].side for uid in desk.showing.selected] == ["blue"]  # type: ignore[union-attr]
    red = _groups(tree)["Red: controlled"].child(1)
    desk.alter(selected=(red.data(0, Qt.ItemDataRole.UserRole),))
    assert tree.selectedItems() == [red]


def test_unticking_a_feature_hides_it_and_unticking_its_group_hides_all_of_it_at_once(
    qtbot: QtBot, desk: Desk, tree: QTreeWidget
) -> None:
    told: list[object] = []
    desk.changed.connect(told.append)
    reds = _groups(tree)["Red: controlled"]
    with qtbot.waitSignal(desk.changed):
        reds.child(0).setCheckState(0, Qt.CheckState.Unchecked)
    assert desk.showing is not None
    assert len(desk.showing.hidden) == 1
    with qtbot.waitSignal(desk.changed):
        reds.setCheckState(0, Qt.CheckState.Unchecked)
    assert len(told) == 2
    assert desk.showing.hidden == {reds.child(n).data(0, Qt.ItemDataRole.UserRole) for n in (0, 1)}
    with qtbot.waitSignal(desk.changed):
        reds.setCheckState(0, Qt.CheckState.Checked)
    assert desk.showing.hidden == frozenset()


def test_enter_goes_to_a_feature(qtbot: QtBot, desk: Desk, tree: QTreeWidget) -> None:
    blue = _groups(tree)["Blue: controlled"].child(0)
    tree.setCurrentItem(blue)
    with qtbot.waitSignal(desk.sought) as sought:
        qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert sought.args == [(32.0, 50.0, 34.0, 52.0)]


def test_the_list_follows_an_edit_and_keeps_what_was_folded(desk: Desk, tree: QTreeWidget) -> None:
    _groups(tree)["Red: controlled"].setExpanded(False)
    desk.do(
        "Claim",
        lambda p: edited(p, "blue", square(40, 50), status=Status.CLAIMED, ids=numbered(90)),
    )
    assert "Blue: claimed" in _groups(tree)
    assert not _groups(tree)["Red: controlled"].isExpanded()
    assert _groups(tree)["Blue: controlled"].isExpanded()


def test_an_empty_day_says_how_to_begin(desk: Desk, tree: QTreeWidget) -> None:
    desk.alter(day=date(2020, 1, 1))
    assert not tree.isVisible()


def test_parts_of_the_base_map_are_switched_off_and_are_never_selected(
    qtbot: QtBot, desk: Desk, tree: QTreeWidget
) -> None:
    base = _groups(tree)["Base map"]
    assert not base.isExpanded()
    rows = {base.child(row).text(0): base.child(row) for row in range(base.childCount())}
    with qtbot.waitSignal(desk.changed):
        rows["Rivers"].setCheckState(0, Qt.CheckState.Unchecked)
    assert desk.showing is not None
    assert desk.showing.hidden == {"basemap:rivers"}
    tree.selectAll()
    assert set(desk.showing.selected) == set(desk.showing.features)
    desk.alter(hidden=frozenset())
    assert rows["Rivers"].checkState(0) == Qt.CheckState.Checked


def test_a_locked_feature_has_a_padlock_in_the_list(desk: Desk, tree: QTreeWidget) -> None:
    (uid,) = (uid for uid, f in desk.showing.features.items() if getattr(f, "side", "") == "blue")  # type: ignore[union-attr]
    desk.do("Lock", lambda p: lock_features(p, account=DESK, feature_ids=[uid], locked=True))
    row = _groups(tree)["Blue: controlled"].child(0)
    assert not row.icon(0).isNull()
    assert "Ctrl+L unlocks it" in row.toolTip(0)
    assert _groups(tree)["Red: controlled"].child(0).icon(0).isNull()
