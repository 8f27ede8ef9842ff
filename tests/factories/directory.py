from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from directory.models import Availability, MentoringRequest, PairRegistration
from tests.factories.people import UserFactory

ASKED_AT = datetime(2021, 6, 14, 9, tzinfo=UTC)


class AvailabilityFactory(DjangoModelFactory):
    """Somebody who has time for one person and helps with writing."""

    class Meta:
        model = Availability

    person = factory.SubFactory(UserFactory, is_available_as_mentor=True)
    topics = ["Writing"]
    opened_at = confirmed_at = ASKED_AT


class RequestFactory(DjangoModelFactory):
    """An open request to somebody who is available."""

    class Meta:
        model = MentoringRequest

    mentee = factory.SubFactory(UserFactory)
    mentor = factory.LazyFunction(lambda: AvailabilityFactory().person)
    who_i_am = "I work in support."
    goal = "Read a trace without help."
    why_you = "Your talk about drawing systems."
    slot = 1
    created_at = ASKED_AT
    expires_at = factory.LazyAttribute(lambda row: row.created_at + timedelta(days=10))


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = PairRegistration

    mentee = factory.SubFactory(UserFactory)
    mentor = factory.SubFactory(UserFactory)
    asked_by = factory.SelfAttribute("mentee")
    ends_on = (ASKED_AT + timedelta(days=100)).date()
    created_at = ASKED_AT
