from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from growth.conversations.models import Conversation
from notifications import kinds
from notifications.models import Message
from people.models import User


def _about_talk(message: Message) -> dict:
    """Who and when, never what was said."""
    talks = Conversation.objects.select_related("person", "manager")
    talk = talks.filter(pk=message.context["conversation"]).first()
    return {
        "talk": talk,
        "other": User.objects.filter(pk=message.context["by"]).first(),
        "address": _address(talk, message.to_id),
    }


def _about_plan(message: Message) -> dict:
    person, day = message.to, message.context.get("day")
    return {
        "manager": person.manager if person else None,
        "review_on": date.fromisoformat(day) if day else None,
        "address": reverse("growth:conversations"),
        "plan_address": reverse("growth:plan"),
    }


def _address(talk: Conversation | None, reader: int | None) -> str:
    if talk is None or talk.person_id == reader:
        return reverse("growth:conversations")
    return reverse("growth:shared_conversations", args=[talk.person_id])


def register() -> None:
    for name, label, make_context in (
        ("growth_conversation", _("A talk was written down"), _about_talk),
        ("growth_conversation_planned", _("A talk is planned"), _about_talk),
        ("growth_revisit", _("Time to revisit the growth plan"), _about_plan),
        ("growth_before_review", _("Talk before the review"), _about_plan),
    ):
        kinds.register(name, app="growth", label=label, make_context=make_context)
