"""The tool that selects features, moves those that stand alone, and deletes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import shapely

from mapdesk.edit.features import move_features
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, Feature, FrontLine, Status
from mapdesk.model.layout import Bounds
from mapdesk.render.view.sketches import Sketch, SketchKind
from mapdesk.session.deletion import deletion
from mapdesk.session.naming import feature_name
from mapdesk.tools.nearby import LonLat, on_the_grid
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.tool import OnMap, Outcome, Settle, Tool


@dataclass(frozen=True)
class Select(Tool):
    """Nothing is being dragged; `at` is where the hand was last."""

    name: ClassVar[str] = "Select"
    at: Pointer | None = None

    def guidance(self, on: OnMap) -> str:
        """What can be done with what is selected."""
        chosen = on.chosen
        if not chosen:
            return "Click a feature to select it; Shift-drag selects what lies in a box"
        drag = ", drag it to move it" if all(_is_movable(feature) for feature in chosen) else ""
        if len(chosen) == 1:
            if chosen[0].locked:
                return f"{feature_name(on.project, chosen[0])} is locked; Ctrl+L unlocks it"
            if _is_derived(chosen[0]):
                return f"{feature_name(on.project, chosen[0])}: it follows from the areas; push it to move it"
            name = feature_name(on.project, chosen[0])
            return f"{name}: Tab goes to what lies under it{drag}, Delete deletes it"
        return f"{len(chosen)} features: Shift-click adds or removes one, Delete deletes them"

    def cursor(self, on: OnMap) -> str:
        """A cross of arrows over what a drag would move."""
        return "move" if self.at and _would_move(self.at, on) else "arrow"

    def grabs(self, at: Pointer, on: OnMap) -> bool:
        """With Shift for a box, and on a selected feature that stands alone."""
        return at.shift or _would_move(at, on)

    def pressed(self, at: Pointer, on: OnMap) -> Outcome:
        """Begin a box, or to move what is selected."""
        if not at.shift and _would_move(at, on):
            return Outcome(Moving(start=at, at=at))
        return Outcome(Boxing(start=at, at=at))

    def clicked(self, at: Pointer, on: OnMap) -> Outcome:
        """Select what lies on top; with Shift add it to what is selected, or take it out."""
        under = on.near.under(at)[:1]
        if not at.shift:
            return Outcome(Select(at), select=under)
        kept = tuple(uid for uid in on.selected if uid not in under)
        added = tuple(uid for uid in under if uid not in on.selected)
        return Outcome(Select(at), select=kept + added)

    def hovered(self, at: Pointer, on: OnMap) -> Outcome:
        """Remember where the hand is."""
        return Outcome(Select(at))

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Tab goes down through what lies under the hand, Delete deletes, Escape lets go of the selection."""
        match name:
            case "tab" | "backtab":
                return self._next(1 if name == "tab" else -1, on)
            case "delete" | "backspace" if on.chosen:
                return Outcome(self, edit=_deletion(on.chosen, on))
            case "escape" if on.chosen:
                return Outcome(self, select=())
        return None

    def _next(self, step: int, on: OnMap) -> Outcome | None:
        under = on.near.under(self.at) if self.at else ()
        if not under or (len(under) == 1 and on.selected == under):
            return None
        at = under.index(on.selected[0]) if len(on.selected) == 1 and on.selected[0] in under else None
        following = (0 if step > 0 else -1) if at is None else (at + step) % len(under)
        return Outcome(self, select=(under[following],))


