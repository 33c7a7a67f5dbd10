"""The sample project, “Two fronts, October 2022”: made from readable files by the importer that all use."""

from __future__ import annotations

import tempfile
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from platformdirs import user_data_path

from mapdesk.edit.edit import EditRefused
from mapdesk.edit.layout import put_frame
from mapdesk.edit.project import DESK, side_named
from mapdesk.model.features import ControlArea, Evidence, FrontLine
from mapdesk.model.layout import DateRule, Frame
from mapdesk.model.project import Project
from mapdesk.resources import resource
from mapdesk.session.articles import add_article_file, link_to_feature
from mapdesk.session.comparison import shown_on
from mapdesk.session.edit_session import EditSession
from mapdesk.session.importing import import_files
from mapdesk.session.new_project import project_with

FILE_NAME = "Two fronts, October 2022.mapdesk.gpkg"


def sample_path() -> Path:
    """Where a user's own copy of the sample lies."""
    return user_data_path("MapDesk", appauthor=False) / FILE_NAME


def open_or_make_sample() -> EditSession:
    """The user's copy of the sample with all edits made to it; it is made where there is none yet.

    Raises ProjectFileError, and EditRefused where there is no place for it.
    """
    path = sample_path()
    if path.exists():
        return EditSession.open(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EditRefused(f"There is no place for the sample: {path.parent}, {error.strerror}.") from error
    return make_sample(path)


def make_sample(path: Path) -> EditSession:
    """Make the sample in a new file; raises ProjectFileError.

    It is made elsewhere first, so that at `path` it is whole or not there, and begins with nothing to undo.
    """
    source = resource("samples", "two-fronts")
    sample, linked = _document(source / "sample.toml"), _document(source / "links.toml")
    with (
        tempfile.TemporaryDirectory() as folder,
        EditSession.create(Path(folder) / FILE_NAME, _empty(sample)) as session,
    ):
        session.ids = _Numbered()
        for day in sample["dates"]:
            _import_date(session, source, day, sample)
        _add_article(session, source, sample["article"])
        for link in linked["links"]:
            feature_id = _target(session.project, link)
            link_to_feature(session, quote=link["quote"], feature_id=feature_id, day=link["date"])
        for frame in sample["frames"]:
            _add_frame(session, frame)
        return EditSession.create(path, session.project)


class _Numbered:
    """Ids that are the same whenever the sample is made."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def __call__(self, kind: str) -> str:
        self._given[kind] += 1
        return f"{kind}-{self._given[kind]}"


def _document(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _empty(sample: dict[str, Any]) -> Project:
    sides = [(side["name"], side["colour"]) for side in sample["sides"]]
    homes = [(side["name"], side["home"]) for side in sample["sides"] if "home" in side]
    project = project_with(sample["title"], sides, homes)
    return replace(project, about=replace(project.about, credit=sample["credit"]))


def _import_date(session: EditSession, source: Path, day: dict[str, Any], sample: dict[str, Any]) -> None:
    held = (sample["behind_the_front"], "controlled")
    for side, status in dict.fromkeys([held, *((ring["side"], ring["status"]) for ring in day["rings"])]):
        import_files(
            session,
            [source / f"{day['date']}.geojson"],
            day=day["date"],
            side_name=side,
            status=status,
            where={"side": side, "status": status},
            evidence=Evidence.REPORTED if status == "claimed" else Evidence.ASSESSED,
        )
    session.do(f"Sign the map of {day['date']}", lambda project: _signed(project, day["date"], sample))


def _signed(project: Project, day: date, sample: dict[str, Any]) -> Project:
    return project.with_snapshot(replace(shown_on(project, DESK, day), source=sample["credit"], checked=True))


def _add_article(session: EditSession, source: Path, article: dict[str, Any]) -> None:
    add_article_file(
        session,
        source / article["file"],
        title=article["title"],
        publisher=article["publisher"],
        url="",
        published_at=article["published"].isoformat(),
    )


def _target(project: Project, link: dict[str, Any]) -> str:
    """The id of the Feature that a link's words point at."""
    features = shown_on(project, DESK, link["date"]).features.values()
    if "front" in link:
        sides = tuple(side_named(project, name).uid for name in link["front"])
        return next(f.feature_id for f in features if isinstance(f, FrontLine) and f.sides == sides)
    side = side_named(project, link["side"]).uid
    return next(
        feature.feature_id
        for feature in features
        if isinstance(feature, ControlArea)
        and (feature.side, feature.status) == (side, link["status"])
        and shapely.contains_xy(feature.shape, *link["at"])
    )


def _add_frame(session: EditSession, entry: dict[str, Any]) -> None:
    west, south, east, north = entry["bounds"]
    frame = Frame(
        uid=session.ids("frame"),
        name=entry["name"],
        bounds=(west, south, east, north),
        width=entry["width"],
        height=entry["height"],
        title=entry["title"],
        subtitle=entry["subtitle"],
        source=entry["source"],
        note=entry["note"],
        date_rule=DateRule.SINCE_PREVIOUS,
    )
    session.do(f"Add frame {frame.name}", lambda project: put_frame(project, frame))
