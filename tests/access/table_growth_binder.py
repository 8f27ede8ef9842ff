"""Growth: the binder of evidence, its owner's alone, and what partners are asked."""

from tests.access.rows import GROWER, MANAGER, SIGNED_IN, Row

_ITEM = {"pk": "binder_item"}

TABLE = {
    "growth:binder": Row(get=SIGNED_IN),
    "growth:binder_add": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:binder_kudos": Row(get=SIGNED_IN, post=SIGNED_IN),
    "growth:binder_take": Row(get=SIGNED_IN),
    "growth:binder_put": Row(
        get=GROWER, post=GROWER, path={"source": "learning", "pk": "learning_entry"}
    ),
    "growth:binder_edit": Row(get=GROWER, post=GROWER, path=_ITEM),
    "growth:binder_remove": Row(post=GROWER, path=_ITEM),
    "growth:consents": Row(get=SIGNED_IN),
    "growth:consent_answer": Row(
        post=MANAGER, path={"pk": "asked_evidence"}, data={"answer": "no"}
    ),
}
