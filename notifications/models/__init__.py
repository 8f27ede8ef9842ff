from notifications.models.choices import QuietHours, SwitchedOff
from notifications.models.envelope import Envelope
from notifications.models.message import UNLISTED, Message
from notifications.models.skipped import SkippedSending

__all__ = ["UNLISTED", "Envelope", "Message", "QuietHours", "SkippedSending", "SwitchedOff"]
