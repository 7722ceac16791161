"""Migrations in a tenth of the time."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

PUT_ON = AddConstraint | AddIndex | AddTrigger


class InOneGo(migrations.Migration):
    """A migration that knows how all of its models begin and end before it touches the first table.

    Django builds the classes of every model around a changed one anew after each operation, and around the user that
    is nearly all of them; here they are built once. In return each operation sees the models as they were before all
    of them, and as all of them leave them: a table that is made here is made whole (with its fields, constraints,
    indexes and triggers), and of another one no operation may change what another one made.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        after = self._after(project_state)
        for operation in self._of_tables():
            operation.database_forwards(self.app_label, schema_editor, project_state, after)
        return after

    def unapply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        after = self._after(project_state)
        for operation in reversed(self._of_tables()):
            # What was put on a table may speak of columns that are still to go.
            until = after if isinstance(operation, PUT_ON) else project_state
            operation.database_backwards(self.app_label, schema_editor, after, until)
        return project_state

    def _after(self, before: ProjectState) -> ProjectState:
        after = before.clone()
        # A cached property: where it is not filled, no operation builds classes.
        after.__dict__.pop("apps", None)
        return self.mutate_state(after, preserve=False)

    def _of_tables(self) -> list[Operation]:
        """Return the operations but those on a table that is made here, whole."""
        created = [each for each in self.operations if isinstance(each, CreateModel)]
        made = {each.name_lower for each in created if not each.options.get("proxy")}
        return [each for each in self.operations if not _is_part_of(each, made)]


def _is_part_of(operation: Operation, made: set[str]) -> bool:
    if isinstance(operation, AddField | PUT_ON):
        return str(operation.model_name).lower() in made
    return False
