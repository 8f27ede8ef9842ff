"""What people hear before they apply, and answers to what they asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications import addresses
from applications.models import (
    Application,
    CycleQuestion,
    Interest,
    Nomination,
    QuestionReply,
)
from applications.news.applications import closing
from applications.queries.questions import (
    WAITS_LONG,
    answering,
    oldest_waiting,
    organizers_of,
)
from notifications.keys import number_in
from notifications.kinds import GoneError, Kind, News, Reminder
from notifications.models import Message
from people.models import User
from people.zones import moment_in_words
from programs.models import Call, Cycle, Program, Role, Staff
from programs.queries.calls import call_at, open_call

SALT = "programs.interest"


def interest_address(interest: Interest) -> str:
    """The address at which the owner of a mail address gets on the list, and off it; the signature
    keeps others out."""
    return reverse("applications:interest_confirm", args=[signing.dumps(interest.pk, salt=SALT)])


def way_off_the_list(address: str, program: Program) -> str:
    """The same address, at which the owner gets off the list again; empty once they are off it."""
    interest = Interest.objects.filter(program=program, person=None, address=address).first()
    return settings.BASE_URL + interest_address(interest) if interest else ""


class InterestConfirm(Kind):
    name = "interest_confirm"
    asks = True
    label = _("Confirm your interest")
    rows = Interest.objects.select_related("program")
    lasts = timedelta(days=2)

    def context(self, message: Message, interest: Interest, at: datetime) -> dict:
        return {"program": interest.program, "address": interest_address(interest)}

    def still_true(self, message: Message, interest: Interest, at: datetime) -> bool:
        return interest.confirmed_at is None


class CallOpened(Kind):
    name = "call_opened"
    is_optional = True
    label = _("A call is open")
    rows = Call.objects.select_related("cycle__program", "role__cycle__program")

    def context(self, message: Message, call: Call, at: datetime) -> dict:
        return {"call": call, "cycle": call.cycle, "closes": closing(call, at)}

    def still_true(self, message: Message, call: Call, at: datetime) -> bool:
        interested = Interest.objects.confirmed().filter(program=call.cycle.program_id)
        is_asked_for = interested.filter(person=message.to_id, address=message.address).exists()
        is_open = open_call(call.role, at) == call
        return is_open and is_asked_for and not _has_applied(message, call.role)

    def ends_at(self, message: Message, call: Call) -> datetime:
        return call.closes_at or message.created_at

    def way_off(self, message: Message, call: Call) -> str:
        return way_off_the_list(message.address, call.cycle.program)


class NominationInvites(Kind):
    name = "nomination_invites"
    asks = True
    label = _("Somebody suggested you")
    rows = Role.objects.select_related("cycle__program")

    def context(self, message: Message, role: Role, at: datetime) -> dict:
        call = call_at(role, at)
        opens_at = call.opens_at if call and call.state(at) == Call.State.NOT_YET else None
        return {
            "role": role,
            "cycle": role.cycle,
            "closes": closing(open_call(role, at), at),
            "opens": moment_in_words(opens_at, role.cycle.zone) if opens_at else "",
        }

    def still_true(self, message: Message, role: Role, at: datetime) -> bool:
        is_suggested = Nomination.objects.filter(role=role, nominee=message.to_id).exists()
        return is_suggested and not role.cycle.archived_at and not _has_applied(message, role)

    def ends_at(self, message: Message, role: Role) -> datetime:
        last = role.calls.aggregate(last=Max("closes_at"))["last"]
        return last or message.created_at + timedelta(days=14)


class ApplicationTakenOver(Kind):
    name = "application_taken_over"
    label = _("An application was taken over")
    rows = Cycle.objects.select_related("program")
    lasts = timedelta(days=14)

    def context(self, message: Message, cycle: Cycle, at: datetime) -> dict:
        return {"cycle": cycle}

    def still_true(self, message: Message, cycle: Cycle, at: datetime) -> bool:
        gone = [Application.Status.WITHDRAWN, Application.Status.LEFT]
        mine = cycle.applications.filter(person=message.to_id)
        return not cycle.archived_at and mine.exclude(status__in=gone).exists()


class QuestionAnswered(Kind):
    name = "question_answered"
    label = _("Answer to a question")
    rows = CycleQuestion.objects.select_related("cycle__program")
    lasts = timedelta(days=14)

    def context(self, message: Message, question: CycleQuestion, at: datetime) -> dict:
        answers = question.replies.filter(is_answer=True)
        chosen = number_in(message.occasion.replace("reply:", "questionreply:"), QuestionReply)
        reply = answers.filter(pk=chosen or 0).first() or answers.last()
        if reply is None:
            raise GoneError(message.about)
        by_mail = bool(self.reply_address(message))
        return {"question": question, "cycle": question.cycle, "reply": reply, "by_mail": by_mail}

    def reply_address(self, message: Message) -> str:
        return addresses.to_reply(message)


class QuestionAsked(Kind):
    """To who answers: a new question, or more of one that was answered."""

    name = "question_asked"
    label = _("A question to the organizers")
    is_optional = True
    asks = True
    rows = CycleQuestion.objects.select_related("cycle__program", "asked_by")
    lasts = timedelta(days=7)

    def context(self, message: Message, question: CycleQuestion, at: datetime) -> dict:
        newest = question.replies.filter(is_answer=False).last()
        return {
            "question": question,
            "cycle": question.cycle,
            "newest": newest,
            "by_mail": bool(self.reply_address(message)),
            "address": reverse(
                "applications:question_answer",
                args=[question.cycle.program.slug, question.cycle.slug, question.pk],
            ),
        }

    def still_true(self, message: Message, question: CycleQuestion, at: datetime) -> bool:
        return question.waits_since is not None and message.is_for_one_of(
            organizers_of(question.cycle.program)
        )

    def reply_address(self, message: Message) -> str:
        return addresses.to_reply(message)

    def concerns(self, person: User) -> bool:
        return person.staff_roles.filter(role=Staff.Role.ORGANIZER).exists()


class QuestionWaits(QuestionAsked, Reminder):
    """To who answers the question of a cycle that has waited longest: after two days, then weekly."""

    name = "question_waits"
    label = _("A question is still unanswered")
    counted_as = "reminders of questions"

    def due(self, at: datetime) -> Iterator[News]:
        for question in oldest_waiting(at):
            since = question.waits_since or at
            week = (at - since - WAITS_LONG) // timedelta(days=7)
            occasion = f"waits:{since:%Y%m%dT%H%M}/{week}"
            for person in answering(question):
                yield News(person, question, question.cycle, occasion)


def _has_applied(message: Message, role: Role) -> bool:
    mine = Application.objects.filter(role=role, person=message.to_id)
    unsent = [Application.Status.DRAFT, Application.Status.WITHDRAWN]
    return mine.exclude(status__in=unsent).exists()
