"""Small contents of the editing view: two areas, a front between them, a marker; and the ground beneath."""

from __future__ import annotations

from shapely import LineString, MultiLineString, Point, Polygon

from mapdesk.model.basemap import Basemap, Border, Place, Region, River
from mapdesk.model.features import (
    Annotation,
    AnnotationKind,
    ControlArea,
    Evidence,
    Feature,
    FrontLine,
    Status,
)
from mapdesk.model.project import Side
from mapdesk.render.view.content import ViewContent
from mapdesk.render.view.ground import ViewGround
from mapdesk.render.view.mercator import MercatorViewport
from tests.plain_maps import rectangle

BLUE = Side(uid="blue", name="Blue", colour="#2F6DB5", rank=0)
RED = Side(uid="red", name="Red", colour="#C74A38", rank=1)
BOUNDS = (30.0, 44.0, 42.0, 52.0)
VIEW = MercatorViewport.fitted((33, 46, 39, 50), 640, 480)


def area(feature_id: str, side: str, shape: Polygon, status: Status = Status.CONTROLLED) -> ControlArea:
    """A control area."""
    return ControlArea(feature_id=feature_id, side=side, status=status, shape=shape)


def content(*more: Feature, **parts: object) -> ViewContent:
    """Blue holds the west, Red the east, with a front between them at 36° E."""
    features: list[Feature] = [
        area("west", "blue", rectangle(34, 47, 36, 49)),
        area("east", "red", rectangle(36, 47, 38, 49)),
        FrontLine(
            feature_id="front",
            sides=("blue", "red"),
            derived=True,
            shape=MultiLineString([[(36, 47), (36, 49)]]),
        ),
        *more,
    ]
    by_id = {feature.feature_id: feature for feature in features}
    return ViewContent(sides=(BLUE, RED), features=by_id, **parts)  # type: ignore[arg-type]


def marker(at: tuple[float, float], text: str = "Bridge") -> Annotation:
    """A marker with its words."""
    return Annotation(
        feature_id="note", kind=AnnotationKind.MARKER, shape=Point(at), text=text, evidence=Evidence.VERIFIED
    )


def ground(*places: Place) -> ViewGround:
    """Land all around but for a sea in the south, a lake, a river, a border and some towns."""
    land = rectangle(30, 46.5, 42, 52)
    return ViewGround(
        Basemap(
            land=(land,),
            lakes=(rectangle(34.5, 48, 35, 48.5),),
            rivers=(River(shape=LineString([(33, 52), (36.5, 48), (37, 46.5)]), name="Stream", rank=2),),
            countries=(Region(code="XX", name="Land", shape=land),),
            borders=(Border(shape=LineString([(30, 50.5), (42, 50.5)])),),
            region_borders=(LineString([(30, 47.7), (42, 47.7)]),),
            places=places or towns(),
        ),
        BOUNDS,
        metres_per_pixel=800,
    )


def towns() -> tuple[Place, ...]:
    """A hundred towns in a grid, the larger the farther north and east."""
    return tuple(
        Place(
            uid=f"town-{row}-{column}",
            name=f"Town {row} {column}",
            lon=32 + column * 0.8,
            lat=46 + row * 0.5,
            population=10_000 * (row + 1) * (column + 1),
            names={"uk": f"Місто {row} {column}"},
        )
        for row in range(10)
        for column in range(10)
    )
