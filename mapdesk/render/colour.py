"""Arithmetic of colours: composing, contrast, perceived difference, and what the colour-blind see."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

#: sRGB, each part from 0 to 1.
Rgb: TypeAlias = NDArray[np.float64]

_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
#: CIECAM02: Moroney et al. 2002, the sharpening and the Hunt-Pointer-Estevez matrices.
_CAT02 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
_HPE = np.array([[0.38971, 0.68898, -0.07868], [-0.22981, 1.18340, 0.04641], [0.0, 0.0, 1.0]])
#: Linear RGB as seen with one kind of cone missing: Machado, Oliveira and Fernandes 2009, severity 1.0.
_MISSING = {
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
#: The ways of seeing that a palette has to work in.
VISIONS = ("normal", *_MISSING)


def rgb(colour: str) -> Rgb:
    """The parts of a colour #RRGGBB."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"A colour is written as #RRGGBB, not as {colour!r}.")
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def name(parts: Rgb) -> str:
    """The colour #RRGGBB of parts, those out of range cut off."""
    return "#" + "".join(f"{round(255 * float(part)):02X}" for part in np.clip(parts, 0, 1))


def compose(colour: str, opacity: float, ground: str) -> str:
    """What a translucent colour looks like on a ground."""
    return name(opacity * rgb(colour) + (1 - opacity) * rgb(ground))


def uncompose(shown: str, opacity: float, ground: str) -> str:
    """The colour that looks like `shown` on a ground; cut off where no colour would."""
    return name((rgb(shown) - (1 - opacity) * rgb(ground)) / opacity)


def mix(one: str, other: str, share: float) -> str:
    """A colour between two, `share` of the way from the first to the other."""
    return name((1 - share) * rgb(one) + share * rgb(other))


def lightness(colour: str) -> float:
    """CIE L*, 0 black to 100 white: what is left of a colour in grey print."""
    return lightness_of(_luminance(colour))


def lightness_of(luminance: float) -> float:
    """CIE L* of a relative luminance."""
    return 116 * luminance ** (1 / 3) - 16 if luminance > 216 / 24389 else luminance * 24389 / 27


@lru_cache(maxsize=512)
def at_lightness(colour: str, target: float, light: str = "#FFFFFF", dark: str = "#000000") -> str:
    """The colour mixed with a light or a dark one until its L* is the target, or as near as that goes."""
    other = light if lightness(colour) < target else dark
    rising = lightness(other) > lightness(colour)
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        if (lightness(mix(colour, other, middle)) < target) == rising:
            low = middle
        else:
            high = middle
    return mix(colour, other, high)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by the WCAG 2 formula, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def difference(one: str, other: str, vision: str = "normal") -> float:
    """How different two colours look: their distance in CAM02-UCS (Luo, Cui and Li 2006)."""
    return float(np.linalg.norm(_ucs(one, vision) - _ucs(other, vision)))


def _linear(parts: Rgb) -> Rgb:
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    return float(np.array([0.2126, 0.7152, 0.0722]) @ _linear(rgb(colour)))


@lru_cache(maxsize=4096)
def _ucs(colour: str, vision: str) -> NDArray[np.float64]:
    """J', a', b' of a colour under an average surround (L_A 64/5π cd/m², Y_b 20), the usual for sRGB."""
    linear = _linear(rgb(colour))
    if vision != "normal":
        linear = np.clip(_MISSING[vision] @ linear, 0, 1)
    adapting, background = 64 / math.pi / 5, 0.2
    surround, nc = 0.69, 1.0
    k = 1 / (5 * adapting + 1)
    f_l = 0.2 * k**4 * 5 * adapting + 0.1 * (1 - k**4) ** 2 * (5 * adapting) ** (1 / 3)
    n_bb = 0.725 * background**-0.2
    z = 1.48 + math.sqrt(background)
    adaption = 1 - math.exp(-(adapting + 42) / 92) / 3.6

    def response(xyz: NDArray[np.float64]) -> NDArray[np.float64]:
        sharp = _CAT02 @ xyz
        white = _CAT02 @ (_TO_XYZ @ np.ones(3) * 100)
        adapted = (adaption * 100 / white + 1 - adaption) * sharp
        cones = _HPE @ np.linalg.solve(_CAT02, adapted)
        strength = (f_l * np.abs(cones) / 100) ** 0.42
        return np.asarray(np.sign(cones) * 400 * strength / (strength + 27.13) + 0.1)

    red, green, blue = response(_TO_XYZ @ linear * 100)
    white = response(_TO_XYZ @ np.ones(3) * 100)
    a = red - 12 * green / 11 + blue / 11
    b = (red + green - 2 * blue) / 9
    hue = math.atan2(b, a)
    weights = np.array([2, 1, 1 / 20])
    achromatic = max(0.0, float((weights @ np.array([red, green, blue]) - 0.305) * n_bb))
    whitest = float((weights @ white - 0.305) * n_bb)
    j = 100 * (achromatic / whitest) ** (surround * z)
    eccentricity = (math.cos(hue + 2) + 3.8) / 4
    t = 50000 / 13 * nc * n_bb * eccentricity * math.hypot(a, b) / (red + green + 21 * blue / 20)
    colourfulness = t**0.9 * math.sqrt(j / 100) * (1.64 - 0.29**background) ** 0.73 * f_l**0.25
    j_ucs = 1.7 * j / (1 + 0.007 * j)
    m_ucs = math.log(1 + 0.0228 * colourfulness) / 0.0228
    return np.array([j_ucs, m_ucs * math.cos(hue), m_ucs * math.sin(hue)])


def toned(colour: str, ground: str, ratio: float) -> str:
    """The colour made as light or dark as leaves it just the contrast with a ground."""
    light = lightness(ground) > 50
    target = lightness(ground)
    while contrast(colour_then := at_lightness(colour, target), ground) < ratio and 0 < target < 100:
        target += -1.0 if light else 1.0
    return colour_then


def against(colour: str, ground: str, ratio: float) -> str:
    """The colour, darkened on a light ground or lightened on a dark one until it has the contrast."""
    step = -1.0 if lightness(ground) > 50 else 1.0
    target = lightness(colour)
    while contrast(colour, ground) < ratio and 0 < target < 100:
        target += step
        colour = at_lightness(colour, target)
    return colour
