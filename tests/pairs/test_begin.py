"""The start of a pair: steps and how binding they are, who is ready, why people are here."""

import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events.models import Training
from pairs.actions import agreements
from pairs.actions.begin import saying
from pairs.actions.goals import writing
from pairs.actions.sessions import logs, plans
from pairs.models import Beginning, CommunicationStyle
from programs.models import Requirement
from surveys.models import Question
from tests.factories import ApplicationFactory, PairFactory, QuestionFactory, ended
from tests.pairs.addresses import page

pytestmark = pytest.mark.django_db
BEFORE = datetime(2021, 7, 1, 12, tzinfo=UTC)
AFTER = datetime(2021, 7, 15, 12, tzinfo=UTC)
STARTS = date(2021, 7, 7)


@pytest.fixture(autouse=True)
def _before_the_start(pair):
    pair.starts_on = STARTS
    pair.created_at = BEFORE - timedelta(days=2)
    pair.save()
    with time_machine.travel(BEFORE, tick=False):
        yield


def start(client, pair):
    return client.get(page("pair_detail", pair)).context["start"]


def keys(steps):
    return [step.key for step in steps]


def level(pair, **levels):
    for name, value in levels.items():
        setattr(pair.cycle, f"{name}_level", value)
    pair.cycle.save()


def plan(pair, by, planned_at, at=BEFORE):
    facts = {"by": by, "at": at, "minutes": 30, "form_key": uuid.uuid4()}
    return plans.plan(pair, planned_at=planned_at, **facts)


def test_everything_is_open_at_first_and_only_required_holds_up(client, pair, mentee):
    client.force_login(mentee)
    found = start(client, pair)
    assert keys(found.left) == [
        "expectations",
        "coffee_chat",
        "style",
        "purpose",
        "goal",
        "agreement",
        "first_date",
    ]
    assert found.is_ready
    level(pair, first_date="required")
    text = client.get(page("pair_detail", pair)).content.decode()
    assert "1 required left" in text
    assert "You are ready to start" not in text
    assert "Before you start with Mona Mentor" in client.get("/").content.decode()


def test_each_step_is_ticked_by_what_is_done(client, pair, mentor, mentee):
    client.force_login(mentee)
    client.post(page("expectations", pair))
    client.post(page("purpose_edit", pair), {"value": "learning", "because": "I like it"})
    writing.add(pair.mentee, {"text": "Lead one"}, at=BEFORE)
    row = agreements.propose(
        pair,
        rhythm="Thursdays",
        minutes=30,
        form="live",
        confidentiality="All",
        by=mentor,
        at=BEFORE,
        seen=None,
    )
    agreements.accept(row, by=mentee, at=BEFORE)
    CommunicationStyle.objects.create(participation=pair.mentee, saved_at=BEFORE)
    assert keys(start(client, pair).left) == ["coffee_chat", "first_date"]
    chat = plan(pair, mentee, BEFORE + timedelta(days=2))
    assert chat.kind == "coffee"
    assert keys(start(client, pair).left) == ["first_date"]
    plan(pair, mentee, AFTER)
    found = start(client, pair)
    assert found.left == []
    assert not found.is_shown
    text = client.get(page("pair_detail", pair)).content.decode()
    assert "Before you start" not in text
    assert "Before you start" not in client.get("/").content.decode()
    client.force_login(mentor)
    assert keys(start(client, pair).left) == ["expectations", "style", "purpose", "goal"]


def test_mentors_goal_is_never_required(client, pair, mentor):
    level(pair, goal="required")
    client.force_login(mentor)
    assert start(client, pair).is_ready


def test_steps_go_once_the_two_have_met_unless_they_are_required(client, pair, mentee):
    client.force_login(mentee)
    with time_machine.travel(AFTER, tick=False):
        said = logs.Log(held_on=AFTER.date())
        logs.log(pair, said, by=mentee, at=AFTER, form_key=uuid.uuid4())
        found = start(client, pair)
        assert "coffee_chat" not in keys(found.steps)
        assert not found.is_shown
        level(pair, agreement="required")
        found = start(client, pair)
        assert found.is_shown
        assert keys(found.left) == ["agreement"]
        for address in (page("pair_detail", pair), "/"):
            shown = client.get(address).text
            assert "Still required of you" in shown
            assert "Before you start" not in shown


def test_coffee_chat_that_was_denied_or_called_off_is_none(client, pair, mentee, mentor):
    client.force_login(mentee)
    chat = plan(pair, mentee, BEFORE + timedelta(days=2))
    plans.cancel(chat, by=mentor, at=BEFORE)
    assert "coffee_chat" in keys(start(client, pair).left)


