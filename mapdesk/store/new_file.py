"""Files that appear whole or not at all: written beside their place, synced, then put there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from mapdesk.store.problems import ProjectFileError, exists_already


def refuse_name(path: Path) -> None:
    """Refuses a name that no new project file may have."""
    if path.suffix.lower() != ".gpkg":
        raise ProjectFileError(
            f"“{path.name}” has to end in .gpkg, or other map programs won't open it. "
            f"Call it “{path.stem or 'project'}.mapdesk.gpkg”."
        )
    if os.path.lexists(path):
        raise exists_already(path)
    if not os.path.isdir(path.parent):
        raise ProjectFileError(f"The folder “{path.parent}” doesn't exist. Make it or choose another.")


@contextlib.contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """The place beside `path` to write to; what is left there at the end is removed."""
    draft = path.with_name(f".{path.stem}.{os.getpid()}.unfinished.gpkg")
    draft.unlink(missing_ok=True)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def put_in_place(draft: Path, path: Path) -> None:
    """Gives a written file its name, safe against power loss. FileExistsError if the name is taken by now."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know no hard links; there a file that appeared this very moment is not noticed.
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        except OSError:
            pass  # some network folders can't; the file itself is written
        finally:
            os.close(folder)
