"""Whether the colours of a map can be told apart and read, by everyone and in grey print."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from mapdesk.model.features import Status
from mapdesk.model.project import Side
from mapdesk.render.colour import VISIONS, contrast, difference, lightness
from mapdesk.render.style import AreaLook, Style

#: Least CAM02-UCS distances: areas of the same pattern, of another pattern, kinds of ground.
SAME_PATTERN = 10.0
OTHER_PATTERN = 2.0
GROUNDS = 5.0
#: Least difference in L* of areas of the same pattern.
GREY = 8.0


def looks_of(style: Style, sides: Sequence[Side]) -> dict[str, AreaLook]:
    """All classes of areas that a map of these sides can show, by what the legend calls them."""
    looks = {"contested": style.contested(), "recovered": style.recovered()}
    for order, side in enumerate(sides):
        for status in (Status.CONTROLLED, Status.ADVANCE, Status.CLAIMED):
            looks[f"{side.name}: {status.value}"] = style.area(status, side.colour, order)
    return looks


def audit(style: Style, sides: Sequence[Side]) -> list[str]:
    """What is wrong with a palette, one sentence each; empty if it may be published."""
    looks = looks_of(style, sides)
    return [*_alike(looks), *_grounds(style), *_unreadable(style, looks)]


def _alike(looks: dict[str, AreaLook]) -> list[str]:
    found = []
    for (one, a), (other, b) in combinations(looks.items(), 2):
        same = a.pattern == b.pattern
        least = SAME_PATTERN if same else OTHER_PATTERN
        found += [
            f"“{one}” and “{other}” look alike in {vision} vision."
            for vision in VISIONS
            if difference(a.shown, b.shown, vision) < least
        ]
        if same and abs(lightness(a.shown) - lightness(b.shown)) < GREY:
            found.append(f"“{one}” and “{other}” look alike in grey print.")
    return found


def _grounds(style: Style) -> list[str]:
    grounds = {"land": style.land, "other land": style.land_other, "water": style.water}
    return [
        f"“{one}” and “{other}” look alike in {vision} vision."
        for (one, a), (other, b) in combinations(grounds.items(), 2)
        for vision in VISIONS
        if difference(a, b, vision) < GROUNDS
    ]


def _unreadable(style: Style, looks: dict[str, AreaLook]) -> list[str]:
    pairs = [
        ("names on their halo", style.text, style.halo, 7.0),
        ("secondary text on a panel", style.text2, style.panel, 4.5),
        ("water names on water", style.water_text, style.water, 4.5),
        ("the front line on its casing", style.front, style.front_casing, 7.0),
    ]
    for name, look in looks.items():
        pairs.append((f"the edge of “{name}” on land", look.outline, style.land, 3.0))
        if look.hatch is not None:
            pairs.append((f"the hatch of “{name}”", look.hatch.colour, look.shown, 3.0))
    found = [f"Too little contrast for {what}." for what, a, b, least in pairs if contrast(a, b) < least]
    for name, look in looks.items():
        if max(contrast(style.front, look.shown), contrast(style.front_casing, look.shown)) < 3.0:
            found.append(f"Too little contrast for the front line on “{name}”.")
    return found
