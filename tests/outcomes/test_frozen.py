import json
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from events.actions import attendance, events
from events.actions.events import SlotInput
from outcomes.actions import freezing, sharing
from outcomes.models import FrozenReport
from outcomes.queries.report.public import for_everybody, parts_of
from outcomes.rules.fingerprints import fingerprint
from people.models import AuditEntry
from programs.actions import quotes
from programs.models import Quote
from tests.factories import PairFactory
from tests.outcomes.test_report import AFTER, meet, survey_with

pytestmark = pytest.mark.django_db


def where(cycle, name, *more):
    return reverse(f"outcomes:{name}", args=[cycle.program.slug, cycle.slug, *more])


@pytest.fixture
def at_the_end(client, organizer, cycle):
    """Signed in after the last day of a cycle with five pairs, of which one met every time."""
    for number in range(5):
        department = {"mentor__department": "Sales", "mentee__department": "Sales"}
        pair = PairFactory(cycle=cycle, mentee__person__name=f"Mia {number}", **department)
    meet(pair, 1, 2, 3, 4, 5, 6)
    client.force_login(organizer)
    with time_machine.travel(AFTER, tick=False):
        yield client


def freeze(cycle, organizer, **reason):
    return freezing.freeze(cycle, by=organizer, at=AFTER, **reason)


def test_an_organizer_freezes_what_the_page_shows(at_the_end, cycle):
    live = at_the_end.get(where(cycle, "report_file")).json()
    assert "Freeze the report" in at_the_end.get(where(cycle, "frozen_list")).text
    at_the_end.post(where(cycle, "frozen_list"))

    frozen = FrozenReport.objects.get()
    assert frozen.document == live
    assert fingerprint(frozen.document) == frozen.fingerprint
    page = at_the_end.get(where(cycle, "frozen_report", 1)).text
    assert "1 of 5 pairs met in every fortnight" in page
    assert frozen.fingerprint[:4] in page
    assert "no longer match" not in page
    assert at_the_end.get(where(cycle, "frozen_file", 1)).json() == live
    assert AuditEntry.objects.filter(action="report.frozen").exists()


def test_what_changes_later_changes_no_frozen_version(at_the_end, cycle, organizer):
    freeze(cycle, organizer)
    for pair in cycle.pairs.all():
        pair.sessions.all().delete()
    assert "0 of 5 pairs" in at_the_end.get(where(cycle, "report")).text
    assert "1 of 5 pairs" in at_the_end.get(where(cycle, "frozen_report", 1)).text


def test_the_database_refuses_to_change_a_frozen_report(at_the_end, cycle, organizer):
    frozen = freeze(cycle, organizer)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenReport.objects.filter(pk=frozen.pk).update(document={})
    organizer.delete()
    frozen.refresh_from_db()
    assert frozen.frozen_by is None


def test_a_correction_is_a_new_version_with_its_reason(at_the_end, cycle, organizer):
    freeze(cycle, organizer)
    first = cycle.pairs.first()
    meet(first, 1, 2, 3, 4, 5, 6)
    page = at_the_end.post(where(cycle, "frozen_list"), {"reason": ""})
    assert page.context["form"].errors
    at_the_end.post(where(cycle, "frozen_list"), {"reason": "Sessions logged late."})

    assert [one.number for one in cycle.frozen_reports.all()] == [2, 1]
    old = at_the_end.get(where(cycle, "frozen_report", 1)).text
    assert "Version 2 corrects the figures: Sessions logged late." in old
    assert "2 of 5 pairs" in at_the_end.get(where(cycle, "frozen_report", 2)).text


def test_nothing_is_frozen_without_a_change_or_a_reason(at_the_end, cycle, organizer):
    freeze(cycle, organizer)
    with pytest.raises(ValidationError, match="Say what"):
        freeze(cycle, organizer)
    text = at_the_end.post(where(cycle, "frozen_list"), {"reason": "To be sure."}).text
    assert "Nothing has changed since version 1." in text
    assert "To be sure." in text


def test_nothing_is_frozen_before_the_end_or_without_figures(client, organizer, cycle):
    with pytest.raises(ValidationError, match="no figures"):
        freeze(cycle, organizer)
    PairFactory(cycle=cycle)
    client.force_login(organizer)
    with time_machine.travel(datetime(2021, 9, 30, 12, tzinfo=UTC), tick=False):
        assert "Freeze the report" not in client.get(where(cycle, "frozen_list")).text
        assert "once the cycle is over" in client.post(where(cycle, "frozen_list")).text
    assert not cycle.frozen_reports.exists()


