"""Reaching people before they apply, and answering what they ask."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications.actions import applications
from applications.models import (
    Application,
    CycleQuestion,
    Interest,
    Nomination,
    QuestionReply,
)
from applications.queries.questions import answering
from notifications.actions import outbox
from people.actions import audit
from people.models import User
from people.names import tidy_address
from programs.models import Call, Cycle, FaqEntry, Program, Role
from programs.permissions import is_organizer

MOST_OPEN_QUESTIONS = 10
MOST_NOMINATIONS = 20


def leave_interest(program: Program, *, person: User, at: datetime) -> None:
    """Put somebody signed in on the list; once is enough."""
    Interest.objects.get_or_create(
        program=program, person=person, address="", defaults={"created_at": at, "confirmed_at": at}
    )


@transaction.atomic
def wait_for_the_next_call(application: Application, *, by: User, at: datetime) -> None:
    """Somebody cannot take part in this cycle: their application ends, and they hear of the next.

    What they wrote stays, so that they can still change their mind while the call is open.
    """
    leave_interest(application.cycle.program, person=by, at=at)
    if application.status != Application.Status.WITHDRAWN:
        applications.withdraw(application, by=by, at=at)


def withdraw_interest(program: Program, *, person: User) -> None:
    Interest.objects.filter(program=program, person=person).delete()


@transaction.atomic
def leave_address(cycle: Cycle, *, address: str, at: datetime) -> None:
    """Ask an address to confirm that its owner wants to hear of the program, at most once a day.

    What happens is the same whether or not the address belongs to an account or is on the list.
    """
    interest, _created = Interest.objects.get_or_create(
        program=cycle.program,
        person=None,
        address=tidy_address(address),
        defaults={"created_at": at},
    )
    if interest.confirmed_at is None:
        outbox.tell(
            interest.address,
            "interest_confirm",
            about=interest,
            scope=cycle,
            occasion=f"day:{cycle.day(at)}",
            at=at,
        )


@transaction.atomic
def confirm_address(interest: Interest, *, at: datetime) -> None:
    """The owner of the address followed the link. An account with this address takes its place."""
    interest = Interest.objects.select_for_update().get(pk=interest.pk)
    person = User.objects.by_email(interest.address).filter(is_active=True).first()
    if person is not None:
        interest.delete()
        leave_interest(interest.program, person=person, at=at)
    elif interest.confirmed_at is None:
        interest.confirmed_at = at
        interest.save(update_fields=["confirmed_at"])


def take_off(interest: int) -> None:
    """The owner of an address wants to hear nothing more. Twice is once."""
    Interest.objects.filter(pk=interest).delete()


@transaction.atomic
def nominate(role: Role, *, nominee: User, by: User, reason: str, at: datetime) -> Nomination:
    """Suggest a colleague. They get one invitation per role, however many suggest them."""
    if nominee.pk == by.pk:
        raise ValidationError(_("Apply yourself instead."), code="own_nomination")
    if not nominee.is_active:
        raise ValidationError(_("This person has left."), code="inactive")
    User.objects.select_for_update().get(pk=by.pk)
    if role.cycle.nominations.filter(nominated_by=by).count() >= MOST_NOMINATIONS:
        raise ValidationError(_("You have suggested many people already."), code="too_many")
    nomination, created = Nomination.objects.get_or_create(
        role=role,
        nominee=nominee,
        nominated_by=by,
        defaults={"cycle": role.cycle, "reason": reason, "created_at": at},
    )
    if not created:
        raise ValidationError(_("You have suggested this person already."), code="again")
    outbox.tell(
        nominee,
        "nomination_invites",
        about=role,
        scope=role.cycle,
        at=at,
    )
    return nomination


@transaction.atomic
def ask(cycle: Cycle, *, by: User, text: str, at: datetime) -> CycleQuestion:
    """Put a question to the organizers. The same words within an hour are one question."""
    User.objects.select_for_update().get(pk=by.pk)
    mine = cycle.asked_questions.waiting().filter(asked_by=by)
    same = mine.filter(text=text, asked_at__gt=at - timedelta(hours=1)).first()
    if same is not None:
        return same
    if mine.count() >= MOST_OPEN_QUESTIONS:
        raise ValidationError(
            _("You have many questions open already. The organizers will answer them."),
            code="too_many",
        )
    question = CycleQuestion.objects.create(
        cycle=cycle, asked_by=by, text=text, asked_at=at, waits_since=at
    )
    _tell_organizers(question, at, occasion="")
    return question


@transaction.atomic
def write_again(
    question: CycleQuestion, *, by: User, text: str, at: datetime, mail_id: str = ""
) -> None:
    """Who asked adds something: it is the organizers' turn again, also if they had closed it."""
    question = _locked(question)
    if by.pk != question.asked_by_id:
        raise ValidationError(_("Only the person who asked can add to this."), code="not_yours")
    since = question.replies.filter(is_answer=False)
    last = question.replies.filter(is_answer=True).order_by("-pk").first()
    if (since.filter(pk__gt=last.pk) if last else since).count() >= MOST_OPEN_QUESTIONS:
        raise ValidationError(
            _("You have added a lot already. The organizers will answer."), code="too_many"
        )
    reply = _write(question, by, text, at, is_answer=False, mail_id=mail_id)
    question.waits_since, question.closed_at = question.waits_since or at, None
    question.save(update_fields=["waits_since", "closed_at"])
    _tell_organizers(question, at, occasion=f"reply:{reply.pk}")


