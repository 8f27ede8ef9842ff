from datetime import UTC, datetime

import factory

from pairs.models import Pair
from tests.factories.programs import CycleFactory, ParticipationFactory


class PairFactory(factory.django.DjangoModelFactory):
    """A published pair of two new people, from the first day of its cycle."""

    class Meta:
        model = Pair

    cycle = factory.SubFactory(CycleFactory)
    mentor = factory.SubFactory(
        ParticipationFactory, cycle=factory.SelfAttribute("..cycle"), side="mentor"
    )
    mentee = factory.SubFactory(
        ParticipationFactory, cycle=factory.SelfAttribute("..cycle"), side="mentee"
    )
    starts_on = factory.LazyAttribute(lambda o: o.cycle.starts_on)
    ends_on = factory.LazyAttribute(lambda o: o.cycle.ends_on)
    created_at = datetime(2021, 6, 29, tzinfo=UTC)
