"""Builds the GeoJSON files of the sample project from its hand-drawn lines.

    python packaging/build_sample.py

A front is drawn once, as a line from the state border to the sea. The ground behind it is all of the home
ground on the line's far side, so that it ends at the base map's own coast and state border. Rings are drawn
loosely across the front and cut by it; what they enclose is taken out of the ground held behind it.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Sequence
from itertools import batched, pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely import LineString, Polygon

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mapdesk.basemaps.default_map import home_ground  # noqa: E402
from mapdesk.geometry.grid import ground_of, on_grid, polygons_of  # noqa: E402

SAMPLE = ROOT / "resources/samples/two-fronts"
#: Pieces of ground smaller than this, in square degrees, are islets that the line only grazes.
SMALLEST = 1e-5
