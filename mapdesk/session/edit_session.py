"""An EditSession keeps a Project and its file in step: each edit is saved before the next one begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from mapdesk.edit.edit import Edited, Ids
from mapdesk.model.project import Project
from mapdesk.session.ids import NewIds
from mapdesk.store.edit_log import Step
from mapdesk.store.lock import user_name
from mapdesk.store.project_file import ProjectFile


def now() -> str:
    """This moment in UTC, as the project file writes moments."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class EditSession:
    """One open Project. `project` is always what the file holds."""

    def __init__(self, file: ProjectFile, project: Project) -> None:
        self.file = file
        self.project = project
        self.ids: Ids = NewIds(
            {uid for dated in project.snapshots.values() for snapshot in dated for uid in snapshot.features}
            | set(project.frames)
        )
        #: Who edits: the name by which the system knows the user.
        self.author = user_name()

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> EditSession:
        """Open a project file; raises ProjectFileError."""
        file = ProjectFile.open(path, read_only=read_only)
        try:
            return cls(file, file.read())
        except BaseException:
            # Else its lock would keep everybody out of a file that nobody has open.
            file.close()
            raise

    @classmethod
    def create(cls, path: Path, project: Project) -> EditSession:
        """Make a new project file that holds a Project; raises ProjectFileError."""
        return cls(ProjectFile.create(path, project), project)

    def do(self, label: str, edit: Callable[[Project], Project | Edited]) -> Edited:
        """Carry out an edit and save it as one step.

        Raises EditRefused or ProjectFileError, and then nothing has changed.
        """
        outcome = edit(self.project)
        edited = outcome if isinstance(outcome, Edited) else Edited(outcome)
        self.file.commit(label, self.project, edited.project, made_at=now(), author=self.author)
        self.project = edited.project
        return edited

    def undo(self) -> str:
        """Take the last step back and return its name; raises NothingToUndo."""
        label, self.project = self.file.undo(self.project)
        return label

    def redo(self) -> str:
        """Carry out the step last taken back and return its name; raises NothingToUndo."""
        label, self.project = self.file.redo(self.project)
        return label

    def history(self) -> list[Step]:
        """All steps that can be undone or done again, the oldest first."""
        return self.file.history()

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def __enter__(self) -> EditSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
