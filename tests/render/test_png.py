"""The PNG encoder keeps each pixel, in one strip or many, and says that colours are sRGB."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColorSpace, QImage

from mapdesk.render.png import png_bytes, srgb_profile


def _noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize("size", [(1, 1), (3, 7), (64, 48), (1400, 1300)])
def test_each_pixel_is_read_back_as_it_was(size):
    pixels = _noise(*size)
    assert (np.asarray(Image.open(io.BytesIO(png_bytes(pixels)))) == pixels).all()


def test_qt_reads_a_picture_of_many_strips():
    image = QImage.fromData(png_bytes(_noise(1400, 1300)))
    assert (image.width(), image.height()) == (1300, 1400)


def test_the_same_pixels_give_the_same_bytes():
    assert png_bytes(_noise(900, 1300)) == png_bytes(_noise(900, 1300))


def test_the_profile_is_srgb_to_qt_and_to_little_cms():
    assert QColorSpace.fromIccProfile(QByteArray(srgb_profile())) == QColorSpace(
        QColorSpace.NamedColorSpace.SRgb
    )
    picture = Image.fromarray(_noise(40, 40))
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    turned = ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"))
    assert np.abs(np.asarray(turned).astype(int) - np.asarray(picture)).max() <= 1


def test_facts_in_any_script_are_kept():
    facts = [("Title", "Фронт"), ("source", "ISW"), ("", "–"), ("x" * 90, "long")]
    info = Image.open(io.BytesIO(png_bytes(_noise(2, 2), facts=facts))).info
    assert (info["Title"], info["Source"], info["Comment"], info["X" + "x" * 78]) == (
        "Фронт",
        "ISW",
        "–",
        "long",
    )
