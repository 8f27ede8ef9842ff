import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from people.actions import people
from people.models import AuditEntry
from programs.actions import staff
from programs.models import Staff
from tests.concurrency import together
from tests.factories import ProgramFactory, StaffFactory, UserFactory
from tests.sign_in import confirmed

pytestmark = pytest.mark.django_db


def test_last_organizer_who_can_sign_in_stays(cycle, organizer):
    StaffFactory(program=cycle.program, person__is_active=False)
    mine = Staff.objects.get(person=organizer)

    with pytest.raises(ValidationError) as refused:
        staff.remove(mine, by=organizer, at=timezone.now())

    assert refused.value.code == "last_organizer"


def text(response):
    return " ".join(response.content.decode().split())


def test_the_only_organizer_is_not_deactivated_and_the_page_says_why(
    client, cycle, organizer, administrator
):
    StaffFactory(program=cycle.program, person__is_active=False)
    confirmed(client, administrator)

    page = client.post(
        reverse("people:person_activity", args=[organizer.pk]), {"active": "no"}, follow=True
    )

    assert f"is the only organizer of: {cycle.program}." in text(page)
    organizer.refresh_from_db()
    assert organizer.is_active


def test_an_organizer_of_archived_programs_or_with_a_successor_can_go(
    client, cycle, organizer, administrator
):
    StaffFactory(program=ProgramFactory(archived_at=timezone.now()), person=organizer)
    StaffFactory(program=cycle.program)
    people.deactivate(organizer, by=administrator, at=timezone.now())
    organizer.refresh_from_db()
    assert not organizer.is_active


@pytest.mark.django_db(transaction=True)
def test_two_organizers_are_not_deactivated_at_once(cycle, organizer, administrator):
    other = StaffFactory(program=cycle.program).person
    at = timezone.now()

    together(
        lambda: people.deactivate(organizer, by=administrator, at=at),
        lambda: people.deactivate(other, by=administrator, at=at),
    )

    assert cycle.program.staff.filter(role="organizer", person__is_active=True).count() == 1


def test_administrators_see_orphaned_programs_first_and_appoint_somebody(
    client, cycle, organizer, administrator
):
    orphan = ProgramFactory(name="Zebra")
    ProgramFactory(name="Old one", archived_at=timezone.now())
    StaffFactory(program=orphan, person__is_active=False)
    successor = UserFactory(name="Sue Successor")
    confirmed(client, administrator)
    listed = reverse("programs:organizer_list")
    assert "Zebra" in text(client.get(reverse("home")))
    assert listed in text(client.get(reverse("home")))
    assert [one.program for one, _form in client.get(listed).context["lines"]] == [
        orphan,
        cycle.program,
    ]

    appoint = reverse("programs:organizer_appoint", args=[orphan.slug])
    refused = client.post(appoint, {"email": "nobody@nowhere.example"})
    assert "Nobody here has this address." in text(refused)
    assert "nobody@nowhere.example" in text(refused)
    assert not orphan.staff.filter(person=successor).exists()

    page = client.post(appoint, {"email": successor.email}, follow=True)
    assert "Sue Successor is an organizer of Zebra now." in text(page)
    assert orphan.staff.filter(person=successor, role="organizer").exists()
    assert AuditEntry.objects.filter(action="staff_added", by=administrator).exists()
    assert "nobody is taking care of it" not in text(client.get(reverse("home")))


def test_appointing_asks_administrators_who_they_are(client, administrator):
    orphan = ProgramFactory()
    client.force_login(administrator)
    appoint = reverse("programs:organizer_appoint", args=[orphan.slug])
    client.post(appoint, {"email": administrator.email})
    assert not orphan.staff.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_more_programs(
    client, administrator, django_assert_num_queries, count
):
    for _number in range(count):
        StaffFactory()
    client.force_login(administrator)
    with django_assert_num_queries(3):
        client.get(reverse("programs:organizer_list"))
