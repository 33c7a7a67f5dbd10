"""A made-up war: a Project of some size, and an endless script of edits to it that is the same each time."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from shapely import LineString, MultiLineString, Point, Polygon, box

from mapdesk.model.articles import Anchor, Article, Link, LinkKind, Passage, Revision
from mapdesk.model.features import Annotation, AnnotationKind, ControlArea, FrontLine, Status
from mapdesk.model.layout import Frame
from mapdesk.model.project import About, Account, HomeGround, Project, Side, Snapshot
from mapdesk.store.project_file import ProjectFile

FIRST_DAY = date(2024, 1, 1)
GROUND = box(30, 44, 42, 54)
WHEN = "2024-05-05T10:00:00Z"


def war(areas: int = 4, corners: int = 60, dates: int = 3) -> Project:
    """Areas of two sides in a row from south to north, a front between them, the same on each date."""
    features: dict[str, ControlArea | FrontLine | Annotation] = {}
    for n in range(areas):
        for side, lon in (("ua", 34.0), ("ru", 37.0)):
            feature_id = f"{side}-{n}"
            shape = disc(lon, 45 + 8 * n / areas, 3 / areas, corners)
            features[feature_id] = ControlArea(
                feature_id=feature_id, side=side, status=Status.CONTROLLED, shape=shape
            )
    features["front-ru-ua"] = FrontLine(
        feature_id="front-ru-ua",
        shape=MultiLineString([[(35.5, 45), (35.6, 50)], [(35.7, 51), (35.5, 53)]]),
        sides=("ru", "ua"),
        derived=True,
    )
    project = Project(
        about=About(uid="a-war", title="0"),
        sides={
            "ua": Side(uid="ua", name="Україна", colour="#0057b7", rank=0, home=(_home(),)),
            "ru": Side(uid="ru", name="Россия", colour="#d52b1e", rank=1),
        },
        accounts={"desk": Account(uid="desk", name="Desk")},
        frames={"first": Frame(uid="first", name="Overview", bounds=(30, 44, 42, 54))},
    )
    for n in range(dates):
        day = FIRST_DAY + timedelta(days=n)
        project = project.with_snapshot(Snapshot(account="desk", date=day, extent=GROUND, features=features))
    return project


def disc(lon: float, lat: float, radius: float, corners: int) -> Polygon:
    """A round area whose corners lie on the grid."""
    around = [2 * math.pi * n / corners for n in range(corners)]
    return Polygon(
        [(round(lon + radius * math.cos(a), 6), round(lat + radius * math.sin(a), 6)) for a in around]
    )


def edited(project: Project, n: int) -> Project:
    """The Project after edit `n` of the script; its title tells how many there were."""
    project = replace(project, about=replace(project.about, title=str(n)))
    last = project.snapshots["desk"][-1]
    match n % 7:
        case 0:
            return _with_article(project, n)
        case 1:
            day = last.date + timedelta(days=1)
            return project.with_snapshot(replace(last, date=day, note=f"day {n}"))
        case 2:
            marker = Annotation(
                feature_id=f"note-{n}",
                kind=AnnotationKind.MARKER if n % 2 else AnnotationKind.ARROW,
                shape=Point(35, 47) if n % 2 else LineString([(35, 47), (36, 48)]),
                text=f"№ {n}",
            )
            return project.with_snapshot(replace(last, features={**last.features, f"note-{n}": marker}))
        case 3:
            gone = min((uid for uid in last.features if uid.startswith("note-")), default="")
            kept = {uid: feature for uid, feature in last.features.items() if uid != gone}
            return project.with_snapshot(replace(last, features=kept))
        case 4:
            colour = f"#{n * 7919 % 0xFFFFFF:06x}"
            return replace(
                project, sides={**project.sides, "ru": replace(project.sides["ru"], colour=colour)}
            )
        case _:
            return project.with_snapshot(replace(last, features={**last.features, **_moved(last, n)}))


def edit_until_killed(path: Path, acknowledge: Connection) -> None:
    """Edits a project file without end and acknowledges each edit once it is committed."""
    with ProjectFile.open(path) as file:
        project = file.read()
        while True:
            n = int(project.about.title) + 1
            after = edited(project, n)
            file.commit(f"Edit {n}", project, after, made_at=WHEN, author="the script")
            acknowledge.send(n)
            project = after


def _home() -> HomeGround:
    return HomeGround(label="Donetsk and beyond", shape=box(36, 46, 40, 50))


def _moved(snapshot: Snapshot, n: int) -> dict[str, ControlArea]:
    """One area with one corner moved."""
    areas = sorted(uid for uid, feature in snapshot.features.items() if isinstance(feature, ControlArea))
    area = snapshot.features[areas[n % len(areas)]]
    assert isinstance(area, ControlArea)
    corners = list(area.shape.exterior.coords)[:-1]
    lon, lat = corners[n % len(corners)]
    corners[n % len(corners)] = (round(lon + 0.001, 6), round(lat + 0.001, 6))
    return {area.feature_id: replace(area, shape=Polygon(corners))}


def _with_article(project: Project, n: int) -> Project:
    article, revision, passage = f"article-{n}", f"revision-{n}", f"passage-{n}"
    text = f"On day {n} the front did not move. " * 20
    return replace(
        project,
        articles={**project.articles, article: Article(uid=article, title="", current_revision=revision)},
        revisions={
            **project.revisions,
            revision: Revision(uid=revision, article=article, number=1, text=text, raw=text.encode()),
        },
        passages={**project.passages, passage: Passage(uid=passage, article=article)},
        anchors={
            **project.anchors,
            (passage, revision): Anchor(passage=passage, revision=revision, start=0, end=6, exact="On day"),
        },
        links={
            **project.links,
            f"link-{n}": Link(uid=f"link-{n}", passage=passage, kind=LinkKind.FEATURE, target="ua-0"),
        },
    )
