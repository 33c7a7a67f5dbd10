"""The library of unit symbols, in a process of its own: loading it would hold up the window for a second.

The process begins with the first symbol that is asked for, keeps the library loaded, and ends with this one.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection

#: Where the two modifiers of an icon stand in a code.
_MODIFIERS = (16, 18)


@dataclass(frozen=True)
class LibraryDrawing:
    """A symbol as the library draws it: SVG, and the place (x, y) in it that the symbol marks.

    `svg` is empty where the library knows no such symbol. `unknown` are the digits of a modifier that it
    leaves out without a word, counted from 0, or -1.
    """

    svg: str
    x: float = 0.0
    y: float = 0.0
    unknown: int = -1


class LibraryFailed(RuntimeError):
    """The process that draws could not be begun, or broke down."""


_one_at_a_time = threading.Lock()
_pipes: list[Connection] = []


def drawing_of(code: str) -> LibraryDrawing:
    """The drawing of a code of 20 digits; the first takes a second or two. Raises LibraryFailed."""
    with _one_at_a_time:
        try:
            if not _pipes:
                _pipes.append(_begun())
            _pipes[0].send(code)
            answer = _pipes[0].recv()
        except (EOFError, OSError) as fault:
            _pipes.clear()
            raise LibraryFailed("the symbol library broke down") from fault
    if not isinstance(answer, LibraryDrawing):
        raise LibraryFailed(str(answer))
    return answer


def _begun() -> Connection:
    # Never forked: the window's threads hold locks that a fork would keep for ever.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    context.Process(target=_serve, args=(theirs,), daemon=True, name="unit symbols").start()
    theirs.close()
    return ours


def _serve(pipe: Connection) -> None:
    """Draw one code after the other, until nobody asks any longer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            code = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(_drawn(code))
        except Exception as fault:
            pipe.send(f"{type(fault).__name__}: {fault}")


def _drawn(code: str) -> LibraryDrawing:
    from milsymbol import Symbol

    symbol = Symbol(code, size=100)
    if not symbol.is_valid():
        return LibraryDrawing("")
    svg = symbol.as_svg()
    plain = [(at, f"{code[:at]}00{code[at + 2 :]}") for at in _MODIFIERS]
    unknown = [at for at, other in plain if other != code and Symbol(other, size=100).as_svg() == svg]
    left, top, _, _ = svg.split('viewBox="', 1)[1].split('"', 1)[0].split()
    anchor = symbol.get_anchor()
    x, y = float(left) + anchor["x"], float(top) + anchor["y"]
    return LibraryDrawing(svg, x, y, unknown[0] if unknown else -1)
