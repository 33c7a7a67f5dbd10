"""How long a trend of three years of dates takes, the first time and from then on; figures to print."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from shapely import MultiLineString, Polygon

from mapdesk.basemaps.default_map import home_ground
from mapdesk.edit.project import DESK, add_side, give_home_ground, new_project
from mapdesk.geometry.grid import on_grid
from mapdesk.model.basemap import Place
from mapdesk.model.features import ControlArea, FrontLine, Status
from mapdesk.model.project import Project, Snapshot
from mapdesk.session.trend import Asked, Of, measured
from mapdesk.session.trend_series import trend
from mapdesk.store.project_file import ProjectFile
from tests.plain_maps import EXTENT, day

DATES, VERTICES, CHANGED = 1000, 3000, 13
KHERSON = Place(uid="kherson", name="Kherson", lon=32.617, lat=46.635)


def three_years() -> Project:
    """A thousand dates of a theatre of 3,000 vertices, of which 13 move from each date to the next."""
    project = new_project("long", "A long war")
    for name in ("Ukraine", "Russia"):
        project = add_side(project, name)
    project = give_home_ground(project, "ukraine", [home_ground("UA")])
    rng = np.random.default_rng(1)
    lon = np.linspace(32.0, 38.0, VERTICES - 2)
    lat = 48.0 + np.cumsum(rng.normal(0, 0.004, VERTICES - 2))
    quiet = ControlArea(
        feature_id="quiet",
        side="russia",
        status=Status.ADVANCE,
        shape=_on_grid([(34, 45.6), (35, 45.6), (35, 46)]),
    )
    snapshots = []
    for number in range(DATES):
        start = int(rng.integers(1, VERTICES - 20))
        lat[start : start + CHANGED] += rng.normal(0, 0.01, CHANGED)
        course = np.column_stack([lon, lat])
        area = ControlArea(
            feature_id="held",
            side="russia",
            status=Status.CONTROLLED,
            shape=_on_grid([*course.tolist(), (38, 46.5), (32, 46.5)]),
        )
        front = FrontLine(
            feature_id="front-ukraine-russia",
            sides=("ukraine", "russia"),
            derived=True,
            shape=on_grid(MultiLineString([course])),  # type: ignore[arg-type]
        )
        features = {one.feature_id: one for one in (area, quiet, front)}
        snapshots.append(
            Snapshot(account=DESK, date=day(1) + timedelta(days=number), extent=EXTENT, features=features)
        )
    return replace(project, snapshots={DESK: tuple(snapshots)})


def _on_grid(points: list[tuple[float, float]]) -> Polygon:
    return Polygon(on_grid(Polygon(points)))


@pytest.fixture(scope="module")
def long_war(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "long.mapdesk.gpkg"
    ProjectFile.create(path, three_years()).close()
    return path


@pytest.mark.benchmark
def test_three_years_are_measured_once_and_then_there(long_war: Path) -> None:
    wanted = [
        Asked(account=DESK, of=of, places=(KHERSON,) if of is Of.DISTANCE else (), by_region=by_region)
        for of, by_region in [
            (Of.AREA, False),
            (Of.FRONT, False),
            (Of.DISTANCE, False),
            (Of.PLACES, False),
            (Of.AREA, True),
        ]
    ]
    for round_of in ("first", "from then on"):
        with ProjectFile.open(long_war) as file:
            project = file.read()
            for asked in wanted:
                begun = time.perf_counter()
                dated = {kind: measured(file, project, DESK, kind, lambda *_: None) for kind in asked.kinds()}
                shown = trend(project, asked, dated)
                seconds = time.perf_counter() - begun
                print(f"{shown.title}, {round_of}: {seconds:.2f} s, {len(shown.series)} series")
                assert len(shown.days) == DATES
