"""Makes the typefaces in resources/fonts from the variable Noto fonts that PyPI packages carry.

Run in an environment of its own, since nothing here is needed to run MapDesk:

    pip install fonttools fontpkg-noto-sans==2.15 fontpkg-noto-sans-arabic==2.12 justmytype-intl-rtl==0.1.0
    python packaging/build_fonts.py
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}

# Latin, Greek and Cyrillic with all their extensions, marks, punctuation, currencies, letterlike signs,
# number forms and mathematical signs. Devanagari and the phonetic blocks beyond the basic plane are left
# out: no place name needs them without the letters of a face of their own.
LATIN_GREEK_CYRILLIC = [
    range(0x0020, 0x0530),
    range(0x1AB0, 0x1B00),
    range(0x1C80, 0x1C90),
    range(0x1D00, 0x2E80),
    range(0xA640, 0xA830),
    range(0xAB30, 0xAB70),
    range(0xFB00, 0xFB07),
    range(0xFE00, 0xFE30),
    range(0xFFFC, 0xFFFE),
]
# The letters of Arabic, Persian, Urdu, Kurdish and the rest. Presentation forms are left out: shaping reaches
# those glyphs from the letters.
ARABIC = [
    range(0x0020, 0x0100),
    range(0x0600, 0x0780),
    range(0x0870, 0x0900),
    range(0x2000, 0x2070),
    range(0x2E41, 0x2E42),
]
HEBREW = [range(0x0020, 0x0100), range(0x0590, 0x0600), range(0x2000, 0x2070), range(0xFB1D, 0xFB50)]


@dataclass(frozen=True)
class Family:
    """One family's variable file and what is kept of it."""

    package: str
    upright: str
    italic: str | None
    name: str
    keep: list[range]
    licence: str


FAMILIES = [
    Family(
        "fontpkg_noto_sans",
        "files/NotoSans[wdth,wght].ttf",
        "files/NotoSans-Italic[wdth,wght].ttf",
        "NotoSans",
        LATIN_GREEK_CYRILLIC,
        "LICENSE",
    ),
    Family(
        "fontpkg_noto_sans_arabic",
        "files/NotoSansArabic[wdth,wght].ttf",
        None,
        "NotoSansArabic",
        ARABIC,
        "LICENSE",
    ),
    Family(
        "justmytype_intl_rtl",
        "fonts/ofl/notosanshebrew/NotoSansHebrew[wdth,wght].ttf",
        None,
        "NotoSansHebrew",
        HEBREW,
        "fonts/ofl/notosanshebrew/OFL.txt",
    ),
]


def package_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"The package {package} is not installed; see the first lines of this file.")
    return Path(spec.submodule_search_locations[0])


def static_instance(source: Path, weight: int, keep: list[range]) -> TTFont:
    font = TTFont(source, recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100}, updateFontNames=True)
    options = subset.Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for block in keep for code in block])
    subsetter.subset(font)
    return font


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    total = 0
    for family in FAMILIES:
        folder = package_folder(family.package)
        faces = [(style, folder / family.upright, weight) for style, weight in WEIGHTS.items()]
        if family.italic:
            faces.append(("Italic", folder / family.italic, 400))
        for style, source, weight in faces:
            target = TARGET / f"{family.name}-{style}.ttf"
            static_instance(source, weight, family.keep).save(target)
            total += target.stat().st_size
            print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB")
        shutil.copyfile(folder / family.licence, TARGET / f"OFL-{family.name}.txt")
    print(f"together {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
