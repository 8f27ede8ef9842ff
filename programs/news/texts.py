"""Messages of a cycle in its organizers' own words, and whom answers to them reach."""

from collections.abc import Mapping

from notifications import kinds
from notifications.keys import number_in
from notifications.models import Message
from programs.models import Cycle, MessageText, SendingText
from programs.rules import message_texts


def _own_words(
    message: Message, context: Mapping, standard: tuple[str, str]
) -> tuple[str, str] | None:
    cycle = number_in(message.scope, Cycle)
    if cycle is None or message.kind not in MessageText.Kind:
        return None
    about = {"kind": message.kind, "cycle": cycle}
    of_sending = SendingText.objects.filter(key=message.sending, **about)
    always = MessageText.objects.filter(**about)
    text = (
        message.sending and of_sending.select_related("cycle__program").first()
    ) or always.select_related("cycle__program").first()
    return message_texts.reword(text, context, standard) if text else None


def _reply_address(message: Message) -> str:
    found = Cycle.objects.filter(pk=number_in(message.scope, Cycle) or 0)
    return found.values_list("reply_address", flat=True).first() or ""


def register() -> None:
    kinds.register_words(_own_words)
    kinds.register_reply_address(_reply_address)
