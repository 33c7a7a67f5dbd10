"""The countries and regions of the base map, found by any of their names or by their code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mapdesk.basemaps.default_map import named_ground
from mapdesk.basemaps.gazetteer import folded


@dataclass(frozen=True)
class Territory:
    """A country, or a region with the name of its `country`; `code` is what `home_ground` takes."""

    code: str
    name: str
    country: str = ""


def find_territories(text: str, limit: int = 10) -> list[Territory]:
    """Countries and regions by their code or a name in any language of the base map.

    First the code itself, then those so called, those whose names begin so, and those with a word that does;
    the English name before those of other languages, countries before regions, then by name.
    """
    sought = folded(text)
    if not sought:
        return []
    ranked = []
    for territory, code, spellings in _territories():
        rank = _rank(sought, code, spellings)
        if rank is not None:
            ranked.append((rank, bool(territory.country), territory.name, territory.code, territory))
    return [territory for *_, territory in sorted(ranked, key=lambda found: found[:4])[:limit]]


def territory_name(code: str) -> str:
    """The English name of a country or region by its code; the code itself where it is not known."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    return {territory.code: territory.name for territory, _, _ in _territories()}


def _rank(sought: str, code: str, spellings: tuple[str, ...]) -> int | None:
    own, *_ = spellings
    matches = (
        sought == code,
        sought == own,
        sought in spellings,
        own.startswith(sought),
        any(spelling.startswith(sought) for spelling in spellings),
        code.startswith(sought),
        any(f" {sought}" in spelling for spelling in spellings),
    )
    return next((rank for rank, matched in enumerate(matches) if matched), None)


@cache
def _territories() -> list[tuple[Territory, str, tuple[str, ...]]]:
    """All of them with their codes and spellings as they are compared, the English one first."""
    countries = {facts["code"]: facts["name"] for facts in named_ground("countries")}
    found = []
    for layer in ("countries", "regions"):
        for facts in named_ground(layer):
            code: str = facts["code"]
            # Natural Earth marks what has no code in the standard with a tilde.
            if code.endswith("~"):
                continue
            country = countries.get(code[:2], "") if layer == "regions" else ""
            spellings = dict.fromkeys(folded(name) for name in (facts["name"], *facts["names"].values()))
            found.append((Territory(code, facts["name"], country), folded(code), tuple(spellings)))
    return found
