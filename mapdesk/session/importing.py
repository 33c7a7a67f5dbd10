"""Foreign files onto the map of a date, as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from mapdesk.edit.dates import extent_of
from mapdesk.edit.edit import Edited, EditRefused
from mapdesk.edit.ground import put_ground
from mapdesk.edit.lines import put_lines
from mapdesk.edit.project import DESK, side_named
from mapdesk.exchange.geojson import read_geojson
from mapdesk.model.features import Evidence, Status
from mapdesk.model.layout import Bounds
from mapdesk.model.project import Project
from mapdesk.session.edit_session import EditSession


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
) -> tuple[str, ...]:
    """Put the areas or lines of files on the map of a date; returns one sentence for each thing decided.

    Raises SourceRefused for a file and EditRefused for its content, each naming the file; nothing is changed.
    """
    read = [read_geojson(source, lines=lines, where=where) for source in sources]
    shapes = [shape for source in read for shape in source.shapes]
    extent = extent_of(bounds) if bounds else None
    side = side_named(session.project, side_name)

    def edit(project: Project) -> Edited:
        put = put_lines if lines else partial(put_ground, status=Status(status))
        try:
            return put(
                project,
                account=account,
                day=day,
                side=side.uid,
                shapes=shapes,
                ids=session.ids,
                extent=extent,
                add=add,
                evidence=Evidence(evidence),
            )
        except EditRefused as refusal:
            raise EditRefused(f"{', '.join(source.name for source in sources)}: {refusal}") from refusal

    what = "front line" if lines else status
    notes = session.do(f"Import {side.name}, {what}, on {day}", edit)
    return (*(note for source in read for note in source.notes), *notes)
