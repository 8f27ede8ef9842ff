from django.template import Context, Template
from django.urls import reverse

from tests.factories import CycleFactory


def draw(text, **context):
    return Template("{% load cycles %}" + text).render(Context(context))


def test_an_address_names_the_cycle_of_the_page(cycle):
    expected = reverse("programs:cycle_public", args=[cycle.program.slug, cycle.slug])
    assert draw('{% cycle_url "programs:cycle_public" %}', cycle=cycle) == expected


def test_an_address_names_what_else_it_needs_and_another_cycle(cycle):
    other = CycleFactory()
    shown = draw(
        '{% cycle_url "programs:settings_role" "mentee" cycle=other %}', cycle=cycle, other=other
    )
    assert shown == reverse(
        "programs:settings_role", args=[other.program.slug, other.slug, "mentee"]
    )
