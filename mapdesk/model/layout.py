"""Frames: the pictures to publish, as the desk set them up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

#: West, south, east, north in degrees.
Bounds: TypeAlias = tuple[float, float, float, float]


class Furniture(StrEnum):
    """What stands on a Frame besides the map; each can be switched off."""

    TITLE = "title"
    LEGEND = "legend"
    SCALE_BAR = "scale_bar"
    LOCATOR = "locator"
    SOURCE = "source"


class DateRule(StrEnum):
    """What a Frame compares its date with."""

    THIS_DATE = "this_date"
    SINCE_PREVIOUS = "since_previous"
    SINCE_FIXED = "since_fixed"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One picture to publish, in pixels. What lies in `bounds` is inside it; its own shape may show more."""

    uid: str
    name: str
    bounds: Bounds
    width: int = 1920
    height: int = 1080
    title: str = ""
    subtitle: str = ""
    source: str = ""
    note: str = ""
    date_rule: DateRule = DateRule.THIS_DATE
    since: str = ""
    furniture: frozenset[Furniture] = frozenset(Furniture)
    language: str = "en"
