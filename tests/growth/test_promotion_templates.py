"""Promotion templates: shipped, and edited by organizers of growth in pages and by file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from growth.models import PromotionTemplate, TemplatePillar
from growth.promotion.actions import files
from growth.promotion.rules import manual
from growth.setup import actions as setup
from tests.factories.growth import JobFamilyFactory, PromotionTemplateFactory

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
LIST = "/growth/edit/promotion-templates/"
FILE = """
templates:
  - slug: junior-to-senior
    name: Junior to senior
    from: Junior
    to: Senior
    family: support
    pillars:
      - title: Gets results
        question: What changed?
        wanted: 2
"""


def _values(**more):
    return {
        "name": "Lead to director",
        "from_name": "Lead",
        "to_name": "Director",
        "family": "",
        "description": "",
        "title_1": "Decides",
        "question_1": "What did you decide?",
        "criteria_1": "Decides in time.",
        "examples_1": "",
        "wanted_1": "2",
        "title_2": "",
        "question_2": "",
        "criteria_2": "",
        "examples_2": "",
        "wanted_2": "3",
    } | more


def _upload(client, text):
    file = SimpleUploadedFile("steps.yaml", text if isinstance(text, bytes) else text.encode())
    return client.post(f"{LIST}file/", {"file": file}, follow=True)


def test_switching_growth_on_brings_the_shipped_ones_once(administrator):
    on = {"state": "on", "divisions": [], "review_on": None, "by": administrator, "at": AT}
    setup.set_up(**on)
    steps = PromotionTemplate.objects.prefetch_related("parts")
    assert [(step.slug, step.parts.count()) for step in steps] == [
        ("senior-to-staff", 6),
        ("intermediate-to-senior", 4),
        ("specialist-to-manager", 4),
    ]
    assert all(
        part.question and part.criteria and part.examples for part in TemplatePillar.objects.all()
    )
    steps.exclude(slug="senior-to-staff").delete()
    setup.set_up(**(on | {"state": "off"}))
    setup.set_up(**on)
    assert PromotionTemplate.objects.count() == 1


def test_organizers_add_and_change_a_template_in_pages(client, growth_organizer):
    client.force_login(growth_organizer)
    client.post(f"{LIST}add/", _values())
    template = PromotionTemplate.objects.get()
    assert (template.slug, str(template)) == ("lead-to-director", "Lead to director")
    address = f"{LIST}of/lead-to-director/"
    assert "Decides in time." in client.get(address).text
    second = {"title_2": "Listens", "question_2": "Whom did you hear?"}
    client.post(address, _values(**second))
    parts = template.parts.values_list("title", "wanted")
    assert list(parts) == [("Decides", 2), ("Listens", 3)]
    assert "2 pillars" in client.get(LIST).text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"question_1": ""}, "A pillar needs a question."),
        ({"title_1": ""}, "Name the pillar."),
        ({"title_1": "", "question_1": "", "criteria_1": ""}, "at least one pillar"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(client, growth_organizer, values, message):
    client.force_login(growth_organizer)
    answer = client.post(f"{LIST}add/", _values(**values))
    assert message in answer.text
    assert "Director" in answer.text
    assert not PromotionTemplate.objects.exists()


def test_a_template_is_offered_no_longer_and_again(client, growth_organizer, noor):
    template = PromotionTemplateFactory()
    for archived, count in (("yes", 0), ("yes", 0), ("no", 1)):
        client.force_login(growth_organizer)
        client.post(f"{LIST}of/{template.slug}/archive/", {"archived": archived})
        client.force_login(noor)
        assert client.get("/growth/promotion/start/").text.count("Begin with this") == count
        begin = client.get(f"/growth/promotion/begin/{template.slug}/")
        assert begin.status_code == (200 if count else 404)


def test_a_file_makes_templates_and_comes_back_the_same(client, growth_organizer):
    family = JobFamilyFactory(slug="support")
    client.force_login(growth_organizer)
    assert "One template is loaded." in _upload(client, FILE).text
    template = PromotionTemplate.objects.get()
    assert (template.family, template.parts.get().wanted) == (family, 2)
    text = client.get(f"{LIST}export/").text
    before = list(PromotionTemplate.objects.values())
    files.load(text, by=growth_organizer, at=AT)
    assert list(PromotionTemplate.objects.values()) == before
    assert files.dump() == text
    files.load(FILE.replace("Junior to senior", "A first step"), by=None, at=AT)
    assert PromotionTemplate.objects.get().name == "A first step"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FILE, "Line 7, templates[1].family: There is no job family of this name."),
        (FILE.replace("question", "questoin"), "Did you mean “question”?"),
        (FILE.replace("wanted: 2", "wanted: many"), "Line 11"),
        (FILE.replace("    from: Junior\n", ""), "templates[1].from: This key is missing."),
        ("templates: []", "0 templates are loaded."),
        ("", "The submitted file is empty."),
        (b"\xff\xfe\x00", "The file is not text in UTF-8."),
        ("- a\n  b: [", "Line"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_by_line_and_key(client, growth_organizer, text, message):
    client.force_login(growth_organizer)
    assert message in _upload(client, text).text
    assert not PromotionTemplate.objects.exists()


def test_a_slug_twice_in_a_file_is_one_too_many(db):
    JobFamilyFactory(slug="support")
    item = FILE.partition("templates:\n")[2]
    with pytest.raises(ValidationError) as error:
        files.load(FILE + item, by=None, at=AT)
    assert "This slug is there twice." in error.value.messages[0]
    assert not PromotionTemplate.objects.exists()


def test_the_manual_is_made_from_the_definition():
    """When this fails, write `manual.text()` to docs/promotion-templates-file.md."""
    path = Path(settings.BASE_DIR) / "docs/promotion-templates-file.md"
    assert path.read_text(encoding="utf-8") == manual.text()
