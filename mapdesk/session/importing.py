"""Foreign files onto the map of a date, as one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from mapdesk.edit.dates import WORLD, extent_of, narrowed, settled, snapshot_to_edit, with_source
from mapdesk.edit.edit import Edited, EditRefused, Ids
from mapdesk.edit.ground import put_ground, refuse_off_world, source_cuts
from mapdesk.edit.lines import put_lines
from mapdesk.edit.project import DESK, side_named
from mapdesk.exchange.vector_file import VectorSource
from mapdesk.exchange.vector_source import open_vector
from mapdesk.geometry.grid import polygons_of
from mapdesk.model.features import PLANAR_STATUSES, Evidence, Status
from mapdesk.model.ground import areas_of
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Ground, Project, Snapshot
from mapdesk.render.dates import full_date
from mapdesk.session.edit_session import EditSession

#: Layers go onto the map in this order, front lines last: what prevails where layers overlap goes first.
_ORDER = (*PLANAR_STATUSES, Status.CLAIMED)


@dataclass(frozen=True)
class Layer:
    """Features of the sources that become ground of a Side with a status, or a front line drawn for it.

    `where` holds the values that their fields have, `side` the Side's uid; with a `file` only that source is
    looked at, else each of them.
    """

    where: Mapping[str, str]
    side: str
    status: Status
    lines: bool = False
    evidence: Evidence = Evidence.UNCONFIRMED
    file: Path | None = None


def import_edit(
    sources: Sequence[Path],
    layers: Sequence[Layer],
    *,
    account: str,
    day: date,
    source: str = "",
    add: bool = False,
    ids: Ids,
) -> tuple[str, Callable[[Project], Edited]]:
    """What the step is called that puts layers of files on the map of a date, and the edit that does it.

    The edit reads the files and nothing else, so it may run beside the window. What a Side has with the
    status of a layer is replaced, or kept with `add`; layers of the same Side and status join. `source` says
    whose map it is. The edit raises SourceRefused for a file and EditRefused for its content.
    """
    if not layers:
        raise EditRefused("Nothing of it is to go onto the map: choose a side for one kind at least.")
    put = _Put(account=account, day=day, ids=ids, source=source, add=add)
    named = sources[0].name if len(sources) == 1 else f"{len(sources)} files"
    return f"Import {named} on {full_date(day)}", partial(put.read_and_put, tuple(sources), tuple(layers))


def import_files(
    session: EditSession,
    sources: Sequence[Path],
    *,
    day: date,
    side_name: str,
    status: str = Status.CONTROLLED,
    lines: bool = False,
    where: Mapping[str, str] | None = None,
    add: bool = False,
    bounds: Bounds | None = None,
    evidence: str = Evidence.UNCONFIRMED,
    account: str = DESK,
    source: str = "",
) -> tuple[str, ...]:
    """Put the areas or lines of files on the map of a date; returns one sentence for each thing decided.

    `source` says whose map it is; pictures of the date name it.

    Raises SourceRefused for a file and EditRefused for its content, each naming the file; nothing is changed.
    """
    side = side_named(session.project, side_name)
    layer = Layer(where or {}, side.uid, Status(status), lines, Evidence(evidence))
    extent = extent_of(bounds) if bounds else None
    put = _Put(account=account, day=day, ids=session.ids, source=source, add=add, extent=extent)
    edit = partial(put.read_and_put, tuple(sources), (layer,))
    what = "front line" if lines else status
    return session.do(f"Import {side.name}, {what}, on {day}", edit).notes


@dataclass(frozen=True, kw_only=True)
class _Put:
    """How layers go onto the map of a date."""

    account: str
    day: date
    ids: Ids
    source: str
    add: bool
    extent: Ground | None = None

    def read_and_put(self, sources: Sequence[Path], layers: Sequence[Layer], project: Project) -> Edited:
        """The Project with layers of files put on the map, one after the other."""
        put = _read(sources, layers)
        notes = list(dict.fromkeys(note for ground in put for read in ground.read for note in read.notes))
        snapshot = snapshot_to_edit(project, self.account, self.day)
        extent = self.extent
        if extent is None and len(put) > 1:
            extent = self._extent_of_all(snapshot, put, notes)
        begun: set[tuple[str, Status, bool]] = set()
        for ground in sorted(put, key=lambda one: (one.layer.lines, _ORDER.index(one.layer.status))):
            layer = ground.layer
            side = project.sides.get(layer.side)
            if side is None:
                raise EditRefused(f"This project has no side called {layer.side}.")
            called = f"{side.name}, {'front line' if layer.lines else layer.status}: " if len(put) > 1 else ""
            same = (layer.side, layer.status, layer.lines)
            try:
                snapshot, said = self._put(snapshot, ground, extent, add=self.add or same in begun)
            except EditRefused as refusal:
                files = ", ".join(dict.fromkeys(file.name for file in ground.files))
                raise EditRefused(f"{files}: {called}{refusal}") from refusal
            begun.add(same)
            notes += [f"{called}{note}" for note in said]
        project = settled(project, snapshot)
        if self.source:
            project = with_source(project, self.account, self.day, self.source)
        return Edited(project, tuple(notes))

    def _put(
        self, snapshot: Snapshot, ground: _Read, extent: Ground | None, *, add: bool
    ) -> tuple[Snapshot, tuple[str, ...]]:
        layer = ground.layer
        put = put_lines if layer.lines else partial(put_ground, status=layer.status)
        return put(
            snapshot,
            side=layer.side,
            shapes=[shape for read in ground.read for shape in read.shapes],
            ids=self.ids,
            extent=extent,
            add=add,
            evidence=layer.evidence,
        )

    def _extent_of_all(self, snapshot: Snapshot, put: Sequence[_Read], notes: list[str]) -> Ground:
        """The extent of the date, narrowed to where the layers were cut, if nothing that stays lies beyond.

        A straight edge of one layer is no cut where another goes on beyond it, so they are judged together.
        """
        shapes = [
            shape for ground in put if not ground.layer.lines for read in ground.read for shape in read.shapes
        ]
        refuse_off_world(shapes)
        polygons = [polygon for shape in shapes for polygon in polygons_of(shape)]
        bounds, cuts = source_cuts(polygons) if polygons else (WORLD, [])
        extent = narrowed(snapshot.extent, bounds) if cuts else snapshot.extent
        replaced: set[tuple[str, Status]] = (
            set() if self.add else {(ground.layer.side, ground.layer.status) for ground in put}
        )
        stay = [area for area in areas_of(snapshot.features) if (area.side, area.status) not in replaced]
        if extent == snapshot.extent or not all(extent.covers(area.shape) for area in stay):
            return snapshot.extent
        notes.append(f"The source was cut at {' and '.join(cuts)}; the extent of this date ends there.")
        return extent


@dataclass(frozen=True)
class _Read:
    """What files hold of a Layer, and of those that differ from it only in where they are found."""

    layer: Layer
    files: tuple[Path, ...]
    read: tuple[VectorSource, ...]


def _read(sources: Sequence[Path], layers: Sequence[Layer]) -> list[_Read]:
    """What the sources hold of the layers; those of the same Side, status and evidence in one."""
    opened = {file: open_vector(file) for file in sources}
    found: dict[tuple[object, ...], _Read] = {}
    for layer in layers:
        files = tuple(sources) if layer.file is None else (layer.file,)
        read = tuple(opened[file].shapes(lines=layer.lines, where=layer.where) for file in files)
        same = (layer.side, layer.status, layer.lines, layer.evidence)
        known = found.get(same, _Read(layer, (), ()))
        found[same] = _Read(known.layer, known.files + files, known.read + read)
    return list(found.values())
