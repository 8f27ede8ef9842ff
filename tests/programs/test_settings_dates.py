"""Dates that change: ways out of what the linter says, and telling people once."""

from datetime import date

import pytest
import time_machine

from events.queries.dates import dates_of
from notifications.actions import delivery
from notifications.models import Message
from programs.actions import cycles
from programs.models import Call, Cycle, DateNotice, Milestone
from programs.queries import known_dates
from tests.factories import ApplicationFactory, UserFactory
from tests.programs.settings_page import html
from tests.programs.women_at_gitlab import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(women, olga):
    """The page is public and Ann and Bo have applied; Cy withdrew, Di was told no."""
    cycles.publish(women, by=olga, at=AT)
    for name, status, told in (
        ("Ann", "draft", None),
        ("Bo", "not_eligible", None),
        ("Cy", "withdrawn", None),
        ("Di", "not_eligible", AT),
    ):
        person = UserFactory(name=name)
        ApplicationFactory(cycle=women, person=person, side="mentee", status=status, told_at=told)
    return women


def make_exact(page, cycle, title="Mid-program AMA", day="2021-08-18"):
    fields = page.fields(cycle, "settings_timeline")
    row = next(k for k, v in fields.items() if v == title).removesuffix("-title")
    exact = {f"{row}-precision": "day", f"{row}-starts_on": day}
    return page.save(cycle, "settings_timeline", fields | exact)


def answer(page, cycle, what, base=None):
    if base is None:
        base = page.fields_of(cycle, "settings_timeline", "settings/timeline/tell/")["base"]
    return page.save(cycle, "settings_tell", {"base": base, "answer": what})


def test_a_warning_offers_the_day_that_would_settle_it(page, women):
    with time_machine.travel(AT):
        text = page.read(women, "settings_timeline")
    assert "Announce pairs on 30 June instead" in text
    assert "Begin the training on 30 June instead" in text


def test_pressing_it_sets_the_day_in_the_form_and_saves_nothing(page, women):
    fields = page.fields(women, "settings_timeline")
    row = next(k for k, v in fields.items() if v == "2021-06-29")
    response = page.save(women, "settings_timeline", fields | {"fix": f"{row}=2021-06-30"})
    text = html(response)
    assert "not saved yet" in text
    assert "Pairing by hand gets 6 days" not in text
    assert f'name="{row}" value="2021-06-30"' in text
    assert not Milestone.objects.filter(starts_on=date(2021, 6, 30)).exists()


@pytest.mark.parametrize("fix", ["base=x", "calls-0-role=2021-06-30", "calls-99-closes=2021-06-30"])
def test_a_way_out_nobody_offered_changes_nothing(page, women, fix):
    fields = page.fields(women, "settings_timeline")
    response = page.save(women, "settings_timeline", fields | {"fix": fix})
    assert "Pairing by hand gets 6 days" in html(response)


def test_a_short_call_can_be_closed_later(page, women):
    with time_machine.travel(AT):
        fields = page.fields(women, "settings_timeline")
        typed = fields | {"calls-0-closes": "2021-05-25", "check": "1"}
        assert "on 2 June instead" in html(page.save(women, "settings_timeline", typed))


def test_dates_are_looked_at_while_they_are_typed(page, women):
    fields = page.fields(women, "settings_timeline") | {"check": "1"}
    htmx = {"headers": {"HX-Request": "true"}}
    here = page.address(women, "settings_timeline")
    text = html(page.client.post(here, fields | {"calls-0-closes": "2021-05-25"}, **htmx))
    assert 'id="findings"' in text
    assert "open for 6 days" in text
    assert "<h1" not in text
    wrong = page.client.post(here, fields | {"calls-0-closes": "soon"}, **htmx)
    assert wrong.status_code == 204
    assert Call.objects.get(role__side="mentor").last_day == date(2021, 6, 7)


def test_a_change_is_shown_with_its_message_and_how_many_hear_of_it(page, known):
    make_exact(page, known)
    text = page.read(known, "settings_timeline")
    assert "Tell 2 people" in text
    assert "18 August 2021 (was Week of 16 August 2021)" in text
    assert not Message.objects.filter(kind="dates_changed").exists()


