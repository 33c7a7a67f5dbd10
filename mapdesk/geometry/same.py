"""Keys by identity: what was worked out from a shape is found again without reading the shape."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Generic, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry

T = TypeVar("T")
S = TypeVar("S", bound=BaseGeometry)


class Same(Generic[T]):
    """A value as a key that equals only the key of the very same object, which it keeps alive."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


class Alike(Generic[S]):
    """A shape as a key that equals the keys of all shapes of just these coordinates; it is read once."""

    __slots__ = ("mark", "value")

    def __init__(self, value: S) -> None:
        self.value = value
        self.mark = _mark(Same(value))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike) and other.mark == self.mark

    def __hash__(self) -> int:
        return hash(self.mark)


@lru_cache(maxsize=256)
def _mark(shape: Same[BaseGeometry]) -> bytes:
    return blake2b(shapely.to_wkb(shape.value), digest_size=16).digest()
