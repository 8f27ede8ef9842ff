"""Templates of plans, edited by organizers."""

from django.urls import reverse

from growth.plans import queries


def test_organizers_add_and_archive_templates(client, growth_organizer, noor):
    client.force_login(growth_organizer)
    values = {"name": "Lead others", "kind": "leadership", "title_1": "How I lead"}
    client.post(reverse("growth:plan_template_add"), values)
    client.post(reverse("growth:plan_template_add"), values | {"name": "Lead: others"})
    assert {row.slug for row in queries.templates()} == {"lead-others", "lead-others-2"}
    client.post(reverse("growth:plan_template_archive", args=["lead-others"]), {"archived": "yes"})
    assert {row.slug for row in queries.templates()} == {"lead-others-2"}
    client.force_login(noor)
    assert client.get(reverse("growth:plan_begin", args=["lead-others"])).status_code == 404


def test_a_question_needs_a_heading(client, growth_organizer):
    client.force_login(growth_organizer)
    values = {"name": "Lead", "kind": "free", "question_1": "Whom do you want to help?"}
    answer = client.post(reverse("growth:plan_template_add"), values)
    assert "A question needs a heading above it." in answer.text
    assert "Whom do you want to help?" in answer.text
