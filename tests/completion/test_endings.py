"""The guided end: what was reached, words to the organizers apart, and whether to go on."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from completion.actions import farewells, going_on
from completion.forms.farewells import ReachedForm
from completion.models import Farewell, ThankYou
from notifications.models import Message
from pairs.actions import endings, pairs
from pairs.models import Agreement, Goal, Pair
from pairs.queries.pairs import card
from people.models import User
from tests.completion.conftest import AT
from tests.concurrency import after_waiting, together
from tests.factories import PairFactory, StaffFactory
from tests.factories.cycle_surveys import make_cycle_survey
from tests.messages import SENT, UNTRUE, fate, words_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def step(pair, name):
    return reverse("completion:ending_step", args=[pair.pk, name])


def hub(pair):
    return reverse("completion:ending", args=[pair.pk])


def answer(pair, person, rhythm, at=AT):
    return farewells.save(pair, {"rhythm": rhythm}, by=person, at=at)


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


def test_each_step_keeps_what_was_written_and_leads_on(client, pair, mentee, clock):
    pair.mentee.goals.create(text="Lead one incident")
    client.force_login(mentee)
    assert "Lead one incident" in client.get(step(pair, "reached")).text
    answers = [
        client.post(step(pair, "reached"), {"reached": "most", "learned": "To ask."}),
        client.post(step(pair, "thanks"), note("You had time.")),
        client.post(
            step(pair, "organizers"), {"to_organizers": "Start later.", "wants_again": "on"}
        ),
        client.post(step(pair, "next"), {"rhythm": "monthly"}),
    ]
    assert [one.url for one in answers] == [
        step(pair, "thanks"),
        step(pair, "organizers"),
        step(pair, "next"),
        hub(pair),
    ]
    assert ThankYou.objects.get().text == "You had time."
    row = Farewell.objects.get()
    assert (row.reached, row.learned, row.to_organizers) == ("most", "To ask.", "Start later.")
    assert (row.wants_again, row.wants_another, row.rhythm) == (True, False, "monthly")
    assert "To ask." in client.get(hub(pair)).text
    assert client.get(step(pair, "nothing")).status_code == 404


def test_saying_how_a_goal_went_leads_back_into_the_steps(client, pair, mentee, clock):
    goal = pair.mentee.goals.create(text="Lead one incident")
    client.force_login(mentee)
    edit = reverse("pairs:goal_edit", args=[pair.pk, goal.pk]) + "?from=ending"
    assert edit in client.get(step(pair, "reached")).text
    said = {
        "text": goal.text,
        "state": "reached",
        "progress": "100",
        "closing": "I led two.",
        "seen": goal.changed_at.isoformat(),
    }
    assert client.post(edit, said).url == step(pair, "reached")
    assert "Reached." in client.get(step(pair, "reached")).text


def test_too_much_comes_back_and_an_empty_choice_is_asked_for(client, pair, mentee, clock):
    client.force_login(mentee)
    typed = client.post(step(pair, "reached"), {"learned": "x" * 1001})
    assert "x" * 1001 in typed.text
    assert "errsum" in typed.text
    assert "errsum" in client.post(step(pair, "next"), {"rhythm": ""}).text
    assert not Farewell.objects.exists()


def test_the_steps_say_which_are_done_and_which_comes_next(client, pair, mentee, clock):
    client.force_login(mentee)
    shown = client.get(hub(pair))
    assert shown.context["next_step"].key == "reached"
    client.post(step(pair, "reached"), {"reached": "most", "learned": ""})
    assert client.get(hub(pair)).context["next_step"].key == "thanks"
    client.post(step(pair, "thanks"), note("You had time."))
    client.post(step(pair, "organizers"), {"to_organizers": ""})
    assert client.get(hub(pair)).context["next_step"].key == "organizers"
    client.post(step(pair, "next"), {"rhythm": "no"})
    done = client.get(hub(pair))
    assert done.context["next_step"] is None
    assert "Well done" in done.text
    assert done.text.count("tick done") == 4


def test_who_has_done_every_step_is_not_asked_for_them_again(client, pair, mentee, clock):
    client.force_login(mentee)
    client.post(step(pair, "next"), {"rhythm": "no"})
    places = (reverse("pairs:pair_detail", args=[pair.pk]), "/")
    for place in places:
        assert "Five minutes for a good end" in client.get(place).text
    client.post(step(pair, "reached"), {"reached": "most", "learned": ""})
    for place in places:
        assert "Five minutes for a good end" not in client.get(place).text
        assert "You have done your part for a good end." in client.get(place).text


def test_thanks_are_a_step_that_may_stay_empty_and_count_once(client, pair, mentee, mentor, clock):
    client.force_login(mentee)
    assert client.post(step(pair, "thanks"), note("")).url == step(pair, "organizers")
    assert not ThankYou.objects.exists()
    client.post(step(pair, "next"), {"rhythm": "no"})
    assert client.get(hub(pair)).context["next_step"].key == "reached"
    written = note("You had time.")
    for _twice in range(2):
        client.post(step(pair, "thanks"), written)
    assert ThankYou.objects.count() == 1
    assert "You had time." in client.get(step(pair, "thanks")).text
    typed = client.post(step(pair, "thanks"), note("x" * 1001)).text
    assert "errsum" in typed
    assert "x" * 1001 in typed
    mentor.is_active = False
    mentor.save(update_fields=["is_active"])
    assert client.get(step(pair, "thanks")).status_code == 404


def note(text):
    return {"text": text, "form_key": uuid.uuid4()}


def test_what_was_changed_in_another_window_is_not_overwritten_unseen(client, pair, mentee, clock):
    client.force_login(mentee)
    windows = [client.get(step(pair, "reached")).context["form"]["seen"].value() for _ in "12"]
    typed = {"reached": "most", "learned": "To ask.", "seen": windows[0]}
    client.post(step(pair, "reached"), typed)
    other = {"reached": "all", "learned": "To wait.", "seen": windows[1]}
    answer = client.post(step(pair, "reached"), other).text
    assert "To ask." in answer
    assert "To wait." in answer
    assert Farewell.objects.get().learned == "To ask."
    fresh = client.post(step(pair, "reached"), other).context["form"]["seen"].value()
    client.post(step(pair, "reached"), {**other, "seen": fresh})
    assert Farewell.objects.get().learned == "To wait."


def test_who_saves_in_the_moment_another_window_does_is_told(pair, mentee, clock):
    farewells.save(pair, {"learned": "To ask."}, by=mentee, at=AT)
    form = ReachedForm({"learned": "To wait."}, instance=Farewell.objects.get())
    form.data = {**form.data, "seen": form.version}
    assert form.is_valid()
    farewells.save(pair, {"learned": "To listen."}, by=mentee, at=AT)
    with pytest.raises(ValidationError, match="changed meanwhile"):
        farewells.save(pair, form.cleaned_data, by=mentee, at=AT, unchanged=form.unchanged)


def test_the_end_is_offered_when_it_is_due_and_always_there_under_the_menu(
    client, pair, mentee, clock
):
    client.force_login(mentee)
    page = reverse("pairs:pair_detail", args=[pair.pk])
    assert "You and Mona have until Thursday, 30 September." in " ".join(
        client.get(page).text.split()
    )
    clock.move_to(AT - timedelta(days=40))
    early = client.get(page).text
    assert "have until" not in early
    assert hub(pair) in early
    assert reverse("pairs:pair_end", args=[pair.pk]) in early


def test_the_end_survey_is_one_tap_away_while_it_waits(client, pair, mentee, clock):
    survey = make_cycle_survey(pair.cycle).survey
    survey.closes_at = AT + timedelta(days=7)
    survey.save()
    mine = survey.invitations.create(person=mentee, group="mentee")
    client.force_login(mentee)
    link = reverse("surveys:answer", args=[mine.pk])
    for address in (hub(pair), step(pair, "organizers")):
        assert link in client.get(address).text
    survey.invitations.update(has_answered=True)
    assert link not in client.get(hub(pair)).text


def test_the_partner_reads_what_was_reached_once_they_have_ended_and_never_the_rest(
    client, pair, mentee, mentor, clock
):
    values = {"reached": "all", "learned": "To ask.", "to_organizers": "Late start", "rhythm": "no"}
    farewells.save(pair, values, by=mentee, at=AT)
    client.force_login(mentor)
    assert "To ask." not in client.get(hub(pair)).text
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    shown = client.get(hub(pair)).text
    assert "To ask." in shown
    assert "All of it" in shown
    for page in (hub(pair), step(pair, "organizers"), step(pair, "next")):
        text = client.get(page).text
        assert "Late start" not in text
        assert "will leave it there" not in text


def test_organizers_read_what_was_written_to_them_but_not_of_their_own_partner(
    client, pair, mentee, mentor, organizer
):
    said = {"to_organizers": "Late start", "learned": "Only for Mona", "wants_another": True}
    farewells.save(pair, said, by=mentee, at=AT)
    place = {"program": pair.cycle.program.slug, "cycle": pair.cycle.slug}
    page = reverse("completion:words", kwargs=place)
    client.force_login(organizer)
    assert page in client.get(reverse("pairs:pair_list", kwargs=place)).text
    shown = client.get(page).text
    assert "Late start" in shown
    assert "Would like another partner" in shown
    assert "Only for Mona" not in shown
    StaffFactory(program=pair.cycle.program, person=mentor)
    client.force_login(mentor)
    assert "Late start" not in client.get(page).text


def test_after_the_clocks_end_there_is_a_week_to_write_and_then_only_to_read(
    client, pair, mentee, mentor, clock
):
    goal = pair.mentee.goals.create(text="Lead one incident")
    over = AT + timedelta(days=1)
    endings.end_over(over)
    clock.move_to(over + WEEK)
    body = words_of(Message.objects.get(kind="pair_completed", to=mentee))[1]
    assert "Until 8 October 2021 you can still write" in body
    client.force_login(mentee)
    page = reverse("pairs:pair_detail", args=[pair.pk])
    assert "Until Friday, 8 October 2021" in " ".join(client.get(page).text.split())
    client.post(step(pair, "reached"), {"reached": "halfway", "learned": "To ask."})
    edit = reverse("pairs:goal_edit", args=[pair.pk, goal.pk])
    assert client.get(edit).status_code == 200

    clock.move_to(over + WEEK + timedelta(days=1))
    assert "Until Friday" not in client.get(page).text
    assert "Say how it went" not in client.get(page).text
    assert client.get(edit).url == page
    refused = client.post(step(pair, "reached"), {"learned": "Later."}, follow=True).text
    assert "stays as it is" in refused
    assert "Later." in refused  # what was typed is not lost
    gone = client.get(step(pair, "reached"), follow=True).text
    assert "stays as it is" in gone
    assert "To ask." in gone
    with pytest.raises(ValidationError, match="stays as it is"):
        farewells.save(pair, {"learned": "Later."}, by=mentee, at=over + 2 * WEEK)


def test_home_says_until_when_the_end_can_be_written(client, complete, mentee, clock):
    client.force_login(mentee)
    clock.move_to(AT + timedelta(days=6))
    shown = client.get("/").text
    assert "Your time as a pair with Mona Mentor is over." in shown
    assert "You can still write how it went, until Thursday, 7 October." in shown
    answer(complete, mentee, "no")
    client.post(step(complete, "reached"), {"reached": "most", "learned": ""})
    assert "You can still write" not in client.get("/").text
    Farewell.objects.all().delete()
    clock.move_to(AT + timedelta(days=8))
    assert "You can still write" not in client.get("/").text


def test_they_go_on_with_what_they_had_once_both_chose_the_same(
    client, pair, mentee, mentor, clock
):
    kept = pair.mentee.goals.create(text="Lead one incident", progress=40)
    kept.steps.create(text="Ask for a turn")
    pair.mentee.goals.create(text="Speak once", state=Goal.State.REACHED)
    pair.agenda.create(text="The budget")
    pair.agenda.create(text="Talked about", done_at=AT)
    pair.own_agendas.create(name="Ours", points="News", saved_by=mentee)
    said = {"rhythm": "Every Thursday", "minutes": 45, "confidentiality": "All of it"}
    Agreement.objects.create(pair=pair, **said, proposed_by=mentor, accepted_at=AT)
    answer(pair, mentee, "monthly")
    client.force_login(mentee)
    assert "once Mona has answered" in " ".join(client.get(hub(pair)).text.split())
    answer(pair, mentor, "twice")
    assert "It is agreed once you both choose the same." in client.get(hub(pair)).text
    assert going_on.begin_agreed(AT) == {"pairs that go on": 0}
    answer(pair, mentor, "monthly")
    assert "begins when this mentorship ends" in " ".join(client.get(hub(pair)).text.split())
    assert going_on.begin_agreed(AT) == {"pairs that go on": 0}

    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    assert "begins within minutes" in " ".join(client.get(hub(pair)).text.split())
    assert going_on.begin_agreed(AT) == {"pairs that go on": 1}
    assert going_on.begin_agreed(AT) == {"pairs that go on": 0}
    later = Pair.objects.get(continues=pair)
    assert (later.mentor.person, later.mentee.person) == (mentor, mentee)
    assert later.cycle.program.is_independent
    goals = list(later.mentee.goals.values_list("text", "progress"))
    assert goals == [("Lead one incident", 40)]
    assert [step.text for step in later.mentee.goals.get().steps.all()] == ["Ask for a turn"]
    assert kept.steps.count() == 1
    assert [point.text for point in later.agenda.all()] == ["The budget"]
    assert [one.name for one in later.own_agendas.all()] == ["Ours"]
    assert pair.own_agendas.count() == 1
    agreed = later.agreements.in_force().get()
    assert (agreed.rhythm, agreed.minutes) == ("Once a month", 45)
    kept.refresh_from_db()
    assert kept.participation == pair.mentee
    assert pair.agreements.in_force().get().rhythm == "Every Thursday"
    assert later.sessions.count() == 0
    assert pair.cycle.pairs.count() == 1

    assert reverse("pairs:pair_detail", args=[later.pk]) in client.get(hub(pair)).text
    page = client.get(reverse("pairs:pair_detail", args=[later.pk])).text
    assert reverse("pairs:pair_detail", args=[pair.pk]) in page
    with pytest.raises(ValidationError, match="already going on"):
        answer(pair, mentor, "no")
    message = Message.objects.get(kind="pair_goes_on", to=mentor)
    assert "until 31 March 2022" in words_of(message)[1]
    assert fate("pair_goes_on", AT) == SENT


def test_pages_know_that_those_who_go_on_began_long_ago_and_meet_once_a_month(
    client, pair, mentee, mentor, clock
):
    for person in (mentee, mentor):
        answer(pair, person, "monthly")
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    going_on.begin_agreed(AT)
    later = reverse("pairs:pair_detail", args=[Pair.objects.get(continues=pair).pk])
    client.force_login(mentee)
    shown = client.get(later).text
    assert "fortnight" not in shown.lower()
    assert "has not said it yet" not in shown
    for place in (shown, client.get("/").text):
        assert "Before you start" not in place
    assert later in client.get(reverse("pairs:pair_detail", args=[pair.pk])).text


def test_their_own_rhythm_makes_the_windows_of_those_who_go_on(pair, mentee, mentor):
    for rhythm, lengths in (("monthly", {30}), ("writing", set())):
        row = pair if rhythm == "monthly" else PairFactory(cycle=pair.cycle)
        for part in (row.mentor, row.mentee):
            answer(row, part.person, rhythm)
        pairs.end(row, reason=Pair.EndReason.GOAL_REACHED, by=None, at=AT)
        going_on.begin_agreed(AT)
        later = Pair.objects.get(continues=row)
        strip = card(later, later.mentee.person, AT + timedelta(days=40)).strip
        assert {(one.last - one.first).days + 1 for one in strip.windows} == lengths
        assert later.sessions_async == (rhythm == "writing")


def test_outside_of_programs_one_mentor_at_a_time(client, pair, mentee, mentor, clock):
    for person in (mentee, mentor):
        answer(pair, person, "writing")
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    other = PairFactory(cycle=pair.cycle)
    for part in (other.mentor, other.mentee):
        answer(other, part.person, "monthly")
    pairs.end(other, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    assert going_on.begin_agreed(AT) == {"pairs that go on": 2}

    again = PairFactory(cycle=pair.cycle, mentee=pair.mentee)
    for part in (again.mentor, again.mentee):
        answer(again, part.person, "monthly")
    pairs.end(again, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    assert going_on.begin_agreed(AT) == {"pairs that go on": 0}
    client.force_login(mentee)
    assert "can have one at a time" in " ".join(client.get(hub(again)).text.split())


def test_who_would_rather_not_is_not_named(client, pair, mentee, mentor, clock):
    answer(pair, mentee, "monthly")
    answer(pair, mentor, "no")
    client.force_login(mentee)
    assert "You two will leave it there." in client.get(hub(pair)).text
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    assert going_on.begin_agreed(AT) == {"pairs that go on": 0}


def test_news_of_going_on_is_untrue_once_that_has_ended_too(pair, mentee, mentor):
    for person in (mentee, mentor):
        answer(pair, person, "monthly")
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    going_on.begin_agreed(AT)
    later = Pair.objects.get(continues=pair)
    pairs.end(later, reason=Pair.EndReason.NO_TIME, by=mentee, at=AT)
    assert fate("pair_goes_on", AT, to=mentor) == UNTRUE


def test_outside_of_programs_there_is_nobody_to_write_to(client, pair, mentee, mentor, clock):
    for person in (mentee, mentor):
        answer(pair, person, "monthly")
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    going_on.begin_agreed(AT)
    later = Pair.objects.get(continues=pair)
    client.force_login(mentee)
    assert client.get(step(later, "reached")).status_code == 200
    assert client.get(step(later, "organizers")).status_code == 404
    assert client.post(step(later, "reached"), {"learned": ""}).url == step(later, "thanks")
    assert client.post(step(later, "thanks"), note("")).url == step(later, "next")


@pytest.mark.django_db(transaction=True)
def test_both_press_at_once_and_the_clock_runs_twice(pair, mentee, mentor):
    together(
        lambda: answer(pair, mentee, "monthly"),
        lambda: answer(pair, mentor, "monthly"),
        lambda: answer(pair, mentee, "monthly"),
    )
    assert Farewell.objects.filter(rhythm="monthly").count() == 2
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    begun = together(*[lambda: going_on.begin_agreed(AT)] * 2)
    assert sorted(one["pairs that go on"] for one in begun) == [0, 1]
    assert Pair.objects.filter(continues=pair).count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_goes_on_with_somebody_who_leaves_in_that_moment(pair, mentee, mentor):
    for person in (mentee, mentor):
        answer(pair, person, "monthly")
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    leave = User.objects.filter(pk=mentee.pk)
    begun = after_waiting(lambda: leave.update(is_active=False), lambda: going_on.begin_agreed(AT))
    assert begun == {"pairs that go on": 0}


@pytest.mark.django_db(transaction=True)
def test_a_changed_mind_in_the_last_moment_holds(pair, mentee, mentor):
    for person in (mentee, mentor):
        answer(pair, person, "monthly")
    pairs.end(pair, reason=Pair.EndReason.COMPLETED, by=None, at=AT)
    begun = after_waiting(lambda: answer(pair, mentee, "no"), lambda: going_on.begin_agreed(AT))
    assert begun == {"pairs that go on": 0}
    assert not Pair.objects.filter(continues=pair).exists()
