"""The trail can only grow, whatever the application's own database user tries."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from people.actions import audit
from people.models import AuditEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    person = UserFactory()
    audit.note("something_done", person, by=person, at=timezone.now())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_auditentry SET action = 'nothing'",
        "DELETE FROM people_auditentry",
        "TRUNCATE people_auditentry",
    ],
)
def test_lines_are_never_changed_deleted_or_emptied(line, statement):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_auditentry ENABLE TRIGGER audit_is_never_emptied")
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            cursor.execute(statement)
    assert AuditEntry.objects.count() == 1
