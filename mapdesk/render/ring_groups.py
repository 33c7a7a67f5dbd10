"""Which lines of one object lie so close that they must be drawn together: Qt is quicker with few at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from mapdesk.render.scene import Vertices

# Apart by so many pixels, no two lines colour the same pixel.
_APART = 2.0


def ring_groups(rings: Sequence[Vertices]) -> list[list[Vertices]]:
    """Rings in groups that may be filled one after the other: none is a hole in another group's ring."""
    if len(rings) < 2:
        return [list(rings)] if rings else []
    low = np.array([ring.min(axis=0) for ring in rings]) - _APART / 2
    high = np.array([ring.max(axis=0) for ring in rings]) + _APART / 2
    # By their boxes, as it must hold for rings that cross themselves, too.
    boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    return _joined(rings, shapely.STRtree(boxes).query(boxes, predicate="intersects"))


def line_groups(lines: Sequence[Vertices], closed: bool, width: float) -> list[list[Vertices]]:
    """Lines in groups that may be stroked one after the other: no two groups' strokes meet."""
    if len(lines) < 2:
        return [list(lines)] if lines else []
    shapes = np.array([shapely.linestrings(np.vstack((n, n[:1])) if closed else n) for n in lines])
    near = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=width + _APART)
    return _joined(lines, near)


def _joined(
    lines: Sequence[Vertices], pairs: np.ndarray[tuple[int, int], np.dtype[np.int64]]
) -> list[list[Vertices]]:
    parent = list(range(len(lines)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    links: Iterable[tuple[int, int]] = pairs.T[pairs[0] < pairs[1]].tolist()
    for one, other in links:
        parent[root(one)] = root(other)
    groups: dict[int, list[Vertices]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(root(index), []).append(line)
    return list(groups.values())
