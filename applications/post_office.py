"""Taking in replies to questions from the Maildir into which the mail server delivers them.

A mail that is taken in, or that nobody needs, is marked as seen; one that is refused is flagged too,
and stays where a person finds it. A mail read twice is one reply: its Message-ID is kept.
"""

import logging
import mailbox
from collections import Counter
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from django.conf import settings
from django.core.exceptions import ValidationError

from applications import addresses
from applications.actions import outreach
from applications.models import CycleQuestion, QuestionReply
from applications.rules import reply_mail
from people.models import User
from programs.permissions import is_organizer

logger = logging.getLogger(__name__)
LONGEST = 4000  # characters of a reply


def take_in(at: datetime) -> dict[str, int]:
    """Take in what has come since the last time; how many replies, and how many were refused."""
    counts = Counter({"replies by mail": 0, "mails refused": 0})
    if not settings.REPLY_MAILDIR:
        return dict(counts)
    box = mailbox.Maildir(settings.REPLY_MAILDIR, create=True)
    for key in [key for key in box.iterkeys() if box.get_message(key).get_subdir() == "new"]:
        message = box.get_message(key)
        try:
            is_reply = _take(box.get_bytes(key), at)
        except ValidationError as error:
            logger.warning("a reply by mail is refused: %s", error.code)
            counts["mails refused"] += 1
            message.add_flag("F")
        else:
            counts["replies by mail"] += is_reply
        message.add_flag("S")
        message.set_subdir("cur")
        box[key] = message
    return dict(counts)


def _take(content: bytes, at: datetime) -> bool:
    """Whether it was a reply. ValidationError for one that cannot be taken in."""
    reply = _read(content)
    numbers = next((found for one in reply.addresses if (found := addresses.read(one))), None)
    is_known = QuestionReply.objects.filter(mail_id=reply.number).exclude(mail_id="").exists()
    if numbers is None or reply.is_automatic or is_known:
        return False
    question = CycleQuestion.objects.select_related("cycle__program").filter(pk=numbers[0]).first()
    person = User.objects.active().filter(pk=numbers[1]).first()
    if question is None or person is None or person.email != reply.sender.lower():
        raise ValidationError("Its sender is not who was written to.", code="wrong_sender")
    if not reply.text or len(reply.text) > LONGEST:
        raise ValidationError("It has no words of its own, or too many.", code="no_words")
    facts = {"by": person, "text": reply.text, "at": at, "mail_id": reply.number}
    if is_organizer(person, question.cycle.program) and person.pk != question.asked_by_id:
        outreach.answer(question, **facts)
    else:
        outreach.write_again(question, **facts)
    return True


def _read(content: bytes) -> reply_mail.Reply:
    """Strangers choose headers and character sets, and the library raises whatever it likes at odd
    ones: one such mail must not keep all others waiting."""
    try:
        return reply_mail.read(
            cast(EmailMessage, message_from_bytes(content, policy=policy.default))
        )
    except Exception as error:
        raise ValidationError("It cannot be read.", code="unreadable") from error
