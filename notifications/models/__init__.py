from notifications.models.choices import Digest, QuietHours, SwitchedOff
from notifications.models.envelope import Envelope
from notifications.models.message import UNLISTED, Message
from notifications.models.skipped import SkippedSending

__all__ = [
    "UNLISTED",
    "Digest",
    "Envelope",
    "Message",
    "QuietHours",
    "SkippedSending",
    "SwitchedOff",
]
