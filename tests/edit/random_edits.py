"""Random edits on real or made-up ground, each with the ground that it means, and the law that all keep."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import cos, pi, radians, sin
from pathlib import Path
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from mapdesk.edit.brush import brushed, dab, swept
from mapdesk.edit.claim import give_ground
from mapdesk.edit.dates import extent_of, settled, snapshot_to_edit
from mapdesk.edit.edit import EditRefused, Ids
from mapdesk.edit.give import give_area
from mapdesk.edit.ground import put_ground
from mapdesk.edit.merge import merge_areas
from mapdesk.edit.pocket import pocket_in, round_of
from mapdesk.edit.project import DESK
from mapdesk.edit.push import apply_push, find_push, push_front
from mapdesk.edit.regions import regions_of
from mapdesk.edit.simplify import simplify_vertices
from mapdesk.edit.smooth import smooth_vertices
from mapdesk.edit.split import split_area
from mapdesk.edit.vertices import delete_vertices, insert_vertex, move_vertices
from mapdesk.exchange.vector_file import SourceRefused
from mapdesk.exchange.vector_source import open_vector
from mapdesk.geometry.coverage import cleaned
from mapdesk.geometry.grid import snap
from mapdesk.model.features import FrontLine, Status
from mapdesk.model.ground import planar_areas
from mapdesk.model.project import HomeGround, Project, Snapshot
from mapdesk.session.new_project import project_with
from tests.edit.law import (
    assert_fronts_follow,
    assert_one_planar_map,
    assert_only_what_was_meant_changed,
    assert_undone,
)
from tests.plain_maps import day, numbered

#: Days of real front lines, where they lie beside the checkout.
REAL = Path(__file__).resolve().parents[3] / "shared/data/frontlines/isw_ctp_2022_mit/daily_clipped"

STATUSES = (Status.CONTROLLED, Status.CONTESTED, Status.ADVANCE)
#: Kilometres that a hand's stroke or a gift may be across; most are small.
_LEAST_KM, _MOST_KM = 0.2, 60.0
_DEGREE_KM = 111.195

Course: TypeAlias = NDArray[np.float64]
#: An edit on the map of a date: the Project after it, and the ground that it may change.
Meant: TypeAlias = tuple[Project, BaseGeometry]


@dataclass(frozen=True)
class Hand:
    """What a random edit is made from: chance, the map, and where new ids come from."""

    chance: random.Random
    project: Project
    day: date
    ids: Ids

    @property
    def where(self) -> dict[str, object]:
        """How edits name the map."""
        return {"account": DESK, "day": self.day}

    @property
    def snapshot(self) -> Snapshot:
        """The map."""
        shown = self.project.snapshot_on(DESK, self.day)
        assert shown is not None
        return shown

    def vertex(self) -> Course:
        """A vertex of some area; those of the front are as likely as all others together."""
        shapes: list[BaseGeometry] = [area.shape for area in planar_areas(self.snapshot.features)]
        fronts = [f.shape for f in self.snapshot.features.values() if isinstance(f, FrontLine) and f.derived]
        known = shapely.get_coordinates(fronts if fronts and self.chance.random() < 0.5 else shapes)
        if not len(known):
            raise EditRefused("Nobody holds anything here.")
        found: Course = known[self.chance.randrange(len(known))]
        return found

    def km(self, least: float = _LEAST_KM, most: float = _MOST_KM) -> float:
        """A length; each size is as likely as one ten times larger."""
        return least * (most / least) ** self.chance.random()

    def off(self, place: Course, km: float) -> Course:
        """A place some way off in any direction, on the grid."""
        turn = self.chance.uniform(0, 2 * pi)
        wide = max(cos(radians(float(place[1]))), 0.01)
        return snap(place + np.array([cos(turn) / wide, sin(turn)]) * km / _DEGREE_KM)


def push(hand: Hand) -> Meant:
    """A stroke from one place of the front to another, or anywhere at all."""
    start = hand.vertex()
    course = [start]
    for _ in range(hand.chance.randint(1, 5)):
        course.append(hand.off(course[-1], hand.km()))
    if hand.chance.random() < 0.7:
        course.append(hand.off(start, hand.km(1, 20)))
    stroke = [(float(x), float(y)) for x, y in course]
    how = {"stroke": stroke, "reach": 0.3, "other": hand.chance.random() < 0.1, **hand.where}
    lobes = find_push(hand.project, **how).lobes  # type: ignore[arg-type]
    after = push_front(hand.project, ids=hand.ids, **how).project  # type: ignore[arg-type]
    return after, shapely.union_all([lobe.ground for lobe in lobes])


def gift(hand: Hand) -> Meant:
    """A crooked star of ground around some vertex, given to a side or to nobody."""
    middle, km = hand.vertex(), hand.km()
    corners = [hand.off(middle, hand.chance.uniform(0.2, 1) * km) for _ in range(hand.chance.randint(3, 9))]
    star = Polygon(corners)
    side = hand.chance.choice([*hand.project.sides, ""])
    how = {"side": side, "status": hand.chance.choice(STATUSES), "ids": hand.ids, **hand.where}
    after = give_ground(hand.project, ground=[star], **how).project  # type: ignore[arg-type]
    return after, shapely.union_all(cleaned([star]))


def drag(hand: Hand) -> Meant:
    """A vertex moved by a metre to some kilometres."""
    x, y = (float(value) for value in hand.vertex())
    to = hand.off(np.array([x, y]), hand.km(0.001, 5))
    moves = {(x, y): (float(to[0]), float(to[1]))}
    after = move_vertices(hand.project, moves=moves, **hand.where).project  # type: ignore[arg-type]
    return after, _around(hand.snapshot, (x, y), to)


def insert(hand: Hand) -> Meant:
    """A vertex put into an edge, a little beside it."""
    area = hand.chance.choice(planar_areas(hand.snapshot.features))
    ring = shapely.get_coordinates(area.shape.exterior)
    number = hand.chance.randrange(len(ring) - 1)
    start, end = ((float(x), float(y)) for x, y in ring[number : number + 2])
    at = hand.off((ring[number] + ring[number + 1]) / 2, hand.km(0.0001, 0.5))
    how = {"edge": (start, end), "at": (float(at[0]), float(at[1])), **hand.where}
    return insert_vertex(hand.project, **how).project, MultiPoint([start, end, at]).convex_hull  # type: ignore[arg-type]


def delete(hand: Hand) -> Meant:
    """A vertex taken out."""
    x, y = (float(value) for value in hand.vertex())
    after = delete_vertices(hand.project, at=[(x, y)], **hand.where).project  # type: ignore[arg-type]
    return after, _around(hand.snapshot, (x, y), np.array([x, y]))


def brush(hand: Hand) -> Meant:
    """A crooked stroke of the round brush, for a side or to rub out what is held."""
    km = hand.km(0.2, 8)
    here = hand.vertex()
    painted: BaseGeometry = dab(_place(here), km)
    for _ in range(hand.chance.randint(0, 6)):
        there = hand.off(here, hand.km(0.2, 3) * km)
        painted = swept(painted, _place(here), _place(there), km)
        here = there
    ground = cleaned([brushed(painted, km)])
    side = hand.chance.choice([*hand.project.sides, ""])
    how = {"side": side, "status": hand.chance.choice(STATUSES), "ids": hand.ids, **hand.where}
    return give_ground(hand.project, ground=ground, **how).project, shapely.union_all(ground)  # type: ignore[arg-type]


def pocket(hand: Hand) -> Meant:
    """A closed stroke, anywhere, and the ground in it changes hands."""
    middle, km = hand.off(hand.vertex(), hand.km()), hand.km(0.3, 30)
    turns = sorted(hand.chance.uniform(0, 2 * pi) for _ in range(hand.chance.randint(3, 9)))
    corners = [middle + np.array([1.5 * cos(turn), sin(turn)]) * km / _DEGREE_KM for turn in turns]
    outline = round_of([_place(corner) for corner in (*corners, corners[0])], 0.01)
    if outline is None:
        raise EditRefused("This is no round.")
    regions = regions_of(hand.project, hand.snapshot)
    how = {"side": hand.chance.choice(list(hand.project.sides)), "status": hand.chance.choice(STATUSES)}
    found = pocket_in(regions, outline, **how)  # type: ignore[arg-type]
    after = apply_push(hand.project, found, ids=hand.ids, **hand.where).project  # type: ignore[arg-type]
    return after, shapely.union_all([lobe.ground for lobe in found.lobes])


def split(hand: Hand) -> Meant:
    """A line across some area, now and then one that crosses itself; no ground changes hands."""
    shape = hand.chance.choice(planar_areas(hand.snapshot.features)).shape
    middle = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    turn, far = hand.chance.uniform(0, 2 * pi), hand.chance.choice([0.05, 0.5, 5.0])
    way = np.array([cos(turn), sin(turn)]) * far
    bends = [hand.off(middle, hand.km(0.1, 30)) for _ in range(hand.chance.randint(0, 3))]
    line = [_place(corner) for corner in (middle - way, *bends, middle + way)]
    after = split_area(hand.project, line=line, ids=hand.ids, **hand.where).project  # type: ignore[arg-type]
    return after, LineString(line)


def merge(hand: Hand) -> Meant:
    """Two areas of a side and status that adjoin each other become one; no ground changes hands."""
    pairs = [
        [one.feature_id, other.feature_id]
        for one, other in itertools.combinations(planar_areas(hand.snapshot.features), 2)
        if (one.side, one.status) == (other.side, other.status) and one.shape.intersects(other.shape)
    ]
    if not pairs:
        raise EditRefused("Nothing adjoins.")
    after = merge_areas(hand.project, feature_ids=hand.chance.choice(pairs), **hand.where).project  # type: ignore[arg-type]
    return after, Polygon()


def give(hand: Hand) -> Meant:
    """A whole area changes hands, or is nobody's from then on."""
    area = hand.chance.choice(planar_areas(hand.snapshot.features))
    how = {"side": hand.chance.choice([*hand.project.sides, ""]), "status": hand.chance.choice(STATUSES)}
    after = give_area(hand.project, feature_id=area.feature_id, ids=hand.ids, **how, **hand.where).project  # type: ignore[arg-type]
    return after, area.shape