@dataclass(frozen=True)
class Boxing(Tool):
    """A box is drawn from `start` to `at`."""

    name: ClassVar[str] = "Select"
    start: Pointer
    at: Pointer

    def guidance(self, on: OnMap) -> str:
        """What letting go will do."""
        return "Let go to select what lies in the box altogether; Escape drops it"

    def cursor(self, on: OnMap) -> str:
        """A cross."""
        return "cross"

    def dragged(self, at: Pointer, on: OnMap) -> Outcome:
        """The box follows the hand."""
        return Outcome(replace(self, at=at))

    def released(self, at: Pointer, on: OnMap) -> Outcome:
        """Add what lies in the box to what is selected."""
        inside = on.near.within(_between(self.start, at))
        added = tuple(uid for uid in inside if uid not in on.selected)
        return Outcome(Select(at), select=on.selected + added)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape drops the box."""
        return Outcome(self.begun_anew()) if name == "escape" else None

    def begun_anew(self) -> Tool:
        """Without the box."""
        return Select(self.at)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """The box."""
        return (Sketch(SketchKind.BOX, shapely.box(*_between(self.start, self.at))),)


@dataclass(frozen=True)
class Moving(Tool):
    """What is selected and stands alone is moved from `start` to `at`."""

    name: ClassVar[str] = "Select"
    start: Pointer
    at: Pointer

    def guidance(self, on: OnMap) -> str:
        """What letting go will do."""
        return "Let go to put it here; Escape leaves it where it was"

    def cursor(self, on: OnMap) -> str:
        """A cross of arrows."""
        return "move"

    def dragged(self, at: Pointer, on: OnMap) -> Outcome:
        """The ghost follows the hand."""
        return Outcome(replace(self, at=at))

    def released(self, at: Pointer, on: OnMap) -> Outcome:
        """Move it, as one step."""
        moved = [feature for feature in on.chosen if _is_movable(feature)]
        by = _way(self.start, at)
        if not moved or by == (0.0, 0.0):
            return Outcome(Select(at))
        feature_ids = tuple(feature.feature_id for feature in moved)
        edit = Settle(
            f"Move {_named(moved)}",
            lambda project: move_features(
                project, account=on.account, day=on.day, feature_ids=feature_ids, by=by
            ),
        )
        return Outcome(Select(at), edit=edit)

    def key(self, name: str, on: OnMap) -> Outcome | None:
        """Escape leaves it where it was."""
        return Outcome(self.begun_anew()) if name == "escape" else None

    def begun_anew(self) -> Tool:
        """With nothing moved."""
        return Select(self.at)

    def sketches(self, on: OnMap) -> tuple[Sketch, ...]:
        """What is moved, where it would be."""
        by = _way(self.start, self.at)
        return tuple(
            Sketch(SketchKind.GHOST, shapely.transform(feature.shape, lambda xy: xy + by))
            for feature in on.chosen
            if _is_movable(feature)
        )


def stands_alone(feature: Feature) -> bool:
    """Whether a feature can be moved without tearing the planar map."""
    if isinstance(feature, ControlArea):
        return feature.status is Status.CLAIMED
    return not _is_derived(feature)


def _is_movable(feature: Feature) -> bool:
    return stands_alone(feature) and not feature.locked


def _deletion(features: Sequence[Feature], on: OnMap) -> Settle:
    return Settle(*deletion(on.project, on.account, on.day, features))


def _named(features: Sequence[Feature]) -> str:
    if len(features) > 1:
        return f"{len(features)} features"
    return features[0].name or f"the {_kind(features[0])}"


def _kind(feature: Feature) -> str:
    match feature:
        case ControlArea():
            return "area"
        case FrontLine():
            return "front line"
        case Annotation(kind=AnnotationKind.TEXT):
            return "text"
        case Annotation():
            return feature.kind.value


def _is_derived(feature: Feature) -> bool:
    return isinstance(feature, FrontLine) and feature.derived


def _would_move(at: Pointer, on: OnMap) -> bool:
    movable = {feature.feature_id for feature in on.chosen if _is_movable(feature)}
    return bool(movable) and not movable.isdisjoint(on.near.under(at))


def _way(start: Pointer, at: Pointer) -> LonLat:
    return on_the_grid((at.lon_lat[0] - start.lon_lat[0], at.lon_lat[1] - start.lon_lat[1]))


def _between(start: Pointer, at: Pointer) -> Bounds:
    (one, two), (three, four) = start.lon_lat, at.lon_lat
    return (min(one, three), min(two, four), max(one, three), max(two, four))
