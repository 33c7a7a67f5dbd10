"""Light or dark: as the system is, unless the user wants one of them."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

_KEY = "appearance"
SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#F3F2EF",
    _Role.WindowText: "#1C1C1A",
    _Role.Base: "#FFFFFF",
    _Role.AlternateBase: "#F7F6F3",
    _Role.Text: "#1C1C1A",
    _Role.PlaceholderText: "#6B6963",
    _Role.Button: "#F3F2EF",
    _Role.ButtonText: "#1C1C1A",
    _Role.BrightText: "#B00020",
    _Role.ToolTipBase: "#FFFFFF",
    _Role.ToolTipText: "#1C1C1A",
    _Role.Highlight: "#1F6FB2",
    _Role.HighlightedText: "#FFFFFF",
    _Role.Accent: "#1F6FB2",
    _Role.Link: "#155A94",
    _Role.Light: "#FFFFFF",
    _Role.Midlight: "#E9E7E2",
    _Role.Mid: "#BDBAB2",
    _Role.Dark: "#9A978F",
    _Role.Shadow: "#6B6963",
}
_DARK = {
    _Role.Window: "#25272A",
    _Role.WindowText: "#ECEBE8",
    _Role.Base: "#1B1D1F",
    _Role.AlternateBase: "#212326",
    _Role.Text: "#ECEBE8",
    _Role.PlaceholderText: "#A09E99",
    _Role.Button: "#2F3236",
    _Role.ButtonText: "#ECEBE8",
    _Role.BrightText: "#FF8A80",
    _Role.ToolTipBase: "#34373B",
    _Role.ToolTipText: "#ECEBE8",
    _Role.Highlight: "#3B8EDB",
    _Role.HighlightedText: "#0B0D0F",
    _Role.Accent: "#3B8EDB",
    _Role.Link: "#7DB8EE",
    _Role.Light: "#4A4E54",
    _Role.Midlight: "#3A3D42",
    _Role.Mid: "#55595F",
    _Role.Dark: "#17181A",
    _Role.Shadow: "#000000",
}
#: Fusion frames boxes to tick in a darker shade of the window, which nobody sees on a dark one.
_BOXES = (
    "QCheckBox::indicator:unchecked, QTreeView::indicator:unchecked, QListView::indicator:unchecked "
    "{ border: 1px solid #8A8D92; border-radius: 2px; width: 11px; height: 11px; background: #1B1D1F; }"
)
_FADED_LIGHT, _FADED_DARK = "#A3A09A", "#6E7176"


def is_dark() -> bool:
    """Whether the window is dark at present."""
    return QGuiApplication.palette().color(_Role.Window).lightness() < 128


def chosen(settings: QSettings) -> str:
    """What the user chose: system, light or dark."""
    kept = str(settings.value(_KEY, "system"))
    return kept if kept in SCHEMES else "system"


def choose(settings: QSettings, scheme: str) -> None:
    """Take a choice and keep it."""
    settings.setValue(_KEY, scheme)
    apply(settings)


def apply(settings: QSettings) -> None:
    """Make the window as it was chosen."""
    hints = QGuiApplication.styleHints()
    wanted = SCHEMES[chosen(settings)]
    hints.setColorScheme(wanted)
    # Native styles have palettes of their own; Fusion takes ours, also where the system tells it nothing.
    if QApplication.style().name().lower() == "fusion":
        scheme = hints.colorScheme() if wanted is Qt.ColorScheme.Unknown else wanted
        dark = scheme is Qt.ColorScheme.Dark
        palette = _palette(dark=dark)
        if palette != QGuiApplication.palette():
            QApplication.setPalette(palette)
            application = QApplication.instance()
            if isinstance(application, QApplication):
                application.setStyleSheet(_BOXES if dark else "")


def _palette(*, dark: bool) -> QPalette:
    palette = QPalette()
    faded = QColor(_FADED_DARK if dark else _FADED_LIGHT)
    for role, colour in (_DARK if dark else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return palette
