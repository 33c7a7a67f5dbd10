"""Tracing: the way along rivers, borders, coasts and the lines of the map from one place to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from mapdesk.basemaps.lines import BaseLine, LineKind
from mapdesk.geometry.network import Network, Way
from mapdesk.model.features import ControlArea, Feature, FrontLine
from mapdesk.model.layout import Bounds
from mapdesk.session.base_lines import BaseLinesNearby
from mapdesk.tools.nearby import LonLat
from mapdesk.tools.pointer import Pointer
from mapdesk.tools.snapping import Snapped, snapped
from mapdesk.tools.tool import OnMap

#: How near to a line, in pixels, a trace goes along it.
TRACE_REACH = 16.0
#: What is as near as this to a line, in degrees, lies on it: a grid step or two.
_ON = 3e-6
#: Loose ends are joined over so many degrees: a few hundred metres.
_JOIN = 0.004
#: How far around the two ends a way may lead, as a share of how far they are apart, and at least in degrees;
#: and how much farther to look where none is found, or for others.
_ROOM, _LEAST, _FARTHER = 0.6, 0.4, 3.0
#: How many ways to offer.
_WAYS = 4
#: How many networks and how many traces to keep.
_KEPT_NETWORKS, _KEPT_TRACES = 2, 6
#: What the lines of the map are called, as line 0 of a network.
_OWN = "the map’s own lines"
#: What a trace says that is not found yet.
LOOKING = "Looking for the way along the lines …"
#: What a trace says that can't go on.
_NO_WAY = "No line leads from the last point to here; click nearer along it, or press T to go straight on."
_NO_LINE = (
    "A trace follows lines: click on a river, a border, a coast or a front, or press T to go straight on."
)


@dataclass(frozen=True)
class Trace:
    """A way along lines: its points, how long it is in km, and what it follows, in words.

    `alone`: others were looked for, and there are none.
    """

    points: tuple[LonLat, ...]
    km: float
    along: str
    alone: bool = False


def traced_to(at: Pointer, on: OnMap) -> Snapped | None:
    """The place on a line within reach of the hand, where a trace may begin or end."""
    for pointer, known, there in _held:
        if pointer is at and known is on:
            return there
    there = snapped(at, on)
    there = there if there.held else snapped(at, on, reach=TRACE_REACH)
    if not there.held:
        return None
    # Asked for several times for one move of the hand.
    _held[:] = [(at, on, there)]
    return there


def trace(
    start: LonLat, end: LonLat, on: OnMap, way: int = 0, *, patience: float | None = None
) -> Trace | str | None:
    """The shortest way along lines between two places on them, or a sentence that says that there is none.

    None where one of the two lies on no line. `way` 1 is the other way round, or the next best; beyond the
    last it begins again. Points on the map's own lines are the very same. A TimeoutError says that it takes
    longer than `patience`, in seconds; it is gone on with beside the window.
    """
    for kept in _traces:
        if (kept.start, kept.end, kept.wide) == (start, end, way != 0) and kept.net.serves(on):
            return kept.chosen(way, on)
    found: Trace | str | None = None
    for farther in (1.0, _FARTHER) if way == 0 else (_FARTHER,):
        net = _network(start, end, on, farther).result(patience)
        asked = _Asked(net, start, end, wide=way != 0)
        found = asked.chosen(way, on)
        if isinstance(found, Trace):
            _traces.insert(0, asked)
            del _traces[_KEPT_TRACES:]
            break
    return found


def led_to(
    points: Sequence[LonLat], at: Pointer, on: OnMap, way: int = 0, *, patience: float | None = None
) -> Trace | str:
    """What a click while tracing adds to the points so far, or a sentence that says why it adds nothing.

    The Trace begins at the last point. Where that is on no line it leads straight onto the one under the
    hand, and from there the next follows it.
    """
    there = traced_to(at, on)
    if there is None:
        return _NO_LINE
    found = None
    if points[-1] != there.lon_lat:
        try:
            found = trace(points[-1], there.lon_lat, on, way, patience=patience)
        except TimeoutError:
            return LOOKING
    return found or Trace((points[-1], there.lon_lat), 0.0, there.to)


@dataclass(frozen=True)
class _Net:
    """A network of what lies in some bounds: line 0 is all of the map's, 1 the first of `lines`."""

    features: Mapping[str, Feature]
    base: BaseLinesNearby | None
    network: Network
    lines: tuple[BaseLine, ...]

    def serves(self, on: OnMap) -> bool:
        """Whether it is still that of the map."""
        return self.features is on.features and self.base is on.base

    def said(self, way: Way, on: OnMap) -> str:
        """What a way follows, in words."""
        language = on.project.about.language
        names = [self.lines[line - 1].name_in(language) if line else _OWN for line in way.lines]
        said = list(dict.fromkeys(names))
        return " and ".join(said) if len(said) < 3 else f"{', '.join(said[:2])} and {len(said) - 2} more"


