"""The map of a date as a file: PNG, SVG or GeoJSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mapdesk.edit.edit import EditRefused
from mapdesk.exchange.geojson import feature_collection
from mapdesk.model.layout import Frame
from mapdesk.model.project import Project
from mapdesk.render.whole_file import write_whole
from mapdesk.session.comparison import shown_on
from mapdesk.session.listing import features_on
from mapdesk.session.picture import picture

KINDS = (".png", ".svg", ".geojson")


def export(
    project: Project,
    account: str,
    day: date,
    target: Path,
    *,
    since: date | None = None,
    frame: Frame | None = None,
    scale: int = 1,
) -> list[str]:
    """Write a file whose ending says what it is; returns a sentence for each thing one should know.

    Raises EditRefused for another ending, a folder that is not there, or a date without a map.
    """
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise EditRefused(f"{target.name}: an export ends in {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    if not target.parent.is_dir():
        raise EditRefused(f"There is no folder {target.parent} to write {target.name} into.")
    try:
        return _written(project, account, day, target, since, frame, scale)
    except OSError as error:
        raise EditRefused(f"{target} can't be written: {error.strerror}.") from error


def _written(
    project: Project,
    account: str,
    day: date,
    target: Path,
    since: date | None,
    frame: Frame | None,
    scale: int,
) -> list[str]:
    if target.suffix.lower() == ".geojson":
        _write_geojson(project, account, day, target)
        return []
    drawn = picture(project, account, day, frame=frame, since=since)
    scene = drawn.scene
    if target.suffix.lower() == ".svg":
        from mapdesk.render.svg_writer import write_svg

        write_svg(scene, target)
    else:
        from mapdesk.render.qt_painter import write_png

        write_png(scene, target, scale=scale)
    notes = [f"Names left off for want of room: {', '.join(scene.dropped)}."] if scene.dropped else []
    if drawn.day != day:
        notes.insert(0, f"There is no map of {day}; this is the last one before it, of {drawn.day}.")
    return notes


def _write_geojson(project: Project, account: str, day: date, target: Path) -> None:
    snapshot = shown_on(project, account, day)
    rows = {row["id"]: row for row in features_on(project, account, day)}
    text = feature_collection(
        (uid, feature.shape, {"date": day.isoformat(), **rows[uid]})
        for uid, feature in snapshot.features.items()
    )
    write_whole(target, text.encode())
