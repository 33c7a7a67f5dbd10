"""The Difference between two Projects: the values added, changed and removed, each under its key.

A Feature that stays the same over several dates is one value here, a FeatureVersion, valid from the first
of them until (and without) the date on which it changes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mapdesk.model.features import Feature
from mapdesk.model.project import Project, Snapshot

#: The Project's plain mappings: one table each, keyed by uid (anchors by passage and revision).
_MAPPINGS = (
    "sides",
    "accounts",
    "articles",
    "revisions",
    "passages",
    "anchors",
    "links",
    "frames",
)
#: Every table a Difference can speak of.
TABLES = ("about", *_MAPPINGS, "snapshots", "features")

Key = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FeatureVersion:
    """One value of a Feature and the half-open span of dates on which an Account's map shows it."""

    account: str
    valid_from: date
    valid_until: date | None
    feature: Feature

    @property
    def key(self) -> Key:
        """What tells it from all other versions."""
        return (self.account, self.feature.feature_id, self.valid_from.isoformat())


@dataclass(frozen=True)
class Change:
    """One value before and after; None where there is none."""

    table: str
    key: Key
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """All Changes from one Project to another."""

    changes: tuple[Change, ...]

    def inverse(self) -> Difference:
        """The way back."""
        return Difference(tuple(Change(c.table, c.key, c.after, c.before) for c in reversed(self.changes)))


Records = dict[str, dict[Key, Any]]


def records(project: Project) -> Records:
    """A Project as flat tables of values; `project_of` is the way back."""
    flat: Records = {"about": {("about",): project.about}}
    for table in _MAPPINGS:
        flat[table] = {_key(uid): value for uid, value in getattr(project, table).items()}
    flat["snapshots"] = {key: head for s in project.snapshots.values() for key, head in _heads(s).items()}
    flat["features"] = {
        version.key: version
        for account in project.snapshots
        for version in feature_versions(project, account)
    }
    return flat


def feature_versions(project: Project, account: str) -> list[FeatureVersion]:
    """All versions of all Features of an Account's maps."""
    return _versions(project.snapshots.get(account, ()), None)


def project_of(flat: Records) -> Project:
    """The Project that flat tables of values describe: each Snapshot shows what is valid on its date."""
    (about,) = flat["about"].values()
    plain: dict[str, Any] = {
        table: {_uid(key): value for key, value in flat[table].items()} for table in _MAPPINGS
    }
    return Project(about=about, snapshots=_snapshots(flat), **plain)


def difference(before: Project, after: Project) -> Difference:
    """What changed from one Project to the next; parts that are the same object are not looked at."""
    changes: list[Change] = []
    if before.about != after.about:
        changes.append(Change("about", ("about",), before.about, after.about))
    for table in _MAPPINGS:
        old, new = getattr(before, table), getattr(after, table)
        if old is not new:
            changes += _changes(
                table, {_key(k): v for k, v in old.items()}, {_key(k): v for k, v in new.items()}
            )
    for account in sorted(before.snapshots.keys() | after.snapshots.keys()):
        old_dates = before.snapshots.get(account, ())
        new_dates = after.snapshots.get(account, ())
        if old_dates is new_dates:
            continue
        changes += _changes("snapshots", _heads(old_dates), _heads(new_dates))
        touched = _touched(old_dates, new_dates)
        changes += _changes(
            "features",
            {version.key: version for version in _versions(old_dates, touched)},
            {version.key: version for version in _versions(new_dates, touched)},
        )
    return Difference(tuple(changes))


def apply(project: Project, change: Difference) -> Project:
    """The Project with a Difference carried out; the Project has to hold what the Difference starts from.

    What the Difference doesn't speak of stays the same object, so that comparing by `is` still tells.
    """
    touched = {step.table for step in change.changes}
    flat = records(project)
    for step in change.changes:
        if step.after is None:
            del flat[step.table][step.key]
        else:
            flat[step.table][step.key] = step.after
    applied = project_of(flat)
    kept = {table: getattr(project, table) for table in _MAPPINGS if table not in touched}
    if touched.isdisjoint(("snapshots", "features")):
        return replace(applied, snapshots=project.snapshots, **kept)
    snapshots = {
        account: _kept(project.snapshots.get(account, ()), dated)
        for account, dated in applied.snapshots.items()
    }
    return replace(applied, snapshots=snapshots, **kept)


