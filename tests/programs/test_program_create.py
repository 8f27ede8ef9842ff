"""Making a program on the page: the template's questions about the organization's own names."""

import pytest
from django.urls import reverse

from programs.models import Program
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WOMEN = "women-at-gitlab-2021"
BASICS = {
    "name": "Women at Fernhill",
    "cycle_name": "Spring 2027",
    "starts_on": "2027-01-13",
    "zone": "Europe/Vienna",
    "template": WOMEN,
}


@pytest.fixture
def send(client):
    client.force_login(UserFactory(may_create_programs=True))

    def post(**given):
        return client.post(reverse("programs:program_create"), BASICS | given)

    send.client = client
    return post


def of_women(**names):
    return {f"{WOMEN}-{name}": answer for name, answer in names.items()}


def test_the_page_asks_what_each_template_asks(client):
    client.force_login(UserFactory(may_create_programs=True))
    page = client.get(reverse("programs:program_create")).text
    assert "What do people call your organization?" in page
    assert 'data-asked-values="company-wide"' in page
    assert "GitLab" not in page


def test_answers_stand_in_the_program(send):
    names = of_women(organization="Fernhill", certificate="belonging certificate")
    assert send(**names).status_code == 302
    cycle = Program.objects.get().cycles.get()
    texts = [one.text for role in cycle.roles.all() for one in role.requirements.all()]
    assert "You have been with Fernhill for at least 3 months when you apply" in texts
    assert "You can complete the belonging certificate before the program begins" in texts


def test_a_missing_answer_is_said_and_what_was_typed_stays(send):
    page = send(**of_women(contact="Ask in the canteen.", certificate="C"))
    assert page.status_code == 200
    assert "Ask in the canteen." in page.text
    assert page.text.count("This field is required.") >= 1
    assert not Program.objects.exists()


def test_a_wrong_link_is_said_at_its_question(send):
    page = send(**of_women(organization="Fernhill", certificate="C", course="our course"))
    assert "An address begins with https://." in page.text
    assert 'value="our course"' in page.text
    assert not Program.objects.exists()


def test_questions_of_another_template_do_not_matter(send):
    assert send(template="plain").status_code == 302
    assert Program.objects.get().cycles.get().trainings.count() == 0


def test_an_unknown_template_is_refused(send):
    assert send(template="../secret").status_code == 200
    assert not Program.objects.exists()