def test_what_was_due_is_not_said_to_lie_ahead(client, pair, mentee):
    Training.objects.create(
        cycle=pair.cycle, title="Good mentees", obligation="required", due_on=STARTS
    )
    client.force_login(mentee)
    assert "By Wednesday, 7 July 2021" in client.get(page("pair_detail", pair)).text
    with time_machine.travel(AFTER, tick=False):
        shown = client.get(page("pair_detail", pair)).text
    assert "It was due on Wednesday, 7 July 2021" in shown
    assert "By Wednesday, 7 July 2021" not in shown


def test_training_and_certificate_say_how_binding_they_are(client, pair, mentee, organizer):
    Training.objects.create(
        cycle=pair.cycle, title="Good mentees", obligation="required", due_on=STARTS
    )
    asked = {"kind": "certificate", "text": "Inclusion certificate", "due_on": STARTS}
    requirement = Requirement.objects.create(role=pair.mentee.role, key="c", **asked)
    both = Requirement.objects.create(
        role=pair.mentee.role, key="d", **{**asked, "text": "Only both"}, only_in_both_roles=True
    )
    client.force_login(mentee)
    assert keys(start(client, pair).required_left) == ["training"]  # nobody applied: no certificate
    side = pair.mentee
    side.application = ApplicationFactory(
        cycle=pair.cycle, role=side.role, person=mentee, status="paired"
    )
    side.save()
    found = start(client, pair)
    assert [str(step.label) for step in found.required_left] == [
        "Good mentees",
        "Inclusion certificate",
    ]
    PairFactory(cycle=pair.cycle, mentor__person=mentee)
    assert "Only both" in [str(step.label) for step in start(client, pair).required_left]
    for row in (requirement, both):
        side.application.fulfilments.create(requirement=row, done_on=STARTS)
    assert keys(start(client, pair).required_left) == ["training"]

    client.force_login(organizer)
    slugs = [pair.cycle.program.slug, pair.cycle.slug]
    text = client.get(reverse("pairs:readiness", args=slugs)).content.decode()
    assert "Mia Mentee" in text
    assert "Good mentees" in text
    assert "Inclusion certificate" not in text
    assert "Ready to start" in client.get(reverse("pairs:pair_list", args=slugs)).content.decode()


def test_organizer_sees_that_everybody_is_ready_and_never_words(client, pair, mentee, organizer):
    level(pair, purpose="required")
    slugs = [pair.cycle.program.slug, pair.cycle.slug]
    saying.say_purpose(
        pair.mentee, value="Secret value", because="Secret", is_shown=True, at=BEFORE
    )
    client.force_login(organizer)
    text = client.get(reverse("pairs:readiness", args=slugs)).content.decode()
    assert "1 of 2 people still has" in text
    assert "Mona Mentor" in text
    assert "Secret" not in text
    saying.say_purpose(pair.mentor, value="x", because="y", is_shown=False, at=BEFORE)
    assert (
        "Everyone is ready." in client.get(reverse("pairs:readiness", args=slugs)).content.decode()
    )


def test_purpose_is_kept_or_shown(client, pair, mentor, mentee):
    client.force_login(mentee)
    client.post(page("purpose_edit", pair), {"value": "open doors", "because": "one was held"})
    client.force_login(mentor)
    assert "open doors" not in client.get(page("pair_detail", pair)).content.decode()
    client.force_login(mentee)
    data = {"value": "open doors", "because": "one was held", "is_shown": "on"}
    client.post(page("purpose_edit", pair), data)
    assert client.get(page("purpose_edit", pair)).context["form"]["is_shown"].value() is True
    client.force_login(mentor)
    text = client.get(page("pair_detail", pair)).content.decode()
    assert "because I care about open doors." in text
    assert "Open doors drives me to be" in text


def test_half_a_purpose_keeps_what_was_typed(client, pair, mentee):
    client.force_login(mentee)
    response = client.post(page("purpose_edit", pair), {"value": "open doors", "because": ""})
    assert response.context["form"].errors.keys() == {"because"}
    assert "open doors" in response.content.decode()
    assert not Beginning.objects.filter(value="open doors").exists()
    with pytest.raises(ValidationError, match="Fill both parts"):
        saying.say_purpose(pair.mentee, value="open doors", because=" ", is_shown=True, at=BEFORE)


def apply_with_purpose(side):
    side.application = ApplicationFactory(
        cycle=side.cycle, role=side.role, person=side.person, status="paired"
    )
    side.save()
    question = QuestionFactory(
        questionnaire=side.role.questionnaire,
        key="why",
        kind="blanks",
        sentence="I care about [a value] because [why].",
        text="Why?",
    )
    side.application.response.answers.create(
        question=question, text="x", parts=["fairness", "somebody helped me"]
    )


def test_purpose_begins_with_the_application(client, pair, mentee):
    apply_with_purpose(pair.mentee)
    client.force_login(mentee)
    form = client.get(page("purpose_edit", pair)).context["form"]
    assert form["value"].value() == "fairness"
    assert form["because"].value() == "somebody helped me"