def _kept(old: tuple[Snapshot, ...], new: tuple[Snapshot, ...]) -> tuple[Snapshot, ...]:
    """The new Snapshots, each the old object where it is equal."""
    there = {snapshot.date: snapshot for snapshot in old}
    kept = tuple(there[s.date] if there.get(s.date) == s else s for s in new)
    same = len(kept) == len(old) and all(one is other for one, other in zip(kept, old, strict=True))
    return old if same else kept


def _key(uid: str | Key) -> Key:
    return (uid,) if isinstance(uid, str) else uid


def _uid(key: Key) -> str | Key:
    return key[0] if len(key) == 1 else key


def _changes(table: str, old: Mapping[Key, Any], new: Mapping[Key, Any]) -> list[Change]:
    found = []
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before is not after and before != after:
            found.append(Change(table, key, before, after))
    return found


def _heads(snapshots: Collection[Snapshot]) -> dict[Key, Snapshot]:
    """Snapshots without their features, which are kept as versions."""
    return {(s.account, s.date.isoformat()): replace(s, features={}) for s in snapshots}


def _same(one: Feature | None, other: Feature | None) -> bool:
    return one is other or one == other


def _touched(old: tuple[Snapshot, ...], new: tuple[Snapshot, ...]) -> set[str]:
    """The ids of all features that show another value on some date."""
    touched: set[str] = set()
    old_features: Mapping[str, Feature] = {}
    new_features: Mapping[str, Feature] = {}
    old_on = {s.date: s.features for s in old}
    new_on = {s.date: s.features for s in new}
    for day in sorted(old_on.keys() | new_on.keys()):
        old_features = old_on.get(day, old_features)
        new_features = new_on.get(day, new_features)
        if old_features is not new_features:
            touched |= {
                uid
                for uid in old_features.keys() | new_features.keys()
                if not _same(old_features.get(uid), new_features.get(uid))
            }
    return touched


def _versions(snapshots: tuple[Snapshot, ...], only: set[str] | None) -> list[FeatureVersion]:
    """The runs of dates over which features stay the same, of all features or of those named."""
    closed: list[FeatureVersion] = []
    running: dict[str, tuple[date, Feature]] = {}
    last: Mapping[str, Feature] | None = None
    for snapshot in snapshots:
        if snapshot.features is last:
            continue
        last = snapshot.features
        shown = last if only is None else {uid: last[uid] for uid in only if uid in last}
        for uid in [uid for uid, (_, feature) in running.items() if not _same(shown.get(uid), feature)]:
            start, feature = running.pop(uid)
            closed.append(_version(snapshot, start, snapshot.date, feature))
        for uid, feature in shown.items():
            running.setdefault(uid, (snapshot.date, feature))
    if snapshots:
        closed += [_version(snapshots[-1], start, None, feature) for start, feature in running.values()]
    return closed


def _version(snapshot: Snapshot, start: date, end: date | None, feature: Feature) -> FeatureVersion:
    return FeatureVersion(account=snapshot.account, valid_from=start, valid_until=end, feature=feature)


def _snapshots(flat: Records) -> dict[str, tuple[Snapshot, ...]]:
    versions: dict[str, list[FeatureVersion]] = {}
    for version in flat["features"].values():
        versions.setdefault(version.account, []).append(version)
    heads: dict[str, list[Snapshot]] = {}
    for head in flat["snapshots"].values():
        heads.setdefault(head.account, []).append(head)
    return {
        account: _filled(sorted(dated, key=lambda s: s.date), versions.get(account, []))
        for account, dated in heads.items()
    }


def _filled(heads: list[Snapshot], versions: list[FeatureVersion]) -> tuple[Snapshot, ...]:
    """Each Snapshot with the versions that are valid on its date; the later one where two are."""
    # What ends on a date makes room before what begins on it.
    events = [(version.valid_from, 1, version) for version in versions]
    events += [(version.valid_until, 0, version) for version in versions if version.valid_until is not None]
    events.sort(key=lambda event: event[:2], reverse=True)
    filled = []
    shown: dict[str, Feature] = {}
    for head in heads:
        if events and events[-1][0] <= head.date:
            shown = dict(shown)
        while events and events[-1][0] <= head.date:
            _, begins, version = events.pop()
            feature_id = version.feature.feature_id
            if begins:
                shown[feature_id] = version.feature
            elif shown.get(feature_id) is version.feature:
                del shown[feature_id]
        filled.append(replace(head, features=shown))
    return tuple(filled)
