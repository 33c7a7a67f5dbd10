"""The Difference between two Projects: the values added, changed and removed, each under its key.

A Feature that stays the same over several dates is one value here, a FeatureVersion, valid from the first
of them until (and without) the date on which it changes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
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
    return _versions(project.snapshots.get(account, ()))


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
        if old_dates is not new_dates:
            changes += _changes_of_dates(old_dates, new_dates)
    return Difference(tuple(changes))


def _changes_of_dates(old: tuple[Snapshot, ...], new: tuple[Snapshot, ...]) -> list[Change]:
    """What changed between two Accounts' maps; only the dates that differ and their neighbours are read."""
    begin = _common(old, new)
    behind = _common(old[begin:][::-1], new[begin:][::-1])
    old_end, new_end = len(old) - behind, len(new) - behind
    changes = _changes("snapshots", _heads(old[begin:old_end]), _heads(new[begin:new_end]))
    first = max(begin - 1, 0)
    touched = _touched(old[first:old_end], new[first:new_end])
    return changes + _changes(
        "features", _runs(old, touched, first, old_end), _runs(new, touched, first, new_end)
    )


def _common(one: tuple[Snapshot, ...], other: tuple[Snapshot, ...]) -> int:
    """How many Snapshots at the beginning are the same objects."""
    count = 0
    for mine, its in zip(one, other, strict=False):
        if mine is not its:
            break
        count += 1
    return count


def _runs(
    snapshots: tuple[Snapshot, ...], touched: Collection[str], first: int, last: int
) -> dict[Key, FeatureVersion]:
    """The versions of some features that are shown by any of the Snapshots from `first` to `last`."""
    found = {}
    for uid in touched:
        at = first
        while at < len(snapshots) and at <= last:
            start, end = _run(snapshots, uid, at)
            feature = snapshots[start].features.get(uid)
            if feature is not None:
                version = _version(snapshots, start, end, feature)
                found[version.key] = version
            at = end
    return found


def _run(snapshots: tuple[Snapshot, ...], uid: str, at: int) -> tuple[int, int]:
    """From which Snapshot, and until which, a feature is as it is on one of them."""
    alike = feature = snapshots[at].features.get(uid)
    # Written out, and each object compared once, since a feature may stay the same for a thousand dates.
    start, end = at, at + 1
    while start:
        other = snapshots[start - 1].features.get(uid)
        if other is not feature and other is not alike:
            if other != feature:
                break
            alike = other
        start -= 1
    while end < len(snapshots):
        other = snapshots[end].features.get(uid)
        if other is not feature and other is not alike:
            if other != feature:
                break
            alike = other
        end += 1
    return start, end


def value_at(project: Project, table: str, key: Key) -> Any:
    """The value that a Project has under a Difference's key, or None; as `records` has it."""
    if table == "about":
        return project.about
    if table in _MAPPINGS:
        return getattr(project, table).get(_uid(key))
    account, valid_from = key[0], date.fromisoformat(key[-1])
    snapshots = project.snapshots.get(account, ())
    at = bisect_left(snapshots, valid_from, key=_date)
    if at == len(snapshots) or snapshots[at].date != valid_from:
        return None
    if table == "snapshots":
        return replace(snapshots[at], features={})
    feature = snapshots[at].features.get(key[1])
    if feature is None:
        return None
    start, end = _run(snapshots, key[1], at)
    return _version(snapshots, start, end, feature) if start == at else None


def apply(project: Project, change: Difference) -> Project:
    """The Project with a Difference carried out; the Project has to hold what the Difference starts from.

    What the Difference doesn't speak of stays the same object, so that comparing by `is` still tells.
    """
    plain: dict[str, Any] = {}
    by_account: dict[str, list[Change]] = {}
    for step in change.changes:
        if step.table == "about":
            plain["about"] = step.after
        elif step.table in _MAPPINGS:
            values = plain.setdefault(step.table, dict(getattr(project, step.table)))
            if step.after is None:
                del values[_uid(step.key)]
            else:
                values[_uid(step.key)] = step.after
        else:
            by_account.setdefault(step.key[0], []).append(step)
    if by_account:
        snapshots = dict(project.snapshots)
        for account, steps in by_account.items():
            dated = _with_changes(project.snapshots.get(account, ()), steps)
            if dated:
                snapshots[account] = dated
            else:
                snapshots.pop(account, None)
        plain["snapshots"] = snapshots
    return replace(project, **plain)


