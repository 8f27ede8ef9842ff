"""Program files for programs of very different kinds: none needs code."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from django.urls import reverse

from people.zones import zone_in_words
from programs.actions import cycles
from programs.models import Cycle
from programs.programfile import dump, load
from tests.factories import UserFactory
from tests.programs.settings_page import Page, address_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
FILES = sorted(Path(__file__).with_name("files").glob("*.yaml"))
SECTIONS = [
    *("settings", "settings_timeline", "settings_texts", "settings_roles", "settings_questions"),
    *("applications:application_list", "events:event_list", "events:learning"),
    *("settings_surveys", "pairing:settings_pairing", "settings_messages", "settings_faq"),
    *("settings_file", "applications:link_list", "applications:outreach"),
]


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def file(request):
    return request.param.read_text(encoding="utf-8")


@pytest.fixture
def loaded(file):
    """Loaded for an organizer and public."""
    olga = UserFactory(name="Olga Organizer", may_create_programs=True)
    cycle = load(file, owner=olga, at=AT).cycle
    cycles.publish(cycle, by=olga, at=AT)
    return cycle, olga


def test_the_same_file_again_and_its_dump_change_nothing(file):
    cycle = load(file, at=AT).cycle
    assert load(file, at=AT).tally.changes_nothing
    dumped = dump(Cycle.objects.get(pk=cycle.pk))
    assert load(dumped, at=AT).tally.changes_nothing
    assert dump(Cycle.objects.get(pk=cycle.pk)) == dumped


def test_what_the_file_says_is_what_the_dump_says(file):
    """Every value written down comes out again; what is a default anyway may be left out."""
    given, dumped = yaml.safe_load(file), yaml.safe_load(dump(load(file, at=AT).cycle))
    assert list(lost(given, dumped, "")) == []


def lost(given, dumped, place):
    """Where the dump says something else than the file, or nothing where the file says much."""
    if isinstance(given, dict) and isinstance(dumped, dict):
        for key in given.keys() & dumped.keys():
            yield from lost(given[key], dumped[key], f"{place}.{key}")
    elif isinstance(given, list) and isinstance(dumped, list):
        if len(given) != len(dumped):
            yield f"{place}: {len(given)} became {len(dumped)}"
        for number, (mine, theirs) in enumerate(zip(given, dumped, strict=False)):
            yield from lost(mine, theirs, f"{place}[{number}]")
    elif words(given) != words(dumped):
        yield f"{place}: {given!r} became {dumped!r}"


def words(value):
    """A short form says the same as the long one: a label alone, a strength alone, a time alone."""
    if isinstance(value, dict):
        value = value.get("strength") or value.get("label") or value.get("starts")
    if value is False:  # YAML's word for off
        return "off"
    return str(value).strip()


def test_its_public_page_opens_with_its_own_words(client, loaded):
    cycle, olga = loaded
    client.force_login(olga)
    here = reverse("programs:cycle_public", args=[cycle.program.slug, cycle.slug])
    page = client.get(here)
    text = page.content.decode()
    assert page.status_code == 200
    for role in cycle.roles.exclude(side="staff"):
        assert role.name in text
    assert zone_in_words(cycle.zone) in text


@pytest.mark.parametrize("section", SECTIONS)
def test_every_organizer_page_opens(client, loaded, section):
    cycle, olga = loaded
    client.force_login(olga)
    assert Page(client).read(cycle, section)


def test_saving_every_form_as_it_stands_changes_nothing(client, loaded):
    cycle, olga = loaded
    client.force_login(olga)
    page, before = Page(client), dump(Cycle.objects.get(pk=cycle.pk))
    for section in ("timeline", "texts", "surveys", "pairing", "faq"):
        assert page.change(cycle, address_of(section), {}).status_code == 302, section
    for role in cycle.roles.all():
        assert page.change(cycle, "settings_role", {}, role=role.slug).status_code == 302
    assert dump(Cycle.objects.get(pk=cycle.pk)) == before


def test_the_application_form_of_every_role_opens(client, loaded):
    cycle, _olga = loaded
    cycle.program.visibility = "public"
    cycle.program.save(update_fields=["visibility"])
    client.force_login(UserFactory())
    for role in cycle.roles.exclude(side="staff"):
        here = [cycle.program.slug, cycle.slug, role.slug]
        assert client.get(reverse("applications:application_apply", args=here)).status_code == 200


def test_the_next_cycle_is_made_from_it_with_dates_moved(loaded):
    cycle, olga = loaded
    first_day = cycle.starts_on.replace(year=2029)
    following = cycles.create(
        cycle.program, name="Next", starts_on=first_day, previous=cycle, by=olga, at=AT
    )
    assert following.previous == cycle
    texts = following.message_texts.values_list("kind", "body")
    assert set(texts) == set(cycle.message_texts.values_list("kind", "body"))
    asked = [role.questionnaire.questions.count() for role in following.roles.exclude(side="staff")]
    assert asked == [
        role.questionnaire.questions.count() for role in cycle.roles.exclude(side="staff")
    ]
