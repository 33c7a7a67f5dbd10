"""Which lines of one object lie so close that they must be drawn together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mapdesk.render.scene import Vertices


def ring_groups(lines: Sequence[Vertices], reach: float = 0.0) -> list[list[Vertices]]:
    """The lines in groups whose bounding boxes, widened by `reach` and a pixel, lie apart from each other.

    Filled or stroked group by group they give the same picture as all at once: no ring of one group is a
    hole in another, and none shares a pixel with another.
    """
    if len(lines) < 2:
        return [list(lines)] if lines else []
    margin = reach / 2 + 1.0
    low = np.array([line.min(axis=0) for line in lines]) - margin
    high = np.array([line.max(axis=0) for line in lines]) + margin
    parent = list(range(len(lines)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    # A sweep from left to right: `open_boxes` are those that the current left edge still lies within.
    open_boxes = np.empty(0, dtype=np.intp)
    for index in np.argsort(low[:, 0], kind="stable"):
        open_boxes = open_boxes[high[open_boxes, 0] >= low[index, 0]]
        touching = open_boxes[(high[open_boxes, 1] >= low[index, 1]) & (low[open_boxes, 1] <= high[index, 1])]
        for other in touching:
            parent[root(int(other))] = root(int(index))
        open_boxes = np.append(open_boxes, index)
    groups: dict[int, list[Vertices]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(root(index), []).append(line)
    return list(groups.values())
