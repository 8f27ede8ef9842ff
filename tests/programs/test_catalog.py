"""The programs of the catalog are complete, say nothing of another organization, and their dates
fall on workdays, whatever day the new program starts on."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from applications.models import Criterion
from events.models import Event
from programs.actions import programs
from programs.catalog import TEMPLATES
from programs.models import Requirement
from programs.programfile import dump, load, names_of, reading
from programs.programfile.reading import checking
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 1, 9, tzinfo=UTC)
FROM_THE_SEEDS = ["women-at-gitlab-2021", "company-wide"]
SATURDAY = 5
A_WEEK = [date(2027, 1, 11) + timedelta(days=day) for day in range(7)]
NAMES = {
    "organization": "Fernhill",
    "hosts": "Women at work",
    "certificate": "belonging certificate",
    "contact": "Ask in the canteen.",
}
NOT_OURS = re.compile(
    r"gitlab|slack|#women|tmrg|\bdib\b|learninganddevelopment|issues/|sales mentorship|fy2\d|\$\{",
    re.IGNORECASE,
)


@pytest.mark.parametrize("template", FROM_THE_SEEDS)
def test_no_answer_promises_the_directory_where_it_may_be_off(template):
    assert "open to everyone here" not in TEMPLATES[template].read()


def make(template, starts_on=date(2027, 1, 13)):
    asked = {item["key"] for item in names_of(TEMPLATES[template].read())}
    return programs.create(
        name="Growing together",
        cycle_name="Spring 2027",
        starts_on=starts_on,
        zone="Europe/Vienna",
        template=template,
        names={key: answer for key, answer in NAMES.items() if key in asked},
        by=UserFactory(),
        at=AT,
    )


def days_in(part, path=""):
    """Every date and time of a file, by where it stands."""
    if isinstance(part, date):
        yield path, part
    elif isinstance(part, dict | list):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part, start=1):
            yield from days_in(value, f"{path}.{key}")


def on_weekends(text):
    return [(path, day) for path, day in days_in(reading.read(text)) if day.weekday() >= SATURDAY]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_dates_of_a_template_are_workdays(template):
    assert on_weekends(TEMPLATES[template].read()) == []


@pytest.mark.parametrize("starts_on", A_WEEK, ids=lambda day: f"{day:%a}")
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_dates_of_a_new_program_are_workdays(template, starts_on):
    text = dump(make(template, starts_on))
    asked_for = (".cycle.starts_on", starts_on)
    assert [found for found in on_weekends(text) if found != asked_for] == []
    file = reading.read(text)
    weeks = [row["on"] for row in file["timeline"] if row["precision"] == "week"]
    assert {day.weekday() for day in weeks} <= {0}
    assert file["cycle"]["starts_on"] == starts_on


@pytest.mark.parametrize("starts_on", A_WEEK, ids=lambda day: f"{day:%a}")
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_program_keeps_the_distances_of_its_template(template, starts_on):
    cycle = make(template, starts_on)
    for call in cycle.calls.all():
        assert (call.closes_at - call.opens_at).days >= 14
    told = cycle.milestones.get(kind="pairs_announced").starts_on
    assert told < starts_on
    end = cycle.cycle_surveys.get(kind="end").survey
    assert (end.closes_at - end.opens_at).days >= 21


@pytest.mark.parametrize("template", FROM_THE_SEEDS)
def test_nothing_of_another_organization_stays(template):
    text = dump(make(template))
    assert NOT_OURS.findall(text) == []
    assert "canteen" in text


@pytest.mark.parametrize("template", FROM_THE_SEEDS)
def test_no_text_of_the_templates_names_an_organization_outside_of_its_answers(template):
    text = TEMPLATES[template].read()
    after_names = text[text.index("\nprogram:") :]
    assert [
        word for word in NOT_OURS.findall(after_names) if word not in ("${", "FY23", "fy23")
    ] == []


@pytest.mark.parametrize("template", FROM_THE_SEEDS)
def test_a_program_from_the_catalog_is_complete(template):
    cycle = make(template)
    assert cycle.trainings.exclude(due_on=None).exists()
    assert cycle.resources.filter(post_on=None).count() >= 3
    assert cycle.resources.exclude(post_on=None).count() >= 2
    kinds = set(cycle.events.values_list("kind", flat=True))
    assert kinds >= {Event.Kind.KICKOFF, Event.Kind.CELEBRATION}
    for role in cycle.roles.all():
        assert role.criteria.count() >= 2
        assert role.requirements.filter(kind=Requirement.Kind.CERTIFICATE).exists()


def test_the_program_of_2021_has_the_gatherings_its_text_promises():
    cycle = make("women-at-gitlab-2021")
    found = [(event.kind, event.minutes, event.slots.count()) for event in cycle.events.all()]
    assert found == [
        (Event.Kind.KICKOFF, 25, 3),
        (Event.Kind.AMA, 50, 3),
        (Event.Kind.CELEBRATION, 50, 3),
    ]


def test_the_program_of_2021_scores_what_it_says_it_looks_at():
    load(TEMPLATES["women-at-gitlab-2021"].read(), at=AT)
    found = Criterion.objects.order_by("role__position", "position").values_list(
        "role__slug", "key"
    )
    assert list(found) == [
        ("mentor", "skill"),
        ("mentor", "experience"),
        ("mentor", "performance"),
        ("mentee", "career-track"),
        ("mentee", "performance"),
    ]


@pytest.mark.parametrize("template", FROM_THE_SEEDS)
def test_pairing_reads_choices_and_no_free_text(template):
    file = reading.read(TEMPLATES[template].read())
    uses = {q["pairing"]: q["kind"] for role in file["roles"] for q in role["questions"]}
    uses.pop("", None)
    assert set(uses.values()) <= {"several", "yes_no", "week"}
    assert "goal_text" not in uses
    checking.check(file)
    assert file["pairing"]["weights"]["goal_text"] == 0


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_in_a_template_is_doubtful(template):
    assert load(TEMPLATES[template].read(), at=AT).doubts == []


def test_sittings_tell_for_whom_they_are_good_only_in_the_zone_they_were_made_for():
    text = TEMPLATES["women-at-gitlab-2021"].read()
    text = text.replace("- 2021-07-07 16:00", "- {starts: 2021-07-07 16:00, suits: Americas}")
    cycle = load(text, at=AT).cycle
    assert [slot.suits for slot in cycle.events.get(kind="kickoff").slots.all()][1] == "Americas"
