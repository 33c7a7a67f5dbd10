"""Whether a journal that lies beside a project file is its own: SQLite would play back any other into it.

Formats: "Database File Format" of SQLite, 1.3 (database header) and 3 (rollback journal).
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from mapdesk.store.problems import ProjectFileError

_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_CHANGE_COUNTER = slice(24, 28)
_WRITE_VERSION = 18
_LEGACY = 1


def refuse_foreign(path: Path) -> None:
    """Refuses a file with a journal beside it that was not written for it; both are left as they are.

    Only for who holds the lock: reading the file drops the locks that SQLite has in this process.
    """
    journal, wal = path.with_name(path.name + "-journal"), path.with_name(path.name + "-wal")
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100:
        return
    if _size(wal) and header[_WRITE_VERSION] == _LEGACY:
        raise _foreign(path, wal)
    if _size(journal):
        with journal.open("rb") as file:
            first_page = _first_page(file)
        if first_page is None:
            return
        # The page as it was before the edit; the edit counts on by one, and may have been written already.
        (before,) = struct.unpack(">I", first_page[_CHANGE_COUNTER])
        (now,) = struct.unpack(">I", header[_CHANGE_COUNTER])
        if now - before not in (0, 1):
            raise _foreign(path, journal)


def _first_page(journal: BinaryIO) -> bytes | None:
    """The database's first page as a rollback journal keeps it, or None where it keeps none."""
    at = 0
    while True:
        journal.seek(at)
        head = journal.read(28)
        if len(head) < 28 or head[:8] != _JOURNAL_MAGIC:
            return None
        count, _, _, sector, page_size = struct.unpack(">5I", head[8:])
        if not (512 <= sector <= 1 << 16 and 512 <= page_size <= 1 << 16):
            return None
        journal.seek(at + sector)
        for _ in range(count):
            record = journal.read(page_size + 8)
            if len(record) < page_size + 8:
                return None
            if record[:4] == b"\0\0\0\1":
                return record[4:-4]
        # A long edit writes several parts, each from the next sector on.
        at = -(-journal.tell() // sector) * sector


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _foreign(path: Path, sidecar: Path) -> ProjectFileError:
    return ProjectFileError(
        f"Beside “{path.name}” lies “{sidecar.name}”, which was not written for it and would destroy it. "
        "Move it elsewhere and open the project again."
    )
