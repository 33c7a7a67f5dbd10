"""Pictures of a frame by several programs, and how far two of them differ."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from mapdesk.render.qt_painter import image_pixels, to_image
from mapdesk.render.scene import Scene
from mapdesk.render.typefaces import all_typefaces
from mapdesk.resources import resource
from tests.agreement.read_back import read_svg

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Comparison:
    """How far two pictures differ, in percent."""

    over_16: float
    over_64: float
    worst_block: float
    worst_at: tuple[int, int]
    flat: float

    def faults(
        self, over_16: float = 1.0, over_64: float = 0.05, block: float = 4.0, flat: float = 0.05
    ) -> list[str]:
        """What is beyond the bars; empty where the pictures agree."""
        found = []
        for what, value, bar in (
            ("pixels that differ by more than 16", self.over_16, over_16),
            ("pixels that differ by more than 64", self.over_64, over_64),
            (f"pixels of the block at {self.worst_at} that are wrong", self.worst_block, block),
            ("flat ground with another colour", self.flat, flat),
        ):
            if value > bar:
                found.append(f"{what}: {value:.3f} % (at most {bar} %)")
        return found


def _is_wrong(one: NDArray[np.int16], other: NDArray[np.int16], bar: int) -> NDArray[np.bool_]:
    """Pixels farther than `bar` from all of the other's 3 × 3 around their place, either way round."""
    height, width, _ = one.shape
    wrong = np.zeros((height, width), dtype=bool)
    rows, columns = np.nonzero(np.abs(one - other).max(axis=2) > bar)
    for here, there in ((one, other), (other, one)):
        best = np.full(len(rows), 255, dtype=np.int16)
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                near = there[np.clip(rows + dy, 0, height - 1), np.clip(columns + dx, 0, width - 1)]
                np.minimum(best, np.abs(here[rows, columns] - near).max(axis=1), out=best)
        wrong[rows[best > bar], columns[best > bar]] = True
    return wrong


def _is_flat(picture: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Pixels whose neighbours to all four sides, one and two steps away, have their colour."""
    colours = picture.astype(np.int32) @ np.array([65536, 256, 1], dtype=np.int32)
    flat = np.zeros(colours.shape, dtype=bool)
    middle = colours[2:-2, 2:-2]
    inner = np.ones(middle.shape, dtype=bool)
    for step in (-2, -1, 1, 2):
        inner &= colours[2 + step : colours.shape[0] - 2 + step, 2:-2] == middle
        inner &= colours[2:-2, 2 + step : colours.shape[1] - 2 + step] == middle
    flat[2:-2, 2:-2] = inner
    return flat


def comparison(reference: Pixels, candidate: Pixels) -> Comparison:
    """Two pictures of the same size, by global share, worst 16-px block and flat ground."""
    assert reference.shape == candidate.shape, (reference.shape, candidate.shape)
    one, other = reference.astype(np.int16), candidate.astype(np.int16)
    off = np.abs(one - other).max(axis=2)
    wrong = _is_wrong(one, other, 48)
    height, width = (size // 16 * 16 for size in wrong.shape)
    # Twice, half a block apart, so that a fault on an edge of blocks does not hide in two halves.
    worst, worst_at = 0.0, (0, 0)
    for shift in (0, 8):
        part = wrong[
            shift : height - (16 - shift if shift else 0), shift : width - (16 - shift if shift else 0)
        ]
        blocks = part.reshape(part.shape[0] // 16, 16, part.shape[1] // 16, 16).mean(axis=(1, 3))
        row, column = np.unravel_index(blocks.argmax(), blocks.shape)
        if blocks[row, column] >= worst:
            worst, worst_at = float(blocks[row, column]), (int(column) * 16 + shift, int(row) * 16 + shift)
    flat = _is_flat(one)
    return Comparison(
        100 * float((off > 16).mean()),
        100 * float((off > 64).mean()),
        100 * worst,
        worst_at,
        100 * float((off[flat] > 2).mean()) if flat.any() else 0.0,
    )


def painted(scene: Scene) -> Pixels:
    """The Scene as the painter draws it, that is, as PNG."""
    return image_pixels(to_image(scene))


def _decoded(png: bytes) -> Pixels:
    image = QImage.fromData(png)
    assert not image.isNull()
    return image_pixels(image)


def drawn_by_resvg(svg: bytes, *, quickly: bool = False) -> Pixels:
    """The SVG as resvg draws it with the bundled fonts and no others.

    It is drawn at twice the size and averaged, since resvg has but four shades for a nearly level edge;
    `quickly` leaves that out.
    """
    files = [str(typeface.path) for typeface in all_typefaces()]
    png = resvg_py.svg_to_bytes(
        svg_string=svg.decode(), skip_system_fonts=True, font_files=files, zoom=1 if quickly else 2
    )
    pixels = _decoded(bytes(png))
    if quickly:
        return pixels
    double = pixels.astype(np.uint16)
    rows = double[0::2] + double[1::2]
    return ((rows[:, 0::2] + rows[:, 1::2] + 2) >> 2).astype(np.uint8)


def drawn_by_program(svg: bytes, program: str) -> Pixels:
    """The SVG as Inkscape or Chromium draws it, told of the bundled fonts alone."""
    executable = shutil.which(program)
    assert executable, program
    width, height = read_svg(svg).size
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "frame.svg"), Path(folder, "frame.png")
        source.write_bytes(svg)
        settings = Path(folder, "fonts.conf")
        settings.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            f"<dir>{resource('fonts')}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
        )
        commands = {
            "inkscape": [executable, str(source), "-o", str(target), "-w", str(width)],
            "chromium": [
                executable, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--force-color-profile=srgb", "--force-device-scale-factor=1",
                f"--user-data-dir={folder}/profile", f"--window-size={width},{height}",
                f"--screenshot={target}", source.as_uri(),
            ],
        }  # fmt: skip
        environment = {**os.environ, "FONTCONFIG_FILE": str(settings), "HOME": folder}
        subprocess.run(commands[program], env=environment, check=True, capture_output=True, timeout=120)
        return _decoded(target.read_bytes())
