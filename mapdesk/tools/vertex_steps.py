"""The steps that the vertex tools settle, and which features they work on."""

from __future__ import annotations

from collections.abc import Collection

from shapely import Point

from mapdesk.edit.vertices import delete_vertices, insert_vertex, move_vertices
from mapdesk.tools.nearby import LonLat
from mapdesk.tools.select import stands_alone
from mapdesk.tools.tool import Moves, OnMap, Settle


def outlined(on: OnMap) -> tuple[str, ...]:
    """The selected features that have vertices to edit."""
    return tuple(feature.feature_id for feature in on.chosen if not isinstance(feature.shape, Point))


def standing_alone(on: OnMap) -> tuple[str, ...]:
    """The selected features whose vertices are theirs alone."""
    return tuple(feature.feature_id for feature in on.chosen if stands_alone(feature))


def several(count: int) -> str:
    """So many vertices, in words."""
    return "a vertex" if count == 1 else f"{count:,} vertices"


def moving(moves: Moves, on: OnMap, verb: str = "Move") -> Settle:
    """Vertices put elsewhere, as one step; `verb` is how."""
    alone = standing_alone(on)
    return Settle(
        f"{verb} {several(len(moves))}",
        lambda project: move_vertices(
            project, account=on.account, day=on.day, moves=moves, feature_ids=alone
        ),
    )


def insertion(edge: tuple[LonLat, LonLat], at: LonLat, on: OnMap) -> Settle:
    """A vertex put into an edge, as one step."""
    alone = standing_alone(on)
    return Settle(
        "Add a vertex",
        lambda project: insert_vertex(
            project, account=on.account, day=on.day, edge=edge, at=at, feature_ids=alone
        ),
    )


def deletion(vertices: Collection[LonLat], on: OnMap) -> Settle:
    """Vertices deleted, as one step."""
    alone = standing_alone(on)
    return Settle(
        f"Delete {several(len(vertices))}",
        lambda project: delete_vertices(
            project, account=on.account, day=on.day, at=vertices, feature_ids=alone
        ),
    )
