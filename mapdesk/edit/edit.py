"""What all edits share: how they refuse, where ids come from, and what they say they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from mapdesk.model.project import Project

#: Hands out ids that were never used before, each beginning with the kind of thing it names ("area", "link").
Ids: TypeAlias = Callable[[str], str]


class EditRefused(ValueError):
    """An edit that makes no sense; its message is a sentence that an editor understands."""


@dataclass(frozen=True)
class Edited:
    """The Project after an edit, one sentence for each thing that it decided by itself, and what it made.

    `made` are the feature_ids of what was drawn or copied, not of pieces that a cut left of something else.
    """

    project: Project
    notes: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
