"""What every tool is: a small frozen state of the hand, which answers each event with the state after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from mapdesk.edit.edit import Edited, Ids
from mapdesk.model.control_change import ChangePatch
from mapdesk.model.features import Feature, Status
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Project
from mapdesk.render.view.sketches import Sketch
from mapdesk.session.base_lines import BaseLinesNearby
from mapdesk.tools.nearby import LonLat, Nearby, nearby
from mapdesk.tools.pointer import Pointer

#: While vertices are dragged: where each was, and where the hand has it now.
Moves: TypeAlias = Mapping[LonLat, LonLat]


@dataclass(frozen=True, eq=False)
class OnMap:
    """What the hand works on: a date of a Project as the window shows it.

    `features` are those that are visible: no tool touches anything else. `side` and `status` are what is
    drawn for and with. Hand over the same mapping as long as nothing on the map has changed: what lies where
    is sorted once for each. `patches` are the ground that changed hands, where that is shown.
    """

    project: Project
    account: str
    day: date
    features: Mapping[str, Feature]
    ids: Ids
    selected: tuple[str, ...] = ()
    side: str = ""
    status: Status = Status.CONTROLLED
    patches: tuple[ChangePatch, ...] = ()
    #: The base map's lines that the hand holds on to, or none.
    base: BaseLinesNearby | None = None

    @property
    def near(self) -> Nearby:
        """What lies near the hand."""
        return nearby(self.features)

    @property
    def chosen(self) -> tuple[Feature, ...]:
        """The selected features that are visible."""
        return tuple(self.features[uid] for uid in self.selected if uid in self.features)

    @property
    def side_colour(self) -> str:
        """The colour of the side drawn for, #RRGGBB, or none."""
        side = self.project.sides.get(self.side)
        return side.colour if side else ""

    @property
    def side_name(self) -> str:
        """The name of the side drawn for."""
        side = self.project.sides.get(self.side)
        return side.name if side else ""


@dataclass(frozen=True)
class Settle:
    """An edit to carry out now as one step; `label` names it in the undo menu."""

    label: str
    edit: Callable[[Project], Edited]


@dataclass(frozen=True)
class AskText:
    """Words to ask for at a place on the map; `then` makes the edit from what was typed."""

    prompt: str
    default: str
    at: LonLat
    then: Callable[[str], Settle]


@dataclass(frozen=True)
class Outcome:
    """What follows from an event: the next state of the hand, and what the window has to do.

    Whatever is None or empty asks for nothing. Where an edit is refused, the hand goes on as `if_refused`
    (`tool` where that is None), so that a stroke can be mended instead of drawn again.
    """

    tool: Tool
    edit: Settle | None = None
    if_refused: Tool | None = None
    #: What is selected from now on.
    select: tuple[str, ...] | None = None
    #: What to preview while vertices are dragged; an Outcome without it ends the preview.
    moves: Moves | None = None
    #: A sentence to show where the hand is.
    refused: str = ""
    ask: AskText | None = None
    #: The feature that was picked for a link.
    picked: str = ""
    #: The ground that was picked for a link.
    picked_patch: ChangePatch | None = None
    #: The extent that a frame was given: on every move while it is dragged, and at its end with `settled`.
    bounds: Bounds | None = None
    settled: bool = False


@dataclass(frozen=True)
class Choice:
    """One of several values that a tool works with; `values` pairs each with the words for it."""

    key: str
    label: str
    values: tuple[tuple[str, str], ...]
    current: str


@dataclass(frozen=True)
class Amount:
    """A number that a tool works with, such as a brush's width in km."""

    key: str
    label: str
    unit: str
    least: float
    most: float
    current: float


Option: TypeAlias = Choice | Amount


@dataclass(frozen=True)
class Tool:
    """A state of the hand. By itself it does nothing: each tool answers what it cares for.

    A press where `grabs` says so begins a drag of the tool's own: `pressed`, `dragged` for each move,
    `released`. Any other drag pans the map. A press that is let go where it was is `clicked` instead, whether
    the tool would grab or not, and comes without pressed or released. The second click of two quick ones is
    `double_clicked` instead of clicked. Moves without a button are `hovered`.
    """

    name: ClassVar[str] = ""

    def guidance(self, on: OnMap) -> str:
        """One line that says what to do next."""
        return ""

    def cursor(self, on: OnMap) -> str:
        """The cursor to show: "arrow", "cross", "hand" or "move"."""
        return "arrow"

    def grabs(self, at: Pointer, on: OnMap) -> bool:
        """Whether a press here begins a drag of the tool's own."""
        return False

    def pressed(self, at: Pointer, on: OnMap) -> Outcome:
        """A drag of the tool's own begins."""
        return Outcome(self)

    def dragged(self, at: Pointer, on: OnMap) -> Outcome:
        """It goes on."""
        return Outcome(self)

    def released(self, at: Pointer, on: OnMap) -> Outcome:
        """It ends."""
        return Outcome(self)

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Pressed and let go in one place."""
        return Outcome(self)

    def double_clicked(self, at: Pointer, on: OnMap) -> Outcome | None:
        """Clicked a second time at once; None: not taken, so that the window may zoom."""
        return None

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """Moved without a button."""
        return Outcome(self)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """A key; None: not taken.

        "enter", "escape", "tab", "backtab", "backspace", "delete", "left", "right", "up", "down" (these four
        with "shift-" before them where Shift is held), or the one character that it types, in small letters.
        When an arrow is let go it comes once more, as "left released".
        """
        return None

    def options(self, on: OnMap) -> tuple[Option, ...]:
        """What can be set for the tool while it is in use, shown beside the side and status drawn with."""
        return ()

    def with_option(self, key: str, value: str | float) -> Tool:
        """This tool with one of its options set."""
        return self

    def is_awaited(self, on: OnMap) -> bool:
        """Whether more is to be shown in a moment; asked first, and again until all is there."""
        return False

    def prepare(self, on: OnMap) -> None:
        """Work out beforehand what the first events on a map would wait for; it may run in another thread."""

    def begun_anew(self) -> Tool:
        """This tool with nothing under way, as when the map beneath it has become another."""
        return self

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """What to show above the map."""
        return ()
