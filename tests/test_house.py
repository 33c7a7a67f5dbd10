"""The house rules that a machine can hold: floors, sizes of modules, what lies at the top, pinned Qt."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "mapdesk").rglob("*.py"))

#: A module beyond this wants splitting by meaning.
LONGEST = 400
#: What may lie at the top beside dotfiles.
TOP = {"LICENSE", "README.md", "mapdesk", "packaging", "pyproject.toml", "resources", "tests"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_nobody_imports_from_a_floor_above() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.skip("import-linter is not installed")
    outcome = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_no_module_is_longer_than_one_keeps_in_mind(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_every_module_opens_with_one_sentence(module: Path) -> None:
    said = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert said
    first = said.partition("\n\n")[0]
    assert first.endswith("."), first


def test_no_file_is_named_for_nothing() -> None:
    assert not {path.stem for path in MODULES} & {"utils", "util", "helpers", "helper", "common", "misc"}


def test_nothing_else_lies_at_the_top() -> None:
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no git to ask what belongs to the project")
    if listed.returncode:
        pytest.skip("this is no checkout")
    top = {path.partition("/")[0] for path in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= TOP


def test_tests_mirror_the_floors() -> None:
    floors = {path.name for path in (ROOT / "mapdesk").iterdir() if (path / "__init__.py").exists()}
    beside = {"agreement", "benchmarks", "journeys", "__pycache__"}
    assert {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - beside <= floors


def test_qt_is_pinned_below_the_release_that_aborts_on_python_3_11() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [line.replace(" ", "") for line in project["dependencies"] if line.startswith("PySide6")]
    older = [pin for pin in pins if re.search(r"python_version<['\"]3\.12['\"]", pin)]
    assert len(older) == 1
    assert older[0].startswith("PySide6-Essentials>=6.11.3,<6.12;")


def test_only_painters_and_the_window_name_qt_and_the_command_line_no_widgets() -> None:
    naming = {
        named(module)
        for module in MODULES
        if re.search(r"^\s*(from|import) PySide6", module.read_text(encoding="utf-8"), re.MULTILINE)
    }
    allowed = re.compile(r"mapdesk/(ui/|render/\w*(painter|paint|png|pdf|glyph)\w*\.py|cli/window\.py)")
    assert {path for path in naming if not allowed.match(path)} == set()
