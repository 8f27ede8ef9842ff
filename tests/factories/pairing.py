from datetime import UTC, datetime

import factory
from django.db import transaction
from django.db.models import prefetch_related_objects

from pairs.models import Pair, PairMember
from pairs.models.pair import members_with_people
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

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """With its people known, as pages fetch a pair."""
        pair = model_class.objects.begin(**kwargs)
        prefetch_related_objects([pair], members_with_people())
        return pair


@transaction.atomic
def ended(pair, at, **facts):
    """The pair as if it had ended then, without what an end does besides."""
    for name, value in {"state": "ended", "ended_at": at, **facts}.items():
        setattr(pair, name, value)
    PairMember.objects.filter(pair=pair).update(left_at=at)
    pair.save()
    return pair
