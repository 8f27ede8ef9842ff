"""Beginning a plan from a template."""

from datetime import date, timedelta

from django.urls import reverse

from growth.models import PlanRevision
from growth.signals import revision_begun
from tests.factories.growth import JobLevelFactory
from tests.growth.plans.helpers import AT, LATER, begin


def test_a_plan_begins_from_a_template(client, noor, template):
    level = JobLevelFactory(family__name="Security engineering", name="Senior")
    client.force_login(noor)
    assert "Grow my skills" in client.get("/growth/").text

    answer = client.post(
        reverse("growth:plan_begin", args=["skills"]),
        {
            "aim": "Be asked first",
            "target": f"level:{level.pk}",
            "starts_on": "2021-04-01",
            "text_1": "Listening",
            "text_2": "Threat models",
        },
    )
    assert answer.url == "/growth/"
    revision = PlanRevision.objects.get(plan__person=noor)
    assert (revision.number, revision.ends_on) == (1, date(2022, 3, 31))
    assert (revision.target_family.name, revision.target_level) == ("Security engineering", level)
    assert list(revision.texts.values_list("title", "text")) == [
        ("What I am good at", "Listening"),
        ("What I want to learn", "Threat models"),
    ]
    page = client.get("/growth/").text
    assert "Aims for Security engineering, Senior" in page
    assert "Only you" in page


def test_what_was_typed_stays_when_something_is_missing(client, noor, template):
    client.force_login(noor)
    answer = client.post(
        reverse("growth:plan_begin", args=["skills"]), {"aim": "", "text_1": "Listening well"}
    )
    assert "Listening well" in answer.text
    assert not PlanRevision.objects.exists()


def test_sending_the_form_twice_begins_one_plan(noor, template):
    assert begin(noor, template) == begin(noor, template, at=AT + timedelta(seconds=1))
    assert PlanRevision.objects.count() == 1


def test_beginning_is_told_to_whom_it_concerns(noor, template):
    heard = []

    def hear(sender, revision, at, **kwargs):
        heard.append((revision.number, at))

    revision_begun.connect(hear)
    begin(noor, template)
    begin(noor, template, after=1, at=LATER)
    revision_begun.disconnect(hear)
    assert heard == [(1, AT), (2, LATER)]


def test_changing_a_template_leaves_plans_that_were_begun(client, noor, template, growth_organizer):
    begin(noor, template)
    client.force_login(growth_organizer)
    address = reverse("growth:plan_template_edit", args=["skills"])
    client.post(address, {"name": "Skills", "kind": "skills", "title_1": "Only this"})
    assert [row.title for row in template.prompts.all()] == ["Only this"]
    revision = PlanRevision.objects.get()
    assert [row.title for row in revision.texts.all()] == [
        "What I am good at",
        "What I want to learn",
    ]