def test_calendars_hear_of_days_that_move_and_of_days_that_are_open_again(page, known, stranger):
    title = "Mid-program AMA"

    def entry():
        [found] = [one for one in dates_of(known, stranger, at=AT) if one.title.startswith(title)]
        return found.starts, found.sequence, found.is_canceled

    assert entry() == (date(2021, 8, 16), 0, False)
    make_exact(page, known)
    assert entry() == (date(2021, 8, 18), 1, False)
    make_exact(page, known)
    assert entry() == (date(2021, 8, 18), 1, False)
    fields = page.fields(known, "settings_timeline")
    row = next(k for k, v in fields.items() if v == title).removesuffix("-title")
    open_again = {f"{row}-precision": "undecided", f"{row}-starts_on": ""}
    page.save(known, "settings_timeline", fields | open_again)
    assert entry() == (date(2021, 8, 18), 2, True)
    make_exact(page, known, day="2021-08-19")
    assert entry() == (date(2021, 8, 19), 3, False)


@pytest.mark.parametrize("how", ["removed", "internal"])
def test_calendars_hear_of_days_that_nobody_may_know_any_more(page, known, stranger, how):
    fields = page.fields(known, "settings_timeline")
    row = next(k for k, v in fields.items() if v == "Mid-program AMA").removesuffix("-title")
    before = {one.key: one for one in dates_of(known, stranger, at=AT)}
    if how == "removed":
        changed = fields | {f"{row}-remove": "on"}
    else:
        changed = {name: value for name, value in fields.items() if name != f"{row}-is_public"}
    page.save(known, "settings_timeline", changed)
    now = {one.key: one for one in dates_of(known, stranger, at=AT)}
    assert now.keys() == before.keys()
    [key] = [key for key, one in now.items() if one.is_canceled]
    was, off = before[key], now[key]
    assert (off.title, off.starts, off.ends) == (was.title, was.starts, was.ends)
    assert off.sequence > was.sequence


def test_a_day_nobody_could_know_is_not_called_off(women, olga, stranger):
    """Before the page is public, and for what was internal from the start."""
    milestone = women.milestones.create(title="Inside", starts_on=date(2021, 8, 20))
    milestone.delete()
    cycles.publish(women, by=olga, at=AT)
    inside = women.milestones.create(title="In", is_public=False, starts_on=date(2021, 8, 20))
    inside.delete()
    assert not any(one.is_canceled for one in dates_of(women, stranger, at=AT))


def test_many_changes_are_one_message_to_everybody_concerned(page, known):
    make_exact(page, known)
    make_exact(page, known, "Celebration at the end of the program", "2021-09-22")
    answer(page, known, "tell")
    answer(page, known, "tell", base="anything")
    told = Message.objects.filter(kind="dates_changed")
    assert sorted(one.to.name for one in told) == ["Ann", "Bo"]
    assert delivery.send_waiting(told[0].created_at)["sent"] == 2
    body = told.all()[0].body
    assert "Mid-program AMA: 18 August 2021" in body
    assert "Celebration at the end of the program: 22 September 2021" in body
    assert "People do not know" not in page.read(known, "settings_timeline")


def test_what_comes_back_to_what_people_knew_needs_no_message(page, known):
    fields = page.fields(known, "settings_timeline")
    make_exact(page, known)
    base = page.fields(known, "settings_timeline")["base"]
    page.save(known, "settings_timeline", fields | {"base": base})
    assert not DateNotice.objects.exists()


def test_organizers_may_tell_nobody(page, known):
    make_exact(page, known)
    answer(page, known, "quiet")
    assert not DateNotice.objects.exists()
    assert not Message.objects.filter(kind="dates_changed").exists()


def test_a_change_meanwhile_is_looked_at_again_before_anybody_is_told(page, known):
    make_exact(page, known)
    base = page.fields_of(known, "settings_timeline", "settings/timeline/tell/")["base"]
    make_exact(page, known, "Celebration at the end of the program", "2021-09-22")
    answer(page, known, "tell", base=base)
    assert not Message.objects.filter(kind="dates_changed").exists()
    assert DateNotice.objects.get().told_at is None


def test_nothing_is_gathered_while_nobody_can_know_the_dates(page, women):
    make_exact(page, women)
    assert not DateNotice.objects.exists()


def test_first_and_last_day_and_moving_everything_count_too(page, known):
    page.save(known, "settings_move", {"by_days": "7"})
    titles = [title for title, _before, _now in DateNotice.objects.get().changes]
    assert {"First day", "Last day", "Call for Mentors", "Mid-program AMA"} <= set(titles)


def test_internal_dates_are_nobodys_news(page, known):
    internal = Milestone.objects.filter(cycle=known, is_public=False).first()
    assert internal.title not in known_dates.known(Cycle.objects.get(pk=known.pk))
