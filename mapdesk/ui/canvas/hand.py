"""What the canvas tells whoever works on the map."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPoint

from mapdesk.tools.pointer import Pointer


class Hand(Protocol):
    """Takes what the pointer and the keys do on the map.

    A press where `grabs` says so begins a drag of the hand's own once it has moved: `pressed`, `dragged`,
    `released`. Any other drag pans. A press that is let go where it was is `clicked`, the second of two quick
    ones `double_clicked`.
    """

    def grabs(self, at: Pointer) -> bool: ...

    def pressed(self, at: Pointer) -> None: ...

    def dragged(self, at: Pointer) -> None: ...

    def released(self, at: Pointer) -> None: ...

    def clicked(self, at: Pointer) -> None: ...

    def double_clicked(self, at: Pointer) -> bool: ...

    def hovered(self, at: Pointer | None) -> None: ...

    def key(self, name: str) -> bool: ...

    def context_menu(self, at: Pointer | None, place: QPoint) -> None: ...