@dataclass(frozen=True)
class _Asked:
    """The ways between two places, worked out once: the shortest, or with `wide` others too."""

    net: _Net
    start: LonLat
    end: LonLat
    wide: bool
    found: list[Way] = field(default_factory=list)

    def chosen(self, way: int, on: OnMap) -> Trace | str | None:
        """One of the ways, the first again after the last."""
        if not self.found:
            network = self.net.network
            start, end = network.spot(self.start, _ON), network.spot(self.end, _ON)
            if start is None or end is None:
                return None
            self.found.extend(islice(network.ways(start, end), _WAYS if self.wide else 1))
        if not self.found:
            return _NO_WAY
        chosen = self.found[way % len(self.found)]
        return Trace(chosen.points, chosen.km, self.net.said(chosen, on), self.wide and len(self.found) == 1)


_held: list[tuple[Pointer, OnMap, Snapped]] = []
_traces: list[_Asked] = []
_networks: list[_Making] = []
_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="trace")


@dataclass(frozen=True)
class _Making:
    """A network that is being made, or has been."""

    on: OnMap
    bounds: Bounds
    net: Future[_Net]

    def serves(self, on: OnMap, inner: Bounds) -> bool:
        """Whether it is that of the map, and covers some bounds."""
        west, south, east, north = self.bounds
        covers = west <= inner[0] and south <= inner[1] and east >= inner[2] and north >= inner[3]
        return covers and self.on.features is on.features and self.on.base is on.base


def _network(start: LonLat, end: LonLat, on: OnMap, farther: float) -> Future[_Net]:
    """The network around two places; the last ones are kept, and serve while both lie well inside."""
    room = farther * max(_ROOM * max(abs(start[0] - end[0]), abs(start[1] - end[1])), _LEAST)
    inner, outer = _around(start, end, room), _around(start, end, room * 1.6)
    for kept in _networks:
        if kept.serves(on, inner):
            return kept.net
    made = _worker.submit(_made, on, outer)
    _networks.insert(0, _Making(on, outer, made))
    del _networks[_KEPT_NETWORKS:]
    return made


def _around(start: LonLat, end: LonLat, room: float) -> Bounds:
    (west, east), (south, north) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return (west - room, south - room, east + room, north + room)


def _made(on: OnMap, bounds: Bounds) -> _Net:
    outlined = ControlArea | FrontLine
    near = [uid for uid in on.near.around(bounds) if isinstance(on.features[uid], outlined)]
    own = on.near.edges(bounds, near)
    edges, of = [own], [np.zeros(len(own), dtype=np.intp)]
    called: dict[tuple[LineKind, str], tuple[int, BaseLine]] = {}
    if on.base is not None:
        base = on.base.within(bounds)
        for line in base.lines:
            # The pieces of a river are one line.
            called.setdefault(_which(line), (len(called) + 1, line))
        number = np.array([called[_which(line)][0] for line in base.lines], dtype=np.intp)
        edges.append(base.edges)
        of.append(number[base.of])
    network = Network(np.vstack(edges), np.concatenate(of), join=_JOIN)
    return _Net(on.features, on.base, network, tuple(line for _, line in called.values()))


def _which(line: BaseLine) -> tuple[LineKind, str]:
    return line.kind, line.name
