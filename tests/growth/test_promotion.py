"""A promotion document: its writer's alone until they ask their manager, who answers in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from growth import home
from growth.binder import actions as binder
from growth.models import (
    BinderItem,
    Claim,
    PlanGoal,
    PromotionDocument,
    PromotionRound,
    PromotionTemplate,
    RoundAnswer,
)
from growth.promotion.actions import documents, reviews
from notifications.models import Message
from people.models import AuditEntry, User
from tests.concurrency import together
from tests.factories import UserFactory
from tests.factories.growth import (
    BinderItemFactory,
    ClaimFactory,
    GrowthOrganizerFactory,
    PromotionDocumentFactory,
    PromotionTemplateFactory,
    RevisionFactory,
    turn_on,
)
from tests.messages import SENT, UNTRUE, fate, remind, words_of

AT = datetime(2021, 10, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=4)
SECRET = "I led the September triage from start to end."


@pytest.fixture
def template(db):
    made = PromotionTemplateFactory(slug="senior-to-staff", name="Senior to staff")
    for position, title in enumerate(("Works with others", "Gets results"), start=1):
        made.parts.create(
            position=position, title=title, question=f"{title}: how?", criteria="Across teams."
        )
    return made


@pytest.fixture
def document(noor, template):
    return documents.begin(noor, template, {"title": "Senior to staff"}, at=AT)


@pytest.fixture
def claims(document):
    return list(document.claims.all())


@pytest.fixture
def item(noor):
    return BinderItemFactory(
        person=noor,
        title="Hand-over checklist",
        words="Three teams use it.",
        happened_on=date(2021, 9, 3),
    )


@pytest.fixture
def asked(document, claims, item):
    _write(claims[0], SECRET, [item])
    return reviews.ask(document, at=AT)


def _write(claim, text, items=()):
    claim.refresh_from_db()
    return documents.write_claim(claim, text, items, at=AT, seen=claim.changed_at)


def _post(client, person, name, pk, values=None, at=AT):
    client.force_login(person)
    with time_machine.travel(at, tick=False):
        return client.post(reverse(f"growth:{name}", args=[pk]), values or {})


def _get(client, person, name, pk):
    client.force_login(person)
    answer = client.get(reverse(f"growth:{name}", args=[pk]))
    return " ".join(answer.text.split()) if answer.status_code == 200 else answer.status_code


def _said(claims, outcome="more", words="Strong on results.", **needs):
    """What the manager posts; needs: number of the claim -> what is needed and the words."""
    values = {"outcome": outcome, "words": words}
    for number, claim in enumerate(claims, start=1):
        needed, said = needs.get(f"claim_{number}", ("nothing", ""))
        values |= {f"needs_{claim.pk}": needed, f"words_{claim.pk}": said}
    return values


def _more(claims):
    return _said(claims, claim_1=("evidence", "One more example, from another division."))


def _answer(row, claims, outcome="forward", **needs):
    answers = {claim: needs.get(f"claim_{n}", ("nothing", "")) for n, claim in enumerate(claims, 1)}
    return reviews.answer(row, outcome, "Thank you.", answers, at=LATER)


# ---- Writing


def test_a_document_begins_with_the_pillars_of_its_step(client, noor, template):
    client.force_login(noor)
    assert client.get("/growth/promotion/").url == "/growth/promotion/start/"
    start = client.get("/growth/promotion/start/").text
    assert "Works with others" in start
    for _time in range(2):
        client.post(
            "/growth/promotion/begin/senior-to-staff/", {"title": "My step", "summary": "Now."}
        )
    document = PromotionDocument.objects.get()
    address = reverse("growth:promotion_document", args=[document.pk])
    assert client.get("/growth/promotion/").url == address
    page = _get(client, noor, "promotion_document", document.pk)
    assert "0 of 3 examples" in page
    assert "Works with others: how?" in page
    assert "Across teams." in page


def test_pillars_stay_as_they_were_when_the_template_changes(document, template):
    template.parts.all().delete()
    assert [claim.title for claim in document.claims.all()] == ["Works with others", "Gets results"]


def test_a_claim_is_written_and_shown_by_what_is_in_the_binder(
    client, noor, document, claims, item
):
    claim = claims[0]
    foreign = BinderItemFactory(title="Of somebody else")
    page = _get(client, noor, "claim", claim.pk)
    assert "Hand-over checklist" in page
    assert "Of somebody else" not in page
    values = {"text": SECRET, "items": [item.pk], "seen": claim.changed_at.isoformat()}
    new = {
        "title": "Talk",
        "words": "",
        "url": "https://example.com/talk",
        "happened_on": "2021-09-01",
    }
    assert (
        _post(client, noor, "claim", claim.pk, values | {"items": [foreign.pk]}).status_code == 200
    )
    _post(client, noor, "claim", claim.pk, values | new)
    page = _get(client, noor, "promotion_document", document.pk)
    for words in (SECRET, "Three teams use it.", "3 September 2021", "2 of 3 examples"):
        assert words in page
    assert 'href="https://example.com/talk"' in page
    assert noor.binder.filter(title="Talk").exists()
    claim.refresh_from_db()
    _post(client, noor, "claim", claim.pk, {"text": SECRET, "seen": claim.changed_at.isoformat()})
    assert not claim.evidence.exists()
    assert noor.binder.count() == 2


def test_two_windows_do_not_overwrite_each_other(client, noor, document, claims):
    old = claims[0].changed_at.isoformat()
    with time_machine.travel(LATER):
        documents.write_claim(claims[0], "First", [], at=LATER, seen=claims[0].changed_at)
    answer = _post(client, noor, "claim", claims[0].pk, {"text": "Second", "seen": old})
    assert "in another window meanwhile" in answer.text
    assert "Second" in answer.text
    answer = _post(
        client, noor, "promotion_edit", document.pk, {"title": "T", "summary": "S", "seen": old}
    )
    assert "in another window meanwhile" in answer.text


def test_evidence_needs_a_name(client, noor, claims):
    values = {"text": "", "words": "No title", "seen": claims[0].changed_at.isoformat()}
    answer = _post(client, noor, "claim", claims[0].pk, values)
    assert "Say what it is." in answer.text
    assert "No title" in answer.text


def test_what_is_missing_becomes_a_goal_before_anybody_reviews_it(client, noor, document, claims):
    answer = _post(client, noor, "claim_goal", claims[1].pk)
    assert answer.url == reverse("growth:promotion_document", args=[document.pk])
    assert not PlanGoal.objects.exists()  # without a plan there is nowhere to put it
    RevisionFactory(plan__person=noor)
    for _time in range(2):
        _post(client, noor, "claim_goal", claims[1].pk)
    goal = PlanGoal.objects.get()
    assert (goal.text, goal.origin, goal.claim) == (
        "Gets results: Gets results: how?",
        "promotion",
        claims[1],
    )
    assert "A goal in your plan" in _get(client, noor, "promotion_document", document.pk)


# ---- Asking


def test_the_manager_reads_it_once_they_are_asked_and_not_before(
    client, noor, manager, document, asked
):
    page = _get(client, manager, "review", asked.pk)
    for words in (
        SECRET,
        "Three teams use it.",
        "1 of 3 examples",
        "Noor asked you on 1 October 2021",
    ):
        assert words in page
    assert "Noor Castellane" in _get_shared(client, manager)
    assert _get(client, manager, "promotion_document", document.pk) == 404
    client.force_login(noor)
    assert "round 1, since 1 October 2021" in " ".join(client.get("/growth/sharing/").text.split())


def _get_shared(client, person):
    client.force_login(person)
    return " ".join(client.get("/growth/shared/").text.split())


def test_nobody_else_finds_it(
    client, noor, manager, document, claims, asked, organizer, administrator
):
    others = [organizer, administrator, UserFactory(), GrowthOrganizerFactory().person]
    for person in others:
        for name, pk in (
            ("promotion_document", document.pk),
            ("promotion_sheet", document.pk),
            ("promotion_markdown", document.pk),
            ("claim", claims[0].pk),
            ("promotion_round", asked.pk),
            ("review", asked.pk),
        ):
            assert _get(client, person, name, pk) == 404
        assert _post(client, person, "review", asked.pk, _more(claims)).status_code == 404
    assert not Message.objects.exclude(to=manager).exists()


def test_asking_takes_words_and_a_manager(client, noor, manager, document, claims):
    with pytest.raises(ValidationError) as error:
        reviews.ask(document, at=AT)
    assert error.value.code == "empty"
    _write(claims[0], SECRET)
    User.objects.filter(pk=noor.pk).update(manager=None)
    with pytest.raises(ValidationError) as error:
        reviews.ask(document, at=AT)
    assert error.value.code == "no_manager"
    assert "Nobody is on record as your manager" in _get(
        client, noor, "promotion_document", document.pk
    )


def test_asking_twice_asks_once(client, noor, document, claims):
    _write(claims[0], SECRET)
    for _time in range(2):
        _post(client, noor, "promotion_ask", document.pk)
    assert PromotionRound.objects.count() == 1
    assert Message.objects.count() == 1


def test_it_stays_as_asked_until_it_is_taken_back(client, noor, manager, document, claims, asked):
    with pytest.raises(ValidationError) as error:
        _write(claims[0], "Something else")
    assert error.value.code == "wrong_state"
    assert _get(client, noor, "claim", claims[0].pk) == 302
    with pytest.raises(ValidationError) as error:
        documents.close(document, at=AT)
    assert error.value.code == "under_review"
    for _time in range(2):
        _post(client, noor, "promotion_take_back", document.pk)
    assert _get(client, manager, "review", asked.pk) == 404
    assert SECRET not in _get_shared(client, manager)
    assert Message.objects.get().status == "cancelled"
    _write(claims[0], "Something else")
    document.refresh_from_db()
    assert document.state == "writing"


def test_the_mail_says_that_it_is_there_and_nothing_of_it(noor, manager, document, asked):
    subject, body = words_of(Message.objects.get())
    assert subject == "Noor Castellane asks you to review a promotion document"
    assert reverse("growth:review", args=[asked.pk]) in body
    for words in (SECRET, "Senior to staff", "Hand-over"):
        assert words not in subject + body
    assert fate("growth_review_asked", AT + timedelta(minutes=6)) == SENT


# ---- A pair's evidence


def test_a_pairs_evidence_is_in_the_review_only_with_both_yeses(
    client, noor, manager, document, claims
):
    giver = UserFactory(name="Bo Ferriday")
    kudos = binder.add_kudos(
        noor, giver, {"title": "Triage", "words": "She asked the question."}, at=AT
    )
    _write(claims[0], SECRET, [kudos])
    asked = reviews.ask(document, at=AT)

    def seen():
        pages = (
            _get(client, manager, "review", asked.pk),
            _get(client, noor, "promotion_sheet", document.pk),
            _get(client, noor, "promotion_markdown", document.pk),
            _get(client, noor, "promotion_round", asked.pk),
        )
        return ["She asked the question." in page for page in pages]

    assert seen() == [False] * 4
    own = _get(client, noor, "promotion_document", document.pk)
    assert "Waits for Bo Ferriday to agree" in own
    assert "0 of 3 examples" in own
    binder.answer(kudos, agrees=True, at=AT, seen=AT)
    assert seen() == [True] * 4
    binder.answer(kudos, agrees=False, at=LATER, seen=None)
    assert seen() == [False] * 4
    binder.remove(kudos)
    assert seen() == [False] * 4


# ---- The answer


def test_not_yet_says_what_is_missing_and_becomes_goals(
    client, noor, manager, document, claims, asked
):
    RevisionFactory(plan__person=noor)
    needs = {
        "claim_1": ("evidence", "One more example, from another division."),
        "claim_2": ("consistency", "The same when the plan changes halfway."),
    }
    _post(client, manager, "review", asked.pk, _said(claims, **needs), at=LATER)
    page = _get(client, noor, "promotion_document", document.pk)
    for words in (
        "More evidence first.",
        "2 pillars need something more.",
        "Strong on results.",
        "One more example, from another division.",
        "More consistent behavior",
        "Put all 2 into my plan",
    ):
        assert words in page
    assert not PlanGoal.objects.exists()  # the plan is the person's: they put it in
    for _time in range(2):
        _post(client, noor, "round_goals", asked.pk)
    goals = PlanGoal.objects.order_by("pk")
    assert [(goal.text, goal.origin, goal.claim) for goal in goals] == [
        ("Works with others: One more example, from another division.", "promotion", claims[0]),
        ("Gets results: The same when the plan changes halfway.", "promotion", claims[1]),
    ]
    goals.update(text="In my words")
    _post(client, noor, "round_goals", asked.pk)
    assert goals.count() == 2
    assert "See them in my plan" in _get(client, noor, "promotion_document", document.pk)


def test_a_second_round_moves_forward_and_the_first_stays_to_be_read(
    client, noor, manager, document, claims, asked
):
    _post(client, manager, "review", asked.pk, _more(claims), at=LATER)
    _write(claims[0], "Now with another division.")
    _post(client, noor, "promotion_ask", document.pk, at=LATER)
    second = PromotionRound.objects.get(number=2)
    _post(
        client, manager, "review", second.pk, _said(claims, "forward", "Nothing to add."), at=LATER
    )
    page = _get(client, noor, "promotion_document", document.pk)
    assert "It moves forward." in page
    assert "Nothing to add." in page
    first = _get(client, noor, "promotion_round", asked.pk)
    assert SECRET in first
    assert "Now with another division." not in first
    assert "One more example, from another division." in first
    assert SECRET in _get(client, manager, "review", asked.pk)
    with pytest.raises(ValidationError):
        reviews.ask(document, at=LATER)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"outcome": "more"}, "Choose at least one pillar"),
        ({"outcome": "forward", "claim_1": ("evidence", "More.")}, "does not move forward yet"),
        (
            {"outcome": "more", "claim_1": ("evidence", "  ")},
            "Say in words what you would like to see.",
        ),
        ({"outcome": ""}, "This field is required."),
        ({"outcome": "forward", "claim_2": ("", "")}, "This field is required."),
    ],
)
def test_an_answer_that_makes_no_sense_is_sent_back_as_typed(
    client, manager, claims, asked, values, message
):
    answer = _post(client, manager, "review", asked.pk, _said(claims, **values))
    assert message in answer.text
    assert "Strong on results." in answer.text
    assert not RoundAnswer.objects.exists()


def test_the_answer_is_told_without_its_words(client, noor, manager, claims, asked):
    _post(client, manager, "review", asked.pk, _more(claims), at=LATER)
    assert Message.objects.get(to=manager).status == "cancelled"
    subject, body = words_of(Message.objects.get(to=noor))
    assert subject == "Tove Anders reviewed your promotion document"
    for words in ("more", "Strong on results.", "division"):
        assert words not in subject + body


def test_an_answer_is_given_once(client, manager, claims, asked):
    _post(client, manager, "review", asked.pk, _more(claims), at=LATER)
    client.force_login(manager)
    address = reverse("growth:review", args=[asked.pk])
    again = client.post(address, _said(claims, "forward"), follow=True)
    assert "You have answered this already." in again.text
    assert PromotionRound.objects.get().outcome == "more"


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(document, claims, asked):
    said = together(
        lambda: _answer(asked, claims, "forward"),
        lambda: _answer(asked, claims, "more", claim_1=("evidence", "One more.")),
    )
    assert [getattr(one, "code", "done") for one in said].count("not_waiting") == 1
    row = PromotionRound.objects.get()
    document.refresh_from_db()
    assert document.state == row.outcome
    assert row.answers.count() == 2
    assert Message.objects.filter(kind="growth_review_answered").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_taking_back_at_once_leave_one_of_them(document, claims, item):
    _write(claims[0], SECRET, [item])
    for _time in range(5):
        row = reviews.ask(document, at=AT)
        together(
            lambda row=row: _answer(row, claims, "more", claim_1=("evidence", "One more.")),
            lambda: reviews.take_back(document, at=LATER),
        )
        row.refresh_from_db()
        assert (row.answered_at is None) != (row.taken_back_at is None)


@pytest.mark.django_db(transaction=True)
def test_asking_twice_at_once_is_one_round(document, claims):
    _write(claims[0], SECRET)
    together(*[lambda: reviews.ask(document, at=AT)] * 2)
    assert PromotionRound.objects.count() == 1


@pytest.mark.parametrize(
    ("outcome", "needs", "code"),
    [
        ("more", {}, "no_gap"),
        ("forward", {"claim_1": ("evidence", "More.")}, "gap"),
        ("more", {"claim_1": ("evidence", " ")}, "no_words"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(claims, asked, outcome, needs, code):
    with pytest.raises(ValidationError) as error:
        _answer(asked, claims, outcome, **needs)
    assert error.value.code == code
    assert not RoundAnswer.objects.exists()


# ---- Another manager


@pytest.fixture
def new_manager(noor, asked):
    new = UserFactory(name="Nia New")
    User.objects.filter(pk=noor.pk).update(manager=new)
    noor.refresh_from_db()
    return new


def test_a_manager_of_before_loses_it_at_once_and_the_new_one_is_offered(
    client, noor, manager, document, claims, asked, new_manager
):
    for person in (manager, new_manager):
        assert _get(client, person, "review", asked.pk) == 404
    assert _post(client, manager, "review", asked.pk, _more(claims)).status_code == 404
    page = _get(client, noor, "promotion_document", document.pk)
    assert "Tove Anders is no longer your manager" in page
    assert "Ask Nia to review" in page
    _post(client, noor, "promotion_ask", document.pk, at=LATER)
    second = PromotionRound.objects.get(number=2)
    assert SECRET in _get(client, new_manager, "review", second.pk)
    assert _get(client, new_manager, "review", asked.pk) == 404
    asked.refresh_from_db()
    assert asked.taken_back_at == LATER


def test_the_person_hears_that_a_review_ended_with_its_manager_and_it_does_not_come_back(
    client, noor, manager, document, asked, new_manager
):
    for _time in range(2):
        reviews.end_outlived(LATER)
    told = Message.objects.filter(kind="growth_review_ended")
    subject, body = words_of(told.get())
    assert "Nia New" in body
    assert SECRET not in subject + body
    User.objects.filter(pk=noor.pk).update(manager=manager)
    assert _get(client, manager, "review", asked.pk) == 404
    document.refresh_from_db()
    assert document.state == "writing"


def test_a_mail_to_a_manager_of_before_is_not_sent(asked, new_manager):
    assert fate("growth_review_asked", AT + timedelta(minutes=6)) != SENT


def test_a_manager_whose_review_waits_is_reminded_once(noor, manager, asked):
    kind = "growth_review_reminder"
    assert remind(kind, AT + timedelta(days=6)) == 0
    week = AT + timedelta(days=7)
    assert (remind(kind, week), remind(kind, week)) == (1, 0)
    mail = Message.objects.get(kind=kind)
    subject, body = words_of(mail)
    assert (mail.to, subject) == (
        manager,
        "Noor Castellane waits for your review of a promotion document",
    )
    assert "Noor asked you on 1 October to review a promotion document" in body
    assert SECRET not in body
    assert reverse("growth:review", args=[asked.pk]) in body
    assert fate(kind, week) == SENT


@pytest.mark.parametrize("change", ["taken back", "answered", "another manager"])
def test_nobody_is_reminded_of_a_review_that_no_longer_waits(noor, document, claims, asked, change):
    kind, week = "growth_review_reminder", AT + timedelta(days=7)
    assert remind(kind, week) == 1
    if change == "taken back":
        reviews.take_back(document, at=week)
    elif change == "answered":
        answers = {claims[0]: (RoundAnswer.Needs.NOTHING, "")}
        reviews.answer(asked, PromotionRound.Outcome.FORWARD, "", answers, at=week)
    else:
        User.objects.filter(pk=noor.pk).update(manager=UserFactory())
        assert fate(kind, week) == UNTRUE
    assert Message.objects.get(kind=kind).status == Message.Status.CANCELLED
    assert remind(kind, week + timedelta(days=1)) == 0


def test_a_manager_hears_nothing_while_growth_is_off(asked):
    kind, week = "growth_review_reminder", AT + timedelta(days=7)
    turn_on(state="off")
    assert remind(kind, week) == 0
    turn_on()
    assert remind(kind, AT + timedelta(days=40)) == 0  # no flood of what is long over


def test_an_answered_round_is_read_by_the_manager_who_answered_while_they_are_it(
    client, noor, manager, claims, asked
):
    _answer(asked, claims)
    assert SECRET in _get(client, manager, "review", asked.pk)
    assert "can still read what you asked about" in _get(
        client, noor, "promotion_document", asked.document_id
    )
    User.objects.filter(pk=noor.pk).update(manager=UserFactory())
    assert _get(client, manager, "review", asked.pk) == 404


# ---- Closing


def test_a_closed_document_is_nobody_elses_and_can_be_opened_or_deleted(
    client, noor, manager, document, claims, asked
):
    _answer(asked, claims, "more", claim_1=("evidence", "One more."))
    _post(client, noor, "promotion_remove", document.pk)
    assert PromotionDocument.objects.exists()  # only a closed one
    _post(client, noor, "promotion_close", document.pk)
    assert _get(client, manager, "review", asked.pk) == 404
    _post(client, noor, "promotion_reopen", document.pk)
    document.refresh_from_db()
    assert (document.state, document.closed_at) == ("more", None)
    for name in ("promotion_close", "promotion_remove"):
        _post(client, noor, name, document.pk)
    assert not PromotionDocument.objects.exists()
    assert BinderItem.objects.exists()


def test_closing_and_opening_twice_change_nothing_more(document):
    documents.reopen(document, at=AT)
    documents.close(document, at=AT)
    documents.close(document, at=LATER)
    document.refresh_from_db()
    assert (document.state, document.closed_at) == ("closed", AT)
    with pytest.raises(ValidationError) as error:
        reviews.ask(document, at=LATER)
    assert error.value.code == "wrong_state"


def test_two_open_documents_of_one_step_do_not_stand_beside_each_other(noor, template, document):
    documents.close(document, at=AT)
    second = documents.begin(noor, template, {"title": "Again"}, at=AT)
    assert second != document
    with pytest.raises(ValidationError) as error:
        documents.reopen(document, at=AT)
    assert error.value.code == "another_is_open"


# ---- Print and text


def test_the_document_is_saved_as_text(client, noor, document, claims, item):
    item.url, item.title = "https://example.com/a_(b)", "A [list] of *things*"
    item.save()
    _write(claims[0], SECRET, [item])
    client.force_login(noor)
    with time_machine.travel(AT):
        answer = client.get(reverse("growth:promotion_markdown", args=[document.pk]))
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert answer.text == (
        "# Senior to staff\n\n"
        "Noor Castellane, from Senior to Staff\n\n"
        "As of 1 October 2021\n\n"
        "## Works with others\n\n"
        "*Works with others: how?*\n\n"
        f"{SECRET}\n\n"
        "- [A \\[list\\] of \\*things\\*](<https://example.com/a_(b)>) (3 September 2021)\n\n"
        "  Three teams use it.\n\n"
        "## Gets results\n\n"
        "*Gets results: how?*\n"
    )


def test_the_sheet_has_what_may_be_shown(client, noor, document, claims, item):
    _write(claims[0], SECRET, [item])
    page = _get(client, noor, "promotion_sheet", document.pk)
    for words in (SECRET, "Hand-over checklist, 3 September 2021", "data-print"):
        assert words in page


# ---- Home, and counts


def test_the_home_page_names_what_waits_and_what_was_answered(noor, manager, claims, asked):
    assert [line.text for line in home.lines(manager, AT)] == [
        "Noor Castellane asks you to review a promotion document."
    ]
    _answer(asked, claims)
    assert home.lines(manager, LATER) == []
    said = [line.text for line in home.lines(noor, LATER)]
    assert said == ["Tove Anders reviewed your promotion document."]
    assert home.lines(noor, LATER + timedelta(days=15)) == []


@pytest.mark.parametrize("count", [1, 4])
def test_pages_cost_the_same_with_many(client, noor, manager, count, django_assert_num_queries):
    document = PromotionDocumentFactory(person=noor)
    revision = RevisionFactory(plan__person=noor)
    for _number in range(count):
        claim = ClaimFactory(document=document, text=SECRET)
        partner = UserFactory()
        kudos = BinderItemFactory(
            person=noor, source="kudos", partner=partner, asked_at=AT, agreed_at=AT
        )
        claim.evidence.create(item=kudos)
        revision.goals.create(text="Goal", claim=claim)
    for _number in range(count):
        row = reviews.ask(document, at=AT)
        answers = dict.fromkeys(Claim.objects.all(), ("evidence", "More."))
        reviews.answer(row, "more", "", answers, at=AT)
    row = reviews.ask(document, at=AT)
    for person, name, pk, queries in (
        (noor, "promotion_document", document.pk, 12),
        (noor, "promotion_sheet", document.pk, 4),
        (manager, "review", row.pk, 5),
    ):
        client.force_login(person)
        address = reverse(f"growth:{name}", args=[pk])
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_nothing_of_it_is_in_the_trail(noor, asked, claims):
    _answer(asked, claims)
    assert not AuditEntry.objects.exists()
    assert not PromotionTemplate.objects.filter(description__contains=SECRET).exists()
