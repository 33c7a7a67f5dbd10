"""The README is true: every command, option and word in it is there, and none is left out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mapdesk.cli.main import mapdesk

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(first: str) -> list[list[str]]:
    """The rows of the table whose first column is headed so; a bar in a cell is written with a backslash."""
    rows = README.partition(f"| {first} |")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def commands(group: click.Group = mapdesk, path: str = "mapdesk") -> Iterator[tuple[str, click.Command]]:
    """Each command with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def in_readme(call: str) -> str:
    """All that the table of the command line says of a call, or nothing."""
    spans = [span for row in table("Command") for span in re.findall(r"`([^`]+)`", row[0])]
    return next((span for span in spans if span == call or span.startswith(f"{call} ")), "")


COMMANDS = {call: command for call, command in commands() if call != "mapdesk open"}


@pytest.mark.parametrize("call", COMMANDS)
def test_every_command_stands_in_the_readme_with_all_its_options(call: str) -> None:
    said = in_readme(call)
    assert said, f"{call} is not in the README's table"
    options = [
        option for param in COMMANDS[call].params if isinstance(param, click.Option) for option in param.opts
    ]
    assert set(re.findall(r"--[a-z-]+", said)) == set(options)


def test_every_command_in_the_readme_is_one() -> None:
    calls = [span for row in table("Command") for span in re.findall(r"`([^`]+)`", row[0])]
    known = {*COMMANDS, "mapdesk"}
    assert calls
    assert all(re.split(r" [\[A-Z-]", call)[0] in known for call in calls)


def test_required_options_stand_without_brackets_and_the_others_in_them() -> None:
    for call, command in COMMANDS.items():
        said = in_readme(call)
        for param in command.params:
            if isinstance(param, click.Option):
                bracketed = f"[{param.opts[0]}" in said
                assert bracketed != param.required, f"{call} {param.opts[0]}"


def test_every_choice_of_an_option_stands_in_the_readme() -> None:
    for call in ("mapdesk import",):
        for param in COMMANDS[call].params:
            if isinstance(param.type, click.Choice):
                assert all(choice in README for choice in param.type.choices)


def classes() -> set[str]:
    found = set()
    for module in (ROOT / "mapdesk").rglob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        found |= {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        found |= {
            node.target.id
            for node in tree.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        }
    return found


def test_every_word_of_the_glossary_is_a_class() -> None:
    words = [word for row in table("Word") for word in re.findall(r"\*\*(\w+)\*\*", row[0])]
    assert len(words) > 15
    assert set(words) <= classes()


def test_no_word_of_the_glossary_is_explained_twice() -> None:
    words = [word for row in table("Word") for word in re.findall(r"\*\*(\w+)\*\*", row[0])]
    assert len(words) == len(set(words))


def test_every_file_that_the_readme_points_to_is_there() -> None:
    linked = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    named = re.findall(r"(?<![\w/])(?:\./)?((?:packaging|resources|tests)/[\w./-]*\w)", README)
    missing = [path for path in {*linked, *named} if not (ROOT / path).exists()]
    assert missing == []
