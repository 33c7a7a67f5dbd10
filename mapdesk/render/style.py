"""How each kind of thing on a map looks: colours from a style file, patterns from the status of an area.

Colour says whose ground it is, pattern says how it is held, so that neither has to be told apart by colour
alone. Widths and type sizes are in units; a unit is `viewport.unit` pixels.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mapdesk.model.features import Status
from mapdesk.render import colour as colours
from mapdesk.resources import resource

#: The least lightness a side's colour keeps on a dark base, and the most on a light one, if it isn't listed.
_SIDE_LIGHTNESS_ON_DARK = 55.0
_SIDE_LIGHTNESS_ON_LIGHT = 62.0

FRONT_WIDTH = 3.2
CASING_WIDTH = 6.5
TOOTH_BASE = 10.0
TOOTH_HEIGHT = 8.0
TOOTH_EVERY = 22.0
TOOTH_EDGE = 0.8
OLD_FRONT_WIDTH = 1.8
OLD_FRONT_DASH = (6.0, 4.0)
OUTLINE_WIDTH = 1.0

TITLE_SIZE = 22.0
SUBTITLE_SIZE = 15.0
LEGEND_SIZE = 14.0
SCALE_SIZE = 12.0
CREDIT_SIZE = 11.5
#: In narrow pictures, whose unit is larger.
SMALL_CREDIT_SIZE = 10.5
#: No name of a place is set smaller.
SMALLEST_NAME = 13.0


@dataclass(frozen=True)
class Hatch:
    """Parallel lines over a fill: colour, degrees clockwise from level, spacing and width in units."""

    colour: str
    angle: float
    spacing: float
    width: float


@dataclass(frozen=True)
class AreaLook:
    """How a class of areas looks. `fill` is what is stored, `shown` what it looks like on plain land."""

    css_class: str
    fill: str
    opacity: float
    shown: str
    outline: str
    outline_width: float = OUTLINE_WIDTH
    dash: tuple[float, ...] = ()
    hatch: Hatch | None = None

    @property
    def pattern(self) -> str:
        """The pattern's name: `none`, or `h` and the angle."""
        return "none" if self.hatch is None else f"h{self.hatch.angle:g}"