def test_reading_what_is_expected_first_changes_nothing_about_the_purpose(client, pair, mentee):
    apply_with_purpose(pair.mentee)
    client.force_login(mentee)
    client.post(page("expectations", pair))
    form = client.get(page("purpose_edit", pair)).context["form"]
    assert form["value"].value() == "fairness"
    assert form["because"].value() == "somebody helped me"
    assert form["is_shown"].value() is True


def test_expectations_are_ticked_once(client, pair, mentee):
    pair.mentor.role.expectations = "Two hours **a month**"
    pair.mentor.role.save()
    client.force_login(mentee)
    assert "Two hours" in client.get(page("expectations", pair)).content.decode()
    client.post(page("expectations", pair))
    with time_machine.travel(AFTER, tick=False):
        client.post(page("expectations", pair))
    assert pair.mentee.beginning.expectations_read_at == BEFORE
    assert "I have read this" not in client.get(page("expectations", pair)).content.decode()


def test_purpose_said_later_is_not_read_by_a_former_partner(client, pair, mentor):
    ended(pair, BEFORE)
    later = BEFORE + timedelta(days=1)
    saying.say_purpose(pair.mentee, value="new words", because="so", is_shown=True, at=later)
    client.force_login(mentor)
    assert "new words" not in client.get(page("pair_detail", pair)).content.decode()


def test_purpose_is_not_changed_after_the_end(client, pair, mentee):
    ended(pair, BEFORE)
    client.force_login(mentee)
    assert client.get(page("purpose_edit", pair)).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_readiness_costs_the_same_for_one_and_for_four(
    client, pair, organizer, django_assert_num_queries, count
):
    level(pair, purpose="required")
    for _number in range(count - 1):
        PairFactory(cycle=pair.cycle)
    client.force_login(organizer)
    slugs = [pair.cycle.program.slug, pair.cycle.slug]
    with django_assert_num_queries(13):
        client.get(reverse("pairs:readiness", args=slugs))


def give_weeks(pair, mentors, mentees, readers="pair"):
    for side, slots in ((pair.mentor, mentors), (pair.mentee, mentees)):
        side.application = ApplicationFactory(
            cycle=pair.cycle, role=side.role, person=side.person, status="paired"
        )
        side.save()
        question = QuestionFactory(
            questionnaire=side.role.questionnaire,
            key="week",
            kind="week",
            text="When?",
            pairing_use="availability",
            readers=readers,
        )
        side.application.response.answers.create(question=question, slots=slots)


def zones(pair, mentors, mentees):
    for side, zone in ((pair.mentor, mentors), (pair.mentee, mentees)):
        side.person.time_zone = zone
        side.person.save(update_fields=["time_zone"])


@pytest.mark.parametrize("readers", ["pair", "organizers"])
def test_both_weeks_are_drawn_on_the_readers_clock(client, pair, mentee, readers):
    zones(pair, "Europe/Lisbon", "Europe/Vienna")
    give_weeks(pair, ["mon-0900", "mon-0930"], ["mon-1000", "tue-1400"], readers)
    client.force_login(mentee)
    response = client.get(page("pair_detail", pair))
    weeks = response.context["weeks"]
    monday, tuesday = weeks.columns[:2]
    assert [bar.words for bar in monday.both] == ["10–10:30"]
    assert [bar.words for bar in tuesday.mine] == ["14–14:30"]
    assert [bar.words for bar in monday.theirs] == (["10–11"] if readers == "pair" else [])
    assert (weeks.total, weeks.said) == (0.5, "Shared hours: Mon 10–10:30")
    assert "Your first date" in response.content.decode()


def test_weeks_without_a_common_hour_say_so(client, pair, mentee):
    zones(pair, "Asia/Tokyo", "America/New_York")
    give_weeks(pair, ["mon-0900"], ["mon-0900"])
    client.force_login(mentee)
    weeks = client.get(page("pair_detail", pair)).context["weeks"]
    assert (weeks.total, weeks.said) == (0, "No shared hours")
    assert [bar.words for bar in weeks.columns[6].theirs] == ["20–20:30"]


