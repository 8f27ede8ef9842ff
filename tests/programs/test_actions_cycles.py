"""Programs and cycles: made from a template, cloned, published, taken back."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from programs.actions import cycles, programs, settings
from programs.models import Staff
from tests.factories import ApplicationFactory, CycleFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)


def make(by=None, **given):
    values = {
        "name": "Sisters in Science",
        "cycle_name": "Spring 2022",
        "starts_on": date(2022, 3, 7),
        "zone": "Europe/Vienna",
    }
    return programs.create(by=by or UserFactory(), at=AT, **values | given)


def test_create_makes_a_program_its_cycle_and_its_organizer():
    person = UserFactory()
    cycle = make(by=person)
    assert (cycle.program.slug, cycle.slug) == ("sisters-in-science", "spring-2022")
    assert cycle.starts_on == date(2022, 3, 7)
    assert cycle.published_at is None
    assert [(role.slug, role.side) for role in cycle.roles.all()] == [
        ("mentor", "mentor"),
        ("mentee", "mentee"),
    ]
    assert Staff.objects.get().person == person


def test_create_moves_the_dates_of_the_template_and_keeps_whole_days():
    cycle = make()
    call = cycle.calls.get(role__side="mentor")
    assert call.opens_at.astimezone(cycle.tzinfo) == datetime(2022, 1, 3, tzinfo=cycle.tzinfo)
    assert call.closes_at.astimezone(cycle.tzinfo) == datetime(2022, 1, 22, tzinfo=cycle.tzinfo)


@pytest.mark.parametrize("template", ["women-at-gitlab-2021", "company-wide"])
def test_create_from_the_catalog(template):
    names = {"organization": "Fernhill"} if template.startswith("women") else {}
    assert make(template=template, names=names).roles.count() == 2


def test_a_second_program_of_the_same_name_gets_an_address_of_its_own():
    assert make().program.slug == "sisters-in-science"
    assert make().program.slug == "sisters-in-science-2"
    assert make(name="new").program.slug == "new-2"


def test_the_next_cycle_keeps_questions_and_moves_dates():
    first = make()
    second = cycles.create(
        first.program,
        name="Autumn 2022",
        starts_on=date(2022, 9, 5),
        by=UserFactory(),
        at=AT,
        previous=first,
    )
    assert second.previous == first
    assert second.ends_on - second.starts_on == first.ends_on - first.starts_on
    for side in ("mentor", "mentee"):
        old, new = (cycle.roles.get(side=side).questionnaire for cycle in (first, second))
        assert old.pk != new.pk
        assert list(old.questions.values_list("key", "text")) == list(
            new.questions.values_list("key", "text")
        )
    assert second.published_at is None


def test_publishing_twice_keeps_the_first_moment():
    cycle = make()
    cycles.publish(cycle, by=None, at=AT)
    assert cycles.publish(cycle, by=None, at=AT.replace(day=2)).published_at == AT


def test_a_page_somebody_began_to_apply_on_stays_public(cycle):
    ApplicationFactory(cycle=cycle, status="draft")
    with pytest.raises(ValidationError) as refused:
        cycles.unpublish(cycle, by=UserFactory(), at=AT)
    assert refused.value.code == "has_applications"
    cycle.refresh_from_db()
    assert cycle.published_at is not None


def test_the_independent_program_stays():
    program = CycleFactory(program__is_independent=True).program
    with pytest.raises(ValidationError) as refused:
        programs.archive(program, by=UserFactory(), at=AT)
    assert refused.value.code == "independent"


def test_the_independent_program_has_no_public_page(cycle):
    cycle.program.is_independent = True
    cycle.program.save(update_fields=["is_independent"])
    with pytest.raises(ValidationError) as refused:
        cycles.publish(cycle, by=UserFactory(), at=AT)
    assert refused.value.code == "independent"


def test_a_program_put_away_twice_keeps_the_first_moment_and_comes_back_once(cycle, organizer):
    program, later = cycle.program, AT.replace(day=2)
    for at in (AT, later):
        programs.archive(program, by=organizer, at=at)
    program.refresh_from_db()
    assert program.archived_at == AT

    for _time in range(2):
        programs.unarchive(program, by=organizer, at=later)
    program.refresh_from_db()
    cycle.refresh_from_db()
    assert (program.archived_at, cycle.archived_at) == (None, None)


def test_texts_whose_days_contradict_each_other_are_refused_as_a_whole(cycle, organizer):
    own = {"starts_on": date(2021, 9, 1), "ends_on": date(2021, 7, 1)}
    with pytest.raises(ValidationError) as refused:
        settings.save_texts(
            cycle,
            program={"name": "Another"},
            own=own,
            base=settings.state_of(cycle, "texts"),
            by=organizer,
            at=AT,
        )
    assert refused.value.code == "refused"
    cycle.program.refresh_from_db()
    assert cycle.program.name != "Another"
