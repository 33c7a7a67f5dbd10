"""What is said where something could not be done: why it was refused, or that the fault is MapDesk's own."""

from __future__ import annotations

from mapdesk.edit.edit import EditRefused
from mapdesk.exchange.source_refused import SourceRefused
from mapdesk.store.problems import ProjectFileError

#: What is refused in a sentence that the user is shown.
REFUSALS = (EditRefused, ProjectFileError, SourceRefused)


def own_fault(what: str, fault: BaseException) -> str:
    """A sentence for a fault: `what` says what could not be done."""
    return f"{what}, by a fault of MapDesk's own ({type(fault).__name__}: {fault})."


def sentence_on(fault: Exception) -> str:
    """What a user is told of an edit or of work that ended in an error."""
    if isinstance(fault, REFUSALS):
        return str(fault)
    return f"{own_fault('This could not be done', fault)} The project is safe."