def test_the_first_date_is_proposed_from_shared_hours_and_then_the_tiles_are_gone(
    client, pair, mentor, mentee
):
    pair.starts_on = BEFORE.date()
    pair.save()
    zones(pair, "Europe/Lisbon", "Europe/Vienna")
    give_weeks(pair, ["mon-0900", "mon-0930"], ["mon-1000", "tue-1400"])
    client.force_login(mentee)
    response = client.get(page("pair_detail", pair))
    offered = response.context["choices"][0]
    clock = timezone.localtime(offered.at, ZoneInfo("Europe/Vienna"))
    assert (clock.weekday(), clock.hour) == (0, 10)
    assert "Mon 09:00 for Mona." in response.content.decode()
    key = response.context["form"].initial["form_key"]
    for _twice in range(2):
        sent = {"moments": [offered.value], "form_key": key}
        client.post(page("times_propose", pair), sent)
    proposal = pair.time_proposals.get()
    assert proposal.moments == [offered.at]
    response = client.get(page("pair_detail", pair))
    assert "choices" not in response.context
    assert "Mona picks one." in response.content.decode()
    client.force_login(mentor)
    pressed = {"moment": offered.at.isoformat()}
    client.post(page("times_answer", pair, proposal.pk), pressed)
    assert pair.sessions.get().planned_at == offered.at
    assert "Your weeks" in client.get(page("pair_detail", pair)).content.decode()


def test_a_first_date_is_proposed_from_the_first_day_on_and_a_coffee_chat_before_it(
    client, pair, mentee
):
    give_weeks(pair, ["mon-0900", "fri-0900"], ["mon-0900", "fri-0900"])
    client.force_login(mentee)
    first_day = datetime(2021, 7, 7, tzinfo=UTC)
    choices = client.get(page("pair_detail", pair)).context["choices"]
    assert choices
    assert all(one.at >= first_day for one in choices)

    plain = client.get(page("session_plan", pair))
    assert all(one.at >= first_day for one in plain.context["proposed"])
    assert "before 7 July is a coffee chat" in plain.content.decode()

    coffee = client.get(page("session_plan", pair) + "?kind=coffee")
    assert "Plan a coffee chat" in coffee.content.decode()
    assert "How often?" not in coffee.content.decode()
    [first, *_rest] = offered = coffee.context["proposed"]
    assert all(one.at < first_day and one.kept is None for one in offered)
    local = timezone.localtime(first.at, ZoneInfo(mentee.time_zone))
    sent = {
        "planned_at": f"{local:%Y-%m-%dT%H:%M}",
        "minutes": 30,
        "form_key": first.form_key,
    }
    response = client.post(page("session_plan", pair), sent, follow=True)
    assert "Your coffee chat is planned." in response.content.decode()
    left = keys(response.context["start"].left)
    assert "coffee_chat" not in left
    assert "first_date" in left


def test_the_step_of_the_agreement_says_who_wrote_and_who_answers(client, pair, mentor, mentee):
    facts = {"rhythm": "Fridays", "minutes": 30, "form": "either", "confidentiality": "Ours"}
    client.force_login(mentor)
    assert "Write a proposal" in client.get(page("pair_detail", pair)).text
    agreements.propose(pair, by=mentor, at=BEFORE, seen=None, **facts)
    assert "See your proposal" in client.get(page("pair_detail", pair)).text
    client.force_login(mentee)
    text = client.get(page("pair_detail", pair)).text
    assert "Mona wrote a proposal and waits for you." in text


def test_nobody_is_promised_organizers_where_there_are_none(client, pair, mentee):
    client.force_login(mentee)
    assert "Organizers see which required steps" in client.get(page("pair_detail", pair)).text
    assert "Organizers see day" in client.get(page("session_log", pair)).text
    pair.cycle.program.is_independent = True
    pair.cycle.program.save()
    assert "Organizers see" not in client.get(page("pair_detail", pair)).text
    assert "Organizers see" not in client.get(page("session_log", pair)).text


def test_once_the_two_have_begun_nobody_plans_a_coffee_chat(client, pair, mentee):
    client.force_login(mentee)
    with time_machine.travel(AFTER, tick=False):
        text = client.get(page("session_plan", pair) + "?kind=coffee").content.decode()
    assert "coffee" not in text


def test_before_the_start_the_first_required_step_is_what_the_page_asks_for(client, pair, mentee):
    level(pair, purpose="required")
    give_weeks(pair, ["mon-0900"], ["mon-0900"])
    client.force_login(mentee)
    text = client.get(page("pair_detail", pair)).content.decode()
    assert text.count("btn-primary") == 1
    asked = text[: text.index("Say it")].rindex("<a class")
    assert "btn-primary" in text[asked : text.index("Say it")]
    assert "Nothing planned yet." not in text


def test_hours_of_the_partner_are_drawn_alone_where_they_are_to_be_read(client, pair, mentee):
    give_weeks(pair, ["mon-0900"], ["mon-0900"])
    pair.mentee.application.response.answers.all().delete()
    client.force_login(mentee)
    response = client.get(page("pair_detail", pair))
    weeks = response.context["weeks"]
    assert (weeks.shows_mine, weeks.said[:9]) == (False, "Their hou")
    text = response.content.decode()
    assert "When Mona has time" in text
    assert "You share" not in text
    Question.objects.update(readers="organizers")
    assert client.get(page("pair_detail", pair)).context["weeks"] is None
