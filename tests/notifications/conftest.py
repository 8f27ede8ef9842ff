from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from notifications import kinds
from notifications.kinds import Kind
from people.models import User


class Tea(Kind):
    """About whoever pours it. A context without partner is broken; one can take too long."""

    name = "tea"
    label = "Tea time"
    rows = User.objects.all()
    lasts = timedelta(days=2)
    app = "tests"

    def context(self, message, row, at):
        if message.context.get("takes_too_long"):
            raise SoftTimeLimitExceeded
        return {"partner": message.context["partner"], "host": row, "at": at}

    def still_true(self, message, row, at):
        return row.about != "away"


class TeaPlanned(Tea):
    """With those below: one kind of news each about a tea that is planned, moved, called off."""

    name = "tea_planned"
    wait = timedelta(minutes=5)

    def ends_at(self, message, row):
        until = message.context.get("until")
        return datetime.fromisoformat(until) if until else super().ends_at(message, row)


class TeaMoved(TeaPlanned):
    name = "tea_moved"
    joins = ("tea_planned",)


class TeaOff(TeaPlanned):
    name = "tea_off"
    replaces = ("tea_moved",)
    undoes = ("tea_planned",)


@pytest.fixture
def tea(settings):
    """Kinds of messages whose words are beside these tests."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    for kind in (Tea, TeaPlanned, TeaMoved, TeaOff):
        kinds.register(kind)
    yield "tea"
    for kind in (Tea, TeaPlanned, TeaMoved, TeaOff):
        kinds.forget(kind.name)


@pytest.fixture
def host(db):
    from tests.factories import UserFactory

    return UserFactory(name="Hana Host")
