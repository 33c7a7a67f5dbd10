"""The map of a date as files: PNG, SVG or GeoJSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mapdesk.edit.edit import EditRefused
from mapdesk.model.layout import Frame
from mapdesk.model.project import Project, Snapshot
from mapdesk.render.whole_file import write_whole
from mapdesk.session.comparison import shown_on
from mapdesk.session.listing import features_on
from mapdesk.session.picture import Picture, compared_with, picture

KINDS = (".png", ".svg", ".geojson")
#: What the sizes that desks publish in are called, each with its pixels.
SIZES = (
    ("Wide", 1920, 1080),
    ("Square", 1080, 1080),
    ("Portrait", 1080, 1350),
    ("Story", 1080, 1920),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Order:
    """One picture to be written, as one file or as several of other kinds."""

    project: Project
    account: str
    day: date
    targets: tuple[Path, ...]
    since: date | None = None
    frame: Frame | None = None
    scale: int = 1


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
    return carry_out(
        Order(
            project=project,
            account=account,
            day=day,
            targets=(target,),
            since=since,
            frame=frame,
            scale=scale,
        )
    )


def carry_out(order: Order) -> list[str]:
    """Write all files of an order; its picture is composed once. Raises and returns what `export` does."""
    for target in order.targets:
        if target.suffix.lower() not in KINDS:
            raise EditRefused(f"{target.name}: an export ends in {', '.join(KINDS[:-1])} or {KINDS[-1]}.")
        if not target.parent.is_dir():
            raise EditRefused(f"There is no folder {target.parent} to write {target.name} into.")
    drawn = None
    for target in order.targets:
        try:
            if target.suffix.lower() == ".geojson":
                _write_geojson(order.project, order.account, order.day, target)
            else:
                drawn = drawn or picture(
                    order.project, order.account, order.day, frame=order.frame, since=order.since
                )
                _write_picture(drawn, target, order.scale)
        except OSError as error:
            raise EditRefused(f"{target} can't be written: {error.strerror}.") from error
    return _notes(drawn, order.day) if drawn else []


def in_size(frame: Frame, width: int, height: int) -> Frame:
    """A Frame in another size, in pixels; it shows the same ground and, by its shape, more around it."""
    return replace(frame, width=width, height=height)


def file_stem(project: Project, account: str, day: date, frame: Frame, *, scale: int = 1) -> str:
    """A telling name for a picture's file, without the ending: South, 2022-10-04, 1080x1350.

    It has the date that the picture bears; raises EditRefused where the map says nothing yet.
    """
    bears = shown_on(project, account, day).date
    # What one system or another does not allow in the names of files.
    name = re.sub(r'[\x00-\x1f\\/:*?"<>|]+', "-", frame.name).strip(" .") or "Map"
    dense = f"@{scale}x" if scale > 1 else ""
    return f"{name}, {bears.isoformat()}, {frame.width}x{frame.height}{dense}"


def lean(order: Order) -> Order:
    """The order with no more of the Project than its picture shows: little to hand to a second process.

    Raises EditRefused where there is nothing to show or to compare with.
    """
    shown = shown_on(order.project, order.account, order.day)
    since = order.since or compared_with(order.project, shown, order.frame)
    before = [shown_on(order.project, order.account, since)] if since else []
    project = _with_only(order.project, order.account, (*before, shown))
    return replace(order, project=project, since=since)


def size_orders(
    order: Order, folder: Path, sizes: Sequence[tuple[int, int]], kinds: Sequence[str]
) -> list[Order]:
    """The Frame of an order in several sizes and kinds (".png", ".svg"), in one folder; each is `lean`."""
    assert order.frame is not None
    frame, order, orders = order.frame, lean(order), []
    for width, height in sizes:
        sized = in_size(frame, width, height)
        targets = []
        for kind in kinds:
            scale = order.scale if kind == ".png" else 1
            stem = file_stem(order.project, order.account, order.day, sized, scale=scale)
            targets.append(folder / f"{stem}{kind}")
        orders.append(replace(order, frame=sized, targets=tuple(targets)))
    return orders


def _with_only(project: Project, account: str, snapshots: tuple[Snapshot, ...]) -> Project:
    """What of a Project is in a picture of some of its Snapshots."""
    return replace(
        project,
        snapshots={account: snapshots},
        articles={},
        revisions={},
        passages={},
        anchors={},
        links={},
        frames={},
    )


def _write_picture(drawn: Picture, target: Path, scale: int) -> None:
    if target.suffix.lower() == ".svg":
        from mapdesk.render.svg_writer import write_svg

        write_svg(drawn.scene, target)
    else:
        from mapdesk.render.qt_painter import write_png

        write_png(drawn.scene, target, scale=scale)


def _notes(drawn: Picture, day: date) -> list[str]:
    dropped = drawn.scene.dropped
    notes = [f"Names left off for want of room: {', '.join(dropped)}."] if dropped else []
    if drawn.day != day:
        notes.insert(0, f"There is no map of {day}; this is the last one before it, of {drawn.day}.")
    return notes


def _write_geojson(project: Project, account: str, day: date, target: Path) -> None:
    from mapdesk.exchange.geojson import feature_collection

    snapshot = shown_on(project, account, day)
    rows = {row["id"]: row for row in features_on(project, account, day)}
    text = feature_collection(
        (uid, feature.shape, {"date": day.isoformat(), **rows[uid]})
        for uid, feature in snapshot.features.items()
    )
    write_whole(target, text.encode())
