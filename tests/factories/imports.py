from django.utils import timezone

from applications.actions.application_imports import stored as applications
from people.actions.imports import stored
from tests.factories.people import UserFactory

GOOD = b"id,name,email\n1,Ann,ann@example.com\n2,Bo,bo@example.com\n"


def make_import(content=GOOD, *, by=None, at=None):
    """An uploaded file that waits for somebody to say yes."""
    at = at or timezone.now()
    by = by or UserFactory(is_staff=True)
    return stored.upload("people.csv", content, as_of=at.date(), by=by, at=at)


APPLICATIONS = b"Email,Role,Why?\nann@example.com,mentee,Grow\nbo@example.com,mentor,Give\n"


def make_application_import(cycle, content=APPLICATIONS, *, by, at=None, role=None):
    """An uploaded file of applications that waits for somebody to say yes."""
    at = at or timezone.now()
    return applications.upload(cycle, "applications.csv", content, role=role, by=by, at=at)
