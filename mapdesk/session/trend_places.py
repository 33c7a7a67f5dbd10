"""The places that distances are measured to: by name in any spelling, or by coordinates."""

from __future__ import annotations

from mapdesk.basemaps.gazetteer import find_place, folded
from mapdesk.basemaps.territories import territory_name
from mapdesk.edit.edit import EditRefused
from mapdesk.model.basemap import Place
from mapdesk.session.coordinates import format_coordinates, parse_coordinates

_LOOKED_AT = 50


def place_called(text: str) -> tuple[Place, str]:
    """The place of a name in any spelling, or at coordinates, and what is to be said of the choice.

    Of several the largest is taken, which is then said. Raises EditRefused where there is none.
    """
    at = parse_coordinates(text)
    if at is not None:
        lon, lat = at
        return Place(uid=f"at:{lon:.5f},{lat:.5f}", name=format_coordinates(lon, lat), lon=lon, lat=lat), ""
    found = find_place(text, _LOOKED_AT)
    if not found:
        raise EditRefused(f"No place is called “{text.strip()}” in the gazetteer.")
    # Whose very name it is goes before those who were once, or are elsewhere, called so.
    sought = folded(text)
    named = [p for p in found if sought in {folded(name) for name in (p.name, *p.names.values())}]
    place = (named or found)[0]
    where = territory_name(place.region or place.country)
    if len(named) > 1:
        many = f"{len(named)} or more" if len(found) == _LOOKED_AT else str(len(named))
        return place, f"{many} places are called {place.name}; this is the largest, in {where}."
    return place, "" if named else f"“{text.strip()}” is taken for {place.name}, {where}."