@dataclass(frozen=True)
class Style:
    """A style file's colours, and the looks that follow from them for any side's colour."""

    name: str
    land: str
    land_other: str
    water: str
    water_line: str
    water_line_opacity: float
    border: str
    region_border: str
    text: str
    text2: str
    water_text: str
    halo: str
    panel: str
    panel_opacity: float
    front: str
    front_casing: str
    advance: str
    inset_frame: str
    opacity: float
    veil_opacity: float
    contested_colours: tuple[str, str, str]
    recovered_colours: tuple[str, str]
    side_colours: tuple[tuple[str, str], ...]
    outline_lightness: float
    claimed_lightness: tuple[float, ...]
    advance_lightness: tuple[float, ...]
    lost_lightness: tuple[float, ...]
    teeth_toward: str

    @property
    def is_dark(self) -> bool:
        """Whether its land is dark."""
        return colours.lightness(self.land) < 50

    def area(self, status: Status, side_colour: str, order: int) -> AreaLook:
        """The look of an area; `order` counts the sides, so that two pale tints differ in lightness too."""
        if status is Status.CONTESTED:
            return self.contested()
        if status is Status.CLAIMED:
            return self._claimed(side_colour, order)
        if status is Status.ADVANCE:
            return self._advance(side_colour, order)
        return self.controlled(side_colour)

    def controlled(self, side_colour: str) -> AreaLook:
        """Held ground: the side's own colour, plain."""
        fill = self.side_fill(side_colour)
        return self._look("controlled", fill, self.outline_of(side_colour))

    def contested(self) -> AreaLook:
        """Ground that is fought for: the same for all sides."""
        fill, outline, hatch = self.contested_colours
        return self._look("contested", fill, outline, hatch=Hatch(hatch, 45, 7, 1.3))

    def recovered(self) -> AreaLook:
        """Ground that came back to the side whose home it is: light pink."""
        fill, outline = self.recovered_colours
        return self._look("recovered", fill, outline)

    def newly_contested(self) -> AreaLook:
        """Ground that nobody holds any longer: as contested ground, more strongly outlined."""
        look = self.contested()
        return AreaLook(
            "newly-contested", look.fill, look.opacity, look.shown, look.outline, 2.0, (), look.hatch
        )

    def lost(self, side_colour: str, order: int) -> AreaLook:
        """Ground that a side took: the deepest shade of the taker's colour."""
        shown = self._shade(side_colour, self.lost_lightness, order)
        outline = "#FFFFFF" if self.is_dark else colours.at_lightness(shown, 12)
        return self._look("lost", self._stored(shown), outline)

    def side_fill(self, side_colour: str) -> str:
        """The stored fill of a side's held ground: its colour, brought to what the base bears."""
        listed = dict(self.side_colours).get(side_colour.upper())
        if listed:
            return listed
        lightness = colours.lightness(side_colour)
        if self.is_dark and lightness < _SIDE_LIGHTNESS_ON_DARK:
            return colours.at_lightness(side_colour, _SIDE_LIGHTNESS_ON_DARK)
        if not self.is_dark and lightness > _SIDE_LIGHTNESS_ON_LIGHT:
            return colours.at_lightness(side_colour, _SIDE_LIGHTNESS_ON_LIGHT)
        return side_colour.upper()

    def outline_of(self, side_colour: str) -> str:
        """The edge of a side's ground, to be seen on plain land."""
        edge = colours.at_lightness(self.side_fill(side_colour), self.outline_lightness)
        return colours.against(edge, self.land, 3.2)

    def _claimed(self, side_colour: str, order: int) -> AreaLook:
        shown = self._tint(side_colour, self.claimed_lightness, order)
        hatch = colours.toned(self.side_fill(side_colour), shown, 3.3)
        return self._look(
            "claimed",
            self._stored(shown),
            colours.against(self.outline_of(side_colour), shown, 3.2),
            dash=(4.0, 3.0),
            hatch=Hatch(hatch, 135, 8, 1.1),
        )

    def _advance(self, side_colour: str, order: int) -> AreaLook:
        shown = self._tint(side_colour, self.advance_lightness, order)
        hatch = colours.against(self.side_fill(side_colour), shown, 3.2)
        outline = colours.against(self.outline_of(side_colour), shown, 3.0)
        return self._look("advance", self._stored(shown), outline, hatch=Hatch(hatch, 90, 6, 1.0))

    def _tint(self, side_colour: str, ladder: tuple[float, ...], order: int) -> str:
        shown = self.controlled(side_colour).shown
        dark = self.land if self.is_dark else "#000000"
        return colours.at_lightness(shown, ladder[order % len(ladder)], "#FFFFFF", dark)

    def _shade(self, side_colour: str, ladder: tuple[float, ...], order: int) -> str:
        return colours.at_lightness(self.side_fill(side_colour), ladder[order % len(ladder)])

    def _stored(self, shown: str) -> str:
        return colours.uncompose(shown, self.opacity, self.land)

    def _look(
        self,
        css_class: str,
        fill: str,
        outline: str,
        *,
        dash: tuple[float, ...] = (),
        hatch: Hatch | None = None,
    ) -> AreaLook:
        return AreaLook(
            css_class,
            fill,
            self.opacity,
            colours.compose(fill, self.opacity, self.land),
            outline,
            dash=dash,
            hatch=hatch,
        )


@lru_cache(maxsize=8)
def load_style(name: str = "light") -> Style:
    """The style of a file in `resources/styles`, by the file's name."""
    return style_of(json.loads(resource("styles", f"{name}.json").read_text(encoding="utf-8")))


def style_of(data: Mapping[str, Any]) -> Style:
    """The style that a style file's contents describe; raises KeyError for a missing colour."""
    plain = {key: value for key, value in data.items() if key not in _SHAPED}
    return Style(
        **plain,
        contested_colours=tuple(data["contested"][part] for part in ("fill", "outline", "hatch")),
        recovered_colours=tuple(data["recovered"][part] for part in ("fill", "outline")),
        side_colours=tuple((one.upper(), other) for one, other in data["side_colours"].items()),
        claimed_lightness=tuple(data["claimed_lightness"]),
        advance_lightness=tuple(data["advance_lightness"]),
        lost_lightness=tuple(data["lost_lightness"]),
    )


_SHAPED = frozenset(
    ("contested", "recovered", "side_colours", "claimed_lightness", "advance_lightness", "lost_lightness")
)
