from datetime import UTC, date, datetime

import factory

from applications.models import Application, Participation
from programs.models import Call, Cycle, Program, Role, Staff
from tests.factories.people import UserFactory
from tests.factories.surveys import QuestionnaireFactory, ResponseFactory


class ProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Program

    name = factory.Sequence(lambda n: f"Program {n}")
    slug = factory.Sequence(lambda n: f"program-{n}")


class StaffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Staff

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(UserFactory)
    role = Staff.Role.ORGANIZER


class CycleFactory(factory.django.DjangoModelFactory):
    """A published cycle from 7 July to 30 September 2021 with a mentor and a mentee role."""

    class Meta:
        model = Cycle
        skip_postgeneration_save = True

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Cycle {n}")
    slug = factory.Sequence(lambda n: f"cycle-{n}")
    starts_on = date(2021, 7, 7)
    ends_on = date(2021, 9, 30)
    published_at = datetime(2021, 5, 1, tzinfo=UTC)

    @factory.post_generation
    def sides(self, create, extracted, **kwargs):
        """The two roles, `mentor` and `mentee`; sides=() makes none."""
        if not create:
            return
        for position, side in enumerate(("mentor", "mentee") if extracted is None else extracted):
            RoleFactory(cycle=self, side=side, slug=side, name=side.title(), position=position)


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role

    cycle = factory.SubFactory(CycleFactory, sides=())
    side = Role.Side.MENTEE
    name = "Mentee"
    slug = "mentee"
    questionnaire = factory.SubFactory(QuestionnaireFactory)


class CallFactory(factory.django.DjangoModelFactory):
    """Open during June 2021, in UTC."""

    class Meta:
        model = Call

    cycle = factory.SelfAttribute("role.cycle")
    role = factory.SubFactory(RoleFactory)
    opens_at = datetime(2021, 6, 1, tzinfo=UTC)
    closes_at = datetime(2021, 7, 1, tzinfo=UTC)


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A submitted application of somebody new. side="mentor" or "mentee" picks the role."""

    class Meta:
        model = Application

    class Params:
        side = "mentee"

    cycle = factory.SubFactory(CycleFactory)
    role = factory.LazyAttribute(lambda o: o.cycle.roles.get(side=o.side))
    person = factory.SubFactory(UserFactory)
    status = Application.Status.SUBMITTED
    response = factory.SubFactory(
        ResponseFactory,
        person=factory.SelfAttribute("..person"),
        questionnaire=factory.LazyAttribute(
            lambda o: o.factory_parent.role.questionnaire or QuestionnaireFactory()
        ),
    )
    submitted_at = factory.LazyAttribute(
        lambda o: (
            None if o.status == Application.Status.DRAFT else datetime(2021, 6, 10, 12, tzinfo=UTC)
        )
    )
    started_at = datetime(2021, 6, 9, 12, tzinfo=UTC)
    name = factory.LazyAttribute(lambda o: o.person.name)
    division = factory.LazyAttribute(lambda o: o.person.division)
    department = factory.LazyAttribute(lambda o: o.person.department)
    time_zone = factory.LazyAttribute(lambda o: o.person.time_zone)
    level = factory.LazyAttribute(lambda o: o.person.level)
    manager = factory.LazyAttribute(lambda o: o.person.manager)
    started_on = factory.LazyAttribute(lambda o: o.person.started_on)


class ParticipationFactory(factory.django.DjangoModelFactory):
    """Somebody new takes part. side="mentor" or "mentee" picks the role."""

    class Meta:
        model = Participation

    class Params:
        side = "mentee"

    cycle = factory.SubFactory(CycleFactory)
    role = factory.LazyAttribute(lambda o: o.cycle.roles.get(side=o.side))
    person = factory.SubFactory(UserFactory)
    created_at = datetime(2021, 6, 29, tzinfo=UTC)