def test_a_survey_that_is_open_is_named_before_freezing(at_the_end, cycle):
    survey_with(cycle, [4] * 5, [4] * 5)
    survey = cycle.cycle_surveys.get().survey
    survey.closes_at = datetime(2021, 10, 20, tzinfo=UTC)
    survey.save()
    assert "has not closed" in at_the_end.get(where(cycle, "frozen_list")).text


def test_the_public_version_has_no_room_and_no_small_group(at_the_end, cycle, organizer):
    lone = PairFactory(cycle=cycle, mentor__department="Legal", mentee__department="Sales")
    event = events.save(cycle, {"title": "Kickoff"}, [SlotInput(AFTER)], at=AFTER)
    event.slots.update(room="Mia 1 did not stop talking.")
    attendance.note(event, event.slots.get(), lone.mentor.person, by=organizer, at=AFTER)
    frozen = freeze(cycle, organizer)

    whole = at_the_end.get(where(cycle, "frozen_report", 1)).text
    assert "Mia 1 did not stop" in whole
    public = at_the_end.get(where(cycle, "frozen_report", 1) + "?view=public").text
    assert "Mia 1" not in public
    assert "Legal" not in public
    document = for_everybody(frozen.document)
    # Leaving out Legal alone would tell its one mentor by subtraction, so Sales is left out, too.
    assert (document["by_department"], document["small_departments"]) == ([], 2)
    assert (document["events"][0]["slots"], document["departments"]) == ([], {"all": 2})
    assert "funnel" not in document
    file = at_the_end.get(where(cycle, "frozen_file", 1) + "?view=public").json()
    assert file == json.loads(json.dumps(document))
    table = where(cycle, "frozen_table", 1, "departments") + "?view=public"
    assert at_the_end.get(table).status_code == 404


def test_a_public_version_of_few_pairs_has_no_shares(cycle, organizer):
    meet(PairFactory(cycle=cycle), 1, 2, 3)
    document = for_everybody(freeze(cycle, organizer).document)
    assert {"bi_weekly_completion", "fortnights", "trend", "hours"}.isdisjoint(document)
    assert document["claims"]["titles"] == []
    assert "trend" not in parts_of(freeze_again(cycle, organizer).document)


def freeze_again(cycle, organizer):
    PairFactory(cycle=cycle)
    return freeze(cycle, organizer, reason="One more pair.")


def test_departments_by_role_only_where_both_are_large(cycle, organizer):
    for mentor, mentee in [("Sales", "Data")] * 5 + [("Data", "Data")] * 2 + [("Sales", "Sales")]:
        PairFactory(cycle=cycle, mentor__department=mentor, mentee__department=mentee)
    shown = for_everybody(freeze(cycle, organizer).document)["by_department"]
    found = [(one["name"], one["total"], one["mentors"]) for one in shown]
    assert found == [("Data", 9, None), ("Sales", 7, None)]


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_versions_costs_the_same(
    at_the_end, cycle, organizer, count, django_assert_num_queries
):
    freeze(cycle, organizer)
    for number in range(count):
        PairFactory(cycle=cycle, starts_on=date(2021, 7, 7))
        freeze(cycle, organizer, reason=f"Pair {number}")
    with django_assert_num_queries(5):
        at_the_end.get(where(cycle, "frozen_list"))


def test_a_quote_taken_back_is_gone_from_frozen_reports_and_shares(
    at_the_end, client, cycle, organizer
):
    """A frozen report keeps its key alone: the words are looked up whenever it is shown."""
    mentee = cycle.pairs.first().mentee.person
    quote = Quote.objects.create(
        cycle=cycle, person=mentee, group="mentee", text="I lead now.", in_report=True,
        given_at=AFTER, approved_at=AFTER,
    )  # fmt: skip
    frozen = freeze(cycle, organizer)
    assert frozen.document["quotes"] == [{"quote": str(quote.pk)}]
    page = at_the_end.get(where(cycle, "frozen_report", frozen.number)).content.decode()
    assert "I lead now." in page
    share = sharing.share(
        frozen, name="Board", parts=["quotes"], ends_on=cycle.day(AFTER), by=organizer,
        at=AFTER,
    )  # fmt: skip
    link = reverse("outcomes:share_open", args=[share.code])
    client.logout()
    shared = client.post(link, follow=True).content.decode()
    assert "I lead now." in shared
    assert str(mentee) not in shared

    quotes.withdraw(cycle, by=mentee, at=AFTER)
    gone = client.get(link).content.decode()
    assert "I lead now." not in gone
    assert "This quote has been withdrawn." in gone
    frozen.refresh_from_db()
    assert fingerprint(frozen.document) == frozen.fingerprint
