"""Promotion in the demo: what the mentee learned and took on, and a document under review."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from growth.binder import actions as binder
from growth.binder import queries as offers
from growth.binder.models import BinderItem
from growth.learning import actions as learning
from growth.learning.models import LearningEntry, StretchTask
from growth.promotion.actions import documents, reviews
from growth.promotion.models import PromotionDocument, PromotionTemplate
from mentorship.demo.words import INTRANET
from pairs.models import MentoringSession, Pair
from people.models import User

STEP = "specialist-to-manager"
SUMMARY = (
    "For a year I have run the openings of our team, and for three months the people who do them. I "
    "like the second better."
)
ENTRIES: list[tuple[int, dict[str, Any]]] = [
    (
        160,
        {
            "kind": LearningEntry.Kind.AUDIO_BOOK,
            "title": "Asking before telling",
            "takeaway": "The first answer is seldom the one people wanted to give.",
        },
    ),
    (
        64,
        {
            "kind": LearningEntry.Kind.COURSE,
            "title": "Feedback that people can use",
            "hours": 6,
            "url": f"{INTRANET}/learning/feedback",
            "takeaway": "Say what you saw, not what you think of it.",
        },
    ),
    (
        12,
        {"kind": LearningEntry.Kind.CERTIFICATE, "title": "Interviewing fairly", "hours": 3.5},
    ),
]
TASK = {
    "idea": StretchTask.Idea.HARD_WORK,
    "title": "Led the hiring of four people in one spring",
    "story": "Nobody had run two openings at the same time before.",
    "collaboration": "Two teams agreed on one set of questions.",
    "iteration": "We changed the second interview after the first three candidates.",
    "results": "All four stayed. It took five weeks instead of nine.",
}
CLAIMS = {
    "Helps others grow": "Two colleagues lead interviews today who had never sat in one.",
    "Gets results through others": (
        "I handed over the part I like best, and it went on without me in the week I was away."
    ),
    "Makes a team that people want to be in": (
        "We begin with the person who spoke least the last time. It took a month until it felt normal."
    ),
}
KUDOS = {
    "title": "After the last round of interviews",
    "words": "She noticed that I had stopped talking, and asked me first the next time.",
}


def play(named: dict[str, User], *, at: datetime) -> PromotionDocument:
    """What the mentee wrote over some months, and asked their manager to review two days ago.

    Growth is on by then, and the mentee has a manager.
    """
    thandiwe = User.objects.select_related("manager").get(pk=named["mentee"].pk)
    task = _log(thandiwe, at)
    items = _fill_binder(thandiwe, task, named["both roles"], at)
    template = PromotionTemplate.objects.get(slug=STEP)
    values = {"title": template.name, "summary": SUMMARY}
    document = documents.begin(thandiwe, template, values, at=at - timedelta(days=30))
    for claim in document.claims.filter(title__in=CLAIMS):
        documents.write_claim(
            claim,
            CLAIMS[claim.title],
            items.get(claim.title, []),
            at=at - timedelta(days=2, hours=1),
            seen=claim.changed_at,
        )
    reviews.ask(document, at=at - timedelta(days=2))
    return document


def _log(person: User, at: datetime) -> StretchTask:
    for days, values in ENTRIES:
        moment = at - timedelta(days=days)
        day = moment.date()
        entry = {"done_on": day, "hours": None, "url": "", "takeaway": "", **values}
        learning.log(person, entry, form_key=uuid.uuid4(), at=moment, today=day)
    moment = at - timedelta(days=40)
    first = (moment - timedelta(days=60)).date()
    values = {**TASK, "started_on": first, "done_on": moment.date()}
    return learning.log_task(person, values, form_key=uuid.uuid4(), at=moment, today=moment.date())


def _fill_binder(
    person: User, task: StretchTask, colleague: User, at: datetime
) -> dict[str, list[BinderItem]]:
    """By pillar. The colleague agreed to their words; the mentor has not answered yet."""
    begun = at - timedelta(days=20)
    offer = offers.candidate(person, BinderItem.Source.STRETCH_TASK, task.pk)
    assert offer is not None  # noqa: S101 - it was logged above
    done = binder.put(person, offer, offer.initial(), at=begun)
    own = binder.add_own(
        person,
        {
            "title": "Guide for people who interview for the first time",
            "words": "Three teams use it.",
            "url": f"{INTRANET}/hiring/first-interview",
            "happened_on": (at - timedelta(days=75)).date(),
        },
        at=begun,
    )
    kudos = binder.add_kudos(person, colleague, {**KUDOS, "happened_on": begun.date()}, at=begun)
    kudos = binder.answer(kudos, agrees=True, at=begun + timedelta(days=1), seen=kudos.asked_at)
    return {
        "Helps others grow": [own, *_session(person, at)],
        "Gets results through others": [done],
        "Makes a team that people want to be in": [kudos],
    }


def _session(person: User, at: datetime) -> list[BinderItem]:
    """The first session of the mentorship, if one was held by then."""
    then = at - timedelta(days=3)
    held = MentoringSession.objects.held().filter(
        pair__in=Pair.objects.of(person), held_on__lte=then.date()
    )
    first = held.order_by("held_on").first()
    if first is None:
        return []
    offer = offers.candidate(person, BinderItem.Source.SESSION, first.pk)
    assert offer is not None  # noqa: S101 - it is a session of this person
    words = "We went through how I give feedback, and I changed two sentences I always say."
    values = {**offer.initial(), "words": words}
    return [binder.put(person, offer, values, at=then)]
