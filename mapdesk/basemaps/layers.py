"""The file in which layers of shapes lie: read only as far as the bounds asked for need it.

A `.npz` holds several layers. A layer's features lie in chunks of neighbours; a chunk's vertices are
whole numbers of 1e-4 degrees, each as the step from the one before, beside the sizes of the parts that
`shapely.to_ragged_array` gives. Steps are small, so their low, middle and high bytes lie apart, where the
high ones compress to nothing. Polygons are stored as MultiPolygons, lines as MultiLineStrings. What else
is known of a feature is a line of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from mapdesk.model.layout import Bounds

Integers: TypeAlias = NDArray[np.integer[Any]]

#: What the base map's shapes are stored to; a tenth of a millidegree is 11 m.
STEPS_PER_DEGREE = 10_000
_CHUNK_VERTICES = 20_000
_MULTI = {2: shapely.GeometryType.MULTILINESTRING, 3: shapely.GeometryType.MULTIPOLYGON}


class Texts:
    """Many short texts in one block of bytes, cut out one by one."""

    def __init__(self, block: NDArray[np.uint8], lengths: Integers) -> None:
        self._block = block.tobytes()
        self._ends = np.cumsum(lengths, dtype=np.int64)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, index: int) -> str:
        start = int(self._ends[index - 1]) if index else 0
        return self._block[start : int(self._ends[index])].decode()

    @staticmethod
    def packed(texts: Sequence[str]) -> tuple[NDArray[np.uint8], Integers]:
        """The block and the lengths to store."""
        pieces = [text.encode() for text in texts]
        lengths = np.array([len(piece) for piece in pieces], dtype=np.int64)
        narrow = np.uint8 if not len(lengths) or lengths.max() < 256 else np.uint16
        return np.frombuffer(b"".join(pieces), dtype=np.uint8), lengths.astype(narrow)


class Layer:
    """One layer of a file: where each feature lies, and its shape once somebody looks there."""

    def __init__(self, arrays: Any, name: str) -> None:
        self._arrays = arrays
        self._name = name
        self.boxes: NDArray[np.float64] = arrays[f"{name}.boxes"] / STEPS_PER_DEGREE
        self._chunk_starts: Integers = arrays[f"{name}.chunks"]
        self._shapes: dict[int, NDArray[Any]] = {}
        self._known: dict[int, dict[str, Any]] = {}

    def __len__(self) -> int:
        return len(self.boxes)

    @cached_property
    def _facts(self) -> Texts:
        return Texts(self._arrays[f"{self._name}.facts"], self._arrays[f"{self._name}.facts_lengths"])

    def facts(self, index: int) -> dict[str, Any]:
        """What else is known of a feature, such as its code and names; not to be written to."""
        if index not in self._known:
            self._known[index] = json.loads(self._facts[index])
        return self._known[index]

    def within(self, bounds: Bounds) -> tuple[Integers, NDArray[Any]]:
        """Features whose boxes touch the bounds: their indices and whole shapes."""
        west, south, east, north = bounds
        boxes = self.boxes
        hits = np.flatnonzero(
            (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
        )
        return hits, self.shapes(hits)

    def clipped(self, bounds: Bounds) -> tuple[Integers, NDArray[Any]]:
        """What lies inside the bounds, cut off at them; features of which nothing does are left out."""
        hits, shapes = self.within(bounds)
        boxes = self.boxes[hits]
        inside = (boxes[:, 0] >= bounds[0]) & (boxes[:, 2] <= bounds[2])
        inside &= (boxes[:, 1] >= bounds[1]) & (boxes[:, 3] <= bounds[3])
        shapes[~inside] = shapely.clip_by_rect(shapes[~inside], *bounds)
        some = ~shapely.is_empty(shapes)
        return hits[some], shapes[some]

    def shapes(self, indices: Integers) -> NDArray[Any]:
        """The shapes of features by their indices, which must ascend."""
        found = np.empty(len(indices), dtype=object)
        chunks = np.searchsorted(self._chunk_starts, indices, side="right") - 1
        for chunk in np.unique(chunks):
            if chunk not in self._shapes:
                self._shapes[chunk] = self._read(int(chunk))
            here = chunks == chunk
            found[here] = self._shapes[chunk][indices[here] - self._chunk_starts[chunk]]
        return found

    def _read(self, chunk: int) -> NDArray[Any]:
        stem = f"{self._name}.{chunk}"
        steps = _from_planes(self._arrays[f"{stem}.xy"]).reshape(2, -1)
        # Dividing, not multiplying by 1e-4, gives the double nearest to the decimal number.
        xy = np.ascontiguousarray(np.cumsum(steps, axis=1).T) / STEPS_PER_DEGREE
        offsets: list[NDArray[np.int64]] = []
        while (key := f"{stem}.{len(offsets)}") in self._arrays:
            offsets.append(np.concatenate([[0], np.cumsum(self._arrays[key], dtype=np.int64)]))
        shapes: NDArray[Any] = shapely.from_ragged_array(_MULTI[len(offsets)], xy, tuple(offsets))
        return shapes


def read_layers(path: Path) -> dict[str, Layer]:
    """The layers of a file by name. Shapes are read when first asked for."""
    arrays = np.load(path)
    names = [key.removesuffix(".boxes") for key in arrays.files if key.endswith(".boxes")]
    return {name: Layer(arrays, name) for name in names}


def write_layers(path: Path, layers: dict[str, tuple[Sequence[Any], Sequence[dict[str, Any]]]]) -> None:
    """Write layers given as shapes in degrees and, if there are any, the facts on each."""
    arrays: dict[str, Any] = {}
    for name, (shapes, facts) in layers.items():
        arrays |= _packed(name, _as_multi(np.asarray(shapes, dtype=object)), facts)
    np.savez_compressed(path, **arrays)


def _to_planes(steps: NDArray[np.int32]) -> NDArray[np.uint8]:
    """The bytes of whole numbers, all lowest ones first; the sign becomes the lowest bit."""
    unsigned = ((steps << 1) ^ (steps >> 31)).astype("<u4")
    return np.ascontiguousarray(unsigned.view(np.uint8).reshape(-1, 4).T)


def _from_planes(planes: NDArray[np.uint8]) -> NDArray[np.int32]:
    unsigned = np.ascontiguousarray(planes.T).view("<u4").ravel()
    return (unsigned >> 1).astype(np.int32) ^ -(unsigned & 1).astype(np.int32)


def _as_multi(shapes: NDArray[Any]) -> NDArray[Any]:
    multi = {"LineString": shapely.MultiLineString, "Polygon": shapely.MultiPolygon}
    kinds = [multi.get(shape.geom_type) for shape in shapes]
    both = zip(shapes, kinds, strict=True)
    return np.array([shape if kind is None else kind([shape]) for shape, kind in both], dtype=object)


def _packed(name: str, shapes: NDArray[Any], facts: Sequence[dict[str, Any]]) -> dict[str, NDArray[Any]]:
    boxes = np.rint(shapely.bounds(shapes) * STEPS_PER_DEGREE).astype(np.int32)
    # Neighbours share a chunk: features go by tiles of 8 degrees, the large ones by their middle.
    tiles = ((boxes[:, :2] + boxes[:, 2:]) // 2) // (8 * STEPS_PER_DEGREE)
    order = np.lexsort((tiles[:, 0], tiles[:, 1]))
    sizes = shapely.get_num_coordinates(shapes[order])
    starts, held, tile = [], _CHUNK_VERTICES + 1, None
    for at, size in enumerate(sizes):
        here = tuple(tiles[order[at]])
        if held + size > _CHUNK_VERTICES or (here != tile and held > _CHUNK_VERTICES // 3):
            starts.append(at)
            held = 0
        held, tile = held + int(size), here
    arrays: dict[str, NDArray[Any]] = {
        f"{name}.boxes": boxes[order],
        f"{name}.chunks": np.array(starts, dtype=np.int32),
    }
    if facts:
        lines = [json.dumps(facts[i], ensure_ascii=False, separators=(",", ":")) for i in order]
        arrays[f"{name}.facts"], arrays[f"{name}.facts_lengths"] = Texts.packed(lines)
    for chunk, (start, end) in enumerate(zip(starts, [*starts[1:], len(order)], strict=True)):
        _, xy, offsets = shapely.to_ragged_array(shapes[order[start:end]])
        whole = np.rint(xy * STEPS_PER_DEGREE).astype(np.int32).T
        arrays[f"{name}.{chunk}.xy"] = _to_planes(np.diff(whole, axis=1, prepend=np.int32(0)).ravel())
        for level, offset in enumerate(offsets):
            arrays[f"{name}.{chunk}.{level}"] = np.diff(offset).astype(np.int32)
    return arrays
