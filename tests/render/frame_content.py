"""A small made-up country on a river, its neighbour, and a front across it: what the frame tests show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from shapely import LineString, MultiLineString, Point, Polygon, box

from mapdesk.model.basemap import Basemap, Border, Place, Region, River
from mapdesk.model.control_change import ChangePatch, Direction
from mapdesk.model.features import (
    Annotation,
    AnnotationKind,
    ControlArea,
    Evidence,
    Feature,
    FrontLine,
    Status,
)
from mapdesk.model.ground import HOME as AT_HOME
from mapdesk.model.ground import Holder
from mapdesk.model.layout import Frame
from mapdesk.model.project import HomeGround, Side
from mapdesk.render.content import FrameContent
from mapdesk.render.scene import Group, Mark, Path, Scene, Text

SIZES = ((1200, 675), (1920, 1080), (1080, 1080), (1080, 1350), (1080, 1920))
BOUNDS = (31.0, 46.0, 35.0, 48.0)
HOME = box(25, 45.2, 37, 52)
EAST = Side(uid="east", name="East", colour="#C74A38", rank=0)
WEST = Side(uid="west", name="West", colour="#135E8C", rank=1, home=(HomeGround(label="WE", shape=HOME),))
FRONT = MultiLineString([[(33.0, 48.4), (33.2, 47.4), (32.9, 46.6), (33.0, 45.4)]])
GROUND_OUTSIDE = box(38, 46, 39, 48)
OLD_FRONT = MultiLineString([[(33.0, 48.4), (32.6, 47.4), (32.9, 46.6), (33.0, 45.4)]])
HELD = Polygon([(33.0, 48.4), (33.2, 47.4), (32.9, 46.6), (33.0, 45.4), (36.9, 45.4), (36.9, 48.4)])
RECOVERED = Polygon([(33.0, 48.4), (33.2, 47.4), (32.9, 46.6), (32.6, 47.4)])


def area(side: str, status: Status, shape: Polygon) -> dict[str, Feature]:
    """One control area by its id."""
    uid = f"{side}-{status.value}"
    return {uid: ControlArea(feature_id=uid, side=side, status=status, shape=shape)}


def front(shape: MultiLineString = FRONT, sides: tuple[str, ...] = ("east", "west")) -> dict[str, Feature]:
    """The front from north to south, so that the east is on its left."""
    return {"front": FrontLine(feature_id="front", shape=shape, sides=sides, derived=True)}


def arrow(evidence: Evidence = Evidence.ASSESSED) -> dict[str, Feature]:
    """An arrow across the front."""
    course = LineString([(32.2, 47.0), (32.8, 47.1), (33.4, 46.9)])
    return {
        "push": Annotation(
            feature_id="push", kind=AnnotationKind.ARROW, shape=course, name="push", evidence=evidence
        )
    }


def patch(direction: Direction, before: Holder, after: Holder) -> ChangePatch:
    """The ground in the middle, having changed hands."""
    return ChangePatch(
        uid="patch-1", before=before, after=after, direction=direction, shape=RECOVERED, area_km2=1.0
    )


def everything() -> dict[str, Feature]:
    """One of each status, a front, an arrow and a marker."""
    return {
        **area("east", Status.CONTROLLED, HELD),
        **area("east", Status.ADVANCE, box(33.6, 47.2, 34.0, 47.5)),
        **area("east", Status.CONTESTED, box(33.3, 46.4, 33.6, 46.7)),
        **area("east", Status.CLAIMED, box(32.2, 47.3, 32.5, 47.6)),
        **area("west", Status.CLAIMED, box(34.1, 46.6, 34.6, 46.9)),
        **front(),
        **arrow(),
        "mark": Annotation(
            feature_id="mark", kind=AnnotationKind.MARKER, shape=Point(32.0, 46.5), text="Bridge destroyed"
        ),
    }


def frame(width: int = 1920, height: int = 1080, **more: object) -> Frame:
    """The frame of the made-up country."""
    plain = Frame(
        uid="f",
        name="Front",
        bounds=BOUNDS,
        width=width,
        height=height,
        title="The river line holds",
        source="a made-up institute",
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def content(width: int = 1920, height: int = 1080, **more: object) -> FrameContent:
    """The frame's content on 4 October 2022; `more` replaces parts of it."""
    plain = FrameContent(
        frame=frame(width, height), day=date(2022, 10, 4), sides=(EAST, WEST), features=everything()
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def compared(width: int = 1920, height: int = 1080, **more: object) -> FrameContent:
    """The same, compared with the day before: ground in the middle was recovered."""
    recovered = patch(Direction.RECOVERED, Holder("east", Status.CONTROLLED), Holder("west", AT_HOME))
    plain = content(width, height, since=date(2022, 10, 3), change=(recovered,), old_fronts=(OLD_FRONT,))
    return replace(plain, **more)  # type: ignore[arg-type]


def basemap(towns: int = 60) -> Basemap:
    """A river through the country, its sea in the south, its towns on a lattice."""
    named = ("Kherson", "Mykolaiv", "Велике Місто", "Sainte-Anne", "Öreryd")
    places = tuple(
        Place(
            uid=f"p{n}",
            name=named[n] if n < len(named) else f"Town {n}",
            lon=31.3 + (n * 7 % 41) * 0.11,
            lat=46.25 + (n * 5 % 23) * 0.08,
            population=400_000 // (n + 1),
            country="WE",
            capital=n == 0,
        )
        for n in range(towns)
    )
    river = River(
        shape=LineString([(31.0, 45.8), (31.8, 46.8), (32.4, 47.4), (34.0, 47.8), (36.0, 48.6)]),
        name="Long River",
        rank=1,
    )
    west, east = box(25, 45.2, 37, 52), box(37, 45.2, 45, 55)
    return Basemap(
        land=(box(20, 46.1, 45, 55), box(31, 45.2, 32, 46.1)),
        lakes=(box(34.2, 47.0, 34.6, 47.2),),
        rivers=(river,),
        countries=(
            Region(code="WE", name="West", shape=west),
            Region(code="EA", name="East", shape=east),
        ),
        regions=(
            Region(code="WE-1", name="Lower Province", shape=box(25, 45.2, 33, 52)),
            Region(code="WE-2", name="Upper Province", shape=box(33, 45.2, 37, 52)),
        ),
        borders=(Border(shape=LineString([(37, 45.2), (37, 55)])),),
        region_borders=(LineString([(33, 45.2), (33, 52)]),),
        places=places,
        seas=(Place(uid="s", name="Southern Sea", lon=34.0, lat=45.8),),
        credit="Base map: made up",
    )


def ids(scene: Scene) -> list[str]:
    """All ids of a Scene: of layers, groups and marks."""
    found = []
    for layer in scene.layers:
        found.append(layer.id)
        for item in layer.items:
            found.append(item.id)
            if isinstance(item, Group):
                found += [mark.id for mark in item.marks]
    return found


def mark(scene: Scene, uid: str) -> Mark:
    """The mark of that id."""
    return next(m for m in scene.marks() if m.id == uid)


def path(scene: Scene, uid: str) -> Path:
    """The path of that id."""
    found = mark(scene, uid)
    assert isinstance(found, Path)
    return found


def texts(scene: Scene) -> list[Text]:
    """All texts of a Scene."""
    return [m for m in scene.marks() if isinstance(m, Text)]
