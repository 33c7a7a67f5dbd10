"""The step that gives ground whole to a Side or to nobody, and which ground is meant by words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mapdesk.basemaps.territories import Territory, find_territories
from mapdesk.edit.claim import give_ground
from mapdesk.edit.dates import snapshot_to_edit
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.give import give_area
from mapdesk.geometry.grid import polygons_of
from mapdesk.model.features import ControlArea, Status
from mapdesk.model.project import Project
from mapdesk.session.ground_under import GroundKind, GroundUnder, ground_under, region_ground
from mapdesk.session.naming import feature_name, said_area


def giving(
    project: Project, account: str, day: date, ground: GroundUnder, side: str, status: Status, ids: Ids
) -> tuple[str, Callable[[Project], Edited]]:
    """What giving some ground to a Side, or to nobody where `side` is "", is called, and its edit."""
    to = project.sides[side].name if side else "nobody"
    label = f"Give {ground.name} to {to}, {said_area(ground.area_km2)}"
    if uid := ground.feature_id:
        return label, lambda state: give_area(
            state, account=account, day=day, feature_id=uid, side=side, status=status, ids=ids
        )
    pieces = polygons_of(ground.shape)
    held = status if side else Status.CONTROLLED
    return label, lambda state: give_ground(
        state, account=account, day=day, ground=pieces, side=side, status=held, ids=ids
    )


def wanted_ground(
    project: Project,
    account: str,
    day: date,
    *,
    region: str = "",
    feature: str = "",
    place: tuple[float, float] | None = None,
    bank: bool = False,
) -> GroundUnder:
    """The ground of a region by its name or code, of an area by its id, or at a place (lon, lat)."""
    if place is not None:
        return ground_under(project, account, day, GroundKind.BANK if bank else GroundKind.AREA, place)
    snapshot = snapshot_to_edit(project, account, day)
    if region:
        territory = _territory(region)
        return GroundUnder(region_ground(territory.code, snapshot), territory.name)
    area = snapshot.features.get(feature)
    if not isinstance(area, ControlArea):
        raise EditRefused(f"There is no area {feature} on the map of {day}.")
    return GroundUnder(area.shape, f"“{feature_name(project, area)}”", feature)


def _territory(text: str) -> Territory:
    """The country or region of a code or name; a part of the name will do where it is the only one's."""
    found = find_territories(text)
    exact = [one for one in found if text.casefold() in (one.code.casefold(), one.name.casefold())]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise EditRefused(f"The base map has no country or region called {text}.")
    known = ", ".join(f"{one.name} ({one.code})" for one in found[:5])
    raise EditRefused(f"Several are called {text}: {known}; give the code.")
