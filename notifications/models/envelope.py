from django.db import models

from notifications.models.message import Message


class Envelope(models.Model):
    """What an account mail says, until it is sent or of no use any more.

    Codes must not lie about: the words are sealed, never listed, and deleted with the first answer of
    the mail server that is not "later".
    """

    message = models.OneToOneField(
        Message, on_delete=models.CASCADE, primary_key=True, related_name="envelope"
    )
    sealed = models.TextField()
    good_until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"envelope of message {self.message_id}"
