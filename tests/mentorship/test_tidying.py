from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from mentorship.operations import tidying
from notifications import due
from people.models import TryCount, UnsentForm
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    now = timezone.now()
    for name, days in (("old", -1), ("new", 1)):
        end = now + timedelta(days=days)
        Session.objects.create(session_key=name, session_data="", expire_date=end)
        TryCount.objects.create(cache_key=name, value="", expires=end)
    for days in (8, 6):
        UnsentForm.objects.create(
            owner=UserFactory(), browser="x", sealed="", created_at=now - timedelta(days=days)
        )
    return now


def test_what_has_run_out_is_deleted_and_nothing_else(rows):
    assert "what has run out" in due.names()
    assert tidying.clear(rows) == {"old sessions": 1, "old tries": 1, "old forms": 1}
    assert [row.session_key for row in Session.objects.all()] == ["new"]
    assert [row.cache_key for row in TryCount.objects.all()] == ["new"]
    assert UnsentForm.objects.count() == 1


def test_playing_a_later_day_signs_nobody_out(rows):
    tidying.clear(rows + timedelta(days=365))
    assert Session.objects.filter(session_key="new").exists()
