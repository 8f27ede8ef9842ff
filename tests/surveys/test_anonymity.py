"""Whoever reads the database tries to join anonymous answers to the people who gave them.

Every attack returns guesses, a pair of person and comment each; everybody's comment is their own number, so
a right guess shows. Real transactions, as the number of a transaction is the best of the clues.
"""

from collections import defaultdict
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from notifications import due
from surveys.actions import answering
from surveys.models import AnonymousAnswer, AnonymousSheet, Invitation, Survey
from tests.concurrency import after_waiting, together
from tests.factories import UserFactory
from tests.factories.cycle_surveys import CLOSES, OPENS, make_cycle_survey, values_of

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 20
# Somebody who puts 20 in a row by chance gets one right on average, and 8 once in some hundred thousand tries.
BY_CHANCE = 7
DAY = timedelta(days=1)

ANSWERED = """
    SELECT invitation.xmin::text::bigint, invitation.ctid, invitation.id, invitation.person_id
    FROM surveys_invitation invitation WHERE has_answered ORDER BY {order}
"""
SAID = """
    SELECT {row}.xmin::text::bigint, {row}.ctid, {row}.id, answer.text
    FROM surveys_anonymoussheet sheet JOIN surveys_anonymousanswer answer ON answer.sheet_id = sheet.id
    WHERE answer.text <> '' ORDER BY {order}
"""


@pytest.fixture
def survey(cycle):
    return make_cycle_survey(cycle).survey


def ask(survey, count=PEOPLE):
    return [
        Invitation.objects.create(survey=survey, person=UserFactory(), group="mentee")
        for _number in range(count)
    ]


def answer(invitation, at=OPENS):
    """With the person's own number as the comment."""
    said = values_of(invitation.survey, comment=str(invitation.person_id))
    return answering.answer(invitation, said, at=at)


def answer_as_before(invitation):
    """Both rows in one transaction of their own, nothing mixed: what older versions left behind."""
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(has_answered=True)
        sheet = AnonymousSheet.objects.create(survey=invitation.survey, group=invitation.group)
        for question, rows in values_of(
            invitation.survey, comment=str(invitation.person_id)
        ).items():
            for row in rows:
                AnonymousAnswer.objects.create(
                    sheet=sheet,
                    question_id=question,
                    choice_id=row.choice_id,
                    number=row.number,
                    text=row.text,
                )


def read(statement, **parts):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**parts))
        return cursor.fetchall()


def by_same_transaction(row):
    """Whoever alone was written by a transaction, with what alone was written by it."""
    people, words = defaultdict(list), defaultdict(list)
    for xmin, _ctid, _id, person in read(ANSWERED, order="id"):
        people[xmin].append(person)
    for xmin, _ctid, _id, text in read(SAID, row=row, order="sheet.id"):
        words[xmin].append(text)
    return [
        (people[xmin][0], words[xmin][0])
        for xmin in people
        if len(people[xmin]) == len(words[xmin]) == 1
    ]


def by_order(mine, theirs, row):
    """The first with the first, the second with the second."""
    people = [found[-1] for found in read(ANSWERED, order=mine)]
    words = [found[-1] for found in read(SAID, row=row, order=theirs.format(row=row))]
    return list(zip(people, words, strict=True))


def by_the_order_people_came_in(came, row, theirs):
    """As an access log or the sessions tell it."""
    words = [found[-1] for found in read(SAID, row=row, order=theirs.format(row=row))]
    return list(zip(came, words, strict=True))


def named(guesses):
    return sum(str(person) == text for person, text in guesses)


def attacks(came):
    """How many each attack names rightly, by its name."""
    found = {}
    for row in ("sheet", "answer"):
        found[f"{row}: same transaction"] = named(by_same_transaction(row))
        for theirs in ("{row}.xmin::text::bigint, {row}.ctid", "{row}.ctid", "{row}.id"):
            for mine in ("xmin::text::bigint, ctid", "ctid", "id"):
                found[f"{row}: {mine} with {theirs}"] = named(by_order(mine, theirs, row))
            guesses = by_the_order_people_came_in(came, row, theirs)
            found[f"{row}: order of coming with {theirs}"] = named(guesses)
    return found


def people_of(invitations):
    return [invitation.person_id for invitation in invitations]


def assert_nobody_is_named(came):
    worst = {what: count for what, count in attacks(came).items() if count > BY_CHANCE}
    assert worst == {}


def test_the_attacks_name_everybody_where_nothing_is_mixed(survey):
    came = ask(survey)
    for invitation in came:
        answer_as_before(invitation)
    found = attacks(people_of(came))
    assert found["sheet: same transaction"] == found["answer: same transaction"] == PEOPLE
    assert found["sheet: ctid with {row}.ctid"] == PEOPLE
    assert found["sheet: order of coming with {row}.ctid"] == PEOPLE


