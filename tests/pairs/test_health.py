"""Three words with their reason, from what both of a pair may know."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import make_aware

from pairs.actions import pairs
from pairs.models import MentoringSession
from pairs.rules import health, windows
from pairs.rules.health import Word
from pairs.rules.windows import State
from tests.factories import PairFactory

START = date(2021, 7, 7)
ALL = windows.windows(START, date(2021, 9, 30), 14)
NOW = {"m": State.MET, "a": State.ASYNC, "?": State.MISSED, "0": State.NOT_MET, "s": State.SKIPPED}


def after(story):
    """The pair after as many complete fortnights as the story has signs, in the middle of the next."""
    states = [NOW[sign] for sign in story]
    today = START + timedelta(days=14 * len(states) + 3)
    states += [State.NOW] + [State.AHEAD] * (len(ALL) - len(states) - 1)
    return health.health(ALL, states[: len(ALL)], today)


@pytest.mark.parametrize(
    ("story", "word", "reason"),
    [
        ("", Word.TOO_EARLY, "The first fortnight runs until 20 July."),
        ("s", Word.TOO_EARLY, "So far every fortnight was skipped by agreement."),
        ("m", Word.ON_TRACK, "There was a session in the last fortnight."),
        ("?a", Word.ON_TRACK, "There was a session in the last fortnight."),
        ("m?", Word.ON_TRACK, "Sessions in 1 of 2 fortnights that are over, none in the last one."),
        (
            "m?s",
            Word.ON_TRACK,
            "Sessions in 1 of 3 fortnights that are over, none in the last one.",
        ),
        ("?", Word.CHECK_IN, "No session yet. Nothing is logged for the last fortnight."),
        (
            "0",
            Word.CHECK_IN,
            "No session in the last fortnight, as one of the two said.",
        ),
        ("m??", Word.CHECK_IN, "Nothing is logged for the last 2 fortnights."),
        ("m00", Word.CHECK_IN, "No session in the last 2 fortnights, as one of the two said."),
        (
            "m?0",
            Word.CHECK_IN,
            "No session in the last 2 fortnights: some not logged, some said not met.",
        ),
    ],
)
def test_three_words_and_their_reason(story, word, reason):
    found = after(story)
    assert (found.word, found.reason) == (word, reason)


@pytest.mark.parametrize("story", ["", "s", "m", "m?", "?", "0", "m??", "m00", "m?0"])
def test_in_another_rhythm_nothing_is_called_a_fortnight(story):
    months = windows.windows(START, START + timedelta(days=299), 30)
    today = START + timedelta(days=30 * len(story) + 3)
    states = [NOW[sign] for sign in story] + [State.NOW]
    states += [State.AHEAD] * (len(months) - len(states))
    assert "fortnight" not in health.health(months, states, today).reason


def test_a_session_in_the_fortnight_of_today_is_enough():
    found = health.health(ALL[:2], [State.MISSED, State.MET], START + timedelta(days=16))
    assert found.word == Word.ON_TRACK


def test_without_fortnights_it_is_too_early():
    assert health.health([], [], START).word == Word.TOO_EARLY


def at(day):
    return make_aware(datetime(2021, 8, day, 12))


@pytest.mark.django_db
def test_both_and_the_organizer_read_the_same_words(client, pair, mentor, mentee, organizer):
    """What is private changes nothing: a check-in that asks for help, a case, goals, plans."""
    pair.cases.create(kind="not_met", opened_at=at(1))
    with time_machine.travel(at(10), tick=False):
        pages = [
            (mentee, reverse("pairs:pair_detail", args=[pair.pk])),
            (mentor, reverse("pairs:pair_detail", args=[pair.pk])),
            (
                organizer,
                reverse(
                    "pairs:pair_overview", args=[pair.cycle.program.slug, pair.cycle.slug, pair.pk]
                ),
            ),
        ]
        for person, address in pages:
            client.force_login(person)
            shown = client.get(address).content.decode()
            assert "Needs a check-in" in shown
            assert "Nothing is logged for the last 2 fortnights." in shown
        MentoringSession.objects.create(pair=pair, held_on=date(2021, 8, 5))
        for person, address in pages:
            client.force_login(person)
            assert "On track" in client.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 4])
def test_the_list_says_it_of_every_pair_at_the_same_cost(
    client, cycle, organizer, count, django_assert_num_queries
):
    pairs = [PairFactory(cycle=cycle) for _ in range(count)]
    MentoringSession.objects.create(pair=pairs[0], held_on=date(2021, 8, 5))
    address = reverse("pairs:pair_list", args=[cycle.program.slug, cycle.slug])
    client.force_login(organizer)
    with time_machine.travel(at(10), tick=False):
        client.get(address)
        with django_assert_num_queries(16):
            shown = client.get(address).content.decode()
        assert (shown.count("On track"), shown.count("Needs a check-in")) == (1, count - 1)
        export = client.get(f"{address}export/")
        lines = b"".join(export.streaming_content).decode("utf-8-sig").splitlines()
        assert sum("On track" in line for line in lines) == 1
        assert sum("Needs a check-in" in line for line in lines) == count - 1


@pytest.mark.django_db
def test_organizers_find_those_who_need_a_check_in(client, cycle, organizer):
    silent, fine, ended = (PairFactory(cycle=cycle) for _ in range(3))
    MentoringSession.objects.create(pair=fine, held_on=date(2021, 8, 5))
    pairs.end(ended, reason="no_time", by=organizer, at=at(9))
    address = reverse("pairs:pair_list", args=[cycle.program.slug, cycle.slug])
    client.force_login(organizer)
    with time_machine.travel(at(10), tick=False):
        shown = client.get(address, {"show": "check_in"})
        assert [one.pair for one in shown.context["lines"]] == [silent]
        assert ("check_in", 1) in [(name, n) for name, _label, n in shown.context["slices"]]
        export = client.get(f"{address}export/", {"show": "check_in"})
        assert len(b"".join(export.streaming_content).decode("utf-8-sig").splitlines()) == 2
