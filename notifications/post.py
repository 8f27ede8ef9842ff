"""Handing mails to the mail server, and what its answer means for the mail."""

import logging
import smtplib

from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


class SendError(Exception):
    """The mail is not known to have gone out; its text says why, in words for organizers."""


class RefusedError(SendError):
    """It did not, and trying again would come to the same."""


class BusyError(SendError):
    """The server does not take this mail now; later it may."""


class UnreachableError(SendError):
    """Nobody could be asked: nothing speaks against this mail, and the others cannot go either."""


class CutError(SendError):
    """The line broke after the words began to flow: it may have gone out, or not."""


class Post:
    """The way to the mail server for as many mails as wait; opened for the first of them."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._close()

    def send(self, mail: EmailMessage) -> None:
        """Return if the server took the mail; else raise what became of it."""
        self._open()
        mail.connection = self._connection
        try:
            mail.send()
        except Exception as error:
            meaning = self._meaning(error)
            self._close()  # the next mail gets a line of its own
            raise meaning from error

    def _open(self) -> None:
        try:
            self._connection.open()
        except OSError as error:  # smtplib's own errors are OSErrors too
            self._close()
            name = type(error).__name__
            problem = _("The mail server cannot be reached (%(error)s).") % {"error": name}
            raise UnreachableError(problem) from error

    def _close(self) -> None:
        try:
            self._connection.close()
        except OSError:
            logger.info("the mail server left without a word")

    def _meaning(self, error: Exception) -> SendError:
        """What a server said is certain; without an answer it depends on how far the mail got."""
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            code, _words = next(iter(error.recipients.values()))
            return _answered(code)
        if isinstance(error, smtplib.SMTPSenderRefused):
            return BusyError(_in_words(error.smtp_code))  # a setting is wrong, the mail is not
        if isinstance(error, smtplib.SMTPResponseException):
            return _answered(error.smtp_code)
        name = type(error).__name__
        if not isinstance(error, OSError | SoftTimeLimitExceeded):
            logger.error("a mail cannot be written", exc_info=error)
            return RefusedError(_("The mail could not be written (%(error)s).") % {"error": name})
        broke = _("The connection broke while sending (%(error)s).") % {"error": name}
        if getattr(getattr(self._connection, "connection", None), "is_unsure", True):
            return CutError(broke)
        return BusyError(broke) if isinstance(error, OSError) else UnreachableError(broke)


def _answered(code: int) -> SendError:
    return (BusyError if code < 500 else RefusedError)(_in_words(code))


def _in_words(code: int) -> str:
    return _("The mail server answered %(code)s.") % {"code": code}
