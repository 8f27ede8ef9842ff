"""Messages of a cycle in its organizers' own words."""

from collections.abc import Mapping

from notifications import kinds
from notifications.models import Message
from programs.models import MessageText
from programs.rules import message_texts


def _own_words(
    message: Message, context: Mapping, standard: tuple[str, str]
) -> tuple[str, str] | None:
    if message.kind not in MessageText.Kind or not message.scope.startswith("cycle:"):
        return None
    number = int(message.scope.removeprefix("cycle:"))
    text = (
        MessageText.objects.filter(cycle=number, kind=message.kind)
        .select_related("cycle__program")
        .first()
    )
    return message_texts.reword(text, context, standard) if text else None


def register() -> None:
    kinds.register_words(_own_words)
