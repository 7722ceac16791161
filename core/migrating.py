"""The first migration of each app, in a tenth of the time."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class InOneGo(migrations.Migration):
    """A migration that knows all of its models before it makes the first table.

    Django builds the classes of every model around a changed one anew after each operation, and around the user that
    is nearly all of them; here they are built once. In return each operation sees the models as all of them leave
    them: it has to make something whole (a table with its fields, constraints, indexes and triggers), and none may
    change what another one made.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        # A cached property: where it is not filled, no operation builds classes.
        project_state.__dict__.pop("apps", None)
        whole = self.mutate_state(project_state, preserve=False)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, whole, whole)
        return whole

    def unapply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        before = project_state.clone()
        before.__dict__.pop("apps", None)
        whole = self.mutate_state(before, preserve=False)
        for operation in reversed(self.operations):
            operation.database_backwards(self.app_label, schema_editor, whole, whole)
        return project_state
