from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import CycleQuestion, Interest
from notifications import kinds
from notifications.models import Message
from programs.models import Call, Cycle, Role

SALT = "programs.interest"


def interest_address(interest: Interest) -> str:
    """The address at which the owner of a mail address confirms; the signature keeps others out."""
    return reverse("applications:interest_confirm", args=[signing.dumps(interest.pk, salt=SALT)])


def _interest_confirm(message: Message) -> dict:
    interest = Interest.objects.select_related("program").get(pk=message.context["interest"])
    return {"program": interest.program, "address": interest_address(interest)}


def _call_opened(message: Message) -> dict:
    call = Call.objects.select_related("cycle__program", "role").get(pk=message.context["call"])
    return {"call": call, "cycle": call.cycle, "closes_on": call.last_day}


def _nomination_invites(message: Message) -> dict:
    role = Role.objects.select_related("cycle__program").get(pk=message.context["role"])
    return {"role": role, "cycle": role.cycle}


def _question_answered(message: Message) -> dict:
    question = CycleQuestion.objects.select_related("cycle__program").get(
        pk=message.context["question"]
    )
    return {"question": question, "cycle": question.cycle}


def _application_taken_over(message: Message) -> dict:
    cycle = Cycle.objects.select_related("program").get(pk=message.about.removeprefix("cycle:"))
    return {"cycle": cycle}


def register() -> None:
    for name, label, make_context in (
        ("interest_confirm", _("Confirm your interest"), _interest_confirm),
        ("call_opened", _("A call is open"), _call_opened),
        ("nomination_invites", _("Somebody suggested you"), _nomination_invites),
        ("application_taken_over", _("An application was taken over"), _application_taken_over),
        ("question_answered", _("Answer to a question"), _question_answered),
    ):
        kinds.register(name, app="applications", label=label, make_context=make_context)
