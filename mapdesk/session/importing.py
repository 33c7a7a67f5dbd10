"""Foreign files onto the map of a date, as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from mapdesk.edit.dates import extent_of, with_source
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
    source: str = "",
) -> tuple[str, ...]:
    """Put the areas or lines of files on the map of a date; returns one sentence for each thing decided.

    `source` says whose map it is; pictures of the date name it.

    Raises SourceRefused for a file and EditRefused for its content, each naming the file; nothing is changed.
    """
    read = [read_geojson(file, lines=lines, where=where) for file in sources]
    shapes = [shape for file in read for shape in file.shapes]
    extent = extent_of(bounds) if bounds else None
    side = side_named(session.project, side_name)

    def edit(project: Project) -> Edited:
        put = put_lines if lines else partial(put_ground, status=Status(status))
        try:
            edited = put(
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
            raise EditRefused(f"{', '.join(file.name for file in sources)}: {refusal}") from refusal
        return (
            replace(edited, project=with_source(edited.project, account, day, source)) if source else edited
        )

    what = "front line" if lines else status
    notes = session.do(f"Import {side.name}, {what}, on {day}", edit)
    return (*(note for file in read for note in file.notes), *notes)
