"""The one place where code points become the UTF-16 units that Qt counts in, and back."""

from __future__ import annotations

import re
from bisect import bisect_left

from mapdesk.model.anchoring import Span

#: What takes two units.
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """Where the code points of a text lie in its UTF-16 form."""

    def __init__(self, text: str) -> None:
        self._wide = [found.start() for found in _WIDE.finditer(text)]
        self._wide_units = [index + number for number, index in enumerate(self._wide)]

    def unit(self, point: int) -> int:
        """The UTF-16 unit at which a code point begins."""
        return point + bisect_left(self._wide, point)

    def point(self, unit: int) -> int:
        """The code point in which a UTF-16 unit lies."""
        return unit - bisect_left(self._wide_units, unit)

    def units(self, span: Span) -> Span:
        """A span of code points in UTF-16 units."""
        return (self.unit(span[0]), self.unit(span[1]))

    def points(self, start: int, end: int) -> Span:
        """The code points that UTF-16 units from `start` until `end` touch."""
        last = self.point(end)
        return (self.point(start), last if self.unit(last) == end else last + 1)
