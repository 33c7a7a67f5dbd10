"""What is said of a fault that is no editor's but MapDesk's own."""

from __future__ import annotations


def own_fault(what: str, fault: BaseException) -> str:
    """A sentence for a fault: `what` says what could not be done."""
    return f"{what}, by a fault of MapDesk's own ({type(fault).__name__}: {fault})."
