"""Where new ids come from: short ones that an editor can type, long ones for what is only looked up."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Collection

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
#: Kinds of things that people name on the command line, and so get short ids.
_TYPED = {"area", "front", "annotation", "frame"}


class NewIds:
    """Hands out ids that are not taken; call it with the kind of thing to name."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._taken = set(taken)

    def __call__(self, kind: str) -> str:
        """A new id that begins with the kind of thing that it names."""
        while True:
            uid = f"{kind}-{_short() if kind in _TYPED else uuid7()}"
            if uid not in self._taken:
                self._taken.add(uid)
                return uid


def uuid7() -> str:
    """A UUID whose first bits are the time, so that later ones sort later (RFC 9562, version 7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | (7 << 76) | (secrets.randbits(12) << 64) | (2 << 62) | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def _short() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(7))
