"""Which layers of a source are whose ground, and how it is held: presets for known sources, or a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from mapdesk.edit.edit import EditRefused
from mapdesk.exchange.source_refused import SourceRefused, bounded_bytes
from mapdesk.model.features import Evidence, Status
from mapdesk.model.project import Project
from mapdesk.session.import_guess import guessed_role, side_by_word

#: Stands for the value itself as the name of a Side.
_VALUE = "*"
_LIMIT_MB = 1


@dataclass(frozen=True)
class Role:
    """What shapes of a layer become: ground of a Side (by its name) with a status, or a front line drawn.

    A front line may be nobody's; its `name` tells it from the other lines of a source.
    """

    side: str
    status: Status = Status.CONTROLLED
    evidence: Evidence = Evidence.UNCONFIRMED
    lines: bool = False
    name: str = ""


@dataclass(frozen=True)
class Rule:
    """What layers become whose name is like one of the patterns (`*` is any text); without a Side, nothing.

    `why` says what it is that is left out.
    """

    like: tuple[str, ...]
    side: str = ""
    status: Status = Status.CONTROLLED
    evidence: Evidence = Evidence.UNCONFIRMED
    why: str = ""

    def fits(self, layer: str) -> bool:
        """Whether a layer's name is like one of the patterns, however it is capitalised."""
        return any(fnmatchcase(layer.casefold(), pattern.casefold()) for pattern in self.like)


@dataclass(frozen=True)
class Mapping:
    """Rules for the layers of a source, the first that fits counting; `field` tells the layers apart.

    Without rules what a layer becomes is guessed from the words in its name.
    """

    rules: tuple[Rule, ...] = ()
    field: str = ""

    def role(self, project: Project, layer: str) -> Role | str:
        """What a layer becomes, or why it is left out, in words."""
        if not self.rules:
            guess = guessed_role(project, layer)
            return Role(*guess) if guess else "whose it is is not known"
        rule = next((rule for rule in self.rules if rule.fits(layer)), None)
        if rule is None:
            return "the mapping does not name it"
        if not rule.side:
            return rule.why or "left out by the mapping"
        side = layer.strip() if rule.side == _VALUE else rule.side
        return Role(side_by_word(project, side) or side, rule.status, rule.evidence)


_HOME = "it is nobody else's, so it counts as home ground"

#: Mappings for known sources, by the words that choose them.
PRESETS = {
    "isw": Mapping(
        (
            Rule(("*Partisan*",), why="areas of partisan warfare are not ground that is held"),
            Rule(("*RussianAssessedCoT*", "*RussianCoT*"), "Russia", evidence=Evidence.ASSESSED),
            Rule(("*RussianAssessedAdvance*",), "Russia", Status.ADVANCE, Evidence.ASSESSED),
            Rule(("*RussianClaimed*", "*ClaimedRussian*"), "Russia", Status.CLAIMED),
            Rule(("*UkrainianClaimed*", "*ClaimedUkrainian*"), "Ukraine", Status.CLAIMED),
        )
    ),
    "deepstate": Mapping(
        (
            Rule(("*liberated*", "*deoccupied*", "*de-occupied*", "*звільнен*", "*деокупован*"), why=_HOME),
            Rule(
                ("*unknown*", "*grey*", "*gray*", "*contested*", "*невідом*", "*невизначен*", "*сіра*"),
                "Russia",
                Status.CONTESTED,
            ),
            Rule(("*advanc*", "*просуванн*"), "Russia", Status.ADVANCE),
            Rule(("*occupied*", "*ordlo*", "*crimea*", "*окупован*", "*орд*ло*", "*крим*"), "Russia"),
        )
    ),
    "sides": Mapping((Rule(("?*",), _VALUE),)),
}


def mapping_named(name: str) -> Mapping:
    """The mapping of a preset, or of a file; raises SourceRefused for a file that is none.

    A file is JSON: {"field": FIELD, "layers": [{"like": PATTERN or [PATTERN, ...], "side": NAME, "status":
    ..., "evidence": ...}, ...]}. The first rule that fits counts; `"side": null` leaves a layer out and
    `"side": "*"` takes the value as the Side's name.
    """
    if not name or name in PRESETS:
        return PRESETS.get(name, Mapping())
    path = Path(name)
    if not path.exists() and not path.suffix:
        known = ", ".join(PRESETS)
        raise EditRefused(f"There is no mapping called {name}; there are {known}, or a JSON file.")
    try:
        document = json.loads(bounded_bytes(path, _LIMIT_MB).decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SourceRefused(path, "it is no JSON, so it is no mapping.") from None
    rules = document.get("layers") if isinstance(document, dict) else None
    if not isinstance(rules, list) or not rules:
        raise SourceRefused(path, "it has no list of layers, so it is no mapping.")
    field = document.get("field") or ""
    if not isinstance(field, str):
        raise SourceRefused(path, "its field is no name.")
    return Mapping(tuple(_rule(path, number, rule) for number, rule in enumerate(rules, start=1)), field)


def _rule(path: Path, number: int, rule: Any) -> Rule:
    like = rule.get("like") if isinstance(rule, dict) else None
    patterns = [like] if isinstance(like, str) else like
    if not isinstance(patterns, list) or not patterns or not all(isinstance(word, str) for word in patterns):
        raise SourceRefused(path, f"layer {number} does not say what it is like.")
    side = rule.get("side") or ""
    if not isinstance(side, str):
        raise SourceRefused(path, f"the side of layer {number} is no name.")
    return Rule(
        tuple(patterns),
        side.strip(),
        _word(path, number, rule, "status", Status.CONTROLLED, list(Status)),
        _word(path, number, rule, "evidence", Evidence.UNCONFIRMED, list(Evidence)),
    )


def _word(path: Path, number: int, rule: dict[str, Any], key: str, usual: Any, known: Sequence[Any]) -> Any:
    word = rule.get(key, usual)
    if word not in known:
        raise SourceRefused(path, f"the {key} of layer {number} is none of {', '.join(known)}.")
    return type(usual)(word)
