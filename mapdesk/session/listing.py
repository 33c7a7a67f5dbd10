"""What is on the map and what changed, as plain documents for the command line and for files."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely

from mapdesk.edit.dates import refuse_unknown_account
from mapdesk.geometry.measure import METHOD, area_km2, length_km
from mapdesk.model.basemap import Place
from mapdesk.model.control_change import ChangePatch, Total
from mapdesk.model.difference import feature_versions
from mapdesk.model.features import Annotation, ControlArea, Feature
from mapdesk.model.ground import NOBODY, Holder
from mapdesk.model.project import Project
from mapdesk.session.comparison import Comparison

Document = dict[str, Any]


def features_on(project: Project, account: str, day: date) -> list[Document]:
    """The Features of a date, largest areas first, each with the dates from and until which it is valid.

    None where the map says nothing yet; raises EditRefused for an Account that is not there.
    """
    refuse_unknown_account(project, account)
    snapshot = project.snapshot_on(account, day)
    if snapshot is None:
        return []
    rows = []
    for version in feature_versions(project, account):
        until = version.valid_until
        if version.valid_from <= snapshot.date and (until is None or snapshot.date < until):
            row = _feature_row(project, version.feature)
            row["valid_from"] = version.valid_from.isoformat()
            row["valid_until"] = until.isoformat() if until else None
            rows.append(row)
    return sorted(rows, key=lambda row: (row["kind"], -row.get("area_km2", 0), row["id"]))


def _feature_row(project: Project, feature: Feature) -> Document:
    row: Document = {"id": feature.feature_id, "name": feature.name, "evidence": feature.evidence.value}
    if isinstance(feature, ControlArea):
        return row | {
            "kind": "control_area",
            "side": _side_name(project, feature.side),
            "status": feature.status.value,
            "area_km2": round(area_km2(feature.shape), 3),
        }
    if isinstance(feature, Annotation):
        return row | {
            "kind": "annotation",
            "side": _side_name(project, feature.side) if feature.side else "",
            "status": feature.kind.value,
            "symbol": feature.symbol,
            "text": feature.text,
        }
    return row | {
        "kind": "front_line",
        "side": " – ".join(_side_name(project, side) for side in feature.sides),
        "status": "derived" if feature.derived else "drawn",
        "length_km": round(length_km(feature.shape), 3),
    }


def comparison_document(project: Project, comparison: Comparison) -> Document:
    """A Comparison in the form that `compare --json` prints, with sides by name; nobody has none."""
    change = comparison.change
    return {
        "from": change.since.isoformat(),
        "to": change.until.isoformat(),
        "method": METHOD,
        "totals": [_total(project, total) for total in change.totals],
        "held": [_held(project, total) for total in change.held],
        "claims": [_total(project, total) for total in comparison.claims],
        "patches": [_patch(project, comparison, patch, places) for patch, places in comparison.patches()],
        "set_aside": {
            "count": change.set_aside.count,
            "area_km2": round(change.set_aside.area_km2, 4),
        },
        "localities": [
            _place(place) | {"from": _holder(project, patch.before), "to": _holder(project, patch.after)}
            for patch, places in comparison.patches()
            for place in places
        ],
        "warnings": list(change.warnings),
    }


def change_features(project: Project, comparison: Comparison) -> Document:
    """The patches of a Comparison as a GeoJSON FeatureCollection (RFC 7946)."""
    change = comparison.change
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": patch.uid,
                "geometry": shapely.geometry.mapping(shapely.orient_polygons(patch.shape, exterior_cw=False)),
                "properties": {"since": change.since.isoformat(), "until": change.until.isoformat()}
                | _row(project, comparison, patch, places),
            }
            for patch, places in comparison.patches()
        ],
    }


def change_rows(project: Project, comparison: Comparison) -> list[Document]:
    """The patches of a Comparison as the rows of a table; its columns are the same in every row."""
    return [_row(project, comparison, patch, places) for patch, places in comparison.patches()]


#: The columns of change_rows.
CHANGE_COLUMNS = (
    "id",
    "from_side",
    "from_status",
    "to_side",
    "to_status",
    "direction",
    "area_km2",
    "advance_km",
    "advance_median_km",
    "lon",
    "lat",
    "localities",
    "set_aside",
)


def _row(project: Project, comparison: Comparison, patch: ChangePatch, places: tuple[Place, ...]) -> Document:
    before, after = _holder(project, patch.before), _holder(project, patch.after)
    advance = comparison.advances.get(patch.uid)
    lon, lat = patch.centre
    values = (
        patch.uid,
        before["side"],
        before["status"],
        after["side"],
        after["status"],
        patch.direction.value,
        round(patch.area_km2, 4),
        round(advance.largest_km, 3) if advance else None,
        round(advance.median_km, 3) if advance else None,
        lon,
        lat,
        ", ".join(place.name for place in places),
        patch.aside.value if patch.aside else None,
    )
    return dict(zip(CHANGE_COLUMNS, values, strict=True))


def _patch(
    project: Project, comparison: Comparison, patch: ChangePatch, places: tuple[Place, ...]
) -> Document:
    advance = comparison.advances.get(patch.uid)
    aside = {"set_aside": patch.aside.value} if patch.aside else {}
    return {
        "id": patch.uid,
        "from": _holder(project, patch.before),
        "to": _holder(project, patch.after),
        "direction": patch.direction.value,
        "area_km2": round(patch.area_km2, 4),
        "centre": list(patch.centre),
        "advance_km": round(advance.largest_km, 3) if advance else None,
        "advance_median_km": round(advance.median_km, 3) if advance else None,
        "localities": [_place(place) for place in places],
        **aside,
    }


def _held(project: Project, total: Total) -> Document:
    return {key: value for key, value in _total(project, total).items() if key != "status"}


def _place(place: Place) -> Document:
    return {"name": place.name, "lon": place.lon, "lat": place.lat, "population": place.population}


def _holder(project: Project, holder: Holder) -> Document:
    if holder == NOBODY:
        return {"side": None, "status": None}
    return {"side": _side_name(project, holder.side), "status": holder.status}


def _total(project: Project, total: Total) -> Document:
    return {
        "side": _side_name(project, total.side),
        "status": total.status,
        "gained_km2": round(total.gained_km2, 4),
        "lost_km2": round(total.lost_km2, 4),
    }


def _side_name(project: Project, uid: str) -> str:
    return project.sides[uid].name if uid in project.sides else uid
