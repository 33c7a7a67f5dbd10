"""Which sides' colours can't be told apart on a map, in sentences for whoever chooses them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from mapdesk.model.project import Side
from mapdesk.render.palette_audit import audit
from mapdesk.render.style import load_style


def alike(sides: Sequence[Side]) -> list[str]:
    """Which colours can't be told apart, by whom, one sentence for two sides or for one."""
    found = audit(load_style("light"), sides)
    said = []
    for one, other in combinations(sides, 2):
        theirs = [fault for fault in found if _is_of(fault, one) and _is_of(fault, other)]
        if any("normal vision" in fault for fault in theirs):
            said.append(f"The colours of {one.name} and {other.name} look alike.")
        elif theirs:
            said.append(
                f"The colours of {one.name} and {other.name} look alike to colour-blind readers "
                "or in grey print."
            )
    for side in sides:
        if any(_is_of(f, side) and not any(_is_of(f, o) for o in sides if o is not side) for f in found):
            said.append(
                f"The colour of {side.name} is hard to read on the map, or too near to another of its own."
            )
    return said


def _is_of(fault: str, side: Side) -> bool:
    return f"“{side.name}: " in fault
