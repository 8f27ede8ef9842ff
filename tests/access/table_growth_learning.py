"""Growth: what somebody learned and their challenging tasks, their own alone."""

from tests.access.rows import GROWER, SIGNED_IN, Row

_ENTRY = {"pk": "learning_entry"}
_TASK = {"pk": "stretch_task"}

TABLE = {
    "growth:learning": Row(get=SIGNED_IN),
    "growth:learning_add": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:learning_edit": Row(get=GROWER, post=GROWER, path=_ENTRY),
    "growth:learning_remove": Row(post=GROWER, path=_ENTRY),
    "growth:stretch_add": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:stretch_edit": Row(get=GROWER, post=GROWER, path=_TASK),
    "growth:stretch_remove": Row(post=GROWER, path=_TASK),
}
