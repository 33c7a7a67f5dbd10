"""How a reader of foreign files says that it can't use one."""

from __future__ import annotations

from pathlib import Path


class SourceRefused(ValueError):
    """A foreign file that can't be used; its message names the file and says what is wrong with it."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path.name or path}: {what}")
        self.path, self.what = path, what

    def __reduce__(self) -> tuple[type[SourceRefused], tuple[Path, str]]:
        # Readers that run apart send it back as it is.
        return SourceRefused, (self.path, self.what)


def bounded_bytes(path: Path, limit_mb: int) -> bytes:
    """All bytes of a file of at most `limit_mb` megabytes; raises SourceRefused."""
    try:
        if path.is_dir():
            raise SourceRefused(path, "it is a folder, not a file.")
        size = path.stat().st_size
        if size > limit_mb * 1_000_000:
            raise SourceRefused(path, f"it is {size / 1e6:,.0f} MB large; {limit_mb} MB is the most.")
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceRefused(path, "there is no such file.") from None
    except OSError as error:
        raise SourceRefused(path, f"it can't be read ({error.strerror}).") from None
