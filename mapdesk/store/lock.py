"""Who may write: a lock file beside the project file that names the writer.

The operating system's own lock on that file decides, so that it ends with the process, however it ends.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

#: Windows keeps others from reading locked bytes, so the byte locked lies far behind the holder's name.
_LOCKED_BYTE = 1 << 30
_UNKNOWN = "somebody"


@dataclass(frozen=True)
class Writer:
    """Who holds a lock, and so may write."""

    user: str
    host: str
    pid: int

    def __str__(self) -> str:
        return f"{self.user} on {self.host} (process {self.pid})"


class Lock:
    """The one writer's lock on a project file."""

    def __init__(self, project_file: Path) -> None:
        self.path = project_file.with_name(project_file.name + ".lock")
        self._descriptor: int | None = None

    def take(self) -> Writer | None:
        """Takes the lock and returns None, or returns who has it. OSError where no lock can be made."""
        while True:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            try:
                if not _lock(descriptor):
                    writer = _read(descriptor)
                    os.close(descriptor)
                    return writer
                if not self._still_there(descriptor):
                    os.close(descriptor)
                    continue
                me = Writer(user=user_name() or _UNKNOWN, host=socket.gethostname(), pid=os.getpid())
                os.ftruncate(descriptor, 0)
                os.write(descriptor, json.dumps(asdict(me)).encode())
            except OSError:
                os.close(descriptor)
                raise
            self._descriptor = descriptor
            return None

    def release(self) -> None:
        """Lets go of the lock; nothing happens where it isn't held."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if sys.platform == "win32":
            os.close(descriptor)
            self._remove()
        else:
            # Removed while still held: whoever opened this file meanwhile sees that it is gone.
            self._remove()
            os.close(descriptor)

    def _remove(self) -> None:
        # One left behind locks nobody out: on Windows where another program looks at it just now.
        with contextlib.suppress(OSError):
            self.path.unlink()

    def _still_there(self, descriptor: int) -> bool:
        """Whether the file locked is the one that the next to come will find."""
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self.path))
        except FileNotFoundError:
            return False


def _read(descriptor: int) -> Writer:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        found = json.loads(os.read(descriptor, 4096))
        return Writer(user=str(found["user"]), host=str(found["host"]), pid=int(found["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Writer(user=_UNKNOWN, host="an unknown computer", pid=0)


def user_name() -> str:
    """Who runs this program; "" where the system doesn't know."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
