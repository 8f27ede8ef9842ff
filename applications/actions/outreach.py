"""Reaching people before they apply, and answering what they ask."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications.actions import applications
from applications.models import Application, CycleQuestion, Interest, Nomination
from notifications.actions import outbox
from people.models import User
from people.names import tidy_address
from programs.models import Call, Cycle, FaqEntry, Program, Role

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
    mine = cycle.asked_questions.filter(asked_by=by, answered_at__isnull=True)
    same = mine.filter(text=text, asked_at__gt=at - timedelta(hours=1)).first()
    if same is not None:
        return same
    if mine.count() >= MOST_OPEN_QUESTIONS:
        raise ValidationError(
            _("You have many questions open already. The organizers will answer them."),
            code="too_many",
        )
    return CycleQuestion.objects.create(cycle=cycle, asked_by=by, text=text, asked_at=at)


@transaction.atomic
def answer(
    question: CycleQuestion, *, by: User, text: str, at: datetime, publish_as: str = ""
) -> None:
    """Answer once and tell who asked; publish_as is the question as the FAQ shows it, or empty."""
    question = CycleQuestion.objects.select_for_update().get(pk=question.pk)
    if question.answered_at is not None:
        raise ValidationError(_("Somebody has answered this already."), code="answered")
    question.answer, question.answered_by, question.answered_at = text, by, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    if publish_as:
        last = question.cycle.faq.order_by("-position").values_list("position", flat=True).first()
        FaqEntry.objects.create(
            cycle=question.cycle, question=publish_as, answer=text, position=(last or 0) + 1
        )
    outbox.tell(
        question.asked_by,
        "question_answered",
        about=question,
        scope=question.cycle,
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
