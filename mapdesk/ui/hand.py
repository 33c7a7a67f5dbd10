"""The hand: takes pointer events from the canvas to the tool in use, and what follows to desk and canvas."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal

from mapdesk.edit.edit import Edited
from mapdesk.model.features import Feature
from mapdesk.session.base_lines import base_lines_nearby
from mapdesk.session.showing import Showing
from mapdesk.tools.course import Course
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.select import Select
from mapdesk.tools.tool import AskText, Moves, OnMap, Outcome, Settle, Tool
from mapdesk.ui.beside import Beside
from mapdesk.ui.canvas.canvas import Canvas
from mapdesk.ui.desk import Desk

_CURSORS = {
    "arrow": Qt.CursorShape.ArrowCursor,
    "cross": Qt.CursorShape.CrossCursor,
    "hand": Qt.CursorShape.PointingHandCursor,
    "move": Qt.CursorShape.SizeAllCursor,
}


class Asks(Protocol):
    """Asks for words at a place on the map."""

    def __call__(self, ask: AskText) -> str | None: ...


class Hand(QObject):
    """One tool at a time; without a project it does nothing."""

    #: What to do next, in a line.
    guided = Signal(str)
    #: What can be set for the tool in use: a tuple of Options.
    optioned = Signal(object)
    #: Another tool is in use.
    taken = Signal(object)
    #: A sentence that says why something was not done, and where: x and y on the canvas.
    refused = Signal(str, QPoint)
    #: The feature picked for a link.
    picked = Signal(str)
    #: The ground picked for a link: a ChangePatch.
    picked_patch = Signal(object)
    #: The extent given to a frame, and whether the drag has ended.
    framed = Signal(object, bool)
    #: A menu is wanted: a Pointer, or None for what is selected, and where on the screen.
    menu_wanted = Signal(object, QPoint)
    #: Vertices on their way: a mapping of where each was to where the hand has it.
    previewed = Signal(object)
    #: Where the pointer is, or None.
    pointed = Signal(object)

    def __init__(self, desk: Desk, canvas: Canvas, ask: Asks) -> None:
        super().__init__()
        self._desk = desk
        self._canvas = canvas
        self._ask = ask
        self._beside = Beside()
        self._preparing: object = None
        self._on: OnMap | None = None
        self._shown: Showing | None = None
        self._at: Pointer | None = None
        self._visible: tuple[Mapping[str, Feature], frozenset[str], Mapping[str, Feature]] | None = None
        self.tool: Tool = Select()
        self._moves: Moves = {}
        # While an edit is under way, what the hand did since: it begins with the map that comes of it.
        self._is_settling = False
        self._later: deque[Callable[[], object]] = deque()
        self._again = QTimer(self, singleShot=True, interval=60)
        self._again.timeout.connect(self._tell)
        canvas.hand = self
        desk.changed.connect(self.present)

    @property
    def on_map(self) -> OnMap:
        """What the hand works on; only while a project is open."""
        assert self._on is not None
        return self._on

    def take(self, tool: Tool) -> None:
        """Use another tool from now on."""
        if self._waits(partial(self.take, tool)):
            return
        self._use(tool)

    def _use(self, tool: Tool) -> None:
        self.tool = tool
        self._preview({})
        self._prepare()
        self._tell()
        self.taken.emit(tool)

    def present(self, showing: Showing | None) -> None:
        """Work on what is shown."""
        old, self._shown = self._shown, showing
        if showing is None or self._desk.session is None:
            self._on = None
            self._later.clear()
            self._use(Select())
            return
        if old is not None and old.day != showing.day:
            # What was begun on one date is not finished on another.
            self.tool = self.tool.begun_anew()
            self._preview({})
        self._on = OnMap(
            project=showing.project,
            account=showing.account,
            day=showing.day,
            features=self._visible_of(showing),
            ids=self._desk.ids,
            selected=showing.selected,
            side=showing.side,
            status=showing.status,
            base=base_lines_nearby(),
            patches=tuple(patch for patch, _ in showing.comparison.joined) if showing.comparison else (),
        )
        if old is None or old.features is not showing.features:
            self._prepare()
        self._tell()

    def finish(self) -> None:
        """Let go of what runs beside the window."""
        self._beside.finish()

    # What the canvas tells

    def grabs(self, at: Pointer) -> bool:
        """Whether a press here begins a drag of the tool's own."""
        return self._on is not None and self.tool.grabs(at, self._on)

    def pressed(self, at: Pointer) -> None:
        """A drag of the tool's own begins."""
        if self._on is not None and not self._waits(partial(self.pressed, at)):
            self._follow(self.tool.pressed(at, self._on), at)

    def dragged(self, at: Pointer) -> None:
        """It goes on."""
        if self._on is not None and not self._waits(partial(self.dragged, at)):
            self._follow(self.tool.dragged(at, self._on), at)

    def released(self, at: Pointer) -> None:
        """It ends."""
        if self._on is not None and not self._waits(partial(self.released, at)):
            self._follow(self.tool.released(at, self._on), at)

    def clicked(self, at: Pointer) -> None:
        """Pressed and let go in one place."""
        if self._on is not None and not self._waits(partial(self.clicked, at)):
            self._follow(self.tool.clicked(at, self._on), at)

    def double_clicked(self, at: Pointer) -> bool:
        """Clicked twice; whether the tool took it."""
        outcome = self.tool.double_clicked(at, self._on) if self._on is not None else None
        if outcome is None:
            return False
        if not self._waits(partial(self.double_clicked, at)):
            self._follow(outcome, at)
        return True

    def hovered(self, at: Pointer | None) -> None:
        """Moved without a button, or left the map."""
        self._at = at
        self.pointed.emit(at)
        # What is being prepared would be worked out here a second time, with the window waiting.
        if self._on is not None and at is not None and self._preparing is None and not self._is_settling:
            self._follow(self.tool.hovered(at, self._on), at)

    def key(self, name: str) -> bool:
        """A key on the map; whether the tool took it."""
        # Until the edit under way is done, the tool and the map don't know of each other: ask it then.
        if self._on is not None and self._waits(partial(self.key, name)):
            return True
        outcome = self.tool.key(name, self._on) if self._on is not None else None
        if outcome is None:
            return False
        self._follow(outcome, self._at)
        return True

    def take_back(self) -> bool:
        """Take back the last point of what is being drawn; False where nothing is."""
        return isinstance(self.tool, Course) and bool(self.tool.points) and self.key("backspace")

    def context_menu(self, at: Pointer | None, place: QPoint) -> None:
        """A menu is wanted: of a place, or of what is selected."""
        self.menu_wanted.emit(at, place)

    # What follows

    def _follow(self, outcome: Outcome, at: Pointer | None) -> None:
        before, self.tool = self.tool, outcome.tool
        if outcome.edit is None:
            self._preview(outcome.moves or {})
            self._go_on(outcome, before, at)
            return

        def settled(edited: Edited | None) -> None:
            if edited is None and self.tool is outcome.tool:
                self.tool = outcome.if_refused or outcome.tool
            self._preview(outcome.moves or {})
            self._go_on(outcome, before, at)

        # Until the map has changed, what is seen of the gesture stays: else the old map would flash up.
        self._settle(outcome.edit, settled)

    def _go_on(self, outcome: Outcome, before: Tool, at: Pointer | None) -> None:
        if outcome.select is not None:
            self._desk.alter(selected=outcome.select)
        if outcome.picked:
            self.picked.emit(outcome.picked)
        if outcome.picked_patch is not None:
            self.picked_patch.emit(outcome.picked_patch)
        if outcome.bounds is not None:
            self.framed.emit(outcome.bounds, outcome.settled)
        if outcome.refused:
            self.refused.emit(outcome.refused, _place(at))
        self._tell()
        if self.tool.name != before.name:
            self.taken.emit(self.tool)
        if outcome.ask is not None:
            words = self._ask(outcome.ask)
            if words is not None:
                self._settle(outcome.ask.then(words), lambda _: self._tell())

    def _settle(self, settle: Settle, then: Callable[[Edited | None], None]) -> None:
        """Have an edit carried out; what the hand does until it has been waits."""

        def settled(edited: Edited | None) -> None:
            self._is_settling = False
            then(edited)
            while self._later and not self._is_settling:
                self._later.popleft()()

        self._is_settling = True
        self._desk.do_by_hand(settle.label, settle.edit, settled)

    def _waits(self, event: Callable[[], object]) -> bool:
        """Whether an edit is under way; then the event comes after it."""
        if self._is_settling:
            self._later.append(event)
        return self._is_settling

    def _preview(self, moves: Moves) -> None:
        if moves != self._moves:
            self._moves = moves
            self.previewed.emit(moves)

    def _prepare(self) -> None:
        """Work out beside the window what the tool's first steps would wait for."""
        tool, on = self.tool, self._on
        self._beside.forget(self._preparing)
        self._preparing = None
        if on is not None:
            self._preparing = self._beside.run(
                lambda: tool.prepare(on), lambda _: self._prepared(), lambda _: self._prepared()
            )

    def _prepared(self) -> None:
        self._preparing = None
        if self._at is not None:
            self.hovered(self._at)
        else:
            self._tell()

    def _tell(self) -> None:
        on = self._on
        if self._is_settling and on is not None:
            return
        if on is None:
            self._canvas.show_sketches(())
            self.guided.emit("")
            self.optioned.emit(())
            return
        # Asked first: what is there by now is then in all that follows.
        if self.tool.is_awaited(on):
            self._again.start()
        self._canvas.show_sketches(self.tool.sketches(on) if self._preparing is None else ())
        self._canvas.set_cursor(_CURSORS[self.tool.cursor(on)])
        self.guided.emit(self.tool.guidance(on))
        self.optioned.emit(self.tool.options(on))

    def _visible_of(self, showing: Showing) -> Mapping[str, Feature]:
        """The visible features, the same mapping as long as they are the same."""
        features, hidden = showing.features, showing.hidden
        known = self._visible
        if known is not None and known[0] is features and known[1] == hidden:
            return known[2]
        visible = {uid: f for uid, f in features.items() if uid not in hidden} if hidden else features
        self._visible = (features, hidden, visible)
        return visible


def _place(at: Pointer | None) -> QPoint:
    return QPoint(round(at.pixel[0]), round(at.pixel[1])) if at is not None else QPoint(-1, -1)