def smooth(hand: Hand) -> Meant:
    """The vertices around a place made smooth."""
    places, hull = _cluster(hand)
    return smooth_vertices(hand.project, at=places, **hand.where).project, hull  # type: ignore[arg-type]


def simplify(hand: Hand) -> Meant:
    """Those of the vertices around a place that matter least let go."""
    places, hull = _cluster(hand)
    how = {"metres": hand.chance.choice([20, 200, 2000]), **hand.where}
    return simplify_vertices(hand.project, at=places, **how).project, hull  # type: ignore[arg-type]


#: Each kind of edit by its name; a new kind is one line here.
EDITS: Mapping[str, Callable[[Hand], Meant]] = {
    "push": push,
    "gift": gift,
    "brush": brush,
    "pocket": pocket,
    "split": split,
    "merge": merge,
    "give": give,
    "drag": drag,
    "insert": insert,
    "delete": delete,
    "smooth": smooth,
    "simplify": simplify,
}


def _place(place: Course) -> tuple[float, float]:
    return float(place[0]), float(place[1])


def _cluster(hand: Hand) -> tuple[Course, BaseGeometry]:
    """The vertices around a place, and all ground that their edges can sweep over."""
    middle, reach = hand.vertex(), hand.km(0.5, 20) / _DEGREE_KM
    places: list[Course] = []
    swept_over: list[Course] = []
    for area in planar_areas(hand.snapshot.features):
        for ring in (area.shape.exterior, *area.shape.interiors):
            course = shapely.get_coordinates(ring)[:-1]
            near = (np.abs(course - middle) < reach).all(axis=1)
            places.append(course[near])
            swept_over += [course[near], course[np.roll(near, 1)], course[np.roll(near, -1)]]
    # GEOS's hull of points that come several times can be wrong.
    return np.vstack(places), MultiPoint(np.unique(np.vstack(swept_over), axis=0)).convex_hull


