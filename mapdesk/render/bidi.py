"""Which way each character of a line runs, after the Unicode Bidirectional Algorithm (UAX #9).

Characters that embed, override or isolate are not known here: a label never carries them (see
`mapdesk.render.text.readable`), and without them the algorithm is the four steps below.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: The bracket pairs that a map's typefaces can draw (Unicode's BidiBrackets.txt has some fifty more).
_CLOSING = {"(": ")", "[": "]", "{": "}", "⁅": "⁆", "⁽": "⁾", "₍": "₎", "⟨": "⟩", "⸢": "⸣", "⸤": "⸥"}
_NEUTRAL = {"B", "S", "WS", "ON"}


def base_level(text: str) -> int:
    """0 where the line's first letter runs left to right or it has none, 1 where it runs right to left."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return 0
        if kind in ("R", "AL"):
            return 1
    return 0


def levels(text: str, base: int | None = None) -> list[int]:
    """The embedding level of each character: even runs left to right, odd right to left."""
    if base is None:
        base = base_level(text)
    raw = [unicodedata.bidirectional(character) or "L" for character in text]
    kinds = _weak(raw, "R" if base else "L")
    _brackets(text, raw, kinds, base)
    _neutral(kinds, base)
    result = [_implicit(kind, base) for kind in kinds]
    # Rule L1: blanks at the end of the line lie where the line ends.
    for index in range(len(text) - 1, -1, -1):
        if raw[index] not in ("WS", "BN", "S", "B"):
            break
        result[index] = base
    return result


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """Rule L2: the indices of runs (or characters) with these levels, from left to right on the page."""
    order = list(range(len(run_levels)))
    if not order:
        return order
    for level in range(max(run_levels), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return order


def _weak(raw: list[str], sos: str) -> list[str]:
    """Rules W1 to W7; joiners take the kind of what they follow."""
    kinds = list(raw)
    previous = sos
    for index, kind in enumerate(kinds):
        if kind in ("NSM", "BN"):
            kinds[index] = previous
        previous = kinds[index]
    strong = sos
    for index, kind in enumerate(kinds):
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        before, after = kinds[index - 1], kinds[index + 1]
        one_separator = kinds[index] == "CS" or (kinds[index] == "ES" and before == "EN")
        if one_separator and before == after and before in ("EN", "AN"):
            kinds[index] = before
    _spread_numbers_over_terminators(kinds)
    kinds = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]
    strong = sos
    for index, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
    return kinds


def _spread_numbers_over_terminators(kinds: list[str]) -> None:
    """Rule W5: a percent or currency sign belongs to the number it touches."""
    index = 0
    while index < len(kinds):
        if kinds[index] != "ET":
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        touches = (index > 0 and kinds[index - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
        if touches:
            kinds[index:end] = ["EN"] * (end - index)
        index = end


def _strong(kind: str) -> str | None:
    if kind == "L":
        return "L"
    return "R" if kind in ("R", "EN", "AN") else None


def _bracket_pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    open_brackets: list[tuple[str, int]] = []
    pairs = []
    for index, character in enumerate(text):
        if kinds[index] != "ON":
            continue
        if character in _CLOSING:
            if len(open_brackets) == 63:
                return []
            open_brackets.append((_CLOSING[character], index))
            continue
        for depth in range(len(open_brackets) - 1, -1, -1):
            if open_brackets[depth][0] == character:
                pairs.append((open_brackets[depth][1], index))
                del open_brackets[depth:]
                break
    return sorted(pairs)


def _brackets(text: str, raw: list[str], kinds: list[str], base: int) -> None:
    """Rule N0: a pair of brackets runs the way of what it holds."""
    embedding = "R" if base else "L"
    for start, end in _bracket_pairs(text, kinds):
        inside = {_strong(kind) for kind in kinds[start + 1 : end]}
        if embedding in inside:
            direction = embedding
        elif inside - {None}:
            before = next((s for kind in reversed(kinds[:start]) if (s := _strong(kind))), embedding)
            other = "L" if base else "R"
            direction = other if before == other else embedding
        else:
            continue
        for bracket in (start, end):
            kinds[bracket] = direction
            for index in range(bracket + 1, len(raw)):
                if raw[index] not in ("NSM", "BN"):
                    break
                kinds[index] = direction


def _neutral(kinds: list[str], base: int) -> None:
    """Rules N1 and N2: what has no direction takes that of both neighbours, or the line's."""
    embedding = "R" if base else "L"
    index = 0
    while index < len(kinds):
        if kinds[index] not in _NEUTRAL:
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _strong(kinds[index - 1]) if index else embedding
        after = _strong(kinds[end]) if end < len(kinds) else embedding
        kinds[index:end] = [before if before == after and before else embedding] * (end - index)
        index = end


def _implicit(kind: str, base: int) -> int:
    """Rules I1 and I2."""
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)