def test_nobody_is_named_while_the_survey_is_open(survey, client):
    """By the page, so that whatever a request writes beside the answers is there as well."""
    came = ask(survey)
    with time_machine.travel(OPENS, tick=False):
        for number, invitation in enumerate(came, 1):
            client.force_login(invitation.person)
            said = {"q_overall": "4", "q_reached": "a", "q_comment": str(invitation.person_id)}
            client.post(reverse("surveys:answer", args=[invitation.pk]), said)
            if number > 1:
                assert by_same_transaction("sheet") == by_same_transaction("answer") == []
    assert AnonymousSheet.objects.count() == PEOPLE
    assert_nobody_is_named(people_of(came))
    assert len(read("SELECT DISTINCT xmin::text FROM surveys_anonymoussheet")) == 1
    assert len(read("SELECT DISTINCT xmin::text FROM surveys_anonymousanswer")) == 1


def test_nobody_is_named_after_the_close(survey):
    came = ask(survey)
    for invitation in came:
        answer(invitation)
    due.run_all(CLOSES)
    assert_nobody_is_named(people_of(came))


@pytest.mark.parametrize("at", [OPENS + DAY, CLOSES])
def test_what_older_versions_wrote_is_mixed_by_the_clock(survey, at):
    came = ask(survey)
    for invitation in came:
        answer_as_before(invitation)
    assert due.run("anonymous answers", at) == {"anonymous surveys mixed": 1}
    assert_nobody_is_named(people_of(came))
    assert due.run("anonymous answers", at) == {}


def test_an_open_survey_is_mixed_daily_and_a_closed_one_once(survey):
    for invitation in ask(survey, 3):
        answer(invitation)
    mixed = [
        bool(due.run("anonymous answers", at))
        for at in (
            OPENS,
            OPENS + DAY - timedelta(minutes=1),
            OPENS + DAY,
            CLOSES - timedelta(minutes=1),
            CLOSES,
            CLOSES + DAY,
        )
    ]
    assert mixed == [True, False, True, True, True, False]


def test_nothing_that_was_answered_changes(survey):
    came = ask(survey)
    for invitation in came:
        answer(invitation)
    due.run("anonymous answers", CLOSES)
    texts = AnonymousAnswer.objects.exclude(text="").values_list("text", flat=True)
    assert sorted(map(int, texts)) == sorted(people_of(came))
    assert AnonymousAnswer.objects.count() == 3 * PEOPLE
    assert {invitation.pk for invitation in came} == set(
        Invitation.objects.filter(has_answered=True).values_list("pk", flat=True)
    )


def test_no_column_of_an_answer_holds_a_moment_or_a_person():
    columns = read(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_name LIKE 'surveys_anonymous%'"
    )
    assert columns
    for table, name, kind in columns:
        assert "time" not in kind, (table, name)
        assert not {"person", "invitation", "response", "user"} & set(name.split("_"))


def test_answers_of_one_moment_are_all_taken_once(survey):
    came = ask(survey, 5)
    said = [*came, *came]
    outcomes = together(
        lambda: due.run("anonymous answers", OPENS),
        *(lambda invitation=invitation: answer(invitation) for invitation in said),
    )[1:]
    taken = [found for found in outcomes if isinstance(found, Invitation)]
    refused = [found.code for found in outcomes if not isinstance(found, Invitation)]
    assert (len(taken), refused) == (5, ["answered"] * 5)
    texts = AnonymousAnswer.objects.exclude(text="").values_list("text", flat=True)
    assert sorted(map(int, texts)) == sorted(people_of(came))


# ---- a crash between marking the invitation and the last row of the sheet


@pytest.fixture
def crashing():
    """The server ends the connection at the next row of an answer, as a pulled plug would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END'"
        )

    def go(act):
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TRIGGER crash BEFORE INSERT ON surveys_anonymousanswer"
                " FOR EACH ROW EXECUTE FUNCTION crash()"
            )
        try:
            with pytest.raises(OperationalError):
                act()
        finally:
            connection.close()
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER crash ON surveys_anonymousanswer")

    yield go
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION crash")


def test_a_crash_within_an_answer_leaves_it_ungiven_and_open(survey, crashing):
    first, second = ask(survey, 2)
    answer(first)
    crashing(lambda: answer(second))
    assert [row.pk for row in Invitation.objects.filter(has_answered=True)] == [first.pk]
    assert (AnonymousSheet.objects.count(), AnonymousAnswer.objects.count()) == (1, 3)
    answer(second)
    assert (AnonymousSheet.objects.count(), AnonymousAnswer.objects.count()) == (2, 6)


def test_a_crash_while_mixing_loses_nothing(survey, crashing):
    came = ask(survey, 3)
    for invitation in came:
        answer(invitation)
    crashing(lambda: due.run("anonymous answers", CLOSES))
    assert Invitation.objects.filter(has_answered=True).count() == 3
    assert AnonymousAnswer.objects.count() == 9
    assert due.run("anonymous answers", CLOSES) == {"anonymous surveys mixed": 1}


def test_a_survey_that_another_run_mixes_in_this_moment_is_mixed_once(survey):
    for invitation in ask(survey, 3):
        answer(invitation)
    mixed = after_waiting(
        lambda: Survey.objects.filter(pk=survey.pk).update(mixed_at=CLOSES),
        lambda: due.run("anonymous answers", CLOSES),
    )
    assert mixed == {}