def _around(snapshot: Snapshot, vertex: tuple[float, float], to: Course) -> BaseGeometry:
    """What the edges at a vertex can sweep over when it goes somewhere."""
    near = [Point(vertex), Point(to)]
    swept: list[BaseGeometry] = []
    for area in planar_areas(snapshot.features):
        for ring in (area.shape.exterior, *area.shape.interiors):
            course = shapely.get_coordinates(ring)[:-1]
            for row in np.flatnonzero((course == vertex).all(axis=1)):
                beside = MultiPoint([course[row - 1], course[(row + 1) % len(course)]])
                swept.append(shapely.union_all([*near, beside]).convex_hull)
    return shapely.union_all(swept)


# Ground.


def real_days() -> list[Path]:
    """The files of real days there are, oldest first."""
    return sorted(REAL.glob("isw_2022-*.geojson"))


@cache
def real_ground(path: Path) -> Project:
    """One real day as its importer would read it: what Russia controls and where it has advanced."""
    project = project_with("Real ground", [("Ukraine", ""), ("Russia", "")], [("Ukraine", "UA")])
    shown = snapshot_to_edit(project, DESK, day(1))
    ids = numbered(10_000)
    layers = {
        "RussianAssessedCoTinUkraine": Status.CONTROLLED,
        "RussianAssessedAdvanceinUkraine": Status.ADVANCE,
    }
    file = open_vector(path)
    for layer, status in layers.items():
        try:
            shapes = file.shapes(where={"layer": layer}).shapes
        except SourceRefused:
            continue
        shown, _ = put_ground(shown, side="russia", status=status, shapes=shapes, ids=ids)
    return settled(project, shown)