def _with_changes(snapshots: tuple[Snapshot, ...], steps: Iterable[Change]) -> tuple[Snapshot, ...]:
    """An Account's Snapshots with changes of heads and of features carried out."""
    features: list[tuple[FeatureVersion | None, FeatureVersion | None]] = []
    # A date that comes shows what the one before it shows, as far as no change says otherwise.
    dated: dict[date, Snapshot] = {snapshot.date: snapshot for snapshot in snapshots}
    for step in steps:
        if step.table == "features":
            features.append((step.before, step.after))
        elif step.after is None:
            del dated[step.before.date]
        else:
            at = bisect_right(snapshots, step.after.date, key=_date)
            shown: Mapping[str, Feature] = snapshots[at - 1].features if at else {}
            dated[step.after.date] = replace(step.after, features=shown)
    days = sorted(dated)
    put: dict[date, dict[str, Feature | None]] = {}
    for one in (0, 1):
        for versions in features:
            version = versions[one]
            if version is not None:
                for day in _within(days, version):
                    put.setdefault(day, {})[version.feature.feature_id] = version.feature if one else None
    # Dates that show the same, as those of a week without news do, go on sharing it.
    known: dict[tuple[int, frozenset[tuple[str, int]]], Mapping[str, Feature]] = {}
    alike: dict[tuple[int, int], bool] = {}
    for day, values in put.items():
        shown = dated[day].features
        changed = {uid: value for uid, value in values.items() if not _alike(shown.get(uid), value, alike)}
        if changed:
            mark = (id(shown), frozenset((uid, id(value)) for uid, value in changed.items()))
            if mark not in known:
                after = {**shown, **changed}
                known[mark] = {uid: value for uid, value in after.items() if value is not None}
            dated[day] = replace(dated[day], features=known[mark])
    return tuple(dated[day] for day in days)


def _alike(one: Feature | None, other: Feature | None, known: dict[tuple[int, int], bool]) -> bool:
    """Whether two values are the same; two objects are compared once."""
    if one is other:
        return True
    pair = (id(one), id(other))
    if pair not in known:
        known[pair] = one == other
    return known[pair]


def _within(days: list[date], version: FeatureVersion) -> list[date]:
    """Those of some days, in order, on which a version is valid."""
    start = bisect_left(days, version.valid_from)
    end = len(days) if version.valid_until is None else bisect_left(days, version.valid_until)
    return days[start:end]


def _date(snapshot: Snapshot) -> date:
    return snapshot.date


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


def _versions(snapshots: tuple[Snapshot, ...]) -> list[FeatureVersion]:
    """The runs of dates over which features stay the same."""
    closed: list[FeatureVersion] = []
    running: dict[str, tuple[int, Feature]] = {}
    last: Mapping[str, Feature] | None = None
    for number, snapshot in enumerate(snapshots):
        if snapshot.features is last:
            continue
        last = snapshot.features
        for uid in [uid for uid, (_, feature) in running.items() if not _same(last.get(uid), feature)]:
            start, feature = running.pop(uid)
            closed.append(_version(snapshots, start, number, feature))
        for uid, feature in last.items():
            running.setdefault(uid, (number, feature))
    end = len(snapshots)
    return closed + [_version(snapshots, start, end, feature) for start, feature in running.values()]


def _version(snapshots: tuple[Snapshot, ...], start: int, end: int, feature: Feature) -> FeatureVersion:
    """A version from one Snapshot until another, or to the end."""
    return FeatureVersion(
        account=snapshots[start].account,
        valid_from=snapshots[start].date,
        valid_until=snapshots[end].date if end < len(snapshots) else None,
        feature=feature,
    )


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
