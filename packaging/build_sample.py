"""Builds the GeoJSON files of the sample project from its hand-drawn lines.

    python packaging/build_sample.py

A front is drawn once, as a line from the state border to the sea. The ground behind it is all of the home
ground on the line's far side, so that it ends at the base map's own coast and state border. Rings are drawn
loosely across the front and cut by it; what they enclose is taken out of the ground held behind it, unless
it is merely claimed.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapely
from shapely import LineString, Polygon

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mapdesk.basemaps.default_map import home_ground  # noqa: E402
from mapdesk.geometry.grid import on_grid, polygons_of  # noqa: E402
from mapdesk.geometry.measure import area_km2  # noqa: E402

SAMPLE = ROOT / "resources/samples/two-fronts"
#: Islets smaller than this, in km², would be specks on any picture.
SMALLEST_KM2 = 0.5
#: Vertices to a line of the files.
_ROW = 6

Point = tuple[float, float]


def stretches() -> dict[str, list[Point]]:
    """The vertices (lon, lat) of lines.txt under each of its headings."""
    found: dict[str, list[Point]] = {}
    heading = ""
    for line in (SAMPLE / "lines.txt").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if line.startswith("["):
            heading = line.strip("[] ")
            found[heading] = []
        elif words and not line.startswith("#"):
            found[heading].append((float(words[0]), float(words[1])))
    return found


def areas_of(day: dict[str, Any], sample: dict[str, Any], drawn: dict[str, list[Point]]) -> list[Any]:
    """The features of one date: (side, status, polygon) with vertices on the grid."""
    front = LineString([point for name in day["front"] for point in drawn[name]])
    if not front.is_simple:
        raise ValueError(f"The front of {day['date']} crosses itself.")
    homes = [home_ground(side["home"]).shape for side in sample["sides"] if "home" in side]
    behind = shapely.intersection(Polygon([*front.coords, *drawn["around"]]), shapely.union_all(homes))
    enclosed = defaultdict(list)
    for entry in day["rings"]:
        enclosed[entry["side"], entry["status"]].append(Polygon(drawn[entry["ring"]]))
    rings = {key: shapely.intersection(shapely.union_all(found), behind) for key, found in enclosed.items()}
    taken = [shape for (_, status), shape in rings.items() if status != "claimed"]
    held = shapely.difference(behind, shapely.union_all(taken))
    shapes = {(sample["behind_the_front"], "controlled"): held, **rings}
    print(f"{day['date']}: {len(front.coords)} vertices drawn", end="")
    return [
        (side, status, part)
        for (side, status), shape in shapes.items()
        for part in polygons_of(on_grid(shape))
        if area_km2(part) >= SMALLEST_KM2
    ]


def feature(side: str, status: str, shape: Polygon, day: str, note: str) -> str:
    """A GeoJSON feature, a few vertices to a line, so that little of the file changes where little moves."""
    properties = {"date": day, "side": side, "status": status, "note": note}
    rings = ",\n".join(ring(r.coords) for r in (shape.exterior, *shape.interiors))
    return (
        f'{{"type": "Feature", "properties": {json.dumps(properties, ensure_ascii=False)},\n'
        f'"geometry": {{"type": "Polygon", "coordinates": [\n{rings}\n]}}}}'
    )


def ring(points: Sequence[Any]) -> str:
    """The coordinates of a ring as GeoJSON."""
    written = [f"[{lon:.10g},{lat:.10g}]" for lon, lat in points]
    rows = [", ".join(written[start : start + _ROW]) for start in range(0, len(written), _ROW)]
    return "[" + ",\n".join(rows) + "]"


def main() -> None:
    sample = tomllib.loads((SAMPLE / "sample.toml").read_text(encoding="utf-8"))
    drawn = stretches()
    for day in sample["dates"]:
        written = day["date"].isoformat()
        areas = areas_of(day, sample, drawn)
        members = [
            feature(side, status, shapely.orient_polygons(shape), written, sample["credit"])
            for side, status, shape in areas
        ]
        text = '{"type": "FeatureCollection", "features": [\n' + ",\n".join(members) + "\n]}\n"
        (SAMPLE / f"{written}.geojson").write_text(text, encoding="utf-8")
        vertices = sum(int(shapely.get_num_coordinates(shape)) for _, _, shape in areas)
        print(f", {len(areas)} areas with {vertices} vertices")


if __name__ == "__main__":
    main()
