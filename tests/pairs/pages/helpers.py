"""The pages of a pair in July."""

import uuid

from django.urls import reverse

from pairs.actions.sessions import logs
from pairs.actions.sessions.logs import Log
from tests.pairs.july import AT, TODAY


def logged(pair, by, *, on=TODAY, **said):
    return logs.log(pair, Log(held_on=on, **said), by=by, at=AT, form_key=uuid.uuid4())


def form_data(**changes):
    return {
        "day": "today",
        "minutes": "30",
        "form": "live",
        "form_key": str(uuid.uuid4()),
        **changes,
    }


def pairs_page(pair, name="pair_list", *rest):
    return reverse(f"pairs:{name}", args=[pair.cycle.program.slug, pair.cycle.slug, *rest])
