"""SMTP that knows, when sending fails, whether the mail can have gone out."""

import smtplib

from django.core.mail.backends import smtp


class _Watched(smtplib.SMTP):
    """`is_unsure` from the moment the words begin to flow until the server has answered."""

    is_unsure = False

    def data(self, msg):
        self.is_unsure = True
        reply = super().data(msg)
        self.is_unsure = False
        return reply


class _WatchedOverSSL(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self):
        return _WatchedOverSSL if self.use_ssl else _Watched
