"""The agenda of a pair: points to start from, resources beside it, a reminder while it is empty."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.models import Resource
from notifications.actions import choices
from notifications.models import Message
from pairs.actions import agreements
from pairs.actions.agenda import asking, points, templates
from pairs.actions.sessions import logs, plans
from pairs.actions.sessions.logs import Log
from pairs.models.agenda_template import USUAL
from pairs.programfile import AGENDA
from pairs.queries.agenda.beside import Beside
from pairs.queries.pairs import card
from pairs.queries.sessions import times
from programs.actions import settings
from programs.catalog import TEMPLATES as FILES
from programs.programfile.dumping import dump
from programs.programfile.problems import ProgramFileError
from programs.programfile.saving import load
from programs.programfile.shape import make
from surveys.models import Answer
from tests.factories import ApplicationFactory, PairFactory, QuestionFactory
from tests.messages import LATE, SENT, UNTRUE, fate, remind, words_of
from tests.pairs.addresses import page
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 15, 12, tzinfo=UTC)
MEET = AT + timedelta(days=3)


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(AT, tick=False)


def settings_page(pair):
    cycle = pair.cycle
    return reverse("pairs:settings_agendas", args=[cycle.program.slug, cycle.slug])


def plan(pair, *, at=AT, moment=MEET):
    by = pair.mentor.person
    return plans.plan(pair, by=by, at=at, planned_at=moment, minutes=30, form_key=uuid.uuid4())


def log(pair, day):
    said = Log(held_on=day)
    return logs.log(pair, said, by=pair.mentee.person, at=AT, form_key=uuid.uuid4())


# Points of the program's own


def lines(*agendas, base, initial=0):
    """A sent form of the settings: (stage, name, points), and how many were there before."""
    sent = {"base": base, "agendas-TOTAL_FORMS": len(agendas), "agendas-INITIAL_FORMS": initial}
    for place, agenda in enumerate(agendas):
        for name, value in zip(("stage", "name", "points", "remove"), agenda, strict=False):
            sent[f"agendas-{place}-{name}"] = value
    return sent


def save(pair, *agendas, by):
    items = [
        make(AGENDA, dict(zip(("stage", "name", "points"), agenda, strict=True)))
        for agenda in agendas
    ]
    base = settings.state_of(pair.cycle, "agendas")
    templates.save(pair.cycle, items, base=base, by=by, at=AT)


def test_program_proposes_agendas_of_its_own_and_pairs_pick_one(client, pair, organizer, mentee):
    client.force_login(organizer)
    base = client.get(settings_page(pair)).context["base"]
    first = ("first", "Names first", "Names\r\n\r\n Names \r\nHopes")
    said = lines(first, ("first", "Goal first", "The goal"), ("", "", ""), base=base)
    assert client.post(settings_page(pair), said).status_code == 302

    client.force_login(mentee)
    beside = client.get(page("pair_detail", pair)).context["beside"]
    shown = [(one.name, one.is_now) for one in beside.agendas]
    assert shown == [
        ("Names first", True),
        ("Goal first", True),
        ("Ongoing", False),
        ("Final session", False),
    ]
    client.post(page("agenda_start", pair), {"template": beside.agendas[1].key})
    assert [one.text for one in pair.agenda.open()] == ["The goal"]
    client.post(page("agenda_start", pair), {"template": beside.agendas[0].key})
    client.post(page("agenda_start", pair), {"template": "final"})
    texts = [one.text for one in pair.agenda.open()]
    assert texts[1:3] == ["Names", "Hopes"]
    assert texts[3:] == [str(point) for point in USUAL["final"]]


def test_an_agenda_of_another_program_or_of_none_is_refused_in_words(
    client, pair, organizer, mentee
):
    other = PairFactory()
    save(other, ("first", "Theirs", "Not ours"), by=organizer)
    client.force_login(mentee)
    for key in (str(other.cycle.agenda_templates.get().pk), "", "9" * 40, "firsts"):
        answer = client.post(page("agenda_start", pair), {"template": key})
        assert "There is no such agenda." in answer.content.decode()
    assert not pair.agenda.exists()


def test_points_that_are_too_long_or_too_many_are_refused_and_stay_typed(client, pair, organizer):
    client.force_login(organizer)
    base = client.get(settings_page(pair)).context["base"]
    many = "\n".join(map(str, range(21)))
    said = lines(("first", "A", "x" * 301), ("ongoing", "B", many), ("final", "C", " "), base=base)
    answer = client.post(settings_page(pair), said)

    assert [set(form.errors) for form in answer.context["agendas"]] == [{"points"}] * 3
    assert "x" * 301 in answer.content.decode()
    assert not pair.cycle.agenda_templates.exists()


def test_two_agendas_of_a_stage_need_two_names(client, pair, organizer):
    client.force_login(organizer)
    base = client.get(settings_page(pair)).context["base"]
    said = lines(("first", "A", "One"), ("ongoing", "A", "Two"), ("first", "A", "Three"), base=base)
    answer = client.post(settings_page(pair), said)
    assert [set(form.errors) for form in answer.context["agendas"]] == [set(), set(), {"name"}]
    assert not pair.cycle.agenda_templates.exists()


def test_more_agendas_than_anybody_reads_are_refused(client, pair, organizer):
    client.force_login(organizer)
    base = client.get(settings_page(pair)).context["base"]
    said = lines(*(("first", f"A{n}", "One") for n in range(13)), base=base)
    answer = client.post(settings_page(pair), said)
    assert "at most 12" in answer.content.decode()
    assert not pair.cycle.agenda_templates.exists()


def test_second_organizer_overwrites_nothing_unseen(client, pair, organizer):
    base = settings.state_of(pair.cycle, "agendas")
    save(pair, ("first", "", "One"), by=organizer)
    client.force_login(organizer)
    answer = client.post(settings_page(pair), lines(("first", "", "Two"), base=base))

    assert "Two" in answer.content.decode()
    assert pair.cycle.agenda_templates.get().points == "One"
    base = settings.state_of(pair.cycle, "agendas")
    removed = lines(("first", "", "One", "on"), base=base, initial=1)
    client.post(settings_page(pair), removed)
    assert not pair.cycle.agenda_templates.exists()


def test_program_file_carries_agendas_lengths_and_recommendations():
    text = FILES["plain"].read().replace("  session_minutes: 30\n", "", 1) + (
        "agendas:\n  - stage: first\n    points: |\n      Names\n      Hopes\n"
        "  - stage: first\n    name: In writing\n    points: Letters\n"
        "resources:\n  - title: Goals\n    text: Read\n    stage: final\n    topics: Feedback, Java\n"
    )
    cycle = load(text, at=AT).cycle

    known = [(str(one), one.lines) for one in cycle.agenda_templates.all()]
    assert known == [("First session", ["Names", "Hopes"]), ("In writing", ["Letters"])]
    resource = cycle.resources.get()
    assert (resource.stage, resource.topics_wanted) == ("final", ["feedback", "java"])
    assert load(dump(cycle), at=AT).tally.changes_nothing
    for wrong in (text.replace("Names", "x" * 301), text.replace("    name: In writing\n", "")):
        with pytest.raises(ProgramFileError):
            load(wrong, at=AT)


@pytest.mark.parametrize("name", ["company-wide", "women-at-gitlab-2021"])
def test_programs_of_the_catalog_propose_agendas_for_each_stage(name):
    cycle = load(FILES[name].read(), at=AT).cycle
    found = list(cycle.agenda_templates.values_list("stage", "name"))
    assert [stage for stage, _name in found] == ["first", "ongoing", "ongoing", "ongoing", "final"]
    assert len({name for _stage, name in found}) == 5


# Stage and resources


def test_stage_follows_the_time_of_the_pair(pair, mentee):
    def now(at):
        return [one.key for one in Beside(card(pair, mentee, at)).agendas if one.is_now]

    pair.cycle.ends_on = pair.ends_on = date(2021, 9, 30)
    pair.cycle.save()
    pair.save()
    assert now(AT) == ["first"]
    log(pair, AT.date())
    assert now(AT) == ["ongoing"]
    assert now(datetime(2021, 9, 20, tzinfo=UTC)) == ["final"]
    pair.ends_on = pair.cycle.ends_on = None
    pair.cycle.save()
    pair.save()
    assert now(AT) == ["ongoing"]


def asks_focus(pair, side, *, of=(), words="", readers="reviewers"):
    """What the mentor or mentee of the pair chose as focus areas when applying."""
    part = getattr(pair, side)
    part.application = ApplicationFactory(cycle=pair.cycle, side=side, person=part.person)
    part.save()
    response = part.application.response
    question = QuestionFactory(
        questionnaire=response.questionnaire,
        kind="text" if words else "several",
        pairing_use="focus",
        readers=readers,
        choices=list(of),
    )
    for choice in question.choices.all():
        Answer.objects.create(response=response, question=question, choice=choice)
    if words:
        Answer.objects.create(response=response, question=question, text=words)


def resource(pair, title, **more):
    return Resource.objects.create(cycle=pair.cycle, title=title, text="Read", **more)


def shown_to(pair, person):
    return [
        (one.resource.title, one.why, one.is_of_this_week)
        for one in Beside(card(pair, person, AT)).resources
    ]


def test_resources_beside_the_agenda_fit_focus_areas_and_stage_best_first(client, pair, mentee):
    asks_focus(pair, "mentee", of=["feedback", "python"])
    yesterday = AT - timedelta(days=1)
    resource(pair, "Of this week", post_on=AT.date(), posted_at=yesterday)
    resource(pair, "Of last month", post_on=AT.date(), posted_at=AT - timedelta(days=30))
    resource(pair, "Not yet", post_on=AT.date() + timedelta(days=1), stage="first")
    resource(pair, "For both", stage="first", topics="Python", link="https://example.org/start")
    resource(pair, "For the start", stage="first")
    resource(pair, "For the end", stage="final", topics="Python")
    resource(pair, "For feedback", topics="Feedback, Strategy")
    resource(pair, "For Java alone", topics="Java")

    assert shown_to(pair, mentee) == [
        ("For both", "You chose Python. For a first session.", False),
        ("For feedback", "You chose Feedback.", False),
        ("Of this week", "", True),
    ]
    client.force_login(mentee)
    text = client.get(page("pair_detail", pair)).text
    assert "https://example.org/start" in text
    assert "You chose Python. For a first session." in text


def test_topics_say_who_chose_them_as_far_as_the_reader_may_know(pair, mentor, mentee):
    asks_focus(pair, "mentee", of=["feedback", "python"], readers="pair")
    asks_focus(pair, "mentor", of=["feedback", "writing"])
    resource(pair, "Python", topics="Python")
    resource(pair, "Writing", topics="Writing")
    resource(pair, "Several", topics="python,  Feedback, PYTHON, Law")
    assert shown_to(pair, mentor) == [
        ("Several", "Mia chose PYTHON. You and Mia chose Feedback.", False),
        ("Writing", "You chose Writing.", False),
        ("Python", "Mia chose Python.", False),
    ]
    assert shown_to(pair, mentee) == [
        ("Several", "You chose PYTHON and Feedback.", False),
        ("Python", "You chose Python.", False),
    ]


def test_what_is_of_this_week_has_its_place_beside_what_fits_better(pair, mentee):
    for number in range(3):
        resource(pair, f"For the start {number}", stage="first")
        resource(pair, f"News {number}", post_on=AT.date(), posted_at=AT - timedelta(days=1))
    assert [title for title, _why, _new in shown_to(pair, mentee)] == [
        "For the start 2",
        "News 2",
        "News 1",
    ]


def test_words_of_ones_own_count_as_focus_areas(pair, mentee):
    asks_focus(pair, "mentee", words="Go, Java\nJava")
    resource(pair, "Java", topics="java")
    assert shown_to(pair, mentee) == [("Java", "You chose java.", False)]


# The reminder


def test_mentee_is_reminded_once_before_a_session_without_points(pair):
    plan(pair)
    assert remind("agenda_empty", AT + timedelta(hours=20)) == 0  # three days ahead
    soon = MEET - timedelta(hours=30)
    assert [remind("agenda_empty", soon), remind("agenda_empty", soon)] == [1, 0]

    message = Message.objects.get(kind="agenda_empty")
    assert message.to == pair.mentee.person
    subject, body = words_of(message)
    assert subject == "What would you like to ask Mona Mentor? Your agenda is empty"
    assert page("pair_detail", pair) + "#agenda" in body
    assert fate("agenda_empty", soon) == SENT


def test_reminder_is_not_sent_once_there_is_a_point_or_the_session_has_moved(pair, mentee):
    session = plan(pair)
    soon = MEET - timedelta(hours=30)
    remind("agenda_empty", soon)
    points.add(pair, "One question", by=mentee, at=soon)
    assert fate("agenda_empty", soon) == UNTRUE

    points.tick(pair.agenda.get(), at=soon)
    later = MEET + timedelta(days=7)
    plans.move(session, by=mentee, at=soon, planned_at=later, minutes=30)
    assert remind("agenda_empty", later - timedelta(hours=30)) == 1  # of the new time, once more
    assert fate("agenda_empty", later - timedelta(hours=1)) == UNTRUE  # no time left to prepare
    plans.cancel(session, by=mentee, at=soon)
    assert remind("agenda_empty", later - timedelta(hours=20)) == 0


def test_nobody_is_reminded_of_what_has_just_been_planned_or_of_a_coffee_chat(pair):
    soon = AT + timedelta(days=1)
    session = plan(pair, moment=soon)
    assert remind("agenda_empty", AT + timedelta(minutes=30)) == 0
    session.kind = "coffee"
    session.save()
    assert remind("agenda_empty", AT + timedelta(hours=2)) == 0


def test_reminder_respects_who_switched_it_off(pair, mentee):
    choices.switch_off(mentee, "agenda_empty")
    plan(pair)
    soon = MEET - timedelta(hours=30)
    remind("agenda_empty", soon)

    assert fate("agenda_empty", soon) not in {SENT, UNTRUE}


def agenda_on_page(client, pair, person, at, time_machine):
    """What the card of the agenda says to one of the two at a moment."""
    time_machine.move_to(at, tick=False)
    client.force_login(person)
    text = client.get(page("pair_detail", pair)).text
    return " ".join(
        re.sub(r"<[^>]+>", " ", text.split('id="agenda"')[1]).split("</section>")[0].split()
    )


def test_both_see_that_the_agenda_is_empty_and_who_was_reminded(
    client, pair, mentor, mentee, time_machine
):
    plan(pair)
    soon = MEET - timedelta(hours=30)
    remind("agenda_empty", soon)
    shown = agenda_on_page(client, pair, mentor, soon, time_machine)
    assert "Nothing is on the agenda for Sun 18 July, 12:00 yet." in shown
    assert "reminded" not in shown  # nothing has gone out yet
    assert fate("agenda_empty", soon) == SENT
    said = [agenda_on_page(client, pair, one, soon, time_machine) for one in (mentor, mentee)]
    assert "Mia was reminded on Saturday, 17 July." in said[0]
    assert "You were reminded on Saturday, 17 July." in said[1]
    points.add(pair, "One question", by=mentor, at=soon)
    assert "Nothing is on" not in agenda_on_page(client, pair, mentor, soon, time_machine)


def test_nothing_is_missing_without_a_session_ahead_or_before_a_coffee_chat(
    client, pair, mentor, time_machine
):
    assert "Nothing is on" not in agenda_on_page(client, pair, mentor, AT, time_machine)
    session = plan(pair)
    over = MEET + timedelta(hours=1)
    assert "Nothing is on" not in agenda_on_page(client, pair, mentor, over, time_machine)
    session.kind = "coffee"
    session.save()
    assert "Nothing is on" not in agenda_on_page(client, pair, mentor, AT, time_machine)


def test_mentor_asks_for_points_once_and_no_reminder_doubles_it(
    client, pair, mentor, mentee, time_machine
):
    session = plan(pair)
    soon = MEET - timedelta(hours=30)
    assert "Ask Mia what to talk about" in agenda_on_page(client, pair, mentor, soon, time_machine)
    for _twice in range(2):
        client.post(page("agenda_ask", pair, session.pk))
    message = Message.objects.get(kind="agenda_asked")
    assert message.to == mentee
    assert words_of(message)[0] == "Mona Mentor asks: what would you like to talk about?"
    remind("agenda_empty", soon)
    assert not Message.objects.filter(kind="agenda_empty").exists()
    assert fate("agenda_asked", soon) == SENT
    shown = agenda_on_page(client, pair, mentor, soon, time_machine)
    assert "Mia was asked for questions on Saturday, 17 July." in shown
    assert "what to talk about" not in shown
    shown = agenda_on_page(client, pair, mentee, soon, time_machine)
    assert "You were asked for your questions on Saturday, 17 July." in shown
    assert "what to talk about" not in shown


def test_asking_is_the_mentors_and_for_an_empty_agenda_of_a_session_ahead(pair, mentor, mentee):
    session = plan(pair)
    assert refused(asking.ask, session, by=mentee, at=AT) == "own"
    assert refused(asking.ask, session, by=mentor, at=MEET) == "past"
    points.add(pair, "One question", by=mentee, at=AT)
    assert refused(asking.ask, session, by=mentor, at=AT) == "not_empty"
    plans.cancel(session, by=mentee, at=AT)
    assert refused(asking.ask, session, by=mentor, at=AT) == "wrong_status"
    assert not Message.objects.filter(kind="agenda_asked").exists()


def test_what_was_asked_is_not_sent_once_it_is_answered_or_the_session_moved(pair, mentor, mentee):
    session = plan(pair)
    asking.ask(session, by=mentor, at=AT)
    points.add(pair, "One question", by=mentee, at=AT)
    assert fate("agenda_asked", AT) == UNTRUE
    points.tick(pair.agenda.get(), at=AT)
    asking.ask(session, by=mentor, at=AT)
    later = MEET + timedelta(days=1)
    plans.move(session, by=mentor, at=AT, planned_at=later, minutes=30)
    assert fate("agenda_asked", AT) == UNTRUE
    session.refresh_from_db()
    asking.ask(session, by=mentor, at=AT)
    assert fate("agenda_asked", later) == LATE


# Lengths of sessions, and hours that suit both


def test_pair_agrees_on_a_length_within_the_range_of_its_program(client, pair, mentee):
    pair.cycle.session_minutes_most = 45
    pair.cycle.save()
    client.force_login(mentee)
    address = page("agreement_propose", pair)
    said = {"rhythm": "Mondays", "form": "live", "confidentiality": "All", "minutes": "60"}
    answer = client.post(address, said)
    assert answer.context["form"].errors["minutes"] == ["Your program asks for 30 to 45 minutes."]
    assert "asks for 30 to 45 minutes" in client.get(page("pair_detail", pair)).content.decode()

    client.post(address, {**said, "minutes": "45"})
    assert pair.agreements.get().minutes == 45
    facts = {"by": mentee, "at": AT, "seen": pair.agreements.get().pk}
    values = {"rhythm": "Mondays", "form": "live", "confidentiality": "All", "minutes": 15}
    with pytest.raises(ValidationError):
        agreements.propose(pair, **values, **facts)


def test_times_are_proposed_from_the_hours_both_gave(client, pair, mentee, mentor):
    for participation, side in ((pair.mentor, "mentor"), (pair.mentee, "mentee")):
        application = ApplicationFactory(cycle=pair.cycle, side=side, person=participation.person)
        participation.application = application
        participation.save()
        question = QuestionFactory(
            questionnaire=application.response.questionnaire,
            kind="week",
            pairing_use="availability",
        )
        slots = ["mon-0900", "mon-0930", "tue-1000", "wed-1100"][: 4 if side == "mentor" else 3]
        Answer.objects.create(response=application.response, question=question, slots=slots)
    client.force_login(mentee)
    found = client.get(page("session_plan", pair)).context["proposed"]

    assert [one.at for one in found] == [
        datetime(2021, 7, 19, 9, tzinfo=UTC),
        datetime(2021, 7, 20, 10, tzinfo=UTC),
        datetime(2021, 7, 26, 9, tzinfo=UTC),
        datetime(2021, 7, 27, 10, tzinfo=UTC),
    ]
    plan(pair, moment=found[0].at)
    again = times.proposed(pair, pair.sessions.all(), mentee, AT)
    assert [(one.at, one.is_usual) for one in again][:2] == [
        (datetime(2021, 8, 2, 9, tzinfo=UTC), True),
        (found[1].at, False),
    ]
