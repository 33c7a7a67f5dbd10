"""The actions that arrange annotations: before and behind each other, in one line, evenly apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from mapdesk.edit.arrange import Alignment, Direction, Order, align, distribute, reorder
from mapdesk.edit.edit import Edited
from mapdesk.model.features import Annotation
from mapdesk.session.clipboard import called
from mapdesk.session.showing import Showing
from mapdesk.ui.menus import action, plain

if TYPE_CHECKING:
    from mapdesk.ui.main_window import MainWindow

_ORDERS = (
    (Order.FORWARD, "Bring &forward", ("Ctrl+]",), "before the next one that lies over it"),
    (Order.BACKWARD, "Send &backward", ("Ctrl+[",), "behind the next one that lies under it"),
    # Where Shift makes a brace of the bracket, the keys are those of a brace.
    (Order.FRONT, "Bring to f&ront", ("Ctrl+Shift+]", "Ctrl+}"), "before all others"),
    (Order.BACK, "Send to b&ack", ("Ctrl+Shift+[", "Ctrl+{"), "behind all others"),
)
_ALIGNMENTS = (
    (Alignment.LEFT, "Align &left"),
    (Alignment.CENTRE, "Align &centres"),
    (Alignment.RIGHT, "Align &right"),
    (Alignment.TOP, "Align &top"),
    (Alignment.MIDDLE, "Align &middles"),
    (Alignment.BOTTOM, "Align &bottom"),
)
_DIRECTIONS = (
    (Direction.ACROSS, "Distribute &across", "from left to right"),
    (Direction.DOWN, "Distribute &down", "from top to bottom"),
)


class ArrangeActions:
    """The actions of one MainWindow on annotations, in two menus: `order_menu` and `align_menu`."""

    def __init__(self, window: MainWindow) -> None:
        self._desk = window.desk
        make = partial(action, window)
        self.order_menu, self.align_menu = QMenu("&Order", window), QMenu("Ali&gn", window)
        self._orders = [
            make(text, keys, f"Put what is selected {where}", partial(self._reorder, to, text))
            for to, text, keys, where in _ORDERS
        ]
        self._alignments = [
            make(text, "", "Put what is selected in one line", partial(self._align, to, text))
            for to, text in _ALIGNMENTS
        ]
        self._directions = [
            make(
                text,
                "",
                f"Spread what is selected evenly {how}; the outermost stay",
                partial(self._spread, to, text),
            )
            for to, text, how in _DIRECTIONS
        ]
        self.order_menu.addActions(self._orders)
        self.align_menu.addActions(self._alignments[:3])
        self.align_menu.addSeparator()
        self.align_menu.addActions(self._alignments[3:])
        self.align_menu.addSeparator()
        self.align_menu.addActions(self._directions)

    def present(self, showing: Showing | None) -> None:
        """Allow what can be done with a Showing."""
        notes = _notes(showing) if self._desk.writable else []
        for actions, least in ((self._orders, 1), (self._alignments, 2), (self._directions, 3)):
            for one in actions:
                one.setEnabled(len(notes) >= least)
        self.order_menu.menuAction().setEnabled(bool(notes))
        self.align_menu.menuAction().setEnabled(len(notes) > 1)

    def _reorder(self, to: Order, text: str) -> None:
        self._do(text, reorder, to=to)

    def _align(self, to: Alignment, text: str) -> None:
        self._do(text, align, to=to)

    def _spread(self, along: Direction, text: str) -> None:
        self._do(text, distribute, along=along)

    def _do(self, text: str, edit: Callable[..., Edited], **how: object) -> None:
        showing = self._desk.showing
        notes = _notes(showing)
        if showing is not None and notes:
            self._desk.do(
                f"{plain(text)}: {called(showing.project, notes)}",
                partial(
                    edit,
                    account=showing.account,
                    day=showing.day,
                    feature_ids=[note.feature_id for note in notes],
                    **how,
                ),
            )


def _notes(showing: Showing | None) -> list[Annotation]:
    """The selected annotations that are visible."""
    chosen = showing.chosen if showing is not None else ()
    return [feature for feature in chosen if isinstance(feature, Annotation)]
