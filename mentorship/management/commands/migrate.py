"""Django's `migrate`, which takes a tenth of the time.

After each of a thousand steps Django draws anew every model that is connected with the changed one:
nearly all of them. The step asks for the changed one alone, unless a key becomes another, whose type
foreign keys take over. Before code of a migration runs, and at the end, Django draws all anew by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState
from django.db.models import Field


class Command(migrate.Command):
    def handle(self, *args, **options):
        with one_model_at_a_time():
            super().handle(*args, **options)


@contextmanager
def one_model_at_a_time() -> Iterator[None]:
    with_all_connected = ProjectState.reload_model

    def reload_model(state, app_label, model_name, delay=False):
        is_drawn = "apps" in state.__dict__
        if is_drawn and _keeps_its_keys(state, app_label, model_name):
            state.is_delayed = True  # so that whoever asks for more than this model gets all anew
            with state.apps.bulk_update():
                state.apps.unregister_model(app_label, model_name)
            state.apps.render_multiple([state.models[app_label, model_name]])
        else:
            with_all_connected(state, app_label, model_name, delay)

    ProjectState.reload_model = reload_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = with_all_connected  # type: ignore[method-assign]


def _keeps_its_keys(state: ProjectState, app_label: str, model_name: str) -> bool:
    try:
        before = state.apps.get_model(app_label, model_name)
    except LookupError:  # a new one, which nobody points at yet
        return True
    own = {field.name: field for field in before._meta.local_fields}
    return _keys(own) == _keys(state.models[app_label, model_name].fields)


def _keys(fields: dict[str, Field]) -> dict[str, tuple]:
    """What foreign keys of others may point at: no two rows have the same there."""
    return {name: field.deconstruct()[1:] for name, field in fields.items() if field.unique}