@transaction.atomic
def answer(
    question: CycleQuestion,
    *,
    by: User,
    text: str,
    at: datetime,
    seen: int | None = None,
    publish_as: str = "",
    mail_id: str = "",
) -> None:
    """Answer and tell who asked. `seen` is the newest reply that the writer has read (0 before any):
    what came since is read first. Whoever answers first looks after the question from then on;
    publish_as is the question as the FAQ shows it, or empty."""
    question = _locked(question)
    newest = question.replies.order_by("-pk").values_list("pk", flat=True).first() or 0
    if seen is not None and newest > seen:
        raise ValidationError(
            _("Somebody has written meanwhile. Read it first, then send yours."), code="answered"
        )
    reply = _write(question, by, text, at, is_answer=True, mail_id=mail_id)
    question.owner = question.owner or by
    question.waits_since, question.closed_at = None, None
    question.save(update_fields=["owner", "waits_since", "closed_at"])
    if publish_as:
        _publish(question, publish_as, text)
    outbox.tell(
        question.asked_by,
        "question_answered",
        about=question,
        scope=question.cycle,
        occasion=f"reply:{reply.pk}",
        at=at,
    )


@transaction.atomic
def publish(question: CycleQuestion, *, words: str, text: str, by: User, at: datetime) -> None:
    """Put question and answer into the FAQ, in words that name nobody."""
    question = _locked(question)
    _publish(question, words, text)
    audit.note("question_published", question, by=by, at=at)


@transaction.atomic
def close(question: CycleQuestion, *, by: User, at: datetime) -> None:
    """Nothing more is to be said. Who asked can still write again."""
    question = _locked(question)
    question.closed_at, question.waits_since = question.closed_at or at, None
    question.save(update_fields=["closed_at", "waits_since"])
    audit.note("question_closed", question, by=by, at=at)


@transaction.atomic
def reopen(question: CycleQuestion, *, by: User, at: datetime) -> None:
    question = _locked(question)
    if question.closed_at is not None:
        question.closed_at, question.waits_since = None, at
        question.save(update_fields=["closed_at", "waits_since"])
        audit.note("question_reopened", question, by=by, at=at)


@transaction.atomic
def hand_to(question: CycleQuestion, owner: User | None, *, by: User, at: datetime) -> None:
    """Say which organizer answers; None: whoever comes first. A new one is told while it waits."""
    question = _locked(question)
    if owner is not None and not is_organizer(owner, question.cycle.program):
        raise ValidationError(_("Choose an organizer of this program."), code="no_organizer")
    question.owner = owner
    question.save(update_fields=["owner"])
    audit.note("question_handed_on", question, by=by, at=at)
    if owner is not None and owner.pk != by.pk and question.waits_since is not None:
        _tell_organizers(question, at, occasion=f"owner:{owner.pk}")


def _locked(question: CycleQuestion) -> CycleQuestion:
    rows = CycleQuestion.objects.select_for_update(of=("self",))
    return rows.select_related("cycle__program", "owner", "asked_by").get(pk=question.pk)


def _write(
    question: CycleQuestion, by: User, text: str, at: datetime, *, is_answer: bool, mail_id: str
) -> QuestionReply:
    return question.replies.create(
        author=by, text=text, written_at=at, is_answer=is_answer, mail_id=mail_id
    )


def _publish(question: CycleQuestion, words: str, text: str) -> None:
    last = question.cycle.faq.order_by("-position").values_list("position", flat=True).first()
    FaqEntry.objects.create(
        cycle=question.cycle, question=words, answer=text, position=(last or 0) + 1
    )


def _tell_organizers(question: CycleQuestion, at: datetime, *, occasion: str) -> None:
    outbox.tell_many(
        answering(question),
        "question_asked",
        about=question,
        scope=question.cycle,
        occasion=occasion,
        at=at,
    )


@transaction.atomic
def tell_of_open_calls(at: datetime) -> dict[str, int]:
    """Tell everybody on the interest list of a program that a call has opened, once per call."""
    told = 0
    calls = Call.objects.select_for_update(skip_locked=True).filter(
        announced_at__isnull=True,
        opens_at__lte=at,
        closes_at__gt=at,
        cycle__published_at__isnull=False,
        cycle__archived_at__isnull=True,
        cycle__program__archived_at__isnull=True,
    )
    for call in calls.select_related("cycle", "role"):
        told += _tell_of_call(call, at)
        call.announced_at = at
        call.save(update_fields=["announced_at"])
    return {"people told of an open call": told}


def _tell_of_call(call: Call, at: datetime) -> int:
    waiting = Interest.objects.confirmed().filter(program=call.cycle.program_id)
    people = [interest.person_id or interest.address for interest in waiting]
    return outbox.tell_many(people, "call_opened", about=call, scope=call.cycle, at=at)
