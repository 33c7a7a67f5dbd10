"""The names of the editing view: placed for more than is in sight, and kept where they are while it moves."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from mapdesk.model.basemap import Place
from mapdesk.render.glyph_shapes import RIM_STEPS, rim
from mapdesk.render.place_names import RANKS
from mapdesk.render.scene import Face, Fill, Halo, Mark, Stroke, Text, Vertices
from mapdesk.render.style import Style
from mapdesk.render.text import MissingGlyph, text_outline, text_width
from mapdesk.render.view.base_layers import REGIONS_TO
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.ground import ViewGround
from mapdesk.render.view.mercator import MercatorViewport, Points
from mapdesk.render.view.name_room import Name, Room, name_reach
from mapdesk.render.view.pyramid import MercatorBox
from mapdesk.render.view.river_courses import river_names
from mapdesk.render.view.screen_marks import Dot
from mapdesk.render.view.sight import Box, Sight

#: How far beyond the view names are placed, as a share of its size: for now, and ahead of the hand.
BEYOND, FAR_BEYOND = 0.1, 0.25
#: Populations of the first and second rank at 290 ground metres to a pixel.
_LARGE, _MIDDLING, _USUAL_SCALE = 200_000.0, 40_000.0, 290.0
#: For so many square pixels one place is tried.
_ROOM = 9_000.0
#: The widths of the rims around the names of each rank, and how many names are prepared.
_HALOS, _PREPARED = (3.2, 3.2, 2.8), 400
#: A river's name does not come again within so many pixels.
_REPEATED = 600.0
#: Ground metres to a pixel from which countries are named.
_COUNTRIES_FROM = 650.0


@dataclass(frozen=True, eq=False)
class PlacedNames:
    """All names placed around a view."""

    around: MercatorViewport
    ground: ViewGround
    language: str
    names: tuple[Name, ...]

    def serves(self, viewport: MercatorViewport, ground: ViewGround, language: str) -> bool:
        """Whether the view shows nothing beyond what these names were placed for."""
        if language != self.language or ground.metres_per_pixel != self.ground.metres_per_pixel:
            return False
        if ground is not self.ground and not self.ground.covers(viewport):
            return False
        if viewport.metres_per_pixel != self.around.metres_per_pixel:
            return False
        inner, outer = viewport.box(), self.around.box()
        return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]

    def looked_through(self, viewport: MercatorViewport, ground: ViewGround, language: str) -> MercatorBox:
        """Where in a view (Mercator) names have been placed before, so that no more are looked for there."""
        west, south, east, north = viewport.box()
        if not self._is_like(viewport, ground, language):
            return (east, north, west, south)
        own = self.around.box()
        return (max(west, own[0]), max(south, own[1]), min(east, own[2]), min(north, own[3]))

    def staying(
        self, viewport: MercatorViewport, ground: ViewGround, language: str
    ) -> tuple[list[Name], list[Name]]:
        """The names that stay where they are at the same scale: those in a view, and those around it."""
        if not self._is_like(viewport, ground, language):
            return [], []
        view = (0.0, 0.0, float(viewport.width), float(viewport.height))
        inside = set(self._seen(viewport.pixels_of(self._spots), view))
        seen = [self.names[number] for number in sorted(inside)]
        return seen, [name for number, name in enumerate(self.names) if number not in inside]

    def marks(
        self,
        viewport: MercatorViewport,
        style: Style,
        part: Box | None = None,
        without: Collection[str] = (),
    ) -> tuple[Mark, ...]:
        """The names and dots in a view, or in a part of it (pixels), the least important undermost.

        Names of the kinds in `without` keep their room, so that the others stay where they are.
        """
        dots: list[Mark] = []
        texts: list[Mark] = []
        pixels = viewport.pixels_of(self._spots)
        for number in self._seen(pixels, part or (0, 0, viewport.width, viewport.height)):
            name, (x, y) = self.names[number], pixels[number].tolist()
            if name.kind in without:
                continue
            if name.rank >= 0:
                how = RANKS[name.rank]
                inner, edge = (style.halo, style.text) if how.ringed else (style.text, style.halo)
                dots.append(Dot.at(x, y, how.radius, Fill(inner), Stroke(edge, 1.4), name.text))
            texts.append(_text(name, x, y, style))
        return (*reversed(dots), *reversed(texts))

    def touched(self, viewport: MercatorViewport, boxes: Sequence[Box]) -> list[bool]:
        """Which of some boxes (pixels of a view) any name stands in."""
        pixels = viewport.pixels_of(self._spots)
        low, high = pixels + self._reach[:, :2], pixels + self._reach[:, 2:]
        return [bool(((low < (x1, y1)) & (high > (x0, y0))).all(axis=1).any()) for x0, y0, x1, y1 in boxes]

    def changed_in(
        self, other: PlacedNames, viewport: MercatorViewport, part: Box | None = None
    ) -> list[Box]:
        """What of a view, or of a part of it (pixels), shows names that only the one or the other has."""
        view = part or (0.0, 0.0, float(viewport.width), float(viewport.height))
        boxes: dict[Name, Box] = {}
        for names in (self, other):
            pixels = viewport.pixels_of(names._spots)
            low, high = pixels + names._reach[:, :2], pixels + names._reach[:, 2:]
            for number in names._seen(pixels, view):
                name = names.names[number]
                if boxes.pop(name, None) is None:
                    (x0, y0), (x1, y1) = low[number].tolist(), high[number].tolist()
                    boxes[name] = (x0, y0, x1, y1)
        return list(boxes.values())

    def _is_like(self, viewport: MercatorViewport, ground: ViewGround, language: str) -> bool:
        return (
            language == self.language
            and viewport.metres_per_pixel == self.around.metres_per_pixel
            and ground.metres_per_pixel == self.ground.metres_per_pixel
        )

    @cached_property
    def _spots(self) -> Points:
        return np.array([name.places[0][0] for name in self.names], dtype=np.float64).reshape(-1, 2)

    @cached_property
    def _reach(self) -> Points:
        """How far each name reaches from its ground: left, up, right, down (n, 4), with its dot and halo."""
        boxes = [name_reach(name, 8.0) for name in self.names]
        reach = np.array(boxes, dtype=np.float64).reshape(-1, 4)
        reach[:, :2] = np.minimum(reach[:, :2], -8.0)
        reach[:, 2:] = np.maximum(reach[:, 2:], 8.0)
        return reach

    def _seen(self, pixels: Points, part: Box) -> list[int]:
        low, high = pixels + self._reach[:, :2], pixels + self._reach[:, 2:]
        seen = (low <= part[2:]).all(axis=1) & (high >= part[:2]).all(axis=1)
        found: list[int] = np.flatnonzero(seen).tolist()
        return found


def prepare_names(ground: ViewGround, language: str) -> None:
    """Shape the names of a base map's larger places and the rims of their letters, to be kept.

    In any thread: the first picture would else wait for it.
    """
    for place in ground.places[:_PREPARED]:
        for rank, how in enumerate(RANKS):
            try:
                glyphs = text_outline(place.name_in(language), how.face, how.size)
            except MissingGlyph:
                continue
            for glyph in glyphs:
                rim(glyph.outline, glyph.scale, _HALOS[rank], RIM_STEPS)


def _text(name: Name, x: float, y: float, style: Style) -> Text:
    colour = style.text
    halo: Halo | None = Halo(style.halo, _HALOS[name.rank])
    if name.kind == "sea":
        colour, halo = style.water_text, None
    elif name.kind in ("region", "country"):
        colour, halo = style.text2, Halo(style.halo, 3.0, 0.75)
    elif name.kind == "river":
        colour, halo = style.water_text, Halo(style.halo, 3.0, 0.85)
    _, offset = name.places[0]
    left, base = x + offset[0], y + offset[1]
    return Text(
        "",
        f"label {name.kind}",
        name.text,
        left,
        base,
        name.size,
        name.face,
        Fill(colour),
        halo,
        name.spacing,
        tuple((x + right, y + down, turn) for bend in name.bends for right, down, turn in bend.letters),
    )


def place_names(
    viewport: MercatorViewport,
    ground: ViewGround,
    content: ViewContent,
    taken: Iterable[Box] = (),
    lines: Sequence[Vertices] = (),
    before: PlacedNames | None = None,
    beyond: float = BEYOND,
) -> PlacedNames:
    """Places the names of a view and of a share of its size around it.

    `taken` are boxes that no name may cover, `lines` are pixels that names rather keep off, both in the
    pixels of the view; names that were placed `before` stay where they are if they can.
    """
    right, down = _margins(viewport, beyond)
    around = viewport.resized(viewport.width + 2 * right, viewport.height + 2 * down)
    room = Room(around, (right, down))
    room.avoid(lines)
    for box in taken:
        room.take(box)
    placed: dict[str, Name] = {}
    settled, unseen = before.staying(viewport, ground, content.language) if before is not None else ([], [])
    # What stands in the view stays where it is; whatever comes into sight finds room around it.
    for chosen in settled:
        name = room.first_free(chosen)
        if name is not None:
            placed[name.key] = name
    stood = {chosen.key: chosen for chosen in unseen}
    known = before.looked_through(viewport, ground, content.language) if before is not None else None
    west, south, east, north = known or (math.inf, math.inf, -math.inf, -math.inf)
    for wanted in _wanted(around, ground, content.language, room):
        x, y = wanted.places[0][0]
        if wanted.key in placed or (west <= x <= east and south <= y <= north):
            continue
        earlier = stood.get(wanted.key)
        found = room.first_free(earlier) if earlier is not None else None
        if found is None and not _is_told_near(wanted, placed, viewport.metres_per_pixel):
            found = room.first_free(wanted)
        if found is not None:
            placed[found.key] = found
    return PlacedNames(around, ground, content.language, tuple(placed.values()))


def _is_told_near(wanted: Name, placed: Mapping[str, Name], metres: float) -> bool:
    """Whether a river bears its name already not far from where it is wanted."""
    return wanted.kind == "river" and any(
        name.text == wanted.text and math.dist(name.places[0][0], wanted.places[0][0]) < _REPEATED * metres
        for name in placed.values()
        if name.kind == "river"
    )


def _margins(viewport: MercatorViewport, beyond: float) -> tuple[int, int]:
    return math.ceil(beyond * viewport.width), math.ceil(beyond * viewport.height)


def sight_around(viewport: MercatorViewport, beyond: float = BEYOND) -> Sight:
    """What the names of a view are placed for, in the pixels of the view."""
    right, down = _margins(viewport, beyond)
    return Sight(viewport, (-right, -down, viewport.width + right, viewport.height + down))


def _wanted(around: MercatorViewport, ground: ViewGround, language: str, room: Room) -> Iterator[Name]:
    """The names with the places where they could stand, the most important first."""
    candidates = list(_candidates(around, ground))
    room.avoid_dots([spot for _, rank, spot in candidates if rank < 2])
    yield from _areas_first(around, ground, language)
    rivers: Iterator[Name] | None = river_names(around, ground, language)
    for number, rank, spot in candidates:
        if rank == 2 and rivers is not None:
            yield from rivers
            rivers = None
        # Most hamlets lie under other names already: then there is no need to look at theirs.
        if rank < 2 or room.has_free(spot, 6.0):
            wanted = _around(ground.places[number], language, rank, spot)
            if wanted is not None:
                yield wanted
    if rivers is not None:
        yield from rivers


def _areas_first(around: MercatorViewport, ground: ViewGround, language: str) -> Iterator[Name]:
    """The names of seas, countries and regions."""
    metres, box = around.scale_step, around.box()
    found: list[Name | None] = []
    for number, sea in enumerate(ground.seas):
        x, y = ground.sea_spots[number].tolist()
        name = sea.name_in(language)
        found.append(_spaced(f"sea {sea.uid}", name, "sea", Face.ITALIC, 17.0, 3.0, [(x, y)]))
    kinds = (
        ("country", ground.named_countries, 15.0, 4.5, 90, metres >= _COUNTRIES_FROM),
        ("region", ground.named_regions, 12.0, 2.5, 70, 60.0 < metres < REGIONS_TO),
    )
    for kind, grounds, size, spacing, least, is_named in kinds:
        for named in grounds if is_named else ():
            (x, y), region = named.spot, named.region
            if named.reach * 2 < least * around.metres_per_pixel:
                continue
            if not (box[0] <= x <= box[2] and box[1] <= y <= box[3]):
                continue
            text = region.names.get(language, region.name).upper()
            spots = [(x, y + up * named.reach * 0.3) for up in (0.0, 0.5, -0.5, 1.0, -1.0)]
            found.append(_spaced(f"{kind} {region.code}", text, kind, Face.SEMIBOLD, size, spacing, spots))
    yield from (name for name in found if name is not None)


def _spaced(
    key: str,
    text: str,
    kind: str,
    face: Face,
    size: float,
    spacing: float,
    spots: list[tuple[float, float]],
) -> Name | None:
    """A name in spaced letters that may stand in the middle of any of some spots."""
    width = _width(text, face, size, spacing)
    if width is None:
        return None
    offset = (-width / 2, 0.36 * size)
    return Name(key, text, kind, face, size, spacing, width, -1, tuple((spot, offset) for spot in spots))


def _candidates(
    around: MercatorViewport, ground: ViewGround
) -> Iterator[tuple[int, int, tuple[float, float]]]:
    """The number, rank and spot of the places that could be named, the most important first."""
    population = ground.population
    if not len(population):
        return
    wider = around.scale_step / _USUAL_SCALE
    capital = ground.is_capital
    large, middling = _LARGE * wider**0.8, _MIDDLING * wider
    rank = np.where(capital | (population >= large), 0, np.where(population >= middling, 1, 2))
    west, south, east, north = around.box()
    spots = ground.place_spots
    seen = (spots[:, 0] >= west) & (spots[:, 0] <= east) & (spots[:, 1] >= south) & (spots[:, 1] <= north)
    least = middling / 40 if wider > 0.25 else 0
    seen &= (population >= least) | capital
    numbers = np.flatnonzero(seen)
    order = np.lexsort((-population[numbers], ~capital[numbers], rank[numbers]))
    most = int(around.width * around.height / _ROOM)
    for number in numbers[order][:most].tolist():
        x, y = spots[number].tolist()
        yield number, int(rank[number]), (x, y)


@lru_cache(maxsize=1 << 14)
def _width(text: str, face: Face, size: float, spacing: float = 0.0) -> float | None:
    """How wide a text is in pixels; None where it can't be set."""
    try:
        return text_width(text, face, size, spacing)
    except MissingGlyph:
        return None


def _around(place: Place, language: str, rank: int, spot: tuple[float, float]) -> Name | None:
    """The name of a place with the spots around its dot: E, NE, SE, W, NW, SW, N, S."""
    how, text = RANKS[rank], place.name_in(language)
    width = _width(text, how.face, how.size)
    if width is None:
        return None
    size, gap, near = how.size, how.radius + 2.6, how.radius * 0.7 + 2.2
    middle, up, down = 0.3 * size, -near * 0.6, near * 0.6 + 0.72 * size
    offsets = (
        (gap, middle),
        (near, up),
        (near, down),
        (-gap - width, middle),
        (-near - width, up),
        (-near - width, down),
        (-width / 2, -gap - 0.1 * size),
        (-width / 2, gap + 0.72 * size),
    )
    places = tuple((spot, offset) for offset in offsets)
    return Name(place.uid, text, "place", how.face, size, 0.0, width, rank, places)
