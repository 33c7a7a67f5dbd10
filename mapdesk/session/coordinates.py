"""Coordinates as people write them: decimal, degrees-minutes-seconds, and MGRS."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from mapdesk.edit.edit import EditRefused

if TYPE_CHECKING:
    from mgrs import MGRS

#: Longitude and latitude in degrees.
LonLat: TypeAlias = tuple[float, float]

#: What is typed or pasted for a sign that keyboards lack, or lack in a spelling of their own.
_SIGNS = str.maketrans(
    dict.fromkeys("′’‘ʹʼ´`", "'")
    | dict.fromkeys("″”“ʺ", '"')
    | dict.fromkeys("º˚", "°")
    | {"−": "-", "–": "-"}
)
_MGRS = re.compile(r"((?:0?[1-9]|[1-5]\d|60)[C-HJ-NP-X]|[ABYZ])\s*([A-HJ-NP-Z]{2})\s*(\d*)\s*(\d*)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: Pairs with a comma for the decimal point, as much of Europe writes it.
_COMMAS = re.compile(r"([-+]?\d+),(\d+)\s*°?\s*(?:[,;]\s*|\s)\s*([-+]?\d+),(\d+)\s*°?")
#: What may stand around the numbers of an angle.
_AROUND = re.compile(r"""[\s°'":]*""")
_MOST_DIGITS = 5


class Notation(StrEnum):
    """How coordinates are written."""

    DECIMAL = "decimal"
    DMS = "dms"
    MGRS = "mgrs"


#: What the notations are called.
NOTATIONS = {
    Notation.DECIMAL: "Decimal degrees",
    Notation.DMS: "Degrees, minutes, seconds",
    Notation.MGRS: "MGRS",
}


def parse_coordinates(text: str) -> LonLat | None:
    """Longitude and latitude from a text in any of the usual notations, or None where it is none.

    A pair without letters is latitude, longitude. An MGRS reference that names a square means its middle.
    """
    plain = text.translate(_SIGNS).replace("''", '"').strip().upper()
    if (square := _MGRS.fullmatch(plain)) is not None:
        return _from_mgrs(*(part or "" for part in square.groups()))
    if (commas := _COMMAS.fullmatch(plain)) is not None:
        plain = f"{commas[1]}.{commas[2]} {commas[3]}.{commas[4]}"
    halves = _halves(plain)
    if halves is None:
        return None
    angles = [_angle(half) for half in halves]
    if None in angles:
        return None
    (first, axis), (second, other) = (angle for angle in angles if angle is not None)
    if bool(axis) != bool(other) or (axis and axis == other):
        return None
    lat, lon = (second, first) if axis == "EW" else (first, second)
    return (lon, lat) if abs(lat) <= 90 and abs(lon) <= 180 else None


def typed_coordinates(text: str) -> LonLat:
    """The same, refused in a sentence where the text is no coordinate."""
    place = parse_coordinates(text)
    if place is None:
        raise EditRefused(
            f"“{text.strip()}” is no coordinate; write latitude and longitude as 46.635, 32.617, "
            "as 46°38'06\"N 32°36'30\"E, or in MGRS."
        )
    return place


def format_coordinates(lon: float, lat: float, notation: Notation = Notation.DECIMAL) -> str:
    """A place in degrees as people write it: 46.6354° N, 32.6169° E; as near as a few metres."""
    if notation is Notation.MGRS:
        square = _mgrs().toMGRS(lat, lon)
        zone, letters, digits = square[:-12], square[-12:-10], square[-10:]
        return f"{zone.lstrip('0')} {letters} {digits[:5]} {digits[5:]}".lstrip()
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    if notation is Notation.DMS:
        return f"{_sexagesimal(lat)} {north}, {_sexagesimal(lon)} {east}"
    return f"{abs(lat):.4f}° {north}, {abs(lon):.4f}° {east}"


def exact_coordinates(lon: float, lat: float) -> str:
    """A place with all the figures that the map's grid has, to be read back: 46.635421, 32.616902."""
    return f"{lat:.6f}, {lon:.6f}"


def _halves(plain: str) -> tuple[str, str] | None:
    """The two angles of a pair, told apart by their letters, by a comma, or by how many numbers there are."""
    letters = [found.start() for found in re.finditer("[NSEW]", plain)]
    if len(letters) == 2:
        cut = letters[1] if letters[0] == 0 else letters[0] + 1
        return plain[:cut].rstrip(" ,;"), plain[cut:].lstrip(" ,;")
    if letters:
        return None
    parts = re.split("[,;]", plain)
    if len(parts) == 2:
        return parts[0], parts[1]
    numbers = list(re.finditer(rf"[-+]?{_NUMBER.pattern}", plain))
    if len(parts) != 1 or len(numbers) not in (2, 4, 6):
        return None
    cut = numbers[len(numbers) // 2].start()
    return plain[:cut], plain[cut:]


def _angle(half: str) -> tuple[float, str] | None:
    """Degrees from up to three numbers, and the axis that a letter names: "NS", "EW" or neither."""
    letters = re.findall("[NSEW]", half)
    bare = re.sub("[NSEW]", "", half).strip()
    sign = -1.0 if bare.startswith("-") else 1.0
    bare = bare.lstrip("-+") if bare[:1] in "-+" else bare
    numbers = _NUMBER.findall(bare)
    around = _NUMBER.sub("", bare)
    if not 1 <= len(numbers) <= 3 or _AROUND.fullmatch(around) is None:
        return None
    if any("." in number for number in numbers[:-1]) or any(float(part) >= 60 for part in numbers[1:]):
        return None
    degrees = sum(float(number) / 60**power for power, number in enumerate(numbers))
    letter = letters[0] if letters else ""
    if letter and sign < 0:
        return None
    axis = "NS" if letter in ("N", "S") else "EW" if letter else ""
    return (-degrees if letter in ("S", "W") else sign * degrees), axis


def _from_mgrs(zone: str, letters: str, digits: str, more: str) -> LonLat | None:
    if not more and len(digits) % 2 == 0:
        digits, more = digits[: len(digits) // 2], digits[len(digits) // 2 :]
    if len(digits) != len(more) or len(digits) > _MOST_DIGITS:
        return None
    if len(digits) < _MOST_DIGITS:
        digits, more = f"{digits}50000"[:_MOST_DIGITS], f"{more}50000"[:_MOST_DIGITS]
    from mgrs.core import MGRSError

    try:
        lat, lon = _mgrs().toLatLon(f"{zone}{letters}{digits}{more}")
    except MGRSError:
        return None
    return (float(lon), float(lat))


def _sexagesimal(degrees: float) -> str:
    seconds = round(abs(degrees) * 3600)
    return f"{seconds // 3600}°{seconds // 60 % 60:02}′{seconds % 60:02}″"


@cache
def _mgrs() -> MGRS:
    # Imported here: it loads a library of its own, which most sessions never need.
    from mgrs import MGRS

    return MGRS()