@cache
def made_up_ground(seed: int) -> Project:
    """Two sides with homes face each other along a crooked front, with pockets and crooked status borders."""
    shake = np.random.default_rng(seed)
    latitudes = np.linspace(46, 52, 300)
    courses = [
        np.column_stack([lon + shake.uniform(-0.03, 0.03, 300).cumsum() / 3, latitudes])
        for lon in (34, 35.5, 36.5, 38)
    ]
    holders = [("blue", Status.ADVANCE), ("red", Status.ADVANCE), ("red", Status.CONTROLLED)]
    project = project_with("Made-up ground", [("Blue", ""), ("Red", "")])
    shown = Snapshot(account=DESK, date=day(1), extent=extent_of((22, 44, 44, 54)))
    ids = numbered(10_000)
    for (west, east), (side, status) in zip(itertools.pairwise(courses), holders, strict=True):
        strip = Polygon([*west, *east[::-1]])
        shown, _ = put_ground(shown, side=side, status=status, shapes=[strip], ids=ids, add=True)
    home = HomeGround(label="home", shape=Polygon(shapely.box(24, 45, 39.5, 53)))
    blue = replace(project.sides["blue"], home=(home,))
    return settled(replace(project, sides={**project.sides, "blue": blue}), shown)


# The edits, one after the other.


def edited_at_random(
    project: Project, seed: int, count: int, *, every: int = 25
) -> tuple[Project, dict[str, int]]:
    """A Project after so many edits of all kinds, each checked, the whole map every so often.

    Comes with how many of each kind were carried out; those refused are drawn anew.
    """
    chance = random.Random(seed)
    ids = numbered(1_000_000 + seed * 1_000)
    done = dict.fromkeys(EDITS, 0)
    while sum(done.values()) < count:
        kind = chance.choice(list(EDITS))
        try:
            after, meant = EDITS[kind](Hand(chance, project, day(1), ids))
        except EditRefused:
            continue
        done[kind] += 1
        number = sum(done.values())
        try:
            assert_only_what_was_meant_changed(project, after, meant)
            assert_undone(project, after)
            # Cheap enough for each edit: what its own check looks at, it looks at here and there only.
            assert_one_planar_map(after, day(1))
            if number % every == 0 or number == count:
                assert_fronts_follow(after, day(1))
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, edit {number}, a {kind}: {error}") from error
        project = after
    return project, done
